"""Anchors: names of runs and parameters made safe for an address, and still unique."""

from __future__ import annotations

import hashlib
import re

LONGEST = 60


def anchor(*parts: str) -> str:
    """Make an id that HTML, CSS, SVG and an address accept.

    Parameters
    ----------
    *parts : str
        What is named, such as ``"non_monotone", "learning_rate"``; the first part is one of our own words.

    Returns
    -------
    str
        The parts joined by hyphens. Where a character had to go, a digest of the original keeps two names apart.
    """
    whole = "-".join(parts)
    safe = re.sub(r"[^A-Za-z0-9_-]+", "-", whole)[:LONGEST].strip("-")
    if safe == whole:
        return whole
    return f"{safe}-{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
