"""Powers of normal forms: whole, broken and symbolic exponents.

(c m)^e   = c^e m^e          e whole, or c and m positive
(c m p)^e = c^e m^e p^e      p without content: an atom `Compound`
√(a²)     = |a|
√p √q     = √(p q)           p and q >= 0, as their roots exist; there is no imaginary unit
b^{s + t} = b^s b^t          b positive, or s and t surely integers
(a²)^s    = |a|^{2s}
b^{x/log b} = e^x            b positive
(b^s)^t   = b^{s t}          b positive, or s and t surely integers
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from derivation.search import complexes, constants, functions, parity, squares
from derivation.terms.atoms import (
    MINUS_ONE,
    UNIT,
    Applied,
    Atom,
    Compound,
    Exponential,
    Kronecker,
    Mono,
    Poly,
    Rational,
    SymbolicPower,
    compound,
    freeze,
    is_number,
    merge,
    number_of,
    radical,
    rational,
    symbolic_power,
    thaw,
)
from derivation.terms.limits import MAX_EXPONENT, Exhausted, Unsupported, check_bits
from derivation.values.primes import prime_factors

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

MAX_JOINED = 36
"""How many products of two terms stand under a root that two roots are joined to."""


def power(algebra: Algebra, poly: Poly, exponent: Rational) -> Poly:
    """`poly` to a rational number."""
    exponent = rational(exponent)
    if not -MAX_EXPONENT <= exponent <= MAX_EXPONENT:
        raise Exhausted(f"a power with an exponent above {MAX_EXPONENT}")
    if exponent == 0:
        return algebra.number(1)
    if not poly:
        if exponent < 0:
            raise Unsupported("a division by zero")
        return {}
    if exponent == 1:
        return poly
    if not isinstance(exponent, int):
        complexes.refuse("a root", poly)
    if len(poly) == 1:
        ((mono, coefficient),) = poly.items()
        return _mono_power(algebra, mono, coefficient, exponent)
    if isinstance(exponent, int) and exponent > 0:
        half = power(algebra, poly, exponent // 2)
        square = algebra.mul(half, half)
        return algebra.mul(square, poly) if exponent % 2 else square
    return _compound_power(algebra, poly, exponent)


def _mono_power(algebra: Algebra, mono: Mono, coefficient: Rational, exponent: Rational) -> Poly:
    if isinstance(exponent, int):
        check_bits(abs(exponent) * _bits(coefficient))
        raised = algebra.settle(tuple([(atom, rational(e * exponent)) for atom, e in mono]))
        return raised if coefficient == 1 else algebra.scale(raised, Fraction(coefficient) ** exponent)
    sign = -1 if coefficient < 0 else 1
    out = _number_power(algebra, coefficient * sign, exponent)
    rest: list[tuple[Atom, Rational]] = []
    for atom, e in mono:
        if algebra.positive(atom):
            out = algebra.mul(out, algebra.settle(((atom, rational(e * exponent)),)))
        elif e % 2 == 0:
            algebra.rule("√(a²) = |a|")
            out = algebra.mul(out, power(algebra, algebra.function("abs", algebra.atom(atom)), e * exponent))
        else:
            rest.append((atom, e))
    if sign < 0 and not rest:
        raise Unsupported("a root of a negative number")
    if rest:
        out = algebra.mul(out, algebra.settle(((compound(((tuple(rest), sign),)), exponent),)))
    return out


def _number_power(algebra: Algebra, value: Rational, exponent: Rational) -> Poly:
    """A positive number to a broken exponent, as a product of primes."""
    out = algebra.number(1)
    for prime, multiplicity in prime_factors(value):
        out = algebra.mul(out, algebra.settle(((radical(prime), rational(multiplicity * exponent)),)))
    return out


def _compound_power(algebra: Algebra, poly: Poly, exponent: Rational) -> Poly:
    """A poly of several terms to a negative or broken exponent."""
    if exponent.denominator == 2 and (root := constants.root(algebra, poly)) is not None:
        return power(algebra, root, exponent.numerator)
    coefficient, mono, primitive = content(algebra, poly)
    if is_number(primitive):
        return _mono_power(algebra, mono, rational(coefficient * number_of(primitive)), exponent)
    if isinstance(exponent, int):
        if primitive[min(primitive)] < 0:
            coefficient, primitive = -coefficient, algebra.scale(primitive, -1)
        outer = _mono_power(algebra, mono, coefficient, exponent)
    else:
        known = tuple(pair for pair in mono if algebra.positive(pair[0]))
        rest = tuple(pair for pair in mono if not algebra.positive(pair[0]))
        primitive = algebra.mul({rest: 1}, primitive)
        outer = _mono_power(algebra, known, coefficient, exponent)
        if (root := squares.square_root(algebra, primitive)) is not None:
            algebra.rule("√(a²) = |a|")
            return algebra.mul(outer, power(algebra, algebra.function("abs", root), 2 * exponent))
    return algebra.mul(outer, algebra.settle(((compound(freeze(primitive)), exponent),)))


def joined(algebra: Algebra, first: Compound, exponent: Rational, rest: Mono) -> Poly | None:
    """`first^exponent · rest`, where the exponent is half an odd number, with one root for that and the next
    of the rest; `None` where there is no other, or what stands under the two is long, or roots of negative
    numbers may be meant."""
    if algebra.hypotheses.reals is not None:
        return None
    for place, (other, power_of_other) in enumerate(rest):
        if isinstance(other, Compound) and power_of_other.denominator == 2:
            if len(first.body) * len(other.body) > MAX_JOINED:
                return None
            half = Fraction(1, 2) if max(exponent, power_of_other) > 0 else Fraction(-1, 2)
            algebra.rule("√p √q = √(p q)")
            own, its = thaw(first.body), thaw(other.body)
            return algebra.product(
                (
                    power(algebra, own, rational(exponent - half)),
                    power(algebra, its, rational(power_of_other - half)),
                    power(algebra, algebra.mul(own, its), half),
                    algebra.settle((*rest[:place], *rest[place + 1 :])),
                )
            )
    return None


def content(algebra: Algebra, poly: Poly) -> tuple[Rational, Mono, Poly]:
    """`poly = coefficient · mono · primitive`, where no atom divides the primitive part.

    The coefficient is positive; the primitive part's are integers without a common factor.
    So neither depends on what the indices are called.
    """
    outer = UNIT
    while common := _common_factor(poly):
        outer = merge(outer, common)
        poly = algebra.mul(poly, {tuple((a, -e) for a, e in common): 1})
    if not poly:
        raise Unsupported("a division by zero, or the logarithm of zero")
    above = gcd(*(c.numerator for c in poly.values()))
    coefficient = rational(Fraction(above, lcm(*(c.denominator for c in poly.values()))))
    return coefficient, outer, poly if coefficient == 1 else algebra.scale(poly, 1 / Fraction(coefficient))


def power_poly(algebra: Algebra, base: Poly, exponent: Poly) -> Poly:
    """`base` to an exponent that may be symbolic."""
    if is_number(exponent):
        return power(algebra, base, number_of(exponent))
    if (undone := _of_logarithm(algebra, base, exponent)) is not None:
        return undone
    if len(base) == 1:
        ((mono, coefficient),) = base.items()
        negative = coefficient < 0 and parity.is_whole(algebra, exponent)
        if (coefficient > 0 or negative) and all(_takes(algebra, atom, e, exponent) for atom, e in mono):
            out = _symbolic_number(algebra, -coefficient if negative else coefficient, exponent)
            out = algebra.mul(out, parity.sign(algebra, exponent)) if negative else out
            for atom, e in mono:
                raised = algebra.scale(exponent, e)
                if parity.is_whole(algebra, exponent) or functions.is_positive_here(algebra, atom):
                    out = algebra.mul(out, _symbolic_atom(algebra, atom, raised))
                else:
                    size = algebra.function("abs", algebra.atom(atom))
                    out = algebra.mul(out, power_poly(algebra, size, raised))
            return out
    elif base:
        coefficient, mono, primitive = content(algebra, base)
        if len(primitive) == 1:
            return power_poly(algebra, algebra.mul({mono: coefficient}, primitive), exponent)
        if algebra.positive_poly(base) or parity.is_whole(algebra, exponent):
            outer = power_poly(algebra, {mono: coefficient}, exponent)
            return algebra.mul(outer, _symbolic_atom(algebra, compound(freeze(primitive)), exponent))
    elif (nothing := parity.power_of_zero(algebra, exponent)) is not None:
        return nothing
    raise Unsupported("a symbolic power of something that is not known to be positive")


def _of_logarithm(algebra: Algebra, base: Poly, exponent: Poly) -> Poly | None:
    """b^{x / log b} = e^x, of a base b > 0; `None` of any other exponent."""
    below = [atom for atom, e in next(iter(exponent)) if e == -1 and isinstance(atom, Applied | Compound)]
    if not below or not algebra.positive_poly(base):
        return None
    logarithm = algebra.log(base)
    for atom in below:
        own = thaw(atom.body) if isinstance(atom, Compound) else algebra.atom(atom)
        same = own.keys() == logarithm.keys() and all(dict(mono).get(atom) == -1 for mono in exponent)
        ratios = {Fraction(logarithm[mono]) / own[mono] for mono in own} if same else set()
        if len(ratios) == 1:
            algebra.rule("b^{x / log b} = e^x")
            above = {tuple(pair for pair in mono if pair[0] != atom): c for mono, c in exponent.items()}
            return algebra.exp(algebra.scale(above, ratios.pop()))
    return None


def _takes(algebra: Algebra, atom: Atom, power: Rational, exponent: Poly) -> bool:
    """Whether `atom^power` may be raised to a symbolic exponent: a^{b + c} = a^b a^c."""
    if functions.is_positive_here(algebra, atom) or (power % 2 == 0 and not isinstance(atom, Compound)):
        return True
    return not isinstance(atom, Kronecker) and isinstance(power, int) and parity.is_whole(algebra, exponent)


def _symbolic_number(algebra: Algebra, value: Rational, exponent: Poly) -> Poly:
    out = algebra.number(1)
    for prime, multiplicity in prime_factors(value):
        out = algebra.mul(out, _symbolic_atom(algebra, radical(prime), algebra.scale(exponent, multiplicity)))
    return out


def _symbolic_atom(algebra: Algebra, base: Atom, exponent: Poly) -> Poly:
    if base == MINUS_ONE:
        return parity.sign(algebra, exponent)
    if isinstance(base, Exponential):
        return algebra.exp(algebra.mul({base.argument: 1}, exponent))
    if isinstance(base, SymbolicPower):
        return _symbolic_atom(algebra, base.base, algebra.mul({base.exponent: 1}, exponent))
    out = algebra.number(1)
    for mono, coefficient in exponent.items():
        atom = base if mono == UNIT else symbolic_power(base, mono)
        out = algebra.mul(out, algebra.settle(((atom, coefficient),)))
    return out


def _common_factor(poly: Poly) -> Mono:
    """The largest monomial that divides every term; in it no δ, which has no inverse."""
    common: dict[Atom, Rational] = {}
    for count, mono in enumerate(poly):
        powers = dict(mono)
        for atom in {*common, *powers}:
            known = common.get(atom, 0) if count else powers[atom]
            common[atom] = min(known, powers.get(atom, 0))
    return tuple(sorted((a, e) for a, e in common.items() if e and not isinstance(a, Kronecker)))


def _bits(value: Rational) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())
