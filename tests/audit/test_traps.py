"""Notation that invites a false verdict: each row is a document and the verdicts of its statements."""

from __future__ import annotations

import pytest

import derivation

TRAPS: dict[str, tuple[list[str], list[str]]] = {
    "a limit that is another sum's index is bound": (
        [r"\sum_{k=1}^{n} \sum_{i=1}^{k} x_i = n \sum_{i=1}^{k} x_i"],
        ["wrong"],
    ),
    "a limit that is the index of the left side is no size": (
        [r"c_i = \sum_{j=1}^{i} x_j", r"\frac{\partial c_i}{\partial x_j} = 1", r"c_i = \sum_{j=1}^n x_j"],
        ["definition", "wrong", "wrong"],
    ),
    "a sum over a part does not shrink the array": (
        [r"T = \sum_{i=2}^{n} x_i", r"\frac{\partial T}{\partial x_j} = 1"],
        ["definition", "wrong"],
    ),
    "a restriction of an unknown is no identity": (
        [r"s = \sum_i 2 p_i", r"\sum_i p_i = 1"],
        ["definition", "undecided"],
    ),
    "what was never written through w may depend on it": (
        [r"L = \sum_i (y_i - t_i)^2", r"\frac{\partial L}{\partial w} = 0"],
        ["definition", "undecided"],
    ),
    "a name whose definition could not be read is no constant": (
        [r"L = a + b / c d", r"\frac{\partial L}{\partial a} = 0"],
        ["unread", "undecided"],
    ),
    "a case printed beside an equation restricts it": (
        [
            r"\frac{\partial x_i}{\partial x_j} = 0, \quad i \neq j",
            r"\frac{\partial x_i}{\partial x_j} = 1, \quad i = j",
            r"\frac{\partial x_i}{\partial x_j} = 0",
        ],
        ["right", "right", "wrong"],
    ),
    "pi is a number": ([r"f = \cos(\pi)", r"f = -1", r"f = 1"], ["definition", "right", "wrong"]),
    "a superscript in parentheses is no power": (
        [r"f = x + x^{(1)}", r"f = 2 x"],
        ["definition", "wrong"],
    ),
    "a size in parentheses above may be a power": (
        [r"f = \sum_{i=1}^n x^{(n)}_i"],
        ["undecided"],
    ),
    "a square on the left defines the square alone": (
        [r"\sigma^2 = \frac{1}{n} \sum_i (x_i - \mu)^2", r"\mu = \frac1n \sum_i x_i", r"\sigma^2 = \sigma"],
        ["definition", "definition", "wrong"],
    ),
    "a square of what stood there before is an equation": (
        [r"f = 2 r", r"r^2 = 4", r"f = 4"],
        ["definition", "undecided", "undecided"],
    ),
    "an equation without a solution poses nothing": (
        [r"x = x + 1", r"x + 5 = x + 7"],
        ["wrong", "wrong"],
    ),
    "a square that is solved for its root has two": (
        [r"y = a + b", r"x^2 = y \implies x = \sqrt{y}"],
        ["definition", "undecided", "undecided"],
    ),
    "what is divided by may be zero": ([r"a^2 = a \iff a = 1"], ["undecided", "undecided"]),
    "what follows one way": ([r"x - y = 0 \implies x^2 = y^2"], ["definition", "right"]),
    "what does not follow the other way": ([r"x - y = 0 \iff x^2 = y^2"], ["undecided", "undecided"]),
    "an odd power of a negative number": (
        [r"|x^n| = x^n", r"\sqrt{x^{2n}} = x^n"],
        ["undecided", "undecided"],
    ),
    "powers that need no sign": (
        [r"x^n y^n = (x y)^n", r"x^{n+1} = x x^n", r"\frac{d}{dx} x^n = n x^{n-1}"],
        ["right", "right", "right"],
    ),
    "half a size is whole at times": ([r"|x|^{n/2} = x^{n/2}", r"\sum_{k=1}^n 1 = n"], ["wrong", "right"]),
    "a square that is a number is an equation": (
        [r"x^2 = 4 \Rightarrow x = 2"],
        ["undecided", "undecided"],
    ),
    "e is a name where no power of it is taken": (
        [r"e = y - w x", r"L = \frac12 e^2", r"\frac{\partial L}{\partial w} = -e x"],
        ["definition", "definition", "right"],
    ),
    "a letter that names functions by custom is no factor": (
        [r"h_i = \sigma(\sum_j w_j x_{ij})", r"\frac{\partial h_i}{\partial w_j} = h_i (1 - h_i) x_{ij}"],
        ["undecided", "undecided"],
    ),
    "a comma within a number parts nothing": ([r"N = 10,000 + 1", r"N = 10001"], ["unread", "definition"]),
    "a word is no index": (
        [r"x_{\text{max}} = 3", r"y = 2 x_1", r"y = 6"],
        ["definition", "definition", "wrong"],
    ),
    "a root of a square is an absolute value": (
        [r"f = \sqrt{x^2}", r"f = x", r"f = |x|"],
        ["definition", "wrong", "right"],
    ),
    "a singular body is not split off": (
        [
            r"S_j = \sum_{i \neq j} \frac{1}{x_i - x_j}",
            r"S_j = \sum_i \frac{1}{x_i - x_j} - \frac{1}{x_j - x_j}",
        ],
        ["definition", "undecided"],
    ),
    "a minus before a sum of terms is printed with parentheses": (
        [r"f = 3 a + c", r"f = 2 a"],
        ["definition", "wrong"],
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_trap(name: str) -> None:
    lines, verdicts = TRAPS[name]
    report = derivation.check(derivation.loads("\n\n".join(f"$$ {line} $$" for line in lines)))
    assert [result.verdict for result in report] == verdicts


def test_a_residual_is_printed_as_it_is_meant() -> None:
    report = derivation.check(derivation.loads("$$ f = 3 a + c $$ $$ f = 2 a $$"))
    residual = report["2"].residual
    assert residual is not None
    assert residual.latex in ("-(a + c)", "-(c + a)", "-a - c", "-c - a")


def test_a_case_beside_an_equation_is_shown() -> None:
    report = derivation.check(
        derivation.loads(r"$$ \frac{\partial x_i}{\partial x_j} = 0, \quad i \neq j $$")
    )
    assert report["1"].as_data()["case"] == "i ≠ j"
