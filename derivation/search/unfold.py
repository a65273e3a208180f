"""From normal forms back to terms, as they stand: one term a monomial, nothing folded."""

from __future__ import annotations

from fractions import Fraction

from derivation.search.functions import FORMAL, is_formal
from derivation.terms.atoms import (
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
from derivation.terms.limits import Unsupported, spend
from derivation.terms.terms import Add, Delta, Fn, Index, Mul, Num, Pow, Prod, Sum, Term, Var, integer


def to_term(poly: Poly) -> Term:
    """A term whose normal form is the poly."""
    return _frozen(tuple(sorted(poly.items())))


def _frozen(body: Frozen) -> Term:
    parts = tuple(mono_term(mono, coefficient) for mono, coefficient in body)
    if not parts:
        return integer(0)
    return parts[0] if len(parts) == 1 else Add(parts)


def mono_term(mono: Mono, coefficient: Rational) -> Term:
    """The term `coefficient * mono`."""
    if coefficient == 1 and mono:
        return mono_to_term(mono)
    number = Num(Fraction(coefficient))
    if not mono:
        return number
    term = mono_to_term(mono)
    return Mul((number, *(term.factors if isinstance(term, Mul) else (term,))))


def mono_to_term(mono: Mono) -> Term:
    """The product of a monomial, `i e^{x_i}`: values of indices stand first."""
    first = [pair for pair in mono if isinstance(pair[0], IndexValue)]
    ordered = [*first, *(pair for pair in mono if not isinstance(pair[0], IndexValue))] if first else mono
    factors = tuple([_power(atom, exponent) for atom, exponent in ordered])
    return factors[0] if len(factors) == 1 else Mul(factors) if factors else integer(1)


def _power(atom: Atom, exponent: Rational) -> Term:
    match atom:
        case Exponential(_, argument):
            product = _product(argument, exponent)
            if product is None and is_formal(atom):
                raise Unsupported("a product that has no print")
            return product or Fn("exp", mono_term(argument, exponent))
        case SymbolicPower(_, base, power):
            return Pow(atom_to_term(base), mono_term(power, exponent))
    term = atom_to_term(atom)
    return term if exponent == 1 else Pow(term, Num(Fraction(exponent)))


def _product(argument: Mono, exponent: Rational) -> Term | None:
    """Π_k f(k)^{m(k)}, raised to c, for e^{c Σ_k m(k) log f(k)}; `None` for what is no such thing."""
    totals = [atom for atom, e in argument if isinstance(atom, Sigma) and e == 1]
    logs = [(total, log) for total in totals for log, e in total.body if e == 1 and _is_log(log)]
    if len(logs) != 1:
        return None
    total, log = logs[0]
    outer = tuple(pair for pair in argument if pair[0] != total)
    inner = tuple(pair for pair in total.body if pair[0] != log)
    if any(is_formal(atom) for atom, _ in (*outer, *inner)) or not isinstance(log, Applied):
        return None
    term = _raised(_frozen(log.argument), mono_to_term(inner))
    for binder, span in zip(reversed(total.binders), reversed(total.ranges), strict=True):
        term = Prod(binder, span, term)
    return _raised(term, mono_term(outer, exponent))


def _is_log(atom: Atom) -> bool:
    return isinstance(atom, Applied) and atom.function in ("log", FORMAL)


def _raised(base: Term, exponent: Term) -> Term:
    return base if exponent == integer(1) else Pow(base, exponent)


def atom_to_term(atom: Atom) -> Term:
    spend(1)
    match atom:  # the frequent ones first
        case Entry(_, name, indices):
            return Var(name, indices)
        case IndexValue(_, index):
            return Index(index)
        case Sigma(_, _, ranges, body):
            term = mono_to_term(body)
            for binder, span in zip(reversed(atom.binders), reversed(ranges), strict=True):
                term = Sum(binder, span, term)
            return term
        case Radical(_, prime):
            return integer(prime)
        case Kronecker(_, left, right):
            return Delta(left, right)
        case Exponential():
            return _power(atom, 1)
        case Applied(_, function, body):
            return Fn(function, _frozen(body))
        case Compound(_, body):
            return _frozen(body)
        case SymbolicPower(_, base, exponent):
            return Pow(atom_to_term(base), mono_to_term(exponent))
