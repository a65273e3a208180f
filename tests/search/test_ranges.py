"""What is known of ranges with symbolic ends. A size may be 1: what holds from n = 2 on is no rule."""

from __future__ import annotations

import pytest

import derivation
from derivation.search.algebra import Algebra
from derivation.search.ranges import Split, at_least, length, split, surely_nonempty, within
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Hypotheses
from derivation.terms.terms import Bound, Range


def span(low: str | int, high: str | int, offset: int = 0) -> Range:
    """`span(1, "n", -1)` is 1..n-1."""
    start = Bound("", low) if isinstance(low, int) else Bound(low)
    return Range(start, Bound("", high) if isinstance(high, int) else Bound(high, offset))


RANGES = {
    "i": span(1, "n"),
    "j": span(2, "n"),
    "z": span(0, "n"),
    "p": span("i", "n"),
    "q": span("z", "n"),
}


def algebra() -> Algebra:
    return Algebra(Hypotheses(RANGES, frozenset({"n", "m"})))


WITHIN: dict[str, tuple[str, Range, bool]] = {
    "its own range": ("i", span(1, "n"), True),
    "a wider one": ("i", span(0, "n"), True),
    "i may be 1": ("i", span(2, "n"), False),
    "i may be n": ("i", span(1, "n", -1), False),
    "n may be more than m": ("i", span(1, "m"), False),
    "j is 2 at least": ("j", span(2, "n"), True),
    "j, which is more than 1": ("j", span(1, "n"), True),
    "z may be 0": ("z", span(1, "n"), False),
    "p is i at least, and i is 1 at least": ("p", span(1, "n"), True),
    "p may be 1": ("p", span(2, "n"), False),
    "q may be 0": ("q", span(1, "n"), False),
    "1, since n is 1 at least": ("1", span(1, "n"), True),
    "2, where n may be 1": ("2", span(1, "n"), False),
    "2 of 1..5": ("2", span(1, 5), True),
    "7 of 1..5": ("7", span(1, 5), False),
    "0 of 1..5": ("0", span(1, 5), False),
    "n": ("n", span(1, "n"), True),
    "n, which may be 1": ("n", span(2, "n"), False),
    "n of 1..n-1": ("n", span(1, "n", -1), False),
    "n of 1..m": ("n", span(1, "m"), False),
    "an index of which nothing is known": ("r", span(1, "n"), False),
}


@pytest.mark.parametrize("name", WITHIN)
def test_an_index_lies_in_a_range_where_it_does_for_all_sizes(name: str) -> None:
    index, whole, lies = WITHIN[name]
    assert within(algebra(), index, whole) is lies


LENGTHS: dict[str, tuple[Range, int]] = {
    "1..n has one index at least": (span(1, "n"), 0),
    "2..n may be empty": (span(2, "n"), -1),
    "1..n-1 may be empty": (span(1, "n", -1), -1),
    "0..n has two": (span(0, "n"), 1),
    "1..i has one": (span(1, "i"), 0),
    "1..z may be empty": (span(1, "z"), -1),
    "n..n has one": (Range(Bound("n"), Bound("n")), 0),
    "3..n may be less than empty": (span(3, "n"), -2),
}


@pytest.mark.parametrize("name", LENGTHS)
def test_a_range_is_as_long_as_it_is_at_the_smallest_sizes(name: str) -> None:
    whole, least = LENGTHS[name]
    assert at_least(algebra(), whole, least)
    assert not at_least(algebra(), whole, least + 1)
    assert surely_nonempty(algebra(), whole) is (least >= 0)


def test_the_length_of_what_may_be_less_than_empty_is_refused() -> None:
    own = algebra()
    assert length(own, span(2, "n")) == own.add(own.index("n"), own.number(-1))
    with pytest.raises(Unsupported, match="less than empty"):
        length(own, span(3, "n"))


def test_a_part_of_a_range_is_told_through_the_whole_where_it_is_one() -> None:
    own = algebra()
    assert split(own, span(2, "n")) == Split(span(1, "n"), removed=("1",))
    assert split(own, span(0, "n")) == Split(span(1, "n"), added=("0",))
    assert split(own, span(1, "i", -1)) == Split(span(1, "i"), removed=("i",))
    assert split(own, Range(Bound("i", 1), Bound("n"))) == Split(span(1, "n"), rest=span(1, "i"))


NO_PARTS = {
    "3..n, which at n = 1 takes off what is not there": span(3, "n"),
    "2..i-1, where i may be 1": span(2, "i", -1),
    "i..m, where i runs to n": span("i", "m"),
}


@pytest.mark.parametrize("name", NO_PARTS)
def test_what_is_no_part_of_a_range_is_not_told_through_it(name: str) -> None:
    assert split(algebra(), NO_PARTS[name]) is None


FALSE_AT_1 = {
    "an empty product of zeros is 1": r"\prod_{k=2}^n 0 = 0",
    "0 below an index that may be 1": r"\sum_{b=1}^n \prod_{k < b} 0 = 0",
}


@pytest.mark.parametrize("name", FALSE_AT_1)
def test_what_is_false_at_n_1_is_not_right(name: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {FALSE_AT_1[name]} $$"))
    assert result.verdict in ("wrong", "undecided")


BACKWARDS_AT_1 = {
    "a sum from 3": r"\sum_{k=3}^n 1 = n - 2",
    "with a free index": r"\sum_{k=3}^n x_i = (n - 2) x_i",
    "a sum to n - 1": r"\sum_{k=2}^{n-1} 1 = n - 2",
    "a sum of its index": r"\sum_{k=3}^n k = \frac{n (n + 1)}{2} - 3",
    "what does not speak of its index": r"\sum_{k=3}^n e^{x_i} = (n - 2) e^{x_i}",
}


@pytest.mark.parametrize("name", BACKWARDS_AT_1)
def test_what_is_false_where_a_range_runs_backwards_is_right_where_it_does_not(name: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {BACKWARDS_AT_1[name]} $$"))
    assert (result.verdict, result.finding.conditions) == ("right", ("n ≥ 2",))
