"""Effect sizes: how far each parameter moves the metric, in its own unit, with intervals on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Pen
from sweepbrief.figures.outline import dots, segments
from sweepbrief.figures.rows import open_rows
from sweepbrief.figures.style import BAR, MARK, RUST, THICK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sweepbrief.figures.canvas import Canvas
    from sweepbrief.figures.plot import Axes
    from sweepbrief.figures.rows import Rows
    from sweepbrief.measures import Estimate

MOST_SIZES: Final = 14
"""Up to so many parameters have a row."""
_TOP: Final = 8.0
_FAR: Final = 2.5


@dataclass(frozen=True, slots=True)
class SizeLabels:
    """What the picture of effect sizes says.

    Attributes
    ----------
    axes : Axes
        ``x`` names the difference in the metric.
    unsure : frozenset of str
        Parameters whose effect is not told from none: drawn in grey.
    """

    axes: Axes
    unsure: frozenset[str] = frozenset()


def draw_sizes(names: Sequence[str], sizes: Mapping[str, Estimate], labels: SizeLabels) -> str:
    """Draw a row a parameter: a dot at its effect size, a line for the interval, from nought on.

    Parameters
    ----------
    names : sequence of str
        Parameters, the first ``MOST_SIZES`` of those with a size are drawn.
    sizes : mapping of str to Estimate
        In the metric's unit, not negative.
    labels : SizeLabels
        Texts.

    Returns
    -------
    str
        An SVG element, 115 mm wide, as high as it has rows.
    """
    shown = [name for name in names if sizes[name].value is not None][:MOST_SIZES]
    values = np.array([sizes[name].value or 0.0 for name in shown])
    highs = np.array([sizes[name].high if sizes[name].high is not None else np.nan for name in shown], dtype=float)
    held = [0.0, *values, *np.minimum(highs, _FAR * values.max(initial=0.0) or np.inf)]
    canvas, rows = open_rows(shown, "", held, labels.axes, _TOP)
    for place, y in zip(rows.levels, rows.at, strict=True):
        _draw_row(canvas, rows, y, sizes[shown[place]], unsure=shown[place] in labels.unsure)
    return canvas.svg()


def _draw_row(canvas: Canvas, rows: Rows, y: float, size: Estimate, *, unsure: bool) -> None:
    color = BAR if unsure else RUST
    low, mean, high = (float(place) for place in rows.x.inside([np.nan if end is None else end for end in
                                                                (size.low, size.value, size.high)]))  # fmt: skip
    if np.isfinite([low, high]).all():
        canvas.draw("interval", segments([(low, y, high, y)]), Pen(color, THICK))
    canvas.draw("means", dots([mean], [y]), Pen(color, MARK))
