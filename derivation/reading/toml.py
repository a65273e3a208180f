"""TOML as data: reading files, baselines and pyproject.toml are read with this, within limits.

Python's own parser takes time that grows with the square of a key's parts, and runs out of
stack on what is nested deeply.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any, Final

from derivation.late import regex

MAX_PARTS: Final = 100
MAX_NESTING: Final = 100

_STRING: Final = regex(r"""'[^'\n]*'|"(?:\\.|[^"\\\n])*\"""")
_BETWEEN: Final = regex(r"[=\n]")


class TomlError(Exception):
    """What is wrong with a TOML text, without the file's name."""


def parse_toml(text: str) -> dict[str, Any]:
    """A TOML text as nested tables; raises `TomlError`."""
    if any(part.count(".") >= MAX_PARTS for part in _BETWEEN.split(_STRING.sub("", text))):
        raise TomlError(f"a key has more than {MAX_PARTS} parts")
    try:
        found = tomllib.loads(text)
    except ValueError as error:
        raise TomlError(f"not valid TOML: {error}") from None
    except RecursionError:
        raise TomlError(_TOO_DEEP) from None
    if not _is_shallow(found):
        raise TomlError(_TOO_DEEP)
    return found


_TOO_DEEP: Final = f"nested too deeply; the limit is {MAX_NESTING} levels"


def _is_shallow(found: object) -> bool:
    """Whether what walks this a level at a time does not run out of stack."""
    level: list[object] = [found]
    for _ in range(MAX_NESTING):
        level = [inner for part in level for inner in _inside(part)]
    return not level


def _inside(part: object) -> Iterable[object]:
    match part:
        case dict():
            return part.values()
        case list():
            return part
        case _:
            return ()
