"""Roots of polynomials that are squares: never without their sign, and of nothing but squares."""

from __future__ import annotations

import pytest

import derivation

VERDICTS = {
    r"\sqrt{1 + 2 x + x^2} = |1 + x|": "right",
    r"\sqrt{1 + 2 x + x^2} = 1 + x": "wrong",
    r"\sqrt{1 - 2 x y + x^2 y^2} = |x y - 1|": "right",
    r"\sqrt{1 - 2 x y + x^2 y^2} = 1 - x y": "wrong",
    r"\sqrt{2 + 4 x + 2 x^2} = \sqrt{2} |1 + x|": "right",
    r"\sqrt{2 + 4 x + 2 x^2} = |1 + x|": "wrong",
    r"\sqrt{1 + 2 x + 2 x^2} = |1 + x|": "wrong",
    r"\sqrt{1 + 2 x^2 + x^4} = 1 + x^2": "right",
    r"\sqrt{a^2 + b^2 + c^2 + 2 a b + 2 a c - 2 b c} = |a + b + c|": "wrong",
    r"\sqrt{a^2 + b^2 + c^2 + 2 a b + 2 a c + 2 b c} = |a + b + c|": "right",
}


@pytest.mark.parametrize("claim", VERDICTS)
def test_the_root_of_a_square_has_its_size(claim: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {claim} $$"))
    assert result.verdict == VERDICTS[claim], result.reason
