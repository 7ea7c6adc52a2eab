"""What to do next: ranges, choices, runs still needed."""

from sweepbrief.advice.advice import Action, Advice
from sweepbrief.advice.advising import ACTIONS, advise
from sweepbrief.advice.spaces import LOSSES, SPACES, Dimension, Wording

__all__ = ["ACTIONS", "LOSSES", "SPACES", "Action", "Advice", "Dimension", "Wording", "advise"]
