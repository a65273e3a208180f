"""Which files a run looked at, and how they were then: what it found holds as long as they are like that.

Files that are not there are among them, for another run may find them, and patterns such as `*.tex`, with
what they find in a folder.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

MAX_BYTES = 4_000_000
"""Of a larger file, the size and the date are looked at."""

_SEEN: ContextVar[dict[str, str] | None] = ContextVar("files that were looked at", default=None)


@contextmanager
def files_seen() -> Iterator[dict[str, str]]:
    """The files that are noted within the block, by path, with their states."""
    found: dict[str, str] = {}
    token = _SEEN.set(found)
    try:
        yield found
    finally:
        _SEEN.reset(token)


def note(path: str | Path) -> None:
    """Notes a file before it is read, or looked for."""
    found = _SEEN.get()
    if found is not None:
        found.setdefault(str(path), state(path))


def state(path: str | Path) -> str:
    """What is at a path, in short."""
    try:
        folder, name = os.path.split(path)
        if name.startswith("*"):
            return repr(sorted(found for found in os.listdir(folder) if found.endswith(name[1:])))
        if not os.path.isfile(path):
            return "something else" if os.path.exists(path) else "nothing"
        known = os.stat(path)
        if known.st_size > MAX_BYTES:
            return f"{known.st_size} {known.st_mtime_ns}"
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return "nothing that can be read"
