r"""All that a document and its reading file say, as rows, with where each stands.

Takes what `parsing.py` reads; gives its rows with one symbol for each name, in the order of the text,
and with their sections and lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from derivation.front.document import Document
from derivation.front.scopes import Scopes
from derivation.prose.said import Said
from derivation.reading.declared import EquationDeclared
from derivation.reading.elaboration import Elaboration
from derivation.reading.heads import head_of, is_numeric
from derivation.reading.sightings import PlacedRow
from derivation.records import dataclass, field, replace
from derivation.text.commands import ALTERNATIVE
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import Group, Number, Row, Symbol


@dataclass(frozen=True, slots=True)
class Printed:
    """An equation at a `span` of the document, and its rows.

    `source` is where the rows stand: the document, or a reading file's text. `errors` are those of
    sides that can't be read, by the names of the symbols in their places.
    """

    tag: str
    line: int
    latex: str
    span: Span
    rows: tuple[Row, ...]
    source: Source
    declared: EquationDeclared
    reread: bool = False
    errors: Mapping[str, ReadError] = field(default_factory=dict)

    @property
    def is_numbered(self) -> bool:
        """Whether the author numbers it as a step of its own."""
        return bool(re.search(r"\\tag\b|\\therefore\b", self.latex))

    def line_of(self, span: Span) -> int:
        """The line that a part of it stands in."""
        return self.line if self.reread else self.source.line_column(span.start)[0]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The rows of a document and its reading file.

    `printed` are its displays and `stated` the definitions of the reading file; `passing` are the
    definitions of sentences, and `said` is whatever these say of unknowns. `opened` are the cases that
    prose opens, by their LaTeX, and `prime` is what a prime is said to mean.
    """

    printed: tuple[Printed, ...]
    stated: tuple[Printed, ...]
    passing: tuple[tuple[Said, Row], ...]
    said: tuple[tuple[Said, tuple[Row, ...]], ...]
    opened: Mapping[str, tuple[Row, ...]]
    prime: tuple[Row, ...]

    def elaborated(self, elaboration: Elaboration, scopes: Scopes, opened_at: Mapping[str, int]) -> Parsed:
        """The same with one symbol for each name; each case is `opened_at` a place of the text."""

        def named(rows: tuple[Row, ...], place: int | None = None) -> tuple[Row, ...]:
            return elaboration.rows(rows, None if place is None else scopes.section(place))

        passing = [(item, row) for item, own in self.passing for row in named((own,), item.place)]
        return Parsed(
            tuple(replace(p, rows=named(p.rows, p.span.start)) for p in self.printed),
            tuple(replace(p, rows=named(p.rows)) for p in self.stated),
            tuple((item, row) for item, row in passing if head_of(row.members[0])),
            tuple((item, named(rows, item.place)) for item, rows in self.said),
            {latex: named(rows, opened_at[latex]) for latex, rows in self.opened.items()},
            named(self.prime),
        )

    @property
    def displayed(self) -> list[tuple[int, Row]]:
        """The rows of displays, with the places of these."""
        return [(p.span.start, row) for p in self.printed for row in p.rows]

    @property
    def declared(self) -> list[Row]:
        """The rows of the definitions of the reading file."""
        return [row for p in self.stated for row in p.rows]

    @property
    def spoken(self) -> list[tuple[Said, Row]]:
        """The rows that sentences say."""
        return [(item, row) for item, rows in self.said for row in rows]

    def placed(self, scopes: Scopes) -> Iterator[tuple[int, Row]]:
        """The rows of definitions in sentences and of displays, with the sections that they stand in."""
        yield from ((scopes.section(item.place), row) for item, row in self.passing)
        yield from ((scopes.section(place), row) for place, row in self.displayed)

    def placed_rows(self, document: Document) -> Iterator[PlacedRow]:
        """The rows of displays and sentences with their lines."""
        yield from (PlacedRow(p.line_of(row.span), p.tag, row) for p in self.printed for row in p.rows)
        for item, row in (*self.passing, *self.spoken):
            yield PlacedRow(document.source.line_column(item.place)[0], "", row)


def in_order(*rows: list[tuple[int, Row]]) -> list[Row]:
    """Rows in the order of their places; of the same place, what stands first in the lists."""
    return [row for _, row in sorted((item for own in rows for item in own), key=lambda item: item[0])]


def with_left_sides(rows: tuple[Row, ...]) -> Iterator[Row]:
    """`x = 1 or 2`, and `x = 1, 2`, is `x = 1 or x = 2`: what has no relation has the left side before it."""
    before: Row | None = None
    for row in rows:
        bare = len(row.members) == 1 and not row.relations[0]
        if bare and before is not None and len(before.members) == 2:
            listed = isinstance(before.members[0], Symbol) and all(
                map(is_numeric, (before.members[1], *row.members))
            )
            if row.lead == ALTERNATIVE or (listed and not row.lead):
                members = (before.members[0], *row.members)
                row = replace(row, lead=ALTERNATIVE, relations=("", before.relations[1]), members=members)
        before = row
        yield row


def is_number_of_its_own(row: Row) -> bool:
    """Whether a row is the number of an equation, typed by hand: `(1)`."""
    match row.members:
        case (Group("(", Number(), ")"),):
            return not row.relations[0]
        case _:
            return False
