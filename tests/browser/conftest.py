"""One site, one browser and one PostgreSQL for all tests of a worker; everybody who visits is somebody new."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from running import Person, chromium, site

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from with_postgres import cluster


@pytest.fixture(scope="session")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with site(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def postgresql() -> Iterator[dict[str, str]]:
    """What names a PostgreSQL of its own."""
    with cluster() as named:
        yield named


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
