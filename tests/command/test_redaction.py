"""With ``--redact`` no output tells who ran the sweep, where, from which folder, or what the runs were called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sweepbrief.cli import main
from sweepbrief.sweep.masking import Masks

if TYPE_CHECKING:
    from pathlib import Path

SECRETS = ("alice", "gpu-7.lab.internal", "/data/alice", "brave-otter", "intranet", "10.1.2.3", "secret_folder")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write 40 runs of two people on two machines, with folders among the settings."""
    draw = np.random.default_rng(7)
    n = 40
    rate = 10 ** draw.uniform(-4, -1, n)
    data = draw.choice(["/data/alice/small", "/data/alice/large", "s3://intranet.bucket/huge"], n)
    frame = pd.DataFrame(
        {
            "Name": [f"brave-otter-{number}" for number in range(n)],
            "State": "finished",
            "user": draw.choice(["alice", "Alice B."], n),
            "host": draw.choice(["gpu-7.lab.internal", "10.1.2.3"], n),
            "learning_rate": rate,
            "data": data,
            "owner_of_data": draw.choice(["alice@intranet.example", "bob"], n),
            "endpoint": draw.choice(["10.1.2.3:80", "gpu-7.lab.internal:80"], n),
            "start_from": "/data/alice/start.ckpt",
            "val_loss": (np.log10(rate) + 2.5) ** 2 + 0.3 * (data == "/data/alice/small") + 0.1 * draw.normal(size=n),
        }
    )
    frame.loc[3, "val_loss"] = np.nan
    path = tmp_path_factory.mktemp("secret_folder") / "runs.csv"
    frame.to_csv(path, index=False)
    return path


def run(table: Path, folder: Path, *options: str) -> dict[str, str]:
    arguments = ["report", str(table), "--metric", "val_loss", "--format", "html,json,md", "--output", str(folder), "--quiet"]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, *options])
    assert ended.value.code == 0
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def told(table: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str]]:
    """Write the report as it is, and redacted in comparison with the first."""
    folder = tmp_path_factory.mktemp("reports")
    first = run(table, folder / "open")
    return first, run(table, folder / "closed", "--redact", "--compare", str(folder / "open" / "findings.json"))


def test_nothing_private_is_left(told: tuple[dict[str, str], dict[str, str]]) -> None:
    """Every redacted output is free of names, machines, folders and addresses, of the earlier sweep too; an open one is not."""
    first, closed = told
    everything = "".join(first.values())
    assert [secret for secret in SECRETS if secret not in everything] == []
    for name, text in closed.items():
        assert [secret for secret in SECRETS if secret in text] == [], name


def test_the_numbers_stay(told: tuple[dict[str, str], dict[str, str]]) -> None:
    """Redaction changes names and levels, not one importance."""
    plain, closed = (json.loads(files["findings.json"])["parameters"] for files in told)
    assert {name: one["importance"] for name, one in plain.items()} == {name: one["importance"] for name, one in closed.items()}
    assert closed["data"]["choices"] == ["path 1", "path 2", "path 3"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/data/alice/x", "path 1"),
        ("~/runs", "path 1"),
        ("C:\\Users\\alice", "path 1"),
        ("data/alice/model.pt", "path 1"),
        ("https://wandb.example/alice", "path 1"),
        ("alice@example.org", "person 1"),
        ("10.0.0.7", "host 1"),
        ("node3.lab.internal", "host 1"),
        ("adam", "adam"),
        ("1/2", "1/2"),
        ("google/bert", "google/bert"),
        ("/", "/"),
        ("v1.2.3", "v1.2.3"),
        ("0.5", "0.5"),
        ("[64, 32]", "[64, 32]"),
    ],
)
def test_what_looks_private(text: str, told: str) -> None:
    """Paths, addresses, people and machines are masked; names of models, versions, ratios and lists are not."""
    assert Masks({}).value(text) == told


def test_equal_texts_get_equal_masks() -> None:
    """Levels that differ stay apart, equal ones stay equal, in lists and mappings too."""
    masks = Masks({"otter": "run 1"})
    assert masks.value(("/a/b", "/a/c", "/a/b", 3)) == ("path 1", "path 2", "path 1", 3)
    assert masks.value({"runs": ["otter"], "values": ["/a/c"]}) == {"runs": ["run 1"], "values": ["path 2"]}
    assert masks.value({"runs": 3}) == {"runs": 3}
