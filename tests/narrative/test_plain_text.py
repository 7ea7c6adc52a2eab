"""Inline HTML as plain text and as Markdown: nothing lost, nothing let in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sweepbrief.narrative import Voice, escaped, markdown, plain
from sweepbrief.narrative.filters import name, run


def test_plain_text_is_what_a_reader_sees() -> None:
    """Tags vanish and entities are resolved."""
    assert plain("<b>a&lt;b</b> r&nbsp;=&nbsp;<em>1</em>") == "a<b r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1"


def test_names_become_code_in_markdown() -> None:
    """Parameters and runs stand in code spans, so that underscores stay underscores."""
    assert markdown(f"{name('learning_rate')} and {run('run_1')}") == "`learning_rate` and `run_1`"


def test_a_name_with_a_backtick_is_escaped_instead() -> None:
    """A name that would end its code span is written as escaped text."""
    assert markdown(str(name("a`b|c"))) == "a\\`b&#124;c"


def test_emphasis_survives() -> None:
    """Bold and emphasis become Markdown's own, around names that stay code."""
    assert markdown(f"<b>Fix {name('x')}</b> now") == "**Fix `x`** now"


@given(st.text())
def test_no_markdown_begins_in_hostile_text(text: str) -> None:
    """Escaped text holds no bare tag, table cell, link or mention."""
    said = escaped(text)
    assert "\n" not in said
    for sign in "<>|":
        assert sign not in said
    assert "@" not in said.replace("@\N{ZERO WIDTH NO-BREAK SPACE}", "")


@given(st.text())
def test_plain_gives_back_what_was_escaped(text: str) -> None:
    """A name goes through escaping and back to its cleaned self."""
    said = plain(str(name(text)))
    assert said
    assert len(said) <= 60


def test_voice_offers_both() -> None:
    """The voice is the face for both."""
    assert Voice.plain("<b>a</b>") == "a"
    assert Voice.markdown("<b>a</b>") == "**a**"
