"""Many documents at once: those below a folder, one report each, in the order of their names.

Takes a folder; gives `Outcome`s. With several jobs each document is judged in a
process of its own; what is printed is the same, and in the same order.
"""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

from derivation.audit.judging import SECONDS
from derivation.checking import Report, check, load
from derivation.reading.declared import ReadingError
from derivation.report.lines import Line, lines
from derivation.text.document import FORMATS, DocumentError, NoEquations, read_document
from derivation.text.files import MAX_MEGABYTES, MEGABYTE, told
from derivation.text.source import ReadError

UNREADABLE = 2
TROUBLE = (DocumentError, ReadingError, ReadError)
"""Why there is no report on a document."""
MARKS = ("$$", "\\[", "\\begin", "```", "~~~")
"""What a display begins with, or a fence that may be one."""
Progress = Callable[[str, int, int], None]
SEVERITY = (0, 3, 1, 2)
"""Exit codes, the worst one last."""


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


def documents(folder: Path) -> list[Path]:
    """The documents below a folder that have display equations; hidden folders are left out."""
    found = []
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and is_document(path):
            found.append(path)
    return found


def is_document(path: Path) -> bool:
    """Whether a file has display equations; a document that can't be read may have some."""
    return path.suffix.lower() in FORMATS and path.is_file() and not is_empty(path)


def is_empty(path: Path) -> bool:
    """Whether a document can be read and has no display equations."""
    if path.suffix.lower() not in FORMATS or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            text = file.read((MAX_MEGABYTES + 1) * MEGABYTE).decode("utf-8", errors="replace")
        if any(mark in text for mark in MARKS):
            read_document(path)
            return False
    except (OSError, DocumentError, ReadError) as error:
        return isinstance(error, NoEquations)
    return True


def check_all(
    paths: Sequence[str | Path],
    jobs: int = 1,
    look: Look | None = None,
    progress: Progress | None = None,
    cache: bool = False,
    seconds: float = SECONDS,
) -> Iterator[Outcome]:
    """Judges documents; the outcomes come in the order of the paths."""
    look = look or Look()
    total = len(paths)
    if jobs == 1 or total < 2:
        for count, path in enumerate(paths):
            if progress is not None:
                progress(str(path), count, total)
            yield outcome(path, look, cache, seconds)
        return
    pool = ProcessPoolExecutor(min(jobs, total), mp_context=get_context("spawn"), initializer=_end_quietly)
    try:
        with _interrupts_wait():
            waiting = [pool.submit(outcome, path, look, cache, seconds) for path in paths]
        for count, (path, future) in enumerate(zip(paths, waiting, strict=True)):
            if progress is not None:
                progress(str(path), count, total)
            yield _result(path, future)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Processes that start meanwhile do not hear an interrupt before they know what to do then."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_quietly() -> None:
    """A process of a pool that is interrupted just ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def _result(path: str | Path, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool as error:
        return unreadable(path, error)


def outcome(path: str | Path, look: Look, cache: bool = False, seconds: float = SECONDS) -> Outcome:
    """The report on one document, ready to be printed anywhere."""
    try:
        return outcome_of(check(load(path), cache=cache, seconds=seconds), str(path), look)
    except Exception as error:  # one document is no reason not to judge the others
        return unreadable(path, error)


def unreadable(path: str | Path, error: Exception) -> Outcome:
    """What came of a document that there is no report on."""
    told = why(error)
    return Outcome(str(path), UNREADABLE, error=told if isinstance(error, TROUBLE) else f"{path}: {told}")


def why(error: Exception) -> str:
    """Why there is no report, whatever was raised: a refusal in its own words, or a fault of the program."""
    match error:
        case OSError():
            return f"{error.filename}: {told(error)}" if error.filename is not None else told(error)
        case RecursionError() | MemoryError():
            return "this is too large, or nested too deeply, for the memory that there is"
        case BrokenProcessPool():
            return "the process that judged it was ended, for want of memory maybe"
        case _ if isinstance(error, TROUBLE):
            return str(error)
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

    out = StringIO()
    colour: Literal["standard"] | None = "standard" if look.colour else None
    console = Console(
        file=out, width=look.width, force_terminal=look.colour, color_system=colour, highlight=False
    )
    console.print(report)
    return out.getvalue()


def worst(codes: list[int]) -> int:
    """The exit code of many: unreadable before wrong before open before right."""
    return max(codes, key=SEVERITY.index, default=0)
