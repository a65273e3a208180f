"""The root of a polynomial that is a square: 1 - 2 x + x² is (1 - x)²; and 1 - x² as (1 - x) (1 + x).

What is found term by term, the leading one first, is multiplied out again by the
algebra; so a guess that misses costs nothing but time.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from derivation.search import complexes
from derivation.terms.atoms import Atom, Mono, Poly, Rational, rational
from derivation.terms.limits import spend

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

MAX_TERMS = 60
"""Of a polynomial that is tried."""

Place = tuple[int, ...]


def square_root(algebra: Algebra, poly: Poly) -> Poly | None:
    """A real S with S² = poly; `None` where there is none, or none is found."""
    if not 3 <= len(poly) <= MAX_TERMS or complexes.is_complex(poly) or not algebra.are_real(poly):
        return None
    atoms = sorted({atom for mono in poly for atom, _ in mono})
    if any(not isinstance(e, int) for mono in poly for _, e in mono):
        return None
    rest = {_place(mono, atoms): Fraction(c) for mono, c in poly.items()}
    lead = max(rest)
    first = _root(rest[lead])
    if first is None or any(e % 2 for e in lead):
        return None
    half = tuple(e // 2 for e in lead)
    found = {half: first}
    rest.pop(lead)
    while rest:
        spend(len(found))
        top = max(rest)
        place = tuple(a - b for a, b in zip(top, half, strict=True))
        if place >= half or 2 * len(found) > len(poly) + 1:
            return None
        term = rest[top] / (2 * first)
        for other, c in [*found.items(), (place, term / 2)]:
            both = tuple(a + b for a, b in zip(other, place, strict=True))
            left = rest.get(both, Fraction(0)) - 2 * c * term
            rest.pop(both, None)
            if left:
                rest[both] = left
        found[place] = term
    root = {_mono(place, atoms): rational(c) for place, c in found.items()}
    return root if algebra.mul(root, root) == poly else None


def factors(algebra: Algebra, poly: Poly) -> tuple[Poly, ...]:
    """a - b and a + b of a² - b², where both are single terms; none of anything else."""
    if len(poly) != 2 or not algebra.are_real(poly):
        return ()
    (plus, above), (minus, below) = sorted(poly.items(), key=lambda pair: pair[1], reverse=True)
    roots = _root(above), _root(-below)
    halves = [tuple((atom, rational(Fraction(e, 2))) for atom, e in mono) for mono in (plus, minus)]
    if None in roots or not all(isinstance(e, int) for half in halves for _, e in half):
        return ()
    first, second = ({half: rational(root)} for half, root in zip(halves, roots, strict=True) if root)
    return algebra.add(first, algebra.scale(second, -1)), algebra.add(first, second)


def _place(mono: Mono, atoms: list[Atom]) -> Place:
    own = dict(mono)
    return tuple(int(own.get(atom, 0)) for atom in atoms)


def _mono(place: Place, atoms: list[Atom]) -> Mono:
    return tuple((atom, e) for atom, e in zip(atoms, place, strict=True) if e)


def _root(value: Rational) -> Fraction | None:
    """The rational root of a number that is a square."""
    value = Fraction(value)
    if value <= 0:
        return None
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(above, below) if Fraction(above, below) ** 2 == value else None
