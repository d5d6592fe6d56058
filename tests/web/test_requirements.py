"""What users.md asks of the public side, a test a requirement: R01 … R39. What only a browser can tell stands in tests/browser."""

import json
import re

import pytest
from django.conf import settings
from site_under_test import TOLD, Visitor, found, reviewed, told

from madoguchi import Story
from madoguchi.web import notices
from madoguchi.web.operators import NotAllowed, operator_from
from madoguchi.web.public.walk import Walk, written


def doing(text: str = TOLD) -> Visitor:
    return found(text).press("いま することを見る")


def row(page: Visitor, step: str) -> str:
    return re.split(r'<li id="step-|</section>', page.html.split(f'id="step-{step}"')[1])[0]


def test_r01_the_first_instruction_stands_before_any_question_gate_or_script() -> None:
    html = Visitor().html
    assert html.index("切ってだいじょうぶです") < html.index("walk/tell") and "<script" not in html


def test_r02_the_result_answers_fraud_whether_they_come_and_money() -> None:
    text = found().text
    assert all(one in text for one in ("詐欺ですか", "家に来ますか", "お金は戻りますか"))


def test_r03_the_stage_is_items_each_given_or_not() -> None:
    page = reviewed()
    assert "端末の操作: 渡した" in page.text and "電子マネーの番号: 渡した" in page.text


def test_r04_every_reason_quotes_and_what_is_not_known_is_listed() -> None:
    page = found()
    reasons = re.findall(r'<li value="\d+">(.*?)</li>', page.html)
    assert reasons and all("<q>" in one for one in reasons) and "これは 分かりません" in page.text


def test_r05_every_number_has_its_source_and_its_day() -> None:
    page = doing()
    rows = re.findall(r'<li id="step-.*?(?=<li id="step-|</section>)', page.html, re.DOTALL)
    called = [one for one in rows if 'class="phone"' in one]
    assert called and all("出典" in one and "に写しで確認(資料日付" in one for one in called)


def test_r05_the_holiday_on_monday_puts_the_weekday_desks_on_tuesday() -> None:
    page = doing()
    tuesday = page.groups()["11月24日（火）"]
    assert "情報セキュリティ安心相談窓口" in tuesday and "次は 11月24日（火）" in tuesday
    assert "11月23日" not in page.text


def state(page: Visitor, desk: str) -> str:
    """What is said about the hours of ``desk`` at the minute of the page."""
    return re.sub(r"<[^>]+>", "", page.html.split(f'class="name">{desk}</span>')[1].split("</li>")[0])


@pytest.mark.parametrize(
    ("at", "desk", "said"),
    [
        ("2026-11-24T11:59+09:00", "IPA 情報セキュリティ安心相談窓口", "いま受付中"),
        ("2026-11-24T12:00+09:00", "IPA 情報セキュリティ安心相談窓口", "次は 13:30"),
        ("2026-12-28T17:00+09:00", "IPA 情報セキュリティ安心相談窓口", "1月4日（月） 10:00"),
        ("2026-12-31T11:00+09:00", "消費者ホットライン", "1月9日（土） 10:00"),
    ],
)
def test_r05_lunch_and_the_turn_of_the_year_are_known(
    monkeypatch: pytest.MonkeyPatch, at: str, desk: str, said: str
) -> None:
    monkeypatch.setattr(settings, "MADOGUCHI_AT", at)
    assert said in state(doing(), desk)


def test_r06_the_centre_of_the_person_with_postcode_and_a_way_without_188() -> None:
    call = row(doing(), "ask_188")
    assert call.count('class="phone"') == 1 and "郵便番号" in call and "つながらないとき" in call


def test_r07_who_tells_is_not_whom_it_happened_to() -> None:
    said = {one: told(person=one).press("前にもどる").text for one in ("family", "watched", "customer")}
    assert "お母さま" in said["family"] and "その方" in said["watched"] and "お客さま" in said["customer"]


def test_r07_the_clerk_begins_with_three_questions_and_may_stop_the_customer() -> None:
    page = Visitor().follow("起きたことを話す").press("つぎへ", person="customer")
    three = page.html.split('id="beside"')[1].split("</section>")[0]
    assert three.count("<li>") == 3 and "止めてかまいません" in three


