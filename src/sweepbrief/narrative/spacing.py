"""Spacing of Chinese and Japanese: a template's line ends and joints leave no gap between two of their characters."""

from __future__ import annotations

import re

WIDE = r"\u2018-\u201d\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
"""Characters that fill a square, their punctuation and quotation marks among them."""
BETWEEN = rf"(?<=[{WIDE}])[ \n]+(?=[{WIDE}])"
AFTER = r"(?<=[\u3001\u3002\uff01-\uff0f\uff1a-\uff1f])[ \n]+"
BEFORE = r"[ \n]+(?=[\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f])"
NAMES = re.compile(r"(<(b|code|span)\b[^>]*>.*?</\2>)", re.DOTALL)
"""Elements that hold names and values, which keep their own spaces."""


def tight(html: str) -> str:
    """Take out the spaces that no writer of Chinese or Japanese would set.

    Parameters
    ----------
    html : str
        Inline HTML.

    Returns
    -------
    str
        Without spaces between two wide characters and beside wide punctuation, names and values as they were.
    """
    parts = NAMES.split(html)
    # Every third part is text between elements, then comes an element and its tag.
    return "".join(_closed(part) if place % 3 == 0 else part for place, part in enumerate(parts) if place % 3 != 2)  # noqa: PLR2004 - see above


def _closed(text: str) -> str:
    for gap in (BETWEEN, AFTER, BEFORE):
        text = re.sub(gap, "", text)  # compiled when first met: other languages need none of them
    return text
