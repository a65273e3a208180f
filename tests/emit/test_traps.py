"""Code that would be easy to get wrong: long rows under assumptions, beta, names that clash, constants."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import derivation
from derivation.emit import emit, lambdify
from derivation.emit.errors import EmitError

EACH = ("numpy", "array-api", pytest.param("numba", marks=pytest.mark.slow))
SOFT = "$$ S_j = \\frac{e^{x_j}}{\\sum_k e^{x_k}} $$\n\n$$ SA = \\sum_i i S_i $$\n\n"
ENTROPY = r"""Assume $\sum_k t_k = 1$.

$$ p_i = \frac{e^{x_i}}{\sum_k e^{x_k}} $$

$$ \ell = -\sum_i t_i \log p_i $$
"""


def theorem(text: str, latex: str) -> derivation.Theorem:
    return derivation.check(derivation.loads(text)).theorem(latex)


@pytest.mark.parametrize("target", EACH)
def test_what_a_whole_row_adds_up_to_is_not_taken_of_its_chunks(target: str) -> None:
    x = np.random.default_rng(0).normal(size=300_001) * 3
    t = np.zeros_like(x)
    t[7] = 1
    loss = lambdify(theorem(ENTROPY, r"\ell"), target=target)
    assert loss(x, t) == pytest.approx(np.log(np.exp(x).sum()) - x[7], rel=1e-12)


def test_beta_is_offered_where_it_is_proved_alone() -> None:
    both = lambdify(theorem(SOFT, r"SA + \frac{\partial SA}{\partial x_j}"))
    with pytest.raises(TypeError, match="beta"):
        both([1.0, 2.0], beta=2)
    square = lambdify(theorem(SOFT, r"(\frac{\partial SA}{\partial x_j})^2"))
    with pytest.raises(TypeError, match="beta"):
        square([1.0, 2.0], beta=2)
    named = theorem(SOFT + "$$ g_j = \\frac{\\partial SA}{\\partial x_j} $$\n", "g_j")
    with pytest.raises(TypeError, match="beta"):
        lambdify(named)([1.0, 2.0], beta=2)
    gradient = lambdify(theorem(SOFT, r"\frac{\partial SA}{\partial x_j}"))
    np.testing.assert_allclose(gradient([1.0, 2.0], beta=2), 2 * gradient([2.0, 4.0]))


@pytest.mark.parametrize("target", EACH)
def test_functions_whose_names_meet(target: str) -> None:
    keys = ("L", "l", "run", "types", "L_sums", "L_program", "workers", "Program", "near", "_near")
    text = emit({key: theorem(SOFT, "SA" if key != "l" else "S_j") for key in keys}, target=target)
    module: dict[str, Any] = {"__name__": "emitted"}
    exec(compile(text, "emitted", "exec"), module)  # noqa: S102
    module["_self_test"]()
    names = module["__all__"]
    assert len(set(names)) == len(keys)
    found = [np.asarray(module[name](np.asarray([0.0, 0.0]))) for name in names]
    assert [f.shape for f in found] == [(2,) if key == "l" else () for key in keys]


@pytest.mark.parametrize("target", EACH)
@pytest.mark.parametrize("scalar", ["x", "\\beta", "c_{\\text{program}}", "c_{\\text{only}}"])
def test_scalars_whose_names_meet(target: str, scalar: str) -> None:
    found = theorem(f"$$ F = \\sum_k a_k^2 {scalar} $$\n", "F")
    text = emit(found, target=target)
    module: dict[str, Any] = {"__name__": "emitted"}
    exec(compile(text, "emitted", "exec"), module)  # noqa: S102
    module["_self_test"]()


@pytest.mark.parametrize("target", EACH)
def test_pi_is_a_constant(target: str) -> None:
    area = lambdify(theorem("$$ A = \\sum_k \\pi r_k^2 $$\n", "A"), target=target)
    assert area(np.asarray([1.0, 2.0])) == pytest.approx(5 * math.pi)


@pytest.mark.parametrize(
    "latex", ["q = \\sum_k x_k^2", "q = \\sum_k \\sqrt{x_k^2}", "q = \\sum_k \\sin(x_k)"]
)
def test_every_module_tests_itself(latex: str) -> None:
    text = emit(theorem(f"$$ {latex} $$\n", "q"))
    assert "    _close(_found" in text


LOGISTIC = r"""$$ \sigma_i = \frac{e^{z_i}}{1 + e^{z_i}} $$

