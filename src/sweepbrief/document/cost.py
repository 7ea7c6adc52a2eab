"""What run time was spent on, and what it bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Prose, Table
from sweepbrief.document.cells import ABSENT, named

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Cost, Stretch
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MOST = 8
MOST_LEVELS = 6


def cost(brief: Brief) -> tuple[Block, ...]:
    """Write the total, the settings that take time with what the metric gets for it, and the budget runs were given.

    Parameters
    ----------
    brief : Brief
        With the costs that the diagnosis found.

    Returns
    -------
    tuple of Block
        A heading and, where the source records no times, a note.
    """
    say = brief.voice.say
    heading, budget = Prose(say("heading_cost"), "heading", "cost"), _budget(brief)
    seconds = brief.sweep.seconds
    if seconds is None or not (seconds > 0).any():
        return (heading, Prose(say("absent_cost"), "note"), *budget)
    found = brief.diagnosis.costs[:MOST]
    if not found:
        return (heading, Prose(_total(brief)), Prose(say("cost_flat")), *budget)
    free = [one.parameter for one in found if one.free]
    saving = (Prose(say("cost_free", parameters=free, metric=brief.metric)),) if free else ()
    return (heading, Prose(_total(brief)), *budget, _table(brief, found), *saving, Prose(say("note_cost"), "note"))


def _total(brief: Brief) -> str:
    seconds = brief.sweep.seconds
    known = seconds[(seconds > 0) & ~brief.sweep.aside] if seconds is not None else None
    if known is None or known.empty:
        return ""
    total = float(known.sum())
    wasted = float(known[~brief.sweep.used[known.index]].sum())
    return brief.voice.say(
        "cost_total",
        total=total,
        median=float(known.median()),
        longest=float(known.max()),
        lost=wasted / total,
        runs=len(known),
    )


def _budget(brief: Brief) -> tuple[Block, ...]:
    """Say what effort runs were given, where that differed: a longer budget is no discovery."""
    note = next((one for one in brief.sweep.notes if one.code in {"fidelity", "fidelity_all"}), None)
    if note is None:
        return ()
    name = str(note.facts["column"])
    spent = [item.facts.get("value") for item in brief.sweep.excluded if item.reason == "other_fidelity"]
    levels = sorted({float(value) for value in [*spent, note.facts.get("value")] if isinstance(value, (int, float))})
    if name in brief.sweep.settings.columns:
        levels = sorted({float(value) for value in brief.sweep.settings[name].dropna()})
    if not levels:
        return ()
    listed = levels if len(levels) <= MOST_LEVELS else []
    return (Prose(brief.voice.say("cost_budget", name=name, low=levels[0], high=levels[-1], levels=listed)),)


def _table(brief: Brief, found: tuple[Cost, ...]) -> Table:
    say = brief.voice.say
    heads = (
        *(say(f"head_{name}") for name in ("parameter", "quick", "slow", "ratio")),
        say("head_bought", metric=brief.metric),
    )
    rows = tuple(_row(brief, one) for one in found)
    return Table("costs", say("caption_cost", metric=brief.metric), heads, rows)


def _row(brief: Brief, one: Cost) -> tuple[Cell, ...]:
    voice, ratio, bought = brief.voice, one.ratio, one.bought
    times = voice.say("ratio_interval", low=ratio.low, high=ratio.high)
    gain = ABSENT
    if bought.value is not None:
        interval = voice.say("bought_interval", low=bought.low, high=bought.high)
        gain = f'{voice.say("bought_value", value=bought.value)}<span class="sub">{interval}</span>'
    return (
        named(brief, one.parameter),
        Cell(_where(brief, one.cheap), one.cheap.mean),
        Cell(_where(brief, one.dear), one.dear.mean),
        Cell(f'{voice.number(ratio.value or 1.0, 1)}<span class="sub">{times}</span>', ratio.value, "number"),
        Cell(gain, bought.value, "number"),
    )


def _where(brief: Brief, part: Stretch) -> str:
    voice = brief.voice
    where = voice.level(part.level) if part.span is None else voice.span(*part.span)
    return f'{voice.say("cost_seconds", seconds=part.mean)}<span class="sub">{where}</span>'
