r"""Documents: a file's display equations, with the tags that the paper gives them.

Takes a path (Markdown, LaTeX or a notebook) or a text; gives a `Document`, its
macros written out; lines and columns are those of the file. An
equation's tag is its `\tag{…}`, or `(n)` right after it, alone or as a display of
its own; those without one are numbered. Leaves what stands in an equation to `latex`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from derivation.text.displays import Display, find_displays, unquoted
from derivation.text.files import MAX_MEGABYTES, FileError, read_text
from derivation.text.macros import written_out
from derivation.text.marks import outside_braces
from derivation.text.source import ReadError, Source, Span

MAX_NOTEBOOK_MEGABYTES: Final = 50
"""A notebook may hold more: pictures and other outputs, which are not read."""

FORMATS: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".txt": "markdown",
    ".tex": "latex",
    ".latex": "latex",
    ".ipynb": "notebook",
}
NUMBERED: Final = frozenset(("equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat"))
"""The environments that LaTeX numbers."""

UNNUMBERED: Final = "*"
SKIPPED: Final = "+"
"""A number of LaTeX's that stands beside a part of the equation before."""

_FILLER: Final = r"(?:\s|&|\\\\|\\(?:notag|nonumber)|\\label\{[^{}]*\})*"
_EMPTY: Final = re.compile(_FILLER)
_STOPS: Final = re.compile(rf"(?:[=+\-<>]|\\(?:cdot|times|pm)){_FILLER}\Z")
"""What a row can't end with, but that the next one goes on."""

_RELATES: Final = re.compile(
    r"[=<>]|\\(?:le|ge|leq|geq|ne|neq|approx|equiv|in|to|iff|implies|Rightarrow|propto|sim|triangleq)(?![A-Za-z])"
)
_NOT_NUMBERED: Final = re.compile(r"\\(?:notag|nonumber)(?![A-Za-z])")
_GOES_ON: Final = re.compile(
    r"(?:\s|&|\{\}|\\h?phantom\{[^{}]*\}|\\q?quad|\\[,;:!>]|\\left\.|\\mathrel\{\})*(?:[+\-]|\\(?:cdot|times|pm)(?![A-Za-z]))"
)
"""A row that carries on the expression of the one before."""

_LABEL: Final = re.compile(r"\\label\s*\{([^{}]*)\}")
_TAG: Final = re.compile(r"\\tag\*?\s*\{([^{}\n]*)\}")
_TAG_AFTER: Final = re.compile(r"[ \t]*(?:\n[ \t]*)?\(([A-Za-z]{0,3}[0-9][\w.]*'?)\)[ \t]*(?=\n|\Z)")
_COMMENT: Final = re.compile(r"\\.|%[^\n]*", re.DOTALL)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ROW_PART: Final = re.compile(
    r"\\\\\*?(?:\s*\[\s*-?[\d.]*\s*(?:pt|ex|em|mm|cm|in|mu|\\[a-z]+)\s*\])?|\\(?:begin|end)\b|\\.|[{}]",
    re.DOTALL,
)
"""What may end a row, `\\\\[2pt]`, and what may be around one."""


class DocumentError(Exception):
    """A file that cannot be read as a document; one line, with the path as the user gave it."""


class NoEquations(DocumentError):
    """A file that can be read, and has no display equations."""


