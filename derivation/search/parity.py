"""Powers of numbers with exponents that are surely integers: of -1, and of 0.

(-1)^{2 m + n} = (-1)^n      m and n surely integers; 1 of an even n, and -1 of an odd one
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
    known = algebra.hypotheses.sizes | algebra.hypotheses.integers.keys()
    return isinstance(atom, IndexValue) or (
        isinstance(atom, Entry) and atom.name in known and not atom.indices
    )


def _remainder(algebra: Algebra, atom: Atom) -> int | None:
    """What an integer leaves when it is divided by 2, as far as that is known."""
    name = atom.letter if isinstance(atom, IndexValue) else atom.name if isinstance(atom, Entry) else ""
    modulus, remainder = algebra.hypotheses.integers.get(name, (1, 0))
    return None if modulus % 2 else remainder % 2


def sign(algebra: Algebra, exponent: Poly) -> Poly:
    """-1 to an exponent that is an integer for sure: only what is odd in it counts, of an integer m^2 = m."""
    out = algebra.number(1)
    for mono, coefficient in exponent.items():
        known = [_remainder(algebra, atom) for atom, _ in mono]
        if int(coefficient) % 2 and 0 not in known:
            pairs = zip(mono, known, strict=True)
            open_ = tuple((atom, 1) for (atom, _), remainder in pairs if remainder is None)
            own = algebra.number(-1) if open_ == UNIT else algebra.atom(symbolic_power(MINUS_ONE, open_))
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
        case ((Entry(_, name), 1),) if name in algebra.hypotheses.sizes:
            letter, low = "", 1
        case _:
            return None
    least = low + int(exponent.get(UNIT, 0))
    if least < 0 or (least == 0 and not letter):
        return None
    algebra.rule("0^k = δ_{0k}")
    return {} if least else algebra.delta(str(low), letter)
