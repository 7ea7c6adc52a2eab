"""Columns that repeat others are recognised, one of them kept; settings that merely moved together stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import sweepbrief

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep


def loaded(frame: pd.DataFrame, **wishes: object) -> Sweep:
    """Load a table with an outcome beside these settings."""
    return sweepbrief.load(
        frame.assign(score=np.linspace(0.1, 0.9, len(frame))), metric="score", direction="maximize", **wishes
    )


def drawn(n: int = 40, seed: int = 0) -> pd.DataFrame:
    """Draw a log-scaled rate, a count and a share."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"lr": 10 ** rng.uniform(-5, -1, n), "units": rng.integers(8, 512, n), "drop": rng.random(n)})


def reasons(frame: pd.DataFrame, **wishes: object) -> dict[str, tuple[str, dict]]:
    """Say why columns are not analysed."""
    return {item.name: (item.reason, dict(item.facts)) for item in loaded(frame, **wishes).excluded if item.what == "parameter"}


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("log10_lr", lambda table: np.log10(table["lr"])),
        ("learning_rate", lambda table: table["lr"]),
        ("lr_inverse", lambda table: 1 / table["lr"]),
        ("lr_ms", lambda table: 1000 * table["lr"]),
    ],
)
def test_a_formula_of_another_parameter_is_its_copy(name: str, make: object) -> None:
    """Of a rate and its logarithm, copy, reciprocal or multiple, one is kept, and the other says whom it repeats."""
    found = reasons(drawn().assign(**{name: make}))
    assert len({"lr", name} & set(found)) == 1
    (left_out,) = {"lr", name} & set(found)
    assert found[left_out] == ("same_as", {"partner": name if left_out == "lr" else "lr"})


def test_of_two_roundings_the_finer_is_kept() -> None:
    """A share in two decimals repeats the share in full; a rate in two digits repeats the rate."""
    table = drawn()
    table["drop_shown"] = table["drop"].round(2)
    table["a_rate"] = [float(f"{value:.1e}") for value in table["lr"]]
    found = reasons(table)
    assert found["drop_shown"] == ("same_as", {"partner": "drop"})
    assert found["a_rate"] == ("same_as", {"partner": "lr"})


def test_totals_of_others_are_made_of_them() -> None:
    """A total of two counts and a product of two counts cannot act by themselves; their parts stay."""
    rng = np.random.default_rng(1)
    table = drawn().assign(micro=rng.choice([4, 8, 16], 40), steps=rng.choice([1, 3, 5, 7], 40))
    found = reasons(table.assign(batch=lambda t: t["micro"] * t["steps"], layers=lambda t: t["units"] + t["micro"]))
    assert found["batch"] == ("made_of", {"first": "micro", "second": "steps"})
    assert found["layers"] == ("made_of", {"first": "micro", "second": "units"})


def test_settings_that_moved_together_are_no_copies() -> None:
    """Near copies, a threshold of another, two switches that agree and a free column all stay parameters."""
    rng = np.random.default_rng(2)
    table = drawn()
    table["near"] = table["drop"] + rng.normal(0, 1e-3, 40)
    table["wide"] = table["units"] > 200
    table["deep"] = table["units"] > 200
    table["monotone"] = np.argsort(np.argsort(table["drop"])) ** 1.5
    assert {"near", "wide", "deep", "monotone", "drop", "units", "lr"} <= {p.name for p in loaded(table).parameters}


def test_a_copy_is_analysed_when_named() -> None:
    """What the caller names as a parameter is one."""
    table = drawn().assign(lr_copy=lambda t: t["lr"])
    assert {p.name for p in loaded(table, parameters=["lr", "lr_copy"]).parameters} == {"lr", "lr_copy"}


def test_the_choice_does_not_depend_on_the_order_of_columns() -> None:
    """Columns in reverse leave out the same ones."""
    table = drawn().assign(log10_lr=lambda t: np.log10(t["lr"]), share=lambda t: t["drop"].round(1))
    assert set(reasons(table)) == set(reasons(table[table.columns[::-1]]))
