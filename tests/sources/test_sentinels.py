"""A number that stands for a failure is a failure; a bad result is a result."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sweepbrief.sources import choose, read
from sweepbrief.sources.sentinels import find_sentinels

RESULTS = np.random.default_rng(1).random(30) + 0.1


@pytest.mark.parametrize("number", [2147483647, 1.7976931348623157e308, 1e6, 999999, 99999.0, 3.4028234663852886e38])
def test_worst_score_fill_ins_are_found(number: float) -> None:
    """The largest numbers and round ones far beyond the rest are fill-ins, in the direction in which they are worst."""
    values = pd.Series([*RESULTS, number, number])
    assert list(np.flatnonzero(find_sentinels(values, "minimize"))) == [30, 31]
    assert list(np.flatnonzero(find_sentinels(-values, "maximize"))) == [30, 31]


def test_several_fill_ins_are_found_together() -> None:
    """1e6 beside 2147483647 hides neither."""
    values = pd.Series([*RESULTS, 1e6, 2147483647])
    assert int(find_sentinels(values, "minimize").sum()) == 2


@pytest.mark.parametrize(
    "values",
    [
        [*RESULTS, 873.25],  # large, but nobody types it
        [*RESULTS, 20.0],
        [*(RESULTS * 1e5), 1e6],  # round, but in line with the others
        [1000.0, 1000.0, 1000.0],
        [*RESULTS, np.inf, np.nan],
        [2147483000.0, 2147483647.0, 2147480000.0],
    ],
)
def test_bad_results_are_results(values: list[float]) -> None:
    """Outliers, round numbers among their like and infinities are left alone."""
    assert not find_sentinels(pd.Series(values), "minimize").any()


def test_a_best_value_is_no_fill_in() -> None:
    """A reward of a million is kept; the same number as a loss is not."""
    values = pd.Series([*RESULTS, 1e6])
    assert not find_sentinels(values, "maximize").any()
    assert find_sentinels(values, "minimize").any()


def test_runs_with_a_fill_in_have_failed() -> None:
    """They are counted as failed, left out with the number, and the note says which it was."""
    frame = pd.DataFrame({"lr": np.linspace(0, 1, 32), "loss": [*RESULTS, 2147483647, 2147483647]})
    sweep = choose(read(frame))
    assert sweep.counts == {"complete": 30, "failed": 2}
    assert int(sweep.used.sum()) == 30
    assert [i.facts["value"] for i in sweep.excluded if i.reason == "sentinel"] == [2147483647.0] * 2
    assert next(n.facts for n in sweep.notes if n.code == "sentinels") == {
        "metric": "loss",
        "values": [2147483647.0],
        "runs": 2,
    }
