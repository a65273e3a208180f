"""Factorials in normal form: n! of the argument without its whole number, (n + 1)! = (n + 1) n!.

1/m! is 0 for a negative whole number m, as in a binomial coefficient with k > n.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial, floor
from typing import TYPE_CHECKING

from derivation.terms.atoms import UNIT, Poly, applied, freeze, is_number, number_of
from derivation.terms.limits import Unsupported
from derivation.values.numbers import MAX_FACTORIAL

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

MAX_SHIFT = 12


def of(algebra: Algebra, argument: Poly) -> Poly:
    """n!"""
    if is_number(argument):
        return algebra.number(factorial(_whole(Fraction(number_of(argument)))))
    shift = floor(argument.get(UNIT, 0))
    if abs(shift) > MAX_SHIFT:
        return algebra.atom(applied("factorial", freeze(argument)))
    base = algebra.add(argument, algebra.number(-shift))
    out = algebra.atom(applied("factorial", freeze(base)))
    for place in range(1, shift + 1):
        out = algebra.mul(out, algebra.add(base, algebra.number(place)))
    for place in range(0, shift, -1):
        out = algebra.mul(out, algebra.power(algebra.add(base, algebra.number(place)), -1))
    return out


def reciprocal_of(algebra: Algebra, argument: Poly) -> Poly:
    """1/n!"""
    if is_number(argument) and number_of(argument).denominator == 1 and number_of(argument) < 0:
        return {}
    return algebra.power(of(algebra, argument), -1)


def _whole(value: Fraction) -> int:
    if value.denominator != 1 or value < 0:
        raise Unsupported("the factorial of what is no whole number from 0 on")
    if value > MAX_FACTORIAL:
        raise Unsupported("the factorial of a large number")
    return int(value)
