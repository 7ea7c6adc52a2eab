"""What ``dvc exp show`` prints, as JSON of both layouts and as CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import read

if TYPE_CHECKING:
    from pathlib import Path


def held(lr: float, loss: float | None, name: str) -> dict[str, Any]:
    metrics = {"error": {"type": "FileNotFoundError"}} if loss is None else {"data": {"val": {"loss": loss}}}
    params = {"params.yaml": {"data": {"train": {"lr": lr}, "opt": "adam"}}, "other.yaml": {"data": {"opt": "x"}}}
    return {"timestamp": "2024-01-01T00:00:00", "name": name, "params": params, "metrics": {"m.json": metrics}}


def entry(name: str, lr: float, loss: float | None, state: str | None) -> dict[str, Any]:
    executor = {"state": state} if state else None
    return {"revs": [{"rev": "a" * 40, "name": name, "data": held(lr, loss, name)}], "executor": executor, "name": name}


NEW: list[dict[str, Any]] = [
    {"rev": "workspace", "name": None, "data": held(9, 9, ""), "experiments": None},
    {
        "rev": "b" * 40,
        "name": "main",
        "data": held(8, 8, ""),
        "experiments": [
            entry("one", 0.1, 0.5, "success"),
            entry("two", 0.2, 0.4, None),
            entry("bad", 0.3, None, "failed"),
            entry("next", 0.4, None, "queued"),
        ],
    },
]
OLD = {
    "workspace": {"baseline": {"data": held(9, 9, "")}},
    "b" * 40: {
        "baseline": {"data": held(8, 8, "main")},
        "c" * 40: {"data": {**held(0.1, 0.5, "one"), "status": "Success"}},
        "d" * 40: {"data": held(0.2, 0.4, "two")},
        "e" * 40: {"error": {"type": "X"}, "data": {**held(0.3, None, "bad"), "status": "Failed"}},
        "f" * 40: {"data": {**held(0.4, None, "next"), "queued": True}},
    },
}
TABLE = """Experiment,rev,typ,Created,parent,State,Executor,val.loss,train.lr,params.yaml:opt,other.yaml:opt,train.py
,workspace,baseline,,,,,9,9,adam,x,d192970b9c89521a29062ec66af5d6d4
,main,baseline,2024-01-01T00:00:00,,,,8,8,adam,x,
one,06bc37f,branch_commit,2024-01-01T00:00:00,,Success,Dvc-task,0.5,0.1,adam,x,d192970b9c89521a29062ec66af5d6d4
two,06bc38f,branch_commit,2024-01-01T00:00:00,,,,0.4,0.2,adam,x,d192970b9c89521a29062ec66af5d6d4
bad,06bc39f,branch_commit,2024-01-01T00:00:00,,Failed,,!,0.3,adam,x,
next,06bc3af,branch_base,2024-01-01T00:00:00,,Queued,,,0.4,adam,x,
"""


@pytest.mark.parametrize("text", [json.dumps(NEW), json.dumps(OLD), TABLE], ids=["json", "json-2", "csv"])
def test_all_three_are_the_same_experiments(text: str, tmp_path: Path) -> None:
    """The workspace and the commit are no runs; a name in two files goes by its file; digests of files are no settings."""
    path = tmp_path / ("show.csv" if text.startswith("Exp") else "show.json")
    path.write_text(text)
    (study,) = read(path)
    assert study.source.kind == "dvc"
    assert list(study.statuses.items()) == [("one", "complete"), ("two", "complete"), ("bad", "failed"), ("next", "waiting")]
    assert study.metrics["val.loss"].tolist()[:2] == [0.5, 0.4]
    assert [p.name for p in study.parameters] == ["train.lr", "params.yaml:opt", "other.yaml:opt"]
    assert study.settings["train.lr"].tolist() == [0.1, 0.2, 0.3, 0.4]


def test_commits_alone_are_runs(tmp_path: Path) -> None:
    """Where there are no experiments, the commits are the runs."""
    path = tmp_path / "show.json"
    path.write_text(json.dumps([{**part, "experiments": None} for part in NEW]))
    (study,) = read(path)
    assert list(study.statuses.items()) == [("main", "complete")]


def test_nothing_but_a_workspace_is_refused(tmp_path: Path) -> None:
    """A workspace alone is no sweep, and the error names the command that prints one."""
    path = tmp_path / "show.json"
    path.write_text(json.dumps(NEW[:1]))
    with pytest.raises(UnreadableSourceError, match="dvc exp show"):
        read(path)
