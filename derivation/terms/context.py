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
from enum import StrEnum
from functools import cached_property, lru_cache

from derivation.records import dataclass
from derivation.terms.setting import Claim
from derivation.terms.terms import (
    PI,
    Add,
    Definition,
    Fn,
    Range,
    Ref,
    Term,
    Var,
    range_letters,
    reached,
    walk,
)

Key = tuple[str, int]

FIRST = -1
"""The place of what is known before a document begins."""


class Origin(StrEnum):
    """Where an entry comes from: a reading file, prose, or a display."""

    DECLARED = "declared"
    SAID = "said"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """What holds: `claims`, as `latex` prints it, at a `place` of the text on a `line`.

    Two facts are never the same, whatever they say: they stand at places of their own.

    `names` are what it speaks of. Only what is `firm` may prove something; nothing is refuted where
    any of them fails. `label` is that of the statement that prints it, "" in prose. `ranges` are those of
    indices that it brings in. `words` are those of the sentence that says it; a `reason` is said to be known
    already, and so may be a slip; what is `told` is said in passing.
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
    words: str = ""
    reason: bool = False
    told: bool = False

    @property
    def posed(self) -> bool:
        """Whether a display gives it: it ends where a name of it begins anew."""
        return self.origin is Origin.PRINTED

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

    `label` is that of the statement that prints it; `latex` and `origin` say how it was said, in what
    sentence of `words`, and `anew` that these begin something new.
    """

    entry: Entry
    start: int
    end: int
    label: str = ""
    latex: str = ""
    origin: Origin = Origin.PRINTED
    anew: bool = False
    words: str = ""


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
            entry = held.entry
            if isinstance(entry, Definition):
                found[_key(entry.name, len(entry.parameters))] = entry
            elif isinstance(entry, Anew):
                for key in [key for key in found if key[0] == entry.name]:
                    del found[key]
        return found

    def is_slope(self, term: Var | Ref) -> bool:
        """Whether a term names the derivative of a function that has a value, f′ or f_{xy}."""
        found = self.definitions.get((term.name, len(term.indices)))
        return found is not None and found.is_slope

    def definitions_since(self, counts: Callable[[int], bool]) -> tuple[Definition, ...]:
        """The definitions that hold and whose places count."""
        found: list[Definition] = []
        for held in self.entries:
            own = held.entry
            if isinstance(own, Definition) and (held.start < 0 or counts(held.start)):
                latest = self.definitions.get((own.name, len(own.parameters)))
                if latest is own or latest == own:
                    found.append(own)
        return tuple(found)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        found: dict[int, Fact] = {}
        for number, held in enumerate(self.entries):
            match held.entry:
                case Fact():
                    found[number] = held.entry
                case Anew(name):
                    for key in [key for key, fact in found.items() if fact.posed and name in fact.names]:
                        del found[key]
                case Definition(name) if held.anew:
                    for key in [key for key, fact in found.items() if fact.posed and name in fact.names]:
                        del found[key]
        return (*found.values(), *self.local)

    def speaks_of(self, terms: Iterable[Term]) -> frozenset[str]:
        """The names of the unknowns, quantities and sizes that terms speak of, definitions opened."""
        terms = list(terms)
        names = reached(Add(tuple(terms)), self.definitions)
        opened = (*terms, *(d.body for (name, _), d in self.definitions.items() if name in names))
        return names.union(*map(range_letters, opened))

    def spoken_by(self, fact: Fact) -> frozenset[str]:
        """The names that a fact speaks of, definitions opened."""
        names, keys = _closed(fact)
        return names.union(*map(self._opened, keys)) if keys else names

    def _opened(self, key: Key) -> frozenset[str]:
        """The names that the value of a name speaks of, found once; none where it has no value."""
        known = self._bodies.get(key)
        if known is None:
            definition = self.definitions.get(key)
            body = () if definition is None else (definition.body,)
            variables = () if definition is None else definition.variables
            known = self._bodies[key] = self.speaks_of(body).difference(variables)
        return known

    @cached_property
    def _bodies(self) -> dict[Key, frozenset[str]]:
        return {}

    @cached_property
    def _speaking(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the facts that speak of each name; a given equation through definitions, too."""
        found: dict[str, list[int]] = {}
        for number, fact in enumerate(self.facts):
            opened = self.spoken_by(fact) if fact.firm and fact.equations else frozenset()
            for name in fact.names | opened:
                found.setdefault(name, []).append(number)
        return {name: tuple(numbers) for name, numbers in found.items()}

    def relevant(self, terms: Iterable[Term]) -> tuple[Fact, ...]:
        """The facts that terms are tied to by names, in their order."""
        first = len(self.facts) - len(self.local)
        chosen = {number for number, fact in enumerate(self.facts) if number >= first or not fact.names}
        names = set(self.speaks_of(terms)).union(*(self.spoken_by(self.facts[k]) for k in chosen))
        pending = list(names)
        while pending:
            for number in self._speaking.get(pending.pop(), ()):
                if number not in chosen:
                    chosen.add(number)
                    met = self.spoken_by(self.facts[number]) - names
                    names |= met
                    pending += met
        return tuple(self.facts[number] for number in sorted(chosen))


@lru_cache(maxsize=4096)
def _key(name: str, arity: int) -> Key:
    """The key of a definition, one object for all contexts."""
    return name, arity


@lru_cache(maxsize=4096)
def _closed(fact: Fact) -> tuple[frozenset[str], tuple[Key, ...]]:
    """The names in a fact, definitions closed, and the quantities among them."""
    terms = [inner for c in fact.claims for side in (c.left, c.right) for inner in walk(side)]
    keys = dict.fromkeys((t.name, len(t.indices)) for t in terms if isinstance(t, Ref))
    return names_in(fact.claims), tuple(keys)


def names_in(claims: Iterable[Claim]) -> frozenset[str]:
    """The names that claims speak of themselves; π is none, and an array of that name is one."""
    return frozenset(_names(sides_of(claims)))


def sides_of(claims: Iterable[Claim]) -> list[Term]:
    """The terms that claims are about."""
    return [side for claim in claims for side in (claim.left, claim.right)]


def _names(terms: Iterable[Term]) -> Iterator[str]:
    for term in terms:
        yield from range_letters(term)
        for inner in walk(term):
            if isinstance(inner, Var | Ref) and inner != PI:
                yield inner.name
            elif isinstance(inner, Fn) and inner.unknown:
                yield inner.unknown
