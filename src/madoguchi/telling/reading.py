"""What was read out of the words: what it looks like and why, what happened, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from madoguchi.knowledge import Knowledge
from madoguchi.telling.labels import (
    AGES,
    ITEM_STATES,
    ITEMS,
    METHOD_STATES,
    METHODS,
    PARTS,
    PERSONS,
    ROLES,
    STAGES,
    span_text,
    yen,
)
from madoguchi.telling.layout import bulleted, defanged, labelled, titled, wrapped
from madoguchi.words import Amount, Consultation, Finding, Question, Quoted, Sign, Situation, ThreeAnswers

_LONGEST = 120
_WORDS = frozenset({"topic_word", "false_word", "genuine_word"})
_COMFORT = "だました人が悪いのです。いまからでも、できることがあります。"


def quoted(words: Quoted) -> str:
    """The person's own words in 「」, with the part of the mail they stand in; never a link that works."""
    return told(words.quote) + (f"（{PARTS[words.part]}）" if words.part else "")


def told(words: str) -> str:
    """Words of the input, marked as such; a very long passage is shortened in the middle."""
    if len(words) > _LONGEST:
        words = f"{words[: _LONGEST // 2]}…（略）…{words[-_LONGEST // 2 :]}"
    return f"「{defanged(words)}」"


def looks_like(answer: Consultation, knowledge: Knowledge) -> list[str]:
    """Returns the sections on what it looks like, with reasons, and the three answers."""
    return titled("何に見えるか", _looks(answer, knowledge)) + titled(
        "3つの答え", _three(answer.three_answers)
    )


def _looks(answer: Consultation, knowledge: Knowledge) -> Iterator[str]:
    if answer.verdict == "nothing_known" or not answer.schemes:
        yield from wrapped("知られた手口の特徴は、この文章からは見つかりませんでした。", first="  ")
        yield from wrapped("問題がない、という意味ではありません。", first="  ")
        return
    much = (
        f"が多いです。{_COMFORT}" if answer.verdict == "scheme" else "がありますが、はっきりとは言えません。"
    )
    yield from wrapped(f"「{answer.schemes[0].name}」に当てはまるところ{much}", first="  ")
    for finding in answer.schemes:
        yield from _finding(finding, first=finding is answer.schemes[0])
    alike = [knowledge.schemes[other].name for other in answer.schemes[0].looks_like_instead]
    yield from labelled("似ていて、まちがえやすいもの", "、".join(alike))


def _finding(finding: Finding, *, first: bool) -> Iterator[str]:
    if not first:
        yield from wrapped(f"「{finding.name}」に似たところもあります。", first="  ")
    for_it = [sign for sign in finding.signs if sign.counts == "for"]
    against = [sign for sign in finding.signs if sign.counts == "against" and sign.id not in _WORDS]
    yield from _signs("そう見える理由:", [sign for sign in for_it if sign.id not in _WORDS])
    yield from _words([sign for sign in for_it if sign.id in _WORDS])
    yield from _signs("ちがうかもしれない理由:", against)


def _words(signs: Sequence[Sign]) -> Iterator[str]:
    """Single words are weak reasons: one line for all of them, after the others; those against are not shown."""
    if signs:
        quotes = "".join(dict.fromkeys(quoted(sign) for sign in signs))
        yield from wrapped(f"言葉づかいにも似たところがあります: {quotes}", first="    ")


def _signs(title: str, signs: Sequence[Sign]) -> list[str]:
    if not signs:
        return []
    return [f"  {title}", *bulleted([f"{quoted(sign)} … {sign.why}" for sign in signs], indent=4)]


def _three(answers: ThreeAnswers) -> Iterator[str]:
    yield from labelled("詐欺ですか", answers.is_it_fraud)
    yield from labelled("家に来ますか", answers.will_they_come or "")
    yield from labelled("お金は戻りますか", answers.will_money_return)


def what_happened(situation: Situation) -> list[str]:
    """Returns what was understood, so that a person can see what was read wrongly."""
    lines = [
        *_who(situation),
        *_rows("起きたこと", [f"{STAGES[one.stage]}{quoted(one)}" for one in situation.facts]),
        *_rows("渡したもの", [f"{ITEMS[g.item]}: {ITEM_STATES[g.state]}{quoted(g)}" for g in situation.gave]),
        *_rows("払い方", [f"{METHODS[p.method]}: {METHOD_STATES[p.state]}" for p in situation.payments]),
        *_rows("金額", [_amount(one) for one in situation.amounts]),
        *_rows("いつ", [f"{span_text(one)}{quoted(one)}" for one in situation.dates]),
    ]
    note = wrapped("ちがうところがあれば、言い直して、もう一度調べてください。", first="  ")
    return titled("読み取ったこと", [*lines, *note] if lines else [])


def _who(situation: Situation) -> list[str]:
    age = AGES[situation.age_band] if situation.age_band else ""
    known = [PERSONS[situation.person]] if situation.person != "unknown" else []
    return labelled("だれのこと", "、".join([*known, *([age] if age else [])]))


def _rows(label: str, texts: Sequence[str]) -> list[str]:
    """One text stands beside its label, several below it."""
    once = list(dict.fromkeys(texts))
    return (
        labelled(label, once[0])
        if len(once) == 1
        else ([f"  {label}:", *bulleted(once, indent=4)] if once else [])
    )


def _amount(amount: Amount) -> str:
    label, doubt = ROLES[amount.role], "" if amount.certain else "（はっきりしません）"
    if amount.yen is None:
        return f"{label} {quoted(amount)}（額は分かりません）"
    if amount.count == 1:
        return f"{label} {yen(amount.yen)}{doubt}{quoted(amount)}"
    return (
        f"{label} {amount.yen:,}円 × {amount.count} = {yen(amount.yen * amount.count)}{doubt}{quoted(amount)}"
    )


def not_known(answer: Consultation) -> list[str]:
    """Returns what the words do not tell."""
    return titled("分からないこと", bulleted([defanged(line) for line in answer.not_known]))


def questions(asked: Sequence[Question]) -> list[str]:
    """Returns the open questions and how to answer them."""
    return titled("教えてください（答えると、順番が変わることがあります）", _questions(asked))


def _questions(asked: Sequence[Question]) -> Iterator[str]:
    for question in asked:
        yield from wrapped(question.text, first="  ・")
        yield from labelled("わけ", question.why, indent=4)
        for choice in question.choices:
            yield from wrapped(f"{choice.id} … {choice.text}", first="      ")
    if asked:
        yield from wrapped(
            "答え方: 次の形のファイル（例: kotae.json）を作り、同じ文章に付けて渡します。", first="  "
        )
        example = {question.id: question.choices[-1].id for question in asked}
        yield f"    {msgspec.json.encode(example).decode()}"
        yield "    madoguchi check --file soudan.txt --answers kotae.json"
