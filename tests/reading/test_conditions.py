"""Conditions beside an equation: what they say, of which entries, and for which lines."""

from __future__ import annotations

import pytest

import derivation

VERDICTS: dict[str, tuple[str, tuple[str, ...]]] = {
    # x_i > 0 speaks of one entry where the line does, and of all where it has no other i
    "a sign of the entry i": (r"\sum_k |x_k| + x_i = \sum_k x_k + x_i, \quad x_i > 0", ("wrong",)),
    "a sign of the entry i beside j": (r"|x_i| + |x_j| = x_i + x_j, \quad x_i > 0", ("wrong",)),
    "a sign of all entries": (r"\sum_k |x_k| = \sum_k x_k, \quad x_i > 0", ("right",)),
    "a sign of the first entry": (r"\sum_k |x_k| = \sum_k x_k, \quad x_1 > 0", ("wrong",)),
    "a sign of the first of two": (r"|x_2| + x_1 = x_2 + x_1, \quad x_1 > 0", ("wrong",)),
    # orders and equal indices
    "i below j": (r"\delta_{ij} y_i = 0, \quad i < j", ("right",)),
    "i up to j, which may be equal": (r"z_l + \delta_{ij} y_i = z_l, \quad i \le j", ("wrong",)),
    "i other than j": (r"\delta_{ij} y_i = 0, \quad i \neq j", ("right",)),
    "i equal to j": (r"\delta_{ij} y_i = y_j, \quad i = j", ("right",)),
    "i equal to j, read backwards": (r"z_l + \delta_{ij} y_i = z_l, \quad i = j", ("wrong",)),
    # sets
    "a set that nobody knows": (r"|x| + y = x + y, \quad x \in S", ("undecided",)),
    "whole numbers": (r"\sin(\pi x) + y = y, \quad x \in \mathbb{Z}", ("right",)),
    "odd numbers": (r"(-1)^n = -1 \quad \text{for odd } n", ("right",)),
    "even numbers": (r"(-1)^n + y = y \quad \text{if $n$ is even}", ("wrong",)),
    "real numbers": (r"|x|^2 + y = x^2 + y, \quad x \in \mathbb{R}", ("right",)),
    # several lines
    "one condition below two lines": (
        r"\begin{aligned} |x| &= x \\ |2x| &= 2x, & x > 0 \end{aligned}",
        ("right", "right"),
    ),
    "one condition after two equations": (r"|x| = x, \quad |2 x| = 2 x, \quad x > 0", ("right", "right")),
    "each its own": (r"|x| = x, \quad x > 0, \qquad |y| = y, \quad y > 0", ("right", "right")),
    "each that of the other": (r"|y| = y, \quad x > 0, \qquad |x| = x, \quad y > 0", ("wrong", "wrong")),
    "one that opens the display": (r"\text{for } x > 0, \quad |x| = x", ("right",)),
    # a list of names
    "an order of two names": (r"|a b| = a b, \quad a, b > 0", ("right",)),
    "an order of three": (r"|a b c| = a b c, \quad a, b, c > 0", ("right",)),
    "an order of names that are not there": (r"|a b| = a b, \quad c, d > 0", ("wrong",)),
    # pairs
    "a sum over pairs": (r"\sum_{i < j} x_i x_j = 0", ("undecided",)),
    "a sum over all pairs": (
        r"\sum_{i \neq j} x_i x_j = \left(\sum_i x_i\right)^2 - \sum_i x_i^2",
        ("undecided",),
    ),
    "j stands elsewhere": (r"x_j + \sum_{i \neq j} x_i = \sum_i x_i", ("right",)),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_condition_holds_for_what_it_speaks_of(name: str) -> None:
    latex, verdicts = VERDICTS[name]
    assert tuple(r.verdict for r in derivation.check(derivation.loads(f"$$ {latex} $$"))) == verdicts
