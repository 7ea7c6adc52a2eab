"""Every section is written with content, or with a note that says why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planted_brief import plant

from sweepbrief.diagnosis import Cells, Finding, Verdict
from sweepbrief.document import SECTIONS, Card, Document, Items, Picture, Prose, Strip, Table, write
from sweepbrief.document.sections import ASKED_FOR
from sweepbrief.document.sections.trust import _given
from sweepbrief.measures import Estimate
from sweepbrief.narrative import plain
from sweepbrief.sweep import Exclusion, Note


@pytest.fixture(scope="module")
def document() -> Document:
    return write(plant(80))


def test_sections_stand_in_their_order(document: Document) -> None:
    """The report is read in the order of the tuple, each section under its module's name."""
    wanted = [section.__name__.rsplit(".", 1)[1] for section in SECTIONS if section not in ASKED_FOR]
    assert [section.id for section in document.sections] == wanted


@pytest.mark.parametrize("signal", ["strong", "weak", "none"])
def test_no_section_is_silent(signal: str) -> None:
    """Where there is nothing to tell, a note says why."""
    for section in write(plant(30, signal=signal)).sections:
        assert section.blocks
        assert all(block.html for block in section.blocks if isinstance(block, Prose))


def test_page_one_answers_alone(document: Document) -> None:
    """The facts and the parameter table are on the executive sheet."""
    blocks = [block for section in document.sections if section.page_one for block in section.blocks]
    assert sum(isinstance(block, Strip) for block in blocks) == 1
    table = next(block for block in blocks if isinstance(block, Table))
    assert len(table.rows) == 6
    assert table.rows[0][0].sort == "learning_rate"


@pytest.mark.parametrize(("signal", "word"), [("strong", "reliable"), ("weak", "tentative"), ("none", "cannot tell")])
def test_page_one_says_how_sure_it_is(signal: str, word: str) -> None:
    """A lead reads in a word how far the answer carries, with the part of the variation that decides the word."""
    strip = next(block for block in write(plant(30, signal=signal)).sections[0].blocks if isinstance(block, Strip))
    told = {name: (value, remark) for name, value, remark in strip.facts}["How sure"]
    assert told[0] == word
    assert "of the variation explained in runs not seen" in told[1]


def test_each_disagreement_has_a_card(document: Document) -> None:
    """Four findings make the measures differ; each is shown with the picture of its evidence."""
    section = next(section for section in document.sections if section.id == "disagreements")
    cards = [block for block in section.blocks if isinstance(block, Card)]
    assert [card.id.split("-")[0] for card in cards] == ["non_monotone", "interaction", "outliers", "categorical_effect"]
    assert all(any(isinstance(part, Picture) for part in card.body) for card in cards)


def test_pictures_differ(document: Document) -> None:
    """No picture is shown twice, and each says in words what it shows."""
    bodies = [block.body if isinstance(block, Card) else (block,) for section in document.sections for block in section.blocks]
    pictures = [part for body in bodies for part in body if isinstance(part, Picture)]
    assert len({picture.svg for picture in pictures}) == len(pictures)
    assert all(picture.alt for picture in pictures)


def test_lost_runs_are_counted() -> None:
    """Half of the runs with the largest batch were lost: the report counts that, with the interval, and claims no more."""
    section = next(section for section in write(plant(120)).sections if section.id == "runs")
    table = next(block for block in section.blocks if isinstance(block, Table) and block.id == "lost-failed")
    cells = [[cell.html for cell in row] for row in table.rows]
    assert "batch_size" in cells[0][0]
    assert cells[0][2:] == ["10 / 20", "50% (30% to 70%)"]
    assert cells[1][2] == "0 / 100"


def test_effects_stand_in_the_unit_of_the_metric() -> None:
    """A sure effect has its size and interval; one that is not told from none only its upper end."""
    section = next(section for section in write(plant(120)).sections if section.id == "effects")
    table = next(block for block in section.blocks if isinstance(block, Table))
    told = {str(row[0].sort): row[3].html for row in table.rows}
    assert "0.390" in told["learning_rate"]
    assert "0.360 to 0.430" in told["learning_rate"]
    assert "at most 0.02" in told["dropout"]
    assert {block.id for block in section.blocks if isinstance(block, Picture)} == {"sizes", "dependence"}


@pytest.mark.parametrize(("value", "explained"), [(0.04, False), (0.012, True)])
def test_two_numbers_for_one_effect_are_explained_where_they_differ(*, value: float, explained: bool) -> None:
    """A change told between two ends beside an effect size that is much smaller is said to be another quantity."""
    brief = plant(120)
    effects = brief.diagnosis.effects
    size = replace(effects["learning_rate"], size=Estimate(value, value / 2, 2 * value))
    brief = replace(brief, diagnosis=replace(brief.diagnosis, effects={**effects, "warmup": size}))
    section = next(section for section in write(brief).sections if section.id == "effects")
    told = [plain(item) for block in section.blocks if isinstance(block, Items) for item in block.items]
    found = [item for item in told if item.startswith("For warmup")]
    assert len(found) == explained
    assert all("0.040 is told elsewhere" in item and "the 0.012 here" in item for item in found)


