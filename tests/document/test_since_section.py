"""The section since last time tells what changed, and no more."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from planted_brief import HOSTILE, plant

from sweepbrief.comparison import Comparison, compare, snapshot
from sweepbrief.document import Picture, Table, ledger, write
from sweepbrief.measures import Apart, Estimate, Front, Move, OtherMetric
from sweepbrief.narrative import LANGUAGES
from sweepbrief.outputs import OUTPUTS, schema
from sweepbrief.sweep import Objective

if TYPE_CHECKING:
    from sweepbrief.document import Brief, Section


def compared(brief: Brief, **changes: Any) -> Comparison:  # noqa: ANN401 - fields of a snapshot
    """Hold a brief's sweep against an earlier one that differs from it in a few fields."""
    new = snapshot(json.loads(json.dumps(ledger(brief))), "new")
    return compare(replace(new, **changes), new)


def section_of(brief: Brief, name: str) -> Section | None:
    """Write the report and take one section."""
    return next((one for one in write(brief).sections if one.id == name), None)


def text_of(brief: Brief, section: Section) -> str:
    """Give all that a section says."""
    parts = [getattr(block, "html", "") + " ".join(getattr(block, "items", ())) for block in section.blocks]
    rows = [cell.html for block in section.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    return brief.voice.plain(" ".join([*parts, *rows]))


def test_it_is_written_only_where_asked_for() -> None:
    """Without an earlier sweep there is no such section."""
    assert section_of(plant(40), "since") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_sweep_has_not_changed(language: str) -> None:
    """Against itself: the best is what it was, no effect changed, and the reader is told that the runs are the same."""
    brief = plant(40, language=language)
    found = compared(brief)
    section = section_of(replace(brief, comparison=found), "since")
    assert section is not None
    assert {one.code for one in found.caveats} == {"same_input"}
    told = text_of(brief, section)
    assert brief.voice.text("effects_none", count=len(found.shared)) in told
    assert brief.voice.text("caveat_same_input") in told
    assert brief.voice.text("outcome_told_better") not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_is_told_and_drawn(language: str) -> None:
    """A parameter that weighed little before is named in words, in colour, and in findings.json as the schema says."""
    brief = plant(40, language=language)
    new = snapshot(json.loads(json.dumps(ledger(brief))), "new")
    weak = replace(new.settings["learning_rate"], importance=Estimate(0.02, 0.0, 0.05))
    found = compared(brief, settings={**new.settings, "learning_rate": weak}, sha256="1", leading=())
    section = section_of(replace(brief, comparison=found), "since")
    assert section is not None
    assert ("heavier", "learning_rate") in {(one.kind, one.parameter) for one in found.effects}
    picture = next(block for block in section.blocks if isinstance(block, Picture))
    assert "learning_rate" in picture.alt
    content = ledger(replace(brief, comparison=found))
    jsonschema.Draft202012Validator(schema()).validate(json.loads(json.dumps(content)))
    assert content["comparison"]["effects"][0]["kind"] == "heavier"


def test_hostile_names_stay_text() -> None:
    """Names from either sweep are escaped on the page and in the summary."""
    brief = plant(40, hostile=True)
    found = compared(brief, name=HOSTILE, sha256="1")
    document = write(replace(brief, comparison=found))
    assert b"<script>alert(" not in OUTPUTS["html"](document)
    summary = OUTPUTS["md"](document).decode()
    outside = re.sub(r"(`+).*?\1", "", summary.replace("\\`", ""))
    assert "<script" not in outside.replace("\\<", "")
    assert len(summary) < 65_536


def with_metrics(brief: Brief, *, reliable: bool = True) -> Brief:
    """Add a second metric for which warmup weighs more, and a front of two runs."""
    names = [one.name for one in brief.sweep.parameters]
    weights = {name: Estimate(1 / len(names), 0.1, 0.2) for name in names}
    other = OtherMetric(
        Objective("latency", "minimize"), 30, Estimate(0.5, 0.3, 0.6), reliable, weights, weights, Estimate(-0.5, -0.7, -0.3),
        7, 2, (Apart("warmup", -0.3, -0.4, -0.2, 0.001),), ("learning_rate",),
    )  # fmt: skip
    runs = tuple(str(run) for run in brief.sweep.outcome.index[:2])
    front = Front(runs, 30, 24, (Move("warmup", 0.8, 0.01), Move("optimizer", None, 0.02)))
    measured = replace(brief.measurements, others=(other,), front=front)
    sweep = replace(
        brief.sweep,
        objectives=(*brief.sweep.objectives, other.objective),
        metrics=brief.sweep.metrics.assign(latency=1.0 / brief.sweep.metrics[brief.metric]),
    )
    return replace(brief, measurements=measured, sweep=sweep)


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_metrics_stand_side_by_side(language: str) -> None:
    """A column a metric, the differences in words, the front as picture and table."""
    brief = with_metrics(plant(40, language=language))
    section = section_of(brief, "metrics")
    assert section is not None
    matrix = next(block for block in section.blocks if isinstance(block, Table))
    assert len(matrix.head) == 3
    told = text_of(brief, section)
    apart = {"difference": -0.3, "low": -0.4, "high": -0.2}
    assert brief.voice.text("metrics_apart", parameter="warmup", first=brief.metric, second="latency", **apart) in told
    assert any(isinstance(block, Picture) and block.id == "pareto" for block in section.blocks)
    content = json.loads(json.dumps(ledger(brief)))
    jsonschema.Draft202012Validator(schema()).validate(content)
    assert content["metrics"]["front"]["runs"] == list(brief.measurements.front.runs if brief.measurements.front else ())


def test_a_metric_that_nothing_explains_is_not_ranked() -> None:
    """Its column holds dashes, and a sentence says why."""
    brief = with_metrics(plant(40), reliable=False)
    section = section_of(brief, "metrics")
    assert section is not None
    matrix = next(block for block in section.blocks if isinstance(block, Table))
    assert {row[2].html for row in matrix.rows} == {"\N{EN DASH}"}
    assert brief.voice.text("metrics_unreliable", metric="latency", r2=0.5) in text_of(brief, section)
