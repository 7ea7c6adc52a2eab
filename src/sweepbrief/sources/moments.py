"""Moments in time as tools write them, in seconds."""

from __future__ import annotations

import math
from datetime import UTC, datetime


def seconds_of(text: object) -> float | None:
    """Read one moment as ISO writes it, without a zone as UTC; None where the text is none.

    Parameters
    ----------
    text : object
        Such as ``2024-01-01T12:00:00`` or ``2024-01-01 12:00:00.5+01:00``.

    Returns
    -------
    float or None
        Seconds since 1970.
    """
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return seconds if math.isfinite(seconds) else None
