"""Similar cases: found by meaning, each with its reason, through the gate, and nothing of anybody else's."""

import datetime as dt
from pathlib import Path

import pytest
from desk_under_test import LAST_MORNING, MORNING, Town, case_of, case_row, sent, stored, town
from django.conf import settings
from test_gates import agreed, shared

from madoguchi.web.desk import case_keys, cases
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.gates import Member, NotAllowed, within
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Case, Outbox
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search.similar import Hit, similar

CARDS = "端末に警告が表示され、修理費としてプリペイド型電子マネーを購入した。"
ROOF = "訪問した業者に屋根の点検をさせ、葺替え工事を契約した。"
MEMO = "PC 警報 アップルカード3.5万×2 番号読"


def summed(member: Member, summary: str) -> str:
    """A case of ``member`` with a summary."""
    case_id = case_of(member)
    cases.write_text(member, sent(), case_id, "summary", summary)
    return case_id


def hits(member: Member, text: str = MEMO, *, at: dt.datetime = MORNING) -> tuple[Hit, ...]:
    return similar(member, text, at=at).hits


def lent(here: Member, to: Town, scope: str = "summary") -> tuple[str, str]:
    """A case of ``here`` whose summary ``to`` may see; its id and the consent's."""
    case_id, consent = shared(here, to, scope)
    cases.write_text(here, sent(), case_id, "summary", CARDS)
    return case_id, consent


def test_an_apple_card_finds_prepaid_electronic_money() -> None:
    member = town().person("counsellor")
    wanted, other = summed(member, CARDS), summed(member, ROOF)
    found = hits(member, "アップルカード")
    assert [hit.case_id for hit in found] == [wanted] and other != wanted


def test_a_hit_shows_the_sentence_and_which_words_met() -> None:
    member = town().person("counsellor")
    summed(member, f"家族が同席した。{CARDS}後日また来る。")
    (hit,) = hits(member, "アップルカード")
    assert hit.sentence == CARDS
    told = {(met.sought, met.found, met.how) for met in hit.met}
    assert ("アップルカード", "プリペイド", "meaning") in told
    assert "プリペイド" in {hit.sentence[start:end] for start, end in hit.spans}


def test_the_likest_case_comes_first() -> None:
    member = town().person("counsellor")
    roof, cards = summed(member, ROOF), summed(member, CARDS)
    found = [hits(member, text)[0].case_id for text in (MEMO, "とつぜん来た人に瓦を見てもらい契約")]
    assert found == [cards, roof]


def test_a_case_is_found_as_soon_as_it_is_written_and_its_row_leaves_the_outbox() -> None:
    member = town().person("counsellor")
    case_id = summed(member, CARDS)
    waiting = stored(member, Outbox, case_id=case_id)
    assert [hit.case_id for hit in hits(member)] == [case_id]
    assert waiting and not stored(member, Outbox, case_id=case_id)


def test_what_was_corrected_is_found_as_it_is_now() -> None:
    member = town().person("counsellor")
    case_id = summed(member, CARDS)
    before = hits(member)
    cases.write_text(member, sent(), case_id, "summary", ROOF)
    assert before and not hits(member) and hits(member, "瓦")[0].case_id == case_id


def test_codes_are_found_by_their_words() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    codes = Codes(payment_methods=["prepaid_emoney"], scheme="support_scam")
    cases.set_codes(member, sent(), case_id, codes, version=case_row(member, case_id).version)
    assert [hit.case_id for hit in hits(member, "アップルカード")] == [case_id]


def test_the_case_one_is_in_is_not_like_itself() -> None:
    member = town().person("counsellor")
    case_id, other = summed(member, CARDS), summed(member, CARDS)
    found = similar(member, CARDS, at=MORNING, but=case_id)
    assert [hit.case_id for hit in found.hits] == [other]


def test_another_centres_case_is_neither_a_hit_nor_a_count() -> None:
    here, there = town().person("counsellor"), town().person("head")
    summed(here, CARDS)
    before = similar(there, MEMO, at=MORNING)
    assert before == similar(town().person("head"), MEMO, at=MORNING) and not before.hits


@pytest.mark.parametrize("scope", ["summary", "case"])
def test_a_shared_case_is_found_as_a_shared_one(scope: str) -> None:
    here, there = town().person("counsellor"), town()
    case_id, _ = lent(here, there, scope)
    own = summed(there.person("counsellor"), "電子マネーの話。")
    found = [(hit.case_id, hit.shared, hit.centre) for hit in hits(there.person("counsellor"))]
    assert found == [(own, False, there.centre.name), (case_id, True, here.centre.name)]


def test_nothing_but_the_shared_case_of_a_centre_is_found() -> None:
    here, there = town().person("counsellor"), town()
    summed(here, CARDS)
    case_id, _ = lent(here, there)
    summed(here, CARDS)
    assert [hit.case_id for hit in hits(there.person("counsellor"))] == [case_id]


