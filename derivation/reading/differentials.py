r"""Names that a sign and a letter make together: `\Delta x`, `\delta t`, and the differential `dy`.

The grammar reads `\Delta x` as a product. Where the sign never stands but before a
letter, both are one name; of `d`, only where an equation is about a differential, `dy = …`.
Of a quantity y that is given through other letters, dy is Σ ∂y/∂x dx.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivation.records import replace
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.syntax import Node, Number, Power, Product, Row, Symbol

DIFFERENTIAL = "d "
"""What the name of a differential begins with, `dx`."""

SIGNS = ("\\Delta", "\\delta")


def signs_of(rows: Iterable[Row]) -> frozenset[str]:
    """The signs that make one name with the letter after them."""
    rows = list(rows)
    members = [member for row in rows for member in row.members]
    before = dict.fromkeys((*SIGNS, "d"), 0)
    stands = dict(before)
    for node in (node for member in members for node in trees.walk(member)):
        if isinstance(node, Symbol) and node.name in stands:
            stands[node.name] += 1 + bool(node.subscripts)
        for sign, _ in _pairs(node):
            before[sign] += 1
    alike = {sign for sign, count in before.items() if count and count == stands[sign]}
    nodes = (node for member in members for node in trees.walk(member))
    after = {to_name(letter) for node in nodes for sign, letter in _pairs(node) if sign == "d"}
    about = len(after) > 1 or any(_is_differential(row.members[0]) for row in rows if len(row.members) > 1)
    return frozenset(alike if about else alike - {"d"})


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    """The signs in a product that a letter follows at once, with that."""
    if not isinstance(node, Product):
        return
    for sign, letter, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
        base = letter.base if isinstance(letter, Power) else letter
        name = _sign_in(sign)
        if name in (*SIGNS, "d") and operator == "" and isinstance(base, Symbol):
            yield name, letter


def _sign_in(node: Node) -> str:
    """The sign in `\\Delta`, or in `\\Delta^2`, which is said twice; "" of all else."""
    match node:
        case Symbol(name, ()) | Power(Symbol("\\Delta" as name, ()), Number()):
            return name
        case _:
            return ""


def to_name(letter: Node) -> str:
    """The name of a letter, or of what is raised to a power."""
    base = letter.base if isinstance(letter, Power) else letter
    return base.name if isinstance(base, Symbol) else ""


def _is_differential(node: Node) -> bool:
    match node:
        case Product((Symbol("d", ()), Symbol()), ("",)):
            return True
        case _:
            return False


def joined(row: Row, signs: frozenset[str]) -> Row:
    """The row with one name in the place of a sign and the letter after it."""
    return trees.rewritten(row, lambda node: _joined(node, signs))


def _joined(node: Node, signs: frozenset[str]) -> Node:
    if not isinstance(node, Product):
        return node
    factors: list[Node] = []
    operators: list[str] = []
    for place, factor in enumerate(node.factors):
        operator = node.operators[place - 1] if place else ""
        before = factors[-1] if factors else None
        if before is not None and _sign_in(before) in signs and operator == "":
            named = _named(before, factor)
            if named is not None:
                factors[-1] = named
                continue
        if factors:
            operators.append(operator)
        factors.append(factor)
    if len(factors) == 1:
        return replace(factors[0], span=node.span)
    return replace(node, factors=tuple(factors), operators=tuple(operators))


def _named(sign: Node, letter: Node) -> Node | None:
    """The letter with the sign in its name."""
    match letter:
        case Symbol(name):
            return replace(letter, name=f"{to_latex(sign)} {name}", span=sign.span.to(letter.span))
        case Power(Symbol() as base):
            own = _named(sign, base)
            return None if own is None else replace(letter, base=own, span=sign.span.to(letter.span))
        case _:
            return None
