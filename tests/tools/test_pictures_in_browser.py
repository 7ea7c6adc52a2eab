"""Pictures in a browser: the run under the pointer is named, and nothing of that is needed to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chromium_pipe import opened

if TYPE_CHECKING:
    from pathlib import Path

    from chromium_pipe import Page, Pipe

SPOT = """
(() => {{
  const path = document.querySelector('{figure} path[data-runs]');
  path.ownerSVGElement.scrollIntoView({{block: 'center', behavior: 'instant'}});
  const [x, y] = path.getAttribute('d').match(/-?[\\d.]+/g).map(Number);
  const at = new DOMPoint(x, y).matrixTransform(path.getScreenCTM());
  return {{x: at.x, y: at.y, run: Number(path.dataset.runs.split(',')[0])}};
}})()
"""
PICTURES = {
    "dots": "figure:not(#parallel):not(#history)",
    "lines": "figure#parallel",
    "the course of the search": "figure#history",
}


def point(page: Page, x: float, y: float) -> None:
    page.pipe.call("Input.dispatchMouseEvent", page.session, type="mouseMoved", x=x, y=y)
    page.pipe.settle(0.1)


@pytest.mark.parametrize("figure", PICTURES.values(), ids=PICTURES)
def test_the_run_under_the_pointer_is_named_with_its_metric(digits: Path, browser: Pipe, figure: str) -> None:
    """What the pointer says of a dot or line is the run that is drawn there; it goes when the pointer goes."""
    with opened(browser, digits / "report.html") as page:
        spot = page.evaluate(SPOT.format(figure=figure))
        point(page, spot["x"], spot["y"])
        runs = page.evaluate("JSON.parse(document.getElementById('runs-shown').textContent).map(run => run.join(': '))")
        told = page.evaluate("[...document.querySelectorAll('.tip')].filter(tip => !tip.hidden).map(tip => tip.textContent)")
        assert len(told) == 1
        assert told[0] in runs
        assert page.evaluate("document.querySelectorAll('svg .marked').length") == 1
        point(page, 2, 2)
        assert page.evaluate("document.querySelector('.tip').hidden")
        assert page.evaluate("document.querySelectorAll('svg .marked').length") == 0
        assert page.errors() == []


def test_a_dot_standing_alone_names_exactly_its_run(digits: Path, browser: Pipe) -> None:
    """The order of runs in a picture is that of the list it points into: the best run's dot carries the best run's name."""
    with opened(browser, digits / "report.html") as page:
        name = page.evaluate(
            """
            (() => {
              const runs = JSON.parse(document.getElementById('runs-shown').textContent);
              const best = runs.reduce((a, b) => (Number(b[1]) > Number(a[1]) ? b : a))[1];
              let top = [Infinity, null];
              for (const path of document.querySelectorAll('#history path[data-runs]')) {
                const ys = path.getAttribute('d').match(/M\\S+ [\\d.]+/g).map(part => Number(part.split(' ')[1]));
                ys.forEach((y, i) => { if (y < top[0]) top = [y, path.dataset.runs.split(',')[i]]; });
              }
              return [runs[top[1]][1], best];
            })()
            """
        )
        assert name[0] == name[1]


def test_pictures_do_not_need_the_pointer(digits: Path, browser: Pipe) -> None:
    """With scripts off there is no empty box where the run's name would stand."""
    with opened(browser, digits / "report.html", scripts=False) as page:
        assert page.evaluate("document.querySelectorAll('.tip').length") == 0
