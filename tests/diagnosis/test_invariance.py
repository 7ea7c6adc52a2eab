"""Invariance: how a sweep is written down does not change what is said of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from planted_diagnoses import Diagnosed, diagnosed

from sweepbrief.diagnosis import diagnose
from sweepbrief.measures import measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.sweep import Direction

NAMES = ("rate", "dropout", "depth", "optimizer", "clip", "momentum", "idle")
Told = dict[str, tuple[object, ...]]


@cache
def written() -> pd.DataFrame:
    """Plant a curve, a line, a bowl, levels, a pair, a child of sgd, an idle number, and losses at large depths."""
    rng = np.random.default_rng(50)
    n = 170
    frame = pd.DataFrame(
        {
            "trial": np.arange(n),
            "rate": 10 ** rng.uniform(-5, -1, n),
            "dropout": rng.uniform(0, 0.8, n),
            "depth": rng.integers(1, 11, n),
            "optimizer": rng.choice(["adam", "lion", "sgd"], n),
            "clip": rng.random(n) < 0.5,
            "idle": rng.uniform(0, 1, n),
        }
    )
    frame["momentum"] = np.where(frame["optimizer"] == "sgd", rng.uniform(0, 1, n), np.nan)
    frame["score"] = (
        0.1 * np.log10(frame["rate"])
        - 0.4 * frame["dropout"]
        - 0.012 * (frame["depth"] - 5) ** 2
        + frame["optimizer"].map({"adam": 0.2, "lion": 0.0, "sgd": 0.1})
        + np.where(frame["clip"], 0.5, -0.5) * (frame["dropout"] - 0.4)
        + 0.4 * (frame["momentum"].fillna(0.5) - 0.5)
        + rng.normal(0, 0.06, n)
    )
    frame.loc[rng.random(n) < 0.06 + 0.5 * (frame["depth"] > 8), "score"] = np.nan
    return frame


def told(found: Diagnosed, names: Mapping[str, str] | None = None) -> Told:
    """Give what is said of each parameter under its original name: relevance, causes, partners, confidences."""
    back = {new: old for old, new in (names or {}).items()}
    return {
        back.get(parameter, parameter): (
            verdict.relevant,
            *((one.cause, tuple(back.get(other, other) for other in one.partners), one.confidence) for one in verdict.findings),
        )
        for parameter, verdict in found.diagnosis.verdicts.items()
    }


@cache
def original() -> Diagnosed:
    """Give what is said of the sweep as written."""
    return diagnosed(written(), order="trial")


def check(frame: pd.DataFrame, direction: Direction = "maximize", names: Mapping[str, str] | None = None) -> None:
    """Hold what is said of a rewritten sweep against the original."""
    found = diagnosed(frame, direction=direction, order="trial")
    assert told(found, names) == told(original())
    assert found.diagnosis.signal == original().diagnosis.signal
    assert (found.diagnosis.sampler, found.diagnosis.sampler_from) == (
        original().diagnosis.sampler,
        original().diagnosis.sampler_from,
    )


def test_the_sweep_is_rich_enough_to_change() -> None:
    """The original has at least six different causes, so that the comparisons below compare something."""
    assert len({finding.cause for finding in original().findings()}) >= 6


def test_twice_is_the_same() -> None:
    """The same sweep gives the same diagnosis, number for number."""
    again = diagnosed(written(), order="trial")
    assert [finding.facts for finding in again.findings()] == [finding.facts for finding in original().findings()]
    assert told(again) == told(original())


def test_the_full_measurement_gives_the_same_causes() -> None:
    """The cheaper measurement that these tests use leads to the causes, partners and relevance of the full one."""
    sweep = original().sweep
    full = Diagnosed(sweep, original().measurements, diagnose(sweep, measure(sweep)))
    for name in NAMES:
        assert full.causes(name) == original().causes(name)
        assert full.relevant(name) == original().relevant(name)
    assert {finding.partners for finding in full.findings()} == {finding.partners for finding in original().findings()}


def test_order_of_rows() -> None:
    """Runs written in another order, each with its place in the sweep, change nothing."""
    check(written().sample(frac=1.0, random_state=1))


def test_order_of_columns() -> None:
    """Columns written in another order change nothing."""
    check(written()[["score", "idle", "momentum", "clip", "optimizer", "trial", "depth", "dropout", "rate"]])


def test_sign_of_the_metric() -> None:
    """A negated metric that is minimised is the same metric."""
    check(written().assign(score=-written()["score"]), "minimize")


def test_scale_of_the_metric() -> None:
    """Per cent for shares, and another origin, change nothing."""
    check(written().assign(score=100 * written()["score"] + 300))


def test_names_of_the_parameters() -> None:
    """Parameters called otherwise, in another alphabetical order, are told the same story under their new names."""
    names = {name: f"{letter}_{name[::-1]}" for letter, name in zip("gfedcba", NAMES, strict=True)}
    check(written().rename(columns=names), names=names)


def test_units_of_the_parameters() -> None:
    """Milliseconds for seconds, and depths counted in dozens, change nothing."""
    frame = written()
    check(frame.assign(rate=1000 * frame["rate"], dropout=100 * frame["dropout"], idle=frame["idle"] / 60))


def test_a_constant_column() -> None:
    """A setting that never varied changes nothing."""
    check(written().assign(epochs=30))
