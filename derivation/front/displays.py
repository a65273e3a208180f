r"""Where the display equations of a text stand, and its title.

Takes a source in Markdown or LaTeX; gives the span of each display's body, in
order. Code, comments and verbatim text are passed over. One pass from left to
right: every search starts where the last one ended, or is never made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from derivation.front.marks import Marks
from derivation.front.pairing import LATEX, MARKDOWN, Dollars, alone, trimmed
from derivation.late import regex
from derivation.records import replace
from derivation.text.scan import BLANK_LINE
from derivation.text.source import ReadError, Source, Span

ENVIRONMENTS: Final = frozenset(
    name + star
    for name in ("equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat", "displaymath")
    for star in ("", "*")
)
MAX_DISPLAYS: Final = 10_000
BLANK: Final = "a blank line ends a display, in LaTeX and in Markdown; take it out"
_COLUMNS: Final = regex(r"\s*\{\d+\}")
"""The argument of alignat: how many columns there are."""

_OFF: Final = regex(r"\\iffalse\b.*?(?:\\fi(?![a-zA-Z])|\Z)", re.DOTALL)
"""Text that TeX passes over."""

_SILENT: Final = frozenset({"verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment"})

_MARKDOWN: Final = regex(
    r"""^[ ]{0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)
      | ^\#[ \t]+(?P<title>[^\n]*)
      | (?P<ticks>`+)
      | (?P<comment><!--)
      | (?P<dollars>\$\$)
      | (?P<inline>\$(?![\s$])(?:[^$\n\\]|\\.)*\$)
      | (?P<bracket>\\\[)
      | \\begin\{(?P<begin>[a-zA-Z]+\*?)\}
      | \\.""",
    re.VERBOSE | re.MULTILINE,
)
_LATEX: Final = regex(
    r"""(?P<percent>%[^\n]*)
      | (?P<dollars>\$\$)
      | (?P<bracket>\\\[)
      | (?P<off>\\iffalse\b)
      | \\begin\{(?P<begin>[a-zA-Z]+\*?)\}
      | \\title(?:\[[^\]\n]{0,200}\])?\{(?P<title>)
      | (?P<verb>\\verb\*?(?![a-zA-Z])[^\n]?)
      | (?P<end>\\end\{document\})
      | \\.""",
    re.VERBOSE,
)
_MARKS: Final = regex(r"^[ \t]*>(?:[ \t]*>)*", re.MULTILINE)
"""What a line of a quote opens with."""

_OPENING: Final = regex(r"[ \t>]*(?:\$\$|\\\[|\\begin\{[^{}\n]*\})")
_AFTER: Final = regex(r"[ \t]*(?:\([^()\n]*\))?[.,;]?[ \t]*(?:\n|\Z)")
"""What may stand on the line of a display, after it: its number."""


class Display(NamedTuple):
    """A display: where its body stands, where what opens it ends, where what closes it ends, and its
    environment, if it is one."""

    body: Span
    start: int
    end: int
    environment: str = ""


class Found(NamedTuple):
    """Displays; `strays` open one that nothing closes, each with why; `blanks` are blank lines in them."""

    displays: tuple[Display, ...]
    title: str
    strays: tuple[tuple[Span, str], ...]
    blanks: tuple[Span, ...]


class _Scanner:
    """Finds displays; a subclass says what else begins where a match is."""

    pattern: re.Pattern[str]
    dollars: Dollars

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.title = ""
        self.titled = False
        self.displays: list[Display] = []
        self.strays: list[tuple[Span, str]] = []
        self.blanks: list[Span] = []
        self.marks = Marks(self.text)

    def find(self) -> Found:
        position: int | None = 0
        while position is not None and (match := self.pattern.search(self.text, position)):
            position = self._after(match)
        return Found(tuple(self.displays), self.title, tuple(self.strays), tuple(self.blanks))

    def _after(self, match: re.Match[str]) -> int | None:
        """Where to go on after a match; None at the end of the document."""
        if match.lastgroup == "dollars":
            return self._closed(match, "$$")
        if match.lastgroup == "bracket":
            return self._closed(match, "\\]")
        if match.lastgroup == "begin" and match["begin"] in ENVIRONMENTS:
            return self._closed(match, f"\\end{{{match['begin']}}}")
        return self._other(match)

    def _other(self, match: re.Match[str]) -> int | None:
        raise NotImplementedError

    def _closed(self, match: re.Match[str], mark: str) -> int:
        start = match.end()
        if "alignat" in mark and (columns := _COLUMNS.match(self.text, start)):
            start = columns.end()
        close = self._dollars(start) if mark == "$$" else self.marks.next(mark, start)
        opening = Span(match.start(), start)
        if len(self.displays) + len(self.strays) == MAX_DISPLAYS:
            raise ReadError(f"more than {MAX_DISPLAYS:,} displays; split the document", self.source, opening)
        if close < 0:
            return self._stray(opening, f"this `{match[0]}` is never closed by `{mark}`")
        blank = BLANK_LINE.search(self.text, start, close)
        if self._is_stray(match[0], opening, close, blank is not None):
            before = self._line_of(blank) if blank else f"the next `{match[0]}`"
            return self._stray(opening, f"this `{match[0]}` is not closed by `{mark}` before {before}")
        body = trimmed(self.text, Span(start, close))
        self.blanks += [Span(*blank.span()) for blank in BLANK_LINE.finditer(self.text, *body)]
        end = close + len(mark)
        self.displays.append(Display(body, start, end, match.groupdict().get("begin") or ""))
        return end

    def _line_of(self, blank: re.Match[str]) -> str:
        if self.source.cells:
            return "a blank line, or its cell's end"
        return f"the blank {self.source.where(self.source.line_column(blank.end() - 1)[0])}"

    def _stray(self, opening: Span, message: str) -> int:
        """What opens nothing costs itself: what stands after it is read as if it were not there."""
        self.strays.append((opening, message))
        return opening.end

    def _is_stray(self, mark: str, opening: Span, close: int, blank: bool) -> bool:
        """Whether what closes a display is another's, or stands in another cell."""
        if self._cell(opening.start) != self._cell(close):
            return True
        if mark == "$$":
            return blank and opening.start in self.alone
        again = re.compile(rf"\\\\|\\%|%[^\n]*|(?P<mark>{re.escape(mark)})")
        return any(match["mark"] for match in again.finditer(self.text, opening.end, close))

    def _cell(self, offset: int) -> int:
        """The number of the cell that a place is in."""
        source = self.source
        return source.home(source.line_column(offset)[0]).cell if source.cells else 0

    @cached_property
    def alone(self) -> frozenset[int]:
        return alone(self.text, self.dollars, self._cell)

    def _dollars(self, start: int) -> int:
        """Where the next `$$` without a backslash begins."""
        position = self.marks.next("$$", start)
        while position >= 0 and _escaped(self.text, position, start):
            position = self.marks.next("$$", position + 1)
        return position


def _escaped(text: str, position: int, start: int) -> bool:
    stop = position
    while position > start and text[position - 1] == "\\":
        position -= 1
    return (stop - position) % 2 == 1


class _Markdown(_Scanner):
    pattern = _MARKDOWN
    dollars = MARKDOWN

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.closing = dict(_closing_ticks(self.text))

    def _other(self, match: re.Match[str]) -> int | None:
        if match["fence"]:
            return self._fence(match)
        if match["ticks"]:
            return self.closing.get(match.start(), match.end())
        if match.lastgroup == "title":
            self.title = self.title or match["title"].strip().rstrip("#").strip()
        elif match.lastgroup == "comment":
            close = self.marks.next("-->", match.end())
            return close + 3 if close >= 0 else match.end()
        elif match.lastgroup == "inline" and match[0][-2].isspace():
            return match.start() + 1
        return match.end()

    def _fence(self, match: re.Match[str]) -> int | None:
        mark, info = match["fence"], match["info"].strip()
        if mark[0] == "`" and "`" in info:
            return match.end("fence")
        close = re.compile(rf"^[ ]{{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
        found = close.search(self.text, match.end())
        if info == "math":
            if found is None:
                opening = Span(match.start("fence"), match.end())
                return self._stray(opening, f"this `{mark}math` is never closed")
            body = trimmed(self.text, Span(match.end(), found.start()))
            self.displays.append(Display(body, match.end(), found.end()))
        return found.end() if found else None


def _closing_ticks(text: str) -> Iterator[tuple[int, int]]:
    """For each run of backticks, the end of the next one of its length in its paragraph."""
    latest: dict[int, int] = {}
    runs = [(match.start(), match.end()) for match in re.finditer("`+", text)]
    blanks = [match.start() for match in BLANK_LINE.finditer(text)]
    for start, end in reversed(runs):
        while blanks and blanks[-1] >= end:
            blanks.pop()
            latest = {}
        if end - start in latest:
            yield start, latest[end - start]
        latest[end - start] = end


class _Latex(_Scanner):
    pattern = _LATEX
    dollars = LATEX

    def find(self) -> Found:
        self._skip_to_document()
        return super().find()

    def _skip_to_document(self) -> None:
        """A preamble holds a title and definitions, no displays."""
        self.preamble = max(0, self.text.find("\\begin{document}"))

    def _closed(self, match: re.Match[str], mark: str) -> int:
        return match.end() if match.start() < self.preamble else super()._closed(match, mark)

    def _other(self, match: re.Match[str]) -> int | None:
        if match.lastgroup == "end":
            return None
        if match.lastgroup == "off":
            found = _OFF.match(self.text, match.start())
            return found.end() if found else match.end()
        if match.lastgroup == "title" and not self.titled:
            self.titled = True  # a document has one title, and it is read only once
            self.title = self._braced(match.end())
        elif match.lastgroup == "begin" and match["begin"] in _SILENT:
            close = self.marks.next(f"\\end{{{match['begin']}}}", match.end())
            return close if close >= 0 else None
        elif match.lastgroup == "verb":
            newline = self.text.find("\n", match.end())
            line_end = newline if newline >= 0 else len(self.text)
            close = self.text.find(match[0][-1], match.end(), line_end)
            return close + 1 if close >= 0 else match.end()
        return match.end()

    def _braced(self, start: int) -> str:
        """The text up to the brace that closes the one before `start`, spaces made single."""
        depth = 1
        for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(self.text, start):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if not depth:
                return " ".join(self.text[start : match.start()].replace("\\\\", " ").split())
        return ""


_SCANNERS: Final = {"markdown": _Markdown, "latex": _Latex}


def unquoted(source: Source, displays: Sequence[Display], format: str) -> tuple[Source, Sequence[Display]]:
    """Displays of Markdown within a quote, `> $$`, without the marks that open their lines.

    The source that they stand in has spaces in the places of the marks.
    """
    parts: list[str] = []
    end = 0
    for display in displays if format == "markdown" else ():
        if "\n" not in source.text[display.start : display.end]:
            continue
        start = source.text.rfind("\n", 0, display.start) + 1
        if _is_quoted(source.text, start, display):
            parts += [source.text[end:start], _MARKS.sub(_blank, source.text[start : display.end])]
            end = display.end
    if not parts:
        return source, displays
    text = "".join((*parts, source.text[end:]))
    bare = replace(source, text=text, printed=source.file)
    return bare, [display._replace(body=trimmed(text, display.body)) for display in displays]


def _is_quoted(text: str, start: int, display: Display) -> bool:
    """Whether a display is all that some lines of a quote have, from `start` on."""
    opening = _OPENING.match(text, start)
    alone = opening is not None and opening.end() == display.start and _AFTER.match(text, display.end)
    return bool(alone) and all(map(_MARKS.match, text[start : display.end].split("\n")))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def without_strays(source: Source, strays: Iterable[tuple[Span, str]]) -> Source:
    """A source with spaces for what opens a display that nothing closes: nobody else looks for its end."""
    parts: list[str] = []
    end = 0
    for span, _ in strays:
        parts += [source.text[end : span.start], " " * (span.end - span.start)]
        end = span.end
    text = "".join((*parts, source.text[end:]))
    return source if not parts else replace(source, text=text, printed=source.file)


def with_blanks(source: Source, blanks: Sequence[Span]) -> Source:
    """A source in which blank lines within displays cannot be read."""
    places = {source.place_of(blank).start: BLANK for blank in blanks}
    return replace(source, refused={**source.refused, **places}) if places else source


def find_displays(source: Source, format: str) -> Found:
    """The displays and the title of a source; `format` is `markdown` or `latex`."""
    return _SCANNERS[format](source).find()
