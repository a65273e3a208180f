"""Functions of normal forms where signs decide: angles, absolute values, logarithms, products of factors."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import plus, power, times
from strategies import ALL, exp, setting, total, x

import derivation
from derivation.search.normal import Normalizer
from derivation.terms.atoms import Poly
from derivation.terms.limits import Unsupported
from derivation.terms.terms import ONE, PI, Delta, Fn, Num, Pow, Prod, Term, Var, integer, negated

c, d, n = Var("c"), Var("d"), Var("n")


def normal(term: Term) -> Poly:
    return Normalizer(setting()).normal_form(term)


def log(term: Term) -> Fn:
    return Fn("log", term)


def magnitude(term: Term) -> Fn:
    return Fn("abs", term)


def product(body: Term) -> Prod:
    return Prod("k", ALL, body)


@pytest.mark.parametrize(
    ("quarters", "cosine", "sine"), [(0, 1, 0), (1, 0, 1), (2, -1, 0), (3, 0, -1), (4, 1, 0), (-1, 0, -1)]
)
def test_cosine_and_sine_of_quarters_of_a_turn(quarters: int, cosine: int, sine: int) -> None:
    angle = times(Num(Fraction(quarters, 2)), PI)
    assert normal(Fn("cos", angle)) == normal(integer(cosine))
    assert normal(Fn("sin", angle)) == normal(integer(sine))


EQUAL: dict[str, tuple[Term, Term]] = {
    "|-e^c| = e^c": (magnitude(negated(exp(c))), exp(c)),
    "|-c| = |c|": (magnitude(negated(c)), magnitude(c)),
    "|c d| = |c| |d|": (magnitude(times(c, d)), times(magnitude(c), magnitude(d))),
    "|c²| = c²": (magnitude(power(c, 2)), power(c, 2)),
    "|c|³ = |c| c²": (power(magnitude(c), 3), times(magnitude(c), power(c, 2))),
    "log c² = 2 log |c|": (log(power(c, 2)), times(integer(2), log(magnitude(c)))),
    "log (e^d c²) = d + 2 log |c|": (
        log(times(exp(d), power(c, 2))),
        plus(d, times(integer(2), log(magnitude(c)))),
    ),
    "Π_k |x_k| x_k = Π_k |x_k| Π_k x_k": (
        product(times(magnitude(x("k")), x("k"))),
        times(product(magnitude(x("k"))), product(x("k"))),
    ),
    "Π_k |x_k|³ = Π_k |x_k| x_k²": (
        product(power(magnitude(x("k")), 3)),
        product(times(magnitude(x("k")), power(x("k"), 2))),
    ),
    "Π_k 2 x_k = 2^n Π_k x_k": (
        product(times(integer(2), x("k"))),
        times(product(integer(2)), product(x("k"))),
    ),
    "Π_k c = c^n": (product(c), Pow(c, n)),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal(name: str) -> None:
    left, right = EQUAL[name]
    assert normal(left) == normal(right)


UNEQUAL: dict[str, tuple[Term, Term]] = {
    "|c d| is not c d": (magnitude(times(c, d)), times(c, d)),
    "|c + d| is not |c| + |d|": (magnitude(plus(c, d)), plus(magnitude(c), magnitude(d))),
    "log (c d) is not log c + log d": (log(times(c, d)), plus(log(c), log(d))),
    "Π_k |x_k| x_k is not Π_k x_k²": (
        product(times(magnitude(x("k")), x("k"))),
        product(power(x("k"), 2)),
    ),
    "|Π_k x_k| is not Π_k x_k": (magnitude(product(x("k"))), product(x("k"))),
    "Σ_k |x_k| is not |Σ_k x_k|": (total("k", magnitude(x("k"))), magnitude(total("k", x("k")))),
}


@pytest.mark.parametrize("name", UNEQUAL)
def test_unequal(name: str) -> None:
    left, right = UNEQUAL[name]
    assert normal(left) != normal(right)


REFUSED: dict[str, tuple[Term, str]] = {
    "Π_k (1 + δ_ki), which is 2 where i lies in the range": (
        product(plus(ONE, Delta("k", "i"))),
        "a product whose factors have a δ",
    ),
    "Π_k -x_k, whose sign turns with n": (
        product(negated(x("k"))),
        "a product of factors that are negated",
    ),
    "log (-e^c)": (log(negated(exp(c))), "the logarithm of a negative number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    term, message = REFUSED[name]
    with pytest.raises(Unsupported) as refused:
        normal(term)
    assert str(refused.value) == message


NOT_RIGHT = {
    "the sign of a": "$$ |a e^{x_i}| = a e^{x_i} $$",
    "a factor beside an unknown one": r"$$ |1 + y| + \log (x (1 + y)) = 1 + y + \log(x (1 + y)) $$",
    "three factors are negated": r"$$ \prod_{k=1}^{3} (-c) = c^3 $$",
    "two that are": r"$$ \prod_{k=1}^{n} (-c) = c^n $$",
}


@pytest.mark.parametrize("name", NOT_RIGHT)
def test_what_depends_on_a_sign_is_not_right(name: str) -> None:
    (result,) = derivation.check(derivation.loads(NOT_RIGHT[name]))
    assert result.verdict in ("wrong", "undecided")
