"""The three questions that everybody asks (is it fraud, will they come, will the money return), answered as firmly as the words allow."""

from __future__ import annotations

import re

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import AskedRule, Scheme
from madoguchi.phrases import Phrases, said
from madoguchi.told import Told
from madoguchi.words import StageWord, ThreeAnswers, Verdict

_MOST_MEANS = 2
_MAY_BE_GONE: frozenset[StageWord] = frozenset(
    {
        *("paid", "unauthorized_use", "contract_signed", "card_given", "credentials_given"),
        *("remote_access_given", "device_infected", "app_installed"),
    }
)
_FIRST_SENTENCE = re.compile(r"[^。.]*(?:。|\. |\.$)")


def three_answers(told: Told, known: Knowledge, *, verdict: Verdict) -> ThreeAnswers:
    """Returns the answers for ``told``: those of its first scheme, weaker where the ``verdict`` is, and general ones without a scheme."""
    if verdict == "nothing_known" or not told.schemes:
        clerk = told.person == "customer"
        money = said(known.phrases, "money_customer" if clerk else "money_nothing_known")
        return ThreeAnswers(
            is_it_fraud=said(known.phrases, _not_which(told)),
            will_they_come=None,
            will_money_return=money if clerk else _by_means(told, known) or money,
        )
    scheme = known.schemes[told.schemes[0]]
    answers, unsure = scheme.answers, verdict == "suspicious"
    by_means = _by_means(told, known) if answers.money_by_means else ""
    money = by_means or answers.will_money_return
    if told.stage.isdisjoint(_MAY_BE_GONE) and not told.paid and not scheme.may_be_no_fraud:
        money = said(known.phrases, "money_not_gone", answer=money)
    return ThreeAnswers(
        is_it_fraud=_perhaps(scheme, known.phrases) if unsure else answers.is_it_fraud,
        will_they_come=answers.will_they_come,
        will_money_return=money,
    )


def _by_means(told: Told, known: Knowledge) -> str:
    """What other people are told who paid by the means that ``told`` names, at most two of them; nothing where none is known."""
    answers = [rule.answer for rule in known.asked.values() if _is_of_the_means(rule, told)]
    return "".join(one if one.endswith("。") else f"{one} " for one in answers[:_MOST_MEANS]).strip()


def _is_of_the_means(rule: AskedRule, told: Told) -> bool:
    return (
        rule.topic == "money_back" and not rule.schemes and not told.paid.isdisjoint(rule.if_.payment or ())
    )


def _perhaps(scheme: Scheme, phrases: Phrases) -> str:
    """What is said of a scheme that the words point to without carrying it: as much as the verdict says, and what could tell."""
    first = _FIRST_SENTENCE.match(scheme.answers.is_it_fraud)
    rest = scheme.answers.is_it_fraud[first.end() :].strip() if first else ""
    some = said(phrases, "looks_some", scheme=scheme.name)
    joint = "" if some.endswith("。") else " "
    return f"{some}{joint}{rest}".rstrip()


def _not_which(told: Told) -> str:
    """The phrase for whom no scheme was found: a clerk, another language, somebody who says that they were deceived, or anybody."""
    if told.person == "customer":
        return "fraud_customer"
    if told.foreign:
        return "fraud_foreign"
    return "fraud_says_so" if "says_swindled" in told.safety else "fraud_nothing_known"
