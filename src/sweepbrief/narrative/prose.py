"""The macros of one language, found in its folder of templates and compiled when first used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined

from sweepbrief.errors import SweepbriefError, WrongUsageError
from sweepbrief.narrative.filters import Filters, is_band, is_level, native
from sweepbrief.narrative.languages import LANGUAGES
from sweepbrief.narrative.numerals import Numerals
from sweepbrief.templates_root import templates_root

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2.bccache import Bucket
    from jinja2.runtime import Macro

WORDS = "words.jinja"  # a language's constants
PHRASES = "phrases.jinja"  # turns of phrase that a language's other files share, and no other language needs to have
MACRO = re.compile(r"{%-?\s*macro ([a-z]\w*)\(")
SPACES = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Prose:
    """Everything a language can say, ready for one report.

    Attributes
    ----------
    filters : Filters
        How facts are written.
    environment : jinja2.Environment
        Where the templates are compiled.
    places : mapping of str to str
        By macro, the template that defines it.
    """

    filters: Filters
    environment: Environment
    places: Mapping[str, str]

    def macro(self, name: str) -> Macro:
        """Give a macro.

        Raises
        ------
        KeyError
            If the language has no such macro.
        """
        found: Macro = getattr(self.environment.get_template(self.places[name]).module, name)
        return found

    def say(self, name: str, facts: Mapping[str, object]) -> str:
        """Fill a macro with its facts.

        Parameters
        ----------
        name : str
            The macro.
        facts : mapping of str to object
            Exactly its arguments; numpy scalars are taken for the numbers they hold.

        Returns
        -------
        str
            Escaped inline HTML on one line.

        Raises
        ------
        KeyError
            If the language has no such macro.
        TypeError
            If a fact is missing or one too many is given.
        """
        macro = self.macro(name)
        wanted, given = set(macro.arguments), set(facts)
        if wanted != given:
            lacking, unknown = sorted(wanted - given), sorted(given - wanted)
            message = f"The macro {name} takes {', '.join(macro.arguments) or 'nothing'}: lacking {lacking}, unknown {unknown}."
            raise TypeError(message)
        return SPACES.sub(" ", str(macro(**{key: native(fact) for key, fact in facts.items()}))).strip(" ")


@cache
def places(language: str) -> Mapping[str, str]:
    """Find a language's macros; names that begin with an underscore are a file's own affair.

    Parameters
    ----------
    language : str
        Its code.

    Returns
    -------
    mapping of str to str
        By macro, the template that defines it, relative to the prose folder.

    Raises
    ------
    WrongUsageError
        If there is no such language.
    SweepbriefError
        If two files define the same macro.
    """
    if language not in LANGUAGES:
        raise WrongUsageError("The report's language is one of " + ", ".join(LANGUAGES) + ".", f"Found {language!r}.")
    found: dict[str, str] = {}
    for path in sorted((_folder() / language).rglob("*.jinja")):
        if path.name == PHRASES:
            continue
        for name in MACRO.findall(path.read_text(encoding="utf-8")):
            if name in found:
                raise SweepbriefError(
                    "A macro is defined once in a language.", f"Found {name} in {found[name]} and {path.name}."
                )
            found[name] = path.relative_to(_folder()).as_posix()
    return MappingProxyType(found)


@cache
def prose(language: str, digits: int) -> Prose:
    """Make a language ready.

    Parameters
    ----------
    language : str
        Its code.
    digits : int
        Decimals that the noise of the metric allows.

    Returns
    -------
    Prose
        Its macros, compiled when first used.
    """
    found = places(language)
    environment = _environment()
    words = vars(environment.get_template(f"{language}/{WORDS}").module)
    filters = Filters(Numerals(language, digits), MappingProxyType(words))
    environment.filters.update(filters.all())
    environment.tests |= {"band": is_band, "level": is_level}
    return Prose(filters, environment, found)


class _Compiled(BytecodeCache):
    """Templates compiled once a process: the number of decimals changes filters, not macros."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _folder() -> Path:
    return templates_root() / "prose"


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_folder()),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
