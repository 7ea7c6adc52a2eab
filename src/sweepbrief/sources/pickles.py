"""Pickles: recognised, never loaded, and refused with the line of Python that exports what they hold."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final, NoReturn

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.near import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUFFIXES: Final = (".pkl", ".pickle", ".joblib", ".dill", ".cloudpickle", ".p", ".gz")
"""File names that may be pickles, where a folder is searched."""

_PICKLE: Final = re.compile(rb"\x80[\x02-\x05]")
_SKLEARN: Final = "import joblib, pandas; pandas.DataFrame(joblib.load({path}).cv_results_).to_csv('runs.csv')"
_RAY: Final = "from ray.tune import ExperimentAnalysis; ExperimentAnalysis({folder}).dataframe().to_csv('runs.csv')"
_HYPEROPT: Final = (
    "import pickle, pandas; pandas.DataFrame([{{**{{k: v[0] for k, v in t['misc']['vals'].items() if v}}, **t['result']}} "
    "for t in pickle.load(open({path}, 'rb')).trials]).to_csv('runs.csv')"
)
_SKOPT: Final = (
    "import skopt, pandas; r = skopt.load({path}); "
    "pandas.DataFrame(r.x_iters, columns=r.space.dimension_names).assign(loss=r.func_vals).to_csv('runs.csv')"
)
_EXPORTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"optuna", "import pickle; pickle.load(open({path}, 'rb')).trials_dataframe().to_csv('runs.csv')"),
    (b"SearchCV", _SKLEARN),
    (b"sklearn", _SKLEARN),
    (b"hyperopt", _HYPEROPT),
    (b"skopt", _SKOPT),
    (
        b"syne_tune",
        "from syne_tune.experiments import load_experiment; load_experiment({folder}).results.to_csv('runs.csv')",
    ),
    (b"ray.", _RAY),
)
_FRAME: Final = "import pandas; pandas.DataFrame(pandas.read_pickle({path})).to_csv('runs.csv')"


def is_pickle(head: bytes) -> bool:
    """Tell whether bytes are the start of a Python pickle."""
    return bool(_PICKLE.match(head))


def export_line(path: object, head: bytes) -> str:
    """Give the command that writes what a pickle holds as a table.

    Parameters
    ----------
    path : object
        Where the pickle is.
    head : bytes
        Its first bytes, in which the tool's name stands.
    """
    line = next((line for mark, line in _EXPORTS if mark in head), _FRAME)
    folder = str(path).rpartition("/")[0] or "."
    return f"python -c {shlex.quote(line.format(path=repr(str(path)), folder=repr(folder)))}"


def refuse_pickle(path: object, head: bytes) -> NoReturn:
    """Refuse a pickle: loading one runs whatever it holds.

    Raises
    ------
    UnreadableSourceError
        Always, with the line that exports the runs where the file is trusted.
    """
    raise UnreadableSourceError(
        "Pickles are never loaded: loading one runs the code inside it.",
        f"{path} is a pickle.",
        f"If you trust it, export the runs where it was made, then report on runs.csv: {export_line(path, head)}",
    )


def refuse_pickles(folder: Path, paths: Sequence[Path]) -> None:
    """Refuse a folder in which pickles are all that could hold runs.

    Parameters
    ----------
    folder : Path
        What was named.
    paths : sequence of Path
        Files found in it.

    Raises
    ------
    UnreadableSourceError
        If one of them is a pickle.
    """
    found = [path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file() and is_pickle(_start(path))]
    if found:
        raise UnreadableSourceError(
            "Pickles are never loaded: loading one runs the code inside it.",
            f"In {folder} only pickles could hold runs: {listed(str(path.relative_to(folder)) for path in found)}.",
            f"If you trust them, export the runs, then report on runs.csv: {export_line(found[0], _start(found[0]))}",
        )


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(65536)
    except OSError:
        return b""
