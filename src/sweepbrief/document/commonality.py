"""What the runs that were lost had in common: counted, never inferred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from sweepbrief.sweep import Parameter, Sweep

FEWEST_LOST = 5
WIDEST = 0.2
"""A share among the lost runs must exceed the share among the kept ones by this much to be worth a sentence."""


@dataclass(frozen=True, slots=True)
class Common:
    """A setting that lost runs share more often than kept ones.

    Attributes
    ----------
    parameter : str
        Which.
    level : object
        The level; None where ``span`` is given.
    span : tuple of two float or None
        Range of values: the lowest or the highest third of what was tried.
    lost_with, lost, kept_with, kept : int
        Counts of runs: lost ones with the setting, all lost ones, kept ones with it, all kept ones.
    """

    parameter: str
    level: object
    span: tuple[float, float] | None
    lost_with: int
    lost: int
    kept_with: int
    kept: int

    @property
    def excess(self) -> float:
        """Share among the lost minus share among the kept."""
        return self.lost_with / self.lost - self.kept_with / self.kept


def common_settings(sweep: Sweep, most: int = 3) -> tuple[Common, ...]:
    """Count which settings the lost runs share.

    Parameters
    ----------
    sweep : Sweep
        With its lost runs.
    most : int
        How many to give.

    Returns
    -------
    tuple of Common
        At most one a parameter, the largest excess first; empty where fewer than five runs were lost.
    """
    gone = ~sweep.used & ~sweep.aside & ~sweep.statuses.isin(["running", "waiting"])
    if int(gone.sum()) < FEWEST_LOST:
        return ()
    best = [
        max(found, key=lambda one: one.excess) for parameter in sweep.parameters if (found := _counted(sweep, parameter, gone))
    ]
    return tuple(sorted((one for one in best if one.excess >= WIDEST), key=lambda one: -one.excess)[:most])


def _counted(sweep: Sweep, parameter: Parameter, gone: pd.Series[bool]) -> list[Common]:
    values = sweep.settings[parameter.name]

    def count(level: object, span: tuple[float, float] | None, held: pd.Series[bool]) -> Common:
        lost, kept = int((held & gone).sum()), int((held & sweep.used).sum())
        return Common(parameter.name, level, span, lost, int(gone.sum()), kept, int(sweep.used.sum()))

    if not parameter.numeric:
        return [count(level, None, values == level) for level in parameter.choices or ()]
    if values.notna().sum() == 0:
        return []
    thirds = values.quantile([1 / 3, 2 / 3])
    spans = ((float(values.min()), float(thirds.iloc[0])), (float(thirds.iloc[1]), float(values.max())))
    return [count(None, span, values.between(*span)) for span in spans]
