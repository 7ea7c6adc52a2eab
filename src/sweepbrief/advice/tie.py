"""Tie: search two parameters by their ratio or product, where that is what acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise it for every pair that acts through one number and is told so by both parameters' findings."""
    if grounds.diagnosis.signal == "none":
        return ()
    joint = {parameter.name for parameter, _ in grounds.findings("interaction")}
    return tuple(
        Advice(
            "tie",
            tie.parameters[0],
            tie.tried,
            tie.best,
            tie.kind,
            tie.gain,
            {"kind": tie.kind, "other": tie.parameters[1], "share": tie.share, "mean": tie.mean, "weak": grounds.weak},
        )
        for tie in grounds.diagnosis.ties
        if joint & set(tie.parameters)
    )
