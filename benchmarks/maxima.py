r"""Reads lines in the notation of Maxima, as students type it.

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

`≠` is written `#`, `±` `#pm#`. Takes a text, gives trees of frozen data; `maxima_latex.py` prints them. What
a line means for the line before it is for the caller to say.
"""

from __future__ import annotations

import re
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
RELATIONS: Final = ("=", "<", ">", "<=", ">=", "#")
SUMS: Final = ("+", "-", "#pm#")
TRUTHS: Final = {"true": True, "all": True, "false": False, "none": False, "{}": False}
CONSTANTS: Final = frozenset(("e", "%e", "pi", "%pi", "%i", "inf"))
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
    """The unknowns: names but for constants and truths."""
    if isinstance(node, Name):
        return frozenset((node.text,)) - CONSTANTS - TRUTHS.keys()
    return frozenset().union(*map(letters, parts(node)))


def says(node: Node) -> bool:
    """Whether a line can be true or false; otherwise it is an expression, or a remark."""
    if isinstance(node, Prefix):
        return node.operator == "not"
    if isinstance(node, Infix):
        return BINDING[node.operator] <= RELATION
    return isinstance(node, Name) and node.text in TRUTHS
