"""The macros of one language, found in its folder of templates and compiled when first used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from sweepbrief.compiled_templates import CompiledTemplates
from sweepbrief.errors import SweepbriefError, WrongUsageError
from sweepbrief.house_templates import OWN, blamed_on_template, house_templates
from sweepbrief.narrative.filters import Filters, is_band, is_level, native
from sweepbrief.narrative.languages import LANGUAGES
from sweepbrief.narrative.numerals import Numerals
from sweepbrief.narrative.spacing import tight
from sweepbrief.templates_root import templates_root

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    templates : str
        Folder of a house's own templates; empty for none.
    """

    filters: Filters
    environment: Environment
    places: Mapping[str, str]
    templates: str = ""

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
        with blamed_on_template(self.templates):
            return self._said(self.macro(name), name, facts)

    def _said(self, macro: Macro, name: str, facts: Mapping[str, object]) -> str:
        wanted, given = set(macro.arguments), set(facts)
        if wanted != given:
            lacking, unknown = sorted(wanted - given), sorted(given - wanted)
            message = f"The macro {name} takes {', '.join(macro.arguments) or 'nothing'}: lacking {lacking}, unknown {unknown}."
            raise TypeError(message)
        said = SPACES.sub(" ", str(macro(**{key: native(fact) for key, fact in facts.items()}))).strip(" ")
        return said if self.filters.words["sentence_gap"] else tight(said)


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
    return MappingProxyType(_defined(_folder(), language, ""))


def _defined(folder: Path, language: str, prefix: str) -> dict[str, str]:
    """Find the macros in one folder of prose, each with the name of its template."""
    found: dict[str, str] = {}
    for path in sorted((folder / language).rglob("*.jinja")):
        if path.name == PHRASES:
            continue
        for name in MACRO.findall(path.read_text(encoding="utf-8")):
            if name in found:
                raise SweepbriefError(
                    "A macro is defined once in a language.", f"Found {name} in {found[name]} and {path.name}."
                )
            found[name] = prefix + path.relative_to(folder).as_posix()
    return found


@cache
def prose(language: str, digits: int, templates: str = "") -> Prose:
    """Make a language ready.

    Parameters
    ----------
    language : str
        Its code.
    digits : int
        Decimals that the noise of the metric allows.
    templates : str
        Folder of a house's own templates, whose macros stand in for the shipped ones; empty for none.

    Returns
    -------
    Prose
        Its macros, compiled when first used.

    Raises
    ------
    WrongUsageError
        If an own macro stands in for nothing, or takes other arguments than the shipped one.
    """
    shipped = places(language)
    house = house_templates(templates)
    environment = _environment(house)
    words = vars(environment.get_template(f"{language}/{WORDS}").module)
    filters = Filters(Numerals(language, digits), MappingProxyType(words))
    environment.filters.update(filters.all())
    environment.tests |= {"band": is_band, "level": is_level}
    own = _defined(house / "prose", language, f"{OWN}/") if house else {}
    made = Prose(filters, environment, MappingProxyType({**shipped, **own}), templates)
    with blamed_on_template(templates):
        for name in own:
            _stands_in(made, name, shipped)
    return made


def _stands_in(made: Prose, name: str, shipped: Mapping[str, str]) -> None:
    """Hold an own macro against the one it stands in for."""
    found = made.macro(name).arguments
    if name not in shipped:
        raise WrongUsageError("An own macro has the name of a shipped one.", f"Found {name} in {made.places[name]}.")
    wanted = Prose(made.filters, made.environment, shipped).macro(name).arguments
    if set(found) != set(wanted):
        expected = f"The macro {name} takes {', '.join(wanted) or 'nothing'}."
        raise WrongUsageError(expected, f"Found {', '.join(found) or 'nothing'} in {made.places[name]}.")


@cache
def _compiled() -> CompiledTemplates:
    """Keep compiled templates for every report: the number of decimals changes filters, not macros."""
    return CompiledTemplates(Path(__file__).parent)


def _folder() -> Path:
    return templates_root() / "prose"


def _environment(house: Path | None) -> Environment:
    shipped = FileSystemLoader(_folder())
    own = {OWN: FileSystemLoader(house / "prose")} if house else {}
    made: Environment
    if own:
        made = SandboxedEnvironment(loader=ChoiceLoader([PrefixLoader(own), shipped]), autoescape=True)
    else:
        made = Environment(loader=shipped, autoescape=True, bytecode_cache=_compiled())
    made.undefined, made.trim_blocks, made.lstrip_blocks, made.auto_reload = StrictUndefined, True, True, False
    return made
