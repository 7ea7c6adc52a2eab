"""The diagnosis of a sweep: missing runs, extreme runs, one joint model, then each parameter's story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.context import Context, fitted_model
from sweepbrief.diagnosis.finding import Diagnosis
from sweepbrief.diagnosis.information import runs_for, signal_of
from sweepbrief.diagnosis.sampling import sampler_of
from sweepbrief.diagnosis.verdicts import judge

if TYPE_CHECKING:
    from sweepbrief.measures import Measurements
    from sweepbrief.sweep import Sweep


def diagnose(sweep: Sweep, measurements: Measurements, *, seed: int = 0) -> Diagnosis:
    """Say for every parameter why its measures agree or differ.

    Parameters
    ----------
    sweep : Sweep
        All runs, also those without a metric.
    measurements : Measurements
        Their scores.
    seed : int
        Of everything drawn.

    Returns
    -------
    Diagnosis
        A verdict with at least one finding for every parameter.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - heavy, and only needed here

    with threadpool_limits(1):
        return _diagnose(sweep, measurements, seed)


def _diagnose(sweep: Sweep, measurements: Measurements, seed: int) -> Diagnosis:
    design = measurements.design
    axes, extreme, joint = fitted_model(design, seed)
    signal = signal_of(joint, measurements.surrogate.oob_r2)
    needed = runs_for(joint) if signal == "none" else None
    context = Context(sweep, measurements, seed, axes, extreme, joint, signal, needed)
    sampler, told_by = sampler_of(context)
    verdicts = {parameter.name: judge(context, parameter.name) for parameter in sweep.parameters}
    return Diagnosis(signal, sampler, told_by, needed, verdicts)
