"""Spaces of the second generator: laboratory, simulation and training settings with ranges drawn afresh."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.knob import Knob

if TYPE_CHECKING:
    from collections.abc import Sequence

_REAL = (
    "oven_temperature", "pressure_bar", "flow", "ph", "humidity", "angle", "mass_kg", "stirring", "delay", "gain", "bias",
    "drop_path", "ema_decay", "cutmix", "quantile_q", "jitter", "aspect", "sparsity", "margin", "top_p",
)  # fmt: skip
_SCALE = (
    "lr", "lr_decoder", "l1", "l2", "wd", "sigma", "kl_weight", "dose_mg", "viscosity", "step_length", "bandwidth",
    "regularisation", "temperature", "cost", "noise_var", "gamma2", "min_delta", "init_std",
)  # fmt: skip
_WHOLE = (
    ("layers", 1, 12), ("trees", 20, 900), ("depth", 1, 30), ("cycles", 1, 200), ("repeats", 1, 9), ("window", 3, 99),
    ("beam", 1, 16), ("hidden", 8, 2048), ("filters", 4, 256), ("horizon", 1, 48), ("bins", 8, 255), ("ngram_max", 1, 5),
)  # fmt: skip
_LISTS = (
    ("bs", (8, 16, 32, 64, 128, 256, 512)), ("crop", (64, 96, 128, 192, 256, 384)), ("heads", (2, 4, 8, 16)),
    ("dilation", (1, 2, 4, 8)), ("folds", (3, 5, 10)), ("seq_len", (128, 256, 512, 1024)), ("stage", (1, 2, 3, 4, 5)),
    ("lora_rank", (4, 8, 16, 32, 64, 128)), ("ratio", (0.1, 0.2, 0.3, 0.5, 0.8)), ("workers", (0, 2, 4, 8)),
)  # fmt: skip
_CHOICES = (
    ("solver", ("lbfgs", "saga", "newton-cg")), ("catalyst", ("Pd", "Pt", "Ni", "Cu")), ("solvent", ("water", "DMSO", "EtOH")),
    ("criterion", ("squared_error", "poisson", "friedman_mse", "absolute_error")), ("pooling", ("max", "avg", "attn")),
    ("agent", ("ppo", "sac", "td3", "a2c", "dqn")), ("imputer", ("mean", "median", "knn")), ("site", ("A", "B")),
    ("encoder", ("onehot", "target", "hash", "ordinal", "none", "count", "james_stein")), ("decay", ("exp", "cos", "poly")),
    ("precision", ("fp32", "bf16")), ("mixer", ("mlp", "conv", "attention", "ssm")), ("aug_policy", ("auto", "rand", "none")),
)  # fmt: skip
_SWITCHES = ("shuffle", "compile", "normalise", "early_stop", "tie_weights", "gradient_clip", "use_gpu", "warm_start", "debias")
_IDS = (("job_id", 10**5, 10**7), ("random_state", 0, 2**31 - 1), ("batch_number", 1, 700), ("sample_no", 100, 9999))
_STYLES = ("{}", "{}", "{}", "x_{}", "param.{}", "cfg:{}", "trial/{}", "settings[{}]")


def _real(rng: np.random.Generator, name: str) -> Knob:
    low = float(rng.choice((0.0, 0.0, -1.0, 1.0, 10.0, 250.0))) * float(rng.uniform(0.5, 2))
    return Knob(name, "float", "linear", low, low + float(10 ** rng.uniform(-1.5, 2.5)))


def _scaled(rng: np.random.Generator, name: str) -> Knob:
    low = float(10 ** rng.uniform(-8, 1))
    return Knob(name, "float", "log", low, low * float(10 ** rng.uniform(1, 5)))


def _whole(rng: np.random.Generator, name: str, low: int, high: int) -> Knob:
    scale = "log" if high > 20 * low and rng.random() < 0.6 else "linear"
    return Knob(name, "int", "log" if scale == "log" else "linear", low, high)


def _listed(rng: np.random.Generator, name: str, values: Sequence[float]) -> Knob:
    kept = tuple(values[: int(rng.integers(3, len(values) + 1))])
    whole = all(float(v).is_integer() for v in kept)
    log = kept[0] > 0 and kept[-1] > 8 * kept[0]
    return Knob(name, "int" if whole else "float", "log" if log else "linear", kept[0], kept[-1], kept)


def _numeric(rng: np.random.Generator) -> list[Knob]:
    pool = [_real(rng, name) for name in _REAL] + [_scaled(rng, name) for name in _SCALE]
    pool += [_whole(rng, *entry) for entry in _WHOLE] + [_listed(rng, *entry) for entry in _LISTS]
    return pool


def _coded() -> list[Knob]:
    pool = [Knob(name, "categorical", "linear", 0, len(levels) - 1, levels) for name, levels in _CHOICES]
    return pool + [Knob(name, "bool", "linear", 0, 1, (False, True)) for name in _SWITCHES]


def _ids(rng: np.random.Generator) -> list[Knob]:
    pool = [Knob(name, "int", "linear", low, high) for name, low, high in _IDS]
    count = int(rng.integers(12, 40))
    hosts = tuple(f"gpu{number:03d}.cluster" for number in range(count))
    return [*pool, Knob("node", "categorical", "linear", 0, count - 1, hosts)]


def draw_space(rng: np.random.Generator, count: int, *, ids: int, coded: float) -> tuple[list[Knob], set[int]]:
    """Draw a space: knobs in random order, and which of them are identifiers that never act."""
    pools = _ids(rng), _coded(), _numeric(rng)
    some = round((count - ids) * coded)
    chosen = [pools[0][i] for i in rng.permutation(len(pools[0]))[:ids]]
    chosen += [pools[1][i] for i in rng.permutation(len(pools[1]))[:some]]
    chosen += [pools[2][i] for i in rng.permutation(len(pools[2]))[: count - len(chosen)]]
    style, order = str(rng.choice(_STYLES)), rng.permutation(len(chosen))
    knobs = [replace(chosen[i], name=style.format(chosen[i].name)) for i in order]
    return knobs, {place for place, i in enumerate(order) if i < ids}


def listed(rng: np.random.Generator, knob: Knob) -> Knob:
    """Give a knob a short list of values, as a grid needs."""
    if knob.levels:
        return knob
    values = sorted({float(v) for v in knob.place(np.linspace(0.02, 0.98, int(rng.integers(3, 7))))})
    return replace(knob, levels=tuple(int(v) for v in values) if knob.kind == "int" else tuple(values))
