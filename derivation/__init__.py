"""Checks the mathematics of a paper, line by line, and turns what it has proved into code."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import derivation.cache.engine as _engine  # noqa: F401  before all that it vouches for
from derivation.emit import EmitError, emit, lambdify
from derivation.version import __version__

if TYPE_CHECKING:
    from derivation.audit.theorem import NotProved, Theorem
    from derivation.checking import Report, Result, check, load, loads
    from derivation.front.document import DocumentError
    from derivation.places import bundled
    from derivation.reading.declared import ReadingError
    from derivation.text.source import ReadError

__all__ = [
    "DocumentError",
    "EmitError",
    "NotProved",
    "ReadError",
    "ReadingError",
    "Report",
    "Result",
    "Theorem",
    "__version__",
    "bundled",
    "check",
    "emit",
    "lambdify",
    "load",
    "loads",
]

_FROM = {
    "derivation.audit.theorem": ("NotProved", "Theorem"),
    "derivation.checking": ("Report", "Result", "check", "load", "loads"),
    "derivation.places": ("bundled",),
    "derivation.reading.declared": ("ReadingError",),
    "derivation.front.document": ("DocumentError",),
    "derivation.text.source": ("ReadError",),
}
_MODULES = {name: module for module, names in _FROM.items() for name in names}


def __getattr__(name: str) -> object:
    """What is heavy is imported when it is asked for: the command often has its answer without it."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_MODULES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
