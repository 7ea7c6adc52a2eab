"""What a search space says in its comments: why a range changed, and what a tool cannot express."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.advice.advice import Advice
    from sweepbrief.advice.spaces.dimension import Dimension

LOSSES = ("condition", "step", "log", "levels", "gone", "search", "tie", "name")
"""What may be lost: a condition that the tool does not know; steps beside a log scale; a log scale of whole numbers; levels
that are no texts or numbers; a parameter that can no longer act; a draw that only the tool's own random search makes;
a ratio or product, as every tool draws parameters apart; a parameter whose name the tool refuses."""


WIDTH = 100
"""Letters of a comment line."""


class Wording(Protocol):
    """Words for comments."""

    def reason(self, advice: Advice) -> str:
        """Say what changed and why."""

    def loss(self, loss: str, dimension: Dimension) -> str:
        """Say what the tool cannot express: a word of ``LOSSES``."""


class Vocabulary:
    """The vocabulary's own words, where no language is at hand."""

    def reason(self, advice: Advice) -> str:
        """Give action and reason."""
        return f"{advice.action}: {advice.reason}"

    def loss(self, loss: str, dimension: Dimension) -> str:
        """Give the loss and what it depends on."""
        condition = dimension.condition
        return f"{loss}: only where {condition.parent!r} is in {list(condition.values)!r}" if condition else loss


def one_line(text: str) -> str:
    """Give a text that can stand behind a comment sign: on one line, without anything that no editor shows."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def comments(dimension: Dimension, wording: Wording, losses: tuple[str, ...]) -> Iterator[str]:
    """Give the lines above a dimension, without the comment sign, short enough for an editor."""
    for told in remarks(dimension, wording, losses):
        yield from wrap(told, WIDTH, break_long_words=False, break_on_hyphens=False)


def remarks(dimension: Dimension, wording: Wording, losses: tuple[str, ...]) -> Iterator[str]:
    """Give what is to be said of a dimension, a line each: why it changed, then what is lost."""
    yield from (one_line(wording.reason(one)) for one in dimension.advice if one.parameter == dimension.name)
    tied = any(one.action == "tie" for one in dimension.advice) and not dimension.gone
    losses = (*losses, "tie") if tied else losses
    yield from (one_line(wording.loss(loss, dimension)) for loss in losses)
