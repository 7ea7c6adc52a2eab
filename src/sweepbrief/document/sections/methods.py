"""How this was computed: methods with references, provenance, what was not analysed, and a glossary."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Items, Prose, Section, Table
from sweepbrief.document.references import REFERENCES
from sweepbrief.document.samples import samples

if TYPE_CHECKING:
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief
    from sweepbrief.sweep import Exclusion

MOST_EXCLUDED = 40
TERMS = (
    "sweep",
    "run",
    "parameter",
    "metric",
    "importance",
    "correlation",
    "interval",
    "out_of_bag",
    "shap",
    "interaction",
    "confounded",
    "noise",
)


def write(brief: Brief) -> Section:
    """Write what another person needs to check and repeat the analysis."""
    say = brief.voice.say
    parts = (
        Prose(_methods(brief)),
        Prose(say("method_words")),
        *_references(brief),
        *_provenance(brief),
        *_excluded(brief),
        *_glossary(brief),
    )
    return Section("methods", say("section_methods"), parts)


def _methods(brief: Brief) -> str:
    say, measured = brief.voice.say, brief.measurements
    told = (
        say("method_correlation", runs=brief.used),
        say("method_importance", trees=measured.surrogate.trees),
        say("method_reliability"),
        say("method_shap", runs=measured.shap_rows),
        say("method_null"),
        say("method_causes"),
        samples(brief),
    )
    return brief.voice.sentences(*told)


def _references(brief: Brief) -> tuple[Block, ...]:
    return (Prose(brief.voice.say("heading_references"), "heading", "references"), Items(tuple(one.html for one in REFERENCES)))


def _provenance(brief: Brief) -> tuple[Block, ...]:
    say, voice, source, options = brief.voice.say, brief.voice, brief.sweep.source, brief.options
    aim = (say(f"goal_{brief.goal}"), say(f"told_by_{brief.objective.told_by}"))
    facts = {
        "source": voice.value(source.kind),
        "location": f"<code>{escape(source.location)}</code>",
        "sha256": f"<code>{source.sha256}</code>",
        "metric": voice.beside(voice.name(brief.metric), voice.items(aim)),
        "seed": voice.number(options.seed, 0),
        "version": voice.run(options.version),
        "command": f"<code>{escape(options.command)}</code>" if options.command else say("provenance_python"),
    }
    rows = tuple((Cell(say(f"provenance_{name}"), None, "head"), Cell(told)) for name, told in facts.items())
    table = Table("provenance", say("caption_provenance"), (say("head_what"), say("head_value")), rows)
    return (Prose(say("heading_provenance"), "heading", "reproduce"), table)


def _excluded(brief: Brief) -> tuple[Block, ...]:
    say, excluded = brief.voice.say, brief.sweep.excluded
    heading = Prose(say("heading_excluded"), "heading", "excluded")
    if not excluded:
        return (heading, Prose(say("excluded_none"), "note"))
    alike: dict[tuple[str, ...], list[Exclusion]] = {}
    for one in sorted(excluded, key=lambda one: one.what != "run"):
        facts = tuple(f"{name}={fact!r}" for name, fact in one.facts.items())
        alike.setdefault((one.what, one.reason, *facts) if one.what == "run" else (one.what, one.name), []).append(one)
    told = tuple(_left_out(brief, same) for same in alike.values())
    more = (Prose(say("excluded_more", shown=MOST_EXCLUDED, count=len(told)), "note"),) if len(told) > MOST_EXCLUDED else ()
    return (heading, Items(told[:MOST_EXCLUDED]), *more)


def _left_out(brief: Brief, same: list[Exclusion]) -> str:
    """Tell why something was left out; runs that share a reason share a line."""
    told = brief.voice.exclusion(same[0])
    if len(same) == 1:
        return told
    rest = brief.voice.say("excluded_same", count=len(same) - 1, runs=[one.name for one in same[1:]])
    return brief.voice.sentences(told, rest)


def _glossary(brief: Brief) -> tuple[Block, ...]:
    say = brief.voice.say
    rows = tuple((Cell(say(f"term_{term}"), None, "head"), Cell(say(f"meaning_{term}"))) for term in TERMS)
    table = Table("glossary", say("caption_glossary"), (say("head_term"), say("head_meaning")), rows)
    return (Prose(say("heading_glossary"), "heading", "words"), table)
