r"""The sides of a display that cannot be read as a whole: each by itself, so that one costs only its own
links.

Cuts the LaTeX at the rows and the `=` that stand in no braces, fences or environments, and
reads each part. What can't be read is a `LOST` symbol in the tree, with its error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from derivation.text.latex import read_display
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import Node, Row, Symbol

LOST = "\x00"
"""What the name of a side that can't be read begins with."""

_TOKEN = re.compile(
    r"\\(?:begin|end)\{(?:aligned|align|gathered|gather|split|equation|eqnarray)\*?\}|\\(?:begin|left)(?![A-Za-z])"
    r"|\\(?:end|right)(?![A-Za-z])|\\\\(?:\[[^\]\n]*\])?|\\(?:tag|label)\*?\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])"
    r"|\\[A-Za-z]+|\\.|[{}()\[\]=]",
    re.DOTALL,
)
_TAIL = re.compile(
    r"(?:\s|&|\\[,;:!]|\\q?quad|\\tag\*?\{[^{}]*\}|\\label\{[^{}]*\}|\\(?:nonumber|notag)|\\end\{[a-z]+\*?\}|[.,;])\Z"
)
"""What may stand at the end of a side and is no part of it."""

MAX_TAIL = 80
_LAYOUT = re.compile(r"\\(?:begin|end)\{")
_DROPPED = re.compile(r"\\(?:tag|label|nonumber|notag)")


@dataclass(frozen=True, slots=True)
class Sides:
    """The rows of a display, and the errors of the sides in them that can't be read, by their names."""

    rows: tuple[Row, ...]
    errors: Mapping[str, ReadError]


def read_sides(source: Source, span: Span, names: frozenset[str], functions: frozenset[str]) -> Sides | None:
    """The sides of a display; `None` where there is only one, or none that can be read."""
    errors: dict[str, ReadError] = {}
    rows: list[Row] = []
    readable = 0
    for parts in _rows(source.text, span):
        members: list[Node] = []
        relations: list[str] = []
        for number, part in enumerate(parts):
            own = _trimmed(source.text, part)
            if own.start >= own.end:
                if number == 0:
                    continue
                return None
            relations.append("=" if number else "")
            try:
                found = read_display(source, own, names, functions)
                plain = len(found) == 1 and len(found[0].members) == 1 and not found[0].lead
                if not plain or found[0].relations != ("",):
                    return None
                members.append(found[0].members[0])
                readable += 1
            except ReadError as error:
                name = f"{LOST}{len(errors)}"
                errors[name] = error
                members.append(Symbol(name, span=own))
        if members:
            rows.append(Row("", tuple(relations), tuple(members), members[0].span.to(members[-1].span)))
    if not errors or not readable or sum(len(row.members) for row in rows) < 2:
        return None
    return Sides(tuple(rows), errors)


def _rows(text: str, span: Span) -> Iterator[list[Span]]:
    """The parts of each row, between the `=` at its top level."""
    depth = 0
    start = span.start
    parts: list[Span] = []
    for token in _TOKEN.finditer(text, span.start, span.end):
        sign = token[0]
        if _LAYOUT.match(sign) or _DROPPED.match(sign):
            if not text[start : token.start()].strip(" \n&"):
                start = token.end()
            continue
        if sign in ("{", "(", "[") or sign.startswith(("\\begin", "\\left")):
            depth += not (sign in "([" and text[token.start() - 5 : token.start()] == "\\left")
        elif sign in ("}", ")", "]") or sign.startswith(("\\end", "\\right")):
            depth -= not (sign in ")]" and text[token.start() - 6 : token.start()] == "\\right")
        elif depth > 0:
            continue
        elif sign == "=" and text[token.start() - 1] not in "<>!:":
            parts.append(Span(start, token.start()))
            start = token.end()
        elif sign.startswith("\\\\"):
            yield [*parts, Span(start, token.start())]
            parts, start = [], token.end()
    yield [*parts, Span(start, span.end)]


def _trimmed(text: str, part: Span) -> Span:
    """A part without what only sets it out, and without a full stop at its end."""
    start, end = part
    while found := _TAIL.search(text, max(start, end - MAX_TAIL), end):
        end = found.start()
    while start < end and text[start] in " \n\t&":
        start += 1
    return Span(start, end)
