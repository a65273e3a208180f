r"""What the grammar finds, before it is known what a sequence of it means.

A piece is an atom with its scripts. `assembly` makes nodes and heads of
pieces; `terms` makes one node of the nodes and heads of a term.
"""

from __future__ import annotations

from typing import Literal

from derivation.records import dataclass
from derivation.text.source import Span
from derivation.text.syntax import Node, Range, Symbol


@dataclass(frozen=True, slots=True)
class Item:
    """One expression, or a chain of them: `i = 1`."""

    members: tuple[Node, ...]
    relations: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in delimiters or in a script: items with commas between them."""

    items: tuple[Item, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Delimited:
    """Printed delimiters and what they hold: a group, or a function's arguments."""

    left: str
    content: Content
    right: str
    span: Span


@dataclass(frozen=True, slots=True)
class Word:
    """An atom that is a single token: a name, a function, `\\sum`, `\\partial`, the indicator."""

    kind: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Script:
    kind: Literal["subscript", "superscript", "prime"]
    content: Content | None
    span: Span


Atom = Node | Delimited | Word


@dataclass(frozen=True, slots=True)
class Piece:
    """An atom with its scripts as printed."""

    atom: Atom
    scripts: tuple[Script, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Head:
    """What takes something from its right: `\\sum_i`, `\\partial`, `\\log`, `\\sin^2`."""

    word: Word
    symbol: Symbol
    range: Range
    power: Node | None
    span: Span
