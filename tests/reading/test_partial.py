"""Definitions for one case, or at one size, define nothing else."""

from __future__ import annotations

import pytest

import derivation

VERDICTS: dict[str, tuple[str, list[str]]] = {
    "a definition at a size that ends its sum holds at any size": (
        r"$$ S_n = \sum_{i=1}^n x_i $$ $$ S_2 = \sum_{i=1}^n x_i $$ $$ S_2 = x_1 + x_2 $$",
        ["definition", "wrong", "right"],
    ),
    "a definition for i = j is none for i ≠ j": (
        r"$$ A_{ij} = 1 \quad (i = j) $$ $$ \sum_j A_{ij} = n $$",
        ["undecided", "undecided"],
    ),
    "a function has the values that its one definition gives it": (
        r"$$ f(x) = x \quad (x > 0) $$ $$ f'(x) = 1 $$ $$ f'(x) = 2 $$",
        ["definition", "right", "wrong"],
    ),
    "one that has two is given by none": (
        r"$$ f(x) = x, \quad x > 0 $$ $$ f(x) = -x, \quad x < 0 $$ $$ f'(x) = 1 $$",
        ["undecided", "undecided", "undecided"],
    ),
    "nor is one that has a value at a point": (
        r"$$ f(x) = x^2 \quad \text{for } x = 3 $$ $$ f'(x) = 2x $$",
        ["undecided", "undecided"],
    ),
    "an entry for every number": (
        r"$$ a_n = 3n + 5 $$ $$ \sum_{i=1}^n a_i = \frac{3n(n+1)}{2} + 5n $$ $$ a_{n+1} = a_n + 2 $$",
        ["definition", "right", "wrong"],
    ),
    "a sum that another one runs over": (
        r"$$ S_m = \sum_{k=1}^m x_k $$ $$ S_{m+1} - S_m = x_m $$",
        ["definition", "wrong"],
    ),
    "a function of an index that is a number in it": (
        r"$$ g(k) = k^2 $$ $$ \sum_{k=1}^n g(k) = \frac{n(n+1)(2n+1)}{6} $$ $$ g(k+1) - g(k) = 2k $$",
        ["definition", "right", "wrong"],
    ),
    "but not of one that entries have": (
        r"$$ p(i) = x_i^2 $$ $$ p(j) = x_i^2 $$",
        ["definition", "undecided"],
    ),
    "the letter of a sequence is no size": (
        r"Let $T_1=1$. $$ T_n=2T_{n-1}+1 $$ $$ T_n=2^n-1 $$ $$ T_4 = 16 $$",
        ["given", "right", "wrong"],
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_what_lines_say(name: str) -> None:
    text, verdicts = VERDICTS[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (r"$$ A_{ij} = 1 \quad (i = j) $$", "a definition of A for one case alone"),
        (r"$$ f(x) = x, \quad x > 0 $$ $$ f(x) = -x $$", "a definition of f for one case alone"),
        (
            r"$$ m = \frac{1}{n} \sum_{i=1}^n x_i $$ $$ S_n = m \sum_{i=1}^n x_i $$ $$ S_3 = 4 $$",
            "a definition of S at the size n through m, which says nothing of others",
        ),
        (
            r"$$ \sum_{i=1}^n i = q $$ $$ T_n = 3 $$ $$ T_2 = 3 $$",
            "a definition of T at the size n, which says nothing of others",
        ),
    ],
)
def test_what_is_refused_is_told(text: str, message: str) -> None:
    (unread,) = derivation.loads(text).unread
    assert message in str(unread.error)


def test_a_condition_that_repeats_the_range_of_an_index_is_none() -> None:
    text = r"$$ y = \sum_{i=1}^n x_i $$ $$ x_i = 2 i \quad (i \ge 1) $$"
    assert not derivation.loads(text).unread
