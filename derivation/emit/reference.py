"""A theorem's right side through SymPy, with definitions opened: slow, plain, for comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy

from derivation.audit.theorem import Theorem
from derivation.emit.proved import proved
from derivation.emit.shape import shape_of
from derivation.search.sympy_view import symbol_name, to_sympy


def reference(theorem: Theorem) -> Callable[..., Any]:
    """A function of the entries of each vector, then scalars by name; n is taken from the input.

    Gives a float, or a list of them for a theorem with a free index.
    """
    shape = shape_of((proved(theorem),))
    whole = to_sympy(theorem.closed, theorem.setting.definitions)
    scalars = [sympy.Symbol(symbol_name(scalar), real=True) for scalar in shape.scalars]

    def evaluate(*vectors: Sequence[float], **values: float) -> Any:
        places = range(shape.base, shape.base + len(vectors[0]))
        explicit = whole.subs(_integer(shape.size), len(places))
        index = _integer(shape.index) if shape.index else sympy.Dummy()
        rows = [explicit.subs(index, place).doit() for place in (places if shape.index else (0,))]
        arrays = [sympy.IndexedBase(symbol_name(vector), real=True) for vector in shape.vectors]
        entries = [array[place] for array in arrays for place in places]
        function = sympy.lambdify([*entries, *scalars], rows, "math")
        found = function(*(x for v in vectors for x in v), *(values[s.name] for s in scalars))
        return found if shape.index else found[0]

    return evaluate


def _integer(name: str) -> sympy.Symbol:
    return sympy.Symbol(name.split(".")[0], integer=True, positive=True)
