"""The course of events in the consumer's own name: who, when, where, what, how. It asks for nothing and concludes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.papers import telling_facts as facts
from madoguchi.papers.blocks import (
    AnyBlock,
    Blank,
    Heading,
    Line,
    Para,
    Row,
    Rows,
    Sheet,
    Table,
    ours,
    theirs,
)
from madoguchi.papers.deeds_told import names_of
from madoguchi.papers.events import DAY_NOT_KNOWN, Event
from madoguchi.papers.frame import IN_THE_CASE, Style, framed, quoted
from madoguchi.papers.material import About, Seen

NAME = "経緯書"
_LINE = 300  # letters of a row
_AMOUNTS = 20
_SENTENCE = 200
_BY_ANOTHER = (
    "下の言葉は、本人でない人が話したものです。本人が読み、ちがうところを直してから、名前を書いてください。"
)
_OWN = "私が経験したことを、次のとおり書きます。未確認と書いたところは、分からないところです。"
_HEARD = (
    "本人から聞いたこと、そばで見たことを、次のとおり書きます。未確認と書いたところは、分からないところです。"
)
_OWN_END = "上に書いたことは、私が見たり、聞いたり、したりしたことです。"
_HEARD_END = "上に書いたことを、本人が読んで、確かめました。"
_IN_OWN_WORDS = "下の「経過」に、話した言葉のまま書いてあります。"
_EVENTS = 60
_SIGNED = 4  # blocks of the end: what goes with it, and the name below


def course_sheet(seen: Seen) -> Sheet:
    """Returns the paper, as many pages as it takes."""
    own = by_the_consumer(seen)
    about = seen.about if own else About()
    blocks: list[AnyBlock] = [
        Para(text=ours("経緯書", bold=True), big=True),
        Blank(label=ours("出す相手（事業者、警察など）")),
        Blank(label=ours(f"書いた人の名前　{about.name or ''}")),
        Blank(label=ours(f"住所・電話　{'　'.join(filter(None, (about.address, about.phone)))}")),
        Para(text=ours(_OWN if own else _HEARD)),
        *([] if own else [Para(text=ours(_BY_ANOTHER), boxed=True)]),
        Heading(text=ours("起きたこと")),
        Rows(items=tuple(_rows(seen)), label_width=8.0),
        Heading(text=ours("経過（思い出した順）")),
        Table(head=(ours("いつ"), ours("何があったか")), rows=tuple(_course(seen)), widths=(3, 7)),
        *_still_to_come(seen),
        Blank(label=ours("書き足すこと"), lines=3),
        Heading(text=ours("一緒に出すもの")),
        Blank(label=ours("（画面の写真、レシート、明細、やりとりの写しなど）"), lines=2),
        Para(text=ours(_OWN_END if own else _HEARD_END)),
        Blank(label=ours(f"書いた日　　　　　年　　　月　　　日　　　　　{'' if own else '本人の'}名前")),
    ]
    return framed(seen, blocks, name=NAME, style=Style(12.0, 0.6, together=_SIGNED))


def by_the_consumer(seen: Seen) -> bool:
    """Whether the words are the consumer's own, as far as one knows: then their name may stand there already."""
    return seen.answer.situation.person not in ("family", "other")


def _who(seen: Seen) -> str:
    return "私" if by_the_consumer(seen) else "本人"


def _rows(seen: Seen) -> Iterator[Row]:
    """When, where, who, to whom, what, how: the six that a desk officer asks for."""
    yield facts.row(seen, "dates", label="いつ", lines=[facts.days(seen, most=_LINE)])
    yield facts.row(seen, "events", label="どこで", lines=[])
    yield facts.row(seen, "person", label="だれが", lines=[f"{_who(seen)}　{facts.age(seen)}"])
    yield facts.row(seen, "counterparty", label="だれに", lines=facts.other_side(seen, most=_LINE))
    done = seen.answer.situation.facts
    deeds = names_of(done) or (_IN_OWN_WORDS if done else "")
    yield facts.row(seen, "events", label="何をしたか", lines=[deeds])
    yield facts.row(seen, "gave", label="何を渡したか", lines=[facts.given(seen)])
    yield facts.row(seen, "payments", label="どう払ったか", lines=[facts.methods(seen)])
    told = facts.amounts(seen, ("paid", "lost", "demanded", "refunded"))[:_AMOUNTS]
    yield facts.row(seen, "amounts", label="いくらか", lines=[*facts.sums(seen), *told])


def _course(seen: Seen) -> Iterator[tuple[Line, ...]]:
    past = [one for one in seen.events if not one.ahead]
    for one in past[:_EVENTS]:
        yield _row_of(one)
    if len(past) > _EVENTS:
        yield ours(""), ours(f"ほか {len(past) - _EVENTS} 件。{IN_THE_CASE}")
    if not past:
        yield ours(DAY_NOT_KNOWN), ours(" ")


def _row_of(one: Event) -> tuple[Line, ...]:
    said = "　".join(part for part in (one.what, quoted(one.words, _SENTENCE)) if part)
    return theirs(one.when or DAY_NOT_KNOWN), theirs(said)


def _still_to_come(seen: Seen) -> Iterator[AnyBlock]:
    """Terms and appointments: they have not happened, and stand apart from what has."""
    ahead = [one for one in seen.events if one.ahead]
    if ahead:
        yield Heading(text=ours("これから（予定、期限と言われた日）"))
        rows = tuple(_row_of(one) for one in ahead[:_EVENTS])
        yield Table(head=(ours("いつ"), ours("言われたこと、決まっていること")), rows=rows, widths=(3, 7))
