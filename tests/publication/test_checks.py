"""The check list: what is red blocks, and says where, why and how to mend it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from drafts import ORIGINAL, TEXT, draft, publish, written

from madoguchi.publication.checks import LEAST_CROWD, Beside, faults_of, is_time
from madoguchi.publication.likeness import shared_words
from madoguchi.publication.live import Value, fields_of, filled, seal_of_values, typed_numbers

VALUES = {
    "yearly.2020.count": Value(5495, False),
    "yearly.2021.count": Value(3700, True),
    "yearly.2021.same_period_count": Value(3755, True),
    "regions.2020.鳥取県": Value(None, False),
    "payment_methods.2020.credit_card": Value(1018, False),
    "age_sex.2020.70s.female": Value(441, False),
    "outcomes.2020.mediation_resolved": Value(40, False),
}
ORIGINALS = {"case_1.txt": ORIGINAL}
TODAY = dt.date(2022, 2, 24)


def checks(found, *, crowd: int = LEAST_CROWD) -> set[str]:
    originals = [ORIGINALS.get(case.original) for case in found.cases]
    beside = Beside(originals, [crowd] * len(originals))
    return {one.check for one in faults_of(found, VALUES, beside=beside, today=TODAY)}


def test_a_draft_that_is_in_order_has_no_fault(tmp_path):
    assert checks(draft(tmp_path)) == set()


def test_a_case_that_is_one_of_nine_blocks_and_one_of_ten_does_not(tmp_path):
    assert checks(draft(tmp_path), crowd=9) == {"cases"} and checks(draft(tmp_path), crowd=10) == set()


@pytest.mark.parametrize(
    ("received", "good"),
    [
        ("2021-10", True),
        ("2021", True),
        ("2021-13", False),
        ("2021-1", False),
        ("21", False),
        ("2021-", False),
        ("２０２１", False),
    ],
)
def test_a_case_is_of_a_month_or_of_a_year(received, good):
    assert is_time(received) == good


@pytest.mark.parametrize(
    ("field", "value", "check"),
    [
        ("title", "あ" * 41, "length"),
        ("line", "困ったら188へ。" + "あ" * 120, "length"),
        ("short", "あ" * 401, "length"),
        ("source", " ", "source"),
        ("contact", "", "source"),
        ("tables", ["regions"], "source"),
        ("as_of", dt.date(2022, 2, 25), "as_of"),
        ("advice", ["電話をかけないでください"], "advice"),
        ("lead", "鳥取県では{regions.2020.鳥取県}件でした。", "small"),
        ("lead", "昨年は5,495件でした。", "live"),
        ("lead", "昨年は５４９５件でした。", "live"),
        ("lead", "{yearly.1999.count}件でした。", "live"),
        ("lead", "今年度は{yearly.2021.count}件です。", "partial"),
        ("numbers", {"yearly.2020.count": 5400}, "changed"),
        ("numbers", {}, "changed"),
        ("checked_by", [], "readers"),
    ],
)
def test_each_line_of_the_list_blocks(tmp_path, field, value, check):
    assert check in checks(draft(tmp_path, **{field: value}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("agreed", False),
        ("second_reader", ""),
        ("second_reader", "甲"),
        ("age_band", "73歳"),
        ("sex", "女"),
        ("received", "2021-10-03"),
        ("original", "missing.txt"),
        ("text", "画面の電話番号にかけてしまい、後で気付いた。"),
        ("text", "090-1234-5678 に電話した。"),
        ("text", "０９０−１２３４−５６７８に電話した。"),
        ("text", "口座 1234567 に送った。"),
        ("headline", "03 (1234) 5678 から電話"),
        ("text", "someone@example.jp に書いた。"),
    ],
)
def test_a_case_that_could_be_somebody_blocks(tmp_path, field, value):
    found = draft(tmp_path)
    case = msgspec.structs.replace(found.cases[0], **{field: value})
    assert checks(msgspec.structs.replace(found, cases=[case])) == {"cases"}


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("画面の電話番号にか", True),
        ("画面の電話番号に", True),
        ("画面の電話番号", False),
        ("画面の、電話 番号に", True),
        ("まったく別の話をここに書く", False),
    ],
)
def test_eight_letters_in_a_row_are_too_many(text, shared):
    assert bool(shared_words(text, ORIGINAL)) is shared


def test_a_number_is_read_from_its_cell_each_time():
    text = "{yearly.2020.count}件、{警察|けいさつ}"
    assert list(fields_of(text)) == ["yearly.2020.count"]
    assert filled(text, VALUES) == "5,495件、{警察|けいさつ}"
    assert filled(text, {"yearly.2020.count": Value(6, False)}).startswith("6件")


@pytest.mark.parametrize(
    "text", ["3 件", "３名", "七件", "数人", "十数件", "5,495件", "5万円", "１２３人", "49.2%", "6倍"]
)
def test_a_measure_that_was_typed_is_found(text):
    assert typed_numbers(f"およそ{text}でした")


@pytest.mark.parametrize("text", ["2021年度", "12月31日まで", "188に電話", "{yearly.2020.count}件"])
def test_years_days_and_telephone_numbers_are_no_measures(text):
    assert not typed_numbers(text)


def test_changed_data_re_marks_the_text_and_nothing_is_written(mart, tmp_path):
    path = written(tmp_path, TEXT.replace("count: 3700", "count: 3699"))
    done = publish(path, mart, tmp_path / "out")
    assert done.exit_code == 2 and "3,699 から 3,700 に変わりました" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [("number: 2", "number: 2\nnummer: 3", "nummer"), ("number: 2", "number: 2\nnumber: 3", "draft.yaml:2")],
)
def test_a_draft_that_cannot_be_read_names_the_line(mart, tmp_path, old, new, why):
    path = written(tmp_path, TEXT.replace(old, new, 1))
    done = publish(path, mart, tmp_path / "out")
    assert done.exit_code == 2 and why in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text", ["一人で悩まず", "1人で決めない", "一人暮らし", "188へ", "8日以内に", "二人組"]
)
def test_words_that_count_nobody_stay(text):
    assert typed_numbers(text) == []


@pytest.mark.parametrize(
    ("field", "value", "check"),
    [
        ("advice", ["北海道では3 件ありました", "188へ"], "live"),
        ("advice", ["090-1234-5678 の人に聞いてください", "188へ"], "person"),
        ("lead", "電話 090-1234-5678 の人が話しました。", "person"),
        ("published_on", TODAY + dt.timedelta(days=1), "as_of"),
    ],
)
def test_what_must_not_go_out_blocks_wherever_it_stands(tmp_path, field, value, check):
    assert check in checks(msgspec.structs.replace(draft(tmp_path), **{field: value}))


def test_who_read_other_numbers_reads_again(tmp_path):
    found = draft(tmp_path)
    for seal, wanted in ((seal_of_values(VALUES), set()), ("0" * 16, {"readers"})):
        signed = [msgspec.structs.replace(one, tables=seal) for one in found.checked_by]
        assert checks(msgspec.structs.replace(found, checked_by=signed)) == wanted


def test_a_table_without_a_row_is_told(tmp_path):
    values = {name: value for name, value in VALUES.items() if not name.startswith("outcomes.")}
    beside = Beside([ORIGINAL], [LEAST_CROWD])
    found = faults_of(draft(tmp_path), values, beside=beside, today=TODAY)
    assert ["outcomes の表に行がありません" in one.why for one in found] == [True]
