"""Syne Tune's experiments: one row a report becomes one run a trial."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import read

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "epoch,loss,st_worker_time,st_worker_iter,st_decision,st_status,trial_id,config_lr,config_act,st_tuner_time"
ROWS = (
    "1,0.9,1.0,0,CONTINUE,InProgress,0,0.1,relu,1.0",
    "1,0.8,1.0,0,STOP,InProgress,1,0.2,tanh,1.5",
    "2,0.7,2.0,1,CONTINUE,InProgress,0,0.1,relu,2.0",
    "3,0.6,3.0,2,STOP,InProgress,0,0.1,relu,3.0",
    "1,0.5,1.0,0,CONTINUE,Failed,2,0.3,relu,3.5",
    "2,0.4,2.5,1,PAUSE,Paused,3,0.4,relu,4.5",
)
DOMAIN = {"domain_cls": "Float", "domain_kwargs": {"lower": 1e-4, "upper": 1.0}, "sampler_cls": "LogUniform"}
ACT = {"domain_cls": "Categorical", "domain_kwargs": {"categories": ["relu", "tanh", "gelu"]}}
METADATA = {
    "metric_names": ["loss"],
    "metric_mode": "min",
    "scheduler_name": "ASHA",
    "scheduler_kwargs": {"time_attr": "epoch", "max_t": 3, "searcher": "bayesopt"},
    "config_space": json.dumps({"lr": DOMAIN, "act": ACT, "epochs": 3}),
}


def write(folder: Path, metadata: object = METADATA, rows: tuple[str, ...] = ROWS, *, zipped: bool = True) -> Path:
    text = "\n".join((HEADER, *rows)) + "\n"
    if zipped:
        with zipfile.ZipFile(folder / "results.csv.zip", "w") as archive:
            archive.writestr("results.csv", text)
    else:
        (folder / "results.csv").write_text(text)
    (folder / "tuner.dill").write_bytes(b"\x80\x04never read")
    if metadata is not None:
        (folder / "metadata.json").write_text(json.dumps(metadata))
    return folder


@pytest.mark.parametrize("zipped", [True, False])
def test_reports_fold_to_trials(zipped: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    """A trial that got as far as allowed is complete, even where the scheduler then stopped it; others were stopped early."""
    (study,) = read(write(tmp_path, zipped=zipped))
    assert list(study.statuses.items()) == [("0", "complete"), ("1", "pruned"), ("2", "failed"), ("3", "pruned")]
    assert study.metrics["loss"].tolist() == [0.6, 0.8, 0.5, 0.4]
    assert list(study.metrics.columns) == ["loss"]
    assert [(o.name, o.direction, o.told_by) for o in study.objectives] == [("loss", "minimize", "source")]
    parameters = {p.name: p for p in study.parameters}
    assert (parameters["lr"].scale, parameters["lr"].low, parameters["act"].choices) == ("log", 1e-4, ("relu", "tanh", "gelu"))
    assert (study.sampler, study.bookkeeping["epoch"].tolist()) == ("adaptive", [3.0, 1.0, 1.0, 2.0])
    assert study.seconds is not None
    assert study.seconds.tolist() == [3.0, 1.0, 1.0, 2.5]


@pytest.mark.parametrize(("decision", "meant"), [("STOP", "pruned"), ("CONTINUE", "complete")])
def test_scripts_that_outrun_the_scheduler(decision: str, meant: str, tmp_path: Path) -> None:
    """A script that had completed when it was stopped counts up to the stop; one that ended by itself is complete."""
    row = f"1,0.3,1.0,0,{decision},Completed,4,0.5,gelu,5.0"
    (study,) = read(write(tmp_path, rows=(*ROWS, row)))
    assert (study.statuses["4"], study.metrics.loc["4", "loss"]) == (meant, 0.3)


def test_trials_that_never_reported(tmp_path: Path) -> None:
    """A trial's folder without a report is a run: failed where it had ended, killed where it was still going."""
    write(tmp_path)
    for number, ended in ((4, True), (5, False)):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "config.json").write_text(json.dumps({"lr": 0.5, "act": "gelu", "epochs": 3}))
        if ended:
            (tmp_path / str(number) / "end").write_text("")
    (study,) = read(tmp_path)
    assert list(study.statuses.items())[4:] == [("4", "failed"), ("5", "killed")]
    assert study.settings.loc["4", "act"] == "gelu"


def test_without_metadata_a_note_says_so(tmp_path: Path) -> None:
    """Results alone are still read; what the metadata would say is noted as missing, and epochs are told by their count."""
    (study,) = read(write(tmp_path, metadata=None))
    assert study.objectives == ()
    assert list(study.metrics.columns) == ["loss"]
    assert "part_missing" in {note.code for note in study.notes}


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    """Half of a ZIP file is refused as such."""
    write(tmp_path)
    path = tmp_path / "results.csv.zip"
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(UnreadableSourceError):
        read(tmp_path)


def test_damaged_counts_are_passed_over(tmp_path: Path) -> None:
    """Text where the tuner writes numbers (a count of reports, a time, a trial's number) loses that cell and nothing else."""
    rows = ("1,0.9,x,y,CONTINUE,Completed,a,0.1,relu,1.0", "1,0.8,1.0,0,CONTINUE,Completed,1,0.2,tanh,1.5")
    (study,) = read(write(tmp_path, rows=rows))
    assert study.metrics["loss"].sort_values().tolist() == [0.8, 0.9]
    assert sorted(study.statuses.index) == ["1", "a"]
