"""Importances rank planted effects, and noise stays at the level that noise reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import mixed, plant, uniform

from sweepbrief.measures import Measurements, encode, importance, measure, permutation
from sweepbrief.measures.basis import Basis
from sweepbrief.measures.forest import fit
from sweepbrief.measures.null_importance import null_importance
from sweepbrief.measures.resampling import draw

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep


@pytest.fixture(scope="module")
def planted() -> Measurements:
    """Strong line, weaker bend, product of two, and three that do nothing; 250 runs."""
    frame = uniform(250, 7, seed=11)
    rng = np.random.default_rng(12)
    metric = (
        3 * frame["p0"]
        + 4 * (frame["p1"] - 0.5) ** 2
        + 6 * (frame["p2"] - 0.5) * (frame["p3"] - 0.5)
        + 0.2 * rng.normal(size=250)
    )
    return measure(plant(frame, metric.to_numpy(), "minimize"))


def test_effects_are_found_and_noise_is_not(planted: Measurements) -> None:
    """The four parameters that act lead every ranking; shuffling the others costs nothing."""
    for measure_name in ("importance", "permutation", "shap"):
        assert set(planted.scores[measure_name].ranked()[:4]) == {"p0", "p1", "p2", "p3"}
    for name in ("p4", "p5", "p6"):
        assert abs(planted.score("permutation", name).value or 0.0) < 0.02


def test_importances_are_shares_with_intervals(planted: Measurements) -> None:
    """Importances sum to one and lie within their intervals."""
    found = planted.scores["importance"].values
    assert sum(one.value or 0.0 for one in found.values()) == pytest.approx(1.0)
    for scores in (planted.scores[name].values for name in ("importance", "permutation", "shap")):
        for one in scores.values():
            assert one.low <= one.value <= one.high  # type: ignore[operator]


def test_the_planted_pair_leads(planted: Measurements) -> None:
    """The product's pair comes first, with most of what the two do; both are told to act mostly together."""
    assert set(planted.pairs[0].parameters) == {"p2", "p3"}
    assert planted.pairs[0].relative_share > 2 * planted.pairs[1].relative_share
    assert min(planted.interaction_share["p2"], planted.interaction_share["p3"]) > 2 * planted.interaction_share["p0"]


def test_shap_is_in_the_metrics_unit(planted: Measurements) -> None:
    """A line of slope 3 over 0..1 moves a prediction by about 3/4 on average."""
    assert planted.score("shap", "p0").value == pytest.approx(0.75, rel=0.2)


def _grown(sweep: Sweep) -> Basis:
    design = encode(sweep)
    resamples = draw(design, 0)
    return Basis(design, resamples, fit(design, resamples, seed=0), None)


def test_importance_interval_is_honest() -> None:
    """The interval of one sweep mostly holds the mean importance over many sweeps of the same kind."""
    found = []
    for seed in range(8):
        frame = uniform(60, 3, seed)
        metric = 2 * frame["p0"] + frame["p1"] + 0.3 * np.random.default_rng(seed).normal(size=60)
        found.append(importance.score(_grown(plant(frame, metric.to_numpy()))).values["p0"])
    truth = np.mean([one.value for one in found])  # type: ignore[misc]
    assert sum(one.low <= truth <= one.high for one in found) >= 7  # type: ignore[operator]


def test_null_level_holds_for_noise() -> None:
    """Where nothing acts, the largest share is seldom above the null's upper end."""
    above = 0
    for seed in range(6):
        basis = _grown(plant(uniform(50, 4, seed), np.random.default_rng(seed + 50).normal(size=50)))
        largest = max(one.value or 0.0 for one in importance.score(basis).values.values())
        above += largest > null_importance(basis).high  # type: ignore[operator]
    assert above <= 1


def test_levels_are_summed_to_their_parameter() -> None:
    """A category of four levels that decides everything gets nearly all of every measure, as one parameter."""
    frame = mixed(120, seed=4)
    metric = frame["optimizer"].map({"adam": 3.0, "sgd": 1.0, "lion": 2.0}).fillna(0.0) + 0.1 * np.random.default_rng(0).normal(
        size=120
    )
    found = measure(plant(frame, metric.to_numpy()))
    assert found.score("importance", "optimizer").value > 0.9  # type: ignore[operator]
    assert found.score("permutation", "optimizer").value > 1.0  # type: ignore[operator]
    assert found.score("eta_squared", "optimizer").value > 0.9  # type: ignore[operator]
    assert found.scores["shap"].ranked()[0] == "optimizer"


def test_library_engine_gives_the_same_numbers() -> None:
    """The shap library behind the switch agrees to rounding."""
    pytest.importorskip("shap")
    frame = mixed(24, seed=6)[["rate", "optimizer", "momentum"]]
    sweep = plant(frame, np.log(frame["rate"].to_numpy()))
    ours, theirs = measure(sweep), measure(sweep, engine="shap")
    assert not theirs.shap_error
    for name in frame.columns:
        assert ours.score("shap", name).value == pytest.approx(theirs.score("shap", name).value, rel=1e-8)
    for one, other in zip(ours.pairs, theirs.pairs, strict=True):
        assert one.parameters == other.parameters
        assert one.relative_share == pytest.approx(other.relative_share, rel=1e-6, abs=1e-12)


def test_values_that_do_not_add_up_are_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where SHAP values miss the prediction, SHAP is unavailable and everything else stands."""

    def wrong(_: object, x: np.ndarray, players: np.ndarray, groups: np.ndarray, *, jobs: int) -> object:
        del players, jobs
        return np.ones((len(x), x.shape[1])), np.ones((groups.max() + 1,) * 2)

    monkeypatch.setattr("sweepbrief.measures.explanation.mean_sizes", wrong)
    found = measure(plant(uniform(30, 2), uniform(30, 2)["p0"].to_numpy()))
    assert (found.shap_error, found.pairs, found.shap_rows) == ("not_additive", (), 0)
    assert found.score("shap", "p0").why_not == "not_additive"
    assert found.score("importance", "p0").value is not None


def test_many_levels_of_nothing_score_little_when_shuffled() -> None:
    """Thirty levels without effect collect impurity, but hardly any out-of-bag loss."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.random(240), "tag": rng.integers(30, size=240).astype(str)})
    basis = _grown(plant(frame, 3.0 * frame["a"].to_numpy() + rng.normal(size=240)))
    assert importance.score(basis).values["tag"].value > 0.1  # type: ignore[operator]
    assert abs(permutation.score(basis).values["tag"].value) < 0.08  # type: ignore[arg-type]


def test_many_parameters_have_pairs_among_the_largest(monkeypatch: pytest.MonkeyPatch) -> None:
    """With more parameters than have pairs of their own, the leading pair is found and no SHAP value changes."""
    frame = uniform(150, 12, seed=3)
    sweep = plant(frame, (12 * (frame["p4"] - 0.5) * (frame["p9"] - 0.5) + frame["p1"]).to_numpy())
    whole = measure(sweep)
    monkeypatch.setattr("sweepbrief.measures.explanation.MOST_PAIRED", 5)
    found = measure(sweep)
    assert set(found.pairs[0].parameters) == {"p4", "p9"} == set(whole.pairs[0].parameters)
    assert found.pairs[0].relative_share == pytest.approx(whole.pairs[0].relative_share)
    assert len({name for pair in found.pairs for name in pair.parameters}) == 4
    assert found.scores["shap"] == whole.scores["shap"]
