"""Shapes of a picture become the operators of PDF that draw the same outline."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from sweepbrief.outputs.drawing import drawable, outline

if TYPE_CHECKING:
    from sweepbrief.document import Document

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def _node(written: str) -> ET.Element:
    return ET.fromstring(written.replace(" ", f" {NAMESPACE} ", 1))  # noqa: S314 - written here


@pytest.mark.parametrize(
    ("path", "operators"),
    [
        ("M1 2L3 4z", "1 2 m 3 4 l h"),
        ("M1 2H5M1 3h2.5", "1 2 m 5 2 l 1 3 m 3.5 3 l"),
        ("M62 1v14V3", "62 1 m 62 15 l 62 3 l"),
        ("M0 0C1 1 2 1 3 0", "0 0 m 1 1 2 1 3 0 c"),
        ("M0.1,2 L-3 4", "0.1 2 m -3 4 l"),
    ],
)
def test_a_path_is_the_same_path(path: str, operators: str) -> None:
    """Every letter that pictures use has its operator; lying and standing lines get their other coordinate."""
    assert outline(_node(f'<path d="{path}"/>')) == operators


def test_boxes_and_circles_are_closed_outlines() -> None:
    """A box is a rectangle operator; a circle is four curves that end where they begin."""
    assert outline(_node('<rect x="1" y="2" width="3" height="4"/>')) == "1 2 3 4 re"
    drawn = outline(_node('<circle cx="10" cy="20" r="5"/>'))
    assert drawn.startswith("15 20 m ")
    assert drawn.endswith("15 20 c")
    assert drawn.count("c") == 4


@pytest.mark.parametrize(
    "inside", ['<path d="M0 0a1 1 0 0 0 2 2"/>', '<image href="x"/>', '<g transform="scale(2)"/>', "<defs/>"]
)
def test_what_is_not_ours_is_left_to_the_library(inside: str) -> None:
    """A picture of anything else, such as one of a house's own template, is not drawn here."""
    assert not drawable(_node(f'<svg viewBox="0 0 1 1">{inside}</svg>'))


def test_our_own_pictures_are_drawn(document: Document) -> None:
    """Every picture of a report is made of the shapes that are drawn here."""
    pictures = [block.svg for section in document.sections for block in section.blocks if hasattr(block, "svg")]
    assert len(pictures) > 3
    assert all(drawable(ET.fromstring(svg)) for svg in pictures)  # noqa: S314 - drawn by us
