"""The next search space, written for the tools that will search it."""

from sweepbrief.advice.spaces import (
    json_text,
    keras_tuner_code,
    optuna_code,
    ray_code,
    scikit_learn_code,
    wandb_yaml,
)
from sweepbrief.advice.spaces.dimension import Dimension
from sweepbrief.advice.spaces.wording import LOSSES, Wording

SPACES = (wandb_yaml, optuna_code, keras_tuner_code, ray_code, scikit_learn_code, json_text)
"""The writers, each a module with ``NAME`` (as ``sweepbrief next --as`` takes it), ``TITLE`` and ``write``."""

__all__ = ["LOSSES", "SPACES", "Dimension", "Wording"]
