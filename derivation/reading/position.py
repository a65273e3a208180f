r"""Where a document is being read: the reader of that place, and what names were defined up to it.

Takes the readers of a document and the names that its rows define; gives, at each place that it is turned
to, the reader of that, and keeps the first definition of each name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from derivation.reading.heads import Head, Key, Partials
from derivation.reading.meaning import MAX_PRIMES, Reader
from derivation.reading.readers import Readers
from derivation.records import dataclass, field, replace
from derivation.terms.context import FIRST
from derivation.terms.terms import Definition, Deriv, Ref, Term, Var, function_of
from derivation.text.syntax import Node, Row


@dataclass(slots=True)
class Position:
    """The `reader` at a place of the text; `heads` are the names that rows and members define, by their
    `id`, and `functions_at` is where functions are defined first."""

    readers: Readers
    heads: Mapping[int, Head]
    reader: Reader
    definitions: dict[Key, Definition] = field(default_factory=dict)
    functions_at: dict[Key, int] = field(default_factory=dict)

    def turn_to(self, place: int) -> None:
        """Reads on from a place."""
        self.reader = replace(self.readers.at(place))

    def head_of(self, row: Row | Node) -> Head | None:
        """The name that a row defines, or a member at its end."""
        return self.heads.get(id(row))

    def hide(self, head: Head | None, place: int = FIRST) -> None:
        """From a place on the arguments of a function that is being defined hide what has their name."""
        own = self.variables(head)
        if head is not None and own:
            first = self.functions_at.setdefault(head.key, place)
            own = own if first == place or self.readers.scopes.apart(first, place) else ()
        self.reader.shadow = frozenset(own)

    def variables(self, head: Head | None) -> tuple[str, ...]:
        """The variables of a function that is being defined; none of what is no function."""
        return self.reader.variables.get(head.name, ()) if head is not None and head.arguments else ()

    def define(self, head: Head, term: Term) -> tuple[Definition, ...]:
        """Gives a name its value; gives that definition, and of a function those of its derivatives, too."""
        sizes = self.reader.notation.sizes
        definition = function_of(head.name, head.parameters, term, self.variables(head), sizes)
        found = (definition, *slopes(definition, self.reader.partials))
        for own in found:
            self.definitions.setdefault((own.name, len(own.parameters)), own)
        return found


def slopes(definition: Definition, partials: Partials) -> Iterator[Definition]:
    """The derivatives f′, f″, … of a function of one number; of one of several those that are met."""
    own = tuple(map(Var, definition.variables))
    for name, (function, letters) in partials.items():
        if function == definition.name and set(letters) <= set(definition.variables):
            slope: Term = Ref(function, (), own)
            for letter in letters:
                slope = Deriv(slope, Var(letter))
            yield Definition(name, (), slope, definition.variables)
    for primes in range(1, MAX_PRIMES + 1) if len(own) == 1 else ():
        name, before = definition.name + "'" * primes, definition.name + "'" * (primes - 1)
        yield Definition(name, (), Deriv(Ref(before, (), own), own[0]), definition.variables)
