"""A sweep is validated once, and its words are known."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sweepbrief.sources
from sweepbrief.errors import EmptySweepError, WrongUsageError
from sweepbrief.sweep import EXCLUSIONS, NOTES, Objective, Parameter, Source, Sweep

INDEX = pd.Index(["a", "b", "c"], name="run")


def small() -> Sweep:
    return Sweep(
        name="s",
        source=Source("table", "x", "0"),
        settings=pd.DataFrame({"lr": [0.1, 0.2, 0.3]}, index=INDEX),
        metrics=pd.DataFrame({"loss": [0.3, 0.1, np.nan]}, index=INDEX),
        statuses=pd.Series(["complete", "complete", "failed"], index=INDEX),
        parameters=(Parameter("lr", "float"),),
        objectives=(Objective("loss", "minimize", "name"),),
        used=pd.Series([True, True, False], index=INDEX),
        order=None,
        seconds=None,
        replicates=pd.DataFrame(index=INDEX),
        sampler="unknown",
    )


def test_the_best_run_follows_the_direction() -> None:
    """Less is better where the objective says so, more where it says that."""
    sweep = small()
    assert sweep.best_run == "b"
    assert replace(sweep, objectives=(Objective("loss", "maximize", "caller"),)).best_run == "a"
    assert sweep.counts == {"complete": 2, "failed": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"settings": pd.DataFrame({"lr": [1.0, 2, 3]}, index=["a", "a", "b"])},
        {"statuses": pd.Series(["complete"] * 3)},
        {"parameters": ()},
        {"objectives": (Objective("loss"),)},
        {"objectives": ()},
        {"statuses": pd.Series(["complete", "fine", "failed"], index=INDEX)},
        {"used": pd.Series([True, True, True], index=INDEX)},
    ],
)
def test_parts_that_do_not_fit_are_refused(change: dict[str, object]) -> None:
    """Repeated names, other runs, other columns, no direction, unknown words and values that are not finite."""
    with pytest.raises(WrongUsageError):
        replace(small(), **change)  # type: ignore[arg-type] # as given


def test_a_sweep_without_a_run_that_counts_is_empty() -> None:
    """No used run is nothing to analyse."""
    with pytest.raises(EmptySweepError):
        replace(small(), used=pd.Series([False] * 3, index=INDEX))


def words_said(name: str) -> dict[str, set[frozenset[str]]]:
    """Collect the words (and literal facts) with which the readers make notes or exclusions."""
    place = {"Note": 0, "Exclusion": 2}[name]
    found: dict[str, set[frozenset[str]]] = {}
    for path in Path(sweepbrief.sources.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name):
                continue
            if len(node.args) <= place or not isinstance(node.args[place], ast.Constant):
                continue
            word = str(ast.literal_eval(node.args[place]))
            facts = node.args[place + 1] if len(node.args) > place + 1 else ast.Dict([], [])
            if isinstance(facts, ast.Dict):
                found.setdefault(word, set()).add(frozenset(str(ast.literal_eval(key)) for key in facts.keys if key))
    return found


@pytest.mark.parametrize(("name", "known"), [("Note", NOTES), ("Exclusion", EXCLUSIONS)])
def test_every_word_that_is_said_is_in_the_vocabulary(name: str, known: dict[str, tuple[str, ...]]) -> None:
    """A reader uses the words of the vocabulary with exactly their facts."""
    for word, uses in words_said(name).items():
        assert word in known
        assert uses == {frozenset(known[word])}, word
