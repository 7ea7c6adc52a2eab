"""What to do next: ranges, choices, runs still needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Action, Advice
from sweepbrief.advice.advising import ACTIONS, advise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sweepbrief.sweep import Sweep

SPACES: Mapping[str, Callable[[Sweep, tuple[Advice, ...]], str]] = {}
"""By tool, the writer of its search space."""

__all__ = ["ACTIONS", "SPACES", "Action", "Advice", "advise"]
