"""Letters that depend on others in a way that nobody prints: their derivatives, and the chain rule through
them."""

from __future__ import annotations

import pytest

import derivation

Lines = list[str]

DOCUMENTS: dict[str, tuple[str, Lines]] = {
    "a factor with a value does not depend on t": (
        "$$ p = m \\frac{dx}{dt} $$\n\nSuppose that\n$$ m = 3 $$\n\n"
        "Hence\n$$ \\frac{dp}{dt} = m \\frac{d^2 x}{dt^2} $$",
        ["definition", "definition", "right"],
    ),
    "the energy of a spring is kept": (
        "$$ E = \\frac{1}{2} m \\left(\\frac{dx}{dt}\\right)^2 + \\frac{1}{2} k x^2 $$\n\n"
        "The equation of motion is\n$$ m \\frac{d^2 x}{dt^2} = -k x $$\n\n"
        "Hence\n$$ \\frac{dE}{dt} = 0 $$",
        ["definition", "given", "right"],
    ),
    "a slip in it": (
        "$$ E = \\frac{1}{2} m \\left(\\frac{dx}{dt}\\right)^2 + k x^2 $$\n\n"
        "The equation of motion is\n$$ m \\frac{d^2 x}{dt^2} = -k x $$\n\n"
        "Hence\n$$ \\frac{dE}{dt} = 0 $$",
        ["definition", "given", "wrong"],
    ),
    "a speed is not 0 because its name hides it": (
        "$$ v = \\frac{dx}{dt} $$\n\nHence\n$$ v = 0 $$",
        ["definition", "wrong"],
    ),
    "a flux is not proportional to itself": (
        "$$ J = -D \\frac{\\partial c}{\\partial x} $$\n\n"
        "Hence\n$$ \\frac{\\partial J}{\\partial x} = 17 J $$",
        ["definition", "wrong"],
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_depends_is_differentiated_through(name: str) -> None:
    text, verdicts = DOCUMENTS[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts


def test_a_derivative_is_an_unknown_of_its_own_in_a_counterexample() -> None:
    text = "$$ v = \\frac{dx}{dt} $$\n\nHence\n$$ v = 0 $$"
    found = [*derivation.check(derivation.loads(text))][-1]
    assert found.counterexample is not None
    assert dict(found.counterexample.values)["\\frac{d x}{d t}"] != "0"


TRIALS: dict[str, tuple[str, list[str]]] = {
    "two trials of an equation": (
        r"""Solve

$$ \frac{dy}{dx} = y $$

Let $y = x^2$. Then

$$ \frac{dy}{dx} = 2 x $$

Now let $y = e^x$. Then

$$ \frac{dy}{dx} = e^x $$
""",
        ["given", "right", "right"],
    ),
    "what they are made of": (
        r"""Suppose that

$$ y' = 0 $$

Let $y = x^2$. Then

$$ \frac{d^2y}{dx^2} = 2 $$

Let $y = x^3$. Then

$$ \frac{d}{dx} (y^2 + x) = 6 x^5 + 1 $$
""",
        ["given", "right", "right"],
    ),
    "a slip in one of them": (
        r"""Suppose that

$$ \frac{dy}{dx} = y $$

Let $y = x^2$. Then

$$ \frac{dy}{dx} = 3 x $$

Let $y = x^3$. Then

$$ \frac{dy}{dx} = y $$
""",
        ["given", "wrong", "wrong"],
    ),
    "what was said of the old one": (
        r"""Suppose that

$$ \frac{dy}{dx} = y $$

and that

$$ z = y + 1 $$

Let $y = x^2$, and later let $y = x^3$. Then

$$ z = 1 $$
""",
        ["given", "definition", "undecided"],
    ),
}


@pytest.mark.parametrize("name", TRIALS)
def test_a_letter_that_gets_a_value_has_the_derivative_of_that(name: str) -> None:
    text, verdicts = TRIALS[name]
    assert [result.verdict for result in derivation.check(derivation.loads(text))] == verdicts
