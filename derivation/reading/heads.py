"""What a document defines, told from its trees: heads of equations, and names given at their ends.

    SA(X) = Σ …            the first member is a new name: it is defined there
    h_i = Σ_k … = Σ        a new name alone at the end: another name for the member before
    y = a x … x = y / a    a definition of x would lead back to x: a claim

A name is defined once; what stands on the left again is a claim about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from derivation.reading.declared import Declared
from derivation.reading.notation import is_letter
from derivation.text import trees
from derivation.text.syntax import Apply, Fraction, Node, Partial, Row, Symbol

EQUALITIES = frozenset(("=", ":=", "\\equiv"))
CONSTANTS = frozenset(("e", "\\pi"))
HEAD = re.compile(
    r"(?:^|[,;]|\\\\|\\quad|\\qquad)(?:\s|&|\\quad|\\qquad)*"
    r"(?P<name>\\(?:operatorname|mathrm|text)\{[A-Za-z]+\}|[A-Za-z]+|\\[A-Za-z]+)"
    r"(?:\s|'|\\prime)*(?P<next>[(_=])(?P<arguments>[^()=]*\)\s*&?\s*:?=)?"
)

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Head:
    """The left side of a definition: a name, its index letters, what it is applied to."""

    name: str
    parameters: tuple[str, ...]
    arguments: tuple[Node, ...] = ()

    @property
    def key(self) -> Key:
        return (self.name, len(self.parameters))


def infer_names(texts: Iterable[str], declared: Declared) -> tuple[frozenset[str], frozenset[str]]:
    """Names of several letters, and names that are applied, told from the heads of equations."""
    names, functions = set(declared.names), set()
    for text in texts:
        for match in HEAD.finditer(text):
            name = re.sub(r"^\\(?:operatorname|mathrm|text)\{|\}$", "", match["name"])
            letters = not name.startswith("\\")
            if letters and (len(name) > 2 or (len(name) == 2 and name.isupper())):
                names.add(name)
            if match["arguments"] and (not letters or len(name) == 1 or name in names):
                functions.add(name)
    return frozenset(names), frozenset(functions)


def continues(row: Row) -> bool:
    """Whether a row carries on the chain before it."""
    return bool(row.relations[0]) or len(row.members) == 1


def head_of(node: Node) -> Head | None:
    """What a left side would define: a name with different index letters, or an application."""
    match node:
        case Symbol(name, subscripts, 0) if name not in CONSTANTS or subscripts:
            plain = (s for s in subscripts if isinstance(s, Symbol) and not s.subscripts)
            letters = [s.name for s in plain if is_letter(s.name)]
            whole = len(letters) == len(subscripts) == len(set(letters))
            return Head(name, tuple(letters)) if whole else None
        case Apply(Symbol(name, (), 0), arguments) if not name.startswith("\\"):
            return Head(name, (), arguments)
        case _:
            return None


def find_heads(rows: Iterable[Row], letters: frozenset[str]) -> dict[int, Head]:
    """What rows and members define, by the `id` of the row, or of the member at its end.

    `letters` are indices and sizes, which nothing defines.
    """
    rows = list(rows)
    search = _Search(letters | _differentiated(rows))
    for row in rows:
        search.row(row)
    return search.found


class _Search:
    def __init__(self, barred: frozenset[str]) -> None:
        self.barred = barred
        self.found: dict[int, Head] = {}
        self.below: dict[Key, set[Key]] = {}
        self.seen: set[Key] = set()

    def row(self, row: Row) -> None:
        for place, member in enumerate(row.members):
            if place == 0 and not continues(row):
                self._first(row)
            elif place > 1 or continues(row):
                self._alias(member)
            self.seen |= _keys(member)

    def _first(self, row: Row) -> None:
        head = head_of(row.members[0])
        if head is None or row.relations[1] not in EQUALITIES or head.key in self.below:
            return
        below = _keys(row.members[1])
        if not self._barred(head) and not self._leads_to(below, head.key):
            self.below[head.key] = below
            self.found[id(row)] = head

    def _alias(self, member: Node) -> None:
        head = head_of(member)
        if head is None or head.arguments or self._barred(head):
            return
        if head.key not in self.below and head.key not in self.seen:
            self.below[head.key] = set()
            self.found[id(member)] = head

    def _barred(self, head: Head) -> bool:
        return not head.parameters and head.name in self.barred

    def _leads_to(self, below: set[Key], key: Key) -> bool:
        """Whether names lead back to a name through the definitions so far."""
        pending, reached = list(below), set()
        while pending:
            name = pending.pop()
            if name == key:
                return True
            if name not in reached:
                reached.add(name)
                pending.extend(self.below.get(name, ()))
        return False


def _keys(node: Node) -> set[Key]:
    return {(s.name, len(s.subscripts)) for s in symbols(node)}


def symbols(node: Node) -> Iterator[Symbol]:
    """All symbols of a tree, those that are applied included."""
    for inner in trees.walk(node):
        if isinstance(inner, Symbol):
            yield inner
        elif isinstance(inner, Apply):
            yield inner.function


def _differentiated(rows: Iterable[Row]) -> frozenset[str]:
    """Scalars that the document differentiates by: they are unknowns, and nothing defines them."""
    found = set()
    for member in (member for row in rows for member in row.members):
        for node in trees.walk(member):
            if isinstance(node, Fraction):
                found |= {s.name for s in _below(node.denominator) if not s.subscripts}
    return frozenset(found)


def _below(denominator: Node) -> Iterator[Symbol]:
    if any(isinstance(inner, Partial) for inner in trees.walk(denominator)):
        yield from symbols(denominator)
