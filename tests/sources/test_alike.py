"""The quick look at pairs of columns loses none that repeat each other, and spares nearly all that do not."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from sweepbrief.sources.alike import corresponding, likely
from sweepbrief.sources.derived import _same_numbers


def test_no_copy_is_overlooked() -> None:
    """Lines, powers, roundings and equal columns, with gaps, infinities and any scale, are all kept for the close look."""
    rng = np.random.default_rng(0)
    x = 10 ** rng.uniform(-3, 2, 150)
    gaps = np.where(rng.random(150) < 0.2, np.nan, x)
    columns = {
        "x": x, "equal": x.copy(), "tenth": 0.1 * x + 3, "minus": -x, "inverse": 1 / x, "root": np.sqrt(x), "log": np.log10(x),
        "rounded": np.round(x), "digits": np.round(x, 2), "short": np.array([float(f"{one:.0e}") for one in x]),
        "huge": 1e200 * x,
        "gaps": gaps, "gaps too": 7 * gaps, "endless": np.where(x > 50, np.inf, x), "none": np.full(150, np.nan),
        "constant": np.ones(150), "other": rng.normal(size=150),
    }  # fmt: skip
    kept = likely(columns)
    with np.errstate(all="ignore"):
        repeats = {pair for pair in combinations(sorted(columns), 2) if _same_numbers(*(columns[name] for name in pair))}
    assert len(repeats) > 25
    assert repeats <= kept


def test_nearly_all_others_are_spared() -> None:
    """Of two hundred columns without relation hardly a pair is left to look at."""
    rng = np.random.default_rng(1)
    assert len(likely({f"p{place}": rng.uniform(size=100) for place in range(200)})) < 20


def test_levels_correspond_by_where_they_stand() -> None:
    """Two categories whose levels differ in nothing but their names are a pair; one with a level split in two is in none."""
    levels = {"size": ["s", "m", "s", "l"], "code": ["7", "5", "7", "6"], "split": ["s", "m", "t", "l"]}
    assert corresponding(levels) == {("code", "size")}


def test_a_number_is_no_rounding_of_infinity() -> None:
    """A column that is endless where its rounding is not repeats nothing."""
    x = np.geomspace(0.001, 100.0, 60)
    short = np.array([float(f"{one:.0e}") for one in x])
    assert _same_numbers(x, short) == "second"
    assert _same_numbers(np.where(x > 50, np.inf, x), short) is None
