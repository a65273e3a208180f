"""Vectors that may be computed less their means are: nothing is lost where all entries lie far away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import derivation
from derivation.audit.theorem import Theorem
from derivation.emit import emit, lambdify
from derivation.emit.shift import Shift, middles_of

Prove = Callable[[str], Theorem]
EACH = ("numpy", "array-api", pytest.param("numba", marks=pytest.mark.slow))
VARIANCE = r"""$$ \mu = \frac{1}{n}\sum_k x_k, \quad V = \frac{1}{n}\sum_k x_k^2 - \mu^2 $$

$$ W = \sum_k w_k, \quad m = \frac{1}{W}\sum_k w_k x_k, \quad U = \frac{1}{W}\sum_k w_k (x_k - m)^2 $$

$$ D_j = \sum_i (x_i - x_j)^2 $$

$$ C = \sum_k x_k^2 y_k $$
"""


@pytest.fixture(scope="module")
def near() -> np.ndarray:
    """Numbers that stay what they are when 2^27 is added to them."""
    return np.rint(np.random.default_rng(0).normal(size=50) * 2**20) / 2**20


@pytest.mark.parametrize("target", EACH)
@pytest.mark.parametrize("latex", ["V", r"\frac{\partial V}{\partial x_j}", "D_j"])
def test_a_variance_far_away_is_that_of_its_deviations(target: str, latex: str, near: np.ndarray) -> None:
    f = lambdify(derivation.check(derivation.loads(VARIANCE)).theorem(latex), target=target)
    far = near + 2.0**27
    assert f(far) == pytest.approx(f(near), rel=1e-13, abs=1e-13)
    assert f(np.stack([far, near]))[0] == pytest.approx(f(near), rel=1e-13, abs=1e-13)


def test_products_of_a_variance_far_away(near: np.ndarray) -> None:
    report = derivation.check(derivation.loads(VARIANCE))
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(emit(report.theorem("V"), derivatives=True), space)  # noqa: S102
    space["_self_test"]()
    far, t = near + 2.0**27, np.linspace(-1, 1, 50)
    assert space["V_vjp"](far, 3.0) == pytest.approx(space["V_vjp"](near, 3.0), rel=1e-13, abs=1e-14)
    assert space["V_jvp"](far, t) == pytest.approx(space["V_jvp"](near, t), rel=1e-12)
    assert space["V_hvp"](far, t) == pytest.approx(space["V_hvp"](near, t), rel=1e-13)


@pytest.mark.parametrize("by", ["w", "x"])
def test_every_vector_may_lie_far_away(by: str, near: np.ndarray) -> None:
    slope = derivation.check(derivation.loads(VARIANCE)).theorem(rf"\frac{{\partial U}}{{\partial {by}_j}}")
    f, w = lambdify(slope), np.linspace(0.25, 1, 50)
    assert f(near + 2.0**27, w) == pytest.approx(f(near, w), rel=1e-12, abs=1e-14)


def test_what_a_number_changes_is_left_alone(prove_small: Prove) -> None:
    assert middles_of((prove_small("V"),), ("x",)) == {"x": (Shift.INVARIANT,)}
    assert middles_of((prove_small("M"),), ("x",)) == {}
    assert middles_of((prove_small("\\mu"),), ("x",)) == {}
    for latex in ("M", "\\mu", "U_j", "L"):
        assert "_middle(" not in emit(prove_small(latex))
    report = derivation.check(derivation.loads(VARIANCE))
    assert "_middle(" not in emit(report.theorem("C"))


def test_a_result_that_moves_along_has_the_mean_added_again() -> None:
    text = r"""$$ \mu = \frac{1}{n}\sum_k x_k $$

$$ q_j = x_j - \frac{1}{n}\sum_k (x_k - x_j) $$

$$ z_j = x_j - \mu $$
"""
    report = derivation.check(derivation.loads(text))
    x = np.array([1.0, 2.0, 6.0])
    both = emit({"q": report.theorem("q_j"), "z": report.theorem("z_j")})
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(both, space)  # noqa: S102
    assert space["q"](x) == pytest.approx([-1.0, 1.0, 9.0])
    assert space["z"](x) == pytest.approx([-2.0, -1.0, 3.0])


def test_the_docstring_says_so(prove_small: Prove) -> None:
    told = " ".join(str(lambdify(prove_small("V")).__doc__).split())
    assert "it is computed with one next to the mean of x taken away" in told
