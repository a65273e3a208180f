"""The names that were met before a line: in lines of scopes that are not over, in definitions and in facts.

Grows with the lines that are judged, and looks at each line, definition and fact once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from derivation.audit.roles import arrays_in, spoken, spoken_in
from derivation.reading.statements import Statement
from derivation.records import dataclass, field
from derivation.terms.context import Context, Fact
from derivation.terms.terms import Definition

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(slots=True)
class Met:
    """What lines speak of, and the names over whose entries an index runs in them, by where the facts of
    their scopes end."""

    letters: dict[int, Names] = field(default_factory=dict)
    arrays: dict[int, Names] = field(default_factory=dict)
    _bodies: dict[int, tuple[Definition, Names]] = field(default_factory=dict)

    def add(self, statement: Statement, end: int) -> None:
        self.letters[end] = self.letters.get(end, NONE) | spoken_in(statement)
        sides = (statement.subject.term, statement.member.term)
        self.arrays[end] = self.arrays.get(end, NONE) | arrays_in(sides)

    def letters_at(self, place: int, context: Context, counts: Callable[[int], bool]) -> Names:
        """The letters that were met before a place; of definitions, in those whose places count."""
        here = context.definitions_since(counts)
        found = [names for end, names in self.letters.items() if end > place]
        found += [frozenset(d.name for d in here), *map(self._in_body, here)]
        return NONE.union(*found, *(_letters_of(fact) for fact in context.facts))

    def arrays_at(self, place: int, context: Context) -> Names:
        found = [names for end, names in self.arrays.items() if end > place]
        valued = frozenset(name for name, arity in context.definitions if arity)
        return valued.union(*found, *(_arrays_of(fact) for fact in context.facts))

    def _in_body(self, definition: Definition) -> Names:
        known = self._bodies.get(id(definition))
        if known is None:
            known = self._bodies[id(definition)] = (definition, spoken(definition.body))
        return known[1]


@lru_cache(maxsize=4096)
def _letters_of(fact: Fact) -> Names:
    sides = (side for claim in fact.equations for side in (claim.left, claim.right))
    return NONE.union(*map(spoken, sides), fact.names if fact.equations else ())


@lru_cache(maxsize=4096)
def _arrays_of(fact: Fact) -> Names:
    return arrays_in(side for claim in fact.claims for side in (claim.left, claim.right))
