"""Every layout of arrays gives the numbers of long double: blocks, tiles, columns, chunks of a long row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import derivation
from derivation.audit.theorem import Theorem
from derivation.emit import emit
from derivation.emit.program import program
from derivation.front.document import document_from_text
from derivation.reading.declared import Declared
from derivation.reading.passes import read_derivation

LAYOUTS = [
    ((3,), 0), ((5, 7), 0), ((5, 7), 1), ((140_000,), 0), ((2, 140_000), 1), ((300_000,), 0),
    ((140_000, 3), 0), ((9000, 16), 1), ((16, 9000), 0), ((4, 16, 900), 1), ((300, 400), 0),
    ((40_000, 2, 3), 0), ((7, 1), 1), ((900, 64), 1), ((900, 65), 1),
]  # fmt: skip
OPTIONS: list[dict[str, Any]] = [{}, {"beta": 2.5}, {"indices": True}, {"accurate": True}, {"workers": 2}]
EPS = 12


@pytest.fixture(scope="module")
def theorems() -> dict[str, Theorem]:
    report = derivation.check("softargmax")
    return {"value": report.theorem("SA(X)"), "gradient": report.theorem("SA'(X)")}


@pytest.fixture(scope="module")
def module(theorems: dict[str, Theorem]) -> Any:
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(emit(theorems, derivation.load("softargmax").declared.emit), space)  # noqa: S102
    return type("Module", (), {k: staticmethod(v) for k, v in space.items() if callable(v)})


def in_long_double(x: np.ndarray, axis: int, beta: float, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x = np.moveaxis(x.astype(np.longdouble), axis, -1)
    e = np.exp(beta * (x - x.max(-1, keepdims=True)))
    s = e / e.sum(-1, keepdims=True)
    value = (s * index).sum(-1, keepdims=True)
    return value[..., 0], np.moveaxis(beta * s * (index - value), -1, axis)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("shape", "axis"), LAYOUTS)
def test_every_layout_is_exact_to_a_few_roundings(
    module: Any, shape: tuple[int, ...], axis: int, dtype: type[np.floating[Any]], options: dict[str, Any]
) -> None:
    rng = np.random.default_rng(3)
    x = (3 * rng.normal(size=shape)).astype(dtype)
    index, given = np.arange(1.0, shape[axis] + 1), dict(options)
    if "indices" in given:
        index = given["indices"] = rng.normal(size=shape[axis]).astype(dtype)
    wanted = in_long_double(x, axis, given.get("beta", 1.0), index)
    for found, exact in zip(module.softargmax_value_and_gradient(x, axis, **given), wanted, strict=True):
        assert found.dtype == dtype
        assert np.abs(found - exact).max() <= EPS * np.finfo(dtype).eps * np.abs(exact).max(initial=1e-30)


@pytest.mark.parametrize(("shape", "axis"), LAYOUTS)
def test_products_with_vectors_are_those_of_the_gradient(
    module: Any, shape: tuple[int, ...], axis: int
) -> None:
    rng = np.random.default_rng(4)
    x, t = rng.normal(size=(2, *shape))
    gradient = module.softargmax_gradient(x, axis)
    along = module.softargmax_jvp(x, t, axis)
    assert along == pytest.approx((gradient * t).sum(axis), rel=1e-8, abs=1e-8)
    weights = rng.normal(size=np.shape(along))
    assert module.softargmax_vjp(x, weights, axis) == pytest.approx(gradient * np.expand_dims(weights, axis))


@pytest.mark.parametrize("beta", [1.0, 2.5])
def test_the_hessian_times_a_vector_is_the_slope_of_the_gradient(module: Any, beta: float) -> None:
    rng = np.random.default_rng(5)
    x, t = rng.normal(size=(2, 7))
    ends = [module.softargmax_gradient(x.astype(np.longdouble) + h * t, beta=beta) for h in (1e-5, -1e-5)]
    slope = ((ends[0] - ends[1]) / 2e-5).astype(float)
    assert module.softargmax_hvp(x, t, beta=beta) == pytest.approx(slope, rel=1e-8, abs=1e-9)


def test_a_masked_chunk_of_a_long_row_counts_as_nothing(module: Any) -> None:
    x = np.zeros((2, 140_000))
    x[0, 131_072:] = -np.inf
    x[1, :80_000] = -np.inf
    value, gradient = module.softargmax_value_and_gradient(x)
    assert value.tolist() == [65_536.5, 110_000.5]
    assert gradient[0, 131_072:].tolist() == [0.0] * (140_000 - 131_072)
    x[0, 5] = np.nan
    assert np.isnan(module.softargmax(x)).tolist() == [True, False]


def test_what_the_caller_gives_is_written(module: Any) -> None:
    x = np.array([[0.0, 1.0], [2.0, 0.0]])
    value, gradient = np.empty(2), np.empty((2, 2), np.float32)
    found = module.softargmax_value_and_gradient(x, out=(value, gradient))
    assert found[0] is value
    assert gradient == pytest.approx(module.softargmax_gradient(x), rel=1e-6)
    with pytest.raises(ValueError, match=r"out must be an array of shape \(2, 2\)"):
        module.softargmax_gradient(x, out=value)
    with pytest.raises(ValueError, match="out must be a tuple of 2 arrays"):
        module.softargmax_value_and_gradient(x, out=value)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(140_000,), (3, 140_000), (40_000, 16)])
def test_results_are_written_in_place_where_they_can_be(module: Any, shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(7).normal(size=shape)
    kept = x.copy()
    value, gradient = module.softargmax_value_and_gradient(x)
    assert np.array_equal(x, kept)
    for given in (np.empty(shape), np.empty(shape, order="F"), np.empty(shape, np.float32)):
        assert module.softargmax_gradient(x, out=given) is given
        assert given == pytest.approx(gradient, rel=1e-6)
    assert module.softargmax(x) == pytest.approx(value, rel=1e-15)


def test_a_product_with_several_kept_vectors_of_a_long_row_equals_that_of_one_block(module: Any) -> None:
    rng = np.random.default_rng(8)
    x, t = rng.normal(size=(2, 140_000))
    wide = module.softargmax_hvp(x[None].astype(np.longdouble), t[None].astype(np.longdouble))[0]
    assert module.softargmax_hvp(x, t) == pytest.approx(wide.astype(float), rel=1e-9, abs=1e-14)


def test_float32_is_exact_where_it_is_asked_for(module: Any) -> None:
    x = (30 * np.random.default_rng(0).normal(size=10)).astype(np.float32)
    exact = module.softargmax_gradient(x.astype(np.longdouble))
    found = module.softargmax_gradient(x, accurate=True)
    assert found.dtype == np.float32
    assert np.abs(found - exact).max() <= np.finfo(np.float32).eps * np.abs(exact).max()


def test_the_input_may_be_the_output(module: Any) -> None:
    x = np.random.default_rng(6).normal(size=(1, 140_000))
    wanted = module.softargmax_gradient(x)
    assert module.softargmax_gradient(x, out=x).tolist() == wanted.tolist()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"beta": 0}, ValueError, "beta must be > 0 and finite, not 0"),
        ({"beta": np.inf}, ValueError, "beta must be > 0 and finite, not inf"),
        ({"indices": [1.0]}, ValueError, "indices must hold 2 coordinates"),
        ({"indices": [1.0, np.nan]}, ValueError, "indices must be finite"),
        ({"workers": 0}, ValueError, "workers must be a number of threads >= 1, not 0"),
    ],
)
def test_options_that_make_no_sense(
    module: Any, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        module.softargmax([0.0, 1.0], **options)


def test_options(module: Any) -> None:
    assert module.softargmax([0.0, 0.0, 0.0], index_base=0) == 1.0
    assert module.softargmax([[0.0, 0.0]], indices=[-1.0, 4.0], keepdims=True).tolist() == [[1.5]]
    assert module.softargmax(np.log([1.0, 2.0]), beta=2.0) == pytest.approx(1.8, rel=1e-15)


def test_coordinates_that_are_no_integers_keep_their_digits_near_one_hot(module: Any) -> None:
    coordinates = np.array([0.3, 0.1])
    found = module.softargmax_gradient([60.0, 0.0], indices=coordinates)
    assert found == pytest.approx(np.exp(-60.0) * np.array([0.2, -0.2]), rel=1e-14)


def test_the_merge_of_chunks_is_derived_and_proved(theorems: dict[str, Theorem]) -> None:
    made = program("f", tuple(theorems.values()))
    assert made.chunks is not None
    assert made.chunks.state == ("Sigma", "total")
    assert made.chunks.kept == ("exp_x",)


def test_an_emitted_module_tests_itself(theorems: dict[str, Theorem]) -> None:
    text = emit(theorems, derivation.load("softargmax").declared.emit)
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(text, space)  # noqa: S102
    space["_self_test"]()
    broken = text.replace("np.multiply(exp_x, index - SA_less_centre, out=exp_x)", "exp_x * index")
    assert broken != text
    exec(broken, space)  # noqa: S102
    with pytest.raises(AssertionError):
        space["_self_test"]()


@pytest.mark.parametrize("name", ["\\beta", "t", "v", "\\hat{x}"])
def test_a_document_may_use_the_letters_of_options(name: str) -> None:
    latex = f"$$ m = \\frac{{\\sum_i i e^{{{name}_i}}}}{{\\sum_k e^{{{name}_k}}}} \\tag{{1}} $$"
    read = read_derivation(document_from_text(f"# M\n\n{latex}\n", "m.md"), Declared())
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(emit(derivation.check(read).theorem("m"), derivatives=True), space)  # noqa: S102
    space["_self_test"]()
    assert space["m"](np.log([1.0, 2.0])) == pytest.approx(5 / 3, rel=1e-15)


def test_a_gradient_may_have_an_index_that_the_document_does_not_use() -> None:
    text = "# M\n\n$$ m = \\frac{\\sum_i i e^{x_i}}{\\sum_k e^{x_k}} \\tag{1} $$\n"
    read = read_derivation(document_from_text(text, "m.md"), Declared())
    found = derivation.lambdify(derivation.check(read).theorem("\\frac{\\partial m}{\\partial x_j}"))
    assert found([0.0, 0.0]).tolist() == [-0.25, 0.25]
