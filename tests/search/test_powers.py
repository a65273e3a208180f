"""Powers with symbolic exponents: an integer exponent takes any base, another one a positive base."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import minus, plus, power, times
from strategies import exp, setting, x

from derivation.search.normal import Normalizer
from derivation.search.powers import is_whole
from derivation.terms.atoms import Poly
from derivation.terms.limits import Unsupported
from derivation.terms.terms import Fn, Index, Pow, Term, Var, integer, negated, quotient

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
    "(-2)^n": (Pow(integer(-2), n), "a symbolic power of something that is not known to be positive"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_base_that_may_be_negative_is_refused(name: str) -> None:
    term, message = REFUSED[name]
    with pytest.raises(Unsupported) as refused:
        normal(term)
    assert str(refused.value) == message
