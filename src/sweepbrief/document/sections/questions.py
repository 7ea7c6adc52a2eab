"""Questions and follow-up: what this data cannot answer, whom to ask, and what the next report will check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Items, Prose, Section

if TYPE_CHECKING:
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MOST = 5


def write(brief: Brief) -> Section:
    """Write the open questions with the experiment that would answer each."""
    say = brief.voice.say
    whom = brief.options.contact
    ask = say("contact", contact=whom) if whom else say("contact_unknown")
    blocks: tuple[Block, ...] = (
        Prose(say("questions_lede")),
        Items(tuple(_open(brief))),
        Prose(say("heading_contact"), "heading", "contact"),
        Prose(ask),
        Prose(say("heading_follow_up"), "heading", "follow-up"),
        Items(tuple(_follow_up(brief))),
    )
    return Section("questions", say("section_questions"), blocks)


def _open(brief: Brief) -> list[str]:
    """List questions, those about single parameters first."""
    voice, needed = brief.voice, brief.diagnosis.runs_needed
    unsure = [verdict.parameter for verdict in brief.ranked() if verdict.relevant is None]
    found = []
    if unsure:
        found.append(
            voice.say("question_unsure", parameters=unsure, count=len(unsure), metric=brief.metric, runs_needed=needed)
        )
    settle = [brief.about(finding, "settle") for finding in brief.disagreements()]
    found.extend(dict.fromkeys(settle[:MOST]))
    if brief.measurements.noise.value is None:
        found.append(voice.say("question_noise", metric=brief.metric))
    found.append(voice.say("question_outside", metric=brief.metric))
    return found


def _follow_up(brief: Brief) -> list[str]:
    """List what the next report will check: that the advice brought what was expected of it."""
    voice = brief.voice
    gains = [advice for advice in brief.advice if advice.gain.value is not None][:3]
    checks = [
        voice.say(
            "follow_up_gain", action=advice.action, parameter=advice.parameter, value=advice.gain.value, metric=brief.metric
        )
        for advice in gains
    ]
    best = float(brief.sweep.outcome[brief.sweep.best_run])
    return [
        *checks,
        voice.say("follow_up_best", metric=brief.metric, goal=brief.goal, best=best),
        voice.say("follow_up_command"),
    ]
