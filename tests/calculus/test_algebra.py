"""Powers, roots, logarithms, absolute values and δ: which forms are equal, and which are not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import minus, plus, power, times
from strategies import exp, setting, x

from derivation.calculus.algebra import Algebra
from derivation.calculus.atoms import Poly
from derivation.calculus.limits import Exhausted, Unsupported
from derivation.calculus.normal import Normalizer
from derivation.calculus.primes import prime_factors
from derivation.calculus.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Delta,
    E,
    Fn,
    Index,
    Num,
    Pow,
    Term,
    Var,
    integer,
    negated,
    quotient,
)
from derivation.calculus.zero import is_zero

HALF = Fraction(1, 2)
b, c, n = Var("B"), Var("c"), Var("n")


def log(term: Term) -> Fn:
    return Fn("log", term)


def magnitude(term: Term) -> Fn:
    return Fn("abs", term)


def normal(term: Term) -> Poly:
    return Normalizer(setting()).normal_form(term)


EQUAL: dict[str, tuple[Term, Term]] = {
    "√2·√2": (power(power(integer(2), HALF), 2), integer(2)),
    "√12": (power(integer(12), HALF), times(integer(2), power(integer(3), HALF))),
    "1/√2": (power(integer(2), -HALF), quotient(power(integer(2), HALF), integer(2))),
    "√(4b²)": (power(times(integer(4), power(b, 2)), HALF), times(integer(2), b)),
    "√(c²)": (power(power(c, 2), HALF), magnitude(c)),
    "√(b²c⁶)": (power(times(power(b, 2), power(c, 6)), HALF), times(b, power(magnitude(c), 3))),
    "√c·√c": (power(power(c, HALF), 2), c),
    "√(c⁻²)": (power(power(c, -2), HALF), quotient(ONE, magnitude(c))),
    "(1 + c²)^{3/2}": (
        power(plus(ONE, power(c, 2)), Fraction(3, 2)),
        times(plus(ONE, power(c, 2)), power(plus(ONE, power(c, 2)), HALF)),
    ),
    "b^c b^c": (times(Pow(b, c), Pow(b, c)), Pow(b, times(integer(2), c))),
    "b^{c - 1}": (Pow(b, minus(c, ONE)), quotient(Pow(b, c), b)),
    "6^c": (Pow(integer(6), c), times(Pow(integer(2), c), Pow(integer(3), c))),
    "e^{c log b}": (exp(times(c, log(b))), Pow(b, c)),
    "(e^x)^c": (Pow(exp(x("i")), c), exp(times(c, x("i")))),
    "c^n, c unknown": (times(c, Pow(c, n)), Pow(c, plus(n, ONE))),
    "c^{2·(1/2)}": (Pow(c, times(integer(2), Num(HALF))), c),
    "c^0": (Pow(c, ZERO), ONE),
    "log e": (log(E), ONE),
    "log(12 e^x b²)": (
        log(times(integer(12), exp(x("i")), power(b, 2))),
        plus(times(integer(2), log(integer(2))), log(integer(3)), x("i"), times(integer(2), log(b))),
    ),
    "log(b c)": (log(times(b, c)), plus(log(b), log(c))),
    "e^{log c}": (exp(log(c)), c),
    "|b|": (magnitude(b), b),
    "|c|²": (power(magnitude(c), 2), power(c, 2)),
    "1/|c|": (quotient(ONE, magnitude(c)), quotient(magnitude(c), power(c, 2))),
    "|c - b|": (magnitude(minus(c, b)), magnitude(minus(b, c))),
    "||c||": (magnitude(magnitude(c)), magnitude(c)),
    "|0|": (magnitude(ZERO), ZERO),
    "|δ|": (magnitude(Delta("i", "j")), Delta("i", "j")),
    "δ² = δ": (power(Delta("i", "j"), 2), Delta("i", "j")),
    "δ f(j)": (times(Delta("i", "j"), x("j")), times(Delta("i", "j"), x("i"))),
    "δ in any order": (Delta("i", "j"), Delta("j", "i")),
    "sin² + cos²": (plus(power(Fn("sin", c), 2), power(Fn("cos", c), 2)), ONE),
    "sin is odd": (Fn("sin", minus(c, b)), negated(Fn("sin", minus(b, c)))),
    "cos is even": (Fn("cos", minus(c, b)), Fn("cos", minus(b, c))),
    "cosh² - sinh²": (minus(power(Fn("cosh", c), 2), power(Fn("sinh", c), 2)), ONE),
    "an even function of 0": (Fn("cos", ZERO), ONE),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal(name: str) -> None:
    left, right = EQUAL[name]
    assert normal(left) == normal(right)


ZEROS: dict[str, Term] = {
    "a/(a + b) + b/(a + b) - 1": plus(quotient(b, plus(b, c)), quotient(c, plus(b, c)), MINUS_ONE),
    "cot": minus(
        quotient(power(Fn("cos", c), 2), power(Fn("sin", c), 2)),
        minus(power(Fn("sin", c), -2), ONE),
    ),
    "1/√q - √q/q": minus(power(plus(b, c), -HALF), quotient(power(plus(b, c), HALF), plus(b, c))),
}


@pytest.mark.parametrize("name", ZEROS)
def test_zero_when_denominators_are_multiplied_out(name: str) -> None:
    normalizer = Normalizer(setting())
    assert is_zero(normalizer.algebra, normalizer.normal_form(ZEROS[name]))


UNEQUAL: dict[str, tuple[Term, Term]] = {
    "√(c²) is not c": (power(power(c, 2), HALF), c),
    "log(c²) is not 2 log c": (log(power(c, 2)), times(integer(2), log(c))),
    "|c| is not c": (magnitude(c), c),
    "(c d)^{1/2} is not split": (
        power(times(c, Var("d")), HALF),
        times(power(c, HALF), power(Var("d"), HALF)),
    ),
    "e^{b log c}": (exp(times(b, log(c))), exp(times(b, log(magnitude(c))))),
}


@pytest.mark.parametrize("name", UNEQUAL)
def test_unequal(name: str) -> None:
    left, right = UNEQUAL[name]
    assert normal(left) != normal(right)


REFUSED: dict[str, tuple[Term, str]] = {
    "1/(c - c)": (quotient(ONE, minus(c, c)), "a division by zero"),
    "δ^{-1}": (power(Delta("i", "j"), -1), "a division by δ, which is 0 where its indices differ"),
    "1/(1 - δ) on δ": (
        times(Delta("i", "j"), quotient(ONE, minus(ONE, Delta("i", "j")))),
        "a division by zero",
    ),
    "0^c": (Pow(ZERO, c), "a symbolic power of something that is not known to be positive"),
    "δ^i": (
        Pow(Delta("i", "j"), Index("i")),
        "a symbolic power of something that is not known to be positive",
    ),
    "(-2)^n": (Pow(integer(-2), n), "a symbolic power of something that is not known to be positive"),
    "log(-b)": (log(negated(b)), "the logarithm of a negative number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    term, reason = REFUSED[name]
    with pytest.raises(Unsupported) as caught:
        normal(term)
    assert str(caught.value) == reason


LARGE: dict[str, tuple[Term, str]] = {
    "exponents": (power(c, 513), "a power with an exponent above 512"),
    "numbers": (power(power(integer(9), 512), 512), "a number of more than 20000 bits"),
    "terms": (
        power(plus(*(x(str(k)) for k in range(9))), 9),
        "a normal form of more than 20000 terms",
    ),
    "primes": (log(integer(10**40 + 7)), "factors of a large number"),
}


@pytest.mark.parametrize("name", LARGE)
def test_too_large(name: str) -> None:
    term, reason = LARGE[name]
    with pytest.raises(Exhausted) as caught:
        normal(term)
    assert str(caught.value) == reason


def test_content_does_not_depend_on_names() -> None:
    normalizer = Normalizer(setting())
    algebra: Algebra = normalizer.algebra
    poly = normalizer.normal_form(plus(times(integer(6), x("i")), times(integer(-4), x("j"))))
    content, mono, primitive = algebra.content(poly)
    assert (content, mono, sorted(primitive.values())) == (2, (), [-2, 3])


def test_prime_factors() -> None:
    assert prime_factors(Fraction(360, 77)) == [(2, 3), (3, 2), (5, 1), (7, -1), (11, -1)]
    assert prime_factors(1) == []
