"""What is taken from a row before exponentials: nothing where that is safe, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

import derivation
from derivation.audit.theorem import Theorem
from derivation.emit import emit, prelude

Prove = Callable[[str], Theorem]
TARGETS = ("numpy", "array-api", "numba")


@pytest.mark.parametrize(
    ("end", "times", "degree", "taken"),
    [
        (0.0, 1.0, 1, 0), (600.0, 1.0, 1, 0), (680.4, 1.0, 1, 680), (-30.0, 1.0, 1, 0), (-40.6, 1.0, 1, -41),
        (300.25, 2.0, 1, 300.25), (0.25, 0.5, 1, 0.25), (300.0, 1.0, 2, 0), (400.0, 1.0, 2, 400),
        (9.5, 1.0, 0, 0), (10.5, 1.0, 0, 10), (9.5, 2.0, 0, 9.5),
        (1e308, 1.0, 1, 1e308), (-np.inf, 1.0, 1, -np.inf),
    ],
)  # fmt: skip
def test_what_is_taken_from_rows(end: float, times: float, degree: int, taken: float) -> None:
    for given in (np.float64(end), np.array([[end]])):
        found = prelude._shift(given, times, degree, 10)
        assert (found.item(), found.dtype) == (taken, np.float64)


def test_nothing_is_taken_from_what_is_no_number() -> None:
    assert np.isnan(prelude._shift(np.float64("nan"), 1.0, 1, 10))


def exact(x: np.ndarray) -> list[Any]:
    with mpmath.workprec(3000):
        e = [mpmath.exp(mpmath.mpf(float(v))) for v in x]
        mean = mpmath.fsum(k * v for k, v in enumerate(e, 1)) / mpmath.fsum(e)
        return [v * (k - mean) / mpmath.fsum(e) for k, v in enumerate(e, 1)]


ROWS = {
    "far above": [1000.25, 1500.125, 1490.3, 3.7],
    "far below": [-1000.25, -500.125, -523.3, -700.0],
    "near one-hot": [300.7, 0.1, 0.3],
    "mixed": [710.3, 709.9, -300.01, 0.2],
    "moderate": [-30.2, -31.9, -35.0],
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("x", ROWS.values(), ids=ROWS)
def test_the_gradient_keeps_its_digits_wherever_the_row_lies(target: str, x: list[float]) -> None:
    f = derivation.lambdify(derivation.check("softargmax").theorem("SA'(X)"), target=target)
    options = {"accurate": True} if target == "array-api" else {}
    wanted = exact(np.asarray(x))
    largest = max(map(abs, wanted))
    for found in (f(np.asarray(x), **options), f(np.asarray([x, x]), **options)[1]):
        error = max(abs(mpmath.mpf(float(a)) - b) for a, b in zip(found, wanted, strict=True)) / largest
        assert error <= 5 * 2.0**-52


def test_chunks_of_a_long_row_may_be_shifted_and_not() -> None:
    x = np.zeros(300_000)
    x[5], x[140_000], x[290_000] = 1000.3, 975.1, -2000.0
    f = derivation.lambdify(derivation.check("softargmax").theorem("SA'(X)"))
    apart = np.exp(975.1 - np.longdouble(1000.3))
    assert f(x)[140_000] == pytest.approx(float(apart / (1 + apart) ** 2 * (140_000 - 5)), rel=1e-14)


def test_exponents_that_are_multiples_are_bounded_by_the_multiple(prove_small: Prove) -> None:
    f = derivation.lambdify(prove_small("L"))
    assert f(np.array([9.0, 9.0]), beta=1000.0) == pytest.approx(9.0 + np.log(2) / 1000)
    assert ", beta, 0, 1)" in emit(prove_small("L"))


def test_other_vectors_have_the_room_that_they_had() -> None:
    report = derivation.check("softargmax")
    theorems = {"value": report.theorem("SA(X)"), "gradient": report.theorem("SA'(X)")}
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(emit(theorems, report.derivation.declared.emit), space)  # noqa: S102
    x, t = np.array([600.0, 599.0]), np.array([1e300, -1e300])
    e = np.exp(-1.0)
    assert space["softargmax_jvp"](x, t) == pytest.approx(-2e300 * e / (1 + e) ** 2)
    assert space["softargmax"](x, indices=[1e300, -1e300]) == pytest.approx(1e300 * (1 - e) / (1 + e))


def test_a_square_of_sums_has_room() -> None:
    text = "$$ Z = \\sum_k e^{x_k} $$\n\n$$ G = \\frac{\\sum_k e^{2 x_k}}{Z^2} $$\n"
    f = derivation.lambdify(derivation.check(derivation.loads(text)).theorem("G"))
    for far in (0.0, 300.0, 600.0, 1e6, -300.0, -1e6):
        assert f(np.array([far, far])) == pytest.approx(0.5), far
