"""KerasTuner's project folders are read with budget, scopes and statuses, and the objective is inferred and stated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import choose, keras_tuner, read

if TYPE_CHECKING:
    from pathlib import Path


def entry(kind: str, name: str, conditions: list[tuple[str, list[object]]] | None = None, **config: object) -> dict[str, Any]:
    scopes = [{"class_name": "Parent", "config": {"name": parent, "values": values}} for parent, values in conditions or []]
    return {"class_name": kind, "config": {"name": name, "default": None, "conditions": scopes, **config}}


RATE = entry("Float", "lr", min_value=1e-4, max_value=1e-1, step=None, sampling="log")
UNITS = entry("Int", "units", [("kind", ["mlp"])], min_value=8, max_value=64, step=8, sampling="linear")
KIND = entry("Choice", "kind", values=["mlp", "cnn"], ordered=False)


def write_trial(  # noqa: PLR0913 - what a trial holds, by keyword
    project: Path,
    name: str,
    values: dict[str, object],
    *,
    metrics: dict[str, tuple[str, list[float]]] | None = None,
    score: float | None = None,
    status: str = "COMPLETED",
    space: list[dict[str, Any]] | None = None,
) -> Path:
    folder = project / f"trial_{name}"
    folder.mkdir(parents=True)
    tracked = {
        metric: {"direction": direction, "observations": [{"value": found, "step": 3}]}
        for metric, (direction, found) in (metrics or {}).items()
    }
    trial = {
        "trial_id": name,
        "hyperparameters": {"space": space or [RATE, KIND, UNITS], "values": values},
        "metrics": {"metrics": tracked},
        "score": score,
        "best_step": 3,
        "status": status,
        "message": None,
    }
    (folder / "trial.json").write_text(json.dumps(trial))
    return folder


def write_oracle(project: Path, **state: object) -> None:
    project.mkdir(parents=True, exist_ok=True)
    space = {"space": [RATE, KIND, UNITS], "values": {}}
    (project / "oracle.json").write_text(json.dumps({"hyperparameters": space, "tried_so_far": [], **state}))


def losses(loss: float) -> dict[str, tuple[str, list[float]]]:
    return {"loss": ("min", [loss / 2]), "val_loss": ("min", [loss]), "val_accuracy": ("max", [1 - loss])}


def test_the_metric_that_equals_the_score_is_the_objective(tmp_path: Path) -> None:
    """The project does not name its objective: the metric that is the score everywhere is meant, with its direction."""
    write_oracle(tmp_path)
    for number, loss in enumerate((0.5, 0.4, 0.3)):
        write_trial(tmp_path, str(number), {"lr": 0.1, "kind": "cnn"}, metrics=losses(loss), score=loss)
    (study,) = read(tmp_path)
    (objective,) = study.objectives
    assert (objective.name, objective.direction, objective.told_by) == ("val_loss", "minimize", "source")
    assert [note.facts["metric"] for note in study.notes if note.code == "objective_inferred"] == ["val_loss"]
    assert list(study.metrics.columns) == ["loss", "val_loss", "val_accuracy"]


def test_a_score_that_equals_no_metric_is_asked_about(tmp_path: Path) -> None:
    """Where nothing recorded equals the score, it is a metric of its own without a direction, and that is stated."""
    for number, loss in enumerate((0.5, 0.4, 0.3)):
        write_trial(tmp_path, str(number), {"lr": 0.1 * number}, metrics=losses(loss), score=loss * 7 + number)
    (study,) = read(tmp_path)
    assert [(objective.name, objective.direction) for objective in study.objectives] == [("score", None)]
    assert "score_unnamed" in {note.code for note in study.notes}


def test_the_search_space_is_read_with_scopes_steps_and_scale(tmp_path: Path) -> None:
    """Ranges, steps, logarithms, choices and the scope in which a parameter acts come from the space, not from the values."""
    write_oracle(tmp_path)
    for number in range(8):
        values = {"lr": 10.0 ** -(1 + number % 3), "kind": "cnn"} if number % 2 else {"lr": 0.05, "kind": "mlp", "units": 16}
        write_trial(tmp_path, str(number), values, metrics=losses(0.1 * number), score=0.1 * number)
    known = {parameter.name: parameter for parameter in read(tmp_path)[0].parameters}
    assert (known["lr"].low, known["lr"].high, known["lr"].scale, known["lr"].range_known) == (1e-4, 1e-1, "log", True)
    assert known["kind"].choices == ("mlp", "cnn")
    units = known["units"]
    assert (units.kind, units.low, units.high, units.step, units.missing) == ("int", 8.0, 64.0, 8.0, "inactive")
    assert units.active_when is not None
    assert (units.active_when.parent, units.active_when.values) == ("kind", ("mlp",))


def test_hyperbands_own_entries_are_budget_not_parameters(tmp_path: Path) -> None:
    """Epochs are the budget: the trials of one rung are analysed, and nothing called tuner/ is a parameter."""
    write_oracle(tmp_path, hyperband_iterations=1)
    for number in range(60):
        epochs = 2 if number < 38 else 10
        values = {"lr": 0.001 * (number + 1), "kind": "cnn", "tuner/epochs": epochs, "tuner/bracket": 1, "tuner/round": 0}
        write_trial(tmp_path, f"{number:03}", values, metrics=losses(0.01 * number), score=0.01 * number)
    (study,) = read(tmp_path)
    assert (study.fidelity, study.sampler) == ("tuner/epochs", "adaptive")
    assert not [parameter.name for parameter in study.parameters if parameter.name.startswith("tuner/")]
    sweep = choose(study)
    assert int(sweep.used.sum()) == 22
    assert (study.bookkeeping.loc[sweep.used, "tuner/epochs"] == 10).all()


@pytest.mark.parametrize(
    ("said", "meant"),
    [("COMPLETED", "complete"), ("RUNNING", "running"), ("IDLE", "waiting"), ("INVALID", "failed"), ("FAILED", "failed")],
)
def test_statuses_are_understood(tmp_path: Path, said: str, meant: str) -> None:
    """KerasTuner's words for how a trial ended have one meaning here."""
    write_trial(tmp_path, "0", {"lr": 0.1}, status=said)
    assert read(tmp_path)[0].statuses.tolist() == [meant]


