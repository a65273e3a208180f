"""Derivatives that words put to 0: what is said to follow is asked of the quantity that has a value."""

from __future__ import annotations

import pytest

import derivation

LIKELIHOOD = r"Let $L(a) = n \log a - a S$. "
SQUARES = r"Let $Q(w) = (b - w)^2 + c w^2$. "

DOCUMENTS: dict[str, tuple[str, list[str]]] = {
    "the derivative, put to 0": (
        LIKELIHOOD + r"Setting the derivative to zero gives \[ \frac{n}{a} - S = 0 \]",
        ["right"],
    ),
    "its opposite": (
        LIKELIHOOD + r"Setting the derivative to $0$ gives \[ S - \frac{n}{a} = 0 \]",
        ["right"],
    ),
    "the same, brought to the other side": (
        LIKELIHOOD + r"Equating the derivative to zero, we get \[ \frac{n}{a} = S \]",
        ["right"],
    ),
    "the same, posed": (LIKELIHOOD + r"Set the derivative to zero: \[ \frac{n}{a} - S = 0 \]", ["given"]),
    "a wrong sign": (
        LIKELIHOOD + r"Setting the derivative to zero gives \[ \frac{n}{a} + S = 0 \]",
        ["wrong"],
    ),
    "a wrong sign, posed": (
        LIKELIHOOD + r"Set the derivative to zero: \[ \frac{n}{a} + S = 0 \]",
        ["wrong"],
    ),
    "a sum over data": (
        r"Let $J = \sum_{i=1}^n (y_i - m)^2$. Setting the derivative to zero yields"
        r"\[ \sum_{i=1}^n (y_i - m) = 0 \]",
        ["right"],
    ),
    "solved": (SQUARES + r"Setting the derivative to zero yields \[ w = \frac{b}{1 + c} \]", ["right"]),
    "solved from what was put to 0": (
        SQUARES
        + r"Setting the derivative to zero gives \[ w - b + c w = 0 \] and so \[ w = \frac{b}{1 + c} \]",
        ["right", "right"],
    ),
    "a new name for the place": (
        LIKELIHOOD
        + r"Setting the derivative to zero gives \[ \frac{n}{a} - S = 0 \] so \[ \hat a = \frac{n}{S} \]",
        ["right", "definition"],
    ),
    "a new name for another place": (
        LIKELIHOOD
        + r"Setting the derivative to zero gives \[ \frac{n}{a} - S = 0 \] so \[ \hat a = \frac{S}{n} \]",
        ["right", "wrong"],
    ),
    "a star for another place": (
        SQUARES + r"Setting the derivative to zero and solving for $w$ gives \[ w^* = \frac{b}{1 - c} \]",
        ["wrong"],
    ),
    "an estimate that no words say to follow": (
        LIKELIHOOD
        + r"Setting the derivative to zero gives \[ \frac{n}{a} - S = 0 \]"
        + r"Another estimate is \[ \hat a = \frac{n - 1}{S} \]",
        ["right", "definition"],
    ),
    "another quantity, with a penalty": (
        r"Let $J = (b - w)^2$. We add a penalty $c$ for large $w$. Setting the derivative to zero gives"
        r" \[ w - b + c w = 0 \]",
        ["undecided"],
    ),
    "the place of another quantity": (
        r"Let $J = (b - w)^2$. We add a penalty. Setting the derivative to zero and solving for $w$ gives"
        r" \[ w^* = \frac{b}{1 + c} \]",
        ["undecided"],
    ),
    "what another quantity is solved for": (
        r"Let $J = (b - w)^2$. We add a penalty. Setting the derivative to zero gives"
        r" \[ w = \frac{b}{1 + c} \]",
        ["undecided"],
    ),
    "another equation": (
        LIKELIHOOD + r"Set the derivative to zero: \[ a^3 + S a = T \]",
        ["given"],
    ),
    "nothing that is put to 0": (
        LIKELIHOOD + r"The derivative is useful. Suppose that \[ \frac{n}{a} + S = 0 \]",
        ["given"],
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_follows_where_a_derivative_is_0(name: str) -> None:
    text, verdicts = DOCUMENTS[name]
    assert [result.verdict for result in derivation.check(derivation.loads(text))] == verdicts


def test_what_was_used_and_what_is_meant_are_told() -> None:
    text, _ = DOCUMENTS["a new name for another place"]
    first, second = derivation.check(derivation.loads(text))
    assert [given.latex for given in first.finding.givens] == [r"\frac{\partial L(a)}{\partial a} = 0"]
    assert "is not 0 there" in second.finding.because
