"""The answer: which parameters decide the sweep, and the facts that say how far to trust it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sweepbrief.diagnosis import few_settings, ranked
from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Prose, Section, Strip
from sweepbrief.document.cells import ABSENT

if TYPE_CHECKING:
    from sweepbrief.document.brief import Brief

Fact = tuple[str, str, str]


def write(brief: Brief) -> Section:
    """Write the headline, the lede and the strip of facts."""
    headline, lede = _said(brief)
    facts = (_runs(brief), _best(brief), _sure(brief), _sampling(brief), _noise(brief))
    return Section("answer", headline, (Prose(lede, "lede"), Strip(facts)), page_one=True)


def _said(brief: Brief) -> tuple[str, str]:
    """Write the headline and what it rests on."""
    voice, diagnosis, runs = brief.voice, brief.diagnosis, brief.used
    few, goal = few_settings(brief.measurements.design), {"metric": brief.metric, "goal": brief.goal, "runs": runs}
    if not brief.sweep.parameters:
        return voice.say("headline_unvaried", **goal), voice.say("lede_unvaried", **goal, runs_needed=None)
    if not brief.measurements.design.varies:
        return voice.say("headline_same", **goal), voice.say("lede_same", **goal)
    if diagnosis.signal == "none" and few is not None:
        lede = voice.say("lede_settings", **goal, settings=few, runs_needed=diagnosis.runs_needed)
        return voice.say("headline_settings", **goal, settings=few), lede
    deciding, joined = brief.deciding(), diagnosis.cells
    headline = voice.headline(deciding, brief.objective, diagnosis.tone, runs)
    lede = voice.lede(deciding, brief.objective, diagnosis.signal, runs, diagnosis.runs_needed)
    if joined is None:
        return headline, lede
    names = {"metric": brief.metric, "parameters": list(joined.parameters)}
    told = voice.say("lede_cells", **names, share=joined.share, fewer=joined.fewer, count=joined.count, told=bool(deciding))
    return voice.say("headline_cells", **names, told=bool(deciding)), voice.sentences(told, lede) if deciding else told


def lost(brief: Brief) -> list[tuple[str, int]]:
    """Count the runs that do not count: by status, and finished ones without a usable metric as ``unusable``."""
    statuses = brief.sweep.statuses[~brief.sweep.used & ~brief.sweep.aside]
    found = {status: int((statuses == status).sum()) for status in brief.sweep.counts}
    return [("unusable" if status == "complete" else status, count) for status, count in found.items() if count]


def _runs(brief: Brief) -> Fact:
    voice, found = brief.voice, len(brief.sweep.statuses)
    parts = [voice.say(f"status_{status}", count=count) for status, count in lost(brief)]
    remark = " \N{MIDDLE DOT} ".join([voice.say("fact_runs_remark", found=found), *parts, *_aside(brief), *_level(brief)])
    return voice.say("fact_runs"), voice.number(brief.used), remark


def _aside(brief: Brief) -> list[str]:
    """Say how many runs were set aside without having been lost, and why."""
    names = {str(name) for name in brief.sweep.aside[brief.sweep.aside].index}
    found = Counter(item.reason for item in brief.sweep.excluded if item.what == "run" and item.name in names)
    column = next((note.facts["column"] for note in brief.sweep.notes if note.code == "fidelity"), None)
    return [
        brief.voice.say(f"aside_{reason}", count=count, **({"column": column} if reason == "other_fidelity" else {}))
        for reason, count in found.items()
    ]


def _level(brief: Brief) -> list[str]:
    """Say at which level of effort runs are compared, where it is not the end of each."""
    note = next((note for note in brief.sweep.notes if note.code in {"fidelity", "reached"}), None)
    mixed = next((note.facts for note in brief.sweep.notes if note.code == "fidelity_all"), None)
    rows = next((note.facts["rows"] for note in brief.sweep.notes if note.code == "long_format"), None)
    level = [] if mixed is None else [brief.voice.say("fact_runs_levels", column=mixed["column"], count=mixed["levels"])]
    level = (
        level if note is None else [brief.voice.say("fact_runs_level", column=note.facts["column"], value=note.facts["value"])]
    )
    return level if rows is None else [*level, brief.voice.say("fact_runs_rows", rows=rows)]


def _best(brief: Brief) -> Fact:
    voice, sweep = brief.voice, brief.sweep
    best = float(sweep.outcome[sweep.best_run])
    link = f'<a href="#{anchor("run", sweep.best_run)}">{voice.run(sweep.best_run)}</a>'
    return voice.say("fact_best", metric=brief.metric, goal=brief.goal), voice.metric(best), link


def _sure(brief: Brief) -> Fact:
    """Say in a word how far the answer carries, with the number that decides the word."""
    voice, r2, signal = brief.voice, brief.measurements.surrogate.oob_r2, brief.diagnosis.signal
    if r2.value is None:
        remark = voice.say("fact_sure_unscored")
    else:
        remark = voice.say("fact_sure_explained", explained=max(r2.value, 0.0), ranked=ranked(r2) or signal == "none")
    return voice.say("fact_sure"), voice.say(f"sure_{signal}", ranked=ranked(r2)), remark


def _sampling(brief: Brief) -> Fact:
    voice, sampler = brief.voice, brief.diagnosis.sampler
    remark = (
        voice.say(f"fact_sampling_{brief.diagnosis.sampler_from}")
        if sampler != "unknown"
        else voice.say("fact_sampling_unknown")
    )
    return voice.say("fact_sampling"), voice.say(f"sampler_{sampler}"), remark


def _noise(brief: Brief) -> Fact:
    voice, noise = brief.voice, brief.measurements.noise
    if noise.value is None:
        return voice.say("fact_noise"), ABSENT, voice.say("fact_noise_unknown")
    if noise.value == 0.0:
        return voice.say("fact_noise"), voice.number(0.0, 0), voice.say("fact_noise_same")
    first = brief.measurements.winners
    remark = (
        voice.say("fact_noise_remark") if first is None else voice.say("fact_noise_difference", difference=first.difference)
    )
    return voice.say("fact_noise"), voice.metric(noise.value), remark
