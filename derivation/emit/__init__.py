"""Code from what is proved: NumPy modules, and functions in memory.

NumPy is imported when code is asked for, so that a check does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from derivation.audit.theorem import Theorem
from derivation.emit.errors import EmitError
from derivation.reading.declared import EmitDeclared

__all__ = ["EmitError", "emit", "lambdify"]


TARGETS = ("numpy", "array-api")


def emit(
    theorems: Mapping[str, Theorem] | Theorem,
    declared: EmitDeclared | None = None,
    target: str = "numpy",
    derivatives: bool = False,
) -> str:
    """The text of a module with a function for each theorem; raises `EmitError`.

    With `declared`, `theorems` holds the value and the gradient under the LaTeX
    that is declared for them, or under "value" and "gradient"; the functions are
    `name`, `name_gradient`, `name_value_and_gradient`, and `name_vjp`, `name_jvp`
    and `name_hvp` where they have a closed form along one axis. Otherwise each
    theorem gives a function with the name of its key, or of its left side; with
    `derivatives`, also its products with vectors.
    """
    from derivation.emit import array_api, numpy
    from derivation.emit.functions import functions

    if target not in TARGETS:
        raise EmitError(f"there is no target {target!r}; there is {', '.join(TARGETS)}")
    found = functions(theorems, declared or EmitDeclared(), derivatives)
    return array_api.emit(found) if target == "array-api" else numpy.emit(found)


def lambdify(theorem: Theorem) -> Callable[..., Any]:
    """A theorem's right side as a NumPy function `f(x, axis=-1)`; raises `EmitError`."""
    from derivation.emit import numpy
    from derivation.emit.functions import functions

    return numpy.lambdify(functions(theorem, EmitDeclared()))
