"""Parts of a tree with their places, and what sums of terms and products are made of, one after the other.

Parentheses, and how a product is written, are no difference: `a * (b c)` is
`a b c`, a fraction is its numerator's factors and a divisor, a big operator is
a factor that stands before those of its body.
"""

from __future__ import annotations

from typing import Final

from derivation.records import dataclass
from derivation.text import trees
from derivation.text.changes import NONE, Head, Piece, Place, Places, Words
from derivation.text.syntax import Apply, Big, Fraction, Group, Node, Number, Partial, Power, Product, Terms

ONE: Final = Number("1")
HEAD: Final = 2
"""What a big operator with its range counts as, in nodes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A node and where it stands."""

    node: Node
    place: Place = ()

    def child(self, number: int) -> Part:
        return Part(trees.children(self.node)[number], (*self.place, number))

    def children(self) -> list[Part]:
        return [self.child(number) for number in range(len(trees.children(self.node)))]

    def bare(self) -> Part:
        """Without parentheses around it, and powers 1."""
        part = self
        while isinstance(part.node, Group) or _is_first_power(part):
            part = part.child(0)
        return part

    def slot(self, *name: int | str) -> Places:
        return frozenset({(*self.place, *name)})

    @property
    def whole(self) -> Places:
        return frozenset({self.place})

    @property
    def size(self) -> int:
        return size(self.node)


def _is_first_power(part: Part) -> bool:
    return isinstance(part.node, Power) and part.child(1).bare().node == ONE


@dataclass(frozen=True, slots=True)
class Element:
    """One of the terms or factors of a part: what joins it to those before, and where that stands.

    With `head`, it is that big operator, which the part is, without the body.
    """

    joint: str
    part: Part
    slot: Places = NONE
    head: Big | None = None

    @property
    def marks(self) -> Places:
        return self.slot | (self.part.slot("head") if self.head else self.part.whole)

    @property
    def size(self) -> int:
        return HEAD if self.head else self.part.size

    @property
    def is_one(self) -> bool:
        """Whether it is a factor or divisor 1, which may come and go."""
        return self.joint in ("", "/") and not self.head and self.part.bare().node == ONE


def are_like(run: list[Element]) -> bool:
    """Whether elements can be named together: terms, or factors that are no 1 and no sum."""
    kinds = {("/" if element.joint == "/" else element.joint != "") for element in run}
    return len(kinds) == 1 and not any(element.head or element.is_one for element in run)


def called(run: list[Element]) -> Words:
    """`the term + 1/i`, `the divisor j`, `the terms + a - b`, or a sum's sign with its range."""
    first, many = run[0], "s" if len(run) > 1 else ""
    if first.head:
        return (Head(first.head),)
    kind = {"": "factor", "/": "divisor"}.get(first.joint, "term")
    pieces: list[Piece] = [f"the {kind}{many} ", *signed(first)]
    for element in run[1:]:
        pieces += [" ", *signed(element)]
    return tuple(pieces)


def signed(element: Element) -> Words:
    """A factor or a term as it is printed, with its sign if it has one."""
    sign = element.joint if element.slot and element.joint in ("+", "-") else ""
    return (f"{sign} ", element.part.node) if sign else (element.part.node,)


def terms(part: Part) -> list[Element]:
    """The signed terms of a part; what is no `Terms` is one term."""
    if not isinstance(part.node, Terms):
        return [Element("+", part)]
    return [
        Element(sign or "+", part.child(k), part.slot("sign", k) if sign else NONE)
        for k, sign in enumerate(part.node.signs)
    ]


def factors(part: Part, joint: str = "", slot: Places = NONE, last: bool = True) -> list[Element]:
    """The factors of a part and of the products in it, the `last` ones of the whole or not.

    What takes the rest of its term, a sum for one, is opened only where nothing comes after it.
    """
    inner = part.bare()
    if joint == "/" or not (last or not _takes_the_rest(inner.node)):
        return [Element(joint, part, slot)]
    match inner.node:
        case Product():
            return _of_product(inner, joint, slot, last)
        case Fraction():
            return [*factors(inner.child(0), joint, slot, last=False), Element("/", inner.child(1))]
        case Big() as big:
            return [Element(joint, inner, slot, big), *factors(inner.children()[-1])]
        case _:
            return [Element(joint, part, slot)]


def _of_product(part: Part, joint: str, slot: Places, last: bool) -> list[Element]:
    found: list[Element] = []
    for k, (operator, own, own_slot) in enumerate(_joints(part, joint, slot)):
        is_last = last and k == len(trees.children(part.node)) - 1
        found += factors(part.child(k), "/" if operator == "/" else own, own_slot, is_last)
    return found


def shallow_factors(part: Part) -> list[Element]:
    """The factors of a part as they are printed, none of them opened."""
    if not isinstance(part.node, Product):
        return [Element("", part)]
    return [
        Element("/" if operator == "/" else own, part.child(k), slot)
        for k, (operator, own, slot) in enumerate(_joints(part, "", NONE))
    ]


def _joints(part: Part, joint: str, slot: Places) -> list[tuple[str, str, Places]]:
    """Of each factor of a product the operator before it, what joins it otherwise, and where that stands."""
    operators = part.node.operators if isinstance(part.node, Product) else ()
    own = [
        (operator, "", part.slot("operator", k) if operator else NONE) for k, operator in enumerate(operators)
    ]
    return [("", joint, slot), *own]


def _takes_the_rest(node: Node) -> bool:
    """Whether what is printed after a node, without parentheses around it, would become a part of it."""
    match node:
        case Big() | Partial() | Apply(bare=True):
            return True
        case Product(inner):
            return _takes_the_rest(inner[-1])
        case _:
            return False


def size(node: Node) -> int:
    """How many nodes there are; parentheses do not count."""
    return sum(not isinstance(inner, Group) for inner in trees.walk(node))
