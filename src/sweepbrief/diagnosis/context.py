"""The context: everything a cause may look at, worked out once for the whole sweep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.extremes import explained, handful, standing_apart
from sweepbrief.diagnosis.joint import model
from sweepbrief.diagnosis.observations import observe
from sweepbrief.diagnosis.variance_components import UNASKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.cells import Cells
    from sweepbrief.diagnosis.company import Company
    from sweepbrief.diagnosis.dependence import Together
    from sweepbrief.diagnosis.drift import Drift
    from sweepbrief.diagnosis.effect_size import EffectSize
    from sweepbrief.diagnosis.finding import Signal
    from sweepbrief.diagnosis.gates import Gate
    from sweepbrief.diagnosis.joint import Effect, JointModel
    from sweepbrief.diagnosis.losses import Loss
    from sweepbrief.measures import Design, Estimate, Measurements
    from sweepbrief.sweep import Sampler, Sweep


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a sweep before the parameters' stories are told.

    Attributes
    ----------
    sweep : Sweep
        The runs.
    measurements : Measurements
        The scores.
    seed : int
        Of everything drawn.
    axes : tuple of Axis
        All parameters over all runs that count, in the design's order.
    extreme : bool array, shape (n,)
        Runs that stand apart; the joint model is fitted without them.
    joint : JointModel
        All effects at once.
    signal : {"strong", "weak", "none"}
        How much of the metric's variation the parameters carry.
    runs_needed : int or None
        Where the sweep cannot be judged.
    together : Together
        Which parameters moved together.
    losses : mapping of str to Loss
        Parameters that the loss of runs depends on.
    drifts : mapping of str to Drift
        How settings narrowed in the course of the sweep.
    gates : tuple of Gate
        Parameters that act only for some values of another.
    company : tuple of Company
        Parameters whose association is not their own, or cannot be told to be.
    sampler : {"random", "grid", "adaptive", "unknown"}
        How settings were chosen.
    sizes : mapping of str to EffectSize
        How far each parameter moves the metric; empty until the rest is known.
    cells : Cells or None
        Parameters that tell the metric by their combination alone.
    carried : Estimate
        The part of the variation that all parameters carry together; without value where a strong signal shows without it.
    """

    sweep: Sweep
    measurements: Measurements
    seed: int
    axes: tuple[Axis, ...]
    extreme: NDArray[np.bool_]
    joint: JointModel
    signal: Signal
    runs_needed: int | None
    together: Together
    losses: Mapping[str, Loss]
    drifts: Mapping[str, Drift]
    gates: tuple[Gate, ...]
    company: tuple[Company, ...]
    sampler: Sampler = "unknown"
    sizes: Mapping[str, EffectSize] = field(default_factory=dict)
    cells: Cells | None = None
    carried: Estimate = UNASKED

    @property
    def design(self) -> Design:
        """Settings and outcome as arrays."""
        return self.measurements.design

    def number(self, parameter: str) -> int:
        """Give the number of a parameter's axis."""
        return next(number for number, axis in enumerate(self.axes) if axis.name == parameter)

    def axis(self, parameter: str) -> Axis:
        """Give a parameter's axis over all runs that count."""
        return self.axes[self.number(parameter)]

    def effect(self, parameter: str) -> Effect:
        """Give what a parameter does in the joint model."""
        return self.joint.effects[parameter]

    def name(self, number: int) -> str:
        """Give the name of an axis."""
        return self.axes[number].name

    def r(self, parameter: str) -> float | None:
        """Give Pearson's r with the raw metric; None for a category."""
        return self.measurements.score("pearson", parameter).value

    def metric(self, y: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Turn values of the standardised target into the metric's own unit."""
        return self.design.metric_of(y)


def fitted_model(
    design: Design, axes: tuple[Axis, ...], spared: NDArray[np.bool_], seed: int
) -> tuple[NDArray[np.bool_], JointModel]:
    """Set extreme runs aside and fit the joint model to the rest; twice where the residuals show more of them.

    Parameters
    ----------
    design : Design
        At least one run.
    axes : tuple of Axis
        Over all runs.
    spared : bool array, shape (n,)
        Runs that are far off for a known reason.
    seed : int
        Of everything drawn.

    Returns
    -------
    bool array, shape (n,)
        The extreme runs.
    JointModel
        Without them.
    """
    extreme = standing_apart(design.level, spared)
    known = extreme if explained(extreme, axes, design.level) else np.zeros_like(extreme)
    extreme = extreme & ~known
    rows = np.flatnonzero(~extreme)
    joint = model(observe(design, axes, rows, seed), seed)
    if len(rows) > joint.observations.n:
        return extreme, joint
    hidden = standing_apart((joint.observations.y - joint.fit.fitted) * joint.observations.root) & ~known[rows]
    more = extreme.copy()
    more[rows[hidden]] = True
    if not (more & ~extreme & ~spared).any() or more.sum() > handful(design.n) or explained(more, axes, design.level):
        return extreme, joint
    more &= ~spared | extreme
    return more, model(observe(design, axes, np.flatnonzero(~more), seed), seed)
