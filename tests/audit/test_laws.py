"""Laws of a gradient: what its entries add up to, and which of the false claims break that."""

from __future__ import annotations

import derivation

SQUARES = r"$$ m = \frac1n \sum_i x_i $$ $$ y = \sum_k (x_k - m)^2 $$"


def test_only_what_breaks_a_law_is_said_to_break_it() -> None:
    slope = r"\frac{\partial y}{\partial x_j}"
    claims = (
        rf"$$ {slope} = 3 (x_j - m) \tag{{keeps}} $$",
        rf"$$ {slope} = 2 (x_j - m) + \frac1n \tag{{breaks}} $$",
    )
    report = [*derivation.check(derivation.loads(f"{SQUARES} {' '.join(claims)}"))]
    (law,) = report[0].audit.laws
    assert law.value == "0"
    assert law.broken == (("breaks", "1"),)
