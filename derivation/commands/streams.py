"""Standard output and error while a command runs: nothing in them acts on what shows them.

Whatever is printed goes through `harmless`, be it of a document, a path or an argument; annotations,
which a workflow is to act on, are harmless by their format, and go by it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EBADF
from io import StringIO, TextIOBase, TextIOWrapper
from typing import TYPE_CHECKING, Final, TextIO, cast

from derivation.late import regex
from derivation.text.visible import harmless

if TYPE_CHECKING:
    from rich.console import Console

_STYLES: Final = regex(r"(\x1b\[[\d;]*m)")
"""What rich sets colours with."""


class StreamError(Exception):
    """What is printed cannot be written; where the reader `left`, there is nobody to be told."""

    def __init__(self, message: str, left: bool) -> None:
        super().__init__(message)
        self.left = left


class Guarded(TextIOBase):
    """A stream that shows text as it is; `styled`, it lets colours through."""

    def __init__(self, own: TextIO, called: str, styled: bool = False) -> None:
        self.own = own
        self.called = called
        self.styled = styled
        self._line = ""

    def write(self, text: str) -> int:
        parts = _STYLES.split(text) if self.styled else [text]
        made = "".join(part if place % 2 else self._made(part) for place, part in enumerate(parts))
        with self._told():
            self.own.write(made)
        return len(text)

    def _made(self, text: str) -> str:
        """Text after what stands on its line already."""
        whole, before = self._line + text, len(harmless(self._line))
        self._line = whole.rpartition("\n")[2]
        return harmless(whole)[before:]

    def flush(self) -> None:
        with self._told():
            self.own.flush()

    def isatty(self) -> bool:
        return self.own.isatty()

    def fileno(self) -> int:
        return self.own.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.own.encoding

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Not as `OSError`: rich ends the process with 1 where a pipe is broken."""
        try:
            yield
        except OSError as error:
            left = isinstance(error, BrokenPipeError)
            raise StreamError(f"{self.called}: {error.strerror or error}", left) from None


@contextmanager
def guarded() -> Iterator[None]:
    """Guards both streams; a sign that a terminal or a pipe has no code for is printed as `?`."""
    before = sys.stdout, sys.stderr
    for stream in before:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.stdout = _guard(before[0] or _Closed(), "standard output")
    sys.stderr = _guard(before[1] or StringIO(), "standard error")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class _Closed(StringIO):
    """Standard output that was closed before the start: what is printed is lost, and that is told."""

    def write(self, text: str) -> int:
        if text:
            raise OSError(EBADF, "it is closed")
        return 0


def _guard(stream: TextIO, called: str) -> TextIO:
    """A guarded stream."""
    return cast(TextIO, Guarded(stream, called))


def console() -> Console:
    """Where reports are printed, in the colours and the width of the terminal."""
    from rich.console import Console

    styled = Guarded(own(sys.stdout), "standard output", styled=True)
    return Console(file=cast(TextIO, styled), highlight=False)


def print_annotations(text: str) -> None:
    """Prints commands that a workflow is to run."""
    print(text, file=own(sys.stdout))


def own(stream: TextIO) -> TextIO:
    """A stream without its guard."""
    bare: object = stream
    return bare.own if isinstance(bare, Guarded) else stream


def give_up() -> None:
    """Writes no more to streams of which one has failed, at the end of the process either."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, StreamError):
            stream.flush()
            continue
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
