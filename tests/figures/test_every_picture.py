"""What holds of every picture, whatever the sweep."""

from __future__ import annotations

import re

import numpy as np
import pytest
from picture_gallery import Invented, boxes_of_texts, elements, gallery, tag

from sweepbrief.figures import PALETTE

HOSTILE = "<script>alert(1)</script>\n|&\"'\x00\x07"
CASES = {
    "usual": Invented(),
    "one run": Invented(1),
    "two runs": Invented(2),
    "three runs": Invented(3),
    "one parameter and one level": Invented(parameters=2, levels=1),
    "constant metric": Invented(metric=lambda y: 0 * y + 0.5),
    "half of the metric missing": Invented(metric=lambda y: np.where(y < 0.5, np.nan, y)),
    "infinite metric": Invented(metric=lambda y: np.where(y < 0.5, np.inf, y)),
    "three diverged runs": Invented(metric=lambda y: np.where(np.arange(len(y)) < 3, 1e9, y)),
    "huge numbers": Invented(metric=lambda y: y * 1e300, setting=lambda x: x * 1e250),
    "tiny numbers": Invented(metric=lambda y: y * 1e-300, setting=lambda x: x * 1e-250),
    "large numbers that hardly differ": Invented(metric=lambda y: 1e6 + y * 1e-6),
    "zeros on a log scale": Invented(setting=lambda x: np.where(x < 0.3, 0, 10 ** (8 * x - 9)), log=True),
    "names of two hundred letters": Invented(name=lambda number: f"a_long/name.{number}_" * 14),
    "markup and control characters": Invented(name=lambda number: f"{number}{HOSTILE}{number}"),
    "Japanese names": Invented(name=lambda number: f"学習率の減衰{number}"),
    "names from right to left": Invented(name=lambda number: f"\u202eمعدل التعلم {number}"),
    "emoji": Invented(name=lambda number: f"🚀👩\u200d👩\u200d👧 {number}"),
    "sixty parameters of sixty levels": Invented(300, parameters=60, levels=60),
}
LARGEST = 120_000


@pytest.fixture(scope="module", params=CASES, ids=str)
def pictures(request: pytest.FixtureRequest) -> dict[str, str]:
    return gallery(CASES[request.param])


def test_a_picture_is_one_element_that_scales(pictures: dict[str, str]) -> None:
    """Every picture is one well-formed svg element with a view box and sizes, without a prolog."""
    for name, svg in pictures.items():
        root = elements(svg)[0]
        assert svg.startswith("<svg "), name
        assert tag(root) == "svg"
        assert {"viewBox", "width", "height"} <= set(root.keys())


def test_a_picture_brings_nothing_but_presentation(pictures: dict[str, str]) -> None:
    """No picture holds an id, a style, a script, a link or an element other than shapes, texts and their groups."""
    for name, svg in pictures.items():
        for element in elements(svg):
            assert tag(element) in {"svg", "g", "path", "text"}, name
            assert not {"id", "style", "href"} & {key.rpartition("}")[2] for key in element.attrib}, name
            assert not any(key.startswith("on") for key in element.attrib), name


def test_a_picture_uses_the_palette_only(pictures: dict[str, str]) -> None:
    """Every colour is one of the palette, so that the page can exchange all of them for dark mode."""
    for name, svg in pictures.items():
        used = {element.get(key) for element in elements(svg) for key in ("fill", "stroke")} - {None, "none"}
        assert used <= set(PALETTE), name


def test_no_shape_leaves_the_picture(pictures: dict[str, str]) -> None:
    """Every point of every shape is a number inside the view box."""
    for name, svg in pictures.items():
        width, height = view(svg)
        for element in elements(svg):
            if tag(element) == "path":
                points = np.array(re.findall(r"[ML](\S+?) ([-\d.]+)", element.get("d", "")), dtype=float)
                assert len(points), (name, element.get("class"))
                assert np.isfinite(points).all(), name
                assert points.min() >= -1, (name, element.get("class"))
                assert (points.max(axis=0) <= (width + 1, height + 1)).all(), (name, element.get("class"))


def test_no_text_is_cut_off(pictures: dict[str, str]) -> None:
    """Every text lies inside the view box with its whole width."""
    for name, svg in pictures.items():
        width, height = view(svg)
        for text, left, top, right, bottom in boxes_of_texts(svg):
            assert left >= -1, (name, text)
            assert top >= -0.5, (name, text)
            assert right <= width + 1, (name, text)
            assert bottom <= height + 0.5, (name, text)


def test_no_text_lies_on_another(pictures: dict[str, str]) -> None:
    """No two texts share more than a point of the page."""
    for name, svg in pictures.items():
        boxes = boxes_of_texts(svg)
        for number, (text, left, top, right, bottom) in enumerate(boxes):
            for other, left2, top2, right2, bottom2 in boxes[:number]:
                apart = left >= right2 - 1 or left2 >= right - 1 or top >= bottom2 - 1 or top2 >= bottom - 1
                assert apart, (name, text, other)


def test_texts_hold_no_control_characters(pictures: dict[str, str]) -> None:
    """No text holds a control or bidirectional character, whatever the names are."""
    for name, svg in pictures.items():
        assert not re.search(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]", svg), name


def test_a_picture_is_small(pictures: dict[str, str]) -> None:
    """No picture is larger than its limit."""
    for name, svg in pictures.items():
        assert len(svg.encode()) < LARGEST, name


def test_thirty_thousand_runs_stay_small() -> None:
    """Pictures of 30,000 runs keep the limit, and those of an everyday sweep a third of it."""
    assert max(len(svg) for svg in gallery(Invented(30_000, parameters=3, levels=30)).values()) < LARGEST
    assert max(len(svg) for svg in gallery(Invented(240)).values()) < LARGEST / 3


def test_the_same_sweep_gives_the_same_bytes() -> None:
    """Drawing twice gives the same pictures."""
    assert gallery(Invented()) == gallery(Invented())


def view(svg: str) -> tuple[float, float]:
    width, height = elements(svg)[0].get("viewBox", "").split()[2:]
    return float(width), float(height)
