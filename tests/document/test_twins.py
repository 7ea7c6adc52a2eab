"""Nearly the same settings, very different outcomes: the pair is the one that was planted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sweepbrief.document.twins import closest_pair
from sweepbrief.measures import encode
from sweepbrief.sweep import Objective, Parameter, Source, Sweep


def _sweep(settings: pd.DataFrame, metric: np.ndarray) -> Sweep:
    index = settings.index
    parameters = tuple(Parameter(str(name), "float", low=0.0, high=1.0) for name in settings.columns)
    return Sweep(
        name="twins",
        source=Source("table", "twins.csv", ""),
        settings=settings,
        metrics=pd.DataFrame({"loss": metric}, index=index),
        statuses=pd.Series("complete", index=index, dtype=object),
        parameters=parameters,
        objectives=(Objective("loss", "minimize"),),
        used=pd.Series(np.ones(len(index), dtype=bool), index=index),
        order=None,
        seconds=None,
        replicates=pd.DataFrame(index=index),
        sampler="random",
    )


def test_the_planted_pair_is_found() -> None:
    """One run repeats another with one setting moved a little and fails badly: these two are the twins."""
    rng = np.random.default_rng(3)
    settings = pd.DataFrame(rng.uniform(size=(60, 4)), columns=list("abcd"), index=[f"r{number}" for number in range(60)])
    settings.loc["r1"] = settings.loc["r0"]
    settings.loc["r1", "c"] += 1e-6
    metric = settings["a"].to_numpy() * 0.1
    metric[1] = 5.0
    found = closest_pair(encode(_sweep(settings, metric)))
    assert found is not None
    assert (found.better, found.worse, found.differing) == ("r0", "r1", ("c",))


def test_two_settings_have_no_twins() -> None:
    """With two different settings there is nothing to be nearer than."""
    settings = pd.DataFrame({"a": [0.1, 0.2]}, index=["r0", "r1"])
    assert closest_pair(encode(_sweep(settings, np.array([0.0, 1.0])))) is None
