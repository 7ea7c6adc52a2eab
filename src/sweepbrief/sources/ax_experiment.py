"""Ax's experiments: trials, their arms, and the data that was attached to them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.ax_space import listed, metric_name, objectives_of_tree, space_of_tree
from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.moments import seconds_of
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from sweepbrief.sweep import Objective, Sampler, Source, Status, Study

STATUSES: Final[dict[str, Status]] = {
    "CANDIDATE": "waiting",
    "STAGED": "waiting",
    "FAILED": "failed",
    "COMPLETED": "complete",
    "RUNNING": "running",
    "ABANDONED": "killed",
    "DISPATCHED": "waiting",
    "EARLY_STOPPED": "pruned",
    "STALE": "unknown",
}
"""Ax's words for how a trial ended, in the order of the numbers under which old files keep them."""

_RANDOM: Final = frozenset({"sobol", "uniform", "centerofsearchspace", "manual", "generationstep"})
_GRID: Final = frozenset({"factorial", "fullfactorial"})
_BOUND: Final = re.compile(r"^\s*(?P<name>[\w/.\-]+)\s*(?P<test><=|>=)\s*(?P<bound>[-+.\deE]+)\s*$")
_Tree = Mapping[str, object]
_Data = dict[str, dict[str, float]]


def status_of_trial(value: object) -> Status:
    """Read a trial's status: a tagged name, or a number in old files."""
    if isinstance(value, Mapping):
        value = value.get("name", value.get("value"))
    if isinstance(value, int) and 0 <= value < len(STATUSES):
        return list(STATUSES.values())[value]
    return STATUSES.get(str(value).rsplit(".", 1)[-1].upper(), "unknown")


def sampler_of_keys(keys: set[str]) -> Sampler:
    """Tell by the generators' names how settings were chosen."""
    plain = {re.sub(r"[^a-z]|generationstep", "", key.lower()) for key in keys} - {""}
    if not plain:
        return "unknown"
    return "grid" if plain <= _GRID else "random" if plain <= _RANDOM | _GRID else "adaptive"


def _moment(value: object) -> float | None:
    return seconds_of(value.get("value") if isinstance(value, Mapping) else value)


def _generator_runs(trial: _Tree) -> Iterator[_Tree]:
    single = trial.get("generator_run")
    if isinstance(single, Mapping):
        yield single
    for wrapped in (*listed(trial, "generator_run_structs"), *listed(trial, "generator_runs")):
        inner = wrapped.get("generator_run", wrapped)
        if isinstance(inner, Mapping):
            yield inner


def _arms(trial: _Tree) -> Iterator[tuple[str, _Tree]]:
    """Give every arm of a trial once, with its name."""
    seen = set()
    status_quo = trial.get("status_quo")
    arms = [arm for run in _generator_runs(trial) for arm in listed(run, "arms")]
    for arm in (*arms, *([status_quo] if isinstance(status_quo, Mapping) else [])):
        name, parameters = str(arm.get("name")), arm.get("parameters")
        if name not in seen and isinstance(parameters, Mapping):
            seen.add(name)
            yield name, parameters


