r"""Partial derivatives that subscripts show: `f_x`, `f_{xy}` of a function f(x, y) that has a value."""

from __future__ import annotations

import pytest

import derivation

VERDICTS: dict[str, tuple[str, list[str]]] = {
    "of a polynomial": (
        r"Let $f(x,y) = x^2 y + y^3$. Its derivatives: $$ f_x(x,y) = 2xy $$ "
        r"$$ f_y = x^2 + 3 y^2, \quad f_{xy} = 2x $$ "
        r"$$ f_{yy} = 6y $$ $$ f_{xx} = 2x $$",
        ["right", "right", "right", "right", "wrong"],
    ),
    "of a solution of the heat equation": (
        r"$$ u(x,t) = e^{-k t} \sin x $$ solves the heat equation: $$ u_t = -k e^{-kt} \sin x $$ "
        r"$$ u_{xx} = e^{-kt} \sin x $$ "
        r"$$ u_t = k u_{xx} $$",
        ["definition", "right", "wrong", "right"],
    ),
    "at a point": (
        r"$$ g(x,y) = x^3 y $$ $$ g_x(1,2) = 6 $$ $$ g_{xy}(1,2) = 4 $$",
        ["definition", "right", "wrong"],
    ),
    "a margin of a density is none": (
        r"$$ p(x,y) = x + y $$ $$ p_x(x) = x + \frac{1}{2} $$ $$ p_y(y) = y + \frac{1}{2} $$",
        ["definition", "definition", "definition"],
    ),
    "nor are the parts of a field": (
        r"$$ F(x,y) = (xy, y^2) $$ $$ F_x = xy $$ $$ F_y = y^2 $$",
        ["undecided", "definition", "definition"],
    ),
    "nor are margins without their arguments": (
        r"The joint density is $$ f(x,y) = x + y $$ with the marginal densities $$ f_x = x + \frac{1}{2} $$",
        ["definition", "definition"],
    ),
    "nor is what the text says something else of": (
        r"The partial derivatives are useful. $$ P(x,y) = 10 x - x^2 + y $$ "
        r"Let $P_x = 10x - x^2$ be the profit of the first firm. Hence $$ P_x = x (10 - x) $$",
        ["definition", "right"],
    ),
    "nor what is only short": (
        r"We abbreviate $d(p,q)$ as $d_{pq}$, where $$ d(p,q) = (p-q)^2 $$ Then $$ d_{pq} = (p-q)^2 $$",
        ["definition", "definition"],
    ),
    "nor what no variable stands at": (
        r"$$ f(x,y) = x^2 y $$ $$ f_a = a + 1 $$",
        ["definition", "definition"],
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_subscripts_differentiate_a_function_of_several_numbers(name: str) -> None:
    text, verdicts = VERDICTS[name]
    report = derivation.check(derivation.loads(text.replace("$$", "\n\n$$\n\n")))
    assert [r.verdict for r in report] == verdicts


def test_a_function_that_is_given_anew_brings_its_derivatives() -> None:
    text = (
        "# One\n\nFind derivatives of $$ f(x,y) = x y $$\n\n$$ f_x = y $$\n\n"
        "# Two\n\n$$ f(x,y) = x^2 y $$\n\n$$ f_x = 2xy $$\n\n$$ f_y = y $$"
    )
    verdicts = [r.verdict for r in derivation.check(derivation.loads(text))]
    assert verdicts == ["definition", "right", "definition", "right", "wrong"]
