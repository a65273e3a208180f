"""Which `$$` of a text stand alone, where one is missing: those whose loss costs the others least.

Takes a text; gives the places of the `$$` that open nothing, as seen from each on to the end: there the
others are paired so that few are alone, that few pairs have a blank line or no mathematics between
them, and that little mathematics is left outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from derivation.late import regex
from derivation.records import dataclass
from derivation.text.scan import BLANK_LINE
from derivation.text.source import Span

ALONE: Final = 2
BLANK: Final = 1
"""What it costs to enclose a blank line."""
TAKEN: Final = 3
"""What it costs to enclose words, or to leave mathematics outside."""

_INLINE: Final = regex(r"\$[^$]*\$|`[^`]*`")


@dataclass(frozen=True, slots=True)
class Dollars:
    """How a format writes: what may be a `$$` or hides one, and what is a sign of mathematics."""

    marks: re.Pattern[str]
    mathematics: re.Pattern[str]


MARKDOWN: Final = Dollars(regex(r"\\.|\$\$", re.DOTALL), regex(r"[=^]|\\[A-Za-z]"))
LATEX: Final = Dollars(regex(r"\\.|%[^\n]*|\$\$", re.DOTALL), regex(r"[=^]"))


def alone(text: str, dollars: Dollars, cell: Callable[[int], int]) -> frozenset[int]:
    """The places of the `$$` that are alone; `cell` tells those apart that no pair has in common."""
    marks = [match.start() for match in dollars.marks.finditer(text) if match[0] == "$$"]
    found: list[int] = []
    after = beyond = outside = 0  # from the next mark on; from the one after that on; and what is between
    for place in range(len(marks) - 1, -1, -1):
        start, end = marks[place], marks[place + 1] if place + 1 < len(marks) else len(text)
        last = place + 1 == len(marks)
        is_math = dollars.mathematics.search(_INLINE.sub("", text[start + 2 : end])) is not None
        left = TAKEN if is_math else 0
        single = ALONE + left + after
        blank = BLANK_LINE.search(text, *trimmed(text, Span(start + 2, end))) is not None
        paired = (0 if is_math else TAKEN) + (BLANK if blank else 0) + outside + beyond
        is_alone = last or cell(start) != cell(end) or single < paired
        if is_alone:
            found.append(start)
        after, beyond, outside = single if is_alone else paired, after, left
    return frozenset(found)


def trimmed(text: str, span: Span) -> Span:
    """A stretch of a text without the spaces at its ends."""
    body = text[span.start : span.end]
    start = span.start + len(body) - len(body.lstrip())
    return Span(start, max(start, span.end - (len(body) - len(body.rstrip()))))
