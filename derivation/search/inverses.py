"""Inverse functions of sine and tangent in normal form.

arccos x = π/2 - arcsin x
arcsin (sin a) = a, arctan (tan a) = a     for parts of π whose sines are roots of numbers
arctan x = π/2 - arctan (1/x)              x > 0
both are odd
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from derivation.search.angles import HALF_TURN, angle_of, odd
from derivation.terms.atoms import Poly, Radical, freeze

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra


def arcsine(algebra: Algebra, argument: Poly) -> Poly:
    return _special(algebra, "sin", argument) or odd(algebra, "arcsin", argument)


def arccosine(algebra: Algebra, argument: Poly) -> Poly:
    return algebra.add(_turns(Fraction(1, 2)), algebra.scale(arcsine(algebra, argument), -1))


def arctangent(algebra: Algebra, argument: Poly) -> Poly:
    known = _special(algebra, "tan", argument)
    if known is not None:
        return known
    if len(argument) == 1 and algebra.positive_poly(argument):
        turned = algebra.power(argument, -1)
        if freeze(turned) < freeze(argument):
            inner = odd(algebra, "arctan", turned)
            return algebra.add(_turns(Fraction(1, 2)), algebra.scale(inner, -1))
    return odd(algebra, "arctan", argument)


INVERSES: dict[str, Callable[[Algebra, Poly], Poly]] = {
    "arcsin": arcsine,
    "arccos": arccosine,
    "arctan": arctangent,
}


def _special(algebra: Algebra, function: str, value: Poly) -> Poly | None:
    """The angle of a number, if it is a known part of π."""
    if not all(isinstance(atom, Radical) for mono in value for atom, _ in mono):
        return None
    turns = angle_of(algebra, function, value)
    return None if turns is None else _turns(turns)


def _turns(turns: Fraction) -> Poly:
    return {HALF_TURN: turns} if turns else {}
