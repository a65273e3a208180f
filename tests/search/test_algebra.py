"""Powers, roots, logarithms, absolute values and δ: which forms are equal, and which are not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import minus, plus, power, times
from strategies import ALL, exp, setting, total, x

from derivation.search.algebra import Algebra
from derivation.search.normal import Normalizer
from derivation.search.zero import is_zero
from derivation.terms.atoms import Poly
from derivation.terms.limits import Exhausted, Unsupported
from derivation.terms.setting import Case, Hypotheses, Setting
from derivation.terms.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Bound,
    Delta,
    E,
    Fn,
    Index,
    Num,
    Pow,
    Prod,
    Range,
    Sum,
    Term,
    Var,
    integer,
    negated,
    quotient,
)
from derivation.values.primes import prime_factors

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
    "√c √d": (power(times(c, Var("d")), HALF), times(power(c, HALF), power(Var("d"), HALF))),
    "1/(√c √d)": (power(times(c, Var("d")), -HALF), times(power(c, -HALF), power(Var("d"), -HALF))),
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
    "(-2)^x": (Pow(integer(-2), Var("x")), "a symbolic power of something that is not known to be positive"),
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


FROM_0 = Range(Bound("", 0), Bound("n", -1))
FROM_2 = Range(Bound("", 2), Bound("n"))
FROM_3 = Range(Bound("", 3), Bound("n"))
BELOW_J = Range(Bound("", 1), Bound("j", -1))
Y = Var("y")

POSITIVE: dict[str, Term] = {
    "e^c": exp(c),
    "b": b,
    "n": n,
    "i, which counts from 1": Index("i"),
    "b + e^c": plus(b, exp(c)),
    "b e^c": times(b, exp(c)),
    "Σ_k e^{x_k}": total("k", exp(x("k"))),
    "Σ_k k e^{x_k}, k from 1": total("k", times(Index("k"), exp(x("k")))),
    "Π_k e^{x_k}": Prod("k", ALL, exp(x("k"))),
}
NOT_POSITIVE: dict[str, Term] = {
    "c": c,
    "0": ZERO,
    "-e^c": negated(exp(c)),
    "e^c - b": minus(exp(c), b),
    "c e^x": times(c, exp(x("i"))),
    "c + e^x": plus(c, exp(x("i"))),
    "Σ_{k < j} e^{x_k}, which may be empty": Sum("k", BELOW_J, exp(x("k"))),
    "Σ_{k = 3}^n e^{x_k}, which may be empty": Sum("k", FROM_3, exp(x("k"))),
    "Σ_k c e^{x_k}": total("k", times(c, exp(x("k")))),
    "Σ_k x_k e^{x_k}": total("k", times(x("k"), exp(x("k")))),
    "Π_k x_k": Prod("k", ALL, x("k")),
}


@pytest.mark.parametrize("name", POSITIVE)
def test_what_is_made_of_positive_parts_is_positive(name: str) -> None:
    assert Normalizer(setting()).algebra.positive_poly(normal(POSITIVE[name]))


@pytest.mark.parametrize("name", NOT_POSITIVE)
def test_what_may_be_negative_or_zero_is_not_known_to_be_positive(name: str) -> None:
    assert not Normalizer(setting()).algebra.positive_poly(normal(NOT_POSITIVE[name]))


def counting_from_0() -> Normalizer:
    return Normalizer(Setting(Hypotheses({"i": FROM_0}, frozenset({"n"}), base=0)))


def test_an_index_that_counts_from_0_is_not_positive() -> None:
    normalizer = counting_from_0()
    own = normalizer.algebra
    assert not own.positive_poly(normalizer.normal_form(Index("i")))
    weighted = Sum("k", FROM_0, times(Index("k"), exp(x("k"))))
    assert not own.positive_poly(normalizer.normal_form(weighted))


def test_a_product_is_surely_positive_where_all_of_its_factors_are() -> None:
    normalizer = Normalizer(setting())
    own = normalizer.algebra
    assert own.surely_positive(normalizer.normal_form(times(exp(x("i")), plus(ONE, exp(x("i"))))))
    assert own.surely_positive(normalizer.normal_form(minus(ONE, quotient(ONE, plus(ONE, exp(c))))))
    assert not own.surely_positive(normalizer.normal_form(times(c, plus(ONE, exp(x("i"))))))


def test_a_square_that_is_positive_tells_nothing_of_its_root() -> None:
    own = Normalizer(setting()).algebra
    own.suppose_positive(normal(power(c, 2)), ())
    assert not own.positive_poly(normal(c))


def test_a_product_that_is_positive_tells_nothing_of_a_factor_beside_an_unknown_one() -> None:
    own = Normalizer(setting()).algebra
    own.suppose_positive(normal(times(c, plus(ONE, Y))), ())
    assert not own.positive_poly(normal(plus(ONE, Y)))
    own.suppose_positive(normal(times(b, plus(ONE, Y))), ())
    assert own.positive_poly(normal(plus(ONE, Y)))


def test_what_is_positive_in_a_range_is_so_for_the_indices_that_lie_in_it() -> None:
    ranges = {"i": ALL, "j": FROM_2, "k": FROM_2}
    normalizer = Normalizer(Setting(Hypotheses(ranges, frozenset({"n"}))))
    own = normalizer.algebra
    own.suppose_positive(normalizer.normal_form(x("k")), ("k",))
    assert own.positive_poly(normalizer.normal_form(x("j")))
    assert not own.positive_poly(normalizer.normal_form(x("i")))
    assert not own.positive_poly(normalizer.normal_form(x("1")))


def test_unequal_indices_are_the_ones_that_are_said_to_be() -> None:
    own = Normalizer(setting(Case(unequal=(("i", "j"),)))).algebra
    assert own.delta("i", "j") == own.delta("j", "i") == {}
    assert own.delta("i", "1") != {}
    assert own.delta("1", "2") == {}
    assert own.delta("2", "2") == own.number(1)


def test_only_arrays_that_are_said_to_be_symmetric_are() -> None:
    own = Algebra(Hypotheses(symmetric=frozenset({"A"})))
    assert own.entry("A", ("j", "i")) == own.entry("A", ("i", "j"))
    assert own.entry("B", ("j", "i")) != own.entry("B", ("i", "j"))
    assert own.entry("A", ("j", "i", "k")) != own.entry("A", ("i", "j", "k"))
