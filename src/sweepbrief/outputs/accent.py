"""A house's accent colour: readable on light and on dark paper, or refused."""

from __future__ import annotations

import re

from sweepbrief.errors import WrongUsageError

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
READABLE = 4.5
"""Least contrast of text with its ground (WCAG 2.2, success criterion 1.4.3)."""
PAPER, NIGHT = "#ffffff", "#14181f"
KNEE = 0.04045  # below it sRGB is linear (IEC 61966-2-1)
STEPS = 20
"""How finely the colour is mixed with white until it can be read at night."""


def accent_style(accent: str) -> str:
    """Write the rules that set a page's links and heavy rules in a house's colour.

    Parameters
    ----------
    accent : str
        ``#rgb`` or ``#rrggbb``; empty for the page's own.

    Returns
    -------
    str
        CSS, for light and dark; empty where no colour is given.

    Raises
    ------
    WrongUsageError
        If it is no such colour, or too pale to be read on white.
    """
    if not accent:
        return ""
    day = readable_accent(accent)
    night = next(mixed for step in range(STEPS + 1) if contrast(mixed := _mixed(day, step / STEPS), NIGHT) >= READABLE)
    return (
        f":root{{--accent:{day};--mark:{day}}}"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{night};--mark:{night}}}}}"
        f"@media print{{:root{{--accent:{day};--mark:{day}}}}}"
    )


def readable_accent(accent: str) -> str:
    """Check an accent colour and spell it in six digits.

    Parameters
    ----------
    accent : str
        ``#rgb`` or ``#rrggbb``.

    Returns
    -------
    str
        ``#rrggbb``.

    Raises
    ------
    WrongUsageError
        If it is no such colour, or too pale to be read on white.
    """
    if not COLOUR.fullmatch(accent):
        raise WrongUsageError("An accent colour is written as #rrggbb.", f"Found {accent!r}.", "Such as --accent '#1f5a8a'.")
    digits = accent[1:].lower()
    colour = "#" + (digits if len(digits) > len("rgb") else "".join(2 * digit for digit in digits))
    found = contrast(colour, PAPER)
    if found < READABLE:
        expected = f"An accent colour can be read on white: a contrast of {READABLE} to 1 or more (WCAG 2.2)."
        raise WrongUsageError(expected, f"{accent} has {found:.1f}.", "Take a darker shade.")
    return colour


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours.

    Parameters
    ----------
    one, other : str
        ``#rrggbb``.

    Returns
    -------
    float
        From 1 to 21 (WCAG 2.2, relative luminance).
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= KNEE else ((share + 0.055) / 1.055) ** 2.4 for share in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(colour: str, white: float) -> str:
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(channel + (255 - channel) * white):02x}" for channel in channels)
