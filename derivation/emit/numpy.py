"""Modules and functions for NumPy, from theorems.

    emit(theorems, declared)   the text of a module that needs NumPy alone
    lambdify(theorem)          the same code as a function in memory

Everything is made as a Python syntax tree; document text stands in docstrings
and comments alone, and names are made safe (names.py).
"""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from derivation.audit.theorem import Theorem
from derivation.calculus.terms import Deriv, Ref, Term
from derivation.emit import prelude
from derivation.emit.body import Body
from derivation.emit.errors import EmitError
from derivation.emit.names import identifier
from derivation.emit.pieces import name, numpy_call
from derivation.emit.proved import check_gradient, proved
from derivation.emit.readback import check_code
from derivation.emit.shape import Shape, free_index, shape_of
from derivation.emit.shift import (
    End,
    Shift,
    centre_of,
    end_of,
    exponents,
    only_in_exponents,
    recount_of,
    shift_of,
)
from derivation.emit.steps import assignments, inlined, named, needed, renamed, split_by
from derivation.emit.wording import centre_note, docstring, header, made_by, shift_note
from derivation.reading.declared import EmitDeclared

HELPERS = {
    node.name: node
    for node in ast.parse(inspect.getsource(prelude)).body
    if isinstance(node, ast.FunctionDef)
}
IMPORTS = """from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]"""
OWN = frozenset(
    ("np", "axis", "n", "index", "dtype", "peak", "centre", "Any", "ArrayLike", "NDArray", "Array", *HELPERS)
)


@dataclass(frozen=True, slots=True)
class Function:
    """A function to write: its name, and the theorems whose right sides it returns."""

    name: str
    theorems: tuple[Theorem, ...]


def emit(
    theorems: Mapping[str, Theorem] | Theorem, declared: EmitDeclared | None = None, target: str = "numpy"
) -> str:
    """The text of a module with a function for each theorem; raises `EmitError`.

    With `declared`, `theorems` holds the value and the gradient under the LaTeX
    that is declared for them, or under "value" and "gradient"; the functions are
    `name`, `name_gradient` and `name_value_and_gradient`. Otherwise each theorem
    gives a function with the name of its key, or of its left side.
    """
    if target != "numpy":
        raise EmitError(f"there is no target {target!r}; there is numpy")
    return _module(_functions(theorems, declared or EmitDeclared()))


def lambdify(theorem: Theorem) -> Callable[..., Any]:
    """A theorem's right side as a NumPy function `f(x, axis=-1)`; raises `EmitError`."""
    proved(theorem)
    function = Function(own_name(theorem), (theorem,))
    text = _module((function,))
    file = f"<derivation {abs(hash(text)):x}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    space: dict[str, Any] = {"__name__": "derivation_lambdified"}
    exec(compile(text, file, "exec"), space)  # noqa: S102  our own tree; document text is in strings alone
    found: Callable[..., Any] = space[function.name]
    return found


def own_name(theorem: Theorem) -> str:
    """A function's name for a theorem: its quantity's, or `quantity_gradient`."""
    match theorem.subject:
        case Ref(quantity):
            return identifier(quantity, OWN)
        case Deriv(Ref(quantity)):
            return f"{identifier(quantity, OWN)}_gradient"
        case _:
            return identifier(theorem.latex, OWN)


def _functions(theorems: Mapping[str, Theorem] | Theorem, declared: EmitDeclared) -> tuple[Function, ...]:
    if not isinstance(theorems, Mapping):
        theorem = proved(theorems)
        return (Function(identifier(declared.name, OWN) if declared.name else own_name(theorem), (theorem,)),)
    if not theorems:
        raise EmitError("there is no theorem to emit")
    if not declared.name:
        taken = set(OWN)
        functions = []
        for key, theorem in theorems.items():
            functions.append(Function(identifier(key, taken), (proved(theorem),)))
            taken.add(functions[-1].name)
        return tuple(functions)
    own = identifier(declared.name, OWN)
    value = theorems.get(declared.value, theorems.get("value"))
    gradient = theorems.get(declared.gradient, theorems.get("gradient"))
    return tuple(_declared_functions(own, value, gradient))


