"""Numbers as the reader's locale writes them, at a precision that the noise allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.numbers import format_decimal, format_percent

from sweepbrief.narrative.languages import GROUPED_FROM, LOCALES

if TYPE_CHECKING:
    from typing import SupportsFloat

MINUS = "\N{MINUS SIGN}"
SIGNIFICANT = 3  # digits of a setting in a table, and of one that was typed in: 0.125, 0.999
ROUNDED = 2  # digits of a setting that was drawn: 7.2e-4 says as much as 7.2317e-4
SMALL, LARGE = 1e-3, 1e6  # outside these a setting is written as 5e-4
STAYS_PLAIN = (0.1, 1e4)  # ends of a range that keep plain digits beside an end written as 5e-4
TINY, HUGE = 1e-4, 1e7  # outside these a metric is written as 5.0e-5
ENDLESS, MOST_DECIMALS = 1e15, 12  # beyond these no reader counts digits
NEAR, ALMOST = 5e-3, 5e-4  # half a per cent, and half of a tenth of one, from none or all
SURE = 1e-4  # p-values below this are only bounded


@dataclass(frozen=True, slots=True)
class Numerals:
    """Numbers of one report.

    Attributes
    ----------
    language : str
        Code of the language.
    digits : int
        Decimals that the noise of the metric allows; negative for tens, hundreds, ...
    """

    language: str
    digits: int

    @property
    def locale(self) -> Locale:
        """The regional conventions followed."""
        return _locale(LOCALES.get(self.language, self.language))

    def decimal(self, number: SupportsFloat, decimals: int, *, signed: bool = False) -> str:
        """Write a number with a fixed number of decimals.

        Parameters
        ----------
        number : number
            Any finite number.
        decimals : int
            Digits behind the decimal sign; negative rounds before it.
        signed : bool
            Whether a plus sign is written too.

        Returns
        -------
        str
            With a true minus sign; zero has no sign.
        """
        if abs(float(number)) >= ENDLESS:
            return ("+" if signed and float(number) > 0 else "") + self.scientific(number, SIGNIFICANT)
        decimals = min(decimals, MOST_DECIMALS)
        rounded = round(float(number), decimals)
        sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + _digits(self.language, abs(rounded), decimals)

    def integer(self, number: SupportsFloat) -> str:
        """Write a whole number."""
        return self.decimal(number, 0)

    def percent(self, share: SupportsFloat) -> str:
        """Write a share 0..1 as whole per cent, with a decimal where it would otherwise read as none or all."""
        number, whole = abs(float(share)), self.locale.percent_formats[None].pattern
        sign, pattern = MINUS if float(share) < 0 else "", whole
        if 0 < number < NEAR or 1 - NEAR <= number < 1:
            pattern = whole.replace("0", "0.0")
            sign += "<" if number < ALMOST else ">" if number > 1 - ALMOST else ""
            number = min(max(number, 2 * ALMOST), 1 - 2 * ALMOST)
        return sign + str(format_percent(number, format=pattern, locale=self.locale))

    def coefficient(self, number: SupportsFloat) -> str:
        """Write a correlation: sign and two decimals."""
        return self.decimal(number, 2, signed=True)

    def scientific(self, number: SupportsFloat, significant: int, *, padded: bool = False) -> str:
        """Write a number as 5e-4: a mantissa without trailing zeros (kept where ``padded``) and a power of ten."""
        mantissa, exponent = f"{abs(float(number)):.{significant - 1}e}".split("e")
        decimals = significant - 1 if padded else len(mantissa.rstrip("0").partition(".")[2])
        return (MINUS if float(number) < 0 else "") + self.decimal(float(mantissa), decimals) + f"e{int(exponent)}"

    def setting(self, number: SupportsFloat, *, power: bool = False, precise: bool = False) -> str:
        """Write a parameter's value: whole numbers whole, others with two or three digits, extreme ones as 5e-4."""
        size = abs(float(number))
        digits = SIGNIFICANT if precise else significant(size)
        if size and (power or size < SMALL or size >= LARGE):
            return self.scientific(number, digits)
        if size == int(size):
            return self.integer(number)
        decimals = max(0, digits - 1 - math.floor(math.log10(size)))
        shortest = f"{size:.{decimals}f}".rstrip("0").partition(".")[2]
        return self.decimal(number, len(shortest))

    def ends(self, low: SupportsFloat, high: SupportsFloat) -> tuple[str, str]:
        """Write both ends of a range in one style: 5e-4 and 2e-2, 1e-5 and 1, 0.2 and 0.5."""
        ends = (float(low), float(high))
        if not any(size and (abs(size) < SMALL or abs(size) >= LARGE) for size in ends):
            return self.setting(ends[0]), self.setting(ends[1])
        plain = [not end or STAYS_PLAIN[0] <= abs(end) < STAYS_PLAIN[1] for end in ends]
        first, second = (self.setting(end, power=not stays) for end, stays in zip(ends, plain, strict=True))
        return first, second

    def metric(self, number: SupportsFloat, *, signed: bool = False, least: int = 0) -> str:
        """Write a value of the metric.

        Parameters
        ----------
        number : number
            In the metric's unit.
        signed : bool
            Whether a plus sign is written too.
        least : int
            Significant digits that a number other than zero keeps even below the noise.

        Returns
        -------
        str
            With ``digits`` decimals; far from 1 as 5.0e-5.
        """
        size = abs(float(number))
        places = math.floor(math.log10(size)) if size else 0
        decimals = max(self.digits, least - 1 - places) if least else self.digits
        if not round(size, decimals):
            return self.decimal(0.0, max(0, min(decimals, SIGNIFICANT)))
        if TINY <= size < HUGE:
            return self.decimal(number, decimals, signed=signed)
        significant = min(max(1, places + decimals + 1), SIGNIFICANT)
        sign = MINUS if float(number) < 0 else "+" if signed else ""
        return sign + self.scientific(size, significant, padded=True)

    def p_value(self, number: SupportsFloat) -> str:
        """Write a p-value with its letter: p = 0.03, p < 0.0001."""
        size = float(number)
        if size < SURE:
            return f"p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}{self.decimal(SURE, 4)}"
        decimals = 2 if size >= 0.01 else 4  # noqa: PLR2004 - two digits are read at a glance
        return f"p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{self.decimal(size, decimals)}"


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


@lru_cache(maxsize=4096)
def _digits(language: str, size: float, decimals: int) -> str:
    """Write a number without a sign; a report says the same few hundred again and again."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    grouped = size >= GROUPED_FROM.get(language, 0)
    locale = _locale(LOCALES.get(language, language))
    return str(format_decimal(size, format=pattern, locale=locale, group_separator=grouped))


def significant(size: float) -> int:
    """Give the digits that a setting deserves in a sentence: two, or three where that says it exactly or keeps it from 1."""
    mantissa = f"{size:.{SIGNIFICANT - 1}e}"
    round_number = float(mantissa) == size and mantissa.partition("e")[0].endswith("5")
    near_one = size < 1 <= float(f"{size:.{ROUNDED - 1}e}")
    return SIGNIFICANT if round_number or near_one else ROUNDED
