"""How the runs ended: one bar, divided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Canvas, Hand, Pen
from sweepbrief.figures.labelling import spread
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.outline import boxes, segments
from sweepbrief.figures.style import BAR, BLUE, FULL, HAIR, INK, RULE, RUST, SOFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.sweep import Status

_COLORS: Final[Mapping[str, str]] = {
    "complete": BLUE,
    "pruned": BAR,
    "failed": RUST,
    "crashed": RUST,
    "killed": RUST,
    "running": SOFT,
    "waiting": RULE,
    "unknown": INK,
}
_OPACITY: Final[Mapping[str, float]] = {"crashed": 0.7, "killed": 0.45}
_BAR_TOP: Final = 2.0
_BAR_FOOT: Final = 18.0
_LEAST: Final = 1.5


def draw_statuses(counts: Mapping[Status, int], labels: Mapping[Status, str], breadth: float = FULL) -> str:
    """Draw the runs by status as one bar, each part named beneath it.

    Parameters
    ----------
    counts : mapping of Status to int
        Runs by status, in the order to draw; statuses without runs are passed over.
    labels : mapping of Status to str
        What stands at each part, with its number, such as "complete 231".
    breadth : float
        Width in millimetres.

    Returns
    -------
    str
        An SVG element.
    """
    canvas = Canvas(13.5, breadth)
    found = [(status, count) for status, count in counts.items() if count > 0]
    widths = _widths([count for _, count in found], canvas.width)
    edges = np.concatenate([[0.0], np.cumsum(widths)])
    for (status, _), left, right in zip(found, edges[:-1], edges[1:], strict=True):
        part = boxes([(left, _BAR_TOP, max(right - 0.7, left + 0.7), _BAR_FOOT)])
        canvas.draw(status, part, Pen(fill=_COLORS[status], opacity=_OPACITY.get(status, 1.0)))
    texts = [labels[status] for status, _ in found]
    _name_parts(canvas, texts, edges)
    return canvas.svg()


def _widths(counts: list[int], whole: float) -> list[float]:
    """Divide the bar; no part so narrow that it is not seen."""
    shares = [max(whole * count / sum(counts), _LEAST) for count in counts]
    return [share * whole / sum(shares) for share in shares]


def _name_parts(canvas: Canvas, texts: list[str], edges: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    """Write the names beneath their parts, moved apart where parts are narrow."""
    if not texts:
        return
    room = canvas.width / len(texts) - 8.0
    short = [shorten(text, max(room, 40.0)) for text in texts]
    gap = max(width(text) for text in short) + 8.0
    if gap * len(short) <= canvas.width:
        places = spread(0.5 * (edges[:-1] + edges[1:]) - 0.5 * gap, 0.0, canvas.width - gap, gap) + 4.0
    else:
        places = np.linspace(0.0, canvas.width, len(short) + 1)[:-1]
    for text, at, left, right in zip(short, places, edges[:-1], edges[1:], strict=True):
        start = float(np.clip(0.5 * (left + right), 0.5, canvas.width - 0.5))
        middle = float(at) + 0.5 * width(text)
        canvas.draw("leader", segments([(start, _BAR_FOOT + 1.0, middle, _BAR_FOOT + 8.0)]), Pen(BAR, HAIR))
        canvas.write(float(at), canvas.height - 3.0, text, Hand(INK))
