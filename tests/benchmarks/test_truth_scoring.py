"""Scores count what they say they count."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.truth import label, plant
from benchmarks.truth.scoring import Cell, calibration_error, macro_f1, mark, tally
from benchmarks.truth.table import render

if TYPE_CHECKING:
    from benchmarks.truth.truths import SweepTruth


def perfect(truth: SweepTruth) -> dict[str, Any]:
    """Answer as someone who knows the truth."""
    says = {"true": True, "false": False, "null": None, "unscored": None}
    return {
        "sweep": {"signal": truth.signal, "sampler": truth.samplers[0] if truth.samplers else "unknown"},
        "parameters": {
            name: {
                "relevant": says[one.relevant],
                "causes": [
                    {
                        "cause": cause,
                        "confidence": 1.0,
                        "partners": sorted(one.partners[cause].required) if cause in one.partners else [],
                    }
                    for cause, answer in one.causes.items()
                    if answer
                ],
            }
            for name, one in truth.parameters.items()
        },
    }


@pytest.mark.parametrize("seed", [1, 7, 10])
def test_the_truth_itself_scores_full_marks(seed: int) -> None:
    """An answer made from the truth has no failures, no false alarms and perfect calibration."""
    truth = label(plant(seed), forests=False)
    marks = mark(truth, perfect(truth))
    assert marks.failures == ()
    assert not any(marks.false_alarms)
    assert macro_f1(list(marks.cells)) == 1.0
    assert calibration_error(marks.cells)[0] == 0.0
    assert "| **macro** |" in render([marks])


def test_an_invented_cause_and_a_missed_one_are_counted() -> None:
    """Precision falls by inventions, recall by misses; cells that are not scored count for neither."""
    cells = [
        Cell(0, 50, "a", "agreement", expected, got, 0.8 if got else None, None, 0.0)
        for expected, got in ((True, True), (True, False), (False, True), (None, True), (False, False))
    ]
    counted = tally(cells, "agreement")
    assert (counted.hits, counted.invented, counted.missed) == (1, 1, 1)
    assert counted.f1 == pytest.approx(0.5)
    assert calibration_error(cells) == (pytest.approx(0.3), 2)


def test_a_silent_answer_is_wrong_about_relevant_parameters() -> None:
    """Saying nothing earns no false alarm and no recall."""
    truth = label(plant(1), forests=False)
    marks = mark(truth, {"sweep": {"signal": "strong", "sampler": "random"}, "parameters": {}})
    assert not any(marks.false_alarms)
    assert {failure["fault"] for failure in marks.failures if "fault" in failure} <= {"missed", "relevant"}
