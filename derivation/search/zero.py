"""Whether a normal form is zero: multiplies out all denominators that are sums of terms, or sines."""

from __future__ import annotations

from math import floor

from derivation.search.algebra import Algebra
from derivation.search.angles import unified
from derivation.search.complexes import exponentials
from derivation.terms.atoms import Applied, Atom, Compound, Poly, Rational
from derivation.terms.limits import Exhausted


def is_zero(algebra: Algebra, poly: Poly) -> bool:
    """Whether a poly is zero, all denominators multiplied out."""
    if poly:
        poly = unified(algebra, exponentials(algebra, poly))
    for _ in range(64):
        if not poly:
            return True
        lowest: dict[Atom, Rational] = {}
        for mono in poly:
            powers = {a: e for a, e in mono if isinstance(a, Compound) or _is_sine(a)}
            for atom in {*lowest, *powers}:
                lowest[atom] = min(lowest.get(atom, 0), powers.get(atom, 0))
        below = {atom: -floor(e) for atom, e in lowest.items() if e < 0}
        if not below:
            return False
        algebra.rule("cross-multiplication")
        for atom, exponent in below.items():
            poly = _cleared(algebra, poly, atom, exponent)
    raise Exhausted("denominators within denominators")


def _is_sine(atom: Atom) -> bool:
    """Whether an atom is a sine, whose square is opened as 1 - cos²."""
    return isinstance(atom, Applied) and atom.function == "sin"


def _cleared(algebra: Algebra, poly: Poly, atom: Atom, exponent: int) -> Poly:
    """`poly · atom^exponent`, the atom opened where no denominator is left."""
    return algebra.mul(poly, {((atom, exponent),): 1})
