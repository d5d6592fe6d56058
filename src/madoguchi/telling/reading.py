"""What was read out of the words: what it looks like and why, what happened, what is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from madoguchi.knowledge import Knowledge
from madoguchi.phrases import Phrases, said
from madoguchi.phrases import quoted as unread
from madoguchi.telling.labels import span_text, yen
from madoguchi.telling.layout import bulleted, defanged, headed, labelled, titled, wrapped
from madoguchi.words import (
    Amount,
    Consultation,
    Finding,
    Gave,
    Question,
    Quoted,
    Sign,
    Situation,
    StageFact,
    ThreeAnswers,
    TurnedTo,
)

_LONGEST = 120
_WORDS = frozenset({"topic_word", "false_word", "genuine_word"})


def quoted(words: Quoted, phrases: Phrases) -> str:
    """The person's own words in 「」, with the part of the mail they stand in; never a link that works."""
    part = said(phrases, "in_part", part=said(phrases, f"part_{words.part}")) if words.part else ""
    return told(words.quote, phrases) + part


def told(words: str, phrases: Phrases) -> str:
    """Words of the input, marked as such; a very long passage is shortened in the middle."""
    if len(words) > _LONGEST:
        words = f"{words[: _LONGEST // 2]}{said(phrases, 'shortened')}{words[-_LONGEST // 2 :]}"
    return f"「{unread(defanged(words))}」"


def looks_like(answer: Consultation, knowledge: Knowledge) -> list[str]:
    """Returns the sections on what it looks like, with reasons, and the three answers."""
    own = knowledge.phrases
    looks = titled(said(own, "title_looks"), _looks(answer, knowledge))
    return looks + titled(said(own, "title_answers"), _three(answer.three_answers, own))


def _looks(answer: Consultation, knowledge: Knowledge) -> Iterator[str]:
    own = knowledge.phrases
    if answer.situation.tells_of == "customer":
        yield from wrapped(said(own, "looks_customer"), first="  ")
        if not answer.schemes:
            yield from wrapped(said(own, "looks_customer_which"), first="  ")
            return
    if answer.verdict == "nothing_known" or not answer.schemes:
        yield from wrapped(said(own, "looks_unread" if answer.unread else "looks_nothing"), first="  ")
        yield from wrapped(said(own, "looks_nothing_no_clearance"), first="  ")
        return
    first = answer.schemes[0]
    much = "looks_much_trouble" if knowledge.schemes[first.id].may_be_no_fraud else "looks_much"
    how_much = much if answer.verdict == "scheme" else "looks_some"
    yield from wrapped(said(own, how_much, scheme=first.name), first="  ")
    for finding in answer.schemes:
        yield from _finding(finding, own, first=finding is answer.schemes[0])
    alike = [knowledge.schemes[other].name for other in answer.schemes[0].looks_like_instead]
    yield from labelled(said(own, "looks_alike"), said(own, "comma").join(alike))


def _finding(finding: Finding, phrases: Phrases, *, first: bool) -> Iterator[str]:
    if not first:
        yield from wrapped(said(phrases, "looks_also", scheme=finding.name), first="  ")
    for_it = [sign for sign in finding.signs if sign.counts == "for"]
    against = [sign for sign in finding.signs if sign.counts == "against" and sign.id not in _WORDS]
    yield from _signs("reasons_for", [sign for sign in for_it if sign.id not in _WORDS], phrases)
    yield from _words([sign for sign in for_it if sign.id in _WORDS], phrases)
    yield from _signs("reasons_against", against, phrases)


def _words(signs: Sequence[Sign], phrases: Phrases) -> Iterator[str]:
    """Single words are weak reasons: one line for all of them, after the others; those against are not shown."""
    if signs:
        quotes = "".join(dict.fromkeys(quoted(sign, phrases) for sign in signs))
        yield from wrapped(said(phrases, "reasons_words", quotes=quotes), first="    ")


def _signs(title: str, signs: Sequence[Sign], phrases: Phrases) -> list[str]:
    if not signs:
        return []
    reasons = [f"{quoted(sign, phrases)} … {sign.why}" for sign in signs]
    return [*headed(said(phrases, title), indent=2), *bulleted(reasons, indent=4)]


def _three(answers: ThreeAnswers, phrases: Phrases) -> Iterator[str]:
    yield from labelled(said(phrases, "ask_fraud"), answers.is_it_fraud)
    yield from labelled(said(phrases, "ask_come"), answers.will_they_come or "")
    yield from labelled(said(phrases, "ask_money"), answers.will_money_return)


