"""Whether a normal form is zero: multiplies out all denominators that are sums of terms."""

from __future__ import annotations

from math import floor

from derivation.calculus.algebra import Algebra
from derivation.calculus.atoms import Compound, Poly, Rational
from derivation.calculus.limits import Exhausted


def is_zero(algebra: Algebra, poly: Poly) -> bool:
    """Whether a poly is zero, all denominators multiplied out."""
    for _ in range(64):
        if not poly:
            return True
        lowest: dict[Compound, Rational] = {}
        for mono in poly:
            powers = {a: e for a, e in mono if isinstance(a, Compound)}
            for atom in {*lowest, *powers}:
                lowest[atom] = min(lowest.get(atom, 0), powers.get(atom, 0))
        below = {atom: -floor(e) for atom, e in lowest.items() if e < 0}
        if not below:
            return False
        algebra.rule("cross-multiplication")
        for atom, exponent in below.items():
            poly = _cleared(algebra, poly, atom, exponent)
    raise Exhausted("denominators within denominators")


def _cleared(algebra: Algebra, poly: Poly, atom: Compound, exponent: int) -> Poly:
    """`poly · atom^exponent`, the atom opened where no denominator is left."""
    return algebra.mul(poly, {((atom, exponent),): 1})