@dataclass(frozen=True, slots=True)
class Equation:
    """A display: its tag, where its LaTeX stands, on which line that begins (from 1), its `\\label`s.

    In LaTeX a tag is the number that LaTeX prints; `u1`, `u2`, … are those that it does not number.
    """

    tag: str
    span: Span
    line: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text in a format, and its display equations, in order; `errors` are displays that hold nothing."""

    source: Source
    title: str
    equations: tuple[Equation, ...]
    errors: tuple[ReadError, ...] = ()
    format: str = "markdown"


def read_document(path: str | Path) -> Document:
    """The document in a file. Raises `DocumentError` and, with a place, `ReadError`."""
    name = str(path)
    format = FORMATS.get(Path(path).suffix.lower())
    text = _read(Path(path), name, MAX_NOTEBOOK_MEGABYTES if format == "notebook" else MAX_MEGABYTES)
    if format is None:
        known = ", ".join(sorted(FORMATS))
        raise DocumentError(f"{name}: what kind of file is this? Its name should end in one of {known}")
    return document_from_text(text, name, format)


def document_from_text(text: str, name: str, format: str = "markdown") -> Document:
    """The document that a text is; `format` is `markdown`, `latex` or `notebook`."""
    if format not in FORMATS.values():
        raise ValueError(f"format is one of {sorted(set(FORMATS.values()))}, not {format!r}")
    cells: tuple[tuple[int, int], ...] = ()
    if format == "notebook":
        (text, cells), format = _joined(_markdown_cells(text, name)), "markdown"
        _check_size(len(text.encode("utf-8", "replace")), name, "text in its cells", MAX_MEGABYTES)
    text = _lines(text)
    if half := _SURROGATE.search(text):
        raise DocumentError(f"{name}: \\u{ord(half[0]):04x} is half of a character, and no text")
    source = written_out(Source(name, text, cells), comments=format == "latex")
    found = find_displays(source, format)
    source, displays = unquoted(source, found.displays, format)
    errors = tuple(
        ReadError("this display is empty", source, display.body._replace(end=display.end))
        for display in displays
        if not source.file[slice(*source.place_of(Span(display.start, display.body.end)))].strip("> \t\n")
    )
    tagged = _all_tagged(source, [d for d in displays if d.body.end > d.body.start], format)
    if not tagged:
        where = "$$ … $$, \\[ … \\], ```math … ``` or \\begin{equation} … \\end{equation}"
        trouble = DocumentError if found.displays else NoEquations
        raise trouble(f"{name} has no display equations; they stand in {where}")
    return Document(source, found.title or Path(name).stem, _numbered(source, tagged), errors, format)


def _check_size(size: int, name: str, what: str, limit: int) -> None:
    if size > limit * 1_000_000:
        raise DocumentError(f"{name}: the {what} has {size / 1_000_000:.1f} MB; the limit is {limit} MB")


def _read(path: Path, name: str, limit: int) -> str:
    try:
        return read_text(path, name, limit)
    except FileError as error:
        raise DocumentError(str(error)) from None


def _lines(text: str) -> str:
    """A text whose lines end with a newline alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _markdown_cells(text: str, name: str) -> list[tuple[int, str]]:
    """The Markdown cells of a notebook, each with its number among all cells."""
    try:
        notebook: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise DocumentError(f"{name}: this is no notebook: not valid JSON") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise DocumentError(f"{name}: this is no notebook: it has no list of cells")
    return [
        (number, _cell_text(cell))
        for number, cell in enumerate(cells, 1)
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown"
    ]


def _cell_text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return _lines("".join(line for line in lines if isinstance(line, str)))