def test_r07_the_plan_for_a_customer_begins_with_what_the_clerk_can_do() -> None:
    page = told("パソコンのウイルスを直すためにアップルカードを10万円分買うそうです。", person="customer")
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    doing = page.press("この内容で 見る").press("いま することを見る").html
    assert doing.split('id="step-')[1].startswith("clerk_stop_kindly") and "ss_close_the_screen" not in doing


def test_r10_a_number_and_no_account_and_deleting_now() -> None:
    page = found().press("紙にする").press("続ける（番号を出す）")
    assert 'class="number"' in page.html and "password" not in page.html
    assert "消しました" in page.press("ぜんぶ消す").text


def test_r11_a_link_is_shown_with_a_neutral_title() -> None:
    assert '<meta property="og:title" content="相談メモ">' in Visitor().html


def test_r12_card_numbers_and_pins_are_masked_and_it_is_said() -> None:
    page = reviewed("カード番号は 4111 1111 1111 1111、暗証番号は4649と言ってしまった")
    assert "4111" not in page.html and "4649" not in page.html
    assert "見えなくしました" in page.text and "見えなくしました" in page.press("変更: 話したこと").text


def test_r12_nothing_is_said_to_be_masked_where_nothing_was() -> None:
    assert "見えなくしました" not in told().press("前にもどる").text


@pytest.mark.parametrize("amount", ["3万5千円", "３５，０００円", "35,000円", "三万五千円", "3.5万円"])
def test_r13_any_width_and_way_of_writing_a_sum_is_taken(amount: str) -> None:
    page = told(f"コンビニで{amount}のカードを買って番号を言ってしまった").press("つぎへ", choice="unknown")
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    assert "35,000円" in page.text


def understood(text: str) -> str:
    """What the page says about a story before it answers."""
    page = told(text)
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    return page.text


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("約20万円", "200,000円（20万円）（はっきりしません）"),
        ("5万×3枚", "50,000円 × 3 = 150,000円"),
        ("3.5万", "35,000円"),
    ],
)
def test_r13_sums_come_back_as_they_were_understood(amount: str, said: str) -> None:
    assert said in understood(f"コンビニで{amount}のカードを買って番号を言ってしまった")


@pytest.mark.parametrize(
    "day", ["昨日の夕方", "11/20", "R8.11.20", "Ｒ８．１１．２０", "令和8年11月20日", "2026年11月20日"]
)
def test_r13_days_come_back_with_both_years(day: str) -> None:
    assert "2026年11月20日（令和8年）金曜日" in understood(f"{day}、画面に警告が出て電話した。遠隔操作された")


def test_r13_signs_of_every_kind_are_kept_and_no_width_is_asked_for() -> None:
    text = understood("髙﨑𠮷さんに😀警告、ＰＣで①を押した https://example.com/a に（株）から")
    assert "髙﨑𠮷さんに😀" in text and "hxxps://example[.]com" in text and "全角" not in text


def test_r14_what_was_paid_and_what_was_asked_are_two_things_and_nothing_is_not_zero() -> None:
    page = told("警告が出て、5万円払えと言われた。まだ払っていない")
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    assert "求められた額" in page.text and "払った額" not in page.text and " 0円" not in page.text


def test_r15_a_page_names_no_other_host_to_load_from() -> None:
    page = doing()
    assert re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', page.html) == []


def test_r19_every_page_says_how_to_reach_a_person() -> None:
    pages = [Visitor(), Visitor("/about/"), Visitor("/no-such-page/"), found(), doing()]
    assert all("188" in page.html.split("<footer")[1] and "110番" in page.html for page in pages)


def test_r20_the_second_swindle_is_warned_of_and_nothing_is_advertised() -> None:
    text = doing().press("お金のこと").text
    assert "「お金を取り戻します」に注意" in text and "広告はありません" in text


def test_r21_every_page_names_who_runs_it_and_that_it_is_no_public_body() -> None:
    pages = [Visitor(), Visitor("/privacy/"), Visitor("/no-such-page/"), found(), doing()]
    assert all("運営者" in page.text and "公的機関ではありません" in page.text for page in pages)


