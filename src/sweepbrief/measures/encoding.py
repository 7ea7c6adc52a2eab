"""From a sweep to its design: settings and outcome as arrays, in an order that depends on their contents alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sweepbrief.measures.coding import Coding, code, dense_rank, tidied
from sweepbrief.measures.design import Column, Design
from sweepbrief.measures.repeats import counting
from sweepbrief.measures.target import standardise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.sweep import Parameter, Sweep

_TWO = 2


def encode(sweep: Sweep) -> Design:
    """Turn the runs that count into arrays in canonical order.

    Parameters are ordered by their fingerprints: their codes (dense ranks, level numbers) in the order of the oriented
    outcome. Runs are ordered by outcome, equal ones by their settings. Names decide only between parameters, and between
    runs, that nothing else tells apart, so that no answer depends on how the source stored the sweep.

    Parameters
    ----------
    sweep : Sweep
        A sweep with at least one run that counts.

    Returns
    -------
    Design
        See there for shapes and units; the rule for extreme runs is that of `sweepbrief.measures.target`.
    """
    used = sweep.used.to_numpy(dtype=bool)
    settings = sweep.settings.loc[used]
    metric = sweep.outcome.to_numpy().astype(np.float64)
    target = standardise(metric, 1.0 if sweep.objective.direction == "maximize" else -1.0)
    rank = dense_rank(target.y).astype(np.int64)
    coded = {parameter.name: code(parameter, settings[parameter.name], rank) for parameter in sweep.parameters}
    parameters = tuple(sorted(sweep.parameters, key=lambda one: (coded[one.name].signature(rank), one.name)))
    matrix = _stack([coded[parameter.name].codes for parameter in parameters], len(metric))
    position = _position(sweep, used)
    names = [str(name) for name in settings.index.to_numpy(dtype=object)]
    rows = _row_order(rank, matrix, np.abs(metric), position, names)
    x, columns = _expand(parameters, coded, rows)
    values = _raw(settings.iloc[rows], parameters, [names[row] for row in rows.tolist()])
    numeric = [one.numeric and bool(values[one.name].notna().all()) for one in parameters]
    seed = counting(matrix[rows], numeric, target.y[rows])
    return Design(
        runs=tuple(names[row] for row in rows.tolist()),
        parameters=parameters,
        values=values,
        x=x,
        columns=columns,
        metric=metric[rows],
        y=target.y[rows],
        unit=target.unit,
        centre=target.centre,
        scale=target.scale,
        scores=None if target.scores is None else target.scores[rows],
        groups=_groups(matrix[rows] if seed is None else np.delete(matrix[rows], seed, axis=1)),
        kin=_kin(sweep, parameters, matrix[rows]),
        position=None if position is None else position[rows],
        counter=None if seed is None else parameters[seed].name,
    )


def _stack(codes: list[NDArray[np.float64]], n: int) -> NDArray[np.float64]:
    """Stand the codes side by side, missing ones as -1."""
    matrix = np.column_stack(codes) if codes else np.empty((n, 0))
    return np.where(np.isnan(matrix), -1.0, matrix)


def _position(sweep: Sweep, used: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    """Rank the runs that count in the order in which they were made."""
    if sweep.order is None:
        return None
    return sweep.order[used].rank(method="average").to_numpy().astype(np.float64) - 1.0


def _row_order(
    rank: NDArray[np.int64],
    matrix: NDArray[np.float64],
    size: NDArray[np.float64],
    position: NDArray[np.float64] | None,
    names: list[str],
) -> NDArray[np.int64]:
    """Order runs by outcome, then settings, then what is left to tell them apart: exact outcome, time, and name."""
    if int(rank.max(initial=-1)) + 1 == len(rank):
        return np.argsort(rank).astype(np.int64)
    keys = [*([] if position is None else [np.where(np.isnan(position), np.inf, position)]), size, *matrix.T[::-1], rank]
    rows = np.lexsort(keys)
    alike = np.logical_and.reduce([key[rows[1:]] == key[rows[:-1]] for key in keys])
    if alike.any():
        last = np.argsort(np.argsort(np.array(names, dtype=object), kind="stable"), kind="stable")
        rows = np.lexsort((last, *keys))
    return rows.astype(np.int64)


def _expand(
    parameters: tuple[Parameter, ...], coded: dict[str, Coding], rows: NDArray[np.int64]
) -> tuple[NDArray[np.float64], tuple[Column, ...]]:
    """Lay out the forest's columns: one for a number or two levels, one a level for more."""
    arrays: list[NDArray[np.float64]] = []
    columns: list[Column] = []
    for parameter in parameters:
        codes, levels = coded[parameter.name].codes[rows], coded[parameter.name].levels
        if len(levels) <= _TWO:
            arrays.append(codes)
            columns.append(Column(parameter.name))
            continue
        arrays.extend((codes == number).astype(np.float64) for number in range(len(levels)))
        columns.extend(Column(parameter.name, level) for level in levels)
    x = np.column_stack(arrays) if arrays else np.empty((len(rows), 0))
    return np.ascontiguousarray(x), tuple(columns)


def _raw(settings: pd.DataFrame, parameters: tuple[Parameter, ...], names: list[str]) -> pd.DataFrame:
    """Give the settings in their own units, parameters in canonical order, one spelling for "missing"."""
    index = pd.Index(names, dtype=object)
    found = {}
    for parameter in parameters:
        column = settings[parameter.name]
        if parameter.numeric:
            found[parameter.name] = pd.Series(column.to_numpy(np.float64, na_value=np.nan), index=index)
        else:
            found[parameter.name] = pd.Series(tidied(column), dtype=object, index=index)
    return pd.DataFrame(found, index=index)


def _kin(sweep: Sweep, parameters: tuple[Parameter, ...], matrix: NDArray[np.float64]) -> NDArray[np.int64] | None:
    """Give one number to settings that differ in effort alone, where that counts as one of them."""
    others = [place for place, parameter in enumerate(parameters) if parameter.name not in sweep.effort]
    return None if len(others) == len(parameters) else _groups(matrix[:, others])


def _groups(matrix: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give identical settings one number, in order of appearance."""
    if matrix.shape[1] == 0:
        return np.zeros(len(matrix), dtype=np.int64)
    if bool(((matrix.max(axis=0) == len(matrix) - 1) & (matrix.min(axis=0) == 0.0)).any()):  # dense ranks without a tie
        return np.arange(len(matrix), dtype=np.int64)
    _, first, inverse = np.unique(matrix, axis=0, return_index=True, return_inverse=True)
    place = np.empty(len(first), dtype=np.int64)
    place[np.argsort(first, kind="stable")] = np.arange(len(first))
    return place[inverse.reshape(-1)]
