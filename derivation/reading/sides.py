r"""The sides of a display that cannot be read as a whole: each by itself, so that one costs only its own
links.

Cuts the LaTeX at the rows, relations and separators that stand in no braces, fences or environments,
and reads each part; a row that goes on with the side before it is a part of that. What can't be read
is a `LOST` symbol in the tree, with its error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from derivation.late import regex
from derivation.records import dataclass, field
from derivation.text.commands import CONNECTIVES, LEADS, RELATIONS
from derivation.text.latex import read_display
from derivation.text.source import ReadError, Source, Span, Worded
from derivation.text.syntax import Node, Row, Symbol

LOST = "\x00"
"""What the name of a side that can't be read begins with."""

_TOKEN = regex(
    r"\\(?:begin|end)\{(?:aligned|align|gathered|gather|split|equation|eqnarray)\*?\}|\\(?:begin|left)(?![A-Za-z])"
    r"|\\(?:end|right)(?![A-Za-z])|\\\\(?:\[[^\]\n]*\])?|\\(?:tag|label)\*?\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])"
    r"|\\(?:text|mbox|hbox|textrm|textit|textnormal)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|:=|=:|[{}()\[\]=<>,;&]",
    re.DOTALL,
)
_OPENS = frozenset(("{", "(", "[", "\\{", "\\lbrace", "\\langle", "\\lfloor", "\\lceil"))
_CLOSES = frozenset(("}", ")", "]", "\\}", "\\rbrace", "\\rangle", "\\rfloor", "\\rceil"))
_CUTS = {sign: name for sign, name in RELATIONS.items() if name not in ("\\to", "\\in", "\\sim")}
"""The relations that part sides; the others say what a name is."""

_SEPARATORS = frozenset((",", ";", "\\quad", "\\qquad"))
_JOINS = CONNECTIVES | {"or"}
_CONTINUES = regex(
    r"(?:\s|&|\{\}|\\q?quad|\\[,;:!>]|\\h?phantom\{[^{}]*\}|\\left\.)*"
    r"(?P<sign>[+\-*/]|\\(?:cdot|times|pm|mp|div)(?![A-Za-z]))"
)
"""What a row opens with that goes on from the one before."""

_UNFINISHED = regex(
    r"(?:[=+\-*/<>(\[,]|\\(?:cdot|times|pm|left[(\[.]|\{|\\))(?:\s|&|\\q?quad|\\(?:notag|nonumber))*\Z"
)
"""What a row ends with that goes on."""

_TAIL = regex(
    r"(?:\s|&|\\[,;:!]|\\q?quad(?:\s*\([0-9][\w.]*\))?|\\tag\*?\{[^{}]*\}|\\label\{[^{}]*\}|\\(?:nonumber|notag)|\\end\{[a-z]+\*?\}|[.,;])\Z"
)
"""What may stand at the end of a side and is no part of it."""

_WORDS = regex(r"(?<![_^{])\\(?:text[a-z]*|mbox|hbox)\s*\{[^{}]*[A-Za-z,]\s[^{}]*\}")
"""Words in a side."""

MAX_TAIL = 80
_LAYOUT = regex(r"\\(?:begin|end)\{")
_DROPPED = regex(r"\\(?:tag|label|nonumber|notag)")


@dataclass(frozen=True, slots=True)
class Sides:
    """The rows of a display, and the errors of the sides in them that can't be read, by their names."""

    rows: tuple[Row, ...]
    errors: Mapping[str, ReadError]


def read_sides(source: Source, span: Span, names: frozenset[str], functions: frozenset[str]) -> Sides | None:
    """The sides of a display; `None` where nothing is said of those that can be read.

    Words that may change what a line says leave the whole display unread, and so does what is in
    no equation.
    """
    errors: dict[str, ReadError] = {}
    rows: list[Row] = []
    for piece in _pieces(source.text, span):
        members: list[Node] = []
        lead = piece.lead
        if piece.listed and len(piece.parts) == 1:
            start, end = _trimmed(source.text, piece.parts[0])
            if start >= end:
                continue  # a comma at the end of a row
            return None
        for number, part in enumerate(piece.parts):
            own = _trimmed(source.text, part)
            if own.start >= own.end:
                if number == 0:
                    continue
                return None
            try:
                found = read_display(source, own, names, functions)
                if len(found) != 1 or found[0].relations != ("",) or (found[0].lead and members):
                    return None
                lead = found[0].lead or lead
                members.append(found[0].members[0])
            except Worded:
                return None
            except ReadError as error:
                if piece.behind or _WORDS.search(source.text, *own):
                    return None
                name = f"{LOST}{len(errors)}"
                errors[name] = error
                members.append(Symbol(name, span=own))
        if members:
            relations = piece.relations[-len(members) :]
            whole = members[0].span.to(members[-1].span)
            rows += _opened(Row(lead, tuple(relations), tuple(members), whole))
    if not errors or not _links(rows):
        return None
    return Sides(tuple(rows), errors)


def is_lost(node: Node) -> bool:
    return isinstance(node, Symbol) and node.name.startswith(LOST)


