"""Equations that are posed and steps that solve them: what follows, what is lost, what has no solution."""

from __future__ import annotations

import pytest

import derivation

STEPS: dict[str, tuple[str, str]] = {
    # a step that divides
    "divided by a number": (r"$$ 2 x + y = 4 \implies x = \frac{4 - y}{2} $$", "right"),
    "divided by x, which may be 0": (r"$$ x (x - y) = 0 \implies x = y $$", "wrong"),
    "x is lost, and nothing else is done": (r"$$ x (x - 1) = 0 $$ $$ x - 1 = 0 $$", "undecided"),
    "divided by e^x, which is not 0": (r"$$ e^x (x - y) = 0 \implies x = y $$", "right"),
    "another factor may be 0": (r"$$ a x = 0 \implies x = 0 $$", "wrong"),
    "another factor is positive": (r"$$ e^a x = 0 \implies x = 0 $$", "right"),
    # solutions
    "a square has two roots": (r"$$ x^2 + y = 4 \implies x = 4 - y $$", "wrong"),
    "x in an exponent, too": (r"$$ x + e^x = 1 \implies 2 x = 2 - e^x $$", "wrong"),
    "the solution of a sum": (r"$$ \sum_k (x_k - \mu) = 0 \implies \mu = \frac1n \sum_k x_k $$", "right"),
    "a wrong solution": (r"$$ \sum_k (x_k - \mu) = 0 \implies \mu = \sum_k x_k $$", "wrong"),
    "it cannot hold where the one before does": (r"$$ x^2 + x = 4 $$ $$ x^3 + x = 8 $$", "wrong"),
    "it can": (r"$$ x^2 + x = 2 $$ $$ x^3 + x = 2 $$", "undecided"),
    # both ways
    "the converse fails at x = -2": (r"$$ x + y = 2 \iff (x + y)^2 = 4 $$", "wrong"),
    "one way is enough for an implication": (r"$$ x + y = 2 \implies (x + y)^2 = 4 $$", "right"),
    "both ways": (r"$$ x + y = 2 \iff 3 x = 6 - 3 y $$", "right"),
    # two equations for two unknowns
    "x = 0 says nothing of y": (r"$$ e^a x = 0 \implies e^a y = 0 $$", "wrong"),
}


@pytest.mark.parametrize("name", STEPS)
def test_what_follows_from_an_equation(name: str) -> None:
    text, verdict = STEPS[name]
    assert [*derivation.check(derivation.loads(text))][-1].verdict == verdict


ALONE: dict[str, tuple[str, str]] = {
    "x + y = x + y + 1 has no solution": ("$$ x + y = x + y + 1 $$", "wrong"),
    "x = x + 1 may be an update": ("$$ x = x + 1 $$", "undecided"),
    "e^x = 0 has none": ("$$ e^x + y = y $$", "wrong"),
    "x = 2x has one, 0": ("$$ x = 2 x $$", "undecided"),
    "a sum that is said to be more than itself": (r"$$ \sum_k t_k = 1 + \sum_k t_k $$", "wrong"),
    "an identity that is none": ("$$ (a + b)^2 = a^2 + b^2 $$", "wrong"),
}


@pytest.mark.parametrize("name", ALONE)
def test_an_equation_without_a_solution_is_wrong(name: str) -> None:
    text, verdict = ALONE[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == [verdict]


LOST: dict[str, tuple[str, dict[str, str]]] = {
    "x = 0 is lost": (r"$$ x (x - y) = 0 \implies x = y $$", {"x": "0"}),
    "a = 0 is lost": (r"$$ (x - 1) a = 0 \implies x = 1 $$", {"a": "0"}),
    "x = -2 is gained": (r"$$ x = 2 \iff x^2 = 4 $$", {"x": "-2"}),
}


@pytest.mark.parametrize("name", LOST)
def test_the_counterexample_is_the_root_that_is_lost_or_gained(name: str) -> None:
    text, values = LOST[name]
    last = [*derivation.check(derivation.loads(text))][-1]
    assert last.counterexample is not None
    assert values.items() <= dict(last.counterexample.values).items()


def test_a_step_tells_what_it_divides_by() -> None:
    (_, solved) = derivation.check(derivation.loads(r"$$ a x + y = 3 \implies x = \frac{3 - y}{a} $$"))
    assert solved.verdict == "right"
    assert any("a" in condition and "≠ 0" in condition for condition in solved.finding.conditions)
