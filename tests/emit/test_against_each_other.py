"""The functions of one module called with the same arguments, in the order of the value's.

value = value_and_gradient[0], gradient = value_and_gradient[1], vjp = v gradient, jvp = Σ t gradient;
differences of the value are the gradient, and those of the gradient are hvp.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import derivation
from derivation.audit.contexts import setting_for
from derivation.checking import Report, bundled
from derivation.emit import EmitError, emit
from derivation.emit.shape import opened
from derivation.reading.declared import EmitDeclared
from derivation.terms.terms import Var
from derivation.text.source import ReadError

STEP = np.longdouble(1e-6)
SMALL = {
    "weighted variance": r"""# Weighted variance

$$ W = \sum_k w_k, \quad \mu = \frac{1}{W}\sum_k w_k x_k $$

$$ V = \frac{1}{W}\sum_k w_k (x_k - \mu)^2 $$
""",
    "weights that come first": r"$$ F = \sum_k a_k^2 \log(b_k) + \sum_k b_k c_k $$",
    "a softmax of costs": r"""$$ p_i = \frac{e^{-c_i/T}}{\sum_k e^{-c_k/T}} $$

Assume $T > 0$.

$$ E = \sum_i p_i c_i x_i $$
""",
}


def report_of(name: str) -> Report:
    return derivation.check(derivation.loads(SMALL[name]) if name in SMALL else name)


def modules(report: Report) -> Iterator[tuple[str, dict[str, Any], tuple[str, str]]]:
    """What may be emitted of a document: each quantity that is defined, with its slope by each vector."""
    definitions = report.derivation.definitions
    setting = setting_for(report.derivation, report.audit.findings, ())
    for (quantity, arity), known in definitions.items():
        if arity or known.variables:
            continue
        vectors = [p.name for p in opened(known.body, setting) if isinstance(p, Var) and len(p.indices) == 1]
        for vector in dict.fromkeys(vectors):
            try:
                value = report.theorem(quantity)
                gradient = report.theorem(rf"\frac{{\partial {quantity}}}{{\partial {vector}_j}}")
                text = emit({"value": value, "gradient": gradient}, EmitDeclared(name="f"))
            except (EmitError, derivation.NotProved, ReadError):
                continue
            space: dict[str, Any] = {"__name__": "emitted"}
            exec(text, space)  # noqa: S102
            yield vector, space, (quantity, text)


def arguments(space: dict[str, Any], report: Report) -> tuple[dict[str, Any], dict[str, float]]:
    """Vectors by their names, in the order of the value's parameters; scalars."""
    kinds = {name: p.kind for name, p in inspect.signature(space["f"]).parameters.items()}
    names = [name for name, kind in kinds.items() if kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    rng = np.random.default_rng(0)
    vectors = {name: rng.uniform(0.2, 0.9, 4).astype(np.longdouble) for name in names if name != "axis"}
    bodies = [known.body for known in report.derivation.definitions.values()]
    for name in setting_for(report.derivation, report.audit.findings, bodies).totals:
        if name in vectors:
            vectors[name] = vectors[name] / vectors[name].sum()
    signature = inspect.signature(space["f"]).parameters
    scalars = {n: 0.75 for n, p in signature.items() if p.annotation == "float" and p.default is p.empty}
    return vectors, scalars


def differences(f: Any, vectors: dict[str, Any], by: str, scalars: dict[str, float]) -> Any:
    """∂f/∂by_k, k along the first axis."""

    def at(k: int, step: Any) -> Any:
        moved = {**vectors, by: vectors[by] + step * (np.arange(len(vectors[by])) == k)}
        return np.asarray(f(*moved.values(), **scalars))

    return np.stack([(at(k, STEP) - at(k, -STEP)) / (2 * STEP) for k in range(len(vectors[by]))])


@pytest.mark.parametrize("name", [*SMALL, *(pytest.param(n, marks=pytest.mark.slow) for n in bundled())])
def test_functions_of_a_module_mean_the_same_arguments(name: str) -> None:
    report = report_of(name)
    for vector, space, (quantity, _) in modules(report):
        vectors, scalars = arguments(space, report)
        orders = {
            f: [p for p in inspect.signature(space[f]).parameters if p in vectors] for f in space["__all__"]
        }
        assert set(map(tuple, orders.values())) == {tuple(vectors)}, (name, quantity, vector)
        x, given = vectors.values(), scalars
        by = next(own for own in vectors if own.rstrip("_") == vector.strip("\\"))
        value, gradient = space["f"](*x, **given), space["f_gradient"](*x, **given)
        both = space["f_value_and_gradient"](*x, **given)
        assert both[0] == pytest.approx(value, rel=1e-14)
        assert both[1] == pytest.approx(gradient, rel=1e-14, abs=1e-15)
        wanted = differences(space["f"], vectors, by, given)
        assert gradient == pytest.approx(wanted, rel=1e-6, abs=1e-7), (name, quantity, vector)
        t = np.array([0.5, -1.0, 2.0, 0.25], np.longdouble)
        if "f_vjp" in space:
            assert space["f_vjp"](*x, 3.0, **given) == pytest.approx(3 * gradient, rel=1e-12, abs=1e-14)
        if "f_jvp" in space:
            assert space["f_jvp"](*x, t, **given) == pytest.approx((gradient * t).sum(), rel=1e-9, abs=1e-12)
        if "f_hvp" in space:
            slopes = differences(space["f_gradient"], vectors, by, given)
            assert space["f_hvp"](*x, t, **given) == pytest.approx(slopes @ t, rel=1e-6, abs=1e-6)


def test_arrays_of_two_shapes_give_every_function_one_shape() -> None:
    found = {vector: space for vector, space, _ in modules(report_of("weighted variance"))}
    x, w = np.arange(12.0).reshape(3, 4) ** 2, np.array([0.25, 1.0, 0.5, 2.0])
    assert set(found) == {"x", "w"}
    for space in found.values():
        assert space["f"](x, w).shape == (3,)
        assert space["f_gradient"](x, w).shape == (3, 4)
        assert space["f_gradient"](x, w)[1] == pytest.approx(space["f_gradient"](x[1], w), rel=1e-12)
        assert space["f"](x[0], x + 1).shape == (3,)
        assert space["f_hvp"](x[0], w, x).shape == (3, 4)


@pytest.mark.parametrize("target", ["numpy", "array-api", "numba"])
def test_theorems_of_one_module_have_one_order(target: str) -> None:
    report = report_of("weighted variance")
    slopes = {f"by_{v}": report.theorem(rf"\frac{{\partial V}}{{\partial {v}_j}}") for v in "wx"}
    space: dict[str, Any] = {"__name__": "emitted"}
    exec(emit({**slopes, "V": report.theorem("V")}, target=target), space)  # noqa: S102
    assert {tuple(inspect.signature(space[f]).parameters)[:2] for f in space["__all__"]} == {("x", "w")}
    x, w = np.array([1.0, 2.0, 4.0]), np.array([0.5, 0.25, 0.25])
    assert space["V"](x, w) == 1.5
    assert space["by_x"](x, w) == pytest.approx([-1.0, 0.0, 1.0])
    assert space["by_w"](x, w) == pytest.approx([-0.5, -1.5, 2.5])


@pytest.mark.parametrize("by", ["w", "x"])
def test_a_gradient_alone_has_the_order_of_its_value(by: str) -> None:
    report = report_of("weighted variance")
    slope = derivation.lambdify(report.theorem(rf"\frac{{\partial V}}{{\partial {by}_j}}"))
    value = derivation.lambdify(report.theorem("V"))
    assert [list(inspect.signature(f).parameters)[:2] for f in (slope, value)] == [["x", "w"]] * 2


def test_value_and_gradient_of_two_documents_are_refused() -> None:
    one, two = report_of("weighted variance"), report_of("weights that come first")
    theorems = {"value": one.theorem("V"), "gradient": two.theorem(r"\frac{\partial F}{\partial a_j}")}
    with pytest.raises(EmitError, match="theorems of two documents"):
        emit(theorems, EmitDeclared(name="f"))


@pytest.mark.slow
def test_most_documents_of_the_gallery_have_modules_to_compare() -> None:
    names = ("batch-norm", "cross-entropy", "kl-divergence", "layer-norm", "softargmax", "weighted-mean")
    assert all(any(modules(report_of(name))) for name in names)
