"""A sweep splits into one sweep a level, and nothing is lost on the way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sweepbrief.errors import WrongUsageError
from sweepbrief.sources import choose, read
from sweepbrief.sweep import split

RUNS = 60
RNG = np.random.default_rng(5)
OPT = np.array(["adam", "sgd", None], dtype=object)[np.arange(RUNS) % 3]
FRAME = pd.DataFrame(
    {
        "lr": RNG.random(RUNS),
        "opt": OPT,
        "momentum": np.where(OPT == "sgd", RNG.random(RUNS), np.nan),
        "layers": np.arange(RUNS) % 4 + 1,
        "user": np.array(["ann", "bo"])[np.arange(RUNS) % 2],
        "seed": np.arange(RUNS) % 5,
        "loss": RNG.random(RUNS),
    }
)


def test_parts_hold_every_run_once() -> None:
    """Levels stand in order, "not set" last; every run that counts is in exactly one part."""
    sweep = choose(read(FRAME))
    parts = split(sweep, "opt")
    assert [level for level, _ in parts] == ["adam", "sgd", None]
    names = [name for _, part in parts for name in part.settings.index]
    assert sorted(names) == sorted(sweep.settings.index)


def test_what_does_not_vary_within_a_part_is_left_out_with_a_reason() -> None:
    """The grouping parameter, and one that is inactive there, are listed."""
    parts = dict(split(choose(read(FRAME)), "opt"))
    assert [p.name for p in parts["adam"].parameters] == ["lr", "layers"]
    assert {item.name: item.reason for item in parts["adam"].excluded if item.name in {"opt", "momentum"}} == {
        "opt": "grouped",
        "momentum": "empty",
    }
    momentum = next(p for p in parts["sgd"].parameters if p.name == "momentum")
    assert momentum.active_when is None


@pytest.mark.parametrize(("by", "levels"), [("layers", [1, 2, 3, 4]), ("user", ["ann", "bo"]), ("seed", [0, 1, 2, 3, 4])])
def test_any_column_splits(by: str, levels: list[object]) -> None:
    """Numbers with few values, bookkeeping and seeds split as well as categories."""
    assert [level for level, _ in split(choose(read(FRAME)), by)] == levels


def test_too_many_levels_and_unknown_columns_are_refused() -> None:
    """A continuous parameter is no grouping; a misspelt one is answered with the close one."""
    sweep = choose(read(FRAME))
    with pytest.raises(WrongUsageError, match="levels"):
        split(sweep, "lr")
    with pytest.raises(WrongUsageError, match="layers"):
        split(sweep, "layer")


def test_levels_without_a_run_that_counts_are_left_out() -> None:
    """A level whose runs all failed makes no part."""
    frame = FRAME.assign(state=np.where(FRAME["layers"] == 4, "failed", "finished"))
    assert [level for level, _ in split(choose(read(frame)), "layers")] == [1, 2, 3]
