r"""Signs that do not mean what they usually do: the text says so, or they may be meant of vectors.

Takes a statement as it is printed, and the derivation with its text; gives the sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivation.prose.notations import RANGE, SUM, Meant, meant
from derivation.reading.statements import Derivation, Statement
from derivation.text import trees
from derivation.text.syntax import Absolute, Apply, Big, Fraction, Group, Node, Number, Product, Symbol


def meant_otherwise(derivation: Derivation, statement: Statement) -> Meant | None:
    """A sign of a statement that the text gives a meaning of its own."""
    own = [m for m in meant(derivation.document.source) if m.place <= statement.place]
    own = [m for m in own if not derivation.scopes.apart(m.place, statement.place)]
    sides = (statement.subject, statement.previous, statement.member)
    shown = {s for side in sides for n in trees.walk(side.node) for s in _signs(n)} if own else set()
    return next((m for m in own if m.sign in shown), None)


def _signs(node: Node) -> Iterator[str]:
    """The signs of a node whose meaning a text may change."""
    match node:
        case Group(left):
            yield left
        case Absolute():
            yield "|"
        case Apply(Symbol(name)):
            yield name
        case Symbol(name, ()):
            yield name
        case Product(_, operators):
            yield from operators
        case Big():
            yield SUM
            if node.range.upper is None:
                yield RANGE
        case _:
            pass


def crosses(statement: Statement) -> bool:
    """Whether `\\times` stands between two factors without numbers, as between vectors."""
    sides = (statement.subject, statement.previous, statement.member)
    products = (n for side in sides for n in trees.walk(side.node) if isinstance(n, Product))
    pairs = (p for n in products for p in zip(n.operators, n.factors, n.factors[1:], strict=False))
    return any(sign == "\\times" and not {type(a), type(b)} & {Number, Fraction} for sign, a, b in pairs)
