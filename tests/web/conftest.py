"""Every test of the site begins as the first visitor of the day."""

import pytest
from site_under_test import unlimited


@pytest.fixture(autouse=True)
def _first_of_the_day() -> None:
    unlimited()
