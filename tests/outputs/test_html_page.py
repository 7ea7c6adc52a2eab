"""The page: self-contained, navigable, and closed to whatever a name tries."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from read_page import Page

from sweepbrief.outputs import OUTPUTS

if TYPE_CHECKING:
    from sweepbrief.document import Document

SCRIPT_LIMIT = 12_000


@pytest.fixture(scope="module", params=["document", "hostile"])
def page(request: pytest.FixtureRequest) -> Page:
    document: Document = request.getfixturevalue(request.param)
    return Page(OUTPUTS["html"](document).decode())


def test_the_page_makes_no_request(page: Page) -> None:
    """Every address is an anchor on the page or data inside it."""
    addresses = [*page.values("src"), *page.values("href"), *page.values("xlink:href")]
    assert all(address.startswith(("#", "data:")) for address in addresses)
    assert not re.search(r"url\((?!data:)", page.text["style"])
    assert "@import" not in page.text["style"]


def test_every_anchor_leads_somewhere(page: Page) -> None:
    """A link to a section, a parameter, a run or a claim finds it."""
    ids = set(page.values("id"))
    assert {address[1:] for address in page.values("href") if address.startswith("#")} <= ids


def test_ids_are_unique(page: Page) -> None:
    """No two elements share an id."""
    assert not [name for name, count in Counter(page.values("id")).items() if count > 1]


def test_headings_have_no_gaps(page: Page) -> None:
    """One first heading, and none deeper by more than one step than the one before."""
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_policy_allows_exactly_the_style_and_script_of_the_page(page: Page) -> None:
    """The hashes in the policy are those of what stands between the tags; nothing needs an exception."""
    policy = next(
        attributes["content"] for tag, attributes in page.elements if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.text[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not page.values("style")
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_the_script_is_small(page: Page) -> None:
    """The page's own script stays below twelve kilobytes, and there is one that runs."""
    assert sum(tag == "script" and "type" not in attributes for tag, attributes in page.elements) == 1
    assert len(page.text["script"].encode()) < SCRIPT_LIMIT


def test_the_dots_of_pictures_name_runs_that_exist(page: Page) -> None:
    """What the script tells of a dot stands in the page as data: one name for every run that a picture counts."""
    runs = json.loads(page.text["data"])
    told = [int(run) for members in page.values("data-runs") for run in members.split(",")]
    assert told
    assert set(told) <= set(range(len(runs)))


def test_every_picture_has_a_name(page: Page) -> None:
    """Inline pictures have a role, and a label or a title."""
    for place, (tag, attributes) in enumerate(page.elements):
        if tag == "svg":
            assert attributes["role"] == "img"
            assert attributes.get("aria-label") or page.elements[place + 1][0] == "title"


def test_every_table_has_a_caption_and_heads(page: Page) -> None:
    """A table says what it shows, and each head what it heads."""
    tags = Counter(tag for tag, _ in page.elements)
    assert tags["table"] == tags["caption"]
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in page.elements if tag == "th")


def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    """Nothing on the page depends on when or how often it is rendered."""
    assert OUTPUTS["html"](document) == OUTPUTS["html"](document)


def test_the_page_has_the_landmarks_of_a_report(document: Document) -> None:
    """Banner, navigation, main content, footer, and a link that skips to it."""
    page = Page(OUTPUTS["html"](document).decode())
    tags = Counter(tag for tag, _ in page.elements)
    assert (tags["header"], tags["nav"], tags["main"], tags["footer"]) == (1, 1, 1, 1)
    first = next(attributes for tag, attributes in page.elements if tag == "a")
    assert first == {"class": "skip", "href": "#answer"}
