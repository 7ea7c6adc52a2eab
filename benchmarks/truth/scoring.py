"""How well explanations match the truth of planted sweeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.truth.truths import CAUSES, CLAIM_RELEVANCE, Partners

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.truth.truths import ParameterTruth, SweepTruth


@dataclass(frozen=True, slots=True)
class Cell:
    """One parameter and one cause.

    Attributes
    ----------
    seed, runs : int
        Which sweep.
    parameter, cause : str
        Which cell of its table.
    expected : bool or None
        None is not scored.
    got : bool
        Whether it was claimed.
    confidence : float or None
        With what confidence, where it was claimed.
    partners_right : bool or None
        Whether those who must be named were, and nobody else; None where the cause has no partners or was not found.
    strength : float
        Lambda of the parameter's strongest part.
    """

    seed: int
    runs: int
    parameter: str
    cause: str
    expected: bool | None
    got: bool
    confidence: float | None
    partners_right: bool | None
    strength: float


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything scored of one sweep.

    Attributes
    ----------
    cells : tuple of Cell
        Every parameter and cause.
    relevance : tuple of (str, str)
        Expected (true, false, null) and given answers, scored ones only.
    false_alarms : tuple of bool
        For each irrelevant parameter, whether it was called relevant or given a cause that says so.
    signal, sampler : bool or None
        Whether right; None where it is not scored.
    seconds : float
        CPU time of load and analyse.
    failures : tuple of mapping
        What to look at: expected, got, confidence and the facts behind the truth.
    """

    cells: tuple[Cell, ...]
    relevance: tuple[tuple[str, str], ...]
    false_alarms: tuple[bool, ...]
    signal: bool | None
    sampler: bool | None
    seconds: float
    failures: tuple[Mapping[str, Any], ...]


def mark(truth: SweepTruth, answer: Mapping[str, Any], seconds: float = 0.0) -> Marks:
    """Hold one answer, shaped like ``Analysis.to_dict()``, against the truth of its sweep."""
    cells, relevance, alarms, failures = [], [], [], []
    signal = None if truth.signal is None else answer["sweep"]["signal"] == truth.signal
    sampler = answer["sweep"]["sampler"] in truth.samplers if truth.samplers else None
    for right, kind, expected in ((signal, "signal", truth.signal), (sampler, "sampler", truth.samplers)):
        if right is False:
            facts = dict(next(iter(truth.parameters.values())).facts) if truth.parameters else {}
            failures.append(
                {
                    "seed": truth.seed,
                    "runs": truth.runs,
                    kind: answer["sweep"][kind],
                    "expected": expected,
                    "r2": facts.get("r2"),
                }
            )
    for name, expected_of in truth.parameters.items():
        given = answer["parameters"].get(name, {"causes": [], "relevant": None})
        own = [_cell(truth, expected_of, cause, given) for cause in CAUSES]
        said = {True: "true", False: "false", None: "null"}[given["relevant"]]
        claims = CLAIM_RELEVANCE & {cell.cause for cell in own if cell.got}
        alarm = expected_of.relevant == "false" and bool(said == "true" or claims)
        cells += own
        if expected_of.relevant != "unscored":
            relevance.append((expected_of.relevant, said))
        if expected_of.relevant == "false":
            alarms.append(alarm)
        failures += _failures(truth, expected_of, own, given, said)
    return Marks(tuple(cells), tuple(relevance), tuple(alarms), signal, sampler, seconds, tuple(failures))


def _cell(truth: SweepTruth, expected: ParameterTruth, cause: str, given: Mapping[str, Any]) -> Cell:
    claim = next((found for found in given["causes"] if found["cause"] == cause), None)
    right = None
    if claim is not None and expected.causes[cause] and cause in expected.partners:
        named, who = frozenset(claim["partners"]), expected.partners.get(cause, Partners())
        right = who.required <= named <= who.allowed
    confidence = None if claim is None else float(claim["confidence"])
    return Cell(
        truth.seed,
        truth.runs,
        expected.name,
        cause,
        expected.causes[cause],
        claim is not None,
        confidence,
        right,
        expected.strength,
    )


def _failures(
    truth: SweepTruth, expected: ParameterTruth, cells: list[Cell], given: Mapping[str, Any], said: str
) -> Iterable[dict[str, Any]]:
    """Tell what went wrong with one parameter, in a form that can be looked at."""
    common = {
        "seed": truth.seed,
        "runs": truth.runs,
        "knobs": len(truth.parameters),
        "signal_true": truth.signal,
        "parameter": expected.name,
    }
    got = [[c["cause"], round(c["confidence"], 2), c["partners"]] for c in given["causes"]]
    truths = [cause for cause in CAUSES if expected.causes[cause]]
    for cell in cells:
        if cell.expected is not None and cell.expected != cell.got:
            fault = "missed" if cell.expected else "invented"
            yield {
                **common,
                "fault": fault,
                "cause": cell.cause,
                "truth": truths,
                "got": got,
                "relevant": said,
                "facts": dict(expected.facts),
            }
        elif cell.partners_right is False:
            who = sorted(expected.partners[cell.cause].required)
            yield {
                **common,
                "fault": "partners",
                "cause": cell.cause,
                "expected": who,
                "got": got,
                "facts": dict(expected.facts),
            }
    if expected.relevant not in {"unscored", said}:
        yield {
            **common,
            "fault": "relevant",
            "cause": "",
            "expected": expected.relevant,
            "relevant": said,
            "truth": truths,
            "got": got,
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one cause in one class of sweeps."""

    hits: int
    invented: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the claims that are true."""
        return self.hits / (self.hits + self.invented) if self.hits + self.invented else float("nan")

    @property
    def recall(self) -> float:
        """Share of the truths that are claimed."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; NaN where nothing is true and nothing claimed."""
        whole = 2 * self.hits + self.invented + self.missed
        return 2 * self.hits / whole if whole else float("nan")


def tally(cells: Iterable[Cell], cause: str) -> Tally:
    """Count hits, inventions and misses of a cause among cells."""
    own = [cell for cell in cells if cell.cause == cause and cell.expected is not None]
    return Tally(
        sum(bool(cell.expected and cell.got) for cell in own),
        sum(bool(not cell.expected and cell.got) for cell in own),
        sum(bool(cell.expected and not cell.got) for cell in own),
    )


def macro_f1(cells: list[Cell]) -> float:
    """Give the mean F1 over the causes that occur among cells."""
    scores = [tally(cells, cause).f1 for cause in CAUSES]
    known = [score for score in scores if not np.isnan(score)]
    return float(np.mean(known)) if known else float("nan")


def calibration_error(cells: Iterable[Cell], bins: int = 10) -> tuple[float, int]:
    """Give the expected calibration error of the confidences of scored claims, and how many there are."""
    claims = [
        (cell.confidence, bool(cell.expected)) for cell in cells if cell.expected is not None and cell.confidence is not None
    ]
    if not claims:
        return float("nan"), 0
    confidence, right = (np.array(column, dtype=float) for column in zip(*claims, strict=True))
    where = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[where == b].mean() - right[where == b].mean()) * (where == b).sum() for b in np.unique(where)]
    return float(np.sum(gaps) / len(claims)), len(claims)
