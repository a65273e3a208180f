"""Powers with symbolic exponents: an integer exponent takes any base, another one a positive base."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import minus, plus, power, times
from strategies import exp, setting, x

from derivation.search.normal import Normalizer
from derivation.search.parity import is_whole
from derivation.terms.atoms import Applied, Poly
from derivation.terms.limits import Unsupported
from derivation.terms.terms import (
    PI,
    Bound,
    Fn,
    Index,
    Num,
    Pow,
    Range,
    Sum,
    Term,
    Var,
    integer,
    negated,
    quotient,
)

c, d, n = Var("c"), Var("d"), Var("n")
HALF = Fraction(1, 2)


def normal(term: Term) -> Poly:
    return Normalizer(setting()).normal_form(term)


WHOLE: dict[str, tuple[Term, bool]] = {
    "a size": (n, True),
    "an index": (Index("i"), True),
    "2n + 1": (plus(times(integer(2), n), integer(1)), True),
    "n i": (times(n, Index("i")), True),
    "half a size": (quotient(n, integer(2)), False),
    "one over a size": (power(n, -1), False),
    "the root of a size": (power(n, HALF), False),
    "a real number": (c, False),
    "an entry of an array": (x("i"), False),
    "n c": (times(n, c), False),
}


@pytest.mark.parametrize("name", WHOLE)
def test_an_exponent_is_whole_where_it_is_a_polynomial_in_what_counts(name: str) -> None:
    term, whole = WHOLE[name]
    normalizer = Normalizer(setting())
    assert is_whole(normalizer.algebra, normalizer.normal_form(term)) is whole


def test_the_symbolic_power_of_a_square_is_one_of_the_absolute_value() -> None:
    assert normal(Pow(power(c, 2), d)) == normal(Pow(Fn("abs", c), times(integer(2), d)))


REFUSED: dict[str, tuple[Term, str]] = {
    "√(-e^x)": (power(negated(exp(c)), HALF), "a root of a negative number"),
    "(c - d)^c": (Pow(minus(c, d), c), "a symbolic power of something that is not known to be positive"),
    "(c d)^{n/2}": (
        Pow(times(c, d), quotient(n, integer(2))),
        "a symbolic power of something that is not known to be positive",
    ),
    "(-2)^c": (Pow(integer(-2), c), "a symbolic power of something that is not known to be positive"),
    "0^{n - 1}": (
        Pow(integer(0), minus(n, integer(1))),
        "a symbolic power of something that is not known to be positive",
    ),
    "0^{n - 2}": (
        Pow(integer(0), minus(n, integer(2))),
        "a symbolic power of something that is not known to be positive",
    ),
}

SAME: dict[str, tuple[Term, Term]] = {
    "(-2)^n (-3)^n": (times(Pow(integer(-2), n), Pow(integer(-3), n)), Pow(integer(6), n)),
    "(-1)^{2n}": (Pow(integer(-1), times(integer(2), n)), integer(1)),
    "(-1)^{n^2 + n}": (Pow(integer(-1), plus(power(n, 2), n)), integer(1)),
    "(-1)^{n + 1}": (Pow(integer(-1), plus(n, integer(1))), negated(Pow(integer(-1), n))),
    "1/(-1)^n": (power(Pow(integer(-1), n), -1), Pow(integer(-1), n)),
    "|(-1)^n|": (Fn("abs", Pow(integer(-1), n)), integer(1)),
    "|c^n|": (Fn("abs", Pow(c, n)), Pow(Fn("abs", c), n)),
    "(-c)^{2n+1}": (
        Pow(negated(c), plus(times(integer(2), n), integer(1))),
        negated(Pow(c, plus(times(integer(2), n), integer(1)))),
    ),
    "cos nπ": (Fn("cos", times(n, PI)), Pow(integer(-1), n)),
    "sin nπ": (Fn("sin", times(n, PI)), integer(0)),
    "0^n": (Pow(integer(0), n), integer(0)),
    "Σ_{k=0}^n a_k 0^k": (
        Sum("k", Range(Bound("", 0), Bound("n", 0)), times(x("k"), Pow(integer(0), Index("k")))),
        Var("x", ("0",)),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_powers_of_what_may_be_negative_have_integer_exponents(name: str) -> None:
    left, right = SAME[name]
    assert normal(left) == normal(right)


DIFFERENT: dict[str, tuple[Term, Term]] = {
    "(-1)^n": (Pow(integer(-1), n), integer(1)),
    "cos nπ": (Fn("cos", times(n, PI)), integer(1)),
    "|(-1)^n c|": (Fn("abs", times(Pow(integer(-1), n), c)), times(Pow(integer(-1), n), Fn("abs", c))),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_power_of_minus_one_has_no_sign_for_sure(name: str) -> None:
    left, right = DIFFERENT[name]
    assert normal(left) != normal(right)


@pytest.mark.parametrize("name", REFUSED)
def test_a_base_that_may_be_negative_is_refused(name: str) -> None:
    term, message = REFUSED[name]
    with pytest.raises(Unsupported) as refused:
        normal(term)
    assert str(refused.value) == message


x_, y_ = Var("x"), Var("y")
SQUARES: dict[str, tuple[Term, Term]] = {
    "1 - 2x + x²": (plus(integer(1), times(integer(-2), x_), power(x_, 2)), minus(integer(1), x_)),
    "4x² + 4xy + y²": (
        plus(times(integer(4), power(x_, 2)), times(integer(4), x_, y_), power(y_, 2)),
        plus(times(integer(2), x_), y_),
    ),
    "x⁴ + 2x³ + 3x² + 2x + 1": (
        plus(
            power(x_, 4),
            times(integer(2), power(x_, 3)),
            times(integer(3), power(x_, 2)),
            times(integer(2), x_),
            integer(1),
        ),
        plus(power(x_, 2), x_, integer(1)),
    ),
    "e^{2x} + 2 + e^{-2x}": (
        plus(exp(times(integer(2), x_)), integer(2), exp(times(integer(-2), x_))),
        plus(exp(x_), exp(times(integer(-1), x_))),
    ),
}


@pytest.mark.parametrize("name", SQUARES)
def test_the_root_of_a_square_is_a_size(name: str) -> None:
    square, root = SQUARES[name]
    assert normal(Pow(square, Num(HALF))) == normal(Fn("abs", root))
    assert normal(Pow(square, Num(-HALF))) == normal(quotient(integer(1), Fn("abs", root)))


@pytest.mark.parametrize(
    "term",
    [
        plus(power(x_, 2), times(integer(2), x_), integer(2)),
        plus(power(x_, 2), x_, integer(1)),
        plus(power(x_, 2), power(y_, 2), integer(1)),
        minus(minus(times(integer(2), x_), power(x_, 2)), integer(1)),
    ],
)
def test_what_is_no_square_keeps_its_root(term: Term) -> None:
    form = normal(Pow(term, Num(HALF)))
    assert not any(isinstance(atom, Applied) for mono in form for atom, _ in mono)
