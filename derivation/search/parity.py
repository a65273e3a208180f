"""Powers of numbers with exponents that are surely integers: of -1, and of 0.

(-1)^{2 m + n} = (-1)^n      m and n surely integers
0^k = δ_{0k}                 k an index from 0 on
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivation.terms.atoms import MINUS_ONE, UNIT, Atom, Entry, IndexValue, Poly, symbolic_power

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra


def is_whole(algebra: Algebra, exponent: Poly) -> bool:
    """Whether an exponent is surely an integer: a polynomial in indices and sizes."""
    return all(
        isinstance(c, int) and all(isinstance(e, int) and e > 0 and _counting(algebra, a) for a, e in mono)
        for mono, c in exponent.items()
    )


def _counting(algebra: Algebra, atom: Atom) -> bool:
    size = isinstance(atom, Entry) and atom.name in algebra.hypotheses.sizes and not atom.indices
    return size or isinstance(atom, IndexValue)


def sign(algebra: Algebra, exponent: Poly) -> Poly:
    """-1 to an exponent that is an integer for sure: only what is odd in it counts, of an integer m^2 = m."""
    out = algebra.number(1)
    for mono, coefficient in exponent.items():
        if int(coefficient) % 2:
            odd = tuple((atom, 1) for atom, _ in mono)
            own = algebra.number(-1) if mono == UNIT else algebra.atom(symbolic_power(MINUS_ONE, odd))
            out = algebra.mul(out, own)
    return out


def power_of_zero(algebra: Algebra, exponent: Poly) -> Poly | None:
    """0^{k + c}: 1 where an index k is -c, and else 0; `None` of any other exponent, or where k + c may be
    negative."""
    letters = [mono for mono in exponent if mono != UNIT]
    if len(letters) != 1 or exponent[letters[0]] != 1 or not is_whole(algebra, exponent):
        return None
    match letters[0]:
        case ((IndexValue(_, letter), 1),):
            span = algebra.ranges.get(letter)
            if span is None or span.low.base:
                return None
            low = span.low.offset
        case ((Entry(), 1),):
            letter, low = "", 1
        case _:
            return None
    least = low + int(exponent.get(UNIT, 0))
    if least < 0 or (least == 0 and not letter):
        return None
    algebra.rule("0^k = δ_{0k}")
    return {} if least else algebra.delta(str(low), letter)
