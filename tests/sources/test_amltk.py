"""AMLTK's histories: headers state direction, bounds and what is a setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from real_files import DATA, needs_data

from sweepbrief.sources import read

if TYPE_CHECKING:
    from pathlib import Path


def history() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": [f"config_id={n}_seed=1_budget={b}_instance=None" for n, b in ((1, 3.0), (2, 3.0), (1, 9.0))],
            "status": ["success", "crashed", "success"],
            "trial_seed": [1, 1, 1],
            "created_at": ["2024-08-07 15:24:54", "2024-08-07 15:24:55", "2024-08-07 15:24:56"],
            "reported_at": ["2024-08-07 15:24:56", "2024-08-07 15:24:58", "2024-08-07 15:25:00"],
            "metric:error [0.0, 1.0] (minimize)": [0.5, None, 0.25],
            "summary:val/acc": [0.5, None, 0.75],
            "config:rf:n_estimators": [10, 20, 10],
        }
    )


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_headers_state_everything(suffix: str, tmp_path: Path) -> None:
    """Settings lose their mark, the metric its bounds; the budget stands in the trial's name."""
    path = tmp_path / f"history.{suffix}"
    frame = history().set_index("name")
    frame.to_parquet(path) if suffix == "parquet" else frame.to_csv(path)
    (study,) = read(tmp_path)
    assert study.source.kind == "amltk"
    assert list(study.statuses.items()) == [
        ("config_id=1@3", "complete"),
        ("config_id=2@3", "crashed"),
        ("config_id=1@9", "complete"),
    ]
    assert [(o.name, o.direction, o.told_by) for o in study.objectives] == [("error", "minimize", "source")]
    assert list(study.metrics.columns) == ["error", "val/acc"]
    assert study.settings["rf:n_estimators"].tolist() == [10, 20, 10]
    assert study.bookkeeping[study.fidelity or ""].tolist() == [3.0, 3.0, 9.0]
    assert study.seconds is not None
    assert study.seconds.tolist() == [2.0, 3.0, 4.0]


@needs_data
@pytest.mark.parametrize(
    ("folder", "runs", "fidelity"),
    [("optuna_optimizer/run_1", 149, None), ("smac_optimizer/run_1", 42, None), ("smac_optimizer_mf/run_1", 88, "budget")],
)
def test_real_histories(folder: str, runs: int, fidelity: str | None) -> None:
    """Real histories give their runs, their direction and their declared ranges."""
    (study,) = read(DATA / "amltk/deepcave" / folder)
    assert (len(study.statuses), study.fidelity) == (runs, fidelity)
    assert [(o.name, o.direction) for o in study.objectives] == [("accuracy", "maximize")]
    assert all(parameter.range_known for parameter in study.parameters)