def _declared_functions(own: str, value: Theorem | None, gradient: Theorem | None) -> Iterable[Function]:
    if value is None and gradient is None:
        raise EmitError(f"none of the theorems is the value or the gradient that is declared for {own}")
    if value is not None:
        yield Function(own, (proved(value),))
    if gradient is not None:
        yield Function(f"{own}_gradient", (proved(gradient),))
    if value is not None and gradient is not None:
        _check_pair(value, gradient)
        yield Function(f"{own}_value_and_gradient", (value, gradient))


def _check_pair(value: Theorem, gradient: Theorem) -> None:
    if free_index(value) or not free_index(gradient):
        raise EmitError("a value has no free index, and a gradient has one")
    shape = shape_of((gradient,))
    check_gradient(value, gradient, shape.vectors[0], shape.index)


def _module(functions: tuple[Function, ...]) -> str:
    """The text of a module: header, helpers that are used, functions."""
    texts = [_function_text(function) for function in functions]
    theorems = dict.fromkeys(theorem.latex for f in functions for theorem in f.theorems)
    by_latex = {t.latex: t for f in functions for t in f.theorems}
    top = f"# Written by {made_by()}. To change it, change the document and emit it again.\n"
    top += _raw(header(by_latex[latex] for latex in theorems))
    public = "__all__ = [" + ", ".join(f'"{f.name}"' for f in functions) + "]"
    text = "\n\n\n".join((f"{top}\n\n{IMPORTS}\n\n{public}", *_helpers(texts), *texts))
    ast.parse(text)
    return text + "\n"


def _helpers(texts: Iterable[str]) -> Iterable[str]:
    """The helpers that functions use, in the order of the prelude."""
    used = {node.id for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    return (ast.unparse(node) for helper, node in HELPERS.items() if helper in used)


def _function_text(function: Function) -> str:
    theorems = function.theorems
    shape = shape_of(theorems, _vector(theorems))
    names: dict[str, str] = {}
    for known in (*shape.vectors, *shape.scalars):
        names[known] = identifier(known, {*OWN, *names.values()})
    shifts, end = _shifts(theorems, shape)
    vector = shape.vectors[0]
    bare = not all(only_in_exponents(t.closed, t.setting, vector) for t in theorems)
    centre = centre_of(theorems)
    notes = [shift_note(shifts, end, names[vector], bare)] if shifts else []
    notes += [centre_note(centre)] if centre is not None else []
    note = " ".join(notes)
    tree = _definition(function, shape, names, shifts, end, centre)
    head, _, rest = ast.unparse(tree).partition("\n")
    doc = textwrap.indent(
        _raw(docstring(theorems, shape, names, note)), "    ", lambda line: bool(line.strip())
    )
    return f"{head}\n{doc}\n{rest}"


def _vector(theorems: tuple[Theorem, ...]) -> str:
    """The vector that comes first: the one of the gradient's derivative."""
    return shape_of(theorems[-1:]).vectors[0]


def _shifts(theorems: tuple[Theorem, ...], shape: Shape) -> tuple[tuple[Shift, ...], End]:
    """How each theorem moves with the first vector; () where that is not proved, or of no use."""
    setting, vector = theorems[0].setting, shape.vectors[0]
    arguments = exponents((t.closed for t in theorems), setting, vector)
    if not arguments:
        return (), End.UNKNOWN
    shifts = tuple(shift_of(theorem, vector) for theorem in theorems)
    return (() if Shift.NONE in shifts else shifts), end_of(arguments, setting, vector)


def _definition(
    function: Function,
    shape: Shape,
    names: dict[str, str],
    shifts: tuple[Shift, ...],
    end: End,
    centre: Term | None,
) -> ast.FunctionDef:
    theorems = function.theorems
    body = Body(theorems[0].setting, shape, names, [t.closed for t in theorems])
    results = [body.value(theorem.closed) for theorem in theorems]
    middle = None if centre is None else body.value(centre)
    steps = needed(body.steps, results if middle is None else [*results, middle])
    before, after = split_by(steps, "index") if middle is not None else ([], steps)
    used = {*OWN, *names.values()}
    hints = dict(body.hints)
    if isinstance(middle, ast.Name) and middle.id in hints:
        hints[middle.id] += "_less_centre"
    found = named(steps, hints, used)
    used |= set(found.values())
    work: list[ast.stmt] = []
    for step in before:
        work += assignments(found[step.id], renamed(step.expr, found), used)
    start = len(work)
    if middle is not None:
        work += ast.parse("index = index - centre").body
    for step in needed(after, results):
        work += assignments(found[step.id], renamed(step.expr, found), used)
    values = []
    for place, result in enumerate(results):
        expr = renamed(result, found)
        if shifts and shifts[place] is Shift.FOLLOWS:
            expr = ast.BinOp(expr, ast.Add(), name("peak"))
        if (
            middle is not None
            and recount_of(theorems[place].closed, theorems[place].setting) is Shift.FOLLOWS
        ):
            expr = ast.BinOp(expr, ast.Add(), name("centre"))
        if not isinstance(expr, ast.Name):
            variable = identifier("gradient" if place else "value", used)
            used.add(variable)
            work += assignments(variable, expr, used)
            expr = name(variable)
        values.append(expr)
    check_code(theorems, shape, names, bool(shifts), work, values)
    pairs = zip(theorems, values, strict=True)
    returned = [_result(theorem, expr, names[shape.vectors[0]]) for theorem, expr in pairs]
    value = returned[0] if len(returned) == 1 else ast.Tuple(returned, ast.Load())
    if middle is not None:
        work[start:start] = _centring(renamed(inlined(middle, after), found), used)
    statements = _used_only([*_opening(theorems[0], shape, names, shifts, end), *work], value)
    signature = _signature(shape, names)
    tree = ast.FunctionDef(
        function.name, signature, [*statements, ast.Return(value)], [], _return_type(theorems)
    )
    return ast.fix_missing_locations(tree)


def _centring(mean: ast.expr, used: set[str]) -> list[ast.stmt]:
    """`centre = np.rint(mean)`, which needs no proof: any number will do."""
    return assignments("centre", numpy_call("rint", mean), used)


def _return_type(theorems: tuple[Theorem, ...]) -> ast.expr:
    types = ["Array" if free_index(theorem) else "Any" for theorem in theorems]
    text = types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]"
    return ast.parse(text, mode="eval").body


