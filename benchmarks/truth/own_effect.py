"""Truth of the causes that speak of a parameter's own effect: shapes, levels, joint effects, conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.components import INERT, crossed, thinned
from benchmarks.truth.evidence import detectable
from benchmarks.truth.truths import Partners

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.evidence import Evidence
    from benchmarks.truth.planting import Planted
    from benchmarks.truth.truths import Truth

    Floats = NDArray[np.float64]

FEW = 6


def found(planted: Planted, evidence: Evidence, number: int) -> tuple[Truth, Truth]:
    """Tell whether a knob's main curve and its joint part are clearly found (True), lost (False) or in between."""
    knob, strength = planted.knobs[number], evidence.strengths[number]
    freedom = len(knob.levels) - 1 if knob.coded else 1
    runs = int(evidence.components[number].active.sum() * evidence.places / max(evidence.runs, 1))
    left = evidence.room
    pair = strength.joint * _largest_pair(evidence, number)
    return detectable(left * strength.main, runs, freedom=freedom), detectable(left * pair, runs, freedom=2 + freedom)


def _largest_pair(evidence: Evidence, number: int) -> float:
    """Give the part of a knob's joint effect that it has with one other: what a test of pairs can find."""
    own = [variance for pair, variance in evidence.pairs.items() if number in pair]
    return max(own) / sum(own) if own and sum(own) > INERT else 0.0


def shape_truths(planted: Planted, evidence: Evidence, number: int) -> dict[str, Truth]:
    """Decide agreement, monotone_nonlinear, non_monotone and categorical_effect, before anything that distorts r."""
    knob, part = planted.knobs[number], evidence.components[number]
    truths: dict[str, Truth] = dict.fromkeys(("agreement", "monotone_nonlinear", "non_monotone", "categorical_effect"), False)
    if not evidence.acts(number):
        return truths
    main, _ = found(planted, evidence, number)
    if knob.coded:
        own = _level_truth(main, part.joint_share)
        truths["categorical_effect"] = None if knob.kind == "bool" and own is not False else own
        truths["agreement"] = None if len(knob.levels) == 2 else False
        return truths
    if main is not True:
        lost = part.joint_share >= 0.55 and main is False
        return {**truths, **({} if lost else dict.fromkeys(("agreement", "monotone_nonlinear", "non_monotone"), None))}
    return {**truths, **_numeric_truths(evidence, number)}


def _level_truth(main: Truth, joint_share: float) -> Truth:
    if joint_share <= 0.45:
        return True if main else None
    return False if main is False and joint_share >= 0.55 else None


def _numeric_truths(evidence: Evidence, number: int) -> dict[str, Truth]:
    """Apply the shares of the definitions to a numeric main curve that is clearly found."""
    part, strength = evidence.components[number], evidence.strengths[number]
    line, monotone, joint = part.line_share, part.monotone_share, part.joint_share
    curved = detectable(strength.curve, evidence.places)
    turned = detectable(strength.main * (1 - monotone), evidence.places)
    agreement: Truth = None
    if line >= 0.94 and joint <= 0.25:
        agreement = True
    elif (line <= 0.75 and curved) or joint >= 0.35:
        agreement = False
    bent: Truth = None
    if line <= 0.75 and monotone >= 0.9 and joint <= 0.45 and curved:
        bent = True
    elif line >= 0.93 or (monotone <= 0.6 and turned) or joint >= 0.55:
        bent = False
    turning: Truth = None
    if monotone <= 0.6 and joint <= 0.45 and turned:
        turning = True
    elif monotone >= 0.9 or joint >= 0.55:
        turning = False
    return {"agreement": agreement, "monotone_nonlinear": bent, "non_monotone": turning}


def interaction_truth(planted: Planted, evidence: Evidence, number: int, gated: set[int]) -> tuple[Truth, Partners]:
    """Decide interaction and its partners; joint parts that are conditions are left to `conditional`."""
    share = evidence.components[number].joint_share
    if not evidence.acts(number) or share <= 0.1:
        return False, Partners()
    pairs = {i + j - number: v for (i, j), v in evidence.pairs.items() if number in {i, j}}
    whole = sum(pairs.values()) or 1.0
    names = [knob.name for knob in planted.knobs]
    strong = frozenset(names[k] for k, v in pairs.items() if v >= 0.25 * whole)
    some = frozenset(names[k] for k, v in pairs.items() if v >= 0.02 * whole)
    if share >= 0.22 and found(planted, evidence, number)[1] and not gated:
        return True, Partners(strong, some)
    return None, Partners(strong, some)


def gates(planted: Planted, evidence: Evidence) -> dict[int, dict[int, Truth]]:
    """Find which knobs act only for some values of another: child -> parent -> True, or None where it is open."""
    found_gates: dict[int, dict[int, Truth]] = {}
    for child, knob in enumerate(planted.knobs):
        if not evidence.acts(child):
            continue
        if knob.parent >= 0:
            found_gates.setdefault(child, {})[knob.parent] = True if True in found(planted, evidence, child) else None
        for parent in (k for pair in evidence.pairs for k in pair if child in pair and k != child):
            verdict = _gate(planted, evidence, child, parent)
            if verdict is not False:
                found_gates.setdefault(child, {})[parent] = verdict
    return found_gates


def _gate(planted: Planted, evidence: Evidence, child: int, parent: int) -> Truth:
    """Tell whether a knob's effect vanishes for some values of another, others at their observed values.

    Along a numeric parent an effect that turns round vanishes in passing; only a stretch at an end counts. Where the effect
    is merely small for some values, the answer is open.
    """
    own, host = evidence.settings[:, child], evidence.settings[:, parent]
    levels = np.unique(host[~np.isnan(host)])
    few = len(levels) <= FEW
    levels = levels if few else np.quantile(host[~np.isnan(host)], np.linspace(0.04, 0.96, 12), method="nearest")
    values = np.unique(np.quantile(own[~np.isnan(own)], np.linspace(0, 1, 12), method="nearest"))
    rows = thinned(evidence.settings)[::4]
    effect = np.array([crossed(planted.landscape, _fixed(rows, parent, v), {child: values}).var(axis=0).mean() for v in levels])
    inert = effect <= max((0.04 if few else 0.01) * effect.max(), INERT)
    stretch = inert.any() if few else inert[:2].all() or inert[-2:].all()
    if not stretch or inert.all():
        return False
    clear = effect[inert].max() <= max(1e-3 * effect.max(), INERT)
    certain = clear and few and planted.knobs[parent].coded and all(np.sum(host == level) >= 8 for level in levels)
    return True if certain and found(planted, evidence, child)[1] else None


def _fixed(rows: Floats, number: int, value: float) -> Floats:
    fixed = rows.copy()
    fixed[:, number] = value
    return fixed
