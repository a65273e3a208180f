"""Derivatives of normal forms with respect to one entry of an unknown.

d(Π a_k^{e_k}) = Σ_k e_k (d a_k / a_k) Π a^e           product and power rule
d x_i / d x_j  = δ_ij                                   entries of one array
d e^m          = e^m dm
d f(p)         = f'(p) dp                               a row of TABLE, or of an unknown function
d b^m          = b^m (dm log b + m db / b)
d Σ_k m(k)     = Σ_k d m(k)                             a finite sum; k is fresh
d Π_k f(k)     = Π_k f(k) Σ_k df(k) / f(k)              as e^{Σ_k log* f(k)}
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivation.search import sums
from derivation.search.algebra import Algebra
from derivation.search.functions import FORMAL
from derivation.terms.atoms import (
    Applied,
    Atom,
    Compound,
    Entry,
    Exponential,
    IndexValue,
    Kronecker,
    Mono,
    Poly,
    Radical,
    Sigma,
    SymbolicPower,
    accumulate,
    merge,
    thaw,
)
from derivation.terms.limits import Unsupported
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.terms import UNKNOWN

Rule = Callable[[Algebra, Poly], Poly]


def _one_and(algebra: Algebra, poly: Poly, factor: int) -> Poly:
    """1 + factor · p²."""
    return algebra.add(algebra.number(1), algebra.scale(algebra.mul(poly, poly), factor))


def _root_rule(name: str, order: int) -> Rule:
    """d root(p) = root(p) / (n p) dp."""
    return lambda a, p: a.scale(a.mul(a.function(name, p), a.power(p, -1)), Fraction(1, order))


TABLE: dict[str, Rule] = {
    "log": lambda a, p: a.power(p, -1),
    FORMAL: lambda a, p: a.power(p, -1),
    "sin": lambda a, p: a.function("cos", p),
    "cos": lambda a, p: a.scale(a.function("sin", p), -1),
    "arcsin": lambda a, p: a.power(_one_and(a, p, -1), Fraction(-1, 2)),
    "arctan": lambda a, p: a.power(_one_and(a, p, 1), -1),
    "abs": lambda a, p: a.mul(a.function("abs", p), a.power(p, -1)),
    **{name: _root_rule(name, order) for name, order in ODD_ROOTS.items()},
}


def derivative(algebra: Algebra, poly: Poly, wrt: Entry) -> Poly:
    """The partial derivative of a poly with respect to an entry."""
    total: Poly = {}
    for mono, coefficient in poly.items():
        accumulate(total, _of_mono(algebra, mono, wrt), coefficient)
    return total


def _of_mono(algebra: Algebra, mono: Mono, wrt: Entry) -> Poly:
    total: Poly = {}
    for atom, exponent in mono:
        inner = _of_atom(algebra, atom, wrt)
        if inner:
            lowered = algebra.settle(merge(mono, ((atom, -1),)))
            accumulate(total, algebra.mul(lowered, inner), exponent)
    return total


def _of_atom(algebra: Algebra, atom: Atom, wrt: Entry) -> Poly:
    match atom:
        case Radical() | IndexValue() | Kronecker():
            return {}
        case Entry(_, name, indices):
            if name != wrt.name or len(indices) != len(wrt.indices):
                return {}
            pairs = zip(indices, wrt.indices, strict=True)
            return algebra.product(algebra.delta(i, j) for i, j in pairs)
        case Exponential(_, argument):
            inner = derivative(algebra, {argument: 1}, wrt)
            return algebra.mul(algebra.atom(atom), inner)
        case Applied(_, function, body):
            inner = derivative(algebra, thaw(body), wrt)
            if not inner:
                return {}
            if function.startswith(UNKNOWN):
                return algebra.mul(algebra.function(function + "'", thaw(body)), inner)
            if function not in TABLE:
                raise Unsupported(f"the derivative of {function}")
            return algebra.mul(TABLE[function](algebra, thaw(body)), inner)
        case Compound(_, body):
            return derivative(algebra, thaw(body), wrt)
        case SymbolicPower(_, base, exponent):
            grown = derivative(algebra, {exponent: 1}, wrt)
            if grown:
                grown = algebra.mul(grown, algebra.log(algebra.atom(base)))
            inner = algebra.mul(_of_atom(algebra, base, wrt), algebra.power(algebra.atom(base), -1))
            moved = algebra.mul({exponent: 1}, inner)
            return algebra.mul(algebra.atom(atom), algebra.add(grown, moved))
        case Sigma():
            algebra.rule("derivative-of-a-sum")
            return sums.mapped(algebra, atom, lambda body: derivative(algebra, body, wrt))
