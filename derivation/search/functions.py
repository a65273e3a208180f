"""Functions of normal forms.

e^{a + b} = e^a e^b,  e^{c log a} = a^c
log (p q) = log p + log q                p positive
log (a²) = 2 log |a|
log* (p q) = log* p + log* q             a formal logarithm: e^{Σ_k log* f(k)} is Π_k f(k)
|c a^e p| = c |a|^e |p|
|.| by its parity; tan, sinh, cosh, tanh by what they are made of

Sines and cosines are in `angles.py`, their inverses in `inverses.py`, odd roots in `odd_roots.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from derivation.search import angles, complexes, factorials, parity
from derivation.search.inverses import INVERSES
from derivation.search.odd_roots import odd_root
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
    Radical,
    Rational,
    SymbolicPower,
    accumulate,
    applied,
    exponential,
    freeze,
    is_number,
    monos_inside,
    thaw,
)
from derivation.terms.limits import Unsupported
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.terms import UNKNOWN
from derivation.values.primes import prime_factors

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra


FORMAL = "log*"
"""The logarithm of a factor that may be negative, or 0 at places: it is only ever raised again."""

COMPLEX = frozenset(("exp", "abs", "sinh", "cosh", "tanh"))
"""Functions that are known of complex numbers, too."""


def exp(algebra: Algebra, argument: Poly) -> Poly:
    """e to a poly: e^{a + b} = e^a e^b, e^{c log a} = a^c."""
    factors: list[Poly] = []
    for mono, coefficient in argument.items():
        logs = [a for a, e in mono if isinstance(a, Applied) and a.function in ("log", FORMAL) and e == 1]
        rest = tuple(pair for pair in mono if pair[0] not in logs) if logs else mono
        if len(logs) == 1 and _raises(algebra, logs[0], {rest: coefficient}):
            algebra.rule("exp-log")
            factors.append(algebra.power_poly(thaw(logs[0].argument), {rest: coefficient}))
        else:
            turned = complexes.rotation(algebra, mono, coefficient)
            factors.append({((exponential(mono), coefficient),): 1} if turned is None else turned)
    return algebra.product(factors)


def _raises(algebra: Algebra, logarithm: Applied, exponent: Poly) -> bool:
    """Whether e^{c log a} may be written a^c."""
    base = thaw(logarithm.argument)
    if is_number(exponent) or algebra.positive_poly(base):
        return True
    return logarithm.function == FORMAL and parity.is_whole(algebra, exponent)


def formal_log(algebra: Algebra, argument: Poly) -> Poly:
    """The logarithm of a factor of a product: that of positive numbers, or a formal one."""
    if any(isinstance(a, Kronecker) for mono in argument for a in _atoms_inside(mono)):
        raise Unsupported("a product whose factors have a δ")
    complexes.refuse("the logarithm", argument)
    coefficient, mono, primitive = algebra.content(argument)
    if primitive == {UNIT: -1}:
        raise Unsupported("a product of factors that are negated")
    out = _log_number(algebra, coefficient)
    powers_of = dict(mono)
    for atom, _ in mono:
        inside = _inside(atom)
        if inside is not None and powers_of.get(inside, 1) % 2 == 0:
            powers_of[atom] += powers_of.pop(inside)
    for atom, exponent in powers_of.items():
        out = algebra.add(out, algebra.scale(_formal_atom(algebra, atom), exponent))
    if primitive == {UNIT: 1}:
        return out
    name = "log" if algebra.positive_poly(primitive) else FORMAL
    return algebra.add(out, algebra.atom(applied(name, freeze(primitive))))


def _formal_atom(algebra: Algebra, atom: Atom) -> Poly:
    match atom:
        case Exponential(_, argument):
            return {argument: 1}
        case SymbolicPower(_, base, exponent):
            return algebra.mul({exponent: 1}, _formal_atom(algebra, base))
    if algebra.positive(atom):
        return _log_atom(algebra, atom)
    body = atom.body if isinstance(atom, Compound) else freeze(algebra.atom(atom))
    return algebra.atom(applied(FORMAL, body))


def _inside(atom: Atom) -> Atom | None:
    """The a of an atom |a|, whose a^2 was taken out: |a|^3 is |a| a^2."""
    match atom:
        case Applied(_, "abs", ((((inner, 1),), 1),)):
            return inner
        case _:
            return None


def _atoms_inside(mono: Mono) -> Iterator[Atom]:
    for atom, _ in mono:
        yield atom
        for inner in monos_inside(atom):
            yield from _atoms_inside(inner)


def is_formal(atom: Atom) -> bool:
    """Whether a formal logarithm is inside of an atom."""
    return FORMAL in functions_of(atom)


@lru_cache(maxsize=65536)
def functions_of(atom: Atom) -> frozenset[str]:
    """The functions inside of an atom."""
    own = frozenset((atom.function,)) if isinstance(atom, Applied) else frozenset[str]()
    return own.union(*(functions_of(inner) for mono in monos_inside(atom) for inner, _ in mono))


def log(algebra: Algebra, argument: Poly) -> Poly:
    """log of a poly: log (p q) = log p + log q, where p is the product of its positive factors."""
    complexes.refuse("the logarithm", argument)
    coefficient, mono, primitive = algebra.content(argument)
    out = _log_number(algebra, coefficient)
    rest: list[tuple[Atom, Rational]] = []
    for atom, exponent in mono:
        if is_positive_here(algebra, atom):
            out = algebra.add(out, algebra.scale(_log_atom(algebra, atom), exponent))
        elif exponent % 2 == 0:
            size = _absolute_atom(algebra, atom)
            out = algebra.add(out, algebra.scale(algebra.atom(applied("log", freeze(size))), exponent))
        else:
            rest.append((atom, exponent))
    unknown = algebra.mul({tuple(rest): 1}, primitive)
    if unknown == {UNIT: -1}:
        raise Unsupported("the logarithm of a negative number")
    return out if unknown == {UNIT: 1} else algebra.add(out, algebra.atom(applied("log", freeze(unknown))))


def is_positive_here(algebra: Algebra, atom: Atom) -> bool:
    """Whether a factor is > 0 wherever it has a logarithm, or a symbolic power: |a| is 0 at worst."""
    if isinstance(atom, SymbolicPower):
        return is_positive_here(algebra, atom.base)
    return algebra.positive(atom) or _is_absolute(atom)


def _log_number(algebra: Algebra, value: Rational) -> Poly:
    out: Poly = {}
    for prime, multiplicity in prime_factors(value):
        accumulate(out, algebra.atom(applied("log", (((), prime),))), multiplicity)
    return out


def _log_atom(algebra: Algebra, atom: Atom) -> Poly:
    match atom:
        case Exponential(_, argument):
            algebra.rule("log-exp")
            return {argument: 1}
        case Radical(_, prime):
            return _log_number(algebra, prime)
        case SymbolicPower(_, base, exponent):
            return algebra.mul({exponent: 1}, _log_atom(algebra, base))
        case Compound(_, body):
            return algebra.atom(applied("log", body))
        case _:
            return algebra.atom(applied("log", freeze(algebra.atom(atom))))


def function(algebra: Algebra, name: str, argument: Poly) -> Poly:
    """A row of the table of functions."""
    if name not in COMPLEX:
        complexes.refuse(f"the function {name}", argument)
    if name.startswith(UNKNOWN):
        return algebra.atom(applied(name, freeze(argument)))
    match name:
        case "factorial":
            return factorials.of(algebra, argument)
        case "rfactorial":
            return factorials.reciprocal_of(algebra, argument)
        case "exp":
            return exp(algebra, argument)
        case "log":
            return log(algebra, argument)
        case "log*":
            return formal_log(algebra, argument)
        case "abs":
            return _absolute(algebra, argument)
        case "cos":
            return angles.pair(algebra, argument)[0]
        case "sin":
            return angles.pair(algebra, argument)[1]
        case "tan":
            cosine, sine = angles.pair(algebra, argument)
            return algebra.mul(sine, algebra.power(cosine, -1))
        case "sinh" | "cosh" | "tanh":
            return _hyperbolic(algebra, name, argument)
    if name in ODD_ROOTS:
        return odd_root(algebra, name, argument)
    if name in INVERSES:
        return INVERSES[name](algebra, argument)
    raise Unsupported(f"the function {name}")


def _absolute(algebra: Algebra, argument: Poly) -> Poly:
    """|c a^e p| = c |a|^e |p|; an even power, a δ and a root that exists are not negative."""
    if not argument:
        return argument
    if complexes.is_complex(argument):
        return complexes.size(algebra, argument)
    _refuse_unreal(algebra, argument)
    if (size := _size(algebra, argument)) is not None:
        return size
    coefficient, mono, primitive = algebra.content(argument)
    out = algebra.number(coefficient)
    for atom, e in mono:
        plain = e % 2 != 1 or algebra.positive(atom) or _is_absolute(atom)
        size = algebra.atom(atom) if plain else _absolute_atom(algebra, atom)
        out = algebra.mul(out, algebra.power(size, e) if isinstance(e, int) else {((atom, e),): 1})
    if len(primitive) == 1:
        return algebra.mul(out, dict.fromkeys(primitive, 1))
    size = _size(algebra, primitive)
    return algebra.mul(out, angles.even(algebra, "abs", primitive) if size is None else size)


def _size(algebra: Algebra, poly: Poly) -> Poly | None:
    """The absolute value of what is known to be positive, or negative; else `None`."""
    signed = (algebra.scale(poly, sign) for sign in (1, -1))
    return next((side for side in signed if algebra.positive_poly(side)), None)


def _refuse_unreal(algebra: Algebra, poly: Poly) -> None:
    if not algebra.are_real(poly):
        raise Unsupported("the size of what may be complex: say which letters are real")


def _absolute_atom(algebra: Algebra, atom: Atom) -> Poly:
    _refuse_unreal(algebra, algebra.atom(atom))
    if isinstance(atom, SymbolicPower):  # its exponent is an integer
        base = algebra.number(1) if atom.base == MINUS_ONE else _absolute(algebra, algebra.atom(atom.base))
        return algebra.power_poly(base, {atom.exponent: 1})
    poly = thaw(atom.body) if isinstance(atom, Compound) else algebra.atom(atom)
    size = _size(algebra, poly)
    return angles.even(algebra, "abs", poly) if size is None else size


def _hyperbolic(algebra: Algebra, name: str, argument: Poly) -> Poly:
    up, down = exp(algebra, argument), exp(algebra, algebra.scale(argument, -1))
    sinh = algebra.scale(algebra.add(up, algebra.scale(down, -1)), Fraction(1, 2))
    cosh = algebra.scale(algebra.add(up, down), Fraction(1, 2))
    if name == "tanh":
        return algebra.mul(sinh, algebra.power(cosh, -1))
    return sinh if name == "sinh" else cosh


def _is_absolute(atom: Atom) -> bool:
    return isinstance(atom, Applied) and atom.function == "abs"
