"""Where a slip might hide: as a given, behind an equation for one point, behind a value that is over."""

from __future__ import annotations

import pytest

import derivation

SLIPS: dict[str, tuple[str, str, set[str]]] = {
    # as a further given
    "a root of a sum": (
        "The energy satisfies\n\n$$ E^2 = p^2 + m^2 \\tag{1} $$\n\nIn other words,\n\n"
        "$$ E = p + m \\tag{2} $$\n\n"
        "Hence\n\n$$ E - p = m \\tag{3} $$",
        "3",
        {"undecided", "wrong", "inherited"},
    ),
    "an identity behind a given": (
        "The budget is\n\n$$ p x + q y = m \\tag{1} $$\n\nBy the binomial theorem,\n\n"
        "$$ (a + b)^2 = a^2 + b^2 \\tag{2} $$\n\nHence\n\n$$ (a + b)^2 - a^2 = b^2 \\tag{3} $$",
        "2",
        {"wrong"},
    ),
    "a sum behind a given": (
        "Suppose\n\n$$ x + y = 3 \\tag{1} $$\n\nNow\n\n$$ \\sum_{k=1}^n k = n^2 \\tag{2} $$\n\n"
        "$$ \\sum_{k=1}^n 2 k = 2 n^2 \\tag{3} $$",
        "2",
        {"wrong"},
    ),
    "a table of derivatives": (
        "Table of derivatives:\n\n$$ \\frac{d}{dx} \\left(\\frac{x^2}{2}\\right) = 1 \\tag{1} $$\n\n"
        "$$ \\frac{d}{dx} \\left(\\frac{x^3}{3}\\right) = 1 \\tag{2} $$",
        "2",
        {"undecided", "wrong"},
    ),
    "an entry that is worked out": (
        "$$ S_n = \\sum_{k=1}^n 2 k \\tag{1} $$\n\nFor example\n\n$$ S_2 = 7 \\tag{2} $$",
        "2",
        {"wrong"},
    ),
    # behind an equation for one point
    "factors of what is to be solved": (
        "Solve\n\n$$ x^2 - 5 x + 6 = 0 \\tag{1} $$\n\nFactoring the left side,\n\n"
        "$$ x^2 - 5 x + 6 = (x - 2)(x - 3)(x - 4) \\tag{2} $$",
        "2",
        {"undecided", "wrong"},
    ),
    "a second derivative at a minimum": (
        "We minimise\n\n$$ f(x) = x^2 - 4 x \\tag{1} $$\n\nSetting the derivative to zero,\n\n"
        "$$ 2 x - 4 = 0 \\tag{2} $$\n\nwe find\n\n$$ x = 2 \\tag{3} $$\n\nThe second derivative is\n\n"
        "$$ f''(x) = x \\tag{4} $$",
        "4",
        {"undecided", "wrong"},
    ),
    "a velocity at the top": (
        "The height is\n\n$$ h(t) = 20 t - 5 t^2 \\tag{1} $$\n\nIt is highest when\n\n"
        "$$ 20 - 10 t = 0 \\tag{2} $$\n\n"
        "The velocity is\n\n$$ h'(t) = 10 - 5 t \\tag{3} $$",
        "3",
        {"undecided", "wrong"},
    ),
    # behind a value that is over
    "a tangent": (
        "Let $f(x) = x^2$. At $x = 1$ the slope is\n\n$$ f'(1) = 2 \\tag{1} $$\n\nThe tangent is\n\n"
        "$$ f(1) + f'(1) (x - 1) = 5 x - 4 \\tag{2} $$",
        "2",
        {"undecided", "wrong"},
    ),
    "an example": (
        "Example. Take $a = 1$ and $b = 0$. Then\n\n$$ (a + b)^2 = 1 \\tag{1} $$\n\n"
        "For arbitrary $a$ and $b$ we have\n\n"
        "$$ (a + b)^2 = a^2 + b^2 \\tag{2} $$",
        "2",
        {"undecided", "wrong"},
    ),
    "a moment": (
        "Suppose for the moment that $c = 0$. Then\n\n$$ a + c = a \\tag{1} $$\n\n"
        "For general $c$, however,\n\n"
        "$$ a + c = a + 2 c \\tag{2} $$",
        "2",
        {"undecided", "wrong"},
    ),
    "what was assumed so far": (
        "So far we assumed $p + q = 1$. From now on we do not. Then\n\n$$ (p + q)^2 = p + q \\tag{1} $$",
        "1",
        {"undecided", "wrong"},
    ),
    "the problem before": (
        "Solve for $x$:\n\n$$ 2 x + 3 = 7 \\tag{1} $$\n\nWe get\n\n$$ x = 2 \\tag{2} $$\n\nSolve for $x$:\n\n"
        "$$ 3 x = 9 \\tag{3} $$\n\nWe get\n\n$$ x = 2 \\tag{4} $$",
        "4",
        {"undecided", "wrong"},
    ),
    # in words
    **{
        words: (f"{words}\n\n$$ (a + b)^2 = a^2 + b^2 \\tag{{1}} $$", "1", {"undecided", "wrong"})
        for words in (
            "The assumption $b = 0$ is too strong.",
            "Had we assumed $b = 0$, things would be easier.",
            "Assume $b = 0$ in the example. In the theorem $b$ is arbitrary, and",
            "Suppose $b = 0$ were true.",
            "With $b = 0$ we would get",
            "Let $b = 0$ for a moment. In general, however,",
            "Take $b = 0$ for a fair coin. For a biased one,",
            "Let $b = 0, 1$. Then",
            "Let $a$ and $b$ be invertible matrices. Then we have",
        )
    },
    "matrices": (
        "Let $A$ and $B$ be invertible $n \\times n$ matrices. Then\n\n"
        "$$ (A + B)^2 = A^2 + 2 A B + B^2 \\tag{1} $$",
        "1",
        {"undecided"},
    ),
    "operators": (
        "Consider two operators $\\hat A$ and $\\hat B$. Then\n\n"
        "$$ \\hat A \\hat B = \\hat B \\hat A \\tag{1} $$",
        "1",
        {"undecided"},
    ),
    "a function of a sentence": (
        "Let $f$ be a function and let $g(x) = f(2 x)$. Then\n\n$$ g(2 x) = 2 g(x) \\tag{1} $$",
        "1",
        {"wrong"},
    ),
    "a capital that is called a function": (
        "Let $F$ be a function and\n\n$$ g(x) = F(2 x) \\tag{1} $$\n\nThen\n\n$$ g(2 x) = 2 g(x) \\tag{2} $$",
        "2",
        {"wrong"},
    ),
    "a wave": (
        "Let $u(x, t) = f(x - c t)$. Then\n\n"
        "$$ \\frac{\\partial^2 u}{\\partial t^2} = c \\frac{\\partial^2 u}{\\partial x^2} \\tag{1} $$",
        "1",
        {"undecided"},
    ),
    "an argument that is kept apart": (
        "Let $f(x, y) = x y$ and let $y = x^2$ be a curve. Then\n\n"
        "$$ \\frac{\\partial f}{\\partial x} = 3 x^2 \\tag{1} $$",
        "1",
        {"undecided"},
    ),
}

