"""What a person asks to keep: readable with its number only, gone at once or in time, the same number for the same form."""

import contextlib
import datetime as dt
import secrets
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.test import Client, RequestFactory, override_settings
from granian_site import environment
from site_under_test import TOLD, Visitor, found

from madoguchi.web.kept_keys import kept_key
from madoguchi.web.public import drafts, keeping, limits
from madoguchi.web.public.clock import now
from madoguchi.web.public.meeting import is_same
from madoguchi.web.public.models import Draft
from madoguchi.web.public.numbers import NotANumber, encoded, number_of
from madoguchi.web.public.walk import Walk, read, written
from madoguchi.words import Story


def new_number() -> str:
    return encoded(secrets.token_bytes(10))


WALK = Walk(story=Story(text=TOLD))


def number_on(page: Visitor) -> str:
    return page.html.split('class="number">')[1].split("<")[0]


def test_the_same_form_sent_twice_is_one_draft_with_one_number() -> None:
    page = found().press("紙にする")
    form = next(one for one in page.page.forms if one.action == "/keep/#keep")
    before = Draft.objects.count()
    sent = [Client(SERVER_NAME="localhost").post("/keep/", form.values).content.decode() for _ in range(2)]
    assert len({text.split('class="number">')[1][:19] for text in sent}) == 1
    assert Draft.objects.count() == before + 1


ASK = """
import os, sys
os.environ["MADOGUCHI_DATA"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "madoguchi.web.settings"
import django
django.setup()
from madoguchi.web.public.keeping import _number
print(_number("x" * 20))
"""


def test_after_a_restart_the_same_form_gives_the_same_number(tmp_path: Path) -> None:
    ask = [sys.executable, "-c", ASK, str(tmp_path)]
    told = [
        subprocess.run(ask, env=environment(), capture_output=True, text=True, check=True).stdout
        for _ in "ab"
    ]
    assert told[0] == told[1] != "" and (tmp_path / "site-key").stat().st_mode & 0o777 == 0o600


def test_two_who_make_the_key_at_once_have_the_same(tmp_path: Path) -> None:
    ask = [sys.executable, "-c", ASK, str(tmp_path)]
    both = [subprocess.Popen(ask, env=environment(), stdout=subprocess.PIPE) for _ in range(3)]
    assert len({one.communicate()[0] for one in both}) == 1


def test_a_key_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site-key").write_bytes(b"short")
    with pytest.raises(OSError, match="足りません"):
        kept_key(tmp_path, "site-key")


def looked_up(guesses: int, moment: list[float]) -> list[Walk | None]:
    """What ``guesses`` of one hour, from one address, come to: nothing for those that are turned away."""
    found = []
    for at in range(guesses):
        moment[0] = at * 3_590 / guesses
        with contextlib.suppress(limits.TooOften):
            found.append(keeping._found(guessed(new_number())))
    return found


def test_of_a_hundred_thousand_guesses_an_hour_ten_are_told_so_and_none_opens(monkeypatch) -> None:
    drafts.keep(WALK, new_number(), now=now())
    moment = [0.0]
    monkeypatch.setattr(drafts, "_COST", 2)  # what is counted is not how long a look takes
    for bucket in (limits.WRONG_NUMBERS, limits.NUMBERS):
        monkeypatch.setattr(bucket, "_clock", lambda: moment[0])
    found = looked_up(100_000, moment)
    print(f"100,000 guesses: {len(found)} told wrong")
    assert 5 <= len(found) <= 10 and set(found) == {None}


def guessed(number: str) -> HttpRequest:
    request = RequestFactory(REMOTE_ADDR="198.51.100.7").get("/again/")
    request.POST = QueryDict(f"number={number}")
    return request


def test_numbers_have_no_order_and_use_every_sign_alike() -> None:
    numbers = [new_number() for _ in range(10_000)]
    values = [int.from_bytes(number.encode(), "big") for number in numbers]
    rising = sum(one < other for one, other in pairwise(values)) / 9_999
    counts = [
        sum(number[at] == sign for number in numbers)
        for at in (0, 7, 18)
        for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    ]
    assert abs(rising - 0.5) < 0.02 and min(counts) > 200 and max(counts) < 430


