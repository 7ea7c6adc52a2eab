"""What the explanations cost, in CPU seconds of one run: `python -m benchmarks.speed`, or `make benchmark`."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from sweepbrief.measures import explain_forest, kernel_name
from sweepbrief.measures.tree_kernel import SWITCH
from sweepbrief.measures.tree_nodes import line_up
from sweepbrief.measures.tree_shap import mean_sizes

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS, PARAMETERS, TREES = 1000, 20, 100
SHARE_OF_ROWS, SHARE_OF_TREES = 20, 10
"""The library explains a twentieth of the runs by a tenth of the trees; its cost is proportional to both."""
PROFILE = """
import sys
import pandas
from ydata_profiling import ProfileReport
ProfileReport(pandas.read_csv(sys.argv[1]), progress_bar=False).to_file(sys.argv[2])
"""
TURNS, TENS = 5, 10
MANY = 40
MAIN = (sys.executable, "-W", "ignore", "-c", "from sweepbrief.cli import main; main()")
IMPORTS = "import pandas, sklearn.ensemble, matplotlib.figure, jinja2, weasyprint"


def planted(runs: int, parameters: int) -> tuple[np.ndarray, np.ndarray]:
    """Make settings and a metric of five parameters, two of them together, with noise."""
    rng = np.random.default_rng(runs + parameters)
    x = rng.uniform(size=(runs, parameters))
    return x, np.sin(5 * x[:, 0]) + x[:, 1] * x[:, 2] + x[:, 3] ** 2 + 0.3 * rng.normal(size=runs) + x[:, 4]


def cost(work: Callable[[], object]) -> float:
    """Give the CPU seconds of this process, user and system."""
    start = time.process_time()
    work()
    return time.process_time() - start


def of_command(*command: str) -> float:
    """Give the CPU seconds of a process with its children."""
    free = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = os.times()
    subprocess.run(command, check=True, capture_output=True, env=free)  # noqa: S603 - our own commands
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def explanations() -> list[tuple[str, float]]:
    """Time the interaction values of a forest of full trees by each way there is."""
    import shap  # noqa: PLC0415 - seconds to import
    from sklearn.ensemble import RandomForestRegressor  # noqa: PLC0415 - seconds to import

    x, y = planted(RUNS, PARAMETERS)
    forest = RandomForestRegressor(TREES, random_state=0).fit(x, y)
    few = RandomForestRegressor(TREES // SHARE_OF_TREES, random_state=0).fit(x, y)
    library = shap.TreeExplainer(few, feature_perturbation="tree_path_dependent")
    own, part = np.arange(PARAMETERS), x[: RUNS // SHARE_OF_ROWS]
    theirs = cost(lambda: library.shap_interaction_values(part)) * SHARE_OF_ROWS * SHARE_OF_TREES
    rows = [("shap, tree_path_dependent interaction values (scaled up)", theirs)]
    if kernel_name().startswith("compiled"):
        rows.append(
            (
                f"ours, {kernel_name()}",
                min(
                    cost(lambda: mean_sizes(line_up([tree.tree_ for tree in forest.estimators_]), x, own, own))
                    for _ in range(3)
                ),
            )
        )
        rows.append(("ours, compiled, with all n p p values kept", cost(lambda: explain_forest(forest, x))))
    os.environ[SWITCH] = "numpy"
    rows.append(("ours, numpy", cost(lambda: mean_sizes(line_up([tree.tree_ for tree in forest.estimators_]), x, own, own))))
    del os.environ[SWITCH]
    return rows


def importances() -> list[tuple[str, float]]:
    """Time the importances that Optuna gives for such a sweep."""
    import optuna  # noqa: PLC0415 - a library of the development environment

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    x, y = planted(RUNS, PARAMETERS)
    names = [f"p{place}" for place in range(PARAMETERS)]
    space: dict[str, Any] = {name: optuna.distributions.FloatDistribution(0.0, 1.0) for name in names}
    study = optuna.create_study()
    study.add_trials(
        [
            optuna.trial.create_trial(
                params=dict(zip(names, row.tolist(), strict=True)), distributions=space, value=float(value)
            )
            for row, value in zip(x, y, strict=True)
        ]
    )
    evaluator = optuna.importance.FanovaImportanceEvaluator(seed=0)
    return [("optuna, fANOVA importances (no pairs)", cost(lambda: evaluator.evaluate(study)))]


def written(source: Path, made: Path) -> float:
    """Give the CPU seconds of a whole report, asked for on the command line."""
    return of_command(*MAIN, "report", str(source), "--format", "html,pdf,json", "--output", str(made), "--quiet")


def drawn(runs: int, parameters: int, folder: Path) -> Path:
    """Write a table of planted runs."""
    x, y = planted(runs, parameters)
    source = folder / f"{runs}x{parameters}.csv"
    header = ",".join([*(f"p{place}" for place in range(parameters)), "val_loss"])
    np.savetxt(source, np.column_stack([x, y]), delimiter=",", fmt="%.8g", header=header, comments="")
    return source


def reports() -> list[tuple[str, float]]:
    """Time whole reports, and what importing their libraries alone takes, in turns; the median of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = {(runs, parameters): drawn(runs, parameters, folder) for runs, parameters in ((200, 8), (RUNS, PARAMETERS))}
        written(sources[200, 8], folder / "made")  # compiles modules, as an installer has done for an installed package
        floor: list[float] = []
        spent: dict[tuple[int, int], list[float]] = {size: [] for size in sources}
        for _ in range(TURNS):
            floor.append(of_command(sys.executable, "-W", "ignore", "-c", IMPORTS))
            for size, source in sources.items():
                spent[size].append(written(source, folder / "made"))
        rows = [("importing pandas, scikit-learn, matplotlib, jinja2, weasyprint", median(floor))]
        for (runs, parameters), found in spent.items():
            rows.append((f"report of {runs:,} x {parameters}: html, pdf, json", median(found)))
        rows.append(profiling(sources[RUNS, PARAMETERS], folder))
    return rows


