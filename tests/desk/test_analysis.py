"""The analyst's pages: from a warning to a publication, with two people, over a mart in which nobody is."""

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from desk_under_test import stored, town
from django.test import Client, override_settings
from doors_under_test import at_work, post
from study_under_test import AT, DAY, analyst
from test_registered_files import WORDS, registered

from madoguchi.web.accounts.models import ROLES, Role
from madoguchi.web.desk.analysis import definitions, narratives
from madoguchi.web.desk.analysis.narratives import Cell
from madoguchi.web.desk.analysis.study import Study
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.permissions import RIGHTS

PAGES = ("", "behind/", "definitions/", "figures/", "drafts/")


def text(client: Client, path: str, **asked: str) -> str:
    response = client.get(AT + path, asked)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_only_an_analyst_comes_in(study: Study, role: Role, page: str) -> None:
    wanted = 200 if "analyse" in RIGHTS[role] else 403
    assert at_work(town().person(role)).get(AT + page, {"as_of": DAY}).status_code == wanted


def test_the_figures_are_those_of_the_document(study: Study) -> None:
    page = text(at_work(analyst()), "figures/", question="yearly", scheme="support_scam", as_of=DAY)
    assert "5,495" in page and "3,755" in page and "2021-12-31" in page
    assert "定義 yearly 第" in page and "経由" in page