$$ L = \sum_i (\log(1 + e^{z_i}) - y_i z_i) $$

$$ h_i = \tanh(z_i) $$
"""


@pytest.mark.parametrize("target", EACH)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_is_bounded_does_not_overflow(target: str, dtype: type) -> None:
    z, y = np.asarray([800, -800, 0], dtype), np.asarray([1, 0, 1], dtype)

    def value(latex: str, *arguments: object) -> object:
        return lambdify(theorem(LOGISTIC, latex), target=target)(*arguments)

    np.testing.assert_array_equal(value(r"\sigma_i", z), [1, 0, 0.5])
    np.testing.assert_allclose(value("L", z, y), math.log(2), rtol=1e-6)
    np.testing.assert_array_equal(value(r"\frac{\partial L}{\partial z_j}", z, y), [0, 0, -0.5])
    np.testing.assert_array_equal(value(r"\tanh(z_i)", z), [1, -1, 0])
    np.testing.assert_array_equal(value(r"\frac{\partial h_i}{\partial z_i}", z), [0, 0, 1])


LAYER_NORM = r"""$$ \mu = \frac{1}{n} \sum_i x_i $$

$$ v = \frac{1}{n} \sum_i (x_i - \mu)^2 $$

$$ y_i = \frac{x_i - \mu}{\sqrt{v + \epsilon}} $$

$$ L = \sum_i g_i y_i $$

$$ \frac{\partial L}{\partial x_j} = \frac{1}{\sqrt{v + \epsilon}}
   \left(g_j - \frac{1}{n} \sum_i g_i - \frac{y_j}{n} \sum_i g_i y_i\right) $$
"""


def test_what_a_document_prints_is_computed_as_it_prints_it() -> None:
    found = theorem(LAYER_NORM, r"\frac{\partial L}{\partial x_j}")
    assert "y_j" in found.closed_latex
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=64), rng.normal(size=64)
    gradient = lambdify(found)
    np.testing.assert_allclose(
        gradient(x + 2.0**20, g, epsilon=1e-5), gradient(x, g, epsilon=1e-5), rtol=1e-8
    )


def test_the_printed_form_is_no_wrong_one() -> None:
    wrong = LAYER_NORM.replace(r"\frac{y_j}{n}", r"\frac{y_j}{2 n}")
    x, g = np.asarray([1.0, 2.0, 4.0]), np.asarray([1.0, -1.0, 3.0])
    of_wrong, of_right = (
        lambdify(theorem(text, r"\frac{\partial L}{\partial x_j}"))(x, g, epsilon=1e-5)
        for text in (wrong, LAYER_NORM)
    )
    np.testing.assert_allclose(of_wrong, of_right, rtol=1e-9)


def test_an_unknown_is_no_theorem() -> None:
    with pytest.raises(derivation.NotProved, match="an unknown, which the document defines nowhere"):
        theorem(SOFT, "x_i")
    with pytest.raises(derivation.NotProved, match="there is no q in it; it has the names S, SA, n, x"):
        theorem(SOFT, "q_i")


@pytest.mark.parametrize("target", EACH)
def test_exponents_are_shifted_where_the_vector_stands_elsewhere_too(target: str) -> None:
    mean = lambdify(theorem(SOFT + "$$ M = \\sum_i S_i x_i^2 $$\n", "M"), target=target)
    assert mean(np.asarray([800.0, 0.0])) == 640000
    assert mean(np.asarray([-800.0, -801.0])) == pytest.approx(640000 + 1601 / (1 + math.e))


@pytest.mark.parametrize("target", EACH)
def test_a_one_hot_vector_is_an_argument(target: str) -> None:
    text = ENTROPY.replace(r"Assume $\sum_k t_k = 1$.", "Let $t$ be one-hot.")
    x, t = np.asarray([1.0, 2.0, 4.0]), np.asarray([0.0, 1.0, 0.0])
    p = np.exp(x) / np.exp(x).sum()
    assert lambdify(theorem(text, r"\ell"), target=target)(x, t) == pytest.approx(-math.log(p[1]))
    gradient = lambdify(theorem(text, r"\frac{\partial \ell}{\partial x_j}"), target=target)
    np.testing.assert_allclose(gradient(x, t), p - t)


def test_what_is_one_hot_may_be_used_as_such() -> None:
    text = ENTROPY.replace(r"Assume $\sum_k t_k = 1$.", "Let $t$ be one-hot.")
    assert str(theorem(text, r"\sum_i t_i^2 = 1")) == r"\sum_i t_i^2 = 1"


ENTROPY_OF_TWO = r"""$$ \sigma(z) = \frac{1}{1 + e^{-z}} $$

