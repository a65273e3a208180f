"""Packed products of polynomials are those that are found monomial by monomial."""

from __future__ import annotations

from fractions import Fraction
from itertools import product as pairs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivation.search import products
from derivation.search.algebra import MANY, Algebra
from derivation.terms.atoms import (
    Poly,
    accumulate,
    applied,
    compound,
    entry,
    freeze,
    kronecker,
    merge,
    radical,
)
from derivation.terms.limits import Exhausted, time_limit
from derivation.terms.setting import Hypotheses

ATOMS = (
    entry("x"),
    entry("y", ("i",)),
    applied("log", (((), 3),)),
    compound(freeze({((entry("u"), 1),): 1, (): 1})),
)
COEFFICIENTS = st.integers(-4, 4).filter(bool) | st.builds(Fraction, st.integers(1, 9), st.integers(2, 5))


@st.composite
def polys(draw: st.DrawFn) -> Poly:
    total: Poly = {}
    for _ in range(draw(st.integers(0, 5))):
        exponents = draw(st.tuples(*[st.integers(-3, 0 if k == 3 else 3) for k in range(len(ATOMS))]))
        mono = tuple(sorted((atom, e) for atom, e in zip(ATOMS, exponents, strict=True) if e))
        accumulate(total, {mono: draw(COEFFICIENTS)})
    return total


@given(polys(), polys())
def test_packed_products_are_those_of_the_definition(left: Poly, right: Poly) -> None:
    expected: Poly = {}
    for (mono1, c1), (mono2, c2) in pairs(left.items(), right.items()):
        accumulate(expected, {merge(mono1, mono2): 1}, c1 * c2)
    assert products.product(left, right) == expected


@pytest.mark.parametrize(
    "atom",
    [radical(2), kronecker("i", "j"), applied("sin", freeze({((entry("x"), 1),): 1})), ATOMS[3]],
    ids=["a root", "delta", "a sine", "a sum"],
)
def test_what_is_rewritten_when_it_is_multiplied_is_left_to_others(atom: object) -> None:
    assert products.product({((atom, 1),): 1}, {((ATOMS[0], 1),): 1}) is None  # type: ignore[dict-item]


def test_terms_are_counted_when_they_have_met() -> None:
    algebra = Algebra(Hypotheses())
    trinomial: Poly = {((entry(name), 1),): 1 for name in "xyz"}
    assert len(algebra.power(trinomial, 32)) == 33 * 34 // 2
    assert MANY < (33 * 34 // 2 // 4) ** 2


def test_large_products_end_with_their_time() -> None:
    algebra = Algebra(Hypotheses())
    large: Poly = {((entry(f"x{k}"), 1),): 1 for k in range(40)}
    with time_limit(0.05), pytest.raises(Exhausted):
        algebra.power(large, 16)
