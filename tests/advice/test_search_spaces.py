"""The next search space says in every tool's words what the advice says, under the source's own names."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sweepbrief.advice import SPACES, Advice
from sweepbrief.advice.spaces.dimension import dimensions
from sweepbrief.advice.spaces.wandb_yaml import quoted
from sweepbrief.advice.spaces.wording import LOSSES, one_line
from sweepbrief.measures import Estimate
from sweepbrief.narrative import LANGUAGES, Voice
from sweepbrief.sources import choose, read
from sweepbrief.sweep import Condition, Parameter, Source, Sweep

if TYPE_CHECKING:
    from types import ModuleType

UNKNOWN = Estimate(None, why_not="unknown")
FIRM = {"weak": False}
HOSTILE = "model.lr'\" # x: {\n\u2028import os\x07"
ADVICE = (
    Advice(
        "narrow", HOSTILE, (1e-5, 1.0), (8.3137e-4, 0.03714), "non_monotone", UNKNOWN, {"mean": 0.2, "log": True, "weak": False}
    ),
    Advice(
        "drop_level",
        "solver",
        "sgd",
        ("adam", "lion"),
        "categorical_effect",
        UNKNOWN,
        {"mean": 0.4, "rest": 0.2, "weak": False},
    ),
    Advice(
        "fix",
        "depth",
        None,
        2,
        "irrelevant",
        UNKNOWN,
        {"inert": True, "why": "common", "mean": None, "most": 0.01} | FIRM,
    ),
    Advice("repeat", None, None, 3, "noise", UNKNOWN, {"runs": ["1"], "spread": 0.1, "noise": 0.2}),
)
CODE = {"optuna", "keras-tuner", "ray", "sklearn"}


def writer(name: str) -> ModuleType:
    """Give a tool's writer."""
    return next(space for space in SPACES if name == space.NAME)


