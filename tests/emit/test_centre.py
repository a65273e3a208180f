"""Indices counted from another number: proved, used where it helps, and exact where j - SA cancels."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import numpy as np
import pytest

import derivation
from derivation.audit.theorem import Theorem
from derivation.emit.shift import Shift, centre_of, recount_of
from derivation.terms.terms import Ref

EPS = 2.0**-52
BITS = 4000


@pytest.fixture(scope="module")
def gradient() -> Theorem:
    return derivation.check("softargmax").theorem("SA'(X)")


def exact_gradient(x: np.ndarray) -> list[mpmath.mpf]:
    with mpmath.workprec(BITS):
        e = [mpmath.exp(mpmath.mpf(float(v))) for v in x]
        weights = [v / mpmath.fsum(e) for v in e]
        mean = mpmath.fsum(k * w for k, w in enumerate(weights, 1))
        return [w * (k - mean) for k, w in enumerate(weights, 1)]


def cases() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    found = {"[40, 0]": np.array([40.0, 0.0]), "uniform": np.zeros(50)}
    found |= {f"N(0, 1) x {scale}": scale * rng.normal(size=60) for scale in (1, 30, 300)}
    found["one-hot + 40"] = np.where(np.arange(200) == 70, 40.0, 0.0)
    found["a peak between two places"] = -(((np.arange(200) - 82.3) / 5) ** 2)
    found["near-ties, and an outlier at 1"] = np.concatenate(
        [[0.01], np.full(150, -60.0), 1e-3 * rng.normal(size=50)]
    )
    return found


CASES = cases()


@pytest.mark.parametrize("x", CASES.values(), ids=CASES)
def test_the_gradient_is_exact_to_a_few_roundings_of_its_largest_entry(
    gradient: Theorem, x: np.ndarray
) -> None:
    found, wanted = derivation.lambdify(gradient)(x), exact_gradient(x)
    largest = max(map(abs, wanted))
    error = max(abs(mpmath.mpf(float(a)) - b) for a, b in zip(found, wanted, strict=True))
    assert float(error / largest) <= 3 * EPS


def test_a_mean_of_indices_moves_along_and_its_gradient_stays(gradient: Theorem) -> None:
    assert recount_of(Ref("SA", ()), gradient.setting) is Shift.FOLLOWS
    assert recount_of(gradient.closed, gradient.setting) is Shift.INVARIANT
    assert centre_of((gradient,)) == Ref("SA", ())


def test_a_sum_of_indices_that_is_no_mean_is_left_alone(prove_small: Callable[[str], Theorem]) -> None:
    assert centre_of((prove_small("lambda"),)) is None
    assert "centre" not in derivation.emit(prove_small("lambda"))


def test_what_speaks_of_no_index_is_left_alone(prove_small: Callable[[str], Theorem]) -> None:
    assert centre_of((prove_small("L"),)) is None


def test_a_mean_under_other_weights_is_centred(prove_small: Callable[[str], Theorem]) -> None:
    text = derivation.emit(prove_small("W"))
    assert "centre = _near(" in text
    found = derivation.lambdify(prove_small("W"))(np.array([0.0, 1.0, 2.0]))
    e = np.exp(-np.arange(3.0))
    assert found == pytest.approx((e * [1, 2, 3]).sum() / e.sum(), rel=1e-15)
