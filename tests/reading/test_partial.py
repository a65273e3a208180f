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
    "a definition of a function for some x is none for all": (
        r"$$ f(x) = x \quad (x > 0) $$ $$ f(a) + y = a + y $$",
        ["undecided", "undecided"],
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
        (r"$$ f(x) = x \quad (x > 0) $$", "a definition of f for one case alone"),
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
