"""The groups and what differs between them, as findings.json holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.sweep import unfinished_levels

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Difference, Group
    from sweepbrief.document.brief import Brief


def groups_ledger(brief: Brief) -> dict[str, object]:
    """Give the comparison of groups as a value for programs.

    Parameters
    ----------
    brief : Brief
        With groups.

    Returns
    -------
    dict
        As the schema describes it, groups in the order of their levels.
    """
    return {
        "by": brief.grouped_by,
        "levels": [_group(group) for group in brief.groups],
        "unfinished": unfinished_levels(brief.sweep, brief.grouped_by),
        "differences": [_difference(one) for one in brief.differences],
    }


def _group(group: Group) -> dict[str, object]:
    measured, sweep = group.measurements, group.sweep
    return {
        "level": group.level,
        "runs": int(sweep.used.sum()),
        "best": float(sweep.outcome[sweep.best_run]),
        "best_run": sweep.best_run,
        "signal": group.diagnosis.signal,
        "oob_r2": measured.surrogate.oob_r2.to_dict(),
        "parameters": {
            name: {
                "importance": measured.score("importance", name).to_dict(),
                "spearman": measured.score("spearman", name).to_dict(),
                "relevant": verdict.relevant,
                "cause": verdict.main.cause,
            }
            for name, verdict in group.diagnosis.verdicts.items()
        },
    }


def _difference(one: Difference) -> dict[str, object]:
    return {
        "parameter": one.parameter,
        "measure": one.measure,
        "levels": one.levels,
        "values": one.values,
        "difference": {"value": one.difference, "low": one.low, "high": one.high},
        "p_value": one.p_value,
    }
