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
