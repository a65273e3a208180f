r"""Names with an index that are printed with what they depend on: `S_i(x) = …` defines S_i.

The grammar reads `S_i (x)` as a product. Where a display opens with one, as the
left side of a definition, the name is meant, and its argument is dropped there
and wherever it is printed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from derivation.text import trees
from derivation.text.syntax import Group, Node, Product, Row, Symbol

Arguments = Mapping[tuple[str, int], Node]


def arguments_of(rows: Iterable[Row]) -> Arguments:
    """What indexed names are applied to on the left of equations."""
    found: dict[tuple[str, int], Node] = {}
    for row in rows:
        match row.members[0]:
            case Product((Symbol(name, subscripts, 0), Group("(", Symbol() as argument, _)), ("",)) if (
                subscripts and len(row.members) > 1
            ):
                found.setdefault((name, len(subscripts)), argument)
    return found


def without_arguments(row: Row, known: Arguments) -> Row:
    """The row with the arguments of such names dropped."""
    return replace(row, members=tuple(_dropped(member, known) for member in row.members))


def _dropped(node: Node, known: Arguments) -> Node:
    node = trees.rebuilt(node, lambda child: _dropped(child, known))
    if not isinstance(node, Product):
        return node
    factors, operators = [node.factors[0]], []
    for before, factor, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
        if isinstance(before, Symbol) and isinstance(factor, Group) and operator == "":
            argument = known.get((before.name, len(before.subscripts)))
            if argument is not None and factor.body == argument:
                continue
        factors.append(factor)
        operators.append(operator)
    if len(factors) == 1:
        return replace(factors[0], span=node.span)
    return replace(node, factors=tuple(factors), operators=tuple(operators))
