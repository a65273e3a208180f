r"""Short arguments as authors write them, and the right verdict of each of their lines.

A line of a table is `$$ … $$` each, with the words before it; the verdicts are those of its statements.
"""

from __future__ import annotations

import pytest

import derivation

GIVEN, RIGHT, WRONG, INHERITED = "given", "right", "wrong", "inherited"

ARGUMENTS: dict[str, tuple[str, list[str]]] = {
    "a size that a case says": (
        "$$ s = \\sum_{k=1}^n x_k $$ If $n = 2$, then $$ s = x_1 + x_2 $$ $$ s = x_1 - x_2 $$"
        " If $n = 3$, then $$ s = x_1 + x_2 $$ $$ \\sum_{k=1}^n k = 6 $$",
        ["definition", RIGHT, WRONG, WRONG, RIGHT],
    ),
    "sums within sums of a size that a case says": (
        "$$ p_i = \\frac{x_i}{\\sum_{j=1}^n x_j} $$ $$ r_i = \\sum_{j=1}^n p_j x_i p_i $$ If $n = 2$, then"
        " $$ \\sum_{j=1}^n r_j = \\frac{x_1^2 + x_2^2}{x_1 + x_2} $$ $$ \\sum_{j=1}^n r_j = x_1 + x_2 $$",
        ["definition", "definition", RIGHT, WRONG],
    ),
    "a size that is given": (
        "$$ p_k = \\frac{e^{x_k}}{\\sum_{j=1}^K e^{x_j}} $$ Suppose $K = 2$."
        " $$ p_2 = 1 - p_1 $$ $$ p_1 = \\frac{1}{1 + e^{x_1 - x_2}} $$",
        ["definition", RIGHT, WRONG],
    ),
    "a root under a bound on a size": (
        "$$ \\sqrt{(1-x)^2} = 1 - x, \\quad |x| < 1 $$ $$ \\sqrt{(1-2x)^2} = 1 - 2x, \\quad |x| < 1 $$"
        " $$ \\sqrt{(2+x)^2} = 2 + x, \\quad |x| < 1 $$",
        [RIGHT, WRONG, RIGHT],
    ),
    "labels that a phrase says": (
        "With labels $y \\in \\{-1, 1\\}$ we have $$ y^3 = y $$ $$ y^2 = y $$",
        [RIGHT, WRONG],
    ),
    "the root 0 of a rational equation is not lost": (
        "Solve $$ \\frac{x+3}{x-1} = x-3 $$ Hence $$ x = 5 $$",
        [GIVEN, WRONG],
    ),
    "nor is one of a product": (
        "Suppose that $$ x = 0 \\text{ or } y = 0 $$ Hence $$ x = 0 $$",
        [GIVEN, GIVEN, WRONG],
    ),
    "a root where the equation does not exist is none": (
        "$$ \\frac{x^2-1}{x-1} = 0 \\iff x = -1 $$",
        [GIVEN, RIGHT],
    ),
    "a root that squaring brings in": ("$$ \\sqrt{x} = x - 6 \\iff x = (x-6)^2 $$", [GIVEN, WRONG]),
    "nothing follows from what holds nowhere": ("$$ |x| = -1 \\implies x = 3 $$", [GIVEN, "undecided"]),
    "a list of roots": ("$$ x^2 - 3x + 2 = 0 \\implies x = 1, 2 $$", [GIVEN, RIGHT, RIGHT]),
    "a slip between an equation and its solution": (
        "$$ 2x+3 = 7 $$ $$ 2x = 10 $$ $$ x = 5 $$",
        [GIVEN, WRONG, INHERITED],
    ),
    "the equations of a system": (
        "$$ x+y+z = 6 $$ $$ x-y = 0 $$ $$ z = 2x $$ Hence $$ 4x = 6 $$ $$ x = \\frac32 $$",
        [GIVEN, GIVEN, GIVEN, RIGHT, RIGHT],
    ),
    "a fixed point": ("$$ S = 1 + r S $$ Hence $$ S = \\frac{1}{1-r} $$", [GIVEN, RIGHT]),
    "a law with numbered letters": (
        "$$ p_1 V_1 = p_2 V_2 $$ Hence $$ V_2 = \\frac{p_1}{p_2} V_1 $$",
        [GIVEN, RIGHT],
    ),
    "the letter of a function is not what it is worth later": (
        "$$ f(x) = x^3 - 3x $$ Then $$ f(2) = -2 $$ Put $$ x = 1 $$ Then $$ f(x) = -2 $$",
        ["definition", WRONG, "definition", RIGHT],
    ),
    "a name that a sentence lets be something else": (
        "Let $y = x^2$. $$ \\frac{dy}{dx} = 2x $$ Now let $y = x^3$. $$ \\frac{dy}{dx} = 3x^2 $$"
        " $$ \\frac{dy}{dx} = 2x $$",
        [RIGHT, RIGHT, WRONG],
    ),
    "what is otherwise is no case": (
        "If $p = 0$, $$ (p+q)^2 = q^2 $$ Otherwise, $$ (p+q)^2 = q^2 $$",
        [RIGHT, WRONG],
    ),
    "cases in bold": (
        "**Case 1:** $x > 0$. $$ |x| = x $$ **Case 2:** $x < 0$. $$ |x| = -x $$",
        [RIGHT, RIGHT],
    ),
    "a curve that is differentiated by time": (
        "The curve $$ x^2 + y^2 = 25 $$ Differentiating by $t$,"
        " $$ x \\frac{dx}{dt} + y \\frac{dy}{dt} = 0 $$",
        [GIVEN, RIGHT],
    ),
    "differentials of what is tied": (
        "$$ u v = 12 $$ Differentiating, $$ u \\, dv + v \\, du = 0 $$ Hence $$ u \\, dv = v \\, du $$",
        [GIVEN, RIGHT, WRONG],
    ),
    "a letter that a constraint ties may move": (
        "$$ 2x + 2y = 40 $$ $$ A = x y $$ Hence $$ A = x(20-x) $$ $$ \\frac{dA}{dx} = 20 - x $$"
        " $$ \\frac{\\partial A}{\\partial x} = y $$",
        [GIVEN, "definition", RIGHT, "undecided", RIGHT],
    ),
    "a letter that is given through another moves with it": (
        "$$ p_i = \\frac{e^{x_i}}{Z} $$ Assume $Z = \\sum_k e^{x_k}$. Hence"
        " $$ \\frac{\\partial p_i}{\\partial x_j} = p_i (\\delta_{ij} - p_j) $$"
        " $$ \\frac{\\partial p_i}{\\partial x_j} = \\delta_{ij} p_i $$",
        ["definition", RIGHT, WRONG],
    ),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_verdicts(name: str) -> None:
    text, verdicts = ARGUMENTS[name]
    spread = text.replace(" $$ ", "\n$$ ").replace("\n$$ ", "\n\n$$ ")
    report = derivation.check(derivation.loads(spread))
    assert [result.verdict for result in report] == verdicts, str(report)
