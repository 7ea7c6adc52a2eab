"""Tests of where long names may be broken on paper."""

import re
from itertools import pairwise

import weasyprint

from sweepbrief.outputs.breaks import ELEMENT, PLACE, breakable, halves, spaced


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
    assert not re.search(rf"&\w*{PLACE}", found)


def test_letters_that_join_are_not_parted() -> None:
    """Arabic is broken at separators alone; East Asian text breaks by its own rules."""
    arabic = "نسبةالتعلمنسبةالتعلمنسبةالتعلم"
    assert breakable(f"<b>{arabic}</b>") == f"<b>{arabic}</b>"
    assert breakable(f"<b>{arabic}_{arabic}</b>").count(PLACE) == 1
    assert PLACE not in breakable("<b>" + "学习率预热步数比例与衰减系数的组合" * 3 + "</b>")


def test_a_place_that_the_page_names_is_one_on_paper() -> None:
    """The element and the space of no width mean the same."""
    assert breakable(f"<th>val_{ELEMENT}loss</th>") == f"<th>val_{PLACE}loss</th>"


def test_a_word_set_apart_brings_its_space() -> None:
    """The words are the same; a stretch that must not break keeps the place to break before it."""
    page = 'of <b>one</b> and <a href="#x">two</a>, <span class="number">3 to 4</span> <b> five</b>'
    assert spaced(page) == 'of<b> one</b> and<a href="#x"> two</a>, <span class="number">3 to 4</span> <b> five</b>'


def test_a_line_that_just_fits_is_filled() -> None:
    """Whatever the width, the typesetter leaves no line with less than the next word would have filled."""
    said = "Runs were lost in one region of <b>activation</b> more often than chance allows."
    for width in range(150, 260, 5):
        style = f"<style>p{{font:12px monospace;width:{width}px}}</style>"
        laid_out = weasyprint.HTML(string=f"{style}<p>{spaced(said)}").render()
        boxes = laid_out.pages[0]._page_box.descendants()  # noqa: SLF001 - the library tells lines nowhere else
        lines = [
            "".join(getattr(part, "text", "") for part in box.descendants()) for box in boxes if type(box).__name__ == "LineBox"
        ]
        room = max(map(len, lines))
        assert all(len(line.strip()) + 1 + len(after.split()[0]) > room for line, after in pairwise(lines))


def test_pictures_are_left_alone() -> None:
    """Inside a picture there is no such element."""
    page = f"<svg><text x='1'>{'a_b_' * 20}</text></svg><pre>{'x' * 80}</pre>"
    assert breakable(page) == page


def test_a_text_to_copy_is_parted_where_a_part_of_it_ends() -> None:
    """Of the lines near the middle the least indented begins the second column; nothing is lost."""
    text = "a:\n" + "  b: 1\n" * 9 + "c:\n" + "  d: 2\n" * 13
    assert halves(text) == ("a:" + "\n  b: 1" * 9, "c:" + "\n  d: 2" * 13)
    assert halves("x\n" * 9) == ("x\nx\nx\nx\nx", "x\nx\nx\nx")
    assert halves("alone") == ("alone", "")