@pytest.mark.parametrize("role", ["child", "parent"])
def test_a_change_told_for_a_condition_is_explained_for_the_child_alone(role: str) -> None:
    """What a child does where its parent lets it is another number than its average over all runs."""
    brief = plant(120)
    gate = {"role": role, "other": "optimizer", "active_levels": ["sgd"], "change": 0.3, "active_share": 0.3, "blank": False}
    verdict = replace(
        brief.diagnosis.verdicts["learning_rate"],
        findings=(Finding("conditional", "learning_rate", 0.9, ("optimizer",), gate),),
    )
    verdicts = {**brief.diagnosis.verdicts, "learning_rate": verdict}
    brief = replace(brief, diagnosis=replace(brief.diagnosis, verdicts=verdicts))
    section = next(one for one in write(brief).sections if one.id == "effects")
    told = [plain(item) for block in section.blocks if isinstance(block, Items) for item in block.items]
    assert sum("is told elsewhere, where optimizer is sgd" in item for item in told) == (role == "child")


def test_time_that_buys_nothing_is_named() -> None:
    """Clip makes runs five times as long at the same metric: the table says so, and a sentence calls it a saving."""
    section = next(section for section in write(plant(120)).sections if section.id == "glance")
    table = next(block for block in section.blocks if isinstance(block, Table) and block.id == "costs")
    assert "5.0" in table.rows[0][3].html
    assert any("clip" in block.html and "saving" in block.html for block in section.blocks if isinstance(block, Prose))


def test_page_one_says_why_runs_do_not_count() -> None:
    """Runs at another level of effort are counted on page one with that reason, and head the list of what was left out."""
    brief = plant(120)
    index = brief.sweep.used.index
    away = [*index[brief.sweep.used][-9:]]
    excluded = tuple(Exclusion("run", name, "other_fidelity", {"fidelity": "epochs", "value": 3.0}) for name in away)
    kept = brief.sweep.used & ~index.isin(away)
    notes = (
        Note("fidelity", {"column": "epochs", "value": 9.0, "runs": int(kept.sum()), "others": 9, "rule": "highest"}),
        Note("long_format", {"column": "run", "rows": 1100, "runs": 120}),
    )
    sweep = replace(brief.sweep, used=kept, excluded=(*brief.sweep.excluded, *excluded), notes=notes)
    written = {section.id: section.blocks for section in write(replace(brief, sweep=sweep)).sections}
    remark = plain(next(block for block in written["answer"] if isinstance(block, Strip)).facts[0][2])
    assert remark.endswith(
        "9 at other levels of epochs \N{MIDDLE DOT} compared at epochs 9 \N{MIDDLE DOT} folded from 1,100\N{NO-BREAK SPACE}rows"
    )
    first = next(
        block for block in written["methods"] if isinstance(block, Items) and "not at the level analysed" in str(block)
    ).items[0]
    assert "8\N{NO-BREAK SPACE}other runs" in plain(first)


def test_a_parameter_that_names_the_problem_is_said_to() -> None:
    """Where one is called dataset, the reader is told that no value of it is advised; otherwise nothing is said."""
    brief = plant(120)
    named = tuple(replace(one, name="dataset") if one.name == "optimizer" else one for one in brief.sweep.parameters)
    renamed = replace(brief.sweep, parameters=named, settings=brief.sweep.settings.rename(columns={"optimizer": "dataset"}))
    assert _given(brief) == ()
    told = _given(replace(brief, sweep=renamed))
    assert [plain(one).partition(",")[0] for one in told] == ["By its name"]
    assert "dataset says what a run was given to work on" in plain(told[0])


def test_a_combination_that_tells_most_leads_page_one() -> None:
    """What single parameters do beside it is told after it, and the headline does not say that they do nothing."""
    brief = plant(120)
    cells = Cells(("learning_rate", "optimizer", "dropout"), 0.92, 0.17, 80)
    answer = write(replace(brief, diagnosis=replace(brief.diagnosis, cells=cells))).sections[0]
    lede = plain(next(block.html for block in answer.blocks if isinstance(block, Prose)))
    assert plain(answer.title) == "learning_rate, optimizer and dropout move val_loss, mostly together"
    assert lede.startswith("Which of 80 combinations")
    assert "small beside that. With learning_rate" in lede


def test_no_section_denies_a_combination_that_page_one_tells() -> None:
    """Where parameters act only together, sections about pairs and disagreements tell them too, and call it no noise."""
    brief = plant(120)
    names = ("learning_rate", "optimizer", "dropout")
    silent = brief.diagnosis.verdicts["dropout"].main
    alone = {name: Verdict(name, None, (replace(silent, parameter=name),)) for name in brief.diagnosis.verdicts}
    told = replace(brief.diagnosis, verdicts=alone, signal="weak", cells=Cells(names, 0.92, 0.17, 80))
    combined = {section.id: section for section in write(replace(brief, diagnosis=told)).sections}
    without = {section.id: section for section in write(replace(brief, diagnosis=replace(told, cells=None))).sections}
    for section in ("together", "disagreements"):
        said, denied = (
            plain(next(block.html for block in one[section].blocks if isinstance(block, Prose))) for one in (combined, without)
        )
        assert "learning_rate, optimizer and dropout" in said
        assert "noise" in denied
        assert "noise" not in said
