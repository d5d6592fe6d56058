"""What goes over the wire: little, from here only, and nothing that stays in the browser."""

from collections.abc import Callable

from running import Person
from touring import tour

Comes = Callable[..., Person]
MOST = 100_000
MOVING = """() => document.getAnimations().length + document.querySelectorAll(
  'audio, video, marquee, blink, [autoplay], meta[http-equiv=refresh]').length"""


def test_the_first_page_weighs_little(comes: Comes) -> None:
    person = comes()
    wire = person.context.new_cdp_session(person.page)
    sizes: list[float] = []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    person.open().page.wait_for_load_state("networkidle")
    assert len(sizes) >= 2 and sum(sizes) <= MOST


def test_no_page_asks_anybody_else(comes: Comes) -> None:
    person = comes()
    here = person.base
    person.context.route(lambda address: not address.startswith(here), lambda route: route.abort())
    assert len(list(tour(person))) > 20
    assert len(person.asked) > 30 and all(one.startswith(here) for one in person.asked)


def test_no_page_leaves_anything_in_the_browser(comes: Comes) -> None:
    person = comes()
    kept = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"
    assert [name for name in tour(person) if person.context.cookies() or person.page.evaluate(kept)] == []


def test_a_link_shows_nothing_but_a_neutral_title(comes: Comes) -> None:
    person = comes()
    for path in ("", "again/", "walk/who/"):
        person.open(path)
        shown = person.page.locator("meta[property^='og:']")
        assert [one.get_attribute("content") for one in shown.all()] == ["相談メモ"]


def test_nothing_moves_sounds_or_counts_down(comes: Comes) -> None:
    person = comes()
    assert {name for name in tour(person) if person.page.evaluate(MOVING)} == set()
