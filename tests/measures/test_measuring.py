"""The measurements of a sweep do not depend on how it was stored, and no sweep is too odd to be measured."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import mixed, plant, uniform

from sweepbrief.measures import MEASURES, Estimate, Measurements, forest, measure, permutation


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    frame = mixed(60, seed=8)
    return pd.concat([frame, frame.iloc[:10].set_axis([f"again-{i}" for i in range(10)])])


@pytest.fixture(scope="module")
def metric(frame: pd.DataFrame) -> np.ndarray:
    return (
        0.1 * np.log10(frame["rate"].to_numpy())
        + 0.1 * frame["norm"].to_numpy()
        + 0.03 * np.random.default_rng(9).normal(size=70)
    )


@pytest.fixture(scope="module")
def original(frame: pd.DataFrame, metric: np.ndarray) -> Measurements:
    return measure(plant(frame, metric))


def _assert_same(one: Estimate, other: Estimate, factor: float = 1.0) -> None:
    assert one.why_not == other.why_not
    for a, b in ((one.value, other.value), (one.low, other.low), (one.high, other.high)):
        assert (a is None) == (b is None)
        if a is not None and b is not None:
            assert factor * a == pytest.approx(b, rel=1e-9, abs=1e-9 * abs(factor))


def _assert_equal(one: Measurements, other: Measurements, *, factor: float = 1.0, names: dict[str, str] | None = None) -> None:
    """Assert equality up to a positive factor of the metric."""
    names = names or {name: name for name in one.scores["pearson"].values}
    for measure_name, scores in one.scores.items():
        for name, estimate in scores.values.items():
            _assert_same(estimate, other.score(measure_name, names[name]), factor if measure_name == "shap" else 1.0)
    _assert_same(one.surrogate.oob_r2, other.surrogate.oob_r2)
    _assert_same(one.null_importance, other.null_importance)
    _assert_same(one.noise, other.noise, factor)
    np.testing.assert_array_equal(one.surrogate.oob_prediction, other.surrogate.oob_prediction)
    shares = {frozenset(pair.parameters): (pair.relative_share, factor * pair.mean_abs) for pair in one.pairs}
    for pair in other.pairs:
        back = {new: old for old, new in names.items()}
        assert (pair.relative_share, pair.mean_abs) == pytest.approx(
            shares[frozenset(back[name] for name in pair.parameters)], rel=1e-9
        )


def test_runs_and_columns_in_any_order(frame: pd.DataFrame, metric: np.ndarray, original: Measurements) -> None:
    """Shuffling rows and columns changes no number."""
    rows = np.random.default_rng(1).permutation(len(frame))
    shuffled = measure(plant(frame.iloc[rows][["norm", "rate", "momentum", "optimizer", "width", "pool"]], metric[rows]))
    _assert_equal(original, shuffled)
    assert list(shuffled.scores["shap"].values) == ["norm", "rate", "momentum", "optimizer", "width", "pool"]
    assert shuffled.levels == original.levels
    assert shuffled.dependence == original.dependence


def test_names_and_units(frame: pd.DataFrame, metric: np.ndarray, original: Measurements) -> None:
    """Renaming parameters and changing their units changes no number."""
    names = {name: f"{9 - place}{name}" for place, name in enumerate(frame.columns)}
    other = frame.assign(width=frame["width"] * 1000, momentum=frame["momentum"] / 7).rename(columns=names)
    _assert_equal(original, measure(plant(other, metric)), names=names)


@pytest.mark.parametrize("factor", [1000.0, 1 / 3])
def test_rescaled_metric(frame: pd.DataFrame, metric: np.ndarray, original: Measurements, factor: float) -> None:
    """Rescaling the metric rescales what is in its unit and nothing else."""
    _assert_equal(original, measure(plant(frame, factor * metric)), factor=factor)


def test_flipped_metric(frame: pd.DataFrame, metric: np.ndarray, original: Measurements) -> None:
    """Minimising the negated metric turns r and rho, and nothing else."""
    flipped = measure(plant(frame, -metric, "minimize"))
    for name in frame.columns:
        for signed in ("pearson", "spearman", "pearson_log"):
            one, other = original.score(signed, name), flipped.score(signed, name)
            turned = Estimate(*(None if end is None else -end for end in (one.value, one.high, one.low)), why_not=one.why_not)
            _assert_same(turned, other)
        for unsigned in ("eta_squared", "importance", "permutation", "shap"):
            _assert_same(original.score(unsigned, name), flipped.score(unsigned, name))
    assert flipped.surrogate.oob_r2 == original.surrogate.oob_r2


def test_the_same_twice_and_with_threads(frame: pd.DataFrame, metric: np.ndarray, original: Measurements) -> None:
    """The same sweep gives the same bytes, with one thread or two; another seed gives others."""
    again = measure(plant(frame, metric), jobs=2)
    assert {name: scores.values for name, scores in again.scores.items()} == {
        name: scores.values for name, scores in original.scores.items()
    }
    assert again.pairs == original.pairs
    assert measure(plant(frame, metric), seed=1).score("importance", "rate") != original.score("importance", "rate")


def test_order_of_scores_is_the_sweeps(frame: pd.DataFrame, original: Measurements) -> None:
    """Every measure has every parameter, in the sweep's order."""
    assert list(original.scores) == [module.MEASURE for module in MEASURES]
    for scores in original.scores.values():
        assert list(scores.values) == list(frame.columns)


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_too_few_runs(n: int) -> None:
    """One to seven runs are measured without a number that could mislead, and every missing one has its reason."""
    found = measure(plant(mixed(n), np.random.default_rng(n).random(n)))
    assert found.surrogate.oob_r2 == Estimate(None, why_not="too_few_runs")
    assert found.shap_error == "too_few_runs"
    for scores in found.scores.values():
        for one in scores.values.values():
            assert one.low is None
            assert one.why_not


