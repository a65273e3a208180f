"""Sines and cosines in normal form.

sin (a + b) = sin a cos b + cos a sin b, and for multiples of an angle
sin (π/6) = 1/2, and what other angles have as roots of numbers
cos (arcsin x) = √(1 - x²), and the like
sin and cos by their parity; cos x is opened where cos (x/2) stands beside it
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import floor, lcm
from typing import TYPE_CHECKING

from derivation.search import parity
from derivation.search.substitution import rebuilt
from derivation.terms.atoms import (
    UNIT,
    Applied,
    Atom,
    Mono,
    Poly,
    Rational,
    applied,
    entry,
    freeze,
    monos_inside,
    rational,
    thaw,
)
from derivation.terms.terms import PI

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

Pair = tuple[Poly, Poly]
"""The cosine and the sine of an angle."""

HALF_TURN = ((entry(PI.name), 1),)
MAX_ANGLES = 3
MAX_MULTIPLE = 6
CIRCULAR = ("cos", "sin")


def pair(algebra: Algebra, argument: Poly) -> Pair:
    """Cosine and sine, multiples and sums of angles opened: cos 2a = cos² a - sin² a."""
    if not argument:
        return algebra.number(1), {}
    turns = Fraction(argument.get(HALF_TURN, 0))
    known = special(algebra, turns)
    rest = {mono: c for mono, c in argument.items() if mono != HALF_TURN or known is None}
    if len(rest) > MAX_ANGLES or any(abs(c.numerator) > MAX_MULTIPLE for c in rest.values()):
        return even(algebra, "cos", argument), odd(algebra, "sin", argument)
    found = known or (algebra.number(1), {})
    for mono, c in sorted(rest.items()):
        single = _single(algebra, mono, rational(Fraction(1, c.denominator)))
        if c < 0:
            single = single[0], algebra.scale(single[1], -1)
        for _ in range(abs(c.numerator)):
            found = _sum_of_angles(algebra, found, single)
    return found


def _single(algebra: Algebra, mono: Mono, coefficient: Rational) -> Pair:
    """Cosine and sine of one term."""
    if coefficient == 1 and len(mono) == 1 and mono[0][1] == 1:
        match mono[0][0]:
            case Applied(_, "arcsin" | "arctan" as function, body):
                return UNDONE[function](algebra, thaw(body))
    one: Poly = {mono: coefficient}
    turns: Poly = {tuple(pair for pair in mono if pair != HALF_TURN[0]): coefficient}
    if HALF_TURN[0] in mono and parity.is_whole(algebra, turns):
        return parity.sign(algebra, turns), {}
    return even(algebra, "cos", one), odd(algebra, "sin", one)


def _of_arcsine(algebra: Algebra, sine: Poly) -> Pair:
    square = algebra.add(algebra.number(1), algebra.scale(algebra.mul(sine, sine), -1))
    return algebra.power(square, Fraction(1, 2)), sine


def _of_arctangent(algebra: Algebra, tangent: Poly) -> Pair:
    square = algebra.add(algebra.number(1), algebra.mul(tangent, tangent))
    cosine = algebra.power(square, Fraction(-1, 2))
    return cosine, algebra.mul(tangent, cosine)


UNDONE: dict[str, Callable[[Algebra, Poly], Pair]] = {"arcsin": _of_arcsine, "arctan": _of_arctangent}
"""Cosine and sine of what an inverse function gives."""


def _sum_of_angles(algebra: Algebra, left: Pair, right: Pair) -> Pair:
    (c, s), (d, t) = left, right
    cosine = algebra.add(algebra.mul(c, d), algebra.scale(algebra.mul(s, t), -1))
    return cosine, algebra.add(algebra.mul(s, d), algebra.mul(c, t))


# Angles whose sines are roots of numbers


def special(algebra: Algebra, turns: Fraction) -> Pair | None:
    """Cosine and sine of a multiple of π, where they are made of square roots."""
    quarters = floor(turns * 2)
    rest = turns - Fraction(quarters, 2)
    if rest not in SPECIAL:
        return None
    cosine, sine = (_value(algebra, row) for row in SPECIAL[rest])
    for _ in range(quarters % 4):
        cosine, sine = algebra.scale(sine, -1), cosine
    return cosine, sine


Row = tuple[Fraction, int, int, int]
"""`q √(a + b √c)`."""


def _row(below: int, a: int, b: int = 0, c: int = 1) -> Row:
    return Fraction(1, below), a, b, c


_THIRD = (_row(2, 1), _row(2, 3))
_FIFTH = (_row(4, 6, 2, 5), _row(4, 10, -2, 5))
_TENTH = (_row(4, 10, 2, 5), _row(4, 6, -2, 5))
_EIGHTH = (_row(2, 2, 1, 2), _row(2, 2, -1, 2))
_TWELFTH = (_row(2, 2, 1, 3), _row(2, 2, -1, 3))
SPECIAL: dict[Fraction, tuple[Row, Row]] = {
    Fraction(0): (_row(1, 1), _row(1, 0)),
    Fraction(1, 12): _TWELFTH,
    Fraction(1, 10): _TENTH,
    Fraction(1, 8): _EIGHTH,
    Fraction(1, 6): _THIRD[::-1],
    Fraction(1, 5): _FIFTH,
    Fraction(1, 4): (_row(2, 2), _row(2, 2)),
    Fraction(3, 10): _FIFTH[::-1],
    Fraction(1, 3): _THIRD,
    Fraction(3, 8): _EIGHTH[::-1],
    Fraction(2, 5): _TENTH[::-1],
    Fraction(5, 12): _TWELFTH[::-1],
}
"""Cosine and sine of these parts of π."""


def _value(algebra: Algebra, row: Row) -> Poly:
    factor, a, b, c = row
    inner = algebra.scale(algebra.power(algebra.number(c), Fraction(1, 2)), b)
    square = algebra.add(algebra.number(a), inner)
    return algebra.scale(algebra.power(square, Fraction(1, 2)), factor)


def angle_of(algebra: Algebra, name: str, value: Poly) -> Fraction | None:
    """The part of π, between -1/2 and 1/2, whose sine or tangent is a number, if it is known."""
    if name == "sin" and value in ({UNIT: 1}, {UNIT: -1}):
        return Fraction(value[UNIT]) / 2
    for turns in SPECIAL:
        cosine, sine = special(algebra, turns) or ({}, {})
        found = sine if name == "sin" else algebra.mul(sine, algebra.power(cosine, -1))
        for sign in (1, -1):
            if algebra.scale(found, sign) == value:
                return turns * sign
    return None


# Parity, and angles beside their halves


def even(algebra: Algebra, name: str, argument: Poly) -> Poly:
    """A function of which f(-a) = f(a)."""
    if argument and argument[min(argument)] < 0:
        argument = algebra.scale(argument, -1)
    return algebra.atom(applied(name, freeze(argument)))


def odd(algebra: Algebra, name: str, argument: Poly) -> Poly:
    """A function of which f(-a) = -f(a)."""
    if not argument:
        return {}
    if argument[min(argument)] < 0:
        return algebra.scale(odd(algebra, name, algebra.scale(argument, -1)), -1)
    return algebra.atom(applied(name, freeze(argument)))


def unified(algebra: Algebra, poly: Poly) -> Poly:
    """The poly where cos x and sin x are opened if those of a part of x stand beside them."""
    parts: dict[Mono, set[int]] = {}
    for mono in poly:
        for atom, _ in mono:
            for unit, below in _units(atom):
                parts.setdefault(unit, set()).add(below)
    least = {unit: lcm(*below) for unit, below in parts.items() if len(below) > 1}
    if not least:
        return poly
    algebra.rule("cos 2a = cos² a - sin² a")

    def opened(atom: Atom) -> Poly | None:
        if not isinstance(atom, Applied) or atom.function not in CIRCULAR or len(atom.argument) != 1:
            return None
        ((mono, c),) = atom.argument
        times = least.get(mono, c.denominator) // c.denominator
        if c.numerator != 1 or not 1 < times <= MAX_MULTIPLE:
            return None
        single = _single(algebra, mono, rational(Fraction(1, c.denominator * times)))
        found = single
        for _ in range(times - 1):
            found = _sum_of_angles(algebra, found, single)
        return found[CIRCULAR.index(atom.function)]

    return rebuilt(algebra, poly, lambda atom: bool(_units(atom)), opened)


@lru_cache(maxsize=65536)
def _units(atom: Atom) -> frozenset[tuple[Mono, int]]:
    """The angles inside of an atom: each a mono, and what it is divided by."""
    found: set[tuple[Mono, int]] = set()
    if isinstance(atom, Applied) and atom.function in CIRCULAR and len(atom.argument) == 1:
        ((mono, c),) = atom.argument
        if c.numerator == 1:
            found.add((mono, c.denominator))
    for inner in _inside(atom):
        found |= _units(inner)
    return frozenset(found)


def _inside(atom: Atom) -> Iterator[Atom]:
    for mono in monos_inside(atom):
        yield from (inner for inner, _ in mono)
