"""Runs are found in JSON whatever the layout."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.json_text import read_json

RECORDS = [{"lr": 0.1, "loss": 0.5}, {"lr": 0.2, "loss": 0.4}, {"lr": 0.3, "loss": 0.3}]
FRAME = pd.DataFrame(RECORDS)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        json.dumps({"runs": RECORDS, "made_by": "me"}),
        json.dumps({"trials": {"a": RECORDS[0], "b": RECORDS[1], "c": RECORDS[2]}}),
        json.dumps({"lr": [0.1, 0.2, 0.3], "loss": [0.5, 0.4, 0.3]}),
        "\n".join(json.dumps(record) for record in RECORDS) + "\n",
        FRAME.to_json(),
        FRAME.to_json(orient="split"),
        FRAME.to_json(orient="records", lines=True),
    ],
)
def test_every_layout_gives_the_same_runs(text: str) -> None:
    """Lists of records, columns, wrapped lists, lines and pandas' own layouts hold the same values."""
    frame = read_json(text.encode()).frame
    assert frame["lr"].astype(float).tolist() == [0.1, 0.2, 0.3]
    assert frame["loss"].astype(float).tolist() == [0.5, 0.4, 0.3]


def test_nested_settings_are_flattened() -> None:
    """A nested mapping becomes dotted names; a list stays one value."""
    raw = read_json(json.dumps([{"config": {"opt": {"lr": 1}, "sizes": [1, 2]}, "loss": 1}]).encode())
    assert list(raw.frame.columns) == ["config.opt.lr", "config.sizes", "loss"]


def test_a_half_written_last_line_is_a_note() -> None:
    """A log that is being written ends in half a record: it is left out and said."""
    raw = read_json(b'{"lr": 1, "loss": 2}\n{"lr": 2, "loss": 1}\n{"lr": 3, "lo')
    assert len(raw.frame) == 2
    assert raw.notes[0].code == "half_written"
    assert raw.notes[0].facts == {"line": 3}


def test_python_spellings_of_infinity_are_read() -> None:
    """NaN and Infinity, which JSON lacks and tools write, are numbers."""
    frame = read_json(b'[{"lr": 1, "loss": NaN}, {"lr": 2, "loss": Infinity}]').frame
    assert frame["loss"].isna().tolist() == [True, False]


@pytest.mark.parametrize("text", ["[]", "{}", "[1, 2]", "{broken", "[" * 100_000, '{"a": 1}\nnonsense\n{"a": 2}', '"text"'])
def test_json_without_runs_is_one_short_error(text: str) -> None:
    """Empty, broken, endless or other JSON stops with a sentence."""
    with pytest.raises(UnreadableSourceError) as caught:
        read_json(text.encode())
    assert len(str(caught.value).splitlines()) <= 3
