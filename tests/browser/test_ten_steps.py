"""The daughter's evening at 360 x 640 in a real browser, with and without JavaScript: a test a step."""

import re

from running import PHONE, Person


def in_view(person: Person, selector: str) -> bool:
    box = person.page.locator(selector).first.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]


def test_step_1_the_first_instruction_and_both_ways_on_need_no_scrolling(person: Person) -> None:
    person.open()
    assert "切ってだいじょうぶです" in person.page.locator(".first .now").inner_text()
    seen = [in_view(person, one) for one in (".first .now", "a[href$='message=1']", "a[href$='walk/who/']")]
    assert seen == [True] * 3


def test_step_2_the_words_switch_with_the_person_and_back_works(person: Person) -> None:
    person.who("customer")
    assert "お客さまに、何がありましたか" in person.text
    person.press(".back button")
    assert person.page.is_checked("#person-customer")


def test_step_3_a_card_number_is_masked_and_she_is_told_so(person: Person) -> None:
    person.reviewed("母がカードの番号 4111 1111 1111 1111 を画面に入れた。電話もつながっている")
    assert "4111" not in person.page.content()
    assert "**** **** **** ****" in person.text and "見えなくしました" in person.text


def test_step_4_at_most_three_questions_each_with_its_reason_and_unknown(person: Person) -> None:
    person.told("だれかにだまされたかもしれない")
    asked = 0
    while (unknown := person.page.locator("input[value=unknown]")).count():
        asked += 1
        assert "なぜ聞くか" in person.text
        unknown.check()
        person.press("main .button")
    assert 1 <= asked <= 3


def test_step_5_what_was_understood_is_shown_and_a_change_comes_back_here(person: Person) -> None:
    person.reviewed()
    assert "35,000円 × 2 = 70,000円（7万円）" in person.text
    open_ones = person.text.count("わからない")
    person.press("button[name=change]")
    person.page.check("#choice-1")
    person.press("main .button")
    assert "こう読み取りました" in person.text
    assert person.text.count("わからない") == open_ones - 1


def test_step_6_every_reason_quotes_words_that_are_marked_in_the_story(person: Person) -> None:
    person.found()
    marked = " ".join(person.page.locator("mark").all_inner_texts())
    quotes = [re.sub(r"[「」]", "", one) for one in person.page.locator(".reasons q").all_inner_texts()]
    assert len(quotes) >= 3 and all(quote[:4] in marked or quote in person.text for quote in quotes)
    assert "お母さまのせいでは ありません" in person.text and "これは 分かりません" in person.text


def test_step_7_the_next_three_steps_stand_open_the_others_in_a_line(person: Person) -> None:
    person.doing()
    assert in_view(person, ".step h3")
    open_ = person.page.locator(".step > .say, .step > p").count()
    assert open_ >= 3 and person.page.locator(".step").count() > 15
    assert person.page.locator(".step").nth(12).locator("> .say").count() == 0


def test_step_7_is_the_sixth_page_beside_two_questions_and_its_first_step_is_in_view(person: Person) -> None:
    person.doing()
    assert len([one for one in person.asked if "/static/" not in one]) == 6 + 2
    assert in_view(person, ".step h3") and in_view(person, ".step .say")


def test_step_7_a_telephone_link_says_whether_somebody_answers(person: Person) -> None:
    row = person.doing().page.locator("#step-ask_188")
    assert row.locator("a.phone").get_attribute("href") == "tel:188"
    assert "時間外：次は あした 11月22日（日） 10:00" in row.inner_text()


def test_step_7_a_ticked_step_comes_back_in_view_with_the_focus_on_its_button(person: Person) -> None:
    person.doing().press("#step-emoney_keep_card button[value$=':done']")
    focused = person.page.evaluate("document.activeElement.id")
    assert focused == "emoney_keep_card-done" and in_view(person, f"#{focused}")
    assert person.page.locator(f"#{focused}").get_attribute("aria-pressed") == "true"
    assert "22個のうち 1個 やった" in person.page.title()


def test_step_8_money_says_conditions_sources_and_the_second_swindle(person: Person) -> None:
    person.doing().way("money")
    assert "70,000円（7万円）" in person.text and "「お金を取り戻します」に注意" in person.text
    assert "必ず" not in person.own and person.page.locator("main .sources li").count() >= 2


def test_step_9_a_number_to_go_on_with_is_shown_large(person: Person) -> None:
    person.kept()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", person.page.locator(".number").inner_text())


def test_step_10_another_day_goes_on_where_it_was_left(person: Person) -> None:
    number = person.kept().page.locator(".number").inner_text()
    person.way("do").press("#step-hang_up button[value$=':done']").open("again/")
    person.page.fill("#number", number.lower())
    person.press("main .button")
    assert "22個のうち 1個 やった" in person.text


def test_step_10_what_changed_is_added_and_shown_with_its_day(person: Person) -> None:
    person.kept().way("add").page.fill("#added", "188に電話した")
    person.press("main .button")
    while person.page.locator("input[name=choice]").count():
        person.page.check("input[value=unknown]")
        person.press("main .button")
    person.press("main button[value=found]").way("add")
    assert "188に電話した" in person.own and "2026年11月21日（令和8年）土曜日" in person.own


def test_step_10_everything_can_be_deleted_at_once(person: Person) -> None:
    person.kept().page.click("summary:has(+ form[action$='forget/'])")
    assert "消しました" in person.press("form[action$='forget/'] button").text
