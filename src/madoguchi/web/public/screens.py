"""What each page of the walk shows: template names and the data for them, from the walk and its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from madoguchi.conditions import SEVERAL
from madoguchi.hours import contact_at, shown_on
from madoguchi.papers.consents import NEEDS
from madoguchi.papers.events import coming_days, past_days
from madoguchi.papers.preparations import prepared_in
from madoguchi.phrases import said
from madoguchi.secret_numbers import secrets_hidden
from madoguchi.telling.filled import with_blanks_filled
from madoguchi.telling.kin import kin_in
from madoguchi.telling.layout import defanged
from madoguchi.web.knowing import known_in
from madoguchi.web.public import shown
from madoguchi.web.public.answers import MOST_QUESTIONS, answer_to, next_question
from madoguchi.web.public.clock import now
from madoguchi.web.public.crisis import a_life_comes_first
from madoguchi.web.public.days import days_of, money_of
from madoguchi.web.public.foreign_words import marked_as_japanese
from madoguchi.web.public.meeting import Met
from madoguchi.web.public.offers import questions_in
from madoguchi.web.public.reports import reports_for
from madoguchi.web.public.sheets import is_rare, offered
from madoguchi.web.public.walk import MAX_BYTES, Walk, new_once, written
from madoguchi.web.site import frame
from madoguchi.web.tongue import Tongue, Words, words_in
from madoguchi.words import Amount, Consultation, Story

Shown = dict[str, Any]
_MULTILINGUAL = "houterasu_multilingual"


class Seen(NamedTuple):
    """What a page is about. ``kind``: the paper that was chosen."""

    walk: Walk
    answer: Consultation
    words: Words
    at: dt.datetime
    kind: str = ""

    @property
    def tongue(self) -> Tongue:
        """The language of the page."""
        return self.words.tongue


def screen(request: HttpRequest, name: str, *, walk: Walk, tongue: Tongue, **more: object) -> HttpResponse:
    """Returns the page ``name`` for ``walk``; ``more``: what went wrong with its form, if anything."""
    at = now()
    words = words_in(tongue)
    seen = Seen(walk, answer_to(walk, tongue, at=at), words, at, request.POST.get("kind", ""))
    template, data = SCREENS[name](seen)
    shared = {
        **frame(request, tongue, page=name),
        "walk": walk,
        "carried": written(walk),
        "who": who_of(walk, words),
        "masked": walk.whole is not None and "***" in walk.whole.text,
        "urgent": shown.urgent(seen.answer, words, done=walk.done, at=at) if walk.story else [],
        "for_a_life": bool(walk.story) and a_life_comes_first(seen.answer),
    }
    if isinstance(met := more.get("met"), Met):
        shared |= {"beside_steps": _steps_of(met, seen)}
    typed = _typed(request) if "error" in more else {}
    text = render_to_string(f"public/{template}.html", {**shared, **data, **typed, **more}, request)
    page = marked_as_japanese(text) if tongue == "en" else text
    return HttpResponse(page, status=422 if "error" in more else 200)


def _steps_of(met: Met, seen: Seen) -> list[str]:
    """The steps that another device has marked, in the words of the page."""
    return [step.text for step in seen.answer.plan.steps if step.id in met.done]


def _typed(request: HttpRequest) -> dict[str, str]:
    """What stood in a form that was not taken: it comes back, with secret numbers hidden, to be mended."""
    kept = {
        name: request.POST[name][:MAX_BYTES] for name in ("text", "sender", "added") if name in request.POST
    }
    return {name: secrets_hidden(text) for name, text in kept.items()}


def who_of(walk: Walk, words: Words) -> str:
    """Whom the page speaks of: あなた, お母さま, その方, お客さま."""
    if walk.person == "family" and walk.story:
        if kin := kin_in(walk.story.text):
            return words(f"person.{_KINDS[kin]}")
    return words(f"person.{walk.person or 'self'}")


_KINDS = {
    "母": "mother", "父": "father", "祖母": "grandmother", "祖父": "grandfather", "妻": "wife", "夫": "husband",
    "娘": "child", "息子": "child", "姉": "sibling", "兄": "sibling", "妹": "sibling", "弟": "sibling",
}  # fmt: skip


def _who(seen: Seen) -> tuple[str, Shown]:
    return "who", {"persons": ("self", "family", "watched", "customer")}


def _tell(seen: Seen) -> tuple[str, Shown]:
    story = seen.walk.story
    return "tell", {
        "text": story.text if story else "",
        "sender": (story.sender or "") if story else "",
        "medium": (story.medium or "") if story else "",
        "media": ("sms", "email", "popup", "dm", "postal", "voice_script"),
    }


def _ask(seen: Seen) -> tuple[str, Shown]:
    question = next_question(seen.walk, seen.answer)
    if question is None:
        return _review(seen)
    return (
        "ask",
        {
            "question": question,
            "choices": [one for one in question.choices if one.id != "unknown"],
            "several": known_in("ja").questions[question.id].several,
            "number": len(seen.walk.asked) - seen.walk.put + 1,
            "most": MOST_QUESTIONS,  # how many there will be hangs on the answers: a promise that grows would be none
        },
    )


def _review(seen: Seen) -> tuple[str, Shown]:
    now_, words = seen.answer.situation, seen.words
    own = known_in(seen.tongue).phrases
    text = defanged(seen.walk.story.text) if seen.walk.story else ""
    known = known_in(seen.tongue).questions
    asked = [
        {"id": one, "text": known[one].text, "choice": _choice(seen, one)}
        for one in seen.walk.asked
        if one in known
    ]
    return "review", {
        "told": text if len(text) <= 200 else f"{text[:200]}…",
        "added": [defanged(one.text) for one in seen.walk.added],
        "gave": [
            f"{said(own, f'item_{one.item}')}: {said(own, f'item_is_{one.state}')}"
            for one in _once(now_.gave)
        ],
        "amounts": [amount_text(one, words) for one in now_.amounts if one.yen is not None],
        "dates": [days_of(one, words) for one in past_days(now_, seen.at.date())],
        "coming": [days_of(one, words) for one in coming_days(now_, seen.at.date())],
        "asked": asked,
    }


def _once(gave: Any) -> list[Any]:
    return list({(one.item, one.state): one for one in gave}.values())


def _choice(seen: Seen, question: str) -> str:
    """The words of the answer, わからない among them; nothing where none was given."""
    chosen = seen.walk.answers.get(question, "").split(SEVERAL)
    rule = known_in(seen.tongue).questions[question]
    said_ = [one.text for one in rule.choices if one.id in chosen]
    return seen.words("comma").join(said_)


def amount_text(amount: Amount, words: Words) -> str:
    """``払った額: 35,000円 × 2 = 70,000円（7万円）``."""
    one = amount.yen or 0
    total = money_of(one * amount.count, words)
    sum_ = (
        total
        if amount.count == 1
        else f"{money_of(one, words).partition('（')[0]} × {amount.count} = {total}"
    )
    own = known_in(words.tongue).phrases
    doubt = "" if amount.certain else said(own, "amount_doubt")
    return f"{said(own, f'role_{amount.role}')}: {sum_}{doubt}"


def _found(seen: Seen) -> tuple[str, Shown]:
    answer, whole = seen.answer, seen.walk.whole
    first = answer.schemes[0] if answer.schemes and answer.verdict != "nothing_known" else None
    return "found", {
        "answer": answer,
        "first": first,
        "may_be_no_fraud": first is not None and known_in(seen.tongue).schemes[first.id].may_be_no_fraud,
        "reasons": shown.reasons(first) if first else [],
        "words_too": shown.words_too(first) if first else [],
        "against": shown.against(first) if first else [],
        "pieces": shown.marked(whole.text, first) if first and whole else [],
        "others": [finding.name for finding in answer.schemes[1:]],
        "alike": [known_in(seen.tongue).schemes[one].name for one in first.looks_like_instead]
        if first
        else [],
        "commanded": answer.notes,
        "offer": questions_in(answer, known_in(seen.tongue).phrases),
        "others_ask": shown.others_ask(answer, known_in(seen.tongue).sources),
    }


def _do(seen: Seen) -> tuple[str, Shown]:
    whose = who_of(seen.walk, seen.words) if seen.walk.person else ""
    filled = with_blanks_filled(seen.answer, known_in(seen.tongue).phrases, whose=whose)
    listed = shown.groups(filled, seen.words, done=seen.walk.done, again=seen.walk.again_to_do, at=seen.at)
    steps = [row for group in listed for row in group.rows]
    return "do", {
        "groups": listed,
        "plan": seen.answer.plan,
        "terms": seen.answer.withdrawals,
        "finished": sum(1 for row in steps if row.done == "done"),
        "all": len(steps),
        "own_language": _desks_in_own_language(seen),
    }


def _desks_in_own_language(seen: Seen) -> dict[str, tuple[shown.Desk, ...]]:
    """Who reads another language than Japanese may speak one too: the desk for them, unless the plan names it already."""
    known = known_in(seen.tongue)
    contact = known.contacts[_MULTILINGUAL]
    named = any(one.id == _MULTILINGUAL for one in seen.answer.contacts)
    if seen.tongue == "ja" or named or not shown_on(contact, seen.at.date()):
        return {}
    desk = contact_at(contact, seen.at, sources=known.sources, phrases=known.phrases)
    return {"calls": (shown.desk_of(desk, seen.words, at=seen.at),)}


def _money(seen: Seen) -> tuple[str, Shown]:
    answer = seen.answer
    told = [one for one in answer.situation.amounts if one.yen is not None]
    gone = sum(1 for one in told if one.role in ("paid", "lost"))  # a single one is its own sum
    return "money", {
        "told": [amount_text(one, seen.words) for one in told],
        "gone": [one for one in answer.exposure if one.state == "gone"] if gone > 1 else [],
        "exposure": [one for one in answer.exposure if one.state != "gone"],
        "redress": shown.redress(answer),
        "will_return": answer.three_answers.will_money_return,
    }


def _papers(seen: Seen) -> tuple[str, Shown]:
    every = offered(seen.walk)
    rarer = [one for one in every if is_rare(one.kind, seen.answer.situation)]
    return "papers", {
        "once": new_once(),
        "offered": [one for one in every if one not in rarer],
        "rarer": rarer,
        "reports": reports_for(seen.walk, at=seen.at) if seen.walk.story else (),
        "prepared": prepared_in(
            seen.walk.whole or Story(text=""), seen.answer, knowledge=known_in(seen.tongue), on=seen.at.date()
        ),
    }


def _sheet(seen: Seen) -> tuple[str, Shown]:
    chosen = next((one for one in offered(seen.walk) if one.kind == seen.kind), None)
    if chosen is None or chosen.free:
        return _papers(seen)
    return "sheet", {"sheet": chosen, "fields": NEEDS[chosen.kind]}


def _add(seen: Seen) -> tuple[str, Shown]:
    return "add", {}


SCREENS: Mapping[str, Callable[[Seen], tuple[str, Shown]]] = {
    "who": _who,
    "tell": _tell,
    "ask": _ask,
    "review": _review,
    "found": _found,
    "do": _do,
    "money": _money,
    "papers": _papers,
    "sheet": _sheet,
    "agree": _sheet,
    "add": _add,
}
