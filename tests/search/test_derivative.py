"""Derivatives of normal forms against dual numbers, central differences and SymPy; each row of the table."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from brute_force import BruteForce, generic
from hypothesis import given, settings
from identities import centred, entry, minus, plus, power, softmax, times
from mpmath import mp, mpf
from strategies import DEFINITIONS, entries, exp, setting, size_of, terms, total, x

from derivation.search.derivative import TABLE
from derivation.search.functions import FORMAL
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.terms.limits import Unsupported, time_limit
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    ONE,
    ZERO,
    Delta,
    Deriv,
    Fn,
    Index,
    Pow,
    Term,
    Var,
    integer,
    quotient,
)
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, disjoint


def derived(term: Deriv) -> Term | None:
    """The derivative in closed form, if there is one."""
    try:
        with time_limit(2.0):
            return to_term(Normalizer(setting()).normal_form(term))
    except Unsupported:
        return None


def number(name: str, indices: tuple[int, ...]) -> Fraction:
    value = Fraction(2 + len(name) + sum((2 * k + 1) * i for k, i in enumerate(indices)), 3)
    return value if name.isupper() or sum(indices) % 2 else -value


def by_duals(term: Term, size: int, places: dict[str, int]) -> Scalar:
    for balls in (False, True):
        try:
            return Evaluator({"n": size}, number, Setting(definitions=DEFINITIONS), balls).value(term, places)
        except NotExact:
            continue
        except (Undefined, Unsupported):
            return None
    return None


@settings(max_examples=120)
@given(terms(), entries(("i", "j")))
def test_closed_form_agrees_with_dual_numbers(body: Term, wrt: Var) -> None:
    closed = derived(Deriv(body, wrt)) if size_of(body) < 40 else None
    if closed is None:
        return
    for size, i, j in ((1, 1, 1), (2, 1, 2), (2, 2, 2), (3, 3, 1)):
        places = {"i": i, "j": j}
        dual, value = by_duals(Deriv(body, wrt), size, places), by_duals(closed, size, places)
        assert dual is None or value is None or not disjoint(dual, value)


def difference(term: Deriv, size: int, places: dict[str, int]) -> mpf:
    return BruteForce({"n": size}, generic, DEFINITIONS).value(term, places)


SMOOTH = {
    "softmax": Deriv(softmax("i"), x("j")),
    "softmax, twice": Deriv(Deriv(softmax("i"), x("j")), x("i")),
    "layer norm": Deriv(centred("i"), x("j")),
    "a symbolic power": Deriv(Pow(Var("B"), times(x("i"), Var("B"))), Var("B")),
    "a size as exponent": Deriv(Pow(x("i"), Var("n")), x("i")),
    "an entry of a matrix": Deriv(
        total("k", Fn("tanh", total("l", times(entry("y", "k", "l"), x("l"))))), entry("y", "i", "j")
    ),
    "left out": Deriv(total("k", Fn("log", plus(ONE, power(minus(x("k"), x("j")), 2))), "i"), x("j")),
    "a root": Deriv(power(plus(ONE, total("k", power(x("k"), 2))), Fraction(-1, 2)), x("j")),
    "|x|³": Deriv(power(Fn("abs", x("i")), 3), x("j")),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_closed_form_agrees_with_central_differences(name: str) -> None:
    term = SMOOTH[name]
    closed = derived(term)
    assert closed is not None
    with mp.workdps(50):
        for size, i, j in ((1, 1, 1), (2, 1, 2), (3, 2, 2), (3, 3, 1)):
            places = {"i": i, "j": j}
            slope = difference(term, size, places)
            value = BruteForce({"n": size}, generic, DEFINITIONS).value(closed, places)
            assert abs(slope - value) < mpf(10) ** -9


@pytest.mark.parametrize("name", [*sorted(TABLE.keys() - {FORMAL}), "exp", "tan", "sinh", "cosh", "tanh"])
def test_rows_of_the_table(name: str) -> None:
    inner = plus(integer(3), power(x("i"), 2), times(Index("i"), x("i")))
    if name == "arcsin":
        inner = quotient(ONE, inner)
    closed = derived(Deriv(Fn(name, inner), x("i")))
    assert closed is not None
    with mp.workdps(50):
        slope = difference(Deriv(Fn(name, inner), x("i")), 2, {"i": 2})
        value = BruteForce({"n": 2}, generic, {}).value(closed, {"i": 2})
        assert abs(slope - value) < mpf(10) ** -9 * (1 + abs(value))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_softmax_moment_agrees_with_sympy(size: int) -> None:
    closed = derived(
        Deriv(quotient(total("i", times(Index("i"), exp(x("i")))), total("k", exp(x("k")))), x("j"))
    )
    assert closed is not None
    symbols = sympy.symbols(f"x1:{size + 1}", real=True)
    ratio = sum(k * sympy.exp(s) for k, s in enumerate(symbols, 1)) / sum(map(sympy.exp, symbols))
    point = {s: sympy.Rational(k, 3) for k, s in enumerate(symbols, 1)}
    for j in range(1, size + 1):
        expected = sympy.diff(ratio, symbols[j - 1]).subs(point).evalf(40)
        with mp.workdps(50):
            brute = BruteForce({"n": size}, lambda _, at: mpf(at[0]) / 3, {})
            assert abs(brute.value(closed, {"j": j}) - mpf(str(expected))) < mpf(10) ** -30


PINNED: dict[str, tuple[Deriv, Term]] = {
    "one entry of an array": (Deriv(x("i"), x("j")), Delta("i", "j")),
    "entries of a matrix": (
        Deriv(entry("y", "i", "j"), entry("y", "j", "i")),
        times(Delta("i", "j"), Delta("j", "i")),
    ),
    "another array": (Deriv(x("i"), entry("P", "i")), ZERO),
    "a scalar with an array's name": (Deriv(Var("x"), x("i")), ZERO),
    "a bound letter is another letter": (Deriv(total("j", x("j")), x("j")), ONE),
    "an index is no unknown": (Deriv(times(Index("j"), x("i")), x("i")), Index("j")),
    "δ is constant": (Deriv(times(Delta("i", "j"), x("i")), x("i")), Delta("i", "j")),
}


@pytest.mark.parametrize("name", PINNED)
def test_pinned_derivatives(name: str) -> None:
    term, expected = PINNED[name]
    normalizer = Normalizer(setting())
    assert normalizer.normal_form(term) == normalizer.normal_form(expected)
