"""What a condition says is positive, and what an equation says of a whole array."""

from __future__ import annotations

from fractions import Fraction

import pytest
from identities import minus, times
from strategies import ALL, total, x

from derivation.terms.setting import Claim, Total, is_whole, total_of
from derivation.terms.terms import ONE, ZERO, Sum, Term, Var, integer, negated

c, d = Var("c"), Var("d")
SIZES = frozenset({"n"})

POSITIVE: dict[str, tuple[Claim, tuple[Term, ...]]] = {
    "c > 0": (Claim(c, ">", ZERO), (c,)),
    "0 < c": (Claim(ZERO, "<", c), (c,)),
    "c > 2": (Claim(c, ">", integer(2)), (c, minus(c, integer(2)))),
    "c ≥ 2": (Claim(c, "\\ge", integer(2)), (c,)),
    "c ≥ 0, which may be 0": (Claim(c, "\\ge", ZERO), ()),
    "0 ≤ c": (Claim(ZERO, "\\le", c), ()),
    "c > -1, which may be negative": (Claim(c, ">", integer(-1)), (minus(c, integer(-1)),)),
    "c ≥ -1": (Claim(c, "\\ge", integer(-1)), ()),
    "c < 0": (Claim(c, "<", ZERO), (minus(ZERO, c),)),
    "c ≠ 0": (Claim(c, "\\neq", ZERO), ()),
    "c < d": (Claim(c, "<", d), (minus(d, c),)),
    "c ≤ d, which may be equal": (Claim(c, "\\le", d), ()),
}


@pytest.mark.parametrize("name", POSITIVE)
def test_a_condition_says_that_much_is_positive(name: str) -> None:
    condition, positive = POSITIVE[name]
    assert condition.positive == positive


WHOLE: dict[tuple[str, ...], bool] = {
    (): True,
    ("i",): True,
    ("i", "j"): True,
    ("1",): False,
    ("n",): False,
    ("1", "j"): False,
    ("i", "i"): False,
    ("i", "n"): False,
}


@pytest.mark.parametrize("indices", WHOLE, ids=str)
def test_an_entry_with_free_indices_that_differ_stands_for_its_array(indices: tuple[str, ...]) -> None:
    assert is_whole(indices, SIZES) is WHOLE[indices]


def test_the_sum_over_the_last_index_is_a_total() -> None:
    assert total_of(total("k", x("k")), ONE, SIZES) == {"x": Total(ALL, Fraction(1), 1)}
    assert total_of(total("k", Var("A", ("i", "k"))), integer(2), SIZES) == {"A": Total(ALL, Fraction(2), 2)}


NO_TOTAL: dict[str, tuple[Term, Term]] = {
    "Σ_{k ≠ j} x_k": (Sum("k", ALL, x("k"), ("j",)), ONE),
    "Σ_k x_i": (total("k", x("i")), ONE),
    "Σ_i A_ik, over the first index": (total("i", Var("A", ("i", "k"))), ONE),
    "the trace Σ_k A_kk": (total("k", Var("A", ("k", "k"))), ONE),
    "one row, Σ_k A_1k": (total("k", Var("A", ("1", "k"))), ONE),
    "Σ_k 2 x_k": (total("k", times(integer(2), x("k"))), ONE),
    "Σ_k -x_k": (total("k", negated(x("k"))), ONE),
    "a sum that is 0, of which nothing is a share": (total("k", x("k")), ZERO),
    "a sum that is no number": (total("k", x("k")), c),
}


@pytest.mark.parametrize("name", NO_TOTAL)
def test_other_sums_are_no_totals(name: str) -> None:
    assert total_of(*NO_TOTAL[name], SIZES) == {}
