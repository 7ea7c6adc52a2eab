"""Appendix: every parameter with every measure, every claim with its test and threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Cell, Prose, Section, Table
from sweepbrief.document.brief import MOST_STORIES
from sweepbrief.document.cells import ABSENT, estimate, metric, named, number
from sweepbrief.document.sections.disagreements import MOST_CARDS

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Claim, Finding, Verdict
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MEASURES = ("importance", "permutation", "shap", "pearson", "spearman", "pearson_log", "eta_squared")
SIGNED = frozenset({"pearson", "spearman", "pearson_log"})
MOST_LEVELS = 12
MOST_CLAIMS = 150
"""Claims on the page; findings.json holds every one."""


def write(brief: Brief) -> Section:
    """Write the full tables."""
    say = brief.voice.say
    title = say("section_appendix")
    if not brief.sweep.parameters:
        return Section("appendix", title, (Prose(say("absent_parameters"), "note"),))
    return Section("appendix", title, (_scores(brief), *_paragraphs(brief), *_levels(brief), *_claims(brief)))


def _scores(brief: Brief) -> Table:
    say, scores = brief.voice.say, brief.measurements.scores
    measures = [name for name in MEASURES if name in scores]
    rows = tuple(
        (
            named(brief, verdict.parameter),
            *(estimate(brief.voice, scores[name].values[verdict.parameter], signed=name in SIGNED) for name in measures),
        )
        for verdict in brief.ranked()[:MOST_STORIES]
    )
    heads = (say("head_parameter"), *(say(f"measure_{name}") for name in measures))
    return Table("scores", say("caption_scores"), heads, rows, sortable=True)


def _paragraphs(brief: Brief) -> tuple[Block, ...]:
    """Tell each parameter's whole story in one paragraph, where every link to a parameter leads."""
    heading = Prose(brief.voice.say("heading_parameters"), "heading", "stories")
    ranked = brief.ranked()
    more = len(ranked) - MOST_STORIES
    rest = (Prose(brief.voice.say("note_more_parameters", count=more), "note"),) if more > 0 else ()
    return (heading, *(_story(brief, verdict) for verdict in ranked[:MOST_STORIES]), *rest)


def _story(brief: Brief, verdict: Verdict) -> Prose:
    told = brief.voice.explain(verdict, brief.objective, brief.diagnosis.signal)
    cards = [finding for finding in brief.disagreements() if finding.parameter == verdict.parameter][:1]
    link = "".join(
        f'{brief.voice.gap}<a class="see" href="#{anchor(one.cause, one.parameter)}">{brief.voice.say("label_card")}</a>'
        for one in cards
        if _has_card(brief, one)
    )
    named = brief.voice.closed(brief.voice.name(verdict.parameter))
    return Prose(f"<b>{named}</b>{brief.voice.gap}{told}{link}", "text", anchor("parameter", verdict.parameter))


def _has_card(brief: Brief, finding: Finding) -> bool:
    return finding in brief.disagreements()[:MOST_CARDS]


def _levels(brief: Brief) -> tuple[Block, ...]:
    voice = brief.voice
    rows = tuple(
        (
            Cell(voice.name(name), name, "head"),
            Cell(voice.level(level.value)),
            number(voice, level.runs),
            metric(voice, level.mean.value),
            _interval(brief, level.mean.low, level.mean.high),
        )
        for name, levels in brief.measurements.levels.items()
        for level in levels[:MOST_LEVELS]
    )
    heads = (
        voice.say("head_parameter"),
        voice.say("head_level"),
        voice.say("head_runs"),
        voice.say("head_mean", metric=brief.metric),
        voice.say("head_interval"),
    )
    return (Table("levels", voice.say("caption_levels", metric=brief.metric), heads, rows),) if rows else ()


def _interval(brief: Brief, low: float | None, high: float | None) -> Cell:
    if low is None or high is None:
        return Cell(ABSENT, None, "number")
    return Cell(f"{brief.voice.metric(low)} \N{EN DASH} {brief.voice.metric(high)}", low, "number")


def _claims(brief: Brief) -> tuple[Block, ...]:
    """List every test behind a sentence of this report."""
    say = brief.voice.say
    held = [(finding, claim) for verdict in brief.ranked() for finding in verdict.findings for claim in finding.claims]
    if not held:
        return (Prose(say("absent_claims"), "note"),)
    heads = tuple(say(f"head_{name}") for name in ("claim", "test", "statistic", "threshold", "p_value"))
    table = Table(
        "claims",
        say("caption_claims", count=len(held)),
        heads,
        tuple(_claim(brief, finding, claim) for finding, claim in held[:MOST_CLAIMS]),
        tuple(anchor("claim", claim.id) for _, claim in held[:MOST_CLAIMS]),
        sortable=True,
    )
    return (Prose(say("heading_claims"), "heading", "ledger"), table)


def _claim(brief: Brief, finding: Finding, claim: Claim) -> tuple[Cell, ...]:
    voice = brief.voice
    head = Cell(voice.under(voice.name(finding.parameter), brief.about(finding, "label")), finding.parameter, "head")
    p_value = Cell(ABSENT if claim.p_value is None else voice.p_value(claim.p_value), claim.p_value, "number")
    return head, Cell(voice.say(f"test_{claim.test}")), number(voice, claim.statistic), number(voice, claim.threshold), p_value
