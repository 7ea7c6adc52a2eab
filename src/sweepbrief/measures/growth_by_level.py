"""Growing trees in numpy, all nodes of a level at once: the same trees as the compiled growth, where that was not built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.sprouts import Sprouts
from sweepbrief.measures.tree_nodes import LEAF

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.growth import Grower

    Whole = NDArray[np.int64]

_GOLDEN, _FIRST, _SECOND = (np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_SHIFTS = tuple(np.uint64(one) for one in (30, 27, 31))


@dataclass(frozen=True, slots=True)
class _Entries:
    """The rows of all bags, tree by tree: row, weight, weighted outcome and outcome, shape (entries,)."""

    row: Whole
    weight: Whole
    sum: Whole
    y: Whole


@dataclass(frozen=True, slots=True)
class _Front:
    """The nodes of a level that may be split, and their entries in the order of every column.

    ``start`` and ``count`` tell where a node's entries stand in every list; ``place`` numbers the nodes among all grown.
    """

    lists: list[Whole]
    start: Whole
    count: Whole
    key: NDArray[np.uint64]
    weight: Whole
    sum: Whole
    place: Whole

    @property
    def node(self) -> Whole:
        """Tell to which node each entry of a list belongs."""
        return np.repeat(np.arange(len(self.count)), self.count)


@dataclass(slots=True)
class _Best:
    """The best split of every node of a level so far."""

    worth: NDArray[np.float64]
    luck: NDArray[np.uint64]
    column: Whole
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    rows: Whole
    weight: Whole
    sum: Whole


def mixed(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix bits (splitmix64; Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195)."""
    key = key + _GOLDEN
    key = (key ^ (key >> _SHIFTS[0])) * _FIRST
    key = (key ^ (key >> _SHIFTS[1])) * _SECOND
    return np.asarray(key ^ (key >> _SHIFTS[2]), dtype=np.uint64)


def grow_by_level(table: Grower, y: Whole, weights: NDArray[np.int32], keys: NDArray[np.uint64]) -> Sprouts:
    """Grow one tree for each row of ``weights``.

    Parameters
    ----------
    table : Grower
        Sorted settings.
    y : int64 array, shape (n,)
        Outcomes.
    weights : int32 array, shape (trees, n)
        How often each run is in each bag.
    keys : uint64 array, shape (trees,)
        Decide between equally good splits.

    Returns
    -------
    Sprouts
    """
    entries, front = _roots(table, y, weights, keys)
    levels = [(np.arange(len(weights)), front.weight, front.sum)]
    splits: list[tuple[Whole, _Best]] = []
    front = _kept(front, _open(front, entries, table.leaf))
    while len(front.count):
        best = _searched(table, entries, front)
        split = best.rows > 0
        front, best = _kept(front, split), _chosen(best, split)
        first = sum(len(one[1]) for one in levels)
        splits.append((front.place, best))
        tree = levels[-1][0][front.place - first + len(levels[-1][0])]
        front = _children(table, entries, front, best, first)
        levels.append((np.repeat(tree, 2), front.weight, front.sum))
        front = _kept(front, _open(front, entries, table.leaf))
    return _sorted_by_tree(levels, splits)


def _roots(table: Grower, y: Whole, weights: NDArray[np.int32], keys: NDArray[np.uint64]) -> tuple[_Entries, _Front]:
    inside = weights > 0
    tree, row = np.nonzero(inside)
    number = np.cumsum(inside.ravel()).reshape(inside.shape) - 1
    lists = []
    for order in table.order:
        trees, places = np.nonzero(inside[:, order])
        lists.append(number[trees, order[places]])
    weight = weights[tree, row].astype(np.int64)
    entries = _Entries(row, weight, weight * y[row], y[row])
    count = inside.sum(axis=1)
    start = np.cumsum(count) - count
    sums = [np.add.reduceat(one, start) for one in (entries.weight, entries.sum)]
    return entries, _Front(lists, start, count, mixed(keys), sums[0], sums[1], np.arange(len(weights)))


