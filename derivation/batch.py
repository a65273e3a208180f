"""Which documents there are below a folder, and what comes of each: an `Outcome`, ready to be printed.

Leaves judging many at once to `pool`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from derivation.audit.judging import SECONDS
from derivation.checking import Report, check, load
from derivation.front.document import FORMATS, DocumentError, NoEquations, read_document
from derivation.front.files import MAX_MEGABYTES, MEGABYTE, decoded, told
from derivation.reading.declared import ReadingError
from derivation.records import dataclass
from derivation.report.lines import Line, lines
from derivation.report.overview import Detail
from derivation.status import Status
from derivation.text.source import ReadError

TROUBLE = (DocumentError, ReadingError, ReadError)
"""Why there is no report on a document."""
PARTS = ("\\input", "\\include", "\\sub", "\\import")
"""How the commands begin that bring in a part."""

MARKS = ("$$", "\\[", "\\begin", "```", "~~~", ":::", *PARTS)
"""What a display begins with, a fence that may be one, or a part that may hold some."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document: its report as text and as data, or why there is none."""

    path: str
    exit_code: int
    text: str = ""
    data: dict[str, Any] | None = None
    error: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How reports are printed."""

    width: int = 100
    colour: bool = False
    detail: Detail = Detail.WHOLE


def documents(folder: Path) -> list[Path]:
    """The documents below a folder that have display equations; hidden folders are left out, and what is
    a part of another document."""
    found = []
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and is_document(path):
            found.append(path)
    return without_parts(found)


def without_parts(paths: Sequence[Path]) -> list[Path]:
    """Documents without those that are parts of others among them: they are judged with these."""
    inputs = {path: {os.path.realpath(file) for file in files_of(path)} for path in paths}
    parts: set[str] = set()
    kept: set[Path] = set()
    for path in sorted(paths, key=lambda path: -len(inputs[path])):  # what holds a document holds its parts
        if os.path.realpath(path) not in parts:
            kept.add(path)
            parts |= inputs[path]
    return [path for path in paths if path in kept]


def files_of(path: Path) -> tuple[str, ...]:
    """The parts that a LaTeX document inputs."""
    try:
        latex = FORMATS.get(path.suffix.lower()) == "latex" and path.is_file()
        return read_document(path).files if latex and _has(path, PARTS) else ()
    except (OSError, DocumentError, ReadError):
        return ()


def _has(path: Path, marks: Sequence[str]) -> bool:
    """Whether a file's text has one of some marks."""
    with path.open("rb") as file:
        text, _ = decoded(file.read((MAX_MEGABYTES + 1) * MEGABYTE))
    return any(mark in text for mark in marks)


def is_document(path: Path) -> bool:
    """Whether a file has display equations; a document that can't be read may have some."""
    return path.suffix.lower() in FORMATS and path.is_file() and not is_empty(path)


def is_empty(path: Path) -> bool:
    """Whether a document can be read and has no display equations."""
    if path.suffix.lower() not in FORMATS or not path.is_file():
        return False
    try:
        if _has(path, MARKS):
            read_document(path)
            return False
    except (OSError, DocumentError, ReadError) as error:
        return isinstance(error, NoEquations)
    return True


def outcome(path: str | Path, look: Look, cache: bool = False, seconds: float = SECONDS) -> Outcome:
    """The report on one document, ready to be printed anywhere."""
    try:
        return outcome_of(check(load(path), cache=cache, seconds=seconds), str(path), look)
    except Exception as error:  # one document is no reason not to judge the others
        return unreadable(path, error)


def unreadable(path: str | Path, error: Exception) -> Outcome:
    """What came of a document that there is no report on."""
    told = why(error)
    return Outcome(
        str(path), Status.UNUSABLE, error=told if isinstance(error, TROUBLE) else f"{path}: {told}"
    )


def why(error: Exception) -> str:
    """Why there is no report, whatever was raised: a refusal in its own words, or a fault of the program."""
    match error:
        case OSError():
            return f"{error.filename}: {told(error)}" if error.filename is not None else told(error)
        case RecursionError() | MemoryError():
            return "this is too large, or nested too deeply, for the memory that there is"
        case _ if isinstance(error, TROUBLE):
            return str(error)
    import traceback  # rarely needed, and heavy

    *_, last = traceback.extract_tb(error.__traceback__) or [None]
    place = f" ({Path(last.filename).name}, line {last.lineno})" if last else ""
    return f"a fault of the program, {type(error).__name__}{place}: {error}; please report it"


def outcome_of(report: Report, path: str, look: Look | None) -> Outcome:
    """A report, ready to be printed anywhere; without a look, it has no text."""
    counts = tuple((verdict, count) for verdict, count in report.counts.items() if count)
    text = "" if look is None else _text(report, look)
    return Outcome(path, report.exit_code, text, report.as_data(), "", counts, lines(report.audit))


def _text(report: Report, look: Look) -> str:
    from rich.console import Console

    from derivation.report.terminal import TerminalReport

    out = StringIO()
    colour: Literal["standard"] | None = "standard" if look.colour else None
    console = Console(
        file=out, width=look.width, force_terminal=look.colour, color_system=colour, highlight=False
    )
    console.print(TerminalReport(report.audit, look.detail))
    return out.getvalue()
