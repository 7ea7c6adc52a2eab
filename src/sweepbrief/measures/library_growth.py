"""Trees grown by scikit-learn: the forest whose numbers are reported is the one that everybody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sweepbrief.measures.tree_nodes import line_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.tree_nodes import Nodes

MOST_CELLS: Final = 10_000
"""Runs times columns up to which scikit-learn grows the reported forest (500 runs of 20 columns: a second). Beyond, and for
the many forests that only say what noise would score, the same algorithm in `growth` takes a tenth of the time, and a report of
1,000 runs does not wait for another library."""


@dataclass(frozen=True, slots=True)
class LibraryGrower:
    """Grows trees as ``sklearn.tree.DecisionTreeRegressor``, one for each bag.

    Attributes
    ----------
    x : float32 array, shape (n, columns)
        Settings; NaN where missing.
    leaf : int
        Fewest runs in a leaf.
    jobs : int
        Threads; the trees do not depend on it.
    """

    x: NDArray[np.float32]
    leaf: int
    jobs: int = 1

    def grow(self, y: NDArray[np.float64], weights: NDArray[np.int32], rng: np.random.Generator) -> Nodes:
        """Grow one tree for each row of ``weights``, shape (trees, n); splits that are equally good are drawn from."""
        from sklearn import config_context  # noqa: PLC0415 - seconds to import, only needed here
        from sklearn.tree import DecisionTreeRegressor  # noqa: PLC0415 - same

        # scikit-learn looks for missing values only where it checks its input
        rules = {"check_input": bool(np.isnan(self.x).any())}
        column = np.ascontiguousarray(y[:, None])

        def one(seed: int, weight: NDArray[np.int32]) -> Any:  # noqa: ANN401 - scikit-learn has no types
            tree = DecisionTreeRegressor(min_samples_leaf=self.leaf, random_state=seed)
            return tree.fit(self.x, column, weight.astype(np.float64), **rules).tree_

        seeds = rng.integers(2**31 - 1, size=len(weights)).tolist()
        with config_context(skip_parameter_validation=True):
            if self.jobs == 1:
                return line_up([one(seed, weight) for seed, weight in zip(seeds, weights, strict=True)])
            from sklearn.utils.parallel import Parallel, delayed  # noqa: PLC0415 - same

            work = (delayed(one)(seed, weight) for seed, weight in zip(seeds, weights, strict=True))
            return line_up(Parallel(n_jobs=self.jobs, prefer="threads")(work))