def _open(front: _Front, entries: _Entries, leaf: int) -> NDArray[np.bool_]:
    """Tell which nodes have rows enough, and outcomes that differ."""
    if not len(front.count):
        return np.zeros(0, dtype=bool)
    y = entries.y[front.lists[0]]
    varies = np.minimum.reduceat(y, front.start) < np.maximum.reduceat(y, front.start)
    return np.asarray((front.count >= 2 * leaf) & varies)


def _kept(front: _Front, kept: NDArray[np.bool_]) -> _Front:
    """Keep some nodes and their entries."""
    if kept.all():
        return front
    stay = np.repeat(kept, front.count)
    count = front.count[kept]
    return _Front(
        [one[stay] for one in front.lists],
        np.cumsum(count) - count,
        count,
        front.key[kept],
        front.weight[kept],
        front.sum[kept],
        front.place[kept],
    )


def _chosen(best: _Best, kept: NDArray[np.bool_]) -> _Best:
    return _Best(*(getattr(best, name)[kept] for name in _Best.__slots__))


def _searched(table: Grower, entries: _Entries, front: _Front) -> _Best:
    """Find the best split of every node over all columns; luck decides between equals."""
    many = len(front.count)
    whole = [np.zeros(many, dtype=np.int64) for _ in range(4)]
    best = _Best(np.full(many, -1.0), np.zeros(many, dtype=np.uint64), whole[0], np.zeros(many), np.zeros(many, dtype=bool),
                 *whole[1:])  # fmt: skip
    node = front.node
    for column, order in enumerate(front.lists):
        code = table.code[column][entries.row[order]]
        found = _scanned(entries, front, (node, order, code), table.leaf, lost_left=False)
        found.luck, found.column = mixed(front.key ^ np.uint64(column)), np.full(many, column)
        if bool((code < 0).any()):
            _take(found, _scanned(entries, front, (node, order, code), table.leaf, lost_left=True), tied=False)
        _take(best, found, tied=True)
    return best


def _take(best: _Best, found: _Best, *, tied: bool) -> None:
    """Take what is better, or as good and luckier."""
    better = found.worth > best.worth
    if tied:
        better |= (found.worth == best.worth) & (found.luck > best.luck) & (found.rows > 0)
    for name in _Best.__slots__ if tied else ("worth", "threshold", "missing_left", "rows", "weight", "sum"):
        getattr(best, name)[better] = getattr(found, name)[better]


def _scanned(
    entries: _Entries, front: _Front, lists: tuple[Whole, Whole, NDArray[np.int32]], leaf: int, *, lost_left: bool
) -> _Best:
    """Find every node's best split on one column; missing rows stand last, and go right or left."""
    node, order, code = lists
    many, lost = len(front.count), code < 0
    gone = [np.bincount(node, part * lost, minlength=many).astype(np.int64) if lost_left else np.zeros(many, dtype=np.int64)
            for part in (np.ones(len(node)), entries.weight[order], entries.sum[order])]  # fmt: skip
    last = np.flatnonzero((node[1:] == node[:-1]) & (code[1:] != code[:-1]) & ~(lost_left & lost[1:]))
    at = node[last]
    rows = last - front.start[at] + 1 + gone[0][at]
    good = (rows >= leaf) & (front.count[at] - rows >= leaf)
    last, at, rows = last[good], at[good], rows[good]
    sums = []
    for part, missing in zip((entries.weight, entries.sum), gone[1:], strict=True):
        running = np.cumsum(part[order])
        before = running[front.start] - part[order[front.start]]
        sums.append(running[last] - before[at] + missing[at])
    left, right = sums[1].astype(np.float64), (front.sum[at] - sums[1]).astype(np.float64)
    worth = left * left / sums[0] + right * right / (front.weight[at] - sums[0])
    first = np.full(many, -1)
    top = np.full(many, -1.0)
    np.maximum.at(top, at, worth)
    reached = np.flatnonzero(worth == top[at])[::-1]
    first[at[reached]] = reached
    some_lost = np.bincount(node, lost, minlength=many)[at] > 0
    sides = lost_left | (~some_lost & (rows > front.count[at] - rows))
    return _taken(first, (last, rows, *sums), worth, code, sides)


