"""From a finished hyperparameter sweep to a report that says what decides it, how far to trust it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.earlier import compare
    from sweepbrief.journey import analyse, load, report
    from sweepbrief.results import Analysis, Report

__version__ = "0.1.0"

__all__ = ["Analysis", "Report", "__version__", "analyse", "compare", "load", "report"]


def __getattr__(name: str) -> object:
    """Import the public names when they are first used: ``import sweepbrief`` loads nothing heavy."""
    if name == "compare":
        from sweepbrief import earlier  # noqa: PLC0415 - the point of this function

        return earlier.compare
    if name in __all__:
        from sweepbrief import journey  # noqa: PLC0415 - the point of this function

        return getattr(journey, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
