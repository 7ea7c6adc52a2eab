"""The runs as a table for a spreadsheet: every run found, every setting, every metric."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


CELLS = 40_000
"""Values that are attached at most: 1,000 runs of 40 columns, so that 100,000 runs make no larger report than 1,000."""
FEWEST = 1000
"""Runs that are attached however many columns they have."""


def attached(sweep: Sweep) -> int:
    """Say how many runs the attached table holds."""
    columns = len(sweep.metrics.columns) + len(sweep.settings.columns) + len(sweep.replicates.columns)
    return min(len(sweep.statuses), max(FEWEST, CELLS // max(columns, 1)))


def runs_csv(sweep: Sweep) -> bytes:
    """Write the runs, best first, then those that do not count in the source's order; the first of them where there are many.

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
    counted = sweep.outcome.sort_values(ascending=rising, kind="stable").index
    order = counted.append(sweep.settings.index[~sweep.used])[: attached(sweep)]
    parts = [sweep.statuses.rename("status").to_frame(), sweep.metrics, sweep.settings, sweep.replicates]
    parts += [] if sweep.seconds is None else [sweep.seconds.rename("seconds").to_frame()]
    columns = [("run", order.tolist())]
    columns += [(str(name), part[name].loc[order].tolist()) for part in parts for name in part.columns]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_cell(name) for name, _ in columns])
    writer.writerows([_cell(value) for value in row] for row in zip(*(values for _, values in columns), strict=True))
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT
        return ""
    if isinstance(value, bool | int | float) or hasattr(value, "dtype"):
        return str(value)
    told = str(value)
    return f"'{told}" if told.startswith(FORMULA_STARTS) else told
