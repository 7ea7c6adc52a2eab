"""Page numbers written in after the layout are true, and page one is measured once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import weasyprint

from sweepbrief.outputs.laid_out import measure, number_links, put_first

STYLE = """@page{size:400px 200px;margin:20px} body{font:16px/20px monospace;margin:0} h1{break-before:page;font-size:16px}
a::after{content:" (00)"} nav a::after{content:"00";float:right} table{border-collapse:collapse} td{padding:0;height:30px}"""


def _laid_out(body: str) -> Any:  # noqa: ANN401 - the library carries no types
    return weasyprint.HTML(string=f"<style>{STYLE}</style><body>{body}").render()


def _texts(pages: Any, page: int) -> list[Any]:  # noqa: ANN401 - see above
    return [box for box in pages.pages[page]._page_box.descendants() if getattr(box, "text", None)]  # noqa: SLF001 - told nowhere else


@pytest.fixture(scope="module")
def numbered() -> Any:  # noqa: ANN401 - see above
    """Lay out twelve pages, with links on the first one to the ninth and the twelfth and one to nowhere."""
    links = '<nav><a href="#c8">near</a></nav><p><a href="#c8">see</a>, and <a href="#c11">see</a>, <a href="#gone">see</a>.'
    pages = _laid_out(links + "".join(f'<h1 id="c{place}">{place}</h1>' for place in range(1, 12)))
    number_links(pages)
    return pages


def test_numbers_are_the_pages_of_the_targets(numbered: Any) -> None:  # noqa: ANN401 - see above
    """A link to a later page carries that page's number; one to nowhere says so."""
    assert [box.text for box in _texts(numbered, 0)] == [
        *("near", "9", "see", " (9)", ", and ", "see", " (12)", ", ", "see", " (?)", "."),
    ]


def test_a_line_closes_up_behind_a_short_number(numbered: Any) -> None:  # noqa: ANN401 - see above
    """Every text of the line begins where the one before it ends, as if the number had always stood there."""
    line = [box for box in _texts(numbered, 0) if box.text not in {"near", "9"}]
    assert all(second.position_x == pytest.approx(first.position_x + first.width) for first, second in pairwise(line))


def test_a_number_at_the_margin_ends_there(numbered: Any) -> None:  # noqa: ANN401 - see above
    """In the contents, numbers of one and of two digits end at the same place."""
    number = next(box for box in _texts(numbered, 0) if box.text == "9")
    assert number.position_x + number.width == pytest.approx(400 - 20)


def test_the_rows_of_the_longest_table_are_measured() -> None:
    """Room between the margins, height of everything, and each row's height without the head's."""
    rows = "".join(f"<tr><td style='height:{height}px'>x</td></tr>" for height in (30, 40))
    found = measure(
        _laid_out(f"<p style='margin:0'>one</p><table><thead><tr><td>head</td></tr></thead><tbody>{rows}</tbody></table>")
    )
    assert found == (160, 20 + 30 + 30 + 40, (30, 40))


def test_a_first_page_gives_way_to_another() -> None:
    """Head, foot and the pages behind remain; what the new page says can be linked to and is a bookmark."""
    foot = "<style>@page{@bottom-right{content:counter(page) '/' counter(pages)}}</style>"
    pages = _laid_out(f"{foot}gives way<h1 id='c1'>two</h1><a href='#c0'>back</a>")
    put_first(pages, weasyprint.HTML(string=f"<style>{STYLE} @page{{size:400px 900px}}</style><h1 id='c0'>one</h1>").render())
    number_links(pages)
    assert [[box.text for box in _texts(pages, page)] for page in (0, 1)] == [["one", "1/2"], ["two", "back", " (1)", "2/2"]]
    assert [label for label, *_ in pages.make_bookmark_tree()] == ["one", "two"]
    assert (pages.pages[0].width, pages.pages[0].height) == (400, 200)
