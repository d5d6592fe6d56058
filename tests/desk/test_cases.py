"""Writing cases: numbered, sealed, once, in the order of their life, and only by whom it concerns."""

import datetime as dt

import pytest
from desk_under_test import MEMO, MORNING, case_of, case_row, memo_of, sent, stored, town

from madoguchi.consult import TOKYO
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.approval import NotForYou
from madoguchi.web.desk.cases.codes_given import CodeNotKnown, Codes
from madoguchi.web.desk.cases.record import ChangedMeanwhile, Identity, NotFit, PartyCodes
from madoguchi.web.desk.gates import Member, NotAllowed
from madoguchi.web.desk.models import Approval, Case, CaseText, Registered
from madoguchi.web.desk.states import NotNow


def version(member: Member, case_id: str) -> int:
    return case_row(member, case_id).version


def test_a_memo_is_kept_to_the_letter() -> None:
    member = town().person("counsellor")
    memo = f"{MEMO}\r\n  😀 \ud800 髙﨑𠮷 {'あ' * 1000}\t\n\n"
    assert memo_of(member, case_of(member, memo)) == memo


def test_what_nobody_should_have_written_down_is_not_kept_in_a_memo_either() -> None:
    member = town().person("counsellor")
    told = "アップルカードの X7QK-9M2L-PD4R-8TWZ と、認証コード 482913 を言った。電話は 050-0000-1234"
    kept = memo_of(member, case_of(member, told))
    assert kept == "アップルカードの ****-****-****-**** と、認証コード ****** を言った。電話は 050-0000-1234"


def test_a_memo_of_200_000_characters_is_taken_and_one_more_is_not() -> None:
    member = town().person("counsellor")
    case_id = case_of(member, "あ" * 200_000)
    with pytest.raises(NotFit, match="200,001文字"):
        cases.write_text(member, sent(), case_id, "memo", "あ" * 200_001)
    assert len(memo_of(member, case_id)) == 200_000


def test_saving_while_typing_keeps_one_revision_and_a_settled_one_stays() -> None:
    member = town().person("counsellor")
    case_id = case_of(member, "娘")
    cases.write_text(member, sent(), case_id, "memo", "娘 母78", settled=True)
    cases.write_text(member, sent(), case_id, "memo", "あとで分かったこと")
    rows = stored(member, CaseText, case=case_id, field="memo")
    assert [(row.revision, row.settled) for row in rows] == [(1, True), (2, False)]


def test_numbers_follow_each_other_within_a_fiscal_year() -> None:
    member = town().person("counsellor")
    march = dt.datetime(2027, 3, 31, 23, 59, tzinfo=TOKYO)
    for at in (MORNING, march, march + dt.timedelta(minutes=1)):
        cases.open_case(member, sent(at=at))
    numbers = [case.number for case in stored(member, Case, centre=member.centre)]
    assert sorted(numbers) == ["2026-00001", "2026-00002", "2027-00001"]


def test_the_same_write_sent_twice_is_done_once() -> None:
    member, write = town().person("counsellor"), sent()
    assert cases.open_case(member, write) == cases.open_case(member, write)
    assert len(stored(member, Case, centre=member.centre)) == 1


@pytest.mark.parametrize(
    "codes",
    [
        Codes(kind="whim"),
        Codes(scheme="sorcery"),
        Codes(payment_methods=["gold"]),
        Codes(paid_amount=-1),
        Codes(stages=["paid", "paid"]),
        Codes(keywords=["あ" * 41]),
    ],
    ids=["kind", "scheme", "payment", "sum", "twice", "long"],
)
def test_a_code_that_is_in_no_list_is_refused_and_named(codes: Codes) -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    with pytest.raises(CodeNotKnown, match=r"一覧|0 以上"):
        cases.set_codes(member, sent(), case_id, codes, version=version(member, case_id))


