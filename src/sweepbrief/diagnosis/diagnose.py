"""The diagnosis of a sweep: missing runs, extreme runs, one joint model, then each parameter's story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes import no_signal
from sweepbrief.diagnosis.cells import cells
from sweepbrief.diagnosis.company import company_of
from sweepbrief.diagnosis.context import Context, fitted_model
from sweepbrief.diagnosis.costs import costs
from sweepbrief.diagnosis.drift import drifts
from sweepbrief.diagnosis.effect_size import effect_sizes
from sweepbrief.diagnosis.failures import failures
from sweepbrief.diagnosis.finding import Diagnosis
from sweepbrief.diagnosis.gates import gates_of
from sweepbrief.diagnosis.hidden import hidden
from sweepbrief.diagnosis.information import repeatable, runs_for, signal_of
from sweepbrief.diagnosis.joint import with_hidden
from sweepbrief.diagnosis.losses import losses
from sweepbrief.diagnosis.observations import axes_of
from sweepbrief.diagnosis.ratio import ties
from sweepbrief.diagnosis.sampling import first_steps, sampler_of
from sweepbrief.diagnosis.single_change import single_change
from sweepbrief.diagnosis.variance_components import UNASKED, carried_together
from sweepbrief.diagnosis.verdicts import judge

if TYPE_CHECKING:
    from sweepbrief.diagnosis.joint import JointModel
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
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415 - only needed here

    with threadpool_limits(1):
        context = consider(sweep, measurements, seed)
        sampler, told_by = sampler_of(context)
        context = replace(context, sampler=sampler, sizes=effect_sizes(context))
        verdicts = {parameter.name: judge(context, parameter.name) for parameter in sweep.parameters}
        silent = [name for name, verdict in verdicts.items() if any(one.cause == no_signal.CAUSE for one in verdict.findings)]
        found = hidden(context.joint, [context.number(name) for name in silent if not context.effect(name).acts])
        if found:
            context = _reconsidered(context, with_hidden(context.joint, found, seed))
            verdicts = {parameter.name: judge(context, parameter.name) for parameter in sweep.parameters}
        return Diagnosis(
            context.signal,
            sampler,
            told_by,
            context.runs_needed,
            verdicts,
            effects=context.sizes,
            change=single_change(context),
            ties=ties(context),
            failures=failures(sweep, tuple(axis.name for axis in context.axes), seed),
            costs=costs(context),
            foreseen=context.joint.foreseen,
            cells=context.cells,
            carried=context.carried,
        )


def _reconsidered(context: Context, joint: JointModel) -> Context:
    """Look at everything that follows from the joint model again."""
    known = joint, context.measurements.surrogate.oob_r2, repeatable(context.design, ~context.extreme)
    signal = signal_of(*known, context.carried)
    context = replace(
        context,
        joint=joint,
        signal=signal,
        runs_needed=None,
        gates=gates_of(joint),
        company=company_of(joint),
        cells=cells(joint),
    )
    return replace(context, sizes=effect_sizes(context))


def consider(sweep: Sweep, measurements: Measurements, seed: int) -> Context:
    """Work out everything that the causes look at."""
    design = measurements.design
    axes = axes_of(design)
    drawn = tuple(axis for axis in axes if axis.name not in sweep.effort)
    narrowing = drifts(drawn, {one.name: one for one in design.parameters}, design.position, design.groups, seed)
    extreme, joint = fitted_model(design, axes, first_steps(design, narrowing, sweep.sampler), seed)
    known = joint, measurements.surrogate.oob_r2, repeatable(design, ~extreme)
    plain = signal_of(*known, UNASKED) == "strong"
    carried = UNASKED if plain else carried_together(joint.observations)
    signal = signal_of(*known, carried)
    return Context(
        sweep=sweep,
        measurements=measurements,
        seed=seed,
        axes=axes,
        extreme=extreme,
        joint=joint,
        signal=signal,
        runs_needed=runs_for(joint, measurements.surrogate.oob_r2) if signal == "none" and design.varies else None,
        together=joint.near,
        losses=losses(sweep, tuple(axis.name for axis in axes), seed),
        drifts=narrowing,
        gates=gates_of(joint),
        company=company_of(joint),
        cells=cells(joint) if signal != "none" else None,
        carried=carried,
    )
