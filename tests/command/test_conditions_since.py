"""A job stops where a sweep is worse than an earlier one by more than chance, and only there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import sweepbrief
from sweepbrief.cli import main
from sweepbrief.conditions import check_names, held
from sweepbrief.errors import UnreadableSourceError, WrongUsageError

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief import Analysis


def table(seed: int, *, lost: float = 0.0, turned: bool = False, runs: int = 60) -> pd.DataFrame:
    """Plant a sweep that rate decides; ``lost`` makes every run worse, ``turned`` turns the effect."""
    rng = np.random.default_rng(seed)
    rate, idle = rng.uniform(0, 1, runs), rng.uniform(0, 1, runs)
    score = (1 - rate if turned else rate) + rng.normal(0, 0.1, runs) - lost
    return pd.DataFrame({"rate": rate, "idle": idle, "score": score})


@pytest.fixture(scope="module")
def analyses() -> dict[str, Analysis]:
    """Analyse four sweeps once."""
    planted = {"old": table(1), "same": table(2), "worse": table(3, lost=0.6), "turned": table(4, turned=True)}
    return {
        name: sweepbrief.analyse(sweepbrief.load(frame, "score", "maximize"), command="x") for name, frame in planted.items()
    }


@pytest.fixture(scope="module")
def old(analyses: dict[str, Analysis], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Keep the earlier sweep's findings."""
    path = tmp_path_factory.mktemp("old") / "findings.json"
    path.write_text(json.dumps(analyses["old"].to_dict()))
    return str(path)


def test_a_job_stops_where_it_should(analyses: dict[str, Analysis], old: str) -> None:
    """Worse stops one condition, turned the other, and another sample of the same truth none."""
    conditions = (f"worse-than={old}", f"importance-changed={old}")
    assert held(analyses["same"], conditions) == []
    (line,) = held(analyses["worse"], conditions)
    assert line.startswith("worse-than: best score ")
    (line,) = held(analyses["turned"], conditions)
    assert line.startswith("importance-changed: rate since ")


def test_python_compares_too(analyses: dict[str, Analysis], old: str) -> None:
    """An analysis, its findings and their file are the same earlier sweep."""
    found = [
        sweepbrief.compare(one, analyses["turned"]).comparison for one in (analyses["old"], analyses["old"].to_dict(), old)
    ]
    assert found[0] == found[1] == found[2]
    assert found[0] is not None
    assert [(one.kind, one.parameter) for one in found[0].effects] == [("turned", "rate")]


def test_a_strong_signal_is_reliable(analyses: dict[str, Analysis]) -> None:
    """Not-reliable holds where nothing can be ranked."""
    noise = table(5, runs=30).assign(score=np.random.default_rng(0).normal(size=30))
    assert held(analyses["old"], ("not-reliable",)) == []
    (line,) = held(sweepbrief.analyse(sweepbrief.load(noise, "score", "maximize")), ("not-reliable",))
    assert line.startswith("not-reliable: the signal is ")


def test_wrong_conditions_are_refused_before_anything_is_computed(tmp_path: Path) -> None:
    """A file that is not there, one of another schema, and a name there is not."""
    other = tmp_path / "findings.json"
    other.write_text('{"schema": "sweepbrief-findings/7"}')
    with pytest.raises(WrongUsageError, match="There is no"):
        check_names((f"worse-than={tmp_path / 'none.json'}",))
    with pytest.raises(WrongUsageError, match="There is no file"):
        check_names(("worse-than",))
    with pytest.raises(UnreadableSourceError, match="findings/7"):
        check_names((f"importance-changed={other}",))
    with pytest.raises(WrongUsageError, match="worse-than=OLD"):
        check_names(("slower",))


def test_the_command_compares_and_stops(old: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`compare` takes the metric from the earlier report, writes the section, and ends with 5 where a condition holds."""
    table(3, lost=0.6).to_csv(tmp_path / "new.csv", index=False)
    output = tmp_path / "out"
    arguments = [old, str(tmp_path / "new.csv"), "--format", "json,md", "--output", str(output), "--quiet"]
    with pytest.raises(SystemExit) as end:
        main(["compare", *arguments, "--fail-on", f"worse-than={old}", "--fail-on", "no-signal"])
    assert end.value.code == 5
    told = capsys.readouterr()
    assert [line.split(":")[0] for line in told.err.splitlines()] == ["worse-than"]
    findings = json.loads((output / "findings.json").read_text())
    assert findings["comparison"]["old"]["runs"] == 60
    assert "### Since last time" in (output / "summary.md").read_text()
    assert "--compare" in findings["provenance"]["command"]
