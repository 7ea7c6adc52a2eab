"""Pages look the same without the rules for boxes that they do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from sweepbrief.outputs import typesetter
from sweepbrief.outputs.base_styles import base_styles
from sweepbrief.outputs.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = (
    "<!doctype html><html><head><style>{}</style></head><body><h1>Title</h1><ul><li>One</li><li>Two</li></ul>"
    "<ol><li>First</li></ol><table><tr><th>a</th><td>1</td></tr></table></body></html>"
)


def _set(style: str, rules: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(typesetter, "base_styles", rules)
    return Typesetter().write(PAGE.format(style), Mock(attachments=()))


@pytest.mark.parametrize("style", ["td { color: red }", "li::marker { color: red }", "td { display: list-item }"])
def test_a_page_is_set_the_same(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists keep their marks, and a page that styles marks, or asks for more of them, gets them: no byte moves."""
    assert _set(style, base_styles, monkeypatch) == _set(style, lambda sheets, _: sheets, monkeypatch)


def test_no_cell_is_styled_for_marks_and_notes() -> None:
    """A cell of a table matches only rules for itself, where the library has six for boxes that it does not show."""
    from weasyprint import HTML  # noqa: PLC0415 - loads Pango

    page = HTML(string=PAGE.format(""))
    cell, entry = (
        next(found for found in page.wrapper_element.iter_subtree() if found.local_name == name) for name in ("td", "li")
    )
    parts: dict[str, list[set[str | None]]] = {"td": [], "li": []}
    for sheets in (page._ua_stylesheets(), base_styles(page._ua_stylesheets(), "")):  # noqa: SLF001 - what is narrowed
        for found, name in ((cell, "td"), (entry, "li")):
            parts[name].append({part for sheet in sheets for _, _, part, _ in sheet.matcher.match(found)})
    assert len(parts["td"][0]) > 5
    assert parts["td"][1] <= {None}
    assert parts["li"][1] == {None, "marker"}


def test_another_library_keeps_its_own_rules() -> None:
    """Rules kept in a way that is not known are left as they are: to save time may never cost the file."""
    for strange in (object(), Mock(matcher=Mock(lower_local_name_selectors={}, other_selectors=[("a", "b")]))):
        assert base_styles([strange], "") == [strange]