def _frames(tree: object) -> Iterator[_Tree]:
    """Find the tables of data in what a trial holds, in their order."""
    if isinstance(tree, Mapping):
        if tree.get("__type") == "DataFrame" and isinstance(tree.get("value"), str):
            try:
                frame = json.loads(str(tree["value"]))
            except (ValueError, RecursionError):
                return
            if isinstance(frame, Mapping):
                yield frame
            return
        for value in tree.values():
            yield from _frames(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _frames(value)


def _take(frame: _Tree, found: dict[str, _Data]) -> None:
    """Take a table's means over by trial and arm; of several steps the last one stands."""
    columns = {name: cells for name, cells in frame.items() if isinstance(cells, Mapping)}
    empty: dict[str, object] = {}
    steps = columns.get("step", columns.get("progression", empty))
    means = columns.get("mean", empty)
    for row in sorted(means, key=lambda row: as_float(steps.get(row)) or 0.0):
        mean, metric = as_float(means[row]), columns.get("metric_name", empty).get(row)
        if mean is not None:
            trial = str(columns.get("trial_index", empty).get(row))
            arm = str(columns.get("arm_name", empty).get(row))
            found.setdefault(trial, {}).setdefault(arm, {})[str(metric)] = mean


def _runs(experiment: _Tree, found: Mapping[str, _Data], fidelities: list[str]) -> list[Run]:
    runs = []
    trials = experiment.get("trials")
    for index, trial in trials.items() if isinstance(trials, Mapping) else ():
        if not isinstance(trial, Mapping):
            continue
        start, end = _moment(trial.get("time_run_started")), _moment(trial.get("time_completed"))
        data = found.get(str(index), {})
        status = status_of_trial(trial.get("status"))
        for name, parameters in _arms(trial):
            runs.append(
                Run(
                    name,
                    {key: value for key, value in parameters.items() if key not in fidelities},
                    data.get(name, {}),
                    status,
                    order=float(index) if str(index).isdigit() else None,
                    seconds=end - start if start is not None and end is not None and end >= start else None,
                    other={key: parameters[key] for key in fidelities if key in parameters},
                )
            )
    return runs


def _bounds(config: object) -> list[tuple[str, str, float]]:
    """Give the constraints on metrics that hold without reference to another arm."""
    found = []
    for entry in listed(config, "outcome_constraints") if isinstance(config, Mapping) else []:
        op, bound, name = entry.get("op"), as_float(entry.get("bound")), metric_name(entry)
        expression = _BOUND.match(str(entry.get("expression") or ""))
        if expression:
            found.append((expression["name"], expression["test"], float(expression["bound"])))
        elif name and bound is not None and not entry.get("relative") and isinstance(op, Mapping):
            found.append((name, "<=" if op.get("name") == "LEQ" else ">=", bound))
    return found


def _constraints(config: object, runs: list[Run]) -> tuple[Note, ...]:
    """Note the runs that broke the experiment's own constraints."""
    bounds = _bounds(config)
    checked = broken = 0
    for run in runs:
        held = [
            value <= bound if test == "<=" else value >= bound
            for name, test, bound in bounds
            if (value := as_float(run.metrics.get(name))) is not None
        ]
        checked += bool(held)
        broken += not all(held)
    return (Note("constraints", {"infeasible": broken, "runs": checked}),) if checked else ()


def _recorded(objectives: tuple[Objective, ...], runs: list[Run]) -> tuple[Objective, ...]:
    """Keep the objectives of which there are data; all of them where there are none at all."""
    names = {name for run in runs for name in run.metrics}
    return tuple(objective for objective in objectives if objective.name in names or not names)


def study_of_experiment(experiment: _Tree, source: Source, name: str) -> Study:
    """Turn an experiment into a study, one run an arm.

    Parameters
    ----------
    experiment : mapping
        As Ax stores it.
    source : Source
        Where it was read.
    name : str
        What to call it where it has no name.
    """
    found: dict[str, _Data] = {}
    for part in ("data_by_trial", "data"):
        for frame in _frames(experiment.get(part)):
            _take(frame, found)
    space, fidelities = space_of_tree(experiment.get("search_space"))
    runs = _runs(experiment, found, fidelities)
    trials = experiment.get("trials")
    all_trials = [trial for trial in trials.values() if isinstance(trial, Mapping)] if isinstance(trials, Mapping) else []
    keys = {
        str(run.get("generator_key") or run.get("model_key") or "") for trial in all_trials for run in _generator_runs(trial)
    }
    batches = sum(1 for trial in all_trials if len(list(_arms(trial))) > 1)
    notes = [Note("batch_trials", {"trials": batches, "runs": len(runs)})] if batches else []
    config = experiment.get("optimization_config")
    return study_of_runs(
        str(experiment.get("name") or name),
        source,
        runs,
        space=space.parameters,
        objectives=_recorded(objectives_of_tree(config), runs),
        sampler=sampler_of_keys(keys),
        fidelity=fidelities[0] if fidelities else None,
        notes=(*space.notes, *notes, *_constraints(config, runs)),
    )