def test_executions_of_a_trial_are_averaged(tmp_path: Path) -> None:
    """A value recorded once an execution counts with its mean, as the score does."""
    write_trial(tmp_path, "0", {"lr": 0.1}, metrics={"val_loss": ("min", [0.2, 0.4])}, score=0.3)
    (study,) = read(tmp_path)
    assert study.metrics["val_loss"].tolist() == pytest.approx([0.3])
    assert study.objectives[0].name == "val_loss"


def test_trials_stand_in_the_order_of_their_start(tmp_path: Path) -> None:
    """The oracle's order counts, not that of folders; old projects tell none."""
    write_oracle(tmp_path / "new", start_order=["b", "a"])
    write_oracle(tmp_path / "old")
    for project in ("new", "old"):
        for name in ("a", "b"):
            write_trial(tmp_path / project, name, {"lr": 0.1}, metrics=losses(0.5), score=0.5)
    (new,), (old,) = read(tmp_path / "new"), read(tmp_path / "old")
    assert list(new.statuses.index) == ["b", "a"]
    assert new.order is not None
    assert old.order is None


def test_a_half_written_trial_is_named_and_the_rest_read(tmp_path: Path) -> None:
    """A trial whose file is cut is found, stated and not analysed; NaN is legal in these files."""
    write_oracle(tmp_path)
    for number in range(3):
        write_trial(tmp_path, str(number), {"lr": 0.1 * number}, metrics=losses(0.5), score=0.5)
    write_trial(tmp_path, "nan", {"lr": 0.3}, metrics=losses(float("nan")), score=float("nan"))
    broken = tmp_path / "trial_1" / "trial.json"
    broken.write_text(broken.read_text()[:40])
    (study,) = read(tmp_path)
    assert study.statuses["1"] == "unknown"
    assert [(item.name, item.reason) for item in study.excluded if item.what == "run"] == [("1", "unreadable")]
    assert study.objectives[0].name == "val_loss"
    sweep = choose(study)
    assert int(sweep.used.sum()) == 2


def test_ranges_that_changed_between_trials_span_both(tmp_path: Path) -> None:
    """A model that was edited during the search leaves two ranges of one name: the widest is meant, and that is stated."""
    wider = entry("Float", "lr", min_value=1e-5, max_value=1e-2, step=None, sampling="log")
    write_oracle(tmp_path)
    write_trial(tmp_path, "0", {"lr": 0.01}, metrics=losses(0.5), score=0.5)
    write_trial(tmp_path, "1", {"lr": 0.02}, metrics=losses(0.4), score=0.4, space=[wider])
    (study,) = read(tmp_path)
    assert (study.parameters[0].low, study.parameters[0].high) == (1e-5, 1e-1)
    assert "range_changed" in {note.code for note in study.notes}


def test_an_oracle_without_trials_is_refused(tmp_path: Path) -> None:
    """A project folder copied without its trials gives one clear error."""
    write_oracle(tmp_path)
    assert keras_tuner.recognises(tmp_path)
    with pytest.raises(UnreadableSourceError, match="holds trials"):
        read(tmp_path)


@needs_data
@pytest.mark.parametrize(
    ("project", "complete"),
    [
        ("intro_to_kt", 30),
        ("one_resnet_block", 30),
        ("one_resnet_block_refreshed_dates", 29),
        ("one_resnet_block_refreshed_dates_stride_4", 30),
    ],
)
def test_real_projects_hold_what_the_index_says(project: str, complete: int) -> None:
    """Thirty trials each, judged by validation accuracy, with epochs as the budget."""
    (study,) = read(DATA / "keras_tuner/ml_investing" / project)
    assert len(study.statuses) == 30
    assert int((study.statuses == "complete").sum()) == complete
    assert [(objective.name, objective.direction) for objective in study.objectives] == [("val_accuracy", "maximize")]
    assert study.fidelity == "tuner/epochs"
    rate = next(parameter for parameter in study.parameters if parameter.name == "learning_rate")
    assert (rate.low, rate.high, rate.scale, rate.range_known) == (1e-4, 1e-2, "log", True)
