"""Checks the mathematics of a paper, line by line, and turns what it has proved into code."""

import derivation.cache.engine as _engine  # noqa: F401  before all that it vouches for
from derivation.audit.theorem import NotProved, Theorem
from derivation.checking import Report, Result, bundled, check, load, loads
from derivation.emit import EmitError, emit, lambdify
from derivation.reading.declared import ReadingError
from derivation.text.document import DocumentError
from derivation.text.source import ReadError
from derivation.version import __version__

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
