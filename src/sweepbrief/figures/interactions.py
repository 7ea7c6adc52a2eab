"""The heatmap of pairs: how much of what two parameters do they do together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sweepbrief.figures.canvas import Canvas, Hand, Pen
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.outline import boxes
from sweepbrief.figures.style import BLUE, COLUMN, FULL, GRID, INK, PAPER, POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.measures import PairScore

MOST_PAIRED: Final = 12
"""Up to so many parameters are paired."""

_CELL: Final = 24.0
_WIDEST: Final = 46.0
_HEAD: Final = 12.0
_NAME_ROOM: Final = 120.0
_LAST_ROOM: Final = 60.0
_SHADES: Final = ((0.0, 0.05), (0.05, 0.12), (0.1, 0.2), (0.15, 0.3), (0.2, 0.4), (0.3, 0.5), (0.4, 0.9), (0.6, 1.0))
_DARK: Final = 0.7


@dataclass(frozen=True, slots=True)
class InteractionLabels:
    """What the heatmap says.

    Attributes
    ----------
    scale : str
        What the printed numbers are, such as "joint share, per cent".
    """

    scale: str


def draw_interactions(
    pairs: Sequence[PairScore], parameters: Sequence[str], labels: InteractionLabels, breadth: float = FULL
) -> str:
    """Draw the relative share of every pair of the first parameters as a lower triangle of numbers.

    Parameters
    ----------
    pairs : sequence of PairScore
        In any order; pairs that are not there stay empty.
    parameters : sequence of str
        By falling importance; the first ``MOST_PAIRED`` are drawn.
    labels : InteractionLabels
        Texts.
    breadth : float
        Width in millimetres.

    Returns
    -------
    str
        An SVG element.
    """
    names = list(parameters[: MOST_PAIRED if breadth > COLUMN else MOST_PAIRED // 2])
    shares = {frozenset(pair.parameters): pair.relative_share for pair in pairs}
    rows = max(len(names) - 1, 1)
    canvas = Canvas((_HEAD + _CELL * rows + 6.0) / POINTS_PER_MM, breadth)
    canvas.write(canvas.width, 7.0, labels.scale, Hand(anchor="end"))
    texts = [shorten(name, min(_NAME_ROOM, 0.36 * canvas.width), strong=True) for name in names]
    left = max((width(text, strong=True) for text in texts), default=0.0) + 8.0
    pitch = min(_WIDEST, (canvas.width - left - _LAST_ROOM) / rows)
    for row in range(1, len(names)):
        top = _HEAD + _CELL * (row - 1)
        canvas.write(left - 6.0, top + 0.5 * _CELL + 2.5, texts[row], Hand(INK, strong=True, anchor="end"))
        for column in range(row):
            share = shares.get(frozenset((names[row], names[column])))
            _draw_cell(canvas, (left + pitch * column, top), pitch, share)
    for column, text in enumerate(texts[:-1]):
        at = left + pitch * column + 1.5
        room = canvas.width - at - (0.0 if column else width(labels.scale) + 8.0)
        canvas.write(at, _HEAD + _CELL * column - 4.5, shorten(text, room, strong=True), Hand(INK, strong=True))
    return canvas.svg()


def _draw_cell(canvas: Canvas, corner: tuple[float, float], breadth: float, share: float | None) -> None:
    """Draw a pair: darker the larger its share, the share in per cent printed on it."""
    left, top = corner
    outline = boxes([(left + 0.6, top + 0.6, left + breadth - 0.6, top + _CELL - 0.6)])
    if share is None or share != share:  # noqa: PLR0124 - NaN is the one number unlike itself
        canvas.draw("empty", outline, Pen(fill=GRID))
        return
    opacity = max(shade for least, shade in _SHADES if share >= least or not least)
    canvas.draw("pair", outline, Pen(fill=BLUE, opacity=opacity))
    hand = Hand(PAPER if opacity > _DARK else INK, strong=opacity > _DARK, anchor="middle")
    canvas.write(left + 0.5 * breadth, top + 0.5 * _CELL + 2.6, f"{100 * share:.0f}", hand)
