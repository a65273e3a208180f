"""Odd roots of normal forms, which exist for negative numbers, too.

root (c a^e p) = root(c) root(a)^e root(p)     whatever the signs
root (-a)      = - root(a)
root (a)       = a^{1/n}                       a positive
root (a)^n     = a
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from derivation.terms.atoms import (
    UNIT,
    Atom,
    Compound,
    Frozen,
    Poly,
    Rational,
    applied,
    freeze,
    is_number,
    number_of,
    thaw,
)
from derivation.terms.roots import ODD_ROOTS

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra


def odd_root(algebra: Algebra, name: str, argument: Poly) -> Poly:
    if not argument:
        return {}
    coefficient, mono, primitive = algebra.content(argument)
    out = algebra.power(algebra.number(coefficient), Fraction(1, ODD_ROOTS[name]))
    for atom, exponent in mono:
        out = algebra.mul(out, _of_atom(algebra, name, atom, exponent))
    if primitive[min(primitive)] < 0:
        out, primitive = algebra.scale(out, -1), algebra.scale(primitive, -1)
    if is_number(primitive) and number_of(primitive) == 1:
        return out
    if algebra.positive_poly(primitive):
        return algebra.mul(out, algebra.power(primitive, Fraction(1, ODD_ROOTS[name])))
    return algebra.mul(out, {((applied(name, freeze(primitive)), 1),): 1})


def _of_atom(algebra: Algebra, name: str, atom: Atom, exponent: Rational) -> Poly:
    if algebra.positive(atom) or not isinstance(exponent, int):
        return algebra.settle(((atom, Fraction(exponent) / ODD_ROOTS[name]),))
    body = atom.body if isinstance(atom, Compound) else freeze(algebra.atom(atom))
    return raised(algebra, name, body, exponent)


def raised(algebra: Algebra, name: str, body: Frozen, exponent: int) -> Poly:
    """A whole power of an odd root."""
    whole, rest = divmod(exponent, ODD_ROOTS[name])
    kept: Poly = {((applied(name, body), rest),): 1} if rest else {UNIT: 1}
    return algebra.mul(algebra.power(thaw(body), whole), kept)


def is_settled(name: str, exponent: Rational) -> bool:
    """Whether a power of an odd root stays what it is."""
    return not isinstance(exponent, int) or 0 < exponent < ODD_ROOTS[name]
