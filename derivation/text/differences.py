r"""Where two trees differ: the fewest and smallest changes that make the one of the other.

Takes two trees; gives `Changes`, in the order of the print. Parentheses, factors
1, and how a product is written are no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from derivation.records import dataclass, field, replace
from derivation.text import trees
from derivation.text.changes import ALL, NONE, Change, Head, Place, Places, Words
from derivation.text.elements import (
    HEAD,
    ONE,
    Element,
    Part,
    are_like,
    called,
    factors,
    shallow_factors,
    signed,
    size,
    terms,
)
from derivation.text.syntax import Apply, Big, Fraction, Node, Power, Product, Row, Terms

MAX_PAIRS: Final = 6_000
"""Pairs of nodes that are compared; of larger trees, all differs."""

CHANGE: Final = 2.0
"""What a change costs besides its nodes: one that is larger is clearer than two."""
JOINED: Final = 0.5
"""What it costs that an element comes or goes, besides its nodes."""
MAX_RUN: Final = 5
"""Elements side by side that come or go in one change."""
SHARED: Final = 0.75
"""Several changes of a part are only told where they cost less than this share of putting in the whole."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Changes that make the new tree of the old one, and what they cost."""

    changes: tuple[Change, ...] = ()
    cost: float = 0

    def __add__(self, other: Differences) -> Differences:
        return Differences(self.changes + other.changes, self.cost + other.cost)

    @property
    def old(self) -> Places:
        """What of the old tree goes, or where something is missing."""
        return NONE.union(*(change.old for change in self.changes))

    @property
    def new(self) -> Places:
        """What of the new tree has come."""
        return NONE.union(*(change.new for change in self.changes))


SAME: Final = Differences()
QUIET: Final = Differences((), JOINED)
"""A factor 1 comes or goes."""


def differences(old: Node, new: Node) -> Differences:
    """The differences of two trees."""
    if size(old) * size(new) > MAX_PAIRS:
        return SAME if old == new else _put_for(Part(old), Part(new))
    return _Comparison().nodes(Part(old), Part(new))


def row_differences(old: Row, new: Row) -> tuple[Places, Places]:
    """Places of two chains that differ, member by member; the first number of a place is the member's."""
    if len(old.members) != len(new.members):
        return frozenset((k,) for k in range(len(old.members))), ALL
    found = [differences(left, right) for left, right in zip(old.members, new.members, strict=True)]
    gone = NONE.union(*(within(member, inner.old) for member, inner in enumerate(found)))
    return gone, NONE.union(*(within(member, inner.new) for member, inner in enumerate(found)))


def within(member: int, places: Places) -> Places:
    """Places of a member as places of its row."""
    return frozenset((member, *place) for place in places)


def _one(old: Places, new: Places, words: Words, cost: float) -> Differences:
    return Differences((Change(old, new, words),), CHANGE + cost)


def _put_for(old: Part, new: Part) -> Differences:
    words: Words = ("put ", new.node, " for ", old.node) if old.place or new.place else ()
    return _one(old.whole, new.whole, words, old.size + new.size)


def _cheapest(ways: Iterator[Differences]) -> Differences | None:
    return min(ways, key=lambda found: found.cost, default=None)


