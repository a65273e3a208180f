"""Closed forms in the document's own names.

Takes a normal form; gives a term that says the same with names that the
document defines, as short as a greedy search finds it. A definition whose
normal form is one monomial can be solved for any of its atoms: from
S_j = e^{x_j}/Z it takes e^{x_j} = S_j Z. The search may be clever or not:
what it proposes is compared with the normal form again before it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from derivation.records import dataclass
from derivation.search.algebra import Algebra
from derivation.search.normal import Normalizer
from derivation.search.unfold import mono_term, mono_to_term, to_term
from derivation.search.zero import is_zero
from derivation.terms.atoms import (
    Atom,
    Entry,
    Mono,
    Poly,
    Rational,
    accumulate,
    entry,
    mono_indices,
    put,
)
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    Add,
    Mul,
    Num,
    Pow,
    Prod,
    Ref,
    Sum,
    Term,
    Var,
    children,
    free_indices,
    walk,
)

NAMED = "@"
MAX_NAMES = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """`atom = value`: an atom of a definition's normal form, told through the name."""

    atom: Atom
    value: Poly


def fold(poly: Poly, setting: Setting, but: str = "") -> Term:
    """A term for a normal form, in the names of the setting's definitions, `but` one."""
    normalizer = Normalizer(setting)
    algebra = normalizer.algebra
    rules = _rules_for(normalizer, poly, but)
    best, least = poly, cost(written(algebra, poly))
    while tried := [(rule, p) for rule in rules if (p := _applied(algebra, best, rule))]:
        costs = [cost(written(algebra, p)) for _, p in tried]
        if min(costs) >= least:
            break
        least = min(costs)
        used, best = tried[costs.index(least)]
        rules = [
            Rule(r.atom, _applied(algebra, r.value, used) or r.value) for r in rules if r.atom != used.atom
        ]
    term = _unnamed(written(algebra, best))
    return term if _same(normalizer, term, poly) else to_term(poly)


def named(poly: Poly, term: Term, setting: Setting) -> Ref | None:
    """The name of a quantity that is worth a term, whose normal form is the poly, at indices of the term."""
    normalizer = Normalizer(setting)
    at = {i for part in walk(term) if isinstance(part, Var | Ref) for i in part.indices if "." not in i}
    places = sorted(at | free_indices(term) - setting.hypotheses.sizes)
    known = [(key, found) for key, found in setting.definitions.items() if not found.variables]
    refs = [Ref(name, choice) for (name, arity), _ in known for choice in product(places, repeat=arity)]
    return next((ref for ref in refs[:MAX_NAMES] if ref != term and _same(normalizer, ref, poly)), None)


def _same(normalizer: Normalizer, term: Term, poly: Poly) -> bool:
    algebra = normalizer.algebra
    try:
        return is_zero(algebra, algebra.add(normalizer.normal_form(term), algebra.scale(poly, -1)))
    except Unsupported:
        return False


def _rules_for(normalizer: Normalizer, poly: Poly, but: str) -> list[Rule]:
    """What the definitions say of the atoms, at the indices that the poly carries; found once."""
    setting = normalizer.setting
    carried = frozenset().union(*map(mono_indices, poly))
    places = tuple(sorted(carried - setting.hypotheses.sizes))
    key = (fold, places, but)
    if key not in setting.memory:
        setting.memory[key] = list(_rules(normalizer, places, but))
    return list(setting.memory[key])


def _rules(normalizer: Normalizer, places: tuple[str, ...], but: str) -> Iterator[Rule]:
    names = [
        (name, choice)
        for (name, arity), definition in normalizer.setting.definitions.items()
        if not definition.variables and name != but
        for choice in product(places, repeat=arity)
        if len(set(choice)) == arity
    ]
    for name, choice in names[:MAX_NAMES]:
        try:
            form = normalizer.normal_form(Ref(name, choice))
        except Unsupported:
            continue
        if len(form) == 1:
            ((mono, coefficient),) = form.items()
            yield from _solved(normalizer.algebra, mono, coefficient, entry(NAMED + name, choice))


