"""Drafts at the desk: live numbers, retold cases, two readers, and the site that tells of what was published."""

import csv
import datetime as dt
import os
from pathlib import Path

import pytest
from desk_under_test import MORNING, stored
from django.conf import settings
from django.test import Client
from doors_under_test import at_work, post
from study_under_test import AT, DAY, analyst

from madoguchi.mart.build import build
from madoguchi.mart.values import Reading
from madoguchi.publication.draft import Draft
from madoguchi.web.desk.analysis import drafts
from madoguchi.web.desk.analysis.study import Study
from madoguchi.web.desk.log_models import AuditEntry

DRAFT = f"{AT}drafts/1/"
CASE = {
    "headline": "音に驚いて連絡した",
    "text": "パソコンから大きな音が出て、表示された先に連絡した。カードを買うよう言われ、店員が気付いた。",
    "original": "母が、急に鳴りだした警報の音にびっくりして、画面の電話番号にかけてしまいました。",
    "age_band": "70s",
    "sex": "female",
    "received": "2021-10",
    "agreed": "1",
}


def about(title: str) -> drafts.Subject:
    return drafts.Subject(title, None, dt.date(2021, 12, 31))


def begun(client: Client) -> None:
    said = {"title": "そのセキュリティ警告画面は偽物です", "scheme": "support_scam", "as_of": DAY}
    assert post(client, f"{AT}drafts/", **said).status_code == 302


def opened(study: Study) -> drafts.Open:
    return drafts.open_draft(study, "1", today=MORNING.date(), published=settings.PUBLICATIONS)


def act(client: Client, study: Study, do: str, **said: object):  # type: ignore[no-untyped-def]
    return client.post(DRAFT, {"act": do, "version": opened(study).version, **said})


def texts(draft: Draft, **other: object) -> dict[str, object]:
    names = ("title", "subtitle", "lead", "short", "line", "source", "publisher", "contact")
    said = {name: getattr(draft, name) for name in names}
    return {
        **said,
        "points": "音で急がせる",
        "advice": "\n".join(draft.advice),
        "published_on": "2022-02-24",
        **other,
    }


def signed(client: Client, study: Study) -> None:
    assert act(client, study, "sign", names_of_traders="1", easy_to_read="1").status_code == 302


