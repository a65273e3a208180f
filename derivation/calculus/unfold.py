"""From normal forms back to terms, as they stand: one term a monomial, nothing folded."""

from __future__ import annotations

from fractions import Fraction

from derivation.calculus.atoms import (
    Applied,
    Atom,
    Compound,
    Entry,
    Exponential,
    Frozen,
    IndexValue,
    Kronecker,
    Mono,
    Poly,
    Radical,
    Rational,
    Sigma,
    SymbolicPower,
)
from derivation.calculus.terms import Add, Delta, Fn, Index, Mul, Num, Pow, Sum, Term, Var, integer


def to_term(poly: Poly) -> Term:
    """A term whose normal form is the poly."""
    return _frozen(tuple(sorted(poly.items())))


def _frozen(body: Frozen) -> Term:
    parts = tuple(_scaled(mono, coefficient) for mono, coefficient in body)
    if not parts:
        return integer(0)
    return parts[0] if len(parts) == 1 else Add(parts)


def _scaled(mono: Mono, coefficient: Rational) -> Term:
    if coefficient == 1 and mono:
        return mono_to_term(mono)
    number = Num(Fraction(coefficient))
    return Mul((number, *(_power(atom, e) for atom, e in mono))) if mono else number


def mono_to_term(mono: Mono) -> Term:
    factors = tuple(_power(atom, exponent) for atom, exponent in mono)
    return factors[0] if len(factors) == 1 else Mul(factors) if factors else integer(1)


def _power(atom: Atom, exponent: Rational) -> Term:
    match atom:
        case Exponential(_, argument):
            return Fn("exp", _scaled(argument, exponent))
        case SymbolicPower(_, base, power):
            return Pow(atom_to_term(base), _scaled(power, exponent))
    term = atom_to_term(atom)
    return term if exponent == 1 else Pow(term, Num(Fraction(exponent)))


def atom_to_term(atom: Atom) -> Term:
    match atom:
        case Radical(_, prime):
            return integer(prime)
        case Kronecker(_, left, right):
            return Delta(left, right)
        case Exponential(_, argument):
            return Fn("exp", mono_to_term(argument))
        case Applied(_, function, body):
            return Fn(function, _frozen(body))
        case IndexValue(_, index):
            return Index(index)
        case Compound(_, body):
            return _frozen(body)
        case SymbolicPower(_, base, exponent):
            return Pow(atom_to_term(base), mono_to_term(exponent))
        case Entry(_, name, indices):
            return Var(name, indices)
        case Sigma(_, _, ranges, body):
            term = mono_to_term(body)
            for binder, span in zip(reversed(atom.binders), reversed(ranges), strict=True):
                term = Sum(binder, span, term)
            return term
