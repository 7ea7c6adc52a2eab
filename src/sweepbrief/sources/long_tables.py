"""Tables with several rows a run, such as exported histories: the last row of each run is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.sources.histories import fold_rows
from sweepbrief.sources.values import as_numbers
from sweepbrief.sources.words import plain
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STEPS: Final = ("step", "global_step", "training_iteration", "trainer_global_step", "iteration", "epoch")
_IDS: Final = ("run_id", "run_uuid", "trial_id", "run_name", "trial_name", "name", "run", "trial", "id")
_REPEATED: Final = 0.1


def _first(columns: Sequence[str], wanted: Sequence[str]) -> list[str]:
    return [column for name in wanted for column in columns if plain(column) == name]


def may_hold_steps(columns: Sequence[str]) -> bool:
    """Tell from its columns whether a table may hold one row a step instead of one row a run."""
    return bool(_first(columns, _IDS) and _first(columns, _STEPS))


def _is_history(run: pd.Series, steps: pd.Series) -> bool:
    """Tell whether runs repeat along steps, each step once (but for a few rows written twice)."""
    if run.is_unique or run.isna().any() or steps.isna().any():
        return False
    pairs = pd.DataFrame({"run": run, "step": steps})
    return bool(pairs.duplicated().mean() < _REPEATED) and len(steps.unique()) > 1


def _changing(frame: pd.DataFrame, run: pd.Series) -> frozenset[str]:
    """Find the columns that change within a run."""
    groups = pd.factorize(run)[0]
    codes = pd.DataFrame({name: pd.factorize(column.astype(str))[0] for name, column in frame.items()})
    grouped = codes.groupby(groups)
    return frozenset(map(str, codes.columns[(grouped.max() != grouped.min()).any()]))


@dataclass(frozen=True, slots=True)
class Folded:
    """A table with one row a run.

    Attributes
    ----------
    frame : pandas.DataFrame
        The last row of each run; the table as it is where it has no history.
    changing : frozenset of str
        Columns that change within runs.
    folds : mapping of str to pandas.DataFrame
        Those with numbers, folded in other ways.
    notes : tuple of Note
        What was done.
    """

    frame: pd.DataFrame
    changing: frozenset[str] = frozenset()
    folds: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def last_rows(frame: pd.DataFrame) -> Folded:
    """Keep the last row of each run where a table holds one row a step.

    Parameters
    ----------
    frame : pandas.DataFrame
        Raw cells.

    Returns
    -------
    Folded
        The table as it is where no column of run ids repeats along a column of steps; else one row a run, in the order of the
        runs' first rows.
    """
    names = [str(name) for name in frame.columns]
    for run in _first(names, _IDS):
        ids = frame[run].where(frame[run].isna(), frame[run].astype(str))
        for step in _first(names, _STEPS):
            steps = as_numbers(frame[step])
            if _is_history(ids, steps):
                last = steps.groupby(ids, sort=False).idxmax()
                kept = frame.loc[last.to_numpy()].reset_index(drop=True)
                note = Note("long_format", {"column": run, "rows": len(frame), "runs": len(kept)})
                changing = _changing(frame, ids)
                return Folded(kept, changing, fold_rows(frame, ids, steps, sorted(changing - {run, step})), (note,))
    return Folded(frame)
