"""What a text says to depend on what."""

from __future__ import annotations

import pytest

import derivation
from derivation.prose.dependences import dependences
from derivation.text.source import Source

SAID = {
    "Let $y = y(x)$ be the solution.": [("y", "x")],
    "The quantity $q$ depends on the price $p$.": [("q", "p")],
    "Let $u$ and $v$ be functions of $x$.": [("u", "x"), ("v", "x")],
    "The mass $m$ varies with $t$.": [("m", "t")],
    "Here $z = z(x, y)$.": [("z", "x"), ("z", "y")],
    "The mass $m$ does not depend on $t$.": [],
    "The value $x = 3$ depends on $p$.": [],
    "If $q$ depends on $p$, all changes.": [],
    "Does $q$ depend on $p$?": [],
    "It depends on $p$.": [],
}


@pytest.mark.parametrize("sentence", SAID)
def test_what_a_sentence_says_to_depend_on_what(sentence: str) -> None:
    assert [(found.name, found.by) for found in dependences(Source("text", sentence))] == SAID[sentence]


VERDICTS = {
    "Let $y = y(x)$ be the solution.\n\n$$ \\frac{d}{dx}(x y) = y $$": "undecided",
    "Let $y = y(x)$ be the solution.\n\n$$ \\frac{d}{dx}(x y) = y + x \\frac{dy}{dx} $$": "right",
    "Here $q$ depends on $p$.\n\n$$ \\frac{d}{dp}(p + q) = 1 $$": "undecided",
    "Here $q$ depends on $p$.\n\n$$ \\frac{d}{dt}(t q) = q $$": "right",
    "# One\n\nHere $q$ depends on $p$.\n\n# Two\n\n$$ \\frac{d}{dp}(p q) = q $$": "right",
}


@pytest.mark.parametrize("text", VERDICTS)
def test_what_depends_on_a_letter_is_not_held_beside_its_derivative(text: str) -> None:
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == VERDICTS[text]
