"""How far each parameter moves the metric: sizes in its own unit beside the importances, and the fitted curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis import TOLD_APART
from sweepbrief.document.block import Items, Prose, Section
from sweepbrief.document.effects import dependence_picture, effects_picture, effects_table, sized

if TYPE_CHECKING:
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MOST_CAUTIONS = 8


def write(brief: Brief) -> Section:
    """Write the sizes and the curves with what each cannot show; the table comes last, since it goes on over a page's end."""
    say = brief.voice.say
    title, names = say("section_effects"), sized(brief)
    if not names:
        return Section("effects", title, (Prose(say("absent_effects"), "note"),))
    blocks: list[Block] = [Prose(_lede(brief, names)), *effects_picture(brief)]
    curves = dependence_picture(brief)
    if curves:
        blocks += [Prose(say("heading_dependence", metric=brief.metric), "heading", "curves"), *curves]
    cautions = tuple(_cautions(brief, names))[:MOST_CAUTIONS]
    blocks += [Items(cautions)] if cautions else []
    return Section("effects", title, (*blocks, effects_table(brief), Prose(say("note_effects", metric=brief.metric), "note")))


def _lede(brief: Brief, names: list[str]) -> str:
    effect, say = brief.diagnosis.effects[names[0]], brief.voice.say
    sure = sum(brief.diagnosis.effects[name].acts for name in names)
    if not sure:
        return say("sizes_none", metric=brief.metric, count=len(names))
    size = effect.size
    return say(
        "sizes_lede", metric=brief.metric, parameter=names[0], value=size.value, low=size.low, high=size.high, count=sure
    )


def _cautions(brief: Brief, names: list[str]) -> list[str]:
    """Say where a curve stands for combinations that hardly any run had, and where an average hides two directions."""
    say, told = brief.voice.say, []
    for name in names:
        effect = brief.diagnosis.effects[name]
        if not effect.acts:
            continue
        joint = [one for one in brief.diagnosis.verdicts[name].findings if one.cause == "interaction"]
        if joint:
            told.append(say("size_joint", parameter=name, partners=list(joint[0].partners)))
        if effect.coupled:
            told.append(say("size_coupled", parameter=name, partners=list(effect.coupled)))
        told += _two_sizes(brief, name)
    return told


def _two_sizes(brief: Brief, name: str) -> list[str]:
    """Say how a change that is told elsewhere on the page differs from the effect size, where the two numbers do."""
    size, told = brief.diagnosis.effects[name].size.value or 0.0, []
    for finding in brief.diagnosis.verdicts[name].findings:
        change = finding.facts.get("change")
        if not isinstance(change, float) or max(change, size) < TOLD_APART * min(change, size):
            continue
        facts = {"parameter": name, "size": size, "change": change}
        if "low_value" in finding.facts:
            ends = {"low_value": finding.facts["low_value"], "high_value": finding.facts["high_value"]}
            told.append(brief.voice.say("size_ends", **facts, **ends))
        elif finding.facts.get("role") == "child":
            other, levels = finding.facts["other"], finding.facts["active_levels"]
            told.append(brief.voice.say("size_open", **facts, other=other, active_levels=levels))
    return told
