"""Until when a notice may end a contract: worked out from the days told, always as a condition, never as a right."""

import datetime as dt
import time

import pytest

from madoguchi import Consultation, consult
from madoguchi.contract_goods import things_of
from madoguchi.hours import TOKYO
from madoguchi.knowledge import load
from madoguchi.terms import Withdrawal

AT = dt.datetime(2026, 11, 22, 10, 0, tzinfo=TOKYO)
ROOF = "11月18日に業者が突然家に来て、屋根の工事を120万円で契約しました。"
NOTICE, STOP, OVER = "cooling_off_notice", "contract_stop_the_work", "cooling_off_days_over"


def told(text: str) -> Consultation:
    return consult(text, at=AT)


def term(text: str) -> Withdrawal:
    (only,) = told(text).withdrawals
    return only


def steps(text: str) -> list[str]:
    return [step.id for step in told(text).plan.steps]


@pytest.mark.parametrize(
    ("text", "last", "state"),
    [
        (f"{ROOF}契約書はその場でもらいました。", "11-25", "open"),
        (f"{ROOF}契約書は11月20日に届きました。", "11-27", "open"),
        (
            "11月18日に電話で勧められて、健康食品を申し込みました。11月20日に書面が届きました。",
            "11-27",
            "open",
        ),
        ("11月8日に、人を紹介すると報酬がもらえる会員になる契約をしました。", "11-27", "open"),
        ("11月15日に業者が来て、金の指輪を安く買い取られました。", "11-22", "open"),
        ("11月14日に業者が来て、金の指輪を安く買い取られました。", "11-21", "passed"),
        ("十月三日に訪問販売で布団を契約しました。書類は同じ日にもらいました。", "10-10", "passed"),
        ("脱毛の契約を11月20日にしました。3年のコースです。", "11-27", "open"),
        ("A man came to my house and I signed a contract on November 18.", "11-25", "open"),
    ],
)
def test_the_last_day_counts_the_day_of_the_papers(text: str, last: str, state: str) -> None:
    found = term(text)
    assert (f"{found.last:%m-%d}", found.state) == (last, state)


def test_without_papers_no_day_is_counted() -> None:
    found = term(f"{ROOF}書面は何ももらっていません。")
    assert (found.last, found.state) == (None, "not_begun") and "始まっていないことがあります" in found.text


def test_without_a_day_the_way_of_counting_is_told() -> None:
    assert term("訪問販売で布団を契約しました。いつだったか分かりません。").state == "day_not_known"


@pytest.mark.parametrize(
    "text",
    [
        "11月20日にネット通販で靴を注文しましたが届きません。",
        "まだ契約していません。明日、訪問販売の人が屋根の見積もりを持って来ます。",
        "訪問販売の業者に断りました。契約はしていません。",
        "屋根の点検をしますという業者から電話がありました。",
    ],
)
def test_no_period_where_no_such_contract_is_told(text: str) -> None:
    assert told(text).withdrawals == ()


def test_every_sentence_is_a_condition() -> None:
    for text in (ROOF, f"{ROOF}書面はもらっていません。", "10月3日に訪問販売で布団を契約しました。"):
        assert "当たる場合" in term(text).text and "できます。" not in term(text).text


def test_the_plan_sends_the_notice_and_stops_the_work() -> None:
    assert {NOTICE, STOP} <= set(steps(ROOF)) and OVER not in steps(ROOF)


def test_what_may_remain_is_told_when_the_days_are_over() -> None:
    late = "10月3日に訪問販売で屋根の工事を契約しました。契約書は10月3日に受け取りました。"
    assert OVER in steps(late) and NOTICE not in steps(late)


def test_the_step_and_the_money_page_say_the_day() -> None:
    answer = told(f"{ROOF}契約書はその場でもらいました。")
    (step,) = [one for one in answer.plan.steps if one.id == NOTICE]
    (rule,) = [one for one in answer.redress if one.id == "tokusho_cooling_off"]
    assert "2026年11月25日（水）" in (step.before or "") and "2026年11月25日（水）" in (rule.deadline or "")


def test_nobody_is_told_to_wait_while_days_run() -> None:
    assert "confirm_another_way" not in steps(
        "11月17日、路上で声をかけられて営業所に連れて行かれ、絵画を契約しました。"
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (ROOF, ["契約の書面を受け取った日"]),
        (f"{ROOF}契約書はその場でもらいました。", []),
        (
            "屋根の工事を契約しました。",
            ["契約の結び方（訪問、電話、店、ネット）", "契約の書面を受け取った日"],
        ),
    ],
)
def test_what_was_told_is_not_called_unknown(text: str, lines: list[str]) -> None:
    assert [line for line in told(text).not_known if line.startswith("契約の")] == lines


def test_how_it_came_about_is_not_asked_when_told() -> None:
    assert "contract_place" not in [one.id for one in told(ROOF).questions]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        (ROOF, ["屋根の工事"]),
        ("訪問販売で羽毛布団2枚と敷布団1枚を契約しました。", ["羽毛布団2枚", "敷布団1枚"]),
        ("脱毛サロンで全身脱毛の1年コースを契約しました。", ["全身脱毛の1年コース"]),
        ("業者が来て、母の金のブローチを安く買い取られました。", ["金のブローチ"]),
    ],
)
def test_what_a_contract_was_for(text: str, things: list[str]) -> None:
    assert [one.quote for one in told(text).situation.contract.things] == things


@pytest.mark.parametrize("days", [period.days for rule in load().redress.values() for period in rule.periods])
def test_periods_are_those_of_the_law(days: int) -> None:
    assert days in (8, 20)


