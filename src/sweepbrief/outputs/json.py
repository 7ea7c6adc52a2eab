"""The report's claims as JSON (findings.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.document import Document


def render(document: Document) -> bytes:
    """Give findings.json exactly as it travels inside the PDF.

    Parameters
    ----------
    document : Document
        The report as a value.

    Returns
    -------
    bytes
        JSON in UTF-8; described by the schema that `schema` gives.
    """
    found = next(attachment for attachment in document.attachments if attachment.name == "findings.json")
    return found.content