def test_a_picture_is_of_what_may_go_out_and_says_its_numbers(study: Study) -> None:
    client, asked = at_work(analyst()), {"scheme": "support_scam", "as_of": DAY, "public": "1"}
    assert "相談件数と契約購入金額の平均の年度別推移。" in text(
        client, "figures/", question="yearly", **asked
    )
    drawn = client.get(f"{AT}figures/svg/", {"question": "yearly", **asked})
    assert drawn.status_code == 200 and b"url(#hatch)" in drawn.content
    assert client.get(f"{AT}figures/svg/", {"question": "risers", **asked}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("cp932", b"fis"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_the_same_figures_go_out_as_files_and_that_is_noted(study: Study, kind: str, begins: bytes) -> None:
    member = analyst()
    response = at_work(member).get(
        f"{AT}figures/{kind}/", {"question": "cross", "public": "1", "as_of": DAY,
                                 "scheme": "support_scam", "by1": "age_band", "by2": "payment_methods"}
    )  # fmt: skip
    assert response.status_code == 200 and response.content.startswith(begins)
    last = stored(member, AuditEntry, centre=member.centre)[-1]
    assert (last.act, last.fields) == ("export", ["figures", "cross", kind, "public"])


def test_the_warnings_stand_with_their_budget_and_what_was_near(study: Study) -> None:
    page = text(at_work(analyst()), "", as_of=DAY)
    assert "一週間に 2.0 回まで" in page and "警報にしなかった区分" in page and "登録済みと見られ" in page


def test_without_a_folder_every_page_says_how_to_give_one() -> None:
    with override_settings(ANALYSIS=None):
        for page in PAGES:
            response = at_work(analyst()).get(AT + page)
            assert response.status_code == 422 and "MADOGUCHI_ANALYSIS" in response.content.decode()


# --- what stands behind ----------------------------------------------------------------------------------


def told(study: Study) -> str:
    """Registers a case, writes its masked summary; returns the path of the page behind its scheme."""
    head = town(alone=True).person("head")
    registered(head)
    assert narratives.write_narratives(study.narratives, [head.centre]) == 1
    return "behind/"


def test_narratives_say_nobody_and_reading_them_is_noted(study: Study) -> None:
    member, path = analyst(), told(study)
    page = text(at_work(member), path)
    assert "この" in page and "件を読みました" in page
    assert not [word for word in WORDS if word in page or word.encode() in study.narratives.read_bytes()]
    assert stored(member, AuditEntry, centre=member.centre)[-1].fields == ["narratives", "any"]


def test_what_does_not_belong_is_marked_and_the_precision_follows(study: Study) -> None:
    client, path = at_work(analyst()), told(study)
    found = narratives.behind(study, Cell(), until="2026-12-31")
    keys = [line.key for line in found.lines]
    sent = {"read": keys, f"wrong-{keys[0]}": "1"}
    assert client.post(AT + path, sent).status_code == 302
    assert f"読んだ {len(keys)} 件のうち、当てはまらないもの 1 件" in text(client, path)


def test_the_interval_is_that_of_wilson() -> None:
    """By hand for 47 of 50: 0.9086, and 0.0708 on each side of it."""
    found = narratives.precision({str(at): at < 3 for at in range(50)})
    assert found == (50, 3, 94.0, 83.8, 97.9) and narratives.precision({}) is None


# --- definitions -----------------------------------------------------------------------------------------


REMOTE = {"id": "remote", "name": "遠隔操作", "scheme": "", "without": "", "until": "2026-11-20"}


def test_a_definition_is_never_changed_and_a_new_version_stands_beside_it(study: Study) -> None:
    client = at_work(analyst())
    for words in ("遠隔", "遠隔 画面"):
        assert post(client, f"{AT}definitions/", **REMOTE, words=words).status_code == 302
    files = sorted((study.folder / "definitions").iterdir())
    assert [one.name for one in files] == ["remote-v1.yaml", "remote-v2.yaml"]
    page = text(client, "definitions/")
    assert "概要に「遠隔」か「画面」があり、2026-11-20 まで" in page and "第2版" in page


@pytest.mark.parametrize(("name", "value"), [("id", "../x"), ("id", "A"), ("name", " "), ("words", "")])
def test_a_definition_that_is_none_is_refused(study: Study, name: str, value: str) -> None:
    said = {"id": "remote", "name": "遠隔", "words": ("遠隔",), name: (value,) if name == "words" else value}
    said["words"] = tuple(word for word in said["words"] if word)
    day = dt.date(2026, 11, 20)
    one = definitions.Defined(**said, version=0, until=day, saved_by="甲", saved_on=day)
    with pytest.raises(NotFit):
        definitions.save(study, one)


@pytest.mark.parametrize("page", ["definitions/", "drafts/", "drafts/1/"])
def test_a_file_that_somebody_broke_is_told_with_its_place(study: Study, page: str) -> None:
    for name in ("definitions/x-v1.yaml", "drafts/1/draft.yaml"):
        (study.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (study.folder / name).write_text("id: [", encoding="utf-8")
    response = at_work(analyst()).get(AT + page)
    assert response.status_code == 422 and ".yaml:" in response.content.decode()


def test_a_mark_that_was_cut_off_takes_no_other_with_it(study: Study) -> None:
    narratives.mark(study, Cell(), verdicts={"a" * 24: True}, who="甲", at="2026-11-24")
    with (study.folder / "marks.jsonl").open("ab") as file:
        file.write(b'{"cell": "')
    assert narratives.marked(study, Cell()) == {"a" * 24: True}


def test_a_mark_after_one_that_was_cut_off_is_kept(study: Study) -> None:
    (study.folder / "marks.jsonl").write_bytes(b'{"cell": "')
    narratives.mark(study, Cell(), verdicts={"a" * 24: True}, who="甲", at="2026-11-24")
    assert narratives.marked(study, Cell()) == {"a" * 24: True}


def test_only_what_belongs_to_the_cell_can_be_marked(study: Study) -> None:
    told(study)
    sent = {"read": ["../x", "", "a" * 24]}
    assert at_work(analyst()).post(f"{AT}behind/", sent).status_code == 302
    assert narratives.marked(study, Cell()) == {}


def test_the_precision_of_a_definition_is_of_what_it_counts(study: Study) -> None:
    client, _ = at_work(analyst()), told(study)
    day = dt.date(2026, 11, 20)
    one = {"id": "none", "name": "別", "words": ("警告画面",), "without": ("警告画面",), "until": day}
    definitions.save(study, definitions.Defined(**one, version=0, saved_by="甲", saved_on=day))
    page = text(client, "behind/", definition="none-v1")
    assert "定義「別」第1版" in page and "<b>0 件</b>" in page


def test_a_centre_that_nobody_named_stays_outside(study: Study) -> None:
    with override_settings(ANALYSIS_CENTRES=frozenset()):
        for page in PAGES:
            response = at_work(analyst()).get(AT + page)
            assert response.status_code == 422 and "MADOGUCHI_ANALYSIS_CENTRES" in response.content.decode()


def test_a_file_that_is_none_of_narratives_is_told(study: Study) -> None:
    pq.write_table(pa.table({"x": ["y"]}), study.narratives)
    response = at_work(analyst()).get(AT + "behind/")
    assert response.status_code == 422 and "概要のファイルではありません" in response.content.decode()


def test_a_picture_by_age_and_sex_names_both(study: Study) -> None:
    page = text(
        at_work(analyst()), "figures/", question="age_sex", scheme="support_scam", as_of=DAY, public="1"
    )
    assert "歳代・女性は、" in page


def test_a_mart_that_was_made_anew_is_asked_anew(study: Study, whole: Path) -> None:
    before = study.state()
    os.unlink(study.mart)
    shutil.copytree(whole / "mart", study.mart)
    assert study.state() == before
    manifest = study.mart / "mart.json"
    told = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps({**told, "built_at": "2027-01-01T00:00:00+09:00"}))
    assert study.state() != before
