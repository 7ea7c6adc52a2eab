"""Pictures made ready for a page: a role, a name, and nothing that a strict policy would refuse."""

from __future__ import annotations

import re
from html import escape

OPENING = re.compile(r"<svg\b([^>]*)>", re.DOTALL)
DRESSED = re.compile(r'\s(?:role|aria-label|aria-hidden|focusable)="[^"]*"')
STYLE = re.compile(r'\sstyle="([^"]*)"')


def named_svg(svg: str, alt: str, *, titled: bool) -> str:
    """Give an inline picture its role and its name.

    Parameters
    ----------
    svg : str
        The SVG element.
    alt : str
        What it shows, plain text.
    titled : bool
        Whether the name is a ``<title>`` (read by the PDF, a tooltip in a browser) or an ``aria-label``.

    Returns
    -------
    str
        The element.
    """
    said = escape(alt, quote=True)
    label = "" if titled else f' aria-label="{said}"'
    title = f"<title>{said}</title>" if titled else ""
    return OPENING.sub(
        lambda found: f'<svg{DRESSED.sub("", found[1])} role="img"{label}>{title}', plain_attributes(svg), count=1
    )


def plain_attributes(svg: str) -> str:
    """Turn ``style="fill: red"`` into ``fill="red"``: a page without inline styles needs no exception in its policy."""
    return STYLE.sub(lambda found: "".join(_attributes(found[1])), svg)


def _attributes(style: str) -> list[str]:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return [f' {name.strip()}="{value.strip()}"' for name, value in pairs]
