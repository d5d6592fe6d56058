"""Synthetic records whose tables equal document 003 exactly, amid others that must be left out: through another centre, of another
scheme, registered late, withdrawn, corrected. Nobody is in them: whatever the document does not say is drawn by chance.

Every day is chosen so that nothing is changed on the wrong side of a day on which the document looks (31 December 2020 and 2021).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from madoguchi.mart.drawing import PAID_BY, UNKNOWN, Chance, Drawn, delay, numbered, people, table_of, words
from madoguchi.mart.drawing import day_number as _number
from madoguchi.mart.left_out import left_out
from madoguchi.mart.published import Published, document_003
from madoguchi.mart.tables import a_year_before, fiscal_year_of, last_day_of

_STATED: Final = 0.62  # of the consultations, those whose contract amount is stated
_BOTH: Final = 0.02  # of those told to pay by one means, those told the other too
_CHUNK: Final = 1_000_000
_OLDER: Final = {
    2016: 0.45,
    2017: 0.5,
    2018: 0.52,
    2019: 0.58,
    2020: 0.66,
    2021: 0.72,
}  # invented: it only grows
_SMALL: Final = 1_000  # yen


def written(path: Path, rows: int, *, seed: int, tell: Callable[[str], None]) -> int:
    """Writes about ``rows`` records (never fewer than document 003 needs) to ``path``, a CSV or Parquet; returns how many."""
    number, writer = 0, None
    beside = path.with_name(f".{path.name}.part")
    for table in tables(rows, seed=seed):
        if writer is None:
            writer = _writer(beside, table.schema, csv=path.suffix.lower() == ".csv")
        writer.write_table(table)
        number += table.num_rows
        tell(f"{number:,} 行")
    if writer is not None:
        writer.close()
        beside.replace(path)
    return number


def _writer(path: Path, schema: Any, *, csv: bool) -> Any:
    if csv:
        module = import_module("pyarrow.csv")
        return module.CSVWriter(path, schema, write_options=module.WriteOptions(quoting_style="none"))
    return import_module("pyarrow.parquet").ParquetWriter(path, schema)


def tables(rows: int, *, seed: int) -> Iterator[Any]:
    """Yields the records as tables of the import format; the same seed gives the same ones."""
    first = _support(document_003(), Chance.of(seed, 0))
    yield first
    left, begun = rows - first.num_rows, 0
    while begun < left:
        size = min(_CHUNK, left - begun)
        chance = Chance.of(seed, 1, begun)
        yield table_of(
            _others(chance, size), numbered("R", chance.numpy.arange(begun, begun + size) + 100_000_000)
        )
        begun += size


def _support(published: Published, chance: Chance) -> Any:
    """All that says support scam, now or once, in no order."""
    parts: list[Any] = []
    for year, count in published.counts.items():
        parts += _with_histories(
            chance, _true(published, chance, year), end=_number(published.as_of), year=year
        )
        parts += left_out(chance, year, count=count, end=published.as_of)
    whole = import_module("pyarrow").concat_tables(parts)
    return whole.take(chance.source.permutation(whole.num_rows))


def _true(published: Published, chance: Chance, year: int) -> Drawn:
    """The records that the document counted in ``year``; ``limit`` is the day by which what is known of each stands."""
    size = published.counts[year]
    end, start = _number(published.as_of), _number(dt.date(year, 4, 1))
    last_year = fiscal_year_of(published.as_of) - 1
    if year == last_year:
        days = _same_period(published, chance, size)
    else:
        last = end - 1 if year > last_year else _number(last_day_of(year))
        received = chance.between(start, last, size=size)
        registered = chance.numpy.minimum(received + delay(chance, size), end)
        days = {"received_on": received, "registered_on": registered, "limit": chance.numpy.full(size, end)}
    return {
        **people(chance, size, older=_OLDER.get(year, 0.5)),
        **days,
        "scheme": chance.numpy.zeros(size, dtype="int64"),
        "via_other_centre": chance.numpy.where(chance.some(size, 0.02), UNKNOWN, 0),
        "contract_amount": _amounts(chance, size, published.means[year]),
        "paid_amount": _paid(chance, size, published.paid.get(year, round(size * 0.15))),
        "payment_methods": _means(
            chance, size, credit=published.credit[year], prepaid=published.prepaid[year]
        ),
    }


def _same_period(published: Published, chance: Chance, size: int) -> Drawn:
    """The year before: ``same_period`` of them registered by the same day, the others after it."""
    numpy, first = chance.numpy, published.same_period
    same, end = a_year_before(published.as_of), _number(published.as_of)
    start, cut = _number(dt.date(fiscal_year_of(same), 4, 1)), _number(same)
    early = chance.between(start, cut - 1, size=first)
    late = chance.between(cut - 90, _number(last_day_of(fiscal_year_of(same))), size=size - first)
    by_then = numpy.minimum(early + delay(chance, first), cut)
    after = numpy.maximum(late + delay(chance, size - first), cut + 1)
    return {
        "received_on": numpy.concatenate([early, late]),
        "registered_on": numpy.concatenate([by_then, after]),
        "limit": numpy.concatenate([numpy.full(first, cut), numpy.full(size - first, end)]),
    }


def _amounts(chance: Chance, size: int, mean: int) -> Any:
    """Sums whose mean is ``mean`` when rounded to the yen, and is not when it is cut or rounded otherwise by luck."""
    numpy, number = chance.numpy, round(size * _STATED)
    total = mean * number + int(chance.between(-(number // 3), number // 3, size=1)[0])
    drawn = chance.source.lognormal(0, 0.9, size=number)
    sums = numpy.maximum((drawn * (total / drawn.sum())).astype("int64"), _SMALL)
    order = numpy.argsort(-sums)
    while (over := int(sums.sum()) - total) != 0:
        step = order[: max(number // 10, 1)]
        change = -(-abs(over) // len(step))
        those = step[: max(abs(over) // change, 1)]
        sums[those] += change if over < 0 else -change
    placed = numpy.full(size, UNKNOWN)
    placed[chance.source.permutation(size)[:number]] = sums
    return placed


def _paid(chance: Chance, size: int, number: int) -> Any:
    placed = chance.numpy.where(chance.some(size, 0.5), UNKNOWN, 0)
    placed[chance.source.permutation(size)[:number]] = chance.between(1, 300, size=number) * _SMALL
    return placed


def _means(chance: Chance, size: int, *, credit: int, prepaid: int) -> Any:
    """Exactly ``credit`` records of one means and ``prepaid`` of the other, some of both; the rest of another one or unknown."""
    numpy, both = chance.numpy, round(min(credit, prepaid) * _BOTH)
    rest = size - (credit + prepaid - both)
    others = chance.between(PAID_BY.index("bank_transfer"), len(PAID_BY) - 1, size=rest)
    others = numpy.where(chance.some(rest, 0.7), UNKNOWN, others)
    known = numpy.repeat([0, 1, 2], [credit - both, prepaid - both, both])
    return chance.source.permutation(numpy.concatenate([known, others]))


def _with_histories(chance: Chance, true: Drawn, *, end: int, year: int) -> Iterator[Any]:
    """The true records, with what stood there before some were corrected, and what became of some after ``end``."""
    numpy, size = chance.numpy, len(true["received_on"])
    ids = numpy.arange(size) + year * 1_000_000
    limit = true.pop("limit")
    corrected = chance.some(size, 0.03) & (true["registered_on"] + 20 <= limit)
    true["revised_on"] = numpy.where(
        corrected, true["registered_on"] + chance.between(1, 20, size=size), UNKNOWN
    )
    before = {name: column[corrected] for name, column in true.items()}
    before["revised_on"] = numpy.full(int(corrected.sum()), UNKNOWN)
    yield table_of(true, numbered("S", ids))
    yield table_of(_mistaken(chance, before), numbered("S", ids[corrected]))
    withdrawn = chance.some(size, 0.01)
    revised = chance.some(size, 0.02) & ~withdrawn
    for those in (withdrawn, revised):
        later = {name: column[those] for name, column in true.items()}
        number = int(those.sum())
        later["revised_on"] = end + chance.between(1, 80, size=number)
        if those is withdrawn:
            later["withdrawn"] = numpy.ones(number, dtype="int64")
        yield table_of(later if those is withdrawn else _mistaken(chance, later), numbered("S", ids[those]))


def _mistaken(chance: Chance, drawn: Drawn) -> Drawn:
    """Each with another scheme, ten times the sum, or taken for one through another centre."""
    numpy, size = chance.numpy, len(drawn["received_on"])
    which, sums = chance.between(0, 2, size=size), drawn["contract_amount"]
    return {
        **drawn,
        "scheme": numpy.where(
            which == 0, chance.between(1, len(words()["scheme"]) - 1, size=size), drawn["scheme"]
        ),
        "contract_amount": numpy.where((which == 1) & (sums != UNKNOWN), sums * 10, sums),
        "via_other_centre": numpy.where(which == 2, 1, drawn["via_other_centre"]),
    }


def _others(chance: Chance, size: int) -> Drawn:
    """Records of the other schemes, and of none."""
    numpy = chance.numpy
    received = chance.between(_number(dt.date(2016, 4, 1)), _number(dt.date(2022, 3, 31)), size=size)
    scheme = chance.between(1, len(words()["scheme"]) - 1, size=size)
    stated = chance.some(size, 0.5)
    return {
        **people(chance, size, older=0.4),
        "received_on": received,
        "registered_on": received + delay(chance, size),
        "scheme": numpy.where(chance.some(size, 0.005), UNKNOWN, scheme),
        "via_other_centre": chance.weighted([95, 5], size=size),
        "contract_amount": numpy.where(
            stated, (chance.source.lognormal(10.5, 1.2, size=size)).astype("int64") + _SMALL, UNKNOWN
        ),
        "payment_methods": numpy.where(
            chance.some(size, 0.4), chance.between(0, len(PAID_BY) - 1, size=size), UNKNOWN
        ),
    }
