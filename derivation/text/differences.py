r"""Where two trees differ: what of the one must go, and what of the other has come.

Takes two trees; gives the places in each that the other does not have, as few
and as small as there are. Parentheses, and how a product is written, are no
difference: `a * (b c)` is `a b c`.

A place is the path to a node, the numbers of the children that lead there. It
may end in a slot: `("sign", k)` of `Terms`, `("operator", k)` of a `Product`,
`("head",)` of a big operator with its range; `("before",)` and `("after",)` of
any node, where something is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from derivation.text import trees
from derivation.text.syntax import (
    Apply,
    Big,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Product,
    Row,
    Symbol,
    Terms,
)

Place: TypeAlias = tuple[int | str, ...]
Places: TypeAlias = frozenset[Place]

NONE: Final[Places] = frozenset()
ALL: Final[Places] = frozenset({()})
MAX_PAIRS: Final = 40_000
"""Pairs of nodes that are compared; of larger trees, all differs."""

SHARED: Final = 0.75
"""A part is only told apart where that marks less than this share of the whole."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What of the old tree must go, what of the new one has come, and how much that is."""

    old: Places = NONE
    new: Places = NONE
    cost: float = 0

    def __add__(self, other: Differences) -> Differences:
        return Differences(self.old | other.old, self.new | other.new, self.cost + other.cost)


SAME: Final = Differences()


def differences(old: Node, new: Node) -> Differences:
    """The differences of two trees."""
    if _size(old) * _size(new) > MAX_PAIRS:
        return SAME if old == new else Differences(ALL, ALL, _size(old) + _size(new))
    return _Comparison().nodes(_Part(old), _Part(new))


def row_differences(old: Row, new: Row) -> Differences:
    """The differences of two chains, member by member; the first number of a place is the member's."""
    if len(old.members) != len(new.members):
        return Differences(frozenset((k,) for k in range(len(old.members))), ALL)
    found = SAME
    for place, (left, right) in enumerate(zip(old.members, new.members, strict=True)):
        inner = differences(left, right)
        found += Differences(within(place, inner.old), within(place, inner.new), inner.cost)
    return found


def within(member: int, places: Places) -> Places:
    """Places of a member as places of its row."""
    return frozenset((member, *place) for place in places)


@dataclass(frozen=True, slots=True)
class _Part:
    """A node and where it stands."""

    node: Node
    place: Place = ()

    def child(self, number: int) -> _Part:
        return _Part(trees.children(self.node)[number], (*self.place, number))

    def bare(self) -> _Part:
        """Without parentheses around it."""
        part = self
        while isinstance(part.node, Group):
            part = part.child(0)
        return part

    def slot(self, name: str) -> Places:
        return frozenset({(*self.place, name)})

    @property
    def whole(self) -> Places:
        return frozenset({self.place})

    @property
    def size(self) -> int:
        return _size(self.node)


@dataclass(frozen=True, slots=True)
class _Element:
    """One of the terms or factors of a part: what joins it to those before, and where that stands."""

    joint: str
    part: _Part
    slot: Places = NONE

    @property
    def marks(self) -> Places:
        return self.slot | self.part.whole