def _taken(
    first: Whole, found: tuple[Whole, ...], worth: NDArray[np.float64], code: NDArray[np.int32], sides: NDArray[np.bool_]
) -> _Best:
    """Write down the first of the best splits of each node."""
    many, some = len(first), first >= 0
    pick = first[some]
    last, rows, weight, total = found
    low, high = code[last[pick]].astype(np.float64), code[last[pick] + 1].astype(np.float64)
    none = np.zeros(many, dtype=np.int64)
    best = _Best(np.full(many, -1.0), np.zeros(many, dtype=np.uint64), none, np.zeros(many), np.zeros(many, dtype=bool),
                 none.copy(), none.copy(), none.copy())  # fmt: skip
    best.worth[some], best.threshold[some] = worth[pick], np.where(high < 0, np.inf, 0.5 * (low + high))
    best.missing_left[some], best.rows[some] = sides[pick], rows[pick]
    best.weight[some], best.sum[some] = weight[pick], total[pick]
    return best


def _children(table: Grower, entries: _Entries, front: _Front, best: _Best, first: int) -> _Front:
    """Deal the entries of split nodes out to their children, in every column's order."""
    node, some = front.node, front.lists[0]
    code = table.code[best.column[node], entries.row[some]]
    goes = np.zeros(len(entries.row), dtype=bool)
    goes[some] = np.where(code < 0, best.missing_left[node], code <= best.threshold[node])
    start, place = front.start, np.arange(len(node))
    lists = []
    for order in front.lists:
        left = goes[order]
        counted = np.cumsum(left)
        before = (counted[start] - left[start])[node]
        number = counted - before
        to = np.where(left, start[node] + number - 1, best.rows[node] + place - number)
        dealt = np.empty_like(order)
        dealt[to] = order
        lists.append(dealt)
    count = np.stack([best.rows, front.count - best.rows], axis=1).ravel()
    sums = [np.stack([part, whole - part], axis=1).ravel()
            for part, whole in ((best.weight, front.weight), (best.sum, front.sum))]  # fmt: skip
    key = np.stack([mixed(front.key), mixed(~front.key)], axis=1).ravel()
    return _Front(lists, np.cumsum(count) - count, count, key, sums[0], sums[1], first + np.arange(len(count)))


def _sorted_by_tree(levels: list[tuple[Whole, Whole, Whole]], splits: list[tuple[Whole, _Best]]) -> Sprouts:
    """Bring the nodes, which were grown level by level over all trees, into the order of the trees."""
    tree, weight, total = (np.concatenate(parts) for parts in zip(*levels, strict=True))
    many = len(tree)
    left, feature = np.full(many, LEAF), np.full(many, LEAF)
    threshold, missing = np.zeros(many), np.zeros(many, dtype=np.uint8)
    first = len(levels[0][0])
    for place, best in splits:
        left[place] = first + 2 * np.arange(len(place))
        feature[place], threshold[place], missing[place] = best.column, best.threshold, best.missing_left
        first += 2 * len(place)
    order = np.argsort(tree, kind="stable")
    number = np.empty(many, dtype=np.int64)
    number[order] = np.arange(many)
    sides = [np.where(left == LEAF, LEAF, number[np.where(left == LEAF, 0, left) + side])[order] for side in (0, 1)]
    roots = np.searchsorted(tree[order], np.arange(len(levels[0][0])))
    left, right = (one.astype(np.int64) for one in sides)
    return Sprouts(
        left, right, feature[order], threshold[order], missing[order], weight[order], total[order], roots.astype(np.int64)
    )
