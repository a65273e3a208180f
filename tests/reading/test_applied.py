r"""What is applied to what stands behind it in parentheses, and what is a product."""

from __future__ import annotations

import pytest

import derivation

VERDICTS = {
    "a function with a number": (
        r"$$ g_2(x) = x^2 + 1 $$ $$ g_2(x + 1) = g_2(x) + 2 x + 1 $$ $$ g_2(2 x) = 2 g_2(x) $$",
        ["definition", "right", "wrong"],
    ),
    "a function with an accent": (
        r"$$ \hat g(t) = a t $$ $$ \hat g(t + s) = \hat g(t) + \hat g(s) $$ $$ \hat g(3) = 3 a $$",
        ["definition", "right", "right"],
    ),
    "a function with a parameter below it": (
        r"$$ p_\theta(x) = e^{\theta x} $$ $$ p_\theta(x + y) = p_\theta(x) p_\theta(y) $$"
        r" $$ p_\theta(2 x) = 2 p_\theta(x) $$",
        ["definition", "right", "wrong"],
    ),
    "an operator that nobody knows": (
        r"$$ m = E[X] $$ $$ v = E[X^2] - m^2 $$ $$ v + E[X]^2 = E[X^2] $$ $$ v = E[X] $$",
        ["definition", "definition", "right", "undecided"],
    ),
    "a function that nobody knows": (
        r"$$ y = K_\nu(x) $$ $$ (y - 1)^2 = K_\nu(x)^2 - 2 K_\nu(x) + 1 $$ $$ K_\nu(3 x) = 3 K_\nu(x) $$",
        ["definition", "right", "undecided"],
    ),
    "an inverse": (
        r"$$ z = \Phi^{-1}(q) $$ $$ z + 1 = \Phi^{-1}(q) + 1 $$ $$ z = q / \Phi $$",
        ["definition", "right", "given"],
    ),
    "products": (
        r"$$ a(b + c) = a b + a c $$ $$ m (u + v)(u - v) = m (u^2 - v^2) $$"
        r" $$ \lambda [x - y] = \lambda x + y $$",
        ["right", "right", "wrong"],
    ),
    "the derivative of what is not known": (
        r"$$ y = 2 K_\nu(x) $$ $$ \frac{\partial y}{\partial x} = 0 $$",
        ["definition", "undecided"],
    ),
    "a letter that is applied here and stands alone there": (
        r"$$ q = 2 a(3) $$ $$ q = 6 a $$",
        ["undecided", "undecided"],
    ),
    "a quantity that is defined without an argument": (
        r"$$ L = a b $$ $$ L(2 y) = 2 L(y) $$",
        ["definition", "undecided"],
    ),
    "a signal is not its number": (
        r"$$ y[k] = x[k] + n[k] $$ $$ y[k] = x[k] - n[k] $$ $$ y[2] = x[k] + n[k] $$",
        ["definition", "undecided", "undecided"],
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_what_is_applied_is_no_factor(name: str) -> None:
    text, verdicts = VERDICTS[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts


NOT_SAID = {
    "a mean of another variable": r"$$ E[X] = \mu $$ $$ E[Y] + a = \mu + a $$",
    "a variance of another": r"$$ Var(X) = s $$ $$ Var(Z) + b = s + b $$",
    "a probability of another event": r"$$ P(A) = \frac{1}{2} $$ $$ P(C) + 1 = \frac{3}{2} $$",
    "an earlier signal": r"$$ y[k] = 3 $$ $$ y[k-1] + a = 3 + a $$",
    "an entry of another array's function": r"$$ S_i(x) = x_i^2 $$ $$ S_i(y) = x_i^2 $$",
    "a total of its entries": (r"$$ S_i(x) = \frac{x_i}{\sum_j x_j} $$ $$ \sum_i S_i(y) + a = 1 + a $$"),
    "an operator that is linear in its argument": r"$$ E[X] = p X $$ $$ E[Y] + a = p Y + a $$",
}


@pytest.mark.parametrize("name", NOT_SAID)
def test_a_value_at_one_argument_is_none_at_another(name: str) -> None:
    report = derivation.check(derivation.loads(NOT_SAID[name]))
    assert list(report)[-1].verdict in ("undecided", "unread", "given")


NO_FACTOR = {
    "a power before an argument": r"$$ g(x) + g(2) = g(2) + g(x) $$ $$ g^2(2x) = 2 g^2(x) $$",
    "a power of a letter for functions": r"$$ f^3(2x) = 2 f^3(x) $$",
    "an order of a derivative": r"$$ f^{(2)}(2x) = 2 f^{(2)}(x) $$",
    "another order": r"$$ u = \sigma(x) $$ $$ \sigma^{(1)}(x y) = x \sigma^{(1)}(y) $$",
    "an iterate": r"$$ T(x) = T(x) $$ $$ T^k(x + y) = T^k(x) + T^k(y) $$",
}


@pytest.mark.parametrize("name", NO_FACTOR)
def test_a_power_before_an_argument_is_no_factor(name: str) -> None:
    assert list(derivation.check(derivation.loads(NO_FACTOR[name])))[-1].verdict == "undecided"


FACTORS = {
    "a variance": r"$$ v = \sigma^2 (1 - \rho) $$ $$ v = \sigma^2 - \sigma^2 \rho $$",
    "a letter that stands alone": r"$$ v = f^2 (1 + a) $$ $$ v = f^2 + a f^2 $$",
    "an entry of a layer": r"$$ d = h^{(2)} (1 - h^{(2)}) $$ $$ d = h^{(2)} - (h^{(2)})^2 $$",
}


@pytest.mark.parametrize("name", FACTORS)
def test_a_power_of_a_number_is_a_factor(name: str) -> None:
    assert list(derivation.check(derivation.loads(FACTORS[name])))[-1].verdict == "right"
