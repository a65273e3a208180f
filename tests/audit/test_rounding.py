r"""Numbers that are printed with decimals: rounded, cut off, or wrong."""

from __future__ import annotations

import pytest

import derivation

ROUNDED = [
    r"\frac{126}{193} = 0.652",
    r"\frac{91}{6} = 15.16667",
    r"\frac{1}{2} (1.1 - \pi / 3) + 0.866 = \frac{1}{2} (0.053) + 0.866",
    r"\sqrt{2} = 1.41",
]
WRONG = [r"\frac{91}{6} = 15.17667", "0.1 + 0.2 = 0.4", r"\frac{1}{3} = 0.34", "0.25 + 0.25 = 0.75"]


@pytest.mark.parametrize("text", ROUNDED)
def test_what_agrees_as_far_as_it_is_printed_is_not_wrong(text: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {text} $$"))
    assert result.verdict == "undecided"
    assert "decimals" in (result.reason or "")


@pytest.mark.parametrize("text", WRONG)
def test_what_differs_in_a_digit_that_is_printed_is_wrong(text: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {text} $$"))
    assert result.verdict == "wrong"
