"""What a line needs in order to mean something is told with it, and nothing that holds by its form."""

from __future__ import annotations

import pytest

import derivation

TOLD: dict[str, tuple[str, tuple[str, ...]]] = {
    "a divisor": (r"y = \frac{1}{x}", ("x ≠ 0",)),
    "a square below a bar": (r"y = \frac{1}{x^2}", ("x ≠ 0",)),
    "an index": (r"y_i = \frac{x_i}{i}", ("i ≠ 0",)),
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
        (r"\sum_{k = 3}^{n} e^{x_k} ≠ 0",),
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
