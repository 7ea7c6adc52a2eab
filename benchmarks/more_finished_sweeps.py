"""The same finished sweep as further tools leave it: databases, logs of bytes, and folders of records."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

from benchmarks.finished_sweeps import RESULT, SETTINGS, records, split, write_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

LEVELS: Final = ("relu", "tanh", "gelu")
_OPTUNA: Final = (
    "CREATE TABLE version_info (version_info_id INTEGER PRIMARY KEY, schema_version INTEGER, library_version TEXT);"
    "CREATE TABLE studies (study_id INTEGER PRIMARY KEY, study_name TEXT);"
    "CREATE TABLE study_directions (id INTEGER PRIMARY KEY, direction TEXT, study_id INTEGER, objective INTEGER);"
    "CREATE TABLE trials (trial_id INTEGER PRIMARY KEY, number INTEGER, study_id INTEGER, state TEXT, datetime_start TEXT,"
    " datetime_complete TEXT);"
    "CREATE TABLE trial_params (param_id INTEGER PRIMARY KEY, trial_id INTEGER, param_name TEXT, param_value REAL,"
    " distribution_json TEXT);"
    "CREATE TABLE trial_values (id INTEGER PRIMARY KEY, trial_id INTEGER, objective INTEGER, value REAL, value_type TEXT);"
    "INSERT INTO version_info VALUES (1, 12, '5.0.0'); INSERT INTO studies VALUES (1, 'sweep');"
    "INSERT INTO study_directions VALUES (1, 'MINIMIZE', 1, 0);"
)


def as_optuna_sqlite(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a storage of Optuna."""
    real = json.dumps({"name": "FloatDistribution", "attributes": {"step": None, "low": 0.0, "high": 600.0, "log": False}})
    named = json.dumps({"name": "CategoricalDistribution", "attributes": {"choices": LEVELS}})
    rows = list(enumerate(records(frame), 1))
    moments = ("2024-01-01 00:00:00", "2024-01-01 00:01:00")
    path = folder / "study.db"
    connection = sqlite3.connect(path)
    connection.executescript(_OPTUNA)
    connection.executemany("INSERT INTO trials VALUES (?, ?, 1, 'COMPLETE', ?, ?)", [(n, n - 1, *moments) for n, _ in rows])
    given = [
        (n, name, LEVELS.index(str(row[name])) if name == "act" else row[name], named if name == "act" else real)
        for n, row in rows
        for name in SETTINGS
    ]
    connection.executemany(
        "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?)", given
    )
    values = [(n, row[RESULT]) for n, row in rows]
    connection.executemany(
        "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, 0, ?, 'FINITE')", values
    )
    connection.commit()
    connection.close()
    return path


def _varint(number: int) -> bytes:
    data = b""
    while number > 0x7F:
        data += bytes([number & 0x7F | 0x80])
        number >>= 7
    return data + bytes([number])


def _field(number: int, value: bytes | str | int) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _updates(values: Mapping[str, object]) -> bytes:
    return b"".join(_field(1, _field(1, name) + _field(16, json.dumps(value))) for name, value in values.items())


