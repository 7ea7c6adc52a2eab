"""What advice rests on: the sweep, its measurements and its diagnosis, with the few quantities every action asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sweepbrief.diagnosis import Cost, Diagnosis, Finding
    from sweepbrief.measures import Measurements
    from sweepbrief.sweep import Parameter, Sweep

LEAST_CONFIDENCE = {"strong": 0.5, "weak": 0.8, "none": 1.0}
"""By signal: a finding that is more likely false than true moves nobody to act, and in a weak sweep it takes a firm one."""

LEAST_RUNS = 15
"""Runs that must have used a parameter before anything is advised on it."""

LOW_END = 0.25
"""Drawn evenly, half of the values lie above half of the range; drawn by factors, most lie far below."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What advice rests on.

    Attributes
    ----------
    sweep : Sweep
        All runs.
    measurements : Measurements
        Their scores.
    diagnosis : Diagnosis
        What is said of them.
    """

    sweep: Sweep
    measurements: Measurements
    diagnosis: Diagnosis

    @property
    def sign(self) -> float:
        """Give -1 where the metric is minimised, else +1: times the metric, more is better."""
        return -1.0 if self.sweep.objective.direction == "minimize" else 1.0

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in the order of the design, which does not depend on how the source stored them."""
        return self.measurements.design.parameters

    def findings(self, *causes: str) -> Iterator[tuple[Parameter, Finding]]:
        """Give the findings of some causes that are more likely true than not.

        Parameters
        ----------
        *causes : str
            Words of the vocabulary.

        Yields
        ------
        Parameter, Finding
            In the design's order; at most one for each parameter.
        """
        if self.diagnosis.signal == "none":
            return
        least = LEAST_CONFIDENCE[self.diagnosis.tone]
        for parameter in self.parameters:
            if self.measurements.design.values[parameter.name].notna().sum() < LEAST_RUNS:
                continue
            held = self.diagnosis.verdicts[parameter.name].findings
            for finding in held:
                if finding.cause in causes and finding.confidence >= least:
                    yield parameter, finding
                    break

    @property
    def weak(self) -> bool:
        """Whether the signal of single effects is weak, so that advice has to be hedged."""
        return self.diagnosis.tone == "weak"

    def cost(self, parameter: str) -> Cost | None:
        """Give what a parameter does to run time, where it does."""
        return next((cost for cost in self.diagnosis.costs if cost.parameter == parameter), None)

    def turns(self, parameter: str) -> bool:
        """Tell whether the parameter's effect turns round with another setting: then no region is best by itself."""
        return any(bool(finding.facts["reverses"]) for finding in self.joint(parameter))

    def idle(self, parameter: str) -> bool:
        """Tell whether nothing speaks for an effect, not even as a switch, in a sweep that predicts unseen runs."""
        verdict = self.diagnosis.verdicts[parameter]
        switch = any(one.active_when is not None and one.active_when.parent == parameter for one in self.sweep.parameters)
        gates = any(finding.cause == "conditional" for finding in verdict.findings)
        scored = self.measurements.surrogate.oob_r2.low
        return verdict.relevant is False and not switch and not gates and scored is not None and scored > 0

    def joint(self, parameter: str) -> list[Finding]:
        """Give the findings that say how a parameter acts together with others."""
        return [finding for finding in self.diagnosis.verdicts[parameter].findings if finding.cause == "interaction"]

    def values(self, parameter: str) -> NDArray[np.float64]:
        """Give a numeric parameter's settings in the runs that count, without the blank ones."""
        column: NDArray[np.float64] = self.measurements.design.values[parameter].to_numpy(dtype=np.float64)
        return column[~np.isnan(column)]

    def by_factors(self, parameter: Parameter) -> bool:
        """Tell whether a parameter was searched by factors: the source says so, or most runs crowd at the low end."""
        if parameter.scale != "log" or not parameter.numeric:
            return False
        values = self.values(parameter.name)
        if not values.size or float(values.min()) <= 0:
            return False
        return parameter.range_known or float(np.median(values)) <= LOW_END * float(values.max())
