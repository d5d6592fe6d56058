"""What stands around an amount, as clues that can be named: the words before and behind it, the verbs, the deeds near by.

A clue is a short string (``verb=振込/past``, ``behind:を請``, ``act=done/behind/near``). What each of them speaks for was
learned from the project's own invented stories (training/amounts.txt, tools/learn_amounts.py, decision 006).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

import msgspec

from madoguchi.acts import Act
from madoguchi.amounts import Yen
from madoguchi.knowledge.amount_clues import PACKED, AmountClues
from madoguchi.native import NATIVE
from madoguchi.predicates import Predicate, predicates_in, verbs_of
from madoguchi.prepared import kept, once_for_each
from madoguchi.tale import Tale
from madoguchi.words import AmountRole, SchemeId, StageWord

_WORD = re.compile(r"[一-龥々]+|[ァ-ヴー]{2,}|[a-z]{2,}")
_COMMAS = re.compile("[、「」]")
_BEHIND, _BEFORE, _LATER = 60, 40, 80
_TAKEN = frozenset({"account_takeover", "securities_takeover", "phishing", "sms_hijack"})
_STAGES: tuple[StageWord, ...] = (
    "paid",
    "unauthorized_use",
    "being_threatened",
    "contract_signed",
    "received_only",
)
_PARTS, _SIZES = (
    (1, 2, 10),
    ("largest", "half", "tenth", "less"),
)  # the largest is at most so many times as large

Teller = tuple[int, int, AmountRole]


class Money(msgspec.Struct, frozen=True, dict=True):
    """Everything that the clues of one story rest on.

    ``tellers``: words that tell what an amount is, with their place; ``spending``: acts that move money, with what became of them.
    """

    tale: Tale
    yens: Sequence[Yen]
    tellers: list[Teller]
    spending: Sequence[tuple[Act, str]]
    stages: Sequence[StageWord]
    scheme: SchemeId | None

    @kept
    def text(self) -> str:
        """The levelled text without marks that a file of clues uses for itself; a line ends a sentence."""
        return self.tale.scan.text.replace("\n", "。").replace("\t", " ")

    @kept
    def deeds(self) -> list[tuple[int, int, str]]:
        """Where the acts that move money begin and end, and what became of them."""
        return [(act.start, act.end, state) for act, state in self.spending]

    @kept
    def paying(self) -> list[int]:
        """Where the payments begin that were made."""
        return [act.start for act, state in self.spending if act.rule.pays and state == "done"]

    @kept
    def kinds(self) -> tuple[str, ...]:
        """The clues of what kind of story it is."""
        kind = "taken" if self.taken else "lured"
        stages = [f"stage={stage}" for stage in _STAGES if stage in self.stages]
        used = "unauthorized_use" in self.stages
        return f"scheme={self.scheme or 'none'}", *stages, f"{kind}, paid={bool(self.paying)}, used={used}"

    @kept
    def sums(self) -> list[int]:
        """The amounts in yen, 0 where the text does not say how much."""
        return [yen.yen or 0 for yen in self.yens]

    @kept
    def largest(self) -> int:
        """The largest of ``sums``."""
        return max(self.sums)

    @kept
    def smallest(self) -> int:
        """The smallest of ``sums``."""
        return min(self.sums)

    @kept
    def starts(self) -> list[int]:
        """Where the amounts begin, in order."""
        return [yen.start for yen in self.yens]

    @kept
    def ends(self) -> list[int]:
        """Where the amounts end, in order."""
        return [yen.end for yen in self.yens]

    @property
    def taken(self) -> bool:
        """Whether the story is of a kind in which others take the money, so that nobody need have paid."""
        return self.scheme in _TAKEN


def clues_of(money: Money, at: int) -> set[str]:
    """Returns the clues around the amount number ``at``; at most a few hundred."""
    view = _view(money, at)
    return {*_clues_in_words(view, taken=money.taken), *_clues_of_story(money, view, at=at)}


def weigh(money: Money, at: int, *, clues: AmountClues, native: bool = NATIVE is not None) -> list[int]:
    """Returns, for each of the roles of ``clues``, the sum of what the clues around the amount number ``at`` weigh.

    ``native``: whether the native module finds the clues in the words (src/native/view.c); the sums are the same.
    """
    if not native:
        return clues.sums(clues_of(money, at))
    places, table = _places(money, at), _table(clues)
    story = (money.deeds, money.tellers, money.starts)
    in_words = table.words.sums(money.text, places, money.taken, story, [])
    of_case = table.of_case(_case(money, at, sentence=(places.start, places.end)))
    return list(map(add, in_words, of_case))


class _Table(NamedTuple):
    """What the clues weigh: those in the words, and those of a case, of which there are few kinds."""

    words: NATIVE.Clues
    of_case: Callable[[_Case], list[int]]


@once_for_each
def _table(clues: AmountClues) -> _Table:
    if NATIVE is None:
        raise RuntimeError("the native module is not there")
    weights = clues.weights
    packed = b"".join(weight.to_bytes(PACKED, "little", signed=True) for weight in weights.values())
    of_case = lru_cache(maxsize=8192)(lambda case: clues.sums(_clues_of_case(case)))
    return _Table(NATIVE.Clues(names=list(weights), weights=packed, roles=len(clues.roles)), of_case)


def _clues_in_words(view: _View, *, taken: bool) -> list[str]:
    return [*_next_to(view), *_verbs(view, taken=taken), *_words_around(view)]


def _clues_of_story(money: Money, view: _View, *, at: int) -> list[str]:
    case = _clues_of_case(_case(money, at, sentence=(view.start, view.end)))
    return [*_deeds(money, view), *_told(money, view), *case]


class _Case(NamedTuple):
    """What the native module leaves to Python: nothing of the words, but how an amount stands among the others, and in what story.

    ``true``: which of _TRUTHS hold; ``size``: of _SIZES, None where the text does not say how much; ``kinds``: of the story.
    """

    amounts: int
    true: tuple[bool, ...]
    size: str | None
    place: str
    digits: int
    scheme: str
    paid: bool
    kinds: tuple[str, ...]
    paid_here: bool


def _case(money: Money, at: int, *, sentence: tuple[int, int]) -> _Case:
    sums, (start, end) = money.sums, sentence
    mine, many, largest = sums[at], len(sums), money.largest
    return _Case(
        amounts=min(4, many),
        true=(
            money.tale.quoting.holds(money.yens[at].start),
            at == 0,
            at == many - 1,
            mine == largest,
            mine == money.smallest,
            mine in sums[:at],
            mine in sums[at + 1 :],
            bool(at and mine and sum(sums[:at]) == mine),
        ),
        size=_SIZES[bisect_left(_PARTS, largest / mine)] if mine else None,
        place="only" if many == 1 else "first" if at == 0 else "last" if at == many - 1 else "middle",
        digits=len(str(mine)),
        scheme=money.scheme or "none",
        paid="paid" in money.stages,
        kinds=money.kinds,
        paid_here=any([start <= paid < end for paid in money.paying]),
    )


def _clues_of_case(case: _Case) -> list[str]:
    true = [name for name, holds in zip(_TRUTHS, case.true, strict=True) if holds]
    kind = f"{'taken' if case.scheme in _TAKEN else 'lured'}, paid here={case.paid_here}"
    return [f"amounts={case.amounts}", *true, *_size(case), *case.kinds, kind]


class _Places(NamedTuple):
    """Where the sentence starts, the stretch before the amount, the amount [first, last), the stretch behind it; ends of both."""

    start: int
    left: int
    first: int
    last: int
    right: int
    end: int


class _View(msgspec.Struct, frozen=True):
    """The text around an amount at [first, last), whose sentence is [start, end).

    ``before`` and ``behind`` reach to the neighbouring amounts, ``rest`` from the next one to the end of the sentence.
    """

    text: str
    first: int
    last: int
    start: int
    end: int
    before: str
    behind: str
    rest: str


def _view(money: Money, at: int) -> _View:
    text, (start, left, first, last, right, end) = money.text, _places(money, at)
    return _View(text, first, last, start, end, text[left:first], text[last:right], text[right:end])


def _places(money: Money, at: int) -> _Places:
    text, (first, last) = money.text, money.yens[at].place
    start, end = _sentence(text, first)
    before = bisect_right(money.ends, first)
    behind = bisect_left(money.starts, last)
    left = max(start, money.ends[before - 1] if before else 0)
    right = max(last, min(end, money.starts[behind] if behind < len(money.starts) else end))
    return _Places(start, left, first, last, right, end)


def _sentence(text: str, at: int) -> tuple[int, int]:
    end = text.find("。", at)
    return text.rfind("。", 0, at) + 1, end if end >= 0 else len(text)


def _next_to(view: _View) -> list[str]:
    before, behind = view.before, view.behind
    clues = [f"next={behind[:1]}", f"next={behind[:2]}", f"next={behind[:3]}"]
    clues += [f"last={before[-1:]}", f"last={before[-2:]}"]
    clues += [f"behind:{behind[at : at + 2]}" for at in range(min(14, len(behind) - 1))]
    clues += [f"before:{before[at : at + 2]}" for at in range(max(0, len(before) - 10), len(before) - 1)]
    clause = _COMMAS.split(behind, maxsplit=1)[0]
    return [*clues, f"clause ends={clause[-3:]}", f"stretch ends={behind[-3:]}"]


def _verbs(view: _View, *, taken: bool) -> list[str]:
    here = verbs_of(predicates_in(view.behind[:_BEHIND]))
    clues = [clue for at, verb in enumerate(here[:2]) for clue in _verb_clues(f"verb {at}", verb)]
    if here:
        what, how = here[-1]
        clues += [f"last verb={what}", f"last verb={what}/{how}"]
        clues.append(f"{'taken' if taken else 'lured'}, ends={how}")
    else:
        later = verbs_of(predicates_in(view.rest[:_LATER]))[:2]
        clues += [clue for at, verb in enumerate(later) for clue in _verb_clues(f"later verb {at}", verb)]
    earlier = predicates_in(view.before[-_BEFORE:])
    clues += [f"before={what}/{how}" for what, how in earlier[-1:]]
    for what, how in verbs_of(earlier)[-1:]:
        clues += [f"verb before={what}", f"verb before={what}/{how}"]
    return clues


def _verb_clues(name: str, verb: Predicate) -> tuple[str, str, str]:
    what, how = verb
    return f"{name}={what}", f"{name}={what}/{how}", f"{name} ends={how}"


def _words_around(view: _View) -> list[str]:
    clues = [f"word behind={word}" for word in _words(view.behind[:16])]
    clues += [f"word before={word}" for word in _words(view.before[-16:])]
    clues += [f"word later={word}" for word in _words(view.rest[:60])]
    if view.start:
        earlier, _ = _sentence(view.text, max(0, view.start - 2))
        clues += [f"sentence before={word}" for word in _words(view.text[earlier : view.start][-40:])]
    following = view.text[view.end + 1 : view.end + 50].partition("。")[0]
    return clues + [f"sentence behind={word}" for word in _words(following)]


def _words(text: str) -> list[str]:
    """Kanji in pairs, the last with the kana behind it; katakana and Latin words whole."""
    words: list[str] = []
    for hit in _WORD.finditer(text):
        word = hit[0]
        kanji = "一" <= word[0] <= "龥"
        if kanji and len(word) > 2:
            words += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            words.append(word)
        if kanji and hit.end() < len(text):
            words.append(word[-1] + text[hit.end()])
    return words


_TRUTHS = (
    "quoted",
    "first",
    "last",
    "largest",
    "smallest",
    "told before",
    "told again",
    "sum of those before",
)


def _size(case: _Case) -> list[str]:
    """How large it is beside the largest of the story, and where it stands among them: a small price first is an advert's."""
    if case.size is None:
        return []
    size, place, scheme = case.size, case.place, case.scheme
    return [
        f"place={place}/{size}",
        f"place={place}/{size}/{scheme}",
        f"size={size}/{scheme}",
        f"size={size}/{case.paid}",
        f"digits={case.digits}",
        f"digits={case.digits}/{scheme}",
    ]


