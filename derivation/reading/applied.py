r"""Names with an index or an accent that are printed with what they depend on: `S_i(x) = …` defines S_i.

The grammar reads `S_i (x)` as a product. Where a display opens with one, as the
left side of a definition, the name is meant, and its argument is dropped there
and wherever it is printed again. What speaks of its argument, `\phi_k(u) = e^{w_k u}`,
is a function: at another argument, `\phi_k(x_i)`, it is no product.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from derivation.text import trees
from derivation.text.syntax import Apply, Group, Node, Product, Row, Symbol


@dataclass(frozen=True, slots=True)
class Argument:
    """What a name is applied to where it is defined, and whether its definition speaks of that."""

    node: Node
    spoken: bool


Arguments = Mapping[tuple[str, int], Argument]


def arguments_of(rows: Iterable[Row]) -> Arguments:
    """What names with an index or an accent are applied to on the left of equations."""
    found: dict[tuple[str, int], Argument] = {}
    for row in rows:
        match row.members[0]:
            case Product((Symbol(name, subscripts, 0), Group("(", Symbol() as argument, _)), ("",)) if (
                subscripts or "{" in name
            ) and len(row.members) > 1:
                inside = (node for member in row.members[1:] for node in trees.walk(member))
                found.setdefault((name, len(subscripts)), Argument(argument, argument in inside))
    return found


def without_arguments(row: Row, known: Arguments) -> Row:
    """The row with the arguments of such names dropped, and with what is applied to others as such."""
    return replace(row, members=tuple(_dropped(member, known) for member in row.members))


def _dropped(node: Node, known: Arguments) -> Node:
    node = trees.rebuilt(node, lambda child: _dropped(child, known))
    if not isinstance(node, Product):
        return node
    factors, operators = [node.factors[0]], []
    for before, factor, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
        if isinstance(before, Symbol) and isinstance(factor, Group) and operator == "":
            argument = known.get((before.name, len(before.subscripts)))
            if argument is not None and factor.body == argument.node:
                continue
            if argument is not None and argument.spoken:
                factors[-1] = Apply(before, (factor.body,), span=before.span.to(factor.span))
                continue
        factors.append(factor)
        operators.append(operator)
    if len(factors) == 1:
        return replace(factors[0], span=node.span)
    return replace(node, factors=tuple(factors), operators=tuple(operators))