@pytest.fixture(scope="module")
def sweep() -> Sweep:
    """Give a sweep of a rate, a category, a depth and a flag."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            HOSTILE: 10 ** rng.uniform(-5, 0, 60),
            "solver": rng.choice(["adam", "lion", "sgd"], 60),
            "depth": rng.choice([1, 2, 3], 60),
            "flag": rng.choice([True, False], 60),
            "size": rng.integers(10, 500, 60),
            "loss": rng.normal(size=60),
        }
    )
    found = choose(read(frame), metric="loss", direction="minimize", parameters=None, ignore=None, study=None, order=None)
    name = found.parameters[0].name
    return replace(
        found,
        settings=found.settings.rename(columns={name: HOSTILE}),
        parameters=(replace(found.parameters[0], name=HOSTILE), *found.parameters[1:]),
    )


def conditional() -> Sweep:
    """Give a sweep with a kernel that switches a gamma on, a stepped width, and a flag that may be not set."""
    rng = np.random.default_rng(1)
    kernel = rng.choice(["linear", "poly", "rbf"], 40)
    parameters = (
        Parameter("gamma", "float", "log", 1e-4, 10.0, active_when=Condition("kernel", ("poly", "rbf")), range_known=True),
        Parameter("kernel", "categorical", choices=("linear", "poly", "rbf"), range_known=True),
        Parameter("width", "int", "linear", 32, 512, range_known=True, step=32),
        Parameter("schedule", "categorical", choices=("cosine", None), range_known=True),
        Parameter("momentum", "float", "linear", 0.0, 0.9, range_known=True, step=0.1),
        Parameter("batch", "int", "log", 8, 1024, range_known=True),
    )
    settings = pd.DataFrame(
        {
            "gamma": np.where(kernel == "linear", np.nan, 10 ** rng.uniform(-4, 1, 40)),
            "kernel": kernel.astype(object),
            "width": rng.choice(np.arange(32, 513, 32), 40).astype(float),
            "schedule": pd.Series([("cosine", None)[place % 2] for place in range(40)], dtype=object),
            "momentum": np.round(rng.integers(0, 10, 40) * 0.1, 1),
            "batch": np.round(2.0 ** rng.uniform(3, 10, 40)),
        },
        index=[f"run {place}" for place in range(40)],
    )
    from sweepbrief.sweep import Objective  # noqa: PLC0415 - only here

    used = pd.Series(data=True, index=settings.index)
    return Sweep(
        name="conditional",
        source=Source("table", "-", "0"),
        settings=settings,
        metrics=pd.DataFrame({"loss": rng.normal(size=40)}, index=settings.index),
        statuses=pd.Series("complete", index=settings.index),
        parameters=parameters,
        objectives=(Objective("loss", "minimize"),),
        used=used,
        order=None,
        seconds=None,
        replicates=pd.DataFrame(index=settings.index),
        sampler="random",
    )


def test_advice_is_applied(sweep: Sweep) -> None:
    """Ranges are narrowed outward-rounded, levels dropped, values fixed, the rest is left as it was."""
    found = {dimension.name: dimension for dimension in dimensions(sweep, ADVICE)}
    rate = found[HOSTILE]
    assert (rate.low, rate.high, rate.log) == (8.31e-4, 0.0372, True)
    assert found["solver"].choices == ("adam", "lion")
    assert found["depth"].choices == (2,)
    assert set(found["flag"].choices) == {True, False}
    assert found["size"].low is not None
    assert not found["flag"].advice
    assert [one.action for one in rate.advice] == ["narrow"]


@pytest.mark.parametrize("space", SPACES, ids=lambda space: str(space.NAME))
def test_every_tool_keeps_the_names(sweep: Sweep, space: ModuleType) -> None:
    """Every parameter is there under its own name; the dropped level is not."""
    written = space.write(sweep, ADVICE)
    for name in ("solver", "depth", "flag", "size"):
        assert name in written
    assert "sgd" not in written


@pytest.mark.parametrize("space", SPACES, ids=lambda space: str(space.NAME))
def test_no_name_breaks_out_of_its_line(sweep: Sweep, space: ModuleType) -> None:
    """A name with quotes, comment signs and line breaks is written on one line, and never runs."""
    written = space.write(sweep, ADVICE)
    assert not any(line.lstrip().startswith("import os") for line in written.splitlines())
    assert "\x07" not in written
    assert "\u2028" not in written or space.NAME == "json"


def test_json_reads_back(sweep: Sweep) -> None:
    """The JSON holds ranges and choices by name."""
    space = json.loads(writer("json").write(sweep, ADVICE))
    assert space["depth"]["choices"] == [2]
    assert space[HOSTILE] == {
        "kind": "float",
        "because": ["narrow: non_monotone"],
        "low": 8.31e-4,
        "high": 0.0372,
        "scale": "log",
        "step": None,
    }


def test_yaml_reads_back(sweep: Sweep) -> None:
    """The YAML is read as numbers, also where they are powers of ten."""
    yaml = pytest.importorskip("yaml")
    plain = tuple(replace(one, name="lr") if one.name == HOSTILE else one for one in sweep.parameters)
    renamed = replace(sweep, settings=sweep.settings.rename(columns={HOSTILE: "lr"}), parameters=plain)
    whole = replace(ADVICE[0], parameter="lr", after=(1e-4, 1e-2))
    space = yaml.safe_load(writer("wandb").write(renamed, (whole, *ADVICE[1:])))
    assert space["metric"] == {"name": "loss", "goal": "minimize"}
    assert space["parameters"]["lr"] == {"distribution": "log_uniform_values", "min": 1e-4, "max": 1e-2}
    assert space["parameters"]["depth"] == {"value": 2}
    assert space["parameters"]["solver"] == {"values": ["adam", "lion"]}


def test_a_name_that_wandb_refuses_is_left_out_and_said(sweep: Sweep) -> None:
    """One name that the schema refuses would make the whole configuration invalid."""
    written = writer("wandb").write(sweep, ADVICE)
    assert "# name" in written
    assert "model.lr" not in written


@pytest.mark.parametrize("text", ["plain", "\U0001f680", "a\x00b\x85\u2028", 'q"\\', "\ud83d", "true", "1e-3", ""])
def test_quoted_texts_read_back(text: str) -> None:
    """Any text survives YAML; half of a pair of code units, which no file can hold, is replaced."""
    yaml = pytest.importorskip("yaml")
    assert yaml.safe_load(quoted(text)) == text.replace("\ud83d", "\ufffd")


@pytest.mark.parametrize("tool", sorted(CODE))
def test_python_is_python(sweep: Sweep, tool: str) -> None:
    """The code parses, and its keys are the parameters' names."""
    tree = ast.parse(writer(tool).write(sweep, ADVICE))
    keys = [ast.literal_eval(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys if key]
    keys += [
        ast.literal_eval(node.slice)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    ]
    assert set(keys) >= {one.name for one in sweep.parameters}


def test_a_condition_stays_a_condition_or_is_a_stated_loss() -> None:
    """Optuna, KerasTuner, Ray and scikit-learn draw gamma only where the kernel reads it; W&B says that it cannot."""
    sweep = conditional()
    written = {space.NAME: space.write(sweep, ()) for space in SPACES}
    assert "if settings.get('kernel') in ['poly', 'rbf']" in written["optuna"]
    assert "hp.conditional_scope('kernel', ['poly', 'rbf'])" in written["keras-tuner"]
    assert "if config['kernel'] in ['poly', 'rbf'] else None" in written["ray"]
    assert json.loads(written["json"])["gamma"]["active_when"] == {"parent": "kernel", "values": ["poly", "rbf"]}
    assert "# condition: only where 'kernel' is in ['poly', 'rbf']" in written["wandb"]
    spaces: dict[str, object] = {}
    body = written["sklearn"].split("\n", 1)[1]
    exec("loguniform = randint = uniform = lambda *ends: ends\n" + body, spaces)  # noqa: S102 - our own text
    parts = spaces["param_distributions"]
    assert isinstance(parts, list)
    assert [("gamma" in part, part["kernel"]) for part in parts] == [(False, ["linear"]), (True, ["poly", "rbf"])]


def test_what_can_no_longer_act_is_left_out() -> None:
    """With the kernel fixed at linear, gamma is gone from every space, and a comment says so."""
    facts = {"inert": False, "why": "best", "mean": 0.1, "most": None, "weak": False}
    fixed = Advice("fix", "kernel", ("rbf", "poly"), "linear", "categorical_effect", UNKNOWN, facts)
    for space in SPACES:
        written = space.write(conditional(), (fixed,))
        code = "\n".join(line for line in written.splitlines() if not line.lstrip().startswith("#"))
        assert "gamma" not in code, space.NAME
        assert "# gone" in written or space.NAME == "json"
    kept = replace(fixed, after="rbf")
    assert "if settings" not in writer("optuna").write(conditional(), (kept,))


def test_steps_are_kept() -> None:
    """A width in steps of 32 stays on its grid, also where it is narrowed between two of its values."""
    between = Advice(
        "narrow", "width", (32.0, 512.0), (70.0, 300.0), "agreement", UNKNOWN, {"mean": 0.1, "log": False, "weak": False}
    )
    found = {one.name: one for one in dimensions(conditional(), (between,))}
    assert (found["width"].low, found["width"].high, found["width"].step) == (64.0, 320.0, 32)
    assert "'width', 64, 320, step=32" in writer("optuna").write(conditional(), (between,))
    assert "min_value=64, max_value=320, step=32" in writer("keras-tuner").write(conditional(), (between,))
    assert "range(64, 320 + 1, 32)" in writer("sklearn").write(conditional(), (between,))


def test_a_narrowed_range_stays_inside_what_was_searched() -> None:
    """Rounding outward never reaches beyond the searched range: a momentum below one stays below one."""
    sweep = conditional()
    rate = Parameter("momentum", "float", "linear", 0.0, 0.9996, range_known=True)
    sweep = replace(sweep, parameters=tuple(rate if one.name == "momentum" else one for one in sweep.parameters))
    tight = Advice(
        "narrow", "momentum", (0.0, 0.9996), (0.5, 0.9996), "agreement", UNKNOWN, {"mean": 0.1, "log": False, "weak": False}
    )
    sweep.settings["momentum"] = np.linspace(0.0, 0.9996, 40)
    found = next(one for one in dimensions(sweep, (tight,)) if one.name == "momentum")
    assert found.high == 0.9996


def test_dangerous_levels_and_ranges_are_left_out() -> None:
    """A guard narrows the space as long as the cause is not mended."""
    facts = {"kind": "crashed", "span": (512.0, 1024.0), "level": None, "lost": 9, "runs": 10, "low": 0.6, "high": 0.98}
    facts |= {"other_lost": 0, "other_runs": 90}
    guard = Advice("guard", "batch", (8.0, 1024.0), (8.0, 500.0), "failures", UNKNOWN, facts)
    found = next(one for one in dimensions(conditional(), (guard,)) if one.name == "batch")
    assert (found.low, found.high) == (8.0, 500.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_loss_can_be_said(language: str) -> None:
    """What a tool cannot express has its sentence in every language."""
    voice = Voice(language, 3)
    assert all(voice.text(f"space_loss_{loss}", parameter="a", parent="b", values=["c"]) for loss in LOSSES)


def test_a_comment_is_one_line() -> None:
    """Nothing in a sentence can end its comment."""
    assert one_line("a\nb\u2028c\x00d") == "a b c d"
