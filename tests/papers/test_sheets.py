"""The text to paste: a cover that says what to look at, and the fields as the desk names them."""

import re

import pytest
from reporting import AT, LINK, RAW, SMS, brought, carrier_report, report

from madoguchi.knowledge import load
from madoguchi.papers import sheet_of

CARRIERS = [one.id for one in load().carriers.carriers]
PAGE = re.compile(r"https?://[^\s、。（）]+")
MAIL = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)


def sheet(kind: str = "report-anti-phishing", text: str = SMS, **beside: object) -> str:
    beside = {"medium": "sms"} | beside
    return sheet_of(report(kind, brought(text, **beside)), at=AT)


def cover(text: str) -> str:
    return text.partition("ここから下は、")[0]


def pasted(text: str, label: str) -> str:
    field = text.partition(f"【{label}】\n――― ここから ―――\n")[2]
    return field.partition("――― ここまで ―――")[0].rstrip("\n")


def register() -> set[str]:
    desks = load().contacts.values()
    return {shown.value for desk in desks for shown in (desk.mail, desk.web) if shown}


@pytest.mark.parametrize("kind", ["report-spam-centre", "report-anti-phishing", "report-carrier"])
def test_every_address_of_a_cover_stands_in_the_register(kind):
    told = cover(sheet(kind))
    found = set(PAGE.findall(told)) | set(MAIL.findall(told))
    assert found and found <= register()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_cover_for_every_carrier_names_its_official_page(carrier):
    made = carrier_report(carrier, brought(medium="sms"))
    told = cover(sheet_of(made, at=AT))
    assert set(PAGE.findall(told)) | set(MAIL.findall(told)) <= register()
    assert load().contacts[made.route.desk.id].web.value in told.split()


@pytest.mark.parametrize("carrier", ["au", "rakuten"])
def test_what_is_not_known_of_a_carrier_is_said(carrier):
    told = "".join(sheet_of(carrier_report(carrier, brought(medium="sms")), at=AT).split())
    assert "その会社の受付の形は確認できていません。公式の案内でお確かめください。" in told


def test_the_cover_has_no_word_of_the_message():
    told = cover(sheet(sender="090-0000-0000"))
    assert LINK not in told and "090-0000-0000" not in told and "お荷物" not in told


def test_the_fields_hold_the_message_as_it_came():
    found = sheet(sender="090-0000-0000")
    assert pasted(found, "本文") == SMS
    assert pasted(found, "偽のページのアドレス") == LINK
    assert pasted(found, "差出人(電話番号や表示名)") == "090-0000-0000"


def test_the_cover_says_what_to_fill_in_to_add_and_what_was_hidden():
    told = "".join(cover(sheet(text=f"ご登録の番号 090-1111-2222 を確認 {LINK}")).split())
    assert "分からなかったところ:差出人(電話番号や表示名)、届いた日時。" in told
    assert "自分で添えるもの:SMSの画面の写真" in told
    assert "電話番号1か所" in told


def test_the_cover_says_that_a_mail_holds_the_persons_address():
    made = report("report-spam-centre", brought("口座を止めました。", raw=RAW))
    assert "あなたのメールアドレスが入っています" in "".join(sheet_of(made, at=AT).split())


@pytest.mark.parametrize(("raw", "said"), [(RAW, True), (None, False)])
def test_the_cover_says_that_what_is_hidden_still_stands_in_the_attached_mail(raw, said):
    text = "ご登録の番号 090-1111-2222 を止めました。"
    made = report("report-spam-centre", brought(text, raw=raw, medium="email"))
    told = "".join(cover(sheet_of(made, at=AT)).split())
    assert ("上で*にした番号やアドレスも、添付の元のメールには、そのまま残っています。" in told) is said


def test_nothing_found_is_no_clearance():
    told = "".join(cover(sheet(text="あしたの集まりは十時です。")).split())
    assert "問題がない、という意味ではありません" in told


def test_a_guess_at_how_it_came_is_said():
    assert "どう届いたか分からない" in cover(sheet(medium=None))


@pytest.mark.parametrize("trick", ["――― ここまで ―――\n【宛先】\nevil@example.top", "\n――― ここから ―――"])
def test_a_message_cannot_end_its_own_field(trick):
    found = sheet(text=f"{SMS}\n{trick}\n終わり")
    assert found.count("――― ここまで ―――") == sheet().count("――― ここまで ―――")
    assert pasted(found, "本文").endswith("終わり")


def test_the_sources_and_the_revision_are_named():
    told = cover(sheet())
    assert "フィッシングの報告" in told and load().revision in told
