"""Tests of reports in a house's own templates and colours."""

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from sweepbrief.document import Document
from sweepbrief.errors import WrongUsageError
from sweepbrief.narrative import Voice
from sweepbrief.outputs import OUTPUTS
from sweepbrief.outputs.accent import NIGHT, PAPER, READABLE, accent_style, contrast


def house(folder: Path, name: str, text: str) -> str:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return str(folder)


def test_one_macro_can_be_reworded_and_the_rest_stays(tmp_path: Path) -> None:
    """A house rewrites a single sentence; every other macro is the shipped one."""
    own = house(tmp_path, "prose/en/mine.jinja", "{% macro label_contents() %}In this brief{% endmacro %}")
    voice = Voice("en", 2, own)
    assert voice.say("label_contents") == "In this brief"
    assert voice.say("label_skip") == Voice("en", 2).say("label_skip")


def test_an_own_page_template_stands_in_for_the_shipped_one(document: Document, tmp_path: Path) -> None:
    """The page is the house's, filled with the same report."""
    own = house(tmp_path, "page/report.html.jinja", "<title>{{ document.title }}</title>")
    page = OUTPUTS["html"](replace(document, templates=own)).decode()
    assert page == f"<title>{document.title}</title>"


def test_the_policy_covers_an_own_script(document: Document, tmp_path: Path) -> None:
    """The digest in the policy is that of the script that stands on the page."""
    page = OUTPUTS["html"](replace(document, templates=house(tmp_path, "page/page.js", "document.title;"))).decode()
    shipped = OUTPUTS["html"](document).decode()
    assert "document.title;" in page
    assert page.split("script-src")[1][:60] != shipped.split("script-src")[1][:60]


def test_a_fault_in_an_own_template_names_file_and_line(document: Document, tmp_path: Path) -> None:
    """No traceback of the program for a slip of the house."""
    own = house(tmp_path, "page/report.html.jinja", "<p>\n{{ document.nothing_of_the_kind }}</p>")
    with pytest.raises(WrongUsageError, match=r"report\.html\.jinja, line 2"):
        OUTPUTS["html"](replace(document, templates=own))


def test_a_fault_in_an_own_sentence_names_file_and_line(tmp_path: Path) -> None:
    """A sentence is filled in by itself; its line is the file's all the same."""
    own = house(tmp_path, "prose/en/mine.jinja", "{# Ours. #}\n{% macro label_contents() %}\nIn\n{{ brief }}{% endmacro %}")
    with pytest.raises(WrongUsageError, match=r"mine\.jinja, line 4"):
        Voice("en", 2, own).text("label_contents")


def test_own_templates_see_values_not_python(document: Document, tmp_path: Path) -> None:
    """A template cannot reach the interpreter through the values it is given."""
    own = house(tmp_path, "page/report.html.jinja", "{{ document.__class__.__mro__ }}")
    with pytest.raises(WrongUsageError):
        OUTPUTS["html"](replace(document, templates=own))


@pytest.mark.parametrize("accent", ["#7a0019", "#000", "#005f73", "#1f5a8a"])
def test_an_accent_is_readable_by_day_and_by_night(accent: str) -> None:
    """Links meet WCAG's contrast on both papers."""
    style = accent_style(accent)
    day, night = (part.split("--accent:")[1][:7] for part in style.split("@media")[:2])
    assert contrast(day, PAPER) >= READABLE
    assert contrast(night, NIGHT) >= READABLE


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21 to 1, a colour on itself 1 to 1, and the order does not matter."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_a_page_without_an_accent_is_unchanged(document: Document) -> None:
    """No rule is added where no colour is asked for."""
    assert accent_style("") == ""
    assert b"--accent:#" not in OUTPUTS["html"](document)


def test_a_page_without_its_script_allows_none(document: Document) -> None:
    """A site that forbids scripts altogether gets a page that has none, with everything to read on it."""
    page = OUTPUTS["html"](replace(document, script=False)).decode()
    assert "<script" not in page
    assert "script-src 'none'" in unescape(page)
    assert page.count("<tr") == OUTPUTS["html"](document).decode().count("<tr")
