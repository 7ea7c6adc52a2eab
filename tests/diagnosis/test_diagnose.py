"""The diagnosis as a whole: invariance, odd sweeps, and what every cause promises."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from planted_causes import diagnosed, drawn

from sweepbrief.diagnosis import CAUSES

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Diagnosis

Settings = dict[str, np.ndarray]


def rich(n: int = 160) -> tuple[Settings, np.ndarray]:
    """Plant a sweep with a bent, a straight, a joint and a categorical effect."""
    rng, x = drawn(n, 11)
    x["steps"] = rng.integers(1, 9, n)
    x["norm"] = rng.choice(np.array(["batch", "layer", "none"], dtype=object), n)
    y = -((np.log10(x["rate"]) + 2) ** 2) + 3 * x["a"] + 1.5 * (x["norm"] == "none") + 6 * (x["a"] - 0.5) * (x["b"] - 0.5)
    return x, y + 0.4 * rng.standard_normal(n)


def told(diagnosis: Diagnosis, names: dict[str, str] | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Give cause, partners and confidence of every finding, under the original names."""
    names = names or {}
    return {
        names.get(parameter, parameter): [
            (one.cause, tuple(names.get(other, other) for other in one.partners), one.confidence) for one in verdict.findings
        ]
        for parameter, verdict in diagnosis.verdicts.items()
    }


@pytest.fixture(scope="module")
def original() -> dict[str, list[tuple[object, ...]]]:
    x, y = rich()
    return told(diagnosed(x, y))


def test_reordering_runs_changes_nothing(original: dict[str, list[tuple[object, ...]]]) -> None:
    """Same runs in another order, names kept."""
    x, y = rich()
    order = np.random.default_rng(5).permutation(len(y))
    names = [f"run-{number}" for number in order]
    assert told(diagnosed({name: column[order] for name, column in x.items()}, y[order], names=names)) == original


def test_reordering_and_renaming_columns_changes_nothing(original: dict[str, list[tuple[object, ...]]]) -> None:
    """Same columns backwards under other names."""
    x, y = rich()
    renamed = {f"new.{name[::-1]}": x[name] for name in reversed(x)}
    found = diagnosed(renamed, y)
    assert told(found, {f"new.{name[::-1]}": name for name in x}) == original


def test_flipping_the_metric_with_its_direction_changes_nothing(original: dict[str, list[tuple[object, ...]]]) -> None:
    """A loss is a negative score."""
    x, y = rich()
    assert told(diagnosed(x, -y, direction="minimize")) == original


def test_rescaling_the_metric_changes_nothing(original: dict[str, list[tuple[object, ...]]]) -> None:
    """Percent instead of shares, from another zero."""
    x, y = rich()
    assert told(diagnosed(x, 100 * y + 1000)) == original


def test_another_unit_of_a_parameter_changes_nothing(original: dict[str, list[tuple[object, ...]]]) -> None:
    """Milliseconds for seconds."""
    x, y = rich()
    assert told(diagnosed({**x, "rate": 1000 * x["rate"], "a": 1000 * x["a"]}, y)) == original


@pytest.mark.parametrize("n", [1, 2, 3, 5, 9])
def test_very_few_runs_cannot_tell(n: int) -> None:
    """One to nine runs: a verdict for every parameter, none of them sure."""
    rng, x = drawn(n, 3)
    x["kind"] = rng.choice(np.array(["u", "v"], dtype=object), n)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = diagnosed(x, rng.standard_normal(n))
    assert found.signal == "none"
    assert all(verdict.relevant is None for verdict in found.verdicts.values())


def test_constant_metric_cannot_tell() -> None:
    """Nothing varies in the metric."""
    _, x = drawn(40, 4)
    found = diagnosed(x, np.ones(40))
    assert all(verdict.main.cause == "no_signal" for verdict in found.verdicts.values())


def test_more_parameters_than_runs_finds_the_one_that_acts() -> None:
    """120 parameters, 60 runs, one strong effect."""
    rng = np.random.default_rng(6)
    x = {f"p{number}": rng.random(60) for number in range(120)}
    found = diagnosed(x, 6 * x["p0"] + 0.4 * rng.standard_normal(60))
    assert [name for name, verdict in found.verdicts.items() if verdict.relevant] == ["p0"]


def test_enormous_values_are_harmless() -> None:
    """Settings of 1e300 and a diverged metric of 1e300."""
    rng, x = drawn(60, 8)
    y = x["a"] + 0.1 * rng.standard_normal(60)
    y[3] = 1e300
    found = diagnosed({**x, "a": 1e300 * x["a"]}, y)
    assert found.verdicts["a"].relevant is True


def test_every_finding_has_exactly_its_causes_facts_and_a_claim() -> None:
    """Facts are those the cause module names, in its order, and every finding rests on a test."""
    facts = {cause.CAUSE: cause.FACTS for cause in CAUSES}
    x, y = rich()
    y[np.random.default_rng(9).random(len(y)) < 0.3 * (x["idle"] > 0.6)] = np.nan
    for verdict in diagnosed(x, y).verdicts.values():
        assert verdict.findings
        for one in verdict.findings:
            assert tuple(one.facts) == facts[one.cause]
            assert one.claims
            assert 0 < one.confidence < 1
