"""Tests of letters that no typeface holds."""

import pytest

from sweepbrief.outputs import glyphs
from sweepbrief.outputs.glyphs import lacking, package_for, spelt


def test_letters_that_are_shipped_are_never_lacking() -> None:
    """Latin, Greek and the signs of a report need no look-up."""
    assert lacking("learning_rate \N{GREEK SMALL LETTER BETA} \N{MINUS SIGN} ≤ ñ ü 0.5") == ""


def test_white_space_and_marks_need_no_typeface() -> None:
    """What has no shape of its own is not missed."""
    assert lacking("a\n\t\u00a0\u200b\u0301") == ""


def test_a_letter_without_a_typeface_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is told once, in order, whatever the text repeats."""
    monkeypatch.setattr(glyphs, "_fontconfig", object)
    monkeypatch.setattr(glyphs, "_held", lambda _, code: code < ord("学"))
    assert lacking("習学習 ab 学ש") == "学習"


def test_the_package_is_the_one_that_has_the_script() -> None:
    """Chinese and Japanese letters, pictographs and the rest are in different packages of Debian."""
    assert package_for("学ひカ") == "fonts-noto-cjk"
    assert package_for("ש") == "fonts-noto-core"
    assert package_for("🔥") == "fonts-noto-color-emoji"
    assert package_for("学ש") == "fonts-noto-cjk fonts-noto-core"


def test_spelt_names_stay_apart() -> None:
    """Two names that differ only in letters without a typeface differ still."""
    assert spelt("rate_ᚠ", "ᚠᚢ") == "rate_\\u16a0"
    assert spelt("ᚠ", "ᚠᚢ") != spelt("ᚢ", "ᚠᚢ")


def test_a_label_in_a_picture_stays_as_short_as_it_was() -> None:
    """Codes would run into its neighbours."""
    page = "<b>\u16a0_a</b><svg><text x='1'>\u16a0\u16a2_a</text></svg>"
    assert spelt(page, "\u16a0\u16a2") == r"<b>\u16a0_a</b>" + "<svg><text x='1'>…_a</text></svg>"
