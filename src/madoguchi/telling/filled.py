"""What a person reads out to a desk, with the sum and the things that they told of in its blanks, as far as both are certain.

Papers keep the blanks: what may stand on one is for the person to agree to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from madoguchi.phrases import Phrases, said
from madoguchi.words import Consultation, Step

# As the blanks stand in Japanese, in easy Japanese, in the reading beside an English line and in that line.
_PAID: Mapping[str, str] = {
    "（払った額）": "{yen}円",
    "（{払|はら}った{額|がく}）": "{yen}{{円|えん}}",
    "(haratta gaku)": "{yen} en",
    "(amount paid)": "{yen} yen",
}
_GIVEN = ("（渡したもの）", "（{渡|わた}したもの）")
# Whose postal code it is that leads to the right centre: the longer first.
_WHOSE = (
    "契約した本人の郵便",
    "本人の郵便",
    "{契約|けいやく}した{本人|ほんにん}の{郵便",
    "{本人|ほんにん}の{郵便",
)
_ROMAJI = " ["  # in such a line everything would have to be said three times


def with_blanks_filled(answer: Consultation, phrases: Phrases, *, whose: str = "") -> Consultation:
    """Returns ``answer`` whose steps say how much was paid and what was given, where exactly one sum and its means are told.

    ``whose``: what the person is called whom it happened to, where that is known (お母さま).
    """
    blanks = dict(_blanks(answer, phrases))
    theirs = {named: f"{whose}の{named.rpartition('の')[2]}" for named in _WHOSE} if whose else {}
    if not blanks and not theirs:
        return answer
    steps = tuple(_of_them(_filled(step, blanks), theirs) for step in answer.plan.steps)
    return msgspec.structs.replace(answer, plan=msgspec.structs.replace(answer.plan, steps=steps))


def _blanks(answer: Consultation, phrases: Phrases) -> Iterator[tuple[str, str]]:
    if yen := _paid_in_all(answer):
        yield from ((blank, form.format(yen=f"{yen:,}")) for blank, form in _PAID.items())
    given = [one.item for one in answer.situation.gave if one.state == "given" and one.item != "money"]
    if given:
        names = said(phrases, "comma").join(dict.fromkeys(said(phrases, f"item_{item}") for item in given))
        yield from ((blank, names) for blank in _GIVEN)


def _paid_in_all(answer: Consultation) -> int | None:
    """The sum that was paid: one that is exact, by one means, with nothing lost or got back beside it."""
    told = [one for one in answer.situation.amounts if one.role in ("paid", "lost", "refunded")]
    ways = {one.method for one in answer.situation.payments if one.state == "paid"}
    gone = [one for one in answer.exposure if one.state == "gone"]
    if (
        len(gone) != 1
        or len(ways) > 1
        or not told
        or any(one.role != "paid" or not one.certain for one in told)
    ):
        return None
    return gone[0].yen_low if gone[0].yen_low == gone[0].yen_high else None


def _filled(step: Step, blanks: Mapping[str, str]) -> Step:
    say = tuple(_line(line, blanks) for line in step.say)
    return step if say == step.say else msgspec.structs.replace(step, say=say)


def _of_them(step: Step, theirs: Mapping[str, str]) -> Step:
    ready = tuple(_line(one, theirs) for one in step.have_ready)
    return msgspec.structs.replace(step, have_ready=ready)


def _line(line: str, blanks: Mapping[str, str]) -> str:
    for blank, words in blanks.items():
        if blank not in _GIVEN or _ROMAJI not in line:
            line = line.replace(blank, words)
    return line
