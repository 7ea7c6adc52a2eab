"""What the journey brings home: an analysis, and the report that tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sweepbrief import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.advice import Advice
    from sweepbrief.comparison import Comparison
    from sweepbrief.diagnosis import Diagnosis, Finding, Group
    from sweepbrief.document import Brief, Document
    from sweepbrief.measures import Measurements, Scores
    from sweepbrief.sweep import Sweep


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
    grouped_by : str
        The parameter or column whose levels were also analysed one by one; empty where nobody asked.
    groups : tuple of Group
        The same analysis for each of these levels.
    comparison : Comparison or None
        What changed since an earlier sweep; None where none was named.
    """

    sweep: Sweep
    measurements: Measurements
    diagnosis: Diagnosis
    advice: tuple[Advice, ...]
    seed: int = 0
    command: str = ""
    grouped_by: str = ""
    groups: tuple[Group, ...] = ()
    comparison: Comparison | None = None

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

    def document(self, language: str = "en", **options: Any) -> Document:  # noqa: ANN401 - see `sweepbrief.report`
        """Write the report as a value.

        Parameters
        ----------
        language : str
            Language of the report.
        **options
            As for `sweepbrief.report`.

        Returns
        -------
        Document
            Sections of blocks, ready for every output.
        """
        from sweepbrief.document import write  # noqa: PLC0415 - figures load only when pictures are asked for

        return write(self._brief(language, **options))

    def space(self, tool: str, language: str = "en") -> str:
        """Write the search space that follows from the advice.

        Parameters
        ----------
        tool : {"wandb", "optuna", "keras-tuner", "ray", "sklearn", "json"}
            Who will search it.
        language : str
            Language of the comments.

        Returns
        -------
        str
            YAML, Python or JSON with the source's own names; every change with its reason as a comment, and every condition or
            step that the tool cannot express said as a comment too.
        """
        from sweepbrief.document import search_space  # noqa: PLC0415 - see to_dict

        return search_space(self._brief(language), tool)

    def _brief(self, language: str, **options: Any) -> Brief:  # noqa: ANN401 - see `sweepbrief.report`
        from sweepbrief.diagnosis import differences  # noqa: PLC0415 - see above
        from sweepbrief.document import Brief, Options  # noqa: PLC0415 - see above
        from sweepbrief.narrative import Voice  # noqa: PLC0415 - see above

        return Brief(
            sweep=self.sweep,
            measurements=self.measurements,
            diagnosis=self.diagnosis,
            advice=self.advice,
            voice=Voice(language, self.measurements.metric_digits, options.get("templates", "")),
            grouped_by=self.grouped_by,
            groups=self.groups,
            differences=(*differences(self.groups), *differences(self.groups, "spearman")),
            comparison=self.comparison,
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
        from sweepbrief.outputs import write_atomically  # noqa: PLC0415 - see render

        target = Path(path)
        write_atomically(target.parent, {target.name: self.render(kind)})
        return target

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415 - only a notebook needs it

        page = escape(self.render("html").decode(), quote=True)
        title = escape(self.document.title, quote=True)
        return f'<iframe title="{title}" srcdoc="{page}" width="100%" height="900" sandbox="allow-scripts"></iframe>'
