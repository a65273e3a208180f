"""Reads emitted statements back as mathematics, so that the code itself is proved.

Takes a function's statements and what it returns; gives terms, and definitions
for the variables that they use. It shares nothing with `body.py`: an array along
the axis is a quantity with an index, `np.sum` is a sum over the whole range. A
shifted vector is x_i - m with m any number, recounted indices are i - c with c any number. What it does
not know it refuses.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from derivation.audit.theorem import Theorem
from derivation.calculus.decide import Proved, prove
from derivation.calculus.terms import (
    Add,
    Definition,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Ref,
    Sum,
    Term,
    Var,
    integer,
    negated,
    quotient,
)
from derivation.emit.errors import EmitError
from derivation.emit.shape import Shape

PEAK, CENTRE = Var("peak of the code"), Var("centre of the code")
LETTER, BOUND = "code", "code bound"


@dataclass(slots=True)
class Meaning:
    """What the variables of a function mean, at the index `LETTER`; `varies` are arrays along the axis."""

    shape: Shape
    known: dict[str, Term]
    varies: set[str]
    definitions: dict[tuple[str, int], Definition] = field(default_factory=dict)

    def assign(self, variable: str, expr: ast.expr) -> None:
        term, varies = self.term(expr), self.along(expr)
        key = f"code {len(self.definitions)}"
        parameters = (LETTER,) if varies else ()
        self.definitions[key, len(parameters)] = Definition(key, parameters, term)
        self.known[variable] = Ref(key, parameters)
        (self.varies.add if varies else self.varies.discard)(variable)

    def along(self, expr: ast.expr) -> bool:
        """Whether an expression has the axis's length; else its length there is 1."""
        match expr:
            case ast.Call() if _function(expr) == "sum":
                return False
            case ast.Name(id=variable):
                return variable in self.varies
            case _:
                inside = (node for node in ast.iter_child_nodes(expr) if isinstance(node, ast.expr))
                return any(map(self.along, inside))

    def term(self, expr: ast.expr) -> Term:
        match expr:
            case ast.Constant(int() as value) if not isinstance(value, bool):
                return integer(value)
            case ast.Name(id=variable) if variable in self.known:
                return self.known[variable]
            case ast.UnaryOp(ast.USub(), operand):
                return negated(self.term(operand))
            case ast.BinOp(left, ast.Add(), right):
                return Add((self.term(left), self.term(right)))
            case ast.BinOp(left, ast.Sub(), right):
                return Add((self.term(left), negated(self.term(right))))
            case ast.BinOp(left, ast.Mult(), right):
                return Mul((self.term(left), self.term(right)))
            case ast.BinOp(left, ast.Div(), right):
                return quotient(self.term(left), self.term(right))
            case ast.BinOp(left, ast.Pow(), right):
                return Pow(self.term(left), _exponent(self.term(right)))
            case ast.Call(args=[argument]) if _function(expr) == "sum":
                return self._sum(argument)
            case ast.Call(args=[argument]) if _function(expr) == "sqrt":
                return Pow(self.term(argument), Num(Fraction(1, 2)))
            case ast.Call(args=[argument], keywords=[]) if _function(expr):
                return Fn(_function(expr), self.term(argument))
        raise EmitError(f"{ast.unparse(expr)} in emitted code cannot be read back")

    def _sum(self, argument: ast.expr) -> Term:
        if not self.along(argument):
            raise EmitError(f"{ast.unparse(argument)} in emitted code is summed, and has no axis")
        return Sum(BOUND, self.shape.span, _at(self.term(argument), BOUND))


def check_code(
    theorems: Iterable[Theorem],
    shape: Shape,
    names: Mapping[str, str],
    shifted: bool,
    statements: Iterable[ast.stmt],
    results: Iterable[ast.expr],
) -> None:
    """Raises `EmitError` unless what the statements compute is proved equal to each closed form."""
    meaning = _at_the_start(shape, names, shifted)
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=variable)], value=value):
                meaning.assign(variable, value)
            case _:
                raise EmitError(f"{ast.unparse(statement)} in emitted code cannot be read back")
    for theorem, result in zip(theorems, results, strict=True):
        setting = replace(theorem.setting, definitions={**theorem.setting.definitions, **meaning.definitions})
        term = _at(meaning.term(result), shape.index) if shape.index else meaning.term(result)
        found = prove(term, theorem.closed, setting)
        if not isinstance(found, Proved):
            raise EmitError(f"the code for {theorem.latex} is not proved to compute it: {found.reason}")


def _at_the_start(shape: Shape, names: Mapping[str, str], shifted: bool) -> Meaning:
    known: dict[str, Term] = {names[vector]: Var(vector, (LETTER,)) for vector in shape.vectors}
    if shifted:
        known[names[shape.vectors[0]]] = Add((known[names[shape.vectors[0]]], negated(PEAK)))
    varies = {*known, "index"}
    known |= {names[scalar]: Var(scalar) for scalar in shape.scalars}
    known |= {"index": Index(LETTER), "n": Var(shape.size), "peak": PEAK, "centre": CENTRE}
    return Meaning(shape, known, varies)


def _at(term: Term, letter: str) -> Term:
    """A term at another index; sums carry `LETTER` nowhere inside."""
    match term:
        case Var(name, indices):
            return Var(name, tuple(letter if i == LETTER else i for i in indices))
        case Ref(name, indices):
            return Ref(name, tuple(letter if i == LETTER else i for i in indices))
        case Index(name):
            return Index(letter if name == LETTER else name)
        case Add(terms):
            return Add(tuple(_at(part, letter) for part in terms))
        case Mul(factors):
            return Mul(tuple(_at(factor, letter) for factor in factors))
        case Pow(base, exponent):
            return Pow(_at(base, letter), _at(exponent, letter))
        case Fn(name, argument):
            return Fn(name, _at(argument, letter))
        case _:
            return term


def _exponent(term: Term) -> Term:
    """A fraction that is written as a quotient, as a number."""
    match term:
        case Mul((Num(above), Pow(Num(below), Num(power)))) if power == -1:
            return Num(above / below)
        case _:
            return term


def _function(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(ast.Name("np"), function):
            return function
        case _:
            return ""
