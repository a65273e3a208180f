"""What `check` and `show` printed of a document, for when they are asked the very same again.

A look here comes before anything else is imported, and takes a tenth of the time
that the command takes otherwise. An answer is kept under a hash of all that it
depends on: the engine (`engine.py`), the command's arguments, the folder that it
runs in, what is seen of the terminal, the document and its reading file. With it
stand the other files that were read for it, or would have been if they had been
there: parts of the document, macros of its project. It holds as long as they are
as they were. Questions about several documents, and those that write files, have none.

An answer is kept where the command ended well, with a report, and no limit was
met that another run may not meet, as it is with verdicts (`verdicts.py`).
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from io import TextIOBase
from pathlib import Path
from typing import NamedTuple, TextIO, cast

from derivation.cache.engine import engine
from derivation.cache.folder import Folder, usual
from derivation.places import document_at, readings_beside
from derivation.seen import MAX_BYTES, files_seen, state

KIND = "answers"
"""What the folder of answers is called, beside that of verdicts."""

COMMANDS = ("check", "show")
OPTIONS = ("--reading", "--format", "--equation", "--seconds", "--fail-on")
"""Options with a value that change what is printed, and nothing else."""

TERMINAL = (
    *("COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "UNICODE_VERSION"),
    *("TTY_COMPATIBLE", "TTY_INTERACTIVE", "JUPYTER_COLUMNS", "JUPYTER_LINES"),
)
"""The variables by which rich chooses width and colours."""

REPORTED = (0, 1, 3)
"""What `check` ends with where there is a report."""


class Unanswerable(Exception):
    """A question that has no kept answer."""


class Question(NamedTuple):
    """A command's arguments, the document that they are about, and the reading file that they name."""

    arguments: tuple[str, ...]
    document: str
    reading: str = ""

    def key(self) -> str:
        """The hash of all that the answer depends on; raises `Unanswerable`."""
        judges = engine()
        if judges is None or sys.stdout is None:
            raise Unanswerable
        try:
            files = [(str(path), _state(path)) for path in self.files()]
            whole = (judges, self.arguments, os.getcwd(), _terminal(sys.stdout), files)
        except (OSError, ValueError):
            raise Unanswerable from None
        return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()

    def files(self) -> Iterator[Path]:
        """What is read, or looked for, in any case: the document, under its own name and as a bundled one."""
        yield Path(self.document)
        found = document_at(self.document)
        if found is None or not found.is_file():
            raise Unanswerable
        yield found
        yield from (Path(self.reading),) if self.reading else readings_beside(found)


def asked(arguments: Sequence[str]) -> Question | None:
    """The question that arguments ask, where it is one that answers are kept of."""
    command, *rest = arguments or ("",)
    named: list[str] = []
    values: dict[str, str] = {}
    waiting = iter(rest if command in COMMANDS else ())
    for argument in waiting:
        option, is_one, value = argument.partition("=")
        if option in OPTIONS:
            values[option] = value if is_one else next(waiting, "")
        else:
            named.append(argument)
    if len(named) != 1 or named[0].startswith("-"):
        return None
    return Question(tuple(arguments), named[0], values.get("--reading", ""))


def answered(question: Question, command: Callable[[], int]) -> int:
    """Prints what is kept, or what the command prints, which is kept then; gives the status."""
    folder = usual(KIND)
    if folder is None:
        return command()
    try:
        key = question.key()
    except Unanswerable:
        return command()
    status = _told(folder, key)
    return _heard(question, folder, key, command) if status is None else status


def _told(folder: Folder, key: str) -> int | None:
    """The status of a kept answer, which is printed; `None` where there is none, or it can't be printed."""
    match folder.read(key):
        case [int(status), str(text), dict(seen)] if status in REPORTED and _are_as_before(seen):
            try:
                sys.stdout.write(text)
                sys.stdout.flush()
            except OSError:  # the command says what is wrong with the stream
                return None
            return status
    return None


def _are_as_before(seen: Mapping[str, object]) -> bool:
    return all(state(path) == before for path, before in seen.items())


def _heard(question: Question, folder: Folder, key: str, command: Callable[[], int]) -> int:
    """What a command ends with; what it prints is kept, where that is the same whoever asks again."""
    from derivation.terms.limits import limits_met  # 10 ms, for what is not kept yet

    before = sys.stdout
    heard = _Heard(before)
    sys.stdout = cast(TextIO, heard)
    try:
        with limits_met() as met, files_seen() as seen:
            status = command()
    finally:
        sys.stdout = before
    with suppress(Unanswerable):
        if status in REPORTED and not met and question.key() == key and _are_as_before(seen):
            folder.write(key, [status, "".join(heard.parts), dict(seen)])
    return status


class _Heard(TextIOBase):
    """A stream that remembers what is written to it."""

    def __init__(self, own: TextIO) -> None:
        self.own = own
        self.parts: list[str] = []

    def write(self, text: str) -> int:
        self.parts.append(text)
        return self.own.write(text)

    def flush(self) -> None:
        self.own.flush()

    def isatty(self) -> bool:
        return self.own.isatty()

    def fileno(self) -> int:
        return self.own.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.own.encoding


def _state(path: Path) -> str:
    """What a file holds; one that is too large to look at each time has no answers."""
    if path.is_file() and path.stat().st_size > MAX_BYTES:
        raise Unanswerable
    return state(path)


def _terminal(stream: TextIO) -> tuple[object, ...]:
    """What the print depends on beside what is printed."""
    variables = [(name, os.environ.get(name)) for name in TERMINAL]
    return stream.isatty(), stream.encoding, [_size(number) for number in range(3)], variables


def _size(number: int) -> tuple[int, int] | None:
    """How large the terminal of a stream is; `None` where it is no terminal."""
    try:
        columns, lines = os.get_terminal_size(number)
    except (OSError, ValueError):
        return None
    return columns, lines
