"""AlgoPerf's logs: one study a workload, studies as replicates, measurements over time at their best."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from real_files import DATA, needs_data

from sweepbrief.errors import EmptySweepError, WrongUsageError
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path) -> Path:
    for study in range(2):
        for number in (1, 2):
            trial = folder / f"study_{study}" / "ogbg_jax" / f"trial_{number}"
            trial.mkdir(parents=True)
            (trial / "hparams.json").write_text(json.dumps({"learning_rate": 0.1 * number}))
            if (study, number) == (1, 2):
                continue
            rows = [f"{step},{step * 10},{value},{1 - value},43793" for step, value in ((1, 0.1), (2, 0.3 + study), (3, 0.2))]
            header = "global_step,total_duration,validation/mean_average_precision,validation/loss,validation/num_examples"
            (trial / "eval_measurements.csv").write_text("\n".join((header, *rows)))
    return folder


def test_the_best_evaluation_counts(tmp_path: Path) -> None:
    """All results are those of the evaluation at which the workload's metric was best; repeated studies are replicates."""
    (study,) = read(write(tmp_path))
    assert study.name == "ogbg_jax"
    assert list(study.statuses) == ["complete", "complete", "complete", "unknown"]
    assert study.metrics["validation/mean_average_precision"].tolist()[:3] == [0.3, 0.3, 1.3]
    assert study.metrics["validation/loss"].tolist()[:2] == [0.7, 0.7]
    assert "validation/num_examples" not in study.metrics
    assert (study.objectives[0].name, study.objectives[0].direction) == ("validation/mean_average_precision", "maximize")
    assert [item.name for item in study.excluded if item.reason == "replicate"] == ["study"]
    assert [note.facts["runs"] for note in study.notes if note.code == "parts_unreadable"] == [["study_1/trial_2"]]
    assert study.seconds is not None
    assert study.seconds.iloc[0] == 30


def test_a_workload_without_measurements_is_refused_for_that(tmp_path: Path) -> None:
    """Trials of which none left a result are no sweep, and no setting is offered as the metric."""
    trial = write(tmp_path) / "study_0" / "wmt_jax" / "trial_1"
    trial.mkdir(parents=True)
    (trial / "hparams.json").write_text(json.dumps({"learning_rate": 0.1}))
    with pytest.raises(EmptySweepError, match=r"Found none among 1 \(1 unknown\)"):
        choose(read(tmp_path), study="wmt_jax")


def test_logs_beside_other_sweeps_are_one_of_several(tmp_path: Path) -> None:
    """A folder of several tools' folders is none of theirs: its sources are listed, and one must be named."""
    write(tmp_path / "algoperf" / "baseline")
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "runs.csv").write_text("lr,loss\n" + "".join(f"{0.1 / n},{n}\n" for n in range(1, 9)))
    with pytest.raises(WrongUsageError, match=r"algoperf/baseline, tables/runs\.csv"):
        read(tmp_path)
    assert len(read(tmp_path / "algoperf")) == 1


@needs_data
def test_real_logs() -> None:
    """All 183 trials are found, and the 177 with measurements are complete, each workload with its own metric."""
    studies = read(DATA / "algoperf")
    assert sum(len(study.statuses) for study in studies) == 183
    assert sum(int((study.statuses == "complete").sum()) for study in studies) == 177
    metrics = {study.name: study.objectives[0].name for study in studies if study.objectives}
    assert metrics["fastmri_jax"] == "validation/ssim"
    assert metrics["wmt_jax"] == "validation/bleu"
    outcome = next(study for study in studies if study.name == "ogbg_model_size_jax").metrics[metrics["ogbg_jax"]]
    assert (outcome.min(), outcome.max()) == (pytest.approx(0.04246, abs=1e-5), pytest.approx(0.2763, abs=1e-4))
