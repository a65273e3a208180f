"""Regular expressions that are compiled when they are first used.

A document needs a few of the two hundred of this package; to compile the others took a tenth of the start of
the command. `regex` gives what `re.compile` does, to whoever reads or type-checks the package.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["regex"]

if TYPE_CHECKING:
    from re import compile as regex


class Late:
    """A pattern; whatever is asked of it is asked of the compiled one, and kept."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._source = (pattern, flags)

    @property
    def pattern(self) -> str:
        """What is compiled; to ask for it compiles nothing."""
        return self._source[0]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copies and pickles looks for these
            raise AttributeError(name)
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found


if not TYPE_CHECKING:
    regex = Late