def _solved(algebra: Algebra, mono: Mono, coefficient: Rational, name: Entry) -> Iterator[Rule]:
    for atom, exponent in mono:
        if exponent in (1, -1):
            rest = {tuple(pair for pair in mono if pair[0] != atom): coefficient}
            value = algebra.mul(algebra.atom(name), algebra.power(rest, -1))
            yield Rule(atom, value if exponent == 1 else algebra.power(value, -1))


def _applied(algebra: Algebra, poly: Poly, rule: Rule) -> Poly | None:
    """The poly with a rule's value for its atom; `None` where the atom does not occur."""
    exponents = {mono: exponent for mono in poly for atom, exponent in mono if atom == rule.atom}
    if not exponents or any(exponent != int(exponent) for exponent in exponents.values()):
        return None
    total: Poly = {}
    for mono, coefficient in poly.items():
        if mono in exponents:
            rest = {tuple([pair for pair in mono if pair[0] != rule.atom]): coefficient}
            accumulate(total, algebra.mul(rest, algebra.power(rule.value, exponents[mono])))
        else:
            put(total, mono, coefficient)
    return total


def written(algebra: Algebra, poly: Poly) -> Term:
    """A term for a poly: what all terms share in front, the rest in parentheses."""
    if len(poly) < 2:
        return to_term(poly) if poly else Num(Fraction(0))
    coefficient, mono, inner = algebra.content(poly)
    if all(c < 0 for c in inner.values()):
        coefficient, inner = -coefficient, algebra.scale(inner, -1)
    above = tuple((a, e) for a, e in mono if e > 0)
    below = tuple((a, -e) for a, e in mono if e < 0)
    factors = _factors(above)
    if coefficient != 1:
        factors = (Num(Fraction(coefficient)), *factors)
    parts = [mono_term(m, c) for m, c in sorted(inner.items(), key=_order)]
    body = parts[0] if len(parts) == 1 else Add(tuple(parts))
    bottom = tuple(
        Pow(f, Num(Fraction(-1))) if not isinstance(f, Pow) else _inverse(f) for f in _factors(below)
    )
    whole = (*factors, body, *bottom)
    return whole[0] if len(whole) == 1 else Mul(whole)


def _order(item: tuple[Mono, Rational]) -> tuple[bool, int]:
    mono, coefficient = item
    return (coefficient < 0, len(mono))


def _factors(mono: Mono) -> tuple[Term, ...]:
    if not mono:
        return ()
    term = mono_to_term(mono)
    return term.factors if isinstance(term, Mul) else (term,)


def _inverse(term: Pow) -> Term:
    if isinstance(term.exponent, Num):
        return Pow(term.base, Num(-term.exponent.value))
    return Pow(term, Num(Fraction(-1)))


def _unnamed(term: Term) -> Term:
    """The term with references in the place of the marked entries."""
    match term:
        case Var(name, indices) if name.startswith(NAMED):
            return Ref(name[len(NAMED) :], indices)
        case Add(terms):
            return Add(tuple(map(_unnamed, terms)))
        case Mul(factors):
            return Mul(tuple(map(_unnamed, factors)))
        case Pow(base, exponent):
            return Pow(_unnamed(base), _unnamed(exponent))
        case _:
            return term


def cost(term: Term) -> float:
    """How much there is to read: names count one, indices half, sums and functions more."""
    match term:
        case Num(value):
            return 1 if value.denominator == 1 else 1.5
        case Var(_, indices) | Ref(_, indices):
            return 1 + 0.5 * len(indices)
        case Mul(factors):
            return sum(map(cost, factors)) + 0.1 * len(factors)
        case Sum() | Prod():
            return 3 + cost(term.body)
        case _:
            return 0.6 + sum(map(cost, children(term)))
