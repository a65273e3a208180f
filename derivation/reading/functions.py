r"""Functions that have a name in LaTeX, as terms: rows of tables.

    \log_b x          log x / log b
    \sec x, \coth x   quotients of two others
    \arsinh x         logarithms
    \max(x, y)        (x + y + |x - y|) / 2

Takes the name, the base and the argument, which are read; gives the term, or `None` for a
function that is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivation.terms.terms import MINUS_ONE, ONE, Add, Fn, Mul, Num, Pow, Term, negated, quotient
from derivation.text.syntax import Apply, Node, Symbol

FUNCTIONS = {
    "\\exp": "exp",
    "\\log": "log",
    "\\ln": "log",
    "\\sin": "sin",
    "\\cos": "cos",
    "\\tan": "tan",
    "\\sinh": "sinh",
    "\\cosh": "cosh",
    "\\tanh": "tanh",
    "\\arcsin": "arcsin",
    "\\arccos": "arccos",
    "\\arctan": "arctan",
}

QUOTIENTS = {
    "\\sec": ("", "cos"),
    "\\csc": ("", "sin"),
    "\\cot": ("cos", "sin"),
    "\\sech": ("", "cosh"),
    "\\csch": ("", "sinh"),
    "\\coth": ("cosh", "sinh"),
}
"""Functions that are a quotient of two others; "" is 1."""

HALF = Num(Fraction(1, 2))


def _root_of_square(term: Term, more: Term) -> Term:
    """√(x² + more)."""
    return Pow(Add((Pow(term, Num(Fraction(2))), more)), HALF)


LOGARITHMS: dict[str, Callable[[Term], Term]] = {
    "\\arsinh": lambda x: Fn("log", Add((x, _root_of_square(x, ONE)))),
    "\\arcosh": lambda x: Fn("log", Add((x, _root_of_square(x, MINUS_ONE)))),
    "\\artanh": lambda x: Mul((HALF, Fn("log", quotient(Add((ONE, x)), Add((ONE, negated(x))))))),
}
"""Inverse hyperbolic functions."""

BASES = {"\\lg": Num(Fraction(10))}
"""Logarithms to a base that is not printed."""
WITH_BASE = frozenset(("\\log",))
"""Functions that may have their base as a subscript."""


def applied(name: str, argument: Term) -> Term | None:
    """A function at an argument."""
    if name in FUNCTIONS:
        return Fn(FUNCTIONS[name], argument)
    if name in QUOTIENTS:
        above, below = QUOTIENTS[name]
        return quotient(Fn(above, argument) if above else ONE, Fn(below, argument))
    if name in LOGARITHMS:
        return LOGARITHMS[name](argument)
    return logarithm(BASES[name], argument) if name in BASES else None


def logarithm(base: Term, argument: Term) -> Term:
    """The logarithm to a base."""
    return quotient(Fn("log", argument), Fn("log", base))


def binomial(above: Term, below: Term) -> Term:
    """n! / (k! (n - k)!), which is 0 where k or n - k is negative."""
    rest = Add((above, negated(below)))
    return Mul((Fn("factorial", above), Fn("rfactorial", below), Fn("rfactorial", rest)))


MAX_COMPARED = 4


def extremum(name: str, arguments: tuple[Term, ...]) -> Term | None:
    """The largest, or the smallest, of some numbers, each compared with the largest before it; `None` of one
    alone, which may be an array, and of many."""
    if not 1 < len(arguments) <= MAX_COMPARED:
        return None
    found, *others = arguments
    for other in others:
        apart = Fn("abs", Add((found, negated(other))))
        found = Mul((HALF, Add((found, other, apart if name == "\\max" else negated(apart)))))
    return found


def is_notation(left: Node, right: Node) -> bool:
    """Whether two sides are a logarithm without a base and one with it, `\\log x = \\log_{10} x`."""
    match left, right:
        case Apply(Symbol(one), first), Apply(Symbol(other), second) if one == other and one in WITH_BASE:
            bases = {left.function.subscripts, right.function.subscripts}
            return first == second and () in bases and len(bases) == 2
        case _:
            return False
