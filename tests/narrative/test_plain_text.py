"""Inline HTML as plain text: nothing lost, nothing let in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sweepbrief.narrative import Voice, plain
from sweepbrief.narrative.filters import name


def test_plain_text_is_what_a_reader_sees() -> None:
    """Tags vanish and entities are resolved."""
    assert plain("<b>a&lt;b</b> r&nbsp;=&nbsp;<em>1</em>") == "a<b r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1"


@given(st.text())
def test_plain_gives_back_what_was_escaped(text: str) -> None:
    """A name goes through escaping and back to its cleaned self."""
    said = plain(str(name(text)))
    assert said
    assert len(said) <= 60


def test_the_voice_offers_it() -> None:
    """The voice is the face for it."""
    assert Voice.plain("<b>a</b>") == "a"
