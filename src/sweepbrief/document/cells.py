"""Cells of tables: names, settings, numbers with their intervals, and links to the evidence."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Cell

if TYPE_CHECKING:
    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import Estimate
    from sweepbrief.narrative import Voice
    from sweepbrief.sweep import Parameter

ABSENT = "\N{EN DASH}"
SHOWN_LEVELS = 6
BREAKS = re.compile(r"([_./])(?=[^<>]*(?:<|$))")
OF_ITS_KIND = frozenset({"category", "numeric", "narrow", "not_positive"})
"""Reasons that follow from what a parameter is: a dash says as much."""


def named(brief: Brief, parameter: str) -> Cell:
    """Give the head of a row: a parameter's name, linked to what is said of it, over its searched range."""
    found = next((one for one in brief.sweep.parameters if one.name == parameter), None)
    beneath = f'<span class="sub">{searched(brief.voice, found)}</span>' if found else ""
    name = brief.voice.name(parameter)
    told = f'<a class="name" href="#{anchor("parameter", parameter)}">{name}</a>' if parameter in brief.storied() else name
    return Cell(f"{told}{beneath}", parameter, "head")


def evidence_link(brief: Brief, parameter: str) -> str:
    """Lead to a parameter's whole story, where it is told."""
    if parameter not in brief.storied():
        return ""
    return f'{brief.voice.gap}<a class="see" href="#{anchor("parameter", parameter)}">{brief.voice.say("label_evidence")}</a>'


def searched(voice: Voice, parameter: Parameter) -> str:
    """Say where a parameter's values were drawn from."""
    if parameter.numeric and parameter.low is not None and parameter.high is not None:
        return voice.say(f"range_{parameter.scale}", low=parameter.low, high=parameter.high)
    choices = parameter.choices or ()
    if len(choices) > SHOWN_LEVELS:
        return voice.say("range_levels", count=len(choices))
    return ", ".join(voice.value(choice) for choice in choices)


def number(voice: Voice, value: float | None, digits: int | None = None) -> Cell:
    """Give a number cell, sortable; a dash where there is none."""
    return Cell(ABSENT if value is None else voice.number(value, digits), value, "number")


def metric(voice: Voice, value: float | None) -> Cell:
    """Give a number cell in the metric's unit, at the precision that the noise allows."""
    return Cell(ABSENT if value is None else voice.metric(value), value, "number")


def setting(voice: Voice, value: object) -> Cell:
    """Give a cell with one setting of one run."""
    sort = float(value) if isinstance(value, int | float) and value == value else str(value)  # noqa: PLR0124 - NaN
    return Cell(voice.value(value), sort, "number" if isinstance(value, int | float) else "text")


def estimate(voice: Voice, found: Estimate, *, signed: bool = False) -> Cell:
    """Give an estimate with its interval, or the reason why there is none."""
    if found.value is None:
        told = voice.say(f"why_not_{found.why_not}") if found.why_not and found.why_not not in OF_ITS_KIND else ABSENT
        return Cell(f'<span class="sub">{told}</span>', None, "number")
    told = voice.number(found.value, 2, signed=signed)
    if found.low is None or found.high is None:
        return Cell(told, found.value, "number")
    low, high = (voice.number(end, 2, signed=signed) for end in (found.low, found.high))
    return Cell(f'{told}<span class="sub">{low} \N{EN DASH} {high}</span>', found.value, "number")


def titled(svg: str, told: str) -> str:
    """Give a cell's picture its name, for those who cannot see it."""
    opening, rest = svg.split(">", 1)
    return f'{opening} role="img"><title>{escape(told)}</title>{rest}'


def breakable(html: str) -> str:
    """Let a name break after its underscores, dots and slashes, where a narrow column needs it."""
    return BREAKS.sub(r"\1<wbr>", html)
