"""Equations that are posed, not claimed, and the steps that solve them.

    Σ_k (x_k - μ) = 0        is true of no μ but one: it asks for μ
    μ = (1/n) Σ_k x_k        follows from it: the same equation, divided by n

A step is right where both equations are one but for a factor that is not zero,
or where the later one holds at the one solution of the earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from derivation.search.algebra import Algebra
from derivation.search.decide import judge
from derivation.search.normal import Normalizer
from derivation.search.substitution import names_of
from derivation.search.unfold import to_term
from derivation.terms.atoms import UNIT, Compound, Entry, Mono, Poly, is_number
from derivation.terms.judgement import Judgement, Proved, Undecided
from derivation.terms.limits import Unsupported, time_limit
from derivation.terms.setting import Setting, total_of
from derivation.terms.terms import ZERO, Definition, Term, reached

SECONDS = 1.0
"""For the question whether an equation has a solution at all."""


@dataclass(frozen=True, slots=True)
class Posed:
    """An equation `left = right` that asks for an unknown, and the statement that poses it."""

    label: str
    unknown: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Step:
    """What a later equation is worth under a posed one; `setting` is where that was judged.

    `divisors` are factors of the posed equation that the later one has not: it was divided by them.
    """

    judgement: Judgement
    setting: Setting
    divisors: tuple[Term, ...] = ()


def step(
    earlier: list[Posed], left: Term, right: Term, asked: str, setting: Setting, both: bool = False
) -> Step:
    """Whether an equation follows from posed ones, or with `both` they from it, too.

    The first of them may be the same equation.
    """
    first = earlier[0]
    try:
        divisors = _same(first, left, right, setting)
        lost = [divisor for divisor in divisors or () if asked and asked in reached(divisor, {})]
        if lost:
            return Step(Undecided(f"it is divided by what speaks of {asked}, and may be zero"), setting)
        if divisors is not None:
            return Step(Proved(("the same equation, divided by what is not zero",)), setting, divisors)
        solved, totals = dict(setting.solved), dict(setting.totals)
        for posed in earlier:
            totals |= total_of(posed.left, posed.right, setting.hypotheses.sizes)
            unknowns = dict.fromkeys((asked, posed.unknown) if posed is first else (posed.unknown,))
            solutions = (_solution(posed, unknown, setting) for unknown in filter(None, unknowns))
            solution = next((found for found in solutions if found is not None), None)
            if solution is not None:
                solved.setdefault((solution.name, 0), solution)
    except Unsupported as why:
        return Step(Undecided(str(why)), setting)
    if solved == setting.solved and totals == setting.totals:
        return Step(Undecided(f"whether this follows from ({first.label}), an equation, is open"), setting)
    at = replace(setting, solved=solved, totals=totals)
    found = judge(left, right, at)
    if both and isinstance(found, Proved):
        back = step([Posed("", asked or first.unknown, left, right)], first.left, first.right, "", setting)
        if not isinstance(back.judgement, Proved):
            return Step(Undecided("it follows, but whether the converse does is open"), setting)
    return Step(found, at)


def is_absurd(left: Term, right: Term, setting: Setting) -> bool:
    """Whether an equation has no solution at all, as `x = x + 1`: its sides differ by what is never 0."""
    try:
        with time_limit(SECONDS):
            algebra, factors, poly = _difference(left, right, setting)
    except Unsupported:
        return False
    return bool(poly) and is_number(poly) and all(algebra.positive(atom) for atom, _ in factors)


def _same(posed: Posed, left: Term, right: Term, setting: Setting) -> tuple[Term, ...] | None:
    """Whether two equations are one but for a factor: what the later one is divided by, or `None`."""
    algebra, dropped, before = _difference(posed.left, posed.right, setting)
    algebra, kept, after = _difference(left, right, setting)
    if not before or is_number(before) or before not in (after, algebra.scale(after, -1)):
        return None
    lost = [(a, 1) for a, e in dropped if e > 0 and dict(kept).get(a, 0) < e and not algebra.positive(a)]
    return tuple(to_term({(pair,): 1}) for pair in lost)


def _difference(left: Term, right: Term, setting: Setting) -> tuple[Algebra, Mono, Poly]:
    normalizer = Normalizer(setting)
    algebra = normalizer.algebra
    first, second = normalizer.normal_form(left), normalizer.normal_form(right)
    return algebra, *_primitive(algebra, algebra.add(first, algebra.scale(second, -1)))


def _solution(posed: Posed, unknown: str, setting: Setting) -> Definition | None:
    algebra, factors, poly = _difference(posed.left, posed.right, setting)
    own = Entry("v", unknown, ())
    others = [atom for atom, _ in factors if atom != own]
    if is_number(poly) and poly and own in dict(factors) and all(map(algebra.positive, others)):
        return Definition(unknown, (), ZERO)
    return _linear(algebra, poly, unknown)


def _primitive(algebra: Algebra, poly: Poly) -> tuple[Mono, Poly]:
    """The factors of all terms of `poly = 0`, and the rest without them and without denominators."""
    for _ in range(8):
        if not poly:
            return UNIT, poly
        below = {a: e for mono in poly for a, e in mono if isinstance(a, Compound) and e < 0}
        if not below:
            return algebra.content(poly)[1:]
        atom = min(below)
        lowest = min(dict(mono).get(atom, 0) for mono in poly)
        poly = algebra.mul(poly, {((atom, -lowest),): 1})
    raise Unsupported("denominators within denominators")


def _linear(algebra: Algebra, poly: Poly, unknown: str) -> Definition | None:
    """The solution `-b/a` of `a u + b = 0`, where neither a nor b speaks of u; else `None`."""
    own = Entry("v", unknown, ())
    slope: Poly = {}
    rest: Poly = {}
    for mono, coefficient in poly.items():
        powers = dict(mono)
        power = powers.pop(own, 0)
        others = tuple(sorted(powers.items()))
        if power not in (0, 1) or any(unknown in names_of(atom) for atom in powers):
            return None
        (slope if power else rest)[others] = coefficient
    if not slope:
        return None
    value = algebra.mul(algebra.scale(rest, -1), algebra.power(slope, -1))
    return Definition(unknown, (), to_term(value))
