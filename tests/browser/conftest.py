"""One site and one browser for all tests of a worker; everybody who visits is somebody new."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from running import Person, chromium, site


@pytest.fixture(scope="session")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with site(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def person(request: pytest.FixtureRequest, browser: Browser, at: str) -> Iterator[Person]:
    somebody = Person(browser, at, java_script_enabled=request.param)
    yield somebody
    somebody.context.close()


@pytest.fixture
def comes(browser: Browser, at: str) -> Iterator[Callable[..., Person]]:
    here: list[Person] = []

    def come(**options: object) -> Person:
        here.append(Person(browser, at, **options))  # type: ignore[arg-type]
        return here[-1]

    yield come
    for somebody in here:
        somebody.context.close()