def test_a_new_draft_reads_its_numbers_from_the_table(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    page = client.get(DRAFT).content.decode()
    assert "2020年度の相談は5,495件でした。" in page and "前年度の同じ時期は3,755件" in page


def test_two_people_publish_and_the_site_tells_of_it(study: Study) -> None:
    one, two = at_work(analyst()), at_work(member := analyst())
    written_by(one, study, read_by=two)
    assert two.post(DRAFT, {"act": "publish"}).status_code == 422
    signed(two, study)
    assert opened(study).faults == [] and two.post(DRAFT, {"act": "publish"}).status_code == 302
    assert told_by_the_site() and (Path(settings.PUBLICATIONS) / "1" / "data" / "yearly.csv").is_file()
    assert stored(member, AuditEntry, centre=member.centre)[-1].fields == ["publication", "1"]


def written_by(one: Client, study: Study, *, read_by: Client) -> None:
    """A draft with a case that somebody else has read, signed by who wrote it."""
    begun(one)
    assert act(one, study, "save", **texts(opened(study).draft)).status_code == 302
    assert act(one, study, "case", **CASE).status_code == 302
    assert act(read_by, study, "second", at="0").status_code == 302
    signed(one, study)


def told_by_the_site() -> bool:
    page = Client(SERVER_NAME="localhost").get("/statistics/").content.decode()
    return "そのセキュリティ警告画面は偽物です" in page


def test_a_publication_is_never_written_over(study: Study) -> None:
    one, two = at_work(analyst()), at_work(analyst())
    begun(one)
    act(one, study, "save", **texts(opened(study).draft))
    for reader in (one, two):
        signed(reader, study)
    (Path(settings.PUBLICATIONS) / "1").mkdir(parents=True)
    response = one.post(DRAFT, {"act": "publish"})
    assert response.status_code == 422 and "上書きはしません" in response.content.decode()


def test_nobody_reads_their_own_case_as_the_second(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    act(client, study, "case", **CASE)
    response = act(client, study, "second", at="0")
    assert response.status_code == 422 and "別の人" in response.content.decode()


def test_a_case_that_says_what_was_told_is_refused(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    act(client, study, "case", **{**CASE, "text": CASE["original"]})
    assert "cases" in {fault.check for fault in opened(study).faults}


def test_what_changes_a_text_takes_back_the_readers(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    signed(client, study)
    assert len(opened(study).draft.checked_by) == 1
    act(client, study, "save", **texts(opened(study).draft, title="ほかの見出し"))
    assert opened(study).draft.checked_by == []


def test_who_wrote_in_between_is_not_written_over(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    before = opened(study)
    act(client, study, "save", **texts(before.draft, title="先に直した"))
    later = {"act": "save", "version": before.version, **texts(before.draft, title="あとから")}
    response = client.post(DRAFT, later)
    assert response.status_code == 422 and "先に直しました" in response.content.decode()
    assert opened(study).draft.title == "先に直した"


def test_a_number_that_changed_stops_it_until_somebody_read_it_again(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    act(client, study, "save", **texts(opened(study).draft))
    with drafts.changing(study, "1", opened(study).version) as change:
        change._set(numbers={**change.draft.numbers, "yearly.2020.count": 5400})
    assert "changed" in {fault.check for fault in opened(study).faults}
    act(client, study, "reread")
    assert "changed" not in {fault.check for fault in opened(study).faults}


def test_a_number_typed_by_hand_stops_it(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    act(client, study, "save", **texts(opened(study).draft, lead="2020年度は5,495件でした。"))
    assert "live" in {fault.check for fault in opened(study).faults}


@pytest.mark.parametrize("path", ["2/", "x/", "0001/", "99999/"])
def test_a_draft_that_is_none_is_not_there(study: Study, path: str) -> None:
    assert at_work(analyst()).get(f"{AT}drafts/{path}").status_code == 404


@pytest.mark.parametrize("said", [{"title": ""}, {"as_of": "きのう"}, {"as_of": "2015-01-01"}])
def test_a_draft_without_what_it_needs_is_refused(study: Study, said: dict[str, str]) -> None:
    whole_one = {"title": "見出し", "scheme": "support_scam", "as_of": DAY, **said}
    assert post(at_work(analyst()), f"{AT}drafts/", **whole_one).status_code == 422
    assert drafts.drafts(study) == []


def test_drafts_have_numbers_of_their_own_and_the_same_form_twice_is_one(study: Study) -> None:
    (Path(settings.PUBLICATIONS) / "3").mkdir(parents=True)
    made = [
        drafts.begin(study, about(title), publisher="試し", published=settings.PUBLICATIONS)
        for title in ("一つめ", "一つめ", "二つめ")
    ]
    assert made == [4, 4, 5]


# --- what a hostile reader tried ------------------------------------------------------------------------


def test_a_case_that_goes_takes_no_other_original_with_it(study: Study) -> None:
    one, two = at_work(analyst()), at_work(analyst())
    begun(one)
    for text in (CASE["text"], CASE["original"]):
        act(one, study, "case", **{**CASE, "text": text})
    for do, at in (("second", "0"), ("second", "1"), ("drop", "0")):
        assert act(two, study, do, at=at).status_code == 302
    act(one, study, "case", **{**CASE, "original": "まったく別の言葉で話された、ほかの人の話。"})
    assert [one for one in opened(study).faults if "同じ8字" in one.why]
    assert len(list((study.folder / "drafts" / "1").glob("case_*"))) == 2


def test_the_second_reader_sees_what_was_told_and_that_is_noted(study: Study) -> None:
    one, two = at_work(analyst()), at_work(member := analyst())
    begun(one)
    act(one, study, "case", **CASE)
    assert CASE["original"] in two.get(DRAFT).content.decode()
    assert stored(member, AuditEntry, centre=member.centre)[-1].fields == ["draft", "1"]


@pytest.mark.parametrize("field", ["lead", "points", "title"])
def test_a_text_that_is_too_long_is_told_and_nothing_is_cut(study: Study, field: str) -> None:
    client = at_work(analyst())
    begun(client)
    before = opened(study).draft
    response = act(client, study, "save", **texts(before, **{field: "あ" * 4_001}))
    assert response.status_code == 422 and "4,001字" in response.content.decode()
    assert opened(study).draft == before


def test_an_original_that_is_too_long_is_not_compared_by_half(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    assert act(client, study, "case", **{**CASE, "original": "あ" * 4_001}).status_code == 422
    assert opened(study).draft.cases == []


def test_what_was_published_is_changed_by_a_new_number_alone(study: Study) -> None:
    client = at_work(analyst())
    begun(client)
    (Path(settings.PUBLICATIONS) / "1").mkdir(parents=True)
    response = act(client, study, "save", **texts(opened(study).draft, title="あとから"))
    assert response.status_code == 422 and "新しい原稿" in response.content.decode()


def test_a_later_number_says_what_an_earlier_one_said_wrongly(study: Study) -> None:
    client = at_work(analyst())
    drafts.begin(study, about("前"), publisher="甲", published=None)
    begun(client)
    page, said = f"{AT}drafts/2/", {"number": "1", "kind": "correction", "why": "数えまちがい"}
    version = drafts._read(drafts._path(study, "2"))[1]
    told = {"act": "change", "version": version, **said, "old": "3件", "new": "13件"}
    assert client.post(page, told).status_code == 302
    assert "第1号を訂正: 数えまちがい" in client.get(page).content.decode()


@pytest.fixture
def few(study: Study, whole: Path) -> Study:
    """A mart of forty records of one scheme."""
    os.unlink(study.mart)
    with (whole / "practice.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["scheme"] == "support_scam"][:40]
    with (study.folder / "few.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    reading = Reading(MORNING.date(), frozenset())
    build(study.folder / "few.csv", study.mart, reading=reading, at=MORNING, tell=lambda _: None)
    return study


@pytest.mark.parametrize("table", ["payment_methods", "age_sex", "regions", "outcomes"])
def test_a_table_without_rows_breaks_no_page(few: Study, table: str) -> None:
    client, asked = at_work(analyst()), {"scheme": "sms_hijack", "as_of": DAY}
    assert post(client, f"{AT}drafts/", title="見出し", **asked).status_code == 302
    assert act(client, few, "save", **texts(opened(few).draft, tables=[table])).status_code == 302
    page = client.get(DRAFT)
    assert page.status_code == 200 and f"{table} の表に行がありません" in page.content.decode()
    drawn = client.get(f"{AT}figures/svg/", {**asked, "question": table, "public": "1"})
    assert drawn.status_code == 404
