"""The page templates: Jinja with everything escaped that is not a block's own inline HTML."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sweepbrief.outputs.picture import named_svg, plain_attributes
from sweepbrief.templates_root import templates_root

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def pages() -> Environment:
    """Give the environment that the page templates are filled in.

    Returns
    -------
    jinja2.Environment
        Escapes by default, stops at names it does not know. Filters ``named`` and ``titled`` dress a picture, ``html`` passes a
        block's inline HTML, ``kind`` names a block's class.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - loads only when a page is rendered
    from markupsafe import Markup  # noqa: PLC0415 - see above

    environment = Environment(
        loader=FileSystemLoader(templates_root() / "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["named"] = lambda svg, alt: Markup(named_svg(svg, alt, titled=False))  # noqa: S704 - drawn by us
    environment.filters["titled"] = lambda svg, alt: Markup(named_svg(svg, alt, titled=True))  # noqa: S704 - drawn by us
    environment.filters["html"] = lambda text: Markup(plain_attributes(text))  # noqa: S704 - escaped where it was written
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment


def text_of(name: str) -> str:
    """Read a style sheet or script of the page, without surrounding space."""
    return (templates_root() / "page" / name).read_text(encoding="utf-8").strip()
