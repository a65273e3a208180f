"""Claims in one letter, compared on the whole real line: the points that are lost and gained."""

from __future__ import annotations

from fractions import Fraction

import pytest

import derivation
from derivation.search.facts import unknown
from derivation.search.line import Compared, compared
from derivation.terms.formulas import Both, Either, Formula
from derivation.terms.setting import Claim

DOCUMENT = derivation.loads("$$ x = x $$")
SETTING = DOCUMENT.setting({})
RELATIONS = ("\\neq", "\\ge", "\\le", "=", "<", ">")


def claim(text: str) -> Claim:
    relation = next(relation for relation in RELATIONS if relation in text)
    left, right = (unknown(DOCUMENT.term(side), SETTING) for side in text.split(relation))
    return Claim(left, relation, right)


def formula(text: str) -> Formula:
    """`A & B | C`: one of `|`, in each all of `&`."""
    return Either(tuple(Both(tuple(map(claim, way.split("&")))) for way in text.split("|")))


def how(first: str, second: str, given: tuple[str, ...] = ()) -> Compared:
    found = compared(map(claim, given), formula(first), formula(second), SETTING)
    assert found is not None
    return found


SAME = {
    "both hold nowhere": (r"\sqrt{x} = x^2 + 3", "x = (x^2 + 3)^2"),
    "a false number and a root of a negative one": ("3 = 0", r"2 = \sqrt{-5}"),
    "a factor whose roots have no closed form": ("x^4 + x = 3 x^2", "x = 0 | x^3 - 3 x + 1 = 0"),
    "a complex factor has no real root": ("x^3 = 8", "x = 2"),
    "high powers": (r"(x-2)^{43} (x+\frac13)^{60} = 0", "(3 x + 1)^4 (x-2)^2 = 0"),
    "bars": (r"\sqrt{(x-\frac12)^2} + \sqrt{(x+\frac12)^2} = 2", "x = 1 | x = -1"),
    "a root of a root": (r"\sqrt{x + \sqrt{x}} = 2", r"x = \frac{9 - \sqrt{17}}{2}"),
    "roots that are written otherwise": (
        r"x^2 = 2 + \sqrt 3",
        r"x = \sqrt{2 + \sqrt 3} | x = -\frac{\sqrt 6 + \sqrt 2}{2}",
    ),
    "an order by its roots": ("x^2 < 4", "-2 < x & x < 2"),
    "an order of a quotient": (r"\frac{1}{x} < 1", "x > 1 | x < 0"),
    "what differs from a number": (r"x^2 \neq 1", "x < -1 | -1 < x & x < 1 | x > 1"),
    "half of a line": (r"\sqrt{x^2} = x", r"x \ge 0"),
    "a root is none where a side does not exist": (r"\frac{x^2 - 4}{x - 2} = 0", "x = -2"),
}
LOST = {
    "divided by x": ("x^2 = 2 x", "x = 2", Fraction(0)),
    "one of two signs": ("x^2 = 9", "x = 3", Fraction(-3)),
    "all below 0": (r"\frac{1}{x} < 1", "x > 1", Fraction(-1)),
    "an end of an interval": (r"x^2 \le 4", "-2 < x & x < 2", Fraction(2)),
    "a solution at which the other side does not exist": (
        "x^2 = 4",
        r"\frac{x^2 - 4}{x - 2} = 0",
        Fraction(2),
    ),
}
GAINED = {
    "squared": (r"\sqrt{x} = x - 6", "x = (x - 6)^2", Fraction(4)),
    "multiplied by what may be 0": (r"\frac{x^2 - 4}{x - 2} = 0", "x^2 = 4", Fraction(2)),
    "half of an interval": ("x^2 < 4", "x < 2", Fraction(-2)),
    "nothing held": ("x^2 = -1", "x = 5", Fraction(5)),
}


@pytest.mark.parametrize("name", SAME)
def test_claims_that_hold_at_the_same_points_are_found_to(name: str) -> None:
    found = how(*SAME[name])
    assert found.lost is None
    assert found.gained is None


@pytest.mark.parametrize("name", LOST)
def test_a_solution_that_is_lost_is_found(name: str) -> None:
    first, second, value = LOST[name]
    lost = how(first, second).lost
    assert lost is not None
    assert lost.low == lost.high == value


@pytest.mark.parametrize("name", GAINED)
def test_a_solution_that_is_gained_is_found(name: str) -> None:
    first, second, value = GAINED[name]
    gained = how(first, second).gained
    assert gained is not None
    assert gained.low == gained.high == value


def test_a_gained_root_without_a_closed_form_is_enclosed() -> None:
    gained = how(r"\sqrt{x} = x^2 - 3", "x = (x^2 - 3)^2").gained
    assert gained is not None
    near = gained.within(Fraction(1, 10**6))
    assert near.low < near.high
    assert (near.low**2 - 3) ** 2 - near.low > 0 > (near.high**2 - 3) ** 2 - near.high
    assert near.high**2 < 3  # so that x² - 3 is no root


@pytest.mark.parametrize(
    ("first", "second", "given", "same"),
    [
        ("x^2 = 9", "x = 3", ("x > 0",), True),
        ("x^2 = 9", "x = 3", ("x < 4",), False),
        (r"x \ge 1", "x^2 + x > 1", ("x > 0",), False),
    ],
)
def test_what_is_given_bounds_where_claims_are_compared(
    first: str, second: str, given: tuple[str, ...], same: bool
) -> None:
    found = how(first, second, given)
    assert (found.lost is None and found.gained is None) is same


@pytest.mark.parametrize(
    ("first", "second", "given"),
    [
        ("x = y", "x^2 = y^2", ()),
        ("e^x = 1", "x = 0", ()),
        (r"\sin x = 0", "x = 0", ()),
        ("x^3 = 2", r"x = 2^{\frac13}", ()),
        (r"\frac{x^2}{x} = x", "x = x", ()),  # identities, which differ in where they exist alone
        ("x = 3", "x = 4", ("x = 1", "x = 2")),  # what is given clashes
    ],
)
def test_what_it_cannot_compare_it_leaves(first: str, second: str, given: tuple[str, ...]) -> None:
    assert compared(map(claim, given), formula(first), formula(second), SETTING) is None


def test_evaluation_has_a_veto(monkeypatch: pytest.MonkeyPatch) -> None:
    from derivation.search import root_towers

    assert how("x^2 = 4", "x = 2 | x = -2").lost is None
    monkeypatch.setattr(root_towers, "sign_at", lambda poly, root: 0)  # a planted error
    assert compared((), formula("x = 2"), formula("x = 3"), SETTING) is None


@pytest.mark.parametrize("name", SAME)
def test_at_many_numbers_both_claims_are_true_or_none(name: str) -> None:
    first, second = map(formula, SAME[name])
    for above in range(-12, 13):
        value = Claim(
            unknown(DOCUMENT.term("x"), SETTING), "=", unknown(DOCUMENT.term(f"{above}/4"), SETTING)
        )
        found = compared((value,), first, second, SETTING)
        assert found is None or (found.lost is None and found.gained is None)
