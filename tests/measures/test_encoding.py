"""The design says what the runs say, and nothing of how they were stored."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import mixed, plant

from sweepbrief.measures import Design, encode


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return mixed(90, seed=3)


@pytest.fixture(scope="module")
def metric(frame: pd.DataFrame) -> np.ndarray:
    rng = np.random.default_rng(4)
    return 0.8 + 0.1 * np.log10(frame["rate"].to_numpy()) + 0.05 * frame["norm"].to_numpy() + 0.02 * rng.normal(size=len(frame))


def _assert_same(one: Design, other: Design) -> None:
    np.testing.assert_array_equal(one.x, other.x)
    np.testing.assert_array_equal(one.y, other.y)
    np.testing.assert_array_equal(one.groups, other.groups)
    assert [column.level for column in one.columns] == [column.level for column in other.columns]


def test_rows_and_columns_may_come_in_any_order(frame: pd.DataFrame, metric: np.ndarray) -> None:
    """Shuffled runs and columns give the very same design, names included."""
    rows = np.random.default_rng(0).permutation(len(frame))
    shuffled = frame.iloc[rows][list(frame.columns[::-1])]
    one, other = encode(plant(frame, metric)), encode(plant(shuffled, metric[rows]))
    _assert_same(one, other)
    assert one.runs == other.runs
    assert one.parameters == other.parameters
    pd.testing.assert_frame_equal(one.values, other.values)


def test_negated_metric_with_the_other_direction_is_the_same_target(frame: pd.DataFrame, metric: np.ndarray) -> None:
    """Minimising -m is maximising m: only the unit's sign differs."""
    one, other = encode(plant(frame, metric)), encode(plant(frame, -metric, "minimize"))
    _assert_same(one, other)
    assert (one.unit, one.centre) == (-other.unit, -other.centre)


@pytest.mark.parametrize(("scale", "shift"), [(1000.0, 0.0), (1 / 3, 0.0), (1e-9, 0.0), (7.0, 100.0)])
def test_a_rescaled_metric_is_the_same_target(frame: pd.DataFrame, metric: np.ndarray, scale: float, shift: float) -> None:
    """Per cent instead of shares, or any other linear scale, changes not a bit of the target."""
    _assert_same(encode(plant(frame, metric)), encode(plant(frame, scale * metric + shift)))


def test_units_and_names_of_parameters_do_not_matter(frame: pd.DataFrame, metric: np.ndarray) -> None:
    """Milliseconds for seconds, a log for a rate, other names: the ranks stay."""
    other = frame.assign(width=frame["width"] * 1000, rate=np.log(frame["rate"]))
    other.columns = [f"z{9 - place}" for place in range(len(other.columns))]
    _assert_same(encode(plant(frame, metric)), encode(plant(other, metric)))


def test_metric_follows_from_target(frame: pd.DataFrame, metric: np.ndarray) -> None:
    """Centre plus unit times y gives the metric back to a millionth of its spread."""
    for direction in ("minimize", "maximize"):
        design = encode(plant(frame, metric, direction))
        np.testing.assert_allclose(design.centre + design.unit * design.y, design.metric, atol=1e-6 * abs(design.unit))


def test_layout(frame: pd.DataFrame, metric: np.ndarray) -> None:
    """Two levels are one column, four are four, a missing category is a level and a missing number stays missing."""
    design = encode(plant(frame, metric))
    assert {name: len(design.members(name)) for name in frame.columns} == {
        "rate": 1, "width": 1, "optimizer": 4, "pool": 1, "norm": 1, "momentum": 1,
    }  # fmt: skip
    assert None in [design.columns[number].level for number in design.members("optimizer")]
    (momentum,) = design.members("momentum")
    values = design.values
    np.testing.assert_array_equal(np.isnan(design.x[:, momentum]), values["momentum"].isna())
    (norm,) = design.members("norm")
    np.testing.assert_array_equal(design.x[:, norm] == 1.0, values["norm"].astype(bool))


def test_groups_are_identical_settings() -> None:
    """Runs share a number where every setting is the same, missing ones included."""
    frame = pd.DataFrame({"a": [1.0, 1.0, 2.0, np.nan, np.nan], "b": ["u", "u", "u", None, None]})
    design = encode(plant(frame, np.array([5.0, 4.0, 3.0, 2.0, 1.0])))
    assert design.groups.tolist() == [0, 0, 1, 2, 2]
    assert design.metric.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_one_diverged_run_does_not_stretch_the_scale(frame: pd.DataFrame, metric: np.ndarray) -> None:
    """A loss of 1e30 is drawn in to ten spreads; the other runs keep their distances."""
    loss = metric.copy()
    loss[7] = 1e30
    design = encode(plant(frame, loss, "minimize"))
    assert design.y.min() == -10.0
    assert design.drawn_in.sum() == 1
    assert abs(design.unit) == pytest.approx(np.std(np.delete(loss, 7)), rel=0.3)


@pytest.mark.parametrize("share", [0.2, 0.35])
def test_many_diverged_runs_leave_the_better_ones_apart(share: float) -> None:
    """Where a fifth or a third of the runs diverge by orders of magnitude, good runs are still told apart."""
    rng = np.random.default_rng(1)
    loss = rng.normal(1.0, 0.1, 200)
    diverged = rng.random(200) < share
    loss[diverged] = 10 ** rng.uniform(5, 30, diverged.sum())
    design = encode(plant(pd.DataFrame({"a": rng.random(200)}), loss, "minimize"))
    assert np.ptp(design.y[~design.drawn_in]) > 2.0
    assert design.drawn_in.sum() == diverged.sum()


def test_constant_metric_and_no_parameters() -> None:
    """A metric that never varies (to rounding) is zero throughout; a design without parameters is no error."""
    design = encode(plant(pd.DataFrame({"a": [1.0, 2.0, 3.0]}), np.array([0.3, 0.1 + 0.2, 0.3])))
    assert not design.y.any()
    assert encode(plant(pd.DataFrame(index=["u", "v"]), np.array([1.0, 2.0]))).x.shape == (2, 0)


def test_hostile_levels() -> None:
    """Lists, True beside 1, and markup are levels like any other."""
    values = pd.Series([[1, 2], [1, 2], True, 1, "<script>", None], dtype=object)
    design = encode(plant(pd.DataFrame({"a": values}), np.arange(6.0), kinds={"a": "categorical"}))
    assert len(design.members("a")) == 5
    assert design.groups.tolist() == [0, 0, 1, 2, 3, 4]


def test_order_becomes_ranks() -> None:
    """Times of start become positions 0, 1, ... among the runs that count."""
    sweep = plant(
        pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0]}), np.array([1.0, np.nan, 3.0, 2.0]), order=np.array([40, 30, 20, 10])
    )
    design = encode(sweep)
    assert design.runs == ("0", "3", "2")
    assert design.position is not None
    assert design.position.tolist() == [2.0, 0.0, 1.0]
