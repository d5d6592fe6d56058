"""What holds after cases became one, were shown, or went: words are taken back, nothing is counted twice, nothing done is undone."""

import sqlite3
from threading import Thread

import pytest
from desk_under_test import MORNING, Town, case_of, case_row, sent, stored, town
from django.conf import settings
from django.db import connection
from doors_under_test import at_work
from test_disposal import due, ended, place, signed
from test_gates import agreed, shared
from test_monthly_report import coded, received, shown
from test_network import taken, told
from test_pages import text

from madoguchi.web.desk import cases, readings, stored_files
from madoguchi.web.desk.cases.consents import Agreed, NoConsent
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.gates import Member, NotThere, within
from madoguchi.web.desk.models import Attachment, Registered, Share


def merge(member: Member, case_id: str, into: str) -> None:
    cases.merge(member, sent(), case_id, into, version=case_row(member, case_id).version)


def test_a_word_given_to_a_case_that_was_merged_is_taken_back() -> None:
    there, member = town(), town().person("head")
    case_id, consent = shared(member, there)
    merge(member, case_id, case_of(member))
    cases.revoke_consent(member, sent(), case_id, consent)
    with pytest.raises(NotThere):
        readings.read_case(there.person("counsellor"), case_id, at=MORNING)


def test_a_wrong_file_is_taken_out_of_a_part_and_none_is_put_in() -> None:
    member = town().person("head")
    case_id = case_of(member)
    file = cases.attach(member, sent(), case_id, "a.txt", "ちがう人のもの".encode())
    merge(member, case_id, case_of(member))
    cases.remove_file(member, sent(), case_id, file)
    assert not stored(member, Attachment, case=case_id) and not stored_files.path_of(file).exists()
    with pytest.raises(NotFit, match="まとめました"):
        cases.attach(member, sent(), case_id, "a.txt", b"a")


def reopened(member: Member, case_id: str, said: list[str]) -> None:
    """What a write comes to that waits for somebody else's."""
    try:
        said.append(cases.reopen(member, sent(), case_id))
    except NotThere:
        said.append("not there")
    finally:
        connection.close()


def test_a_write_that_waited_for_a_disposal_finds_nothing_to_write_to() -> None:
    member, said = place().person("head"), []
    other = Thread(target=reopened, args=(member, case_id := ended(member), said))
    with within(member.centre):  # until here ends, nobody else has seen the disposal
        signed(member, case_id)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(60)
    assert said == ["not there"]


def registered(member: Member) -> str:
    """A case that was registered and opened again."""
    case_id = received(member, kind="complaint")
    cases.reopen(member, sent(), case_id)
    return case_id


def test_a_registered_case_does_not_vanish_into_one_that_is_not() -> None:
    member = town(alone=True).person("head")
    with pytest.raises(NotFit, match="月報の件数から消えます"):
        merge(member, registered(member), case_of(member))
    assert shown(member).cases.now == 1


def test_of_two_registered_cases_one_is_withdrawn_by_a_further_row() -> None:
    member = town(alone=True).person("head")
    first, second = registered(member), registered(member)
    merge(member, first, second)
    rows = stored(member, Registered, case=first)
    assert [row.withdrawn for row in rows] == [False, True] and rows[0].record == rows[1].record
    assert not any(row.withdrawn for row in stored(member, Registered, case=second))


def test_after_the_summary_all_of_it_can_be_shown_by_the_same_consent() -> None:
    there, member = town(), town().person("head")
    case_id = case_of(member)
    both = Agreed("consumer", there.centre.code, ("summary", "case"), "引き継ぐため", "oral", "文")
    consent = cases.record_consent(member, sent(), case_id, both)
    for scope in ("summary", "case"):
        cases.share(member, sent(), case_id, there.centre, consent, scope)
    assert readings.read_case(there.person("counsellor"), case_id, at=MORNING).texts["memo"]
    assert "どのセンターにも" not in (page := text(at_work(member).get(f"/desk/cases/{case_id}/links/")))
    assert ">見せる<" not in page and [one.scope for one in stored(member, Share, case=case_id)] == ["case"]


def test_a_part_whose_consent_holds_speaks_against_disposal() -> None:
    member = place().person("head")
    case_id, part = ended(member), ended(member)
    cases.record_consent(member, sent(), part, agreed(town()))
    with within(member.centre):
        type(case_row(member, part)).objects.filter(pk=part).update(merged_into=case_id)
    page = text(at_work(member).get("/desk/disposal/"))
    assert due(member) == [case_id] and "取り消していない同意があります" in page


@pytest.mark.parametrize("fields", [("試験花子に電話",), ("case", "memo")])
def test_a_consent_names_what_can_be_shown_and_nothing_else(fields: tuple[str, ...]) -> None:
    member = town().person("head")
    with pytest.raises(NoConsent):
        cases.record_consent(
            member, sent(), case_of(member), Agreed("consumer", "x", fields, "引き継ぐため", "oral", "文")
        )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about the bytes of SQLite's file")
def test_no_word_of_a_consent_lies_open() -> None:
    member = town().person("head")
    words = ("弁護士の試験次郎さん", "息子の借金の相談のため", "試験法9条")
    one = Agreed("consumer", words[0], ("case",), words[1], "by_law", "", legal_basis=words[2])
    case_id = case_of(member)
    cases.record_consent(member, sent(), case_id, one)
    page = text(at_work(member).get(f"/desk/cases/{case_id}/consents/"))
    held = "".join(sqlite3.connect(settings.DATABASES["default"]["NAME"]).iterdump())
    assert [(word in page, word in held) for word in words] == [(True, False)] * 3


def test_what_came_from_another_centre_is_counted_there_and_told_here() -> None:
    us, theirs = told()
    case_id = taken(us, theirs)
    head = Town(us.centre).person("head")
    found = shown(head, scope="all")
    assert case_row(us, case_id).via_other_centre and found.cases.now == 0
    assert any("経由相談" in note and "（1件）" in note for note in found.notes)


def test_minutes_count_as_they_were_registered() -> None:
    member = town(alone=True).person("head")
    case_id = received(member, minutes_spent=60)
    cases.reopen(member, sent(), case_id)
    coded(member, case_id, minutes_spent=500)
    assert next(one for one in shown(member).sums if one.key == "minutes_spent").total == 60


def test_what_goes_out_has_no_month_before_and_no_single_sum() -> None:
    member = town(alone=True).person("head")
    for yen in (100_000, 123_456, 150_000):
        received(member, paid_amount=yen)
    found = shown(member, limit=2)
    paid = next(one for one in found.sums if one.key == "paid_amount")
    assert paid.middle == 120_000 and found.cases.before is None and paid.total_before is None


def test_who_read_what_another_centre_shows_is_in_the_log_with_its_number() -> None:
    us, theirs = told()
    readings.read_case(us, theirs, at=MORNING)
    page = text(at_work(Town(us.centre).person("auditor")).get("/desk/log/"))
    assert f":{readings.read_case(us, theirs, at=MORNING).case.number}" in page
