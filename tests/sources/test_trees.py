"""JSON and YAML are read as data within limits: never run, never expanded without end, numbers as their writers meant them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.trees import json_file, json_lines_file, load_yaml, yaml_file

if TYPE_CHECKING:
    from pathlib import Path


def test_numbers_are_read_as_json_writes_them() -> None:
    """``1e-3`` is a number, a date is text, a word is a word."""
    tree = load_yaml("a: 1e-3\nb: -2E+5\nc: 2024-01-02\nd: 1.5\ne: 3\nf: .5e1\ng: e-3\nh: 12e\n")
    assert tree == {"a": 0.001, "b": -2e5, "c": "2024-01-02", "d": 1.5, "e": 3, "f": 5.0, "g": "e-3", "h": "12e"}


def test_tags_of_python_objects_are_data(tmp_path: Path) -> None:
    """Nothing that a tag names is imported or called; its arguments stay as they are written."""
    mark = tmp_path / "called"
    tree = load_yaml(
        f"a: !!python/tuple [1, 2]\nb: !!python/object/apply:os.system ['touch {mark}']\nc: !Mine {{x: 1}}\nd: !ref word\n"
    )
    assert tree == {"a": [1, 2], "b": [f"touch {mark}"], "c": {"x": 1}, "d": "word"}
    assert not mark.exists()


def test_what_expands_without_end_is_refused() -> None:
    """References of references, and brackets in brackets, end in one error."""
    laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    for text in (laughs, "[" * 500, "\n".join(" " * n + "a:" for n in range(400)), "a: &a [*a]"):
        with pytest.raises(UnreadableSourceError):
            load_yaml(text)
    assert load_yaml("a: &a {lr: 1}\nb: *a\n") == {"a": {"lr": 1}, "b": {"lr": 1}}


def test_files_say_what_is_wrong_with_them(tmp_path: Path) -> None:
    """Broken, too large and missing files each give an error with the file's name."""
    path = tmp_path / "config.yaml"
    path.write_text("a: [1\n")
    with pytest.raises(UnreadableSourceError, match=r"config\.yaml"):
        yaml_file(path)
    with pytest.raises(UnreadableSourceError, match=r"gone\.json"):
        json_file(tmp_path / "gone.json")
    path.write_text('{"a": NaN, "b": -Infinity}')
    assert json_file(path)["b"] == -math.inf  # type: ignore[index] # a mapping, as written above
    with pytest.raises(UnreadableSourceError, match="larger"):
        json_file(path, limit=4)


def test_a_broken_line_is_noted_and_the_others_are_read(tmp_path: Path) -> None:
    """The last line may be half-written, any other may be damaged: the rest counts."""
    path = tmp_path / "result.json"
    path.write_text('{"a": 1}\nwhat\n\n{"a": 2}\n{"a": ')
    values, notes = json_lines_file(path)
    assert values == [{"a": 1}, {"a": 2}]
    assert [(note.code, dict(note.facts)) for note in notes] == [("half_written", {"line": 5}), ("bad_lines", {"lines": 1})]