def growth() -> list[tuple[str, float]]:
    """Time whole reports of ever more runs."""
    with tempfile.TemporaryDirectory() as folder:
        return [
            (f"report of {runs:,} x {MANY}: html, pdf, json", written(drawn(runs, MANY, Path(folder)), Path(folder, "made")))
            for runs in (RUNS, 10 * RUNS, 100 * RUNS)
        ]


def profiling(source: Path, folder: Path) -> tuple[str, float]:
    """Time a profile of the larger table by ydata-profiling, in an environment of its own; say why where there is none."""
    name = f"ydata-profiling of {RUNS:,} x {PARAMETERS}, html"
    home = folder / "ydata"
    python = str(home / "bin" / "python")
    try:
        of_command(sys.executable, "-m", "venv", str(home))
        of_command(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "ydata-profiling", "setuptools<81")
        return name, of_command(python, "-W", "ignore", "-c", PROFILE, str(source), str(folder / "profile.html"))
    except subprocess.CalledProcessError as error:
        why = " ".join(error.stderr.decode(errors="replace").split())[-120:]
        return f"{name}: left out, as it cannot be installed or run here ({why})", float("nan")


def table(title: str, rows: list[tuple[str, float]], *, faster: bool = False) -> list[str]:
    """Lay out rows with ratios to the first: how many times as long each takes, or how many times faster it is."""
    first = rows[0][1]
    lines = [f"## {title}", "", f"| what | CPU s | {'times faster' if faster else 'times as long'} |", "|---|---:|---:|"]
    for name, spent in rows:
        ratio = first / spent if faster else spent / first
        lines.append(
            f"| {name} | " + (f"{spent:.2f} | {ratio:,.{1 if ratio < TENS else 0}f} |" if math.isfinite(spent) else "- | - |")
        )
    return [*lines, ""]


def main() -> None:
    """Print the tables."""
    warnings.simplefilter("ignore")
    title = f"Interaction values of {RUNS:,} runs x {PARAMETERS} parameters x {TREES} full trees"
    lines = table(title, explanations(), faster=True)
    lines += table(f"Importances of {RUNS:,} runs x {PARAMETERS} parameters", importances())
    lines += table("Whole reports", reports())
    lines += table("Whole reports of more and more runs", growth())
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
