"""What a line needs is told where nothing says it already: a range, an assumption, the case, a size."""

from __future__ import annotations

import pytest

import derivation


def conditions(text: str, reading: str = "") -> tuple[str, ...]:
    (*_, last) = derivation.check(derivation.loads(text, reading))
    return last.conditions


@pytest.mark.parametrize(
    "text",
    [
        r"$$ a_i = \frac{x_i}{i} $$",
        r"$$ a_i = \frac{1}{i (i + 1) n^2} $$",
        r"$$ a_i = \frac{x_i}{n - i + 1} $$",
        r"$$ a_{ij} = \frac{x_i x_j}{i + j - 1} $$",
        r"$$ a_{ij} = \frac{1}{i - j}, \quad i \neq j $$",
        r"$$ a_j = \sum_{k \neq j} \frac{x_k}{k - j} $$",
        r"$$ a = \sum_k \frac{x_k}{k} $$",
        r"$$ a = \frac{1}{n - 1} \sum_k x_k \quad (n \ge 2) $$",
        r"$$ a = \frac{1}{n - 1} \sum_k x_k \quad (n > 1) $$",
        "Let $y > 0$.\n\n" + r"$$ a = \frac{x}{y (y + 1)} $$",
        "Assume $y > 1$.\n\n" + r"$$ a = \frac{x}{y - 1} $$",
        "Assume $y \\neq 0$.\n\n" + r"$$ a = \frac{x}{2 y^2} $$",
        "Assume $b \\neq c$.\n\n" + r"$$ a = \frac{x}{c - b} $$",
        "Assume $b < c$.\n\n" + r"$$ a = \frac{x}{b - c} $$",
        "Let $p \\in (0, 1)$.\n\n" + r"$$ a = \frac{1}{p (1 - p)} $$",
        "Assume $\\sum_k t_k = 1$.\n\n" + r"$$ a = \frac{\sum_k t_k x_k}{\sum_k t_k} $$",
        "Assume $x > 0$.\n\n" + r"$$ a = \log(x + 1) + x^{y} $$",
        r"$$ a = \frac{1}{-1 - e^x} $$",
    ],
)
def test_nothing_is_needed_that_is_said_already(text: str) -> None:
    assert conditions(text) == ()


@pytest.mark.parametrize(
    ("text", "reading", "needed"),
    [
        (r"$$ a_i = \frac{x_i}{i} $$", "base = 0\n", "i ≠ 0"),
        (r"$$ a_i = \frac{x_i}{n - i} $$", "", "n - i ≠ 0"),
        (r"$$ a_{ij} = \frac{x_i}{i + j - 2} $$", "", "i + j - 2 ≠ 0"),
        (r"$$ a_{ij} = \frac{1}{i - j} $$", "", "i - j ≠ 0"),
        (r"$$ a = \frac{1}{n - 1} \sum_k x_k $$", "", "n - 1 ≠ 0"),
        (r"$$ a = \sum_k \frac{x_k}{k - 1} $$", "", "k - 1 ≠ 0"),
        ("Let $z > 0$.\n\n" + r"$$ a = \frac{x}{y z} $$", "", "y ≠ 0"),
        ("Assume $y \\ge 0$.\n\n" + r"$$ a = \frac{x}{y} $$", "", "y ≠ 0"),
        ("Assume $y > 0$.\n\n" + r"$$ a = \frac{x}{y - 1} $$", "", "y - 1 ≠ 0"),
        ("Assume $b \\neq c$.\n\n" + r"$$ a = \frac{x}{b + c} $$", "", "b + c ≠ 0"),
        (r"$$ a = \log(x + 1) $$", "", "x + 1 > 0"),
    ],
)
def test_what_nothing_says_is_told(text: str, reading: str, needed: str) -> None:
    assert conditions(text, reading) == (needed,)
