"""Values in the place of unknowns, inside of normal forms.

A normal form is built of sums, products and functions; what is put into it is
built up again by the same rules, and bound indices get fresh names first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from derivation.search import sums
from derivation.terms.atoms import (
    Applied,
    Atom,
    Compound,
    Entry,
    Exponential,
    Mono,
    Poly,
    Sigma,
    SymbolicPower,
    accumulate,
    monos_inside,
    thaw,
)
from derivation.terms.limits import spend

if TYPE_CHECKING:
    from derivation.search.algebra import Algebra

Value = Callable[[Entry | Sigma], Poly | None]


@lru_cache(maxsize=65536)
def names_of(atom: Atom) -> frozenset[str]:
    """The names of the unknowns inside of an atom."""
    if isinstance(atom, Entry):
        return frozenset((atom.name,))
    return frozenset().union(*(names_of(inner) for mono in monos_inside(atom) for inner, _ in mono))


def substituted(algebra: Algebra, poly: Poly, names: frozenset[str], value: Value) -> Poly:
    """The poly with `value(entry)` in the place of each entry of these names; all at once.

    A sum that speaks of these names is asked for too; where it has no value of its own (`None`),
    its body is rewritten.
    """
    total: Poly = {}
    for mono, coefficient in poly.items():
        accumulate(total, _mono(algebra, mono, names, value), coefficient)
    return total


def _mono(algebra: Algebra, mono: Mono, names: frozenset[str], value: Value) -> Poly:
    spend(1 + len(mono))
    out: Poly = {tuple(pair for pair in mono if names.isdisjoint(names_of(pair[0]))): 1}
    for atom, exponent in mono:
        if not names.isdisjoint(names_of(atom)):
            out = algebra.mul(out, algebra.power(_atom(algebra, atom, names, value), exponent))
    return out


def _atom(algebra: Algebra, atom: Atom, names: frozenset[str], value: Value) -> Poly:
    match atom:
        case Entry():
            known = value(atom)
            return algebra.atom(atom) if known is None else known
        case Exponential(_, argument):
            return algebra.exp(_mono(algebra, argument, names, value))
        case Applied(_, function, body):
            return algebra.function(function, substituted(algebra, thaw(body), names, value))
        case Compound(_, body):
            return substituted(algebra, thaw(body), names, value)
        case SymbolicPower(_, base, exponent):
            raised = _mono(algebra, exponent, names, value)
            return algebra.power_poly(substituted(algebra, algebra.atom(base), names, value), raised)
        case Sigma():
            known = value(atom)
            if known is not None:
                return known
            return sums.mapped(algebra, atom, lambda body: substituted(algebra, body, names, value))
        case _:
            return algebra.atom(atom)
