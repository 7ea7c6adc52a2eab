"""Long names on paper: places where they may go on in the next line."""

from __future__ import annotations

import re

LONG = 25
"""Letters without a space from which a name may be wider than its column."""
EVERY = 12
"""Letters after which a name without separators may be broken."""
NEAR = 8
"""One column of a text to copy may pass the middle by one in so many of its lines, so that it ends where a part of it ends."""
ELEMENT = "<wbr>"
PLACE = "\u200b"
"""A space of no width: the element that means the same parts a text for the typesetter, which then breaks where it likes."""
SEPARATORS = frozenset("_./-:\\|")
EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
"""Letters that break anywhere by themselves, as far as the rules of their languages allow."""

NAME = re.compile(r"(<(?:a|b|code|span)(?: [^<>]*)?>)([^<>]+)(?=<)")
RUN = re.compile(rf"[^\s{EAST_ASIAN}]{{{LONG},}}")
BEFORE = re.compile(r' (<(?:b|em|code|a|span class="metric")(?: [^<>]*)?>)(?=[^\s<])')
SIGN = re.compile(r"&#?\w+;|.", re.DOTALL)


def breakable(page: str) -> str:
    """Let long names break after their separators, or every so many letters where they have none.

    The typesetter breaks a word that is too long only where it begins a line; after a quotation mark it would leave the page.

    Parameters
    ----------
    page : str
        HTML; pictures are left as they are.

    Returns
    -------
    str
        The same words.
    """
    page = page.replace(ELEMENT, PLACE)
    return NAME.sub(lambda found: found[1] + RUN.sub(lambda run: _parted(run[0]), found[2]), page)


def spaced(page: str) -> str:
    """Move the space before a word that is set apart into it.

    WeasyPrint 70 ends a line after its first word where the line holds all words before such a space, but not the space.

    Parameters
    ----------
    page : str
        HTML.

    Returns
    -------
    str
        The same words and spaces.
    """
    return BEFORE.sub(r"\1 ", page)


def halves(text: str) -> tuple[str, str]:
    """Part a text to copy into two columns of about the same length, before a line that is indented as little as may be.

    Parameters
    ----------
    text : str
        Lines.

    Returns
    -------
    tuple of str
        Both parts; together they are the text, but for blank lines at its end.
    """
    lines = text.rstrip().splitlines()
    middle = (len(lines) + 1) // 2
    far = len(lines) // NEAR
    near = range(max(1, middle - far), min(len(lines), middle + far + 1))
    parting = min(near, key=lambda place: (len(lines[place]) - len(lines[place].lstrip()), abs(place - middle)), default=middle)
    return "\n".join(lines[:parting]), "\n".join(lines[parting:])


def _parted(run: str) -> str:
    parts, since = [], 0
    for sign in SIGN.findall(run):
        parts.append(sign)
        since += 1
        if sign in SEPARATORS or (since >= EVERY and sign.isascii()):
            parts.append(PLACE)
            since = 0
    return "".join(parts)