def what_happened(situation: Situation, phrases: Phrases, *, on: dt.date) -> list[str]:
    """Returns what was understood, so that a person can see what was read wrongly; days after ``on`` are still to come."""
    own = phrases
    stages = [f"{said(own, f'stage_{one.stage}')}{quoted(one, own)}" for one in deeds(situation)]
    came = [one for one in situation.dates if not one.comes_after(on)]
    ahead = [one for one in situation.dates if one.comes_after(on)]
    methods = [
        f"{said(own, f'method_{p.method}')}: {said(own, f'method_is_{p.state}')}" for p in situation.payments
    ]
    lines = [
        *_who(situation, own),
        *_rows(said(own, "label_happened"), stages),
        *_rows(said(own, "label_gave"), [_given(one, own) for one in situation.gave]),
        *_rows(said(own, "label_methods"), methods),
        *_rows(said(own, "label_turned_to"), [_turned_to(one, own) for one in situation.turned_to]),
        *_rows(said(own, "label_amounts"), [_amount(one, own) for one in situation.amounts]),
        *_rows(said(own, "label_when"), [f"{span_text(d, own)}{quoted(d, own)}" for d in came]),
        *_rows(said(own, "label_coming"), [f"{span_text(d, own)}{quoted(d, own)}" for d in ahead]),
    ]
    note = wrapped(said(own, "read_wrongly"), first="  ")
    return titled(said(own, "title_read"), [*lines, *note] if lines else [])


def _given(gave: Gave, phrases: Phrases) -> str:
    item, state = said(phrases, f"item_{gave.item}"), said(phrases, f"item_is_{gave.state}")
    return f"{item}: {state}{quoted(gave, phrases)}"


def _who(situation: Situation, phrases: Phrases) -> list[str]:
    age = "" if situation.age_band in (None, "unknown") else said(phrases, f"age_{situation.age_band}")
    person = "" if situation.person == "unknown" else said(phrases, f"person_{situation.person}")
    return labelled(said(phrases, "label_who"), said(phrases, "comma").join(filter(None, (person, age))))


def _turned_to(one: TurnedTo, phrases: Phrases) -> str:
    return f"{said(phrases, f'desk_{one.desk}')}{quoted(one, phrases)}"


def _rows(label: str, texts: Sequence[str]) -> list[str]:
    """One text stands beside its label, several below it."""
    once = list(dict.fromkeys(texts))
    if len(once) == 1:
        return labelled(label, once[0])
    return [*headed(label, indent=2), *bulleted(once, indent=4)] if once else []


def _amount(amount: Amount, phrases: Phrases) -> str:
    role, quote = said(phrases, f"role_{amount.role}"), quoted(amount, phrases)
    doubt = "" if amount.certain else said(phrases, "amount_doubt")
    if amount.yen is None:
        return said(phrases, "amount_not_known", role=role, quote=quote)
    total = yen(amount.yen * amount.count, phrases)
    if amount.count == 1:
        return said(phrases, "amount_once", role=role, yen=total, doubt=doubt, quote=quote)
    each, told_with = said(phrases, "yen", amount=f"{amount.yen:,}"), {"doubt": doubt, "quote": quote}
    return said(phrases, "amount_times", role=role, each=each, count=amount.count, yen=total, **told_with)


def not_known(answer: Consultation, phrases: Phrases) -> list[str]:
    """Returns what the words do not tell."""
    return titled(said(phrases, "title_not_known"), bulleted([defanged(line) for line in answer.not_known]))


def questions(asked: Sequence[Question], phrases: Phrases) -> list[str]:
    """Returns the open questions and how to answer them."""
    return titled(said(phrases, "title_questions"), _questions(asked, phrases))


def _questions(asked: Sequence[Question], phrases: Phrases) -> Iterator[str]:
    for question in asked:
        yield from wrapped(question.text, first="  ・")
        yield from labelled(said(phrases, "label_why"), question.why, indent=4)
        for choice in question.choices:
            yield from wrapped(f"{choice.id} … {choice.text}", first="      ")
    if asked:
        yield from wrapped(said(phrases, "how_to_answer"), first="  ")
        example = {question.id: question.choices[-1].id for question in asked}
        # A line each: several questions are wider than a terminal.
        for line in msgspec.json.format(msgspec.json.encode(example), indent=2).decode().splitlines():
            yield f"    {line}"
        yield "    madoguchi check --file soudan.txt --answers kotae.json"


def deeds(situation: Situation) -> list[StageFact]:
    """Returns the facts of ``situation`` that tell of a deed.

    Where nothing says how anything came in, 「届いただけ」 rests on the first words of the text, and nothing happened there.
    """
    silent = situation.channel in (None, "unknown")
    return [one for one in situation.facts if not (silent and one.stage == "received_only")]