RIGHT: dict[str, tuple[str, str]] = {
    "a system": ("Solve\n\n$$ x + y = 3 $$\n\n$$ x - y = 1 $$\n\n$$ x = 2 \\tag{1} $$", "1"),
    "a system in one display": (
        "Solve\n\n$$ \\begin{align} x + y &= 3 \\\\ x - y &= 1 \\end{align} $$\n\nSo\n\n$$ x = 2 \\tag{1} $$",
        "1",
    ),
    "factors that are right": (
        "Solve\n\n$$ x^2 - 5 x + 6 = 0 $$\n\nFactoring,\n\n$$ x^2 - 5 x + 6 = (x - 2)(x - 3) \\tag{1} $$",
        "1",
    ),
    "what follows from what is solved": (
        "Solve\n\n$$ x^2 - 5 x + 6 = 0 $$\n\nThat is\n\n$$ x^2 = 5 x - 6 \\tag{1} $$",
        "1",
    ),
    "a value for good": ("Assume $b = 0$. Then\n\n$$ (a + b)^2 = a^2 + b^2 \\tag{1} $$", "1"),
    "a value for simplicity": (
        "Assume $b = 0$ for simplicity. Then\n\n$$ (a + b)^2 = a^2 + b^2 \\tag{1} $$",
        "1",
    ),
    "entries of a matrix": (
        "The matrix $W$ has entries $W_{ij}$. Let\n\n$$ y_i = \\sum_j W_{ij} x_j $$\n\n"
        "$$ \\frac{\\partial y_i}{\\partial x_k} = W_{ik} \\tag{1} $$",
        "1",
    ),
}

