"""Tests of a house's own look: words, logo, colour and templates."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from sweepbrief.errors import WrongUsageError
from sweepbrief.house_look import house_look


def picture(form: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (4, 3), "navy").save(target, form)
    return target.getvalue()


SVG = b"<?xml version='1.0'?>\n<!-- mark -->\n<svg xmlns='http://www.w3.org/2000/svg'/>"
IMAGES = {"image/png": picture("PNG"), "image/jpeg": picture("JPEG"), "image/svg+xml": SVG}


@pytest.mark.parametrize("kind", IMAGES)
def test_a_logo_is_known_by_its_content(tmp_path: Path, kind: str) -> None:
    """The name of the file does not matter."""
    path = tmp_path / "logo.txt"
    path.write_bytes(IMAGES[kind])
    assert house_look({"logo": str(path)})["logo"] == f"data:{kind};base64,{base64.b64encode(IMAGES[kind]).decode()}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not an image",
        b"<html><svg></svg></html>",
        b"<svg><unclosed></svg>",
        IMAGES["image/png"][:30],
        IMAGES["image/jpeg"][:60],
        b"\x89PNG\r\n\x1a\n" + bytes(1_000_001),
    ],
)
def test_a_logo_that_is_no_image_is_refused(tmp_path: Path, content: bytes) -> None:
    """Anything else, an image cut short, and one too large for a page, is one clear error."""
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(WrongUsageError):
        house_look({"logo": str(path)})


def test_a_logo_too_large_is_told_its_size(tmp_path: Path) -> None:
    """An image that is one, but heavy, is not called something else."""
    path = tmp_path / "logo.png"
    path.write_bytes(IMAGES["image/png"] + bytes(2_000_000))
    with pytest.raises(WrongUsageError, match=r"has 2\.0 MB"):
        house_look({"logo": str(path)})


def test_what_is_not_set_is_left_to_the_report() -> None:
    """Only what a house asks for is handed on."""
    assert house_look({"title": None, "author": "", "contact": "a@b", "footer": None, "logo": None}) == {"contact": "a@b"}


@pytest.mark.parametrize("colour", ["red", "#12345", "#ffe600", "url(x)", "#1f5a8a;}"])
def test_a_colour_that_cannot_be_read_is_refused_before_anything_is_measured(colour: str) -> None:
    """No colour, no way to slip style into a page, and no yellow on white."""
    with pytest.raises(WrongUsageError):
        house_look({"accent": colour})


def own(folder: Path, name: str, text: str) -> dict[str, str]:
    target = folder / name
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")
    return {"templates": str(folder), "language": "en"}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("prose/en/mine.jinja", "{% macro label_contents() %}{% if %}{% endmacro %}", "line 1"),
        ("prose/en/mine.jinja", "{% macro label_contents(one) %}In short{% endmacro %}", "takes nothing"),
        ("prose/en/mine.jinja", "{% macro label_nothing_known() %}In short{% endmacro %}", "label_nothing_known"),
        ("page/mine.css", "b { color: red }", "mine.css"),
        ("other/mine.css", "b { color: red }", "Found neither"),
    ],
)
def test_a_template_that_cannot_stand_in_is_refused_by_name(tmp_path: Path, name: str, text: str, told: str) -> None:
    """The error names the file, and the line or the macro that is wrong."""
    with pytest.raises(WrongUsageError, match=told):
        house_look(own(tmp_path / "house", name, text))


def test_a_missing_folder_of_templates_is_refused(tmp_path: Path) -> None:
    """A typing mistake does not silently give the shipped look."""
    with pytest.raises(WrongUsageError, match="folder"):
        house_look({"templates": str(tmp_path / "none"), "language": "en"})
