"""Chinese and Japanese are spaced as their writers space them."""

from __future__ import annotations

import pytest
from planted_facts import LOSS, findings

from sweepbrief.narrative import PARTS, Voice
from sweepbrief.narrative.spacing import tight


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("另外 1 个 反转", "另外 1 个反转"),
        ("\uff08仅在 a 时\uff09 和 b", "\uff08仅在 a 时\uff09和 b"),
        ("完了。 次の", "完了。次の"),
        ("r 为 0.2 。", "r 为 0.2。"),
        ("<code>中 文 </code> 与 x", "<code>中 文 </code> 与 x"),
        ("a, b", "a, b"),
    ],
)
def test_gaps_are_closed_where_no_writer_sets_them(told: str, wanted: str) -> None:
    """Between wide characters and beside wide punctuation no space stays; names keep theirs, Latin words too."""
    assert tight(told) == wanted


def test_a_conjunction_stands_apart_from_latin_letters() -> None:
    """A Chinese list sets a space beside a Latin name and none beside a Chinese word."""
    voice = Voice("zh", 3)
    assert voice.plain(voice.items(["depth", "width"])) == "depth 和 width"
    assert voice.plain(str(voice.prose.filters.names(["depth", "width", "alpha"], 2))) == "depth、width 和另外 1 个"
    assert voice.plain(str(voice.prose.filters.either([2, 3]))) == "2 或 3"


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_no_cause_leaves_a_gap(language: str) -> None:
    """No sentence of any cause has a space that its language would not set."""
    voice = Voice(language, 3)
    for finding in findings():
        for part in PARTS:
            said = voice.about(finding, part, LOSS)
            assert tight(said) == said, (finding.cause, part, said)


@pytest.mark.parametrize(("language", "wanted"), [("en", "depth (log scale)"), ("ja", "depth\uff08log scale\uff09")])
def test_a_remark_stands_in_the_parentheses_of_its_language(language: str, wanted: str) -> None:
    """East Asian text takes wide parentheses and no space before them."""
    assert Voice(language, 3).beside("depth", "log scale") == wanted
