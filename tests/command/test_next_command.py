"""An error that an option would mend gives the whole command with it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from sweepbrief.cli import main
from sweepbrief.errors import EmptySweepError, WrongUsageError
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path


def refused(*arguments: str) -> None:
    """Run the command line, which must refuse."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == WrongUsageError.exit_status


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Write runs with two results, of which neither name tells a direction, in a folder with a space in its name."""
    folder = tmp_path / "my runs"
    folder.mkdir()
    path = folder / "runs.csv"
    rows = [{"config/lr": 0.1 / (1 + n), "summary/a b": float(n % 7), "summary/zeta": float(n % 5)} for n in range(30)]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_each_command_that_is_offered_goes_one_step_further(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First the metric is asked for, then its direction; with both, as offered, nothing is left to ask."""
    arguments = ["report", str(table), "--format", "json"]
    for asked in ("--metric", "--direction"):
        refused(*arguments)
        last = capsys.readouterr().err.strip().splitlines()[-1]
        offered = shlex.split(last.rpartition("For example: ")[2])
        assert offered[: len(arguments) + 2] == ["sweepbrief", *arguments, asked]
        arguments = offered[1:]
    assert int(choose(read(table), metric=arguments[-3], direction=arguments[-1]).used.sum()) == 30


def test_an_address_is_not_repeated(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An address may hold a password, so no command with one is written."""

    def several(*_: object, **__: object) -> None:
        raise WrongUsageError("One study must be named.", "Found a, b.", "Add --study 'a'.", ("--study", "a"))

    monkeypatch.setattr("sweepbrief.writing.write_report", several)
    refused("report", "postgresql://me:secret@host/db")
    said = capsys.readouterr().err
    assert "Add --study 'a'." in said
    assert "secret" not in said


def test_other_errors_offer_no_command() -> None:
    """Where no option helps, none is named."""
    assert EmptySweepError("At least one run ends.", "None did.").add == ()
