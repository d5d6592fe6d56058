"""The whole walk with Tab, arrows, Space and Enter; wherever the focus is, it is seen."""

from running import TOLD, Person

FOCUS = """() => { const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect()
  return {ring: style.outlineStyle === 'solid' && style.outlineWidth === '4px', halo: style.boxShadow !== 'none', at: box.top + scrollY,
          inside: !!one.closest('main') } }"""


class Keys:
    """A person without a mouse."""

    def __init__(self, person: Person) -> None:
        self.person, self.keyboard = person, person.page.keyboard

    def to(self, selector: str) -> None:
        """Goes on with Tab until ``selector`` has the focus; every stop is seen, downwards."""
        at = 0.0
        for _ in range(150):
            self.keyboard.press("Tab")
            focus = self.person.page.evaluate(FOCUS)
            assert focus["ring"] and focus["halo"]
            if focus["inside"]:
                assert focus["at"] >= at - 1
                at = focus["at"]
            if self.person.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached")

    def press(self, selector: str) -> None:
        """Goes to ``selector`` and presses Enter; the page that follows is there."""
        self.to(selector)
        with self.person.page.expect_navigation():
            self.keyboard.press("Enter")


def told_by_keys(keys: Keys) -> None:
    """Goes from the first page to what was understood."""
    keys.press("a[href$='walk/who/']")
    keys.to("#person-self")
    keys.keyboard.press("ArrowDown")
    keys.press("main .button")
    keys.to("#text")
    keys.keyboard.insert_text(TOLD)
    keys.press("main .button")
    while keys.person.page.locator("input[name=choice]").count():
        keys.to("input[name=choice]")
        keys.keyboard.press("ArrowUp")
        keys.press("main .button")


def test_the_walk_needs_no_mouse(person: Person) -> None:
    told_by_keys(keys := Keys(person.open()))
    keys.press("main button[value=found]")
    keys.press("main form .button")
    keys.press("#hang_up-done")
    assert "22個のうち 1個 やった" in person.text
    for way in ("money", "papers"):
        keys.press(f".ways-on button[value={way}]")
    keys.press("form[action*='keep/'] .button")
    assert person.page.locator(".number").count() == 1


def test_the_first_stop_leads_past_the_head(person: Person) -> None:
    person.open().page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.closest('main') !== null")


def test_an_error_is_met_first_and_leads_to_its_field(person: Person) -> None:
    person.who().press("main .button")
    assert person.page.evaluate("document.activeElement.id") == "trouble"
    person.press("#trouble a")
    assert person.page.evaluate("document.activeElement.id") == "text"
    assert person.page.title().startswith("もう一度 見てください")
