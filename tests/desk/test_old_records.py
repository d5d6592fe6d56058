"""Old cases out of a CSV file: each line is told, nothing comes in twice, what cannot be read is never guessed."""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk_under_test import MORNING, stored, town
from django.db.models import Model

from madoguchi.cli import main
from madoguchi.web.desk import readings
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Case, CaseKey, CaseText, Counterpart, OldNumber, Party, Registered
from madoguchi.web.desk.old_records.columns import code_of, day_in, mapped_in, named_in
from madoguchi.web.desk.old_records.importing import Told, brought, report_beside
from madoguchi.web.desk.old_records.reading import FileNotFit
from madoguchi.web.desk.search.similar import similar
from madoguchi.web.public.clock import now

COLUMNS = """
columns:
  number: 受付番号
  received_on: 受付日
  closed_on: 終了日
  registered_on: 登録日
  kind: 区分
  scheme: 手口
  payment_methods: 支払
  paid_amount: 既払額
  summary: [相談内容]
  memo: [備考]
  consumer: {name: 氏名, age_band: 年代}
  counterparts: {phone: 相手電話}
values:
  scheme: {サポート詐欺: support_scam}
  payment_methods: {プリペイド: prepaid_emoney}
"""
HEAD = "受付番号,受付日,終了日,登録日,区分,手口,支払,既払額,相談内容,備考,氏名,年代,相手電話"
WHOLE = (
    "31-7,平成31年4月2日,2019/4/9,H31.4.10,苦情,サポート詐欺,プリペイド、現金,3万5千円,"
    '"警告画面が出て\n電話した",折り返し済,試験 ウメ,70代,050-1111-2222'
)
BARE = "31-8,2019-04-03,,,,,,,,,,,"
GAPS = "31-9,20190404,2019/4/1,,注文,サポート詐欺,小切手,たくさん,画面の警告,,,不詳,"


@dataclass(frozen=True)
class Files:
    """A file of old records, its mapping, and who brings it over."""

    path: Path
    columns: Path
    member: Member

    def told(self, *, write: bool = True) -> tuple[Told, ...]:
        return brought(self.path, self.columns, member=self.member, at=now(), write=write).rows

    def results(self, *, write: bool = True) -> list[str]:
        return [one.result for one in self.told(write=write)]

    def case(self, number: str) -> readings.WholeCase:
        return readings.read_case(self.member, readings.find_number(self.member, number, at=now()), at=now())

    def run(self, *more: str) -> tuple[int, str]:
        words = ("--centre", self.member.centre.code, "--columns", str(self.columns), *more)
        done = CliRunner().invoke(main, ["desk", "import-old", str(self.path), *words])
        return done.exit_code, done.output


