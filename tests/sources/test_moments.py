"""Moments as tools write them."""

from __future__ import annotations

import pytest

from sweepbrief.sources.moments import seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:01:00", 60.0),
        ("1970-01-01 00:01:00.500000", 60.5),
        ("1970-01-01T01:01:00+01:00", 60.0),
        ("1970-01-01T00:01:00Z", 60.0),
        ("yesterday", None),
        ("", None),
        (None, None),
        (60, None),
    ],
)
def test_moments(text: object, seconds: float | None) -> None:
    """A moment without a zone is UTC; what is none gives none."""
    assert seconds_of(text) == seconds
