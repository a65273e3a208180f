r"""An identity about sums or a product up to n, from the one for n - 1 and the first.

    L(1) = R(1)  and  L(n) - L(n-1) = R(n) - R(n-1)     =>     L(n) = R(n) for all n
    P(1) = R(1)  and  R(n) = R(n-1) f(n)                =>     P(n) = f(1) ... f(n) = R(n) for all n

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
    Mul,
    Num,
    Prod,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
    mapped,
    negated,
    range_letters,
    reached,
    walk,
)

MAX_LETTERS = 2
MAX_WRITTEN = 4
"""How many terms a sum may have that is written out."""
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
            for product, other in ((left, right), (right, left)):
                if isinstance(product, Prod) and _goes_on(product, letter, setting):
                    yield _multiplied(product, other, letter, setting)


def _bounds(claim: Claim, setting: Setting) -> bool:
    """Whether a condition speaks of a size or an index: those of numbers hold for each n alike, and all sizes
    are 1 or more."""
    match claim:
        case Claim(Var(name, ()), "\\ge", Num(least)) if name in setting.hypotheses.sizes and least <= 1:
            return False
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


def _goes_on(over: Sum | Prod, letter: str, setting: Setting) -> bool:
    """Whether a sum or a product up to a letter has one part more at each place behind the first, and parts
    that do not go with the letter."""
    low, high = over.range
    plain = not over.excluded and not low.base and high.base == letter
    second = _span(letter, setting).low.offset + 1
    return plain and low.offset <= second + high.offset and not _speaks_of(over.body, letter)


def _step(left: Term, right: Term, letter: str, setting: Setting) -> Step:
    fresh, first, later = _course(left, right, letter, setting)

    def grown(term: Term) -> Term:
        match term:
            case Add(terms):
                return Add(tuple(map(grown, terms)))
            case Sum() if _goes_on(term, letter, setting):
                return _at(term.body, term.index, shifted(fresh, term.range.high.offset))
            case _:
                return Add((_at(term, letter, fresh), negated(_at(term, letter, shifted(fresh, -1)))))

    return Step(first, (grown(left), grown(right)), fresh, later)


def _multiplied(product: Prod, other: Term, letter: str, setting: Setting) -> Step:
    fresh, first, later = _course(product, other, letter, setting)
    factor = _at(product.body, product.index, shifted(fresh, product.range.high.offset))
    before = _at(other, letter, shifted(fresh, -1))
    return Step(first, (_at(other, letter, fresh), Mul((before, factor))), fresh, later)


def _course(left: Term, right: Term, letter: str, setting: Setting) -> tuple[str, tuple[Term, Term], Range]:
    """The letter of an induction, the first of all claims, and where it goes on from there."""
    span = _span(letter, setting)
    start = str(span.low.offset)
    later = Range(Bound("", span.low.offset + 1), span.high)
    first = (written_out(_at(left, letter, start)), written_out(_at(right, letter, start)))
    return f"{letter}*", first, later


def written_out(term: Term) -> Term:
    """A term in which sums of one number of terms, and of few, are written out."""

    def change(part: Term) -> Term | None:
        match part:
            case Sum(index, Range(low, high), body, ()) if (
                not (low.base or high.base) and high.offset - low.offset < MAX_WRITTEN
            ):
                places = range(low.offset, high.offset + 1)
                terms = tuple(written_out(_at(body, index, str(place))) for place in places)
                return terms[0] if len(terms) == 1 else Add(terms)
        return None

    return mapped(term, change)


def _span(letter: str, setting: Setting) -> Range:
    """Where a letter runs, a size from 1 on."""
    return setting.hypotheses.ranges.get(letter, Range(Bound("", 1), Bound(letter)))


def _at(term: Term, letter: str, place: str) -> Term:
    """A term with another index in the place of a letter."""
    return renamed_term(term, {letter: place})
