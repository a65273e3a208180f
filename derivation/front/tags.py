r"""The tags of equations: as printed, as LaTeX numbers them, or counted; each equation has its own.

Takes the displays of a source; gives each equation's tag with its span. An equation's tag is its
`\tag{…}`, or `(n)` right after it, alone or as a display of its own; those without one are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import count
from typing import Final, TypeAlias

from derivation.front.displays import Display
from derivation.front.marks import outside_braces
from derivation.late import regex
from derivation.text.source import Source, Span

Tagged: TypeAlias = tuple[str, Span]

NUMBERED: Final = frozenset(("equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat"))
"""The environments that LaTeX numbers."""

UNNUMBERED: Final = "*"
SKIPPED: Final = "+"
"""A number of LaTeX's that stands beside a part of the equation before."""

MAX_NOTES: Final = 10
PRIME: Final = "′"
"""What a tag gets that an earlier equation has, too."""

_FILLER: Final = r"(?:\s|&|\\\\|\\(?:notag|nonumber)|\\label\{[^{}]*\})*"
_EMPTY: Final = regex(_FILLER)
_STOPS: Final = regex(rf"(?:[=+\-<>]|\\(?:cdot|times|pm)){_FILLER}\Z")
"""What a row can't end with, but that the next one goes on."""

_RELATES: Final = regex(
    r"[=<>]|\\(?:le|ge|leq|geq|ne|neq|approx|equiv|in|to|iff|implies|Rightarrow|propto|sim|triangleq)(?![A-Za-z])"
)
_NOT_NUMBERED: Final = regex(r"\\(?:notag|nonumber)(?![A-Za-z])")
_GOES_ON: Final = regex(
    r"(?:\s|&|\{\}|\\h?phantom\{[^{}]*\}|\\q?quad|\\[,;:!>]|\\left\.|\\mathrel\{\})*(?:[+\-]|\\(?:cdot|times|pm)(?![A-Za-z]))"
)
"""A row that carries on the expression of the one before."""

_TAG: Final = regex(r"\\tag\*?\s*\{([^{}\n]*)\}")
_TAG_AFTER: Final = regex(r"[ \t]*(?:\n[ \t]*)?\(([A-Za-z]{0,3}[0-9][\w.]*'?)\)[ \t]*(?=\n|\Z)")
_SPACE: Final = r"\\[,;:>\s]|~|\s"
_TYPED: Final = regex(
    rf"(?:(?<!\s)(?:{_SPACE})*+\\(?:q?quad(?![A-Za-z])|hfill(?![A-Za-z])|hspace\*?\s*\{{[^{{}}]*\}})|(?:\\[,;:>\s]|~)\s*(?:\\[,;:>\s]|~))"
    rf"(?:{_SPACE}|\\q?quad(?![A-Za-z]))*\(([A-Za-z]{{0,3}}[0-9][\w.]*'?)\)\s*\Z"
)
"""A number typed behind an equation, at a distance: `\\quad (2)`, `\\;\\; (2)`."""

_COMMENT: Final = regex(r"\\.|%[^\n]*", re.DOTALL)
_ROW_PART: Final = regex(
    r"\\\\\*?(?:\s*\[\s*-?[\d.]*\s*(?:pt|ex|em|mm|cm|in|mu|\\[a-z]+)\s*\])?|\\(?:begin|end)\b|\\.|[{}]",
    re.DOTALL,
)
"""What may end a row, `\\\\[2pt]`, and what may be around one."""

_ROWS: Final = regex(
    r"\s*\\begin\{(?:(?:align|flalign|gather|eqnarray|split|aligned|gathered)\*?\}(?:\[\w\])?"
    r"|align(?:ed)?at\*?\}(?:\[\w\])?\{\d+\})"
)
"""An environment of rows that opens a display."""

_ENDS: Final = regex(r"\\(?:(?P<begin>begin)|end)\{[^{}]*\}")


def all_tagged(source: Source, displays: list[Display], format: str) -> list[Tagged]:
    """Every equation with its printed tag, or ""; a display `(7)` is the tag of the one before.

    Where LaTeX numbers displays, those that it does not have the tag `UNNUMBERED`.
    """
    numbers = format == "latex" and any(d.environment in NUMBERED for d in displays)
    found: list[Tagged] = []
    end = 0
    for display in displays:
        alone = _TAG_AFTER.fullmatch(source.text, *display.body)
        follows = (
            bool(found) and not found[-1][0] and not source.text[end : display.body.start].strip(" \n$[\\]")
        )
        if alone and follows:
            found[-1] = (alone[1], found[-1][1])
        else:
            found += _by_latex(source, display) if numbers else _tagged(source, display)
        end = display.end
    return found


def _visible(source: Source, display: Display) -> str:
    """A display's body without its comments, every place kept."""
    body = source.text[display.body.start : display.body.end]
    return _COMMENT.sub(lambda match: match[0] if match[0][0] == "\\" else " " * len(match[0]), body)


def _tagged(source: Source, display: Display) -> Iterator[Tagged]:
    """A display's equations: one, or one for each tag where it has several."""
    visible = _visible(source, display)
    tags = [match for match in _TAG.finditer(visible) if _clean(match[1])]
    if len(tags) > 1:
        yield from _tagged_rows(visible, _rows_of(visible), display.body.start)
        return
    after = _TAG_AFTER.match(source.text, display.end)
    typed = _TYPED.search(visible) if not tags and not after else None
    if typed is not None:
        yield typed[1], Span(display.body.start, display.body.start + typed.start())
        return
    tag = _clean(tags[0][1]) if tags else after[1] if after else ""
    yield tag, display.body


