"""Parameters that act together: the interaction heatmap, and the strongest pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Cell, Prose, Section, Table
from sweepbrief.document.cells import evidence_link, metric
from sweepbrief.document.pictures import interactions
from sweepbrief.measures import MOST_PAIRED

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Finding
    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import PairScore

MOST_PAIRS = 8
MOST_SEARCHED = 100
JOINT = frozenset({"interaction", "conditional"})


def write(brief: Brief) -> Section:
    """Write the heatmap and the table of pairs, or say why there is neither."""
    say, pairs = brief.voice.say, brief.measurements.pairs
    title = say("section_together")
    if brief.measurements.shap_error:
        return Section("together", title, (Prose(say(f"absent_shap_{brief.measurements.shap_error}"), "note"),))
    if brief.diagnosis.signal == "none" or not pairs:
        absent = "absent_together_none" if pairs else "absent_together"
        return Section("together", title, (Prose(say(absent), "note"),))
    told = next((pair for pair in pairs[:MOST_SEARCHED] if _proven(brief, pair)), None)
    shown = told or pairs[0]
    macro = "together_unproven" if told is None else "together_lede"
    lede = say(macro, first=shown.parameters[0], second=shown.parameters[1], share=shown.relative_share)
    notes = (Prose(say("note_pairs"), "note"), *_rest(brief))
    combined = brief.diagnosis.cells
    if combined is not None:
        whole = say("together_cells", metric=brief.metric, parameters=list(combined.parameters), share=combined.share)
        part = say("together_part", first=shown.parameters[0], second=shown.parameters[1], share=shown.relative_share)
        lede = brief.voice.sentences(whole, part if told is None else lede)
    return Section("together", title, (Prose(lede), *interactions(brief), _table(brief), *notes))


def _rest(brief: Brief) -> tuple[Prose, ...]:
    """Say of how many parameters pairs are not told apart."""
    rest = len(brief.sweep.parameters) - MOST_PAIRED + 1
    return (Prose(brief.voice.say("note_pairs_rest", shown=MOST_PAIRED - 1, rest=rest), "note"),) if rest > 1 else ()


def _proven(brief: Brief, pair: PairScore) -> list[Finding]:
    """Give the findings that say of these two parameters that they act together."""
    both = set(pair.parameters)
    joint = (finding for finding in brief.disagreements() if finding.parameter in both and finding.cause in JOINT)
    return [finding for finding in joint if {finding.parameter, *finding.partners[:1]} == both]


def _table(brief: Brief) -> Table:
    say = brief.voice.say
    heads = (say("head_pair"), say("head_share"), say("head_effect", metric=brief.metric), say("head_told"))
    pairs = brief.measurements.pairs[:MOST_PAIRS]
    return Table(
        "pairs",
        say("caption_pairs", metric=brief.metric),
        heads,
        tuple(_row(brief, pair) for pair in pairs),
        tuple(anchor("pair", *pair.parameters) for pair in pairs),
    )


def _row(brief: Brief, pair: PairScore) -> tuple[Cell, ...]:
    voice = brief.voice
    names = " \N{MULTIPLICATION SIGN} ".join(voice.name(name) for name in pair.parameters)
    share = Cell(voice.percent(pair.relative_share), pair.relative_share, "number")
    return Cell(names, " ".join(pair.parameters), "head"), share, metric(voice, pair.mean_abs), Cell(_told(brief, pair))


def _told(brief: Brief, pair: PairScore) -> str:
    """Tell the finding about this pair; a share without a finding may be the forest's own blur."""
    exact = _proven(brief, pair)
    if exact:
        return f"{brief.about(exact[0], 'clause')}{evidence_link(brief, exact[0].parameter)}"
    part = [
        finding
        for finding in brief.disagreements()
        if finding.cause == "interaction" and {finding.parameter, *finding.partners} >= set(pair.parameters)
    ]
    if part:
        return evidence_link(brief, part[0].parameter)
    combined = brief.diagnosis.cells
    inside = combined is not None and {*combined.parameters} >= set(pair.parameters)
    return brief.voice.say("pair_in_cells" if inside else "pair_unproven")
