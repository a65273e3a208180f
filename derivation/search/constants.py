"""Numbers in normal form that are no fractions: their signs, and roots of them.

√(7 + 4 √3) = 2 + √3     √(a + b r) = √((a + d)/2) ± √((a - d)/2), where d² = a² - b² r² is a square
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from derivation.search.real_roots import Root
from derivation.search.root_towers import Tower
from derivation.search.unfold import to_term
from derivation.terms.atoms import (
    UNIT,
    Applied,
    Atom,
    Compound,
    Entry,
    Exponential,
    Frozen,
    Mono,
    Poly,
    Radical,
    accumulate,
    freeze,
    monos_inside,
)
from derivation.terms.limits import Exhausted, Unsupported
from derivation.terms.setting import Setting
from derivation.terms.terms import PI
from derivation.values.numbers import Ball, NotExact, Undefined, apply, pi, power, square_root, to_ball

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra


@lru_cache(maxsize=65536)
def is_closed(atom: Atom) -> bool:
    """Whether an atom is a number: no letter is in it."""
    match atom:
        case Radical(_, prime):
            return prime > 0
        case Entry(_, name, ()):
            return name == PI.name
        case Applied(_, function, _) if function == "log*":
            return False
        case Exponential() | Applied() | Compound():
            return all(is_closed(inner) for mono in monos_inside(atom) for inner, _ in mono)
        case _:
            return False


def sign(poly: Poly) -> int | None:
    """The sign of a number, as far as 30 digits tell; `None` where it has letters, or may be 0."""
    if not poly or not all(is_closed(atom) for mono in poly for atom, _ in mono):
        return None
    return _sign(freeze(poly))


@lru_cache(maxsize=4096)
def _sign(body: Frozen) -> int | None:
    try:
        value = _value(body)
    except (Undefined, NotExact, Unsupported, Exhausted):
        return None
    return 1 if value.positive else -1 if value.negative else None


def _value(body: Frozen) -> Ball:
    total = to_ball(Fraction(0))
    for mono, coefficient in body:
        total = total + _of_mono(mono) * to_ball(Fraction(coefficient))
    return total


def _of_mono(mono: Mono) -> Ball:
    product = to_ball(Fraction(1))
    for atom, exponent in mono:
        product = product * power(_of_atom(atom), Fraction(exponent))
    return product


def _of_atom(atom: Atom) -> Ball:
    match atom:
        case Radical(_, prime):
            return to_ball(Fraction(prime))
        case Entry():
            return pi()
        case Exponential(_, argument):
            return to_ball(apply("exp", _of_mono(argument)))
        case Applied(_, function, body):
            return to_ball(apply(function, _value(body)))
        case Compound(_, body):
            return _value(body)
        case _:
            raise NotExact


def root(algebra: Algebra, poly: Poly) -> Poly | None:
    """The square root of a number `a + b r` whose r² is a fraction, without a root in it; else `None`."""
    if len(poly) != 2 or UNIT not in poly:
        return None
    ((radical, b),) = [pair for pair in poly.items() if pair[0] != UNIT]
    if not all(isinstance(atom, Radical) and is_closed(atom) and e == Fraction(1, 2) for atom, e in radical):
        return None
    a, size = Fraction(poly[UNIT]), Fraction(b) ** 2
    for atom, _ in radical:
        size *= atom.prime if isinstance(atom, Radical) else 1
    difference = square_root(a * a - size)
    if difference is None or a <= 0:
        return None
    total: Poly = {}
    accumulate(total, algebra.power(algebra.number((a + difference) / 2), Fraction(1, 2)))
    lesser = algebra.power(algebra.number((a - difference) / 2), Fraction(1, 2))
    accumulate(total, lesser, 1 if b > 0 else -1)
    return total


def is_zero(poly: Poly, setting: Setting) -> bool:
    """Whether a number that is made of square roots is 0, exactly."""
    if not all(is_closed(atom) for mono in poly for atom, _ in mono):
        return False
    tower, anywhere = Tower("", setting), Root((), Fraction(0), Fraction(0))
    try:
        found, needed = tower.read(to_term(poly))
        signs = ((tower.sign(own, anywhere), relation) for own, relation in needed)
        exists = all(own >= 0 if relation == "\\ge" else own != 0 for own, relation in signs)
        return exists and tower.sign(found, anywhere) == 0
    except Unsupported:
        return False
