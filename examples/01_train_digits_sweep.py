"""Train the example sweep: several hundred small neural networks on scikit-learn's handwritten digits, by random search.

Every row of ``digits_sweep.csv`` is a model that was trained by this script, and every failed run failed: at large
learning rates some networks run away to infinity and scikit-learn refuses to go on. Settings and scores are the same
on every call (on the same processor and libraries to the last digit); the columns of the clock, ``created_at`` and
``duration``, are not.

Usage: ``OMP_NUM_THREADS=1 python examples/01_train_digits_sweep.py [--runs N] [--output FILE]``, about five minutes
on one core.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
SETTINGS, REPEATED, SEEDS, EPOCHS = 360, 40, (0, 1, 2), 12
ACTIVATIONS = ("identity", "logistic", "relu", "tanh")
COLUMNS = (
    "run",
    "created_at",
    "status",
    "learning_rate_init",
    "batch_size",
    "depth",
    "width",
    "alpha",
    "activation",
    "solver",
    "momentum",
    "power_t",
    "seed",
    "val_accuracy",
    "val_loss",
    "duration",
)

Setting = dict[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class Digits:
    """The data of every run: 1,797 handwritten digits of 8 by 8 grey values, split once.

    Attributes
    ----------
    train_x, valid_x : ndarray of shape (n, 64)
        Grey values from 0 to 16, as the data set has them.
    train_y, valid_y : ndarray of shape (n,)
        The digit.
    """

    train_x: NDArray[np.float64]
    valid_x: NDArray[np.float64]
    train_y: NDArray[np.int64]
    valid_y: NDArray[np.int64]


def load() -> Digits:
    """Split the data set that ships with scikit-learn: three quarters to train on, one to validate."""
    x, y = load_digits(return_X_y=True)
    return Digits(*train_test_split(x, y, test_size=0.25, random_state=0, stratify=y))


def draw(rng: np.random.Generator) -> Setting:
    """Draw one setting; ``momentum`` exists for stochastic gradient descent alone.

    ``power_t`` is drawn because sweeps often carry such a passenger: scikit-learn reads it only when the learning rate
    decays, and here it is constant. A report that finds an effect of it is wrong.
    """
    solver = str(rng.choice(["adam", "sgd"]))
    momentum = round(float(rng.uniform(0, 0.99)), 3)
    return {
        "learning_rate_init": float(f"{10 ** rng.uniform(-5, 0):.3g}"),
        "batch_size": int(2 ** rng.integers(3, 9)),
        "depth": int(rng.integers(1, 4)),
        "width": round(2 ** rng.uniform(3, 7)),
        "alpha": float(f"{10 ** rng.uniform(-6, 1.5):.3g}"),
        "activation": str(rng.choice(ACTIVATIONS)),
        "solver": solver,
        "momentum": momentum if solver == "sgd" else None,
        "power_t": round(float(rng.uniform(0.1, 0.9)), 3),
    }


def plan(count: int) -> Iterator[tuple[Setting, int]]:
    """List every run in the order it is made: all settings with the first seed, then some again with the others."""
    rng = np.random.default_rng(20)
    settings = [draw(rng) for _ in range(SETTINGS)]
    again = sorted(rng.choice(SETTINGS, REPEATED, replace=False).tolist())
    runs = [(setting, SEEDS[0]) for setting in settings]
    runs += [(settings[which], seed) for seed in SEEDS[1:] for which in again]
    yield from runs[:count]


def fit(setting: Setting, seed: int, digits: Digits) -> MLPClassifier:
    """Train one network for a fixed number of epochs; the seed decides its first weights and the order of the batches."""
    own = {name: value for name, value in setting.items() if name not in {"depth", "width"} and value is not None}
    layers = (setting["width"],) * int(str(setting["depth"]))
    network = MLPClassifier(hidden_layer_sizes=layers, max_iter=EPOCHS, random_state=seed, **own)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fixed budget of epochs ends before convergence, and overflow ends in an error
        return network.fit(digits.train_x, digits.train_y)


def judge(setting: Setting, seed: int, digits: Digits) -> dict[str, object]:
    """Train one network and score it on the digits it has not seen; a run that fails has no score."""
    try:
        network = fit(setting, seed, digits)
    except ValueError as problem:  # "Solver produced non-finite parameter weights"
        print(problem, file=sys.stderr)
        return {"status": "failed"}
    accuracy = network.score(digits.valid_x, digits.valid_y)
    loss = log_loss(digits.valid_y, network.predict_proba(digits.valid_x), labels=network.classes_)
    return {"status": "complete", "val_accuracy": f"{accuracy:.5f}", "val_loss": f"{loss:.5f}"}


def sweep(count: int) -> Iterator[dict[str, object]]:
    """Make the runs one after the other."""
    digits = load()
    for number, (setting, seed) in enumerate(plan(count), start=1):
        created, started = datetime.now(UTC), time.perf_counter()
        outcome = judge(setting, seed, digits)
        clock = {
            "created_at": created.isoformat(timespec="seconds"),
            "duration": f"{time.perf_counter() - started:.2f}",
        }
        yield {"run": f"digits-{number:03d}", "seed": seed, **setting, **outcome, **clock}
        if number % 20 == 0:
            print(f"{number} runs", file=sys.stderr)


def main() -> None:
    """Write the sweep as a table with one row a run."""
    parser = argparse.ArgumentParser(description="Train the example sweep.")
    parser.add_argument("--runs", type=int, default=SETTINGS + REPEATED * (len(SEEDS) - 1), help="stop after so many")
    parser.add_argument("--output", type=Path, default=HERE / "digits_sweep.csv")
    options = parser.parse_args()
    with options.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sweep(options.runs))
    print(options.output)


if __name__ == "__main__":
    main()
