"""The runs as a table for a spreadsheet: every run found, every setting, every metric."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def runs_csv(sweep: Sweep) -> bytes:
    """Write the runs, best first, then those that do not count in the source's order.

    Parameters
    ----------
    sweep : Sweep
        The runs.

    Returns
    -------
    bytes
        CSV (RFC 4180) in UTF-8. Text that a spreadsheet would take for a formula begins with an apostrophe; numbers are
        written in full, as they are; what is missing is empty.
    """
    rising = sweep.objective.direction == "minimize"
    counted = [str(run) for run in sweep.outcome.sort_values(ascending=rising, kind="stable").index]
    order = [*counted, *(str(run) for run in sweep.settings.index[~sweep.used])]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = ["run", "status", *sweep.metrics.columns, *sweep.settings.columns, *sweep.replicates.columns]
    writer.writerow([_cell(str(column)) for column in [*columns, *(["seconds"] if sweep.seconds is not None else [])]])
    for run in order:
        values = [run, sweep.statuses[run], *sweep.metrics.loc[run], *sweep.settings.loc[run], *sweep.replicates.loc[run]]
        timed = [sweep.seconds[run]] if sweep.seconds is not None else []
        writer.writerow([_cell(value) for value in [*values, *timed]])
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT
        return ""
    if isinstance(value, bool | int | float) or hasattr(value, "dtype"):
        return str(value)
    told = str(value)
    return f"'{told}" if told.startswith(FORMULA_STARTS) else told
