r"""Functions of a whole number alone, which are sequences: `S(n) = \sum_{k=1}^n k`, `T(n) = 2 T(n-1) + 1`.

Where a function stands at an index in all of a document, and a line gives it through the place up to which a
sum runs, or through the values before, `S(n)` is the entry S_n.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivation.reading.applied import OPERATORS, STATISTICS, base_of
from derivation.reading.labels import CUSTOMARY
from derivation.text import trees
from derivation.text.commands import FUNCTIONS
from derivation.text.syntax import Apply, Big, Node, Number, Product, Row, Symbol, Terms

WHOLE = CUSTOMARY | {"N"}
"""Letters that are whole numbers by custom."""


def counted(displayed: Iterable[Row], said: Iterable[Row] = ()) -> frozenset[str]:
    """The names of functions that are sequences, from rows of displays and of sentences, which speak of a
    function by its name alone, too."""
    displayed = list(displayed)
    rows = [*displayed, *said]
    others: set[str] = set(FUNCTIONS)
    elsewhere: set[str] = set()
    summed: set[str] = set()
    stepped: set[str] = set()
    for place, row in enumerate(rows):
        for node in (node for member in row.members for node in trees.walk(member)):
            match node:
                case Apply(Symbol(_, (), 0), (argument,)) if _letter(argument) is not None:
                    pass
                case Apply(Symbol(name, (), 0), (argument,)) if _is_whole(argument):
                    elsewhere.add(name)
                case Apply(Symbol(name)):
                    others.add(name)
                case Symbol(name) if place < len(displayed):
                    others.add(name)
        for name, by_steps in _given(row):
            if base_of(name) not in OPERATORS | STATISTICS:
                (stepped if by_steps else summed).add(name)
    return frozenset((stepped | summed - elsewhere) - others)


def with_entries(row: Row, names: frozenset[str]) -> Row:
    """The row with values of sequences as their entries."""
    if not names:
        return row
    return trees.rewritten(row, lambda node: _with_entries(node, names))


def _with_entries(node: Node, names: frozenset[str]) -> Node:
    match node:
        case Apply(Symbol(name, (), 0), (argument,)) if name in names:
            return Symbol(name, (argument,), 0, node.span)
    return node


def _letter(argument: Node) -> str | None:
    """The letter of an index, "" of a number; `None` of what is no index."""
    match argument:
        case Symbol(name, (), 0):
            return name
        case Number(text) if text.isdigit():
            return ""
        case Terms((Symbol(name, (), 0), Number(text)), ("", "+" | "-")) if text.isdigit():
            return name
    return None


def _is_whole(argument: Node) -> bool:
    """Whether an argument is made of whole numbers by sums and products, the `2 n` of `T(2 n)`."""
    match argument:
        case Symbol(name, (), 0):
            return name in WHOLE
        case Number(text):
            return text.isdigit()
        case Terms(parts) | Product(parts):
            return all(map(_is_whole, parts))
    return False


def _given(row: Row) -> Iterator[tuple[str, bool]]:
    """The function alone on the left of a row that says what it is at a whole number, and whether the row
    says it by its values before."""
    match row.members:
        case (Apply(Symbol(name, (), 0), (place,)), *values) if letter := _letter(place):
            inner = [node for value in values for node in trees.walk(value)]
            ends = {_letter(n.range.upper) for n in inner if isinstance(n, Big) and n.range.upper is not None}
            own = [n for n in inner if isinstance(n, Apply) and n.function == Symbol(name)]
            before = any(_letter(a) == letter and a != place for n in own for a in n.arguments)
            if letter in ends or (before and letter in WHOLE):
                yield name, before
