"""What the report says of scale, regimes, repeats and the better half: each where it holds, and nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import sweepbrief

if TYPE_CHECKING:
    from sweepbrief.document import Document

HALF = "mostly because poor values wreck a run"


def told(document: Document, section: str) -> str:
    """Give the plain text of a section's prose and lists."""
    (found,) = (one for one in document.sections if one.id == section)
    parts = [getattr(block, "html", "") for block in found.blocks]
    parts += [item for block in found.blocks for item in getattr(block, "items", ())]
    return re.sub(r"<[^>]+>", "", " ".join(parts))


def tables(document: Document) -> set[str]:
    """Name the tables of the section on trust."""
    (found,) = (one for one in document.sections if one.id == "trust")
    return {getattr(block, "id", "") for block in found.blocks}


def frame(n: int, seed: int) -> pd.DataFrame:
    """Draw runs of four parameters in the order in which they were made."""
    rng = np.random.default_rng(seed)
    settings = pd.DataFrame(rng.random((n, 4)), columns=["rate", "decay", "depth", "width"])
    return settings.assign(trial_number=np.arange(n), noise=rng.normal(0, 0.1, n))


def analysed(table: pd.DataFrame, metric: np.ndarray, **further: object) -> tuple[Document, dict]:
    """Analyse a table with this outcome; give the document and the ledger."""
    table = table.drop(columns="noise").assign(val_loss=metric, **further)
    analysis = sweepbrief.analyse(sweepbrief.load(table, metric="val_loss", direction="minimize"))
    return analysis.document(), analysis.to_dict()


def test_an_even_sweep_says_nothing_of_scale_regimes_or_halves() -> None:
    """Ordinary runs: no scale, no regime, no second ranking, no winners, and no word of them."""
    table = frame(100, 0)
    document, ledger = analysed(table, (2 + table["rate"] + table["decay"] + table["noise"]).to_numpy())
    text = told(document, "trust")
    assert "logarithm" not in text
    assert "shifts" not in text
    assert HALF not in text
    assert "rankings" not in tables(document)
    assert ledger["sweep"]["metric_scale"] == {"scale": "raw", "raw_importance": None}
    assert ledger["sweep"]["regimes"] == []
    assert ledger["sweep"]["winners"] is None


def test_a_change_of_code_is_named_in_words_and_numbers() -> None:
    """A commit that shifts the metric is told with the shift of each, and stands in findings.json."""
    table = frame(120, 1)
    late = table["trial_number"] >= 70
    commit = np.where(late, "b2f", "a1c")
    metric = 2 + table["rate"] + table["noise"] + 0.6 * late
    document, ledger = analysed(table, metric.to_numpy(), git_commit=commit)
    text = told(document, "trust")
    assert re.search(r"shifts with git_commit .* a1c .* b2f", text)
    (regime,) = ledger["sweep"]["regimes"]
    shifts = {part["level"]: part["shift"]["value"] for part in regime["parts"]}
    assert shifts["b2f"] - shifts["a1c"] == pytest.approx(0.6, abs=0.15)


def test_what_only_breaks_runs_is_told_as_such() -> None:
    """A decay that wrecks runs leads among all and falls among the better half: said, with both rankings."""
    table = frame(160, 2)
    metric = 2 + table["rate"] + table["noise"] + 5 * (table["decay"] > 0.65)
    document, ledger = analysed(table, metric.to_numpy())
    assert HALF in told(document, "trust")
    assert "rankings" in tables(document)
    assert ledger["sweep"]["better_half"]["fallen"] == ["decay"]


def test_repeated_settings_are_told_as_settings_with_their_tie() -> None:
    """Five settings run five times each are told as five settings, with the difference that is noise."""
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"rate": np.repeat([0.1, 0.2, 0.3, 0.4, 0.5], 5), "depth": np.repeat([1, 2, 4, 3, 5], 5)})
    table["noise"] = 0.0
    metric = np.repeat([0.5, 0.4, 0.3, 0.9, 0.31], 5) + rng.normal(0, 0.02, 25)
    document, ledger = analysed(table, metric)
    text = told(document, "trust").replace("\N{NO-BREAK SPACE}", " ")
    assert "25 runs tried 5 different settings" in text
    assert "share the first place" in told(document, "runs")
    assert ledger["sweep"]["winners"]["settings"] == 2
    assert ledger["sweep"]["signal"] == "none"


def test_the_ledger_follows_the_schema() -> None:
    """What is said of reliability validates against the published schema."""
    validate = pytest.importorskip("jsonschema").validate
    table = frame(80, 5)
    _, ledger = analysed(table, 10 ** (4 * table["rate"] + table["noise"]).to_numpy())
    schema = Path(__file__).parents[2] / "templates/schema/findings-1.json"
    validate(ledger, json.loads(schema.read_text(encoding="utf-8")))
    assert ledger["sweep"]["metric_scale"]["scale"] == "log"


def test_a_metric_that_never_moved_is_the_headline() -> None:
    """Nothing moved it, says page one, and neither more runs nor repeated ones are asked for."""
    document, ledger = analysed(frame(20, 7), np.full(20, 0.5))
    assert "came to the same" in document.sections[0].title
    assert {one["action"] for one in ledger["advice"]} <= {"none"}


def test_few_settings_repeated_are_the_headline() -> None:
    """Twenty runs of four settings are said to be just that, not twenty runs."""
    table = frame(4, 8).loc[np.repeat(np.arange(4), 5)].reset_index(drop=True)
    document, _ = analysed(
        table.assign(trial_number=np.arange(20)), (table["rate"] + np.tile([0.0, 0.01, 0.02, 0.03, 0.04], 4)).to_numpy()
    )
    assert "20 runs of 4 settings" in re.sub(r"\s+", " ", document.sections[0].title)


def test_effects_that_stand_do_not_make_a_ranking_reliable() -> None:
    """Six effects that the joint model holds, in a sweep whose forest predicts less than half: reliable in part."""
    rng = np.random.default_rng(72)
    table = pd.DataFrame({f"p{place}": rng.uniform(0, 1, 44) for place in range(10)})
    metric = table.iloc[:, :6].sum(axis=1) + rng.normal(0, 0.08, 44)
    analysis = sweepbrief.analyse(sweepbrief.load(table.assign(score=metric), metric="score", direction="maximize"))
    (facts,) = (block.facts for block in analysis.document().sections[0].blocks if hasattr(block, "facts"))
    ((value, remark),) = ((value, remark) for name, value, remark in facts if name == "How sure")
    assert value == "in part"
    assert "trust no ranking" in remark
