r"""What reads the trees of a document, at each of its places.

The same letter is an index in one section and a number in another, an array here and a
letter there, and what a sentence defines is defined where that reaches. So there is a
`Reader` of the whole document, and one for each place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from derivation.front.scopes import Scopes
from derivation.reading.heads import symbols
from derivation.reading.meaning import Reader
from derivation.reading.notation import without
from derivation.records import dataclass, field, replace
from derivation.text.source import Span
from derivation.text.syntax import Big, Row, Symbol
from derivation.text.trees import walk

Key = tuple[str, int]
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Used:
    """The names that carry an index, and the letters that are one, of a section."""

    arrays: frozenset[str] = NONE
    indices: frozenset[str] = NONE


@dataclass(frozen=True)
class Usage:
    """What is an array and an index in the sections, by where these begin; -1 is the text outside of all."""

    sections: Mapping[int, Used]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Row]]) -> Usage:
        """What is told by rows with their sections."""
        found: dict[int, tuple[set[str], set[str]]] = {}
        for section, row in rows:
            arrays, indices = found.setdefault(section, (set(), set()))
            for node in (symbol for member in row.members for symbol in symbols(member) if symbol.subscripts):
                arrays.add(node.name)
                indices |= {n.name for s in node.subscripts for n in walk(s) if isinstance(n, Symbol)}
            for inner in (inner for member in row.members for inner in walk(member)):
                if isinstance(inner, Big):
                    ends = (*inner.range.indices, inner.range.bound, inner.range.upper)
                    indices |= {
                        n.name for e in ends if e is not None for n in walk(e) if isinstance(n, Symbol)
                    }
        return cls({k: Used(frozenset(arrays), frozenset(indices)) for k, (arrays, indices) in found.items()})

    @cached_property
    def _indices(self) -> frozenset[str]:
        return frozenset().union(*(used.indices for used in self.sections.values()))

    def arrays(self, section: int) -> frozenset[str]:
        """The names that carry an index in a section, or outside of all."""
        return self._at(section).arrays | self._at(-1).arrays

    def numbers(self, section: int) -> frozenset[str]:
        """The letters that are an index in other sections alone."""
        return self._indices - self._at(section).indices - self._at(-1).indices

    def _at(self, section: int) -> Used:
        return self.sections.get(section, Used())


@dataclass(frozen=True, slots=True)
class Readers:
    """The reader of the whole document, and those of its places.

    `usage` tells what is an array and an index in its sections; `indices` are letters that are one
    everywhere; `said` are the names that sentences alone define, and from where to where
    each time. `renamed` are the variables of functions where a part of the text defines them anew.
    """

    whole: Reader
    scopes: Scopes
    usage: Usage
    indices: frozenset[str]
    said: Mapping[Key, tuple[Span, ...]]
    renamed: Mapping[str, tuple[tuple[Span, tuple[str, ...]], ...]] = field(default_factory=dict)
    _known: dict[object, Reader] = field(default_factory=dict, repr=False, compare=False)

    def at(self, place: int) -> Reader:
        """What reads at a place; the same object each time."""
        section = self.scopes.section(place)
        silent = frozenset(
            k for k, reaches in self.said.items() if not any(a <= place < b for a, b in reaches)
        )
        renamed = tuple(
            (name, max(here)[1])
            for name, parts in self.renamed.items()
            if (here := [(span.start, own) for span, own in parts if span.start <= place < span.end])
        )
        key = (section, silent, renamed)
        if key not in self._known:
            self._known[key] = self._reader(section, silent, dict(renamed))
        return self._known[key]

    def _reader(self, section: int, silent: frozenset[Key], renamed: Mapping[str, tuple[str, ...]]) -> Reader:
        whole, names = self.whole, {name for name, _ in silent}
        names |= {name for name, own in renamed.items() if not own}
        return replace(
            whole,
            notation=without(whole.notation, self.usage.numbers(section) - self.indices),
            bare=whole.notation.arrays - self.usage.arrays(section),
            defined=whole.defined - silent,
            functions={k: v for k, v in whole.functions.items() if k not in names},
            variables={k: v for k, v in {**whole.variables, **renamed}.items() if k not in names},
        )