def files(at: Path, *lines: str, encoding: str = "utf-8-sig", head: str = HEAD) -> Files:
    path, columns = at / "soudan.csv", at / "retsu.yaml"
    path.write_bytes("\r\n".join((head, *lines, "")).encode(encoding))
    columns.write_text(COLUMNS, encoding="utf-8")
    return Files(path, columns, town().person("head"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_a_whole_line_becomes_a_case_in_any_of_the_usual_writings(tmp_path: Path, encoding: str) -> None:
    found = files(tmp_path, WHOLE, encoding=encoding)
    assert found.results() == ["taken"]
    case, texts = found.case("31-7").case, found.case("31-7").texts
    assert (case.received_on, case.closed_on) == (dt.date(2019, 4, 2), dt.date(2019, 4, 9))
    assert (case.kind, case.scheme, case.paid_amount) == ("complaint", "support_scam", 35_000)
    assert case.payment_methods == ["prepaid_emoney", "cash"] and case.state == "closed"
    assert texts == {"summary": "警告画面が出て\n電話した", "memo": "折り返し済"}


def test_who_it_was_and_the_other_side_come_along_sealed(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE)
    found.told()
    whole = found.case("31-7")
    party, identity = whole.parties["consumer"]
    assert (party.age_band, identity.name) == ("70s", "試験 ウメ")
    assert whole.counterparts == (("phone", "050-1111-2222"),)


def test_what_nobody_wrote_down_is_unknown_and_no_gap(tmp_path: Path) -> None:
    found = files(tmp_path, BARE)
    assert found.told()[0].why == "" and found.results() == ["there"]
    case = found.case("31-8").case
    assert (case.kind, case.paid_amount, case.closed_on, case.payment_methods) == ("", None, None, [])


def test_what_cannot_be_read_is_a_gap_that_is_told_and_stays_in_the_memo(tmp_path: Path) -> None:
    found = files(tmp_path, GAPS)
    told = found.told()[0]
    assert told.result == "with_gaps"
    assert [column for column in ("終了日", "区分", "支払", "既払額", "年代") if column not in told.why] == []
    assert "たくさん" not in told.why and "既払額: たくさん" in found.case("31-9").texts["memo"]
    assert found.case("31-9").case.paid_amount is None


@pytest.mark.parametrize(
    ("said", "method", "gap"), [("", "", False), ("狼煙", "", True), ("来所", "visit", False)]
)
def test_how_it_came_is_unknown_where_nobody_wrote_it_down(
    tmp_path: Path, said: str, method: str, gap: bool
) -> None:
    found = files(tmp_path, f"{BARE},{said}", head=f"{HEAD},受付方法")
    found.columns.write_text(COLUMNS.replace("kind:", "method: 受付方法\n  kind:"), encoding="utf-8")
    assert ("受付方法" in found.told()[0].why, found.case("31-8").case.method) == (gap, method)


@pytest.mark.parametrize(
    ("said", "code", "gap"), [("22461", "22461", False), ("２２４６１", "22461", False), ("静岡県", "", True)]
)
def test_the_number_of_a_town_is_one_in_any_width_or_a_gap(
    tmp_path: Path, said: str, code: str, gap: bool
) -> None:
    found = files(tmp_path, f"{WHOLE},{said}", head=f"{HEAD},市町村")
    named = COLUMNS.replace("age_band: 年代", "age_band: 年代, municipality_code: 市町村")
    found.columns.write_text(named, encoding="utf-8")
    told = found.told()[0]
    party, _ = found.case("31-7").parties["consumer"]
    assert (party.municipality_code, "市町村" in told.why) == (code, gap)


def test_without_a_column_for_it_how_it_came_is_unknown(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE)
    found.told()
    assert found.case("31-7").case.method == ""


def test_what_was_registered_before_stays_registered(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE, BARE)
    found.told()
    rows = stored(found.member, Registered, centre=found.member.centre)
    assert [(row.registered_on, row.record["age_band"]) for row in rows] == [(dt.date(2019, 4, 10), "70s")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",2019-04-03,,,,,,,,,,,", "番号がない"),
        ("9,いつか,,,,,,,,,,,", "日付として読めません"),
        ("9,4月3日,,,,,,,,,,,", "日付として読めません"),
        ("9,2019/2/30,,,,,,,,,,,", "日付として読めません"),
        ("9,2099/4/3,,,,,,,,,,,", "日付として読めません"),
        ("9,2019-04-03,,", "列の数が違います"),
        ('9,2019-04-03,,,,,,,"閉じない,,,,,', "引用符"),
        (f"9,2019-04-03,,,,,,,{'あ' * 20_001},,,,", "20,000 文字"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(tmp_path: Path, line: str, why: str) -> None:
    found = files(tmp_path, BARE, line)
    told = found.told()
    assert [one.result for one in told] == ["taken", "refused"]
    assert told[1].line == 3 and why in told[1].why


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    assert [one.line for one in files(tmp_path, WHOLE, "", BARE).told(write=False)] == [2, 5]


def test_a_trial_brings_nothing_over_and_says_the_same(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE, BARE, GAPS, WHOLE)
    assert found.results(write=False) == found.results() == ["taken", "taken", "with_gaps", "refused"]


def test_a_second_time_nothing_comes_in_twice(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE, BARE)
    found.told()
    assert found.results() == ["there", "there"]
    assert len(stored(found.member, Case, centre=found.member.centre)) == 2


@pytest.mark.parametrize("wide", ["３１－７", "31ー7", "31−7"])
def test_a_number_in_another_width_is_the_same_number(tmp_path: Path, wide: str) -> None:
    again = WHOLE.replace("31-7", wide)
    found = files(tmp_path, WHOLE, again)
    assert found.results() == ["taken", "refused"] and "2 行目にも" in found.told(write=False)[1].why
    found.path.write_text(f"{HEAD}\n{again}\n", encoding="utf-8")
    assert found.results() == ["there"]


def test_what_was_stopped_in_the_middle_goes_on(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE)
    found.told()
    found.path.write_text(f"{HEAD}\n{WHOLE}\n{BARE}\n", encoding="utf-8")
    assert found.results() == ["there", "taken"]


def test_another_centre_may_have_the_same_number(tmp_path: Path) -> None:
    first = files(tmp_path, WHOLE)
    first.told()
    assert files(tmp_path, WHOLE).results() == ["taken"]


def test_the_search_finds_it_and_says_that_it_is_old(tmp_path: Path) -> None:
    found = files(
        tmp_path, WHOLE.replace("平成31年4月2日", "2026/11/1").replace("2019/4/9", "").replace("H31.4.10", "")
    )
    found.told()
    hit = similar(found.member, "警告画面に電話した", at=now()).hits[0]
    assert hit.old and hit.age_mark.startswith("古い相談（前の記録から。2026年11月）")


def test_each_case_is_one_entry_of_the_log(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE, BARE)
    found.told()
    rows = stored(found.member, AuditEntry, centre=found.member.centre)
    assert [(row.act, row.actor) for row in rows] == [("open_case", found.member.staff.pk)] * 2
    assert "from_old_records" in rows[0].fields and "試験 ウメ" not in str([row.fields for row in rows])


def whole_row(row: Model) -> str:
    """Every column of a row, bytes as they would be read in a file."""
    return " ".join(
        bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
        for value in vars(row).values()
    )


def test_no_word_of_the_records_lies_open(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE)
    found.told()
    case = stored(found.member, OldNumber, number="31-7", centre=found.member.centre)[0].case_id
    sealed = (CaseText, Party, Counterpart, CaseKey, Registered)
    rows = [row for model in sealed for row in stored(found.member, model, case=case)]
    rows += [*stored(found.member, Case, pk=case), *stored(found.member, AuditEntry, on=case)]
    words = ("警告", "折り返し", "ウメ", "1111-2222", "11112222")
    assert [word for word in words for row in rows if word in whole_row(row)] == []
    assert {type(row) for row in rows} >= {CaseText, Party, Counterpart, Registered, Case, AuditEntry}


@pytest.mark.parametrize("head", ["受付番号,受付日", HEAD.replace("終了日", "受付日"), ""])
def test_a_file_without_the_columns_is_refused_before_anything(tmp_path: Path, head: str) -> None:
    with pytest.raises(FileNotFit, match="列"):
        files(tmp_path, WHOLE, head=head).told()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFit, match="UTF-16"):
        files(tmp_path, WHOLE, encoding="utf-16").told()


def test_a_mapping_to_a_code_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE)
    found.columns.write_text(COLUMNS.replace("support_scam", "nothing"), encoding="utf-8")
    with pytest.raises(FileNotFit, match="サポート詐欺: nothing"):
        found.told()


def test_the_command_tries_first_and_writes_what_became_of_each_line(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE, GAPS, "=1+1,いつか,,,,,,,,,,,")
    code, said = found.run()
    assert code == 0 and "まだ何も入れていません" in said and "欠けたまま取りこみ: 1" in said
    report = (tmp_path / "soudan-取りこみの試し.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(report.splitlines()))
    assert [row[2] for row in rows[1:]] == ["取りこみ", "欠けたまま取りこみ", "取りこめません"]
    assert rows[3][:2] == ["5", "'=1+1"] and stored(found.member, Case, centre=found.member.centre) == []


def test_no_cell_of_the_report_is_a_formula_or_a_sentence(tmp_path: Path) -> None:
    signs, told = "=+-@＝＋－＠", "試験ウメさんから090-1111-2222に電話があった"
    found = files(tmp_path, *(f"{one}1+1,いつか,,,,,,,,,,," for one in signs), f"{told},いつか,,,,,,,,,,,")
    report = report_beside(
        found.path, brought(found.path, found.columns, member=found.member, at=now(), write=False)
    )
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert [row[1] for row in rows] == [*(f"'{one}1+1" for one in signs), "（番号ではありません）"]
    assert "ウメ" not in report.read_text(encoding="utf-8-sig")


def test_the_command_brings_over_when_it_is_told_so(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE)
    code, _said = found.run("--write")
    assert code == 0 and found.case("31-7").case.number == "K31-7" and found.case("K31-7")
    assert (tmp_path / "soudan-取りこみの結果.csv").exists()


def test_the_command_asks_in_whose_name_where_nobody_is_the_only_head(tmp_path: Path) -> None:
    found = files(tmp_path, WHOLE)
    place = found.member.centre
    type(found.member.staff).objects.filter(pk=found.member.staff.pk).update(is_active=False)
    code, said = found.run("--write")
    assert code == 2 and f"--by ログイン名 で書いてください（{place.code}" in said


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2019/3/5", (2019, 3, 5)),
        ("２０１９年３月５日", (2019, 3, 5)),
        ("2019.03.05", (2019, 3, 5)),
        ("令和元年5月7日", (2019, 5, 7)),
        ("R1.5.7", (2019, 5, 7)),
        ("昭和64年1月7日", (1989, 1, 7)),
        ("2019/3/5 10:30", (2019, 3, 5)),
        ("2024/2/29", (2024, 2, 29)),
    ],
)
def test_days_are_read_as_offices_write_them(said: str, day: tuple[int, int, int]) -> None:
    assert day_in(said, today=MORNING.date()) == dt.date(*day)


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ("67", "60s"),
        ("67歳", "60s"),
        ("６０歳代", "60s"),
        ("10代", "under_20"),
        ("93", "90s_up"),
        ("121", None),
        ("高齢", None),
    ],
)
def test_ages_become_bands(said: str, band: str | None) -> None:
    assert code_of("age_band", said, meanings={}) == band


def test_the_mapping_that_the_guide_shows_is_one() -> None:
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "old_cases.yaml"
    assert len(list(named_in(mapped_in(guide).columns))) > 20
