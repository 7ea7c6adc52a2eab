"""Small tables of runs, and what is read of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sweepbrief.sources import Blob, choose, read

RNG = np.random.default_rng(7)
RUNS = 40


def runs(**more: object) -> pd.DataFrame:
    frame = pd.DataFrame({"lr": 10 ** RNG.uniform(-4, -1, RUNS), "opt": np.array(["adam", "sgd"])[np.arange(RUNS) % 2]})
    for name, values in more.items():
        frame[name] = values
    return frame.assign(val_loss=RNG.random(RUNS))


def filed(frame: pd.DataFrame) -> Blob:
    return Blob("-", frame.to_csv(index=False).encode())


def parts(source: object, **asked: object) -> tuple[list[str], dict[str, str]]:
    sweep = choose(read(source), **asked)  # type: ignore[arg-type] # as given
    return [p.name for p in sweep.parameters], {item.name: item.reason for item in sweep.excluded if item.what != "run"}
