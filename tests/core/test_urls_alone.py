"""An address as the whole text is judged by itself: genuine-looking ones are left alone, borrowed names are named."""

import datetime as dt

import pytest
from reading import TESTS, listed

from madoguchi import Story, consult

AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
OWN = [
    line
    for line in (TESTS / "innocent" / "urls.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]
KNOWN = {row["id"] for row in listed("innocent/known_false_urls.csv")}


def verdict(address: str) -> str:
    return consult(address, at=AT).verdict


def whys(address: str) -> str:
    return "\n".join(sign.why for scheme in consult(address, at=AT).schemes for sign in scheme.signs)


def test_genuine_looking_addresses_are_left_alone() -> None:
    assert [address for address in OWN if verdict(address) != "nothing_known"] == [
        address for address in OWN if address in KNOWN
    ]


def test_there_are_many_of_them_and_one_in_a_hundred_is_accused_at_most() -> None:
    assert len(set(OWN)) >= 400
    assert len(KNOWN) <= 0.01 * len(OWN)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://rakuten.gwvtk.xyz/", "楽天"),
        ("https://amazom.example.com/", "Amazon"),
        ("https://www.amazon.co.jp.account.example.top/login", "Amazon"),
        ("https://smbc-card.qzkrx.cn/", "三井住友"),
        ("https://mercarli.shop/", "メルカリ"),
        ("https://paypay-card.kx3fz.icu/a", "PayPay"),
        ("https://kuronekoyamato.site/", "ヤマト運輸"),
        ("https://softbank-cb.com/", "ソフトバンク"),
        ("https://docomo.qz7k.top/jp", "ドコモ"),
        ("https://xn--mazon-3ve.com/", "Amazon"),
        ("amazom.example.top/login", "Amazon"),
    ],
)
def test_a_borrowed_name_is_named(address: str, name: str) -> None:
    assert verdict(address) != "nothing_known"
    assert f"「{name}" in whys(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://krhznxq.top/",
        "https://www.zblqwxk.hengdian.com/",
        "http://203.0.113.7/a",
        "https://hasamake.duckdns.org/",
        "https://www.amazon.co.jp@evil.example.com/",
        "https://www.google.com/url?q=https://rakuten.gwvtk.xyz/",
        "https://account-verify.shop/",
    ],
)
def test_an_address_that_gives_itself_away_is_suspicious(address: str) -> None:
    assert verdict(address) != "nothing_known"


@pytest.mark.parametrize(
    "address",
    [
        "https://kazemachi.xyz/",
        "https://kazemachi.cn/login/account/verify/update",
        "https://www.example.com/amazon.co.jp/login/secure.php",
        "https://kazemachi.top/rakuten/card/login",
        "https://www.city.kazemachi.lg.jp/login?card=update&account=verify",
        "https://yahoo.co.nz/",
        "https://bit.ly/3kQzX8m",
        "https://www.amazon.co.jp/",
        "https://login.kazemachi.online/",
        "https://lifehacker.example.com/hacker/antivirus/warning",
    ],
)
def test_a_path_or_an_ending_alone_is_no_reason(address: str) -> None:
    assert verdict(address) == "nothing_known"


def test_the_quote_of_a_lone_address_is_its_host() -> None:
    text = "  https://Rakuten.gwvtk.xyz/a?b=c\n"
    signs = [sign for scheme in consult(text, at=AT).schemes for sign in scheme.signs]
    assert signs and all(text[sign.start : sign.end] == sign.quote == "Rakuten.gwvtk.xyz" for sign in signs)


@pytest.mark.parametrize(
    "written",
    [
        "ｈｔｔｐｓ：／／ｒａｋｕｔｅｎ．ｇｗｖｔｋ．ｘｙｚ／ａ",
        "hxxps://rakuten[.]gwvtk[.]xyz/a",
        "https://rak\u200buten.gw\u2060vtk.xyz/a",
        "HTTPS://RAKUTEN.GWVTK.XYZ/A",
    ],
)
@pytest.mark.parametrize("around", ["{}", "こちらをご覧ください。{} 以上です。"])
def test_a_disguised_address_is_an_address(written: str, around: str) -> None:
    text = around.format(written)
    signs = [s for f in consult(Story(text=text, medium="email"), at=AT).schemes for s in f.signs]
    assert "name_in_front" in {sign.id for sign in signs}
    assert all(text[sign.start : sign.end] == sign.quote for sign in signs)


def test_a_sentence_with_an_address_is_no_address_alone() -> None:
    answer = consult("昨日 https://kazemachi.example.com/ で靴を買いました。", at=AT)
    assert answer.verdict == "nothing_known"


def test_an_address_with_a_subject_speaks_with_it() -> None:
    story = Story(text="https://kazemachi.example.com/", subject="Amazon お支払い方法の更新", medium="email")
    signs = {s.id for f in consult(story, at=AT).schemes for s in f.signs}
    assert "name_not_in_link" in signs


@pytest.mark.parametrize(
    "text", ["a[.]" * 490 + "..", "x." * 900, "https://" + "a-" * 900 + ".com", "h" * 1999]
)
def test_long_nonsense_is_read_at_once(text: str) -> None:
    assert consult(text, at=AT).verdict in {"nothing_known", "suspicious", "scheme"}
