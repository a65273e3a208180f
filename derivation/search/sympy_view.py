r"""Terms as SymPy expressions, for people to look at and to work on.

Takes a term, gives a `sympy.Expr`. Nothing that decides imports this module:
SymPy rewrites on construction, and its sums capture indices.

Every bound index becomes a fresh `Dummy` with its letter. A name that is not
opened is a symbol; under a derivative it is a function of the variable, as
SymPy takes the derivative of a mere symbol to be 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import sympy

from derivation.late import regex
from derivation.records import dataclass, replace
from derivation.terms.indices import parted
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.terms import (
    UNKNOWN,
    Add,
    Bound,
    Definition,
    Delta,
    Deriv,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Prod,
    Ref,
    Sum,
    Term,
    Var,
    range_letters,
)

Definitions = Mapping[tuple[str, int], Definition]
Names = Mapping[str, sympy.Expr]

ACCENT = regex(r"\\(hat|bar|tilde|dot|ddot|vec)\{(\w+)\}")


def _odd_root(order: int) -> Callable[[sympy.Expr], sympy.Expr]:
    return lambda x: sympy.sign(x) * sympy.Abs(x) ** sympy.Rational(1, order)


FUNCTIONS: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "factorial": sympy.factorial,
    "rfactorial": lambda n: 1 / sympy.factorial(n),
    **{name: _odd_root(order) for name, order in ODD_ROOTS.items()},
}


class NoView(Exception):
    """A term that SymPy has no expression for; the message says which part."""


def to_sympy(term: Term, definitions: Definitions | None = None) -> sympy.Expr:
    """The SymPy expression of a term; with `definitions`, names are opened.

    Sizes and free indices are positive integer symbols, other unknowns real ones.
    """
    return _View(definitions, _sizes(term, definitions)).expr(term, {}, None)


def symbol_name(name: str) -> str:
    r"""A LaTeX name as SymPy writes it: `beta` for `\beta`, `yhat` for `\hat{y}`."""
    plain = ACCENT.sub(r"\2\1", name)
    return plain[1:] if re.fullmatch(r"\\[A-Za-z]+", plain) else plain


def _sizes(term: Term, definitions: Definitions | None) -> frozenset[str]:
    bodies = [definition.body for definition in (definitions or {}).values()]
    return frozenset().union(*map(range_letters, (term, *bodies)))


@dataclass(frozen=True, slots=True)
class _View:
    definitions: Definitions | None
    sizes: frozenset[str]
    held: frozenset[tuple[str, int]] = frozenset()
    """Quantities that are differentiated by: they stay symbols."""

    def expr(self, term: Term, names: Names, wrt: sympy.Expr | None) -> sympy.Expr:
        match term:
            case Num(value):
                return sympy.Rational(value.numerator, value.denominator)
            case Var(name, ()) if name in self.sizes:
                return _integer(name, names)
            case Var(name, indices):
                return _entry(name, [_integer(i, names) for i in indices])
            case Index(name):
                return _integer(name, names)
            case Add(terms):
                return sympy.Add(*(self.expr(part, names, wrt) for part in terms))
            case Mul(factors):
                return sympy.Mul(*(self.expr(factor, names, wrt) for factor in factors))
            case Pow(base, exponent):
                return sympy.Pow(self.expr(base, names, wrt), self.expr(exponent, names, wrt))
            case Fn(name, argument):
                return _function(name)(self.expr(argument, names, wrt))
            case Delta(left, right):
                return sympy.KroneckerDelta(_integer(left, names), _integer(right, names))
            case Sum() | Prod():
                return self._over(term, names, wrt)
            case Deriv(body, Ref() as quantity):
                holding = replace(self, held=self.held | {(quantity.name, len(quantity.indices))})
                return sympy.Derivative(holding.expr(body, names, None), holding.expr(quantity, names, None))
            case Deriv(body, variable):
                seen = self.expr(variable, names, None)
                return sympy.Derivative(self.expr(body, names, seen), seen)
            case Ref():
                return self._quantity(term, names, wrt)

    def _over(self, term: Sum | Prod, names: Names, wrt: sympy.Expr | None) -> sympy.Expr:
        own = sympy.Dummy(term.index.split(".")[0], integer=True)
        low, high = (_end(end, names) for end in term.range)
        body = self.expr(term.body, {**names, term.index: own}, wrt)
        left_out = [sympy.KroneckerDelta(own, _integer(place, names)) for place in term.excluded]
        if isinstance(term, Sum):
            return sympy.Sum(sympy.Mul(body, *(1 - delta for delta in left_out)), (own, low, high))
        kept = sympy.Pow(body, sympy.Mul(*(1 - delta for delta in left_out)))
        return sympy.Product(kept, (own, low, high))

    def _quantity(self, term: Ref, names: Names, wrt: sympy.Expr | None) -> sympy.Expr:
        actual = [_integer(i, names) for i in term.indices]
        if self.definitions is None:
            if term.arguments:
                values = [self.expr(argument, names, wrt) for argument in term.arguments]
                return sympy.Function(symbol_name(term.name), real=True)(*actual, *values)
            if wrt is not None:
                return sympy.Function(symbol_name(term.name), real=True)(*actual, wrt)
            return _entry(term.name, actual)
        if (term.name, len(actual)) in self.held:
            return _entry(term.name, actual)
        definition = self.definitions.get((term.name, len(actual)))
        if definition is None:
            raise NoView(f"{term.name} is not defined")
        body = self.expr(definition.body, dict(zip(definition.parameters, actual, strict=True)), wrt)
        values = [self.expr(argument, names, wrt) for argument in term.arguments]
        variables = [_entry(variable, []) for variable in definition.variables]
        return body.subs(dict(zip(variables, values, strict=True)), simultaneous=True)


def _entry(name: str, indices: list[sympy.Expr]) -> sympy.Expr:
    if not indices:
        return sympy.Symbol(symbol_name(name), real=True)
    return sympy.IndexedBase(symbol_name(name), real=True)[tuple(indices)]


def _integer(name: str, names: Names) -> sympy.Expr:
    """An index or a size: what it stands for, a number, or a positive integer symbol."""
    base, offset = parted(name)
    if not base:
        return sympy.Integer(offset)
    return names.get(base, sympy.Symbol(base.split(".")[0], integer=True, positive=True)) + offset


def _end(end: Bound, names: Names) -> sympy.Expr:
    return _integer(end.base, names) + end.offset if end.base else sympy.Integer(end.offset)


def _function(name: str) -> Callable[[sympy.Expr], sympy.Expr]:
    if name.startswith(UNKNOWN):
        raise NoView(f"nothing defines the function {name.removeprefix(UNKNOWN)}")
    if name not in FUNCTIONS:
        raise NoView(f"the function {name}; add a row to FUNCTIONS")
    return FUNCTIONS[name]
