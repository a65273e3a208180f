r"""Which of many facts matter to a line, and which of those are near to it.

A fact that brings in a letter of its own can be met by a choice of that letter, wherever it
is: `E = m c^2` says nothing of m and c where nothing else speaks of E. It neither helps to
prove a line that does not speak of the letter, nor stands in the way of a counterexample.
What is set aside so frees letters of other facts in turn.

Near to a line are the facts that share a letter with it, then those that share one with these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from derivation.records import dataclass
from derivation.terms.context import Context, Fact
from derivation.terms.indices import is_numeral
from derivation.terms.roots import ODD_ROOTS
from derivation.terms.terms import (
    PI,
    Add,
    Fn,
    Mul,
    Num,
    Pow,
    Ref,
    Term,
    Var,
    constant,
    range_letters,
    walk,
)

Letter = tuple[str, tuple[str, ...]]
"""An unknown: its name, and the numbers of an entry that is spoken of by them, `v_0`."""
EVERYWHERE = frozenset(("exp", "sin", "cos", "tanh", "arctan", *ODD_ROOTS))
"""Functions that exist everywhere."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """The letters of a fact; the names over whose entries an index runs, or of which it is not clear what it
    says; and the letters of which one value meets it, whatever the others are."""

    letters: frozenset[Letter] = frozenset()
    whole: frozenset[str] = frozenset()
    free: frozenset[Letter] = frozenset()


def mattering(
    facts: tuple[Fact, ...], terms: Iterable[Term], context: Context, bound: frozenset[str]
) -> tuple[Fact, ...]:
    """The facts that are left when those with a letter of their own are set aside; `bound` are names whose
    values are restricted in other ways."""
    own, whole = _of_terms(terms, context)
    traits = {fact: _traits(fact) for fact in facts}
    valued = {name for name, _ in context.definitions}
    fixed = bound | whole
    for fact in facts:
        fixed |= traits[fact].whole
        if not valued.isdisjoint(name for name, _ in traits[fact].letters):
            fixed |= context.spoken_by(fact)
    count = Counter(letter for fact in facts for letter in traits[fact].letters)
    count.update(own)
    holders: dict[Letter, list[Fact]] = {}
    for fact in facts:
        for letter in traits[fact].letters:
            holders.setdefault(letter, []).append(fact)
    left = dict.fromkeys(facts)
    pending = [(letter, fact) for fact in facts for letter in traits[fact].free if count[letter] == 1]
    while pending:
        letter, fact = pending.pop()
        if fact not in left or letter[0] in fixed:
            continue
        del left[fact]
        for other in traits[fact].letters:
            count[other] -= 1
            if count[other] == 1 and other not in own:
                pending += [(other, f) for f in holders[other] if f in left and other in traits[f].free]
    return tuple(left)


def nearest_first(facts: tuple[Fact, ...], terms: Iterable[Term], context: Context) -> tuple[Fact, ...]:
    """Facts by how many others lie between them and some terms; of those that are as near, the ones that
    bring in the fewest letters, and the latest."""
    own, whole = _of_terms(terms, context)
    whole = whole.union(*(_traits(fact).whole for fact in facts))
    met = set(_keys(own, whole)) | whole
    rest = {fact: frozenset(_keys(_traits(fact).letters, whole)) for fact in reversed(facts)}
    found: list[Fact] = []
    while rest:
        tied = [fact for fact, keys in rest.items() if not met.isdisjoint(keys)] or list(rest)
        found += sorted(tied, key=lambda fact: (len(rest[fact] - met), -len(rest[fact])))
        met = met.union(*(rest.pop(fact) for fact in tied))
    return tuple(found)


def _keys(letters: Iterable[Letter], whole: frozenset[str]) -> Iterator[Letter | str]:
    """Letters, entries of arrays over which an index runs by the names of these."""
    return (letter[0] if letter[0] in whole else letter for letter in letters)


def _of_terms(terms: Iterable[Term], context: Context) -> tuple[frozenset[Letter], frozenset[str]]:
    """The letters of terms, and the names that may stand for several letters, or for terms of others."""
    terms = tuple(terms)
    opened = (t for term in terms for t in walk(term) if isinstance(t, Ref))
    through = [t for t in opened if (t.name, len(t.indices)) in context.definitions]
    return _letters(terms), _running(terms) | context.speaks_of(through)


def _letters(terms: Iterable[Term]) -> frozenset[Letter]:
    entries = (t for term in terms for t in walk(term) if isinstance(t, Var | Ref) and t != PI)
    return frozenset((t.name, t.indices) for t in entries)


def _running(terms: Iterable[Term]) -> frozenset[str]:
    """The names over whose entries an index runs, and the ends of ranges."""
    entries = (t for term in terms for t in walk(term) if isinstance(t, Var | Ref))
    names = frozenset(t.name for t in entries if not all(map(is_numeral, t.indices)))
    return names.union(*map(range_letters, terms))


@lru_cache(maxsize=4096)
def _traits(fact: Fact) -> _Traits:
    sides = [side for claim in fact.claims for side in (claim.left, claim.right)]
    if not fact.understood:
        return _Traits(whole=fact.names)
    running = _running(sides)
    if (
        len(fact.claims) > 1
        or fact.ranges
        or not all(_exists(inner) for side in sides for inner in walk(side))
    ):
        return _Traits(_letters(sides), running)
    entries = Counter(t for side in sides for t in walk(side) if isinstance(t, Var | Ref))
    alone = (part for side in sides for part in _summands(side) if isinstance(part, Var | Ref))
    free = frozenset((t.name, t.indices) for t in alone if entries[t] == 1 and t != PI)
    return _Traits(_letters(sides), running, free)


def _summands(term: Term) -> Iterator[Term]:
    """What a term is a sum of, numbers in front left out."""
    match term:
        case Add(terms):
            for part in terms:
                yield from _summands(part)
        case Mul(factors):
            others = [factor for factor in factors if constant(factor) is None]
            if len(others) == 1 and all(constant(factor) != 0 for factor in factors):
                yield from _summands(others[0])
        case _:
            yield term


def _exists(term: Term) -> bool:
    """Whether a term has a value wherever its parts do, and is no entry, sum or derivative over indices."""
    match term:
        case Num() | Add() | Mul():
            return True
        case Var(_, indices) | Ref(_, indices, ()):
            return all(map(is_numeral, indices))
        case Pow(_, exponent):
            value = constant(exponent)
            return value is not None and value >= 0 and value.denominator == 1
        case Fn(name):
            return name in EVERYWHERE
        case _:
            return False
