"""The real roots of polynomials in one letter, isolated exactly.

A polynomial is a tuple of fractions, the constant one first, without zeros at its end.
`roots_of` gives every real root of some polynomials as a `Root`: where it lies, and a
polynomial without repeated roots that vanishes there. They are counted by Sturm's
theorem, so that none is missed. `sign_at` is the sign of any other polynomial there,
exactly: it is 0 where the greatest common divisor changes its sign. Source: Basu,
Pollack and Roy, Algorithms in Real Algebraic Geometry, chapters 2 and 10.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import ceil, floor

from derivation.records import dataclass
from derivation.search import ideals
from derivation.terms.limits import Exhausted, spend

Coefficients = tuple[Fraction, ...]

MAX_DEGREE = 64
MAX_HALVED = 400
MAX_BELOW = 64


@dataclass(frozen=True, slots=True)
class Root:
    """The one root of `poly` between `low` and `high`, where both ends differ in sign; or `low`, where they
    are the same."""

    poly: Coefficients
    low: Fraction
    high: Fraction

    @property
    def rational(self) -> bool:
        return self.low == self.high

    def halved(self) -> Root:
        """The same root, twice as near."""
        if self.rational:
            return self
        middle = (self.low + self.high) / 2
        value = at(self.poly, middle)
        if not value:
            return Root(self.poly, middle, middle)
        above = (value > 0) == (at(self.poly, self.low) > 0)
        return Root(self.poly, middle, self.high) if above else Root(self.poly, self.low, middle)

    def within(self, width: Fraction) -> Root:
        """The same root, in an interval that is no wider."""
        root = self
        while root.high - root.low > width:
            root = root.halved()
        return root


def at(poly: Coefficients, value: Fraction) -> Fraction:
    spend(1 + len(poly))
    return reduce(lambda total, c: total * value + c, reversed(poly), Fraction(0))


def sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def sign_at(poly: Coefficients, root: Root) -> int:
    """The sign of a polynomial at a root, exactly."""
    if root.rational:
        return sign(at(poly, root.low))
    common = _common(poly, root.poly)
    if len(common) > 1 and at(common, root.low) * at(common, root.high) < 0:
        return 0
    for _ in range(MAX_HALVED):
        if root.rational:
            return sign(at(poly, root.low))
        low, high = _between(poly, root.low, root.high)
        if low > 0 or high < 0:
            return sign(low) or sign(high)
        root = root.halved()
    raise Exhausted("a sign at a root of a polynomial is too near to 0")


def roots_of(polys: Iterable[Coefficients]) -> tuple[Root, ...]:
    """The real roots of some polynomials, in their order, in intervals that have no point in common."""
    factors = list(dict.fromkeys(factor for poly in polys for factor in _factors(poly)))
    for number, factor in enumerate(factors):
        if any(len(_common(factor, other)) > 1 for other in factors[:number]):
            raise Exhausted("polynomials that have a factor in common that was not found")
    found = [root for factor in factors for root in _isolated(factor)]
    for _ in range(MAX_HALVED):
        found.sort(key=lambda root: (root.low, root.high))
        near = {k for k, (a, b) in enumerate(pairwise(found)) if a.high >= b.low}
        if not near:
            return tuple(found)
        found = [root.halved() if {k - 1, k} & near else root for k, root in enumerate(found)]
    raise Exhausted("roots of polynomials are too near to each other")


def samples(roots: tuple[Root, ...]) -> tuple[Fraction, ...]:
    """A simple number before, between and after some roots."""
    if not roots:
        return (Fraction(0),)
    inner = (_simplest(a.high, b.low) for a, b in pairwise(roots))
    first, last = roots[0].low, roots[-1].high
    return (Fraction(floor(first) - 1), *inner, Fraction(ceil(last) + 1))


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """A number between two others with a small denominator, the one next to 0."""
    for below in range(1, MAX_BELOW):
        first, last = floor(low * below) + 1, ceil(high * below) - 1
        if first <= last:
            return Fraction(min(max(first, 0), last), below)
    return (low + high) / 2


# Polynomials in one letter


def _factors(poly: Coefficients) -> list[Coefficients]:
    """Factors of which one vanishes where a polynomial does, each without repeated roots."""
    if len(poly) - 1 > MAX_DEGREE:
        raise Exhausted("a polynomial of a degree that is too large")
    if len(poly) < 2:
        return []
    plain: ideals.Plain = {(k,): c for k, c in enumerate(poly) if c}
    return [_monic(_simple(_listed(factor))) for factor, _ in ideals.factors(plain)]


def _listed(plain: ideals.Plain) -> Coefficients:
    degree = max(exponents[0] for exponents in plain)
    return tuple(plain.get((k,), Fraction(0)) for k in range(degree + 1))


def _simple(poly: Coefficients) -> Coefficients:
    """A polynomial with the same roots, each once."""
    common = _common(poly, _slope(poly))
    return poly if len(common) < 2 else _divided(poly, common)[0]


def _monic(poly: Coefficients) -> Coefficients:
    return tuple(c / poly[-1] for c in poly)


def _slope(poly: Coefficients) -> Coefficients:
    return tuple(k * c for k, c in enumerate(poly))[1:]


def _divided(poly: Coefficients, by: Coefficients) -> tuple[Coefficients, Coefficients]:
    """Quotient and rest."""
    rest = list(poly)
    quotient = [Fraction(0)] * max(1, len(poly) - len(by) + 1)
    while len(rest) >= len(by):
        spend(len(by))
        factor = rest[-1] / by[-1]
        shift = len(rest) - len(by)
        quotient[shift] = factor
        for k, c in enumerate(by):
            rest[shift + k] -= factor * c
        while rest and not rest[-1]:
            rest.pop()
    return tuple(quotient), tuple(rest)


def _common(first: Coefficients, second: Coefficients) -> Coefficients:
    """The greatest common divisor of two polynomials."""
    while second:
        first, second = second, _divided(first, second)[1]
        second = _monic(second) if second else second
    return first


def _sturm(poly: Coefficients) -> list[Coefficients]:
    chain = [poly, _slope(poly)]
    while len(chain[-1]) > 1:
        rest = _divided(chain[-2], chain[-1])[1]
        if not rest:
            break
        scale = abs(rest[-1])
        chain.append(tuple(-c / scale for c in rest))
    return chain


def _isolated(poly: Coefficients) -> list[Root]:
    """The real roots of a polynomial without repeated ones, each in an interval of its own."""
    if len(poly) == 2:
        value = -poly[0] / poly[1]
        return [Root(poly, value, value)]
    chain = _sturm(poly)
    bound = 1 + max(abs(c / poly[-1]) for c in poly[:-1])
    found: list[Root] = []
    waiting = [(-bound, bound)]
    while waiting:
        low, high = waiting.pop()
        count = _changes(chain, low) - _changes(chain, high)
        if not count:
            continue
        if count == 1 and at(poly, low) * at(poly, high) < 0:
            found.append(Root(poly, low, high))
            continue
        middle = (low + high) / 2
        if not at(poly, middle):
            found.append(Root(poly, middle, middle))
            gap = _gap(chain, middle, (high - low) / 4)
            waiting += [(low, middle - gap), (middle + gap, high)]
            continue
        waiting += [(low, middle), (middle, high)]
    return found


def _gap(chain: list[Coefficients], root: Fraction, width: Fraction) -> Fraction:
    """How far around a root there is no other one."""
    while _changes(chain, root - width) - _changes(chain, root + width) > 1 or not (
        at(chain[0], root - width) and at(chain[0], root + width)
    ):
        width /= 2
    return width


def _changes(chain: list[Coefficients], value: Fraction) -> int:
    """How often the signs change in a chain of polynomials at a number."""
    signs = [s for poly in chain if (s := sign(at(poly, value)))]
    return sum(a != b for a, b in pairwise(signs))


def _between(poly: Coefficients, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of a polynomial over an interval, by the mean value theorem around its middle."""
    middle, half = (low + high) / 2, (high - low) / 2
    far = max(abs(low), abs(high))
    steepest = at(tuple(map(abs, _slope(poly))), far)
    value = at(poly, middle)
    return value - steepest * half, value + steepest * half