def _joined(cells: list[tuple[int, str]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cells with a blank line between them, and the line on which each begins, with its number."""
    places: list[tuple[int, int]] = []
    line = 1
    for number, text in cells:
        places.append((line, number))
        line += text.count("\n") + 2
    return "\n\n".join(text for _, text in cells), tuple(places)


def _all_tagged(source: Source, displays: list[Display], format: str) -> list[tuple[str, Span]]:
    """Every equation with its printed tag, or ""; a display `(7)` is the tag of the one before.

    Where LaTeX numbers displays, those that it does not have the tag `UNNUMBERED`.
    """
    numbers = format == "latex" and any(d.environment in NUMBERED for d in displays)
    found: list[tuple[str, Span]] = []
    end = 0
    for display in displays:
        alone = _TAG_AFTER.fullmatch(source.text, *display.body)
        follows = (
            bool(found) and not found[-1][0] and not source.text[end : display.body.start].strip(" \n$[\\]")
        )
        if alone and follows:
            found[-1] = (alone[1], found[-1][1])
        else:
            found += _by_latex(source, display) if numbers else _tagged(source, display)
        end = display.end
    return found


def _visible(source: Source, display: Display) -> str:
    """A display's body without its comments, every place kept."""
    body = source.text[display.body.start : display.body.end]
    return _COMMENT.sub(lambda match: match[0] if match[0][0] == "\\" else " " * len(match[0]), body)


def _tagged(source: Source, display: Display) -> Iterator[tuple[str, Span]]:
    """A display's equations: one, or one for each tag where it has several."""
    visible = _visible(source, display)
    tags = [match for match in _TAG.finditer(visible) if _clean(match[1])]
    if len(tags) > 1:
        yield from _tagged_rows(visible, display.body)
        return
    after = _TAG_AFTER.match(source.text, display.end)
    tag = _clean(tags[0][1]) if tags else after[1] if after else ""
    yield tag, display.body


def _by_latex(source: Source, display: Display) -> Iterator[tuple[str, Span]]:
    """A display's equations as LaTeX numbers them: one a row of `align` and its like."""
    body = _visible(source, display)
    if display.environment not in NUMBERED:
        yield from ((tag or UNNUMBERED, span) for tag, span in _tagged(source, display))
        return
    if display.environment in ("equation", "multline"):
        tag = _TAG.search(body)
        silent = tag is None and _NOT_NUMBERED.search(body)
        yield UNNUMBERED if silent else _clean(tag[1]) if tag else "", display.body
        return
    found: list[tuple[str, Span]] = []
    start = opened = before = place = 0
    for end, after in _row_ends(body):
        last, start = body[start:end], after
        if _NOT_NUMBERED.search(last) and after < len(body):
            continue
        rows = body[opened:end]
        if rows.strip():
            first = display.body.start + opened + len(rows) - len(rows.lstrip())
            span = Span(first, first + len(rows.strip()))
            tag = _TAG.search(rows)
            if found and (_GOES_ON.match(rows) or not _relates(rows) or _STOPS.search(body, before, opened)):
                found[place] = (found[place][0], found[place][1].to(span))
                if not _NOT_NUMBERED.search(last):
                    found.append((SKIPPED, span))
            else:
                silent = tag is None and _NOT_NUMBERED.search(last)
                place = len(found)
                found.append((UNNUMBERED if silent else _clean(tag[1]) if tag else "", span))
            before = before if _EMPTY.fullmatch(rows) else opened
        opened = after
    yield from found


def _relates(row: str) -> bool:
    """Whether a row has a relation, outside of braces."""
    return bool(_RELATES.search(outside_braces(row)))


def _clean(tag: str) -> str:
    return " ".join(tag.replace("$", "").split()).removeprefix("(").removesuffix(")")


def _tagged_rows(body: str, span: Span) -> Iterator[tuple[str, Span]]:
    """Rows up to and with each tagged one; those after the last tag have none."""
    start = row = 0
    for end, after in _row_ends(body):
        tag = _TAG.search(body, row, end)
        row = after
        if tag is None and after < len(body):
            continue
        stripped = body[start:end].strip()
        if stripped:
            first = span.start + start + body[start:end].index(stripped[0])
            yield _clean(tag[1]) if tag else "", Span(first, first + len(stripped))
        start = after


def _row_ends(body: str) -> Iterator[tuple[int, int]]:
    """Where each row ends and the next begins; `\\\\` within braces or environments ends none."""
    depth = 0
    for match in _ROW_PART.finditer(body):
        depth += {"{": 1, "}": -1, "\\begin": 1, "\\end": -1}.get(match[0], 0)
        if match[0].startswith("\\\\") and depth <= 0:
            yield match.start(), match.end()
    yield len(body), len(body)


def _numbered(source: Source, tagged: list[tuple[str, Span]]) -> tuple[Equation, ...]:
    """The equations, each with a tag of its own: untagged ones take the next free number."""
    lines: dict[str, int] = {}
    for tag, span in tagged:
        line = source.line_column(span.start)[0]
        if tag in (UNNUMBERED, SKIPPED):
            continue
        if tag and tag in lines:
            places = f"at {source.where(lines[tag])} and at {source.where(line)}"
            message = f"the tag ({tag}) is used twice: {places}; tags must differ"
            raise ReadError(message, source, span)
        if tag:
            lines[tag] = line
    equations: list[Equation] = []
    number = 0
    without = 0
    for tag, span in tagged:
        if tag == SKIPPED:
            number += 1
            continue
        while not tag or tag == UNNUMBERED:
            if tag == UNNUMBERED:
                without += 1
                tag = f"u{without}"
                break
            number += 1
            tag = "" if str(number) in lines else str(number)
        named = tuple(_LABEL.findall(source.text[span.start : span.end]))
        equations.append(Equation(tag, span, source.line_column(span.start)[0], named))
    return tuple(equations)
