"""Normal forms with the imaginary unit, which is the root of -1 among the radicals.

i² = -1            as of any radical
e^{i π/2} = i      and at the other angles whose sines are roots of numbers
|a + b i| = √(a² + b²)
cos x = (e^{ix} + e^{-ix})/2 and sin x = (e^{ix} - e^{-ix})/(2i) where i stands beside them

The letters are real. What other functions are of numbers that are not is left out.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from derivation.search.angles import CIRCULAR, HALF_TURN, special
from derivation.search.substitution import rebuilt
from derivation.terms.atoms import (
    MINUS_ONE,
    Applied,
    Atom,
    Exponential,
    Mono,
    Poly,
    Radical,
    Rational,
    SymbolicPower,
    accumulate,
    monos_inside,
    thaw,
)
from derivation.terms.limits import Unsupported

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

HALF = Fraction(1, 2)
UNIT_MONO: Mono = ((MINUS_ONE, HALF),)


def imaginary() -> Poly:
    """i."""
    return {UNIT_MONO: 1}


@lru_cache(maxsize=65536)
def has_i(atom: Atom) -> bool:
    """Whether the imaginary unit is in an atom."""
    if isinstance(atom, Radical):
        return atom == MINUS_ONE
    if isinstance(atom, SymbolicPower) and atom.base == MINUS_ONE:
        return False  # its exponent is an integer
    return any(has_i(inner) for mono in monos_inside(atom) for inner, _ in mono)


def is_complex(poly: Poly) -> bool:
    return any(has_i(atom) for mono in poly for atom, _ in mono)


def refuse(what: str, poly: Poly) -> None:
    if is_complex(poly):
        raise Unsupported(f"{what} of a complex number")


def rotation(algebra: Algebra, mono: Mono, coefficient: Rational) -> Poly | None:
    """e^{i q π} where its sine and cosine are roots of numbers; `None` of any other exponent."""
    if len(mono) != 2:
        return None
    rest = tuple(pair for pair in mono if pair[0] != MINUS_ONE)
    found = special(algebra, Fraction(coefficient)) if rest == HALF_TURN else None
    return None if found is None else algebra.add(found[0], algebra.mul(imaginary(), found[1]))


def parts(algebra: Algebra, poly: Poly) -> tuple[Poly, Poly]:
    """The real and the imaginary part of a poly."""
    opened = rebuilt(
        algebra, poly, lambda atom: has_i(atom) and atom != MINUS_ONE, lambda atom: _turned(algebra, atom)
    )
    real: Poly = {}
    other: Poly = {}
    for mono, coefficient in opened.items():
        rest = tuple(pair for pair in mono if pair[0] != MINUS_ONE)
        if not all(algebra.is_real(atom) for atom, _ in rest):
            raise Unsupported("the size of what may be complex: say which letters are real")
        accumulate(real if len(rest) == len(mono) else other, {rest: coefficient})
    return real, other


def _turned(algebra: Algebra, atom: Atom) -> Poly | None:
    """e^{ix} = cos x + i sin x."""
    if not isinstance(atom, Exponential) or MINUS_ONE not in dict(atom.argument):
        return None
    angle: Poly = {tuple(pair for pair in atom.argument if pair[0] != MINUS_ONE): 1}
    sine = algebra.mul(imaginary(), algebra.function("sin", angle))
    return algebra.add(algebra.function("cos", angle), sine)


def size(algebra: Algebra, poly: Poly) -> Poly:
    """|a + b i|."""
    real, other = parts(algebra, poly)
    squares = algebra.add(algebra.mul(real, real), algebra.mul(other, other))
    return algebra.power(squares, HALF)


def exponentials(algebra: Algebra, poly: Poly) -> Poly:
    """The poly with exponentials for sines and cosines, where i is in it."""
    if not is_complex(poly):
        return poly
    algebra.rule("e^{ix} = cos x + i sin x")

    def opened(atom: Atom) -> Poly | None:
        if not isinstance(atom, Applied) or atom.function not in CIRCULAR:
            return None
        angle = algebra.mul(imaginary(), thaw(atom.argument))
        up, down = algebra.exp(angle), algebra.exp(algebra.scale(angle, -1))
        if atom.function == "cos":
            return algebra.scale(algebra.add(up, down), HALF)
        difference = algebra.add(up, algebra.scale(down, -1))
        return algebra.scale(algebra.mul(imaginary(), difference), -HALF)

    return rebuilt(algebra, poly, _is_turned, opened)


@lru_cache(maxsize=65536)
def _is_turned(atom: Atom) -> bool:
    """Whether a sine or a cosine is in an atom."""
    own = isinstance(atom, Applied) and atom.function in CIRCULAR
    return own or any(_is_turned(inner) for mono in monos_inside(atom) for inner, _ in mono)