def _opened(row: Row) -> Iterator[Row]:
    """A row; after sides that can't be read, the first that can be opens a row of its own."""
    place = next((k for k, member in enumerate(row.members) if not is_lost(member)), 0)
    if row.relations[0] or not 0 < place < len(row.members) - 1:
        yield row
        return
    cut = row.members[place]
    before, after = row.members[: place + 1], row.members[place:]
    yield Row(row.lead, row.relations[: place + 1], before, before[0].span.to(cut.span))
    yield Row("", ("", *row.relations[place + 1 :]), after, cut.span.to(after[-1].span))


def _links(rows: Sequence[Row]) -> bool:
    """Whether two sides that can be read are said to be equal, or one that another line may go on from."""
    known = False
    for row in rows:
        for relation, member in zip(row.relations, row.members, strict=True):
            own = not is_lost(member)
            equal = relation in ("=", ":=", "\\equiv")
            if own and known and equal:
                return True
            known = own or (known and equal)
    return known


@dataclass(slots=True)
class _Piece:
    """An equation in the making: its sides, and the relation before each, "" before the first.

    It is `listed` where another one stands beside it in its row; one that is `behind` another may be a
    condition of that.
    """

    start: int
    lead: str = ""
    listed: bool = False
    behind: bool = False
    parts: list[Span] = field(default_factory=list)
    relations: list[str] = field(default_factory=lambda: [""])

    def ended(self, place: int) -> _Piece:
        """With a last side that ends at a place."""
        self.parts.append(Span(self.start, place))
        return self


class _Sign(NamedTuple):
    """A sign outside of braces, fences and environments."""

    text: str
    start: int
    end: int


def _signs(text: str, span: Span) -> Iterator[_Sign]:
    """What may part a display, from left to right."""
    depth = 0
    for token in _TOKEN.finditer(text, span.start, span.end):
        sign, start = token[0], token.start()
        if _LAYOUT.match(sign) or _DROPPED.match(sign):
            yield _Sign("", start, token.end())
        elif sign in _OPENS or sign.startswith(("\\begin", "\\left")):
            depth += text[start - 5 : start] != "\\left"
        elif sign in _CLOSES or sign.startswith(("\\end", "\\right")):
            depth -= text[start - 6 : start] != "\\right"
        elif depth <= 0 and text[start - 1] not in "_^":
            yield _Sign(sign, start, token.end())


def _pieces(text: str, span: Span) -> Iterator[_Piece]:
    """The equations of each row, which relations at its top level cut into sides."""
    signs = list(_signs(text, span))
    piece = _Piece(span.start)
    for place, (sign, start, end) in enumerate(signs):
        if not sign:
            piece.start = piece.start if text[piece.start : start].strip(" \n&") else end
        elif relation := _CUTS.get(sign):
            piece.ended(start).relations.append(relation)
            piece.start = end
        elif sign.startswith("\\\\") and not _goes_on(text, piece.start, signs[place:]):
            yield piece.ended(start)
            piece = _Piece(end)
        elif sign in LEADS:
            yield piece.ended(start)
            piece = _Piece(end, sign)
        elif _parts_equations(text, piece, signs[place:]):
            piece.listed = True
            yield piece.ended(start)
            piece = _Piece(start if sign.startswith("\\text") else end, listed=True, behind=True)
    yield piece.ended(span.end)


def _goes_on(text: str, begun: int, signs: Sequence[_Sign]) -> bool:
    """Whether the row after a break goes on with the side before it: one of them has a sign there."""
    here = signs[0]
    if _UNFINISHED.search(text, max(begun, here.start - MAX_TAIL), here.start):
        return True
    opening = _CONTINUES.match(text, here.end)
    if opening is None:
        return False
    return opening["sign"] != "-" or "&" in opening[0] or not _relation_follows(signs[1:])


def _relation_follows(signs: Sequence[_Sign]) -> bool:
    """Whether a relation stands before the end of the row."""
    for sign in signs:
        if sign.text in _CUTS:
            return True
        if sign.text.startswith("\\\\") or sign.text in LEADS:
            return False
    return False


def _parts_equations(text: str, piece: _Piece, signs: Sequence[_Sign]) -> bool:
    """Whether a separator, a word or the `&` between two pairs of cells has another equation behind it."""
    here, after = signs[0], signs[1:]
    begun = max(piece.start, here.start - MAX_TAIL)
    if not text[piece.start : here.start].strip(" \n&") or not _relation_follows(after):
        return False
    if here.text != "," and _UNFINISHED.search(text, begun, here.start):
        return False
    if here.text != "&":
        return here.text in _SEPARATORS or _is_words(here.text)
    between = text[here.end : after[0].start].strip()
    cells = after[0].text == "&" and len(after) > 1 and after[1].text in _CUTS
    plain = after[0].text in _CUTS and between[:1] not in ("+", "-")
    return len(piece.relations) > 1 and bool(between) and (cells or plain)


def _is_words(sign: str) -> bool:
    """Whether `\\text{…}` only joins two equations, as *and* does; other words may change what they say."""
    words = sign.partition("{")[2].rstrip("}").lower().strip(" ,.;:").split()
    return sign.startswith(("\\text", "\\mbox", "\\hbox")) and bool(words) and _JOINS.issuperset(words)


def _trimmed(text: str, part: Span) -> Span:
    """A part without what only sets it out, and without a full stop at its end."""
    start, end = part
    while found := _TAIL.search(text, max(start, end - MAX_TAIL), end):
        end = found.start()
    while start < end and text[start] in " \n\t&":
        start += 1
    return Span(start, end)
