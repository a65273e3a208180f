"""What a document defines: a new name that stands alone on the left, once, and for all of its indices."""

from __future__ import annotations

import pytest

import derivation

VERDICTS: dict[str, tuple[str, list[str]]] = {
    "a name is defined once": ("$$ y = x^2 $$ $$ y = x^3 $$", ["definition", "wrong"]),
    "a definition does not lead back to itself": (
        r"$$ y = a x + b $$ $$ x = \frac{y - b}{a} $$",
        ["definition", "right"],
    ),
    "one entry defines no array": (
        "$$ x_1 = 2 $$ $$ x_j + y_j = 2 + y_j $$",
        ["given", "undecided"],
    ),
    "the diagonal defines no array": (
        r"$$ A_{ii} = 1 $$ $$ \sum_i A_{ij} + y_j = n + y_j $$",
        ["given", "undecided"],
    ),
    "a name that was used is not defined at the end of a line": (
        r"$$ s = \sum_k a_k b_k $$ $$ \frac{\partial s}{\partial a_j} = b_j = a_j $$",
        ["definition", "right", "wrong"],
    ),
    "what is differentiated by is an unknown": (
        r"$$ L = \sum_k (x_k - \mu)^2 $$ $$ \frac{\partial L}{\partial \mu} = 0 $$"
        r"$$ \mu = \frac1n \sum_k x_k $$",
        ["definition", "given", "right"],
    ),
    "a wrong solution is no definition": (
        r"$$ 2 x + y = 3 \implies y = 3 - x $$",
        ["given", "wrong"],
    ),
    "a solution below is no definition that a slip above waits for": (
        "Suppose that\n$$ x + y = 2 $$\n\nHence\n\n$$ 2 x + 2 y = 5 $$\n\n"
        r"$$ 3 x + 3 y = 6 \implies y = 2 - x $$",
        ["given", "wrong", "right", "right"],
    ),
    "the square of a number's root": ("$$ x^2 = 4 $$ $$ x^2 + y = 5 + y $$", ["given", "wrong"]),
    "f of an array is no function of a number": (
        r"$$ f(x) = \sum_i x_i $$ $$ f(x) + y = \sum_k x_k + y $$ $$ f(2) + y = y $$",
        ["definition", "right", "undecided"],
    ),
    "a name whose definition was lost": (
        r"$$ p_i = \forall x_i $$ $$ p_i = x_i $$ $$ \sum_i p_i = \sum_i x_i $$",
        ["undecided", "undecided", "undecided"],
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_what_is_defined_and_what_is_claimed(name: str) -> None:
    text, verdicts = VERDICTS[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts
