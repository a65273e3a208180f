"""Differential equations that are given, and what is said to solve them."""

from __future__ import annotations

import pytest

import derivation

DECAY = r"The amount obeys \[ \frac{da}{dt} = -k a \] "
SPRING = r"Newton's law reads \[ m \ddot x = -c x \] "

DOCUMENTS: dict[str, tuple[str, list[str]]] = {
    "a solution": (DECAY + r"The solution is \[ a(t) = a_0 e^{-k t} \]", ["given", "definition"]),
    "a solution, used": (
        DECAY + r"Its solution is \[ a(t) = a_0 e^{-k t} \] so \[ \frac{da}{dt} = -k a_0 e^{-k t} \]",
        ["given", "definition", "right"],
    ),
    "a wrong sign": (DECAY + r"The solution is \[ a(t) = a_0 e^{k t} \]", ["given", "undecided"]),
    "a wrong sign, of letters that were met": (
        DECAY + r"with $a(0) = a_0$. The solution is \[ a(t) = a_0 e^{k t} \]",
        ["given", "wrong"],
    ),
    "what does not begin where it is said to": (
        DECAY + r"with $a(0) = b$. The solution is \[ a(t) = 2 b e^{-k t} \]",
        ["given", "wrong"],
    ),
    "an equation of the second order": (
        SPRING + r"where $c = m u^2$. We find \[ x(t) = A \cos(u t) + B \sin(u t) \]",
        ["given", "definition"],
    ),
    "a letter that may depend on the variable": (
        r"Suppose that \[ \frac{dy}{dx} = y + z \] and let \[ y = x^2 \]",
        ["given", "given"],
    ),
    "a value at one point": (
        r"The population grows by \[ \frac{dN}{dt} = r N \] Initially \[ N = N_0 \]",
        ["given", "given"],
    ),
    "what the solution is made of": (
        SPRING + r"We have $x = A \cos(u t)$ with \[ u = \sqrt{c/m} \]",
        ["given", "definition"],
    ),
    "a condition before a line that follows": (
        r"The laws are \[ F = m a \] and \[ F = -k x \] Hence, with $m > 0$, \[ a = -\frac{k^2}{m} x \]",
        ["definition", "given", "wrong"],
    ),
    "an equation without words": (
        r"\[ \frac{du}{dt} = -2 u \] \[ u(t) = u_0 e^{-2 t} \]",
        ["given", "definition"],
    ),
    "a guess with a letter of its own": (
        SPRING + r"We try \[ x(t) = e^{r t} \]",
        ["given", "given"],
    ),
    "a system": (
        r"The equations are \[ \frac{da}{dt} = -k a, \qquad \frac{db}{dt} = k a \] with $a(0) = n_0$."
        r" Then \[ a(t) = n_0 e^{-k t} \] \[ b(t) = n_0 (1 - e^{-k t}) \]",
        ["given", "given", "definition", "definition"],
    ),
    "a slip in the second of a system": (
        r"The equations are \[ \frac{da}{dt} = -k a, \qquad \frac{db}{dt} = k a \] with $a(0) = n_0$."
        r" Then \[ a(t) = n_0 e^{-k t} \] \[ b(t) = n_0 (1 + e^{-k t}) \]",
        ["given", "given", "definition", "wrong"],
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_solves_an_equation(name: str) -> None:
    text, verdicts = DOCUMENTS[name]
    assert [result.verdict for result in derivation.check(derivation.loads(text))] == verdicts
