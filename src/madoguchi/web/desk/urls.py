"""Every address of the desk. A new one needs its row in tests/web/test_every_address.py and in tests/desk/test_every_probe.py."""

from __future__ import annotations

from django.urls import URLPattern, path

from madoguchi.web.desk import (
    backup_views,
    counterpart_views,
    disposal_views,
    file_views,
    letter_views,
    log_views,
    network_views,
    registered_views,
    report_views,
    taking_in_views,
    views,
)

_CASE = "desk/cases/<slug:case_id>/"
ADDRESSES: list[URLPattern] = [
    path("desk/", views.today, name="desk-today"),
    path("desk/cases/", views.open_case, name="desk-open"),
    path("desk/number/", views.by_number, name="desk-number"),
    path("desk/take-in/", taking_in_views.new, name="desk-take-in"),
    path("desk/from-others/", network_views.from_others, name="desk-from-others"),
    path("desk/report/", report_views.report, name="desk-report"),
    path("desk/report/cases/", report_views.report_cases, name="desk-report-cases"),
    path("desk/report/file/<slug:kind>/", report_views.report_file, name="desk-report-file"),
    path("desk/report/registered/", registered_views.of_a_month, name="desk-registered"),
    path("desk/log/", log_views.log_page, name="desk-log"),
    path("desk/backup/", backup_views.backup, name="desk-backup"),
    path("desk/disposal/", disposal_views.disposal, name="desk-disposal"),
    path("desk/disposal/<slug:disposal_id>/", disposal_views.certificate, name="desk-certificate"),
    path(_CASE, views.intake, name="desk-intake"),
    path(f"{_CASE}memo/", views.memo, name="desk-memo"),
    path(f"{_CASE}people/", views.people, name="desk-people"),
    path(f"{_CASE}due/", views.due, name="desk-due"),
    path(f"{_CASE}consents/", views.consents, name="desk-consents"),
    path(f"{_CASE}advice/", views.advice, name="desk-advice"),
    path(f"{_CASE}beside/", views.beside, name="desk-beside"),
    path(f"{_CASE}take-in/", taking_in_views.of_case, name="desk-bring"),
    path(f"{_CASE}counterparts/", counterpart_views.counterparts, name="desk-counterparts"),
    path(f"{_CASE}files/", file_views.files, name="desk-files"),
    path(f"{_CASE}files/<slug:file_id>/", file_views.file, name="desk-file"),
    path(f"{_CASE}letters/", letter_views.letters, name="desk-letters"),
    path(f"{_CASE}letters/<slug:letter_id>/", letter_views.letter, name="desk-letter"),
    path(f"{_CASE}links/", network_views.links, name="desk-links"),
    path(f"{_CASE}hand-over/", network_views.hand_over, name="desk-hand-over"),
    path(f"{_CASE}record/", views.record, name="desk-record"),
    path(f"{_CASE}take/", views.take, name="desk-take"),
    path(f"{_CASE}approval/", views.approval, name="desk-approval"),
    path(f"{_CASE}register/", views.register, name="desk-register"),
    path(f"{_CASE}register/file/", registered_views.of_one_case, name="desk-registered-case"),
]
