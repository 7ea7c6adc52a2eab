"""A study: everything one tool recorded of one sweep, before anyone chose a metric."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from sweepbrief.sweep.objective import Objective
    from sweepbrief.sweep.parameter import Parameter
    from sweepbrief.sweep.record import Exclusion, Note, Source

Sampler = Literal["random", "grid", "adaptive", "unknown"]


@dataclass(frozen=True, slots=True)
class Study:
    """What a tool recorded of one sweep.

    Attributes
    ----------
    name : str
        The study's, experiment's or sweep's own name, else the file's stem.
    source : Source
        Where it was read.
    settings : pandas.DataFrame
        One row a run found, index the run's name (unique str); one column a parameter, named as in ``parameters``. Numeric
        parameters are float64 (NaN: not active or not recorded), others object (None: not set).
    metrics : pandas.DataFrame
        Same index; one float64 column a metric; NaN: not recorded. Infinities are kept.
    statuses : pandas.Series of str
        Same index; words of ``STATUSES``.
    parameters : tuple of Parameter
        In the source's order. Constant ones are still here.
    objectives : tuple of Objective
        The metrics the source optimised, first the primary one; empty where it does not tell.
    order : pandas.Series or None
        Same index; float64, increasing in the order in which runs were started; None where not recorded.
    seconds : pandas.Series or None
        Same index; run time in seconds; None where not recorded.
    sampler : {"random", "grid", "adaptive", "unknown"}
        Only what the source says; "unknown" where it does not.
    bookkeeping : pandas.DataFrame
        Same index; columns not taken for parameters or metrics (names, users, seeds, times), kept so that a caller
        can name them.
    excluded : tuple of Exclusion
        Columns not taken, with reasons.
    notes : tuple of Note
        What was assumed or noticed.
    aliases : mapping of str to str
        Column as named here -> as the source spells it, where the two differ (``lr`` -> ``config/lr``).
    fidelity : str or None
        The float64 column of ``bookkeeping`` that holds how much was spent on a run (epochs, a budget), where runs were made at
        several levels of it; None where the source knows no such thing.
    folds : mapping of str to pandas.DataFrame
        For metrics whose source holds several rows a run: same index, one column a way to fold them (``first``, ``last``,
        ``min``, ``max``, ``median``).
    curves : mapping of str to pandas.DataFrame
        For metrics that runs reported along the way, where some were stopped early: same index, one float64 column a level of
        effort, ascending; NaN where a run made no report there. The name of the columns says what is counted.
    """

    name: str
    source: Source
    settings: pd.DataFrame
    metrics: pd.DataFrame
    statuses: pd.Series[str]
    parameters: tuple[Parameter, ...]
    objectives: tuple[Objective, ...]
    order: pd.Series[float] | None
    seconds: pd.Series[float] | None
    sampler: Sampler
    bookkeeping: pd.DataFrame
    excluded: tuple[Exclusion, ...] = ()
    notes: tuple[Note, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    fidelity: str | None = None
    folds: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    curves: Mapping[str, pd.DataFrame] = field(default_factory=dict)
