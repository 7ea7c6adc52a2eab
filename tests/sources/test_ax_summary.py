"""Ax's summary tables: which columns are results is told by the trials without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.sources import read

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """trial_index,arm_name,trial_status,generation_node,size,acc,lr,width,opt
0,0_0,COMPLETED,Sobol,3,0.9,0.1,8,adam
1,1_0,FAILED,Sobol,,,0.01,16,sgd
2,2_0,EARLY_STOPPED,MBM,4,0.5,0.001,32,adam
"""


def test_results_are_what_failed_trials_lack(tmp_path: Path) -> None:
    """A result without a telling name is found, and a whole setting stays a whole number."""
    path = tmp_path / "summary.csv"
    path.write_text(TABLE)
    (study,) = read(path)
    assert study.source.kind == "ax-summary"
    assert list(study.metrics.columns) == ["size", "acc"]
    assert [(p.name, p.kind) for p in study.parameters] == [("lr", "float"), ("width", "int"), ("opt", "categorical")]
    assert list(study.statuses.items()) == [("0_0", "complete"), ("1_0", "failed"), ("2_0", "pruned")]
    assert study.sampler == "adaptive"


def test_without_failures_names_tell(tmp_path: Path) -> None:
    """Where every trial ended well, results are the columns up to the last one called like a result."""
    path = tmp_path / "summary.csv"
    path.write_text("\n".join(line for line in TABLE.splitlines() if "FAILED" not in line))
    (study,) = read(path)
    assert list(study.metrics.columns) == ["size", "acc"]
