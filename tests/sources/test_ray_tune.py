"""Ray Tune's experiments are read from every generation of state file, and from the trials' folders alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path

PICKLED = {"_type": "CLOUDPICKLE_FALLBACK", "value": "80054e2e"}


def write_trial(experiment: Path, number: int, *, iterations: int = 1, config: dict[str, object] | None = None) -> str:
    """Write a trial's folder with one result an iteration; give the folder's name."""
    name = f"train_abc_{number:05}_{number}_lr={number},x=1_2024-01-01_00-00-00"
    folder = experiment / name
    folder.mkdir(parents=True)
    settings = config or {"lr": 0.1 * (number + 1), "net": {"width": 8 * (number % 3 + 1)}}
    (folder / "params.json").write_text(json.dumps(settings))
    lines = [
        {
            "loss": 1.0 / (number + step + 1),
            "eval": {"acc": 0.1 * number},
            "training_iteration": step + 1,
            "trial_id": f"abc_{number:05}",
            "timestamp": 1700000000 + number,
            "time_total_s": 2.0,
            "pid": 7,
            "done": False,
            "config": settings,
        }
        for step in range(iterations)
    ]
    (folder / "result.json").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return name


def trial_state(number: int, folder: str, status: str = "TERMINATED") -> dict[str, object]:
    return {
        "trial_id": f"abc_{number:05}",
        "status": status,
        "relative_logdir": folder,
        "config": {"lr": 7.0},
        "extra": PICKLED,
    }


def write_state(
    experiment: Path, trials: list[dict[str, object]], generation: str, moment: str = "2024-01-01_00-00-00"
) -> Path:
    """Write the state as one generation of Ray does."""
    if generation == "pairs":
        tree: dict[str, object] = {"trial_data": [[json.dumps(trial), json.dumps({"start_time": 5.0})] for trial in trials]}
    elif generation == "texts":
        tree = {"checkpoints": [json.dumps(trial) for trial in trials], "runner_data": {}}
    else:
        tree = {"checkpoints": trials, "runner_data": {}}
    path = experiment / f"experiment_state-{moment}.json"
    path.write_text(json.dumps(tree))
    return path


@pytest.mark.parametrize("generation", ["pairs", "texts", "mappings"])
def test_statuses_come_from_every_generation_of_state(tmp_path: Path, generation: str) -> None:
    """Pairs of texts (2.x), texts (1.x) and mappings (before) hold the same statuses."""
    folders = [write_trial(tmp_path, number) for number in range(4)]
    states = [
        trial_state(0, folders[0]),
        trial_state(1, folders[1], "ERROR"),
        trial_state(2, folders[2], "RUNNING"),
        trial_state(3, folders[3], "PENDING"),
    ]
    write_state(tmp_path, states, generation)
    (study,) = read(tmp_path)
    assert study.statuses.sort_index().tolist() == ["complete", "failed", "running", "waiting"]
    assert study.source.kind == "ray-tune"


def test_the_newest_state_that_can_be_read_counts(tmp_path: Path) -> None:
    """A resumed experiment has several states; a half-written one is named and the one before it is read."""
    folder = write_trial(tmp_path, 0)
    write_state(tmp_path, [trial_state(0, folder, "ERROR")], "pairs", "2024-01-01_00-00-00")
    write_state(tmp_path, [trial_state(0, folder)], "pairs", "2024-01-02_00-00-00")
    torn = write_state(tmp_path, [trial_state(0, folder)], "pairs", "2024-01-03_00-00-00")
    torn.write_text(torn.read_text()[:30])
    (study,) = read(tmp_path)
    assert study.statuses.tolist() == ["complete"]
    assert [note.facts["part"] for note in study.notes if note.code == "parts_unreadable"] == [torn.name]


def test_a_damaged_progress_file_is_passed_over(tmp_path: Path) -> None:
    """A trial whose only results are bytes that are no table has none; the others are read."""
    folders = [write_trial(tmp_path, number) for number in range(3)]
    (tmp_path / folders[1] / "result.json").unlink()
    (tmp_path / folders[1] / "progress.csv").write_bytes(b'a\rb\x00,"c\n\xff\r1,2')
    (study,) = read(tmp_path)
    assert study.metrics["loss"].isna().pipe(lambda lost: list(lost.index[lost])) == [folders[1]]


def test_folders_alone_are_enough(tmp_path: Path) -> None:
    """Without a state an error file tells failures; the report says that nothing else tells how runs ended."""
    folders = [write_trial(tmp_path, number) for number in range(3)]
    (tmp_path / folders[1] / "error.txt").write_text("Traceback")
    (study,) = read(tmp_path)
    assert study.statuses.sort_index().tolist() == ["complete", "failed", "complete"]
    assert "no_status" in {note.code for note in study.notes}


def test_nested_names_are_spelled_as_ray_spells_them(tmp_path: Path) -> None:
    """Settings and results within others are joined by a slash; what Ray adds to every result is no metric."""
    for number in range(3):
        write_trial(tmp_path, number)
    (study,) = read(tmp_path)
    assert [parameter.name for parameter in study.parameters] == ["lr", "net/width"]
    assert list(study.metrics.columns) == ["loss", "eval/acc"]
    assert study.seconds is not None
    assert set(study.seconds) == {2.0}


def test_trials_stopped_before_a_common_budget_are_stopped_early(tmp_path: Path) -> None:
    """Ray calls them terminated as well: where many trials end at one iteration, those that end before were stopped."""
    for number in range(12):
        write_trial(tmp_path, number, iterations=9 if number % 2 else 3)
    (study,) = read(tmp_path)
    assert study.statuses.value_counts().to_dict() == {"complete": 6, "pruned": 6}
    (note,) = [note for note in study.notes if note.code == "stopped_early"]
    assert note.facts == {"runs": 6, "budget": 9, "name": "training_iteration"}


def test_trials_that_end_when_they_like_are_all_complete(tmp_path: Path) -> None:
    """Where every trial ends at an iteration of its own, no budget was denied to any."""
    for number in range(12):
        write_trial(tmp_path, number, iterations=number + 1)
    assert set(read(tmp_path)[0].statuses) == {"complete"}


def test_the_last_whole_result_counts(tmp_path: Path) -> None:
    """A result that is being written is passed over and named; without results the table of progress is read."""
    folders = [write_trial(tmp_path, number, iterations=2) for number in range(2)]
    torn = tmp_path / folders[0] / "result.json"
    torn.write_text(torn.read_text() + '{"loss": 0.')
    (tmp_path / folders[1] / "result.json").unlink()
    (tmp_path / folders[1] / "progress.csv").write_text(
        "loss,training_iteration,trial_id\n0.9,1,abc_00001\n0.25,2,abc_00001\n0.1"
    )
    (study,) = read(tmp_path)
    assert study.metrics["loss"].sort_index().tolist() == [0.5, 0.25]
    assert [note.facts for note in study.notes if note.code == "parts_unreadable"] == [
        {"part": "result.json", "runs": ["abc_00000"]}
    ]


def test_what_is_pickled_is_told_apart_and_never_loaded(tmp_path: Path) -> None:
    """An object among the settings is a level with a digest for its name."""
    for number in range(4):
        value = {**PICKLED, "value": f"80054e{number % 2}"}
        write_trial(tmp_path, number, config={"lr": 0.1, "model": value})
    (study,) = read(tmp_path)
    levels = study.settings["model"].tolist()
    assert len(set(levels)) == 2
    assert all(str(level).startswith("object ") for level in levels)


def test_a_state_without_trials_is_refused(tmp_path: Path) -> None:
    """An experiment that never started a trial gives one clear error."""
    write_state(tmp_path, [], "pairs")
    with pytest.raises(UnreadableSourceError, match="holds trials"):
        read(tmp_path)


@needs_data
def test_the_real_experiment_holds_what_the_index_says() -> None:
    """Eighty-one trials: 27 settings three times each; the score is the sum of the three settings."""
    (study,) = read(DATA / "ray/deepcave/run_1")
    assert len(study.statuses) == 81
    assert len(study.settings.drop_duplicates()) == 27
    sweep = choose(study)
    assert (sweep.objective.name, sweep.objective.direction) == ("score", "maximize")
    assert (study.settings.sum(axis=1) - study.metrics["score"]).abs().max() < 1e-9


@needs_data
def test_a_real_result_table_is_read() -> None:
    """Thirty runs of three categories, judged by the best accuracy."""
    sweep = choose(read(DATA / "ray/distiller"))
    assert (int(sweep.used.sum()), sweep.objective.name, sweep.objective.direction) == (30, "best_accuracy", "maximize")
    assert [parameter.kind for parameter in sweep.parameters] == ["categorical"] * 3


def test_trials_that_repeat_one_configuration_are_replicates(tmp_path: Path) -> None:
    """Ray's Repeater numbers the trials of a configuration within it: the number is no setting."""
    for number in range(12):
        write_trial(tmp_path, number, config={"lr": 0.1 * (1 + number // 3), "__trial_index__": number % 3})
    sweep = choose(read(tmp_path), metric="loss")
    assert [parameter.name for parameter in sweep.parameters] == ["lr"]
    assert sorted(sweep.settings["lr"].value_counts()) == [3] * 4
    assert list(sweep.replicates.columns) == ["__trial_index__"]
