"""Exact numbers, balls that hold what they say, and dual numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf
from mpmath.libmp import mpf_le

from derivation.terms.limits import Exhausted, Unsupported
from derivation.terms.roots import ODD_ROOTS
from derivation.values.complexes import Complex
from derivation.values.numbers import (
    Ball,
    Dual,
    Logs,
    NotExact,
    Scalar,
    Undefined,
    apply,
    disjoint,
    log_of,
    power,
    reciprocal,
    surely,
    to_ball,
)

HALF = Fraction(1, 2)
fractions = st.fractions(min_value=-40, max_value=40, max_denominator=10**6)


OF_MPMATH = {
    **{name: getattr(mp, name) for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{"abs": mp.fabs, "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan},
    **{name: lambda x, n=order: mp.sign(x) * abs(x) ** (mpf(1) / n) for name, order in ODD_ROOTS.items()},
}


def holds(ball: Ball, value: mpf) -> bool:
    low, high = ball.interval._mpi_
    return bool(mpf_le(low, value._mpf_) and mpf_le(value._mpf_, high))


@settings(max_examples=300)
@given(fractions, st.sampled_from(sorted(OF_MPMATH)))
def test_balls_hold_the_value(value: Fraction, name: str) -> None:
    with mp.workdps(80):
        exact = mpf(value.numerator) / value.denominator
        try:
            ball = apply(name, to_ball(value))
        except Undefined:
            return
        expected = OF_MPMATH[name](exact)
        assert holds(ball, expected)


@settings(max_examples=100)
@given(fractions, fractions, st.integers(-4, 4))
def test_balls_follow_arithmetic(left: Fraction, right: Fraction, exponent: int) -> None:
    a, b = to_ball(left), to_ball(right)
    for ball, exact in ((a + b, left + right), (a * right, left * right), (left + b, left + right)):
        assert not disjoint(ball, exact)
    if left:
        assert not disjoint(power(a, exponent), left**exponent)
        assert not disjoint(power(a, to_ball(Fraction(exponent))), left**exponent)


def test_exponential_where_mpmath_rounds_out_of_bounds() -> None:
    value = Fraction(-4.0784611210890553e-07)
    with mp.workdps(80):
        assert holds(apply("exp", to_ball(value)), mp.exp(mpf(value.numerator) / value.denominator))


def test_logarithms_are_exact() -> None:
    assert apply("exp", log_of(Fraction(3, 4))) == Fraction(3, 4)
    assert apply("log", Fraction(12)) == Logs(Fraction(0), ((2, Fraction(2)), (3, Fraction(1))))
    assert log_of(Fraction(1)) == 0
    assert log_of(Fraction(6)) + log_of(Fraction(1, 6)) == 0
    assert apply("tanh", log_of(Fraction(2))) == Fraction(3, 5)
    assert str(log_of(Fraction(12)) + 1) == "log(12) + 1"
    assert str(log_of(Fraction(2)) * HALF) == "1/2 log(2)"


EXACT = [
    ("exp", Fraction(0), Fraction(1)),
    ("cos", Fraction(0), Fraction(1)),
    ("sin", Fraction(0), Fraction(0)),
    ("abs", Fraction(-2, 3), Fraction(2, 3)),
    ("sign", Fraction(-2, 3), Fraction(-1)),
]


@pytest.mark.parametrize(("name", "value", "expected"), EXACT)
def test_exact_values(name: str, value: Fraction, expected: Fraction) -> None:
    assert apply(name, value) == expected


@pytest.mark.parametrize("name", ["exp", "sin", "cos", "tan", "tanh"])
def test_no_exact_value(name: str) -> None:
    with pytest.raises(NotExact):
        apply(name, Fraction(1))


UNDEFINED: list[tuple[str, Scalar]] = [
    ("log", Fraction(0)),
    ("log", Fraction(-1)),
    ("log", to_ball(Fraction(0))),
    ("sign", Fraction(0)),
    ("exp", to_ball(Fraction(10**7))),
    ("sin", to_ball(Fraction(10**40))),
]


@pytest.mark.parametrize(("name", "value"), UNDEFINED)
def test_undefined(name: str, value: Scalar) -> None:
    with pytest.raises(Undefined):
        apply(name, value)


@pytest.mark.parametrize("zero", [Fraction(0), to_ball(Fraction(0)), Dual(Fraction(0), Fraction(1))])
def test_no_reciprocal_of_zero(zero: Scalar) -> None:
    with pytest.raises(Undefined):
        reciprocal(zero)


def test_powers() -> None:
    assert power(Fraction(4, 9), Fraction(3, 2)) == Fraction(8, 27)
    assert power(Fraction(4, 9), Fraction(-1, 2)) == Fraction(3, 2)
    assert power(Fraction(0), 0) == 1
    assert power(Fraction(-2), Fraction(3)) == -8
    with pytest.raises(NotExact):
        power(Fraction(2), HALF)
    with pytest.raises(Undefined):
        power(Fraction(-4), HALF)
    with pytest.raises(Undefined):
        power(Fraction(-8), Fraction(1, 3))
    with pytest.raises(Exhausted, match=r"^a number of more than 20000 bits$"):
        power(Fraction(4), Fraction(10**9 + 1, 2))


def test_what_has_large_factors_is_not_exact() -> None:
    with pytest.raises(NotExact):
        apply("log", Fraction(10**40 + 7))


def test_balls_that_touch_are_not_disjoint() -> None:
    third = to_ball(Fraction(1, 3))
    assert not disjoint(third * 3, Fraction(1))
    assert disjoint(third, Fraction(3333333333333333, 10**16))
    assert not disjoint(log_of(Fraction(4)), log_of(Fraction(2)) * 2)
    assert disjoint(log_of(Fraction(4)), log_of(Fraction(5)))


@pytest.mark.parametrize("name", ["factorial", "rfactorial"])
def test_a_factorial_is_one_of_whole_numbers_and_has_no_slope(name: str) -> None:
    assert apply(name, Fraction(4)) == (24 if name == "factorial" else Fraction(1, 24))
    with pytest.raises(Undefined):
        apply(name, Fraction(1, 2))
    with pytest.raises(Unsupported, match="the derivative of"):
        apply(name, Dual(Fraction(4), Fraction(1)))
    assert apply(name, Dual(Fraction(0), Fraction(0))) == Dual(1, 0)


def test_one_over_the_factorial_of_a_negative_number_is_zero() -> None:
    assert apply("rfactorial", Fraction(-2)) == 0
    with pytest.raises(Undefined):
        apply("factorial", Fraction(-2))


def test_complex_numbers_follow_arithmetic() -> None:
    i = Complex(Fraction(0), Fraction(1))
    assert i * i == -1
    assert reciprocal(i) * i == 1
    assert power(1 + i, 4) == -4
    assert apply("abs", 3 + 4 * i) == 5
    assert disjoint(i, -1 * i)
    assert not disjoint(apply("exp", to_ball(Fraction(0)) * i), 1)
    with pytest.raises(Unsupported):
        surely(i, ">", 0)
    with pytest.raises(Unsupported):
        apply("log", i)


@pytest.mark.parametrize("name", sorted(OF_MPMATH))
def test_slopes(name: str) -> None:
    at = Fraction(3, 7)
    slope = apply(name, Dual(to_ball(at), Fraction(1))).slope
    with mp.workdps(60):
        expected = mp.diff(OF_MPMATH[name], mpf(3) / 7)
        low, high = (mp.make_mpf(end) for end in to_ball(slope).interval._mpi_)
        assert low - mpf(10) ** -20 < expected < high + mpf(10) ** -20


def test_duals_within_duals() -> None:
    x = Dual(Dual(Fraction(2), Fraction(1)), Dual(Fraction(1), Fraction(0)))
    assert power(x, 3) == Dual(Dual(Fraction(8), Fraction(12)), Dual(Fraction(12), Fraction(12)))


@pytest.mark.parametrize(
    ("left", "relation", "right", "holds"),
    [
        (0, ">", 0, False),
        (0, "\\ge", 0, True),
        (0, "<", 0, False),
        (0, "\\le", 0, True),
        (0, "\\neq", 0, False),
        (1, ">", 0, True),
        (1, "<", 0, False),
        (1, "\\le", 0, False),
        (-1, "<", 0, True),
        (-1, "\\ge", 0, False),
        (1, "\\neq", 0, True),
    ],
)
def test_an_order_holds_surely_or_not(left: int, relation: str, right: int, holds: bool) -> None:
    assert surely(Fraction(left), relation, Fraction(right)) is holds
