"""Which `$$` of a text stand alone, where one is missing: those whose loss costs the others least.

Takes a text, and what may be a `$$` in it; gives the places of those that open nothing. From each on,
all up to the end are paired so that few are alone, and few pairs have a blank line between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from derivation.text.scan import BLANK_LINE
from derivation.text.source import Span

ALONE: Final = 2
INNER: Final = 2
"""What a blank line costs within what a pair encloses."""
MARGIN: Final = 1
"""What one costs around that."""


def alone(text: str, dollars: re.Pattern[str], cell: Callable[[int], int]) -> frozenset[int]:
    """The places of the `$$` that are alone; `cell` tells those apart that no pair has in common."""
    marks = [match.start() for match in dollars.finditer(text) if match[0] == "$$"]
    found: list[int] = []
    after, beyond = 0, 0  # the costs from the next mark on, and from the one after that
    for start, end in reversed([*pairwise(marks), *((mark, None) for mark in marks[-1:])]):
        best = after + ALONE
        paired = None if end is None or cell(start) != cell(end) else beyond + _cost(text, start, end)
        if paired is None or best < paired:
            found.append(start)
        else:
            best = paired
        after, beyond = best, after
    return frozenset(found)


def _cost(text: str, start: int, end: int) -> int:
    """What it costs to pair the `$$` at two places."""
    if BLANK_LINE.search(text, *trimmed(text, Span(start + 2, end))):
        return INNER
    return MARGIN if BLANK_LINE.search(text, start, end) else 0


def trimmed(text: str, span: Span) -> Span:
    """A stretch of a text without the spaces at its ends."""
    body = text[span.start : span.end]
    start = span.start + len(body) - len(body.lstrip())
    return Span(start, max(start, span.end - (len(body) - len(body.rstrip()))))
