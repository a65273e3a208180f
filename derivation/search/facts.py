r"""What a setting becomes where claims hold.

Σ_k t_k = 1          what an array adds up to: put in for the sum
A_{ij} = A_{ji}      a symmetry
n ∈ 2 Z              a letter that is an integer; points are taken where it holds
A_{ij} = -A_{ji}     half of an array less half of its transpose, put in after all derivatives
c = 2                the value of an unknown, put in after all derivatives
i = j,  i ≠ j        a case
x > 0                a sign of all entries; points are taken where it holds
x < y,  x ≠ 1        points are taken where it holds
F = m a              an equation: left to `entailment.py`
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from derivation.records import dataclass, replace
from derivation.terms.limits import Unsupported
from derivation.terms.setting import ANY, Case, Claim, Setting, both_integers, integers_of, is_whole, total_of
from derivation.terms.terms import (
    ZERO,
    Add,
    Definition,
    Delta,
    Fn,
    Index,
    Mul,
    Num,
    Pow,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    constant,
    free_indices,
    integer,
    mapped,
    negated,
)


@dataclass(frozen=True, slots=True)
class Under:
    """A setting in which claims hold, and the equations of them that it does not hold by itself."""

    setting: Setting
    equations: tuple[Claim, ...] = ()


def under(setting: Setting, claims: Iterable[Claim], ranges: Iterable[tuple[str, Range]] = ()) -> Under:
    """The setting where claims hold; raises `Unsupported` for a claim that has no form here."""
    known = setting.hypotheses
    setting = replace(setting, hypotheses=replace(known, ranges={**known.ranges, **dict(ranges)}))
    equations: list[Claim] = []
    for claim in claims:
        claim = replace(claim, left=unknown(claim.left, setting), right=unknown(claim.right, setting))
        if claim.relation == "=":
            found = _equal(setting, claim)
        elif claim.relation == "\\in":
            integers = both_integers(setting.hypotheses.integers, integers_of((claim,)))
            counted = replace(setting.hypotheses, integers=integers)
            found = replace(setting, hypotheses=counted, conditions=(*setting.conditions, claim))
        else:
            found = _ordered(setting, claim)
        if found is None:
            equations.append(claim)
        else:
            setting = found
    return Under(setting, tuple(equations))


def unknown(term: Term, setting: Setting) -> Term:
    """A term in which quantities that have no value in a setting are unknowns."""
    return mapped(
        term,
        lambda part: (
            Var(part.name, part.indices) if isinstance(part, Ref) and not setting.opens(part) else None
        ),
    )


def _equal(setting: Setting, claim: Claim) -> Setting | None:
    left, right = claim.left, claim.right
    known = setting.hypotheses
    if totals := total_of(left, right, known.sizes):
        agrees = all(setting.totals.get(name, total) == total for name, total in totals.items())
        return replace(setting, totals={**setting.totals, **totals}) if agrees else None
    match left, right:
        case Index(i), Index(j):
            return replace(setting, case=replace(setting.case, equal=(*setting.case.equal, (i, j))))
        case Var(name, (i, j)), Var(other, (k, m)) if (name, i, j) == (other, m, k) and is_whole(
            (i, j), known.sizes
        ):
            return replace(setting, hypotheses=replace(known, symmetric=known.symmetric | {name}))
        case Var(name, (i, j)), _ if (
            right == negated(Var(name, (j, i)))
            and is_whole((i, j), known.sizes)
            and (name, 2) not in setting.solved
        ):
            free = name + ANY
            half = Mul((Num(Fraction(1, 2)), Add((Var(free, (i, j)), negated(Var(free, (j, i)))))))
            own = Definition(name, (i, j), half)
            return replace(setting, solved={**setting.solved, (name, 2): own})
        case Var(name, indices), _ if (name, len(indices)) not in {*setting.solved, *setting.recurrences}:
            plain = constant(right) is not None or isinstance(right, Delta)
            if plain and is_whole(indices, known.sizes) and not (name in known.sizes and not indices):
                own = Definition(name, indices, right)
                return replace(setting, solved={**setting.solved, (name, len(indices)): own})
    return None


def _ordered(setting: Setting, claim: Claim) -> Setting:
    match claim.left, claim.relation, claim.right:
        case Index(i), "\\neq", Index(j):
            case = Case(setting.case.equal, (*setting.case.unequal, (i, j)))
            return replace(setting, case=case)
        case Index(i), "<" | ">", Index(j):
            case = Case(setting.case.equal, (*setting.case.unequal, (i, j)))
            setting = replace(setting, case=case)
    known = setting.hypotheses
    signs = {
        term.name for term in claim.positive if isinstance(term, Var) and is_whole(term.indices, known.sizes)
    }
    setting = replace(setting, hypotheses=replace(known, positive=known.positive | signs))
    free = free_indices(claim.left) | free_indices(claim.right)
    if (
        free
        and len(signs) == 1
        and any(isinstance(t, Var) and t.name in signs for t in (claim.left, claim.right))
    ):
        return setting
    if not free or any(isinstance(side, Index) for side in (claim.left, claim.right)):
        return replace(setting, conditions=(*setting.conditions, claim))
    return replace(setting, conditions=(*setting.conditions, _everywhere(setting, claim, free)))


def _everywhere(setting: Setting, claim: Claim, free: frozenset[str]) -> Claim:
    """An order between entries, for all indices at once: Σ (sign(large - small) - 1)² ≤ 0."""
    large, small = claim.left, claim.right
    if claim.relation in ("<", "\\le"):
        large, small = small, large
    if claim.relation == "\\neq":
        raise Unsupported("entries that are said to differ, for all of their indices")
    gap = Fn("sign", Add((large, negated(small))))
    return all_at_once(setting, Pow(Add((gap, negated(integer(1)))), integer(2)), free, claim.latex)


def vanishing(setting: Setting, claim: Claim) -> Claim:
    """`left = right` as a condition on points: Σ (left - right)² ≤ 0 over the indices that are free."""
    square = Pow(Add((claim.left, negated(claim.right))), integer(2))
    free = (free_indices(claim.left) | free_indices(claim.right)) - setting.hypotheses.sizes
    return all_at_once(setting, square, free, claim.latex)


def all_at_once(setting: Setting, term: Sum | Pow, free: frozenset[str], latex: str) -> Claim:
    """`term ≤ 0` for all indices at once, where the term is nowhere negative: the sum of it."""
    summed: Sum | Pow = term
    for letter in sorted(free):
        span = setting.hypotheses.ranges.get(letter)
        if span is None:
            raise Unsupported(f"the index {letter}, of which nobody says how far it runs")
        summed = Sum(letter, span, summed)
    return Claim(summed, "\\le", ZERO, latex)
