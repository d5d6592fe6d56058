"""The forms of English verbs, so that a pattern names a verb once: pay pays paid paying."""

from __future__ import annotations

from typing import Literal

Tense = Literal["base", "past", "going"]

# The past of those that do not end in -ed; the second where the participle differs.
_PAST = {
    "begin": "began begun", "break": "broke broken", "bring": "brought", "buy": "bought", "catch": "caught", "come": "came come",
    "cost": "cost", "cut": "cut", "do": "did done", "draw": "drew drawn", "drive": "drove driven", "fill": "filled", "find": "found",
    "freeze": "froze frozen", "get": "got gotten", "give": "gave given", "go": "went gone", "hand": "handed", "hang": "hung",
    "have": "had", "hear": "heard", "hold": "held", "input": "input", "keep": "kept", "know": "knew known", "lead": "led", "leave": "left",
    "lend": "lent", "let": "let", "lose": "lost", "make": "made", "meet": "met", "pay": "paid payed", "put": "put", "read": "read",
    "ring": "rang rung", "run": "ran run", "say": "said", "see": "saw seen", "sell": "sold", "send": "sent", "show": "showed shown",
    "speak": "spoke spoken", "spend": "spent", "steal": "stole stolen", "take": "took taken", "teach": "taught", "tell": "told",
    "think": "thought", "win": "won", "write": "wrote written",
}  # fmt: skip
_DOUBLED = frozenset(
    "tap scan stop chat drop plug grab transfer submit refer control ship wrap get put cut run let win log remit swap begin input dial".split()
)
_REGULAR = frozenset(
    "accept access add agree allow answer apply approve arrive ask borrow call cancel change charge chat check claim click collect"
    " confirm connect contact convince control contract demand deliver deposit dial disappear download drop email enter expect fax"
    " follow force grab grant guarantee hijack hire inform inspect install invest invite join lock log mail message need offer open"
    " operate order owe owe persuade phone pick play plug post press pretend promise provide pull purchase push rate receive recommend"
    " record refund refuse register remit remove repair reply request respond restore scan scare scratch screw share sign ship start"
    " stop submit swap switch talk tap text threaten touch trade transfer trick trust try type update upload use visit want watch"
    " wire withdraw work wrap".split()
)  # fmt: skip
_PAST["withdraw"] = "withdrew withdrawn"
_VOWELS = "aeiou"


class UnknownEnglishVerb(ValueError):
    """A verb that is not in the list above."""


def forms_of(verb: str) -> tuple[str, ...]:
    """Returns the forms of ``verb``, each with the space behind it: pay → "pay ", "pays ", "paid ", "paying "; of "hand over" the first word bends.

    Raises UnknownEnglishVerb.
    """
    head, _, rest = verb.partition(" ")
    if head not in _PAST and head not in _REGULAR:
        raise UnknownEnglishVerb(verb)
    past = _PAST[head].split() if head in _PAST else [_with(head, "ed")]
    bent = dict.fromkeys((head, _third(head), *past, _with(head, "ing")))
    return tuple(" ".join(filter(None, (form, rest))) + " " for form in bent)


def tense_of(word: str) -> Tense:
    """Returns whether ``word`` tells of what was done (paid), goes on (paying), or only names it (pay, pays). Unknown words are past."""
    if word in _PASTS:
        return "past"
    if word in _BASES:
        return "base"
    return "going" if word.endswith("ing") else "past"


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")


def _with(verb: str, ending: str) -> str:
    if verb.endswith("ee") and ending == "ed":
        return verb + "d"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + ending
    if ending == "ed" and verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + (verb[-1] if verb in _DOUBLED else "") + ending


_ALL = (*_PAST, *_REGULAR)
_PASTS = frozenset(past for told in _PAST.values() for past in told.split()) - {"come", "run"}
_BASES = (frozenset(_ALL) | frozenset(map(_third, _ALL))) - _PASTS
