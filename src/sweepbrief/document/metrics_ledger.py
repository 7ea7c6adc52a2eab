"""The further metrics and the trade-offs between them, as findings.json holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.measures import Front, Measurements, OtherMetric


def metrics_ledger(measured: Measurements) -> dict[str, object]:
    """Give what is known of every metric but the primary one as a value for programs.

    Parameters
    ----------
    measured : Measurements
        With at least one further metric.

    Returns
    -------
    dict
        As the schema describes it, in a stable order.
    """
    return {"others": [_other(one) for one in measured.others], "front": _front(measured.front)}


def _other(one: OtherMetric) -> dict[str, object]:
    return {
        "name": one.objective.name,
        "direction": one.objective.direction,
        "runs": one.runs,
        "oob_r2": one.r2.to_dict(),
        "reliable": one.reliable,
        "agreement": one.agreement.to_dict(),
        "best_rank": one.best_rank,
        "importance": {name: found.to_dict() for name, found in one.importance.items()},
        "spearman": {name: found.to_dict() for name, found in one.spearman.items()},
        "apart": [
            {
                "parameter": apart.parameter,
                "difference": {"value": apart.difference, "low": apart.low, "high": apart.high},
                "p_value": apart.p_value,
            }
            for apart in one.apart
        ],
        "opposed": one.opposed,
    }


def _front(front: Front | None) -> dict[str, object] | None:
    if front is None:
        return None
    moves = [{"parameter": one.parameter, "rho": one.rho, "p_value": one.p_value} for one in front.moves]
    return {"runs": front.runs, "counted": front.counted, "near": front.near, "moves": moves}
