"""Which engine judges: a hash of the package's own sources, and of what else its verdicts may turn on.

A verdict that one engine found is none of another's. The version alone does not
tell them apart, an edit does not change it; so the sources are hashed as they
are on disk. What is loaded is what is on disk only where nothing has changed
since the package was loaded: a source that is younger than `LOADED` leaves the
engine unknown, in a notebook that outlives an edit say, and nothing is kept.
`derivation/__init__.py` imports this module before all others.

SymPy's version is no part of it: nothing that decides imports SymPy.
"""

from __future__ import annotations

import hashlib
import platform
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from derivation.version import __version__

LOADED = time.time_ns()
PACKAGE = Path(__file__).resolve().parent.parent
SUFFIXES = frozenset((".py", ".lark"))
STEP = 20_000_000
"""The coarsest clock of a common file system, in nanoseconds."""

Stamp = tuple[str, int, int]
"""A source's path below the package, its size, and when it last changed."""


def engine(package: Path = PACKAGE, loaded: int = LOADED) -> str | None:
    """A hash of all that judges; `None` where that can't be told."""
    try:
        stamps = tuple(sorted(_stamps(package)))
        known = any(path == "cache/engine.py" for path, _, _ in stamps)
        if not known or any(changed >= loaded - STEP for _, _, changed in stamps):
            return None
        sources = _sources(package, stamps)
    except OSError:
        return None
    return hashlib.sha256(repr((__version__, sources, *_surroundings())).encode()).hexdigest()


def _stamps(package: Path) -> Iterator[Stamp]:
    for path in package.rglob("*"):
        if path.suffix in SUFFIXES:
            found = path.stat()
            changed = max(found.st_mtime_ns, found.st_ctime_ns)
            yield path.relative_to(package).as_posix(), found.st_size, changed


@lru_cache(maxsize=4)
def _sources(package: Path, stamps: tuple[Stamp, ...]) -> str:
    """A hash of the sources' names and texts."""
    texts = ((path, hashlib.sha256((package / path).read_bytes()).hexdigest()) for path, _, _ in stamps)
    return hashlib.sha256(repr(tuple(texts)).encode()).hexdigest()


def _surroundings() -> tuple[str, ...]:
    """What verdicts, or the words that they are told in, may turn on beside the sources."""
    import lark
    import mpmath

    digits = sys.get_int_max_str_digits()
    arithmetic = (mpmath.__version__, mpmath.libmp.BACKEND, str(digits))
    python = (platform.python_implementation(), sys.version, str(sys.flags.optimize))
    return (*python, sys.platform, platform.machine(), lark.__version__, *arithmetic)
