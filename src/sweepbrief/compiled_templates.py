"""Templates compiled once: kept beside their sources, where and when Python keeps the modules that it has compiled."""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
import tempfile
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache
from jinja2.bccache import bc_magic

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Keeps the bytecode of templates for this process, and for the next ones.

    Bytecode lies in the ``__pycache__`` folder beside a template, as that of a module would; it counts only as long as neither
    the template nor the Python that its filters are written in has changed. What is less safe than the template is passed over:
    a folder that somebody else owns, or that everybody may write to.

    Parameters
    ----------
    filters : Path
        The Python package whose filters the templates use; compiling may apply them to constants.
    """

    def __init__(self, filters: Path) -> None:
        self.kept: dict[str, bytes] = {}
        sources = b"".join(path.read_bytes() for path in sorted(filters.glob("*.py")))
        self.written_in = hashlib.sha256(sources).hexdigest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Know a template by its file."""
        return filename or name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template's bytecode where it is kept and still true."""
        if bucket.key not in self.kept:
            self.kept[bucket.key] = _read(bucket.key)
        head, content = self._head(bucket), self.kept[bucket.key]
        if content.startswith(head):
            with suppress(EOFError, ValueError, TypeError):  # cut short on a full disk
                bucket.code = marshal.loads(content[len(head) :])  # noqa: S302 - as trustworthy as the template, see the class

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's bytecode, on disk too where Python keeps its own."""
        content = self._head(bucket) + marshal.dumps(bucket.code)
        self.kept[bucket.key] = content
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                _write(bucket.key, content)

    def _head(self, bucket: Bucket) -> bytes:
        return bc_magic + bucket.checksum.encode() + self.written_in.encode()


def _place(template: str) -> Path:
    return Path(cache_from_source(template))


def _read(template: str) -> bytes:
    place = _place(template)
    with suppress(OSError):
        if _safe(place.parent, template):
            return place.read_bytes()
    return b""


def _write(template: str, content: bytes) -> None:
    place = _place(template)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not _safe(place.parent, template):
        return
    handle, draft = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(draft).replace(place)


def _safe(folder: Path, template: str) -> bool:
    """Tell whether only those can write to a folder who can write the template anyway."""
    found = folder.stat()
    owners = {Path(template).stat().st_uid, os.getuid()} if hasattr(os, "getuid") else {found.st_uid}
    return found.st_uid in owners and not found.st_mode & stat.S_IWOTH
