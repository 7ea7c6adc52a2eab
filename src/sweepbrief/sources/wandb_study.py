"""From runs of W&B, wherever they were found, to studies: one a sweep, and one for the runs of a project outside sweeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.roles_by_name import is_bookkeeping
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.values import as_text
from sweepbrief.sweep import Note, Objective, Study

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from sweepbrief.sources.wandb_space import SweepConfig
    from sweepbrief.sweep import Source, Status

_INTERNAL: Final = frozenset({"_wandb", "wandb_version"})
_TELEMETRY: Final = ("system.", "system/", "_wandb")
_COUNTERS: Final = frozenset({"epoch", "step", "global_step", "iteration", "trainer_global_step"})
_FOLDS: Final = {"minimize": (".min", ".best", ".last", ".mean"), "maximize": (".max", ".best", ".last", ".mean")}


@dataclass(slots=True)
class WandbRun:
    """One run, as W&B knows it.

    Attributes
    ----------
    run_id, name, project, sweep_id : str
        Empty where they are not known.
    config, summary : mapping of str to object
        As W&B holds them, internal keys included.
    status : str
        A word of ``STATUSES``.
    start, seconds : float or None
        When it began, and how long it took.
    other : mapping of str to object
        Group, job type, tags, user, host.
    problem : str
        ``cut`` (its log breaks off), ``empty`` (nothing but a header), ``untold`` (no log, so it is not known how it ended), or
        nothing.
    """

    run_id: str = ""
    name: str = ""
    project: str = ""
    sweep_id: str = ""
    config: Mapping[str, object] = field(default_factory=dict)
    summary: Mapping[str, object] = field(default_factory=dict)
    status: Status = "unknown"
    start: float | None = None
    seconds: float | None = None
    other: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""


def _shown(value: object) -> object:
    """Give media, tables and histograms as a word: their parts are no results."""
    return str(value["_type"]) if isinstance(value, Mapping) and "_type" in value else value


def _is_counter(name: str) -> bool:
    return name.replace("\\", "/").rsplit("/", 1)[-1] in _COUNTERS or name.startswith(_TELEMETRY) or is_bookkeeping(name)


def _split(summary: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Tell results from telemetry and counters."""
    flat = flatten({name: _shown(value) for name, value in summary.items()})
    results = {name: value for name, value in flat.items() if not _is_counter(name)}
    return results, {name: value for name, value in flat.items() if name not in results}


def _run(run: WandbRun, hidden: Collection[str]) -> Run:
    config = flatten({name: value for name, value in run.config.items() if name not in _INTERNAL})
    results, counters = _split(run.summary)
    other = {"run_id": run.run_id, **run.other, **counters, **{name: config[name] for name in hidden if name in config}}
    return Run(
        run.name or run.run_id,
        {name: value for name, value in config.items() if name not in hidden},
        results,
        run.status,
        run.start,
        run.seconds,
        {name: value for name, value in other.items() if value not in (None, "")},
    )


def _derived(runs: Sequence[WandbRun], swept: Collection[str]) -> frozenset[str]:
    """Name the settings that differ between runs though the sweep did not vary them."""
    if not swept:
        return frozenset()
    seen: dict[str, set[str]] = {}
    for run in runs:
        for name, value in flatten({key: value for key, value in run.config.items() if key not in _INTERNAL}).items():
            seen.setdefault(name, set()).add(as_text(value))
    return frozenset(name for name, values in seen.items() if len(values) > 1 and name not in swept)


def _problems(runs: Sequence[WandbRun]) -> tuple[Note, ...]:
    """Say in how many of the folders something is missing."""
    counts = Counter(run.problem for run in runs)
    notes = [Note(f"logs_{kind}", {"runs": counts[kind]}) for kind in ("cut", "empty") if counts[kind]]
    return (*notes, Note("no_status")) if counts["untold"] else tuple(notes)