def test_unknown_is_not_nothing() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    cases.set_codes(member, sent(), case_id, Codes(contract_amount=105_000), version=version(member, case_id))
    cases.set_codes(member, sent(), case_id, Codes(paid_amount=0), version=version(member, case_id))
    case = case_row(member, case_id)
    assert (case.contract_amount, case.paid_amount, case.relief_amount) == (105_000, 0, None)


def test_who_read_an_older_version_learns_that_somebody_was_first() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    seen = version(member, case_id)
    cases.set_codes(member, sent(), case_id, Codes(kind="complaint"), version=seen)
    with pytest.raises(ChangedMeanwhile):
        cases.set_codes(member, sent(), case_id, Codes(kind="inquiry"), version=seen)


def test_caller_and_consumer_are_two() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    for part, name in (("caller", "試験 幸子"), ("consumer", "試験 ウメ")):
        cases.set_party(member, sent(), case_id, part, PartyCodes(age_band="70s"), Identity(name=name))
    parties = readings.read_case(member, case_id, at=MORNING).parties
    assert parties["caller"][1].name == "試験 幸子" and parties["consumer"][1].name == "試験 ウメ"


def test_a_case_goes_through_approval_and_registration_to_its_end() -> None:
    here = town()
    member, chief = here.person("counsellor"), here.person("approver")
    case_id = case_of(member)
    cases.ask_approval(member, sent(), case_id)
    cases.decide(chief, sent(), case_id, "approved", "よく聞けています。")
    cases.register(member, sent(), case_id)
    cases.close(member, sent(), case_id)
    case = case_row(member, case_id)
    assert (case.state, case.registered_on, case.closed_on) == ("closed", MORNING.date(), MORNING.date())


def test_what_waits_for_approval_is_not_changed() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    cases.ask_approval(member, sent(), case_id)
    with pytest.raises(NotNow, match="決裁待ち"):
        cases.write_text(member, sent(), case_id, "title", "サポート詐欺")


def test_nobody_decides_alone_unless_the_centre_says_so() -> None:
    member = town().person("head")
    case_id = case_of(member)
    cases.ask_approval(member, sent(), case_id)
    with pytest.raises(NotForYou, match="自己確認"):
        cases.decide(member, sent(), case_id, "approved")


def test_alone_in_a_town_one_person_confirms_and_it_is_marked() -> None:
    member = town(alone=True).person("head")
    case_id = case_of(member)
    cases.ask_approval(member, sent(), case_id)
    cases.decide(member, sent(), case_id, "approved")
    assert [one.kind for one in stored(member, Approval, case=case_id)] == ["alone"]


def registered(member: Member, case_id: str, *, at: dt.datetime) -> None:
    """Approves and registers the case, and opens it again."""
    cases.ask_approval(member, sent(at=at), case_id)
    cases.decide(member, sent(at=at), case_id, "approved")
    cases.register(member, sent(at=at), case_id)
    cases.reopen(member, sent(at=at), case_id)


def test_nothing_is_registered_before_it_came_even_with_a_clock_that_was_set_back() -> None:
    member = town(alone=True).person("head")
    case_id = case_of(member)
    registered(member, case_id, at=MORNING - dt.timedelta(days=3))
    (row,) = stored(member, Registered, case=case_id)
    assert row.registered_on == MORNING.date() == case_row(member, case_id).received_on


def test_a_correction_is_a_further_row_with_the_first_day_of_registration() -> None:
    member = town(alone=True).person("head")
    case_id = case_of(member)
    for days in (0, 10):
        registered(member, case_id, at=MORNING + dt.timedelta(days=days))
    rows = stored(member, Registered, case=case_id)
    assert [(row.registered_on, row.revised_on) for row in rows] == [
        (MORNING.date(), None),
        (MORNING.date(), dt.date(2026, 12, 4)),
    ]


def test_a_role_does_what_its_row_says_and_no_more() -> None:
    member = town().person("auditor")
    with pytest.raises(NotAllowed):
        cases.open_case(member, sent())
