"""What explain tells of the names of a line: what each is, since where, and why."""

from __future__ import annotations

import pytest

import derivation
from derivation.reading.roster import roster


def names(text: str, label: str, kinds: str = "") -> dict[str, str]:
    found = derivation.loads(text, kinds)
    statement = next(s for s in (*found.statements, *found.unread) if s.label == label)
    return dict(roster(found, statement))


TOLD = {
    "an index, a size and an array": (
        "$$ q = \\sum_{i=1}^n x_i $$\n\n$$ c \\sum_{i=1}^n x_i = c q $$",
        "2",
        {
            "c": "a number, first met in line 3",
            "i": "an index, since Σ in line 3 runs over it",
            "n": "a size, the end of a sum in line 1",
            "x": "an array over $i$ ($x_i$ in line 1)",
            "q": "a number, line 1 defines it",
        },
    ),
    "a free index": (
        "$$ y_i = \\beta_0 + \\beta_1 x_i $$\n\n$$ \\sum_{i=1}^m y_i = 1 $$",
        "1",
        {
            "y": "an array over $i$, defined here",
            "i": "an index over 1..m, since Σ in line 3 runs over it",
            "\\beta_{0}": "a name with a label, first met in line 1",
            "\\beta_{1}": "a name with a label, first met in line 1",
            "x": "an array over $i$ ($x_i$ in line 1)",
        },
    ),
    "an index by custom": (
        "$$ c_i = x_i + 1 $$",
        "1",
        {"i": "an index over 1..n, since $c_i$ in line 1 has it"},
    ),
    "an index that the text tells": (
        "For $k = 1, \\dots, K$:\n$$ c_k = 2 $$",
        "1",
        {"k": "an index over 1..K, as the text says"},
    ),
    "a size that the text tells": (
        "For $k = 1, \\dots, K$:\n$$ c_k = 2 K n b_i x_i $$",
        "1",
        {"K": "a size, as the text says"},
    ),
    "a size that only the range of an index has": (
        "$$ c_i = x_i + n $$",
        "1",
        {"n": "a size, which indices run up to"},
    ),
    "a function and its argument": (
        "$$ f(x) = x^2 $$\n$$ f(3) + a = 9 + a $$",
        "2",
        {"f": "a function of $x$, line 1 defines it", "a": "a number, first met in line 2"},
    ),
    "a function that nothing defines": (
        "$$ g(t) + 1 = 1 + g(t) $$",
        "1",
        {"g": "applied, stands for itself: nothing defines it", "t": "a number, first met in line 1"},
    ),
    "a label": (
        "$$ E_k = m v^2 $$\n$$ 2 E_k = 2 m v^2 $$",
        "2",
        {"E_{k}": "a name with a label, line 1 defines it"},
    ),
    "constants": (
        "$$ a = e^{2} \\pi $$",
        "1",
        {"a": "a number, defined here", "e": "Euler's number", "\\pi": "the number π"},
    ),
    "the imaginary unit": (
        "$i$ is the imaginary unit.\n$$ z = i b $$",
        "1",
        {"z": "a number, defined here", "i": "the imaginary unit"},
    ),
    "a derivative by a letter": (
        "$$ y = x^2 $$\n$$ y' = 2 x $$",
        "2",
        {"y'": "the derivative of $y$ by $x$"},
    ),
    "a derivative by nothing that is known": (
        "$$ v' = a $$",
        "1",
        {"v'": "a derivative of $v$, stands for itself"},
    ),
    "what is not understood": (
        "$$ I = \\int_0^1 u \\, du $$",
        "1",
        {"\\int_0^1u du": "not understood, stands for itself"},
    ),
    "a matrix that the text tells": (
        "Let $A \\in \\mathbb{R}^{n \\times n}$.\n$$ B = 2 A $$",
        "1",
        {"A": "a vector or a matrix as a whole, stands for itself"},
    ),
    "an array without its index, in a line that is not judged": (
        "$$ q = \\sum_i x_i $$\n$$ b = 2 x $$",
        "2",
        {"x": "an array ($x_i$ in line 1), here without an index"},
    ),
    "a quantity known by its square": (
        "$$ \\sigma^2 = \\frac{1}{n} \\sum_{i=1}^n x_i^2 $$\n$$ 2 \\sigma^2 = \\sigma^2 + \\sigma^2 $$",
        "2",
        {"\\sigma": "a number, known by its square, line 1 defines it"},
    ),
    "a name that prose defines": (
        "Let $r = a + b$.\n$$ 2 r = 2 a + 2 b $$",
        "1",
        {"r": "a number, the text defines it"},
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_each_name_is_told_with_its_reason(name: str) -> None:
    text, label, told = TOLD[name]
    found = names(text, label)
    assert {latex: found.get(latex) for latex in told} == told


def test_names_come_in_the_order_they_are_printed() -> None:
    assert list(names("$$ b + a = a + c + b $$", "1")) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("x = 'vector over n'\nn = 'size'", "a vector over n, as the reading file says"),
        ("x_k = 'number'", "a number, as the reading file says; line 1 defines it"),
    ],
)
def test_what_is_declared_is_told_as_such(kind: str, told: str) -> None:
    found = names("$$ x_k = 2 c_k $$\n$$ 2 x_k = 4 c_k $$", "2", f"[kinds]\n{kind}")
    assert told in (found.get("x"), found.get("x_{k}")) or f"{told}; line 1 defines it" == found.get("x")


def test_declared_sizes_and_ranges_are_told() -> None:
    found = names("$$ c_k = m $$", "1", 'sizes = ["m"]\n[ranges]\nk = "1..m"')
    assert found["m"] == "a size, as the reading file says"
    assert found["k"] == "an index over 1..m, as the reading file says"


def test_a_prime_of_the_reading_file_is_told() -> None:
    found = names("$$ S_i = x_i^2 $$\n$$ S_i' = 1 $$", "2", 'prime = "x_j"')
    assert found["S'"] == "the derivative of $S$ by $x_j$"
