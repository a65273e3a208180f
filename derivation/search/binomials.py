"""Sums over binomial coefficients, by the binomial theorem.

    Σ_{k=0}^n r^k / (k! (n - k)!)                    = (1 + r)^n / n!
    Σ_{k=0}^n k (k-1) ... (k-j+1) r^k / (k! (n - k)!) = r^j (1 + r)^{n-j} / (n - j)!

A power of k is a sum of such products, with Stirling's numbers of the second kind. With r = a / b both
sides are polynomials in a and b once they are multiplied by b^n, so that b = 0 makes no exception.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from derivation.search import factorials, parity
from derivation.search.ranges import at_least
from derivation.terms.atoms import (
    Exponential,
    Mono,
    Poly,
    SymbolicPower,
    accumulate,
    applied,
    freeze,
    index_value,
    mono_indices,
)
from derivation.terms.indices import shifted
from derivation.terms.limits import Unsupported

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

MAX_POWER = 8
"""The largest power of k beside the coefficient."""
MAX_LOW = 4
"""The largest number at which a sum begins."""


def closed(algebra: Algebra, index: str, mono: Mono) -> Poly | None:
    """The sum over a range up to n of what has 1/k! and 1/(n - k)! as factors; `None` of all else."""
    span = algebra.ranges[index]
    if span.low.base or not 0 <= span.low.offset <= MAX_LOW or not at_least(algebra, span, -1):
        return None
    end, place = algebra.bound(span.high), algebra.index(index)
    rest = dict(mono)
    for argument in (place, algebra.add(end, algebra.scale(place, -1))):
        if rest.pop(applied("factorial", freeze(argument)), 0) != -1:
            return None
    power = rest.pop(index_value(index), 0)
    raised = tuple(rest.items())
    if power not in range(MAX_POWER + 1) or not parity.is_whole(algebra, end):
        return None
    if not all(isinstance(atom, SymbolicPower | Exponential) for atom in rest):
        return None
    ratio = _ratio(algebra, index, raised)
    if ratio is None:
        return None
    try:
        total = _total(algebra, end, int(power), *ratio)
        for missing in map(str, range(span.low.offset)):
            accumulate(total, algebra.rename({mono: 1}, {index: missing}), -1)
    except Unsupported:
        return None
    algebra.rule("binomial-theorem")
    return total


def _ratio(algebra: Algebra, index: str, raised: Mono) -> tuple[Poly, Poly] | None:
    """The numerator and the denominator of the r of `r^k`."""
    if not raised:
        return algebra.number(1), algebra.number(1)
    inverse: Poly = {tuple((atom, -e) for atom, e in raised): 1}
    ratio = algebra.mul(algebra.rename({raised: 1}, {index: shifted(index, 1)}), inverse)
    first = algebra.rename({raised: 1}, {index: "0"})
    if len(ratio) != 1 or first != algebra.number(1):
        return None
    ((mono, coefficient),) = ratio.items()
    if index in mono_indices(mono):
        return None
    above = tuple(pair for pair in mono if pair[1] > 0)
    below = tuple((atom, -e) for atom, e in mono if e < 0)
    value = Fraction(coefficient)
    return (
        algebra.scale(algebra.settle(above), value.numerator),
        algebra.scale(algebra.settle(below), value.denominator),
    )


def _total(algebra: Algebra, end: Poly, power: int, above: Poly, below: Poly) -> Poly:
    """Σ_{k=0}^n k^power (above/below)^k / (k! (n - k)!)."""
    both = algebra.add(above, below)
    outer = algebra.power_poly(below, algebra.scale(end, -1))
    total: Poly = {}
    for steps, ways in enumerate(_stirling(power)):
        if not ways:
            continue
        left = algebra.add(end, algebra.number(-steps))
        parts = (
            outer,
            algebra.power(above, steps),
            algebra.power_poly(both, left),
            factorials.reciprocal_of(algebra, left),
        )
        accumulate(total, algebra.product(parts), ways)
    return total


def _stirling(power: int) -> list[int]:
    """In how many ways `power` things are parted into 0, 1, 2, ... groups."""
    row = [1]
    for _ in range(power):
        row = [0, *row]
        row = [
            value + steps * more for steps, (value, more) in enumerate(zip(row, [*row[1:], 0], strict=True))
        ]
    return row
