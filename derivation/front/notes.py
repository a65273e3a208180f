r"""Notes: what stands beside a text, though it is printed within it.

    \footnote{…}   \marginpar{…}         of LaTeX
    text^[…]   [^name]: … to a blank line    of Markdown

Takes a text; gives where each note stands, in order. A note within a note is a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from derivation.late import regex
from derivation.text.source import Span

_OPENING: Final = regex(
    r"\\(?:footnote|footnotetext|sidenote|sidenotetext|marginnote|marginpar|endnote|thanks|todo)"
    r"[ \t]*(?:\[[^\]\n]*\][ \t]*)*\{"
    r"|(?<!\\)\^\[(?=[A-Za-z]{2,}[ ,]|[AI] [a-z]{2})|^ {0,3}\[\^[^\]\n]+\]:",
    re.MULTILINE,
)
_STEP: Final = regex(r"\\.|[{}\[\]]|\n[ \t]*\n(?![ \t]{2,}\S)", re.DOTALL)
_CLOSING: Final = {"{": "}", "[": "]"}
MAX_LENGTH: Final = 5_000
"""A bracket that is not closed within so many characters opens no note."""


class Note(NamedTuple):
    """Where a note stands, with what opens and closes it; and where its words do."""

    whole: Span
    words: Span


@lru_cache(maxsize=8)
def find_notes(text: str) -> tuple[Note, ...]:
    """The notes of a text."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Note]:
    position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        position = opening.end()
        stop, end = _end(text, position, _CLOSING.get(opening[0][-1], ""))
        if end >= 0:
            yield Note(Span(opening.start(), end), Span(position, stop))
            position = end


def _end(text: str, start: int, closing: str) -> tuple[int, int]:
    """Where the words of a note end, and what closes it, a blank line where nothing does; -1 for no note."""
    depth = 0
    for step in _STEP.finditer(text, start, start + MAX_LENGTH):
        sign = step[0]
        if sign[0] == "\n" and not closing:
            return step.start(), step.start()
        if closing and _CLOSING.get(sign) == closing:
            depth += 1
        elif sign == closing and depth:
            depth -= 1
        elif sign == closing:
            return step.span()
    whole = not closing and len(text) <= start + MAX_LENGTH
    return (len(text), len(text)) if whole else (-1, -1)
