"""Files as they are read and written: ordinary ones, of a limited size; written whole or not at all.

Leaves what stands in them to others. Every refusal is a `FileError`: one line, with the path.
"""

from __future__ import annotations

import errno
import os
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from pathlib import Path
from typing import Final

from derivation.seen import note

MEGABYTE: Final = 1_000_000
MAX_MEGABYTES: Final = 2
MAX_LEVELS: Final = 6
LOST: Final = "\ufffd"
UTF_16: Final = (BOM_UTF16_LE, BOM_UTF16_BE)
_AT_ONCE: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe that nobody writes to or reads from is opened at once, or not at all."""


class FileError(Exception):
    """Why a file cannot be read or written; one line, with the path as the user gave it."""


def project_folders(folder: Path) -> list[Path]:
    """A folder and those around it up to the root of its repository; outside of one, the folder alone."""
    around = [folder, *folder.parents][:MAX_LEVELS]
    for place in around:
        note(place / ".git")
    root = next((k for k, place in enumerate(around) if (place / ".git").exists()), 0)
    return around[: root + 1]


def read_text(path: Path, name: str = "", megabytes: int = MAX_MEGABYTES) -> str:
    """The text of an ordinary file; `name` is what messages call it."""
    name = name or str(path)
    try:
        return read_bytes(path, name, megabytes).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{name}: not UTF-8 text (at byte {error.start}); save it as UTF-8") from None


def read_bytes(path: Path, name: str, megabytes: int = MAX_MEGABYTES) -> bytes:
    """What an ordinary file holds; `name` is what messages call it."""
    try:
        return _bytes(path, name, megabytes)
    except (FileNotFoundError, ValueError):  # of a path with a NUL, there can be none
        raise FileError(f"{name}: there is no such file") from None
    except OSError as error:
        raise FileError(f"{name}: cannot be read: {told(error)}") from None


def decoded(whole: bytes) -> tuple[str, str]:
    """A file's bytes as text, `�` in the place of each that is no UTF-8; and what is to be said of that."""
    coding = "utf-16" if whole.startswith(UTF_16) else "utf-8-sig"
    try:
        return whole.decode(coding), ""
    except UnicodeDecodeError as error:
        said = f"not UTF-8 text at byte {error.start}: it is shown as {LOST}; save the file as UTF-8"
        return whole.decode(coding, errors="replace"), said


def _bytes(path: Path, name: str, megabytes: int) -> bytes:
    if path.is_dir():
        raise FileError(f"{name}: this is a directory; give a file")
    with os.fdopen(os.open(path, os.O_RDONLY | _AT_ONCE), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise FileError(f"{name}: this is no ordinary file")
        whole = file.read(megabytes * MEGABYTE + 1)
    size = max(found.st_size, len(whole)) / MEGABYTE
    if size > megabytes:
        raise FileError(f"{name}: the file has {size:.1f} MB; the limit is {megabytes} MB")
    return whole


def write_whole(path: Path, whole: bytes) -> None:
    """Writes a file whole or not at all; one that is there keeps its mode, and a link leads to it."""
    try:
        place = Path(os.path.realpath(path))
        if place.exists() and not place.is_file():
            _poured(place, whole)
        else:
            _replaced(place, whole)
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: {told(error)}") from None


def _poured(path: Path, whole: bytes) -> None:
    """Writes to a device or a pipe."""
    try:
        handle = os.open(path, os.O_WRONLY | _AT_ONCE)
    except OSError as error:
        waits = error.errno == errno.ENXIO and path.is_fifo()
        raise OSError(error.errno, "nobody reads from this pipe") if waits else error from None
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as file:
        file.write(whole)


def _replaced(path: Path, whole: bytes) -> None:
    there = path.exists()
    if path.is_symlink():  # to itself, for others were followed
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if there and not os.access(path, os.W_OK):
        raise OSError(errno.EACCES, "it is write-protected")
    mode = stat.S_IMODE(path.stat().st_mode) if there else 0o666 & ~_umask()
    from tempfile import mkstemp  # 5 ms, which reading need not wait for

    handle, temporary = mkstemp(dir=path.parent, prefix=".derivation-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(whole)
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    """The process's; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def told(error: Exception) -> str:
    """What is wrong, without the path, which messages begin with."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
