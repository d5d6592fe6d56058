"""The bars of early warning on simulated years: a sample by default, all two hundred with MADOGUCHI_DEEP."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path

import numpy
import pytest

from madoguchi.mart.baseline import fitted, tail
from madoguchi.mart.lateness import LEARNED, LONGEST, known_of
from madoguchi.mart.watching import BUDGET, SHARES, WINDOWS, limit_of, since

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import early_warning as years

PARTS = 4 if os.environ.get("MADOGUCHI_DEEP") else 1


@pytest.fixture(scope="module")
def both():
    return years.both(PARTS, 50, outbreaks=25, seed=33)


def test_nine_of_ten_outbreaks_are_found_within_14_days(both):
    assert both[0].found >= 0.9 and len(both[0].delays) == 25 * PARTS


def test_at_most_two_false_alarms_a_week_over_all_cells(both):
    assert both[0].false_alarms <= BUDGET


def test_a_plain_threshold_with_as_many_false_alarms_takes_longer(both):
    mine, plain = both
    assert plain.false_alarms <= mine.false_alarms
    assert numpy.median(mine.delays) <= 0.7 * numpy.median(plain.delays)


def test_the_shares_of_the_budget_are_the_budget():
    assert sum(SHARES.values()) == pytest.approx(1)
    assert limit_of("regular", 20, budget=2) == 2 * limit_of("regular", 40, budget=2)


@pytest.mark.parametrize(("mean", "variance"), [(3.0, 3.5), (20.0, 45.0), (300.0, 900.0)])
def test_the_tail_is_that_of_the_negative_binomial(mean, variance):
    size = mean**2 / (variance - mean)
    chance = numpy.random.default_rng(1).negative_binomial(size, size / (size + mean), 400_000)
    limit = int(mean + 1.5 * math.sqrt(variance))
    assert tail(limit, mean, variance=variance) == pytest.approx((chance >= limit).mean(), rel=0.05)


def test_the_level_of_a_flat_cell_is_found_and_newest_weeks_do_not_move_it():
    weeks = numpy.random.default_rng(2).poisson(21, (4, 156))
    weeks[:, :4] = 90
    fit = fitted(weeks, numpy.full((4, 156), 7.0))
    assert fit.rate * 7 == pytest.approx(numpy.full(4, 21), rel=0.15) and (fit.dispersion < 1.5).all()


def test_a_past_outbreak_weighs_little():
    weeks = numpy.random.default_rng(3).poisson(20, (1, 156))
    weeks[0, 20:24] = 100
    assert 7 * fitted(weeks, numpy.full((1, 156), 7.0)).rate[0] < 25


def test_the_share_known_is_learned_although_the_newest_days_are_cut_off():
    shares = numpy.array([0.3, 0.3, 0.2, 0.1, 0.1])
    counts = numpy.zeros((1, LEARNED, LONGEST + 1))
    for back in range(LEARNED):
        counts[0, back, : min(5, back + 1)] = 1000 * shares[: back + 1]
    known = known_of(counts, numpy.arange(LEARNED)[::-1] % 7)
    assert known.share[0, :6] == pytest.approx([0.3, 0.6, 0.8, 0.9, 1.0, 1.0], abs=0.01)


def test_the_beginning_is_where_counts_begin_to_stand_out():
    recent = numpy.array([30.0] * 6 + [10.0] * 22)
    assert since(recent, numpy.full(28, 10.0)) == 5 and len(WINDOWS) == 3