@pytest.mark.parametrize(
    ("frame", "metric"),
    [
        (uniform(30, 3), np.ones(30)),
        (pd.DataFrame(index=[str(i) for i in range(20)]), np.arange(20.0)),
        (mixed(50)[["optimizer", "pool"]], np.arange(50.0)),
        (uniform(30, 2).assign(p1=np.nan), np.arange(30.0)),
        (uniform(30, 2), np.append(np.arange(29.0), 1e30)),
        (uniform(30, 2) * 1e300, np.arange(30.0) * 1e300),
        (uniform(30, 2) * 1e-300, np.arange(30.0) * 1e-300),
        (uniform(30, 1), np.arange(30.0)),
        (uniform(40, 80), np.arange(40.0)),
        (pd.DataFrame({"a": [1.0, 2.0] * 20}), np.arange(40.0)),
    ],
    ids=["constant", "no parameters", "categories", "empty column", "1e30", "huge", "tiny", "one", "wide", "two settings"],
)
def test_odd_sweeps(frame: pd.DataFrame, metric: np.ndarray) -> None:
    """No odd sweep raises or warns; what is missing has a reason, what is there is finite."""
    found = measure(plant(frame, metric, "minimize"))
    for scores in found.scores.values():
        for one in scores.values.values():
            assert one.value is not None or one.why_not
            assert all(number is None or np.isfinite(number) for number in (one.value, one.low, one.high))
    assert found.metric_digits >= 0


def test_samples_are_recorded(monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame, metric: np.ndarray) -> None:
    """What was measured on a part of the runs says on how many; what saw all says so."""
    whole = measure(plant(frame, metric))
    assert (whole.surrogate.bag, whole.permuted_rows, whole.shap_rows) == (0, 70, 70)
    monkeypatch.setattr(forest, "_BAG_CELLS", 1)
    monkeypatch.setattr(forest, "_SMALLEST_BAG", 40)
    monkeypatch.setattr(permutation, "MOST_PERMUTED", 50)
    part = measure(plant(frame, metric))
    assert (part.surrogate.bag, part.permuted_rows) == (40, 50)


def test_progress_is_told() -> None:
    """Each step is announced before it starts."""
    steps: list[str] = []
    measure(plant(uniform(20, 2), np.arange(20.0)), progress=steps.append)
    assert steps[:3] == ["encode", "forest", "shap"]
    assert steps[-1] == "null"
