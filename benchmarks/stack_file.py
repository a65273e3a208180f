"""Reads STACK's arguments by equivalence from its own file, and makes the lines of a document of each.

Takes the folder, gives for each argument its lines with what STACK says of their links. What an engine says
of them is for `arguments_stack.py`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

import maxima
from arguments import Joint, Line, file_in
from maxima_latex import latex

FILE: Final = "equivfixtures.class.php"
FIELD: Final = re.compile(r"\$newarg\['(?P<key>\w+)'\]\s*=\s*(?P<value>.*?);\n|\$newarg = \[\];", re.S)
STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'', re.S)
MARK: Final = re.compile(r"([A-Z]+)(?:\((\w)\))?[,)]")

NOTHING: Final = frozenset(("EMPTYCHAR", "ASSUMEREALVARS", "ASSUMEPOSVARS"))
TRUE: Final = frozenset(("EQUIVCHAR", "EQUIVCHARREAL", "SAMEROOTS", "CHECKMARK", "EQUIVLOG"))
FALSE: Final = frozenset(("QMCHAR", "IMPLIESCHAR", "IMPLIEDCHAR", "ANDOR", "MISSINGVAR"))
STEPS: Final = {
    "INTCHAR": "Integrating by ${}$,",
    "DIFFCHAR": "Differentiating by ${}$,",
    "EQUATECOEFFLOSS": "Comparing the coefficients of the powers of ${}$,",
    "EQUATECOEFFGAIN": "Conversely, for all ${}$,",
}
"""Links that are true by more than what the two lines say: the words for that."""


class Domain(Enum):
    """What STACK takes letters for: complex numbers where its file says nothing."""

    COMPLEX = "complex"
    REAL = "real"
    POSITIVE = "positive"


@dataclass(frozen=True, slots=True)
class Mark:
    """STACK's word for the link to a line, and the letter that it names."""

    name: str
    letter: str = ""

    @property
    def true(self) -> bool | None:
        """Whether the link holds; `None` where there is none."""
        if self.name in NOTHING:
            return None
        if self.name in TRUE or self.name in STEPS:
            return True
        if self.name in FALSE:
            return False
        raise ValueError(f"STACK's mark {self.name} is not known here")


@dataclass(frozen=True, slots=True)
class Argument:
    """Lines in STACK's notation, a mark for each; `marked` writes one direction as `\\implies`."""

    number: int
    row: int
    text: str
    marks: tuple[Mark, ...]
    domain: Domain
    outcome: str
    marked: bool = False

    @property
    def key(self) -> str:
        """Names it without its text."""
        return hashlib.sha256(f"{self.text} {self.domain.value}".encode()).hexdigest()[:8]

    @property
    def nodes(self) -> tuple[maxima.Node, ...]:
        return maxima.read_list(self.text)


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the document, with STACK's word for it: true, false, or `None` where it says nothing."""

    line: Line
    true: bool | None


def arguments(folder: Path) -> list[Argument]:
    """All arguments of the file, in its order."""
    return list(_arguments(file_in(folder, FILE).read_text(encoding="utf-8")))


def _arguments(php: str) -> Iterator[Argument]:
    number = 0
    for fields, place in _records(php):
        if "casstring" not in fields:
            continue
        number += 1
        domain = Domain.POSITIVE if "assumepos" in fields else Domain.COMPLEX
        domain = Domain.REAL if "assumereal" in fields else domain
        marks = tuple(Mark(*found) for found in MARK.findall(fields["debuglist"]))
        row = php.count("\n", 0, place) + 1
        yield Argument(number, row, fields["casstring"], marks, domain, fields["outcome"])


def _records(php: str) -> Iterator[tuple[dict[str, str], int]]:
    """The fields between one `$newarg = []` and the next, and where they start."""
    fields: dict[str, str] = {}
    start = 0
    for match in FIELD.finditer(php):
        if match["key"]:
            fields[match["key"]] = _value(match["value"])
            continue
        yield fields, start
        fields, start = {}, match.start()
    yield fields, start


def _value(text: str) -> str:
    """A PHP expression: strings that are joined by dots, or a word."""
    if text[0] not in "\"'":
        return text
    return "".join(
        re.sub(r'\\(["\\])', r"\1", double) if double else re.sub(r"\\(['\\])", r"\1", single)
        for double, single in STRING.findall(text)
    )


def links(argument: Argument) -> tuple[Link, ...]:
    """The document's lines; remarks and substitutions are prose before the next line."""
    found: list[Link] = []
    prose = _assumed(argument)
    before: maxima.Node | None = None
    for node, said in zip(argument.nodes, argument.marks, strict=False):
        words = _words(node)
        if words:
            prose.append(words)
            continue
        line, true = _line(node, said, before), said.true
        if argument.marked and said.name == "IMPLIESCHAR":
            line, true = replace(line, joint=Joint.IMPLIES), True
        prose += _governing(line, said, not found)
        found.append(Link(replace(line, prose=" ".join(prose)), true))
        prose, before = [], line.node
    return tuple(found)


def _governing(line: Line, said: Mark, first: bool) -> list[str]:
    """The words that an author would put before a line: equations are posed, steps have a name."""
    if said.name in STEPS and line.joint is Joint.OPENS:
        return [STEPS[said.name].format(said.letter)]
    return ["Solve"] if first and said.true is None and maxima.says(line.node) else []


def _assumed(argument: Argument) -> list[str]:
    names = sorted(frozenset().union(*map(maxima.letters, argument.nodes)))
    if not names or argument.domain is Domain.COMPLEX:
        return []
    if argument.domain is Domain.REAL:
        return [f"Let {' and '.join(f'${name}$' for name in names)} be real."]
    return [f"Assume {' and '.join(f'${name} > 0$' for name in names)}."]


def _words(node: maxima.Node) -> str:
    """A remark, or `stacklet(a, b)`: the prose that it would be."""
    match node:
        case maxima.Words(text):
            return text if text.endswith(".") else f"{text}:"
        case maxima.Call("stacklet", (left, right)):
            return f"Let ${latex(left)} = {latex(right)}$."
        case _:
            return ""


def _line(node: maxima.Node, said: Mark, before: maxima.Node | None) -> Line:
    if isinstance(node, maxima.Call) and node.function == "stackeq":
        return Line(_equal(node.arguments), Joint.EQUALS)
    if before is None or said.true is None or said.name in STEPS:
        return Line(node)
    plain = not maxima.says(node) and not maxima.says(before)
    return Line(node, Joint.EQUALS if plain else Joint.IFF)


def _equal(values: Sequence[maxima.Node]) -> maxima.Node:
    first, *others = values
    for value in others:
        first = maxima.Infix("=", first, value)
    return first
