"""Redaction: a sweep without the names of people, machines, folders and runs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, cast

from sweepbrief.sweep.masking import Masks

if TYPE_CHECKING:
    import pandas as pd

    from sweepbrief.sweep.parameter import Parameter
    from sweepbrief.sweep.record import Exclusion
    from sweepbrief.sweep.sweep import Sweep

_PRIVATE: Final = re.compile(
    r"(?i)(?:^|[^a-z])(?:user(?:[ _-]?(?:name|id))?|author|owner|entity|e?mail|host(?:[ _-]?name)?|node(?:[ _-]?ip)?"
    r"|ip(?:[ _-]?address)?|machine|worker|display[ _-]?name|run[ _-]?name)(?:$|[^a-z])"
)
"""Names of columns whose values tell who or where."""


def masks_of(sweep: Sweep) -> Masks:
    """Give the stand-ins for what a sweep's report may not tell: its runs' names, its users, its machines."""
    names = {str(old): f"run {number}" for number, old in enumerate(sweep.settings.index, start=1)}
    columns = [] if sweep.bookkeeping is None else [name for name in sweep.bookkeeping.columns if _PRIVATE.search(str(name))]
    told = [value for name in columns for value in sweep.bookkeeping[name].dropna().unique()]  # type: ignore[index] # not None
    return Masks(names, [value for value in told if isinstance(value, str) and value.strip()])


def redact(sweep: Sweep, masks: Masks, keep: str | None = None) -> Sweep:
    """Replace run names, and settings that are paths, addresses, people or machines, by numbers; the location by its kind.

    Parameters
    ----------
    sweep : Sweep
        As read.
    masks : Masks
        Of this sweep, or of the one it is compared with: equal texts get equal stand-ins.
    keep : str, optional
        A column by which runs are to be grouped: its levels are shown, as they were asked for.

    Returns
    -------
    Sweep
        The same runs, called ``run 1``, ``run 2``, ... in the source's order. Every number is unchanged; parameters, metrics
        and other levels keep their names.
    """
    names = {old: f"run {number}" for number, old in enumerate(sweep.settings.index, start=1)}
    return replace(
        sweep,
        name=_own_name(sweep.name),
        source=replace(sweep.source, location=place(sweep.source.location)),
        settings=_masked(sweep.settings, masks).rename(index=names),
        metrics=sweep.metrics.rename(index=names),
        statuses=sweep.statuses.rename(index=names),
        parameters=tuple(_parameter(parameter, masks) for parameter in sweep.parameters),
        used=sweep.used.rename(index=names),
        order=None if sweep.order is None else sweep.order.rename(index=names),
        seconds=None if sweep.seconds is None else sweep.seconds.rename(index=names),
        replicates=_masked(sweep.replicates, masks).rename(index=names),
        excluded=tuple(_exclusion(exclusion, names, masks) for exclusion in sweep.excluded),
        notes=tuple(replace(note, facts=cast("dict[str, object]", masks.value(note.facts))) for note in sweep.notes),
        bookkeeping=_kept(sweep.bookkeeping, keep, names),
    )


def _masked(frame: pd.DataFrame, masks: Masks) -> pd.DataFrame:
    texts = [name for name in frame.columns if frame[name].dtype == object]
    return frame.assign(**{name: frame[name].map(masks.value) for name in texts}) if texts else frame


def _parameter(parameter: Parameter, masks: Masks) -> Parameter:
    when = parameter.active_when
    return replace(
        parameter,
        choices=cast("tuple[object, ...] | None", masks.value(parameter.choices)),
        active_when=when and replace(when, values=cast("tuple[object, ...]", masks.value(when.values))),
    )


def _exclusion(exclusion: Exclusion, names: dict[str, str], masks: Masks) -> Exclusion:
    name = names.get(exclusion.name, exclusion.name) if exclusion.what == "run" else exclusion.name
    return replace(exclusion, name=name, facts=cast("dict[str, object]", masks.value(exclusion.facts)))


def _kept(bookkeeping: pd.DataFrame | None, keep: str | None, names: dict[str, str]) -> pd.DataFrame | None:
    if bookkeeping is None or keep is None or keep not in bookkeeping.columns:
        return None
    return bookkeeping[[keep]].rename(index=names)


def _own_name(name: str) -> str:
    """Keep the last part of a name such as ``entity/project``."""
    return name.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1] or name


def place(location: str) -> str:
    """Keep the scheme of an address and the ending of a path: neither tells who or where.

    Parameters
    ----------
    location : str
        Path or address.

    Returns
    -------
    str
    """
    scheme, separator, _ = location.partition("://")
    return f"{scheme}://..." if separator else f"...{PurePath(location).suffix}"
