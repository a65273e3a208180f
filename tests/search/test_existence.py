"""What must be positive for a term to exist, and what need not be."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import plus, power, times
from strategies import ALL, exp, total, x

from derivation.search.existence import positives
from derivation.terms.terms import (
    ONE,
    Bound,
    Definition,
    Fn,
    Index,
    Pow,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    integer,
    quotient,
)

c, d, n = Var("c"), Var("d"), Var("n")
HALF = Fraction(1, 2)
UP_TO_I = Range(Bound("", 1), Bound("i"))
DEFINITIONS = {
    ("h", 0): Definition("h", (), Fn("log", c)),
    ("f", 0): Definition("f", (), Fn("log", Var("u")), ("u",)),
}

FOUND: dict[str, tuple[Term, set[Term]]] = {
    "log c": (Fn("log", c), {c}),
    "1/√c": (power(c, -HALF), {c}),
    "1/√(c d), as it is printed": (power(times(c, d), -HALF), {times(c, d)}),
    "1/(√c d)": (power(times(power(c, HALF), d), -1), {c}),
    "c^d": (Pow(c, d), {c}),
    "Σ_k log x_k": (total("k", Fn("log", x("k"))), {x("k")}),
    "a definition that is opened": (plus(ONE, Ref("h")), {c}),
}
NOT_FOUND: dict[str, Term] = {
    "√c is 0 at 0": power(c, HALF),
    "1/c": power(c, -1),
    "1/c²": power(c, -2),
    "1/(c d)": quotient(ONE, times(c, d)),
    "c^n, since n may be even": Pow(c, n),
    "c^{n/2}, which is whole at n = 2": Pow(c, quotient(n, integer(2))),
    "c^i": Pow(c, Index("i")),
    "e^c": exp(c),
    "Σ_{k ≠ j} log x_k says nothing of x_j": Sum("k", ALL, Fn("log", x("k")), ("j",)),
    "Σ_i Σ_{k ≤ i} log x_k": total("i", Sum("k", UP_TO_I, Fn("log", x("k")))),
    "f(d), which is told at its argument": Ref("f", (), (d,)),
}


def found(term: Term) -> set[Term]:
    return {known.term for known in positives((term,), DEFINITIONS, frozenset({"n"}), {})}


@pytest.mark.parametrize("name", FOUND)
def test_what_a_logarithm_or_a_root_below_a_bar_needs_is_positive(name: str) -> None:
    term, needed = FOUND[name]
    assert found(term) == needed


@pytest.mark.parametrize("name", NOT_FOUND)
def test_what_may_be_negative_or_zero_is_not_taken_to_be_positive(name: str) -> None:
    assert found(NOT_FOUND[name]) == set()


def test_a_bound_index_keeps_its_range() -> None:
    (known,) = positives((total("k", Fn("log", x("k"))),), {}, frozenset({"n"}), {})
    assert list(known.ranges.values()) == [ALL]
