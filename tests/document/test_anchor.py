"""Anchors are safe for an address, and two names never share one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sweepbrief.document.anchor import anchor


def test_a_safe_name_is_its_own_anchor() -> None:
    """A plain parameter name stands in the address as it is."""
    assert anchor("non_monotone", "learning_rate") == "non_monotone-learning_rate"


@given(st.text(max_size=120))
def test_every_name_makes_a_safe_anchor(name: str) -> None:
    """Whatever a run is called, its anchor needs no escaping."""
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", anchor("run", name))


@given(st.lists(st.text(max_size=40), min_size=2, max_size=8, unique=True))
def test_two_names_have_two_anchors(names: list[str]) -> None:
    """Names that differ only in what had to go are still told apart."""
    assert len({anchor("run", name) for name in names}) == len(names)
