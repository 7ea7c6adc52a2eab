"""The comparison with an earlier sweep, as findings.json holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.comparison import Change, Comparison, Snapshot


def comparison_ledger(found: Comparison) -> dict[str, object]:
    """Give the comparison as a value for programs.

    Parameters
    ----------
    found : Comparison
        What changed.

    Returns
    -------
    dict
        As the schema describes it, in a stable order.
    """
    held = found.held
    tested = [*held.importances.values(), *held.associations.values(), *held.levels.values()]
    return {
        "old": _sweep(found.old),
        "new": _sweep(found.new),
        "shared": list(found.shared),
        "outcome": [_change(one) for one in found.outcome],
        "parameters": [_change(one) for one in tested],
        "lead": None
        if found.lead is None
        else {"newer": found.lead.newer, "count": found.lead.count, "p_value": found.lead.p_value},
        "effects": [
            {"kind": one.kind, "parameter": one.parameter, "p_value": one.p_value, "facts": one.facts} for one in found.effects
        ],
        "ranges": [{"kind": one.kind, "parameter": one.parameter, "facts": one.facts} for one in found.ranges],
        "followed": [
            {
                "action": one.advice.action,
                "parameter": one.advice.parameter,
                "from": one.advice.before,
                "to": one.advice.after,
                "answer": one.answer,
            }
            for one in found.followed
        ],
        "caveats": [{"code": one.code, "facts": one.facts} for one in found.caveats],
    }


def _sweep(one: Snapshot) -> dict[str, object]:
    return {"name": one.name, "runs": one.used, "best": one.best, "sha256": one.sha256, "ranking": one.ranked()}


def _change(one: Change) -> dict[str, object]:
    return {
        "what": one.what,
        "parameter": one.parameter,
        "old": one.old.to_dict(),
        "new": one.new.to_dict(),
        "difference": {"value": one.difference, "low": one.low, "high": one.high},
        "p_value": one.p_value,
        "beyond_chance": one.holds,
    }
