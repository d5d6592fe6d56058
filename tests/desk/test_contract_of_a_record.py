"""The day of a contract and what it was for: drafted from the memo with the words behind them, kept, and handed on."""

import datetime as dt

import pytest
from desk_under_test import MORNING, case_of, case_row, memo_of, sent, town
from doors_under_test import at_work
from test_pages import hidden, text

from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.codes_given import CodeNotKnown, Codes
from madoguchi.web.desk.drafting import draft_of
from madoguchi.web.desk.goods_named import goods_in
from madoguchi.web.desk.hearing import heard_in
from madoguchi.web.desk.proposals import proposals_of

MEMO = "母から。訪問販売の人が来た。2026年11月10日に羽毛布団を30万円で契約した。"
NAMED = {
    "11月15日、自宅に来た業者と屋根の修理を契約しました。金額は120万円。": "屋根の修理",
    "先週、電話勧誘で浄水器のレンタルを申し込んだ。契約日は11月16日。": "浄水器のレンタル",
    "母(78)が健康食品の定期購入を申し込んだ。契約したのは10月3日、4980円。": "健康食品の定期購入",
    "契約日:2026年11月1日。商品:太陽光パネル一式。契約金額150万円。": "太陽光パネル一式",
    "10月20日に通信販売でダイエットサプリを注文した。": "ダイエットサプリ",
    "エステに入会して契約書にサイン。11月2日、24万円。": "エステ",
    "昨日20万円の羽毛布団を購入した。訪問販売。": "羽毛布団",
    "シロアリ駆除をしてもらい、その場で契約した。18万円": "シロアリ駆除",
    "訪問販売で着物を買った。契約は9月9日。": "着物",
    "リース契約をした。電話機のリースの契約は11月1日。": "電話機のリース",
    "インターネット回線の契約を電話勧誘で申し込んだ。11月3日。": "インターネット回線",
    "外壁塗装の契約をしました。契約日は11月8日、契約金額は98万円です。": "外壁塗装",
}
NOT_NAMED = [
    "",
    "布団を勧められたが契約していない。",
    "屋根の点検に来ると電話があった。断った。",
    "警告画面が出てアップルカードを買わされた。",
    "11月3日に契約した。契約金額は20万円。",
    "契約書を受け取った。契約は11月3日。",
]


@pytest.mark.parametrize("memo", NAMED)
def test_what_was_bought_is_named_as_the_memo_names_it(memo: str) -> None:
    found = goods_in(heard_in(memo, at=MORNING))
    assert found and found[0] == NAMED[memo] and found[0] in memo[slice(*found[1])]


@pytest.mark.parametrize("memo", NOT_NAMED)
def test_where_nobody_names_it_nothing_is_drafted(memo: str) -> None:
    assert goods_in(heard_in(memo, at=MORNING)) is None


def test_the_day_is_proposed_with_its_words_and_the_goods_are_drafted_with_their_sentence() -> None:
    heard = heard_in(MEMO, at=MORNING)
    days = [one for one in proposals_of(heard) if one.field == "contracted_on"]
    assert [(one.value, one.quote) for one in days] == [("2026-11-10", "2026年11月10日")]
    goods = draft_of(heard).goods
    assert goods and goods.text == "羽毛布団"
    assert MEMO[slice(*goods.spans[0])] == "2026年11月10日に羽毛布団を30万円で契約した"


def test_a_month_alone_is_no_day() -> None:
    heard = heard_in("先月、布団を30万円で契約した。訪問販売。", at=MORNING)
    assert not [one for one in proposals_of(heard) if one.field == "contracted_on"]


def test_the_page_of_the_record_shows_both_with_the_words() -> None:
    member = town().person("counsellor")
    page = text(at_work(member).get(f"/desk/cases/{case_of(member, MEMO)}/record/"))
    assert "契約年月日: 2026年11月10日" in page and 'value="羽毛布団"' in page
    assert "<q>2026年11月10日に羽毛布団を30万円で契約した</q>" in page


def test_what_is_typed_on_the_page_is_kept() -> None:
    member = town().person("counsellor")
    case_id = case_of(member, MEMO)
    client, place = at_work(member), f"/desk/cases/{case_id}/record/"
    typed = {"contracted_on": "2026-11-09", "goods": "羽毛布団（ダブル）"}
    client.post(place, {**hidden(text(client.get(place))), **typed})
    whole = readings.read_case(member, case_id, at=MORNING)
    assert (whole.case.contracted_on, whole.texts["goods"]) == (dt.date(2026, 11, 9), typed["goods"])
    assert 'value="2026-11-09"' in text(client.get(place))


def test_taking_the_proposal_sets_the_day() -> None:
    member = town().person("counsellor")
    case_id = case_of(member, MEMO)
    client = at_work(member)
    page = text(client.get(f"/desk/cases/{case_id}/record/"))
    form = {**hidden(page), "answer": "taken:contracted_on=2026-11-10"}
    assert client.post(f"/desk/cases/{case_id}/take/", form).status_code == 302
    assert case_row(member, case_id).contracted_on == dt.date(2026, 11, 10)
    assert memo_of(member, case_id) == MEMO


@pytest.mark.parametrize("day", [dt.date(26, 11, 10), dt.date(2925, 1, 1)])
def test_a_day_of_another_age_is_refused(day: dt.date) -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    with pytest.raises(CodeNotKnown, match="西暦"):
        cases.set_codes(
            member, sent(), case_id, Codes(contracted_on=day), version=case_row(member, case_id).version
        )


def test_both_stand_on_the_page_for_approval_and_the_name_is_a_text_to_copy_not_a_code() -> None:
    member = town().person("head")
    case_id = case_of(member, MEMO)
    codes = Codes(contracted_on=dt.date(2026, 11, 10))
    version = case_row(member, case_id).version
    cases.keep_record(member, sent(), case_id, codes, {"goods": "羽毛布団"}, version=version)
    page = text(at_work(member).get(f"/desk/cases/{case_id}/approval/"))
    assert "羽毛布団" in page and "2026年11月10日（令和8年）火曜日" in page
    lines = text(at_work(member).get(f"/desk/cases/{case_id}/register/"))
    assert lines.count('<dd class="kept">羽毛布団</dd>') == 1 and "<dd>羽毛布団</dd>" not in lines
