"""What a cell is expected to bring: a quasi-Poisson regression on the weeks before, after the improved Farrington algorithm.

Noufaily, A., Enki, D. G., Farrington, P., Garthwaite, P., Andrews, N., Charlett, A. (2013), "An improved algorithm for outbreak
detection in multiple surveillance systems", Statistics in Medicine 32, 1206-1222: a log-linear trend and a season over all weeks
of the baseline, the newest weeks left out, weeks of past outbreaks weighed down by their Anscombe residuals, limits from a negative
binomial distribution. Ours differs in that the season is three waves instead of ten steps, that weeks weigh less the older they
are, that a cell begins from the season and the trend of the cell above it, and that days of the week, holidays and late
registrations come in as what a day can bring at most (``exposure``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

WEEKS: Final = 156  # of the baseline, with those left out
LEFT_OUT: Final = 4  # newest weeks, which may be those of the outbreak
FEWEST: Final = 26  # weeks that must be known
_YEAR: Final = 365.25 / 7
_HALVED: Final = 52.0  # weeks until one weighs half
_WAVES: Final = 3
_TREND, _SEASON = (
    0.4,
    0.5,
)  # how far trend (a year) and waves are thought to go, as standard deviations of a logarithm
_OUTBREAK: Final = 2.58  # Anscombe residuals beyond which a week weighs less
_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Fitted:
    """By cell: ``rate`` a day of average exposure, now; ``spread``: the variance of its logarithm; ``dispersion``: variance over
    mean of a week (at least 1). ``shape``: logarithm of the rate of each week beside that of now (cells x weeks).
    """

    rate: Any
    spread: Any
    dispersion: Any
    shape: Any


def fitted(weeks: Any, exposure: Any, *, shape: Any | None = None) -> Fitted:
    """Returns the fit of ``weeks``, counts by cell and week (cells x weeks, the newest first; the newest ones are left out here).

    ``exposure``: days of average exposure in each week, as far as they are known by now. ``shape``: as that of the cells above.
    """
    numpy: Any = import_module("numpy")
    number = weeks.shape[1]
    design = _design(number)
    offset = numpy.log(numpy.maximum(exposure, 1e-9))
    above = numpy.zeros(weeks.shape) if shape is None else shape
    offset = offset + above
    weight = numpy.exp2(-numpy.arange(number) / _HALVED) * (numpy.arange(number) >= LEFT_OUT)
    weight = numpy.broadcast_to(weight, weeks.shape)
    found = _solved(weeks, offset, design=design, weight=weight)
    found = _solved(weeks, offset, design=design, weight=weight * _trusted(weeks, found))
    shape = (found.beta[:, 1:] @ design[:, 1:].T) + above
    return Fitted(
        rate=numpy.exp(found.beta[:, 0]),
        spread=found.dispersion * found.unsure,
        dispersion=found.dispersion,
        shape=shape,
    )


@dataclass(frozen=True, slots=True)
class _Solved:
    beta: Any
    mean: Any
    unsure: Any  # variance of the intercept over the dispersion
    dispersion: Any
    leverage: Any


def _design(number: int) -> Any:
    """Intercept, trend in years and waves, by week; all but the intercept are 0 now."""
    numpy: Any = import_module("numpy")
    back = -numpy.arange(number) / _YEAR
    columns = [numpy.ones(number), back]
    for wave in range(1, _WAVES + 1):
        columns += [numpy.sin(2 * math.pi * wave * back), numpy.cos(2 * math.pi * wave * back) - 1]
    return numpy.stack(columns, axis=1)


def _believed(columns: int) -> Any:
    """The precision with which each column is thought to be near 0 beforehand."""
    numpy: Any = import_module("numpy")
    waves = [(wave / _SEASON) ** 2 for wave in range(1, _WAVES + 1) for _ in range(2)]
    return numpy.diag([1e-3, _TREND**-2, *waves][:columns])


def _solved(weeks: Any, offset: Any, *, design: Any, weight: Any) -> _Solved:
    """Iteratively reweighted least squares, of all cells at once."""
    numpy: Any = import_module("numpy")
    believed = _believed(design.shape[1])
    beta = numpy.zeros((len(weeks), design.shape[1]))
    level = (weeks * weight).sum(axis=1) + 0.1
    beta[:, 0] = numpy.log(level / (numpy.exp(offset) * weight).sum(axis=1))
    products = design[:, :, None] * design[:, None, :]
    flat = products.reshape(len(design), -1)
    for _ in range(_ROUNDS):
        linear = numpy.clip(beta @ design.T, -20, 12)
        mean = numpy.exp(linear + offset)
        heavy = weight * mean
        matrix = (heavy @ flat).reshape(len(weeks), *believed.shape) + believed
        right = (heavy * linear + weight * (weeks - mean)) @ design
        beta = numpy.linalg.solve(matrix, right[..., None])[..., 0]
    inverse = numpy.linalg.inv(matrix)
    mean = numpy.exp(numpy.clip(beta @ design.T, -20, 12) + offset)
    leverage = numpy.clip(heavy * (inverse.reshape(len(weeks), -1) @ flat.T), 0, 0.9)
    freedom = numpy.maximum((weight > 0).sum(axis=1) - leverage.sum(axis=1), 1)
    scale = (
        weight.mean(axis=1, keepdims=True)
        * weight.shape[1]
        / numpy.maximum((weight > 0).sum(axis=1), 1)[:, None]
    )
    pearson = (weight / scale * (weeks - mean) ** 2 / numpy.maximum(mean, 1e-9)).sum(axis=1)
    row = inverse[:, 0]
    # A sandwich: weights are how much a week is believed to resemble these, no counts of weeks.
    noise = ((weight * heavy) @ flat).reshape(matrix.shape)
    unsure = numpy.einsum("ci,cij,cj->c", row, noise, row) + numpy.einsum("ci,ij,cj->c", row, believed, row)
    return _Solved(beta, mean, unsure, numpy.maximum(pearson / freedom, 1), leverage)


def _trusted(weeks: Any, found: _Solved) -> Any:
    """Less than 1 for weeks that look like an outbreak of their own."""
    numpy: Any = import_module("numpy")
    mean = numpy.maximum(found.mean, 1e-9)
    residual = 1.5 * (weeks ** (2 / 3) * mean ** (-1 / 6) - numpy.sqrt(mean))
    residual = residual / numpy.sqrt(found.dispersion[:, None] * (1 - found.leverage))
    return numpy.where(residual > _OUTBREAK, numpy.maximum(residual, 1.0) ** -2, 1.0)


def tail(observed: int, mean: float, *, variance: float) -> float:
    """Returns the chance of ``observed`` or more, negative binomial with ``mean`` and ``variance`` (Poisson where that is no more)."""
    if observed <= 0:
        return 1.0
    size = mean * mean / max(variance - mean, 1e-3 * mean)
    success = mean / (mean + size)
    at = math.lgamma(observed + size) - math.lgamma(size) - math.lgamma(observed + 1)
    term = math.exp(at + observed * math.log(success) + size * math.log1p(-success))
    total, count = term, observed
    while term > 1e-9 * total and count < observed + 100_000:
        term *= success * (count + size) / (count + 1)
        total += term
        count += 1
    return min(total, 1.0)
