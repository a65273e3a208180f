"""Texts with places: a `Source` is a text with a name, a `Span` a stretch of it.

Everything that is read keeps its span, so that every message can print the
line it speaks of with a caret under the place. Where macros were written out,
a `Traced` text tells which stretch of the file prints a stretch of the text.
"""

from __future__ import annotations

import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from derivation.records import dataclass, field
from derivation.text.visible import harmless, visible


class Span(NamedTuple):
    """Offsets `start <= end` into a source's text, in characters."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


class Run(NamedTuple):
    r"""A stretch of a text, from `start` on, and where its first character is printed in the file.

    `around` are the places of the uses and the arguments of macros that it stands in, the outermost
    first. Where the innermost is an argument, or there is none, the stretch is printed character by
    character; where it is a use, as in `\\frac` of `\\half`, the whole of that use prints it.
    """

    start: int
    printed: int
    around: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """A text, and the runs that it is made of, which tell where it is printed."""

    text: str
    runs: tuple[Run, ...] = (Run(0, 0),)

    def __getitem__(self, span: Span) -> Traced:
        """A stretch of the text; each of its characters is printed where it was."""
        if span.start >= span.end:
            return Traced("", ())
        runs = self._runs(span)
        first = runs[0]
        ahead = 0 if len(first.around) % 2 else span.start - first.start
        own = (first._replace(start=0, printed=first.printed + ahead),)
        rest = tuple(run._replace(start=run.start - span.start) for run in runs[1:])
        return Traced(self.text[span.start : span.end], own + rest)

    def _runs(self, span: Span) -> tuple[Run, ...]:
        """The runs that a stretch is in."""
        first = bisect_right(self.runs, span.start, key=_start) - 1
        return self.runs[max(0, first) : bisect_right(self.runs, span.end - 1, key=_start)]

    def around(self, span: Span) -> tuple[Span, ...]:
        """The uses and arguments that all of a stretch stands in."""
        runs = self._runs(span)
        shared = runs[0].around if runs else ()
        for run in runs:
            while shared != run.around[: len(shared)]:
                shared = shared[:-1]
        return shared

    def printed(self, span: Span) -> Span:
        """The shortest stretch of the file that prints a stretch of the text, no use of a macro cut."""
        runs = self._runs(Span(span.start, max(span.end, span.start + 1)))
        if not runs:
            return Span(0, 0)
        around = self.around(Span(span.start, max(span.end, span.start + 1)))
        if len(around) % 2:
            return around[-1]
        ends = [*(run.start for run in runs[1:]), span.end]
        found = [_printed(run, span.start, end, len(around)) for run, end in zip(runs, ends, strict=True)]
        return Span(min(place.start for place in found), max(place.end for place in found))


def _start(run: Run) -> int:
    return run.start


def _printed(run: Run, start: int, end: int, depth: int) -> Span:
    """Where a run is printed between two places of the text, seen from what is `depth` places deep."""
    if len(run.around) > depth:
        return run.around[depth]
    return Span(run.printed + max(start, run.start) - run.start, run.printed + end - run.start)


def joined(parts: Iterable[Traced]) -> Traced:
    """Texts in a row."""
    runs: list[Run] = []
    texts: list[str] = []
    length = 0
    for part in parts:
        texts.append(part.text)
        runs += [run._replace(start=run.start + length) for run in part.runs]
        length += len(part.text)
    return Traced("".join(texts), tuple(runs))


NOTHING_REFUSED: Final[Mapping[int, str]] = {}


class Part(NamedTuple):
    """Lines of a file among those of a document of several files.

    They begin on the document's line `first`, and are those of the file `name` from its line `line` on.
    `before` is what that line of the file has in front of them.
    """

    first: int
    name: str
    line: int
    before: str = ""


class Home(NamedTuple):
    """Where a line of a document stands: in which file, in which cell of a notebook (0 elsewhere), and on
    which line of that."""

    name: str
    cell: int
    line: int


class Region(NamedTuple):
    """Where a stretch of a document is printed, in lines of its file or cell; columns count from 1, and
    the last is the one after its last character."""

    home: Home
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the name that messages call it by (a path as the user gave it).

    Where the text is not that of the file, `printed` is the file's, and `runs` tell where the text is
    printed in it; `refused` are the places that cannot be read, by where they are printed, and why:
    uses of macros that could not be written out, blank lines.
    `cells` are those of a notebook that stand in the text, in order: the line on which each begins,
    and its number in the notebook, code cells counted, from 1. `parts` are the stretches of several files
    that are read as one. Lines are counted through all cells and parts; `home` tells where one stands.
    """

    name: str
    text: str
    cells: tuple[tuple[int, int], ...] = ()
    printed: str | None = None
    runs: tuple[Run, ...] = (Run(0, 0),)
    refused: Mapping[int, str] = field(default_factory=lambda: NOTHING_REFUSED, hash=False)
    parts: tuple[Part, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        position = self.file.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.file.find("\n", position + 1)
        object.__setattr__(self, "_starts", tuple(starts))

    @property
    def file(self) -> str:
        """The text of the file."""
        return self.text if self.printed is None else self.printed

    def place_of(self, span: Span) -> Span:
        """Where the file prints a stretch of the text."""
        return span if self.printed is None else Traced(self.text, self.runs).printed(span)

    def refusal(self, span: Span) -> str | None:
        """Why what stands at a place cannot be read; `None` where it can."""
        return self.refused.get(self.place_of(span).start) if self.refused else None

    def line_column(self, offset: int) -> tuple[int, int]:
        """The line of an offset, and its column there, both counted from 1."""
        return self._line_column(self.place_of(Span(offset, offset)).start)

    def _line_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + len(self._before(line)) + 1

    def region(self, span: Span) -> Region:
        """Where a stretch is printed; of one that ends in another file, as far as its own goes."""
        start, end = self.place_of(span)
        line, column = self._line_column(start)
        end_line, end_column = self._line_column(end)
        home, last = self.home(line), self.home(end_line)
        if last.name != home.name or last.line < home.line:
            end_line = self.parts[self._part(line) + 1].first - 1
            last, end_column = self.home(end_line), len(self.line_text(end_line)) + 1
        return Region(home, column, last.line, end_column)

    def home(self, line: int) -> Home:
        """Where a line stands."""
        if self.parts:
            part = self.parts[self._part(line)]
            return Home(part.name, 0, part.line + line - part.first)
        place = bisect_right(self.cells, (line, sys.maxsize))
        first, cell = self.cells[place - 1] if place else (1, 0)
        return Home(self.name, cell, line - first + 1)

    def _part(self, line: int) -> int:
        """Which part a line stands in."""
        return max(0, bisect_right(self.parts, line, key=_first) - 1)

    def _before(self, line: int) -> str:
        """What a line of the file has in front of what it has here."""
        part = self.parts[self._part(line)] if self.parts else None
        return part.before if part is not None and part.first == line else ""

    def where(self, line: int) -> str:
        """A line in words: `line 5`; of several files `line 5 of a.tex`, of a notebook `cell 3, line 2`."""
        name, cell, own = self.home(line)
        return (
            f"line {own} of {name}" if self.parts else f"cell {cell}, line {own}" if cell else f"line {own}"
        )

    def place(self, line: int, column: int) -> str:
        """A place as messages open with it: `paper.md:5:1`, `note.ipynb: cell 3, line 2`."""
        name, _, own = self.home(line)
        return f"{name}: {self.where(line)}" if self.cells else f"{name}:{own}:{column}"

    def line_text(self, line: int) -> str:
        """The text of a line (counted from 1), without its end."""
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.file)
        return self._before(line) + self.file[start:end].rstrip("\r")

    def caret(self, span: Span, width: int = 96) -> str:
        """The line of a span with carets under it, cut to `width` characters around it."""
        start, end = self.place_of(span)
        line, column = self._line_column(start)
        text = self.line_text(line).replace("\t", " ")
        first = max(0, column - 1 - width // 2) if len(text) > width else 0
        shown = text[first : first + width]
        place = column - 1 - first
        before, under = visible(shown[:place]), visible(shown[place : place + max(1, end - start)])
        left, right = ("…" if first else ""), ("…" if first + width < len(text) else "")
        carets = " " * (len(left) + _wide(before)) + "^" * max(1, _wide(under))
        return f"{left}{visible(shown)}{right}\n{carets}"


def _first(part: Part) -> int:
    return part.first


def _wide(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in ("W", "F") for sign in text)
    return len(text) + wide - sum(unicodedata.category(sign) in ("Mn", "Me", "Cf") for sign in text)


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


class Worded(Unsupported):
    """Words in a row that may change what it says, and what the rows around it say with it."""


class Open(Unsupported):
    """What is well-formed and can be read in two ways, or in none: it stands for itself.

    What is sealed begins at the start of the span, and ends with its term, or with the name that it is: that
    with its scripts, and what it is applied to.
    """

    def __init__(self, message: str, source: Source, span: Span, *, term: bool = False) -> None:
        super().__init__(message, source, span)
        self.term = term
