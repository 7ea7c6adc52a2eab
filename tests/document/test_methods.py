"""The methods say which numbers of a large sweep rest on a part of its runs, and by how much they may be off for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from planted_brief import plant

from sweepbrief.document import Prose, samples
from sweepbrief.document.sections import methods
from sweepbrief.measures import Surrogate
from sweepbrief.narrative import plain

if TYPE_CHECKING:
    import pytest


def _told(runs: int, *, bag: int, permuted: int, explained: int) -> str:
    brief = plant(runs)
    forest = brief.measurements.surrogate
    surrogate = Surrogate(forest.trees, forest.oob_r2, forest.oob_prediction, bag)
    measured = replace(brief.measurements, surrogate=surrogate, permuted_rows=permuted, shap_rows=explained)
    first = methods.write(replace(brief, measurements=measured)).blocks[0]
    assert isinstance(first, Prose)
    return plain(first.html).replace("\N{NO-BREAK SPACE}", " ")


def test_samples_are_stated_with_their_error() -> None:
    """The smallest sample bounds the error: 1.96 standard errors of a correlation of nothing, 0.196 for a hundred runs."""
    told = _told(240, bag=150, permuted=100, explained=120)
    assert "each tree grows on 150 settings, errors by permutation are measured on 100 runs" in told
    assert "SHAP values are taken of 120 runs" in told
    assert "off by up to 0.196, in 95 cases of 100" in told


def test_what_looks_at_every_run_is_no_sample() -> None:
    """Where every step sees all runs nothing is said; where one does not, only that one is named."""
    everything = plant(240).used
    assert "Samples" not in _told(240, bag=0, permuted=everything, explained=everything)
    told = _told(240, bag=0, permuted=everything, explained=64)
    assert "steps of so large a sweep: SHAP values are taken of 64 runs. For" in told
    assert "0.245" in told


def test_samples_of_times_and_of_lost_runs_are_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each where more runs were asked about than are looked at: times where there are any, losses likewise."""
    monkeypatch.setattr(samples, "MODEL_ROWS", 100)
    monkeypatch.setattr(samples, "LOST_ROWS", 110)
    brief = plant(240)
    timed = replace(brief.sweep, seconds=pd.Series(np.linspace(1, 9, 240), index=brief.sweep.settings.index))
    unlost = replace(timed, statuses=timed.statuses.where(timed.used, "running"))
    untimed = replace(timed, seconds=None)
    words = {"time": "run times are compared on 100 runs", "loss": "why runs were lost is asked of 110 runs"}
    for sweep, told in ((timed, {"time", "loss"}), (unlost, {"time"}), (untimed, {"loss"})):
        said = plain(samples.samples(replace(brief, sweep=sweep))).replace("\N{NO-BREAK SPACE}", " ")
        assert {step for step, word in words.items() if word in said} == told
