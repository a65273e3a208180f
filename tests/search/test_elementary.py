r"""Normal forms of functions of numbers against evaluation, which shares no rule with them.

Random terms of sines, inverses, odd roots, the imaginary unit and factorials: where a term and its normal
form both exist at a point, balls around their values meet.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.search.zero import is_zero
from derivation.terms.limits import Exhausted, Unsupported, time_limit
from derivation.terms.setting import Hypotheses, Setting
from derivation.terms.terms import (
    IMAGINARY,
    MINUS_ONE,
    PI,
    Add,
    Fn,
    Mul,
    Num,
    Pow,
    Term,
    Var,
    integer,
    negated,
    quotient,
)
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, disjoint

c, d = Var("c"), Var("d")
VALUES = (Fraction(1, 3), Fraction(-1, 2), Fraction(2, 7), Fraction(-5, 3), Fraction(2), Fraction(0))
REAL = ("sin", "cos", "tan", "arcsin", "arccos", "arctan", "abs", "root3", "root5", "exp")


def functions(names: tuple[str, ...], inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.builds(Fn, st.sampled_from(names), inner)


def grown(names: tuple[str, ...]) -> Callable[[st.SearchStrategy[Term]], st.SearchStrategy[Term]]:
    def grow(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        return st.one_of(
            st.builds(lambda a, b: Add((a, b)), inner, inner),
            st.builds(lambda a, b: Mul((a, b)), inner, inner),
            st.builds(quotient, inner, inner),
            st.builds(negated, inner),
            st.builds(lambda a, k: Pow(a, integer(k)), inner, st.integers(-2, 3)),
            st.builds(lambda a: Pow(a, Num(Fraction(1, 2))), inner),
            functions(names, inner),
        )

    return grow


ANGLES = st.builds(
    lambda p, q: Mul((Num(Fraction(p, q)), PI)),
    st.integers(-6, 6),
    st.sampled_from((1, 2, 3, 4, 5, 6, 8, 12)),
)
NUMBERS = st.sampled_from([integer(k) for k in (1, 2, 3, -1)] + [Num(Fraction(1, 2)), Num(Fraction(-3, 4))])
LEAVES = st.one_of(st.just(c), st.just(d), NUMBERS, ANGLES)
TERMS = st.recursive(LEAVES, grown(REAL), max_leaves=6)
CLOSED = st.recursive(st.one_of(NUMBERS, ANGLES), grown(REAL), max_leaves=5)
COMPLEX = st.recursive(
    st.one_of(LEAVES, st.just(IMAGINARY)), grown(("sin", "cos", "exp", "abs", "cosh")), max_leaves=6
)


def value(term: Term, setting: Setting, at: dict[str, Fraction]) -> Scalar | None:
    try:
        return Evaluator({}, lambda name, _: at[name], setting, balls=True).value(term, {})
    except (Undefined, NotExact, Unsupported, Exhausted):
        return None


def holds(term: Term, setting: Setting, points: list[dict[str, Fraction]]) -> None:
    try:
        with time_limit(1.0):
            normal = to_term(Normalizer(setting).normal_form(term))
            for at in points:
                values = value(term, setting, at), value(normal, setting, at)
                assert None in values or not disjoint(*values)
    except Unsupported:
        assume(False)


POINTS = [{"c": a, "d": b} for a, b in zip(VALUES, (*VALUES[2:], *VALUES[:2]), strict=True)]


@settings(max_examples=300)
@given(TERMS)
def test_real_terms_keep_their_values(term: Term) -> None:
    holds(term, Setting(), POINTS)


@settings(max_examples=150)
@given(CLOSED)
def test_numbers_keep_their_values(term: Term) -> None:
    holds(term, Setting(), POINTS[:1])


@settings(max_examples=300)
@given(COMPLEX)
def test_complex_terms_keep_their_values(term: Term) -> None:
    holds(term, Setting(Hypotheses(reals=frozenset({"c", "d"}))), POINTS)


def shifted(letter: str, shift: int) -> Term:
    return Add((Var(letter), integer(shift)))


COUNTED = st.one_of(
    st.builds(shifted, st.sampled_from("mn"), st.integers(-3, 3)),
    st.just(Add((Var("n"), negated(Var("m"))))),
    st.builds(integer, st.integers(0, 6)),
)
FACTORIALS = st.recursive(
    st.one_of(functions(("factorial", "rfactorial"), COUNTED), COUNTED), grown(("abs",)), max_leaves=6
)


@settings(max_examples=300)
@given(FACTORIALS)
def test_factorials_keep_their_values(term: Term) -> None:
    points = [{"m": Fraction(m), "n": Fraction(n)} for m in range(5) for n in range(5)]
    holds(term, Setting(), points)


ZERO = {
    "√2 √(2 + √2) - √(4 + 2√2)": Add(
        (
            Mul(
                (
                    Pow(integer(2), Num(Fraction(1, 2))),
                    Pow(Add((integer(2), Pow(integer(2), Num(Fraction(1, 2))))), Num(Fraction(1, 2))),
                )
            ),
            negated(
                Pow(
                    Add((integer(4), Mul((integer(2), Pow(integer(2), Num(Fraction(1, 2))))))),
                    Num(Fraction(1, 2)),
                )
            ),
        )
    ),
    "arccos c - π/2 + arcsin c": Add((Fn("arccos", c), Mul((Num(Fraction(-1, 2)), PI)), Fn("arcsin", c))),
    "∛c³ - c": Add((Fn("root3", Pow(c, integer(3))), negated(c))),
    "i² + 1": Add((Pow(IMAGINARY, integer(2)), integer(1))),
    "e^{ic} - cos c - i sin c": Add(
        (
            Fn("exp", Mul((IMAGINARY, c))),
            negated(Fn("cos", c)),
            Mul((MINUS_ONE, IMAGINARY, Fn("sin", c))),
        )
    ),
    "(c + 1)! - (c + 1) c!": Add(
        (Fn("factorial", shifted("c", 1)), negated(Mul((shifted("c", 1), Fn("factorial", c)))))
    ),
}


@pytest.mark.parametrize("name", ZERO)
def test_what_is_zero_is_known_to_be(name: str) -> None:
    normalizer = Normalizer(Setting(Hypotheses(reals=frozenset({"c"}))))
    assert is_zero(normalizer.algebra, normalizer.normal_form(ZERO[name]))
