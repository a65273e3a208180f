"""Formulas that are finite where their exponentials are not: each is exact, in all targets."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
import pytest

import derivation

EACH = ("numpy", "array-api", pytest.param("numba", marks=pytest.mark.slow))
C = 0.25
FORMULAS: dict[str, Any] = {
    r"\frac{x_i}{1+e^{-x_i}}": lambda x: x / (1 + mpmath.exp(-x)),
    r"\log\cosh x_i": lambda x: mpmath.log(mpmath.cosh(x)),
    r"\frac{1-e^{-x_i}}{1+e^{-x_i}}": lambda x: mpmath.tanh(x / 2),
    r"\log(1+e^{x_i})": lambda x: mpmath.log(1 + mpmath.exp(x)),
    r"\frac{e^{x_i}}{e^{x_i}+e^{c}}": lambda x: 1 / (1 + mpmath.exp(C - x)),
    r"\log(e^{x_i}+e^{c})": lambda x: mpmath.log(mpmath.exp(x) + mpmath.exp(C)),
    r"\frac{\sinh x_i}{\cosh x_i}": mpmath.tanh,
    r"\frac{e^{x_i}-e^{-x_i}}{e^{x_i}+e^{-x_i}}": mpmath.tanh,
    r"\frac{e^{2x_i}-1}{e^{2x_i}+1}": mpmath.tanh,
    r"\frac{1}{e^{x_i}+e^{-x_i}}": lambda x: 1 / (2 * mpmath.cosh(x)),
    r"\frac{e^{x_i}}{(1+e^{2 x_i})^2}": lambda x: mpmath.exp(x) / (1 + mpmath.exp(2 * x)) ** 2,
    r"\frac{1}{\cosh^2 x_i}": lambda x: mpmath.cosh(x) ** -2,
    r"x_i e^{-x_i^2}": lambda x: x * mpmath.exp(-(x**2)),
    r"\log \frac{1}{1+e^{-x_i}}": lambda x: -mpmath.log(1 + mpmath.exp(-x)),
}
CANCELLING = (r"\log \frac{1}{1+e^{-x_i}}",)
"""Those whose digits below 1 are lost: x - log(1 + e^x)."""
SLOPES = [latex for latex in FORMULAS if latex != r"\frac{1}{e^{x_i}+e^{-x_i}}"]
X = [800.0, 710.0, 400.0, 30.0, 0.5, 0.0, -0.5, -30.0, -400.0, -710.0, -750.0]


def checked(latex: str, of: str, target: str, exact: Any) -> None:
    report = derivation.check(derivation.loads(f"$$ y_i = {latex} $$\n"))
    f = derivation.lambdify(report.theorem(of), target=target)
    with np.errstate(over="ignore"):
        found = f(np.asarray(X), **({"c": C} if "{c}" in latex else {}))
    with mpmath.workdps(800):
        wanted = [exact(mpmath.mpf(x)) for x in X]
    for value, true, x in zip(found, wanted, X, strict=True):
        assert abs(mpmath.mpf(float(value)) - true) <= 4e-15 * max(1, abs(true)), (
            x,
            float(value),
            float(true),
        )
        if abs(true) > 1e-290 and abs(x) >= 30 and latex not in CANCELLING:
            assert abs(float(value / true) - 1) <= 1e-12, (x, float(value), float(true))


@pytest.mark.parametrize("target", EACH)
@pytest.mark.parametrize("latex", FORMULAS)
def test_values_are_exact_wherever_they_are_finite(latex: str, target: str) -> None:
    checked(latex, "y_i", target, FORMULAS[latex])


@pytest.mark.parametrize("latex", SLOPES)
def test_slopes_are_finite(latex: str) -> None:
    report = derivation.check(derivation.loads(f"$$ y_i = {latex} $$\n"))
    f = derivation.lambdify(report.theorem(r"\frac{\partial y_i}{\partial x_i}"))
    with np.errstate(over="ignore"):
        found = f(np.asarray(X), **({"c": C} if "{c}" in latex else {}))
    with mpmath.workdps(60):
        wanted = [float(mpmath.diff(FORMULAS[latex], mpmath.mpf(x))) for x in X]
    assert found == pytest.approx(wanted, rel=1e-12, abs=1e-14)


ENTROPY = r"""$$ p_i = \frac{e^{x_i}}{\sum_k e^{x_k}} $$

$$ H = -\sum_i p_i \log p_i $$

$$ L = \log \sum_k e^{x_k} $$
"""


@pytest.mark.parametrize("target", EACH)
def test_differences_of_inputs_beyond_the_range_of_floats(target: str) -> None:
    report = derivation.check(derivation.loads(ENTROPY))
    x = np.array([[1e308, 1e308, -1e308], [1.7e308, -1.7e308, 0.0]])

    def value(latex: str) -> Any:
        with np.errstate(over="ignore"):
            return derivation.lambdify(report.theorem(latex), target=target)(x)

    assert value("H") == pytest.approx([np.log(2), 0])
    assert value("L").tolist() == [1e308, 1.7e308]
    assert value("p_i").tolist() == [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]
    assert value(r"\frac{\partial H}{\partial x_j}").tolist() == [[0.0] * 3] * 2


@pytest.mark.parametrize(
    ("latex", "of", "x"),
    [
        (r"\sqrt{1+x_i^2}", "y_i", 1e200),
        (r"\frac{1}{\cosh x_i}", r"\frac{\partial y_i}{\partial x_i}", 800.0),
        (r"\frac{1}{e^{x_i} - 1}", r"\frac{\partial y_i}{\partial x_i}", 800.0),
    ],
)
def test_what_is_lost_beyond_the_range_of_floats_is_told(latex: str, of: str, x: float) -> None:
    f = derivation.lambdify(derivation.check(derivation.loads(f"$$ y_i = {latex} $$\n")).theorem(of))
    with np.errstate(all="ignore"):
        assert not np.isfinite(f([x])[0])
    told = " ".join(str(f.__doc__).split())
    assert "where a term on the way is beyond the range of floats" in told
    assert "the result may be inf, nan or 0" in told
