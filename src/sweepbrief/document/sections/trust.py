"""How far to trust this: reliability in words, with the numbers that decide the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis import ranked
from sweepbrief.document.block import Items, Prose, Section
from sweepbrief.document.commonality import common_settings
from sweepbrief.document.reliability import half, rankings, regimes, repeats, scale
from sweepbrief.document.sections.answer import lost
from sweepbrief.sweep import given

if TYPE_CHECKING:
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MOST_PAIRS = 6


def write(brief: Brief) -> Section:
    """Write what the reliability of every later sentence rests on."""
    told = (*_untold(brief), *_size(brief), *repeats(brief), _sampler(brief), *_lost(brief), *scale(brief))
    points = (*told, *regimes(brief), *half(brief), *_given(brief), *_moved(brief), _null(brief), _noise(brief))
    notes = tuple(brief.voice.note(note) for note in brief.sweep.notes)
    blocks: tuple[Block, ...] = (Prose(_signal(brief), "lede"), Items((*points, *notes)), *rankings(brief))
    return Section("trust", brief.voice.say("section_trust"), blocks)


def _signal(brief: Brief) -> str:
    r2 = brief.measurements.surrogate.oob_r2
    if r2.value is None:
        return brief.voice.say("trust_unscored", runs=brief.used, parameters=len(brief.sweep.parameters))
    said = f"trust_signal_{brief.diagnosis.signal}"
    facts = {"r2": r2.value, "low": r2.low, "high": r2.high, "foreseen": brief.diagnosis.foreseen, "ranked": ranked(r2)}
    return brief.voice.say(said, metric=brief.metric, **facts)


def _untold(brief: Brief) -> tuple[str, ...]:
    """Say how much all parameters carry together, where that makes the signal strong and single effects do not show it."""
    share, carried = brief.diagnosis.untold, brief.diagnosis.carried
    if share is None or carried is None:
        return ()
    return (brief.voice.say("trust_untold", metric=brief.metric, share=share, low=carried.low, high=carried.high),)


def _size(brief: Brief) -> tuple[str, ...]:
    runs, parameters, needed = brief.used, len(brief.sweep.parameters), brief.diagnosis.runs_needed
    if needed is None or not parameters:
        return (brief.voice.say("trust_size", runs=runs, parameters=parameters),)
    return (brief.voice.say("trust_needed", runs=runs, parameters=parameters, runs_needed=needed),)


def _given(brief: Brief) -> tuple[str, ...]:
    """Say which parameters name what runs were given to work on, so that nothing is advised on them."""
    names = [parameter.name for parameter in brief.sweep.parameters if given(parameter)]
    return (brief.voice.say("trust_given", parameters=names, metric=brief.metric),) if names else ()


def _sampler(brief: Brief) -> str:
    pairs, sampler = brief.measurements.dependence, brief.diagnosis.sampler
    if sampler in {"random", "grid"} and pairs:
        return brief.voice.say("trust_sampler_coupled", count=len(pairs))
    return brief.voice.say(f"trust_sampler_{sampler}", told_by=brief.diagnosis.sampler_from)


def _lost(brief: Brief) -> tuple[str, ...]:
    voice, gone, found = brief.voice, lost(brief), len(brief.sweep.statuses)
    if not gone:
        return (voice.say("trust_lost_none", runs=found),)
    told = [voice.say(f"status_{status}", count=count) for status, count in gone]
    total = voice.say("trust_lost", lost=sum(count for _, count in gone), found=found)
    held = [finding for finding in brief.disagreements() if finding.cause == "survivorship"]
    why = [*(brief.about(finding, "lede") for finding in held[:1]), _shared(brief, sum(count for _, count in gone))]
    return (voice.sentences(total, voice.closed(voice.items(told)), *why),)


def _shared(brief: Brief, count: int) -> str:
    """Lead to what the lost runs have in common, where they have something."""
    if not common_settings(brief.sweep):
        return brief.voice.say("trust_lost_even", lost=count)
    return f'<a class="see" href="#lost">{brief.voice.say("heading_lost")}</a>'


def _moved(brief: Brief) -> tuple[str, ...]:
    voice, pairs = brief.voice, brief.measurements.dependence
    if len(brief.sweep.parameters) < 2:  # noqa: PLR2004 - a pair has two
        return ()
    if not pairs:
        return (voice.say("trust_dependence_none"),)
    told = [
        voice.say("trust_dependence", first=pair.parameters[0], second=pair.parameters[1], value=pair.value)
        for pair in pairs[:MOST_PAIRS]
    ]
    return (voice.sentences(voice.say("trust_dependence_lead", count=len(pairs)), voice.closed(voice.items(told))),)


def _null(brief: Brief) -> str:
    null = brief.measurements.null_importance.high
    return brief.voice.say("trust_null_unknown") if null is None else brief.voice.say("trust_null", share=null)


def _noise(brief: Brief) -> str:
    found = brief.measurements.noise
    noise = found.value
    if noise is None:
        return brief.voice.say("trust_noise_unknown", metric=brief.metric)
    if noise == 0.0:
        repeated = int((np.bincount(brief.measurements.design.groups) > 1).sum())
        return brief.voice.say("trust_noise_same", metric=brief.metric, settings=repeated)
    return brief.voice.say("trust_noise", noise=noise, low=found.low, high=found.high, metric=brief.metric)
