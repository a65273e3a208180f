"""Loops for numba: what is computed where, exponentials, and the numbers of NumPy modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest

import derivation
from derivation.emit import emit
from derivation.emit.loops import Loops

pytest.importorskip("numba")

SHAPES = [
    ((3,), 0),
    ((5, 7), 0),
    ((5, 7), 1),
    ((140_000,), 0),
    ((2, 300_000), 1),
    ((9000, 16), 1),
    ((4, 3, 5), 1),
]
OPTIONS: list[dict[str, Any]] = [{}, {"beta": 2.5}, {"accurate": True}, {"indices": True}, {"workers": 2}]


@pytest.fixture(scope="module")
def modules() -> dict[str, Any]:
    report = derivation.check("softargmax")
    theorems = {"value": report.theorem("SA(X)"), "gradient": report.theorem("SA'(X)")}
    found = {}
    for target in ("numpy", "numba"):
        space: dict[str, Any] = {"__name__": "emitted"}
        exec(emit(theorems, report.derivation.declared.emit, target), space)  # noqa: S102
        found[target] = type("Module", (), {k: staticmethod(v) for k, v in space.items() if callable(v)})
    return found


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("shape", "axis"), SHAPES)
def test_every_layout_gives_the_numbers_of_numpy(
    modules: dict[str, Any], shape: tuple[int, ...], axis: int, dtype: type, options: dict[str, Any]
) -> None:
    rng = np.random.default_rng(2)
    x, given = (3 * rng.normal(size=shape)).astype(dtype), dict(options)
    if "indices" in given:
        given["indices"] = rng.normal(size=shape[axis])
    found = modules["numba"].softargmax_value_and_gradient(x, axis, **given)
    wanted = modules["numpy"].softargmax_value_and_gradient(x.astype(np.longdouble), axis, **given)
    for ours, exact in zip(found, wanted, strict=True):
        assert ours.dtype == dtype
        assert ours.shape == exact.shape
        assert np.abs(ours - exact).max() <= 12 * np.finfo(dtype).eps * np.abs(exact).max()


@pytest.mark.parametrize("name", ["softargmax_vjp", "softargmax_jvp", "softargmax_hvp"])
def test_products(modules: dict[str, Any], name: str) -> None:
    x, t = np.random.default_rng(3).normal(size=(2, 4, 6))
    vector = t[:, 0] if name == "softargmax_vjp" else t
    found = getattr(modules["numba"], name)(x, vector)
    assert found == pytest.approx(getattr(modules["numpy"], name)(x, vector), rel=1e-12, abs=1e-13)


def test_masks_and_what_is_no_number(modules: dict[str, Any]) -> None:
    value, gradient = modules["numba"].softargmax_value_and_gradient(
        [[0.0, -np.inf, 0.0], [0.0, np.nan, 1.0]]
    )
    assert value[0] == 2.0
    assert gradient[0].tolist() == [-0.5, 0.0, 0.5]
    assert np.isnan(value[1])
    assert np.isnan(gradient[1]).all()


def test_near_one_hot(modules: dict[str, Any]) -> None:
    assert modules["numba"].softargmax_gradient([40.0, 0.0]) == pytest.approx(
        np.exp(-40.0) * np.array([-1.0, 1.0]), rel=1e-15
    )


WAYS = (
    "import pkg.sm; pkg.sm.f([1.0, 2.0])",
    "import sys; sys.path.insert(0, 'pkg'); import sm; sm.f([1.0, 2.0])",
    "import runpy; runpy.run_path('pkg/sm.py', run_name='__main__')",
    "import runpy; runpy.run_path('pkg/sm.py')['f']([1.0, 2.0])",
)


@pytest.mark.slow
def test_compiled_code_is_kept_for_the_name_of_its_module(tmp_path: Path) -> None:
    report = derivation.check("log-sum-exp")
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "sm.py").write_text(emit(report.theorem("f(x)"), target="numba"))
    for program in (*WAYS, *WAYS):
        subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)
    kept = [path.name for path in (tmp_path / "pkg" / "__pycache__").glob("*.nbi")]
    assert kept
    assert all(name.startswith(("sm.pkg.sm.", "sm.sm.")) for name in kept)


def test_wider_numbers_are_refused(modules: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="numba computes in float32 and float64, not in float128"):
        modules["numba"].softargmax(np.zeros(3, np.longdouble))


@pytest.mark.parametrize(("dtype", "ends"), [(np.float64, (-745, 709.7)), (np.float32, (-103, 88.7))])
def test_exponentials_are_exact_to_a_unit_in_the_last_place(dtype: type, ends: tuple[float, float]) -> None:
    from derivation.emit import prelude_numba as prelude

    @prelude.njit
    def exponentials(x: Any) -> Any:
        found = np.empty_like(x)
        for k in range(len(x)):
            found[k] = prelude._exp(x[k])
        return found

    x = np.concatenate([np.random.default_rng(0).uniform(*ends, 3000), np.linspace(-1, 1, 999)]).astype(dtype)
    found = exponentials(x)
    for value, argument in zip(found, x, strict=True):
        exact = mpmath.exp(mpmath.mpf(float(argument)))
        assert abs(mpmath.mpf(float(value)) - exact) <= 1.01 * mpmath.mpf(float(np.spacing(value)))
    edges = np.array([-np.inf, -1e4, 0, -0.0, 1e4, np.inf, np.nan], dtype)
    assert str(exponentials(edges)) == "[ 0.  0.  1.  1. inf inf nan]"


def test_a_sum_over_a_sum_takes_a_loop_of_its_own() -> None:
    loops = Loops(set())
    for variable, element in (("x", "x[row, entry]"), ("n", "n")):
        loops.argument(variable, element)
    mean, total = (f"np.add.reduce({v}, axis, keepdims=True)" for v in "xe")
    for statement in ast.parse(f"m = {mean} / n\ne = np.exp(x - m)\nz = {total}").body:
        loops.run(statement)
    own = loops.assign("result", ast.parse("e / z", mode="eval").body)
    lines = [line.strip() for line in loops.lines({own: "out[row, entry]"}, {})]
    levels = {name: (q.level, q.along) for name, q in loops.quantities.items()}
    assert levels["m_sum"] == (1, False)
    assert levels["e"] == (1, True)
    assert levels["z"] == (2, False)
    assert levels[own] == (2, True)
    assert lines[0] == "e_stored = np.empty(length, number)"
    assert lines.count("e_stored[entry] = e") == 1
    assert lines[-1] == "out[row, entry] = result"
    assert f"{own} = e_stored[entry] / z" in lines
