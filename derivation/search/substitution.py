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
    return rebuilt(
        algebra,
        poly,
        lambda atom: not names.isdisjoint(names_of(atom)),
        lambda atom: value(atom) if isinstance(atom, Entry | Sigma) else None,
    )


Touched = Callable[[Atom], bool]
Change = Callable[[Atom], Poly | None]


def rebuilt(algebra: Algebra, poly: Poly, touched: Touched, change: Change) -> Poly:
    """The poly with `change(atom)` in the place of atoms, the outermost first; `None` of it leaves one as
    it is, and looks into it. Only what is `touched` is looked at."""
    total: Poly = {}
    for mono, coefficient in poly.items():
        accumulate(total, _mono(algebra, mono, touched, change), coefficient)
    return total


def _mono(algebra: Algebra, mono: Mono, touched: Touched, change: Change) -> Poly:
    spend(1 + len(mono))
    out: Poly = {tuple(pair for pair in mono if not touched(pair[0])): 1}
    for atom, exponent in mono:
        if touched(atom):
            out = algebra.mul(out, algebra.power(_atom(algebra, atom, touched, change), exponent))
    return out


def _atom(algebra: Algebra, atom: Atom, touched: Touched, change: Change) -> Poly:
    known = change(atom)
    if known is not None:
        return known
    match atom:
        case Exponential(_, argument):
            return algebra.exp(_mono(algebra, argument, touched, change))
        case Applied(_, function, body):
            return algebra.function(function, rebuilt(algebra, thaw(body), touched, change))
        case Compound(_, body):
            return rebuilt(algebra, thaw(body), touched, change)
        case SymbolicPower(_, base, exponent):
            raised = _mono(algebra, exponent, touched, change)
            return algebra.power_poly(rebuilt(algebra, algebra.atom(base), touched, change), raised)
        case Sigma():
            return sums.mapped(algebra, atom, lambda body: rebuilt(algebra, body, touched, change))
        case _:
            return algebra.atom(atom)
