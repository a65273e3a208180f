"""Sums: each rule alone, equal atoms for equal sums, and SymPy's opinion at explicit n."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from identities import entry, minus, plus, power, sigmoid, times
from strategies import ALL, exp, setting, terms, total, x

from derivation.search import sums
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.terms.atoms import Poly, Sigma
from derivation.terms.limits import Exhausted, Unsupported, time_limit
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    ONE,
    ZERO,
    Bound,
    Delta,
    Fn,
    Index,
    Mul,
    Pow,
    Range,
    Sum,
    Term,
    Var,
    integer,
    negated,
    quotient,
)
from derivation.values.evaluate import Evaluator

n = Var("n")
Y_K, Y_L = entry("y", "k"), entry("y", "l")
UP_TO = {name: Range(Bound("", 1), end) for name, end in {"n-1": Bound("n", -1), "j": Bound("j")}.items()}


def normal(term: Term, within: Setting | None = None) -> Poly:
    return Normalizer(within or setting()).normal_form(term)


RULES: dict[str, tuple[Term, Term, str]] = {
    "constant": (total("k", x("j")), times(n, x("j")), "constant-sum"),
    "constant, up to n - 1": (total("k", ONE, span=UP_TO["n-1"]), minus(n, ONE), "constant-sum"),
    "constant, up to an index": (total("k", ONE, span=UP_TO["j"]), Index("j"), "constant-sum"),
    "δ": (total("k", times(Delta("k", "j"), x("k"))), x("j"), "delta-contraction"),
    "δ of a numeral": (total("k", times(Delta("k", "1"), x("k"))), x("1"), "delta-contraction"),
    "δ of two bound indices": (
        total("k", total("l", times(Delta("k", "l"), x("k"), x("l")))),
        total("k", power(x("k"), 2)),
        "delta-contraction",
    ),
    "nested": (
        total("k", times(x("k"), total("l", entry("y", "k", "l")))),
        total("l", total("k", times(x("k"), entry("y", "k", "l")))),
        "nested-sums",
    ),
    "left out": (total("k", x("k"), "j"), minus(total("k", x("k")), x("j")), "left-out"),
    "plain numbers": (
        total("k", times(Delta("k", "2"), x("k")), span=Range(Bound("", 1), Bound("", 3))),
        x("2"),
        "spelled-out",
    ),
    "plain numbers, one left out": (
        total("k", x("k"), "j", span=Range(Bound("", 1), Bound("", 2))),
        plus(
            x("1"), x("2"), negated(times(Delta("j", "1"), x("1"))), negated(times(Delta("j", "2"), x("2")))
        ),
        "spelled-out",
    ),
    "division by a body's leading term": (
        total("k", quotient(power(x("k"), 2), plus(ONE, x("k")))),
        plus(total("k", x("k")), negated(n), total("k", quotient(ONE, plus(ONE, x("k"))))),
        "polynomial-division",
    ),
    "its own negative": (
        total(
            "k", total("l", Fn("sin", plus(minus(x("k"), x("l")), minus(entry("y", "k"), entry("y", "l")))))
        ),
        ZERO,
        "antisymmetric-sum",
    ),
    "over its divisor": (
        total("i", total("j", quotient(entry("P", "i", "j"), total("k", entry("P", "k", "j"))))),
        n,
        "sum-over-its-divisor",
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_rules(name: str) -> None:
    left, right, rule = RULES[name]
    normalizer = Normalizer(setting())
    assert normalizer.normal_form(left) == normalizer.normal_form(right)
    assert rule in normalizer.algebra.rules


@pytest.mark.parametrize("low", [-2, 0, 1, 2])
@pytest.mark.parametrize("power_of", [1, 2, 3, 5, 16])
def test_faulhaber_agrees_with_sympy(low: int, power_of: int) -> None:
    span = Range(Bound("", low), Bound("n"))
    closed = to_term(normal(Sum("k", span, Pow(Index("k"), integer(power_of)))))
    for size in (1, 2, 5):
        value = Evaluator({"n": size}, lambda *_: Fraction(0), Setting()).value(closed, {})
        assert value == sum(k**power_of for k in range(low, size + 1))
    k, top = sympy.symbols("k n", integer=True, positive=True)
    expected = sympy.summation(k**power_of, (k, low, top)).subs(top, 7)
    assert Evaluator({"n": 7}, lambda *_: Fraction(0), Setting()).value(closed, {}) == Fraction(int(expected))


def test_faulhaber_where_the_range_is_empty() -> None:
    closed = to_term(normal(Sum("k", UP_TO["n-1"], Index("k"))))
    assert Evaluator({"n": 1}, lambda *_: Fraction(0), Setting()).value(closed, {}) == 0


def test_a_range_that_may_be_less_than_empty_stays_a_sum() -> None:
    span = Range(Bound("", 3), Bound("n"))
    (mono,) = normal(Sum("k", span, Index("k")))
    ((atom, _),) = mono
    assert isinstance(atom, Sigma)
    with pytest.raises(Unsupported, match=r"^the length of a range that may be less than empty$"):
        normal(Sum("k", span, ONE))


SAME: dict[str, tuple[Term, Term]] = {
    "the order of three sums": (
        total("i", total("j", total("k", times(entry("y", "i", "j"), entry("y", "j", "k"), x("k"))))),
        total("k", total("i", total("j", times(entry("y", "k", "i"), x("j"), entry("y", "i", "j"))))),
    ),
    "signs that turn with names": (
        total("k", total("l", times(x("k"), Fn("sin", minus(x("k"), x("l")))))),
        negated(total("l", total("k", times(x("k"), Fn("sin", minus(x("l"), x("k"))))))),
    ),
    "coefficients in a denominator": (
        total("k", quotient(ONE, plus(times(integer(2), x("k")), times(integer(4), x("j"))))),
        times(
            Mul((integer(1), Pow(integer(2), integer(-1)))),
            total("l", quotient(ONE, plus(x("l"), x("j"), x("j")))),
        ),
    ),
    "sums inside of an exponential": (
        exp(total("k", plus(x("k"), total("l", x("l"))))),
        times(exp(total("k", x("k"))), exp(times(n, total("k", x("k"))))),
    ),
    "sigmoids": (total("k", sigmoid(x("k"))), minus(n, total("k", sigmoid(negated(x("k")))))),
}


@pytest.mark.parametrize("name", SAME)
def test_equal_sums_are_equal_atoms(name: str) -> None:
    left, right = SAME[name]
    assert normal(left) == normal(right)


DIFFERENT: dict[str, tuple[Term, Term]] = {
    "ranges": (total("k", x("k")), total("k", x("k"), span=Range(Bound("", 0), Bound("n")))),
    "rows and columns": (
        total("k", times(x("k"), entry("y", "i", "k"))),
        total("k", times(x("k"), entry("y", "k", "i"))),
    ),
    "a product and a product of sums": (total("k", times(x("k"), x("k"))), power(total("k", x("k")), 2)),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_other_sums_are_other_atoms(name: str) -> None:
    left, right = DIFFERENT[name]
    assert normal(left) != normal(right)


def test_too_many_connected_indices() -> None:
    letters = "abcdefghijklmopqr"
    body = Mul(tuple(entry("y", p, q) for p, q in itertools.pairwise(letters)))
    term: Term = body
    for letter in letters:
        term = Sum(letter, ALL, term)
    with pytest.raises(Exhausted, match=r"^a sum over more than 16 connected indices$"):
        normal(term)


UP_TO_M = Range(Bound("", 1), Bound("m"))
REFUSED: dict[str, tuple[Term, str]] = {
    "δ_kj in a sum that may not reach j": (
        Sum("k", UP_TO_M, times(Delta("k", "j"), x("k"))),
        "a δ in a sum, of an index that may lie outside of the sum's range",
    ),
    "j left out of a sum that may not reach it": (
        Sum("k", UP_TO_M, x("k"), ("j",)),
        "a sum that leaves out an index of unknown range",
    ),
    "2 left out, where n may be 1": (
        Sum("k", ALL, x("k"), ("2",)),
        "a sum that leaves out an index of unknown range",
    ),
    "a sum up to the index of another": (
        total("i", Sum("j", Range(Bound("", 1), Bound("i")), entry("y", "i", "j"))),
        "a sum whose range depends on the index of another sum",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_sum_of_which_too_little_is_known_is_refused(name: str) -> None:
    term, message = REFUSED[name]
    known = setting().hypotheses
    sizes = Setting(replace(known, sizes=frozenset({"n", "m"})))
    with pytest.raises(Unsupported) as refused:
        normal(term, sizes)
    assert str(refused.value) == message


def test_an_index_that_is_left_out_twice_is_left_out_once() -> None:
    both = Sum("k", ALL, x("k"), ("i", "j"))
    taken_off = plus(x("i"), x("j"), negated(times(Delta("i", "j"), x("i"))))
    assert normal(both) == normal(minus(total("k", x("k")), taken_off))


PARTS: dict[str, tuple[Term, Term]] = {
    "0..n": (
        total("k", exp(x("k")), span=Range(Bound("", 0), Bound("n"))),
        plus(exp(x("0")), total("k", exp(x("k")))),
    ),
    "2..n": (
        total("k", exp(x("k")), span=Range(Bound("", 2), Bound("n"))),
        minus(total("k", exp(x("k"))), exp(x("1"))),
    ),
    "j+1..n": (
        total("k", exp(x("k")), span=Range(Bound("j", 1), Bound("n"))),
        minus(total("k", exp(x("k"))), total("k", exp(x("k")), span=UP_TO["j"])),
    ),
    "j..n": (
        total("k", exp(x("k")), span=Range(Bound("j"), Bound("n"))),
        plus(exp(x("j")), total("k", exp(x("k"))), negated(total("k", exp(x("k")), span=UP_TO["j"]))),
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_sum_is_the_whole_without_the_rest(name: str) -> None:
    left, right = PARTS[name]
    assert normal(left) == normal(right)


@settings(max_examples=100)
@given(terms())
def test_renaming_letter_by_letter_changes_no_normal_form(term: Term) -> None:
    """A sum in which only letters change is not opened; opened and summed anew, it is the same."""
    try:
        with time_limit(2.0):
            quick = normal(term)
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(sums, "_renamed_alike", lambda algebra, atom, names: None)
                slow = normal(term)
    except Unsupported:
        return
    assert quick == slow


def test_a_letter_that_meets_another_is_no_change_of_letters_alone() -> None:
    """Σ_k (x_k - y_ki) / (y_ki - y_kj) has no value at j = i, and Σ_k δ_ij y_ki y_kj is Σ_k y_ki² there."""
    apart = Normalizer(setting()).algebra
    products = total("k", times(entry("y", "k", "i"), entry("y", "k", "j")))
    squares = total("k", power(entry("y", "k", "i"), 2))
    assert apart.rename(normal(products), {"j": "i"}) == normal(squares)
    divided = total("k", quotient(x("k"), minus(entry("y", "k", "i"), entry("y", "k", "j"))))
    with pytest.raises(Unsupported, match="division by zero"):
        apart.rename(normal(divided), {"j": "i"})
