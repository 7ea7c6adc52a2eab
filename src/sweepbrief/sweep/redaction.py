"""Redaction: a sweep without the names of people, machines, folders and runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from sweepbrief.sweep.sweep import Sweep


def redact(sweep: Sweep, keep: str | None = None) -> Sweep:
    """Replace run names by numbers and the source's location by its kind of place.

    Parameters
    ----------
    sweep : Sweep
        As read.
    keep : str, optional
        A column by which runs are to be grouped: its levels are shown, as they were asked for.

    Returns
    -------
    Sweep
        The same runs, called ``run 1``, ``run 2``, ... in the source's order. Every number is unchanged; parameters, levels and
        metrics keep their names.
    """
    names = {old: f"run {number}" for number, old in enumerate(sweep.settings.index, start=1)}
    excluded = tuple(
        replace(exclusion, name=names.get(exclusion.name, exclusion.name)) if exclusion.what == "run" else exclusion
        for exclusion in sweep.excluded
    )
    source = replace(sweep.source, location=_place(sweep.source.location))
    return replace(
        sweep,
        source=source,
        settings=sweep.settings.rename(index=names),
        metrics=sweep.metrics.rename(index=names),
        statuses=sweep.statuses.rename(index=names),
        used=sweep.used.rename(index=names),
        order=None if sweep.order is None else sweep.order.rename(index=names),
        seconds=None if sweep.seconds is None else sweep.seconds.rename(index=names),
        replicates=sweep.replicates.rename(index=names),
        excluded=excluded,
        bookkeeping=_kept(sweep.bookkeeping, keep, names),
    )


def _kept(bookkeeping: pd.DataFrame | None, keep: str | None, names: dict[str, str]) -> pd.DataFrame | None:
    if bookkeeping is None or keep is None or keep not in bookkeeping.columns:
        return None
    return bookkeeping[[keep]].rename(index=names)


def _place(location: str) -> str:
    """Keep the scheme of an address and the ending of a path: neither tells who or where."""
    scheme, separator, _ = location.partition("://")
    return f"{scheme}://..." if separator else f"...{PurePath(location).suffix}"
