"""Pieces of NumPy code, as syntax trees: names, numbers, products, the one way to write a sum."""

from __future__ import annotations

import ast
from fractions import Fraction

from derivation.emit.errors import EmitError
from derivation.records import dataclass

MAX_INTEGER = 2**53

Statements = list[ast.stmt]


@dataclass(frozen=True, slots=True)
class Code:
    """An expression, and the index that it varies with along the axis, "" for none."""

    expr: ast.expr
    index: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of a product; one that is inverted divides."""

    code: Code
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An assignment. `id` stands for its variable until the variables are named (steps.py)."""

    id: str
    expr: ast.expr


def name(identifier: str) -> ast.Name:
    return ast.Name(identifier, ast.Load())


def numpy_call(function: str, *arguments: ast.expr, **keywords: ast.expr) -> ast.Call:
    named = [ast.keyword(key, value) for key, value in keywords.items()]
    return ast.Call(ast.Attribute(name("np"), function, ast.Load()), list(arguments), named)


def reduced(operation: str, expr: ast.expr) -> ast.expr:
    """`np.add.reduce(…)` along the axis, which stays as an axis of length 1."""
    method = ast.Attribute(ast.Attribute(name("np"), operation, ast.Load()), "reduce", ast.Load())
    return ast.Call(method, [expr, name("axis")], [ast.keyword("keepdims", ast.Constant(True))])


def summed(expr: ast.expr) -> ast.expr:
    """The sum along the axis. All sums are written here."""
    return reduced("add", expr)


def function_of(expr: ast.expr) -> str:
    """`exp` of `np.exp(…)`, `add.reduce` of `np.add.reduce(…)`; "" of anything else."""
    if not isinstance(expr, ast.Call):
        return ""
    match expr.func:
        case ast.Attribute(ast.Name("np"), function):
            return function
        case ast.Attribute(ast.Attribute(ast.Name("np"), operation), method):
            return f"{operation}.{method}"
        case _:
            return ""


def integer(value: int) -> ast.expr:
    if abs(value) > MAX_INTEGER:
        raise EmitError(f"the number {value} is too long to be exact")
    return ast.Constant(value)


def pi() -> ast.expr:
    return ast.Attribute(name("math"), "pi", ast.Load())


def number(value: Fraction) -> ast.expr:
    whole = integer(abs(value.numerator))
    if value.denominator != 1:
        whole = ast.BinOp(whole, ast.Div(), integer(value.denominator))
    return ast.UnaryOp(ast.USub(), whole) if value < 0 else whole


def is_number(factor: Factor, value: int) -> bool:
    sign, expr = 1, factor.code.expr
    if isinstance(expr, ast.UnaryOp) and isinstance(expr.op, ast.USub):
        sign, expr = -1, expr.operand
    return isinstance(expr, ast.Constant) and expr.value == sign * value


def times(total: ast.expr, factor: Factor) -> ast.expr:
    return ast.BinOp(total, ast.Div() if factor.inverted else ast.Mult(), factor.code.expr)


def multiple_of(argument: ast.expr, x: str, instead: ast.expr) -> ast.expr | None:
    """A multiple of x with something else in its place; None where it is none."""
    match argument:
        case ast.Name(variable) if variable == x:
            return instead
        case ast.UnaryOp(ast.USub(), operand):
            inner = multiple_of(operand, x, instead)
            return None if inner is None else ast.UnaryOp(ast.USub(), inner)
        case ast.BinOp(left, ast.Mult() | ast.Div() as operation, right):
            if x not in names_in(right):
                inner = multiple_of(left, x, instead)
                return None if inner is None else ast.BinOp(inner, operation, right)
            if x not in names_in(left) and isinstance(operation, ast.Mult):
                inner = multiple_of(right, x, instead)
                return None if inner is None else ast.BinOp(left, operation, inner)
    return None


def names_in(node: ast.AST) -> set[str]:
    """The names that occur in a tree."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def sets_out(statement: ast.stmt) -> bool:
    """Whether a statement finds the peak, what rounding takes, or the centre; these may be any numbers."""
    match statement:
        case ast.Assign([ast.Name("peak" | "lost" | "centre")]):
            return True
        case _:
            return False
