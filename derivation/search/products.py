"""Products of large polynomials: each monomial is packed into one integer.

The exponents of all atoms stand side by side in the bits of a number, so that
monomials are multiplied by adding numbers, and like terms meet in a dict. Takes and
gives polys as `Algebra.mul` does; leaves to it what does not stay a plain monomial
when it is multiplied, as √2, δ, sin² and opened denominators.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from derivation.terms.atoms import (
    Applied,
    Atom,
    Compound,
    Kronecker,
    Mono,
    Poly,
    Radical,
    Rational,
    rational,
)
from derivation.terms.limits import check_terms, spend
from derivation.terms.roots import ODD_ROOTS

REWRITTEN = frozenset(("sin", "abs", *ODD_ROOTS))
"""Functions whose powers are written otherwise."""


class _Field(NamedTuple):
    """The bits of one atom's exponent: where they start, and what each factor's least exponent is."""

    shift: int
    mask: int
    lows: tuple[int, int]


def product(left: Poly, right: Poly) -> Poly | None:
    """The product of two polys; `None` where a monomial may have to be rewritten."""
    fields = _fields(left, right)
    if fields is None:
        return None
    first, below = _packed(left, fields, 0)
    second, under = _packed(right, fields, 1)
    total: dict[int, int] = {}
    for mono1, c1 in first:
        spend(len(second))
        check_terms(len(total))
        for mono2, c2 in second:
            mono = mono1 + mono2
            total[mono] = total.get(mono, 0) + c1 * c2
    scale = below * under
    return {_unpacked(mono, fields): rational(Fraction(c, scale)) for mono, c in total.items() if c}


def _fields(left: Poly, right: Poly) -> dict[Atom, _Field] | None:
    """The bits of each atom, the atoms in order; `None` for what does not stay a plain monomial."""
    ends = [_ends(left), _ends(right)]
    fields: dict[Atom, _Field] = {}
    shift = 0
    for atom in sorted({*ends[0], *ends[1]}):
        (low1, high1), (low2, high2) = (end.get(atom, (0, 0)) for end in ends)
        if not all(isinstance(e, int) for e in (low1, low2, high1, high2)) or not _stays(atom, high1 + high2):
            return None
        width = int(high1 - low1 + high2 - low2).bit_length()
        fields[atom] = _Field(shift, (1 << width) - 1, (int(low1), int(low2)))
        shift += width
    return fields


def _ends(poly: Poly) -> dict[Atom, tuple[Rational, Rational]]:
    """The least and the largest exponent of each atom, 0 where it does not stand in all monomials."""
    found: dict[Atom, list[Rational]] = {}
    for mono in poly:
        for atom, e in mono:
            found.setdefault(atom, []).append(e)
    ends = {}
    for atom, exponents in found.items():
        if len(exponents) < len(poly):
            exponents.append(0)
        broken = [e for e in exponents if not isinstance(e, int)]
        ends[atom] = (broken[0], broken[0]) if broken else (min(exponents), max(exponents))
    return ends


def _stays(atom: Atom, most: Rational) -> bool:
    """Whether a power of an atom, with an exponent of at most `most`, is left as it is."""
    match atom:
        case Radical() | Kronecker():
            return False
        case Compound():
            return most <= 0
        case Applied(_, function, _):
            return function not in REWRITTEN
        case _:
            return True


def _packed(poly: Poly, fields: dict[Atom, _Field], side: int) -> tuple[list[tuple[int, int]], int]:
    """Monomials as numbers with whole coefficients, and what these are to be divided by."""
    start = -sum(field.lows[side] << field.shift for field in fields.values())
    below = lcm(*(c.denominator for c in poly.values()))
    return [
        (start + sum(int(e) << fields[atom].shift for atom, e in mono), int(c * below))
        for mono, c in poly.items()
    ], below


def _unpacked(packed: int, fields: dict[Atom, _Field]) -> Mono:
    powers = (
        (atom, ((packed >> shift) & mask) + lows[0] + lows[1]) for atom, (shift, mask, lows) in fields.items()
    )
    return tuple((atom, e) for atom, e in powers if e)
