"""Files that are refused, each with what to do instead."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import numpy as np

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.near import listed
from sweepbrief.sources.pickles import is_pickle, refuse_pickle
from sweepbrief.sources.sqlite_files import open_readonly
from sweepbrief.sources.trees import load_yaml
from sweepbrief.sources.values import as_numbers
from sweepbrief.sources.wandb_space import is_sweep_config
from sweepbrief.sources.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

_SPREADSHEET: Final = b"\xd0\xcf\x11\xe0"
_SPACE_TABLE: Final = frozenset({"name", "type", "lower", "upper"})
_SPACE_LIST: Final = "hyperparameters"
_SPACE_RULES: Final = frozenset({"conditions", "forbiddens", "format_version"})
_COUNTERS: Final = frozenset({"epoch", "training_iteration"})
_FEWEST: Final = 3
_AXES: Final = frozenset(
    {"step", "_step", "epoch", "relative time (process)", "relative time (wall)", "wall time", "_timestamp"}
)


def refuse_unknown(path: object, head: bytes) -> NoReturn:
    """Refuse a file that no reader recognises, saying what it is as far as that can be seen.

    Raises
    ------
    UnreadableSourceError
        Always.
    """
    if is_pickle(head):
        refuse_pickle(path, head)
    remedy = "Run `sweepbrief sources` for the formats it reads; a CSV with one row a run always works."
    if not head.strip():
        raise UnreadableSourceError("A source of runs holds runs.", f"{path} is empty.", remedy)
    if head.startswith(_SPREADSHEET):
        raise UnreadableSourceError(
            "The file must be in a format that is read.", f"{path} is a spreadsheet.", "Save the sheet of runs as CSV."
        )
    if head.startswith(b"SQLite format 3\x00"):
        _refuse_sqlite(path, remedy)
    if _configures_sweep(head):
        raise UnreadableSourceError(
            "A source of runs holds runs.",
            f"{path} is the configuration of a sweep, and holds none.",
            "Name the table or folder of the sweep's runs; beside them, this file is read for ranges and goal.",
        )
    raise UnreadableSourceError("The source must be in a format that is read.", f"{path} is in none of them.", remedy)


def _configures_sweep(head: bytes) -> bool:
    """Tell whether a file begins as the configuration of a sweep of W&B does."""
    try:
        return b"parameters" in head and is_sweep_config(load_yaml(head.decode("utf-8", errors="replace")))
    except UnreadableSourceError:
        return False


def _refuse_sqlite(path: object, remedy: str) -> NoReturn:
    """Refuse an SQLite file: a damaged one, or the database of a tool that is not read."""
    try:
        with contextlib.closing(open_readonly(Path(str(path)))) as connection:
            tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    except (sqlite3.Error, OSError) as error:
        raise UnreadableSourceError("The SQLite file must be whole and readable.", f"{path}: {error}.") from error
    held = f"{path} holds {listed(sorted(tables))}." if tables else f"{path} holds no tables."
    raise UnreadableSourceError("An SQLite file must be the database of a tool that is read.", held, remedy)


def refuse_spaces(columns: Sequence[str]) -> None:
    """Refuse a search space: one row a parameter, or the parameters as one list.

    Parameters
    ----------
    columns : sequence of str
        Names of a table's columns.

    Raises
    ------
    UnreadableSourceError
        If the columns are those of a configuration space, as a table or as JSON.
    """
    names = {str(name).lower() for name in columns}
    if names >= _SPACE_TABLE or (_SPACE_LIST in names and names & _SPACE_RULES):
        raise UnreadableSourceError(
            "A source of runs holds runs.",
            "This is a search space: the parameters and their ranges, and none of the runs.",
            "Name the file or folder of the runs; a tool's own space beside them is read for ranges.",
        )


def refuse_charts(columns: Sequence[str]) -> None:
    """Refuse the data of a chart: one row a step, one column a run.

    Parameters
    ----------
    columns : sequence of str
        Names of a table's columns.

    Raises
    ------
    UnreadableSourceError
        If the columns are those of a chart exported from Weights & Biases (``run - metric``, ``run - metric__MIN``).
    """
    names = [str(name) for name in columns]
    bounds = [name for name in names if name.endswith("__MIN") and f"{name[:-5]}__MAX" in names]
    lines = [name for name in names[1:] if " - " in name]
    on_axis = bool(names) and names[0].strip().lower() in _AXES
    if bounds or (on_axis and lines and len(lines) == len(names) - 1):
        raise UnreadableSourceError(
            "A table of runs has one row a run.",
            "This is the data of a chart: one row a step, one column a run or group of runs.",
            "Export the table of runs instead, ungrouped (in Weights & Biases: the runs table, then Export, CSV).",
        )


def refuse_logs(frame: pd.DataFrame) -> None:
    """Refuse the log of one training: one row an epoch, whose rows are no runs.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table as it was read.

    Raises
    ------
    UnreadableSourceError
        If a column called epoch or training iteration counts the rows, from 0 or 1 on.
    """
    for name in frame.columns:
        if plain(str(name)) not in _COUNTERS or len(frame) < _FEWEST:
            continue
        ahead = as_numbers(frame[name]).to_numpy(dtype="float64") - np.arange(len(frame))
        if ahead[0] in {0.0, 1.0} and bool((ahead == ahead[0]).all()):
            raise UnreadableSourceError(
                "A table of runs has one row a run.",
                f"This is the log of one run: {name} counts its {len(frame)} rows.",
                "Gather the last or best row of every run's log in one table, beside what each run was given.",
            )
