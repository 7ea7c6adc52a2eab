"""The typesetter's own rules for HTML, without those that give every element six boxes that a report never shows."""

from __future__ import annotations

import copy
import re
from typing import Any, Final

ASKED_FOR: Final = re.compile("list-item|footnote|note-|::marker")
"""Where a page's own style says one of these, the library's rules stay as they are."""
NOTES: Final = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
MARKED: Final = frozenset({"li", "summary"})
"""Elements that have a marker by the library's own rules."""


def base_styles(sheets: list[Any], style: str) -> list[Any]:
    """Keep what rules for pseudo-elements say to the elements that show them.

    The library styles the marker, and five parts of foot and end notes, of each element of a page, which takes as long as all
    else that it does about styles.

    Parameters
    ----------
    sheets : list of weasyprint.CSS
        The library's own.
    style : str
        The page's style sheet.

    Returns
    -------
    list of weasyprint.CSS
        Copies with fewer rules; the library's own where the page styles markers or notes, or where another version of the
        library keeps its rules in another way: this only saves time.
    """
    if ASKED_FOR.search(style):
        return sheets
    try:
        return [_narrowed(sheet) for sheet in sheets]
    except (AttributeError, TypeError, ValueError):
        return sheets


def _narrowed(sheet: Any) -> Any:  # noqa: ANN401 - the library carries no types
    narrow, matcher = copy.copy(sheet), copy.copy(sheet.matcher)
    by_name = dict(matcher.lower_local_name_selectors)
    kept = []
    for rule in matcher.other_selectors:
        _, _, _, part, _ = rule
        if part == "marker":
            by_name |= {name: [*by_name.get(name, []), rule] for name in MARKED}
        elif part not in NOTES:
            kept.append(rule)
    matcher.other_selectors, matcher.lower_local_name_selectors, narrow.matcher = kept, by_name, matcher
    return narrow