@pytest.mark.parametrize(
    "typed", ["4k7p2m9xh3qd8wtr", "４Ｋ７Ｐ－２Ｍ９Ｘ－Ｈ３ＱＤ－８ＷＴＲ", " 4K7P 2M9X h3qd 8wtr "]
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert number_of(typed) == "4K7P-2M9X-H3QD-8WTR"


@pytest.mark.parametrize("typed", ["", "4K7P", "4K7P-2M9X-H3QD-8WTU", "\0" * 16, "4" * 10_000])
def test_what_is_no_number_is_none(typed: str) -> None:
    with pytest.raises(NotANumber):
        number_of(typed)


def test_after_thirty_days_it_cannot_be_opened_and_is_cleared() -> None:
    number, then = new_number(), now() + dt.timedelta(days=30, seconds=1)
    drafts.keep(WALK, number, now=now())
    assert drafts.find(number, now=now() + dt.timedelta(days=29, hours=23)) is not None
    assert drafts.find(number, now=then) is None and drafts.clear_old(now=then) >= 1
    assert not Draft.objects.filter(mark=drafts._derived(number)[0]).exists()


def test_another_number_does_not_open_a_row_that_was_swapped() -> None:
    one, other = new_number(), new_number()
    for number in (one, other):
        drafts.keep(WALK, number, now=now())
    sealed = Draft.objects.get(mark=drafts._derived(one)[0]).sealed
    Draft.objects.filter(mark=drafts._derived(other)[0]).update(sealed=sealed)
    assert drafts.find(other, now=now()) is None and drafts.find(one, now=now()) is not None


def test_what_was_deleted_is_in_no_file_any_more() -> None:
    number = new_number()
    drafts.keep(WALK, number, now=now())
    sealed = bytes(Draft.objects.get(mark=drafts._derived(number)[0]).sealed)
    assert any(sealed[:64] in path.read_bytes() for path in settings.DATA.iterdir() if path.is_file())
    drafts.forget(number, now=now())
    assert not any(sealed[:64] in path.read_bytes() for path in settings.DATA.iterdir() if path.is_file())


@pytest.mark.parametrize("path", ["/forget/", "/keep/", "/walk/add/"])
def test_a_number_that_was_made_up_changes_and_deletes_nobodys_draft(path: str) -> None:
    number = new_number()
    drafts.keep(WALK, number, now=now())
    forged = written(Walk(story=Story(text="別の話"), number=number))
    assert Client(SERVER_NAME="localhost").post(path, {"walk": forged, "added": "a"}).status_code == 400
    kept = drafts.find(number, now=now())
    assert kept and is_same(kept, WALK)


def test_nobody_chooses_their_own_number() -> None:
    walk = written(Walk(story=Story(text="a"), number="0000-0000-0000-0000"))
    assert Client(SERVER_NAME="localhost").post("/keep/", {"walk": walk, "once": "x" * 20}).status_code == 400


def test_a_walk_keeps_its_seal_through_the_form() -> None:
    carried = found().page.forms[0].values["walk"]
    assert written(read(carried)) == carried


def test_ten_drafts_an_hour_and_no_more() -> None:
    carried = found().page.forms[0].values["walk"]
    client = Client(SERVER_NAME="localhost")
    sent = [
        client.post("/keep/", {"walk": carried, "once": secrets.token_urlsafe(16)}).status_code
        for _ in range(11)
    ]
    assert sent == [200] * 10 + [429]


def test_secret_numbers_of_a_forged_walk_are_hidden_before_it_is_kept() -> None:
    walk = written(Walk(story=Story(text="番号は 4111 1111 1111 1111 です", sender="4111111111111111")))
    page = Client(SERVER_NAME="localhost").post("/keep/", {"walk": walk, "once": "y" * 20}).content.decode()
    kept = drafts.find(page.split('class="number">')[1][:19], now=now())
    assert kept is not None and "4111" not in written(kept) and "4111" not in page


def test_another_installation_knows_another_mark(tmp_path: Path) -> None:
    number = new_number()
    with override_settings(DATA=tmp_path):
        there = drafts._derived(number)
    assert there != drafts._derived(number)


def test_the_table_holds_neither_number_nor_word() -> None:
    number = new_number()
    drafts.keep(WALK, number, now=now())
    with sqlite3.connect(settings.DATA / "madoguchi.sqlite3") as line:
        rows = repr(line.execute("SELECT * FROM draft").fetchall())
    line.close()
    assert number not in rows and "母" not in rows
