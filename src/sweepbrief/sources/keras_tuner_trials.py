"""From KerasTuner's oracle and trials to a study: statuses, metrics at the best step, budget, and the objective inferred."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.keras_tuner_space import space_of
from sweepbrief.sources.metric_names import is_phase
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sweep import Exclusion, Note, Objective

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sweep import Direction, Sampler, Source, Status, Study

_STATUSES: Final[dict[str, Status]] = {
    "COMPLETED": "complete",
    "RUNNING": "running",
    "IDLE": "waiting",
    "INVALID": "failed",
    "FAILED": "failed",
    "STOPPED": "pruned",
}
_DIRECTIONS: Final[dict[str, Direction]] = {"min": "minimize", "max": "maximize"}
_BUDGET: Final = "tuner/epochs"
_OWN: Final = "tuner/"
_SCORE: Final = "score"
_CLOSE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Project:
    """A KerasTuner project as its files or its live tuner hold it.

    Attributes
    ----------
    name : str
        The project's name.
    oracle : mapping of str to object
        The oracle's state; may be empty.
    trials : mapping of str to mapping or None
        Trials' states by id; None where a file could not be read.
    objective : Objective or None
        Where it is known: only a live tuner tells.
    sampler : {"random", "grid", "adaptive", "unknown"}
        Where it is known.
    oracle_broken : bool
        Whether the oracle's file is missing or broken.
    """

    name: str
    oracle: Mapping[str, object]
    trials: Mapping[str, Mapping[str, object] | None]
    objective: Objective | None = None
    sampler: Sampler = "unknown"
    oracle_broken: bool = False


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _mean(observation: Mapping[str, object]) -> float | None:
    """Give an observation's value: the mean over the executions of a trial."""
    value = observation.get("value")
    numbers = [n for item in (value if isinstance(value, list) else [value]) if (n := _float(item)) is not None]
    return sum(numbers) / len(numbers) if numbers else None


