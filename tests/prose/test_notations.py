"""Signs that a text gives a meaning of its own mean nothing else there, right or wrong."""

from __future__ import annotations

import pytest

import derivation

BASE = "Here $\\log$ denotes the logarithm to base 10.\n\n"
OWN = {
    "a logarithm, differentiated": BASE + r"$$ \frac{d}{dx} \log x = \frac{1}{x} $$",
    "a logarithm of a number": BASE + r"$$ \log 100 = 2 $$",
    "all logarithms": "All logarithms are to base 2.\n\n$$ \\log 8 = 3 $$",
    "degrees": "All angles are measured in degrees.\n\n$$ \\frac{d}{dx} \\sin x = \\cos x $$",
    "degrees of a number": "All angles are measured in degrees.\n\n$$ \\sin 30 = \\frac12 $$",
    "integer parts": "Let $[x]$ denote the integer part of $x$.\n\n$$ [2 x] = 2 [x] $$",
    "an integer part": "Let $[x]$ denote the integer part of $x$.\n\n$$ [2.7] = 2 $$",
    "fractional parts": "Let $\\{x\\}$ denote the fractional part of $x$.\n\n$$ \\{2 x\\} = 2 \\{x\\} $$",
    "determinants": "Here $|A|$ denotes the determinant of $A$.\n\n$$ |2 A| = 2 |A| $$",
    "an operation": "Let $*$ be defined by $a * b = a + b + a b$.\n\n$$ 2 * 3 = 6 $$",
    "a charge": "Let $e$ be the elementary charge.\n\n$$ \\ln e = 1 $$",
    "a probability": "Let $\\pi = 0.3$ be the prior probability.\n\n$$ 1 - \\pi = 0.7 $$",
    "sums over odd numbers": "All sums run over odd $k$ only.\n\n$$ \\sum_{k=1}^n 2 = 2 n $$",
    "indices from 0": "Indices run from $0$ to $n - 1$.\n\n$$ \\sum_i i = \\frac{n (n + 1)}{2} $$",
}
USUAL = {
    "a range that is printed": (
        "Indices run from $0$ to $n - 1$.\n\n$$ \\sum_{i=1}^n i = \\frac{n (n + 1)}{2} $$",
        "right",
    ),
    "brackets of which nothing is said": ("Let $n$ be large.\n\n$$ 2 [n + 1] = 2 n + 2 $$", "right"),
    "a sign in another section": (f"# A\n\n{BASE}# B\n\n$$ \\log e = 1 $$", "right"),
    "another sign": (BASE + "$$ \\sin 0 = 1 $$", "wrong"),
    "degrees of freedom": (
        "There are $n - 1$ degrees of freedom.\n\n$$ \\frac{d}{dx} \\sin x = \\cos x $$",
        "right",
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_a_sign_with_a_meaning_of_its_own_is_not_judged(name: str) -> None:
    (result,) = derivation.check(derivation.loads(OWN[name]))
    assert result.verdict == "undecided"


@pytest.mark.parametrize("name", USUAL)
def test_other_signs_are(name: str) -> None:
    text, verdict = USUAL[name]
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == verdict
