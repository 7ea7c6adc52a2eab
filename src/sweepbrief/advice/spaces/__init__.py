"""The next search space, written for the tools that will search it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.json_text import json_space
from sweepbrief.advice.spaces.python_code import keras_tuner, optuna, ray_tune, scikit_learn
from sweepbrief.advice.spaces.wandb_yaml import wandb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sweepbrief.advice.advice import Advice
    from sweepbrief.sweep import Sweep

SPACES: Mapping[str, Callable[[Sweep, tuple[Advice, ...]], str]] = MappingProxyType(
    {
        "W&B": wandb,
        "Optuna": optuna,
        "KerasTuner": keras_tuner,
        "Ray Tune": ray_tune,
        "scikit-learn": scikit_learn,
        "JSON": json_space,
    }
)
"""By tool, the writer of its search space."""

__all__ = ["SPACES"]
