r"""Documents: a file's display equations, with the tags that the paper gives them.

Takes a path (Markdown, LaTeX or a notebook) or a text; gives a `Document`, its
macros written out; lines and columns are those of the file. What cannot be read in it
costs itself alone. Leaves what stands in an equation to `latex`, its tag to `tags`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from derivation.front.borrowed import borrowed, sources
from derivation.front.cells import Cell, NoNotebook, cells_of
from derivation.front.displays import Display, find_displays, unquoted, with_blanks, without_strays
from derivation.front.files import LOST, MAX_MEGABYTES, FileError, decoded, read_bytes
from derivation.front.macros import written_out
from derivation.front.markdown import named, plain
from derivation.front.parts import Whole, whole
from derivation.front.tags import PRIME, all_tagged, distinct, numbered
from derivation.late import regex
from derivation.records import dataclass, replace
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
_LABEL: Final = regex(r"\\label\s*\{([^{}]*)\}")
_SURROGATE: Final = regex("[\ud800-\udfff]")


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
    """A text in a format, and its display equations, in order.

    `errors` are displays that hold nothing, what opens a display that nothing closes, and cells of
    a notebook that are none; `notes` say what was read otherwise than it is printed. `files` are the parts
    that it inputs, by their paths.
    """

    source: Source
    title: str
    equations: tuple[Equation, ...]
    errors: tuple[ReadError, ...] = ()
    format: str = "markdown"
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def around(self) -> str:
        """The text around the displays, every place kept."""
        parts: list[str] = []
        end = 0
        for equation in self.equations:
            start, stop = equation.span
            parts += [self.source.text[end:start], " " * (stop - start)]
            end = stop
        return "".join((*parts, self.source.text[end:]))

    def named(self, name: str) -> str:
        """The tag, or the label of a statement, that is meant: by a `\\label`, or with `'` for `′`."""
        tags = [equation.tag for equation in self.equations]
        if any(name == tag or name.startswith(f"{tag}.") for tag in tags):
            return name
        by_label = (equation.tag for equation in self.equations if name in equation.labels)
        return next(by_label, name.replace("'", PRIME))


def read_document(path: str | Path) -> Document:
    """The document in a file. Raises `DocumentError` and, with a place, `ReadError`."""
    name = str(path)
    format = FORMATS.get(Path(path).suffix.lower())
    limit = MAX_NOTEBOOK_MEGABYTES if format == "notebook" else MAX_MEGABYTES
    try:
        text, said = decoded(read_bytes(Path(path), name, limit))
    except FileError as error:
        raise DocumentError(str(error)) from None
    if format is None:
        known = ", ".join(sorted(FORMATS))
        raise DocumentError(f"{name}: what kind of file is this? Its name should end in one of {known}")
    document = document_from_text(text, name, format, Path(path))
    return replace(document, notes=(said, *document.notes)) if said else document


def document_from_text(text: str, name: str, format: str = "markdown", path: Path | None = None) -> Document:
    """The document that a text is; `format` is `markdown`, `latex` or `notebook`.

    Of a file at a `path`, the parts that it inputs are read in place, and the macros of the files around it
    are used.
    """
    if format not in FORMATS.values():
        raise ValueError(f"format is one of {sorted(set(FORMATS.values()))}, not {format!r}")
    cells: tuple[Cell, ...] = ()
    if format == "notebook":
        try:
            cells, format = cells_of(text), "markdown"
        except NoNotebook as error:
            raise DocumentError(f"{name}: this is no notebook: {error}") from None
        text = "\n\n".join(cell.text for cell in cells)
        _check_size(len(text.encode("utf-8", "replace")), name, "text in its cells", MAX_MEGABYTES)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    half = _SURROGATE.search(text)
    text = _SURROGATE.sub(LOST, text) if half else text
    told = Whole(text) if path is None or format != "latex" else whole(path, name, text)
    text = told.text
    file = Source(name, text, tuple(_begun(cells)), parts=told.parts)
    around = borrowed(path, text, format == "latex") if path is not None else ()
    source, used = written_out(file, format == "latex", [item.latex for item in around])
    source, names = plain(source) if format == "markdown" else (source, {})
    found = find_displays(source, format)
    source, names = named(source, found.displays, names) if format == "markdown" else (source, names)
    source, displays = unquoted(with_blanks(source, found.blanks), found.displays, format)
    source = without_strays(source, found.strays)
    broken = (*_errors(source, found.strays, displays), *_broken(file, cells))
    errors = tuple(sorted(broken, key=lambda error: (error.line, error.column)))
    tagged = all_tagged(source, [d for d in displays if d.body.end > d.body.start], format)
    if not tagged and found.strays:
        raise errors[0]
    if not tagged:
        where = "$$ … $$, \\[ … \\], ```math … ``` or \\begin{equation} … \\end{equation}"
        trouble = DocumentError if found.displays else NoEquations
        raise trouble(f"{name} has no display equations; they stand in {where}")
    tagged, notes = distinct(source, tagged)
    if said := sources(around, used):
        notes = (*notes, said)
    notes = (*notes, *told.notes)
    if half:
        notes = (f"\\u{ord(half[0]):04x} is half of a character, and no text: it is shown as {LOST}", *notes)
    called = {d.body: names[d.start] for d in found.displays if d.start in names}
    equations = tuple(_equation(source, tag, span, called) for tag, span in numbered(tagged))
    return Document(source, found.title or Path(name).stem, equations, errors, format, notes, told.files)


def _equation(source: Source, tag: str, span: Span, called: Mapping[Span, str]) -> Equation:
    beside = (called[span],) if span in called else ()
    labels = (*_LABEL.findall(source.text[span.start : span.end]), *beside)
    return Equation(tag, span, source.line_column(span.start)[0], labels)


def _errors(
    source: Source, strays: Iterable[tuple[Span, str]], displays: Iterable[Display]
) -> Iterator[ReadError]:
    """Displays without an end, and those that hold nothing."""
    for span, message in strays:
        yield ReadError(message, source, span)
    for display in displays:
        body = source.place_of(Span(display.start, display.body.end))
        if not source.file[slice(*body)].strip("> \t\n"):
            yield ReadError("this display is empty", source, display.body._replace(end=display.end))


def _broken(file: Source, cells: Iterable[Cell]) -> Iterator[ReadError]:
    """Cells without a text."""
    start = 0
    for cell in cells:
        if cell.error:
            yield ReadError(cell.error, file, Span(start, start))
        start += len(cell.text) + 2


def _begun(cells: Iterable[Cell]) -> Iterator[tuple[int, int]]:
    """The line on which each cell begins where they are joined, and its number."""
    line = 1
    for cell in cells:
        yield line, cell.number
        line += cell.text.count("\n") + 2


def _check_size(size: int, name: str, what: str, limit: int) -> None:
    if size > limit * 1_000_000:
        raise DocumentError(f"{name}: the {what} has {size / 1_000_000:.1f} MB; the limit is {limit} MB")
