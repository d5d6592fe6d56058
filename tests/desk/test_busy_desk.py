"""What makes a desk with very many cases and people slow: questions that look through all cases, and things that only one may do at a time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from desk_under_test import MORNING, case_of, sent, stored, town
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madoguchi.web.desk import cases
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.models import Outbox
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search.duplicates import duplicates_of
from madoguchi.web.desk.search.similar import similar
from madoguchi.web.desk.search.words import HAS_DICTIONARY, cut
from madoguchi.web.desk.todays import today_of

# Of a centre with 100,000 cases these find nearly all.
_ALL_CASES = ("case__centre_id", "case__merged_into_id", "case_by_day", "SCAN c")


def plans(queries: CaptureQueriesContext) -> str:
    """How SQLite does what was asked."""
    asked = [one["sql"] for one in queries.captured_queries if one["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        return "\n".join(row[3] for sql in asked for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}"))


def all_day(member: Member, case_id: str) -> None:
    """What everybody at a desk does again and again."""
    today_of(member, at=MORNING)
    similar(member, "警告画面", at=MORNING)
    duplicates_of(member, case_id, at=MORNING)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is in the tables")
def test_nothing_that_50_people_do_all_day_looks_through_all_cases() -> None:
    member = town().person("head")
    case_id = case_of(member)
    cases.add_counterpart(member, sent(), case_id, "phone", "050-0000-0001")
    all_day(member, case_id)  # the first search of a centre builds its index
    with CaptureQueriesContext(connection) as asked:
        all_day(member, case_id)
    told = plans(asked)
    assert "due_open" in told and "same_counterpart" in told
    assert not [name for name in _ALL_CASES if name in told], told


@pytest.mark.skipif(not HAS_DICTIONARY, reason="there is no dictionary to ask")
def test_many_may_search_at_once() -> None:
    sentences = [f"警告画面に電話して{number}万円のカードを買った。" * 20 for number in range(200)]
    with ThreadPoolExecutor(8) as crew:
        assert all(crew.map(cut, sentences))


def test_a_search_does_not_wait_for_memos_that_are_being_typed() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    similar(member, "警告画面", at=MORNING)
    cases.write_text(member, sent(), case_id, "memo", "警告画面")
    similar(member, "警告画面", at=MORNING)
    assert [row.what for row in stored(member, Outbox, case_id=case_id)][-1] == "later"
    assert outbox.feed(member.centre) >= 1 and not stored(member, Outbox, case_id=case_id)
    assert outbox.missing(member.centre) == []


def test_what_is_searched_goes_before_what_is_not() -> None:
    member = town().person("counsellor")
    typed, summed = case_of(member), case_of(member)
    outbox.feed(member.centre)
    cases.write_text(member, sent(), typed, "memo", "警告画面")
    cases.write_text(member, sent(), summed, "summary", "警告画面が出た。")
    assert outbox.feed(member.centre, urgent=True) == 1
    assert stored(member, Outbox, case_id=typed) and not stored(member, Outbox, case_id=summed)
