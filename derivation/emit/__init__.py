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


def emit(
    theorems: Mapping[str, Theorem] | Theorem, declared: EmitDeclared | None = None, target: str = "numpy"
) -> str:
    """The text of a module with a function for each theorem; raises `EmitError`.

    With `declared`, `theorems` holds the value and the gradient under the LaTeX
    that is declared for them, or under "value" and "gradient"; the functions are
    `name`, `name_gradient` and `name_value_and_gradient`. Otherwise each theorem
    gives a function with the name of its key, or of its left side.
    """
    from derivation.emit import numpy

    return numpy.emit(theorems, declared, target)


def lambdify(theorem: Theorem) -> Callable[..., Any]:
    """A theorem's right side as a NumPy function `f(x, axis=-1)`; raises `EmitError`."""
    from derivation.emit import numpy

    return numpy.lambdify(theorem)
