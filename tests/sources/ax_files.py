"""Experiments of Ax in the shapes in which its versions store them."""

from __future__ import annotations

import json
from typing import Any


def _range(name: str, ends: tuple[float, float], kind: str = "FLOAT", **more: bool) -> dict[str, Any]:
    return {
        "__type": "RangeParameter",
        "name": name,
        "parameter_type": {"__type": "ParameterType", "name": kind},
        "lower": ends[0],
        "upper": ends[1],
        "log_scale": False,
        **more,
    }


def data(trial: int, arms: dict[str, dict[str, float]], steps: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - a shape of the file
    """Give what was attached to one trial; with steps, an earlier and a worse value stands before each."""
    rows = [(arm, metric, mean) for arm, metrics in arms.items() for metric, mean in metrics.items()]
    if steps:
        rows = [(arm, metric, mean + more) for arm, metric, mean in rows for more in (0.0, 5.0)]
    columns = {
        "trial_index": {str(n): trial for n in range(len(rows))},
        "arm_name": {str(n): row[0] for n, row in enumerate(rows)},
        "metric_name": {str(n): row[1] for n, row in enumerate(rows)},
        "mean": {str(n): row[2] for n, row in enumerate(rows)},
    }
    if steps:
        columns["step"] = {str(n): 2 - n % 2 for n in range(len(rows))}
    frame = {"__type": "DataFrame", "value": json.dumps(columns)}
    return {"__type": "OrderedDict", "value": [[0, {"__type": "Data", "df": frame}]]}


def trial(index: int, status: object, parameters: dict[str, Any], key: str = "Sobol") -> dict[str, Any]:
    """Give a trial of one arm."""
    arm = {"__type": "Arm", "name": f"{index}_0", "parameters": parameters}
    return {
        "__type": "Trial",
        "index": index,
        "status": status,
        "time_run_started": {"__type": "datetime", "value": f"2024-01-01 00:00:{index:02d}.5"},
        "time_completed": {"__type": "datetime", "value": f"2024-01-01 00:01:{index:02d}.5"},
        "generator_run": {"__type": "GeneratorRun", "arms": [arm], "generator_key": key},
    }


def word(name: str) -> dict[str, Any]:
    """Give a status as it is stored."""
    return {"__type": "TrialStatus", "name": name}


def experiment(trials: dict[str, Any], by_trial: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    """Give an experiment with a conditional parameter and a fidelity."""
    choice = {
        "__type": "ChoiceParameter",
        "name": "opt",
        "parameter_type": {"__type": "ParameterType", "name": "STRING"},
        "values": ["adam", "sgd"],
        "dependents": {"sgd": ["momentum"]},
    }
    parameters = [
        _range("lr", (1e-4, 0.1), log_scale=True),
        _range("width", (8, 64), "INT"),
        choice,
        _range("momentum", (0, 1)),
        _range("epochs", (1, 9), "INT", is_fidelity=True),
    ]
    return {
        "__type": "Experiment",
        "name": "mini",
        "search_space": {"__type": "SearchSpace", "parameters": parameters},
        "optimization_config": config,
        "trials": trials,
        "data_by_trial": by_trial,
    }
