"""Paper needs fewer elements than a screen, and shows the same."""

from __future__ import annotations

import re

import pytest

from sweepbrief.outputs.sparing import sparing

HEAD = '<th scope="row"><a class="name" href="#parameter-depth"><b class="parameter">depth</b></a> <b class="tag">new</b></th>'
CELL = '<td class="text"><b class="parameter">depth</b> moves<span class="metric"> val_loss</span>.</td>'
TAGS = re.compile(r"<[^>]*>")


@pytest.fixture
def lean() -> str:
    """Give a row of a table as paper gets it."""
    return sparing(f"<tr>{HEAD}{CELL}</tr>")


def test_no_word_or_space_is_lost(lean: str) -> None:
    """The text between the elements is the same, letter by letter."""
    assert TAGS.sub("", lean).endswith("depth newdepth moves val_loss.")


def test_only_marks_without_a_look_of_their_own_go(lean: str) -> None:
    """A metric is plain text and a row's head bold by itself; links, tags and parameters in sentences stay."""
    assert "metric" not in lean
    assert '<a class="name" href="#parameter-depth">depth</a> <b class="tag">new</b></th>' in lean
    assert '<td class="text"><b class="parameter">depth</b> moves' in lean


def test_what_a_cell_can_be_needs_no_element_inside() -> None:
    """A head of a column is bold by itself, and a cell that is bold as a whole is marked as one; a bold part stays a part."""
    head = '<th scope="col" class="number"><b class="parameter">depth</b></th>'
    assert sparing(head) == '<th scope="col" class="number">depth</th>'
    assert sparing('<td class="number"><b>0.86</b></td>') == '<td class="number bold">0.86</td>'
    assert sparing('<td class="number"><b>0.86</b> of 1</td>') == '<td class="number"><b>0.86</b> of 1</td>'
