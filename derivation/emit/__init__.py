"""Code from what is proved: modules for NumPy, numba and all libraries of arrays, and functions in memory.

The emitters, and NumPy with them, are imported when code is asked for: a check does not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from derivation.emit.errors import EmitError

if TYPE_CHECKING:
    from derivation.audit.theorem import Theorem
    from derivation.reading.declared import EmitDeclared

__all__ = ["EmitError", "emit", "lambdify"]


TARGETS = ("numpy", "array-api", "numba")


def emit(
    theorems: Mapping[str, Theorem] | Theorem,
    declared: EmitDeclared | None = None,
    target: str = "numpy",
    derivatives: bool = False,
) -> str:
    """The text of a module with a function for each theorem, which passes its self-test; or an `EmitError`.

    With `declared`, `theorems` holds the value and the gradient under the LaTeX
    that is declared for them, or under "value" and "gradient"; the functions are
    `name`, `name_gradient`, `name_value_and_gradient`, and `name_vjp`, `name_jvp`
    and `name_hvp` where they have a closed form along one axis. Otherwise each
    theorem gives a function with the name of its key, or of its left side; with
    `derivatives`, also its products with vectors.
    """
    from derivation.emit import numpy
    from derivation.emit.functions import functions
    from derivation.reading.declared import EmitDeclared
    from derivation.terms.limits import Unsupported

    if target not in TARGETS:
        raise EmitError(f"there is no target {target!r}; there is {', '.join(TARGETS)}")
    emitter = import_module(f"derivation.emit.{target.replace('-', '_')}")  # two want libraries of their own
    try:
        found = functions(theorems, declared or EmitDeclared(), derivatives)
        text: str = emitter.emit(found)
        # What is compiled, or needs a library that may not be here, has the statements of NumPy's module.
        numpy.test(text if emitter is numpy else numpy.emit(found))
        return text
    except Unsupported as why:
        raise EmitError(f"no code can be written for this: there is no rule for {why}") from None


def lambdify(theorem: Theorem, target: str = "numpy") -> Callable[..., Any]:
    """A theorem's right side as a function of arrays `f(x, axis=-1)`; raises `EmitError`.

    It is the function of the module that `emit` would write for the target.
    """
    from derivation.emit.functions import functions
    from derivation.emit.numpy import in_memory
    from derivation.reading.declared import EmitDeclared

    found = functions(theorem, EmitDeclared())
    return in_memory(emit(theorem, target=target), found[0].name)
