"""What a macro may do to a fact: one filter a kind of fact, each giving escaped text in the reader's locale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.lists import format_list
from markupsafe import Markup, escape

from sweepbrief.narrative.names import cleaned, tagged
from sweepbrief.narrative.spacing import tight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sweepbrief.narrative.numerals import Numerals

MOST = 4
"""Names of a list that a sentence carries before it counts the rest."""


def native(fact: object) -> object:
    """Give a number, text, bool or None for whatever scalar arrives; NaN is None; containers hold such."""
    if isinstance(fact, (list, tuple)):
        return type(fact)(native(one) for one in fact)
    found: object = fact.item() if hasattr(fact, "item") and not isinstance(fact, str) else fact
    return None if isinstance(found, float) and math.isnan(found) else found


def quantity(fact: object) -> float:
    """Give a number, or refuse what is none."""
    found = native(fact)
    if isinstance(found, (int, float)):
        return found
    message = f"A number is expected here, not {found!r}."
    raise TypeError(message)


def is_level(fact: object) -> bool:
    """Tell a level of a category or switch from a value that has a size."""
    return fact is None or isinstance(fact, (bool, str))


def _is_number(fact: object) -> bool:
    return isinstance(fact, (int, float)) and not isinstance(fact, bool)


def is_band(fact: object) -> bool:
    """Tell a range of values (two numbers) from a level."""
    return isinstance(fact, (tuple, list)) and len(fact) == 2  # noqa: PLR2004 - a range has two ends


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of one report.

    Attributes
    ----------
    numerals : Numerals
        How numbers are written.
    words : mapping of str to str
        The language's constants, from its ``words.jinja``.
    """

    numerals: Numerals
    words: Mapping[str, Any]

    def _written(self, fact: object, write: Callable[[float], str]) -> Markup:
        """Write a number, or in a word that there is none."""
        return escape(self.words["unknown"] if native(fact) is None else write(quantity(fact)))

    def value(self, fact: object, *, precise: bool = False) -> Markup:
        """Write a setting: a number plainly, a level in code, None in words."""
        found = native(fact)
        if found is None:
            return Markup("<em>{}</em>").format(self.words["not_set"])
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            return tagged("code", found)
        if math.isinf(found):
            return Markup("{}").format(("\N{MINUS SIGN}" if found < 0 else "") + self.words["infinite"])
        return unbroken(self.numerals.setting(found, precise=precise))

    def level(self, fact: object) -> Markup:
        """Write a level of a category, also where it is a number."""
        found = native(fact)
        if found is None:
            return escape(self.words["unset_level"])
        if isinstance(found, (int, float)) and not isinstance(found, bool):
            return Markup("<code>{}</code>").format(unbroken(self.numerals.setting(found)))
        return self.value(found)

    def metric(self, fact: object) -> Markup:
        """Write a value of the metric."""
        return self._written(fact, self.numerals.metric)

    def gap(self, fact: object) -> Markup:
        """Write the size of a difference in the metric, without sign, never as nothing."""
        return self._written(fact, lambda number: self.numerals.metric(abs(number), least=1))

    def signed(self, fact: object) -> Markup:
        """Write a signed difference in the metric."""
        return self._written(fact, lambda number: self.numerals.metric(number, signed=True, least=1))

    def coefficient(self, fact: object) -> Markup:
        """Write a correlation."""
        return self._written(fact, self.numerals.coefficient)

    def percent(self, fact: object) -> Markup:
        """Write a share."""
        return self._written(fact, self.numerals.percent)

    def integer(self, fact: object) -> Markup:
        """Write a whole number."""
        return self._written(fact, self.numerals.integer)

    def decimal(self, fact: object, decimals: int = 2) -> Markup:
        """Write a number with a fixed number of decimals."""
        return self._written(fact, lambda number: self.numerals.decimal(number, decimals))

    def p_value(self, fact: object) -> Markup:
        """Write a p-value with its letter."""
        return self._written(fact, self.numerals.p_value)

    def span(self, low: object, high: object) -> Markup:
        """Write a range: 5e-4 to 2e-2; a range of one value as the value."""
        first, second = self.ends((low, high))
        return first if first == second else Markup("{}").format(Markup(self.words["to"]).format(first, second))  # noqa: S704 - our words

    def ends(self, pair: Sequence[object]) -> tuple[Markup, Markup]:
        """Write both ends of a range in one style, levels as levels."""
        low, high = (native(end) for end in pair)
        if not (_is_number(low) and _is_number(high)):
            return self.value(low), self.value(high)
        first, second = self.numerals.ends(quantity(low), quantity(high))
        return unbroken(first), unbroken(second)

    def count(self, number: object, one: str, many: str) -> Markup:
        """Write a number with its noun: 1 run, 1,200 runs."""
        found = int(quantity(number))
        plural = self.numerals.locale.plural_form(found)
        noun = one if plural == "one" else many
        return Markup("{}{}{}").format(self.numerals.integer(found), self.words["before_noun"], noun)

    def listing(self, items: Iterable[object], most: int = MOST, style: str = "standard") -> Markup:
        """Write a list of finished pieces: a, b and 3 others."""
        shown = [escape(item) for item in items]
        rest = len(shown) - most
        if rest > 0:
            word = self.words["other_one" if rest == 1 else "other_many"]
            shown = [*shown[:most], escape(word.format(self.numerals.integer(rest)))]
        if not shown:
            return Markup()
        told = str(format_list(shown, style=style, locale=self.numerals.locale))  # type: ignore[arg-type]
        last, gap = shown[-1], self.words["joint_gap"]
        if gap and len(shown) > 1:  # the conjunction before the last piece stands apart from Latin letters and digits
            before, joint = told[: -len(last) - 1], told[-len(last) - 1]
            told = tight(f"{before}{gap}{joint}{gap}{last}")
        return Markup(told)  # noqa: S704 - escaped above

    def names(self, parameters: Iterable[str], most: int = MOST) -> Markup:
        """Write a list of parameters."""
        return self.listing([name(parameter) for parameter in parameters], most)

    def runs(self, runs: Iterable[str], most: int = MOST) -> Markup:
        """Write a list of runs."""
        return self.listing([run(one) for one in runs], most)

    def levels(self, levels: Iterable[object], most: int = MOST) -> Markup:
        """Write a list of levels."""
        return self.listing([self.level(level) for level in levels], most)

    def either(self, levels: Iterable[object], most: int = MOST) -> Markup:
        """Write a list of levels of which a run has one: a, b or c; a single one is not worth counting as another."""
        shown = [self.level(level) for level in levels]
        return self.listing(shown, len(shown) if len(shown) == most + 1 else most, "or")

    def all(self) -> dict[str, Callable[..., object]]:
        """Give every filter by its name in the macros."""
        own: tuple[Callable[..., object], ...] = (
            *(self.value, self.level, self.span, self.ends, self.integer, self.decimal, self.percent, self.coefficient),
            *(self.p_value, self.metric, self.gap, self.signed, self.count, self.listing, self.names, self.runs, self.levels),
            *(self.either, name, run, measure, text),
        )
        return {one.__name__: one for one in own}


def unbroken(number: str) -> Markup:
    """Keep a power of ten on one line: 5e-4 breaks nowhere."""
    return Markup('<span class="number">{}</span>').format(number) if "e-" in number else escape(number)


def name(parameter: object) -> Markup:
    """Write a parameter's name."""
    return tagged("b", parameter, "parameter")


def run(run: object) -> Markup:
    """Write a run's name."""
    return tagged("code", run)


def measure(metric: object) -> Markup:
    """Write the metric's name."""
    return tagged("span", metric, "metric")


def text(found: object) -> Markup:
    """Write a name without an element around it, cleaned."""
    return escape(cleaned(found))
