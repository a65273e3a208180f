"""The bundled derivations' closed forms as code, with products of derivatives; each module tests itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import derivation
from derivation.emit import emit

FORMS = [
    ("log-sum-exp", "f(x)"),
    ("log-softmax", "\\ell_i"),
    ("log-softmax", "p_i"),
    ("cross-entropy", "E"),
    ("cross-entropy", "\\frac{\\partial E}{\\partial a_j}"),
    ("layer-norm", "\\hat{x}_i"),
    ("layer-norm", "L"),
    ("variance", "v"),
    ("weighted-mean", "m"),
    ("kl-divergence", "D_{\\text{KL}}"),
    ("gaussian-likelihood", "\\ell"),
]
X = np.array([0.5, -1.0, 2.0, 0.25])
T = np.array([0.1, 0.2, 0.3, 0.4])


def module_of(name: str, latex: str, target: str) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "emitted"}
    text = emit(derivation.check(name).theorem(latex), target=target, derivatives=True)
    exec(text, space)  # noqa: S102
    return space


@pytest.mark.parametrize("target", ["numpy", "array-api", pytest.param("numba", marks=pytest.mark.slow)])
@pytest.mark.parametrize(("name", "latex"), FORMS)
def test_modules_test_themselves(name: str, latex: str, target: str) -> None:
    module_of(name, latex, target)["_self_test"]()


def test_products_agree_with_differences() -> None:
    module = module_of("cross-entropy", "E", "numpy")
    h = 1e-6
    x, u = X.astype(np.longdouble), np.array([1.0, -0.5, 0.25, 2.0])
    slope = (module["E"](x + h * u, T) - module["E"](x - h * u, T)) / (2 * h)
    assert module["E_jvp"](X, T, u) == pytest.approx(float(slope), rel=1e-8)
    gradient = module["E_vjp"](x, T, 1.0)
    assert gradient.sum() == pytest.approx(0, abs=1e-15)
    ends = [module["E_vjp"](x + s * h * u, T, 1.0) for s in (1, -1)]
    assert module["E_hvp"](X, T, u) == pytest.approx(((ends[0] - ends[1]) / (2 * h)).astype(float), rel=1e-7)


def test_an_entry_far_below_does_not_make_a_product_nan() -> None:
    module = module_of("cross-entropy", "E", "numpy")
    assert np.isfinite(module["E_hvp"]([0.0, -800.0], [0.5, 0.5], [1.0, 1.0])).all()


def test_a_product_takes_no_name_of_which_something_is_assumed() -> None:
    """Σ t = 1 is assumed in this document; a tangent that was called t would inherit it."""
    module = module_of("cross-entropy", "p_i", "numpy")
    assert module["p_jvp"]([0.0, 0.0], [3.0, 0.0]).tolist() == [0.75, -0.75]


def test_what_the_document_assumes_is_told() -> None:
    doc = str(derivation.lambdify(derivation.check("cross-entropy").theorem("E")).__doc__)
    assert "takes for granted, and so does the proof: sum of t = 1." in " ".join(doc.split())
