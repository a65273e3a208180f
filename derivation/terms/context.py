"""What is known where a line stands: definitions and facts, each from its place to the end of its scope.

    context := entry*                      in the order of their places
    entry   := Definition | Fact | Anew    held from `start` to `end`

A fact is something that holds: an equation that is given, an assumption, what a
sentence says. It may say several things at once (`0 < p < 1`). What a sentence
says and nobody understands is a fact that claims nothing: it speaks of names, and
stands in the way of refutations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from derivation.terms.setting import Claim
from derivation.terms.terms import Definition, Range, Ref, Term, Var, range_letters, reached, walk

Key = tuple[str, int]

FIRST = -1
"""The place of what is known before a document begins."""


class Origin(StrEnum):
    """Where an entry comes from: a reading file, prose, or a display."""

    DECLARED = "declared"
    SAID = "said"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Fact:
    """What holds: `claims`, as `latex` prints it, at a `place` of the text on a `line`.

    `names` are what it speaks of. Only what is `firm` may prove something; nothing is refuted where
    any of them fails. `label` is that of the statement that prints it, "" in prose. `ranges` are those of
    indices that it brings in.
    """

    latex: str
    origin: Origin
    place: int
    line: int
    names: frozenset[str]
    claims: tuple[Claim, ...] = ()
    firm: bool = True
    label: str = ""
    ranges: tuple[tuple[str, Range], ...] = ()

    @property
    def understood(self) -> bool:
        return bool(self.claims)

    @property
    def equations(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.relation == "=")


@dataclass(frozen=True, slots=True)
class Anew:
    """A name that is introduced anew, without a value: it has none of its old ones."""

    name: str


Entry = Definition | Fact | Anew


@dataclass(frozen=True, slots=True)
class Held:
    """An entry, and from where to where of the text it holds.

    `label` is that of the statement that prints it; `latex` and `origin` say how it was said, and `anew`
    that its words begin something new.
    """

    entry: Entry
    start: int
    end: int
    label: str = ""
    latex: str = ""
    origin: Origin = Origin.PRINTED
    anew: bool = False


@dataclass(frozen=True)
class Context:
    """The entries that hold at a place; `local` facts are what an implication starts from there."""

    entries: tuple[Held, ...] = ()
    local: tuple[Fact, ...] = ()

    def at(self, place: int) -> Context:
        """What of it holds at a place."""
        return Context(tuple(held for held in self.entries if held.start <= place < held.end))

    def and_(self, more: Iterable[Held]) -> Context:
        return Context((*self.entries, *more), self.local)

    def starting_from(self, facts: Iterable[Fact]) -> Context:
        """The same, where an implication starts from some facts."""
        return Context(self.entries, tuple(facts))

    @cached_property
    def definitions(self) -> Mapping[Key, Definition]:
        """The value of each name that has one, the latest."""
        found: dict[Key, Definition] = {}
        for held in self.entries:
            match held.entry:
                case Definition(name, parameters):
                    found[name, len(parameters)] = held.entry
                case Anew(name):
                    for key in [key for key in found if key[0] == name]:
                        del found[key]
                case Fact():
                    pass
        return found

    def definitions_since(self, counts: Callable[[int], bool]) -> tuple[Definition, ...]:
        """The definitions that hold and whose places count."""
        held = (
            h for h in self.entries if isinstance(h.entry, Definition) and (h.start < 0 or counts(h.start))
        )
        own = self.definitions.values()
        return tuple(h.entry for h in held if isinstance(h.entry, Definition) and h.entry in own)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return (*(held.entry for held in self.entries if isinstance(held.entry, Fact)), *self.local)

    def speaks_of(self, terms: Iterable[Term]) -> frozenset[str]:
        """The names of the unknowns, quantities and sizes that terms speak of, definitions opened."""
        terms = list(terms)
        names = frozenset().union(*(reached(term, self.definitions) for term in terms))
        opened = (*terms, *(d.body for (name, _), d in self.definitions.items() if name in names))
        return names.union(*map(range_letters, opened))

    def relevant(self, terms: Iterable[Term]) -> tuple[Fact, ...]:
        """The facts that terms are tied to by names, in their order."""
        names = set(self.speaks_of(terms))
        first = len(self.facts) - len(self.local)
        chosen = {number: fact for number, fact in enumerate(self.facts) if number >= first or not fact.names}
        for fact in chosen.values():
            names |= self.speaks_of(s for c in fact.claims for s in (c.left, c.right))
        grown = True
        while grown:
            grown = False
            for number, fact in enumerate(self.facts):
                if number not in chosen and not names.isdisjoint(fact.names):
                    chosen[number] = fact
                    names |= self.speaks_of(s for c in fact.claims for s in (c.left, c.right))
                    grown = True
        return tuple(chosen[number] for number in sorted(chosen))


def names_in(claims: Iterable[Claim]) -> frozenset[str]:
    """The names that claims speak of themselves."""
    return frozenset(_names(side for claim in claims for side in (claim.left, claim.right)))


def _names(terms: Iterable[Term]) -> Iterator[str]:
    for term in terms:
        yield from range_letters(term)
        yield from (inner.name for inner in walk(term) if isinstance(inner, Var | Ref))
