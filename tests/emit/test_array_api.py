"""One source for arrays of every library; the strict reference implementation allows the standard alone."""

from __future__ import annotations

from typing import Any

import array_api_strict
import numpy as np
import pytest

import derivation
from derivation.emit import emit


def module_for(target: str) -> Any:
    report = derivation.check("softargmax")
    theorems = {"value": report.theorem("SA(X)"), "gradient": report.theorem("SA'(X)")}
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(emit(theorems, report.derivation.declared.emit, target), space)  # noqa: S102
    return type("Module", (), {k: staticmethod(v) for k, v in space.items() if callable(v)})


@pytest.fixture(scope="module")
def module() -> Any:
    return module_for("array-api")


@pytest.fixture(scope="module")
def in_numpy() -> Any:
    return module_for("numpy")


X = 10 * np.random.default_rng(0).normal(size=(4, 9))
X[0] = np.where(np.arange(9) == 2, 40.0, 0.0)
OPTIONS: list[dict[str, Any]] = [{}, {"beta": 2.0}, {"accurate": True}, {"index_base": 0}, {"axis": 0}]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_the_standard_alone(module: Any, in_numpy: Any, options: dict[str, Any]) -> None:
    found = module.softargmax_value_and_gradient(array_api_strict.asarray(X), **options)
    wanted = in_numpy.softargmax_value_and_gradient(X, **options)
    for ours, theirs in zip(found, wanted, strict=True):
        assert np.asarray(ours) == pytest.approx(theirs, rel=1e-13, abs=1e-40)


def test_products_and_coordinates(module: Any, in_numpy: Any) -> None:
    x, t = array_api_strict.asarray(X), array_api_strict.asarray(X[::-1].copy())
    for name in ("softargmax_jvp", "softargmax_hvp"):
        found, wanted = getattr(module, name)(x, t), getattr(in_numpy, name)(X, X[::-1])
        assert np.asarray(found) == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    places = np.linspace(0, 1, 9)
    found = module.softargmax_gradient(x, indices=array_api_strict.asarray(places))
    assert np.asarray(found) == pytest.approx(
        in_numpy.softargmax_gradient(X, indices=places), rel=1e-12, abs=1e-40
    )


def test_it_tests_itself(module: Any) -> None:
    module._self_test()


@pytest.mark.parametrize(
    ("x", "options", "error", "message"),
    [
        (3.0, {}, ValueError, "at least one axis"),
        ([0.0], {"axis": 1}, ValueError, "axis 1 is out of bounds"),
        ([], {}, ValueError, "axis -1 of x is empty"),
        ([0.0], {"beta": -1}, ValueError, "beta must be > 0 and finite, not -1"),
    ],
)
def test_bad_input(
    module: Any, x: Any, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        module.softargmax(array_api_strict.asarray(x, dtype=array_api_strict.float64), **options)


def test_torch(module: Any, in_numpy: Any) -> None:
    torch = pytest.importorskip("torch")
    _, gradient = module.softargmax_value_and_gradient(torch.from_numpy(X))
    assert gradient.numpy() == pytest.approx(in_numpy.softargmax_gradient(X), rel=1e-12, abs=1e-40)


def test_jax_traced(module: Any, in_numpy: Any) -> None:
    jax = pytest.importorskip("jax")
    found = jax.vmap(jax.jit(module.softargmax_gradient))(jax.numpy.asarray(X, dtype="float32"))
    assert np.asarray(found) == pytest.approx(in_numpy.softargmax_gradient(X), rel=1e-4, abs=1e-6)


def test_dask_in_chunks_of_the_axis(module: Any, in_numpy: Any) -> None:
    dask = pytest.importorskip("dask.array")
    found = module.softargmax_gradient(dask.from_array(X, chunks=(2, 4)))
    assert found.chunks == ((2, 2), (4, 4, 1))
    assert found.compute() == pytest.approx(in_numpy.softargmax_gradient(X), rel=1e-12, abs=1e-40)


def exact_in_float64(x: np.ndarray, base: int = 1) -> np.ndarray:
    """The gradient of a row with one high peak, indices counted from the place of the peak."""
    wide = x.astype(np.float64)
    e = np.exp(wide - wide.max())
    index = np.arange(len(x)) - int(wide.argmax())
    mean = (e * index).sum() / e.sum()
    found: np.ndarray = e * (index - mean) / e.sum()
    return found


@pytest.mark.parametrize("peak", [20_000_003, 2**24 + 1])
def test_indices_that_float32_does_not_hold(module: Any, peak: int) -> None:
    x = np.full(peak + 5, -40.0, np.float32)
    x[peak - 2 : peak + 3] = [1.0, 2.5, 3.0, 2.0, 0.5]
    wanted = exact_in_float64(x)
    value, gradient = module.softargmax_value_and_gradient(x)
    assert gradient.dtype == np.float32
    error = np.abs(gradient - wanted).max() / np.abs(wanted).max() / np.finfo(np.float32).eps
    assert error <= 8
    assert abs(float(value) - (peak + 1)) <= 2


@pytest.mark.parametrize("base", [2**24 + 1, 10**9 + 1, -(10**8) - 1])
def test_indices_that_count_from_far_away(module: Any, in_numpy: Any, base: int) -> None:
    x = np.array([1.0, 2.0, 0.5], np.float32)
    wanted = exact_in_float64(x)
    for found in (
        module.softargmax_gradient(array_api_strict.asarray(x), index_base=base),
        in_numpy.softargmax_gradient(x, index_base=base),
    ):
        assert np.asarray(found) == pytest.approx(wanted, rel=2e-5)


def test_everything_is_made_on_the_device_of_the_input(module: Any) -> None:
    there = array_api_strict.Device("device1")
    x = array_api_strict.asarray(X, device=there)
    v = [1.0, 2.0, 3.0, 4.0]
    found = [module.softargmax(x), *module.softargmax_value_and_gradient(x, indices=list(range(9)))]
    found += [module.softargmax_vjp(x, v), module.softargmax_hvp(x, X.tolist(), accurate=True)]
    assert {array.device for array in found} == {there}


def test_a_constant_is_made_on_the_device_of_the_input() -> None:
    text = "# M\n\n$$ m = \\sum_k x_k \\tag{1} $$\n"
    slope = derivation.check(derivation.loads(text)).theorem("\\frac{\\partial m}{\\partial x_j}")
    there = array_api_strict.Device("device1")
    found = derivation.lambdify(slope, target="array-api")(array_api_strict.asarray(X, device=there))
    assert found.device == there
    assert (
        np.asarray(found.to_device(array_api_strict.Device("CPU_DEVICE"))).tolist()
        == np.ones((4, 9)).tolist()
    )
