"""Statements whose results take the memory of what is not needed any more.

    y = x - peak           y = x - peak
    e = np.exp(y)          e = np.exp(y, out=y)
    s = e / z              s = np.divide(e, z, out=e)

An operand is taken where it has an entry for each entry of the row, was made by
an earlier statement (never an argument), and is not used again.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from copy import deepcopy

from derivation.emit.body import FUNCTIONS
from derivation.emit.pieces import Statements, function_of, name, names_in, numpy_call, sets_out

OPERATIONS = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}
ENTRYWISE = FUNCTIONS | {"sqrt"}


def in_place(
    statements: Statements, full: Iterable[str], own: Iterable[str], results: Iterable[str]
) -> Statements:
    """The statements with `out=`; `full` arguments have all entries, `own` ones may be written to."""
    entries, made = {*full, *own}, set(own)
    done: Statements = []
    for place, statement in enumerate(statements):
        later = {*results}.union(*map(names_in, statements[place + 1 :]))
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and not sets_out(statement)
        ):
            target = statement.targets[0].id
            dead = {v for v in made if v not in later or v == target}
            writer = _Writer(entries, dead, deepcopy(statement.value))
            value = writer.visit(deepcopy(statement.value))
            done.append(ast.Assign(statement.targets, value, lineno=1))
            whole = _is_full(statement.value, entries)
            (entries.add if whole else entries.discard)(target)
            new = whole and not isinstance(statement.value, ast.Name)
            (made.add if new else made.discard)(target)
            if isinstance(statement.value, ast.Name):
                made.discard(statement.value.id)
        else:
            done.append(statement)
    return done


def _is_full(expr: ast.expr, entries: set[str]) -> bool:
    """Whether an expression has an entry for each entry of the row."""
    match expr:
        case ast.Name(variable):
            return variable in entries
        case ast.BinOp(left, _, right):
            return _is_full(left, entries) or _is_full(right, entries)
        case ast.UnaryOp(_, operand):
            return _is_full(operand, entries)
        case ast.Call(ast.Name("_shifted"), [first, *_]):
            return _is_full(first, entries)
        case ast.Call(_, [first, *_]) if function_of(expr) in ENTRYWISE:
            return _is_full(first, entries)
        case _:
            return False


class _Writer(ast.NodeTransformer):
    """Writes the value of one statement; `dead` may be taken where it stands once."""

    def __init__(self, entries: set[str], dead: set[str], value: ast.expr) -> None:
        uses = [node.id for node in ast.walk(value) if isinstance(node, ast.Name)]
        self.entries, self.free = entries, {v for v in dead & entries if uses.count(v) == 1}

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        operation = OPERATIONS.get(type(node.op))
        for operand in (node.left, node.right):
            if operation and isinstance(operand, ast.Name) and operand.id in self.free:
                return numpy_call(operation, node.left, node.right, out=name(operand.id))
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        function = function_of(node)
        match node.args:
            case [ast.Name(variable)] if function in ENTRYWISE and variable in self.free:
                return numpy_call(function, *node.args, out=name(variable))
        return node
