"""Reads emitted statements back as mathematics, so that the code itself is proved.

Takes a function's statements and what it returns; gives terms, and definitions
for the variables that they use. It shares nothing with `body.py`: an array along
the axis is a quantity with an index, `np.sum` is a sum over the whole range. A
shifted vector is x_i - m with m any number, and so is one less its middle; recounted
indices are i - c with c any number. What it does not know it refuses.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from fractions import Fraction

from derivation.emit.errors import EmitError
from derivation.emit.pieces import Statements, function_of
from derivation.emit.rewrite import at
from derivation.emit.shape import Shape
from derivation.records import dataclass, field, replace
from derivation.search.decide import prove
from derivation.terms.judgement import Proved
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    ONE,
    PI,
    ZERO,
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

PEAK, CENTRE, BETA = Var("peak of the code"), Var("centre of the code"), Var("inverse temperature")
BINARY = {"add": ast.Add(), "subtract": ast.Sub(), "multiply": ast.Mult(), "divide": ast.Div()}
LETTER, BOUND, COORDINATES = "code", "code bound", "coordinates of the code"


@dataclass(slots=True)
class Meaning:
    """What the variables of a function mean, at the index `LETTER`; `varies` are arrays along the axis."""

    shape: Shape
    known: dict[str, Term]
    varies: set[str]
    definitions: dict[tuple[str, int], Definition] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)

    def enter(self, arguments: Mapping[str, Term], handed: Iterable[str]) -> None:
        """Goes on in another function, which has its arguments and the variables that are handed over."""
        self.known = {**arguments, **{variable: self.known[variable] for variable in handed}}
        self.own &= set(handed)

    def assign(self, variable: str, expr: ast.expr) -> None:
        term, varies = self.term(expr), self.along(expr)
        self._take(expr)
        (self.own.discard if isinstance(expr, ast.Name) else self.own.add)(variable)
        key = f"code {len(self.definitions)}"
        parameters = (LETTER,) if varies else ()
        self.definitions[key, len(parameters)] = Definition(key, parameters, term)
        self.known[variable] = Ref(key, parameters)
        (self.varies.add if varies else self.varies.discard)(variable)

    def _take(self, expr: ast.expr) -> None:
        """What `out=` writes over is gone; it must be of the code's own making, and stand there once."""
        names = [node.id for node in ast.walk(expr) if isinstance(node, ast.Name)]
        if isinstance(expr, ast.Name):
            self.own.discard(expr.id)
        for node in ast.walk(expr):
            if isinstance(node, ast.keyword) and node.arg == "out":
                if not (isinstance(node.value, ast.Name) and node.value.id in self.own):
                    raise EmitError(f"{ast.unparse(expr)} in emitted code writes over what is not its own")
                if names.count(node.value.id) != 2:
                    raise EmitError(f"{ast.unparse(expr)} in emitted code writes over what it reads twice")
                del self.known[node.value.id]
                self.own.discard(node.value.id)

    def run(self, statement: ast.stmt) -> None:
        """An assignment; `if beta != 1` multiplies by powers of beta alone, so that it may be left out at 1.

        `if lost is not None` adds multiples of what rounding took, which is 0 in real numbers.
        """
        match statement:
            case ast.Assign(targets=[ast.Name(variable)], value=value):
                self.assign(variable, value)
            case ast.If(
                ast.Compare(ast.Name("beta"), [ast.NotEq()], [ast.Constant(1)]), [ast.Assign() as inner], []
            ):
                match inner:
                    case ast.Assign(
                        targets=[ast.Name(variable)], value=ast.BinOp(ast.Name(same), ast.Mult(), factor)
                    ) if same == variable and _is_power_of_beta(factor):
                        self.assign(variable, inner.value)
                    case _:
                        raise EmitError(f"{ast.unparse(statement)} in emitted code cannot be read back")
            case ast.If(
                ast.Compare(ast.Name("lost"), [ast.IsNot()], [ast.Constant(None)]),
                [ast.Assign([ast.Name(variable)], ast.BinOp(ast.Name(same), ast.Add(), mend) as value)],
                [],
            ) if same == variable and _vanishes(mend):
                self.assign(variable, value)
            case _:
                raise EmitError(f"{ast.unparse(statement)} in emitted code cannot be read back")

    def along(self, expr: ast.expr) -> bool:
        """Whether an expression has the axis's length; else its length there is 1."""
        match expr:
            case ast.Call() if function_of(expr) == "add.reduce" or _is_middle(expr):
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
            case ast.Attribute(ast.Name("math"), "pi"):
                return PI
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
            case ast.Call(func=ast.Name("_logistic"), args=[argument], keywords=[]):
                return quotient(ONE, Add((ONE, Fn("exp", negated(self.term(argument))))))
            case ast.Call(func=ast.Name("_softplus"), args=[argument], keywords=[]):
                return Fn("log", Add((ONE, Fn("exp", self.term(argument)))))
            case ast.Call(func=ast.Name("_middle"), args=[ast.Name(variable), *_]):
                return Var(f"middle of {variable}")
            case ast.Call(func=ast.Name("_shifted"), args=[argument, by]):
                return Add((self.term(argument), negated(self.term(by))))
            case ast.Call(args=[argument, ast.Name("axis")]) if function_of(expr) == "add.reduce":
                return self._sum(argument)
            case ast.Call(args=[argument]) if function_of(expr) == "sqrt":
                return Pow(self.term(argument), Num(Fraction(1, 2)))
            case ast.Call(args=[left, right], keywords=[ast.keyword("out")]) if function_of(expr) in BINARY:
                return self.term(ast.BinOp(left, BINARY[function_of(expr)], right))
            case ast.Call(args=[argument], keywords=[] | [ast.keyword("out")]) if function_of(expr):
                return Fn(function_of(expr), self.term(argument))
        raise EmitError(f"{ast.unparse(expr)} in emitted code cannot be read back")

    def _sum(self, argument: ast.expr) -> Term:
        if not self.along(argument):
            raise EmitError(f"{ast.unparse(argument)} in emitted code is summed, and has no axis")
        return Sum(BOUND, self.shape.span, at(self.term(argument), LETTER, BOUND))


