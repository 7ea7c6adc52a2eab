"""scikit-learn's ``cv_results_`` as rows, whether from CSV, JSON, a data frame or the search object itself."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import Blob, bytes_of, head_of
from sweepbrief.sources.cells import parse_cell
from sweepbrief.sources.delimited import decode, is_text, read_delimited, sniff

Row = dict[str, object]

_MEAN: Final = "mean_test_"
_SETTING: Final = "param_"
_SETTINGS: Final = "params"
_MASKED: Final = frozenset({"--", "masked"})


def are_results(names: Sequence[str]) -> bool:
    """Tell whether names are the columns of ``cv_results_``."""
    return any(name.startswith(_MEAN) for name in names) and any(
        name == _SETTINGS or name.startswith(_SETTING) for name in names
    )


def holds_results(source: object) -> bool:
    """Tell whether a source holds ``cv_results_``: a file by its head, a table by its names, a search by its type."""
    if isinstance(source, pd.DataFrame):
        return are_results([str(name) for name in source.columns])
    if isinstance(source, Mapping):
        return are_results([str(name) for name in source])
    if isinstance(source, (Path, Blob)):
        head = head_of(source)
        if not is_text(head) or head.startswith(b"PAR1"):
            return False
        text = head.decode("utf-8", errors="replace").lstrip("\ufeff")
        if text.lstrip()[:1] in {"{", "["}:
            return f'"{_SETTING[:-1]}' in text and (f'"{_MEAN}' in text or '"mean_fit_time"' in text)
        first = text.split("\n", 1)[0].strip()
        return are_results([name.strip(' "') for name in first.split(sniff(first))])
    return is_search(source)


def is_search(source: object) -> bool:
    """Tell whether an object is a fitted search: it has ``cv_results_`` and the estimator it searched for."""
    return isinstance(getattr(source, "cv_results_", None), Mapping) and hasattr(source, "estimator")


def _plain(value: object) -> object:
    """Give a NumPy value as Python's own."""
    if isinstance(value, np.generic):
        return value.item()
    return value.tolist() if isinstance(value, np.ndarray) else value


def _of_columns(columns: Mapping[str, Any]) -> list[Row]:
    """Turn columns of equal length into rows; masked cells (a setting that did not act) are left out."""
    names = [name for name, column in columns.items() if hasattr(column, "__len__") and not isinstance(column, str)]
    count = max((len(columns[name]) for name in names), default=0)
    rows: list[Row] = [{} for _ in range(count)]
    for name in names:
        for row, value in zip(rows, columns[name], strict=False):
            if value is not np.ma.masked:
                row[str(name)] = _plain(value)
    return rows


def _of_json(data: bytes) -> list[Row]:
    try:
        tree = json.loads(decode(data)[0])
    except (ValueError, RecursionError) as error:
        raise UnreadableSourceError("The file must hold JSON.", " ".join(str(error).split())[:200]) from error
    if isinstance(tree, Mapping) and isinstance(tree.get("cv_results_"), Mapping):
        tree = tree["cv_results_"]
    if isinstance(tree, list):
        return [dict(row) for row in tree if isinstance(row, Mapping)]
    if isinstance(tree, Mapping) and all(isinstance(column, Mapping) for column in tree.values()):
        keys = dict.fromkeys(key for column in tree.values() for key in column)
        return [{name: column.get(key) for name, column in tree.items()} for key in keys]
    return _of_columns(tree) if isinstance(tree, Mapping) else []


def _of_frame(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def rows_of(source: object) -> list[Row]:
    """Read the rows of ``cv_results_``.

    Parameters
    ----------
    source : object
        Anything of which `holds_results` is true.

    Returns
    -------
    list of dict of str to object
        One row a candidate (and a rung, where the search halves), by column.

    Raises
    ------
    UnreadableSourceError
        If the file cannot be parsed.
    """
    if isinstance(source, (Path, Blob)):
        data = bytes_of(source)
        start = decode(data[:4096])[0].lstrip("\ufeff \t\r\n")[:1]
        return _of_json(data) if start in {"{", "["} else _of_frame(read_delimited(data).frame)
    if isinstance(source, pd.DataFrame):
        return _of_frame(source)
    return _of_columns(source if isinstance(source, Mapping) else source.cv_results_)  # type: ignore[attr-defined] # is_search


def is_missing(value: object) -> bool:
    """Tell whether a cell holds nothing: None, NaN, nothing written, or how NumPy writes a masked cell."""
    if value is None or value is pd.NA:
        return True
    return (isinstance(value, float) and math.isnan(value)) or (isinstance(value, str) and value.strip() in _MASKED | {""})


def _word(value: object) -> object:
    """Give a setting's value: None as a word, since it was set to that; objects as they are written."""
    value = _plain(value)
    if value is None:
        return "None"
    if isinstance(value, (bool, int, float, str, list, tuple, Mapping)):
        return value
    name = getattr(value, "__qualname__", None)
    return str(name) if name else " ".join(str(value).split())


def settings_of(rows: Sequence[Row]) -> list[Row]:
    """Give every candidate's settings: from its ``params`` where these can be read, which tells None from not set.

    Returns
    -------
    list of dict of str to object
        By the estimator's own parameter names; a setting that did not act is absent.
    """
    parsed = [parse_cell(row.get(_SETTINGS)) for row in rows]
    if rows and all(found is not None for found in parsed):
        return [{str(name): _word(value) for name, value in found.items()} for found in parsed if found is not None]
    return [
        {
            name.removeprefix(_SETTING): _word(value)
            for name, value in row.items()
            if name.startswith(_SETTING) and not is_missing(value)
        }
        for row in rows
    ]
