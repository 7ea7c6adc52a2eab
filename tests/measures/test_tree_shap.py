"""SHAP values are exact: equal to the shap library, to enumeration, and to what the forest predicts."""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

from sweepbrief.measures import explain_forest
from sweepbrief.measures.tree_kernel import SWITCH, kernel, kernel_name
from sweepbrief.measures.tree_nodes import line_up
from sweepbrief.measures.tree_shap import mean_sizes

if TYPE_CHECKING:
    from sklearn.tree._tree import Tree

Forest = RandomForestRegressor | ExtraTreesRegressor


@pytest.fixture(params=["compiled", "numpy"], autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make every claim of this module for the compiled walk and for the one in numpy."""
    monkeypatch.setenv(SWITCH, request.param)
    if request.param == "compiled" and kernel() is None:
        pytest.skip("the compiled kernel was not built: no C compiler")
    assert kernel_name().startswith(request.param)
    return str(request.param)


def _data(n: int, p: int, seed: int, *, missing: float = 0.0, ties: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p))
    if ties:
        x = np.round(x * ties) / ties
    y = x[:, 0] * x[:, -1] + np.abs(x[:, p // 2]) + 0.3 * rng.normal(size=n)
    x[rng.random(x.shape) < missing] = np.nan
    return x, y


def _library(forest: Forest, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    shap = pytest.importorskip("shap")
    explainer = shap.TreeExplainer(forest, feature_perturbation="tree_path_dependent")
    pairs = np.asarray(explainer.shap_interaction_values(x))
    return np.asarray(explainer.shap_values(x, check_additivity=False)), pairs


def _assert_equal(forest: Forest, x: np.ndarray) -> None:
    phi, pairs = explain_forest(forest, x)
    want, want_pairs = _library(forest, x)
    scale = max(np.abs(want_pairs).max(), 1e-300)
    assert np.abs(phi - want).max() <= 1e-8 * scale
    assert np.abs(pairs - want_pairs).max() <= 1e-8 * scale


def _assert_adds_up(forest: Forest, x: np.ndarray) -> None:
    phi, pairs = explain_forest(forest, x)
    base = np.mean([tree.tree_.value[0, 0, 0] for tree in forest.estimators_])
    scale = max(1.0, np.abs(phi).max())
    np.testing.assert_allclose(pairs.sum(axis=2), phi, atol=1e-12 * scale)
    np.testing.assert_allclose(phi.sum(axis=1), forest.predict(x) - base, atol=1e-11 * scale)
    np.testing.assert_array_equal(pairs, pairs.transpose(0, 2, 1))


@pytest.mark.parametrize("kind", [RandomForestRegressor, ExtraTreesRegressor])
@pytest.mark.parametrize(
    ("n", "p", "missing", "ties", "leaf"),
    [(60, 3, 0.0, 0, 1), (60, 6, 0.2, 0, 1), (50, 4, 0.1, 2, 3), (40, 1, 0.0, 0, 1), (45, 70, 0.1, 0, 1), (30, 2, 0.5, 1, 5)],
)
def test_equal_to_the_library(kind: type, n: int, p: int, missing: float, ties: int, leaf: int) -> None:  # noqa: PLR0917, PLR0913 - a table of cases
    """Values and interactions agree with shap to 1e-8, with missing values, ties, large leaves and more than 64 features."""
    for seed in range(3):
        x, y = _data(n, p, seed, missing=missing, ties=ties)
        weights = np.random.default_rng(seed).integers(1, 5, n) if seed == 1 else None
        forest = kind(4, random_state=seed, min_samples_leaf=leaf).fit(x, y, sample_weight=weights)
        _assert_equal(forest, x[:25])
        _assert_adds_up(forest, x[:25])


def test_long_paths_are_exact() -> None:
    """Paths through twenty and more distinct features keep twelve digits."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 40))
    y = 2.0 ** (x > 0).astype(float).sum(axis=1)
    forest = RandomForestRegressor(3, max_features=1, random_state=0).fit(x, y)
    _assert_equal(forest, x[:5])


@pytest.mark.parametrize("p", [1, 2, 4, 6])
def test_equal_to_enumeration(p: int) -> None:
    """All 2^p coalitions, weighted as Shapley did, give the same values."""
    x, y = _data(40, p, p, missing=0.1)
    forest = RandomForestRegressor(2, random_state=p, bootstrap=False, max_features=0.7).fit(x, y)
    phi, pairs = explain_forest(forest, x[:3])
    for row in range(3):
        want, want_pairs = _enumerate(forest, x[row])
        np.testing.assert_allclose(phi[row], want, atol=1e-10)
        np.testing.assert_allclose(pairs[row], want_pairs, atol=1e-10)


def _enumerate(forest: Forest, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    p = len(row)
    worth = {}
    for size in range(p + 1):
        for players in combinations(range(p), size):
            worth[frozenset(players)] = np.mean([_worth(tree.tree_, row, set(players), 0) for tree in forest.estimators_])
    phi, pairs = np.zeros(p), np.zeros((p, p))
    for players, value in worth.items():
        size = len(players)
        for i in set(range(p)) - players:
            phi[i] += factorial(size) * factorial(p - size - 1) / factorial(p) * (worth[players | {i}] - value)
            for j in set(range(p)) - players - {i}:
                joint = worth[players | {i, j}] - worth[players | {i}] - worth[players | {j}] + value
                pairs[i, j] += factorial(size) * factorial(p - size - 2) / (2 * factorial(p - 1)) * joint
    pairs[np.arange(p), np.arange(p)] = phi - pairs.sum(axis=1)
    return phi, pairs


def _worth(tree: Tree, row: np.ndarray, players: set[int], node: int) -> float:
    left, right, feature = tree.children_left[node], tree.children_right[node], tree.feature[node]
    if left < 0:
        return float(tree.value[node, 0, 0])
    if feature in players:
        value = np.float32(row[feature])
        goes_left = tree.missing_go_to_left[node] if np.isnan(value) else float(value) <= tree.threshold[node]
        return _worth(tree, row, players, left if goes_left else right)
    cover = tree.weighted_n_node_samples
    parts = [cover[child] * _worth(tree, row, players, child) for child in (left, right)]
    return sum(parts) / float(cover[node])


def test_values_at_the_edge_of_a_threshold() -> None:
    """A value that float32 rounds onto or over a threshold goes the way scikit-learn sends it."""
    x, y = _data(80, 3, 5)
    forest = RandomForestRegressor(4, random_state=0).fit(x, y)
    edges = np.concatenate([tree.tree_.threshold[tree.tree_.feature == 0] for tree in forest.estimators_])
    near = [
        edges,
        np.nextafter(edges, np.inf),
        np.nextafter(edges, -np.inf),
        np.nextafter(edges.astype(np.float32), np.float32(9)),
    ]
    asked = np.tile(x[0], (4 * len(edges), 1))
    asked[:, 0] = np.concatenate(near)
    _assert_adds_up(forest, asked)


def test_stumps_constants_and_single_rows() -> None:
    """A forest that never splits explains nothing; a single run is explained like many; huge values do no harm."""
    x, y = _data(30, 3, 1)
    phi, pairs = explain_forest(RandomForestRegressor(3, random_state=0).fit(x, np.ones(30)), x)
    assert not phi.any()
    assert not pairs.any()
    stump = RandomForestRegressor(3, max_depth=1, random_state=0).fit(x, y)
    _assert_equal(stump, x)
    forest = RandomForestRegressor(3, random_state=0).fit(x, y)
    np.testing.assert_allclose(explain_forest(forest, x[:1])[0], explain_forest(forest, x)[0][:1], atol=1e-12)
    _assert_adds_up(forest, np.array([[1e300, -1e300, 1e-300]]).clip(-3e38, 3e38))
    assert explain_forest(forest, np.empty((0, 3)))[1].shape == (0, 3, 3)


def test_chains_of_a_thousand_splits() -> None:
    """Depth is no limit: a tree that peels off one run at a time is explained too."""
    x = np.arange(1200.0)[:, None]
    forest = RandomForestRegressor(1, bootstrap=False, random_state=0).fit(x, 1.6 ** np.arange(1200.0).clip(0, 1400))
    assert forest.estimators_[0].tree_.max_depth > 500
    phi, _ = explain_forest(forest, x[-3:])
    base = forest.estimators_[0].tree_.value[0, 0, 0]
    np.testing.assert_allclose(phi[:, 0], forest.predict(x[-3:]) - base, rtol=1e-9)


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows and trees in blocks of any size give the same values."""
    x, y = _data(90, 5, 2, missing=0.1)
    forest = RandomForestRegressor(6, random_state=0).fit(x, y)
    phi, pairs = explain_forest(forest, x)
    monkeypatch.setattr("sweepbrief.measures.tree_shap._ROWS", 32)
    monkeypatch.setattr("sweepbrief.measures.tree_shap._NODES", 1)
    again, again_pairs = explain_forest(forest, x)
    np.testing.assert_allclose(again, phi, atol=1e-12)
    np.testing.assert_allclose(again_pairs, pairs, atol=1e-12)


def _big() -> tuple[Forest, np.ndarray]:
    x, y = _data(200, 12, 4, missing=0.1)
    return RandomForestRegressor(5, random_state=0).fit(x, y), x


def test_mean_sizes_are_those_of_the_values() -> None:
    """Means of absolute values by group of columns are those of the whole array of runs times pairs."""
    forest, x = _big()
    phi, pairs = explain_forest(forest, x)
    players = np.array([0, 0, 1, 2, 3, 3, 3, 4, 5, 6, 7, 7])
    group = np.array([0, 1, 2, 4, 3, 4, 4, 4])
    by_player, by_group = np.eye(8)[players], np.eye(5)[group[players]]
    found, size = mean_sizes(line_up([tree.tree_ for tree in forest.estimators_]), x, players, group[players])
    np.testing.assert_allclose(found, phi @ by_player, atol=1e-12)
    np.testing.assert_allclose(size, np.abs(by_group.T @ pairs @ by_group).mean(axis=0), atol=1e-12)


def test_threads_change_nothing() -> None:
    """Two and five threads give the bits that one gives."""
    forest, x = _big()
    own = np.arange(12)
    once = mean_sizes(line_up([tree.tree_ for tree in forest.estimators_]), x, own, own)
    for jobs in (2, 5):
        for one, other in zip(
            once, mean_sizes(line_up([tree.tree_ for tree in forest.estimators_]), x, own, own, jobs=jobs), strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_wider_vectors_give_the_same_bits(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the oldest machine of a kind computes, the newest computes bit for bit."""
    if engine == "numpy":
        pytest.skip("numpy chooses its own width")
    forest, x = _big()
    found = []
    for width in ("0", "1", "2"):
        monkeypatch.setenv(SWITCH, width)
        found.append(explain_forest(forest, x))
    for other in found[1:]:
        np.testing.assert_array_equal(other[0], found[0][0])
        np.testing.assert_array_equal(other[1], found[0][1])


def test_both_walks_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled walk and the one in numpy give the same values to twelve digits."""
    forest, x = _big()
    own = np.arange(12)
    here = mean_sizes(line_up([tree.tree_ for tree in forest.estimators_]), x, own, own)
    monkeypatch.setenv(SWITCH, "numpy")
    for one, other in zip(here, mean_sizes(line_up([tree.tree_ for tree in forest.estimators_]), x, own, own), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12 * np.abs(other).max())
