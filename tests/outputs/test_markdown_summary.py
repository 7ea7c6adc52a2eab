"""The summary fits a pull request, and no name forms markup of its own."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sweepbrief
from sweepbrief.outputs import OUTPUTS
from sweepbrief.outputs.marked import marked

if TYPE_CHECKING:
    from sweepbrief.document import Document


def test_the_summary_is_short_and_whole(document: Document) -> None:
    """Headline, facts, table, advice and reasons in a few kilobytes."""
    text = OUTPUTS["md"](document).decode()
    assert len(text) < 8_000
    assert text.startswith("## ")
    assert "| **learning_rate**" in text
    assert "****" not in text
    assert "<svg" not in text


def test_a_hostile_name_stays_text(hostile: Document) -> None:
    """Neither tags, links, mentions, headings nor table bars come out of a name."""
    text = OUTPUTS["md"](hostile).decode()
    assert len(text.encode()) < 60_000
    outside = re.sub(r"(`+).*?\1", "", text.replace("\\`", ""))
    assert "<script" not in outside.replace("\\<", "")
    assert "](http" not in outside.replace("\\]", "").replace("\\(", "")
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.replace("\\|", "").count("|") for line in table.splitlines()}) == 1, table


def test_no_title_stands_alone() -> None:
    """Of three runs there is little to say, and no heading without a line of its own."""
    rows = [
        {"rate": 0.1, "depth": 3, "loss": 0.3},
        {"rate": 0.2, "depth": 2, "loss": 0.2},
        {"rate": 0.4, "depth": 1, "loss": 0.4},
    ]
    text = sweepbrief.report(sweepbrief.load(rows, "loss", "minimize")).to_markdown()
    lines = [line for line in text.splitlines() if line]
    assert any(line.startswith("### ") for line in lines)
    for line, following in pairwise(lines):
        assert not (line.startswith("#") and following.startswith(("#", "<sub>"))), line


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<b>a <b>b</b></b>", "**a b**"),
        ("x_y _z_", "x_y \\_z\\_"),
        ("<code>a`b</code>", "`` a`b ``"),
        ('n<span class="sub">under</span>', "n under"),
        ("1. not a list", "1\\. not a list"),
        ("<svg><title>t</title></svg>left", "left"),
        ("@ada fixes #12", "\\@\N{WORD JOINER}ada fixes \\#\N{WORD JOINER}12"),
        ("<code>@ada</code>", "`@ada`"),
    ],
)
def test_inline_html_becomes_markdown(html: str, wanted: str) -> None:
    """Bold does not nest, code is fenced by more ticks than it holds, pictures vanish, nobody is called."""
    assert marked(html) == wanted


@given(st.text(alphabet="<>|`*_[]()#!\\-+=1. \nab@~$", max_size=60))
def test_no_text_opens_a_block(text: str) -> None:
    """Whatever stands in a name, the line is one line of plain text."""
    from html import escape  # noqa: PLC0415 - only here

    line = marked(escape(text))
    assert "\n" not in line
    assert not line.startswith(("#", ">", "- ", "+ ", "* ", "|", "```"))