def _by_latex(source: Source, display: Display) -> Iterator[Tagged]:
    """A display's equations as LaTeX numbers them: one a row of `align` and its like."""
    body = _visible(source, display)
    if display.environment not in NUMBERED:
        yield from ((tag or UNNUMBERED, span) for tag, span in _tagged(source, display))
        return
    if display.environment in ("equation", "multline"):
        tag = _TAG.search(body)
        silent = tag is None and _NOT_NUMBERED.search(body)
        yield UNNUMBERED if silent else _clean(tag[1]) if tag else "", display.body
        return
    found: list[Tagged] = []
    start = opened = before = place = 0
    for end, after in _row_ends(body, Span(0, len(body))):
        last, start = body[start:end], after
        if _NOT_NUMBERED.search(last) and after < len(body):
            continue
        rows = body[opened:end]
        if rows.strip():
            first = display.body.start + opened + len(rows) - len(rows.lstrip())
            span = Span(first, first + len(rows.strip()))
            tag = _TAG.search(rows)
            if found and (_GOES_ON.match(rows) or not _relates(rows) or _STOPS.search(body, before, opened)):
                found[place] = (found[place][0], found[place][1].to(span))
                if not _NOT_NUMBERED.search(last):
                    found.append((SKIPPED, span))
            else:
                silent = tag is None and _NOT_NUMBERED.search(last)
                place = len(found)
                found.append((UNNUMBERED if silent else _clean(tag[1]) if tag else "", span))
            before = before if _EMPTY.fullmatch(rows) else opened
        opened = after
    yield from found


def _relates(row: str) -> bool:
    """Whether a row has a relation, outside of braces."""
    return bool(_RELATES.search(outside_braces(row)))


def _clean(tag: str) -> str:
    return " ".join(tag.replace("$", "").split()).removeprefix("(").removesuffix(")")


def _rows_of(body: str) -> Span:
    """Where the rows of a display stand: of one that is an environment as a whole, within that."""
    opening = _ROWS.match(body)
    if opening is None:
        return Span(0, len(body))
    depth = 0
    for match in _ENDS.finditer(body, opening.end()):
        depth += 1 if match["begin"] else -1
        if depth < 0:
            whole = not body[match.end() :].strip(" \t\n.,;")
            return Span(opening.end(), match.start()) if whole else Span(0, len(body))
    return Span(0, len(body))


def _tagged_rows(body: str, rows: Span, offset: int) -> Iterator[Tagged]:
    """Rows up to and with each tagged one; those after the last tag have none."""
    start = row = rows.start
    for end, after in _row_ends(body, rows):
        tag = _TAG.search(body, row, end)
        row = after
        if tag is None and after < rows.end:
            continue
        stripped = body[start:end].strip()
        if stripped:
            first = offset + start + body[start:end].index(stripped[0])
            yield _clean(tag[1]) if tag else "", Span(first, first + len(stripped))
        start = after


def _row_ends(body: str, rows: Span) -> Iterator[tuple[int, int]]:
    """Where each row ends and the next begins; `\\\\` within braces or environments ends none."""
    depth = 0
    for match in _ROW_PART.finditer(body, *rows):
        depth += {"{": 1, "}": -1, "\\begin": 1, "\\end": -1}.get(match[0], 0)
        if match[0].startswith("\\\\") and depth <= 0:
            yield match.start(), match.end()
    yield rows.end, rows.end


def distinct(source: Source, tagged: Sequence[Tagged]) -> tuple[list[Tagged], tuple[str, ...]]:
    """Equations, those with a tag that an earlier one has under another; and what is to be said of these."""
    lines = {tag: source.line_column(span.start)[0] for tag, span in reversed(tagged)}
    others = {tag: _primed(tag, lines) for tag in lines}
    seen: set[str] = set()
    found: list[Tagged] = []
    notes: list[str] = []
    for tag, span in tagged:
        own = tag
        if tag in seen:
            own = next(others[tag])
            places = f"at {source.where(lines[tag])} and at {source.where(source.line_column(span.start)[0])}"
            notes.append(f"the tag ({tag}) is used twice, {places}: the second is called ({own}) here")
        elif tag not in ("", UNNUMBERED, SKIPPED):
            seen.add(tag)
        found.append((own, span))
    more = [f"{len(notes) - MAX_NOTES} more equations have a tag that is used before"]
    return found, (*notes[:MAX_NOTES], *(more if len(notes) > MAX_NOTES else ()))


def _primed(tag: str, taken: Container[str]) -> Iterator[str]:
    """Names for those that have a tag, too: `3′`, `3′2`, `3′3`, …"""
    names = (f"{tag}{PRIME}{number if number > 1 else ''}" for number in count(1))
    return (name for name in names if name not in taken)


def numbered(tagged: Sequence[Tagged]) -> Iterator[Tagged]:
    """The equations, each with a tag of its own: untagged ones take the next free number."""
    taken = {tag for tag, _ in tagged}
    number = without = 0
    for tag, span in tagged:
        if tag == SKIPPED:
            number += 1
        elif tag == UNNUMBERED:
            without += 1
            yield f"u{without}", span
        elif tag:
            yield tag, span
        else:
            number += 1
            while str(number) in taken:
                number += 1
            yield str(number), span
