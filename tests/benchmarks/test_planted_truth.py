"""The truth of planted sweeps is what the definitions say."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.truth import CAUSES, label, plant
from benchmarks.truth.accidents import Noise
from benchmarks.truth.components import component
from benchmarks.truth.effects import Coupling
from benchmarks.truth.knob import Knob
from benchmarks.truth.landscape import Landscape, Term
from benchmarks.truth.planting import Planted
from benchmarks.truth.sampling import coupled, grid, placed, tpe
from benchmarks.truth.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.truth.truths import ParameterTruth
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LINE = Knob("momentum", "float", "linear", 0.0, 1.0)
RATE = Knob("learning_rate", "float", "log", 1e-5, 1e-1)
OPTIMIZER = Knob("optimizer", "categorical", "linear", 0, 2, ("adam", "sgd", "rmsprop"))
OTHER = Knob("dropout", "float", "linear", 0.0, 1.0)
INERT = Knob("patience", "int", "linear", 1, 30)


def term(knobs: tuple[int, ...], of: Callable[[Floats], Floats]) -> Term:
    """Make a term that is used as it stands."""
    return Term(knobs, 1.0, of, 0.0, 1.0)


def sweep_of(
    knobs: Sequence[Knob],
    terms: Sequence[Term],
    *,
    runs: int = 300,
    couplings: tuple[Coupling, ...] = (),
    diverged: int = 0,
) -> Planted:
    """Make a sweep of random settings and normal noise, whose runs highest in the second knob may diverge."""
    rng = np.random.default_rng(5)
    u = coupled(rng, rng.random((runs, len(knobs))), list(couplings))
    settings = placed(list(knobs), u)
    landscape = Landscape(tuple(knobs), tuple(terms))
    drawn = 0.1 * rng.normal(size=runs)
    outcome = landscape(settings) + drawn
    far = np.argsort(-u[:, 1])[:diverged]
    outcome[far] -= 40.0
    never = np.zeros(runs)
    names = tuple(knob.name for knob in knobs)
    return Planted(
        0, Scenario(runs, len(knobs)), pd.DataFrame(), "score", "maximize", names, None, tuple(knobs), landscape, settings, u,
        outcome, drawn, never.astype(bool), never, -1, far, couplings,
    )  # fmt: skip


def told(planted: Planted) -> Mapping[str, ParameterTruth]:
    """Give the truth by parameter, without forests."""
    return label(planted, forests=False).parameters


def held(truth: ParameterTruth) -> set[str]:
    """Give the causes that are true."""
    return {cause for cause, answer in truth.causes.items() if answer}


@pytest.mark.parametrize(
    ("knob", "of", "expected"),
    [
        (LINE, lambda s: s[:, 0], "agreement"),
        (LINE, lambda s: (s[:, 0] - 0.5) ** 2 * 4, "non_monotone"),
        (RATE, lambda s: np.log10(s[:, 0]) / 4, "monotone_nonlinear"),
        (LINE, lambda s: np.minimum(s[:, 0], 0.15) * 8, "monotone_nonlinear"),
        (OPTIMIZER, lambda s: np.array([0.0, 1.0, 0.1])[s[:, 0].astype(int)], "categorical_effect"),
    ],
)
def test_a_planted_shape_is_labelled_as_itself_and_nothing_else(
    knob: Knob, of: Callable[[Floats], Floats], expected: str
) -> None:
    """A line agrees, a valley is not monotone, a log and a knee bend in one direction, levels are a categorical effect."""
    planted = sweep_of([knob, OTHER, INERT], [term((0,), of)])
    truth = told(planted)
    assert held(truth[knob.name]) == {expected}
    assert held(truth["patience"]) <= {"irrelevant"}
    assert truth["patience"].relevant == "false"


def test_a_pure_product_is_an_interaction_of_both() -> None:
    """The product of two centred parameters is joint alone, and each is the other's partner."""
    planted = sweep_of([LINE, OTHER, INERT], [term((0, 1), lambda s: 8 * (s[:, 0] - 0.5) * (s[:, 1] - 0.5))])
    truth = told(planted)
    assert held(truth["momentum"]) == {"interaction"}
    assert truth["momentum"].partners["interaction"].required == {"dropout"}
    assert truth["momentum"].facts["joint"] > 0.9


def test_strong_additive_curves_are_no_interaction() -> None:
    """Two additive curves leave no joint part."""
    planted = sweep_of(
        [LINE, OTHER, INERT], [term((0,), lambda s: 4 * (s[:, 0] - 0.5) ** 2), term((1,), lambda s: np.exp(3 * s[:, 0]) / 10)]
    )
    truth = told(planted)["momentum"]
    assert truth.causes["interaction"] is False
    assert truth.facts["joint"] == pytest.approx(0, abs=1e-9)


