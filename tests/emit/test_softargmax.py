"""The module emitted for the softargmax paper: its text, and what it computes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from derivation.audit.judging import audit
from derivation.audit.theorem import theorem
from derivation.emit import emit
from derivation.reading.statements import Derivation

GOLDEN = Path(__file__).parent / "golden" / "softargmax.py"


@pytest.fixture(scope="module")
def text(paper: Derivation) -> str:
    findings = audit(paper)
    theorems = {latex: theorem(paper, latex, findings) for latex in ("SA(X)", "SA'(X)")}
    return emit(theorems, paper.declared.emit)


@pytest.fixture(scope="module")
def module(text: str) -> Any:
    space: dict[str, Any] = {}
    exec(compile(text, "softargmax", "exec"), space)  # noqa: S102
    return SimpleNamespace(**space)


def exact(x: Any) -> float:
    """SA in 50 digits."""
    with mpmath.workdps(50):
        powers = [mpmath.exp(mpmath.mpf(float(v))) for v in x]
        return float(sum(i * p for i, p in enumerate(powers, 1)) / sum(powers))


def exact_gradient(x: Any) -> list[float]:
    """The derivatives of SA in 50 digits, by central differences."""
    with mpmath.workdps(50):
        values = [mpmath.mpf(float(v)) for v in x]
        h = mpmath.mpf(10) ** -15

        def sa(at: list[Any]) -> Any:
            powers = [mpmath.exp(v) for v in at]
            return sum(i * p for i, p in enumerate(powers, 1)) / sum(powers)

        def moved(j: int, by: Any) -> list[Any]:
            return [v + by if k == j else v for k, v in enumerate(values)]

        return [float((sa(moved(j, h)) - sa(moved(j, -h))) / (2 * h)) for j in range(len(values))]


def test_module_is_the_golden_file(text: str) -> None:
    if os.environ.get("DERIVATION_UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    found = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
    assert text == found, "if the change is meant, run: DERIVATION_UPDATE_GOLDEN=1 pytest tests/emit"


def test_lines_are_short(text: str) -> None:
    assert max(map(len, text.splitlines())) <= 110


def test_module_needs_numpy_alone(text: str, tmp_path: Path) -> None:
    (tmp_path / "softargmax.py").write_text(text, encoding="utf-8")
    program = (
        "import sys, softargmax\n"
        "print(softargmax.softargmax([0.0, 0.0, 0.0]))\n"
        "print(sorted({'sympy', 'derivation', 'mpmath'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout.split("\n")[:2], done.stderr) == (["2.0", "[]"], "")


@settings(deadline=None, max_examples=25)
@given(hnp.arrays(np.float64, st.integers(1, 8), elements=st.floats(-30, 30)))
def test_values_and_gradients_in_fifty_digits(module: Any, x: np.ndarray) -> None:
    value, gradient = module.softargmax_value_and_gradient(x)
    assert value == pytest.approx(exact(x), rel=1e-13)
    assert gradient == pytest.approx(np.array(exact_gradient(x)), rel=1e-9, abs=1e-13)
    assert module.softargmax(x) == pytest.approx(value, rel=1e-14)
    assert module.softargmax_gradient(x) == pytest.approx(gradient, rel=1e-14)


@settings(deadline=None, max_examples=25)
@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4), elements=st.floats(-5, 5)), st.data())
def test_every_axis_of_every_shape(module: Any, x: np.ndarray, data: st.DataObject) -> None:
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    value, gradient = module.softargmax_value_and_gradient(x, axis=axis)
    assert gradient.shape == x.shape
    assert np.shape(value) == x.shape[: axis % x.ndim] + x.shape[axis % x.ndim + 1 :]
    assert np.allclose(value, np.apply_along_axis(module.softargmax, axis, x), rtol=1e-13)
    assert np.allclose(gradient, np.apply_along_axis(module.softargmax_gradient, axis, x), atol=1e-14)


@pytest.mark.parametrize("big", [1000.0, -1000.0, 1e308])
def test_nothing_overflows(module: Any, big: float) -> None:
    x = np.array([big, 0.0, -big])
    value, gradient = module.softargmax_value_and_gradient(x)
    assert value == (1.0 if big > 0 else 3.0)
    assert gradient.tolist() == [0.0, 0.0, 0.0]
    assert module.softargmax(np.full(3, big)) == pytest.approx(2.0)


def test_minus_infinity_counts_as_nothing(module: Any) -> None:
    value, gradient = module.softargmax_value_and_gradient([0.0, -np.inf, 0.0])
    assert value == 2.0
    assert gradient.tolist() == [-0.5, 0.0, 0.5]


def test_nan_spreads_along_its_own_axis(module: Any) -> None:
    value, gradient = module.softargmax_value_and_gradient([[0.0, np.nan], [0.0, 0.0]])
    assert np.isnan(value).tolist() == [True, False]
    assert np.isnan(gradient).tolist() == [[True, True], [False, False]]


@pytest.mark.parametrize(
    ("given_as", "returned_as"),
    [
        ("float16", "float16"),
        ("float32", "float32"),
        ("float64", "float64"),
        ("longdouble", "longdouble"),
        ("int8", "float64"),
        ("uint64", "float64"),
        ("bool", "float64"),
    ],
)
def test_dtypes(module: Any, given_as: str, returned_as: str) -> None:
    x = np.array([[0, 1, 1], [1, 0, 1]], dtype=given_as)
    value, gradient = module.softargmax_value_and_gradient(x)
    assert (value.dtype, gradient.dtype) == (np.dtype(returned_as), np.dtype(returned_as))
    assert module.softargmax(x[0]).dtype == np.dtype(returned_as)
    assert value[0] == pytest.approx(exact([0, 1, 1]), rel=1e-3 if given_as == "float16" else 1e-6)


def test_big_n(module: Any) -> None:
    x = np.random.default_rng(0).normal(size=100_000)
    wide = x.astype(np.longdouble)
    assert module.softargmax(x) == pytest.approx(float(module.softargmax(wide)), rel=1e-12)
    assert module.softargmax(x.astype(np.float32)) == pytest.approx(module.softargmax(x), rel=1e-5)


def test_input_is_left_alone(module: Any) -> None:
    x = np.array([1.0, 2.0])
    module.softargmax_value_and_gradient(x)
    assert x.tolist() == [1.0, 2.0]


REFUSED: list[tuple[Callable[[Any], Any], type[Exception], str]] = [
    (lambda m: m.softargmax([1j]), TypeError, "x must hold real numbers, not complex128"),
    (lambda m: m.softargmax(["a"]), TypeError, "x must hold real numbers, not <U1"),
    (lambda m: m.softargmax(3.0), ValueError, "x must have at least one axis; a single number has none"),
    (lambda m: m.softargmax([]), ValueError, "axis -1 of x is empty; at least one entry is needed"),
    (lambda m: m.softargmax([1.0], 0.5), TypeError, "axis must be an integer, not 0.5"),
    (lambda m: m.softargmax([1.0], None), TypeError, "axis must be an integer, not None"),
    (lambda m: m.softargmax([1.0], 1), np.exceptions.AxisError, "axis 1 is out of bounds"),
    (lambda m: m.softargmax([1.0], -2), np.exceptions.AxisError, "axis -2 is out of bounds"),
]


@pytest.mark.parametrize(("call", "error", "message"), REFUSED)
def test_bad_input(module: Any, call: Callable[[Any], Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call(module)


def test_docstrings_tell_formula_base_and_proof(module: Any) -> None:
    doc = module.softargmax_gradient.__doc__
    assert ".. math:: SA'(X) = S_j (j - SA)" in doc
    assert "d(SA)/dx_j = S_j * (j - SA)" in doc
    told = " ".join(doc.split())
    assert "Proved from the definitions of Heedong Park, SoftArgmax, July 2022" in told
    assert "The index counts from 1." in told