def _opening(
    theorem: Theorem, shape: Shape, names: dict[str, str], shifts: tuple[Shift, ...], end: End
) -> list[ast.stmt]:
    """The statements that check the parameters, count the axis and shift the vector."""
    x = names[shape.vectors[0]]
    lines = [f"{x}, axis, dtype = _prepared({x}, axis)"]
    lines += [f"{names[other]} = _along({x}, {names[other]})" for other in shape.vectors[1:]]
    for scalar in shape.scalars:
        lines.append(f"{names[scalar]} = {x}.dtype.type({names[scalar]})")
        if scalar in theorem.setting.hypotheses.positive:
            lines.append(f"if not {names[scalar]} > 0:\n    raise ValueError('{names[scalar]} must be > 0')")
    lines += [f"n = {x}.dtype.type({x}.shape[axis])", f"index = _counted({x}, axis, {shape.base})"]
    if shifts:
        pick = "min" if end is End.MIN else "max"
        lines += [f"peak = np.{pick}({x}, axis=axis, keepdims=True)", f"{x} = _shifted({x}, peak)"]
    return [statement for line in lines for statement in ast.parse(line).body]


def _used_only(statements: list[ast.stmt], value: ast.expr) -> list[ast.stmt]:
    """The statements without an `n` or an `index` that nothing uses."""
    nodes = [node for s in (*statements, ast.Expr(value)) for node in ast.walk(s)]
    loaded = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return [s for s in statements if not (_target(s) in ("n", "index") and _target(s) not in loaded)]


def _target(statement: ast.stmt) -> str:
    match statement:
        case ast.Assign(targets=[ast.Name(id=variable)]):
            return variable
        case _:
            return ""


def _signature(shape: Shape, names: dict[str, str]) -> ast.arguments:
    positional = [*(f"{names[vector]}: ArrayLike" for vector in shape.vectors), "axis: int = -1"]
    scalars = ["*", *(f"{names[scalar]}: float" for scalar in shape.scalars)] if shape.scalars else []
    tree = ast.parse(f"def f({', '.join((*positional, *scalars))}): pass").body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise EmitError("no signature could be made")
    return tree.args


def _result(theorem: Theorem, expr: ast.expr, x: str) -> ast.expr:
    if free_index(theorem):
        return ast.Call(name("_filled"), [expr, name(x), name("dtype")], [])
    return ast.Call(name("_reduced"), [expr, name(x), name("axis"), name("dtype")], [])


def _raw(text: str) -> str:
    return f'r"""{text}"""'
