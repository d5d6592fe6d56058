"""Warnings for a terminal, in Japanese: each with how many, how many were expected, since when and how surely; then what was near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from madoguchi.knowledge import load
from madoguchi.mart.cells import Cell
from madoguchi.mart.warning import Near, Sure, Warned, Warnings, Why

SURE: Final[Mapping[Sure, str]] = {"high": "高い", "medium": "中くらい", "low": "低い"}
WHY: Final[Mapping[Why, str]] = {
    "few": "件数が少ない（5件に足りない）",
    "small_rise": "増え方が小さい（見込みの1.25倍に足りない）",
    "by_chance": "いつもの揺れの中でも、これくらいは起こる",
    "part_of": "ほかの警報の記録を除くと、いつもどおり",
    "season": "半年の平均より多いが、季節・曜日・祝日・増減の傾向からは見込まれる数",
    "batch": "登録は多いが、受付はいつもどおり（まとめて入力された）",
    "short_history": "比べる記録が足りない",
}
_MOST: Final = 15  # cells that were near, on the screen


def table_of(found: Warnings) -> str:
    """Returns the answer as text."""
    watched = found.watched
    known = "、".join(
        f"{back}日前の受付の{share:.0%}" for back, share in found.registered_after.items() if back != "0"
    )
    lines = [f"早期警戒  {found.as_of} までの登録分", ""]
    lines += [line for one in found.warnings for line in _warned(one)] or ["警報はありません。"]
    lines += ["", "警報にしなかった区分（近いものから）"]
    lines += [line for near in found.why_not[:_MOST] for line in _near(near)] or ["  ありません。"]
    lines += [
        "",
        f"誤った警報は、全部を合わせて一週間に {found.budget:g} 回までと見込んで、限界を決めています。",
        f"見ている区分: 週10件以上 {watched['regular']:,}、それより少ない {watched['sparse']:,}。"
        f"上の区分で見る {watched['pooled']:,}。",
        f"登録の遅れ: 登録済みと見られるのは、{known}。見込みは、登録済みの分だけの数です。",
        f"過去 {found.weeks} 週と比べています。確からしさは確率ではなく、増えたわけも言いません。定義 {found.definition.id} "
        f"第{found.definition.version}版。",
    ]
    return "\n".join(lines)


def name_of(cell: Cell) -> str:
    """Returns a cell in the words of the screen."""
    return " × ".join([_scheme(cell.scheme), *(one for one in cell[1:] if one is not None)])


def _scheme(scheme: str | None) -> str:
    schemes = load().schemes
    return schemes[scheme].name if scheme is not None and scheme in schemes else "手口を問わず"


def _cell(one: Warned | Near) -> str:
    return name_of(Cell(one.scheme, one.where, one.payment_method, one.age_band, one.phrase))


def _warned(one: Warned) -> Iterator[str]:
    new = "新しい言葉  " if one.kind == "new_phrase" else ""
    times = f"{one.ratio:g}倍" if one.ratio is not None else "前はほとんどなし"
    yield f"● {new}{_cell(one)}"
    yield (
        f"    {one.days}日で {one.observed:,}件（見込み {one.expected:g}件、{times}）"
        f"{'［少数］' if one.small else ''}  {one.since} から  確からしさ: {SURE[one.sure]}"
    )
    yield f"    遅れて登録される分を入れると {one.estimated:,}件（見込み {one.expected_in_the_end:g}件）"
    if one.new_with:
        yield f"    一緒に出ている手口・地域: {'、'.join(one.new_with)}"


def _near(one: Near) -> Iterator[str]:
    closed = f"、休みの日 {one.closed_days}日" if one.why == "season" else ""
    yield f"  {_cell(one)}  {one.days}日で {one.observed:,}件（見込み {one.expected:g}件）"
    scheme, *rest = (one.of or "").split(" × ")
    of = f": {' × '.join([_scheme(scheme), *rest])}" if one.of else ""
    yield f"    {WHY[one.why]}{closed}{of}"