QUILT = "11月1日に訪問販売で布団を契約しました。"
ROOF_14 = "訪問販売で11月14日に屋根工事の契約をしました。"


def standing(text: str, day: int) -> tuple[str, str | None, str | None]:
    (one,) = consult(text, at=AT.replace(day=day)).withdrawals
    last, latest = (f"{date:%m-%d}" if date else None for date in (one.last, one.last_at_latest))
    return one.state, last, latest


@pytest.mark.parametrize(
    "beside",
    [
        "11月1日に見積書の控えをもらいました。",
        "11月1日に点検の書類をもらいました。",
        "11月1日に来て書類を渡してきました。契約書はその場でもらいました。",
        "11月3日に領収書の紙が届きました。",
        "10月5日に別の工事の契約書をもらいました。",
    ],
)
def test_an_estimate_is_no_paper_of_the_contract(beside: str) -> None:
    assert standing(ROOF_14 + beside, 15) == ("open", "11-21", None)


@pytest.mark.parametrize(
    "papers",
    [
        "契約書は11月3日に届くと言われましたが、まだ届きません。",
        "契約書は11月3日に届くはずが届かず、いまも来ていません。",
        "契約書は渡されず、口約束だけでした。",
        "領収書は11月3日に届きましたが、契約書はまだです。",
        "布団は11月3日に届きましたが、契約書は届いていません。",
        "契約書はまだ来ていません。11月20日に届くそうです。",
    ],
)
def test_papers_that_did_not_come_begin_nothing(papers: str) -> None:
    assert standing(QUILT + papers, 15) == ("not_begun", None, None)


@pytest.mark.parametrize(
    "papers",
    [
        "契約書が来たのは11月12日ですが読めませんでした。",
        "11月12日に契約書が来たが読めなかった。",
        "契約書は11月3日に来るはずが来ず、11月12日に届きました。",
        "契約書は11月5日には受け取れず、11月12日に届きました。",
        "契約書がなかなか届かず、やっと11月12日に届きました。",
        "契約書はまだでした。11月12日に届きました。",
    ],
)
def test_the_day_on_which_they_came_counts_and_no_promised_one(papers: str) -> None:
    assert standing(QUILT + papers, 15) == ("open", "11-19", None)


@pytest.mark.parametrize(
    "papers", ["契約書は後日郵送と言われた。", "契約書をもらいました。", "書面はいつ届いたか覚えていません。"]
)
def test_papers_without_a_day_are_never_over(papers: str) -> None:
    assert standing(QUILT + papers, 15) == ("day_not_known", None, None)
    assert standing(QUILT + papers, 5) == ("open", "11-08", None)


@pytest.mark.parametrize(
    ("papers", "day", "stands"),
    [
        ("契約書は10日くらい前に届きました。", 21, ("open", "11-15", "11-21")),
        ("契約書は11月10日頃届きました。", 20, ("open", "11-14", "11-20")),
        ("契約書は11月10日頃届きました。", 21, ("passed", "11-14", "11-20")),
        ("契約書はたしか11月13日に届きました。", 21, ("open", "11-17", "11-23")),
        ("申込書の控えは11月9日に、契約書は11月12日に届きました。", 17, ("open", "11-16", "11-19")),
        ("契約書は先週届きました。", 15, ("open", "11-09", "11-15")),
    ],
)
def test_a_day_told_only_about_has_two_ends(papers: str, day: int, stands: tuple[str, str, str]) -> None:
    assert standing(QUILT + papers, day) == stands


def test_both_ends_are_said() -> None:
    (one,) = consult(QUILT + "契約書は10日くらい前に届きました。", at=AT.replace(day=21)).withdrawals
    assert "11月8日（日）なら2026年11月15日（日）まで" in one.text
    assert "11月14日（土）なら2026年11月21日（土）まで" in one.text


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("屋根の葺き替え工事を契約しました。", ["屋根の葺き替え工事"]),
        ("娘の車を買って、その後11月14日に訪問販売で屋根工事を契約しました。", ["屋根工事"]),
        ("隣の家は外壁塗装を頼みました。訪問販売で屋根工事を契約しました。", ["屋根工事"]),
        ("近所の人も布団を買ったそうです。訪問販売でマットレスを契約しました。", ["マットレス"]),
    ],
)
def test_what_stands_beside_a_contract_is_not_what_it_was_for(text: str, things: list[str]) -> None:
    assert [one.quote for one in told(text).situation.contract.things] == things


def test_a_text_full_of_goods_is_read_in_little_time() -> None:
    text = "契約しました、" + "と".join(f"屋根{number}" for number in range(25_000))
    before = time.process_time()
    assert len(list(things_of([(0, 2)], beside=(), text=text))) <= 200
    assert time.process_time() - before < 10


@pytest.mark.parametrize(
    "text", ["屋根の工事です。契約は昨日です。", "大阪ガスかと思ってハンコを押したら、違う会社でした。"]
)
def test_who_made_a_contract_is_not_told_to_decide_later(text: str) -> None:
    assert not {"consumer_do_not_decide_now", "ask_188_if_unsure"} & set(steps(text))


@pytest.mark.parametrize(
    "text",
    [
        "床下の点検で来た業者に、換気扇30万円をお願いしました。",
        "屋根が壊れていると言われて180万円の工事を頼みました。おととい",
        "浄水器を付けられました。19万円です。",
    ],
)
def test_who_answers_that_it_was_decided_at_home_reads_of_the_notice_and_stops_the_work(text: str) -> None:
    answer = consult(text, at=AT, answers={"contract_place": "came_home"})
    assert "contract_stop_the_work" in [step.id for step in answer.plan.steps]
    assert answer.withdrawals[0].days == 8 and "場合" in answer.withdrawals[0].text
