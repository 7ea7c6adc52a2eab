"""Optuna's journals are replayed as Optuna replays them."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
from optuna_files import choice, uniform
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import choose, read
from sweepbrief.sources.optuna_journal import replay

if TYPE_CHECKING:
    from pathlib import Path

WORKER = {"worker_id": "w-1"}


def line(op: int, **more: object) -> str:
    return json.dumps({"op_code": op, **WORKER, **more})


def run(number: int, value: float | None, state: int = 1, x: float = 0.5) -> list[str]:
    distribution = uniform(0, 1)
    return [
        line(4, study_id=0, datetime_start="2024-01-01T00:00:00+00:00"),
        line(5, trial_id=number, param_name="x", param_value_internal=x, distribution=distribution),
        line(7, trial_id=number, step=0, intermediate_value=0.5),
        line(
            6,
            trial_id=number,
            state=state,
            values=None if value is None else [value],
            datetime_complete="2024-01-01T00:01:00+00:00",
        ),
    ]


CREATE = line(0, study_name="s", directions=[1])


@needs_data
def test_the_real_journal_holds_two_studies() -> None:
    """Five finished runs in one study, four finished and three pruned in the other; categories by name."""
    studies = {study.name: study for study in read(DATA / "optuna/journal_autofde/optuna-journal.log")}
    assert studies["maze-rayrllib-0-500"].statuses.value_counts().to_dict() == {"complete": 5}
    assert studies["study"].statuses.value_counts().to_dict() == {"complete": 4, "pruned": 3}
    assert "fast-downward" in set(studies["study"].settings["UPSolver.name"])
    assert [objective.direction for study in studies.values() for objective in study.objectives] == ["maximize", "maximize"]


def test_values_states_and_times_are_replayed() -> None:
    """Params, values, states and durations end up with the trial they belong to."""
    log = "\n".join([CREATE, *run(0, 0.3, x=0.1), *run(1, None, state=3, x=0.2), *run(2, 0.1, state=2, x=0.3)])
    (record,), notes = replay(log)
    assert [trial.state for trial in record.trials] == ["COMPLETE", "FAIL", "PRUNED"]
    assert [trial.params["x"] for trial in record.trials] == [0.1, 0.2, 0.3]
    assert record.trials[0].outcomes == {0: 0.3}
    assert not notes


def test_a_finished_trial_no_longer_changes() -> None:
    """A late writer's update of a finished trial is ignored."""
    late = line(6, trial_id=0, state=3, values=None, datetime_complete=None)
    (record,), _ = replay("\n".join([CREATE, *run(0, 0.3), late, line(8, trial_id=0, user_attr={"a": 1})]))
    assert record.trials[0].state == "COMPLETE"
    assert record.trials[0].user_attrs == {}


def test_trials_are_counted_over_all_studies() -> None:
    """Trial ids run on from study to study; numbers start anew in each; a deleted study is gone."""
    log = [
        CREATE,
        *run(0, 0.3),
        line(0, study_name="t", directions=[2]),
        line(4, study_id=1),
        line(6, trial_id=1, state=1, values=[7.0]),
    ]
    records, _ = replay("\n".join(log))
    assert [(record.name, record.trials[0].number, record.trials[0].outcomes) for record in records] == [
        ("s", 0, {0: 0.3}),
        ("t", 0, {0: 7.0}),
    ]
    records, _ = replay("\n".join([*log, line(1, study_id=0)]))
    assert [record.name for record in records] == ["t"]


def test_a_whole_trial_in_one_operation_is_read() -> None:
    """A trial added at once carries state, params and distributions with it."""
    added = line(
        4,
        study_id=0,
        state=1,
        value=0.7,
        params={"opt": 1},
        distributions={"opt": choice("sgd", "adam")},
        user_attrs={"note": "x"},
        system_attrs={"grid_id": 0},
    )
    (record,), _ = replay(f"{CREATE}\n{added}")
    (trial,) = record.trials
    assert (trial.state, trial.outcomes, trial.params) == ("COMPLETE", {0: 0.7}, {"opt": "adam"})
    assert trial.user_attrs == {"note": "x"}


def test_half_a_last_line_and_unknown_operations_are_notes(tmp_path: Path) -> None:
    """A log that is being written, or was written by a later version, is read as far as it is understood."""
    path = tmp_path / "journal.log"
    path.write_text(
        "\n".join([CREATE, *run(0, 0.3), *run(1, 0.4, x=0.7), line(99), line(10, trial_ids=[0]), '{"op_code": 4, "wor'])
    )
    sweep = choose(read(path))
    assert int(sweep.used.sum()) == 2
    notes = {note.code: note.facts for note in sweep.notes}
    assert notes["half_written"] == {"line": 12}
    assert notes["unknown_operations"] == {"codes": [99], "lines": 1}


def test_infinities_and_nan_in_the_log_are_read() -> None:
    """The literals that Python writes are values."""
    log = "\n".join([CREATE, *run(0, math.inf), *run(1, 0.2)])
    (record,), _ = replay(log)
    assert "Infinity" in log
    assert record.trials[0].outcomes == {0: math.inf}


def test_metric_names_are_taken() -> None:
    """Names given to the objectives name the metrics."""
    names = line(3, study_id=0, system_attr={"study:metric_names": ["val_loss"]})
    (record,), _ = replay("\n".join([CREATE, names, *run(0, 0.3)]))
    assert record.metric_names == ["val_loss"]


def test_a_journal_without_studies_is_an_error(tmp_path: Path) -> None:
    """A log whose only study was deleted holds nothing."""
    path = tmp_path / "journal.log"
    path.write_text(CREATE + "\n" + line(1, study_id=0) + "\n")
    with pytest.raises(UnreadableSourceError, match="none"):
        read(path)


def test_operations_that_are_no_numbers_and_endless_ranges_are_passed_over(tmp_path: Path) -> None:
    """A damaged code or bound is no reason to stop: the line or the range is not known, the rest is."""
    bounds = {"name": "FloatDistribution", "attributes": {"low": 0.0, "high": 10**400, "log": False}}
    lines = [
        {"op_code": 0, "study_name": "s", "directions": [1]},
        {"op_code": [1]},
        {"op_code": 4, "study_id": 0},
        {"op_code": 5, "trial_id": 0, "param_name": "x", "param_value_internal": 0.5, "distribution": json.dumps(bounds)},
        {"op_code": 6, "trial_id": 0, "state": 1, "values": [0.1]},
    ]
    path = tmp_path / "journal.log"
    path.write_text("".join(json.dumps({"worker_id": "w", **line}) + "\n" for line in lines))
    (study,) = read(path)
    assert study.settings["x"].tolist() == [0.5]
    assert [dict(note.facts) for note in study.notes if note.code == "unknown_operations"] == [{"codes": [-1], "lines": 1}]
