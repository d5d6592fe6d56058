"""Every page of the site, one after the other: the daughter's evening, the walk with its errors, then the pages beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from running import TOLD, Person

BESIDE = (
    "about/",
    "privacy/",
    "accessibility/",
    "statistics/",
    "sms-bill/",
    "sms-bill/?carrier=softbank&days=31&overseas=1",
    "sms-bill/?carrier=nobody",
    "again/",
    "no-such-page/",
    "walk/do/",
    "walk/tell/?message=1",
)
ADVERT = (
    "データ復旧件数 業界No.1！復旧率97%。時間の経過とともに成功率は下がります。今すぐお電話ください。"
    "HDDの写真を取り戻します。ご契約後のキャンセルはできません。 http://fukkyuu.example.top/a"
)
_OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def tour(person: Person) -> Iterator[str]:
    """Yields the name of each page while ``person`` stands on it, with everything unfolded."""
    for name in chain(evening(person), _mistaken(person), _kept(person), _message(person), _beside(person)):
        person.page.evaluate(_OPEN_ALL)
        yield name


def evening(person: Person) -> Iterator[str]:
    """Yields the name of each of the ten steps of the daughter's evening while ``person`` stands on it."""
    person.open()
    yield "01-start"
    person.press("a[href$='walk/who/']")
    person.page.check("#person-family")
    yield "02-who"
    person.press("main .button")
    person.page.fill("#text", TOLD)
    yield "03-tell"
    person.press("main .button")
    yield "04-ask"
    while person.page.locator("input[name=choice]").count():
        person.page.check("input[value=unknown]")
        person.press("main .button")
    yield "05-review"
    person.press("main button[value=found]")
    yield "06-found"
    person.press("main .button")
    yield "07-do"
    person.page.evaluate("document.querySelector('#group-3').scrollIntoView()")
    yield "07-tomorrow"
    person.way("money")
    yield "08-money"
    person.way("papers")
    yield "09-papers"
    person.open("again/")
    yield "10-again"


def _mistaken(person: Person) -> Iterator[str]:
    """The forms sent too early, then filled, with a number that is hidden."""
    person.open("walk/who/").press("main .button")
    yield "who, nothing chosen"
    person.page.check("#person-family")
    person.press("main .button").press("main .button")
    yield "tell, nothing told"
    person.page.fill("#text", f"カードの番号は 4111 1111 1111 1111\n{TOLD}")
    person.press("main .button").press("main .button")
    yield "ask, nothing chosen"
    while person.page.locator("input[name=choice]").count():
        person.page.check("input[value=unknown]")
        person.press("main .button")
    yield "review, with a hidden number"


def _kept(person: Person) -> Iterator[str]:
    person.press("main button[value=found]").press("main .button")
    person.press("main button[value$=':done']")
    yield "do, a step done"
    person.way("papers")
    person.press("button[value=for-the-counsellor]")
    yield "sheet"
    person.press("main .button")
    yield "sheet, nobody agreed"
    person.page.check("input[name=agreed]")
    person.press("main .button")
    yield "papers, agreed"
    person.press("form[action*='keep/'] .button")
    yield "kept"
    person.way("add")
    yield "add"
    person.press("main .button")
    yield "add, nothing told"
    person.way("papers").page.click("summary:has(+ form[action$='forget/'])")
    person.press("form[action$='forget/'] button")
    yield "forgotten"


def _message(person: Person) -> Iterator[str]:
    person.open("walk/tell/?message=1").page.fill("#text", ADVERT)
    person.page.select_option("#medium", "sms")
    person.press("main .button")
    while person.page.locator("input[name=choice]").count():
        person.page.check("input[value=unknown]")
        person.press("main .button")
    yield "found, a trader's words"
    person.way("papers")
    yield "papers, a message to report"


def _beside(person: Person) -> Iterator[str]:
    for path in BESIDE:
        person.open(path)
        yield path
    person.open("again/").page.fill("#number", "4K7P")
    person.press("main .button")
    yield "again, no such number"
