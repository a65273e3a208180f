"""What a line needs in order to mean something is told with it, and nothing that holds by its form."""

from __future__ import annotations

import pytest

import derivation

TOLD: dict[str, tuple[str, tuple[str, ...]]] = {
    "a divisor": (r"y = \frac{1}{x}", ("x ≠ 0",)),
    "a square below a bar": (r"y = \frac{1}{x^2}", ("x ≠ 0",)),
    "a factor of unknown sign": (r"y_i = \frac{1}{a (1 + e^{x_i})}", ("a ≠ 0",)),
    "the same, multiplied out": (r"y_i = \frac{1}{a + a e^{x_i}}", ("a + a e^{x_i} ≠ 0",)),
    "a sum that may be empty": (
        r"y_b = \frac{1}{\sum_{k < b} e^{x_k}}",
        (r"\sum_{k = 1}^{b - 1} e^{x_k} ≠ 0",),
    ),
    "a part that is empty at n = 1": (
        r"y = \frac{1}{\sum_{k=2}^n e^{a k}}",
        (r"\sum_{k = 2}^{n} e^{a k} ≠ 0",),
    ),
    "a part that is empty at n = 2": (
        r"y = \frac{1}{\sum_{k=3}^n e^{x_k}}",
        ("n ≥ 2", r"\sum_{k = 3}^{n} e^{x_k} ≠ 0"),
    ),
    "a logarithm": (r"y = \log x", ("x > 0",)),
    "a real exponent": ("y = x^s", ("x > 0",)),
    "half a size": ("y = x^{n/2}", ("x > 0",)),
    "a size and a real number": (r"y = x^{n + s} \sum_{k=1}^n 1", ("x > 0",)),
}
NOTHING_TOLD: dict[str, str] = {
    "a sum of exponentials": r"y = \frac{1}{\sum_k e^{x_k}}",
    "a positive number": r"y = \frac{x}{2}",
    "a size": r"y = \frac1n \sum_{k=1}^n x_k",
    "one more than an exponential": r"y = \frac{1}{1 + e^{x}}",
    "a size as an exponent": r"y = x^n \sum_{k=1}^n 1",
    "the logarithm of an exponential": r"y = \log e^x",
}


def told(text: str, reading: str = "") -> tuple[str, ...]:
    (result,) = derivation.check(derivation.loads(text, reading))
    return result.finding.conditions


@pytest.mark.parametrize("name", TOLD)
def test_what_may_be_zero_or_negative_is_told(name: str) -> None:
    latex, conditions = TOLD[name]
    assert told(f"$$ {latex} $$") == conditions


@pytest.mark.parametrize("name", NOTHING_TOLD)
def test_what_is_positive_by_its_form_is_not(name: str) -> None:
    assert told(f"$$ {NOTHING_TOLD[name]} $$") == ()


def test_indices_that_count_from_0_may_be_0() -> None:
    assert told(r"$$ y_i = \frac{x_i}{i + i^2} $$", "base = 0") == ("i + i^2 ≠ 0",)
    assert told(r"$$ y = \frac{1}{\sum_k k e^{x_k}} $$", "base = 0") == (
        r"\sum_{k = 0}^{n - 1} k e^{x_k} ≠ 0",
    )


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


SPLIT: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "two terms in front": (r"\sum_{k=1}^n x_k = x_1 + x_2 + \sum_{k=3}^n x_k", "right", ("n ≥ 2",)),
    "two sums": (r"\sum_{k=1}^n x_k = \sum_{k=1}^2 x_k + \sum_{k=3}^n x_k", "right", ("n ≥ 2",)),
    "one behind": (r"\sum_{k=1}^n x_k = \sum_{k=1}^{n-1} x_k + x_n", "right", ()),
    "both ends": (r"\sum_{k=1}^n k = 1 + n + \sum_{k=2}^{n-1} k", "right", ("n ≥ 2",)),
    "factors": (r"\prod_{k=1}^n x_k = x_1 x_2 x_3 \prod_{k=4}^n x_k", "right", ("n ≥ 3",)),
    "a term twice": (r"\sum_{k=1}^n x_k = x_1 + x_2 + \sum_{k=2}^n x_k", "wrong", ()),
    "a term left out": (r"\sum_{k=1}^n k = \sum_{k=1}^2 k + \sum_{k=4}^n k", "wrong", ("n ≥ 3",)),
    "true at n = 1 alone": (r"\sum_{k=1}^n k = n^2", "wrong", ()),
}


@pytest.mark.parametrize("name", SPLIT)
def test_no_range_of_a_sum_runs_backwards(name: str) -> None:
    latex, verdict, needed = SPLIT[name]
    found = derivation.check(derivation.loads(f"$$ {latex} \\tag{{1}} $$"))["1"]
    assert (found.verdict, found.finding.conditions) == (verdict, needed)


def test_a_size_that_is_given_makes_a_range_run_forwards() -> None:
    text = "Let $n > 4$.\n\n$$ \\sum_{k=1}^n x_k = x_1 + x_2 + \\sum_{k=3}^n x_k \\tag{1} $$"
    found = derivation.check(derivation.loads(text))["1"]
    assert (found.verdict, found.finding.conditions) == ("right", ())
