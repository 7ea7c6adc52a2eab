"""Cells that hold mappings are read as data, never run, and spread over columns."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from sweepbrief.sources.cells import LIMIT, expand_cells, parse_cell


def test_json_and_python_literals_are_read() -> None:
    """Both ways of writing a mapping give the same values, NaN and infinities included."""
    assert parse_cell('{"a": 1, "b": {"c": null}}') == {"a": 1, "b": {"c": None}}
    assert parse_cell("{'a': 1, 'b': {'c': None}}") == {"a": 1, "b": {"c": None}}
    read = parse_cell("{'loss': nan, 'best': -inf}")
    assert read is not None
    assert math.isnan(read["loss"])
    assert read["best"] == -math.inf


@pytest.mark.parametrize(
    "cell",
    [
        "{'a': __import__('os').system('touch /tmp/never')}",
        "{'a': open('x')}",
        "{1: 2}.__class__",
        "{" * 5000 + "}" * 5000,
        "{'a': " + "9" * (LIMIT + 1) + "}",
        "{'a', 'b'}",
        "text",
        None,
        3.0,
    ],
)
def test_anything_else_is_left_alone(cell: object) -> None:
    """Code, depth, length, sets and plain text are no mappings."""
    assert parse_cell(cell) is None
    assert not Path("/tmp/never").exists()  # noqa: S108 - the file that the cell's code would make


def test_columns_of_mappings_are_spread_and_said() -> None:
    """``config`` and ``summary`` cells become prefixed columns; the rest of the table stays."""
    frame = pd.DataFrame({"name": ["a", "b"], "config": ['{"lr": 1}', "{'lr': 2}"], "summary": ['{"loss": 0.5}', None]})
    spread, notes = expand_cells(frame)
    assert list(spread.columns) == ["name", "config.lr", "summary.loss"]
    assert spread["config.lr"].tolist() == [1, 2]
    assert [note.code for note in notes] == ["cells_expanded", "cells_expanded"]


def test_cells_that_cannot_be_read_are_counted() -> None:
    """One broken cell among many loses its values and is counted; a column of broken ones stays text."""
    frame = pd.DataFrame({"config": ['{"lr": 1}', '{"lr": 2}', "{broken}"], "odd": ["{a", "{b", "{c"]})
    spread, notes = expand_cells(frame)
    assert "odd" in spread
    assert notes[-1].facts == {"column": "config", "runs": 1}