def check_code(
    targets: Iterable[tuple[str, Term]],
    setting: Setting,
    meaning: Meaning,
    parts: Iterable[tuple[Iterable[str], Statements]],
    results: Iterable[ast.expr],
) -> None:
    """Raises `EmitError` unless the statements are proved to compute each target, a term by its name.

    Each part is a function's: the variables that it is handed by the part before, and its statements.
    """
    arguments = dict(meaning.known)
    for handed, statements in parts:
        meaning.enter(arguments, handed)
        for statement in statements:
            meaning.run(statement)
    for (name, target), result in zip(targets, results, strict=True):
        inside = replace(setting, definitions={**setting.definitions, **meaning.definitions})
        term, index = meaning.term(result), meaning.shape.index
        found = prove(at(term, LETTER, index) if index else term, target, inside)
        if not isinstance(found, Proved):
            raise EmitError(f"the code for {name} is not proved to compute it: {found.reason}")


def meaning_of(shape: Shape, names: Mapping[str, str], counted: bool) -> Meaning:
    """What the parameters mean; `counted` where indices are numbers, and not coordinates of any kind."""
    vectors = {names[vector]: Var(vector, (LETTER,)) for vector in shape.vectors}
    known: dict[str, Term] = {"beta": BETA, **vectors}
    varies = {*vectors, "index", "lost"}
    known |= {names[scalar]: Var(scalar) for scalar in shape.scalars}
    known |= {"index": Index(LETTER) if counted else Var(COORDINATES, (LETTER,)), "n": Var(shape.size)}
    known |= {"peak": PEAK, "centre": CENTRE, "lost": ZERO}
    return Meaning(shape, known, varies)


def _exponent(term: Term) -> Term:
    """A fraction that is written as a quotient, as a number."""
    match term:
        case Mul((Num(above), Pow(Num(below), Num(power)))) if power == -1:
            return Num(above / below)
        case _:
            return term


def _is_middle(expr: ast.expr) -> bool:
    return isinstance(expr, ast.Call) and isinstance(expr.func, ast.Name) and expr.func.id == "_middle"


def _is_power_of_beta(factor: ast.expr) -> bool:
    match factor:
        case ast.Name("beta") | ast.BinOp(ast.Name("beta"), ast.Pow(), ast.Constant()):
            return True
        case _:
            return False


def _vanishes(mend: ast.expr) -> bool:
    """Whether an expression is a multiple of `lost`, what rounding took, which is 0 in real numbers."""
    match mend:
        case ast.Name("lost"):
            return True
        case ast.BinOp(left, ast.Mult(), right):
            return _vanishes(left) or _vanishes(right)
        case ast.BinOp(left, ast.Div()):
            return _vanishes(left)
        case ast.UnaryOp(ast.USub(), operand):
            return _vanishes(operand)
        case _:
            return False
