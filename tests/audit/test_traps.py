"""What looks true and is not, and what looks false and is not, for the way it is said."""

from __future__ import annotations

import pytest

import derivation

NOT_RIGHT = [
    "Assume $A_{ij} = 0$ for $i \\neq j$.\n\n$$ A_{ii} = 0 $$",
    "Assume $x_i = 0$ for $i > 1$.\n\n$$ \\sum_i x_i = 0 $$",
    "Assume $x_i = 0$ for some $i$.\n\n$$ \\sum_i x_i = 0 $$",
    "Assume $x_i > 0$ for at least one $i$.\n\n$$ \\sum_i |x_i| = \\sum_i x_i $$",
    "Assume that there is an $i$ with $x_i > 0$.\n\n$$ \\sum_i |x_i| = \\sum_i x_i $$",
    "Assume $x > 0$ or $y > 0$.\n\n$$ |x| = x $$",
    "We no longer assume $\\sum_k t_k = 1$.\n\n$$ \\sum_k t_k = 1 $$",
    "Assume that $\\sum_k t_k = 1$ does not hold.\n\n$$ 2\\sum_k t_k = 2 $$",
    "Assume that $\\sum_k t_k = 1$ is false.\n\n$$ 2\\sum_k t_k = 2 $$",
    "Rather than assume $\\sum_k t_k = 1$, we go on.\n\n$$ 2\\sum_k t_k = 2 $$",
    "Let us not assume $\\sum_k t_k = 1$.\n\n$$ 2\\sum_k t_k = 2 $$",
    "We don’t assume $\\sum_k t_k = 1$.\n\n$$ 2\\sum_k t_k = 2 $$",
    "```\nAssume $x > 0$.\n```\n\n$$ |x| = x $$",
    "~~Assume $x > 0$.~~\n\n$$ |x| = x $$",
    "`Assume $x > 0$.`\n\n$$ |x| = x $$",
    "> Assume $x > 0$, they say. We do without.\n\n$$ |x| = x $$",
    "Previous work let $q = p^2$; here $q$ is free.\n\n$$ q - p^2 = 0 $$",
    "$$ A_{ij} = 0 \\quad \\text{for } i < j $$\n\n$$ \\sum_i A_{ii} = 0 $$",
    "$$ A_{ij} = 0 \\quad \\text{for } i < j $$\n\n$$ A_{ij} = 0 $$",
    "$$ \\sum_{i \\text{ odd}} 1 = n^2 $$",
    "$$ \\sum_{i \\text{ even}} x_i = n\\sum_i x_i $$",
    "$$ \\vec a \\times \\vec b = \\vec b \\times \\vec a $$",
    "$$ y^2 = x^2 $$\n\n$$ y = -x $$\n\n$$ |y|=y $$",
]

NOT_WRONG = [
    "Assume $n = 2$.\n\n$$ \\sum_{i=1}^n i = 3 $$",
    "Assume $n$ is even.\n\n$$ \\sum_{i=1}^n (-1)^i = 0 $$",
    "Assume $x, y > 0$.\n\n$$ |xy| = xy $$",
    "Assume $A_{ij} = -A_{ji}$.\n\n$$ \\sum_{i,j} A_{ij}x_i x_j = 0 $$",
    "Assume $x_i = x_i^2$.\n\n$$ \\sum_i x_i = \\sum_i x_i^2 $$",
    "$$ 2x = 0 \\iff x = 0 $$",
    "$$ x^2 = 0 \\iff x = 0 $$",
    "$$ e^x = 1 \\iff x = 0 $$",
    "$$ \\frac{\\partial}{\\partial\\mu}\\mu^2 = 0 \\iff \\mu = 0 $$",
    "$$ |x| = 0 \\iff x = 0 $$",
    "$$ x e^x = 0 \\iff x = 0 $$",
    "$$ \\sum_i x_i = 0 \\implies \\sum_i 2x_i = 0 $$",
    "$$ n = 5 $$\n\n$$ \\sum_{i=1}^n i = 15 $$",
    "$$ |x| = x, \\quad x \\in \\mathbb{N} $$",
    "$$ f(x) = x^2 + c $$\n\n$$ \\frac{\\partial f}{\\partial x}(c) = 2c $$",
    "$$ \\sum_{\\text{all } i} 1 = n $$",
    "$$ \\sum_{i\\neq j} 1 = n(n-1) $$",
    "$$ \\sum_{i<j} 1 = \\frac{n(n-1)}{2} $$",
    "$$ \\sum_{k=1}^{j} x_k + \\sum_{k=j+1}^n x_k = \\sum_k x_k $$",
    "$$ \\sum_{i=j}^n x_i = \\sum_{i=1}^n x_i - \\sum_{i=1}^{j-1} x_i $$",
]

FOR_POSITIVE_BASES = [
    "$$ \\sum_i |x_i|^p = \\sum_i x_i^p $$",
    "$$ \\frac{\\partial}{\\partial x}|x|^a = a x^{a-1} $$",
    "$$ |x^a|=x^a $$",
]


@pytest.mark.parametrize("text", NOT_RIGHT)
def test_what_is_said_is_not_taken_for_more(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict in ("undecided", "wrong")


@pytest.mark.parametrize("text", NOT_WRONG)
def test_what_is_not_understood_refutes_nothing(text: str) -> None:
    assert all(result.verdict != "wrong" for result in derivation.check(derivation.loads(text)))


@pytest.mark.parametrize("text", FOR_POSITIVE_BASES)
def test_a_power_with_any_exponent_says_that_its_base_is_positive(text: str) -> None:
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "right"
    assert any(condition in ("x > 0", "x_i > 0") for condition in result.conditions)


def test_a_chain_goes_on_behind_an_order() -> None:
    _, second = derivation.check(derivation.loads(r"$$ x^2 + 1 \ge 1 = 2 - 1 $$"))
    assert second.verdict == "right"
