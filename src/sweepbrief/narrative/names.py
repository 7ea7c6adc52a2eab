"""Names and levels as they may stand in a sentence: cleaned of what would break a line, shortened, escaped."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup

LONGEST = 60
"""Characters of a name that a sentence carries; the full one stands in the attached data."""

UNFIT = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def cleaned(text: object, longest: int = LONGEST) -> str:
    """Give a name without control characters, on one line, shortened in the middle.

    Parameters
    ----------
    text : object
        Any value; its ``str`` is meant.
    longest : int
        Characters kept.

    Returns
    -------
    str
        Never empty: a name of nothing but spaces becomes the open box.
    """
    fit = "".join(" " if sign in "\n\r\t" or unicodedata.category(sign) in UNFIT else sign for sign in str(text))
    line = " ".join(fit.split()) or "\N{OPEN BOX}"
    if len(line) <= longest:
        return line
    kept = longest - 1
    return f"{line[: kept - kept // 3]}\N{HORIZONTAL ELLIPSIS}{line[len(line) - kept // 3 :]}"


def tagged(tag: str, text: object, kind: str = "") -> Markup:
    """Give an element around a cleaned name; names written from right to left are isolated from the sentence.

    Parameters
    ----------
    tag : {"b", "code", "span"}
        The element.
    text : object
        The name.
    kind : str
        Its class; empty for none.

    Returns
    -------
    markupsafe.Markup
        The escaped element.
    """
    name = cleaned(text)
    turned = any(unicodedata.bidirectional(sign) in RIGHT_TO_LEFT for sign in name)
    attributes = Markup(' class="{}"').format(kind) if kind else Markup()
    attributes += Markup(' dir="auto"') if turned else Markup()
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), attributes, name)  # noqa: S704 - tag is ours
