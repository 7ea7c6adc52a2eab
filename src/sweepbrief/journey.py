"""The whole journey from a finished sweep to a report; the only module that sees every stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sweepbrief import __version__
from sweepbrief.errors import WrongUsageError
from sweepbrief.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sweepbrief.advice import Advice
    from sweepbrief.diagnosis import Diagnosis, Finding
    from sweepbrief.document import Document
    from sweepbrief.measures import Measurements, Scores
    from sweepbrief.sweep import Direction


def _silent(_: str) -> None:
    """Say nothing: the default where nobody asked for progress."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found out about one sweep; frozen.

    Attributes
    ----------
    sweep : Sweep
        What was analysed.
    measurements : Measurements
        Every score with its interval.
    diagnosis : Diagnosis
        Why the scores agree or differ, for each parameter.
    advice : tuple of Advice
        What to do next.
    seed : int
        Seed of everything random.
    command : str
        The command that does it again; empty where it was called from Python.
    """

    sweep: Sweep
    measurements: Measurements
    diagnosis: Diagnosis
    advice: tuple[Advice, ...]
    seed: int = 0
    command: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, parameter by parameter, the main one of each first."""
        return tuple(finding for verdict in self.diagnosis.verdicts.values() for finding in verdict.findings)

    @property
    def scores(self) -> Mapping[str, Scores]:
        """Every measure's scores, by the measure's name."""
        return self.measurements.scores

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Give the content of findings.json.

        Parameters
        ----------
        language : str
            Language of the explanations.

        Returns
        -------
        dict
            As described by the schema that ``sweepbrief schema`` prints.
        """
        from sweepbrief.document import ledger  # noqa: PLC0415 - templates load only when words are asked for

        return ledger(self._brief(language))

    def document(self, language: str = "en", **options: str) -> Document:
        """Write the report as a value.

        Parameters
        ----------
        language : str
            Language of the report.
        **options : str
            ``title``, ``author``, ``contact``, ``logo`` (a data URI) and ``paper``.

        Returns
        -------
        Document
            Sections of blocks, ready for every output.
        """
        from sweepbrief.document import write  # noqa: PLC0415 - figures load only when pictures are asked for

        return write(self._brief(language, **options))

    def _brief(self, language: str, **options: str) -> Any:  # noqa: ANN401 - typed by its own stage, imported late
        from sweepbrief.document import Brief, Options  # noqa: PLC0415 - see above
        from sweepbrief.narrative import Voice  # noqa: PLC0415 - see above

        return Brief(
            sweep=self.sweep,
            measurements=self.measurements,
            diagnosis=self.diagnosis,
            advice=self.advice,
            voice=Voice(language, self.measurements.metric_digits),
            options=Options(seed=self.seed, command=self.command, version=__version__, **options),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A report, ready to be written to any format; shows itself in a notebook.

    Attributes
    ----------
    analysis : Analysis
        What it tells.
    document : Document
        The report as a value.
    """

    analysis: Analysis
    document: Document = field(repr=False)

    def render(self, kind: str) -> bytes:
        """Give the report in one format.

        Parameters
        ----------
        kind : {"html", "pdf", "json", "md"}
            The format.

        Returns
        -------
        bytes
            The file's content; the same for the same input, options and version.
        """
        from sweepbrief.outputs import OUTPUTS  # noqa: PLC0415 - renderers load only when asked for

        return OUTPUTS[kind](self.document)

    def to_html(self, path: str | Path) -> Path:
        """Write the page and give its path."""
        return self._write("html", path)

    def to_pdf(self, path: str | Path) -> Path:
        """Write the PDF and give its path."""
        return self._write("pdf", path)

    def to_json(self, path: str | Path) -> Path:
        """Write findings.json and give its path."""
        return self._write("json", path)

    def to_markdown(self) -> str:
        """Give the summary for a pull request as Markdown."""
        return self.render("md").decode()

    def _write(self, kind: str, path: str | Path) -> Path:
        from pathlib import Path as ConcretePath  # noqa: PLC0415 - a type only, above

        from sweepbrief.outputs import write_atomically  # noqa: PLC0415 - see render

        target = ConcretePath(path)
        write_atomically(target.parent, {target.name: self.render(kind)})
        return target

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415 - only a notebook needs it

        page = escape(self.render("html").decode(), quote=True)
        title = escape(self.document.title, quote=True)
        return f'<iframe title="{title}" srcdoc="{page}" width="100%" height="900" sandbox="allow-scripts"></iframe>'


def load(  # noqa: PLR0913 - each names one thing a caller may know better than the source
    source: object,
    metric: str | Sequence[str] | None = None,
    direction: Direction | Sequence[Direction] | None = None,
    *,
    parameters: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    study: str | None = None,
    order: str | None = None,
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
    return choose(studies, metric=metric, direction=direction, parameters=parameters, ignore=ignore, study=study, order=order)


def analyse(  # noqa: PLR0913 - see load
    sweep: Sweep,
    seed: int = 0,
    jobs: int = 1,
    *,
    engine: str = "exact",
    command: str = "",
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
    from sweepbrief.diagnosis import diagnose  # noqa: PLC0415 - see above
    from sweepbrief.measures import measure  # noqa: PLC0415 - see above

    progress("measuring")
    measurements = measure(sweep, seed=seed, jobs=jobs, engine=engine)
    progress("diagnosing")
    diagnosis = diagnose(sweep, measurements, seed=seed)
    return Analysis(sweep, measurements, diagnosis, advise(sweep, measurements, diagnosis), seed, command)


def report(sweep_or_analysis: Sweep | Analysis, language: str = "en", title: str | None = None, **options: str) -> Report:
    """Write a report.

    Parameters
    ----------
    sweep_or_analysis : Sweep or Analysis
        What to tell; a sweep is analysed first, with seed 0.
    language : str
        One of the languages that ``sweepbrief report --help`` names.
    title : str, optional
        Headline in place of the finding.
    **options : str
        ``author``, ``contact``, ``logo`` (a data URI) and ``paper`` ("a4" or "letter").

    Returns
    -------
    Report
        Writes itself to HTML, PDF, Markdown and JSON.
    """
    analysis = sweep_or_analysis if isinstance(sweep_or_analysis, Analysis) else analyse(sweep_or_analysis)
    named = {**options, "title": title} if title else options
    return Report(analysis, analysis.document(language, **named))
