"""Change one thing: the single change of the best run that is surest to improve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise it where a change is sure to bring more than noise; a weak sweep is sure of none."""
    change = grounds.diagnosis.change
    if change is None or not change.sure or change.parameter is None or grounds.diagnosis.tone != "strong":
        return ()
    facts = {"run": change.run, "tried": change.tried}
    return (Advice("change", change.parameter, change.before, change.after, "single_change", change.gain, facts),)