OPEN: dict[str, str] = {
    "two problems": (
        "Solve for $x$:\n\n$$ 2 x + 3 = 7 $$\n\nSolution:\n\n$$ x = 2 $$\n\n"
        "Solve for $x$:\n\n$$ 3 x = 9 $$\n\nSolution:\n\n$$ x = 3 $$"
    ),
    "two solutions": (
        "The equation\n\n$$ x^2 - 3 x + 2 = 0 $$\n\nhas the solutions\n\n$$ x = 1 $$\n\nand\n\n$$ x = 2 $$"
    ),
    "two states": "At the start the speed is\n\n$$ v = 20 $$\n\nAt the end, it is\n\n$$ v = 0 $$",
    "Cauchy and Riemann": (
        "The Cauchy-Riemann equations are\n\n"
        "$$ \\frac{\\partial u}{\\partial x} = \\frac{\\partial v}{\\partial y} $$\n\n"
        "$$ \\frac{\\partial u}{\\partial y} = -\\frac{\\partial v}{\\partial x} $$"
    ),
    "heat": (
        "The function $u$ satisfies\n\n"
        "$$ \\frac{\\partial u}{\\partial t} = \\frac{\\partial^2 u}{\\partial x^2} $$\n\n"
        "So\n\n$$ \\frac{\\partial^2 u}{\\partial t^2} = \\frac{\\partial^4 u}{\\partial x^4} $$"
    ),
    "two models": ("In the first model\n\n$$ y = 2 x + 1 $$\n\nIn the second\n\n$$ y = 3 x - 1 $$"),
    "a second difference": (
        "Let $\\Delta x_n = x_{n+1} - x_n$. Then\n\n$$ \\Delta^2 x_n = x_{n+2} - 2 x_{n+1} + x_n $$"
    ),
    "a triangular matrix": (
        "Let $L$ be lower triangular. Then\n\n$$ y_i = \\sum_{j=1}^n L_{ij} x_j = \\sum_{j=1}^i L_{ij} x_j $$"
    ),
    "a root": (
        "Let $\\varphi$ be the positive root of $x^2 = x + 1$. Then\n\n$$ \\varphi^2 = \\varphi + 1 $$"
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_hides_nowhere(name: str) -> None:
    text, label, expected = SLIPS[name]
    assert derivation.check(derivation.loads(text))[label].verdict in expected


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_stays_so(name: str) -> None:
    text, label = RIGHT[name]
    assert derivation.check(derivation.loads(text))[label].verdict == "right"


@pytest.mark.parametrize("name", OPEN)
def test_what_may_be_meant_is_called_no_error(name: str) -> None:
    report = derivation.check(derivation.loads(OPEN[name]))
    assert report.exit_code != 1, str(report)


def test_slips_of_a_list_are_no_heirs_of_each_other() -> None:
    text = (
        "$$ \\sum_{i=1}^n (1 - 2 b)^2 = 4 b^2 n - 5 b n + n \\tag{1} $$\n\nA short computation gives\n\n"
        "$$ \\sum_{i=1}^n (-b - 2)^2 = b^2 n - 4 b n + 4 n \\tag{2} $$"
    )
    report = derivation.check(derivation.loads(text))
    assert [report[label].verdict for label in "12"] == ["wrong", "wrong"]
