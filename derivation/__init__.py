"""Checks the mathematics of a paper, line by line, and turns what it has proved into code."""

from derivation.audit.theorem import NotProved, Theorem
from derivation.checking import Report, Result, bundled, check, load, loads
from derivation.reading.declared import ReadingError
from derivation.text.document import DocumentError
from derivation.text.source import ReadError

__version__ = "0.1.0"

__all__ = [
    "DocumentError",
    "NotProved",
    "ReadError",
    "ReadingError",
    "Report",
    "Result",
    "Theorem",
    "bundled",
    "check",
    "load",
    "loads",
]
