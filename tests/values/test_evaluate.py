"""Evaluation by the definition of each construct."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import power, times
from mpmath import mp
from strategies import DEFINITIONS, exp, total, x

from derivation.terms.limits import Costly, Exhausted, Unsupported, time_limit
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    ONE,
    Bound,
    Definition,
    Delta,
    Deriv,
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
from derivation.values.evaluate import MAX_DEPTH, MAX_STEPS, Evaluator
from derivation.values.numbers import Ball, NotExact, Scalar, Undefined, log_of


def unknown(name: str, indices: tuple[int, ...]) -> Scalar:
    """x_k = log(k + 1), y_kl = 10 k + l, and 3 for scalars."""
    match name, indices:
        case "x", (k,):
            return log_of(Fraction(k + 1))
        case _, (k, *rest):
            return Fraction(10 * k + sum(rest))
    return Fraction(3)


def value(term: Term, places: dict[str, int] | None = None, *, size: int = 3, balls: bool = False) -> Scalar:
    return Evaluator({"n": size}, unknown, Setting(definitions=DEFINITIONS), balls).value(term, places or {})


VALUES: dict[str, tuple[Term, Fraction]] = {
    "an exponential sum": (total("k", exp(x("k"))), Fraction(9)),
    "a sum that leaves out an index": (total("k", exp(x("k")), "i"), Fraction(6)),
    "an index left out twice": (total("k", exp(x("k")), "i", "j"), Fraction(6)),
    "an empty sum": (total("k", ONE, span=Range(Bound("n"), Bound("", 1))), Fraction(0)),
    "a sum up to an index": (total("k", Index("k"), span=Range(Bound("", 1), Bound("i"))), Fraction(3)),
    "a sum up to the index of a sum": (
        total("k", total("l", ONE, span=Range(Bound("", 1), Bound("k")))),
        Fraction(6),
    ),
    "a binder that shadows": (times(Index("i"), total("i", Index("i"))), Fraction(12)),
    "a binder left out of itself": (total("i", Index("i"), "i"), Fraction(4)),
    "δ": (Delta("i", "j"), Fraction(1)),
    "a numeral": (Var("y", ("1", "i")), Fraction(12)),
    "a definition": (Ref("S", ("i",)), Fraction(1, 3)),
    "a definition in a definition": (Ref("T"), Fraction(20, 9)),
    "0^0": (Pow(times(integer(0), Var("c")), integer(0)), Fraction(1)),
    "a derivative": (Deriv(total("j", exp(x("j"))), x("j")), Fraction(3)),
    "a derivative by one entry": (Deriv(total("k", Var("y", ("k", "i"))), Var("y", ("1", "2"))), Fraction(1)),
    "a derivative within a derivative": (
        Deriv(times(x("i"), Deriv(exp(times(integer(2), x("i"))), x("i"))), Var("x", ("1",))),
        Fraction(0),
    ),
    "a second derivative": (Deriv(Deriv(exp(times(integer(2), x("i"))), x("i")), x("i")), Fraction(36)),
    "a derivative through a definition": (Deriv(Ref("S", ("i",)), x("j")), Fraction(2, 9)),
    "a size as exponent of what is negative": (
        Deriv(Pow(times(integer(-1), Var("c")), Var("n")), Var("c")),
        Fraction(-27),
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_values(name: str) -> None:
    term, expected = VALUES[name]
    places = {"i": 2, "j": 2}
    assert value(term, places) == expected
    ball = value(term, places, balls=True)
    if isinstance(ball, Ball):
        low, high = (mp.make_mpf(end) for end in ball.interval._mpi_)
        assert low <= mp.mpf(expected.numerator) / expected.denominator <= high or high - low < 1e-25


def test_what_has_no_exact_value() -> None:
    with pytest.raises(NotExact):
        value(Fn("sin", ONE))
    assert isinstance(value(Fn("sin", ONE), balls=True), Ball)


@pytest.mark.parametrize(
    "term",
    [
        quotient(ONE, Delta("i", "j")),
        Fn("log", Delta("i", "j")),
        power(Delta("i", "j"), -1),
        Deriv(Fn("abs", times(Delta("i", "j"), Var("c"))), Var("c")),
    ],
)
def test_undefined(term: Term) -> None:
    with pytest.raises(Undefined):
        value(term, {"i": 1, "j": 2})


REFUSED: dict[str, tuple[Term, str]] = {
    "an index without a place": (x("z"), "the index z, which has no place here"),
    "a range without an end": (
        total("k", ONE, span=Range(Bound("", 1), Bound("m"))),
        "the index m, which has no place here",
    ),
    "a derivative by a size": (
        Deriv(Var("n"), Var("n")),
        "a derivative with respect to n, which is a size",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    term, reason = REFUSED[name]
    with pytest.raises(Unsupported) as caught:
        value(term)
    assert str(caught.value) == reason


def test_a_name_without_a_definition_is_an_unknown() -> None:
    assert value(Ref("Q")) == value(Var("Q"))


def test_a_definition_does_not_see_the_letters_around_it() -> None:
    loose = {("F", 0): Definition("F", (), x("i"))}
    with pytest.raises(Unsupported, match=r"^the index i, which has no place here$"):
        Evaluator({}, unknown, Setting(definitions=loose)).value(Ref("F"), {"i": 1})


def test_derivatives_inside_of_too_many_others_are_refused() -> None:
    slope: Term = exp(x("i"))
    for _ in range(MAX_DEPTH):
        slope = Deriv(slope, x("i"))
    assert value(slope, {"i": 1}) == 2
    with pytest.raises(Costly, match=r"^a derivative inside of 8 others, which is too many steps"):
        value(Deriv(slope, x("i")), {"i": 1})


def test_steps_and_time_are_bounded() -> None:
    long = Sum("k", Range(Bound("", 1), Bound("", MAX_STEPS)), Index("k"))
    with pytest.raises(Costly, match=r"^too many steps to evaluate$"):
        value(long)
    with time_limit(0.0), pytest.raises(Exhausted, match=r"^not decided within 0 s$"):
        Evaluator({}, unknown, Setting()).value(long, {})
