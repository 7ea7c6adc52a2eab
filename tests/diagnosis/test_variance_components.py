"""Variance components: what all parameters carry together shows where no single effect does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import diagnosed

import sweepbrief
from sweepbrief.diagnosis.axis import Axis
from sweepbrief.diagnosis.observations import Observations
from sweepbrief.diagnosis.variance_components import carried_together

if TYPE_CHECKING:
    from numpy.typing import NDArray


def observed(settings: NDArray[np.float64], y: NDArray[np.float64]) -> Observations:
    """Give runs of numeric parameters, each run by itself."""
    axes = []
    for number, column in enumerate(settings.T):
        numbers, index = np.unique(column, return_inverse=True)
        axes.append(Axis(f"p{number}", ordered=True, labels=tuple(numbers), numbers=numbers, index=index.astype(np.int64)))
    return Observations(tuple(axes), (y - y.mean()) / y.std(), np.ones(len(y)))


def crowd() -> pd.DataFrame:
    """Plant sixteen waves, which carry nearly everything together in 60 runs."""
    rng = np.random.default_rng(93)
    frame = pd.DataFrame({f"p{place}": rng.uniform(0, 1, 60) for place in range(16)})
    return frame.assign(score=np.sin(4 * frame.to_numpy() + np.arange(16)).sum(axis=1) + rng.normal(0, 0.6, 60))


def test_many_effects_that_hide_each_other_are_a_strong_signal() -> None:
    """Sixteen effects carry nine tenths; the two that show predict a fifth at most, and are told with care."""
    found = diagnosed(crowd()).diagnosis
    assert found.foreseen is not None
    assert found.foreseen < 0.2
    assert found.signal == "strong"
    assert found.tone == "weak"
    assert found.untold is not None
    assert found.untold > 0.8


def test_the_page_says_how_much_is_carried_together() -> None:
    """The section on trust gives the share; the headline says no more than that the two probably move the metric."""
    document = sweepbrief.analyse(sweepbrief.load(crowd(), metric="score", direction="maximize")).document("en")
    assert "All parameters together carry about 93% of the variation" in str(document)
    assert "Patterson, H. D., Thompson, R. (1971)" in str(document)
    assert "probably move" in document.sections[0].title


def test_a_signal_that_single_effects_show_needs_nothing_else() -> None:
    """Where the joint model predicts nearly everything, no share is estimated and nothing is told with more care."""
    rng = np.random.default_rng(92)
    frame = pd.DataFrame({f"p{place}": rng.uniform(0, 1, 80) for place in range(6)})
    found = diagnosed(frame.assign(score=frame["p0"] + frame["p1"] + rng.normal(0, 0.05, 80))).diagnosis
    assert found.signal == found.tone == "strong"
    assert found.untold is None


def test_noise_carries_nothing() -> None:
    """Of 300 sweeps of noise about one in a hundred seems to carry something."""
    rng = np.random.default_rng(93)
    wrong = 0
    for _ in range(300):
        n, p = int(rng.integers(25, 60)), int(rng.integers(3, 12))
        wrong += (carried_together(observed(rng.random((n, p)), rng.normal(size=n))).low or 0.0) > 0
    assert wrong <= 7


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_the_share_is_right_on_average(share: float) -> None:
    """Sweeps of ten bent effects and two joint ones, of which a third or four fifths carry: the estimates lie around it."""
    rng, found = np.random.default_rng(94), []
    for _ in range(40):
        settings = rng.random((90, 10))
        clean = np.sin(3 * settings + rng.uniform(0, 6, 10)) @ rng.normal(size=10)
        clean += 3 * (settings[:, 0] - 0.5) * (settings[:, 1] - 0.5) + 3 * (settings[:, 2] - 0.5) * (settings[:, 3] - 0.5)
        clean /= clean.std()
        y = np.sqrt(share) * clean + np.sqrt(1 - share) * rng.normal(size=90)
        found.append(carried_together(observed(settings, y)).value or 0.0)
    assert np.median(found) == pytest.approx(share, abs=0.12)
