"""Indices in parentheses above, with a shift."""

from __future__ import annotations

import pytest

import derivation

VERDICTS = {
    "layers": (
        r"$$ a^{(l+1)} = 2 a^{(l)} $$ $$ a^{(l+2)} = 4 a^{(l)} $$ $$ a^{(l+2)} = 3 a^{(l)} $$",
        ["given", "right", "undecided"],
    ),
    "steps of an iteration, with a first value": (
        r"$$ x^{(k+1)} = 3 x^{(k)} $$ Suppose that $x^{(1)} = 1$. $$ x^{(2)} = 3 $$ $$ x^{(2)} = 4 $$",
        ["given", "right", "wrong"],
    ),
    "a power where nothing has an index above": (
        r"$$ x^{(n-1)} x = x^n $$ $$ x^{(n-1)} x = x^{n+1} $$",
        ["right", "wrong"],
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_shifted_index_is_one_where_the_plain_one_is(name: str) -> None:
    text, verdicts = VERDICTS[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts


def test_entries_are_no_powers() -> None:
    text = r"$$ y = a^{(l)} + b $$ $$ a^{(l-1)} a^2 = a^{(l+1)} $$"
    assert derivation.check(derivation.loads(text))["2"].verdict != "right"
