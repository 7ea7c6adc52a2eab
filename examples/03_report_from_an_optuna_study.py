"""Brief yourself on an Optuna study that is still in memory: no export, no file.

The study tunes a support vector machine on the wine data that ships with scikit-learn; ``degree`` exists only for the
polynomial kernel and ``gamma`` only for kernels that have a width. Seeded, so that it gives the same trials each time.

Usage: ``python examples/03_report_from_an_optuna_study.py``; writes ``reports/wine_study``. Needs ``pip install optuna``.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.datasets import load_wine
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

import sweepbrief

if TYPE_CHECKING:
    import optuna

ROOT = Path(__file__).resolve().parents[1]
TRIALS = 120


def objective(trial: optuna.Trial) -> float:
    """Cross-validated error of one support vector machine."""
    kernel = trial.suggest_categorical("kernel", ["linear", "poly", "rbf"])
    settings: dict[str, float] = {"C": trial.suggest_float("C", 1e-4, 1e3, log=True)}
    if kernel != "linear":
        settings["gamma"] = trial.suggest_float("gamma", 1e-5, 1e2, log=True)
    if kernel == "poly":
        settings["degree"] = trial.suggest_int("degree", 2, 5)
    model = make_pipeline(StandardScaler(), SVC(kernel=kernel, **settings))
    return 1.0 - float(cross_val_score(model, *load_wine(return_X_y=True), cv=3).mean())


def main() -> None:
    """Run the study and write the findings and the summary."""
    try:
        import optuna  # noqa: PLC0415 - an example that can say what is missing
    except ImportError:
        sys.exit("This example needs Optuna: pip install optuna")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)  # naming the metric is one
    study = optuna.create_study(study_name="wine", sampler=optuna.samplers.TPESampler(seed=0))
    study.set_metric_names(["error"])
    study.optimize(objective, n_trials=TRIALS)

    report = sweepbrief.report(sweepbrief.load(study))
    folder = ROOT / "reports" / "wine_study"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.md").write_text(report.to_markdown(), encoding="utf-8")
    print(report.to_json(folder / "findings.json"))


if __name__ == "__main__":
    main()
