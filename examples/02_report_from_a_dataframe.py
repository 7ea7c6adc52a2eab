"""Brief yourself on part of a sweep, in Python: the runs of one solver, taken from a DataFrame.

Usage: ``python examples/02_report_from_a_dataframe.py``; writes ``reports/adam``.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import sweepbrief

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Analyse the runs that used Adam, print what decides them, and write the findings and the summary."""
    runs = pd.read_csv(ROOT / "examples" / "digits_sweep.csv")
    adam = runs[runs["solver"] == "adam"].drop(columns=["solver", "momentum"])

    sweep = sweepbrief.load(adam, metric="val_accuracy", ignore=["val_loss"])
    analysis = sweepbrief.analyse(sweep, seed=0)
    for finding in analysis.findings:
        print(f"{finding.parameter}: {finding.cause} (confidence {finding.confidence:.2f})")

    report = sweepbrief.report(analysis, title="Digits, the runs with Adam")
    folder = ROOT / "reports" / "adam"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.md").write_text(report.to_markdown(), encoding="utf-8")
    print(report.to_json(folder / "findings.json"))


if __name__ == "__main__":
    main()
