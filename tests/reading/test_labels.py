r"""Which subscripts are indices, and which belong to a name."""

from __future__ import annotations

import pytest

import derivation

VERDICTS = {
    "letters that run nowhere": (
        r"$$ S_{xx} = \sum_{i=1}^n x_i^2 $$ $$ S_{xy} = \sum_{i=1}^n x_i y_i $$ $$ S_{xx} = S_{xy} $$",
        ["definition", "definition", "wrong"],
    ),
    "a letter that is a name, too": (
        r"$$ p_x = p \cos u $$ $$ p_y = p \sin u $$ $$ p_x^2 + p_y^2 = p^2 $$ $$ p_x = p_y $$",
        ["definition", "definition", "right", "wrong"],
    ),
    "words without a font": (
        r"$$ T_{hot} = a + b $$ $$ T_{cold} = a - b $$"
        r" $$ T_{hot} - T_{cold} = 2 b $$ $$ T_{hot} T_{cold} = a^2 $$",
        ["definition", "definition", "right", "wrong"],
    ),
    "numbers of an array that has no other entries": (
        r"$$ R_1 = 2 r $$ $$ R_2 = 3 r $$ $$ R_1 + R_2 = 5 r $$ $$ R_2 = 2 R_1 $$",
        ["definition", "definition", "right", "wrong"],
    ),
    "the number 0 beside sums from 1": (
        r"$$ f = w_0 + \sum_{k=1}^n w_k x_k $$ $$ \frac{\partial f}{\partial w_0} = 1 $$"
        r" $$ \frac{\partial f}{\partial w_j} = x_j $$ $$ \frac{\partial f}{\partial w_0} = 2 $$",
        ["definition", "right", "right", "wrong"],
    ),
    "a mean of its size": (
        r"$$ \bar{x}_m = \frac{1}{m} \sum_{i=1}^m x_i $$"
        r" $$ \frac{\partial \bar{x}_m}{\partial x_j} = \frac{1}{m} $$",
        ["definition", "right"],
    ),
    "an index with a prime": (
        r"$$ Z = \sum_{j'=1}^J e^{z_{j'}} $$ $$ \frac{\partial Z}{\partial z_{j'}} = e^{z_{j'}} $$",
        ["definition", "right"],
    ),
    "a letter that stands twice is an index by custom": (
        r"$$ c_i = a_i + b_i $$ $$ \frac{\partial c_i}{\partial a_j} = \delta_{ij} $$",
        ["definition", "right"],
    ),
    "an index and a label at one name": (
        r"$$ c_{iA} = 2 x_i $$ $$ \sum_i c_{iA} = 2 \sum_i x_i $$ $$ \sum_i c_{iA} = \sum_i x_i $$",
        ["definition", "right", "wrong"],
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_label_is_part_of_a_name(name: str) -> None:
    text, verdicts = VERDICTS[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts


ENTRIES = {
    "under a sum": r"$$ q = \sum_k x_k $$ $$ x_1 = q $$",
    "in a range that the text gives": r"For $k = 1, \dots, n$, $$ y_k = x_k $$ $$ y_1 = x_2 $$",
    "in a display that can't be read": r"$$ q_i = x_i, \quad i = 2, \dots, n $$ $$ q_1 = x_1 $$",
    "a quantity at a size and at a number": r"$$ S_n = \sum_{i=1}^n x_i $$ $$ S_1 = \sum_{i=1}^n x_i $$",
    "both places of a matrix": r"Assume $A_{ij} = A_{ji}$ except for $i = 1$. $$ A_{12} = A_{21} $$",
}


@pytest.mark.parametrize("name", ENTRIES)
def test_what_is_an_entry_is_no_name_of_its_own(name: str) -> None:
    report = derivation.check(derivation.loads(ENTRIES[name]))
    assert list(report)[-1].verdict not in ("definition", "right")


def test_a_label_is_printed_as_it_was() -> None:
    report = derivation.check(derivation.loads(r"$$ E_k = m v^2 $$ $$ E_k = 2 m v^2 $$"))
    assert report["2"].correction is not None
    assert report["1"].latex == r"E_k = m v^2"
