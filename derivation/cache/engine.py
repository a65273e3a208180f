"""Which engine judges: a hash of the package's own sources, and of what else its verdicts may turn on.

A verdict that one engine found is none of another's. The version alone does not
tell them apart, an edit does not change it; so the sources are hashed as they
are on disk. What is loaded is what is on disk only where nothing has changed
since the package was loaded: a source that is younger than `LOADED` leaves the
engine unknown, in a notebook that outlives an edit say, and nothing is kept.
`derivation/__init__.py` imports this module before all others.

Nothing is imported to tell the engine, so that a kept answer is there at once: a
package that has a part in it is known by where it is found, its first file, and
the versions that are installed beside it. SymPy has none: nothing that decides
imports it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from derivation.version import __version__

LOADED = time.time_ns()
PACKAGE = Path(__file__).resolve().parent.parent
SUFFIXES = (".py", ".json")
STEP = 20_000_000
"""The coarsest clock of a common file system, in nanoseconds."""

PACKAGES = {"mpmath": "mpmath", "gmpy2": "gmpy2", "flint": "python_flint", "rich": "rich"}
"""What the arithmetic of verdicts and the print of reports come from, as imported and as installed."""

SWITCHES = ("MPMATH_", "SAGE_ROOT")
"""How the names of variables begin by which mpmath chooses its arithmetic."""

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
        packages = [_package(name, distribution) for name, distribution in PACKAGES.items()]
    except (OSError, ValueError):
        return None
    return hashlib.sha256(repr((__version__, sources, packages, *_surroundings())).encode()).hexdigest()


def _stamps(package: Path) -> Iterator[Stamp]:
    """The stamps of all sources; by names and not by `Path`s, of which there would be many."""
    whole = str(package)
    for folder, folders, files in os.walk(whole):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for path in (os.path.join(folder, file) for file in files if file.endswith(SUFFIXES)):
            found = os.stat(path)
            changed = max(found.st_mtime_ns, found.st_ctime_ns)
            yield os.path.relpath(path, whole).replace(os.sep, "/"), found.st_size, changed


@lru_cache(maxsize=4)
def _sources(package: Path, stamps: tuple[Stamp, ...]) -> str:
    """A hash of the sources' names and texts."""
    texts = [(path, _hash_of(os.path.join(package, path))) for path, _, _ in stamps]
    return hashlib.sha256(repr(texts).encode()).hexdigest()


def _hash_of(path: str) -> str:
    with open(path, "rb", buffering=0) as file:
        return hashlib.sha256(file.read()).hexdigest()


def _package(name: str, distribution: str) -> tuple[str, ...]:
    """What tells one version of a package from another; without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return (name,)
    beside = os.listdir(os.path.dirname(os.path.dirname(spec.origin)))
    installed = sorted(entry for entry in beside if entry.lower().startswith(f"{distribution}-"))
    return (name, spec.origin, _hash_of(spec.origin), *installed)


def _surroundings() -> tuple[str, ...]:
    """What verdicts, or the words that they are told in, may turn on beside sources and packages."""
    switches = sorted(entry for entry in os.environ.items() if entry[0].startswith(SWITCHES))
    python = (sys.implementation.name, sys.version, str(sys.flags.optimize))
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return (*python, sys.platform, machine, str(sys.get_int_max_str_digits()), str(switches))
