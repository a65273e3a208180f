r"""Reads lines in the notation of Maxima, as students type it, and writes them as LaTeX.

    list     := "[" (line ("," line)*)? "]"
    line     := conj ("or" conj)*
    conj     := not ("and" not)*
    not      := "not" not | relation
    relation := sum (("=" | "<" | ">" | "<=" | ">=" | "#") sum)*
    sum      := ("+" | "-" | "±")? product (("+" | "-" | "±") product)*
    product  := factor (("*" | "/") factor)*
    factor   := ("+" | "-") factor | power
    power    := atom "!"* ("^" factor)?
    atom     := number | name | name "(" line ("," line)* ")" | "(" line ")" | "{}" | string

`≠` is written `#`, `±` `#pm#`. Takes a text, gives trees of frozen data and their LaTeX; what a line means
for the line before it is for the caller to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, assert_never


class NotRead(Exception):
    """The text is not in this notation: it says where."""


@dataclass(frozen=True, slots=True)
class Number:
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A string: a remark between lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Factorial:
    operand: Node


@dataclass(frozen=True, slots=True)
class Infix:
    operator: str
    left: Node
    right: Node


Node = Number | Name | Words | Call | Prefix | Factorial | Infix

EMPTY: Final = Name("{}")
RELATIONS: Final = {"=": "=", "<": "<", ">": ">", "<=": r"\le", ">=": r"\ge", "#": r"\neq"}
JOINTS: Final = {"or": r" \text{ or } ", "and": r" \text{ and } "}
SUMS: Final = {"+": "+", "-": "-", "#pm#": r"\pm"}
SYNONYMS: Final = {"nounor": "or", "nounand": "and", "nounnot": "not"}

# How tightly each holds; brackets are put around what holds less tightly than its place wants.
OR, AND, NOT, RELATION, SUM, BIG, PRODUCT, FRACTION, POWER, ATOM = range(10)
BINDING: Final = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(RELATIONS, RELATION),
    **dict.fromkeys(SUMS, SUM),
    "*": PRODUCT,
    "/": PRODUCT,
    "^": POWER,
}

TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<name>%?[A-Za-z][A-Za-z0-9_]*)"
    r'|"(?P<words>(?:[^"\\]|\\.)*)"|(?P<sign>\#pm\#|<=|>=|\{\s*\}|[-+*/^=<>\#!(),\[\]]))'
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int


def read_list(text: str) -> tuple[Node, ...]:
    """The lines of `[…, …]`."""
    reader = _Reader(text)
    reader.take("[")
    lines = reader.arguments("]")
    reader.end()
    return lines


def read(text: str) -> Node:
    """One line."""
    reader = _Reader(text)
    line = reader.line(OR)
    reader.end()
    return line


class _Reader:
    """Goes through the tokens once; `line` climbs by how tightly operators hold."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.place = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def next(self) -> Token:
        token = self.token
        self.place += 1
        return token

    def sees(self, sign: str) -> bool:
        return self.token.kind == "sign" and self.token.text == sign

    def take(self, sign: str) -> None:
        if not self.sees(sign):
            raise NotRead(f"{sign!r} is missing {self.where()}")
        self.place += 1

    def end(self) -> None:
        if self.token.kind != "end":
            raise NotRead(f"the line should end {self.where()}")

    def where(self) -> str:
        return f"before {self.text[self.token.start :][:20]!r}" if self.token.text else "at the end"

    def line(self, binding: int) -> Node:
        left = self.operand(binding)
        while BINDING.get(self.token.text, -1) >= binding and self.token.kind != "words":
            operator = self.next().text
            holds = BINDING[operator]
            left = Infix(operator, left, self.line(POWER if operator == "^" else holds + 1))
        return left

    def operand(self, binding: int) -> Node:
        if self.token.text == "not":
            self.next()
            return Prefix("not", self.line(NOT))
        if self.token.kind == "sign" and self.token.text in SUMS:
            return Prefix(self.next().text, self.line(max(PRODUCT, binding)))
        found = self.atom()
        while self.sees("!"):
            self.next()
            found = Factorial(found)
        return found

    def atom(self) -> Node:
        token = self.next()
        if token.kind == "number":
            return Number(token.text)
        if token.kind == "words":
            return Words(token.text.replace('\\"', '"'))
        if token.kind == "name" and self.sees("("):
            self.next()
            return Call(token.text.removeprefix("noun"), self.arguments(")"))
        if token.kind == "name":
            return Name(token.text)
        if token.text.startswith("{"):
            return EMPTY
        if token.text == "(":
            inner = self.line(OR)
            self.take(")")
            return inner
        self.place -= 1
        raise NotRead(f"a number, a name or a bracket is missing {self.where()}")

    def arguments(self, closing: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.sees(closing):
            if found:
                self.take(",")
            found.append(self.line(OR))
        self.take(closing)
        return tuple(found)


def _tokens(text: str) -> tuple[Token, ...]:
    found: list[Token] = []
    end = len(text.rstrip())
    place = 0
    while place < end:
        match = TOKEN.match(text, place)
        if match is None:
            raise NotRead(f"{text[place:].lstrip()[:20]!r} is not of this notation")
        kind = match.lastgroup or ""
        said = match.group(kind)
        found.append(Token(kind, SYNONYMS.get(said, said), match.start(kind)))
        place = match.end()
    return (*found, Token("end", "", end))


def parts(node: Node) -> tuple[Node, ...]:
    """What a node is made of."""
    match node:
        case Number() | Name() | Words():
            return ()
        case Call(_, arguments):
            return arguments
        case Prefix(_, operand) | Factorial(operand):
            return (operand,)
        case Infix(_, left, right):
            return (left, right)
        case _:
            assert_never(node)


def letters(node: Node) -> frozenset[str]:
    """The unknowns: names but for constants."""
    if isinstance(node, Name):
        return frozenset() if node.text in NAMES or node.text == "e" else frozenset((node.text,))
    return frozenset().union(*map(letters, parts(node)))


def says(node: Node) -> bool:
    """Whether a line can be true or false; otherwise it is an expression, or a remark."""
    if isinstance(node, Prefix):
        return node.operator == "not"
    if isinstance(node, Infix):
        return BINDING[node.operator] <= RELATION
    return isinstance(node, Name) and node.text in TRUTHS


TRUE, FALSE = r"\text{true}", r"\text{false}"
TRUTHS: Final = {"true": TRUE, "all": TRUE, "false": FALSE, "none": FALSE, "{}": FALSE}
NAMES: Final = {"pi": r"\pi", "%pi": r"\pi", "%e": "e", "%i": "i", "inf": r"\infty", **TRUTHS}

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
            return f"\\neg {within(operand, NOT)}"
        case Prefix(operator, operand):
            return f"{SUMS[operator]} {within(operand, BIG)}" if len(SUMS[operator]) > 1 else _signed(node)
        case Factorial(operand):
            return f"{within(operand, ATOM)}!"
        case Infix(operator, left, right):
            return _infix(operator, left, right)
        case _:
            assert_never(node)


def within(node: Node, place: int) -> str:
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


def _signed(node: Prefix) -> str:
    return f"{SUMS[node.operator]}{within(node.operand, BIG)}"


def _infix(operator: str, left: Node, right: Node) -> str:
    if operator in JOINTS:
        word, place = JOINTS[operator], BINDING[operator]
        return f"{_member(left, place)}{word}{_member(right, place)}"
    if operator in RELATIONS:
        return f"{within(left, RELATION)} {RELATIONS[operator]} {within(right, SUM)}"
    if operator in SUMS:
        return f"{within(left, SUM)} {SUMS[operator]} {within(right, BIG)}"
    if operator == "*":
        return _product(within(left, PRODUCT), within(right, PRODUCT))
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
    return within(base, ATOM) + above


BRACKETED: Final = frozenset((*PLAIN, "sqrt", "lg", "logbase", "conjugate"))


def _call(function: str, arguments: tuple[Node, ...]) -> str:
    rule = CALLS.get((function, len(arguments)))
    if rule is not None:
        return rule(*arguments)
    shown = ", ".join(map(latex, arguments))
    return f"{PLAIN.get(function, function)}({shown})"


def _big(sign: str) -> Callable[[Node, Node, Node, Node], str]:
    return lambda body, index, low, high: (
        f"{sign}_{{{latex(index)}={latex(low)}}}^{{{latex(high)}}} {within(body, PRODUCT)}"
    )


def _derivative(body: Node, letter: Node) -> str:
    if _is_quotient(Call("diff", (body, letter))):
        return f"\\frac{{d {latex(body)}}}{{d {latex(letter)}}}"
    return f"\\frac{{d}}{{d {latex(letter)}}} {within(body, FRACTION)}"


def _is_quotient(node: Call) -> bool:
    """A derivative of a name, or of a function of a letter, is one fraction."""
    if node.function != "diff":
        return False
    body = node.arguments[0]
    return isinstance(body, Name) or (isinstance(body, Call) and body.function not in (*PLAIN, "exp", "sqrt"))


def _limit(body: Node, letter: Node, goal: Node) -> str:
    toward = "-\\infty" if goal == Prefix("-", Name("inf")) else latex(goal)
    return f"\\lim_{{{latex(letter)} \\to {toward}}} {within(body, PRODUCT)}"


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
    ("int", 2): lambda f, x: f"\\int {within(f, PRODUCT)} \\, d{latex(x)}",
    ("int", 4): lambda f, x, a, b: (
        f"\\int_{{{latex(a)}}}^{{{latex(b)}}} {within(f, PRODUCT)} \\, d{latex(x)}"
    ),
    ("diff", 2): _derivative,
    ("limit", 3): _limit,
}
