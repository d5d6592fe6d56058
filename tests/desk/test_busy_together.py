"""Many at one desk at once: who looks waits for nobody, who is noted is noted with the others, and the index is fed beside them."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from desk_under_test import MORNING, case_of, memo_of, sent, stored, town
from django.db import DatabaseError, OperationalError, connection
from django.urls import NoReverseMatch, reverse
from test_gates import shared
from test_log import found

from madoguchi.web.desk import cases, log, log_together, network, readings
from madoguchi.web.desk.gates import Member, looking, within
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Case, Outbox
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search import similar as searching
from madoguchi.web.desk.search.feeding import Feeder
from madoguchi.web.desk.search.similar import similar
from madoguchi.web.desk.search.waking import WAKING, Waking
from madoguchi.web.desk.todays import today_of
from madoguchi.web.desk.urls import ADDRESSES
from madoguchi.web.quick_tags import url

ON_SQLITE = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL keeps nobody waiting who reads"
)


def until(true: Callable[[], object]) -> None:
    """Waits for something that is to come, for a while."""
    for _ in range(500):
        if true():
            return
        time.sleep(0.02)
    raise TimeoutError


@contextmanager
def somebody_writing(member: Member) -> Iterator[threading.Event]:
    """Somebody is in the midst of a write, with the end of the log, until the event is set or the block ends."""
    begun, end = threading.Event(), threading.Event()

    def write() -> None:
        with within(member.centre):
            log.note(member.centre, log.Said("search", member.staff.id), at=MORNING)
            begun.set()
            end.wait(10)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait(10)
    yield end
    end.set()
    thread.join()


def in_a_thread(member: Member, case_id: str) -> str:
    try:
        return memo_of(member, case_id)
    finally:
        connection.close()


def waiting(member: Member) -> int:
    """How many wait to be noted in the centre of ``member``."""
    line = log_together._LINES.get(member.centre.pk)
    return len(line.waiting()) if line else 0


def test_who_looks_at_the_desk_waits_for_nobody_who_writes() -> None:
    member = town().person("head")
    case_of(member)
    with somebody_writing(member) as end:
        assert today_of(member, at=MORNING).in_hand and not end.is_set()
        assert network.count_from_others(member, at=MORNING) == 0


@ON_SQLITE
def test_where_one_only_looks_the_database_refuses_a_write() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    with pytest.raises(OperationalError, match="readonly"), looking(member.centre):
        Case.objects.filter(pk=case_id).update(number="1")
    cases.write_text(member, sent(), case_id, "title", "題")


def readings_in(member: Member) -> int:
    """How often the log of the centre says that a case was read."""
    return [one.act for one in stored(member, AuditEntry, centre=member.centre)].count("read_case")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries of the log were written together, each time."""
    times, notes = list[int](), log.notes
    monkeypatch.setattr(log, "notes", lambda centre, those: (times.append(len(those)), notes(centre, those)))
    return times


def test_readings_that_come_at_once_are_noted_each_once_and_together(written: list[int]) -> None:
    case_id = case_of(member := town().person("counsellor"))
    with ThreadPoolExecutor(6) as crew, somebody_writing(member) as end:
        read = [crew.submit(in_a_thread, member, case_id) for _ in range(6)]
        until(lambda: waiting(member) == 6)
        written.clear()
        end.set()
    assert len({one.result() for one in read}) == 1 and readings_in(member) == 6
    assert sum(written) < 7 and len(written) < 4 and found(member.centre) == []


def test_a_case_that_cannot_be_noted_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    with monkeypatch.context() as broken, pytest.raises(DatabaseError):
        broken.setattr(log, "_ADD", "INSERT INTO nowhere VALUES (%s)")
        readings.read_case(member, case_id, at=MORNING)
    assert memo_of(member, case_id)
    assert readings_in(member) == 1


def test_a_change_that_is_searched_wakes_and_a_memo_that_is_typed_does_not() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    assert not WAKING.oldest(member.centre.pk)
    cases.write_text(member, sent(), case_id, "summary", "警告画面が出た。")
    assert WAKING.oldest(member.centre.pk)


def test_the_feeder_feeds_what_it_is_told() -> None:
    member, waking = town().person("counsellor"), Waking()
    feeder, case_id = Feeder(waking), case_of(member)
    assert not feeder.keeps_up(member.centre)
    cases.write_text(member, sent(), case_id, "summary", "警告画面が出た。")
    feeder.begin()
    waking.put(member.centre.pk)
    until(lambda: not waking.waiting())
    assert not stored(member, Outbox, case_id=case_id) and outbox.missing(member.centre) == []


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feeder that nobody wakes."""
    feeder = Feeder(Waking())
    feeder.begin()
    monkeypatch.setattr(searching, "FEEDER", feeder)


def sentences(member: Member) -> list[str]:
    return [hit.sentence for hit in similar(member, "警告画面", at=MORNING).hits]


@pytest.mark.usefixtures("slow")
def test_a_search_never_shows_what_a_case_was_before() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    cases.write_text(member, sent(), case_id, "summary", "先方が警告画面を見た。")
    outbox.feed(member.centre)
    assert sentences(member) == ["先方が警告画面を見た。"]
    cases.write_text(member, sent(), case_id, "summary", "ある人が警告画面を見た。")
    assert sentences(member) == ["ある人が警告画面を見た。"]


def test_what_other_centres_show_is_counted_as_it_is_listed() -> None:
    here, there = town(), town()
    shared(here.person("head"), there, "case")
    member = there.person("head")
    assert network.count_from_others(member, at=MORNING) == len(network.from_others(member, at=MORNING)) == 1


def test_every_address_of_the_desk_is_the_same_made_fast() -> None:
    for one in ADDRESSES:
        those = [secrets.token_hex(16) for _ in one.pattern.converters]
        assert url(one.name, *those) == url(one.name, *those) == reverse(one.name, args=those)
    with pytest.raises(NoReverseMatch):
        url("desk-intake", "../case")


def test_a_centre_whose_changes_do_not_go_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    waking, went = Waking(), []
    feeder = Feeder(waking)
    monkeypatch.setattr(Feeder, "_fed", lambda _, centre_id: went.append(centre_id) or centre_id != "broken")
    for centre_id in ("broken", "whole"):
        waking.put(centre_id)
    assert [feeder._went(*one) for one in waking.waiting().items()] == [False, True]
    assert list(waking.waiting()) == ["broken"] and went == ["broken", "whole"]
