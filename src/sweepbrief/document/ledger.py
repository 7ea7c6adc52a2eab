"""The ledger: everything the report claims, as one value for programs (findings.json)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sweepbrief.comparison import sketch
from sweepbrief.document.comparison_ledger import comparison_ledger
from sweepbrief.document.effects_ledger import effect_ledger, outcome_ledger
from sweepbrief.document.groups_ledger import groups_ledger
from sweepbrief.document.metrics_ledger import metrics_ledger
from sweepbrief.document.reliability_ledger import reliability_ledger
from sweepbrief.measures import outcomes

if TYPE_CHECKING:
    from sweepbrief.advice import Advice
    from sweepbrief.diagnosis import Claim, Finding, Verdict
    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import Estimate
    from sweepbrief.sweep import Parameter, Sweep

SCHEMA = "sweepbrief-findings/1"
MOST_PAIRS = 50
FORMER: Final = {"irrelevant": {"detectable": "most"}}
"""Names that facts of a cause had before, with the names that they have now: scripts find both."""


def ledger(brief: Brief) -> dict[str, Any]:
    """Give the content of findings.json.

    Parameters
    ----------
    brief : Brief
        What was found out.

    Returns
    -------
    dict
        As the schema describes it: only null, bool, int, finite float, str, list and dict, in a stable order.
    """
    measured, diagnosis, options = brief.measurements, brief.diagnosis, brief.options
    content = {
        "schema": SCHEMA,
        "language": brief.voice.language,
        "headline": brief.headline(),
        "sweep": _sweep(brief),
        "parameters": {parameter.name: _parameter(brief, parameter) for parameter in brief.sweep.parameters},
        "pairs": [
            {"parameters": pair.parameters, "relative_share": pair.relative_share, "mean_abs": pair.mean_abs}
            for pair in measured.pairs[:MOST_PAIRS]
        ],
        "dependence": [{"parameters": pair.parameters, "value": pair.value} for pair in measured.dependence],
        "advice": [_advice(brief, advice) for advice in brief.advice],
        **outcome_ledger(diagnosis),
        "excluded": [
            {"what": one.what, "name": one.name, "reason": one.reason, "facts": one.facts} for one in brief.sweep.excluded
        ],
        "claims": [
            _claim(brief, finding, claim)
            for verdict in diagnosis.verdicts.values()
            for finding in verdict.findings
            for claim in finding.claims
        ],
        "provenance": {
            "version": options.version,
            "seed": options.seed,
            "input_sha256": brief.sweep.source.sha256,
            "command": options.command,
        },
    }
    asked = {"metrics": metrics_ledger(measured)} if measured.others else {}
    asked |= {"groups": groups_ledger(brief)} if brief.grouped_by else {}
    asked |= {} if brief.comparison is None else {"comparison": comparison_ledger(brief.comparison)}
    return {name: plain(value) for name, value in {**content, **asked}.items()}


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Turn a value into what JSON knows; numbers that are not finite become null.

    Parameters
    ----------
    value : object
        Numbers, strings, mappings, sequences and arrays, nested.

    Returns
    -------
    None, bool, int, float, str, list or dict
        The same, JSON-safe; anything unknown becomes its text.
    """
    if isinstance(value, np.generic | np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _sweep(brief: Brief) -> dict[str, object]:
    sweep, measured = brief.sweep, brief.measurements
    noise, r2 = measured.noise, measured.surrogate.oob_r2
    lie = outcomes(measured.design.metric, measured.design.groups, higher=brief.goal == "maximize")
    return {
        "name": sweep.name,
        "source": {"kind": sweep.source.kind, "location": sweep.source.location, "sha256": sweep.source.sha256},
        "runs": {"found": len(sweep.statuses), "used": brief.used, "by_status": sweep.counts, "sketch": _sketch(sweep)},
        "objective": {
            "name": brief.metric,
            "direction": brief.goal,
            "best": float(sweep.outcome[sweep.best_run]),
            "best_run": sweep.best_run,
            "leading": lie.leading,
            "median": lie.median.to_dict(),
            "good": lie.good.to_dict(),
            "noise": lie.noise.to_dict(),
        },
        "sampler": brief.diagnosis.sampler,
        "sampler_from": brief.diagnosis.sampler_from,
        "signal": brief.diagnosis.signal,
        "runs_needed": brief.diagnosis.runs_needed,
        "forest": {"oob_r2": r2.to_dict(), "trees": measured.surrogate.trees},
        "noise": noise.to_dict(),
        "null_importance": measured.null_importance.to_dict(),
        **reliability_ledger(measured),
    }


def _sketch(sweep: Sweep) -> tuple[str, ...]:
    """Keep fingerprints of some runs, by which another report tells whether it holds the same ones."""
    runs = sweep.outcome
    return sketch(zip(map(str, runs.index.to_numpy(dtype=object)), runs.to_numpy(np.float64).tolist(), strict=True))


def _parameter(brief: Brief, parameter: Parameter) -> dict[str, object]:
    scores, name = brief.measurements.scores, parameter.name
    verdict = brief.diagnosis.verdicts[name]
    shap = _score(brief, "shap", name)
    ranks = {one: rank for rank, one in enumerate(scores["importance"].ranked(), start=1)}
    return {
        "kind": parameter.kind,
        "scale": parameter.scale,
        "range": None if parameter.low is None or parameter.high is None else [parameter.low, parameter.high],
        "choices": parameter.choices,
        **{measure: _score(brief, measure, name) for measure in ("pearson", "spearman", "pearson_log", "eta_squared")},
        "importance": {**_score(brief, "importance", name), "rank": ranks.get(name)},
        "permutation": _score(brief, "permutation", name),
        "shap": {
            "mean_abs": shap["value"],
            "low": shap["low"],
            "high": shap["high"],
            "interaction_share": brief.measurements.interaction_share.get(name),
        },
        "effect": effect_ledger(brief.diagnosis.effects.get(name), curve=name in brief.storied()),
        "relevant": verdict.relevant,
        "levels": [
            {"value": level.value, "runs": level.runs, "mean": level.mean.to_dict()}
            for level in brief.measurements.levels.get(name, ())
        ],
        "label": brief.voice.plain(brief.about(verdict.main, "label")),
        "causes": [_cause(finding) for finding in verdict.findings],
        "explanation": _explanation(brief, verdict),
    }


def _score(brief: Brief, measure: str, name: str) -> dict[str, float | str | None]:
    scores = brief.measurements.scores.get(measure)
    found: Estimate | None = scores.values.get(name) if scores else None
    return found.to_dict() if found else {"value": None, "low": None, "high": None}


def _cause(finding: Finding) -> dict[str, object]:
    return {
        "cause": finding.cause,
        "confidence": finding.confidence,
        "partners": finding.partners,
        "facts": {**finding.facts, **{old: finding.facts[new] for old, new in FORMER.get(finding.cause, {}).items()}},
        "claims": [claim.id for claim in finding.claims],
    }


def _explanation(brief: Brief, verdict: Verdict) -> str:
    return brief.voice.plain(brief.voice.explain(verdict, brief.objective, brief.diagnosis.signal))


def _advice(brief: Brief, advice: Advice) -> dict[str, object]:
    return {
        "action": advice.action,
        "parameter": advice.parameter,
        "from": advice.before,
        "to": advice.after,
        "reason": advice.reason,
        "gain": advice.gain.to_dict(),
        "facts": advice.facts,
        "text": brief.voice.plain(brief.voice.advise(advice, brief.objective)),
        "risk": brief.voice.text(f"advice_risk_{advice.action}", parameter=advice.parameter),
    }


def _claim(brief: Brief, finding: Finding, claim: Claim) -> dict[str, object]:
    return {
        "id": claim.id,
        "parameter": finding.parameter,
        "cause": finding.cause,
        "test": claim.test,
        "statistic": claim.statistic,
        "threshold": claim.threshold,
        "p_value": claim.p_value,
        "text": brief.voice.plain(brief.about(finding, "title")),
    }
