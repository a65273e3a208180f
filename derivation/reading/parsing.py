r"""From the text of a document and its reading file to rows, before these have a meaning.

Takes equations, sentences and what is declared, with the names of several letters and the functions that
these have; gives `Printed` equations and rows. A display that can't be read is an `Unread`, and what can't be
read of the reading file a `ReadingError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivation.front.document import Document, Equation
from derivation.prose.said import Said, spoken
from derivation.reading.conditions import with_truths
from derivation.reading.declared import Declared, EquationDeclared, ReadingError
from derivation.reading.heads import defines
from derivation.reading.meaning import malformed
from derivation.reading.parsed import Printed
from derivation.reading.sides import read_sides
from derivation.reading.statements import Unread
from derivation.records import dataclass, replace
from derivation.text import trees
from derivation.text.latex import Unsupported, read_display
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import Row


@dataclass(frozen=True, slots=True)
class Parser:
    """Reads rows with the `names` of several letters and the `functions` that a document has."""

    document: Document
    declared: Declared
    names: frozenset[str]
    functions: frozenset[str]

    def printed(self, equation: Equation) -> Printed | Unread:
        """An equation as it is printed, or as the reading file says where that is ill-formed."""
        printed = self._printed(equation)
        return replace(printed, rows=with_truths(printed.rows)) if isinstance(printed, Printed) else printed

    def _printed(self, equation: Equation) -> Printed | Unread:
        source, tag, line, span = self.document.source, equation.tag, equation.line, equation.span
        latex = " ".join(source.text[span.start : span.end].split())
        declared = self.declared.equations.get(tag, EquationDeclared())
        try:
            rows = read_display(source, span, self.names, self.functions)
        except ReadError as error:
            sides = read_sides(source, span, self.names, self.functions)
            if sides is not None and not declared.read_as:
                return Printed(tag, line, latex, span, sides.rows, source, declared, errors=sides.errors)
            if not declared.read_as:
                return Unread(tag, 1, tag, line, latex, span, error, isinstance(error, Unsupported))
            rows = ()
        printed = Printed(tag, line, latex, span, rows, source, declared)
        if not declared.read_as:
            return printed
        self._refuse_well_formed(printed)
        return self._reread(printed)

    def _refuse_well_formed(self, printed: Printed) -> None:
        """Only what is ill-formed, or can't be read at all, may be read otherwise."""
        nodes = [n for row in printed.rows for member in row.members for n in trees.walk(member)]
        if nodes and not any(map(malformed, nodes)):
            where = f"{self.declared.path}: equations.{printed.tag}.read_as"
            message = "the equation is well-formed as printed; only what is ill-formed is read otherwise"
            raise ReadingError(f"{where}: {message}")

    def _reread(self, printed: Printed) -> Printed:
        source = self.source(f"equations.{printed.tag}.read_as", printed.declared.read_as)
        return replace(printed, rows=self.rows(source), source=source, reread=True)

    def stated(self, text: str) -> Printed:
        """A definition that the reading file adds."""
        source = self.source("definitions", text)
        return Printed("", 0, text, Span(0, 0), self.rows(source), source, EquationDeclared())

    def source(self, key: str, text: str) -> Source:
        """What the reading file says under a key."""
        return Source(f"{self.declared.path} {key}", text)

    def rows(self, source: Source) -> tuple[Row, ...]:
        """The rows of a part of the reading file."""
        try:
            return read_display(source, Span(0, len(source.text)), self.names, self.functions)
        except ReadError as error:
            raise ReadingError(str(error)) from None

    def passing(self, definitions: Iterable[Said]) -> Iterator[tuple[Said, Row]]:
        """The rows of sentences that define a name in passing, `Let $p_i = …$`."""
        for said in definitions:
            yield from ((said, row) for row in self._rows_of(said.source, said.span) if defines(row))

    def said(self) -> Iterator[tuple[Said, tuple[Row, ...]]]:
        """What sentences say, and its rows; none where it can't be read."""
        for said in spoken(self.document.source):
            yield said, self._rows_of(said.source, said.span)

    def case(self, latex: str, span: Span) -> tuple[Row, ...]:
        """The rows of a case that prose opens, which stands at a place or is told in words there; none where
        it can't be read."""
        source = self.document.source
        if source.text[span.start : span.end] == latex:
            return self._rows_of(source, span)
        return self._rows_of(Source(source.name, latex), Span(0, len(latex)))

    def _rows_of(self, source: Source, span: Span) -> tuple[Row, ...]:
        try:
            return read_display(source, span, self.names, self.functions)
        except ReadError:
            return ()
