"""Names, kinds and ranges of parameters as users of several tools write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from benchmarks.truth.knob import Knob

if TYPE_CHECKING:
    import numpy as np

_LOG = (
    ("learning_rate", 1e-5, 1e-1),
    ("weight_decay", 1e-6, 1e-1),
    ("gamma", 1e-4, 10.0),
    ("C", 1e-3, 1e3),
    ("alpha", 1e-3, 1e2),
    ("reg_lambda", 1e-8, 10.0),
    ("eps", 1e-9, 1e-5),
    ("tau", 1e-3, 1.0),
    ("lr_head", 1e-4, 1.0),
    ("entropy_coef", 1e-5, 1e-1),
    ("noise_scale", 0.01, 1.0),
)
_LINEAR = (
    ("dropout", 0.0, 0.6),
    ("momentum", 0.5, 0.99),
    ("label_smoothing", 0.0, 0.3),
    ("subsample", 0.4, 1.0),
    ("colsample_bytree", 0.3, 1.0),
    ("warmup_fraction", 0.0, 0.2),
    ("beta_2", 0.9, 0.999),
    ("clip_norm", 0.1, 5.0),
    ("mixup", 0.0, 1.0),
    ("threshold", -1.0, 1.0),
    ("temperature_c", 15.0, 45.0),
    ("mosaic", 0.0, 1.0),
    ("box_loss", 1.0, 20.0),
    ("gae_lambda", 0.8, 1.0),
    ("timeout_ms", 200.0, 9000.0),
)
_INT = (
    ("max_depth", 2, 16),
    ("epochs", 5, 60),
    ("num_layers", 1, 8),
    ("min_child_weight", 1, 20),
    ("patience", 3, 30),
    ("num_heads", 1, 12),
    ("n_neighbors", 1, 50),
    ("degree", 1, 6),
)
_LOG_INT = (("n_estimators", 50, 1000), ("hidden_size", 16, 1024), ("num_leaves", 4, 512), ("buffer_size", 1000, 500000))
_LIST = (
    ("batch_size", (16, 32, 64, 128, 256)),
    ("units", (32, 64, 128, 256, 512)),
    ("kernel_size", (3, 5, 7)),
    ("image_size", (96, 128, 160, 192, 224)),
    ("n_steps", (64, 128, 256, 512, 1024, 2048)),
    ("lookback", (5, 10, 20, 30)),
    ("grad_accum", (1, 2, 4)),
    ("rank", (2, 4, 8, 16, 32)),
)
_CATEGORY = (
    ("optimizer", ("adam", "sgd", "rmsprop")),
    ("activation", ("relu", "gelu", "tanh", "swish")),
    ("kernel", ("linear", "rbf", "poly")),
    ("scheduler", ("cosine", "step", "plateau", "none", "one_cycle")),
    ("norm", ("batch", "layer", "group")),
    ("booster", ("gbtree", "dart")),
    ("init", ("xavier", "kaiming", "orthogonal", "normal")),
    ("loss_fn", ("mse", "huber", "log_cosh", "mae", "quantile")),
    ("backbone", ("resnet18", "resnet50", "vit_s", "convnext", "efficientnet_b0", "mobilenet")),
    ("split_rule", ("gini", "entropy")),
    ("tokenizer", ("bpe", "unigram", "char")),
)
_BOOL = ("use_bias", "amsgrad", "nesterov", "augment", "bootstrap", "ema", "freeze_encoder", "residual")
_NUISANCE = (
    ("seed", 0, 10**6),
    ("data_shard", 0, 4000),
    ("shuffle_buffer", 10, 9999),
    ("worker_port", 1024, 65535),
    ("salt", 0, 10**9),
)
_HOSTS = tuple(f"node-{number:02d}" for number in range(24))

_STYLES = ("{}", "{}", "params_{}", "config.{}", "config/{}", "model__{}", "hp.{}", "train.{}", "{}", "Args/{}")
METRICS: tuple[tuple[str, Literal["minimize", "maximize"], float, float], ...] = (
    ("val_loss", "minimize", 0.4, 0.12),
    ("rmse", "minimize", 3.2, 0.8),
    ("val/accuracy", "maximize", 0.81, 0.05),
    ("mAP50", "maximize", 0.44, 0.07),
    ("episode_reward", "maximize", 180.0, 60.0),
    ("score", "maximize", 0.0, 1.0),
    ("value", "minimize", 1200.0, 300.0),
    ("perplexity", "minimize", 24.0, 3.0),
    ("mean_test_score", "maximize", -0.6, 0.02),
    ("objective", "minimize", 1e-3, 2e-4),
)


def _numeric_pool() -> list[Knob]:
    pool = [Knob(name, "float", "log", low, high) for name, low, high in _LOG]
    pool += [Knob(name, "float", "linear", low, high) for name, low, high in _LINEAR]
    pool += [Knob(name, "int", "linear", low, high) for name, low, high in _INT]
    pool += [Knob(name, "int", "log", low, high) for name, low, high in _LOG_INT]
    return pool + [Knob(name, "int", "log", values[0], values[-1], values) for name, values in _LIST]


def _coded_pool() -> list[Knob]:
    pool = [Knob(name, "categorical", "linear", 0, len(levels) - 1, levels) for name, levels in _CATEGORY]
    return pool + [Knob(name, "bool", "linear", 0, 1, (False, True)) for name in _BOOL]


def _nuisance_pool() -> list[Knob]:
    pool = [Knob(name, "int", "linear", low, high) for name, low, high in _NUISANCE]
    return [*pool, Knob("hostname", "categorical", "linear", 0, len(_HOSTS) - 1, _HOSTS)]


def _pick(rng: np.random.Generator, pool: list[Knob], count: int) -> list[Knob]:
    return [pool[i] for i in rng.permutation(len(pool))[:count]]


def _jitter(rng: np.random.Generator, knob: Knob) -> Knob:
    """Give a continuous knob a range of its own."""
    if knob.levels or knob.kind == "int":
        return knob
    if knob.scale == "log":
        factor = float(10 ** rng.uniform(-1, 1))
        return Knob(knob.name, knob.kind, "log", knob.low * factor, knob.high * factor * float(10 ** rng.uniform(-1, 0)))
    return Knob(knob.name, knob.kind, "linear", knob.low, knob.low + (knob.high - knob.low) * float(rng.uniform(0.4, 1.6)))


def christen(rng: np.random.Generator, count: int, *, nuisances: int, coded_share: float) -> tuple[list[Knob], list[int]]:
    """Draw a space: its knobs in random order, and which of them are nuisances that never act."""
    coded = min(round((count - nuisances) * coded_share), len(_CATEGORY) + len(_BOOL))
    chosen = _pick(rng, _nuisance_pool(), nuisances) + _pick(rng, _coded_pool(), coded)
    chosen += [_jitter(rng, knob) for knob in _pick(rng, _numeric_pool(), count - len(chosen))]
    style = _STYLES[int(rng.integers(len(_STYLES)))]
    order = rng.permutation(len(chosen))
    knobs = [_renamed(chosen[i], style) for i in order]
    return knobs, [place for place, i in enumerate(order) if i < nuisances]


def _renamed(knob: Knob, style: str) -> Knob:
    return Knob(style.format(knob.name), knob.kind, knob.scale, knob.low, knob.high, knob.levels)
