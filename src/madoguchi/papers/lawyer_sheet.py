"""The paper for a legal consultation: what happened with where it was said, amounts, what there is, what is asked. No opinion."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.papers import telling_facts as facts
from madoguchi.papers.blocks import (
    AnyBlock,
    Blank,
    Call,
    Calls,
    Heading,
    Line,
    Marked,
    Para,
    Row,
    Rows,
    Sheet,
    Table,
    ours,
    theirs,
)
from madoguchi.papers.events import DAY_NOT_KNOWN, day_of
from madoguchi.papers.frame import IN_THE_CASE, NOT_TOLD, Style, framed, quoted, shortened
from madoguchi.papers.material import Seen
from madoguchi.papers.vocabulary import ROLES
from madoguchi.telling.desks import number_of
from madoguchi.telling.labels import yen

NAME = "法律の相談に持って行く紙"
_LINE = 300  # letters of a row
_AMOUNTS = 20
_SENTENCE = 160
_EVENTS = 80


def lawyer_sheet(seen: Seen) -> Sheet:
    """Returns the paper, as many pages as it takes."""
    blocks: list[AnyBlock] = [
        Para(
            text=ours(
                f"この紙は、{_tells(seen)}話したことを並べたものです。プログラムの意見や、法律の判断は書いてありません。"
            )
        ),
        Heading(text=ours("だれのこと、だれとのこと")),
        Rows(items=tuple(_who(seen)), label_width=8.0),
        Heading(text=ours("経過（話した順。右は、話のどこにあるか）")),
        Table(
            head=(ours("いつ（どこまで確か）"), ours("何があったか"), ours("もと")),
            rows=tuple(_course(seen)),
            widths=(5, 10, 3),
        ),
        Heading(text=ours("金額")),
        Table(
            head=(ours("何の額"), ours("円"), ours("話した言葉")),
            rows=tuple(_amounts(seen)),
            widths=(3, 4, 4),
        ),
        Rows(
            items=(facts.row(seen, "amounts", label="合わせると", lines=facts.sums(seen)),), label_width=8.0
        ),
        Heading(text=ours("あるもの（話に出たものに印。手元にあるかは、本人に聞いてください）")),
        *_evidence(seen),
        Heading(text=ours("聞きたいこと")),
        *_asked(seen),
        Heading(text=ours("ほかに相談できるところ")),
        Calls(items=tuple(_onward(seen))),
    ]
    return framed(seen, blocks, name=NAME, style=Style(12.0, 0.55))


def _tells(seen: Seen) -> str:
    return {"family": "本人の家族が", "other": "本人ではない人が"}.get(seen.answer.situation.person, "本人が")


def _who(seen: Seen) -> Iterator[Row]:
    about = seen.about
    told = (about.name, about.address, about.phone, about.sex, about.age, about.occupation)
    yield facts.row(seen, "identity", label="本人", lines=["　".join(one for one in told if one)])
    yield facts.row(seen, "person", label="だれのこと", lines=[facts.whom(seen)])
    yield facts.row(seen, "counterparty", label="相手", lines=facts.other_side(seen, most=_LINE))
    yield facts.row(seen, "dates", label="契約日", lines=facts.contract_days(seen))
    yield facts.row(seen, "dates", label="書面の受領", lines=facts.papers_of_contract(seen))
    yield facts.row(seen, "amounts", label="契約の内容", lines=["".join(facts.things(seen))])
    yield facts.row(seen, "amounts", label="契約購入金額", lines=facts.contract_sums(seen))
    yield facts.row(seen, "events", label="販売購入形態", lines=facts.sales(seen))
    yield facts.row(seen, "payments", label="支払い方", lines=[facts.methods(seen)])
    yield facts.row(seen, "gave", label="渡したもの", lines=[facts.given(seen)])
    yield facts.row(seen, "done", label="ほかの窓口", lines=facts.other_desks(seen, most=200))


def _course(seen: Seen) -> Iterator[tuple[Line, ...]]:
    for one in seen.events[:_EVENTS]:
        said = "　".join(part for part in (one.what, quoted(one.words, _SENTENCE)) if part)
        sure = f"（{one.sure}）" if one.sure else ""
        place = f"{one.start + 1}〜{one.end}字"
        yield theirs(f"{day_of(one)}{sure}"), theirs(said), ours(place)
    if len(seen.events) > _EVENTS:
        yield ours(""), ours(f"ほか {len(seen.events) - _EVENTS} 件。{IN_THE_CASE}"), ours("")
    if not seen.events:
        yield ours(DAY_NOT_KNOWN), ours("未確認"), ours("")


def _amounts(seen: Seen) -> Iterator[tuple[Line, ...]]:
    for one in seen.answer.situation.amounts[:_AMOUNTS]:
        times = f" × {one.count}" if one.count > 1 else ""
        value = f"{yen(one.yen)}{times}" if one.yen is not None else "不明"
        sure = "" if one.certain else "（はっきりしない）"
        yield ours(ROLES[one.role]), ours(f"{value}{sure}"), theirs(quoted(one.quote, 40))
    if not seen.answer.situation.amounts:
        yield ours("未確認" if "amounts" in seen.fields else NOT_TOLD), ours(""), ours("")


def _evidence(seen: Seen) -> Iterator[AnyBlock]:
    """What the story names, and what there may be: two lists with two marks. Of a memo or a receipt nobody spoke."""
    told = [one for one in seen.prepared if one.named]
    rest = [one for one in seen.prepared if not one.named]
    if told:
        items = (
            (*ours(one.text), *theirs(f"　{quoted(one.quote, 20)}" if one.quote else "")) for one in told
        )
        yield Marked(items=tuple(items), mark="■")
    yield Marked(items=tuple(ours(one.text) for one in rest), mark="□")


def _asked(seen: Seen) -> Iterator[AnyBlock]:
    if seen.about.wishes:
        yield Para(text=theirs(shortened(seen.about.wishes, 600)))
    yield Blank(label=ours(""), lines=2)


def _onward(seen: Seen) -> Iterator[Call]:
    for id_ in seen.knowledge.papers.onward:
        desk = seen.desk(id_)
        if desk is None:
            continue
        doubt = number_of(desk).removeprefix(f"電話 {desk.phone}") if desk.phone else ""
        lines = [desk.accepts, *([f"{facts.opening(desk)}{doubt}"] if desk.phone else [])]
        number = ours(desk.phone) if desk.phone else ()
        yield Call(name=ours(desk.name), number=number, when=tuple(map(ours, lines)))
