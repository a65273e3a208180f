"""How many exponentials of a vector code multiplies at most, so that what it shifts by leaves room for them.

Takes steps; gives a number, or 0 where nothing bounds what they compute but the vector. Σ e^{x_k} i has
degree 1, (Σ e^{x_k})² degree 2, a quotient the difference of its parts'; all that comes up on the way counts.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from derivation.emit.pieces import Step, function_of, names_in

Degree = tuple[float, float]
"""The least and the greatest degree of a sum's terms."""
NONE: Degree = (0, 0)
UNKNOWN: Degree = (0, float("inf"))
BOUNDED = frozenset(("log", "sin", "cos", "tanh", "sign", "rint"))


def degree_of(steps: Iterable[Step], results: Iterable[ast.expr], x: str, several: bool) -> int:
    """The degree of steps and results; `several` where exponents are different multiples of x."""
    known: dict[str, Degree] = {}
    greatest = 1.0

    def degree(expr: ast.expr) -> Degree:
        nonlocal greatest
        low, high = _degree(expr)
        greatest = max(greatest, abs(low), abs(high))
        return low, high

    def _degree(expr: ast.expr) -> Degree:
        match expr:
            case ast.Name(variable):
                return known.get(variable, NONE)
            case ast.Constant() | ast.Attribute():
                return NONE
            case ast.UnaryOp(_, operand):
                return degree(operand)
            case ast.BinOp(left, operation, right):
                return _joined(degree(left), operation, degree(right), right)
            case ast.Call() if function_of(expr) == "exp" and x in names_in(expr):
                return (0 if several else 1, 1)
            case ast.Call(args=[argument, *_]) if function_of(expr) in ("add.reduce", "abs"):
                return degree(argument)
            case ast.Call(args=[argument]) if function_of(expr) == "sqrt":
                low, high = degree(argument)
                return low / 2, high / 2
            case ast.Call(args=[argument]) if function_of(expr) in BOUNDED:
                degree(argument)
                return NONE
            case _:
                return UNKNOWN

    for step in steps:
        known[step.id] = degree(step.expr)
    for result in results:
        degree(result)
    return 0 if greatest == float("inf") else -int(-greatest // 1)


def _joined(left: Degree, operation: ast.operator, right: Degree, written: ast.expr) -> Degree:
    match operation, written:
        case ((ast.Add() | ast.Sub()), _):
            return min(left[0], right[0]), max(left[1], right[1])
        case ast.Mult(), _:
            return left[0] + right[0], left[1] + right[1]
        case ast.Div(), _:
            return left[0] - right[1], left[1] - right[0]
        case ast.Pow(), ast.Constant(int(power)) if power > 0:
            return power * left[0], power * left[1]
        case _:
            return UNKNOWN
