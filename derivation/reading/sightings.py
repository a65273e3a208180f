"""Where names are met in a document, and how: bound by a sum, at its end, with an index, applied.

Takes the rows of a document as they were elaborated, with their lines; gives the first line of
each use of a name, for what `roster.py` and `ambiguities.py` tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from derivation.records import dataclass, field
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.syntax import Apply, Big, Group, Node, Power, Product, Row, Symbol


class PlacedRow(NamedTuple):
    """A row on a line, of an equation; "" in prose."""

    line: int
    equation: str
    row: Row


class Sighting(NamedTuple):
    """A use of a name on a line, as `latex` prints it."""

    line: int
    latex: str = ""


SIGNS: Final = {"\\sum": "Σ", "\\prod": "∏"}
"""What a big operator is called."""


@dataclass(slots=True)
class Sightings:
    """Of each name the first line of each use; of what sums run over, all lines.

    `met` is any use, `alone` one without an index that is not before parentheses; `carried` are arrays with
    letters as their indices, `carriers` the letters with what carries them.
    """

    met: dict[str, Sighting] = field(default_factory=dict)
    alone: dict[str, Sighting] = field(default_factory=dict)
    ends: dict[str, Sighting] = field(default_factory=dict)
    carried: dict[str, Sighting] = field(default_factory=dict)
    carriers: dict[str, Sighting] = field(default_factory=dict)
    applied: dict[str, Sighting] = field(default_factory=dict)
    bound: dict[str, list[Sighting]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[PlacedRow]) -> Sightings:
        """What is met in some rows."""
        found = cls()
        for line, _, row in sorted(rows, key=lambda placed: placed.line):
            for member in row.members:
                found._visit(member, line)
        return found

    def binding(self, letter: str, line: int) -> Sighting | None:
        """What runs over a letter: on a line, else the last before it, else the first."""
        known = self.bound.get(letter, [])
        before = [sighting for sighting in known if sighting.line <= line]
        return before[-1] if before else next(iter(known), None)

    def _visit(self, node: Node, line: int, before: bool = False) -> None:
        """Notes a node; `before` parentheses a name does not stand alone."""
        match node:
            case Symbol(name, subscripts):
                self.met.setdefault(name, Sighting(line, to_latex(node)))
                if not subscripts and not before:
                    self.alone.setdefault(name, Sighting(line))
                for letter in (n.name for s in subscripts for n in trees.walk(s) if isinstance(n, Symbol)):
                    self.carried.setdefault(name, Sighting(line, to_latex(node)))
                    self.carriers.setdefault(letter, Sighting(line, to_latex(node)))
            case Apply(function):
                self.met.setdefault(function.name, Sighting(line))
                self.applied.setdefault(function.name, Sighting(line, to_latex(node)))
            case Big(operator, span, _):
                sign = SIGNS.get(operator, f"`{operator}`")
                for letter in (s.name for s in span.indices if isinstance(s, Symbol)):
                    self.bound.setdefault(letter, []).append(Sighting(line, sign))
                for end in (n for n in trees.walk(span.upper) if isinstance(n, Symbol)) if span.upper else ():
                    self.ends.setdefault(end.name, Sighting(line, "sum" if sign == "Σ" else "product"))
        factors = set(map(id, before_parentheses(node)))
        for child in trees.children(node):
            self._visit(child, line, id(child) in factors)


def before_parentheses(node: Node) -> Iterator[Symbol]:
    """The names in a product that parentheses stand right behind."""
    if isinstance(node, Product):
        for first, after, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
            group = after.base if isinstance(after, Power) else after
            if isinstance(first, Symbol) and isinstance(group, Group) and operator == "":
                yield first
