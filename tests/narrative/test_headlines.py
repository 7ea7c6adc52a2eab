"""The headline names what decides the sweep, and claims nothing where nothing does."""

from __future__ import annotations

import pytest
from planted_facts import AGREEMENT, JOINT, LOSS, TURNING

from sweepbrief.diagnosis import Finding, Verdict
from sweepbrief.narrative import LANGUAGES, Voice

RATE = Verdict("learning_rate", relevant=True, findings=(Finding("non_monotone", "learning_rate", 0.9, (), TURNING),))
DEPTH = Verdict("depth", relevant=True, findings=(Finding("agreement", "depth", 0.9, (), AGREEMENT),))
BATCH = Verdict("batch_size", relevant=True, findings=(Finding("interaction", "batch_size", 0.9, ("learning_rate",), JOINT),))
VOICE = Voice("en", 2)


def test_one_parameter_decides() -> None:
    """Name and best range stand in the headline."""
    said = VOICE.plain(VOICE.headline([RATE], LOSS, "strong", 200))
    assert said == "learning_rate (best from 5e-4 to 2e-2) decides val_loss"


def test_two_parameters_decide() -> None:
    """Both are named with their directions."""
    said = VOICE.plain(VOICE.headline([RATE, DEPTH], LOSS, "strong", 200))
    assert said == "learning_rate (best from 5e-4 to 2e-2) and depth (higher is better) decide val_loss"


def test_a_partner_is_said_to_be_one() -> None:
    """A second parameter that acts through the first is not told as if it acted alone."""
    said = VOICE.plain(VOICE.headline([RATE, BATCH], LOSS, "strong", 200))
    assert said == "learning_rate (best from 5e-4 to 2e-2) decides val_loss, and batch_size shifts what it does"


def test_a_weak_signal_does_not_decide() -> None:
    """With a weak signal the headline says probably, and the lede says why."""
    assert "probably" in VOICE.headline([RATE], LOSS, "weak", 60)
    assert "weak" in VOICE.lede([RATE], LOSS, "weak", 60, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_signal_no_parameter_is_named(language: str) -> None:
    """Where nothing can be told, neither headline nor lede names a parameter; the lede says how many runs would do."""
    voice = Voice(language, 2)
    said = voice.headline([], LOSS, "none", 48) + voice.lede([], LOSS, "none", 48, 310)
    assert "learning_rate" not in said
    assert "310" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lede_rests_on_two_findings(language: str) -> None:
    """The first two deciding parameters have a sentence each."""
    voice = Voice(language, 2)
    said = voice.plain(voice.lede([RATE, DEPTH, BATCH], LOSS, "strong", 200, None))
    assert "learning_rate" in said
    assert "depth" in said
    assert "batch_size" not in said
