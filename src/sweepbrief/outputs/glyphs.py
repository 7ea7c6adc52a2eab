"""Letters that no typeface of this machine can draw: better said than printed as empty boxes."""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import unicodedata
from functools import cache
from typing import Any

from sweepbrief.outputs.fonts import FACES
from sweepbrief.templates_root import templates_root

MOST = 3000
"""Different letters looked up at most."""
EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "IDEOGRAPHIC")
"""How Unicode begins the names of letters that Debian's package ``fonts-noto-cjk`` holds."""
PICTOGRAPHS = range(0x1F000, 0x1FB00)
"""Where Unicode keeps its pictographs, emoji among them."""


LABEL = re.compile("(<text\\b[^>]*>)([^<]*)")
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def lacking(text: str) -> str:
    """Find the letters of a text that no installed typeface holds.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    str
        Each such letter once, in order of code point; empty also where fontconfig, which knows the typefaces, is not installed.
    """
    sought = sorted(char for char in set(text) if ord(char) not in _shipped() and _drawn(char))[:MOST]
    if not sought:
        return ""
    library = _fontconfig()
    return "".join(char for char in sought if not _held(library, ord(char))) if library else ""


def package_for(letters: str) -> str:
    """Name the Debian packages whose typefaces hold letters."""
    return " ".join(sorted({_package(letter) for letter in letters}))


def _package(letter: str) -> str:
    if ord(letter) in PICTOGRAPHS:
        return "fonts-noto-color-emoji"
    return "fonts-noto-cjk" if unicodedata.name(letter, "").startswith(EAST_ASIAN) else "fonts-noto-core"


def spelt(text: str, letters: str) -> str:
    r"""Write letters as their codes, such as ``\u16a0``, so that two names that differ in them still differ on paper.

    A label in a picture has no room for codes: there an ellipsis stands for what is left out.
    """
    left_out = re.compile(f"[{re.escape(letters)}]+")
    text = LABEL.sub(lambda found: found[1] + left_out.sub(ELLIPSIS, found[2]), text)
    return text.translate({ord(letter): letter.encode("unicode_escape").decode() for letter in letters})


def _drawn(char: str) -> bool:
    """Tell a letter or sign from what has no shape of its own."""
    return unicodedata.category(char)[0] in "LNPS"


@cache
def _shipped() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only where a PDF is made

    held = []
    for _, file, _, _ in FACES:
        if not file.startswith("mono"):
            with TTFont(templates_root() / "fonts" / f"{file}.ttf", lazy=True) as face:
                held.append(frozenset(face.getBestCmap()))
    return frozenset.intersection(*held)


@cache
def _fontconfig() -> Any:  # noqa: ANN401 - a C library
    name = ctypes.util.find_library("fontconfig")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    for function, result, arguments in (
        ("FcCharSetCreate", ctypes.c_void_p, ()),
        ("FcCharSetAddChar", ctypes.c_int, (ctypes.c_void_p, ctypes.c_uint32)),
        ("FcCharSetDestroy", None, (ctypes.c_void_p,)),
        ("FcPatternCreate", ctypes.c_void_p, ()),
        ("FcPatternAddCharSet", ctypes.c_int, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
        ("FcPatternDestroy", None, (ctypes.c_void_p,)),
        ("FcObjectSetCreate", ctypes.c_void_p, ()),
        ("FcObjectSetDestroy", None, (ctypes.c_void_p,)),
        ("FcFontList", ctypes.POINTER(_FontSet), (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)),
        ("FcFontSetDestroy", None, (ctypes.c_void_p,)),
    ):
        getattr(library, function).restype = result
        getattr(library, function).argtypes = arguments
    return library


class _FontSet(ctypes.Structure):
    _fields_ = (("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.c_void_p))


def _held(library: Any, code: int) -> bool:  # noqa: ANN401 - a C library
    """Ask whether any installed typeface has a letter."""
    letters, pattern, objects = library.FcCharSetCreate(), library.FcPatternCreate(), library.FcObjectSetCreate()
    library.FcCharSetAddChar(letters, code)
    library.FcPatternAddCharSet(pattern, b"charset", letters)
    found = library.FcFontList(None, pattern, objects)
    count = found.contents.nfont if found else 0
    if found:
        library.FcFontSetDestroy(found)
    library.FcObjectSetDestroy(objects)
    library.FcPatternDestroy(pattern)
    library.FcCharSetDestroy(letters)
    return bool(count)
