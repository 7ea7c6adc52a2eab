"""The tables and the picture of a comparison with an earlier sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Picture, Table
from sweepbrief.document.cells import ABSENT, named
from sweepbrief.document.pictures import decimal_mark
from sweepbrief.figures import MOST_PAIRS, Axes, DumbbellLabels, Pair, draw_dumbbell

if TYPE_CHECKING:
    from sweepbrief.comparison import Change, Comparison
    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import Estimate


def verdict(found: Comparison, what: str) -> str:
    """Give the word for one of the outcome's changes: better, worse, chance or untested."""
    if found.change(what).p_value is None:
        return "untested"
    better = found.better(what)
    return "chance" if better is None else "better" if better else "worse"


def _word(found: Comparison, what: str) -> str:
    """Call an R2 higher or lower: it is no merit of the sweep."""
    told = verdict(found, what)
    return {"better": "higher", "worse": "lower"}.get(told, told) if what == "r2" else told


def outcome_table(brief: Brief, found: Comparison) -> Table:
    """Give the metric and the forest, before and now."""
    say = brief.voice.say
    rows = []
    for change in found.outcome:
        if change.difference is None:
            continue
        told = say(f"outcome_told_{_word(found, change.what)}")
        name = Cell(say(f"outcome_{change.what}", metric=brief.metric), change.what, "head")
        ends = (_estimate(brief, change.what, one) for one in (change.old, change.new))
        rows.append((name, *ends, _difference(brief, change), Cell(told)))
    heads = tuple(say(f"head_{name}") for name in ("what", "since_before", "since_now", "since_difference", "since_told"))
    return Table("since-outcome", say("caption_outcome", metric=brief.metric), heads, tuple(rows))


def _written(brief: Brief, what: str, value: float, *, signed: bool = False) -> str:
    if what in {"r2", "importance", "association"}:
        return brief.voice.number(value, 2, signed=signed)
    filters = brief.voice.prose.filters
    return str(filters.signed(value) if signed else filters.metric(value))


def _span(brief: Brief, what: str, low: float | None, high: float | None, *, signed: bool = False) -> str:
    if low is None or high is None:
        return ""
    first, second = (_written(brief, what, end, signed=signed) for end in (low, high))
    return f'<span class="sub">{first} \N{EN DASH} {second}</span>'


def _estimate(brief: Brief, what: str, one: Estimate) -> Cell:
    if one.value is None:
        return Cell(ABSENT, None, "number")
    return Cell(_written(brief, what, one.value) + _span(brief, what, one.low, one.high), one.value, "number")


def _difference(brief: Brief, change: Change) -> Cell:
    if change.difference is None:
        return Cell(ABSENT, None, "number")
    told = _written(brief, change.what, change.difference, signed=True)
    return Cell(told + _span(brief, change.what, change.low, change.high, signed=True), change.difference, "number")


def importance_picture(brief: Brief, found: Comparison) -> tuple[Picture, ...]:
    """Draw the importances before and now; nothing where they are not compared."""
    changes = [one for one in found.held.importances.values() if one.p_value is not None]
    if not changes:
        return ()
    text, shown = brief.voice.text, changes[:MOST_PAIRS]
    pairs = [Pair(str(one.parameter), one.old, one.new, one.holds) for one in shown]
    axes = Axes(text("axis_importance"), "", decimal_mark(brief.voice))
    svg = draw_dumbbell(pairs, DumbbellLabels(axes, text("picture_before"), text("picture_now")))
    alt = text("alt_since", names=[one.name for one in pairs if one.changed], shown=len(shown))
    caption = brief.voice.say("caption_since", shown=len(shown))
    return (Picture("since-importance", svg, alt, caption, _importances(brief, changes)),)


def _importances(brief: Brief, changes: list[Change]) -> Table:
    say = brief.voice.say
    heads = tuple(say(f"head_{name}") for name in ("parameter", "since_before", "since_now", "since_difference"))
    rows = tuple(
        (
            named(brief, str(one.parameter)),
            _estimate(brief, one.what, one.old),
            _estimate(brief, one.what, one.new),
            _difference(brief, one),
        )
        for one in changes
    )
    return Table("since-importances", say("caption_since", shown=len(changes)), heads, rows)


def advice_table(brief: Brief, found: Comparison) -> Table:
    """Give the earlier advice, whether it was followed, and what it was expected to bring."""
    say = brief.voice.say
    rows = []
    for one in found.followed:
        advice = one.advice
        asked = say(f"asked_{advice.action}", parameter=advice.parameter, before=advice.before, after=advice.after)
        rows.append((Cell(asked, None, "head"), Cell(say(f"answer_{one.answer}")), _gain(brief, advice.gain, found.new.sign)))
    heads = tuple(say(f"head_since_{name}") for name in ("advice", "answer", "expected"))
    return Table("since-advice-table", say("caption_followed"), heads, tuple(rows))


def _gain(brief: Brief, gain: Estimate, sign: float) -> Cell:
    if gain.value is None:
        return Cell(ABSENT, None, "number")
    told = _written(brief, "median", sign * gain.value, signed=True)
    return Cell(told + _span(brief, "median", *_ends(gain, sign), signed=True), gain.value, "number")


def _ends(gain: Estimate, sign: float) -> tuple[float | None, float | None]:
    """Turn a gain's interval into the metric's own sign."""
    if gain.low is None or gain.high is None:
        return None, None
    low, high = sorted((sign * gain.low, sign * gain.high))
    return low, high
