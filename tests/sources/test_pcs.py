"""Configuration spaces are read from both spellings of the PCS format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sweepbrief.sources.declared import as_declared, with_space
from sweepbrief.sources.pcs import space_of_pcs
from sweepbrief.sources.space_files import find_space
from sweepbrief.sweep import Condition, Parameter

if TYPE_CHECKING:
    from pathlib import Path

NEW = """# a comment
lr real [1e-4, 1e-1] [1e-2]log
layers integer [1, 4] [2]
opt categorical {adam, sgd} [adam]
size ordinal {small, large} [small]
momentum real [0.0, 0.99] [0.9]
momentum | opt == sgd
width integer [8, 64] [8]log
width | layers in {2, 3}
{opt=adam, layers=4}
"""
OLD = """lr [0.0001, 0.1] [0.01]l
layers [1, 4] [2]i
opt {adam, sgd} [adam]
momentum [0.0, 0.99] [0.9]
momentum | opt in {sgd}
"""


def test_the_new_spelling(tmp_path: Path) -> None:
    """Types, logarithms, conditions and forbidden combinations are read."""
    path = tmp_path / "configspace.pcs"
    path.write_text(NEW)
    space, _ = find_space(tmp_path)
    assert (space.parameters["lr"].scale, space.parameters["lr"].high) == ("log", 0.1)
    assert (space.parameters["layers"].kind, space.parameters["width"].scale) == ("int", "log")
    assert space.parameters["size"].choices == ("small", "large")
    assert space.parameters["momentum"].active_when == Condition("opt", ("sgd",))
    assert space.parameters["width"].active_when == Condition("layers", (2, 3))
    assert [note.facts["clauses"] for note in space.notes if note.code == "forbidden"] == [1]


def test_the_old_spelling(tmp_path: Path) -> None:
    """Letters after the default say what is whole and what is logarithmic."""
    path = tmp_path / "space.pcs"
    path.write_text(OLD)
    parameters = space_of_pcs(path).parameters
    assert (parameters["lr"].scale, parameters["lr"].low) == ("log", 1e-4)
    assert (parameters["layers"].kind, parameters["opt"].choices) == ("int", ("adam", "sgd"))
    assert parameters["momentum"].active_when == Condition("opt", ("sgd",))


def test_truth_values_are_the_words_of_the_space(tmp_path: Path) -> None:
    """A space written as text offers "True" and "False": runs that record truth values took these, and no others."""
    (tmp_path / "configspace.pcs").write_text("flag {True, False} [True]\n")
    space, _ = find_space(tmp_path)
    values = as_declared(space.parameters["flag"], pd.Series([True, False, None], dtype=object))
    parameter = with_space(Parameter("flag", "bool"), space.parameters["flag"], values)
    assert (values.data.tolist(), parameter.choices) == (["True", "False", None], ("True", "False"))