def test_a_follower_without_effect_is_confounded_by_its_driver() -> None:
    """A parameter that only moves with the one that acts has a confounded association, and is not relevant."""
    planted = sweep_of([LINE, OTHER, INERT], [term((0,), lambda s: s[:, 0])], couplings=(Coupling(0, 1, 0.6, "created"),))
    truth = told(planted)
    assert truth["dropout"].causes["confounded"] is True
    assert truth["dropout"].partners["confounded"].required == {"momentum"}
    assert truth["dropout"].relevant == "false"
    assert held(truth["momentum"]) == {"agreement"}


def test_inseparable_twins_share_the_credit() -> None:
    """Where swapping two parameters costs nothing, no one can tell which acts."""
    planted = sweep_of(
        [LINE, OTHER, INERT], [term((0,), lambda s: s[:, 0])], runs=60, couplings=(Coupling(0, 1, 0.9995, "twin"),)
    )
    truth = told(planted)
    assert truth["momentum"].causes["shared_credit"] is True
    assert truth["dropout"].causes["shared_credit"] is True
    assert truth["dropout"].relevant == "unscored"


def test_a_child_that_is_blank_elsewhere_is_conditional_on_its_parent() -> None:
    """An acting child names its parent and is named by it; one that does nothing is irrelevant."""
    child = Knob("momentum", "float", "linear", 0.0, 1.0, parent=0, active=(1.0,))
    planted = sweep_of([OPTIMIZER, child, OTHER], [term((1,), lambda s: s[:, 0] - 0.5), term((0,), lambda s: s[:, 0] / 2)])
    truth = told(planted)
    assert truth["momentum"].partners["conditional"].required == {"optimizer"}
    assert truth["optimizer"].partners["conditional"].required == {"momentum"}
    idle = sweep_of([OPTIMIZER, child, OTHER], [term((0,), lambda s: s[:, 0] / 2)])
    assert told(idle)["momentum"].causes["conditional"] is False


def test_a_handful_of_runs_far_out_moves_r() -> None:
    """Diverged runs at one end create a correlation; shape and relevance are judged without them."""
    planted = sweep_of([LINE, OTHER, INERT], [term((0,), lambda s: s[:, 0])], runs=120, diverged=5)
    truth = told(planted)["dropout"]
    assert truth.causes["outliers"] is True
    assert truth.relevant == "false"


def test_diverged_runs_move_the_r_of_a_switch_and_none_of_a_category() -> None:
    """Two levels of a category have no r, so whether a few runs moved it is held against nobody; a switch has one."""
    truths = []
    for kind in ("bool", "categorical"):
        knob = Knob("clip", kind, "linear", 0, 1, ("off", "on"))  # type: ignore[arg-type]
        planted = sweep_of([LINE, knob, INERT], [term((0,), lambda s: s[:, 0])], runs=90, diverged=5)
        settings = planted.settings.copy()
        settings[:, 1] = planted.positions[:, 1] > 0.75
        truths.append(told(replace(planted, settings=settings))["clip"].causes["outliers"])
    assert truths == [True, None]


def test_a_sweep_of_noise_cannot_tell() -> None:
    """Without any effect every parameter is "cannot tell"."""
    truth = label(sweep_of([LINE, OTHER, INERT], []), forests=False)
    assert truth.signal == "none"
    assert {p.relevant for p in truth.parameters.values()} == {"null"}
    assert all(p.causes["no_signal"] for p in truth.parameters.values())


def test_an_idle_category_of_few_runs_a_level_is_not_known_to_be_idle() -> None:
    """With five runs a level a small effect would not have shown, so neither answer is held against anyone."""
    host = Knob("host", "categorical", "linear", 0, 7, tuple(f"gpu-{number}" for number in range(8)))
    few = told(sweep_of([LINE, host], [term((0,), lambda s: s[:, 0])], runs=40))["host"]
    many = told(sweep_of([LINE, host], [term((0,), lambda s: s[:, 0])], runs=400))["host"]
    assert few.causes["irrelevant"] is None
    assert few.causes["no_signal"] is None
    assert many.causes["irrelevant"] is True


