"""From normal forms back to terms: what each atom is written as, and that nothing is lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import TRUE, power, times
from strategies import exp, setting, total, x

from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.terms.terms import (
    Add,
    Delta,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Term,
    Var,
    integer,
    negated,
)

SHAPES: dict[str, Term] = {
    "a number": Num(Fraction(2, 3)),
    "an entry": Var("y", ("i", "j")),
    "an index": Index("i"),
    "δ": Delta("i", "j"),
    "an exponential": exp(times(integer(2), x("i"))),
    "a function": Fn("sin", x("i")),
    "a root": Pow(integer(2), Num(Fraction(1, 2))),
    "a symbolic power": Pow(Var("B"), Var("c")),
    "a denominator": Pow(Add((integer(1), x("i"))), Num(Fraction(-1))),
    "a sum": total("#0", x("#0")),
    "a product": Mul((integer(-1), Var("c"), x("i"))),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name: str) -> None:
    assert to_term(Normalizer(setting()).normal_form(SHAPES[name])) == SHAPES[name]


@pytest.mark.parametrize("name", TRUE)
def test_the_normal_form_of_what_is_written_is_the_same(name: str) -> None:
    normalizer = Normalizer(setting())
    for side in TRUE[name]:
        form = normalizer.normal_form(side)
        assert Normalizer(setting()).normal_form(to_term(form)) == form


def test_zero_and_negative() -> None:
    normalizer = Normalizer(setting())
    assert to_term({}) == Num(Fraction(0))
    assert to_term(normalizer.normal_form(negated(power(x("i"), 2)))) == Mul(
        (Num(Fraction(-1)), Pow(x("i"), integer(2)))
    )
