"""Trees are CART's, whoever grows them: the compiled library and numpy grow the same, and split where most is gained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.tree import DecisionTreeRegressor

from sweepbrief.measures.growth import grower
from sweepbrief.measures.tree_kernel import SWITCH, kernel
from sweepbrief.measures.tree_nodes import LEAF, line_up
from sweepbrief.measures.tree_predictions import changes, summed

if TYPE_CHECKING:
    from sweepbrief.measures.tree_nodes import Nodes

CASES = [
    {"n": 120, "p": 5, "leaf": 1},
    {"n": 120, "p": 4, "leaf": 3, "missing": 0.3},
    {"n": 90, "p": 3, "leaf": 1, "levels": 4, "missing": 0.2},
    {"n": 30, "p": 2, "leaf": 5, "levels": 2, "missing": 0.6},
    {"n": 12, "p": 1, "leaf": 8},
]


def _data(n: int, p: int, levels: int = 0, missing: float = 0.0, **_: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(n + p)
    x = rng.integers(0, levels, (n, p)).astype(float) if levels else rng.permuted(np.tile(np.arange(n * 1.0), (p, 1)), axis=1).T
    y = np.round((np.sin(x[:, 0]) + rng.normal(size=n)) * 2**20) / 2**20
    x[rng.random(x.shape) < missing] = np.nan
    bags = np.stack([np.bincount(rng.integers(n, size=n), minlength=n) for _ in range(8)]).astype(np.int32)
    return x, y, bags


def _grown(case: dict[str, float], jobs: int = 1) -> Nodes:
    x, y, bags = _data(**case)  # type: ignore[arg-type]
    return grower(x, int(case["leaf"]), jobs).grow(y, bags, np.random.default_rng(0))


@pytest.mark.parametrize("case", CASES)
def test_numpy_grows_the_same_trees(case: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every node, prediction and change of a prediction is the same to the last bit, compiled, in threads and in numpy."""
    if kernel() is None:
        pytest.skip("the compiled kernel was not built: no C compiler")
    x, _, bags = _data(**case)  # type: ignore[arg-type]
    donors = np.random.default_rng(1).integers(len(x), size=(2, len(x)))
    player = np.arange(x.shape[1]) // 2

    def everything(nodes: Nodes) -> list[np.ndarray]:
        fields = [getattr(nodes, name) for name in nodes.__slots__]
        return [*fields, summed(nodes, x, bags == 0), changes(nodes, x, bags == 0, donors, player)]

    compiled, threaded = everything(_grown(case)), everything(_grown(case, jobs=2))
    monkeypatch.setenv(SWITCH, "numpy")
    for one, two, other in zip(compiled, everything(_grown(case)), threaded, strict=True):
        np.testing.assert_array_equal(one, two)
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("case", CASES)
def test_trees_fit_as_well_as_scikit_learns(case: dict[str, float]) -> None:
    """The first split gains what scikit-learn's gains, and whole trees leave as little error, ties and luck aside."""
    x, y, bags = _data(**case)  # type: ignore[arg-type]
    ours = _grown(case)
    for number, weight in enumerate(bags):
        theirs = DecisionTreeRegressor(min_samples_leaf=int(case["leaf"]), random_state=0).fit(x, y, sample_weight=weight)
        mine, other = ours.part(number, number + 1), line_up([theirs.tree_])
        assert (mine.child[0, 0] == LEAF) == (other.child[0, 0] == LEAF)
        if mine.child[0, 0] != LEAF:
            sizes = [one.cover[one.child[:, 0]] @ np.square(one.value[one.child[:, 0]] - one.value[0]) for one in (mine, other)]
            assert sizes[0] == pytest.approx(sizes[1])
        errors = [weight @ np.square(summed(one, x, np.ones((1, len(x)), dtype=bool)) - y) for one in (mine, other)]
        assert errors[0] <= 1.1 * errors[1] + 1e-9


def test_leaves_hold_enough_runs_and_nodes_add_up() -> None:
    """No leaf is smaller than asked, children share their parent's weight, and values are weighted means."""
    case = CASES[1]
    x, y, bags = _data(**case)  # type: ignore[arg-type]
    nodes = _grown(case)
    split = np.flatnonzero(nodes.child[0] != LEAF)
    np.testing.assert_array_equal(nodes.cover[nodes.child[:, split]].sum(axis=0), nodes.cover[split])
    np.testing.assert_allclose(nodes.value[nodes.roots], bags @ y / bags.sum(axis=1), atol=1e-12)
    leaf = np.arange(len(nodes.value), dtype=float)
    own = type(nodes)(**{name: leaf if name == "value" else getattr(nodes, name) for name in nodes.__slots__})
    for number, weight in enumerate(bags):
        asked = np.zeros(bags.shape, dtype=bool)
        asked[number] = weight > 0
        reached = summed(own, x, asked)[weight > 0]
        assert np.unique(reached, return_counts=True)[1].min() >= case["leaf"]


def test_equal_columns_are_chosen_equally_often() -> None:
    """Luck decides between two columns that are the same, half the time for each."""
    rng = np.random.default_rng(3)
    x = np.repeat(rng.permutation(np.arange(60.0))[:, None], 2, axis=1)
    bags = np.ones((200, 60), dtype=np.int32)
    nodes = grower(x, 20).grow(x[:, 0] + rng.normal(size=60), bags, rng)
    assert 0.4 < nodes.feature[nodes.roots].mean() < 0.6
