"""What follows from equations, what fails at a point on them, and what is open."""

from __future__ import annotations

import pytest

import derivation
from derivation.search.entailment import entails, holds_somewhere
from derivation.search.facts import unknown
from derivation.terms.judgement import Proved, Refuted
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import Term


def read(*equations: str) -> tuple[list[Claim], Setting]:
    """Equations between unknowns, none of which is defined."""
    text = "\n\n".join(f"$$ {equation} $$" for equation in equations)
    document = derivation.loads(text)
    setting = document.setting({})
    pairs = [(s.previous.term, s.member.term) for s in document.statements]
    return [Claim(unknown(left, setting), "=", unknown(right, setting)) for left, right in pairs], setting


def asked(*equations: str, strictly: bool = False) -> tuple[Term, Term, list[Claim], Setting, bool]:
    """The last equation is asked, the others are given."""
    (*given, claim), setting = read(*equations)
    return claim.left, claim.right, given, setting, strictly


RIGHT = {
    "a combination of two lines": ("x + y = 3", "x - y = 1", "x = 2"),
    "a product of what is given": ("x = y", "x^2 = y^2"),
    "a root that is put in": ("x = 2", "x^3 = 8"),
    "both roots of a square give the same": ("x^2 = 4", "x^4 = 16"),
    "logarithms of equals": ("e^x = e^y", "x = y"),
    "a divisor that cannot be 0": (r"e^x y = e^x z", "y = z"),
    "a rational combination": (r"\frac{x}{y} = 2", "x = 2 y"),
    "a line that was given": ("x y = 1", "y x = 1"),
}
WRONG: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "the other root of a square": (("x^2 = 4", "x = 2"), {"x": "-2"}),
    "a factor that may be 0": (("x (x - y) = 0", "x = y"), {"x": "0"}),
    "a linear system solved wrongly": (("x + y = 3", "x - y = 1", "x = 1"), {"x": "2"}),
    "what is told of x says nothing of y": (("x = 2", "y = 2"), {"y": "0"}),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_follows_is_proved(name: str) -> None:
    assert isinstance(entails(*asked(*RIGHT[name])).judgement, Proved)


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fails_at_a_point_on_the_equations(name: str) -> None:
    equations, values = WRONG[name]
    found = entails(*asked(*equations)).judgement
    assert isinstance(found, Refuted)
    assert values.items() <= dict(found.counterexample.values).items()


def test_where_products_of_entries_vanish_each_entry_may_have_a_factor_of_its_own() -> None:
    found = entails(*asked("x_i y_i = 0", r"(\sum_i x_i) (\sum_j y_j) = 0"))
    assert not isinstance(found.judgement, Proved)


def test_what_was_divided_by_is_told() -> None:
    found = entails(*asked("x w = x a", "w = a"))
    assert isinstance(found.judgement, Proved)
    assert found.divisors


def test_strictly_no_factor_is_told_not_to_vanish() -> None:
    assert isinstance(entails(*asked("x w = x a", "w = a", strictly=True)).judgement, Refuted)


@pytest.mark.parametrize("claim", ["x = 7", "x = 1", "y = y + 1"])
def test_equations_that_clash_prove_nothing_and_refute_nothing(claim: str) -> None:
    found = entails(*asked("x = 1", "x = 2", claim)).judgement
    assert not isinstance(found, Proved | Refuted)


@pytest.mark.parametrize(
    ("equations", "somewhere"),
    [
        (("x^2 = x", "x = 1"), True),
        (("x + y = 2", "x = y"), True),
        (("x = 1", "x = 2"), False),
        (("x + y = 2", "x + y = 3"), False),
    ],
)
def test_a_point_is_known_where_equations_hold_together(equations: tuple[str, ...], somewhere: bool) -> None:
    (*given, claim), setting = read(*equations)
    assert holds_somewhere(claim.left, claim.right, given, setting) is somewhere
