"""Products up to n: what grows by one factor more at each place."""

from __future__ import annotations

import pytest

import derivation

LINES: dict[str, str] = {
    r"\prod_{k=1}^n k = n!": "right",
    r"\prod_{k=1}^n \frac{k+1}{k} = n+1": "right",
    r"\prod_{k=1}^n 2k = 2^n n!": "right",
    r"\prod_{k=2}^n \left(1-\frac{1}{k^2}\right) = \frac{n+1}{2n}": "right",
    r"n! = \prod_{k=1}^n k": "right",
    r"\prod_{k=1}^n a = a^n": "right",
    r"\prod_{k=1}^n \frac{k+1}{k} = n": "wrong",
    r"\prod_{k=1}^n 2k = 2 n!": "wrong",
    r"\prod_{k=1}^n k = (n+1)!": "wrong",
    r"\prod_{k=4}^n k = n!": "wrong",
    r"\prod_{k=2}^n k = n!": "right",
}


@pytest.mark.parametrize("latex", LINES)
def test_products(latex: str) -> None:
    assert derivation.check(derivation.loads(f"$$ {latex} $$"))["1"].verdict == LINES[latex]
