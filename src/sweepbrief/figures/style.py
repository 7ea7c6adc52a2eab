"""The look of every picture: colours, sizes and typeface, decided once.

Colours are literal so that paper shows them as they are; the page maps each to a variable for dark mode, which is why no
picture may use a colour that is not here. Lengths are points (1/72 inch) at the printed size.
"""

from __future__ import annotations

from typing import Final

INK: Final = "#1c2330"
SOFT: Final = "#5b6475"
RULE: Final = "#d9dde4"
PAPER: Final = "#ffffff"
GRID: Final = "#e6e9ee"
BLUE: Final = "#1f5a8a"
RUST: Final = "#b5532a"
BAR: Final = "#8fa3b8"
BEST: Final = "#f4e7d3"

PALETTE: Final = (INK, SOFT, RULE, PAPER, GRID, BLUE, RUST, BAR, BEST)
"""Every colour that a picture may use."""

SERIES: Final = (RUST, BLUE, INK, BAR)
"""Colours of up to four curves, far apart in lightness as well as in hue."""

POINTS_PER_MM: Final = 72 / 25.4
COLUMN: Final = 115.0
"""Width of the page's main column in millimetres."""
FULL: Final = 180.0
"""Width of the page in millimetres."""
NARROW: Final = 92.0
"""Width of a picture for a telephone: its letters are there as large as those of captions."""
BREADTHS: Final = (FULL, NARROW)
"""What a wide picture is drawn for: the page and the telephone."""

FAMILY: Final = "'Sweepbrief Sans', 'Noto Sans', sans-serif"
SIZE: Final = 7.4
"""Size of every label."""
LINE_HEIGHT: Final = 9.0
"""Height that a line of labels takes."""

HAIR: Final = 0.6
"""Grid and intervals."""
THIN: Final = 0.9
"""Second lines."""
THICK: Final = 1.7
"""The line a picture is about."""
DOT: Final = 2.5
"""Diameter of a run."""
MARK: Final = 4.6
"""Diameter of a mean or an emphasised run."""
