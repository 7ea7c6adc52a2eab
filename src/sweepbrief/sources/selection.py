"""Which columns are analysed as parameters, and why each of the others is not."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.errors import WrongUsageError
from sweepbrief.sources.derived import derived
from sweepbrief.sources.near import suggest
from sweepbrief.sources.spans import describe
from sweepbrief.sources.values import Values, settle
from sweepbrief.sources.words import label_all, plain
from sweepbrief.sweep import Exclusion, Parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sweep import Kind, Study

_MANY_LEVELS: Final = 10
_MOST: Final = 0.75


@dataclass(frozen=True, slots=True)
class Selection:
    """The columns chosen as parameters.

    Attributes
    ----------
    parameters : tuple of Parameter
        Those analysed.
    settings : pandas.DataFrame
        Their values, one row a run found.
    excluded : tuple of Exclusion
        Columns left out here.
    """

    parameters: tuple[Parameter, ...]
    settings: pd.DataFrame
    excluded: tuple[Exclusion, ...]


def matches(name: str, patterns: Sequence[str], aliases: dict[str, str] | None = None) -> bool:
    """Tell whether a column is meant by one of the patterns, by its name here or in the source."""
    names = {name, (aliases or {}).get(name, name)}
    return any(candidate == pattern or fnmatchcase(candidate, pattern) for candidate in names for pattern in patterns)


def _named(study: Study, patterns: Sequence[str], taken: set[str]) -> list[str]:
    """Give the columns beside the parameters that are named in full, or that a pattern means which means no parameter."""
    aliases = dict(study.aliases)
    columns = [str(name) for frame in (study.bookkeeping, study.metrics) for name in frame.columns if name not in taken]
    parameters = [parameter.name for parameter in study.parameters]
    found = []
    for pattern in patterns:
        exact = [name for name in columns if pattern in {name, aliases.get(name, name)}]
        if not exact and not any(matches(name, [pattern], aliases) for name in parameters):
            exact = [name for name in columns if matches(name, [pattern], aliases)]
            if not exact and not (pattern in taken or any(fnmatchcase(name, pattern) for name in taken)):
                raise WrongUsageError(
                    "A parameter that is named must be a column of the source.",
                    f"There is no {pattern}.",
                    suggest(pattern, [*parameters, *columns]),
                )
        found.extend(exact)
    return list(dict.fromkeys(found))


def _pool(study: Study, patterns: Sequence[str], taken: set[str]) -> tuple[dict[str, Parameter], dict[str, pd.Series]]:
    """Gather all columns that could be parameters, with those that the caller named."""
    known = {parameter.name: parameter for parameter in study.parameters if parameter.name not in taken}
    data = {name: study.settings[name] for name in known}
    for name in _named(study, patterns, taken):
        column = study.bookkeeping[name] if name in study.bookkeeping.columns else study.metrics[name]
        values = settle(column) if column.dtype != "float64" else Values(_whole(column), column)
        known[name] = describe(name, values, None, "unrecorded" if column.isna().any() else "none")
        data[name] = values.data
    return known, data


def _whole(column: pd.Series) -> Kind:
    return "int" if bool((column.dropna() % 1 == 0).all()) else "float"


def _varies(column: pd.Series, parameter: Parameter) -> bool:
    """Tell whether a parameter has two values, "not set" counting where it is a level."""
    distinct = column.nunique(dropna=True)
    return distinct > 1 or (distinct == 1 and parameter.missing == "level" and bool(column.isna().any()))


def _only(column: pd.Series, parameter: Parameter) -> object:
    present = column.dropna()
    if not len(present):
        return None
    value = present.iloc[0]
    if parameter.numeric:
        return int(value) if parameter.kind == "int" else float(value)
    return value


def _reason(parameter: Parameter, column: pd.Series, used: pd.Series) -> tuple[str, dict[str, object]] | None:
    """Say why a column cannot be analysed, None where it can."""
    if column.isna().all():
        return "empty", {}
    if not _varies(column, parameter):
        return "constant", {"value": _only(column, parameter)}
    among = column[used]
    if bool(used.any()) and not _varies(among, parameter):
        return "constant_finished", {"value": _only(among, parameter)}
    if parameter.kind == "categorical" and not parameter.range_known:
        levels = column.nunique()
        if levels >= _MANY_LEVELS and levels > _MOST * len(column):
            return "identifier", {"levels": int(levels)}
    return None


def _short_names(names: Sequence[str], aliases: dict[str, str]) -> dict[str, str]:
    """Give every column's name without a tool's prefix, in one spelling."""
    labels = label_all(list(dict.fromkeys(aliases.get(name, name) for name in names)))
    short = {label.column: plain(label.short) for label in labels}
    return {name: short[aliases.get(name, name)] for name in names}


def _twin(name: str, data: dict[str, pd.Series], kept: Sequence[str], short: dict[str, str]) -> str | None:
    """Find a kept column of the same short name with the same values."""
    return next((other for other in kept if short[other] == short[name] and data[other].equals(data[name])), None)


def select(
    study: Study, used: pd.Series, parameters: Sequence[str] | None, ignore: Sequence[str] | None, taken: set[str]
) -> Selection:
    """Choose the parameters of a sweep.

    Parameters
    ----------
    study : Study
        What the source holds.
    used : pandas.Series of bool
        Runs that count.
    parameters : sequence of str or None
        Names or globs of the columns to analyse; a column that is no parameter by itself (a seed, a name) is one when named.
    ignore : sequence of str or None
        Names or globs of columns to leave out.
    taken : set of str
        Columns that play another part: the metrics and the order.

    Returns
    -------
    Selection
        In the source's order.

    Raises
    ------
    WrongUsageError
        If a named column does not exist.
    """
    wanted, unwanted, aliases = list(parameters or ()), list(ignore or ()), dict(study.aliases)
    pool, data = _pool(study, wanted, taken)
    short = _short_names(list(pool), aliases)
    kept: list[str] = []
    excluded = []
    for name, parameter in pool.items():
        reason: tuple[str, dict[str, object]] | None
        if unwanted and matches(name, unwanted, aliases):
            reason = ("ignored", {})
        elif wanted and not matches(name, wanted, aliases):
            reason = ("not_asked", {})
        else:
            reason = _reason(parameter, data[name], used)
            twin = _twin(name, data, kept, short) if reason is None else None
            if reason and reason[0] == "identifier" and name in wanted:
                reason = None
            reason = ("twin", {"partner": twin}) if twin else reason
        if reason is None:
            kept.append(name)
        else:
            excluded.append(Exclusion("parameter", name, *reason))
    for name, others in ({} if wanted else _derived([pool[name] for name in kept], data, used)).items():
        kept.remove(name)
        excluded.append(_repeating(name, others))
    chosen = tuple(_without_lost_parent(pool[name], kept) for name in kept)
    frame = pd.DataFrame({name: data[name] for name in kept}, index=study.settings.index)
    return Selection(chosen, frame, tuple(excluded))


def _derived(parameters: Sequence[Parameter], data: dict[str, pd.Series], used: pd.Series) -> dict[str, tuple[str, ...]]:
    """Find the parameters that repeat others among the runs that count."""
    frame = pd.DataFrame({parameter.name: data[parameter.name] for parameter in parameters})
    return derived(tuple(parameters), frame[used.to_numpy(dtype=bool)] if parameters else frame)


def _repeating(name: str, others: tuple[str, ...]) -> Exclusion:
    """Say whom a parameter repeats."""
    if len(others) == 1:
        return Exclusion("parameter", name, "same_as", {"partner": others[0]})
    return Exclusion("parameter", name, "made_of", {"first": others[0], "second": others[1]})


def _without_lost_parent(parameter: Parameter, kept: Sequence[str]) -> Parameter:
    """Forget a condition whose parent is not analysed."""
    if parameter.active_when and parameter.active_when.parent not in kept:
        return dataclasses.replace(parameter, active_when=None)
    return parameter
