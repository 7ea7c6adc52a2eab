"""The explanation of the forest: SHAP values by parameter and the mean size of every pair, checked to add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sweepbrief.measures.importance import tree_shares
from sweepbrief.measures.score import PairScore
from sweepbrief.measures.tree_shap import mean_sizes, sum_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design
    from sweepbrief.measures.forest import Forest
    from sweepbrief.measures.tree_nodes import Nodes

Engine = Literal["exact", "shap"]

MOST_ROWS = 2000
"""Runs explained at most: more change mean sizes by less than another seed of the forest does."""

MOST_PAIRS = 1000
"""Pairs listed at most: 45 parameters have fewer."""

_FEWEST_ROWS = 250
_WORK = 60_000_000
MOST_PAIRED = 256
"""Parameters whose pairs are told apart at most; of more, the least important are taken together."""

_PURPOSE = 105
_TOLERANCE = 1e-6
_BLOCK = 256
_LARGEST = 1e30


@dataclass(frozen=True, slots=True)
class Explanation:
    """SHAP values of the explained runs, in units of ``Design.target``.

    Attributes
    ----------
    rows : int64 array, shape (m,)
        Which runs were explained, as rows of the design.
    phi : float64 array, shape (m, p)
        By parameter: columns of one parameter are summed.
    size : float64 array, shape (g, g)
        Mean absolute interaction value of every pair over the explained runs, main effects on the diagonal.
    group : int64 array, shape (p,)
        Row of ``size`` of each parameter. With more than 256 parameters the 255 of largest impurity importance have rows of
        their own, and the last row is for all others together; it sums their values before it takes sizes.
    """

    rows: NDArray[np.int64]
    phi: NDArray[np.float64]
    size: NDArray[np.float64]
    group: NDArray[np.int64]

    @property
    def paired(self) -> NDArray[np.bool_]:
        """Mark the parameters whose pairs are known, shape (p,)."""
        found: NDArray[np.bool_] = (len(self.size) == len(self.group)) | (self.group < len(self.size) - 1)
        return found

    def relative_shares(self) -> NDArray[np.float64]:
        """Give 2 A_ij / (A_ii + A_jj + 2 A_ij) for every pair, shape (p, p)."""
        own = np.diagonal(self.size)
        whole = own[:, None] + own[None, :] + 2.0 * self.size
        return np.divide(2.0 * self.size, whole, out=np.zeros_like(whole), where=whole > 0.0)


def explain(design: Design, forest: Forest, *, seed: int, engine: Engine = "exact", jobs: int = 1) -> Explanation | None:
    """Explain the forest's predictions of all runs, or of 250 to 2,000 of them chosen by seed, fewer where trees are large.

    Parameters
    ----------
    design : Design
        The runs.
    forest : Forest
        Fitted on them.
    seed : int
        Chooses the runs where not all are explained.
    engine : {"exact", "shap"}
        Our algorithm or the shap library's; the same values, the library takes far longer.
    jobs : int
        Threads; the result does not depend on it.

    Returns
    -------
    Explanation or None
        None where values do not sum to the prediction within 1e-6 of the scale of the output.
    """
    rows = np.sort(np.random.default_rng([seed, _PURPOSE]).permutation(design.n)[: _most_rows(forest)])
    x, players = design.x[rows], design.players
    group = _groups(design, forest)
    if engine == "exact":
        values, size = mean_sizes(forest.nodes, x, players, group[players], jobs=jobs)
    else:
        values, size = sum_up(_library_blocks(forest, x, players, group), group)
    output = forest.predict(x) - forest.base
    return Explanation(rows, values, size, group) if _adds_up(values.sum(axis=1), output) else None


def _groups(design: Design, forest: Forest) -> NDArray[np.int64]:
    """Give each parameter its row among the pairs."""
    many = len(design.starts)
    if many <= MOST_PAIRED:
        return np.arange(many)
    share = tree_shares(forest, design).mean(axis=0)
    group = np.full(many, MOST_PAIRED - 1)
    group[np.argsort(-share, kind="stable")[: MOST_PAIRED - 1]] = np.arange(MOST_PAIRED - 1)
    return group


def _most_rows(forest: Forest) -> int:
    """Say how many runs can be explained within a fixed amount of work, counted in runs times splits."""
    return int(np.clip(_WORK // max(forest.nodes.splits, 1), _FEWEST_ROWS, MOST_ROWS))


def _adds_up(sums: NDArray[np.float64], whole: NDArray[np.float64]) -> bool:
    """Tell whether sums agree with the whole to a millionth of its scale."""
    scale = float(np.abs(whole).max(initial=0.0)) or 1.0
    return bool(np.abs(sums - whole).max(initial=0.0) <= _TOLERANCE * scale)


def _library_blocks(
    forest: Forest, x: NDArray[np.float64], players: NDArray[np.int64], group: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Yield the shap library's values in blocks laid out as ours."""
    import shap  # noqa: PLC0415 - six seconds to import, only where asked for

    explainer = shap.TreeExplainer(_library_model(forest.nodes), feature_perturbation="tree_path_dependent")
    by_player, by_group = (np.eye(int(kind.max()) + 1)[kind] for kind in (players, group[players]))
    for start in range(0, len(x), _BLOCK):
        pairs = np.asarray(explainer.shap_interaction_values(x[start : start + _BLOCK]), dtype=np.float64)
        phi = np.asarray(explainer.shap_values(x[start : start + _BLOCK], check_additivity=False), dtype=np.float64)
        yield by_player.T @ phi.T, np.einsum("rij,ia,jb->abr", pairs, by_group, by_group, optimize=True)


