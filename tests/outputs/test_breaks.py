"""Tests of where long names may be broken on paper."""

import re

from sweepbrief.outputs.breaks import PLACE, breakable


def test_short_names_and_sentences_stay_whole() -> None:
    """What fits a column is left as it is."""
    page = "<p>Keep <b>learning_rate_init</b> from <span>0.0013 to 0.016, as told of interpretation here</span></p>"
    assert breakable(page) == page


def test_a_long_name_breaks_after_its_separators() -> None:
    """No stretch between two places is longer than a dozen letters, and the words are the same."""
    name = "module_14.sub.block_0.very_long_parameter_name_number_14" + "a" * 40
    found = breakable(f"<li>“<b>{name}</b>” never matters</li>")
    assert max(map(len, re.split(PLACE, found.split("<b>")[1].split("</b>")[0]))) <= 12
    assert f"block_{PLACE}0.{PLACE}very_" in found
    assert found.replace(PLACE, "") == f"<li>“<b>{name}</b>” never matters</li>"


def test_a_name_inside_a_strong_sentence_breaks_too() -> None:
    """Words before it and an element after it make no difference."""
    found = breakable("<b>Fix module_0.sub.block_0.very_long_parameter at <code>5.6e-4</code></b>")
    parts = ("module_", "0.", "sub.", "block_", "0.", "very_", "long_", "parameter")
    assert found == f"<b>Fix {PLACE.join(parts)} at <code>5.6e-4</code></b>"


def test_entities_stay_whole() -> None:
    """An escaped sign is one sign."""
    found = breakable("<b>" + "&lt;script&gt;" * 5 + "</b>")
    assert PLACE in found
    assert found.replace(PLACE, "").count("&lt;script&gt;") == 5
    assert not re.search(r"&\w*<wbr>", found)


def test_letters_that_join_are_not_parted() -> None:
    """Arabic is broken at separators alone; East Asian text breaks by its own rules."""
    arabic = "نسبةالتعلمنسبةالتعلمنسبةالتعلم"
    assert breakable(f"<b>{arabic}</b>") == f"<b>{arabic}</b>"
    assert breakable(f"<b>{arabic}_{arabic}</b>").count(PLACE) == 1
    assert PLACE not in breakable("<b>" + "学习率预热步数比例与衰减系数的组合" * 3 + "</b>")


def test_pictures_are_left_alone() -> None:
    """Inside a picture there is no such element."""
    page = f"<svg><text x='1'>{'a_b_' * 20}</text></svg><pre>{'x' * 80}</pre>"
    assert breakable(page) == page
