"""Day, sum, way and other side of a contract stand on the papers with their words; what nobody told stays 未確認."""

import pytest
from folding import AT, bundle, pages, paper

from madoguchi.papers.blocks import pieces_of
from madoguchi.papers.case_file import case_of
from madoguchi.papers.case_sheet import case_text
from madoguchi.papers.consents import Consent, FieldName
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by

ROOF = (
    "母が10月3日に訪問販売で屋根の工事を128万円で契約し、手付金30万円を現金で払いました。会社は三次ルーフという名前です。"
    "工事は12月10日の予定です。"
)


def sheet(text: str, kind: str = "for-the-counsellor", **beside: object) -> str:
    return "".join(pieces_of(sheet_for(seen_by(kind, bundle(text, **beside), at=AT))[0]))


@pytest.mark.parametrize(
    "row",
    [
        "契約日2026年10月3日(土)「10月3日」",
        "相手の名称など話に出た名前: 三次ルーフ",
        "契約購入金額1,280,000円（128万円）「128万円」",
        "引渡時期2026年12月10日(木)「12月10日」",
        "販売購入形態訪問販売「訪問販売」",
    ],
)
def test_what_was_told_of_a_contract_stands_on_the_sheet(row):
    assert row in sheet(ROOF)


@pytest.mark.parametrize("label", ["契約日", "契約購入金額", "引渡時期", "販売購入形態"])
def test_what_nobody_told_stays_open(label):
    assert f"{label}未確認" in sheet("見積もりをもらい、困っています。契約はしていません。")


def test_the_deposit_is_paid_and_not_the_sum_of_the_contract():
    text = sheet(ROOF)
    assert "既支払額支払った額: 300,000円" in text and "契約購入金額300,000円" not in text


def test_the_sheet_is_still_one_page():
    assert pages(paper("for-the-counsellor", ROOF)) == 1


def only(*fields: FieldName) -> tuple[Consent, ...]:
    return (Consent(who="本人", to="counsellor", fields=fields, purpose="相談", how="画面", when=AT),)


def test_what_was_not_agreed_to_is_not_shown():
    text = sheet(ROOF, consents=only("words"))
    assert "128万円」" not in text.split("本人の言葉")[0] and "三次ルーフ" not in text.split("本人の言葉")[0]


def test_the_name_of_the_other_side_goes_without_the_words():
    assert "三次ルーフ" in sheet(ROOF, consents=only("counterparty"))


def test_the_case_file_tells_the_same():
    seen = seen_by("case", bundle(ROOF), at=AT)
    text = case_text(seen, case_of(seen))
    assert "契約日: 2026年10月3日(土)「10月3日」" in text and "販売購入形態: 訪問販売" in text


def test_the_condition_of_cooling_off_is_met_by_the_story():
    found = next(one for one in bundle(ROOF).answer.redress if one.id == "tokusho_cooling_off")
    assert (found.conditions[0].state, found.conditions[0].quote) == ("met", "訪問販売")