@dataclass(slots=True)
class _Comparison:
    """Compares parts; each pair of them once, in each order."""

    known: dict[tuple[int, Place, int, Place], Differences] = field(default_factory=dict)

    def nodes(self, old: Part, new: Part) -> Differences:
        old, new = old.bare(), new.bare()
        key = (id(old.node), old.place, id(new.node), new.place)
        if key not in self.known:
            self.known[key] = self._compared(old, new)
        return self.known[key]

    def _compared(self, old: Part, new: Part) -> Differences:
        if old.node == new.node:
            return SAME
        whole, inside = _put_for(old, new), _cheapest(self._inside(old, new))
        if inside is None or (len(inside.changes) > 1 and inside.cost >= SHARED * whole.cost):
            return whole
        return min(inside, whole, key=lambda found: found.cost)

    def _inside(self, old: Part, new: Part) -> Iterator[Differences]:
        kinds = {type(old.node), type(new.node)}
        if Terms in kinds:
            yield self._sequences(terms(old), terms(new))
            yield from _turned(old, new)
        if kinds & {Product, Fraction, Big}:
            yield self._sequences(factors(old), factors(new))
        if Product in kinds:
            yield self._sequences(shallow_factors(old), shallow_factors(new))
        if not kinds & {Terms, Product} and _alike(old.node, new.node):
            yield self._pairwise(old.children(), new.children())
        yield from self._powers(old, new)

    def _pairwise(self, old: list[Part], new: list[Part]) -> Differences:
        return sum((self.nodes(*pair) for pair in zip(old, new, strict=True)), SAME)

    def _powers(self, old: Part, new: Part) -> Iterator[Differences]:
        """A power that goes, or comes."""
        if isinstance(old.node, Power):
            yield self.nodes(old.child(0), new) + _without_power(old)
        if isinstance(new.node, Power):
            power = new.child(1)
            words = ("raise ", old.node, " to the power ", power.node)
            yield self.nodes(old, new.child(0)) + _one(old.slot("after"), power.whole, words, power.size)

    def _sequences(self, old: list[Element], new: list[Element]) -> Differences:
        """The cheapest way from one sequence to another: elements kept, gone and come."""
        best: dict[tuple[int, int], Differences] = {(0, 0): SAME}
        gone = [[(len(run), self._gone(run)) for run in _runs(old[:i])] for i in range(len(old) + 1)]
        come = [[(len(run), _come(run)) for run in _runs(new[:j])] for j in range(len(new) + 1)]
        for i in range(len(old) + 1):
            here = [[(length, _at(_gap(old, i), found)) for length, found in runs] for runs in come]
            for j in range(len(new) + 1):
                ways = self._ways(old, new, i, j, best)
                if found := _cheapest(chain(ways, _steps(best, i, j, gone[i], here[j]))):
                    best[i, j] = found
        return best[len(old), len(new)]

    def _ways(
        self,
        old: list[Element],
        new: list[Element],
        i: int,
        j: int,
        best: dict[tuple[int, int], Differences],
    ) -> Iterator[Differences]:
        """Ways from the first `i` elements to the first `j` whose last step changes an element."""
        if i and j:
            if (found := self._elements(old[i - 1], new[j - 1])) is not None:
                yield best[i - 1, j - 1] + found
            for start in range(max(0, j - MAX_RUN), j - 1):
                for reduced in self._reduced(old[i - 1], new[start:j]):
                    yield best[i - 1, start] + reduced

    def _elements(self, old: Element, new: Element) -> Differences | None:
        """From one element to another, where they are of one kind."""
        if old.head and new.head:
            return self._heads(old.part, old.head, new.part, new.head)
        if old.head or new.head:
            return None
        found = self.nodes(old.part, new.part)
        if old.joint == new.joint:
            return found
        if {old.joint, new.joint} != {"+", "-"}:
            return None
        left, right = old.part.bare(), new.part.bare()
        replaced = any((change.old, change.new) == (left.whole, right.whole) for change in found.changes)
        return _other_term(old, new) if replaced else _sign(old, new) + found

    def _reduced(self, old: Element, run: list[Element]) -> Iterator[Differences]:
        """From a power, or terms, to the factors of what is left of it without the power, or other terms."""
        part = old.part.bare()
        if old.joint or old.head:
            return
        if isinstance(part.node, Power):
            yield self._sequences(factors(part.child(0)), run) + _without_power(part)
        if isinstance(part.node, Terms):
            parts = terms(part)
            for place, kept in enumerate(parts):
                if kept.joint == "+":
                    within = self._sequences(factors(kept.part), run)
                    yield _dropped(parts[:place]) + within + _dropped(parts[place + 1 :])

    def _heads(self, old: Part, big: Big, new: Part, other: Big) -> Differences:
        first, second = replace(big, body=ONE), replace(other, body=ONE)
        if first == second:
            return SAME
        whole = _one(old.slot("head"), new.slot("head"), ("put ", Head(other), " for ", Head(big)), HEAD)
        if not _alike(first, second):
            return whole
        return min(
            self._pairwise(old.children()[:-1], new.children()[:-1]), whole, key=lambda found: found.cost
        )

    def _gone(self, run: list[Element]) -> Differences:
        """Elements are dropped, or what makes a factor other than 1."""
        dropped = _dropped(run)
        if len(run) > 1 or run[0].joint or run[0].head or not dropped.changes:
            return dropped
        left = self.nodes(run[0].part, Part(ONE)) + QUIET
        return left if not left.new and left.cost < dropped.cost else dropped


