"""What SymPy and pycodemath say of the lines of an argument, each line beside the one before.

SymPy compares expressions with `equals`, and equations, inequalities, *or* and *and* in one letter by the
sets of their real solutions (`solveset`, `as_set`). pycodemath compares what its `check_steps` and
`certify_diff` read. What they do not read, and what SymPy would need a second letter for, is open.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Final

import maxima
import sympy
from arguments import Joint, Line, Said

try:
    from pycodemath.verify import certify_diff, check_steps
except ImportError:
    certify_diff = check_steps = None


def asked(name: str, lines: Sequence[Line], positive: bool, limit: float) -> list[Said] | None:
    """What a peer says, in a process that is killed at the limit; `None` where it said nothing till then."""
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, name, lines, positive))
    process.start()
    theirs.close()
    try:
        return list(ours.recv()) if ours.poll(limit) else None
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()
        ours.close()


def _work(out: Connection, name: str, lines: Sequence[Line], positive: bool) -> None:
    out.send([Said.GIVEN, *(_said(PEERS[name], *pair, positive) for pair in pairwise(lines))])


def _said(peer: Peer, before: Line, line: Line, positive: bool) -> Said:
    if line.joint is Joint.OPENS:
        return Said.GIVEN
    if line.prose:
        return Said.OPEN
    try:
        holds = peer(before, line, positive)
    except Exception:
        return Said.OPEN
    return Said.OPEN if holds is None else Said.RIGHT if holds else Said.FALSE


Peer = Callable[[Line, Line, bool], bool | None]


class Beyond(Exception):
    """It has no counterpart there."""


# SymPy.


def by_sympy(before: Line, line: Line, positive: bool) -> bool | None:
    """Whether a line follows from the one before, as a user would ask SymPy."""
    if line.joint is Joint.EQUALS:
        values = [expression(side) for side in (*_sides(before.node)[-1:], *_sides(line.node))]
        verdicts = [a.equals(b) for a, b in pairwise(values)]
        return False if False in verdicts else all(verdicts) or None
    names = maxima.letters(before.node) | maxima.letters(line.node)
    if len(names) > 1 or line.joint is not Joint.IFF:
        raise Beyond
    letter = sympy.Symbol(next(iter(names), "x"), real=True)
    universe = sympy.Interval.open(0, sympy.oo) if positive else sympy.S.Reals
    sets = [solutions(side.node, letter) & universe for side in (before, line)]
    return True if sets[0] == sets[1] else _empty(sympy.SymmetricDifference(*sets))


def _empty(found: sympy.Set) -> bool | None:
    empty: bool | None = found.is_empty
    return empty


def _sides(node: maxima.Node) -> tuple[maxima.Node, ...]:
    """Of a chain of equals signs; an expression alone is one."""
    match node:
        case maxima.Infix("=", left, right):
            return (*_sides(left), right)
        case _:
            return (node,)


def solutions(node: maxima.Node, letter: sympy.Symbol) -> sympy.Set:
    """The real numbers at which a line is true."""
    match node:
        case maxima.Name(text) if text in maxima.TRUTHS:
            return sympy.S.Reals if maxima.TRUTHS[text] else sympy.S.EmptySet
        case maxima.Infix("or", left, right):
            return solutions(left, letter) | solutions(right, letter)
        case maxima.Infix("and", left, right):
            return solutions(left, letter) & solutions(right, letter)
        case maxima.Infix("=", left, right) if signs := _signs(node):
            difference = maxima.Infix("-", left, right)
            return sympy.Union(
                *(sympy.solveset(expression(difference, letter, s), letter, sympy.S.Reals) for s in signs)
            )
        case maxima.Infix("#", left, right):
            return sympy.S.Reals - solutions(maxima.Infix("=", left, right), letter)
        case maxima.Infix(sign, left, right) if sign in RELATIONS:
            return RELATIONS[sign](expression(left, letter), expression(right, letter)).as_set()
        case _:
            raise Beyond


def _signs(node: maxima.Node) -> tuple[int, ...]:
    return (1, -1) if _chooses(node) else (1,)


def _chooses(node: maxima.Node) -> bool:
    own = isinstance(node, maxima.Prefix | maxima.Infix) and node.operator == "#pm#"
    return own or any(map(_chooses, maxima.parts(node)))


RELATIONS: Final = {"<": sympy.Lt, ">": sympy.Gt, "<=": sympy.Le, ">=": sympy.Ge}
OPERATORS: Final[dict[str, Callable[[sympy.Expr, sympy.Expr], sympy.Expr]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
CONSTANTS: Final = {
    "pi": sympy.pi,
    "%pi": sympy.pi,
    "e": sympy.E,
    "%e": sympy.E,
    "i": sympy.I,
    "%i": sympy.I,
    "inf": sympy.oo,
}
FUNCTIONS: Final[dict[str, Callable[..., sympy.Expr]]] = {
    **{
        name: getattr(sympy, name) for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "binomial", "diff")
    },
    "abs": sympy.Abs,
    "ln": sympy.log,
    "lg": lambda x, *base: sympy.log(x, *base or (10,)),
    "logbase": sympy.log,
    "int": sympy.integrate,
    "sum": lambda body, index, low, high: sympy.Sum(body, (index, low, high)),
    "product": lambda body, index, low, high: sympy.Product(body, (index, low, high)),
    "limit": sympy.limit,
}


def expression(node: maxima.Node, letter: sympy.Symbol | None = None, sign: int = 1) -> sympy.Expr:
    """In SymPy; `letter` stands for the unknown of its name, `sign` for ±."""
    match node:
        case maxima.Number(text):
            return sympy.Rational(text)
        case maxima.Name(text) if text in CONSTANTS:
            return CONSTANTS[text]
        case maxima.Name(text):
            return letter if letter is not None and letter.name == text else sympy.Symbol(text)
        case maxima.Factorial(operand):
            return sympy.factorial(expression(operand, letter, sign))
        case maxima.Prefix(operation, operand):
            return {"-": -1, "+": 1, "#pm#": sign}[operation] * expression(operand, letter, sign)
        case maxima.Infix("#pm#", left, right):
            return expression(left, letter, sign) + sign * expression(right, letter, sign)
        case maxima.Infix(operation, left, right) if operation in OPERATORS:
            return OPERATORS[operation](expression(left, letter, sign), expression(right, letter, sign))
        case maxima.Call(function, arguments) if function in FUNCTIONS:
            return FUNCTIONS[function](*(expression(a, letter, sign) for a in arguments))
        case _:
            raise Beyond


# pycodemath.


def by_pycodemath(before: Line, line: Line, positive: bool) -> bool | None:
    """Whether a line follows from the one before; it knows no positive letters."""
    if positive:
        raise Beyond
    match before.node:
        case maxima.Call("diff", (function, maxima.Name(letter))):
            status = certify_diff(typed(function), letter, typed(line.node)).status
        case _ if line.joint is Joint.EQUALS:
            sides = (*_sides(before.node)[-1:], *_sides(line.node))
            status = check_steps(list(map(typed, sides))).status
        case _:
            status = check_steps([typed(before.node), typed(line.node)]).status
    return {"verified": True, "refuted": False}.get(status.value)


def typed(node: maxima.Node) -> str:
    """In pycodemath's notation, all brackets written."""
    match node:
        case maxima.Name("e" | "%e"):
            return "exp(1)"
        case maxima.Name(text) if text in {*CONSTANTS, *maxima.TRUTHS} - {"pi"}:
            raise Beyond
        case maxima.Number(text) | maxima.Name(text):
            return text
        case maxima.Factorial(operand):
            return f"factorial({typed(operand)})"
        case maxima.Prefix("-", operand):
            return f"(-{typed(operand)})"
        case maxima.Infix("or" | "=" as sign, left, right):
            return f"{typed(left)} {sign} {typed(right)}"
        case maxima.Infix(sign, left, right) if sign in OPERATORS:
            return f"({typed(left)}{sign}{typed(right)})"
        case maxima.Call("lg" | "logbase", (x, base)):
            return f"(log({typed(x)})/log({typed(base)}))"
        case maxima.Call(function, arguments) if function not in ("sum", "product", "int", "limit"):
            return f"{function}({', '.join(map(typed, arguments))})"
        case _:
            raise Beyond


PEERS: Final[dict[str, Peer]] = {"SymPy": by_sympy, **({"pycodemath": by_pycodemath} if check_steps else {})}
