"""Groups stand side by side where they were asked for, and nowhere else, with what stands against comparing them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import jsonschema
import numpy as np
import pytest
from planted_brief import plant

from sweepbrief.diagnosis import Difference, Group
from sweepbrief.document import Items, Picture, Table, ledger, write
from sweepbrief.document.group_cautions import cautions
from sweepbrief.narrative import LANGUAGES
from sweepbrief.outputs import schema

if TYPE_CHECKING:
    from sweepbrief.document import Brief, Section


def grouped(brief: Brief, *levels: object, differences: tuple[Difference, ...] = ()) -> Brief:
    """Take the whole sweep for each group: what is told of them is known."""
    groups = tuple(Group(level, brief.sweep, brief.measurements, brief.diagnosis) for level in levels)
    return replace(brief, groups=groups, grouped_by="optimizer", differences=differences)


def section_of(brief: Brief) -> Section:
    """Write the section."""
    return next(one for one in write(brief).sections if one.id == "groups")


def test_groups_are_written_only_where_asked_for() -> None:
    """One column a level, "not set" among them, each cell with the importance and the label it has there."""
    brief = plant(40)
    assert "groups" not in {section.id for section in write(brief).sections}
    blocks = section_of(grouped(brief, "adam", None)).blocks
    table = next(block for block in blocks if isinstance(block, Table) and block.id == "by-group")
    assert len(table.head) == 3
    assert brief.voice.level(None) == table.head[2]
    assert table.rows[0][0].sort == "learning_rate"
    assert "0.52" in table.rows[0][1].html


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_groups_are_drawn_and_their_differences_told(language: str) -> None:
    """A weight and a direction that differ stand in words; the picture names the weight alone."""
    brief = plant(40, language=language)
    weight = Difference("warmup", ("adam", "sgd"), 0.3, 0.2, 0.4, 0.001, "importance", (0.4, 0.1))
    turn = Difference("clip", ("adam", "sgd"), 0.9, 0.6, 1.2, 0.001, "spearman", (0.5, -0.4))
    found = grouped(brief, "adam", "sgd", differences=(weight, turn))
    blocks = section_of(found).blocks
    told = brief.voice.plain(" ".join(item for block in blocks if isinstance(block, Items) for item in block.items))
    ends = {"first": "adam", "second": "sgd", "metric": brief.metric, "rho": 0.5, "other_rho": -0.4}
    assert brief.voice.text("groups_turn", parameter="clip", **ends) in told
    (picture,) = (block for block in blocks if isinstance(block, Picture))
    assert "warmup" in picture.alt
    assert "clip" not in picture.alt
    content = json.loads(json.dumps(ledger(found)))
    jsonschema.Draft202012Validator(schema()).validate(content)
    assert [one["measure"] for one in content["groups"]["differences"]] == ["importance", "spearman"]


def test_three_groups_have_no_picture_of_two() -> None:
    """A ring and a dot stand for two groups and no more."""
    assert not [block for block in section_of(grouped(plant(40), "a", "b", "c")).blocks if isinstance(block, Picture)]


def test_alike_groups_need_the_general_cautions_alone() -> None:
    """Same runs, same spread, same settings: the rule and the note on models remain."""
    brief = plant(40)
    told = cautions(grouped(brief, "adam", "sgd"))
    assert told == (brief.voice.say("groups_caution"), brief.voice.say("groups_models", name="optimizer"))


def test_what_differs_beside_the_level_is_told() -> None:
    """Fewer runs, a wider metric, a setting that is fixed, no signal, and models of another size."""
    brief = plant(90)
    index = brief.sweep.settings.index
    sizes = brief.sweep.settings[[]].assign(num_parameters=np.where(np.arange(90) < 60, 2e7, 1e6))
    brief = replace(brief, sweep=replace(brief.sweep, bookkeeping=sizes))
    few, many = (_part(brief, index[60:], 3.0, drop="warmup"), _part(brief, index[:60], 1.0))
    groups = (
        Group("a", many, brief.measurements, brief.diagnosis),
        Group("b", few, brief.measurements, replace(brief.diagnosis, signal="none")),
    )
    told = "\n".join(map(brief.voice.plain, cautions(replace(brief, groups=groups, grouped_by="optimizer"))))
    assert brief.voice.text("groups_settings", names=["warmup"]) in told
    assert brief.voice.text("groups_silent", levels=["b"]) in told
    assert brief.voice.text("groups_sizes", name="num_parameters", first="a", second="b", high=2e7, low=1e6) in told
    assert "standard deviation" in told


def _part(brief: Brief, runs: object, wider: float, drop: str = "") -> object:
    sweep = brief.sweep
    kept = tuple(one for one in sweep.parameters if one.name != drop)
    rows = sweep.settings.index.isin(runs)  # type: ignore[arg-type]  # an index
    return replace(
        sweep,
        settings=sweep.settings.loc[rows, [one.name for one in kept]],
        metrics=wider * sweep.metrics.loc[rows],
        statuses=sweep.statuses.loc[rows],
        parameters=kept,
        used=sweep.used.loc[rows],
        order=None,
        seconds=None,
        replicates=sweep.replicates.loc[rows],
        bookkeeping=None,
    )