def as_wandb_logs(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a folder a run with its log, each of two steps of history, a summary and an end."""
    home = folder / "wandb"
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        about = _field(1, f"r{number:05d}") + _field(3, "sweep") + _field(4, _updates(settings))
        history = [_field(2, _updates({RESULT: value, "_step": step})) for step in range(2)]
        log = b":W&B" + struct.pack("<HB", 0xBEE1, 0)
        for part in (_field(17, about), *history, _field(3, _updates({RESULT: value})), _field(18, b"")):
            log += struct.pack("<IHB", zlib.crc32(b"\x01" + part), len(part), 1) + part
        path = home / f"offline-run-20240101_000000-r{number:05d}"
        path.mkdir(parents=True)
        (path / f"run-r{number:05d}.wandb").write_bytes(log)
    return home


def as_bohb(frame: pd.DataFrame, folder: Path) -> Path:
    """Write the two files of a run of BOHB."""
    times = {"submitted": 1.0, "started": 2.0, "finished": 3.0}
    rows = [split(row) for row in records(frame)]
    results = [[[0, 0, n], 1.0, times, {"loss": value, "info": {}}, None] for n, (_, value) in enumerate(rows)]
    configs = [[[0, 0, n], settings, {"model_based_pick": False}] for n, (settings, _) in enumerate(rows)]
    for name, lines in (("results.json", results), ("configs.json", configs)):
        write_tree(folder / "bohb" / name, "\n".join(json.dumps(line) for line in lines))
    return folder / "bohb"


def as_amltk(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a history of AMLTK."""
    table = frame[list(SETTINGS)].add_prefix("config:")
    table["metric:loss [0.0, inf] (minimize)"] = frame[RESULT].clip(lower=0.0)
    table.assign(name=[f"trial-{n}" for n in range(len(frame))], status="success").set_index("name").to_parquet(
        folder / "history.parquet"
    )
    return folder


def as_deepcave(frame: pd.DataFrame, folder: Path) -> Path:
    """Write the two tables of DeepCAVE."""
    kinds = {"units": "integer", "depth": "integer"}
    lines = [f"{name},{kinds.get(name, 'float')},False,0,600,1,uniform,,,,\n" for name in SETTINGS if name != "act"]
    header = "name,type,log,lower,upper,default,distribution,item_0,item_1,item_2,ordered\n"
    write_tree(
        folder / "cave" / "configspace.csv", header + "".join(lines) + f"act,categorical,,,,relu,,{','.join(LEVELS)},False\n"
    )
    table = frame[list(SETTINGS)].assign(**{"metric:loss [0.0; inf] (minimize)": frame[RESULT].clip(lower=0.0)})
    table.assign(status="success", start_time=0, end_time=1, budget=1, seed=-1).to_csv(
        folder / "cave" / "trials.csv", index_label="config_id"
    )
    return folder / "cave"


def _ax_parameter(name: str) -> dict[str, Any]:
    if name == "act":
        kind = {"__type": "ParameterType", "name": "STRING"}
        return {"__type": "ChoiceParameter", "name": name, "parameter_type": kind, "values": list(LEVELS)}
    kind = {"__type": "ParameterType", "name": "FLOAT"}
    ends = {"lower": 0.0, "upper": 600.0, "log_scale": False}
    return {"__type": "RangeParameter", "name": name, "parameter_type": kind, **ends}


def as_ax(frame: pd.DataFrame, folder: Path) -> Path:
    """Write an experiment of Ax."""
    trials, by_trial = {}, {}
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        arm = {"__type": "Arm", "name": f"{number}_0", "parameters": settings}
        status = {"__type": "TrialStatus", "name": "COMPLETED"}
        drawn = {"__type": "GeneratorRun", "arms": [arm], "generator_key": "Sobol"}
        trials[str(number)] = {"__type": "Trial", "index": number, "status": status, "generator_run": drawn}
        cells = {"trial_index": number, "arm_name": f"{number}_0", "metric_name": RESULT, "mean": value}
        told = {"__type": "DataFrame", "value": json.dumps({key: {"0": cell} for key, cell in cells.items()})}
        by_trial[str(number)] = {"__type": "OrderedDict", "value": [[0, {"__type": "Data", "df": told}]]}
    objective = {"__type": "Objective", "metric": {"__type": "Metric", "name": RESULT}, "minimize": True}
    tree = {
        "__type": "Experiment",
        "name": "sweep",
        "search_space": {"__type": "SearchSpace", "parameters": [_ax_parameter(name) for name in SETTINGS]},
        "optimization_config": {"__type": "OptimizationConfig", "objective": objective},
        "trials": trials,
        "data_by_trial": by_trial,
    }
    write_tree(folder / "experiment.json", tree)
    return folder / "experiment.json"


def as_dvc(frame: pd.DataFrame, folder: Path) -> Path:
    """Write what DVC prints of its experiments as JSON."""
    entries = []
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        held = {"params": {"params.yaml": {"data": settings}}, "metrics": {"metrics.json": {"data": {RESULT: value}}}}
        name = f"exp-{number}"
        revision = {"rev": f"{number:040x}", "name": name, "data": {"timestamp": "2024-01-01T00:00:00", **held}}
        entries.append({"revs": [revision], "executor": None, "name": name})
    write_tree(folder / "experiments.json", [{"rev": "b" * 40, "name": "main", "data": {}, "experiments": entries}])
    return folder / "experiments.json"


def _event(body: bytes) -> bytes:
    data = _varint(1 << 3 | 1) + struct.pack("<d", 1.0) + _field(2, 0) + _field(5, _field(1, body))
    return struct.pack("<Q", len(data)) + b"sums" + data + b"sums"


def _plugin(tag: str, content: bytes) -> bytes:
    return _event(_field(1, tag) + _field(9, _field(1, _field(1, "hparams") + _field(2, content))))


def as_tensorboard(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a folder a session with its event file."""
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        given = b"".join(
            _field(1, _field(1, name) + _field(2, _field(3, cell) if isinstance(cell, str) else _number(cell)))
            for name, cell in settings.items()
        )
        start = _plugin("_hparams_/session_start_info", _field(3, given + _varint(5 << 3 | 1) + struct.pack("<d", 100.0)))
        end = _plugin("_hparams_/session_end_info", _field(4, _field(1, 1) + _varint(2 << 3 | 1) + struct.pack("<d", 160.0)))
        scalar = _event(_field(1, RESULT) + _varint(2 << 3 | 5) + struct.pack("<f", value))
        path = folder / "logs" / f"session-{number:05d}"
        path.mkdir(parents=True)
        (path / "events.out.tfevents.1700000000.host").write_bytes(start + scalar + end)
    return folder / "logs"


def _number(value: object) -> bytes:
    return _varint(2 << 3 | 1) + struct.pack("<d", float(str(value)))


def as_ultralytics(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a tuner's table: numbers only, and the fitness of every iteration."""
    numbers = {"lr": "lr0", "units": "box", "depth": "warmup_epochs", "dropout": "mixup", "act": "cls"}
    table = frame[list(SETTINGS)].assign(act=frame["act"].map(LEVELS.index) + 0.5).rename(columns=numbers)
    table.insert(0, "fitness", 1.0 / (1.0 + frame[RESULT].abs()))
    table.to_csv(folder / "tune_results.csv", index=False)
    return folder / "tune_results.csv"


def as_algoperf(frame: pd.DataFrame, folder: Path) -> Path:
    """Write the logs of AlgoPerf, a hundred trials a study."""
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        trial = folder / "logs" / f"study_{number // 100}" / "ogbg_jax" / f"trial_{number % 100 + 1}"
        write_tree(trial / "hparams.json", settings)
        header = "global_step,total_duration,validation/mean_average_precision\n"
        write_tree(trial / "eval_measurements.csv", f"{header}1,10,{value}\n2,20,{value}\n")
    return folder / "logs"


FORMATS: Final[Mapping[str, Callable[[pd.DataFrame, Path], Path]]] = {
    "Optuna, SQLite": as_optuna_sqlite,
    "Weights & Biases, logs of runs": as_wandb_logs,
    "BOHB": as_bohb,
    "AMLTK": as_amltk,
    "DeepCAVE": as_deepcave,
    "Ax": as_ax,
    "DVC, JSON": as_dvc,
    "TensorBoard, HParams": as_tensorboard,
    "Ultralytics": as_ultralytics,
    "AlgoPerf": as_algoperf,
}
