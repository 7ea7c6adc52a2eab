"""Finding the findings of an earlier report: in a findings.json, attached to a PDF, or in a report's folder."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Final, NoReturn

from sweepbrief.errors import UnreadableSourceError

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "findings.json"
PDF: Final = "report.pdf"
LARGEST: Final = 200_000_000
"""Bytes: no report's findings come near."""
_HEAD: Final = 4096
_MARK: Final = b'"sweepbrief-findings'


def read_findings(path: Path) -> Any | None:  # noqa: ANN401 - whatever the file holds
    """Read an earlier report's findings.

    Parameters
    ----------
    path : pathlib.Path
        A findings.json, a PDF, or a folder that holds one of them under the report's own name. Opened for reading only.

    Returns
    -------
    object or None
        The parsed JSON, unchecked; None where the path is no report but may be a source.

    Raises
    ------
    UnreadableSourceError
        If it is a report whose findings are missing or damaged, or a page.
    """
    found = report_of(path) if path.is_dir() else path
    if found is None or not found.is_file():
        return None
    with found.open("rb") as file:
        head = file.read(_HEAD)
    if found.stat().st_size > LARGEST:
        return None if found.name != NAME and not head.startswith(b"%PDF") else _too_large(found)
    if b"%PDF-" in head[:1024]:
        return parsed(_attached(found), f"{found}: {NAME}")
    if found.name == NAME or _MARK in head:
        return parsed(found.read_bytes(), str(found))
    if head.lstrip().lower().startswith(b"<!doctype html"):
        raise UnreadableSourceError(
            "An earlier report is its findings.json, or its PDF, which carries them.",
            f"{found} is a page, which does not.",
            "Name the findings.json or the PDF beside it.",
        )
    return None


def report_of(folder: Path) -> Path | None:
    """Give the file in a report's folder that carries its findings; None where there is none."""
    return next((folder / name for name in (NAME, PDF) if (folder / name).is_file()), None)


def parsed(content: bytes, where: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Parse findings strictly.

    Raises
    ------
    UnreadableSourceError
        If they are no JSON.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        told = str(error).split("\n", 1)[0][:160]
        raise UnreadableSourceError(
            "Findings are JSON in UTF-8.", f"{where}: {told}.", "The file is damaged: make it again."
        ) from error


def _no_number(word: str) -> NoReturn:
    message = f"{word} is no JSON"
    raise ValueError(message)


def _too_large(path: Path) -> NoReturn:
    raise UnreadableSourceError(f"Findings take at most {LARGEST // 1_000_000} MB.", f"{path} takes more.")


def _attached(path: Path) -> bytes:
    """Take the findings out of a PDF."""
    import pikepdf  # noqa: PLC0415 - only where a PDF is read

    try:
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            if NAME in pdf.attachments:
                return bytes(pdf.attachments[NAME].get_file().read_bytes())
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, KeyError, RuntimeError) as error:
        told = str(error).split("\n", 1)[0][:160]
        raise UnreadableSourceError(
            "An earlier report is a PDF that can be opened.", f"{path}: {told}.", "Name its findings.json, or make it again."
        ) from error
    raise UnreadableSourceError(
        f"The PDF of an earlier report carries {NAME}.", f"{path} carries none.", "Name its findings.json, or make it again."
    )
