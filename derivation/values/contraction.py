"""How a nest of sums is evaluated without walking all places of all its indices.

    Σ_i Σ_j Σ_k a_i b_ij c_jk d_k  =  Σ_k d_k (Σ_j c_jk (Σ_i a_i b_ij))

One index is summed at a time, over the factors that carry it; what comes out is a
factor of what is left (variable elimination). Only the distributive law is used.
Takes a `Sum`; gives the factors of its value. `evaluate.py` evaluates them, each
once for each of the places that it depends on.
"""

from __future__ import annotations

from derivation.records import dataclass, field
from derivation.terms.terms import Mul, Range, Sum, Term, Var, free_indices, range_letters, walk


@dataclass(frozen=True, slots=True, eq=False)
class Contraction:
    """The sum over one index of the product of some factors, as a function of the places of `letters`."""

    index: str
    range: Range
    excluded: tuple[str, ...]
    factors: tuple[Factor, ...]
    letters: tuple[str, ...]


Factor = Term | Contraction


@dataclass(slots=True)
class Shapes:
    """What is found once of the terms that are evaluated at many points, by their `id`s; keeps them alive."""

    _carried: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _factors: dict[int, tuple[Factor, ...]] = field(default_factory=dict)
    _kept: list[Term] = field(default_factory=list)

    def letters(self, factor: Factor) -> tuple[str, ...]:
        """The letters, of indices and of ends of ranges, whose places the value of a factor depends on."""
        if isinstance(factor, Contraction):
            return factor.letters
        known = self._carried.get(id(factor))
        if known is None:
            self._kept.append(factor)
            known = self._carried[id(factor)] = tuple(
                sorted(free_indices(factor) | range_letters(factor) | _scalars(factor))
            )
        return known

    def factors(self, term: Sum) -> tuple[Factor, ...]:
        """Factors whose product is the value of a sum."""
        known = self._factors.get(id(term))
        if known is None:
            self._kept.append(term)
            known = self._factors[id(term)] = self._eliminated(*_nest(term))
        return known

    def _eliminated(self, sums: list[Sum], factors: list[Factor]) -> tuple[Factor, ...]:
        while sums:
            cheapest = min(sums, key=lambda s: len(self._summed(s, factors).letters))
            sums.remove(cheapest)
            summed = self._summed(cheapest, factors)
            factors = [f for f in factors if f not in summed.factors] + [summed]
        return tuple(factors)

    def _summed(self, term: Sum, factors: list[Factor]) -> Contraction:
        inside = tuple(f for f in factors if term.index in self.letters(f))
        ends = {end.base for end in term.range if end.base}
        letters = ends.union(term.excluded, *map(self.letters, inside))
        return Contraction(
            term.index, term.range, term.excluded, inside, tuple(sorted(letters - {term.index}))
        )


def _nest(term: Sum) -> tuple[list[Sum], list[Factor]]:
    """The sums that stand directly in each other and do not depend on each other, and the factors inside."""
    sums, body = [term], term.body
    while isinstance(body, Sum):
        outer = {letter for s in sums for letter in (s.index, *_outside(s))}
        if body.index in outer or not {s.index for s in sums}.isdisjoint(_outside(body)):
            break
        sums.append(body)
        body = body.body
    return sums, _product(body)


def _scalars(term: Term) -> frozenset[str]:
    """The numbers in a term: one of them may be a size that has another value in a definition."""
    return frozenset(part.name for part in walk(term) if isinstance(part, Var) and not part.indices)


def _outside(term: Sum) -> tuple[str, ...]:
    """The letters of a sum's range and of what it leaves out, which it does not bind."""
    return (*term.excluded, *(end.base for end in term.range))


def _product(term: Term) -> list[Factor]:
    return [f for part in term.factors for f in _product(part)] if isinstance(term, Mul) else [term]