Runs = list[tuple[int, Differences]]
"""Lengths of runs of elements that end at a place, and what it takes that they go, or come."""


def _steps(
    best: Mapping[tuple[int, int], Differences], i: int, j: int, gone: Runs, come: Runs
) -> Iterator[Differences]:
    """Ways from the first `i` elements to the first `j` whose last step is that elements go, or come."""
    for length, found in gone:
        yield best[i - length, j] + found
    for length, found in come:
        yield best[i, j - length] + found


def _runs(elements: list[Element]) -> Iterator[list[Element]]:
    """The last of some elements, alone and with those before it that are like it."""
    for start in range(len(elements) - 1, max(-1, len(elements) - 1 - MAX_RUN), -1):
        run = elements[start:]
        if len(run) > 1 and not are_like(run):
            return
        yield run


def _dropped(run: list[Element]) -> Differences:
    if not run or run[0].is_one:
        return QUIET if run else SAME
    marks = NONE.union(*(element.marks for element in run))
    return _one(marks, NONE, ("drop ", *called(run)), _weight(run))


def _without_power(part: Part) -> Differences:
    power = part.child(1)
    return _one(power.whole, NONE, ("drop the power ", power.node), power.size)


def _weight(run: list[Element]) -> float:
    return sum(element.size + JOINED for element in run)


def _come(run: list[Element]) -> Differences:
    """Elements that come, wherever that is."""
    if run[0].is_one:
        return QUIET
    marks = NONE.union(*(element.marks for element in run))
    return _one(NONE, marks, ("put in ", *called(run)), _weight(run))


def _at(gap: Places, come: Differences) -> Differences:
    """What comes, in a gap of the old elements."""
    return Differences(tuple(Change(gap, change.new, change.words) for change in come.changes), come.cost)


def _gap(old: list[Element], place: int) -> Places:
    """Where something is missing that stands before the element at a place."""
    if not place:
        return old[0].part.slot("before")
    before = old[place - 1]
    return before.part.children()[-1].slot("before") if before.head else before.part.slot("after")


def _sign(old: Element, new: Element) -> Differences:
    """A sign that changes; a first term may have none."""
    words: Words
    if not old.slot:
        words = ("put a minus before ", old.part.node)
    elif not new.slot:
        words = ("drop the minus before ", old.part.node)
    else:
        words = (f"put {new.joint} for {old.joint} before ", old.part.node)
    return _one(old.slot or old.part.slot("before"), new.slot, words, JOINED)


def _other_term(old: Element, new: Element) -> Differences:
    """`- x` for `+ a`."""
    words = ("put ", *signed(new), " for ", *signed(old))
    return _one(old.marks, new.marks, words, old.size + new.size + JOINED)


def _turned(old: Part, new: Part) -> Iterator[Differences]:
    """`t - s` for `s - t`: all signs change, whatever the order."""
    left = [("-" if e.joint == "+" else "+", e.part.node) for e in terms(old)]
    right = [(e.joint, e.part.node) for e in terms(new)]
    if len(left) > 1 and len(left) == len(right) and all(left.count(e) == right.count(e) for e in left):
        yield _one(old.whole, new.whole, ("change all signs of ", old.node), 1)


def _alike(old: Node, new: Node) -> bool:
    """Whether two nodes are of one kind and differ in their children alone."""
    if isinstance(old, Apply) and isinstance(new, Apply):
        old = replace(old, bare=new.bare)
    inner = trees.children(new)
    if type(old) is not type(new) or len(trees.children(old)) != len(inner):
        return False
    return trees.with_children(old, inner) == new
