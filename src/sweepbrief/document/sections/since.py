"""Since last time: what changed against an earlier sweep, told only where chance alone would not have changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Items, Prose, Section
from sweepbrief.document.since_tables import advice_table, importance_picture, outcome_table, verdict

if TYPE_CHECKING:
    from sweepbrief.comparison import Comparison
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

LEADING = 3
"""Parameters that the comparison of rankings names."""


def write(brief: Brief) -> Section:
    """Write the comparison: the metric, the effects, the ranges, the advice, and what is not comparable."""
    say, found = brief.voice.say, brief.comparison
    if found is None:
        return Section("since", say("section_since"), ())
    names = {"old": found.old.used, "new": found.new.used}
    lede = brief.voice.sentences(say("since_lede", name=found.old.name, **names), _best(brief, found), _ranking(brief, found))
    blocks: tuple[Block, ...] = (
        Prose(lede, "lede"),
        outcome_table(brief, found),
        *_effects(brief, found),
        *_ranges(brief, found),
        *_advice(brief, found),
        *_caveats(brief, found),
    )
    return Section("since", say("section_since"), blocks)


def _best(brief: Brief, found: Comparison) -> str:
    """Say what became of the best value."""
    say, change, lead = brief.voice.say, found.change("best"), found.lead
    ends = {"metric": brief.metric, "old": change.old.value, "new": change.new.value}
    if change.difference == 0:
        return say("since_best_equal", metric=brief.metric, value=change.new.value)
    if change.p_value is None or lead is None:
        return say("since_best_untested", **ends)
    if not change.holds:
        noise = change.low is not None and change.high is not None and change.low <= 0 <= change.high
        return say("since_best_chance", **ends, newer=lead.newer, count=lead.count, noise=noise)
    ahead = found.new if lead.newer else found.old
    facts = {"count": lead.count, "more": lead.count == len(ahead.leading) < ahead.used, "p_value": change.p_value}
    return say(f"since_best_{'better' if found.better('best') else 'worse'}", **ends, **facts)


def _ranking(brief: Brief, found: Comparison) -> str:
    """Say what became of the order of the leading parameters."""
    say = brief.voice.say
    if "none" in {found.old.signal, found.new.signal}:
        return say("since_ranking_none", older=found.old.signal == "none", newer=found.new.signal == "none")
    shared = set(found.shared)
    old, new = ([name for name in one.ranked() if name in shared][:LEADING] for one in (found.old, found.new))
    if old == new:
        return say("since_ranking_same", names=new)
    changed = any(change.holds for change in found.held.importances.values())
    return say(f"since_ranking_{'changed' if changed else 'chance'}", old=old, new=new)


def _effects(brief: Brief, found: Comparison) -> tuple[Block, ...]:
    say = brief.voice.say
    told = [_effect(brief, one.kind, one.parameter, one.facts) for one in found.effects]
    tested = [*found.held.importances.values(), *found.held.associations.values(), *found.held.levels.values()]
    count = sum(change.p_value is not None for change in tested)
    none = () if found.proven else (Prose(say("effects_none", count=len(found.shared))),)
    return (
        Prose(say("heading_since_effects"), "heading", "since-effects"),
        *none,
        *((Items(tuple(told)),) if told else ()),
        *importance_picture(brief, found),
        Prose(say("since_tests", count=count), "note"),
    )


def _effect(brief: Brief, kind: str, parameter: str, facts: object) -> str:
    given = dict(facts)  # type: ignore[call-overload]  # a mapping of named facts
    if kind == "unproven":
        given = {"appeared": given["appeared"]}
    return brief.voice.say(f"effect_{kind}", parameter=parameter, metric=brief.metric, **given)


def _ranges(brief: Brief, found: Comparison) -> tuple[Block, ...]:
    say = brief.voice.say
    told = tuple(say(f"moved_{move.kind}", parameter=move.parameter, **move.facts) for move in found.ranges)
    heading = Prose(say("heading_since_ranges"), "heading", "since-ranges")
    return (heading, Items(told) if told else Prose(say("ranges_none")))


def _advice(brief: Brief, found: Comparison) -> tuple[Block, ...]:
    say = brief.voice.say
    heading = Prose(say("heading_since_advice"), "heading", "since-advice")
    if not found.followed:
        return (heading, Prose(say("advice_absent")))
    taken = sum(one.answer in {"followed", "partly"} for one in found.followed)
    change = found.change("median")
    if not taken or change.old.value is None or change.new.value is None:
        brought = say("advice_ignored") if not taken else ""
    else:
        ends = {"old": change.old.value, "new": change.new.value, "low": change.low, "high": change.high}
        brought = say("advice_brought", metric=brief.metric, count=taken, **ends, verdict=verdict(found, "median"))
    return (heading, *((Prose(brought),) if brought else ()), advice_table(brief, found))


def _caveats(brief: Brief, found: Comparison) -> tuple[Block, ...]:
    say = brief.voice.say
    told = tuple(say(f"caveat_{one.code}", **one.facts) for one in found.caveats)
    heading = Prose(say("heading_since_caveats"), "heading", "since-caveats")
    return (heading, Items(told) if told else Prose(say("caveats_none")))