$$ E = -\sum_i (y_i \log \sigma(x_i) + (1 - y_i) \log (1 - \sigma(x_i))) $$

$$ \frac{\partial E}{\partial x_j} = \sigma(x_j) - y_j $$
"""


@pytest.mark.parametrize("target", EACH)
def test_functions_of_the_document_are_put_in(target: str) -> None:
    x, y = np.asarray([800.0, -2.0, 0.0]), np.asarray([1.0, 0.0, 1.0])

    def value(latex: str, *arguments: object) -> object:
        return lambdify(theorem(ENTROPY_OF_TWO, latex), target=target)(*arguments)

    wanted = [1, 1 / (1 + math.exp(2)), 0.5]
    np.testing.assert_allclose(value(r"\sigma(x_i)", x), wanted)
    np.testing.assert_allclose(value(r"\frac{\partial E}{\partial x_j}", x, y), wanted - y)
    assert value("E", x, y) == pytest.approx(math.log1p(math.exp(-2)) + math.log(2))


@pytest.mark.parametrize("target", EACH)
@pytest.mark.parametrize(("shape", "axis"), [((3, 0), 0), ((0, 3), 1), ((100, 0), 0), ((2, 100, 0), 1)])
def test_no_rows_are_no_error(target: str, shape: tuple[int, ...], axis: int) -> None:
    found = lambdify(theorem(SOFT, "S_j"), target=target)(np.zeros(shape), axis=axis)
    assert found.shape == shape


def test_numba_divides_as_numpy_does() -> None:
    mean = theorem(r"$$ W = \sum_k w_k, \quad M = \frac{1}{W} \sum_k w_k x_k $$" + "\n", "M")
    assert math.isnan(lambdify(mean, target="numba")(np.ones(3), np.zeros(3)))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"beta": "1"}, "beta must be a number, not '1'"),
        ({"beta": np.ones(2)}, "beta must be a number, not array"),
        ({"indices": 2}, r"indices must hold 2 coordinates, one an entry of the axis; it has shape \(\)"),
        ({"index_base": 1.5}, "index_base must be an integer, not 1.5"),
        ({"index_base": None}, "index_base must be an integer, not None"),
    ],
)
def test_options_that_are_no_numbers(options: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        lambdify(theorem(SOFT, "SA"))([0.0, 1.0], **options)


def test_masks_are_refused() -> None:
    with pytest.raises(TypeError, match="without a mask"):
        lambdify(theorem(SOFT, "SA"))(np.ma.array([1.0, 2.0], mask=[False, True]))


def test_docstrings_tell_where_a_form_exists_if_indices_count_from_0() -> None:
    told = " ".join(str(lambdify(theorem(r"$$ h = \sum_k \frac{e^{x_k}}{k} $$" + "\n", "h")).__doc__).split())
    assert "It exists where `k ≠ 0`" in told or "It exists where k ≠ 0" in told


def test_docstrings_tell_where_a_form_exists() -> None:
    harmonic = lambdify(theorem(r"$$ H = \sum_k \frac{\log x_k}{y_k} $$" + "\n", "H"))
    told = " ".join(str(harmonic.__doc__).split())
    assert "It exists where" in told
    assert "y_k ≠ 0" in told
    assert "x_k > 0" in told


def test_a_module_of_two_documents_names_both() -> None:
    one, two = (
        derivation.check(derivation.loads(f"# {title}\n\n$$ L = {latex} $$\n")).theorem("L")
        for title, latex in (("One", "\\sum_k x_k"), ("Two", "\\sum_k x_k^2"))
    )
    text = emit({"p": one, "q": two})
    assert "Proved formulas of One and Two, for NumPy." in text


@pytest.mark.parametrize("latex", ["d_t", r"\frac{\partial d_t}{\partial x_{t+1}}"])
def test_entries_at_shifted_indices_are_refused(latex: str) -> None:
    text = "$$ S = \\sum_{k=1}^n x_k $$\n\n$$ d_t = x_t^2 x_{t+1} $$\n\n"
    with pytest.raises(EmitError, match=r"x at a shifted index, t\+1, is not supported"):
        emit(theorem(text, latex))


def test_a_mean_of_the_first_n_numbers_is_that_of_a_whole_row() -> None:
    mean = lambdify(theorem("$$ m_n = \\frac1n \\sum_{i=1}^n x_i $$", "m_n"))
    assert mean([1.0, 2.0, 6.0]) == 3.0


REFUSED: list[tuple[Any, dict[str, Any], str]] = [
    (np.float32([0, 1]), {"beta": 1e39}, "beta is beyond the range of float32"),
    (np.float32([-np.inf, 0]), {"beta": 1e-50}, "beta is beyond the range of float32"),
    (np.zeros(2), {"indices": [1 + 2j, 3]}, "indices must hold real numbers"),
    (np.zeros(2), {"indices": np.array([1 + 2j, 3])}, "indices must hold real numbers"),
]


@pytest.mark.parametrize("target", EACH)
def test_options_that_a_dtype_does_not_hold_are_refused(target: str) -> None:
    function = lambdify(theorem(SOFT, "SA"), target)
    for x, options, message in REFUSED:
        with pytest.raises((ValueError, TypeError), match=message):
            function(x, **options)
    assert function(np.zeros(2), beta=1e39) == 1.5
    assert function(np.zeros(2), indices=[1, 4]) == 2.5


@pytest.mark.parametrize("target", ["numpy", pytest.param("numba", marks=pytest.mark.slow)])
def test_indices_that_are_no_longer_exact_are_refused(target: str) -> None:
    function = lambdify(theorem(SOFT, "SA"), target)
    for base in (2**53, -(2**53)):
        with pytest.raises(ValueError, match="no longer exact"):
            function(np.zeros(2), index_base=base)
    assert function(np.zeros(3), index_base=2**52) == 2**52 + 1


@pytest.mark.parametrize("target", EACH)
def test_the_order_of_bytes_changes_nothing(target: str) -> None:
    function = lambdify(theorem(SOFT, "SA"), target)
    for dtype in ("f8", "f4"):
        x = np.array([0.0, 1.0, 3.0], dtype)
        assert function(x.astype(f">{dtype}")) == function(x)


def test_a_function_that_nothing_defines_is_refused_by_its_name() -> None:
    text = "Let $g$ be a differentiable function.\n\n$$ y_i = x_i g(x_i) $$"
    with pytest.raises(EmitError, match="nothing defines the function g"):
        emit(theorem(text, "y_i"))
