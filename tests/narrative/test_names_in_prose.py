"""Names of people's own making stand in sentences without breaking them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sweepbrief.narrative import Voice
from sweepbrief.narrative.names import LONGEST, cleaned, tagged


def test_long_names_are_shortened_in_the_middle() -> None:
    """A name of 200 characters keeps its beginning and its end."""
    name = "optimizer." + "x" * 180 + ".weight_decay"
    assert len(cleaned(name)) == LONGEST
    assert cleaned(name).startswith("optimizer.")
    assert cleaned(name).endswith(".weight_decay")


def test_names_stand_on_one_line() -> None:
    """Newlines and controls become spaces; a name of nothing else is shown as an open box."""
    assert cleaned("a\r\n\tb\x00c") == "a b c"
    assert cleaned(" \n ") == "\N{OPEN BOX}"


def test_names_from_right_to_left_are_isolated() -> None:
    """A Hebrew name does not turn the sentence around it."""
    assert 'dir="auto"' in tagged("b", "\u05e7\u05e6\u05d1", "parameter")
    assert "dir" not in tagged("b", "rate", "parameter")


@given(st.text())
def test_no_name_is_markup(text: str) -> None:
    """Whatever a name holds, the element around it is the only one."""
    assert tagged("code", text).count("<") == 2


def test_levels_that_are_missing_have_a_word() -> None:
    """None and NaN are said, not printed."""
    assert Voice("en", 2).level(None) == "“not set”"
    assert Voice("es", 2).level(float("nan")) == "«sin definir»"
    assert Voice("en", 2).value(None) == "<em>not set</em>"


def test_lists_are_capped() -> None:
    """A list of many names says how many it leaves out."""
    voice = Voice("en", 2)
    assert voice.items(["a", "b", "c"]) == "a, b and c"
    assert voice.items(list("abcdefg")) == "a, b, c, d and 3 others"
    assert Voice("es", 2).items(list("abcdefg")) == "a, b, c, d y 3 más"
