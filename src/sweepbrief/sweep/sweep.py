"""A sweep: a study whose objective is chosen, validated once and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.errors import EmptySweepError, WrongUsageError
from sweepbrief.sweep.status import STATUSES

ASIDE = frozenset({"other_fidelity", "deleted", "parent_run"})
"""Reasons for which a run is set aside without having been lost."""

if TYPE_CHECKING:
    import pandas as pd

    from sweepbrief.sweep.objective import Objective
    from sweepbrief.sweep.parameter import Parameter
    from sweepbrief.sweep.record import Exclusion, Note, Source
    from sweepbrief.sweep.study import Sampler


@dataclass(frozen=True, slots=True)
class Sweep:
    """Runs, parameters that vary, and the objective they are judged by.

    Attributes
    ----------
    name : str
        What the sweep is called in the report.
    source : Source
        Where it was read.
    settings : pandas.DataFrame
        One row a run found, index the run's name (unique str); exactly one column a parameter, in the order of ``parameters``.
        Numeric columns are float64 with NaN for "not active or not recorded"; others object with None.
    metrics : pandas.DataFrame
        Same index; one float64 column an objective, in the order of ``objectives``; NaN where the run has no usable value
        (not finished, not recorded, infinite).
    statuses : pandas.Series of str
        Same index; words of ``STATUSES``.
    parameters : tuple of Parameter
        Those that vary among the runs; at least none (an honest report can say so).
    objectives : tuple of Objective
        First the primary one; directions are never None here.
    used : pandas.Series of bool
        Same index; True where the primary metric counts: finished and finite.
    order : pandas.Series or None
        Same index; float64, increasing in the order in which runs were started.
    seconds : pandas.Series or None
        Same index; run time in seconds.
    replicates : pandas.DataFrame
        Same index; columns of seeds and the like: replicate indices, no parameters. Often without columns.
    sampler : {"random", "grid", "adaptive", "unknown"}
        What the source says of how settings were chosen.
    excluded : tuple of Exclusion
        Every run and column left out, with its reason.
    notes : tuple of Note
        What was assumed or noticed.
    bookkeeping : pandas.DataFrame or None
        Same index; columns that are neither parameter nor metric (names, users, seeds, times), by which runs may be grouped.

    Raises
    ------
    EmptySweepError
        If no run counts.
    WrongUsageError
        If the parts do not fit each other.
    """

    name: str
    source: Source
    settings: pd.DataFrame
    metrics: pd.DataFrame
    statuses: pd.Series[str]
    parameters: tuple[Parameter, ...]
    objectives: tuple[Objective, ...]
    used: pd.Series[bool]
    order: pd.Series[float] | None
    seconds: pd.Series[float] | None
    replicates: pd.DataFrame
    sampler: Sampler
    excluded: tuple[Exclusion, ...] = ()
    notes: tuple[Note, ...] = ()
    bookkeeping: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        index = self.settings.index
        if not index.is_unique:
            raise WrongUsageError("Every run has a name of its own.", f"Found {index[index.duplicated()][0]!r} twice.")
        parts = (self.metrics, self.statuses, self.used, self.order, self.seconds, self.replicates, self.bookkeeping)
        for part in parts:
            if part is not None and not part.index.equals(index):
                raise WrongUsageError("Every part of a sweep has the same runs in the same order.")
        if list(self.settings.columns) != [parameter.name for parameter in self.parameters]:
            raise WrongUsageError("The settings have one column a parameter, in the parameters' order.")
        if any(objective.direction is None for objective in self.objectives) or not self.objectives:
            raise WrongUsageError("Every objective of a sweep has a direction.")
        if not set(self.statuses).issubset(STATUSES):
            raise WrongUsageError(
                "Statuses are words of the vocabulary.", f"Found {sorted(set(self.statuses) - set(STATUSES))}."
            )
        if not self.used.any():
            raise EmptySweepError(f"At least one finished run has the metric {self.objective.name}.", "Found none.")
        if not bool(np.isfinite(self.metrics.loc[self.used, self.objective.name]).all()):
            raise WrongUsageError("Runs that count have a finite metric.")

    @property
    def objective(self) -> Objective:
        """The primary objective."""
        return self.objectives[0]

    @property
    def aside(self) -> pd.Series[bool]:
        """Mark the runs that neither count nor were lost: made with another effort, deleted, or parents of other runs."""
        names = {item.name for item in self.excluded if item.what == "run" and item.reason in ASIDE}
        return self.statuses.index.to_series().isin(names) & ~self.used

    @property
    def outcome(self) -> pd.Series[float]:
        """The primary metric of the runs that count, in the metric's own unit."""
        return self.metrics.loc[self.used, self.objective.name]

    @property
    def best_run(self) -> str:
        """The name of the run with the best value (of equals, the first in the source)."""
        outcome = self.outcome
        return str(outcome.idxmin() if self.objective.direction == "minimize" else outcome.idxmax())

    @property
    def counts(self) -> dict[str, int]:
        """Runs by status, in the vocabulary's order, without the empty ones."""
        found = self.statuses.value_counts()
        return {status: int(found[status]) for status in STATUSES if status in found.index}

    @property
    def effort(self) -> frozenset[str]:
        """Parameters that say how much effort a run was given, where runs of all levels are analysed together."""
        return frozenset(str(note.facts["column"]) for note in self.notes if note.code == "fidelity_all")
