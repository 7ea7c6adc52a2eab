"""Planted truth: sweeps whose every effect is known, and how well their explanations match it."""

from benchmarks.truth.labelling import label
from benchmarks.truth.planting import plant
from benchmarks.truth.truths import CAUSES

__all__ = ["CAUSES", "label", "plant"]