def test_twins_among_effects_that_cannot_be_found_are_not_held_to_be_seen() -> None:
    """Twins whose effect stands out from noise, but not from eight weak effects as well, share no credit for sure."""
    weak = [replace(OTHER, name=f"weak_{number}") for number in range(8)]
    twins = (Coupling(0, 1, 0.9995, "twin"),)
    acting = term((0,), lambda s: 0.45 * s[:, 0])
    plain = sweep_of([LINE, OTHER, *weak], [acting], runs=60, couplings=twins)
    beside = [acting, *(term((number,), lambda s: 0.2 * s[:, 0]) for number in range(2, 10))]
    crowded = label(sweep_of([LINE, OTHER, *weak], beside, runs=60, couplings=twins), forests=False)
    assert told(plain)["momentum"].causes["shared_credit"] is True
    assert crowded.parameters["momentum"].causes["shared_credit"] is None
    assert crowded.signal is None


def test_what_is_idle_beside_effects_that_hide_is_not_known_to_be_idle() -> None:
    """Six weak effects in 30 runs are noise to whoever looks for an eighth parameter's; in 120 runs they are known."""
    strong = [replace(LINE, name=f"acting_{number}") for number in range(7)]
    effects = [term((number,), lambda s, a=a: a * s[:, 0]) for number, a in enumerate([2.5] + [0.3] * 6)]
    idle = Knob("patience", "int", "linear", 1, 6)
    few, many = (told(sweep_of([*strong, idle], effects, runs=runs))["patience"] for runs in (30, 120))
    assert few.causes["irrelevant"] is None
    assert few.causes["no_signal"] is None
    assert many.causes["irrelevant"] is True


def test_an_effect_in_runs_that_were_never_made_is_not_there_to_be_found() -> None:
    """A parameter that acts only where the sampler held it fixed has an effect, but no run shows it."""
    planted = sweep_of([LINE, OTHER, INERT], [term((0, 1), lambda s: s[:, 0] * (s[:, 1] > 0.5) - 0.5 * (s[:, 1] > 0.5))])
    settings = planted.settings.copy()
    settings[:, 0] = np.where(settings[:, 1] > 0.5, 0.5 + 0.01 * settings[:, 0], settings[:, 0])
    narrowed = replace(planted, settings=settings, outcome=planted.landscape(settings) + planted.noise)
    assert told(planted)["momentum"].relevant == "true"
    found = told(narrowed)["momentum"]
    assert found.facts["lambda_main"] < 10
    assert found.relevant != "true"
    assert not held(found) & {"agreement", "monotone_nonlinear", "non_monotone", "interaction"}


def test_main_and_joint_parts_add_up() -> None:
    """The contribution of a parameter is its main curve's variance and its joint part's, and equals Sobol's total."""
    rng = np.random.default_rng(1)
    settings = rng.random((400, 2))
    part = component(lambda s: s[:, 0] + 3 * (s[:, 0] - 0.5) * (s[:, 1] - 0.5), (LINE, OTHER), settings, 0)
    assert part.main_variance == pytest.approx(1 / 12, rel=0.2)
    assert part.total_variance == pytest.approx(1 / 12 + 9 / 144, rel=0.2)
    assert part.line_share == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("seed", [1, 2, 3, 7, 11, 12])
def test_truth_is_consistent_on_drawn_sweeps(seed: int) -> None:
    """No parameter is both straight and bent, relevant and irrelevant; partners are other parameters; the seed decides all."""
    planted = plant(seed)
    truth = label(planted, forests=False)
    pd.testing.assert_frame_equal(planted.frame, plant(seed).frame)
    for one in truth.parameters.values():
        true = held(one)
        assert set(one.causes) == set(CAUSES)
        assert len(true & {"agreement", "monotone_nonlinear", "non_monotone", "categorical_effect"}) <= 1
        assert not (one.relevant == "true" and true & {"irrelevant", "no_signal", "cardinality_bias"})
        assert not (
            one.relevant == "false" and true & {"agreement", "non_monotone", "interaction", "conditional", "categorical_effect"}
        )
        for partners in one.partners.values():
            assert partners.required <= partners.allowed <= set(planted.parameters) - {one.name}


def test_a_grid_crosses_all_values_and_a_learning_sampler_closes_in() -> None:
    """A grid has as many runs as combinations; late suggestions of the Parzen sampler crowd around the optimum."""
    rng = np.random.default_rng(0)
    knobs = [Knob(name, "int", "linear", 1, 3, (1, 2, 3)) for name in ("a", "b")]
    assert len(np.unique(grid(rng, knobs, 9), axis=0)) == 9
    u = tpe(rng, 120, 2, lambda _, at: -abs(at[0] - 0.7), [0, 0])
    assert u[-60:, 0].std() < 0.65 * np.sqrt(1 / 12)


def test_noise_grows_along_its_knob() -> None:
    """Heteroscedastic noise keeps its mean variance and is larger at high positions."""
    law = Noise(np.ones(2), 0)
    low, high = law(np.arange(2), np.array([[0.0], [1.0]]))
    assert high == pytest.approx(4 * low)
