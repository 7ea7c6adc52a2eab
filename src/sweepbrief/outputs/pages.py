"""The page templates: Jinja with everything escaped that is not a block's own inline HTML."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sweepbrief.house_templates import house_templates
from sweepbrief.outputs.breaks import halves
from sweepbrief.outputs.picture import named_svg, plain_attributes
from sweepbrief.templates_root import templates_root

if TYPE_CHECKING:
    from jinja2 import Environment as Templates


@cache
def pages(own: str = "") -> Templates:
    """Give the environment that the page templates are filled in.

    Parameters
    ----------
    own : str
        A house's folder of templates; its files stand in for the shipped ones.

    Returns
    -------
    jinja2.Environment
        Escapes by default, stops at names it does not know; own templates see values, not Python. Filters ``named`` and
        ``titled`` dress a picture, ``html`` passes a block's inline HTML, ``kind`` names a block's class, ``halves``
        parts a text to copy.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - loads only when a page is rendered
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 - see above
    from markupsafe import Markup  # noqa: PLC0415 - see above

    from sweepbrief.compiled_templates import CompiledTemplates  # noqa: PLC0415 - loads Jinja

    environment = (SandboxedEnvironment if own else Environment)(
        loader=FileSystemLoader(_folders(own)),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=None if own else CompiledTemplates(Path(__file__).parent),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["named"] = lambda svg, alt: Markup(named_svg(svg, alt, titled=False))  # noqa: S704 - drawn by us
    environment.filters["titled"] = lambda svg, alt: Markup(named_svg(svg, alt, titled=True))  # noqa: S704 - drawn by us
    environment.filters["html"] = lambda text: Markup(plain_attributes(text))  # noqa: S704 - escaped where it was written
    environment.filters["halves"] = halves
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment


def text_of(name: str, own: str = "") -> str:
    """Read a style sheet or script of the page, without surrounding space; a house's own in place of the shipped one."""
    found = next(folder / name for folder in _folders(own) if (folder / name).is_file())
    return found.read_text(encoding="utf-8").strip()


def _folders(own: str) -> list[Path]:
    house = house_templates(own)
    return [*([house / "page"] if house else []), templates_root() / "page"]
