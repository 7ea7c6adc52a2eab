"""Advice is right where the truth is known, and absent where there is none."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from planted_sweeps_for_advice import NOISE, advised, bowl, only, settings, span

from sweepbrief.narrative import LANGUAGES, Voice
from sweepbrief.sweep import Objective


@pytest.mark.parametrize("seed", range(3))
def test_the_true_optimum_stays_inside_a_narrowed_range(seed: int) -> None:
    """A rate that is best inside its range is narrowed around the true best, and the rest is left out."""
    frame, rng = settings(seed)
    found = only(advised(bowl(frame, rng)), "narrow", "rate")
    assert found is not None
    low, high = span(found)
    assert low < 10**-2.5 < high
    assert np.log10(high / low) < 2.5
    assert found.gain.low is not None
    assert found.gain.low > 0


def test_the_expected_gain_is_about_right() -> None:
    """The gain is what the average run loses against the best region."""
    frame, rng = settings(7, 200)
    found = only(advised(bowl(frame, rng)), "narrow", "rate")
    assert found is not None
    low, high = np.log10(span(found))
    there = np.mean(0.1 * (np.linspace(low, high, 200) + 2.5) ** 2)
    true = np.mean(0.1 * (np.log10(frame["rate"]) + 2.5) ** 2) - there
    assert found.gain.value == pytest.approx(true, abs=0.05)


def test_an_edge_is_widened() -> None:
    """A rate that is still improving at its upper end is searched beyond it, by a decade, and not narrowed to that end."""
    frame, rng = settings(1)
    advice = advised(bowl(frame, rng, best=0.5))
    found = only(advice, "widen", "rate")
    assert found is not None
    assert only(advice, "narrow", "rate") is None
    assert found.facts["side"] == "high"
    assert span(found)[1] == pytest.approx(10 * float(frame["rate"].max()))


def test_a_plateau_is_not_widened() -> None:
    """A metric that levels off towards an edge gives no reason to go beyond it."""
    frame, rng = settings(2)
    score = np.minimum(np.log10(frame["rate"]), -2.5) * -0.3 + rng.normal(0, NOISE, len(frame))
    advice = advised(frame.assign(score=score))
    assert only(advice, "widen", "rate") is None
    found = only(advice, "narrow", "rate")
    assert found is not None
    assert span(found)[0] < 10**-2.2


def test_the_idle_parameter_is_fixed_at_its_commonest_value() -> None:
    """What has no effect in an informative sweep is no longer varied."""
    frame, rng = settings(3, 200)
    found = only(advised(bowl(frame, rng)[["rate", "idle", "score"]]), "fix", "idle")
    assert found is not None
    assert found.after == 2
    assert found.facts["inert"]
    most = found.facts["most"]
    assert isinstance(most, float)
    assert 0 < most < 0.1
    assert found.gain.value is None


def test_one_bad_level_is_dropped() -> None:
    """The level that alone is behind is dropped; the others stay in the search."""
    frame, rng = settings(4, 150)
    table = bowl(frame, rng)
    found = only(advised(table.assign(score=table["score"] + 0.5 * (table["solver"] == "sgd"))), "drop_level", "solver")
    assert found is not None
    assert found.before == "sgd"
    assert found.after in {("adam", "lion"), ("lion", "adam")}


def test_one_clear_winner_is_fixed() -> None:
    """The level that alone is ahead is kept, the others are left."""
    frame, rng = settings(5, 150)
    table = bowl(frame, rng)
    found = only(advised(table.assign(score=table["score"] - 0.5 * (table["solver"] == "lion"))), "fix", "solver")
    assert found is not None
    assert found.after == "lion"
    assert not found.facts["inert"]


@pytest.mark.parametrize("seed", range(2))
def test_noise_moves_nobody(seed: int) -> None:
    """Where nothing is true, no range and no value is changed."""
    frame, rng = settings(seed, 60)
    actions = {one.action for one in advised(frame.assign(score=rng.normal(size=len(frame))))}
    assert actions <= {"add_runs", "repeat", "none"}


def test_ties_among_the_best_are_repeated() -> None:
    """Where repeated settings differ by more than the best ones do, the ranking of the best is luck."""
    frame, rng = settings(6, 60)
    twice = pd.concat([frame, frame, frame], ignore_index=True)
    flat = twice.assign(score=np.where(twice["rate"] > 1e-3, 0.0, 1.0) + rng.normal(0, 0.2, len(twice)))
    found = only(advised(flat), "repeat")
    assert found is not None
    assert found.reason == "noise"
    assert found.facts["noise"] == pytest.approx(0.2, rel=0.3)


def test_clear_winners_are_not_repeated() -> None:
    """Where the best settings lie further apart than repetitions do, nothing needs repeating."""
    frame, rng = settings(6, 60)
    twice = pd.concat([frame, frame], ignore_index=True)
    steep = twice.assign(score=np.log10(twice["rate"]) + rng.normal(0, 1e-6, len(twice)))
    assert only(advised(steep), "repeat") is None


def test_the_goal_may_be_turned_round() -> None:
    """The metric negated and maximised gives the same advice and the same gain."""
    frame, rng = settings(8)
    table = bowl(frame, rng)
    least, most = advised(table), advised(table.assign(score=-table["score"]), "maximize")
    assert [(one.action, one.parameter, one.after) for one in least] == [(one.action, one.parameter, one.after) for one in most]
    assert least[0].gain.value == pytest.approx(most[0].gain.value)


def test_nothing_is_advised_on_what_is_fixed_away() -> None:
    """Where the winner is fixed, a setting that only its rival reads is left alone."""
    frame, rng = settings(10, 150)
    frame["momentum"] = np.where(frame["solver"] == "sgd", rng.uniform(0, 1, len(frame)), np.nan)
    table = bowl(frame, rng)
    advice = advised(table.assign(score=table["score"] - 0.5 * (table["solver"] == "lion")))
    assert only(advice, "fix", "solver") is not None
    assert "momentum" not in {one.parameter for one in advice}


def test_the_largest_gain_comes_first() -> None:
    """Advice is ordered by what it brings, unknown gains last, never more than six pieces, with the one change behind them."""
    frame, rng = settings(9, 150)
    table = bowl(frame, rng)
    found = advised(table.assign(score=table["score"] + 0.4 * (table["solver"] == "sgd") + 0.3 * table["fraction"]))
    advice = tuple(one for one in found if one.action != "change")
    assert all(one.action == "change" for one in found[len(advice) :])
    gains = [one.gain.value for one in advice if one.gain.value is not None]
    assert gains == sorted(gains, reverse=True)
    assert [one.gain.value is None for one in advice] == sorted(one.gain.value is None for one in advice)
    assert 1 <= len(advice) <= 6


def test_every_piece_can_be_told() -> None:
    """Each piece of advice has its sentence, its reason and its risk in every language."""
    frame, rng = settings(4, 150)
    table, objective = bowl(frame, rng), Objective("score", "minimize", "caller")
    found = advised(table.assign(score=table["score"] + 0.5 * (table["solver"] == "sgd")))
    for advice, language in product(found, LANGUAGES):
        voice = Voice(language, 3)
        assert voice.advise(advice, objective)
        assert voice.say(f"advice_reason_{advice.reason}", parameter=advice.parameter)
        assert voice.say(f"advice_risk_{advice.action}", parameter=advice.parameter)