def test_a_revoked_share_is_gone_at_once() -> None:
    here, there = town().person("counsellor"), town()
    case_id, consent = lent(here, there)
    reader = there.person("counsellor")
    before = hits(reader)
    cases.revoke_consent(here, sent(), case_id, consent)
    assert before and not hits(reader)


def test_a_share_ends_on_its_last_day_here_too() -> None:
    here, there = town().person("counsellor"), town()
    case_id = summed(here, CARDS)
    consent = cases.record_consent(here, sent(), case_id, agreed(there, "summary", until=LAST_MORNING.date()))
    cases.share(here, sent(), case_id, there.centre, consent, "summary")
    reader = there.person("counsellor")
    assert hits(reader, at=LAST_MORNING) and not hits(reader, at=LAST_MORNING + dt.timedelta(days=1))


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_may_not_search_is_told_so_before_any_case_is_looked_at(role: str) -> None:
    with pytest.raises(NotAllowed):
        similar(town().person(role), MEMO, at=MORNING)


def test_an_analyst_finds_summaries() -> None:
    here = town()
    case_id = summed(here.person("counsellor"), CARDS)
    assert [hit.case_id for hit in hits(here.person("network_analyst"))] == [case_id]


def test_a_case_without_its_key_is_gone_at_once_and_leaves_the_index() -> None:
    member = town().person("counsellor")
    case_id = summed(member, CARDS)
    before = hits(member)
    with within(member.centre):
        case_keys.shred(Case.objects.get(pk=case_id))
    assert before and not hits(member)
    outbox.rebuild(member.centre)
    assert case_id not in outbox.index_of(member.centre).sealed_of()


def test_a_shredded_case_leaves_the_index_through_the_outbox() -> None:
    member = town().person("counsellor")
    case_id = summed(member, CARDS)
    outbox.feed(member.centre)
    with within(member.centre):
        case_keys.shred(Case.objects.get(pk=case_id))
        Outbox.objects.create(case_id=case_id)
    assert outbox.feed(member.centre) == 1 and not outbox.index_of(member.centre).sealed_of()


@pytest.mark.parametrize(("days", "old"), [(365, False), (366, True)])
def test_what_is_older_than_a_year_is_marked(days: int, old: bool) -> None:
    member = town().person("counsellor")
    summed(member, CARDS)
    (hit,) = hits(member, at=MORNING + dt.timedelta(days=days))
    assert hit.old is old and ("2026年11月" in hit.age_mark) is old


def test_a_search_is_noted_without_a_word_of_it() -> None:
    member = town().person("counsellor")
    hits(member, "ここだけの言葉")
    (entry,) = stored(member, AuditEntry, act="search", centre=member.centre)
    assert (entry.actor, entry.on, entry.fields) == (member.staff.id, "", [])


@pytest.mark.parametrize("text", ["", "。", "あ", "　\n", "\ud800", "＊" * 300, "電" * 200_000], ids=len)
def test_nothing_that_is_looked_for_breaks_the_search(text: str) -> None:
    member = town().person("counsellor")
    summed(member, CARDS)
    assert isinstance(similar(member, text, at=MORNING).hits, tuple)


def test_an_index_that_was_thrown_away_is_built_anew_by_the_next_search() -> None:
    member = town().person("counsellor")
    case_id = summed(member, CARDS)
    before = hits(member)
    outbox.thrown_away(outbox.folder_of(member.centre))
    outbox.forget_opened()
    assert before and [hit.case_id for hit in hits(member)] == [case_id]


def test_a_broken_index_is_built_anew_by_the_next_search() -> None:
    member = town().person("counsellor")
    case_id = summed(member, CARDS)
    outbox.feed(member.centre)
    for path in outbox.folder_of(member.centre).glob("*.json"):
        path.write_text("{", encoding="utf-8")
    outbox.forget_opened()
    assert [hit.case_id for hit in hits(member)] == [case_id]


def test_indexes_lie_in_the_data_folder_for_its_owner_alone() -> None:
    member = town().person("counsellor")
    summed(member, CARDS)
    outbox.feed(member.centre)
    folder = outbox.folder_of(member.centre)
    assert folder.is_relative_to(Path(settings.DATA)) and folder.stat().st_mode & 0o77 == 0


def test_what_the_index_lacks_or_has_in_an_older_version_is_told() -> None:
    member = town().person("counsellor")
    kept, changed = summed(member, CARDS), summed(member, ROOF)
    outbox.feed(member.centre)
    assert outbox.missing(member.centre) == []
    with within(member.centre):
        Case.objects.filter(pk=changed).update(version=99)
    assert outbox.missing(member.centre) == [changed] != [kept]
