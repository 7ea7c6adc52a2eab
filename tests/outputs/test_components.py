"""Each kind of block as the page shows it: small pieces, never whole pages."""

from __future__ import annotations

import re

import pytest

from sweepbrief.document import Block, Cell, Code, Columns, Items, Picture, Prose, Strip, Table
from sweepbrief.outputs.pages import pages

LABEL = {name: name for name in ("sort", "filter", "show_all", "useful", "hide", "numbers", "evidence", "caution", "settle")}

TABLE = Table("t", "What <b>it</b> shows", ("A", "B"), ((Cell("x", "x", "head"), Cell("1.5", 1.5, "number")),), ("row-x",))
SNAPSHOTS = [
    (Prose("Told <b>x</b> &lt; 3.", "lede", "told"), '<p class="lede" id="told">Told <b>x</b> &lt; 3.</p>'),
    (Prose("Head", "heading", "head"), '<h3 id="head">Head</h3>'),
    (Items(("a", "b")), "<ul> <li>a</li> <li>b</li> </ul>"),
    (Items(("a",), ordered=True), "<ol> <li>a</li> </ol>"),
    (Strip((("Runs", "3", "of 4"),)), '<dl class="facts"> <div><dt>Runs</dt><dd><b>3</b> <span>of 4</span></dd></div> </dl>'),
    (
        TABLE,
        """<div class="frame" role="region" aria-labelledby="t-caption" tabindex="0"> <table id="t" class="t">
        <caption id="t-caption">What <b>it</b> shows</caption>
        <thead><tr> <th scope="col">A</th> <th scope="col" class="number">B</th> </tr></thead>
        <tbody> <tr id="row-x"> <th scope="row" data-sort="x">x</th>
        <td class="number" data-head="B" data-sort="1.5">1.5</td> </tr> </tbody> </table> </div>""",
    ),
    (
        Picture("p", '<svg viewBox="0 0 10 10" style="fill: red"></svg>', 'a "rise"', "Caption"),
        """<figure id="p"> <div class="canvas" role="group" aria-labelledby="p-says" tabindex="0"><svg
        viewBox="0 0 10 10" fill="red" role="img" aria-label="a &quot;rise&quot;"></svg></div>
        <figcaption id="p-says">Caption</figcaption> </figure>""",
    ),
    (
        Columns((("Do", Items(("a",))), ("Not", Items(("b",))))),
        """<div class="columns"> <div> <h3>Do</h3> <ul> <li>a</li> </ul> </div>
        <div> <h3>Not</h3> <ul> <li>b</li> </ul> </div> </div>""",
    ),
    (
        Code("a < b", "Copy"),
        '<details class="code"><summary>Copy</summary> <pre tabindex="0"><code>a &lt; b</code></pre> </details>',
    ),
]


@pytest.mark.parametrize(("block", "wanted"), SNAPSHOTS, ids=lambda part: type(part).__name__)
def test_a_block_looks_like_this(block: Block, wanted: str) -> None:
    """The markup of a block changes only on purpose."""
    macros = pages().get_template("blocks.jinja").module
    assert re.sub(r"\s+", " ", str(macros.block(block, LABEL))).strip() == re.sub(r"\s+", " ", wanted)  # type: ignore[attr-defined]  # a macro
