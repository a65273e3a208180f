"""SymPy views of terms: at n = 1..3 they have the values that the evaluator gives."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
import sympy

from derivation.search.sympy_view import NoView, symbol_name, to_sympy
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    Add,
    Bound,
    Definition,
    Delta,
    Deriv,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    integer,
    quotient,
)
from derivation.values.evaluate import Evaluator

N = Range(Bound("", 1), Bound("n"))
X: dict[tuple[int, ...], Fraction] = {(1,): Fraction(2), (2,): Fraction(-3), (3,): Fraction(1, 2)}
SQUARES = Sum("k.0", N, Pow(Var("x", ("k.0",)), integer(2)))
DEFINITIONS = {
    ("Q", 0): Definition("Q", (), SQUARES),
    ("w", 1): Definition("w", ("i",), quotient(Mul((Index("i"), Var("x", ("i",)))), Ref("Q"))),
}
XI = Var("x", ("i",))
TERMS: dict[str, Term] = {
    "number": Num(Fraction(3, 7)),
    "size": Mul((Var("n"), SQUARES)),
    "index": Mul((Index("j"), Var("x", ("j",)))),
    "delta": Sum("i", N, Mul((Delta("i", "j"), Var("x", ("i",))))),
    "excluded": Sum("i", N, Mul((Index("i"), Var("x", ("i",)))), ("j",)),
    "names": Add((Ref("w", ("j",)), Ref("Q"))),
    "sum of names": Sum("i", N, Ref("w", ("i",))),
    "nested": Sum("i", N, Sum("k", N, Mul((XI, Index("k"), Add((Var("x", ("k",)), Index("i"))))))),
    "shadowed": Add((Var("x", ("j",)), Sum("j", N, Mul((Index("j"), Var("x", ("j",))))))),
    "range": Sum("i", Range(Bound("", 0), Bound("n", -1)), Index("i")),
    "absolute": Fn("abs", Var("x", ("j",))),
    "derivative": Deriv(SQUARES, Var("x", ("j",))),
    "derivative of a name": Deriv(Ref("Q"), Var("x", ("j",))),
    "derivative by a bound letter": Sum("k", N, Deriv(Ref("Q"), Var("x", ("k",)))),
}


def explicit(term: Term, n: int, j: int) -> sympy.Expr:
    view = to_sympy(term, DEFINITIONS)
    size, place = (sympy.Symbol(letter, integer=True, positive=True) for letter in "nj")
    x = sympy.IndexedBase("x", real=True)
    values = {x[k]: sympy.Rational(X[(k,)].numerator, X[(k,)].denominator) for k in range(1, n + 1)}
    return sympy.expand(view.subs({size: n, place: j}).doit()).doit().subs(values)


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize(("n", "j"), [(1, 1), (2, 1), (2, 2), (3, 2)])
def test_view_has_the_value_that_evaluation_gives(name: str, n: int, j: int) -> None:
    places: Mapping[str, int] = {"j": j}
    value = Evaluator({"n": n}, lambda _, at: X[at], Setting(definitions=DEFINITIONS)).value(
        TERMS[name], places
    )
    assert explicit(TERMS[name], n, j) == sympy.Rational(value.numerator, value.denominator)


def test_names_stay_closed_without_definitions() -> None:
    assert str(to_sympy(Mul((Ref("S", ("j",)), Add((Index("j"), Ref("SA"))))))) == "(SA + j)*S[j]"


def test_a_closed_name_is_a_function_under_a_derivative() -> None:
    assert str(to_sympy(Deriv(Ref("SA"), Var("x", ("j",))))) == "Derivative(SA(x[j]), x[j])"


def test_bound_indices_are_dummies() -> None:
    (limits,) = to_sympy(SQUARES).limits
    assert isinstance(limits[0], sympy.Dummy)
    assert limits[0].name == "k"


def test_names_as_sympy_writes_them() -> None:
    assert [symbol_name(n) for n in ("\\beta", "\\hat{y}", "SA")] == ["beta", "yhat", "SA"]


def test_unknown_functions_are_refused() -> None:
    with pytest.raises(NoView, match="the function sinc; add a row to FUNCTIONS"):
        to_sympy(Fn("sinc", Var("x", ("j",))))
