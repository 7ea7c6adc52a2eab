"""Writing the report: every section in order, the words of the page, and the files that travel with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sweepbrief.document.block import Attachment, Document
from sweepbrief.document.ledger import ledger
from sweepbrief.document.runs_csv import attached, runs_csv
from sweepbrief.document.sections import ASKED_FOR, SECTIONS
from sweepbrief.figures import MOST_DOTS

if TYPE_CHECKING:
    from types import ModuleType

    from sweepbrief.document.brief import Brief
    from sweepbrief.narrative import Voice

MOST_ON_PAGE_ONE = 9
"""Parameters that find room on the executive sheet at best."""

WORDS = (
    "report",
    "contents",
    "skip",
    "evidence",
    "caution",
    "settle",
    "numbers",
    "filter",
    "show_all",
    "useful",
    "switch",
    "scroll",
    "runs_file",
    "findings_file",
    "copy",
    "continued",
    "top",
)
"""Words of the page itself: each has a macro ``label_<word>`` without arguments."""


def write(brief: Brief) -> Document:
    """Write the report as a value.

    Parameters
    ----------
    brief : Brief
        What was found out, and how the report is wanted.

    Returns
    -------
    Document
        Sections in the order of ``SECTIONS``, with the runs and the ledger as attachments.
    """
    voice, options = brief.voice, brief.options
    sections = tuple(section.write(brief) for section in SECTIONS if _wanted(brief, section))
    answer = sections[0]
    found = ledger(brief)
    return Document(
        title=voice.text("document_title", name=brief.sweep.name),
        headline=options.title or voice.plain(answer.title),
        subtitle=voice.text("description", name=brief.sweep.name, metric=brief.metric),
        kicker=voice.text("kicker", name=brief.sweep.name, metric=brief.metric, goal=brief.goal),
        language=voice.language,
        labels=labels(voice, len(brief.sweep.parameters)),
        sections=sections,
        attachments=_attachments(brief, found),
        ledger=found,
        runs=_runs(brief),
        author=options.author,
        contact=options.contact,
        footer=options.footer,
        paper=options.paper,
        logo=options.logo,
        accent=options.accent,
        templates=options.templates,
        script=options.script,
    )


def _wanted(brief: Brief, section: ModuleType) -> bool:
    """Tell whether a section belongs to this report: most always do."""
    part = ASKED_FOR.get(section)
    return part is None or bool(getattr(brief, part))


def _runs(brief: Brief) -> tuple[tuple[str, str], ...]:
    """Name the runs that pictures show as dots, with their metric."""
    outcome = brief.sweep.outcome
    if len(outcome) > MOST_DOTS:
        return ()
    plain, metric = brief.voice.plain, brief.voice.metric
    return tuple((str(run), plain(metric(value))) for run, value in outcome.items())


def labels(voice: Voice, parameters: int) -> dict[str, str]:
    """Give the page's own words; what a number goes into keeps a place for it in braces.

    Parameters
    ----------
    voice : Voice
        The language.
    parameters : int
        How many there are.

    Returns
    -------
    dict of str to str
        By the name that the templates use.
    """
    fixed = {word: voice.text(f"label_{word}") for word in WORDS}
    open_ones = {
        "page": voice.text("label_page", page="{page}", pages="{pages}"),
        "sort": voice.text("label_sort", column="{column}"),
        "hide": voice.text("label_hide", parameter="{parameter}"),
        "pin": voice.text("label_pin", parameter="{parameter}"),
        "cut": voice.text("label_cut", shown="{shown}", total="{total}"),
        "gap": voice.gap,
        "stop": voice.closed(""),
        **{
            f"rest_{shown}": voice.text("label_rest", count=parameters - shown)
            for shown in range(min(parameters, MOST_ON_PAGE_ONE))
        },
        **{f"before_{shown}": voice.text("label_before", count=shown) for shown in range(1, MOST_ON_PAGE_ONE + 1)},
    }
    return {**fixed, **open_ones}


def _attachments(brief: Brief, found: dict[str, object]) -> tuple[Attachment, ...]:
    text = json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)
    held, runs = attached(brief.sweep), len(brief.sweep.statuses)
    told = "label_runs_file" if held == runs else "label_best_runs_file"
    facts = {} if held == runs else {"count": held, "total": runs}
    return (
        Attachment("runs.csv", runs_csv(brief.sweep), brief.voice.text(told, **facts), "text/csv"),
        Attachment(
            "findings.json", text.encode("utf-8", "replace"), brief.voice.text("label_findings_file"), "application/json"
        ),
    )
