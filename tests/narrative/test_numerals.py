"""Numbers read as the reader's locale writes them, no more precise than they are known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweepbrief.narrative.numerals import MINUS, Numerals, significant

EN, ES = Numerals("en", 3), Numerals("es", 3)


@pytest.mark.parametrize(
    ("number", "english", "spanish"),
    [
        (5e-4, "5e-4", "5e-4"),
        (1.5e-4, "1.5e-4", "1,5e-4"),
        (7.2317e-4, "7.2e-4", "7,2e-4"),
        (0.05, "0.05", "0,05"),
        (0.125, "0.125", "0,125"),
        (0.65863, "0.66", "0,66"),
        (0.00133, "0.0013", "0,0013"),
        (0.999, "0.999", "0,999"),
        (64.0, "64", "64"),
        (1024, "1,024", "1024"),
        (65536, "65,536", "65.536"),
        (1e9, "1e9", "1e9"),
        (-0.5, f"{MINUS}0.5", f"{MINUS}0,5"),
        (0, "0", "0"),
    ],
)
def test_settings(number: float, english: str, spanish: str) -> None:
    """A setting is short, exact where it was typed in, and 5e-4 where it is extreme."""
    assert EN.setting(number) == english
    assert ES.setting(number) == spanish


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (5e-4, 0.02, ("5e-4", "2e-2")),
        (1e-5, 1.0, ("1e-5", "1")),
        (0.2, 0.5, ("0.2", "0.5")),
        (4, 256, ("4", "256")),
        (0.0, 1e-4, ("0", "1e-4")),
    ],
)
def test_both_ends_of_a_range_have_one_style(low: float, high: float, ends: tuple[str, str]) -> None:
    """A range whose one end needs a power of ten writes the other so too, unless that is plainer without."""
    assert EN.ends(low, high) == ends


def test_coefficients_carry_their_sign() -> None:
    """A correlation has a true minus, a plus, and zero has neither."""
    assert [EN.coefficient(r) for r in (-0.6, 0.06, 0.001, -0.004)] == [f"{MINUS}0.60", "+0.06", "0.00", "0.00"]


def test_shares_near_none_or_all_keep_a_decimal() -> None:
    """0.3 % is not read as 0 %, nor 99.6 % as 100 %."""
    assert [EN.percent(share) for share in (0.0, 0.003, 0.37, 0.996, 1.0)] == ["0%", "0.3%", "37%", "99.6%", "100%"]
    assert [EN.percent(share) for share in (1e-6, 0.99999)] == ["<0.1%", ">99.9%"]
    assert ES.percent(0.996) == "99,6\N{NO-BREAK SPACE}%"


def test_a_metric_has_the_decimals_that_its_noise_allows() -> None:
    """Means are rounded to the noise; a difference keeps one digit even below it."""
    assert Numerals("en", 2).metric(0.8449) == "0.84"
    assert Numerals("en", 2).metric(0.0031, least=1) == "0.003"
    assert Numerals("en", -2).metric(12345.6) == "12,300"
    assert Numerals("en", 7).metric(3.21e-6) == "3.2e-6"
    assert Numerals("en", 2).metric(1e-9) == "0.00"


def test_small_p_values_are_bounded() -> None:
    """A p-value below 0.0001 is only said to be below it."""
    assert EN.p_value(1e-12).replace("\N{NO-BREAK SPACE}", " ") == "p < 0.0001"
    assert ES.p_value(0.034).replace("\N{NO-BREAK SPACE}", " ") == "p = 0,03"


@given(st.floats(min_value=-1e15, max_value=1e15, allow_nan=False))
def test_a_setting_can_be_read_back(number: float) -> None:
    """What is written names the setting to two significant digits."""
    written = EN.setting(number).replace(",", "").replace(MINUS, "-")
    assert math.isclose(float(written), number, rel_tol=0.051, abs_tol=1e-300)


@given(st.floats(min_value=1e-12, max_value=1e12))
def test_digits_are_two_or_three(size: float) -> None:
    """No setting needs more than three digits."""
    assert significant(size) in {2, 3}


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(min_value=-320, max_value=330))
def test_no_metric_is_too_large_or_too_small(number: float, digits: int) -> None:
    """Whatever the scale of a metric, every way of writing it gives something short."""
    numerals = Numerals("es", digits)
    for written in (
        numerals.metric(number),
        numerals.metric(number, signed=True, least=1),
        numerals.setting(number),
        numerals.decimal(number, 2),
        numerals.coefficient(number),
        *numerals.ends(number, 1.0),
    ):
        assert 0 < len(written) < 30
