"""What W&B leaves on disk is a study a sweep, with every run's end, settings and results as the run told them."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from wandb_files import RUN, field, folder, framed, log, run_record, sweep

from sweepbrief.errors import UnreadableSourceError, WrongUsageError
from sweepbrief.sources import choose, inspect, read

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief.sweep import Study

SWEEP_YAML = """
program: train.py
method: bayes
metric: {name: val_loss, goal: minimize}
early_terminate: {type: hyperband, min_iter: 3}
parameters:
  lr: {distribution: log_uniform, min: -9.210340371976182, max: -2.302585092994046}
  width: {values: [16, 32, 48, 64]}
  epochs: {value: 5}
"""


def by_status(study: Study) -> dict[str, int]:
    return dict(study.statuses.value_counts())


def test_a_folder_of_runs_is_a_sweep(tmp_path: Path) -> None:
    """Settings, results, order and run times come from the logs; counters, paths and telemetry are no settings."""
    home = sweep(tmp_path / "wandb")
    (home / "latest-run").symlink_to(next(home.iterdir()))
    (study,) = read(home)
    assert (study.name, study.source.kind, len(study.statuses)) == ("s4p8", "wandb", 24)
    assert by_status(study) == {"complete": 24}
    assert [p.name for p in study.parameters] == ["lr", "width", "out", "epochs"]
    assert list(study.metrics.columns) == ["val_loss"]
    assert study.settings.index[0] == "sunny-sweep-0"
    assert study.order is not None
    assert study.seconds is not None
    assert list(study.order) == [1.7e9 + 100 * n for n in range(24)]
    assert list(study.seconds)[:3] == [60.0, 61.0, 62.0]
    found = choose(study)
    assert [p.name for p in found.parameters] == ["lr", "width"]
    assert {i.name: i.reason for i in found.excluded}["epoch"] == "bookkeeping"
    assert read(tmp_path)[0].settings.equals(study.settings)
    assert read(tmp_path)[0].source.sha256 == study.source.sha256


def test_the_configuration_of_the_sweep_is_taken(tmp_path: Path) -> None:
    """Beside the folder, it gives ranges (exponents for log_uniform), choices, goal and method; the rest is left out."""
    home = sweep(tmp_path / "wandb")
    (tmp_path / "sweep.yaml").write_text(SWEEP_YAML)
    (tmp_path / "other.yaml").write_text("method: grid\nparameters: {a: {values: [1, 2]}, b: {values: [1, 2]}}\n")
    (study,) = read(home)
    lr, width = study.parameters[:2]
    assert (lr.scale, lr.range_known) == ("log", True)
    assert (lr.low, lr.high) == pytest.approx((1e-4, 0.1))
    assert (width.kind, width.low, width.high, width.range_known) == ("int", 16, 64, True)
    assert [(o.name, o.direction, o.told_by) for o in study.objectives] == [("val_loss", "minimize", "source")]
    assert study.sampler == "adaptive"
    assert ("out", "not_swept") in {(item.name, item.reason) for item in study.excluded}
    notes = {note.code: note.facts for note in study.notes}
    assert notes["sweep_config"] == {"file": "sweep.yaml"}
    assert "early_terminate" in notes


def test_what_an_agent_handed_out_is_what_was_swept(tmp_path: Path) -> None:
    """``sweep-<id>/config-<run>.yaml`` tells the sweep of a run and its varied settings where nothing else does."""
    home = tmp_path / "wandb"
    for n in range(6):
        folder(
            home, f"r{n}", log(f"r{n}", {"lr": 0.1 * n, "derived": 2 * n}, summary={"loss": 1.0 * n}, start=n, project="p"), n
        )
        handed = home / "sweep-x1" / f"config-r{n}.yaml"
        handed.parent.mkdir(exist_ok=True)
        handed.write_text(f"wandb_version: 1\n\nlr:\n  desc: null\n  value: {0.1 * n}\n")
    (study,) = read(home)
    assert study.name == "x1"
    assert [p.name for p in study.parameters] == ["lr"]
    assert ("derived", "not_swept") in {(item.name, item.reason) for item in study.excluded}


def test_every_end_of_a_run_is_told(tmp_path: Path) -> None:
    """Exit codes become statuses; a log without an end is a crash; one with a header only counts, and says so."""
    home = tmp_path / "wandb"
    for n, code in enumerate([0, 1, 3, 255, None]):
        folder(home, f"r{n}", log(f"r{n}", {"lr": n}, [{"loss": 1.0 * n}], code=code, project="p"), n)
    folder(home, "killed", framed([]), 9)
    folder(home, "cut", log("cut", {"lr": 9}, [{"loss": 1.0}] * 50, project="p")[:900], 10)
    (study,) = read(home)
    assert by_status(study) == {"complete": 1, "failed": 2, "killed": 1, "crashed": 3}
    assert {note.code: note.facts["runs"] for note in study.notes if note.code.startswith("logs_")} == {
        "logs_cut": 1,
        "logs_empty": 1,
    }


def test_runs_without_a_log_are_read_from_their_files(tmp_path: Path) -> None:
    """``config.yaml`` and ``wandb-summary.json``, nested values and NaN included; it is said that no end was told."""
    home = tmp_path / "wandb"
    for n in range(4):
        files = folder(home, f"r{n}", None, n, offline=False) / "files"
        (files / "config.yaml").write_text(
            f"wandb_version: 1\n\n_wandb:\n  desc: null\n  value: {{cli_version: 0.12.1}}\n"
            f"lr:\n  desc: null\n  value: {10.0**-n}\nopt:\n  value:\n    name: adam\n    beta: {n}\nbare: {n % 2}\n"
        )
        (files / "wandb-summary.json").write_text(
            json.dumps(
                {
                    "loss": float("nan") if n == 3 else 0.5 * n,
                    "_wandb": {"runtime": 30 + n},
                    "img": {"_type": "image-file", "size": 3},
                }
            )
        )
        (files / "wandb-metadata.json").write_text(json.dumps({"host": "vm"}))
    (study,) = read(home)
    assert [p.name for p in study.parameters] == ["lr", "opt.name", "opt.beta", "bare"]
    assert list(study.metrics.columns) == ["loss"]
    assert ("img", "not_numeric") in {(item.name, item.reason) for item in study.excluded}
    assert "no_status" in {note.code for note in study.notes}
    assert int(choose(study).used.sum()) == 3
    assert study.seconds is not None
    assert list(study.seconds) == [30.0, 31.0, 32.0, 33.0]


def test_projects_and_sweeps_are_studies(tmp_path: Path) -> None:
    """Two sweeps and a run outside them are three studies; one must be named."""
    home = sweep(tmp_path / "wandb", 4, "one")
    for n in range(3):
        folder(home, f"t{n}", log(f"t{n}", {"lr": n}, summary={"loss": 1.0}, project="p", sweep_id="two"), 100 + n)
    folder(home, "u", log("u", {"lr": 1}, summary={"loss": 1.0}, project="p"), 200)
    studies = read(home)
    assert sorted((study.name, len(study.statuses)) for study in studies) == [("one", 4), ("p", 1), ("two", 3)]
    with pytest.raises(WrongUsageError, match="two"):
        choose(studies)
    assert len(choose(studies, study="two", metric="loss").statuses) == 3


def test_a_resumed_run_is_one_run(tmp_path: Path) -> None:
    """Two folders of one id: what was written last stands, times add up, and the note says so."""
    home = tmp_path / "wandb"
    folder(home, "a", log("a", {"lr": 1, "x": 1}, summary={"loss": 3.0}, code=None, start=1, seconds=5, project="p"), 1)
    folder(home, "a", log("a", {"lr": 1}, summary={"loss": 2.0}, start=2, seconds=7, project="p"), 2)
    (study,) = read(home)
    assert list(study.metrics["loss"]) == [2.0]
    assert by_status(study) == {"complete": 1}
    assert "resumed_runs" in {note.code for note in study.notes}


def test_each_job_may_have_a_folder_of_its_own(tmp_path: Path) -> None:
    """A folder of jobs, each with its ``wandb``, is one source; so is one log and one run's folder."""
    for n in range(5):
        folder(tmp_path / f"job{n}" / "wandb", f"r{n}", log(f"r{n}", {"lr": n}, summary={"loss": 1.0 * n}, project="p"), n)
    assert len(read(tmp_path)[0].statuses) == 5
    one = next((tmp_path / "job3" / "wandb").iterdir())
    assert list(read(one)[0].settings["lr"]) == [3.0]
    assert list(read(one / "run-r3.wandb")[0].settings["lr"]) == [3.0]


