"""What `check` and `show` write to a file, known again: such a file may be written over.

Each format is known by what it says of itself, a text by its last line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from derivation.late import regex
from derivation.report.lines import PROGRAM

WRITTEN: Final = "(Written by `derivation check`.)"
"""The last line of a report as text."""

_ANNOTATIONS: Final = regex(r"(?:::(?:error|warning|notice) file=[^\n]*,title=[^\n]*::[^\n]*\n?)+")
_SUITES: Final = regex(rf'<\?xml [^>]*\?>\s*<testsuites name="{PROGRAM}"[ >]')
_SCHEMA_1: Final = frozenset({"schema", "exit_code"})


def is_output(text: str) -> bool:
    """Whether `check` wrote a file, in any format."""
    return any(knows(text) for knows in KNOWN.values())


def _is_json(text: str) -> bool:
    found = _loaded(text)
    return isinstance(found, dict) and found.keys() >= _SCHEMA_1 and found["schema"] == 1


def _is_sarif(text: str) -> bool:
    match _loaded(text):
        case {"runs": [{"tool": {"driver": {"name": str(name)}}}]}:
            return name == PROGRAM
        case _:
            return False


def _loaded(text: str) -> Any:
    try:
        return json.loads(text) if text.startswith("{") else None
    except (ValueError, RecursionError):
        return None


KNOWN: Final[dict[str, Callable[[str], bool]]] = {
    "text": lambda text: text.endswith(f"\n{WRITTEN}\n"),
    "json": _is_json,
    "sarif": _is_sarif,
    "junit": lambda text: _SUITES.match(text) is not None,
    "github": lambda text: _ANNOTATIONS.fullmatch(text) is not None,
}
"""How a file of each format is known."""