def _objective(objective: Objective | None, runs: Sequence[Run]) -> tuple[Objective, ...]:
    """Name the metric a sweep pursued as the summary spells it: with the fold that the run asked for, where it did."""
    if objective is None:
        return ()
    known = {name for run in runs for name in run.metrics}
    folds = _FOLDS[objective.direction or "minimize"]
    name = next((n for n in (objective.name, *(objective.name + fold for fold in folds)) if n in known), objective.name)
    return (replace(objective, name=name),)


def study_of_wandb(  # noqa: PLR0913 - what is known of one sweep
    name: str,
    source: Source,
    runs: Sequence[WandbRun],
    *,
    config: tuple[Path | str, SweepConfig] | None = None,
    swept: Collection[str] = (),
    notes: tuple[Note, ...] = (),
) -> Study:
    """Turn the runs of one sweep, or of a project, into a study.

    Parameters
    ----------
    name : str
        What to call it.
    source : Source
        Where they were found.
    runs : sequence of WandbRun
        At least one.
    config : tuple of (Path or str, SweepConfig) or None
        The sweep's configuration, and where it stands.
    swept : collection of str
        Settings that the sweep varied, where that is known beside the configuration.
    notes : tuple of Note
        What was noticed before.

    Returns
    -------
    Study
        Settings that the sweep did not vary are bookkeeping; telemetry is kept out of the results and listed.
    """
    told = config[1] if config else None
    varied = {*swept, *(told.space if told else ())}
    hidden = _derived(runs, varied)
    records = [_run(run, hidden) for run in runs]
    if config and told:
        notes += (Note("sweep_config", {"file": getattr(config[0], "name", str(config[0]))}), *told.notes)
        notes += (Note("early_terminate"),) if told.stops_early else ()
    study = study_of_runs(
        name,
        source,
        records,
        space=told.space if told else None,
        objectives=_objective(told.objective if told else None, records),
        sampler=told.sampler if told else "unknown",
        kept=varied,
        notes=(*notes, *_problems(runs)),
    )
    excluded = tuple(replace(item, reason="not_swept") if item.name in hidden else item for item in study.excluded)
    return replace(study, excluded=excluded)


def by_sweep(runs: Sequence[WandbRun], otherwise: str) -> dict[tuple[str, str], list[WandbRun]]:
    """Group runs by sweep, and those without one by project.

    Parameters
    ----------
    runs : sequence of WandbRun
        In the order found.
    otherwise : str
        The project's name where none is known.

    Returns
    -------
    dict of tuple of (str, str) to list of WandbRun
        Project and sweep to runs, in the order in which these began.
    """
    groups: dict[tuple[str, str], list[WandbRun]] = {}
    for run in sorted(runs, key=lambda run: (run.start is None, run.start or 0.0, run.run_id)):
        groups.setdefault(("" if run.sweep_id else run.project, run.sweep_id), []).append(run)
    unknown, known = groups.pop(("", ""), []), list(groups)
    if unknown:  # killed before they said where they belong: where else, if there is one place only
        groups.setdefault(known[0] if len(known) == 1 else (otherwise, ""), []).extend(unknown)
    return groups


def studies_of_wandb(
    runs: Sequence[WandbRun],
    source: Source,
    otherwise: str,
    find: Callable[[str, Sequence[WandbRun]], tuple[tuple[Path | str, SweepConfig] | None, Collection[str]]],
    notes: tuple[Note, ...] = (),
) -> tuple[Study, ...]:
    """Turn runs into one study a sweep, and one for each project's runs outside sweeps.

    Parameters
    ----------
    runs : sequence of WandbRun
        All that were found.
    source : Source
        Where.
    otherwise : str
        What to call runs without project and sweep.
    find : callable
        Given a sweep's id (or an empty string) and its runs, finds the configuration and what was varied.
    notes : tuple of Note
        What was noticed before.
    """
    studies = []
    for (project, sweep), members in by_sweep(runs, otherwise).items():
        config, swept = find(sweep, members)
        studies.append(study_of_wandb(sweep or project, source, members, config=config, swept=swept, notes=notes))
    return tuple(studies)
