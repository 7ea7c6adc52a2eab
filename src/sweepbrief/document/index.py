"""The index of many reports: a table of all, and how sweeps of one name went on."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from sweepbrief.comparison import compare
from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Cell, Document, Items, Picture, Prose, Section, Table
from sweepbrief.document.cells import ABSENT
from sweepbrief.document.pictures import decimal_mark
from sweepbrief.document.write import labels
from sweepbrief.errors import SweepbriefError
from sweepbrief.figures import Course, TrendLabels, draw_trend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sweepbrief.comparison import Comparison, Snapshot
    from sweepbrief.document.block import Block
    from sweepbrief.narrative import Voice

Order = Literal["newest", "name"]

PAGES: Mapping[Order, str] = {"newest": "index.html", "name": "by-name.html"}
"""File by order: the page needs no script to be sorted."""
MOST_ROWS = 500
MOST_TRENDS = 40
MOST_REPORTS = 60
"""Reports of one sweep that its trend follows: the newest."""
LEADING = 3
LONGEST = 300
"""Characters of a sentence that another report wrote."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in the index.

    Attributes
    ----------
    path : str
        Its folder and stem relative to the index, with forward slashes.
    files : mapping of str to str
        Its files relative to the index, by kind (``html``, ``pdf``, ``md``, ``json``).
    moment : str
        When it was made, ISO 8601 to the minute.
    snapshot : Snapshot
        What it found.
    headline : str
        Its finding as a sentence, plain text; empty where it is not kept.
    """

    path: str
    files: Mapping[str, str]
    moment: str
    snapshot: Snapshot
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """All reports found in a folder.

    Attributes
    ----------
    entries : tuple of Entry
        The newest first; of one moment by path.
    skipped : tuple of (str, str)
        Files that look like reports and cannot be read, with the reason.
    title : str
        Headline in place of the count; empty for none.
    """

    entries: tuple[Entry, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    title: str = ""
    sweeps: Mapping[tuple[str, str], tuple[Entry, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            found.setdefault((entry.snapshot.name, entry.snapshot.metric), []).append(entry)
        object.__setattr__(self, "sweeps", {key: tuple(entries) for key, entries in found.items()})


def index(collection: Collection, voice: Voice, order: Order = "newest") -> Document:
    """Write the index as a document.

    Parameters
    ----------
    collection : Collection
        What there is.
    voice : Voice
        The words.
    order : {"newest", "name"}
        Of the rows.

    Returns
    -------
    Document
        A page; each row leads to its report.
    """
    count, sweeps = len(collection.entries), len({name for name, _ in collection.sweeps})
    headline = collection.title or voice.text("site_title", count=count)
    sections = [_all(collection, voice, order)]
    trends = _trends(collection, voice)
    if trends:
        sections.append(Section("trends", voice.say("section_trends"), trends))
    return Document(
        title=headline,
        headline=headline,
        subtitle=headline,
        kicker=voice.text("site_kicker", count=sweeps),
        language=voice.language,
        labels={**labels(voice, 0), "filter": voice.text("label_search")},
        sections=tuple(sections),
    )


def _all(collection: Collection, voice: Voice, order: Order) -> Section:
    say, count = voice.say, len(collection.entries)
    if not count:
        return Section("answer", say("section_index"), (Prose(say("site_empty"), "lede"), *_skipped(collection, voice)))
    other: Order = "name" if order == "newest" else "newest"
    link = f' <a href="{PAGES[other]}">{say(f"site_by_{other}")}</a>.' if count > 1 else ""
    lede = say(f"site_lede_{order}", count=count, sweeps=len({name for name, _ in collection.sweeps}))
    shown = collection.entries[:MOST_ROWS]
    if order == "name":
        shown = tuple(sorted(shown, key=lambda entry: (entry.snapshot.name.casefold(), entry.snapshot.name)))
    rest = (Prose(say("site_rest", count=count - MOST_ROWS), "note"),) if count > MOST_ROWS else ()
    blocks = (Prose(lede + link, "lede"), _table(shown, voice), *rest, Prose(say("site_moment"), "note"))
    return Section("answer", say("section_index"), (*blocks, *_skipped(collection, voice)))


def _skipped(collection: Collection, voice: Voice) -> tuple[Block, ...]:
    if not collection.skipped:
        return ()
    told = tuple(f"{voice.run(path)}: {_text(reason)}" for path, reason in collection.skipped[:MOST_TRENDS])
    return (Prose(voice.say("site_skipped", count=len(collection.skipped)), "note"), Items(told))


def _table(entries: Sequence[Entry], voice: Voice) -> Table:
    say = voice.say
    names = ("report", "when", "best_value", "explained", "runs", "leading", "files")
    heads = tuple(say(f"head_{name}") for name in names)
    rows = tuple(_row(entry, voice) for entry in entries)
    ids = tuple(anchor("report", entry.path) for entry in entries)
    return Table("reports", say("caption_reports"), heads, rows, ids, sortable=True)


def _row(entry: Entry, voice: Voice) -> tuple[Cell, ...]:
    found = entry.snapshot
    told = f'<span class="sub">{_text(entry.headline)}</span>' if entry.headline else ""
    metric = f'<span class="sub">{voice.say("head_best", metric=found.metric)}</span>'
    return (
        Cell(_linked(entry, voice.run(found.name)) + told, found.name, "head"),
        Cell(entry.moment.replace("T", " "), entry.moment),
        Cell((ABSENT if found.best is None else voice.value(found.best)) + metric, found.best, "number"),
        _explained(found, voice),
        Cell(voice.number(found.used, 0), found.used, "number"),
        Cell(_leading(found, voice)),
        Cell(" ".join(f'<a href="{href(path)}">{kind}</a>' for kind, path in entry.files.items())),
    )


def _text(found: str) -> str:
    """Escape a sentence that another report wrote."""
    return escape(" ".join(found.split())[:LONGEST])


def href(path: str) -> str:
    """Give a relative address that cannot be taken for anything else: no scheme, no quote, no line."""
    return "./" + quote(path)


def _linked(entry: Entry, html: str) -> str:
    first = next(iter(entry.files.values()), "")
    return f'<a href="{href(first)}">{html}</a>' if first else html


def _explained(found: Snapshot, voice: Voice) -> Cell:
    if found.r2.value is None:
        return Cell(ABSENT, None, "number")
    return Cell(voice.percent(max(found.r2.value, 0.0)), found.r2.value, "number")


def _led(found: Snapshot) -> list[str]:
    """Name the parameters that act, the most important first; none without a signal."""
    return [name for name in found.ranked() if found.settings[name].relevant][:LEADING] if found.signal != "none" else []


def _leading(found: Snapshot, voice: Voice) -> str:
    return ", ".join(voice.name(name) for name in _led(found)) or ABSENT


def _trends(collection: Collection, voice: Voice) -> tuple[Block, ...]:
    """Follow every sweep that has several reports, the one with the newest report first."""
    several = [(key, entries) for key, entries in collection.sweeps.items() if len(entries) > 1]
    blocks: list[Block] = []
    for (name, metric), entries in several[:MOST_TRENDS]:
        heading = Prose(voice.say("trend_title", name=name, metric=metric), "heading", anchor("trend", f"{name} {metric}"))
        blocks += [heading, _picture(name, metric, entries[:MOST_REPORTS], voice), _course(name, entries[:MOST_REPORTS], voice)]
    return tuple(blocks)


def _picture(name: str, metric: str, entries: Sequence[Entry], voice: Voice) -> Picture:
    made = [entry.snapshot for entry in reversed(entries)]
    led = _led(made[-1]) or made[-1].ranked()[:LEADING]
    weights = {one: [found.settings[one].importance.value if one in found.settings else None for found in made] for one in led}
    course = Course([found.best for found in made], [found.r2 for found in made], weights)
    text, count = voice.text, len(made)
    axes = (text("axis_best", metric=metric), text("axis_explained"), text("axis_importance"), text("axis_report"))
    svg = draw_trend(course, TrendLabels(*axes, decimal_mark(voice)))
    alt = text("alt_trend", name=name, count=count, old=made[0].best, new=made[-1].best)
    caption = voice.say("caption_trend", name=name, count=count)
    return Picture(anchor("course", f"{name} {metric}"), svg, alt, caption)


def _course(name: str, entries: Sequence[Entry], voice: Voice) -> Table:
    """List the reports of one sweep, each held against the one before."""
    say = voice.say
    heads = tuple(say(f"head_{one}") for one in ("when", "best_value", "explained", "runs", "leading", "since"))
    before = [_against(old.snapshot, new.snapshot, voice) for new, old in pairwise(entries)]
    rows = tuple(
        (
            Cell(_linked(entry, entry.moment.replace("T", " ")), entry.moment, "head"),
            Cell(ABSENT if entry.snapshot.best is None else voice.value(entry.snapshot.best), entry.snapshot.best, "number"),
            _explained(entry.snapshot, voice),
            Cell(voice.number(entry.snapshot.used, 0), entry.snapshot.used, "number"),
            Cell(_leading(entry.snapshot, voice)),
            Cell(told),
        )
        for entry, told in zip(entries, [*before, say("trend_first")], strict=True)
    )
    metric = entries[0].snapshot.metric
    return Table(anchor("reports", f"{name} {metric}"), say("caption_trend_table", name=name), heads, rows)


def _against(old: Snapshot, new: Snapshot, voice: Voice) -> str:
    """Say whether the best value and the effects changed beyond chance."""
    try:
        found = compare(old, new)
    except SweepbriefError:
        return voice.say("trend_not_comparable")
    return f"{_verdict(found, voice)}{_changed(found, voice)}"


def _verdict(found: Comparison, voice: Voice) -> str:
    better = found.better("best")
    word = (
        "untested" if found.change("best").p_value is None else "chance" if better is None else "better" if better else "worse"
    )
    return voice.say(f"outcome_told_{word}")


def _changed(found: Comparison, voice: Voice) -> str:
    names = [voice.name(one.parameter) for one in found.proven][:LEADING]
    return f'<span class="sub">{", ".join(names)}</span>' if names else ""
