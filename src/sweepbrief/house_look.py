"""How a house wants its reports to look: words, logo, colour and templates, checked before anything is measured."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sweepbrief.errors import WrongUsageError
from sweepbrief.house_templates import house_templates

if TYPE_CHECKING:
    from collections.abc import Mapping

MEGABYTE = 1_000_000
LARGEST_LOGO = MEGABYTE  # bytes
IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
SVG = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)


def house_look(options: Mapping[str, Any]) -> dict[str, Any]:
    """Gather what a report is dressed in.

    Parameters
    ----------
    options : mapping
        The options of ``sweepbrief report``: title, author, contact, footer, logo, accent, templates and no_script.

    Returns
    -------
    dict
        Those that are set, as `sweepbrief.report` takes them; the logo as a data URI.

    Raises
    ------
    WrongUsageError
        If the logo is no image, the colour cannot be read, or the templates stand in for nothing.
    """
    look: dict[str, Any] = {name: options[name] for name in ("title", "author", "contact", "footer") if options.get(name)}
    if options.get("no_script"):
        look["script"] = False
    if options.get("logo"):
        look["logo"] = _logo(Path(options["logo"]))
    if options.get("accent"):
        from sweepbrief.outputs import readable_accent  # noqa: PLC0415 - only where asked for

        look["accent"] = readable_accent(options["accent"])
    if options.get("templates"):
        look["templates"] = str(Path(options["templates"]).resolve())
        house_templates(look["templates"])
        _speaks(options["language"], look["templates"])
    return look


def _speaks(language: str, templates: str) -> None:
    """Compile the house's own sentences now: a fault in them should not wait for the measuring."""
    from sweepbrief.narrative import Voice  # noqa: PLC0415 - only where asked for

    _ = Voice(language, 2, templates).prose


def _logo(path: Path) -> str:
    """Give an image as a data URI; its content decides what it is, not its name."""
    content = path.read_bytes()
    kind = next((kind for start, kind in IMAGES.items() if content.startswith(start)), "")
    if not kind and SVG.match(content[:4096]):
        kind = "image/svg+xml"
    expected = "A logo is a PNG, JPEG or SVG image of at most 1 MB."
    if len(content) > LARGEST_LOGO:
        found = f"{path} has {len(content) / MEGABYTE:.1f} MB."
        raise WrongUsageError(expected, found, "Save it smaller: on paper it is 10 mm high.")
    if not kind or not _whole(content, kind):
        raise WrongUsageError(expected, f"Found something else in {path}.", "Name an image, or leave the logo out.")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _whole(content: bytes, kind: str) -> bool:
    """Tell whether an image can be decoded to its end."""
    if kind == "image/svg+xml":
        from xml.etree import ElementTree as ET  # noqa: PLC0415 - only for the house's own logo, named by the user

        try:
            return ET.fromstring(content).tag.endswith("svg")  # noqa: S314 - see above
        except ET.ParseError:
            return False
    from PIL import Image  # noqa: PLC0415 - only for a logo

    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
    except (OSError, SyntaxError, ValueError):
        return False
    return True
