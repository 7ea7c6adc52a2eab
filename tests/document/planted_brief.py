"""A small brief with every kind of evidence, built from the values alone: nothing here is measured or diagnosed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sweepbrief.advice import Advice
from sweepbrief.diagnosis import (
    Claim,
    Cost,
    Curve,
    Diagnosis,
    EffectSize,
    Extremes,
    Failure,
    Finding,
    LevelMeans,
    Lines,
    Part,
    Shape,
    SingleChange,
    Stretch,
    Verdict,
    wilson,
)
from sweepbrief.document import Brief, Options
from sweepbrief.measures import Estimate, Level, Measurements, PairScore, Scores, Surrogate, encode
from sweepbrief.narrative import Voice
from sweepbrief.sweep import Exclusion, Objective, Parameter, Source, Sweep

HOSTILE = '<script>alert("x")</script>|`*_[a](http://evil.example)\n=cmd|\u202egnol'
NONE = Estimate(None, None, None, "category")


def plant(
    runs: int = 120, *, hostile: bool = False, signal: str = "strong", language: str = "en", options: Options | None = None
) -> Brief:
    """Plant a sweep in which learning_rate is best in the middle and batch_size acts only through it."""
    names = _names(hostile=hostile)
    sweep = _sweep(runs, names, hostile=hostile)
    measured = _measurements(sweep, names)
    needed = None if signal == "strong" else 400
    diagnosis = Diagnosis(signal, "random", "source", needed, _verdicts(sweep, names), **_outcomes(sweep, names))
    told = options or Options(seed=0, command="sweepbrief report runs.csv", version="0.1.0")
    return Brief(sweep, measured, diagnosis, _advice(names), Voice(language, 3), told)


def _names(*, hostile: bool) -> dict[str, str]:
    plain = ("learning_rate", "batch_size", "optimizer", "dropout", "warmup", "clip")
    names = {name: name for name in plain}
    return {**names, "batch_size": HOSTILE, "dropout": "x" * 200, "clip": "\u0645\u0639\u062f\u0644"} if hostile else names


def _sweep(runs: int, names: dict[str, str], *, hostile: bool) -> Sweep:
    rng = np.random.default_rng(7)
    index = pd.Index([f"run {number}" if not hostile else f"{HOSTILE} {number}" for number in range(runs)])
    rate, batch = 10 ** rng.uniform(-5, -1, runs), rng.choice([16.0, 32, 64, 128, 256], runs)
    level = rng.choice(["adam", "sgd", "rmsprop" if not hostile else HOSTILE], runs)
    frame = {"learning_rate": rate, "batch_size": batch, "optimizer": level.astype(object)}
    frame |= {name: rng.uniform(0, 1, runs) for name in ("dropout", "warmup", "clip")}
    loss = (
        0.3
        + 0.1 * (np.log10(rate) + 3) ** 2
        + 0.02 * np.log2(batch) * (rate > 0.01)
        + 0.05 * frame["warmup"]
        + rng.normal(0, 0.01, runs)
    )
    lost = (batch == 256) & (rng.uniform(size=runs) < 0.5)
    metric = "val_loss" if not hostile else f"loss {HOSTILE}"
    kinds = {"learning_rate": ("float", "log", 1e-5, 0.1), "batch_size": ("int", "log", 16.0, 256.0)}
    parameters = [
        Parameter(names[name], *kinds.get(name, ("float", "linear", 0.0, 1.0)), range_known=True)
        if name != "optimizer"
        else Parameter("optimizer", "categorical", choices=tuple(sorted(set(level))))
        for name in frame
    ]
    return Sweep(
        name="planted" if not hostile else HOSTILE,
        source=Source("table", "runs.csv", "0" * 64),
        settings=pd.DataFrame({names[name]: values for name, values in frame.items()}, index=index),
        metrics=pd.DataFrame({metric: np.where(lost, np.nan, loss)}, index=index),
        statuses=pd.Series(np.where(lost, "failed", "complete").astype(object), index=index),
        parameters=tuple(parameters),
        objectives=(Objective(metric, "minimize", "name"),),
        used=pd.Series(~lost, index=index),
        order=pd.Series(np.arange(float(runs)), index=index),
        seconds=pd.Series(10 + 90 * frame["clip"], index=index),
        replicates=pd.DataFrame(index=index),
        sampler="random",
        excluded=(Exclusion("parameter", names["clip"] + "_2", "empty"),),
    )


def _measurements(sweep: Sweep, names: dict[str, str]) -> Measurements:
    shares = dict(zip(names, (0.52, 0.2, 0.12, 0.02, 0.13, 0.01), strict=True))
    rs = {"learning_rate": 0.12, "batch_size": 0.05, "optimizer": None, "dropout": 0.02, "warmup": 0.61, "clip": -0.04}
    around = {names[name]: Estimate(share, max(share - 0.05, 0.0), share + 0.05) for name, share in shares.items()}
    pearson = {names[name]: NONE if r is None else Estimate(r, r - 0.15, r + 0.15) for name, r in rs.items()}
    eta = {names[name]: Estimate(0.2, 0.1, 0.3) if name == "optimizer" else Estimate(None, why_not="numeric") for name in names}
    made = {
        "importance": around,
        "permutation": around,
        "shap": around,
        "pearson": pearson,
        "spearman": pearson,
        "pearson_log": pearson,
        "eta_squared": eta,
    }
    design = encode(sweep)
    choices = next(parameter.choices for parameter in sweep.parameters if parameter.name == "optimizer")
    return Measurements(
        design=design,
        surrogate=Surrogate(100, Estimate(0.81, 0.74, 0.86), np.full(design.n, np.nan)),
        scores={measure: Scores(measure, values) for measure, values in made.items()},
        null_importance=Estimate(0.04, None, 0.06),
        levels={"optimizer": tuple(Level(choice, 40, Estimate(0.4, 0.35, 0.45)) for choice in choices or ())},
        pairs=(
            PairScore((names["learning_rate"], names["batch_size"]), 0.31, 0.02),
            PairScore((names["learning_rate"], "optimizer"), 0.04, 0.003),
            PairScore((names["batch_size"], "optimizer"), 0.01, 0.001),
        ),
        interaction_share=dict.fromkeys(names.values(), 0.1),
        shap_rows=design.n,
        shap_error="",
        noise=Estimate(None, why_not="no_replicates"),
        metric_digits=3,
    )


def _curve(low: float, high: float, *, bent: bool = True, **named: object) -> Curve:
    x = np.geomspace(low, high, 40)
    mean = 0.3 + (0.1 * (np.log10(x) + 3) ** 2 if bent else 0.05 * x)
    return Curve(x, mean, mean - 0.02, mean + 0.02, **named)


def _verdicts(sweep: Sweep, names: dict[str, str]) -> dict[str, Verdict]:
    rate, batch, rest = names["learning_rate"], names["batch_size"], (names["dropout"], names["clip"])
    main = _curve(1e-5, 0.1)
    peak = {
        "r": 0.12,
        "best_low": 3e-4,
        "best_high": 3e-3,
        "best_mean": 0.31,
        "optimum_low": 2e-4,
        "optimum_high": 3e-2,
        "worst_value": 1e-5,
        "worst_mean": 0.9,
        "low_value": 1e-5,
        "low_mean": 0.7,
        "high_value": 0.1,
        "high_mean": 0.7,
    }
    peak |= {"peak": "inside", "line_share": 0.1, "curve_share": 0.8}
    joint = {
        "r": 0.05,
        "joint_share": 0.6,
        "pair_share": 0.31,
        "reverses": True,
        "low_label": (1e-5, 1e-3),
        "low_change": 0.0,
        "high_label": (1e-2, 0.1),
    }
    joint |= {"high_change": 0.08, "low_value": 16, "high_value": 256}
    level = {
        "eta_squared": 0.2,
        "best_level": "adam",
        "best_mean": 0.35,
        "worst_level": "sgd",
        "worst_mean": 0.45,
        "levels": 3,
        "single": "",
    }
    line = {
        "r": 0.61,
        "r_low": 0.5,
        "r_high": 0.7,
        "rises": True,
        "low_value": 0.1,
        "high_value": 0.9,
        "change": 0.04,
        "line_share": 0.98,
        "even": True,
        "most_above": None,
    }
    first = tuple(str(run) for run in sweep.outcome.index[:2])
    stray = {"runs": list(first), "r": 0.12, "r_without": 0.4, "created": False, "share": 0.02}
    none = {"r": 0.02, "importance": 0.02, "null_importance": 0.06, "most": 0.01, "eta_squared": None}
    bands = Lines(rate, (_curve(16, 256, bent=False, span=(1e-5, 1e-3)), _curve(16, 256, bent=False, span=(1e-2, 0.1))))
    levels = next(parameter.choices for parameter in sweep.parameters if parameter.name == "optimizer") or ()
    means = LevelMeans(levels, np.array([0.35, 0.4, 0.45]), np.array([0.33, 0.38, 0.43]), np.array([0.37, 0.42, 0.47]))
    two = Extremes(first, np.linspace(0, 1, 20), np.linspace(0.3, 0.4, 20), np.linspace(0.3, 0.5, 20))
    shape = Shape(main, np.linspace(0.35, 0.45, 40), (3e-4, 3e-3))
    claim = Claim(f"non_monotone-{rate}", "monotone_share", 55.2, 10.8, 1e-9)
    found = {
        rate: (Finding("non_monotone", rate, 0.98, (), peak, (claim,), shape),),
        batch: (
            Finding(
                "interaction", batch, 0.96, (rate,), joint, (Claim(f"interaction-{batch}", "pair_f", 31.0, 8.0, 1e-6),), bands
            ),
        ),
        "optimizer": (Finding("categorical_effect", "optimizer", 0.9, (), level, (), means),),
        names["warmup"]: (
            Finding("agreement", names["warmup"], 0.9, (), line),
            Finding("outliers", names["warmup"], 0.7, (), stray, (), two),
        ),
        **{name: (Finding("irrelevant", name, 0.9, (), none),) for name in rest},
    }
    return {one.name: Verdict(one.name, found[one.name][0].cause != "irrelevant", found[one.name]) for one in sweep.parameters}


def _outcomes(sweep: Sweep, names: dict[str, str]) -> dict[str, Any]:
    """Plant effect sizes, a single change, what lost runs share, and what run time buys."""
    low, high = Stretch((1e-5, 1e-4), None, 24, 0.7), Stretch((3e-4, 3e-3), None, 24, 0.31)
    best = sweep.outcome.index[0]
    levels = next(parameter.choices for parameter in sweep.parameters if parameter.name == "optimizer") or ()
    means = LevelMeans(levels, np.array([0.35, 0.4, 0.45]), np.array([0.33, 0.38, 0.43]), np.array([0.37, 0.42, 0.47]))
    rate = EffectSize(Estimate(0.39, 0.36, 0.43), high, low, _curve(1e-5, 0.1), (False,) * 39 + (True,), (), acts=True)
    solver = EffectSize(
        Estimate(0.1, 0.05, 0.15), Stretch(None, levels[0], 40, 0.35), Stretch(None, levels[2], 38, 0.45), means, acts=True
    )
    idle = EffectSize(Estimate(0.0, 0.0, 0.02), Stretch((0.0, 0.2), None, 24, 0.4), Stretch((0.2, 0.4), None, 24, 0.41))
    parts = (Part((16.0, 128.0), None, 0, 100, wilson(0, 100)), Part((256.0, 256.0), None, 10, 20, wilson(10, 20)))
    quick, slow = Stretch((0.0, 0.2), None, 24, 18.0), Stretch((0.8, 1.0), None, 24, 90.0)
    return {
        "effects": {names["learning_rate"]: rate, "optimizer": solver, names["dropout"]: idle},
        "change": SingleChange(str(best), names["warmup"], 0.5, 0.1, Estimate(0.02, 0.01, 0.03), sure=True, tried=40),
        "failures": (Failure("failed", names["batch_size"], parts, 1e-6),),
        "costs": (
            Cost(names["clip"], quick, slow, Estimate(5.0, 4.5, 5.6), Estimate(0.0, -0.01, 0.01), free=True, wasted=0.4),
        ),
    }


def _advice(names: dict[str, str]) -> tuple[Advice, ...]:
    rate = names["learning_rate"]
    narrow = Advice(
        "narrow",
        rate,
        (1e-5, 0.1),
        (3e-4, 3e-3),
        "non_monotone",
        Estimate(0.1, 0.08, 0.12),
        {"mean": 0.31, "log": True, "weak": False},
    )
    return narrow, Advice(
        "fix",
        "optimizer",
        None,
        "adam",
        "categorical_effect",
        Estimate(None, why_not="unknown"),
        {"inert": False, "why": "best", "mean": 0.35, "most": None, "weak": False},
    )
