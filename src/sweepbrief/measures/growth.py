"""Growing the trees of a regression forest (CART; Breiman et al. 1984) on settings in ranks.

Settings are whole numbers and are sorted once for all trees; outcomes are taken as whole multiples of a tiny step, so that
sums are exact in whatever order they are made. The compiled growth and the one in numpy therefore grow the same trees.
"""

from __future__ import annotations

import ctypes
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.measures.growth_by_level import grow_by_level
from sweepbrief.measures.sprouts import Sprouts
from sweepbrief.measures.tree_kernel import kernel
from sweepbrief.measures.tree_nodes import LEAF, Nodes

if TYPE_CHECKING:
    from numpy.typing import NDArray

MISSING: Final = -1
"""What stands for a missing setting."""

_BITS: Final = 50
_ENTRIES: Final = 4_000_000


class _Table(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int64) for name in ("rows", "columns", "leaf")),
        *((name, ctypes.c_void_p) for name in ("order", "code", "y")),
    ]


class _Tree(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("left", "right", "feature", "threshold", "missing_left", "weight", "sum")]


@dataclass(frozen=True, slots=True)
class Grower:
    """Grows trees on the same runs, one for each bag.

    Attributes
    ----------
    code : int32 array, shape (columns, n)
        Settings; -1 where missing.
    order : int32 array, shape (columns, n)
        Rows by setting, missing ones last.
    leaf : int
        Fewest runs in a leaf.
    jobs : int
        Threads; the trees do not depend on it.
    """

    code: NDArray[np.int32]
    order: NDArray[np.int32]
    leaf: int
    jobs: int = 1

    def grow(self, y: NDArray[np.float64], weights: NDArray[np.int32], rng: np.random.Generator) -> Nodes:
        """Grow one tree for each row of ``weights``, shape (trees, n); splits that are equally good are drawn from."""
        keys = rng.integers(2**64, size=len(weights), dtype=np.uint64)
        centre = float(np.median(y))
        most = float(np.abs(y - centre).max()) * float(weights.sum(axis=1).max())
        step = 2.0 ** (np.ceil(np.log2(most)) - _BITS) if most > 0.0 else 1.0
        whole = np.rint((y - centre) / step).astype(np.int64)
        library = kernel()
        sprouts = self._by_level(whole, weights, keys) if library is None else self._compiled(library, whole, weights, keys)
        return _nodes(sprouts, centre, step)

    def _by_level(self, y: NDArray[np.int64], weights: NDArray[np.int32], keys: NDArray[np.uint64]) -> list[Sprouts]:
        """Grow in numpy, as many trees at once as there is room for."""
        each = max(1, _ENTRIES // max(1, int((weights > 0).sum(axis=1).max()) * len(self.code)))
        starts = range(0, len(weights), each)
        return [grow_by_level(self, y, weights[at : at + each], keys[at : at + each]) for at in starts]

    def _compiled(
        self, library: ctypes.CDLL, y: NDArray[np.int64], weights: NDArray[np.int32], keys: NDArray[np.uint64]
    ) -> list[Sprouts]:
        """Grow tree by tree with the compiled library."""
        columns, rows = self.code.shape
        library.sweepbrief_grow.restype = ctypes.c_int64
        table = _Table(rows, columns, self.leaf, *(one.ctypes.data for one in (self.order, self.code, y)))

        def one(number: int) -> Sprouts:
            weight = np.ascontiguousarray(weights[number])
            room = Sprouts.room(2 * int(np.count_nonzero(weight)))
            tree = _Tree(*(field.ctypes.data for field in room.fields()))
            asked = ctypes.c_void_p(weight.ctypes.data), ctypes.c_uint64(int(keys[number]))
            count = library.sweepbrief_grow(ctypes.byref(table), *asked, ctypes.byref(tree))
            if not count:
                raise MemoryError
            return room.first(count)

        if self.jobs == 1:
            return [one(number) for number in range(len(weights))]
        with ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(one, range(len(weights))))


def grower(x: NDArray[np.float64], leaf: int, jobs: int = 1) -> Grower:
    """Sort settings for the growth of trees.

    Parameters
    ----------
    x : float64 array, shape (n, columns)
        Whole numbers from 0; NaN where missing.
    leaf : int
        Fewest runs in a leaf.
    jobs : int
        Threads.

    Returns
    -------
    Grower
    """
    code = np.where(np.isnan(x), MISSING, x).astype(np.int32).T
    code = np.ascontiguousarray(code)
    last = np.where(code == MISSING, np.iinfo(np.int32).max, code)
    return Grower(code, np.argsort(last, axis=1, kind="stable").astype(np.int32), leaf, jobs)


def _nodes(sprouts: list[Sprouts], centre: float, step: float) -> Nodes:
    """Put what was grown behind one another."""
    roots, count = [], 0
    for one in sprouts:
        roots.append(one.roots + count)
        count += len(one.left)
    child = [
        np.where(one.left == LEAF, LEAF, np.stack([one.left, one.right]) + start)
        for one, start in zip(sprouts, (int(root[0]) for root in roots), strict=True)
    ]
    weight = np.concatenate([one.weight for one in sprouts]).astype(np.float64)
    return Nodes(
        roots=np.concatenate(roots),
        child=np.concatenate(child, axis=1),
        feature=np.concatenate([one.feature for one in sprouts]),
        threshold=np.concatenate([one.threshold for one in sprouts]),
        missing_left=np.concatenate([one.missing_left for one in sprouts]).astype(bool),
        cover=weight,
        value=centre + np.concatenate([one.sum for one in sprouts]) / weight * step,
    )