@dataclass(slots=True)
class _Comparison:
    """Compares parts; each pair of them once, in each order."""

    known: dict[tuple[int, Place, int, Place], Differences] = field(default_factory=dict)

    def nodes(self, old: _Part, new: _Part) -> Differences:
        old, new = old.bare(), new.bare()
        key = (id(old.node), old.place, id(new.node), new.place)
        if key not in self.known:
            self.known[key] = self._compared(old, new)
        return self.known[key]

    def _compared(self, old: _Part, new: _Part) -> Differences:
        if old.node == new.node:
            return SAME
        whole = Differences(old.whole, new.whole, old.size + new.size)
        inside = min(self._inside(old, new), key=lambda found: found.cost, default=whole)
        return inside if inside.cost < SHARED * whole.cost else whole

    def _inside(self, old: _Part, new: _Part) -> Iterator[Differences]:
        kinds = {type(old.node), type(new.node)}
        if Terms in kinds:
            yield self._sequences(_terms(old), _terms(new))
        if Product in kinds:
            yield self._sequences(_factors(old), _factors(new))
        if not kinds & {Terms, Product} and _alike(old.node, new.node):
            yield self._children(old, new)
        yield from self._unwrapped(old, new)
        for found in self._unwrapped(new, old):
            if not found.new:
                yield Differences(old.whole, found.old, found.cost + 1)

    def _children(self, old: _Part, new: _Part) -> Differences:
        found = SAME
        count = len(trees.children(old.node))
        if isinstance(old.node, Big) and isinstance(new.node, Big):
            body = (len(trees.children(part.node)) - 1 for part in (old, new))
            head = (old.node.operator, old.node.range) != (new.node.operator, new.node.range)
            marked = Differences(old.slot("head"), new.slot("head"), 2) if head else SAME
            return marked + self.nodes(*(p.child(k) for p, k in zip((old, new), body, strict=True)))
        for number in range(count):
            found += self.nodes(old.child(number), new.child(number))
        return found

    def _unwrapped(self, outer: _Part, inner: _Part) -> Iterator[Differences]:
        """What is left where a sum, a power or a divisor around something goes."""
        match outer.node:
            case Big():
                last = len(trees.children(outer.node)) - 1
                yield Differences(outer.slot("head"), NONE, 2) + self.nodes(outer.child(last), inner)
            case Power() | Fraction() if not isinstance(inner.node, type(outer.node)):
                lost = outer.child(1)
                yield Differences(lost.whole, NONE, lost.size) + self.nodes(outer.child(0), inner)

    def _sequences(self, old: list[_Element], new: list[_Element]) -> Differences:
        """The cheapest way from one sequence to another: elements kept, gone and come."""
        best: list[list[Differences]] = [[SAME] * (len(new) + 1) for _ in range(len(old) + 1)]
        for i in range(len(old) + 1):
            for j in range(len(new) + 1):
                ways = []
                if i:
                    gone = old[i - 1]
                    ways.append(best[i - 1][j] + Differences(gone.marks, NONE, gone.part.size + 0.5))
                if j:
                    come = new[j - 1]
                    gap = old[i - 1].part.slot("after") if i else old[0].part.slot("before")
                    ways.append(best[i][j - 1] + Differences(gap, come.marks, come.part.size + 0.5))
                if i and j:
                    ways.append(best[i - 1][j - 1] + self._elements(old[i - 1], new[j - 1]))
                best[i][j] = min(ways, key=lambda way: way.cost, default=SAME)
        return best[-1][-1]

    def _elements(self, old: _Element, new: _Element) -> Differences:
        found = self.nodes(old.part, new.part)
        if old.joint == new.joint:
            return found
        return Differences(old.slot or old.part.slot("before"), new.slot, 0.6) + found


def _terms(part: _Part) -> list[_Element]:
    """The signed terms of a part; what is no `Terms` is one term."""
    if not isinstance(part.node, Terms):
        return [_Element("+", part)]
    return [
        _Element(sign or "+", part.child(k), frozenset({(*part.place, "sign", k)}) if sign else NONE)
        for k, sign in enumerate(part.node.signs)
    ]


def _factors(part: _Part, joint: str = "", slot: Places = NONE) -> list[_Element]:
    """The factors of a part and of the products among them."""
    inner = part.bare() if isinstance(part.node, Group) and joint != "/" else part
    if not isinstance(inner.node, Product):
        return [_Element(joint, part, slot)]
    found = _factors(inner.child(0), joint, slot)
    for k, operator in enumerate(inner.node.operators):
        own = frozenset({(*inner.place, "operator", k)}) if operator else NONE
        found += _factors(inner.child(k + 1), "/" if operator == "/" else "", own)
    return found


def _alike(old: Node, new: Node) -> bool:
    """Whether two nodes are of one kind and differ in their children alone."""
    match old, new:
        case Symbol(), Symbol():
            names = (old.name, old.primes) == (new.name, new.primes)
            return names and len(old.subscripts) == len(new.subscripts)
        case Apply(), Apply():
            return old.function == new.function and len(old.arguments) == len(new.arguments)
        case Number(), _:
            return False
        case Big(), Big():
            return True
    return type(old) is type(new) and len(trees.children(old)) == len(trees.children(new))


def _size(node: Node) -> int:
    """How many nodes there are; parentheses do not count."""
    return sum(not isinstance(inner, Group) for inner in trees.walk(node))
