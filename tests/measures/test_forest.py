"""The forest is as good as scikit-learn's, is never scored on what it has seen, and does not depend on threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import plant, uniform
from sklearn.ensemble import RandomForestRegressor
from sklearn.tree import DecisionTreeRegressor

from sweepbrief.measures import encode
from sweepbrief.measures.forest import Forest, fit, leaf_size
from sweepbrief.measures.library_growth import LibraryGrower
from sweepbrief.measures.resampling import draw
from sweepbrief.measures.tree_shap import mean_sizes

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep


def _fit(sweep: Sweep, jobs: int = 1, *, reported: bool = False) -> Forest:
    design = encode(sweep)
    return fit(design, draw(design, 0), seed=0, jobs=jobs, reported=reported)


def test_replicates_do_not_leak() -> None:
    """Settings without any effect, each run five times with its own luck, are not predictable out of bag."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(np.repeat(rng.random((60, 3)), 5, axis=0), columns=list("abc"))
    luck = np.repeat(rng.normal(size=60), 5) + 0.1 * rng.normal(size=300)
    leaky = RandomForestRegressor(100, oob_score=True, random_state=0).fit(frame.to_numpy(), luck)
    assert leaky.oob_score_ > 0.8
    found = _fit(plant(frame, luck))
    assert found.r2.value < 0.1  # type: ignore[operator]


def test_bags_hold_settings_as_wholes() -> None:
    """Runs with the same settings are in every bag together or out of it together."""
    frame = pd.DataFrame({"a": np.repeat(np.arange(20.0), 3)})
    design = encode(plant(frame, np.arange(60.0)))
    outside = fit(design, draw(design, 0), seed=0).outside
    for group in range(20):
        members = outside[:, design.groups == group]
        assert (members == members[:, :1]).all()


@pytest.mark.parametrize("reported", [True, False])
def test_agrees_with_scikit_learn(*, reported: bool) -> None:
    """Without replicates, out-of-bag R2 and importances are those of scikit-learn's own forest, up to its luck."""
    frame = uniform(300, 4)
    metric = 3 * frame["p0"].to_numpy() + np.sin(6 * frame["p1"].to_numpy()) + 0.2 * np.random.default_rng(1).normal(size=300)
    ours = _fit(plant(frame, metric), reported=reported)
    theirs = RandomForestRegressor(100, oob_score=True, random_state=0).fit(frame, metric)
    assert ours.r2.value == pytest.approx(theirs.oob_score_, abs=0.02)
    gains = ours.nodes.gains(4)
    shares = (gains / gains.sum(axis=1, keepdims=True)).mean(axis=0)
    assert np.sort(shares) == pytest.approx(np.sort(theirs.feature_importances_), abs=0.02)


def test_the_reported_forest_is_scikit_learns() -> None:
    """Its first tree is, node by node, the one that scikit-learn grows on the same bag; beyond a size it is grown by us."""
    frame = uniform(40, 3).mask(np.random.default_rng(0).random((40, 3)) < 0.1)
    design = encode(plant(frame, np.arange(40.0) ** 2))
    rng, weights = np.random.default_rng(3), np.random.default_rng(4).integers(0, 3, (2, 40)).astype(np.int32)
    found = LibraryGrower(design.x.astype(np.float32), 2).grow(design.target, weights, rng)
    tree = DecisionTreeRegressor(min_samples_leaf=2, random_state=int(np.random.default_rng(3).integers(2**31 - 1, size=2)[0]))
    first = tree.fit(design.x, design.target, sample_weight=weights[0]).tree_
    np.testing.assert_array_equal(found.part(0, 1).threshold, first.threshold)
    np.testing.assert_array_equal(found.part(0, 1).value, first.value[:, 0, 0])


def test_explanations_add_up_to_predictions() -> None:
    """SHAP values and the forest's mean output sum to what it predicts."""
    frame = uniform(50, 3)
    design = encode(plant(frame, frame["p0"].to_numpy()))
    found = fit(design, draw(design, 0), seed=0)
    phi, _ = mean_sizes(found.nodes, design.x, design.players, design.players)
    np.testing.assert_allclose(phi.sum(axis=1) + found.base, found.predict(design.x), atol=1e-9)


def test_threads_do_not_matter() -> None:
    """One job and two give the same trees, also with missing settings."""
    frame = uniform(60, 3).mask(np.random.default_rng(0).random((60, 3)) < 0.1)
    for reported in (False, True):
        one, two = (_fit(plant(frame, np.arange(60.0)), jobs, reported=reported) for jobs in (1, 2))
        np.testing.assert_array_equal(one.prediction, two.prediction)
        assert one.r2 == two.r2


def test_lower_end_of_r2_promises_no_more_than_new_runs_keep() -> None:
    """The R2 on a thousand new runs is seldom below the out-of-bag interval."""
    hits = 0
    for seed in range(5):
        frame, fresh = uniform(80, 3, seed), uniform(1000, 3, seed + 100)
        rng = np.random.default_rng(seed)
        metric, new = (2 * one["p0"].to_numpy() + 0.4 * rng.normal(size=len(one)) for one in (frame, fresh))
        found = _fit(plant(frame, metric))
        score = RandomForestRegressor(50, random_state=0).fit(frame, metric).score(fresh, new)
        hits += found.r2.low <= score  # type: ignore[operator]
    assert hits >= 4


def test_leaf_sizes() -> None:
    """Leaves grow with the sweep."""
    assert [leaf_size(n) for n in (50, 499, 500, 1000, 3000, 100_000)] == [1, 1, 2, 3, 5, 25]
