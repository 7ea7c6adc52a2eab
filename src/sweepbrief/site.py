"""An index of the reports in a folder, as static pages for a docs site."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.comparison import NAME, read_findings, snapshot
from sweepbrief.errors import SweepbriefError, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sweepbrief.document import Collection, Entry

DATE: Final = re.compile(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:[T_ -]?(\d\d)[-_.:h]?(\d\d))?(?!\d)")
MARK: Final = b'content="sweepbrief"'
_MOST: Final = 5000
_KINDS: Final = ("html", "pdf", "md", "json")


def write_site(folder: str | Path, language: str = "en", title: str = "") -> list[Path]:
    """Write the index of the reports in a folder.

    Parameters
    ----------
    folder : str or pathlib.Path
        Looked through to any depth for findings.json, other findings and PDFs that carry them; reports are only read.
    language : str
        Of the index.
    title : str
        Headline in place of the number of reports.

    Returns
    -------
    list of pathlib.Path
        ``index.html`` (the newest first) and ``by-name.html``, written whole or not at all.

    Raises
    ------
    WrongUsageError
        If there is no such folder, or a page of somebody else stands where the index would go.
    """
    from sweepbrief.document import PAGES, index  # noqa: PLC0415 - figures and templates load only when a page is written
    from sweepbrief.narrative import Voice  # noqa: PLC0415 - see above
    from sweepbrief.outputs import OUTPUTS, write_atomically  # noqa: PLC0415 - see above

    root = Path(folder)
    if not root.is_dir():
        raise WrongUsageError("A site is made of a folder of reports.", f"{root} is none.", "Write reports into it first.")
    for name in PAGES.values():
        _check_ours(root / name)
    collection = collect(root, title)
    voice = Voice(language, 4)
    pages = {name: OUTPUTS["html"](index(collection, voice, order)) for order, name in PAGES.items()}
    return write_atomically(root, pages)


def _check_ours(page: Path) -> None:
    """Refuse to write over a page that is not ours."""
    if page.exists() and MARK not in page.read_bytes()[:8192]:
        raise WrongUsageError(
            f"{page.name} is the index that sweepbrief writes.", f"{page} is another page.", "Name another folder, or move it."
        )


def collect(root: Path, title: str = "") -> Collection:
    """Find every report in a folder.

    Parameters
    ----------
    root : pathlib.Path
        An existing folder; hidden folders and links to folders are passed over.
    title : str
        Of the index.

    Returns
    -------
    Collection
        The newest first.
    """
    from sweepbrief.document import Collection  # noqa: PLC0415 - see write_site

    entries: list[Entry] = []
    skipped: list[tuple[str, str]] = []
    for findings, stem in _candidates(root):
        place = findings.relative_to(root).as_posix()
        try:
            found = read_findings(findings)
            if found is not None:
                entries.append(_entry(root, findings, stem, found))
        except SweepbriefError as error:
            if findings.suffix == ".json" or stem == "report":
                skipped.append((place, f"{error.expected} {error.found.replace(str(root), '').strip('/ ')}".strip()))
    entries.sort(key=lambda entry: entry.path)
    entries.sort(key=lambda entry: entry.moment, reverse=True)
    return Collection(tuple(entries), tuple(skipped), title)


def _candidates(root: Path) -> Iterator[tuple[Path, str]]:
    """Give every file that may carry findings, with the stem of the report it belongs to; a report's JSON before its PDF."""
    for folder, inside, files in os.walk(root):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        covered = set()
        for name in sorted(files)[:_MOST]:
            if name.endswith(".json") and not name.startswith("."):
                stem = "report" if name == NAME else name.removesuffix(".json")
                covered.add(stem)
                yield Path(folder) / name, stem
        for name in sorted(files)[:_MOST]:
            if name.endswith(".pdf") and not name.startswith(".") and name.removesuffix(".pdf") not in covered:
                yield Path(folder) / name, name.removesuffix(".pdf")


def _entry(root: Path, findings: Path, stem: str, found: Mapping[str, object]) -> Entry:
    from sweepbrief.document import Entry  # noqa: PLC0415 - see write_site

    seen = snapshot(found, str(findings))
    folder = findings.parent
    names = {kind: f"{stem}.{kind}" for kind in _KINDS}
    if findings.name == NAME:
        names |= {"md": "summary.md", "json": NAME}
    there = {kind: folder / name for kind, name in names.items() if (folder / name).is_file()}
    files = {kind: path.relative_to(root).as_posix() for kind, path in there.items()}
    headline = found.get("headline")
    place = (folder / stem).relative_to(root).as_posix()
    return Entry(place, files, moment(place, findings), seen, headline if isinstance(headline, str) else "")


def moment(place: str, file: Path) -> str:
    """Say when a report was made: the last date in its path, else when its findings were written (UTC).

    Parameters
    ----------
    place : str
        Path relative to the site.
    file : pathlib.Path
        The findings.

    Returns
    -------
    str
        ISO 8601, to the minute where one is known.
    """
    for year, month, day, hour, minute in reversed(DATE.findall(place)):
        try:
            made = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=UTC)
        except ValueError:
            continue
        return made.strftime("%Y-%m-%dT%H:%M" if hour else "%Y-%m-%d")
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M")
