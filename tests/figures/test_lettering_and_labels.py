"""Texts fit, and labels do not touch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweepbrief.figures.canvas import Box
from sweepbrief.figures.labelling import Label, place, spread
from sweepbrief.figures.lettering import clean, shorten, width


@given(st.text(max_size=80), st.floats(12, 200))
def test_a_shortened_text_fits(text: str, room: float) -> None:
    """Whatever the text, what is left of it is not wider than its room."""
    assert width(shorten(text, room)) <= room + 1e-6


def test_names_keep_beginning_and_end() -> None:
    """A long name loses its middle, because names differ at their ends."""
    short = shorten("model.encoder.layers.attention.dropout_rate", 80)
    assert short.startswith("model")
    assert short.endswith("rate")
    assert "…" in short


def test_a_short_name_stays() -> None:
    """A text that fits is not touched."""
    assert shorten("lr", 80) == "lr"


@given(st.text(max_size=60))
def test_clean_text_is_one_line(text: str) -> None:
    """Cleaning leaves no control character and changes nothing the second time."""
    cleaned = clean(text)
    assert cleaned == clean(cleaned)
    assert not any(char < " " for char in cleaned)


def test_semibold_is_wider() -> None:
    """The two weights are measured each by its own typeface."""
    assert width("learning_rate", strong=True) > width("learning_rate")


@given(st.lists(st.floats(0, 100), min_size=1, max_size=10))
def test_spread_places_are_apart_and_in_order(wanted: list[float]) -> None:
    """Places come out at least a gap apart, in their order, and unmoved where they were apart already."""
    given_ = spread(wanted, 0.0, 200.0, 9.0)
    ordered = given_[np.argsort(wanted, kind="stable")]
    assert (np.diff(ordered) >= 9.0 - 1e-9).all()
    if len(wanted) == 1 or np.diff(np.sort(wanted)).min() >= 9.0:
        assert given_ == pytest.approx(np.array(wanted))


def test_labels_avoid_each_other_and_what_is_taken() -> None:
    """Of labels at one point each finds a place of its own or none."""
    bounds, mark = Box(0, 0, 200, 100), Box(98, 48, 102, 52)
    found = [label.box for label in place([Label(100, 50, f"name {number}") for number in range(40)], [mark], bounds) if label]
    assert 4 < len(found) < 40
    for number, box in enumerate([*found, mark]):
        for other in [*found, mark][:number]:
            assert box.left >= other.right or other.left >= box.right or box.top >= other.bottom or other.top >= box.bottom