def _library_model(nodes: Nodes) -> dict[str, object]:
    """Describe the trees as the library takes them from others: it adds trees up, and knows no infinite thresholds."""
    trees = []
    for number in range(nodes.trees):
        one = nodes.part(number, number + 1)
        left, right = one.child
        trees.append({
            "children_left": left,
            "children_right": right,
            "children_default": np.where(one.missing_left, left, right),
            "features": one.feature,
            "thresholds": np.minimum(one.threshold, _LARGEST),
            "values": one.value[:, None] / nodes.trees,
            "node_sample_weight": one.cover,
        })  # fmt: skip
    return {"trees": trees, "internal_dtype": np.float64, "input_dtype": np.float64, "base_offset": 0.0}


def pair_scores(explanation: Explanation, design: Design, names: list[str], acting: set[str]) -> tuple[PairScore, ...]:
    """Give the pairs, at most `MOST_PAIRS`, those of two acting parameters first, then by relative share.

    Two idle parameters share the forest's noise, and may share a large part of the little they have.
    Names within a pair, and equal pairs, stand in the order of ``names``.
    """
    place = {one.name: number for number, one in enumerate(design.parameters)}
    order = np.array([place[name] for name in names], dtype=np.int64)
    paired = explanation.paired[order]
    order = explanation.group[order[paired]]
    names = [name for name, known in zip(names, paired, strict=True) if known]
    shares = explanation.relative_shares()[np.ix_(order, order)]
    sizes = 2.0 * explanation.size[np.ix_(order, order)] * abs(design.target_step)
    first, second = np.triu_indices(len(names), 1)
    acts = np.array([name in acting for name in names], dtype=bool)
    ranked = np.lexsort((-shares[first, second], ~(acts[first] & acts[second])))[:MOST_PAIRS]
    return tuple(
        PairScore((names[one], names[other]), float(shares[one, other]), float(sizes[one, other]))
        for one, other in zip(first[ranked].tolist(), second[ranked].tolist(), strict=True)
    )


def interaction_shares(explanation: Explanation, design: Design) -> Mapping[str, float]:
    """Give the part of each parameter's mean absolute SHAP interaction values that it shares with any other, 0..1."""
    own = np.diagonal(explanation.size)
    whole = explanation.size.sum(axis=1)
    share = np.divide(whole - own, whole, out=np.zeros_like(whole), where=whole > 0.0)
    known = zip(design.parameters, explanation.group, explanation.paired, strict=True)
    return {one.name: float(share[row]) for one, row, paired in known if paired}
