"""The ten steps of the daughter's evening, without JavaScript: one test a step."""

import json
import re

import pytest
from site_under_test import TOLD, Visitor, found, reviewed, told

from madoguchi.web.readers import READERS


def test_step_1_the_first_instruction_stands_before_anything_else() -> None:
    text = Visitor().text
    assert text.index("切ってだいじょうぶです") < text.index("起きたことを話す")


def test_step_2_whom_it_is_about_changes_the_words() -> None:
    assert "お母さまのせいでは ありません" in found().text


def test_step_3_a_card_number_is_masked_before_anybody_sees_it() -> None:
    page = told("カードの番号 4111 1111 1111 1111 を画面に入れてしまった")
    assert "4111" not in page.html and "**** **** **** ****" in page.html


def test_step_4_every_question_can_be_left_open() -> None:
    page = told()
    assert "わからない" in page.text and "なぜ聞くか" in page.text


def test_step_4_what_the_text_answers_is_not_asked() -> None:
    assert "いま、相手と電話がつながっていますか" not in told().text


def test_step_5_the_amount_is_understood_and_shown_both_ways() -> None:
    page = reviewed()
    assert "35,000円 × 2 = 70,000円（7万円）" in page.text


def answers_shown(page: Visitor) -> list[str]:
    """What the page says beside each question that was put."""
    return re.findall(r"<dd>([^<]*)</dd><dd><button class=\"plain\" name=\"change\"", page.html)


def test_step_5_who_answered_that_they_do_not_know_is_told_so() -> None:
    assert answers_shown(reviewed()) == ["わからない", "わからない"]


def test_step_5_a_question_that_was_put_and_not_answered_says_so() -> None:
    page = reviewed()
    walk = json.loads(page.page.forms[0].values["walk"])
    assert walk["answers"].pop("code_used_yet") == "unknown"
    in_english = page.press("English", walk=json.dumps(walk), go="review")
    again = in_english.press("日本語", walk=json.dumps(walk), go="review")
    assert answers_shown(again) == ["答えていません", "わからない"]


def test_step_5_who_does_not_know_whether_a_line_is_open_is_told_to_hang_up() -> None:
    page = told("母が画面の番号に電話して、カードを買って番号を言ってしまった。またもう1枚と言われている。")
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    assert 'id="step-hang_up_if_connected"' in page.press("この内容で 見る").press("いま することを見る").html


def test_step_5_an_answer_can_be_changed_and_comes_back_here() -> None:
    page = reviewed().press("変更: 電子マネー").press("つぎへ", choice="used")
    assert "使われた" in page.text and "確認" in page.text


def test_step_6_every_reason_quotes_the_persons_words() -> None:
    page = found()
    assert "サポート詐欺" in page.text and "<mark>画面に出ていた番号に電話した<sup>" in page.html


def test_step_7_the_steps_come_by_the_day_on_which_they_can_be_done() -> None:
    groups = found().press("いま することを見る").groups()
    assert [*groups] == ["いますぐ", "今夜", "あした 11月22日（日）", "11月24日（火）", "そのあとで"]


def test_step_7_a_step_can_be_ticked() -> None:
    page = found().press("いま することを見る").press("やった")
    assert "1個 やった" in page.text


def test_step_8_money_comes_with_conditions_and_the_second_swindle() -> None:
    text = found().press("いま することを見る").press("お金のこと").text
    assert "70,000円（7万円）" in text and "「お金を取り戻します」に注意" in text


def kept() -> Visitor:
    return found().press("紙にする").press("続ける（番号を出す）")


def number_of(page: Visitor) -> str:
    return page.html.split('class="number">')[1].split("<")[0]


def test_step_9_a_number_of_four_groups_is_given() -> None:
    assert [len(group) for group in number_of(kept()).split("-")] == [4, 4, 4, 4]


def test_step_10_another_device_goes_on_where_it_was_left() -> None:
    ticked = kept().press("すること").press("やった")
    page = Visitor("/again/").press("続きを見る", number=number_of(kept_by(ticked)).lower())
    assert "1個 やった" in page.text


def kept_by(page: Visitor) -> Visitor:
    return page.press("紙にする")


def test_step_10_what_changed_is_added_and_read() -> None:
    page = (
        found()
        .press("変わったことを足す")
        .press("つぎへ", added="日曜に188に電話した。銀行にも止めてもらった")
    )
    assert page.response.status_code == 200


def test_step_10_deleting_works_at_once() -> None:
    page = kept()
    number = number_of(page)
    gone = page.press("ぜんぶ消す")
    assert gone.response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "見つかりません" in Visitor("/again/").press("続きを見る", number=number).text


def test_the_whole_story_travels_unchanged() -> None:
    assert (
        TOLD.strip().splitlines()[0]
        in found().press("いま することを見る").press("変わったことを足す").page.forms[0].values["walk"]
    )


def test_a_page_reads_its_story_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    true = READERS.read
    monkeypatch.setattr(
        READERS, "read", lambda story, **more: asked.append(story.text) or true(story, **more)
    )
    told()
    assert asked.count(TOLD.strip()) == 1


def test_what_was_paid_is_no_risk_that_is_still_to_come() -> None:
    text = found("遠隔操作をされました。コンビニで35,000円を2枚買いました。").press("お金のこと").text
    before, after = text.split("さらに出るおそれ")
    assert "70,000円" in before and "70,000円" not in after and "遠隔操作された端末" in after


def test_where_nothing_more_can_go_no_risk_is_named() -> None:
    assert "さらに出るおそれ" not in found("コンビニで35,000円を2枚買いました。").press("お金のこと").text


SECURITIES = "父の証券口座の株が知らないうちに全部売られていました。証券会社からのメールのリンクでパスワードを入れたそうです。"


def test_rules_of_one_name_say_which_firms_they_are_for() -> None:
    page = found(SECURITIES).press("お金のこと")
    titles = re.findall(r"<h3>(.*?)</h3>", page.html)
    assert "証券会社が発表した補償の方針" not in titles and any("マネックス証券" in title for title in titles)


def test_the_rule_of_which_something_is_met_comes_first() -> None:
    first, last = (
        found(SECURITIES).press("お金のこと").text.find(one) for one in ("10社の申し合わせと", "民事の時効")
    )
    assert 0 < first < last


def test_how_many_questions_there_may_be_does_not_change_on_the_way() -> None:
    page = told(SECURITIES)
    assert "質問 1（3つまで）" in page.text
    assert "質問 2（3つまで）" in page.press("つぎへ", choice="unknown").text


def test_a_sum_that_is_only_a_sum_is_said_once() -> None:
    text = (
        found("コンビニで35,000円を2枚買いました。さらに5万円払えと言われています。").press("お金のこと").text
    )
    assert text.count("35,000円 × 2") == 1 and "\n50,000円\n" not in text
