"""The page as readers meet it in a browser: light and dark, narrow and wide, with scripts and without."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest
from chromium_pipe import opened

if TYPE_CHECKING:
    from pathlib import Path

    from chromium_pipe import Pipe

CONDITIONS = list(itertools.product((False, True), (True, False)))
NAMES = [f"{'dark' if dark else 'light'}, scripts {'on' if scripts else 'off'}" for dark, scripts in CONDITIONS]
LARGEST = 1_500_000  # bytes of a page at 1,000 runs

# Text whose colour is too near to what lies behind it: WCAG 2.2, success criterion 1.4.3.
FAINT = """
(() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => { const l = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
  const behind = node => { for (let n = node; n; n = n.parentElement) {
      const c = rgb(getComputedStyle(n).backgroundColor); if (c.length === 3 || c[3] > 0.99) return c; }
    return [255, 255, 255]; };
  const faint = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
    if (!own || node.closest('svg') || !node.checkVisibility()) continue;
    const style = getComputedStyle(node), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const [a, b] = [light(rgb(style.color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) faint.push(ratio.toFixed(2) + ' ' + node.textContent.trim().slice(0, 60));
  }
  return faint;
})()
"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNNAMED = """
[...document.querySelectorAll('img, svg[role=img]')].filter(node => node.checkVisibility()
  && !(node.getAttribute('alt') || node.querySelector(':scope > title')?.textContent || node.getAttribute('aria-label')
       || node.closest('[aria-hidden=true]'))).map(node => node.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize(("dark", "scripts"), CONDITIONS, ids=NAMES)
def test_the_page_asks_for_nothing_and_complains_of_nothing(digits: Path, browser: Pipe, *, dark: bool, scripts: bool) -> None:
    """One file is the whole page: no request to anywhere, no error in the console."""
    with opened(browser, digits / "report.html", scripts=scripts, dark=dark) as page:
        assert page.requests() == []
        assert page.errors() == []


@pytest.mark.parametrize(("dark", "scripts"), CONDITIONS, ids=NAMES)
def test_all_text_stands_out_from_its_ground(digits: Path, browser: Pipe, *, dark: bool, scripts: bool) -> None:
    """Every word has a contrast of 4.5 to 1, or 3 to 1 where it is large."""
    with opened(browser, digits / "report.html", scripts=scripts, dark=dark) as page:
        assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("width", [320, 375, 768, 1280, 2200])
@pytest.mark.parametrize("report", ["digits", "hostile"])
def test_the_page_is_never_wider_than_the_window(
    report: str, width: int, browser: Pipe, request: pytest.FixtureRequest
) -> None:
    """From a small telephone to a wide screen nobody scrolls sideways, whatever the parameters are called."""
    folder = request.getfixturevalue(report)
    with opened(browser, folder / "report.html", width=width) as page:
        assert page.evaluate(OVERFLOW) <= 0


def test_on_a_telephone_every_value_keeps_its_head(digits: Path, browser: Pipe) -> None:
    """Where a table's rows are stacked, each value but a row's verdict is preceded by the name of its column."""
    bare = """
    [...document.querySelectorAll('.stacks table:not(.parameters) td')].filter(cell => cell.checkVisibility()
      && !getComputedStyle(cell, '::before').content.includes(cell.dataset.head.slice(0, 5))).length
    """
    columns = "[...document.querySelectorAll('.frame:not(.stacks) table')].map(table => table.tHead.rows[0].cells.length)"
    with opened(browser, digits / "report.html", width=375) as page:
        assert page.evaluate("document.querySelectorAll('.stacks table:not(.parameters) td').length") > 50
        assert page.evaluate(bare) == 0
        assert all(count < 3 or count > 5 for count in page.evaluate(columns))


def test_a_name_in_a_remark_is_no_larger_than_the_remark(digits: Path, browser: Pipe) -> None:
    """Only the values of the strip of facts are set large, not the names of columns that stand beside them."""
    sizes = """
    (() => { const remark = document.querySelector('.facts dd > span'); remark.insertAdjacentHTML('beforeend', '<b>epochs</b>');
      return [remark, remark.querySelector('b'), document.querySelector('.facts dd > b')].map(
        node => parseFloat(getComputedStyle(node).fontSize)); })()
    """
    with opened(browser, digits / "report.html") as page:
        remark, name, value = page.evaluate(sizes)
    assert remark == name < value


def test_without_scripts_nothing_is_missing(digits: Path, browser: Pipe) -> None:
    """Headings, tables and pictures are the same with scripts off; every parameter is in the page."""
    count = "['h1, h2, h3', 'table tr', 'svg, img', 'p'].map(kind => document.querySelectorAll(kind).length)"
    seen = []
    for scripts in (True, False):
        with opened(browser, digits / "report.html", scripts=scripts) as page:
            seen.append(page.evaluate(count))
            text = page.evaluate("document.body.innerText")
    parameters = json.loads((digits / "findings.json").read_text(encoding="utf-8"))["parameters"]
    assert [name for name in parameters if name not in text] == []
    assert all(off >= on or abs(off - on) <= on // 10 for on, off in zip(*seen, strict=True)), seen


def test_every_link_inside_the_page_arrives(digits: Path, browser: Pipe) -> None:
    """Identifiers are unique, every fragment has its target, and sections and parameters can be linked to."""
    with opened(browser, digits / "report.html") as page:
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
        links = page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')].map(node => decodeURIComponent(node.hash.slice(1)))"
        )
        sections = page.evaluate("[...document.querySelectorAll('main section, main article')].filter(n => !n.id).length")
    assert len(ids) == len(set(ids))
    assert links
    assert set(links) <= set(ids)
    assert sections == 0


def test_every_picture_says_what_it_shows(digits: Path, browser: Pipe) -> None:
    """A screen reader finds a name on each picture that is not decoration."""
    with opened(browser, digits / "report.html") as page:
        assert page.evaluate(UNNAMED) == []


def test_headings_step_down_one_level_at_a_time(digits: Path, browser: Pipe) -> None:
    """There is one first heading, and none skips a level."""
    with opened(browser, digits / "report.html") as page:
        levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(node => +node.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_hostile_names_do_nothing(hostile: Path, browser: Pipe) -> None:
    """Markup in names and levels is shown as it is written; nothing of it runs."""
    with opened(browser, hostile / "report.html") as page:
        assert page.evaluate("typeof window.pwned") == "undefined"
        assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
        assert "<script>window.pwned = 1</script>" in page.evaluate("document.body.innerText")
        assert page.errors() == []


def test_the_page_is_light(digits: Path) -> None:
    """The example's page stays under the size that mail and documentation sites take without a thought."""
    assert (digits / "report.html").stat().st_size < LARGEST


def test_the_policy_stops_what_is_not_the_page_s_own(wide: Path, browser: Pipe, tmp_path: Path) -> None:
    """One letter more in the script, and it does not run; the page can be read all the same."""
    text = (wide / "report.html").read_text(encoding="utf-8")
    changed = text.replace('"use strict";', '"use strict"; ', 1)
    assert changed != text
    (tmp_path / "changed.html").write_text(changed, encoding="utf-8")
    with opened(browser, wide / "report.html") as page:
        assert page.evaluate("document.querySelectorAll('.tools').length") == 1
    with opened(browser, tmp_path / "changed.html") as page:
        assert page.evaluate("document.querySelectorAll('.tools').length") == 0
        assert any("Content Security Policy" in error for error in page.errors())
        assert page.evaluate("document.querySelectorAll('#parameters tbody tr').length") == 24


def test_the_first_key_leads_past_the_contents(wide: Path, browser: Pipe) -> None:
    """Tab shows the skip link, Enter follows it, and the next stop lies in the report."""
    with opened(browser, wide / "report.html") as page:
        assert page.evaluate("document.querySelector('.skip').getBoundingClientRect().right") < 0
        page.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.press("Enter")
        assert page.evaluate("location.hash") == "#answer"
        page.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_keyboard_s_place_can_be_seen_throughout(wide: Path, browser: Pipe, *, dark: bool) -> None:
    """From the top to the table and beyond each stop has an outline that stands out from the paper, and none is a trap."""
    outline = """
    (() => { const style = getComputedStyle(document.activeElement);
      const light = text => { const l = text.match(/[\\d.]+/g).slice(0, 3).map(Number)
          .map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
      const [a, b] = [light(style.outlineColor), light(getComputedStyle(document.body).backgroundColor)].sort((x, y) => y - x);
      const place = document.activeElement.outerHTML.slice(0, 80);
      return [style.outlineStyle, parseFloat(style.outlineWidth), (a + 0.05) / (b + 0.05), place]; })()
    """
    seen = []
    with opened(browser, wide / "report.html", dark=dark) as page:
        for _ in range(40):
            page.press("Tab")
            style, width, contrast, place = page.evaluate(outline)
            assert style == "solid", place
            assert width >= 2, place
            assert contrast >= 3, place  # WCAG 2.2, success criterion 1.4.11
            seen.append(place)
    assert len(set(seen)) > 30


def test_nothing_glides_for_those_who_asked_for_stillness(wide: Path, browser: Pipe) -> None:
    """Links jump where the reader's system says that motion is unwelcome."""
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    with opened(browser, wide / "report.html") as page:
        assert page.evaluate(behaviour) == "smooth"
        calm = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        browser.call("Emulation.setEmulatedMedia", page.session, features=calm)
        assert page.evaluate(behaviour) == "auto"
        assert page.evaluate("document.getAnimations().length") == 0


def test_a_deep_link_arrives_where_it_says(digits: Path, browser: Pipe) -> None:
    """An address with a section, a parameter or a card shows it at the top of the window."""
    top = "document.querySelector(':target').getBoundingClientRect().top"
    with opened(browser, digits / "report.html") as page:
        card = page.evaluate("document.querySelector('article.card').id")
        row = page.evaluate("document.querySelector('#parameters tbody tr:last-child').id")
    for name in ("trust", row, card):
        with opened(browser, digits / "report.html", fragment=f"#{name}") as page:
            browser.settle(1.0)
            assert page.evaluate("document.querySelector(':target').id") == name
            assert -1 <= page.evaluate(top) < 200, name
