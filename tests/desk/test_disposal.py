"""Retention and disposal: nothing is due by itself, nothing goes without a signature, and what went nobody reads again."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest
from desk_under_test import MORNING, Town, case_row, sent, stored, town
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from doors_under_test import PASSWORD, at_work, unhurried
from test_gates import agreed
from test_monthly_report import received

from madoguchi.consult import TOKYO
from madoguchi.web.accounts.models import ROLES, Centre, Role
from madoguchi.web.accounts.passwords import set_password
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.backup.leftovers import snapshot_in
from madoguchi.web.desk.cases.disposing import ListChanged, YearsNotFit
from madoguchi.web.desk.cases.record import Identity, PartyCodes
from madoguchi.web.desk.gates import Member, NotAllowed, NotThere, within
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import (
    Attachment,
    CaseKey,
    CaseText,
    Consent,
    Counterpart,
    Disposal,
    Party,
    Registered,
)
from madoguchi.web.desk.monthly.counting import Cell, Scope, cases_behind, report_of
from madoguchi.web.desk.monthly.months import Month
from madoguchi.web.desk.monthly.printing import Printed, printed
from madoguchi.web.desk.permissions import RIGHTS
from madoguchi.web.desk.retention import (
    certificate_of,
    chosen_of,
    digest_of,
    listed_of,
    over_before,
    ripe_for,
)
from madoguchi.web.desk.search import forgetting, outbox
from madoguchi.web.desk.search.similar import similar
from madoguchi.web.public.clock import now

LONG_AGO = dt.datetime(2020, 11, 10, 9, 0, tzinfo=TOKYO)
THEN, TODAY = Month(2020, 11), MORNING.date()
PATH = "/desk/disposal/"


def place(*, years: int | None = 5) -> Town:
    found = town(alone=True)
    Centre.objects.filter(pk=found.centre.pk).update(kept_years=years)
    found.centre.refresh_from_db()
    return found


def ended(member: Member, *, at: dt.datetime = LONG_AGO) -> str:
    """A whole case of long ago, told, registered and ended."""
    case_id = received(member, at=at, done=False, kind="complaint", paid_amount=35_000, keywords=["警告"])
    cases.write_text(member, sent(at=at), case_id, "summary", "赤い警告の画面から電話した。")
    codes = PartyCodes(age_band="70s", sex="female", occupation="無職", municipality_code="22461")
    cases.set_party(member, sent(at=at), case_id, "consumer", codes, Identity(name="試験 ウメ"))
    cases.add_counterpart(member, sent(at=at), case_id, "phone", "050-1111-2222")
    for act in (cases.ask_approval, lambda *a: cases.decide(*a, "approved"), cases.register, cases.close):
        act(member, sent(at=at), case_id)
    return case_id


def signed(member: Member, *case_ids: str, at: dt.datetime = MORNING) -> str:
    """Disposes of these, as the list shows them."""
    with within(member.centre):
        digest = digest_of(listed_of(chosen_of(member, case_ids, today=TODAY)))
    return cases.dispose(member, sent(at=at), case_ids, digest)


def then(member: Member, scope: Scope = "registered") -> Printed:
    """The report of the month of long ago."""
    return printed(report_of(member, THEN, scope=scope, at=now()), limit=None)


def due(member: Member, *, today: dt.date = TODAY) -> list[str]:
    return [one.case_id for one in ripe_for(member, today=today)[0]]


def test_nothing_is_due_where_the_centre_has_not_said_how_long() -> None:
    member = place(years=None).person("head")
    ended(member)
    assert due(member) == []


@pytest.mark.parametrize(("today", "is_due"), [(dt.date(2025, 11, 9), False), (dt.date(2025, 11, 10), True)])
def test_a_record_is_due_when_its_years_are_over_since_it_ended(today: dt.date, is_due: bool) -> None:
    member = place().person("head")
    case_id = ended(member)
    assert due(member, today=today) == [case_id] * is_due


@pytest.mark.parametrize(
    ("today", "years", "last"),
    [
        (dt.date(2028, 2, 29), 3, dt.date(2025, 2, 28)),
        (dt.date(2028, 2, 29), 4, dt.date(2024, 2, 29)),
        (dt.date(2027, 2, 28), 3, dt.date(2024, 2, 28)),
        (dt.date(2027, 3, 1), 3, dt.date(2024, 3, 1)),
    ],
)
def test_years_are_counted_over_the_29th_of_february(today: dt.date, years: int, last: dt.date) -> None:
    assert over_before(today, years=years) == last


def test_what_is_open_or_agreed_is_shown_with_why_and_not_ticked() -> None:
    member = place().person("head")
    waiting, lent, plain, going_on = (ended(member) for _ in range(4))
    cases.add_due(member, sent(), waiting, "call_back", now())
    cases.record_consent(member, sent(), lent, agreed(town()))
    cases.reopen(member, sent(), going_on)
    page = at_work(member).get(PATH).content.decode()
    ticked = dict(re.findall(r'name="case" value="([0-9a-f]{32})"( checked)?', page))
    assert ticked == {waiting: "", lent: "", plain: " checked"} and "終わっていません" in page


def test_after_disposal_nobody_finds_reads_or_searches_the_record() -> None:
    member = place().person("head")
    case_id = ended(member)
    number = case_row(member, case_id).number
    signed(member, case_id)
    for ask in (readings.read_case, readings.find_number):
        with pytest.raises(NotThere):
            ask(member, case_id if ask is readings.read_case else number, at=now())
    assert similar(member, "赤い警告の画面から電話した", at=now()).hits == ()
    assert case_id not in outbox.index_of(member.centre).sealed_of()


def test_the_key_and_all_that_it_sealed_are_gone() -> None:
    member = place().person("head")
    case_id = ended(member)
    signed(member, case_id)
    for model in (CaseKey, CaseText, Counterpart, Consent):
        assert stored(member, model, case=case_id) == []
    party = stored(member, Party, case=case_id)[0]
    assert (party.age_band, party.sex, party.occupation, bytes(party.sealed)) == ("70s", "", "", b"")
    record = stored(member, Registered, case=case_id)[0].record
    assert "municipality_code" not in record and "keywords" not in record


def on_the_disk(key: bytes) -> bool:
    """Whether ``key`` stands in the database or in its log."""
    return any(key in path.read_bytes() for path in Path(settings.DATA).glob("madoguchi.sqlite3*"))


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL clears its disk later: the guide says so"
)
def test_no_byte_of_the_key_is_left_on_the_disk() -> None:
    member = place().person("head")
    case_id = ended(member)
    key = bytes(stored(member, CaseKey, case=case_id)[0].wrapped)
    before = on_the_disk(key)
    signed(member, case_id)
    assert before and not on_the_disk(key)


def in_the_index(member: Member, sealed: bytes) -> bool:
    """Whether what the index kept of a case stands in one of its files."""
    files = Path(settings.DATA, "search").glob(f"{member.centre.pk}-*/*")
    return any(sealed[12:60] in path.read_bytes() for path in files if path.is_file())


def test_no_byte_of_the_summary_is_left_in_the_index_after_housekeeping() -> None:
    member = place().person("head")
    case_id, other = ended(member), ended(member)
    outbox.feed(member.centre)
    sealed = outbox.index_of(member.centre).sealed_of()[case_id]
    before = in_the_index(member, sealed)
    signed(member, case_id)
    assert forgetting.forget() >= 1 and forgetting.forget() == 0
    assert before and not in_the_index(member, sealed)
    assert [hit.case_id for hit in similar(member, "赤い警告画面", at=now()).hits] == [other]


def test_what_is_disposed_of_after_the_clock_was_set_back_is_forgotten_too() -> None:
    member = place().person("head")
    first, then_gone = ended(member), ended(member)
    outbox.feed(member.centre)
    signed(member, first)
    forgetting.forget()
    sealed = outbox.index_of(member.centre).sealed_of()[then_gone]
    signed(member, then_gone, at=MORNING - dt.timedelta(hours=1))
    assert forgetting.forget() == 1 and not in_the_index(member, sealed)


def file_of(member: Member, case_id: str) -> Path:
    """A file of the case, as it lies on the disk."""
    row = Attachment(case_id=case_id, size=1, media_type="x", sealed_name=b"", by=member.staff, at=now())
    with within(member.centre):
        row.save(force_insert=True)
    path = Path(settings.DATA) / "files" / row.pk[:2] / row.pk
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sealed")
    return path


def test_the_files_of_the_record_leave_the_disk() -> None:
    member = place().person("head")
    case_id = ended(member)
    path = file_of(member, case_id)
    signed(member, case_id)
    assert not path.exists() and stored(member, Attachment, case=case_id) == []


def test_the_snapshot_of_a_backup_that_was_killed_goes_with_the_record() -> None:
    member = place().person("head")
    case_id, left = ended(member), snapshot_in(settings.DATA)
    left.mkdir()
    (left / "snapshot").write_bytes(b"holds the key of the case")
    signed(member, case_id)
    assert not left.exists()


def test_what_was_merged_into_a_record_goes_with_it() -> None:
    member = place().person("head")
    case_id, merged = ended(member), ended(member)
    with within(member.centre):
        type(case_row(member, merged)).objects.filter(pk=merged).update(merged_into=case_id)
    signed(member, case_id)
    assert stored(member, CaseKey, case=merged) == []


@pytest.mark.parametrize("scope", ["registered", "all"])
def test_the_statistics_stay_as_they_were(scope: Scope) -> None:
    member = place().person("head")
    case_id = ended(member)
    before = then(member, scope)
    signed(member, case_id)
    assert then(member, scope) == before and before.cases.now == 1
    behind = cases_behind(member, Cell(THEN, scope, "kind", "complaint"), at=now())
    assert [one.disposed for one in behind] == [True]


def test_a_list_that_changed_since_is_not_signed() -> None:
    member = place().person("head")
    case_id, other = ended(member), ended(member)
    digest = digest_of([["2020-00001", "2020-11-10", "2020-11-10"]])
    for ids in ([case_id, other], ["0" * 32], []):
        with pytest.raises(ListChanged):
            cases.dispose(member, sent(), ids, digest)
    assert len(stored(member, CaseKey, case__in=[case_id, other])) == 2


def test_a_record_that_is_young_open_or_anothers_cannot_be_slipped_in() -> None:
    member, stranger = place().person("head"), place().person("head")
    young, open_, theirs = ended(member, at=MORNING), ended(member), ended(stranger)
    cases.reopen(member, sent(), open_)
    for case_id in (young, open_, theirs):
        with pytest.raises(ListChanged):
            signed(member, case_id)
    assert stored(stranger, CaseKey, case=theirs)


def test_the_same_signature_sent_twice_is_one_disposal() -> None:
    member, send = place().person("head"), sent()
    case_id = ended(member)
    digest = digest_of(listed_of(ripe_for(member, today=TODAY)[0]))
    made = [cases.dispose(member, send, [case_id], digest) for _ in range(2)]
    assert made[0] == made[1] and len(stored(member, Disposal, centre=member.centre)) == 1


def test_the_log_says_who_disposed_of_what_with_the_hash_of_the_list() -> None:
    member = place().person("head")
    case_id = ended(member)
    made = signed(member, case_id)
    rows = {(row.act, row.on): row.fields for row in stored(member, AuditEntry, centre=member.centre)}
    digest = stored(member, Disposal, pk=made)[0].digest
    assert rows[("dispose", made)] == ["count.1", f"sha256.{digest}"] and ("dispose_case", case_id) in rows


def test_the_certificate_prints_the_lines_that_were_hashed() -> None:
    member = place().person("head")
    made = signed(member, ended(member), ended(member))
    row = stored(member, Disposal, pk=made)[0]
    with within(member.centre):
        text = certificate_of(Disposal.objects.select_related("by", "centre").get(pk=made))
    lines = text.partition("（受付番号、受付日、終了した日）\n")[2].partition("\n上の一覧")[0]
    assert hashlib.sha256(lines.encode()).hexdigest() == row.digest and row.digest in text
    assert "控え（バックアップ）" in text and "試験 ウメ" not in text


# --- the page ---------------------------------------------------------------------------------------


def head_with_password(monkeypatch: pytest.MonkeyPatch) -> Member:
    unhurried(monkeypatch)
    member = place().person("head")
    set_password(member.staff, PASSWORD)
    return member


def press(member: Member, step: str, **fields: object) -> HttpResponse:
    return at_work(member).post(PATH, {"step": step, **fields})


def listed(member: Member, *case_ids: str) -> dict[str, str]:
    """The hidden fields of the page on which a list is signed."""
    page = press(member, "list", case=list(case_ids)).content.decode()
    return dict(re.findall('name="(ids|digest)" value="([^"]*)"', page))


def test_two_steps_and_the_password_dispose(monkeypatch: pytest.MonkeyPatch) -> None:
    member = head_with_password(monkeypatch)
    case_id = ended(member)
    found = listed(member, case_id)
    assert stored(member, CaseKey, case=case_id)
    assert press(member, "sign", password=PASSWORD, **found).status_code == 302
    made = stored(member, Disposal, centre=member.centre)[0]
    text = at_work(member).get(f"{PATH}{made.pk}/").content.decode("utf-8-sig")
    assert text.startswith("相談記録の廃棄証明") and stored(member, CaseKey, case=case_id) == []


@pytest.mark.parametrize("password", ["", "ちがう言葉を並べてみました"])
def test_without_the_password_nothing_goes(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    member = head_with_password(monkeypatch)
    case_id = ended(member)
    answer = press(member, "sign", password=password, **listed(member, case_id))
    assert answer.status_code == 422 and "パスワードが違います" in answer.content.decode()
    assert stored(member, CaseKey, case=case_id)
    assert "confirm_failed" in [row.act for row in stored(member, AuditEntry, centre=member.centre)]


def test_a_list_of_nothing_is_not_shown_for_signing() -> None:
    member = place().person("head")
    assert press(member, "list").status_code == 422
    assert press(member, "sign", password="").status_code == 422
    assert press(member, "other").status_code == 404


def test_a_head_sets_the_years_or_takes_them_back() -> None:
    member = place(years=None).person("head")
    assert press(member, "years", kept_years="5").status_code == 302
    assert Centre.objects.get(pk=member.centre.pk).kept_years == 5
    assert press(member, "years", kept_years="").status_code == 302
    assert Centre.objects.get(pk=member.centre.pk).kept_years is None


@pytest.mark.parametrize("typed", ["0", "101", "-1", "五", "1e2"])
def test_years_that_are_none_are_refused(typed: str) -> None:
    member = place().person("head")
    assert press(member, "years", kept_years=typed).status_code == 422
    assert Centre.objects.get(pk=member.centre.pk).kept_years == 5


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_dispose_sees_the_list_and_the_certificates(role: Role) -> None:
    there = place()
    made = signed(head := there.person("head"), ended(head))
    client = at_work(there.person(role))
    wanted = 200 if "dispose" in RIGHTS[role] else 403
    assert {client.get(path).status_code for path in (PATH, f"{PATH}{made}/")} == {wanted}
    assert client.post(PATH, {"step": "sign"}).status_code == (422 if wanted == 200 else 403)


def test_another_centres_certificate_is_not_there() -> None:
    made = signed(owner := place().person("head"), ended(owner))
    client = at_work(place().person("head"))
    answers = [client.get(f"{PATH}{one}/") for one in (made, "0" * 32)]
    assert [one.status_code for one in answers] == [404, 404] and answers[0].content == answers[1].content


def test_who_may_not_dispose_cannot_by_the_write_either() -> None:
    there = place()
    case_id = ended(there.person("head"))
    with pytest.raises(NotAllowed):
        cases.dispose(there.person("counsellor"), sent(), [case_id], "0" * 64)
    with pytest.raises(YearsNotFit):
        cases.keep_for(there.person("head"), sent(), 0)
