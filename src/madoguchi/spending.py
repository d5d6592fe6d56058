"""What was given, by which means, and how much: money and items with the words that tell them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from madoguchi.acts import Act
from madoguchi.amounts import Yen, yen_in
from madoguchi.patterns import Hit
from madoguchi.tale import Tale, not_sent
from madoguchi.words import Amount, AmountRole, Gave, ItemWord, Payment, PaymentMethod, StageWord

_MAX_AMOUNTS = 200
_MAX_TELLERS = 600
_NOT_PAYING = re.compile(r"(?:まれ|めな)")

GaveState = Literal["given", "typed_not_sent", "refused", "unknown"]
_GIVEN: dict[str, GaveState] = {"done": "given", "not_done": "refused", "almost": "refused"}


def gave_in(tale: Tale) -> tuple[Gave, ...]:
    """Returns each item once: given, typed and not sent, or refused, at its telling place."""
    done = tale.done
    best: dict[ItemWord, Gave] = {}
    for act in tale.acts:
        state: GaveState | None = "given" if act in done else _GIVEN.get(act.state)
        if tale.is_message or state is None or (act.rule.only_with and act not in done):
            continue
        for item in act.rule.gave:
            if item not in best or (state == "given" and best[item].state != "given"):
                said = tale.quote(act.start, act.end)
                kept: GaveState = "typed_not_sent" if state == "given" and not_sent(tale, act) else state
                best[item] = Gave(item=item, state=kept, quote=said.quote, start=said.start, end=said.end)
    return tuple(sorted(best.values(), key=lambda gave: gave.start))


def payments_in(tale: Tale) -> tuple[Payment, ...]:
    """Returns each means of payment that is named or implied, paid by it or only asked for."""
    done: Sequence[Act] = [] if tale.is_message else tale.done
    found: dict[PaymentMethod, Payment] = {}
    for owner, hits in tale.matches.items():
        if not (isinstance(owner, tuple) and owner[0] == "payment"):
            continue
        told = [hit for hit in hits if not _NOT_PAYING.match(tale.scan.text, hit.end)]
        if told:
            found[owner[1]] = _payment(tale, owner[1], min(told, key=lambda hit: hit.start), done)
    for act in tale.acts:
        for method in act.rule.payment:
            if method not in found and act.state not in {"passive", "unclear"} and _has_company(act, tale):
                found[method] = _payment(tale, method, Hit(act.start, act.end, act.start), done)
    return tuple(sorted(found.values(), key=lambda payment: payment.start))


def paid_by_card(tale: Tale, payments: Sequence[Payment]) -> list[tuple[int, int]]:
    """Returns where (levelled start, end) the person tells of having paid by credit card: the number was given then.

    ``payments``: those of the text. Nothing is returned where prepaid cards are told of: people call both a card.
    """
    if any(payment.method == "prepaid_emoney" for payment in payments):
        return []
    hits = tale.matches.get(("payment", "credit_card"), ())
    near = [act for act in tale.done if act.rule.pays and _near(tale, act, "credit_card")]
    return [(hit.start, max(hit.end, near[0].end)) for hit in hits if near][:1]


def _has_company(act: Act, tale: Tale) -> bool:
    return not act.rule.only_with or any(other.rule.id in act.rule.only_with for other in tale.acts)


def _payment(tale: Tale, method: PaymentMethod, hit: Hit, done: Sequence[Act]) -> Payment:
    said = tale.quote(hit.start, hit.end)
    paid = any(act.rule.pays and (method in act.rule.payment or _near(tale, act, method)) for act in done)
    state: Literal["paid", "demanded"] = "paid" if paid else "demanded"
    return Payment(
        method=method, state=state, quote=said.quote, start=said.start, end=said.end, part=said.part
    )


def _near(tale: Tale, act: Act, method: PaymentMethod) -> bool:
    """A general verb of paying counts for the means named last before it, within reach."""
    reach = [hit for hit in tale.matches.get(("payment", method), ()) if -6 <= act.end - hit.end <= 40]
    return bool(reach) and not act.rule.payment


# --- how much ---------------------------------------------------------------------------------------------


def amounts_in(tale: Tale, stages: Sequence[StageWord]) -> tuple[Amount, ...]:
    """Returns the yen amounts in text order (at most 200), each with the role that the words around it give."""
    tellers = _tellers(tale, stages)
    untold: AmountRole = "lost" if "unauthorized_use" in stages and "paid" not in stages else "demanded"
    found = yen_in(tale.scan.text)[:_MAX_AMOUNTS]
    if tale.is_message:
        return tuple(_amount(tale, yen, "demanded") for yen in found)
    paying = [act for act in tale.done if act.rule.pays]
    roles = [_role(tale, yen, tellers) or untold for yen in found]
    return tuple(
        _amount(tale, yen, "paid" if role == "demanded" and _then_paid(tale, yen, found, paying) else role)
        for yen, role in zip(found, roles, strict=True)
    )


def _then_paid(tale: Tale, yen: Yen, others: Sequence[Yen], paying: Sequence[Act]) -> bool:
    """10万円と言われ、…番号を伝えた: asked for, then paid in the same breath, and no other amount in between."""
    here = tale.scan.sentence(yen.start)
    following = [other.start for other in others if other.start > yen.start]
    limit = following[0] if following else len(tale.scan.text)
    return any(
        yen.end <= act.end <= limit and act.start >= yen.start and tale.scan.sentence(act.start) == here
        for act in paying
    )


Teller = tuple[int, int, AmountRole]


def _tellers(tale: Tale, stages: Sequence[StageWord]) -> list[Teller]:
    """Words that tell what an amount is, with their place: role words, and verbs of paying by their state."""
    tellers: list[Teller] = []
    for owner, hits in tale.matches.items():
        if isinstance(owner, tuple) and owner[0] == "role":
            tellers += [(hit.start, hit.end, owner[1]) for hit in hits]
    done = tale.done
    for act in tale.acts:
        role = _role_of(act, done)
        if role is not None:
            tellers.append((act.start, act.end, role))
    harm: AmountRole = "paid" if "paid" in stages else "lost"
    tellers += [(hit.start, hit.end, harm) for hit in tale.hits("voice", "harm")]
    return tellers[:_MAX_TELLERS]


_SPENDS = frozenset({"buy", "buy_prepaid"})


def _role_of(act: Act, done: Sequence[Act]) -> AmountRole | None:
    """Money that the person spent, money taken by somebody (買われた), or money that somebody asks for."""
    if not (act.rule.pays or act.rule.id in _SPENDS):
        return None
    if act.state == "passive":
        return "lost"
    if act in done:
        return "paid"
    return None if act.rule.id == "buy" and act.state == "unclear" else "demanded"


def _amount(tale: Tale, yen: Yen, role: AmountRole) -> Amount:
    said = tale.quote(yen.start, yen.end)
    return Amount(
        yen=yen.yen,
        count=yen.count,
        role=role,
        certain=yen.certain,
        quote=said.quote,
        start=said.start,
        end=said.end,
        part=said.part,
    )


def _role(tale: Tale, yen: Yen, tellers: Sequence[Teller]) -> AmountRole | None:
    here = tale.scan.sentence(yen.start)
    best = _nearest(tale, yen, [t for t in tellers if _touches(tale, t, here)])
    if best is None:
        best = _nearest(tale, yen, [t for t in tellers if _touches(tale, t, here - 1)], reach=60.0)
    return best


def _touches(tale: Tale, teller: Teller, sentence: int) -> bool:
    start, end, _ = teller
    return sentence in (tale.scan.sentence(start), tale.scan.sentence(max(end - 1, start)))


def _nearest(tale: Tale, yen: Yen, tellers: Sequence[Teller], *, reach: float = 45.0) -> AmountRole | None:
    best: tuple[float, AmountRole] | None = None
    for start, end, role in tellers:
        gap = _distance(tale.scan.text, yen, start, end, reach=reach)
        if gap is not None and (best is None or gap < best[0]):
            best = (gap, role)
    return best[1] if best else None


def _distance(text: str, yen: Yen, start: int, end: int, *, reach: float) -> float | None:
    """Code points to a word that tells; words after the amount count nearer than words before it, commas cost."""
    if start < yen.end and end > yen.start:
        return 0.0
    if end > yen.end:
        between = text[yen.end : max(start, yen.end)]
        distance = max(end - yen.end - 4, start - yen.end, 0) + 4.0 * between.count("、")
        return distance if distance <= reach else None
    between = text[end : yen.start]
    distance = 8.0 + len(between) + 8.0 * between.count("、")
    return distance if distance <= reach else None
