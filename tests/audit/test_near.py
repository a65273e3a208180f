"""Lines among many facts: proved from near ones, refuted only where all of them hold."""

from __future__ import annotations

from fractions import Fraction

import pytest

import derivation
from derivation.audit.near import mattering, nearest_first
from derivation.terms.context import Context, Fact, Held, Origin, names_in
from derivation.terms.setting import Claim
from derivation.terms.terms import Add, Mul, Num, Pow, Term, Var, negated

LETTERS = "abcdghpqruvxyz"
MANY = 60


def names(count: int) -> list[str]:
    """Names of letters, with bars and hats for more of them."""
    marks = ("{}", r"\bar{{{}}}", r"\hat{{{}}}", r"\tilde{{{}}}", r"\check{{{}}}")
    return [mark.format(letter) for mark in marks for letter in LETTERS][:count]


def document(first: list[str], given: list[str], claimed: list[str]) -> derivation.Report:
    """Equations that are given, first some, then many, and what is claimed after them."""
    posed = "".join(f"Suppose that $$ {latex}. $$\n\n" for latex in (*first, *given))
    return derivation.check(
        derivation.loads(posed + "".join(f"Hence $$ {latex}. $$\n\n" for latex in claimed))
    )


def chained(count: int = MANY) -> list[str]:
    """Each equation ties a letter of its own to the one before."""
    own = names(count + 1)
    return [f"{one} + {other} = 3 w" for one, other in zip(own[1:], own, strict=False)]


def crossed(count: int = 16) -> list[str]:
    """Each equation ties two letters of its own to t, and can be solved for neither at once."""
    own = names(2 * count)
    return [f"{one} {other} = t^2 + 1" for one, other in zip(own[::2], own[1::2], strict=True)]


def values(found: derivation.Statement) -> dict[str, Fraction]:
    counterexample = found.finding.counterexample
    assert counterexample is not None
    return {name: Fraction(str(value)) for name, value in counterexample.values}


@pytest.mark.parametrize(
    ("given", "claimed", "used"),
    [
        (chained(), r"\hat{d} = 3 w - \hat{c}", 1),
        (chained(), r"(\hat{d} + \hat{c})^2 = 9 w^2", 1),
        (crossed(), "2 a b = 2 t^2 + 2", 1),
    ],
)
def test_a_line_is_proved_from_the_givens_that_are_near(given: list[str], claimed: str, used: int) -> None:
    found = list(document([], given, [claimed]))[-1]
    assert found.verdict == "right"
    assert len(found.finding.givens) == used


def test_a_line_is_proved_from_givens_that_are_far() -> None:
    found = list(document(["k - 5 m = 0", "m - 2 w = 0"], [*chained(6), *crossed(14)], ["k - 10 w = 0"]))[-1]
    assert found.verdict == "right"
    assert len(found.finding.givens) == 2


@pytest.mark.parametrize("given", [chained(), crossed()])
def test_a_counterexample_meets_a_given_that_is_far(given: list[str]) -> None:
    found = list(document(["m^2 = w^2 + 2 w + 1"], given, ["m = w + 1"]))[-1]
    assert found.verdict == "wrong"
    point = values(found)
    assert point["m"] == -point["w"] - 1 != point["w"] + 1


def test_a_line_that_is_false_where_givens_are_forgotten_is_not_wrong() -> None:
    found = list(document(["m - 2 w = 0"], crossed(), ["m^2 - 4 w^2 = 0"]))[-1]
    assert found.verdict == "right"


def test_a_line_is_undecided_where_no_point_meets_all_givens() -> None:
    """Nobody can solve fifth powers for a letter, and no simple point lies on them."""
    own = names(14)
    odd = [rf"{letter}^5 + {letter} + t {letter}^3 = t + {k}" for k, letter in enumerate(own, 2)]
    found = list(document([], odd, ["a = b + t"]))[-1]
    assert found.verdict == "undecided"


def test_givens_that_clash_prove_nothing_where_they_are_many() -> None:
    report = list(document(["t = 1", "t^2 = 4"], crossed(), ["2 a b = 2 t^2 + 2"]))
    assert report[-1].verdict == "undecided"


# Which facts matter.


def fact(left: Term, right: Term, relation: str = "=") -> Fact:
    claims = (Claim(left, relation, right),)
    return Fact("", Origin.PRINTED, 0, 1, names_in(claims), claims)


def context(*facts: Fact) -> Context:
    return Context(tuple(Held(own, 0, 9) for own in facts))


a, b, c, d, one = Var("a"), Var("b"), Var("c"), Var("d"), Num(Fraction(1))


def left_of(*facts: Fact, of: Term, bound: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    return mattering(facts, (of,), context(*facts), bound)


def test_a_fact_with_a_letter_of_its_own_is_set_aside_and_frees_others() -> None:
    first, second = fact(b, Add((a, c))), fact(c, Mul((Num(Fraction(2)), d)))
    assert left_of(first, second, of=a) == ()
    assert left_of(first, second, of=Add((a, b))) == ()
    assert left_of(first, second, of=Add((a, b, d))) == (first, second)


@pytest.mark.parametrize(
    "own",
    [
        fact(Pow(b, Num(Fraction(2))), a),  # a < 0 would break it
        fact(Mul((b, c)), a),  # c = 0 would break it
        fact(b, Pow(a, Num(Fraction(-1)))),  # it has no value at a = 0
        fact(Add((b, negated(b))), a),
        fact(Mul((Num(Fraction(0)), b)), a),
        fact(Add((b, Mul((a, b)))), one),
        fact(Var("b", ("i",)), a),
    ],
)
def test_a_fact_that_its_letter_cannot_always_meet_is_kept(own: Fact) -> None:
    assert left_of(own, of=a) == (own,)


def test_a_fact_about_a_letter_that_something_else_restricts_is_kept() -> None:
    own = fact(b, a)
    assert left_of(own, of=a) == ()
    assert left_of(own, of=a, bound=frozenset("b")) == (own,)
    positive = fact(b, Num(Fraction(0)), ">")
    assert left_of(own, positive, of=a) == (own, positive)
    dark = Fact("b is odd", Origin.SAID, 0, 1, frozenset("b"))
    assert left_of(own, dark, of=a) == (own, dark)


def test_facts_that_share_a_letter_with_a_line_are_the_nearest_and_of_these_the_latest() -> None:
    far, near, nearer = fact(c, d), fact(b, c), fact(a, b)
    other = fact(a, one)
    facts = (far, near, nearer, other)
    assert nearest_first(facts, (a,), context(*facts)) == (other, nearer, near, far)


# What is supposed.


@pytest.mark.parametrize(
    ("given", "supposed"),
    [
        (r"\lambda^2 + \lambda - 2 = 0", r"(\lambda + 2)(\lambda + 1) = 0"),
        ("x^2 = 4", "x + 2 = 0"),
        ("a^2 - 3 a b + 2 b^2 = 0", "a = b"),
    ],
)
def test_what_is_supposed_is_not_proved_by_one_of_several_roots(given: str, supposed: str) -> None:
    report = derivation.check(derivation.loads(f"Solve $$ {given}. $$\n\nSuppose that $$ {supposed}. $$"))
    assert list(report)[-1].verdict == "given"


def test_what_is_supposed_and_follows_is_right() -> None:
    report = derivation.check(derivation.loads("Solve $$ x^2 = 4. $$\n\nSolve $$ (x - 2)(x + 2) = 0. $$"))
    assert list(report)[-1].verdict == "right"
