r"""An identity about sums up to n, from the one for n - 1 and the first.

    L(1) = R(1)  and  L(n) - L(n-1) = R(n) - R(n-1)     =>     L(n) = R(n) for all n

Takes two terms; gives the two claims, in which nothing else may go with n: no other
index runs up to it, and no quantity is made with it that does not carry it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from derivation.terms.indices import shifted
from derivation.terms.renaming import renamed_term
from derivation.terms.setting import Case, Claim, Setting
from derivation.terms.terms import (
    Add,
    Bound,
    Deriv,
    Fn,
    Prod,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
    negated,
    range_letters,
    reached,
    walk,
)

MAX_LETTERS = 2
BROKEN = frozenset(("abs", "sign", "log"))
"""Functions with which a claim may change at a place where it has no value."""


class Step(NamedTuple):
    """The first of all claims, and how each follows from that before it, where `letter` is in `range`."""

    first: tuple[Term, Term]
    then: tuple[Term, Term]
    letter: str
    range: Range


def steps(left: Term, right: Term, setting: Setting) -> Iterator[Step]:
    """The ways to prove that two terms are equal by induction on an end of their sums."""
    assumed = (setting.readings, setting.solved, setting.totals, setting.equations)
    bounded = any(_bounds(claim, setting) for claim in setting.conditions)
    plain = not (any(assumed) or bounded) and setting.case == Case()
    parts = [part for side in (left, right) for part in walk(side)]
    broken = any(isinstance(p, Deriv) or (isinstance(p, Fn) and p.name in BROKEN) for p in parts)
    if not plain or broken:
        return
    ends = dict.fromkeys(p.range.high.base for p in parts if isinstance(p, Sum | Prod))
    carried = free_indices(left) | free_indices(right)
    for letter in [end for end in ends if end and _stands_alone(carried, end, setting)][:MAX_LETTERS]:
        if _is_told(left, right, letter, setting):
            yield _step(left, right, letter, setting)


def _bounds(claim: Claim, setting: Setting) -> bool:
    """Whether a condition speaks of a size or an index: those of numbers hold for each n alike."""
    sides = (claim.left, claim.right)
    names = {part.name for side in sides for part in walk(side) if isinstance(part, Var | Ref)}
    letters = frozenset().union(*(free_indices(side) | range_letters(side) for side in sides))
    return bool(letters) or not names.isdisjoint(setting.hypotheses.sizes)


def _stands_alone(carried: frozenset[str], letter: str, setting: Setting) -> bool:
    """Whether an end is a size or a free index, and the only index of a claim."""
    known = setting.hypotheses
    span = known.ranges.get(letter)
    begins = letter in known.sizes or (span is not None and not span.low.base)
    return begins and "." not in letter and carried <= known.sizes | {letter}


def _is_told(left: Term, right: Term, letter: str, setting: Setting) -> bool:
    """Whether all quantities that are made with a letter carry it as their index."""
    names = reached(Add((left, right)), setting.definitions)
    made = [d for d in setting.definitions.values() if d.name in names and letter not in d.parameters]
    return not any(_speaks_of(d.body, letter) for d in made)


def _speaks_of(term: Term, letter: str) -> bool:
    scalars = {part.name for part in walk(term) if isinstance(part, Var | Ref) and not part.indices}
    return letter in free_indices(term) | range_letters(term) | scalars


def _step(left: Term, right: Term, letter: str, setting: Setting) -> Step:
    known = setting.hypotheses
    span = known.ranges.get(letter, Range(Bound("", 1), Bound(letter)))
    fresh = f"{letter}*"

    def at(term: Term, place: str) -> Term:
        return renamed_term(term, {letter: place})

    def grown(term: Term) -> Term:
        return Add((at(term, fresh), negated(at(term, shifted(fresh, -1)))))

    start = str(span.low.offset)
    later = Range(Bound("", span.low.offset + 1), span.high)
    return Step((at(left, start), at(right, start)), (grown(left), grown(right)), fresh, later)