def test_runs_that_say_nothing_are_refused(tmp_path: Path) -> None:
    """Only headers: the error says that nothing was written; other bytes are no log."""
    folder(tmp_path / "wandb", "a", framed([]), 1)
    with pytest.raises(UnreadableSourceError, match="killed before anything"):
        read(tmp_path / "wandb")
    bad = tmp_path / "run-x.wandb"
    bad.write_bytes(b":W&B" + bytes(400))
    with pytest.raises(UnreadableSourceError):
        read(bad)


def test_hostile_names_are_only_text(tmp_path: Path) -> None:
    """Markup, control characters and very deep keys in a log give a study like any other."""
    deep: dict[str, object] = {"x": 1}
    for _ in range(80):
        deep = {"d": deep}
    record = run_record({"<script>": "</b>", "a\x00b": 1, "deep": deep}, run_id="../..", display_name="\x1b[31m")
    folder(tmp_path / "wandb", "a", framed([record, field(RUN, b"\x08")]), 1)
    shown = inspect(read(tmp_path / "wandb"), "here")
    assert shown["kind"] == "wandb"


def test_ten_thousand_runs_are_read_quickly(tmp_path: Path) -> None:
    """A thousand runs take a tenth of what ten thousand may take."""
    home = sweep(tmp_path / "wandb", 1000)
    start = time.process_time()
    assert len(read(home)[0].statuses) == 1000
    assert time.process_time() - start < 2.5