def test_r21_a_name_that_imitates_a_public_desk_is_refused() -> None:
    with pytest.raises(NotAllowed, match="間違えられます"):
        operator_from({"MADOGUCHI_SITE_NAME": "全国 消費生活センター 相談室"})


def test_r22_no_red_no_countdown_and_no_exclamation() -> None:
    css = re.sub(r"/\*.*?\*/", "", _css(), flags=re.DOTALL)
    assert not re.search(r"#(?:f00|ff0000|ec0000|fa0000)\b|\bred\b;|animation|transition|blink", css)
    assert "!" not in doing().text.replace("!important", "") and "！" not in doing().text


def _css() -> str:
    return b"".join(Visitor("/static/madoguchi/site.css").response.streaming_content).decode()


def test_r25_the_policy_and_the_result_of_the_tests_are_published() -> None:
    text = Visitor("/accessibility/").text
    assert (
        "JIS X 8341-3:2016" in text and "WCAG 2.2" in text and "axe-core" in text and "試していない" in text
    )


def test_r26_no_page_needs_or_has_a_script() -> None:
    pages = [Visitor(), told(), found(), doing(), doing().press("お金のこと"), doing().press("紙にする")]
    assert [page.at for page in pages if "<script" in page.html or " onclick" in page.html] == []


def test_r27_the_default_language_has_no_readings_above_its_words() -> None:
    assert "<ruby>" not in doing().html and "<ruby>" not in found().html


@pytest.mark.parametrize("page", ["found", "do", "money", "papers", "review"])
def test_r28_the_easy_pages_have_a_reading_above_every_kanji_of_ours(page: str) -> None:
    walk = written(Walk(story=Story(text="パソコンに警告が出て電話した。カードを3万円買った")))
    html = Visitor().client.post("/easy/walk/show/", {"walk": walk, "go": page}).content.decode()
    ours = html.split("<main")[1].split("</main>")[0]
    for theirs in ("<ruby>.*?</ruby>", "<q>.*?</q>", '<(?:p|dd) class="own.*?</(?:p|dd)>', *NOT_READ):
        ours = re.sub(theirs, "", ours, flags=re.DOTALL)
    assert re.findall("[一-龥々]+", re.sub("<[^>]+>", " ", ours)) == []


# Names of sources as they are printed, and what only programs read out.
NOT_READ = ('<ul class="sources">.*?</ul>', '<span class="unseen">.*?</span>', "もとの しりょう.*?</p>")


def test_r31_a_warning_that_no_longer_stands_is_told_to_be_over(monkeypatch: pytest.MonkeyPatch) -> None:
    day = notices.notices()[0].changed
    over = notices.Notice(
        key="k", title="（終わり）x", text="t", first=day, changed=day, subject="s", state="over"
    )
    monkeypatch.setattr(notices, "SOURCES", [lambda: [over]])
    told_now = json.loads(Visitor().client.get("/feed.json").content)["items"]
    assert [one["tags"] for one in told_now] == [["s", "over"]]


@pytest.mark.parametrize("feed", ["/feed.atom", "/feed.json"])
def test_r32_the_licence_stands_in_what_others_may_take(feed: str) -> None:
    assert "CC BY 4.0" in Visitor().client.get(feed).content.decode()


def test_r33_a_transcript_is_taken_as_it_is() -> None:
    spoken = "0:01 A: もしもし\r\n0:05 B: 画面に警告が出て番号に電話したら遠隔操作されて\r\n0:20 B: 3万円のカードを買って番号を言いました"
    assert "サポート詐欺" in found(spoken).text


def test_r39_a_number_that_was_not_confirmed_lately_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "最近は確かめられていません" not in doing().html
    monkeypatch.setattr(settings, "MADOGUCHI_AT", "2027-08-30T11:00+09:00")
    assert "最近は確かめられていません" in state(doing(), "消費者ホットライン")


def test_what_travels_is_the_story_and_no_answer_of_ours() -> None:
    walk = json.loads(doing().page.forms[0].values["walk"])
    assert "plan" not in walk and walk["person"] == "family"
