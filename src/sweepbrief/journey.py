"""The whole journey from a finished sweep to a report, top to bottom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from sweepbrief.errors import WrongUsageError
from sweepbrief.results import Analysis, Report
from sweepbrief.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sweepbrief.diagnosis import Diagnosis
    from sweepbrief.measures import Measurements
    from sweepbrief.sweep import Direction


def _silent(_: str) -> None:
    """Say nothing: the default where nobody asked for progress."""


def load(  # noqa: PLR0913 - each names one thing a caller may know better than the source
    source: object,
    metric: str | Sequence[str] | None = None,
    direction: Direction | Sequence[Direction] | None = None,
    *,
    parameters: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    study: str | None = None,
    order: str | None = None,
    fidelity: str | float | None = None,
    kind: str | None = None,
) -> Sweep:
    """Read a finished sweep.

    Parameters
    ----------
    source : path, address, DataFrame, list of mappings or live study
        What a tool left, or the tool's own object.
    metric : str or sequence of str, optional
        The objective, the primary one first; needed only where the source does not tell.
    direction : {"minimize", "maximize"} or a sequence of them, optional
        One for each metric; needed only where neither the source nor the metric's name tells.
    parameters, ignore : sequence of str, optional
        Globs of the columns to take as parameters, and of those to leave out.
    study : str, optional
        Which study, experiment or sweep inside the source.
    order : str, optional
        Column that holds the order in which runs were made.
    fidelity : str or float, optional
        Where runs were made with several budgets or numbers of epochs: the level to analyse, ``all``, or ``column=level``; else
        the highest with enough runs.
    kind : str, optional
        Name of the reader, where recognition by content is not wanted.

    Returns
    -------
    Sweep
        Validated; ``sweep.excluded`` lists every run and column left out with its reason.

    Raises
    ------
    UnreadableSourceError
        If the source cannot be read as runs.
    WrongUsageError
        If metric, direction, study or order are unknown or ambiguous.
    EmptySweepError
        If no finished run has the metric.
    """
    from sweepbrief.sources import choose, read  # noqa: PLC0415 - pandas loads only when a sweep is read

    studies = read(source, kind)
    return choose(
        studies,
        metric=metric,
        direction=direction,
        parameters=parameters,
        ignore=ignore,
        study=study,
        order=order,
        fidelity=fidelity,
    )


def analyse(  # noqa: PLR0913 - see load
    sweep: Sweep,
    seed: int = 0,
    jobs: int = 1,
    *,
    engine: Literal["exact", "shap"] = "exact",
    command: str = "",
    group_by: str | None = None,
    progress: Callable[[str], None] = _silent,
) -> Analysis:
    """Measure a sweep and explain it.

    Parameters
    ----------
    sweep : Sweep
        From `load`.
    seed : int
        Seed of everything random; the same seed gives the same analysis.
    jobs : int
        Processor cores to use; the result does not depend on it.
    engine : {"exact", "shap"}
        Which implementation of path-dependent SHAP values to use; both give the same values.
    command : str
        What to print as the command that does it again.
    group_by : str, optional
        A parameter or column: its levels are also analysed one by one.
    progress : callable
        Told the name of each stage as it begins.

    Returns
    -------
    Analysis
        Frozen; ``to_dict()`` is the content of findings.json.
    """
    if not isinstance(sweep, Sweep):
        raise WrongUsageError(
            "analyse takes a sweep.", f"Found {type(sweep).__name__}.", "Make one with sweepbrief.load(source)."
        )
    from sweepbrief.advice import advise  # noqa: PLC0415 - scikit-learn loads only when something is measured
    from sweepbrief.diagnosis import Group, diagnose  # noqa: PLC0415 - see above
    from sweepbrief.measures import measure, read_codes  # noqa: PLC0415 - see above
    from sweepbrief.sweep import split  # noqa: PLC0415 - see above

    def examined(part: Sweep) -> tuple[Measurements, Diagnosis]:
        measurements = measure(part, seed=seed, jobs=jobs, engine=engine)
        return measurements, diagnose(part, measurements, seed=seed)

    progress("measuring and explaining")
    sweep = read_codes(sweep)
    measurements, diagnosis = examined(sweep)
    groups = []
    for level, part in split(sweep, group_by) if group_by else ():
        progress(f"measuring and explaining {group_by} = {level}")
        groups.append(Group(level, part, *examined(replace(part, objectives=part.objectives[:1]))))
    advice = advise(sweep, measurements, diagnosis)
    return Analysis(sweep, measurements, diagnosis, advice, seed, command, group_by or "", tuple(groups))


def engine_name(engine: str) -> str:
    """Name what computes the SHAP values here.

    Parameters
    ----------
    engine : {"exact", "shap"}
        As for `analyse`.

    Returns
    -------
    str
        A library, or which of the program's own versions.
    """
    from sweepbrief.measures import kernel_name  # noqa: PLC0415 - see analyse

    return "the shap library" if engine == "shap" else kernel_name()


def report(
    sweep_or_analysis: Sweep | Analysis,
    language: str = "en",
    title: str | None = None,
    **options: Any,  # noqa: ANN401 - words and switches
) -> Report:
    """Write a report.

    Parameters
    ----------
    sweep_or_analysis : Sweep or Analysis
        What to tell; a sweep is analysed first, with seed 0.
    language : str
        One of the languages that ``sweepbrief report --help`` names.
    title : str, optional
        Headline in place of the finding.
    **options
        ``author``, ``contact``, ``footer``, ``logo`` (a data URI), ``accent`` (``#rrggbb``), ``templates`` (a folder),
        ``paper`` ("a4" or "letter") and ``script`` (whether the page carries its own).

    Returns
    -------
    Report
        Writes itself to HTML, PDF, Markdown and JSON.
    """
    analysis = sweep_or_analysis if isinstance(sweep_or_analysis, Analysis) else analyse(sweep_or_analysis)
    named = {**options, "title": title} if title else options
    return Report(analysis, analysis.document(language, **named))