def _deeds(money: Money, view: _View) -> Iterator[str]:
    for start, end, state in money.deeds:
        if start >= view.end:
            yield f"act={state}/later"
        elif start < view.start:
            yield f"act={state}/earlier"
        else:
            side, gap, between = _gap(money, view, start, end)
            near = "near" if gap <= 8 else "middle" if gap <= 22 else "far"
            yield f"act={state}/{side}/{near}{'/amount between' if between else ''}"


def _gap(money: Money, view: _View, start: int, end: int) -> tuple[str, int, int]:
    """Returns on which side of the amount [start, end) stands, how far, and how many amounts stand between."""
    if start >= view.first - 2 or end > view.last:
        between = bisect_left(money.starts, start) - bisect_left(money.starts, view.last)
        return "behind", max(0, start - view.last), max(0, between)
    between = bisect_left(money.starts, view.first) - bisect_left(money.starts, end)
    return "before", max(0, view.first - end), max(0, between)


def _told(money: Money, view: _View) -> Iterator[str]:
    best = dict[tuple[str, AmountRole], int]()
    for first, last, role in money.tellers:
        if view.start <= first < view.end:
            side, gap, between = _gap(money, view, first, last)
            stretch = view.text[view.last : first] if side == "behind" else view.text[last : view.first]
            cost = gap + 6 * stretch.count("、") + 15 * between
            best[side, role] = min(cost, best.get((side, role), cost))
    for (side, role), cost in best.items():
        yield f"told={role}/{side}/{_how_far(cost)}"
    if best:
        side, role = min(best, key=lambda one: (best[one], one))
        yield f"told nearest={role}/{side}"
    behind = {role: cost for (side, role), cost in best.items() if side == "behind"}
    if behind:
        yield f"told next={min(behind, key=lambda one: (behind[one], one))}"


def _how_far(cost: int) -> str:
    return "next" if cost <= 4 else "near" if cost <= 12 else "middle" if cost <= 25 else "far"
