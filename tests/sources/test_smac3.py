"""SMAC3's run histories of every version say the same of the same runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path

SPACE = {
    "hyperparameters": [{"type": "uniform_float", "name": "x", "lower": 1e-3, "upper": 1.0, "log": True}],
    "conditions": [],
    "forbiddens": [],
}
ROWS = [  # configuration, seed, budget, cost, status, start
    (1, 0, None, 0.5, "SUCCESS", 10.0),
    (2, 0, None, 2147483647.0, "CRASHED", 11.0),
    (3, 0, None, 0.25, "SUCCESS", 12.0),
    (4, 0, None, 2147483647.0, "RUNNING", 13.0),
]
NUMBERS = {"RUNNING": 0, "SUCCESS": 1, "CRASHED": 2, "TIMEOUT": 3, "MEMORYOUT": 4}
CONFIGS = {str(number): {"x": number / 10} for number in range(1, 5)}


def as_mapping(row: tuple[Any, ...]) -> dict[str, Any]:
    config, seed, budget, cost, status, start = row
    names = {"config_id": config, "instance": None, "seed": seed, "budget": budget, "cost": cost, "time": 1.5}
    return {
        **names,
        "cpu_time": 1.0,
        "status": NUMBERS[status],
        "starttime": start,
        "endtime": start + 1.5,
        "additional_info": {},
    }


def as_list(row: tuple[Any, ...]) -> list[Any]:
    names = ("config_id", "instance", "seed", "budget", "cost", "time", "status", "starttime", "endtime", "additional_info")
    return [as_mapping(row)[name] for name in names]


def as_pair(row: tuple[Any, ...]) -> list[Any]:
    values = as_list(row)
    return [values[:4], [*values[4:6], {"__enum__": f"StatusType.{row[4]}"}, *values[7:]]]


def as_oldest(row: tuple[Any, ...]) -> list[Any]:
    values = as_list(row)
    return [values[:3], [*values[4:6], {"__enum__": f"StatusType.{row[4]}"}, values[9]]]


def write(folder: Path, rows: list[Any], scenario: dict[str, Any] | None = None, configs: dict[str, Any] = CONFIGS) -> Path:
    folder.mkdir(exist_ok=True)
    history = {"stats": {"submitted": len(rows)}, "data": rows, "configs": configs, "config_origins": {}}
    (folder / "runhistory.json").write_text(json.dumps(history))
    (folder / "configspace.json").write_text(json.dumps(SPACE))
    if scenario is not None:
        (folder / "scenario.json").write_text(json.dumps(scenario))
    return folder


@pytest.mark.parametrize("layout", [as_mapping, as_list, as_pair, as_oldest])
def test_every_layout_is_the_same_study(layout: object, tmp_path: Path) -> None:
    """Mappings, lists and pairs of lists give the same runs, statuses and costs; placeholders are no costs."""
    (study,) = read(write(tmp_path / "run", [layout(row) for row in ROWS]))  # type: ignore[operator] # a function
    assert list(study.statuses) == ["complete", "crashed", "complete", "running"]
    assert study.metrics["cost"].tolist()[::2] == [0.5, 0.25]
    assert study.metrics["cost"].isna().tolist() == [False, True, False, True]
    assert study.settings["x"].tolist() == [0.1, 0.2, 0.3, 0.4]
    (parameter,) = study.parameters
    assert (parameter.scale, parameter.low, parameter.high, parameter.range_known) == ("log", 1e-3, 1.0, True)
    assert [(o.name, o.direction, o.told_by) for o in study.objectives] == [("cost", "minimize", "source")]
    assert study.order is not None
    assert study.order.is_monotonic_increasing


def test_budgets_are_fidelity_and_seeds_are_replicates(tmp_path: Path) -> None:
    """One run a configuration, budget and seed; none of the latter is a parameter."""
    rows = [
        (number, seed, budget, 0.1 * number, "SUCCESS", 1.0) for number in (1, 2) for seed in (0, 1) for budget in (1.0, 9.0)
    ]
    (study,) = read(write(tmp_path / "run", [as_mapping(row) for row in rows]))
    assert (len(study.statuses), study.fidelity) == (8, "budget")
    assert study.bookkeeping["budget"].tolist() == [1.0, 9.0] * 4
    assert [item.name for item in study.excluded if item.reason == "replicate"] == ["seed"]
    assert "1@9#0" in study.statuses.index


def test_several_objectives_and_the_sampler(tmp_path: Path) -> None:
    """The scenario names the costs and the facade that chose configurations."""
    rows = [{**as_mapping(row), "cost": [0.5, 3.0]} for row in ROWS if row[4] == "SUCCESS"]
    meta = {"name": "f" * 32, "objectives": ["loss", "size"], "_meta": {"facade": {"name": "RandomFacade"}}}
    (study,) = read(write(tmp_path / "run", rows, meta))
    assert [objective.name for objective in study.objectives] == ["loss", "size"]
    assert (study.sampler, study.name) == ("random", "run")
    assert study.metrics["size"].tolist() == [3.0, 3.0]


def test_a_configuration_that_is_missing_is_said(tmp_path: Path) -> None:
    """A run whose configuration is not in the file counts as found, not as used."""
    (study,) = read(write(tmp_path / "run", [as_mapping(row) for row in ROWS], configs={"1": {"x": 0.1}}))
    lost = [item.name for item in study.excluded if item.what == "run" and item.reason == "unreadable"]
    assert lost == ["2", "3", "4"]
    assert int(choose(study).used.sum()) == 1


def test_a_file_of_other_content_is_refused(tmp_path: Path) -> None:
    """A history without runs is refused with what was expected."""
    (tmp_path / "runhistory.json").write_text('{"data": {}, "configs": {}}')
    with pytest.raises(UnreadableSourceError, match="holds the runs under data"):
        read(tmp_path)


@needs_data
@pytest.mark.parametrize(
    ("folder", "runs", "complete"),
    [
        ("mlp/run_1", 20, 20),
        ("mlp/run_2", 60, 60),
        ("mlp/run_3", 100, 100),
        ("mlp/run_4", 498, 244),
        ("mlp-nondeterministic/run_1", 154, 154),
        ("mlp-nondeterministic/run_2", 50, 49),
        ("multi-fidelity/run_1", 179, 179),
        ("multi-fidelity/run_2", 266, 266),
        ("multi-objective/run_1", 112, 110),
    ],
)
def test_real_histories(folder: str, runs: int, complete: int) -> None:
    """Real folders give the runs their index names, with conditions from the space."""
    (study,) = read(DATA / "smac3/deepcave_v2" / folder)
    assert (len(study.statuses), int((study.statuses == "complete").sum())) == (runs, complete)
    conditional = {p.name for p in study.parameters if p.active_when}
    assert conditional == (
        set() if folder in {"mlp/run_1", "mlp/run_2", "mlp/run_3"} else {"batch_size", "learning_rate", "learning_rate_init"}
    )
