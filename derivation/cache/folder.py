"""The folder in which verdicts are kept: one file an entry, written whole or not at all.

An entry is two lines of JSON: a head with the schema, the key and a checksum,
and what is kept. Nothing that is read here is ever run. An entry that is
damaged, of another schema or another user's counts as none, and so does a
folder that others may write to. Any number of processes may read and write: an
entry is written beside its place and moved there.

What was used last stays: when the folder has grown too large, the entries that
were read or written the longest ago go.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from derivation.late import regex

if TYPE_CHECKING:
    from derivation.cache.codec import Json

SCHEMA = 1
MAX_BYTES = 64_000_000
MAX_ENTRIES = 4096
MAX_ENTRY = 8_000_000
KEPT = 0.75
"""How much of a full folder stays."""
STALE = 3600.0
"""Seconds after which what was being written is given up."""

NAMES = regex(r"[0-9a-f]{64}\.json|\.[0-9a-f]{64}\.\w+\.tmp")
"""What this module writes: it removes nothing else."""


class Used(NamedTuple):
    """What a folder holds."""

    entries: int
    bytes: int


def usual(kept: str = "verdicts") -> Folder | None:
    """The folder that the environment names, or the platform's; `None` where it says that there is none."""
    if os.environ.get("DERIVATION_NO_CACHE"):
        return None
    return Folder(_base() / kept)


def _base() -> Path:
    if named := os.environ.get("DERIVATION_CACHE_DIR"):
        return Path(named)
    from platformdirs import user_cache_path  # 8 ms, where the environment names no folder

    return user_cache_path("derivation-verifier", appauthor=False)


class Folder(NamedTuple):
    """Entries by key, 64 hexadecimal digits. Reading and writing fail in silence: work goes on without."""

    path: Path

    def trouble(self) -> str:
        """Why a folder that is there is not used, or ""."""
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return ""
        except OSError as error:
            return error.strerror or str(error)
        if not stat.S_ISDIR(found.st_mode):
            return "it is no folder"
        if not _is_own(found):
            return "it is another user's"
        return "others may write to it" if os.name == "posix" and found.st_mode & 0o022 else ""

    def read(self, key: str) -> Json:
        """What is kept under a key, and that it is used; `None` where there is nothing sound."""
        if self.trouble():
            return None
        path = self._entry(key)
        try:
            found = _opened(_bytes(path), key)
        except (OSError, ValueError, RecursionError):
            return None
        with suppress(OSError):
            os.utime(path)
        return found

    def write(self, key: str, whole: Json) -> None:
        """Keeps what JSON can hold under a key, in place of what was there."""
        text = json.dumps(whole, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        head = {"schema": SCHEMA, "key": key, "checksum": _checksum(key, text)}
        entry = json.dumps(head).encode("ascii") + b"\n" + text + b"\n"
        if len(entry) > MAX_ENTRY:
            return
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.mkdir(mode=0o700, exist_ok=True)
            if not self.trouble():
                self._place(key, entry)
                self._evict()

    def used(self) -> Used:
        """How many entries there are, and the size of all; what is half written is no entry."""
        files = list(self._files())
        return Used(sum(path.suffix == ".json" for path, _ in files), sum(f.st_size for _, f in files))

    def clear(self) -> Used:
        """Removes all entries; gives what there was."""
        used = self.used()
        for path, _ in list(self._files()):
            path.unlink(missing_ok=True)
        return used

    def _entry(self, key: str) -> Path:
        return self.path / f"{key}.json"

    def _place(self, key: str, entry: bytes) -> None:
        """Moves an entry to its place, so that nobody ever sees a part of it."""
        from tempfile import mkstemp  # 5 ms, which reading an entry need not wait for

        handle, name = mkstemp(prefix=f".{key}.", suffix=".tmp", dir=self.path)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(entry)
            os.replace(name, self._entry(key))
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """The files that this module wrote; what vanishes meanwhile is left out, and so are folders."""
        try:
            names = [name for name in os.listdir(self.path) if NAMES.fullmatch(name)]
        except OSError:
            return
        for name in names:
            with suppress(FileNotFoundError):
                found = os.lstat(self.path / name)
                if not stat.S_ISDIR(found.st_mode):
                    yield self.path / name, found

    def _evict(self) -> None:
        """Removes what was given up half written, and of too much what was used the longest ago."""
        old = time.time() - STALE
        kept = []
        for path, found in self._files():
            if path.suffix == ".json":
                kept.append((found.st_mtime, found.st_size, path))
            elif found.st_mtime < old:
                path.unlink(missing_ok=True)
        count, size = len(kept), sum(size for _, size, _ in kept)
        if count <= MAX_ENTRIES and size <= MAX_BYTES:
            return
        for _, own, path in sorted(kept):
            if count <= KEPT * MAX_ENTRIES and size <= KEPT * MAX_BYTES:
                return
            path.unlink(missing_ok=True)
            count, size = count - 1, size - own


def _bytes(path: Path) -> bytes:
    """The bytes of an ordinary file of one's own; raises `OSError`."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or not _is_own(found) or found.st_size > MAX_ENTRY:
            raise OSError(f"{path} is no entry")
        return file.read(MAX_ENTRY)


def _is_own(found: os.stat_result) -> bool:
    return os.name != "posix" or found.st_uid == os.geteuid()


def _opened(entry: bytes, key: str) -> Json:
    """What an entry keeps under a key; raises `ValueError` where it is not sound."""
    lines = entry.split(b"\n")
    if len(lines) != 3 or lines[2]:
        raise ValueError("an entry has two lines")
    head = json.loads(lines[0])
    if head != {"schema": SCHEMA, "key": key, "checksum": _checksum(key, lines[1])}:
        raise ValueError("an entry of another key, or a damaged one")
    found: Json = json.loads(lines[1])
    return found


def _checksum(key: str, text: bytes) -> str:
    return hashlib.sha256(key.encode() + b"\n" + text).hexdigest()