def _histories(trial: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    metrics = trial.get("metrics")
    inner = metrics.get("metrics") if isinstance(metrics, Mapping) else None
    return {str(k): v for k, v in inner.items() if isinstance(v, Mapping)} if isinstance(inner, Mapping) else {}


def _metrics(trial: Mapping[str, object]) -> dict[str, object]:
    """Give every metric at the trial's best step, else its last value."""
    found: dict[str, object] = {}
    best = trial.get("best_step")
    for name, history in _histories(trial).items():
        listed = history.get("observations")
        seen = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
        at_best = [item for item in seen if item.get("step") == best]
        if seen:
            found[name] = _mean((at_best or seen)[-1])
    return found


def _settings(trial: Mapping[str, object]) -> Mapping[str, object]:
    space = trial.get("hyperparameters")
    values = space.get("values") if isinstance(space, Mapping) else None
    return values if isinstance(values, Mapping) else {}


def _order(oracle: Mapping[str, object]) -> dict[str, float]:
    """Place trials by the order in which they were started; versions before 1.1 do not tell."""
    started = oracle.get("start_order")
    if isinstance(started, list) and started:
        return {str(name): float(place) for place, name in enumerate(dict.fromkeys(map(str, started)))}
    display = oracle.get("display")
    numbers = display.get("trial_number") if isinstance(display, Mapping) else None
    return {str(k): float(v) for k, v in numbers.items() if _float(v) is not None} if isinstance(numbers, Mapping) else {}


def _started(oracle: Mapping[str, object]) -> Mapping[str, object]:
    display = oracle.get("display")
    moments = display.get("trial_start") if isinstance(display, Mapping) else None
    return moments if isinstance(moments, Mapping) else {}


def _run(name: str, trial: Mapping[str, object] | None, oracle: Mapping[str, object], order: Mapping[str, float]) -> Run:
    if trial is None:
        return Run(name, status="unknown", order=order.get(name))
    values = _settings(trial)
    other = {key: value for key, value in values.items() if str(key).startswith(_OWN)}
    other.update({key: trial[key] for key in ("best_step", "message") if trial.get(key) is not None})
    if name in _started(oracle):
        other["started"] = _started(oracle)[name]
    return Run(
        name,
        {str(key): value for key, value in values.items() if key not in other},
        _metrics(trial) | {_SCORE: trial.get("score")},
        _STATUSES.get(str(trial.get("status")), "unknown"),
        order.get(name),
        other=other,
    )


def _direction(trials: Sequence[Mapping[str, object]], metric: str) -> Direction | None:
    said = {str(_histories(trial)[metric].get("direction")) for trial in trials if metric in _histories(trial)}
    return _DIRECTIONS.get(said.pop()) if len(said) == 1 else None


def _infer(runs: Sequence[Run]) -> str | None:
    """Find the metric that equals the score in every trial that has one; of several, one on held-out data, else the first."""
    scored = [run.metrics for run in runs if _float(run.metrics.get(_SCORE)) is not None]
    if not scored:
        return None
    names = [name for name in scored[0] if name != _SCORE]
    same = [name for name in names if all(_equal(metrics.get(name), metrics[_SCORE]) for metrics in scored)]
    return min(same, key=lambda name: (not is_phase(name), names.index(name)), default=None)


def _equal(value: object, score: object) -> bool:
    first, second = _float(value), _float(score)
    if first is None or second is None:
        return False
    return (math.isnan(first) and math.isnan(second)) or math.isclose(first, second, rel_tol=_CLOSE, abs_tol=1e-12)


def _objective(project: Project, runs: Sequence[Run]) -> tuple[Objective | None, tuple[Note, ...]]:
    """Give what was optimised: as a live tuner says, else the metric that the scores equal."""
    trials = [trial for trial in project.trials.values() if trial]
    if project.objective:
        known = any(_float(run.metrics.get(project.objective.name)) is not None for run in runs)
        return (project.objective if known else Objective(_SCORE, project.objective.direction, "source")), ()
    name = _infer(runs)
    if name is not None:
        direction = _direction(trials, name)
        told = Objective(name, direction, "source" if direction else "unknown")
        return told, (Note("objective_inferred", {"metric": name}),)
    scored = any(_float(run.metrics.get(_SCORE)) is not None for run in runs)
    return (Objective(_SCORE), (Note("score_unnamed"),)) if scored else (None, ())


def _entries(project: Project) -> list[object]:
    """Gather the declarations of the oracle and those of trials that differ from it."""
    spaces: list[object] = []
    last: object = None
    for holder in (project.oracle, *(trial for trial in project.trials.values() if trial)):
        space = holder.get("hyperparameters")
        listed = space.get("space") if isinstance(space, Mapping) else None
        if isinstance(listed, list) and listed != last:
            spaces += [entry for entry in listed if entry not in spaces]
            last = listed
    return spaces


def _sampler(project: Project) -> Sampler:
    """Read off the oracle's state how trials were chosen: Hyperband and Bayesian optimisation leave their own entries."""
    adaptive = {"hyperband_iterations", "num_initial_points"}.intersection(project.oracle)
    return "adaptive" if adaptive and project.sampler == "unknown" else project.sampler


def study_of_project(project: Project, source: Source) -> Study:
    """Turn a project into a ``Study``.

    Parameters
    ----------
    project : Project
        What was read.
    source : Source
        Where.

    Returns
    -------
    Study
        One run a trial, in the order of their start. ``tuner/epochs`` is the budget, other entries of the tuner's own are
        bookkeeping.
    """
    order = _order(project.oracle)
    names = sorted(project.trials, key=lambda name: (order.get(name, math.inf), name))
    runs = [_run(name, project.trials[name], project.oracle, order) for name in names]
    objective, notes = _objective(project, runs)
    if objective is None or objective.name != _SCORE:
        for run in runs:
            run.metrics = {name: value for name, value in run.metrics.items() if name != _SCORE}
    space, space_notes = space_of(_entries(project))
    broken = [name for name in names if project.trials[name] is None]
    if project.oracle_broken:
        notes = (*notes, Note("parts_unreadable", {"part": "oracle.json", "runs": [project.name]}))
    return study_of_runs(
        project.name,
        source,
        runs,
        space=space,
        objectives=(objective,) if objective else (),
        sampler=_sampler(project),
        fidelity=_BUDGET,
        excluded=tuple(Exclusion("run", name, "unreadable", {"part": "trial.json"}) for name in broken),
        notes=(*notes, *space_notes),
    )
