"""Figures: bars by fiscal year as SVG and PNG. A year that is not over is hatched, every bar says its number, the axis begins at 0.

One dark hue only, so that nothing hangs on telling colours apart; each group has a panel with its name. The words of a picture stand
in its alternative text too, and its numbers in the table below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from madoguchi.mart.release import Released
from madoguchi.papers.parts_needed import CannotSet
from madoguchi.papers.typesetting import faces
from madoguchi.publication.labels import COLUMNS, shown, year_of

_BLUE: Final = "#0017c1"  # 11.4:1 on white
_HATCH: Final = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="#ffffff"/><rect width="2" height="6" fill="{_BLUE}"/></pattern></defs>'
)
_NO_CHARTS: Final = "図を作る部品がありません。直し方: pip install 'madoguchi[publication]'"
_MOST_PANELS: Final = 4
_GROUPED: Final = ("payment_method", "prefecture", "outcome", "age_band", "sex")
Bar = dict[str, Any]


def bars_of(figures: Released, partial: frozenset[int]) -> list[Bar]:
    """Returns what is drawn, hidden numbers left out: counts and means by year; or counts by year for each of the four largest
    values of another column, the largest first.
    """
    if figures.definition.id == "yearly":
        return [
            *_bars(figures, partial, column="count"),
            *_bars(figures, partial, column="mean_contract_amount"),
        ]
    if not figures.rows:
        return []
    by = [name for name in figures.rows[0] if name in _GROUPED]
    bars = _bars(figures, partial, column="count", by=by)
    groups = {bar["group"] for bar in bars}
    largest = sorted(groups, key=lambda one: (-sum(bar["value"] for bar in bars if bar["group"] == one), one))
    return [bar for group in largest[:_MOST_PANELS] for bar in bars if bar["group"] == group]


def _bars(figures: Released, partial: frozenset[int], *, column: str, by: Sequence[str] = ()) -> list[Bar]:
    return [
        {
            "year": year_of(row, partial),
            "value": row[column],
            "group": "・".join(shown(name, row[name]) for name in by) or COLUMNS[column],
            "unit": "円" if column == "mean_contract_amount" else "件",
            "fill": "url(#hatch)" if row["fiscal_year"] in partial else _BLUE,
        }
        for row in figures.rows
        if row[column] is not None
    ]


def spoken(bars: Sequence[Bar], title: str) -> str:
    """Returns the alternative text: every number of the picture, a sentence for each panel."""
    told = []
    for group in dict.fromkeys(bar["group"] for bar in bars):
        mine = [bar for bar in bars if bar["group"] == group]
        numbers = "、".join("{year} {value:,}{unit}".format(**bar) for bar in mine)
        told.append(f"{group}は、{numbers}。")
    return f"{title}。{''.join(told)}"


def svg_of(bars: Sequence[Bar], *, as_of: str) -> str:
    """Returns the picture. Raises CannotSet without the extra."""
    drawn: str = _converter().vegalite_to_svg(_spec(bars, as_of))
    begin = drawn.index(">") + 1
    return f"{drawn[:begin]}{_HATCH}{drawn[begin:]}"


def png_of(svg: str) -> bytes:
    """Returns the picture for programs that read no SVG, twice as large. Raises CannotSet without the extra."""
    return bytes(_converter().svg_to_png(svg, scale=2))


@lru_cache(maxsize=1)
def _converter() -> Any:
    try:
        found = import_module("vl_convert")
    except ImportError:
        raise CannotSet(_NO_CHARTS) from None
    for folder in {str(Path(path).parent) for path, _ in faces(bold=False)}:
        found.register_font_directory(folder)
    return found


def _spec(bars: Sequence[Bar], as_of: str) -> dict[str, Any]:
    groups = list(dict.fromkeys(bar["group"] for bar in bars))
    return {
        "vconcat": [_panel([bar for bar in bars if bar["group"] == group], bars) for group in groups],
        "title": {"text": f"{as_of} までの登録分。斜線は年度の途中", "anchor": "start", "fontSize": 13},
        "config": {"font": "Noto Sans JP", "axis": {"labelFontSize": 12}, "background": "white"},
    }


def _panel(mine: Sequence[Bar], bars: Sequence[Bar]) -> dict[str, Any]:
    """Panels of one unit share their axis, or the eye would compare what is not alike."""
    unit = mine[0]["unit"]
    most = max(bar["value"] for bar in bars if bar["unit"] == unit)
    value: dict[str, Any] = {"field": "value", "type": "quantitative", "title": unit}
    value |= {"scale": {"domainMin": 0, "domainMax": most * 1.15}, "axis": {"format": ","}}
    year = {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelLimit": 200}}
    both = {"x": year, "y": value}
    label = {"type": "text", "dy": -8, "fontSize": 13}
    return {
        "title": mine[0]["group"],
        "width": 600,
        "height": 200,
        "data": {"values": list(mine)},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": _BLUE},
                "encoding": {**both, "fill": {"field": "fill", "type": "nominal", "scale": None}},
            },
            {"mark": label, "encoding": {**both, "text": {"field": "value", "format": ","}}},
        ],
    }
