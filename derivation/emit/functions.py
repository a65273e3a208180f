"""The functions of a module: their names, and what they return.

Takes theorems as a caller gives them, passes them through the gate, and gives
`Function`s for a target.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derivation.audit.theorem import Theorem
from derivation.emit.errors import EmitError
from derivation.emit.modules import function_name
from derivation.emit.products import products
from derivation.emit.proved import check_gradient, of_one_setting, proved
from derivation.emit.shape import derivatives_in, free_index, shape_of, vectors_of
from derivation.reading.declared import EmitDeclared
from derivation.records import dataclass, replace
from derivation.terms.terms import Deriv, Ref


@dataclass(frozen=True, slots=True)
class Function:
    """A function to write: its name, and the theorems whose right sides it returns.

    With `of` and `only` it returns that one of another function's results. `columns`
    are vectors of which a row has but one entry, as the cotangents of a value. `order`
    are vectors in the order of the parameters, which is one for all functions of a module.
    """

    name: str
    theorems: tuple[Theorem, ...]
    of: str = ""
    only: int | None = None
    columns: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


def functions(
    theorems: Mapping[str, Theorem] | Theorem, declared: EmitDeclared, derivatives: bool = False
) -> tuple[Function, ...]:
    """The functions for theorems; with `derivatives`, also products of their derivatives with vectors."""
    found = _named(theorems, declared, derivatives)
    order = _order(found)
    return tuple(replace(function, order=order) for function in found)


def _order(found: tuple[Function, ...]) -> tuple[str, ...]:
    """The vectors of all functions, in the order of their parameters: those of values come first."""
    theorems = [theorem for function in found for theorem in function.theorems]
    theorems.sort(key=lambda theorem: derivatives_in(theorem.subject))
    return tuple(dict.fromkeys(vector for theorem in theorems for vector in vectors_of(theorem)))


def _named(
    theorems: Mapping[str, Theorem] | Theorem, declared: EmitDeclared, derivatives: bool
) -> tuple[Function, ...]:
    if not isinstance(theorems, Mapping):
        theorem = proved(theorems)
        own = function_name(declared.name) if declared.name else own_name(theorem)
        extra = _products(own, theorem, None) if derivatives else ()
        return (Function(own, (theorem,)), *extra)
    if not theorems:
        raise EmitError("there is no theorem to emit")
    if not declared.name:
        found: list[Function] = []
        for key, theorem in theorems.items():
            taken = [function.name for function in found]
            found.append(Function(function_name(key, taken), (proved(theorem),)))
            if derivatives:
                found += _products(found[-1].name, theorem, None)
        return tuple(found)
    own = function_name(declared.name)
    value = theorems.get(declared.value, theorems.get("value"))
    gradient = theorems.get(declared.gradient, theorems.get("gradient"))
    return tuple(_declared(own, value, gradient))


def own_name(theorem: Theorem) -> str:
    """A function's name for a theorem: its quantity's, or `quantity_gradient`."""
    match theorem.subject:
        case Ref(quantity):
            return function_name(quantity)
        case Deriv(Ref(quantity)):
            return f"{function_name(quantity)}_gradient"
        case _:
            return function_name(theorem.latex)


def _declared(own: str, value: Theorem | None, gradient: Theorem | None) -> Iterable[Function]:
    if value is None and gradient is None:
        raise EmitError(f"none of the theorems is the value or the gradient that is declared for {own}")
    if value is not None:
        yield Function(own, (proved(value),))
    if value is not None and gradient is not None:
        value, gradient = of_one_setting(value, proved(gradient))
        _check_pair(value, gradient)
        both = f"{own}_value_and_gradient"
        yield Function(both, (value, gradient))
        yield Function(f"{own}_gradient", (gradient,), both, 1)
        yield from _products(own, value, gradient)
    elif gradient is not None:
        yield Function(f"{own}_gradient", (proved(gradient),))
    elif value is not None:
        yield from _products(own, value, None)


def _products(own: str, value: Theorem, gradient: Theorem | None) -> Iterable[Function]:
    own_vectors = shape_of((value,)).vectors
    for suffix, theorem in products(value, gradient).items():
        factors = tuple(v for v in shape_of((theorem,)).vectors if v not in own_vectors)
        columns = factors if suffix == "vjp" and not free_index(value) else ()
        yield Function(f"{own}_{suffix}", (theorem,), columns=columns)


def _check_pair(value: Theorem, gradient: Theorem) -> None:
    if free_index(value) or not free_index(gradient):
        raise EmitError("a value has no free index, and a gradient has one")
    shape = shape_of((gradient,))
    check_gradient(value, gradient, shape.vectors[0], shape.index)
