"""The comments of a search space in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sweepbrief.advice import SPACES
from sweepbrief.errors import WrongUsageError

if TYPE_CHECKING:
    from sweepbrief.advice import Advice, Dimension
    from sweepbrief.document.brief import Brief


@dataclass(frozen=True, slots=True)
class SpaceWords:
    """Words for the comments of a search space.

    Attributes
    ----------
    brief : Brief
        With the voice.
    """

    brief: Brief

    def reason(self, advice: Advice) -> str:
        """Tell a piece of advice with its reason, as plain text."""
        voice = self.brief.voice
        told = voice.plain(voice.advise(advice, self.brief.objective))
        return voice.sentences(told, voice.text(f"advice_reason_{advice.reason}", parameter=advice.parameter))

    def loss(self, loss: str, dimension: Dimension) -> str:
        """Tell what the tool cannot express, as plain text."""
        condition = dimension.condition
        parent, values = (condition.parent, list(condition.values)) if condition else ("", [])
        return self.brief.voice.text(f"space_loss_{loss}", parameter=dimension.name, parent=parent, values=values)


def search_space(brief: Brief, tool: str) -> str:
    """Write the search space that follows from the advice.

    Parameters
    ----------
    brief : Brief
        What was found out.
    tool : str
        A writer's ``NAME``.

    Returns
    -------
    str
        In the tool's own terms, ready to use; comments in the reader's language.

    Raises
    ------
    WrongUsageError
        If there is no such tool, or no parameter varied, so that there is nothing to search.
    """
    module = next((space for space in SPACES if tool == space.NAME), None)
    if module is None:
        names = ", ".join(space.NAME for space in SPACES)
        raise WrongUsageError("A search space is written for a tool that is known.", f"Found {tool!r}.", f"There are: {names}.")
    if not brief.sweep.parameters:
        raise WrongUsageError(
            "A search space needs a parameter that varied among the runs.",
            f"{brief.sweep.name} has none.",
            "Name columns with --parameters.",
        )
    written: str = module.write(brief.sweep, brief.advice, SpaceWords(brief))
    return written
