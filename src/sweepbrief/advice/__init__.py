"""What to do next: ranges, choices, runs still needed."""

from sweepbrief.advice.advice import Action, Advice
from sweepbrief.advice.advising import ACTIONS, advise
from sweepbrief.advice.spaces import SPACES

__all__ = ["ACTIONS", "SPACES", "Action", "Advice", "advise"]
