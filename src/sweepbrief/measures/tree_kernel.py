"""The compiled library, and its walk through trees: the same values as in numpy, some ten times as fast, where it was built."""

from __future__ import annotations

import ctypes
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.tree_nodes import Nodes

ROWS: Final = 64
"""Rows of a block."""

LIBRARY: Final = Path(__file__).with_name("libtree_kernel.so")
SWITCH: Final = "SWEEPBRIEF_KERNEL"
"""Environment variable: ``numpy`` leaves the compiled library aside; ``0``, ``1``, ``2`` bound the width of its vectors."""

_INTERFACE: Final = 2
_WIDTHS: Final = ("plain", "AVX2", "AVX-512")
_NODES: Final = ("left", "right", "feature", "threshold", "cover", "value", "missing_left")
_TASK: Final = ("x", "player", "group", "phi", "pairs")


class _Nodes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in _NODES]


class _Task(ctypes.Structure):
    _fields_ = [("columns", ctypes.c_int64), *((name, ctypes.c_void_p) for name in _TASK)]


@cache
def _loaded() -> ctypes.CDLL | None:
    """Load the library; None where it was not built, or for another version of this module."""
    try:
        library = ctypes.CDLL(str(LIBRARY))
        return library if library.sweepbrief_interface() == _INTERFACE else None
    except (OSError, AttributeError):
        return None


def kernel() -> ctypes.CDLL | None:
    """Give the compiled library, or None where numpy does the work."""
    return None if os.environ.get(SWITCH) == "numpy" else _loaded()


def kernel_name() -> str:
    """Name what computes SHAP values here, for a person."""
    library = kernel()
    if library is None:
        return "numpy" if os.environ.get(SWITCH) == "numpy" else "numpy (the compiled kernel was not built here)"
    return f"compiled ({_WIDTHS[min(_width() % 3, library.sweepbrief_width())]})"


def _width() -> int:
    """Give the widest vectors asked for; -1 for those of the machine."""
    asked = os.environ.get(SWITCH, "")
    return int(asked) if asked in {"0", "1", "2"} else -1


class CompiledNodes:
    """The nodes of a forest, as the library takes them.

    Parameters
    ----------
    nodes : Nodes
        Kept as long as this.

    Attributes
    ----------
    pointer : ctypes pointer
        To all arrays.
    roots : ctypes.c_void_p
        Where each tree starts.
    """

    def __init__(self, nodes: Nodes) -> None:
        whole, real, small = np.int64, np.float64, np.uint8
        fields = (*nodes.child, nodes.feature, nodes.threshold, nodes.cover, nodes.value, nodes.missing_left)
        kinds = (whole, whole, whole, real, real, real, small)
        self._kept = [np.ascontiguousarray(one, dtype=kind) for one, kind in zip(fields, kinds, strict=True)]
        self._nodes = _Nodes(*(one.ctypes.data for one in self._kept))
        self._roots = np.ascontiguousarray(nodes.roots, dtype=whole)
        self.pointer = ctypes.byref(self._nodes)
        self.roots = ctypes.c_void_p(self._roots.ctypes.data)


class CompiledWalk:
    """A forest, ready for the compiled walk; blocks may be explained by several threads at once.

    Parameters
    ----------
    library : ctypes.CDLL
        See `kernel`.
    nodes : Nodes
        Of the forest's trees.
    players, groups : int64 arrays, shape (columns,)
        What a column belongs to in the SHAP values, and in the pairs.
    """

    def __init__(self, library: ctypes.CDLL, nodes: Nodes, players: NDArray[np.int64], groups: NDArray[np.int64]) -> None:
        self._library = library
        self._nodes = CompiledNodes(nodes)
        self._levels = nodes.levels
        self._players, self._groups = (np.ascontiguousarray(one, dtype=np.int64) for one in (players, groups))
        self.trees = nodes.trees
        self.many = (int(players.max()) + 1, int(groups.max()) + 1)

    def block(self, x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Explain at most `ROWS` rows, shape (rows, columns), rounded to float32.

        Returns
        -------
        phi : float64 array, shape (players, ROWS)
            SHAP values times the number of trees; rows behind those asked for mean nothing.
        pairs : float64 array, shape (groups * (groups - 1) / 2, ROWS)
            Interaction values times twice the number of trees: pair (i, j), i > j, is row i (i - 1) / 2 + j.
        """
        players, groups = self.many
        columns = np.zeros((x.shape[1], ROWS))
        columns[:, : len(x)] = x.T
        phi, pairs = np.zeros((players, ROWS)), np.zeros((groups * (groups - 1) // 2, ROWS))
        held = (columns, self._players, self._groups, phi, pairs)
        task = _Task(len(columns), *(one.ctypes.data for one in held))
        done = self._library.sweepbrief_explain(
            self._nodes.pointer,
            self._nodes.roots,
            ctypes.c_int64(self.trees),
            ctypes.c_int64(self._levels),
            ctypes.byref(task),
            ctypes.c_int(_width()),
        )
        if not done:
            raise MemoryError
        return phi, pairs

    def add_sizes(self, block: tuple[NDArray[np.float64], NDArray[np.float64]], rows: int, size: NDArray[np.float64]) -> None:
        """Add to ``size``, shape (groups, groups), the absolute values of a block's first rows, on the scale of its pairs."""
        phi, pairs = block
        grouped = phi if len(phi) == len(size) else self._by_group(phi)
        own = np.empty_like(grouped)
        pointers = [ctypes.c_void_p(one.ctypes.data) for one in (grouped, pairs)]
        sums = [ctypes.c_void_p(one.ctypes.data) for one in (own, size)]
        self._library.sweepbrief_sizes(*pointers, *(ctypes.c_int64(one) for one in (len(size), ROWS, rows)), *sums)

    def _by_group(self, phi: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum the values of a group's players."""
        first = np.unique(self._players, return_index=True)[1]
        grouped = np.zeros((self.many[1], ROWS))
        np.add.at(grouped, self._groups[first], phi)
        return grouped
