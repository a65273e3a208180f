"""Names for the indices of a sum that are connected: equal sums get equal atoms.

Takes a monomial and the indices that are summed; gives the atom of the sum, whatever
its indices are called and in whatever order they stand. They are named by position,
`#0`, `#1`, …, in the order that gives the least atom. Of all orders only those are
tried that what is known of the indices leaves open: their colours say how each occurs,
and are refined by the colours of those that it occurs with, until nothing changes
(Weisfeiler and Leman). What still ties is told apart by taking one after the other
for the first, but not two that can be exchanged without a change (McKay's search).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from derivation.terms.atoms import (
    Applied,
    Atom,
    Compound,
    Entry,
    Exponential,
    Frozen,
    IndexValue,
    Kronecker,
    Mono,
    Poly,
    Radical,
    Rational,
    Sigma,
    SymbolicPower,
    height_of,
    indices_of,
    sigma,
)
from derivation.terms.indices import parted
from derivation.terms.limits import Exhausted, Unsupported, spend
from derivation.terms.renaming import renamed_range
from derivation.terms.terms import Range

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

MAX_CONNECTED = 16
MAX_ORDERS = 5040
OWN = -1
"""The colour of the index that is looked at."""

Colours = Mapping[str, int]


def canonical(algebra: Algebra, group: frozenset[str], mono: Mono) -> Poly:
    """The atom of a sum of a monomial over connected indices.

    Other names can turn the sign of a body, as in sin(x_k - x_l); a sum that is
    its own negative is 0.
    """
    if len(group) > MAX_CONNECTED:
        raise Exhausted(f"a sum over more than {MAX_CONNECTED} connected indices")
    base = max((height_of(atom) for atom, _ in mono), default=0)
    found: dict[tuple[tuple[Range, ...], Mono], set[Rational]] = {}
    for count, order in enumerate(_orders(algebra, group, mono)):
        if count == MAX_ORDERS:
            raise Exhausted(f"a sum whose indices can stand in more than {MAX_ORDERS} orders")
        names = {index: f"#{base + k}" for k, index in enumerate(order)}
        spans = tuple(renamed_range(algebra.ranges[index], names) for index in order)
        with algebra.ranging(dict(zip(names.values(), spans, strict=True))):
            poly = algebra.rename({mono: 1}, names)
        if len(poly) != 1 or any(height_of(atom) > base for atom, _ in next(iter(poly))):
            raise Unsupported("a sum whose body changes its shape with the names of its indices")
        ((body, sign),) = poly.items()
        found.setdefault((spans, body), set()).add(sign)
    least = min(found)
    if len(found[least]) > 1:
        algebra.rule("antisymmetric-sum")
        return {}
    (sign,) = found[least]
    return algebra.scale(algebra.atom(sigma(base + len(group), *least)), sign)


def _orders(algebra: Algebra, group: frozenset[str], mono: Mono) -> Iterator[tuple[str, ...]]:
    """The orders of the indices worth trying: the same, whatever the indices are called."""
    if len(group) == 1:
        return iter((tuple(group),))
    looks = {
        index: repr((algebra.ranges[index], sorted(_occurrence(algebra, index, pair) for pair in mono)))
        for index in group
    }
    return _search(algebra, mono, _ranked(looks))


def _occurrence(algebra: Algebra, index: str, pair: tuple[Atom, Rational]) -> tuple[str, str, str, str]:
    """How one index occurs in an atom power, told without the names of the others."""
    atom, exponent = pair
    if index not in indices_of(atom):
        return ("", "", "", "")
    if isinstance(atom, Entry) and atom.name in algebra.hypotheses.symmetric:
        offsets = sorted(offset for base, offset in map(parted, atom.indices) if base == index)
        return (atom.tag, atom.name, str(offsets), str(exponent))
    if isinstance(atom, Entry):
        places = [(k, s.offset) for k, s in enumerate(map(parted, atom.indices)) if s.base == index]
        return (atom.tag, atom.name, str(places), str(exponent))
    return (atom.tag, "", str(len(indices_of(atom))), str(exponent))


def _ranked(looks: Mapping[str, str]) -> Colours:
    """Colours 0, 1, … for what indices look like."""
    places = {look: place for place, look in enumerate(sorted(set(looks.values())))}
    return {index: places[look] for index, look in looks.items()}


def _search(algebra: Algebra, mono: Mono, colours: Colours) -> Iterator[tuple[str, ...]]:
    """The orders that colours leave open, where two that can be exchanged count as one."""
    if len(set(colours.values())) < len(colours):
        colours = _refined(algebra, mono, colours)
    ties: dict[int, list[str]] = {}
    for index in sorted(colours):
        ties.setdefault(colours[index], []).append(index)
    tied = next((ties[colour] for colour in sorted(ties) if len(ties[colour]) > 1), None)
    if tied is None:
        yield tuple(sorted(colours, key=colours.__getitem__))
        return
    tried: list[str] = []
    for index in tied:
        if not any(_can_be_exchanged(algebra, mono, index, other) for other in tried):
            tried.append(index)
            told = {i: 2 * c + (c == colours[index] and i != index) for i, c in colours.items()}
            yield from _search(algebra, mono, told)


def _can_be_exchanged(algebra: Algebra, mono: Mono, one: str, other: str) -> bool:
    return algebra.rename({mono: 1}, {one: other, other: one}) == {mono: 1}


def _refined(algebra: Algebra, mono: Mono, colours: Colours) -> Colours:
    """Indices told apart by the colours of those that they occur with, until nothing changes."""
    while True:
        looks = {
            index: repr((colour, _looks(algebra, index, mono, colours))) for index, colour in colours.items()
        }
        refined = _ranked(looks)
        if len(set(refined.values())) == len(set(colours.values())):
            return refined
        colours = refined


def _looks(algebra: Algebra, index: str, mono: Mono, colours: Colours) -> list[str]:
    own = {**colours, index: OWN}
    inside = [(atom, exponent) for atom, exponent in mono if index in indices_of(atom)]
    spend(8 * len(inside))
    return sorted(repr((exponent, _look(algebra, atom, own))) for atom, exponent in inside)


def _look(algebra: Algebra, atom: Atom, colours: Colours) -> object:
    """What an atom looks like where indices are known by their colours alone.

    Signs are left out: which of x_k - x_l and x_l - x_k stands in a sine or in a
    divisor depends on the names.
    """

    def seen(index: str) -> tuple[bool, str, int]:
        base, offset = parted(index)
        return (base in colours, str(colours.get(base, base)), offset)

    match atom:
        case Radical(_, prime):
            return ("c", prime)
        case Entry(_, name, indices):
            letters = [seen(i) for i in indices]
            return ("v", name, sorted(letters) if algebra.hypotheses.is_symmetric(name, indices) else letters)
        case IndexValue(_, letter):
            return ("i", seen(letter))
        case Kronecker(_, left, right):
            return ("d", sorted((seen(left), seen(right))))
        case Exponential(_, argument):
            return ("e", _look_mono(algebra, argument, colours))
        case Applied(_, function, body):
            return ("f", function, _look_frozen(algebra, body, colours))
        case Compound(_, body):
            return ("q", _look_frozen(algebra, body, colours))
        case SymbolicPower(_, base, exponent):
            return ("p", _look(algebra, base, colours), _look_mono(algebra, exponent, colours))
        case Sigma(_, _, (span,), body):
            return ("s", [(seen(end.base), end.offset) for end in span], _look_mono(algebra, body, colours))
        case Sigma(_, _, ranges, _):
            return ("s", len(ranges), sorted(seen(letter) for letter in indices_of(atom)))


def _look_mono(algebra: Algebra, mono: Mono, colours: Colours) -> list[str]:
    return sorted(repr((exponent, _look(algebra, atom, colours))) for atom, exponent in mono)


def _look_frozen(algebra: Algebra, body: Frozen, colours: Colours) -> list[str]:
    return sorted(repr((abs(c), _look_mono(algebra, mono, colours))) for mono, c in body)
