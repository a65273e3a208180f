"""Texts with places: a `Source` is a text with a name, a `Span` a stretch of it.

Everything that is read keeps its span, so that every message can print the
line it speaks of with a caret under the place.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from derivation.text.visible import harmless


class Span(NamedTuple):
    """Offsets `start <= end` into a source's text, in characters."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the name that messages call it by (a path as the user gave it).

    `cells` are those of a notebook that stand in the text, in order: the line on which each begins,
    and its number in the notebook, code cells counted, from 1.
    """

    name: str
    text: str
    cells: tuple[tuple[int, int], ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        object.__setattr__(self, "_starts", tuple(starts))

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def cell_line(self, line: int) -> tuple[int, int]:
        """The cell of a notebook that a line stands in, 0 elsewhere, and which of its lines it is."""
        place = bisect_right(self.cells, (line, sys.maxsize))
        first, cell = self.cells[place - 1] if place else (1, 0)
        return cell, line - first + 1

    def where(self, line: int) -> str:
        """A line in words: `line 5`, and of a notebook `cell 3, line 2`."""
        cell, own = self.cell_line(line)
        return f"cell {cell}, line {own}" if cell else f"line {line}"

    def place(self, line: int, column: int) -> str:
        """A place as messages open with it: `paper.md:5:1`, `note.ipynb: cell 3, line 2`."""
        return f"{self.name}: {self.where(line)}" if self.cells else f"{self.name}:{line}:{column}"

    def line_text(self, line: int) -> str:
        """The text of a line (counted from 1), without its end."""
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")

    def caret(self, span: Span, width: int = 96) -> str:
        """The line of a span with carets under it, cut to `width` characters around it."""
        line, column = self.line_column(span.start)
        text = self.line_text(line).replace("\t", " ")
        first = max(0, column - 1 - width // 2) if len(text) > width else 0
        shown = text[first : first + width]
        length = max(1, min(span.end - span.start, len(shown) - (column - 1 - first)))
        left, right = ("…" if first else ""), ("…" if first + width < len(text) else "")
        return f"{left}{shown}{right}\n{' ' * (len(left) + column - 1 - first)}{'^' * length}"


class ReadError(Exception):
    """What could not be read: a sentence, and the place in the source.

    `str()` gives `name:line:column: message`, of a notebook `name: cell 3, line 2: message`, and the
    line with carets under the place.
    """

    def __init__(self, message: str, source: Source, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.span = span

    @property
    def line(self) -> int:
        return self.source.line_column(self.span.start)[0]

    @property
    def column(self) -> int:
        return self.source.line_column(self.span.start)[1]

    def __str__(self) -> str:
        place = self.source.place(self.line, self.column)
        return harmless(f"{place}: {self.message}\n{self.source.caret(self.span)}")


class Unsupported(ReadError):
    """What was understood but is out of scope: an integral, a limit, a matrix."""
