"""What to do next: ranges, choices, runs still needed."""

from sweepbrief.advice.advice import Action, Advice

__all__ = ["Action", "Advice"]
