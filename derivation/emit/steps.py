"""From steps to statements: those that are used, with names, on lines that can be read.

Takes what `Body` made and the expressions that a function returns; gives Python
assignments in the same order.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import cast

from derivation.emit.names import fresh, variable
from derivation.emit.pieces import Statements, Step, name

MAX_COLUMNS = 92


def needed(steps: list[Step], results: Iterable[ast.expr]) -> list[Step]:
    """The steps that the results need."""
    wanted = {used for result in results for used in _names(result)}
    kept: list[Step] = []
    for step in reversed(steps):
        if step.id in wanted:
            kept.insert(0, step)
            wanted |= _names(step.expr)
    return kept


def needed_by(names: Iterable[str], statements: Statements) -> Statements:
    """The statements that names are computed by, in their order."""
    wanted = set(names)
    kept: Statements = []
    for statement in reversed(statements):
        if stored_names(statement) & wanted:
            kept.insert(0, statement)
            wanted |= loaded_names(statement)
    return kept


def stored_names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def loaded_names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def split_by(steps: list[Step], variable: str) -> tuple[list[Step], list[Step]]:
    """The steps that do not depend on a variable, and those that do."""
    dependent = {variable}
    for step in steps:
        if not dependent.isdisjoint(_names(step.expr)):
            dependent.add(step.id)
    return [s for s in steps if s.id not in dependent], [s for s in steps if s.id in dependent]


def inlined(expr: ast.expr, steps: Iterable[Step]) -> ast.expr:
    """A new tree with the steps' expressions in place of their variables."""
    for step in reversed(list(steps)):
        expr = cast(ast.expr, _Inlined(step).visit(deepcopy(expr)))
    return expr


def named(steps: Iterable[Step], hints: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """A Python name for each step's variable."""
    found: dict[str, str] = {}
    reserved = set(taken)
    for step in steps:
        wanted = variable(hints.get(step.id, "part"))
        if wanted in reserved and wanted in found.values():
            wanted = next(w for k in range(2, 10_000) if (w := f"{wanted}_{k}") not in reserved)
        found[step.id] = fresh(wanted, reserved)
        reserved.add(found[step.id])
    return found


def renamed(expr: ast.expr, names: Mapping[str, str]) -> ast.expr:
    """A new tree with the variables' names."""
    return cast(ast.expr, _Named(names).visit(deepcopy(expr)))


def assignments(variable: str, expr: ast.expr, taken: set[str]) -> list[ast.stmt]:
    """`variable = expr`, in several lines where one is too long."""
    parts: list[ast.stmt] = []
    while len(ast.unparse(expr)) + len(variable) > MAX_COLUMNS:
        holder = _longest(expr)
        if holder is None:
            break
        part = next(p for k in range(1, 10_000) if (p := f"part_{k}") not in taken)
        taken.add(part)
        parts += assignments(part, deepcopy(holder), taken)
        expr = cast(ast.expr, _Replaced(ast.dump(holder), part).visit(deepcopy(expr)))
    return [*parts, _assign(variable, expr)]


def _assign(variable: str, expr: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(variable, ast.Store())], expr, lineno=1)


def _longest(expr: ast.expr) -> ast.expr | None:
    """The longest operand of an expression that is worth a line of its own."""
    inner = [e for e in ast.iter_child_nodes(expr) if isinstance(e, ast.BinOp | ast.Call | ast.UnaryOp)]
    return max(inner, key=lambda e: len(ast.unparse(e)), default=None)


def _names(expr: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(expr) if isinstance(node, ast.Name)}


class _Named(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.names.get(node.id, node.id), node.ctx)


class _Inlined(ast.NodeTransformer):
    def __init__(self, step: Step) -> None:
        self.step = step

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return deepcopy(self.step.expr) if node.id == self.step.id else node


class _Replaced(ast.NodeTransformer):
    def __init__(self, dump: str, variable: str) -> None:
        self.dump, self.variable = dump, variable

    def visit(self, node: ast.AST) -> ast.AST:
        return name(self.variable) if ast.dump(node) == self.dump else super().generic_visit(node)
