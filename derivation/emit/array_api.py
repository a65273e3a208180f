"""Modules for every library of the array API standard: NumPy, PyTorch, JAX, CuPy, Dask.

The statements are those of the program, in one line of arrays: they branch on
nothing but Python numbers, so that they can be traced (`jax.jit`, `jax.vmap`,
`torch.compile`), and reduce with `sum` and `max` alone, which libraries with
chunks work chunk by chunk.
"""

from __future__ import annotations

import ast
import textwrap
from importlib.resources import files

from derivation.emit.functions import Function
from derivation.emit.layout import wrapped
from derivation.emit.modules import IMPORTED, MAIN, arguments_of, helpers, raw
from derivation.emit.pieces import function_of, name
from derivation.emit.program import OWN, Program, program
from derivation.emit.selftest import self_test
from derivation.emit.shape import free_index
from derivation.emit.wording import docstring, header, made_by, note_of

IMPORTS = """import math
from typing import Any

from array_api_compat import array_namespace, device"""
CALLS = {"add.reduce": "sum", "maximum.reduce": "max", "minimum.reduce": "min", "rint": "round"}
WITH_LIBRARY = ("_middle", "_shift", "_shifted", "_near", "_lost", "_logistic", "_softplus")
SOURCE = files("derivation.emit").joinpath("prelude_array_api.py").read_text(encoding="utf-8")
TAKEN = OWN | IMPORTED | {node.name for node in ast.parse(SOURCE).body if isinstance(node, ast.FunctionDef)}


def emit(functions: tuple[Function, ...]) -> str:
    """The text of a module with these functions; raises `EmitError`."""
    programs = {f.name: program(f.name, f.theorems, TAKEN, f.order) for f in functions if f.only is None}
    texts = [_function(programs[f.of or f.name], f) for f in functions]
    top = f"# Written by {made_by()}. To change it, change the document and emit it again.\n"
    top += raw(header(functions, "arrays of any library"))
    public = wrapped("__all__ = [", [f'"{f.name}"' for f in functions], "]")
    tests = self_test(functions, programs, "    import numpy as np")
    _, used = helpers(SOURCE, texts)
    return "\n\n\n".join((f"{top}\n\n{IMPORTS}\n\n{public}", *used, *texts, tests, MAIN)) + "\n"


def _function(made: Program, function: Function) -> str:
    x = made.vector
    picked = range(len(made.theorems)) if function.only is None else (function.only,)
    theorems = function.theorems
    reduces = any(not free_index(theorem) for theorem in theorems)
    parameters = [*(f"{vector}: Any" for vector in made.parameters), "axis: int = -1"]
    options = [f"{scalar}: float" for scalar in made.scalars] + arguments_of(made, "Any")
    options += ["keepdims: bool = False"] if reduces else []
    options += ["accurate: bool = False"] if made.accurate else []
    lines = [f"xp = array_namespace({x})"]
    lines += [f"{other} = xp.asarray({other}, device=device({x}))" for other in made.others]
    lines += [f"{other} = xp.expand_dims({other}, axis=axis)" for other in function.columns]
    lines.append(wrapped(f"{x}, axis, dtype = _prepared(", ["xp", x, "axis", *made.others], ")"))
    lines += [f"{other} = _along(xp, {x}, {other})" for other in made.others]
    lines += [f"{s} = _positive('{s}', {s})" for s in made.scalars if made.is_positive(s)]
    lines += [f"beta = _positive('beta', beta)\n_fits(xp, 'beta', beta, {x})"] if made.beta else []
    body = [ast.unparse(_elsewhere(_recounted(statement, x))) for statement in made.statements]
    used = {n.id for text in body for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
    used |= {n.id for v in made.values for n in ast.walk(v) if isinstance(n, ast.Name)}
    lines += [f"n = {x}.shape[axis]"] if "n" in used else []
    if "index" in used:
        start = "index_base if indices is None else indices" if made.coordinates else str(made.shape.base)
        lines += [f"start = {start}", f"index = _counted(xp, {x}, axis, start)"]
    if made.centring:
        lines.append("whole = indices is None" if made.coordinates else "whole = True")
    results = []
    for place in picked:
        value = ast.unparse(_elsewhere(made.values[place]))
        results.append(
            f"_filled(xp, {value}, {x}, dtype)"
            if free_index(made.theorems[place])
            else f"_reduced(xp, {value}, {x}, axis, keepdims, dtype)"
        )
    lines += [*body, f"return {', '.join(results)}"]
    doc = raw(docstring(function, theorems, made, note_of(made, chunks=False), arrays=True))
    signature = [*parameters, *(["*", *options] if options else [])]
    head = wrapped(f"def {function.name}(", signature, ") -> Any:")
    inner = "\n".join((doc, *lines))
    return f"{head}\n{textwrap.indent(inner, '    ', lambda line: bool(line.strip()))}"


def _recounted(statement: ast.stmt, x: str) -> ast.stmt:
    """`index = index - centre`, where whole numbers are taken away before they are rounded to a dtype."""
    if ast.unparse(statement) != "index = index - centre":
        return statement
    return ast.parse(f"index = _recounted(xp, {x}, axis, start, centre)").body[0]


def _elsewhere(tree: ast.AST) -> ast.AST:
    found: ast.AST = _Library().visit(ast.parse(ast.unparse(tree)))
    return ast.fix_missing_locations(found)


class _Library(ast.NodeTransformer):
    """`np.add.reduce(a, axis, keepdims=True)` as `xp.sum(a, axis=axis, keepdims=True)`, and so on."""

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """What rounding takes is found where it is asked for: nothing is decided by numbers of arrays."""
        self.generic_visit(node)
        test = name("accurate") if isinstance(node.test, ast.BoolOp) else node.test
        return ast.IfExp(test, node.body, node.orelse)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = function_of(node)
        if function.endswith(".reduce"):
            keywords = [ast.keyword("axis", node.args[1]), *node.keywords]
            return ast.Call(_of_library(CALLS[function]), node.args[:1], keywords)
        if function:
            return ast.Call(_of_library(CALLS.get(function, function)), node.args, node.keywords)
        if isinstance(node.func, ast.Name) and node.func.id in WITH_LIBRARY:
            return ast.Call(node.func, [name("xp"), *node.args], node.keywords)
        return node


def _of_library(function: str) -> ast.Attribute:
    return ast.Attribute(name("xp"), function, ast.Load())
