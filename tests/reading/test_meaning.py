"""What is printed and can be read in two ways is not judged; what has one reading is judged in that."""

from __future__ import annotations

import pytest

import derivation

NOT_JUDGED: dict[str, tuple[str, str]] = {
    "how far a derivative reaches": (
        r"$$ \frac{d}{dx} (x^2) (x^3) = 5 x^4 $$",
        "how far this derivative reaches",
    ),
    "how far a product reaches": (r"$$ \prod_i x_i y = y \prod_i x_i $$", "how far this product reaches"),
    "a function that is defined nowhere": ("$$ g (x) + y = x g + y $$", "g is used here"),
    "matrices": ("$$ A B - B A = 0 $$", "may be matrices"),
    "bold letters": (
        r"$$ \mathbf{x} \mathbf{y} = \mathbf{y} \mathbf{x} $$",
        "this rests on the value of",
    ),
    "a bold letter that may be a zero": (
        r"$$ \mathbf{a} + \mathbf{o} = \mathbf{a} $$",
        "rests on the value of",
    ),
    "a matrix that may be a zero": (
        "Let $A \\in \\mathbb{R}^{n \\times n}$ and $O \\in \\mathbb{R}^{n \\times n}$.\n\n$$ A + O = A $$",
        "rests on the value of",
    ),
    "an array without an index": (r"$$ x + \sum_i x_i = \sum_i x_i + x $$", "x without an index"),
    "complex numbers": ("Let $z \\in \\mathbb{C}$.\n\n$$ |z|^2 = z^2 $$", "z, which is complex"),
    "the imaginary unit": (r"$$ e^{i x} = \cos x + i \sin x $$", "i is no index here"),
    "a transpose": ("$$ x^T x = x^{T+1} $$", "this rests on the value of"),
    "a superscript in parentheses": (
        "$$ y + (a + b)^{(2)} = y + (a + b)^2 $$",
        "a superscript in parentheses",
    ),
    "orders that differ": (
        r"$$ \frac{\partial^2 x^3}{\partial x} = 3 x^2 $$",
        "the orders of the ∂ above and below differ",
    ),
    "two ∂ above and one below": (
        r"$$ \frac{(\partial x^2) (\partial x^2)}{\partial x} = 4 x^2 $$",
        "a ∂ stands where this fraction has no meaning",
    ),
    "a range that the text alone gives": (
        "where $k = 0, \\dots, m$.\n\n$$ \\sum_k x_k = \\sum_{i=1}^n x_i $$",
        "the range that the text gives k",
    ),
    "a sum over pairs": (
        r"$$ \sum_{i<j} x_i x_j + y = \sum_{i<j} x_j x_i + y $$",
        "a sum over pairs of indices",
    ),
    "a range with the value of a letter": (
        r"$$ p = 2 $$ $$ S = \sum_{p \ge v_i} (p - v_i) $$",
        "a range with \\ge of what is no index of it",
    ),
    "a function by the look of it": (
        r"$$ b = 2 $$ $$ b(2) = 4 $$",
        "for a product write `\\cdot`",
    ),
    "at most": (r"$$ x^2 \le x^2 $$", r"the relation \le"),
    "about": (r"$$ e^x \approx e^x $$", r"the relation \approx"),
}


@pytest.mark.parametrize("name", NOT_JUDGED)
def test_what_has_no_one_reading_is_not_judged(name: str) -> None:
    text, reason = NOT_JUDGED[name]
    *_, result = derivation.check(derivation.loads(text))
    assert result.verdict in ("undecided", "unread")
    assert reason in (result.reason or "")


READ: dict[str, tuple[str, str]] = {
    "below an index": (r"$$ \sum_{k < b} x_k = \sum_{k \le b} x_k - x_b $$", "right"),
    "below is not up to": (r"$$ \sum_{k < b} x_k = \sum_{k \le b} x_k $$", "wrong"),
    "above an index": (r"$$ \sum_{k > b} x_k = \sum_{k \ge b} x_k - x_b $$", "right"),
    "without an index": (r"$$ \sum_{k \neq j} x_k = \sum_k x_k - x_j $$", "right"),
    "up to n - 1": (r"$$ \sum_{k=1}^{n-1} x_k = \sum_{k=1}^n x_k - x_n $$", "right"),
    "a sign alone": ("$$ |x| - |-x| = 0 $$", "right"),
    "a sign alone before a root": ("$$ y - x = -x + y $$", "right"),
    "an odd power of a sign": ("$$ (-x)^3 + x^3 = 0 $$", "right"),
    "an array that counts from 0": (r"$$ \sum_{k=0}^{n-1} x_k = \sum_j x_j $$", "right"),
}


@pytest.mark.parametrize("name", READ)
def test_what_has_one_reading_is_judged_in_that(name: str) -> None:
    text, verdict = READ[name]
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == verdict


def test_a_function_of_a_whole_vector_is_not_applied_to_another() -> None:
    text = r"$$ F(X) = \sum_i x_i $$ $$ F(Y) + y = \sum_i x_i + y $$"
    _, other = derivation.check(derivation.loads(text, '[vectors]\nX = "x"'))
    assert (other.verdict, other.reason) == ("undecided", "F at another argument")


def test_each_place_of_an_array_has_its_own_range() -> None:
    text = r"""
    $$ y_i = \sum_{j=1}^m A_{ij} x_j $$
    $$ \sum_{i=1}^n y_i = \sum_{j=1}^m x_j \sum_{i=1}^n A_{ij} $$
    $$ \frac{\partial y_i}{\partial x_j} = A_{ij} $$
    """
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == ["definition", "right", "right"]


def test_one_sum_from_0_does_not_move_arrays_that_count_from_1() -> None:
    text = r"$$ S = \sum_{k=1}^n x_k $$ $$ T = \sum_{k=0}^{n-1} a^k $$ $$ x_n + \sum_{k=1}^{n-1} x_k = S $$"
    report = [*derivation.check(derivation.loads(text))]
    assert report[-1].verdict == "right"
    assert report[-1].audit.derivation.notation.base == 1


@pytest.mark.parametrize("power", ["2^{1030}", "3^{2000}"])
def test_a_power_is_as_long_as_its_digits(power: str) -> None:
    report = derivation.check(derivation.loads(f"$$ a = {power} $$\n\n$$ b = 3^{{3000}} $$\n"))
    assert [f.verdict for f in report] == ["definition", "unread"]
    assert "more than 1000 digits" in str(report)
