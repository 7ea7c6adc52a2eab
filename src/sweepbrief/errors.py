"""Errors a person can act on: what was expected, what was found, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class SweepbriefError(Exception):
    """An error with a remedy, printed in one to three lines and never as a traceback.

    Parameters
    ----------
    expected : str
        The rule that did not hold, as a sentence.
    found : str, optional
        What stood there instead.
    remedy : str, optional
        What to do about it.
    add : sequence of str, optional
        Options that, added to the same command, would help: ``("--metric", "val_loss")``.
    """

    exit_status = 1

    def __init__(self, expected: str, found: str = "", remedy: str = "", add: Sequence[str] = ()) -> None:
        self.expected = expected
        self.found = found
        self.remedy = remedy
        self.add = tuple(add)
        super().__init__("\n".join(line for line in (expected, found, remedy) if line))


class WrongUsageError(SweepbriefError):
    """The command or call was given something it cannot mean (exit status 2)."""

    exit_status = 2


class UnreadableSourceError(SweepbriefError):
    """The source cannot be read as finished runs (exit status 3)."""

    exit_status = 3


class EmptySweepError(SweepbriefError):
    """No finished run has the metric, so there is nothing to analyse (exit status 4)."""

    exit_status = 4


class MissingSystemLibraryError(SweepbriefError):
    """A library of the operating system is missing; the message holds the command that installs it."""
