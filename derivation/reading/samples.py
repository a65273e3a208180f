r"""Superscripts in parentheses that are indices: `a^{(l-1)}` beside `a^{(l)}`.

The grammar reads `a^{(l)}` as an entry of a, and `a^{(l-1)}` as a power. Where a name has entries
of the first form, the second is one, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from derivation.reading.notation import is_bold
from derivation.text import trees
from derivation.text.syntax import SAMPLE, Group, Node, Number, Power, Row, Symbol, Terms


def sampled(rows: Iterable[Row]) -> frozenset[str]:
    """The names that have an index in parentheses above."""
    nodes = (node for row in rows for member in row.members for node in trees.walk(member))
    return frozenset(n.name for n in nodes if isinstance(n, Symbol) and n.name.endswith(SAMPLE))


def with_samples(row: Row, names: frozenset[str]) -> Row:
    """The row with shifted indices above read as such, at names that have one elsewhere."""
    if not names:
        return row
    return trees.rewritten(row, lambda node: _with_samples(node, names))


def _with_samples(node: Node, names: frozenset[str]) -> Node:
    match node:
        case Power(Symbol(name, subscripts, 0), Group("(", Terms((Symbol(_, (), 0), Number()), _) as index)):
            plain = name.partition("{")[2].removesuffix("}") if is_bold(name) else name
            if plain + SAMPLE in names:
                return Symbol(plain + SAMPLE, (*subscripts, index), 0, node.span)
    return node
