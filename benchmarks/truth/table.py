"""The result as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.scoring import calibration_error, macro_f1, tally
from benchmarks.truth.truths import CAUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.truth.scoring import Cell, Marks

CLASSES = (("all", 0, 10**9), ("<= 60", 0, 60), ("61-200", 61, 200), ("> 200", 201, 10**9))
STRENGTHS = ((0, 60), (60, 100), (100, 200), (200, 500), (500, 10**9))
OWN_EFFECTS = frozenset(("agreement", "monotone_nonlinear", "non_monotone", "interaction", "conditional", "categorical_effect"))


def render(marks: Sequence[Marks]) -> str:
    """Write the table of a benchmark as Markdown."""
    cells = [cell for one in marks for cell in one.cells]
    lines = [
        "| cause | true | precision | recall | F1 | " + " | ".join(f"F1 {name}" for name, _, _ in CLASSES[1:]) + " |",
        "|---|---:|---:|---:|---:|" + "---:|" * (len(CLASSES) - 1),
    ]
    lines += [_cause_line(cells, cause) for cause in CAUSES]
    macros = [macro_f1([c for c in cells if low <= c.runs <= high]) for _, low, high in CLASSES]
    lines += [
        "| **macro** | | | | " + " | ".join(f"**{_number(macro)}**" for macro in macros) + " |",
        "",
        *_others(marks, cells),
    ]
    return "\n".join(lines)


def _cause_line(cells: list[Cell], cause: str) -> str:
    whole = tally(cells, cause)
    by_class = [tally([c for c in cells if low <= c.runs <= high], cause).f1 for _, low, high in CLASSES[1:]]
    figures = [whole.precision, whole.recall, whole.f1, *by_class]
    return f"| {cause} | {whole.hits + whole.missed} | " + " | ".join(_number(figure) for figure in figures) + " |"


def _others(marks: Sequence[Marks], cells: list[Cell]) -> list[str]:
    error, claims = calibration_error(cells)
    seconds = [one.seconds for one in marks]
    alarms = [alarm for one in marks for alarm in one.false_alarms]
    relevance = [expected == said for one in marks for expected, said in one.relevance]
    partners = [c.partners_right for c in cells if c.partners_right is not None]
    rows = [
        ("false alarms on irrelevant parameters", _share(alarms)),
        ("partners right", _share(partners)),
        ("relevance right", _share(relevance)),
        ("signal right", _share(one.signal for one in marks if one.signal is not None)),
        ("sampler right", _share(one.sampler for one in marks if one.sampler is not None)),
        ("expected calibration error", f"{_number(error)} ({claims} claims)"),
        *((f"recall of effects, lambda {_span(low, high)}", _share(_recalled(cells, low, high))) for low, high in STRENGTHS),
        (
            "CPU seconds a sweep",
            f"median {np.median(seconds):.2f}, 95 % {np.quantile(seconds, 0.95):.2f}, max {np.max(seconds):.2f}",
        ),
    ]
    return ["| measure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]


def _recalled(cells: list[Cell], low: float, high: float) -> list[bool]:
    return [c.got for c in cells if c.expected and c.cause in OWN_EFFECTS and low <= c.strength < high]


def _span(low: float, high: float) -> str:
    return f"{low} and more" if high >= STRENGTHS[-1][1] else f"{low} to {high}"


def _share(answers: Iterable[bool | None]) -> str:
    known = [bool(answer) for answer in answers]
    return f"{np.mean(known):.3f} ({sum(known)} of {len(known)})" if known else "-"


def _number(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.3f}"
