r"""Writes lines in Maxima's notation as LaTeX, the way an author would print them.

Takes the trees of `maxima.py`. Brackets are put around what holds less tightly than its place wants, and
between *or* and *and*; functions have a row in a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, assert_never

from maxima import (
    ATOM,
    BIG,
    BINDING,
    FRACTION,
    NOT,
    POWER,
    PRODUCT,
    RELATION,
    SUM,
    TRUTHS,
    Call,
    Factorial,
    Infix,
    Name,
    Node,
    Number,
    Prefix,
    Words,
)

RELATIONS: Final = {"=": "=", "<": "<", ">": ">", "<=": r"\le", ">=": r"\ge", "#": r"\neq"}
JOINTS: Final = {"or": r" \text{ or } ", "and": r" \text{ and } "}
SUMS: Final = {"+": "+", "-": "-", "#pm#": r"\pm"}
NAMES: Final = {
    **{name: rf"\text{{{str(truth).lower()}}}" for name, truth in TRUTHS.items()},
    "pi": r"\pi",
    "%pi": r"\pi",
    "%e": "e",
    "%i": "i",
    "inf": r"\infty",
}

TRIGONOMETRIC: Final = ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh")
PLAIN: Final = {name: f"\\{name}" for name in (*TRIGONOMETRIC, "log", "ln")}


def latex(node: Node) -> str:
    """A line as an author would print it."""
    match node:
        case Number(text):
            return text
        case Name(text):
            return _name(text)
        case Words(text):
            return f"\\text{{{text}}}"
        case Call(function, arguments):
            return _call(function, arguments)
        case Prefix("not", operand):
            return f"\\neg {_within(operand, NOT)}"
        case Prefix(operator, operand):
            return _signed(operator, operand)
        case Factorial(operand):
            return f"{_within(operand, ATOM)}!"
        case Infix(operator, left, right):
            return _infix(operator, left, right)
        case _:
            assert_never(node)


def _within(node: Node, place: int) -> str:
    """In brackets where it holds less tightly than its place wants."""
    return latex(node) if _binding(node) >= place else f"({latex(node)})"


def _binding(node: Node) -> int:
    match node:
        case Number() | Name() | Words():
            return ATOM
        case Call(function, _):
            return FRACTION if _is_quotient(node) else BINDINGS.get(function, ATOM)
        case Prefix("not", _):
            return NOT
        case Prefix():
            return SUM
        case Factorial():
            return POWER
        case Infix("/", _, _):
            return FRACTION
        case Infix(operator, _, _):
            return BINDING[operator]
        case _:
            assert_never(node)


BINDINGS: Final = {"exp": POWER, "sum": BIG, "product": BIG, "int": BIG, "diff": BIG, "limit": BIG}


def _name(text: str) -> str:
    base, _, index = text.partition("_")
    shown = NAMES.get(base, base)
    return f"{shown}_{{{index}}}" if index else shown


def _signed(operator: str, operand: Node) -> str:
    gap = " " if operator == "#pm#" else ""
    return f"{SUMS[operator]}{gap}{_within(operand, BIG)}"


def _infix(operator: str, left: Node, right: Node) -> str:
    if operator in JOINTS:
        word, place = JOINTS[operator], BINDING[operator]
        return f"{_member(left, place)}{word}{_member(right, place)}"
    if operator in RELATIONS:
        return f"{_within(left, RELATION)} {RELATIONS[operator]} {_within(right, SUM)}"
    if operator in SUMS:
        return f"{_within(left, SUM)} {SUMS[operator]} {_within(right, BIG)}"
    if operator == "*":
        return _product(_within(left, PRODUCT), _within(right, PRODUCT))
    if operator == "/":
        return f"\\frac{{{latex(left)}}}{{{latex(right)}}}"
    return _power(left, right)


def _member(node: Node, place: int) -> str:
    """Of *or* and *and*: what is joined by the other word is put in brackets, for readers."""
    inner = isinstance(node, Infix) and node.operator in JOINTS and BINDING[node.operator] != place
    return f"({latex(node)})" if inner or _binding(node) < place else latex(node)


def _product(left: str, right: str) -> str:
    digits = right[0].isdigit() or (left[-1].isdigit() and re.match(r"\\frac\{\d", right) is not None)
    return f"{left} \\cdot {right}" if digits else f"{left} {right}"


def _power(base: Node, exponent: Node) -> str:
    above = f"^{{{latex(exponent)}}}"
    if isinstance(base, Call) and base.function in TRIGONOMETRIC:
        return f"\\{base.function}{above} ({latex(base.arguments[0])})"
    if isinstance(base, Call) and base.function in BRACKETED:
        return f"({latex(base)}){above}"
    return _within(base, ATOM) + above


BRACKETED: Final = frozenset((*PLAIN, "sqrt", "lg", "logbase", "conjugate"))


def _call(function: str, arguments: tuple[Node, ...]) -> str:
    rule = CALLS.get((function, len(arguments)))
    if rule is not None:
        return rule(*arguments)
    shown = ", ".join(map(latex, arguments))
    return f"{PLAIN.get(function, function)}({shown})"


def _big(sign: str) -> Callable[[Node, Node, Node, Node], str]:
    return lambda body, index, low, high: (
        f"{sign}_{{{latex(index)}={latex(low)}}}^{{{latex(high)}}} {_within(body, PRODUCT)}"
    )


def _derivative(body: Node, letter: Node) -> str:
    if _is_quotient(Call("diff", (body, letter))):
        return f"\\frac{{d {latex(body)}}}{{d {latex(letter)}}}"
    return f"\\frac{{d}}{{d {latex(letter)}}} {_within(body, FRACTION)}"


def _is_quotient(node: Call) -> bool:
    """A derivative of a name, or of a function of a letter, is one fraction."""
    if node.function != "diff":
        return False
    body = node.arguments[0]
    return isinstance(body, Name) or (isinstance(body, Call) and body.function not in (*PLAIN, "exp", "sqrt"))


def _limit(body: Node, letter: Node, goal: Node) -> str:
    toward = "-\\infty" if goal == Prefix("-", Name("inf")) else latex(goal)
    return f"\\lim_{{{latex(letter)} \\to {toward}}} {_within(body, PRODUCT)}"


CALLS: Final[dict[tuple[str, int], Callable[..., str]]] = {
    ("exp", 1): lambda x: f"e^{{{latex(x)}}}",
    ("sqrt", 1): lambda x: f"\\sqrt{{{latex(x)}}}",
    ("abs", 1): lambda x: f"|{latex(x)}|",
    ("conjugate", 1): lambda x: f"\\overline{{{latex(x)}}}",
    ("lg", 1): lambda x: f"\\log_{{10}}({latex(x)})",
    ("lg", 2): lambda x, base: f"\\log_{{{latex(base)}}}({latex(x)})",
    ("logbase", 2): lambda x, base: f"\\log_{{{latex(base)}}}({latex(x)})",
    ("binomial", 2): lambda n, k: f"\\binom{{{latex(n)}}}{{{latex(k)}}}",
    ("sum", 4): _big(r"\sum"),
    ("product", 4): _big(r"\prod"),
    ("int", 2): lambda f, x: f"\\int {_within(f, PRODUCT)} \\, d{latex(x)}",
    ("int", 4): lambda f, x, a, b: (
        f"\\int_{{{latex(a)}}}^{{{latex(b)}}} {_within(f, PRODUCT)} \\, d{latex(x)}"
    ),
    ("diff", 2): _derivative,
    ("limit", 3): _limit,
}
