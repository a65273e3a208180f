r"""Parentheses around equations that *and* and *or* join, and choices of signs.

`(x = 1 \text{ and } y = 2) \text{ or } x = 3`: `without_parentheses` takes the parentheses out of the tokens,
and `nested` puts what they and the words say beside the rows. `x = 1 \pm 2` is `x = 3 or x = -1`:
`by_sign` gives the tokens with the upper signs and with the lower ones, and `either` joins their rows; the
signs of one equation go together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from derivation.records import replace
from derivation.text import commands
from derivation.text.lexer import Tok
from derivation.text.source import Source, Span, Unsupported
from derivation.text.syntax import Nesting, Row

_OPENS: Final = frozenset({"OPEN", "LBRACE"})
_CLOSES: Final = frozenset({"CLOSE", "RBRACE"})
_AROUND: Final = frozenset({"SEPARATOR", "DOT", "WORDS", "LEAD"})
_JOINING: Final = frozenset({"and", "or"})


class Joints(NamedTuple):
    """Where parentheses around equations open and close, and where *and* stands."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    ands: tuple[int, ...]


def _joins(token: Tok) -> bool:
    return token.kind == "WORDS" and token.text.lower().strip(" ,.;:") in _JOINING


def without_parentheses(tokens: list[Tok]) -> tuple[list[Tok], Joints]:
    """The tokens of a display without the parentheses around equations."""
    listed = {place for pair in _pairs(tokens) if _lists_conditions(tokens, *pair) for place in pair}
    tokens = [token for k, token in enumerate(tokens) if k not in listed]
    pairs = [pair for pair in _pairs(tokens) if _holds_equations(tokens, *pair)]
    found: set[int] = set()
    for first, last in sorted(pairs):
        own = range(first + 1, last)
        joined = any(_joins(tokens[k]) for k in own if _depth(tokens, first + 1, k, found) == 0)
        if joined or _stands_beside_words(tokens, first, last, found):
            found |= {first, last}
    ands = tuple(t.span.start for t in tokens if _joins(t) and "and" in t.text.lower())
    opens = tuple(tokens[k].span.start for k in sorted(found) if tokens[k].kind == "OPEN")
    closes = tuple(tokens[k].span.start for k in sorted(found) if tokens[k].kind == "CLOSE")
    return [token for k, token in enumerate(tokens) if k not in found], Joints(opens, closes, ands)


def _pairs(tokens: list[Tok]) -> list[tuple[int, int]]:
    """The places of parentheses that belong together."""
    stack: list[int] = []
    found = []
    for place, token in enumerate(tokens):
        if token.kind in _OPENS:
            stack.append(place)
        elif token.kind in _CLOSES and stack:
            first = stack.pop()
            if tokens[first].text in ("(", "[") and token.kind == "CLOSE":
                found.append((first, place))
    return found


def _depth(tokens: list[Tok], start: int, stop: int, apart: set[int]) -> int:
    """How many delimiters are open at a place, other than some."""
    own = [tokens[k].kind for k in range(start, stop) if k not in apart]
    return sum((kind in _OPENS) - (kind in _CLOSES) for kind in own)


def _holds_equations(tokens: list[Tok], first: int, last: int) -> bool:
    """Whether parentheses stand where an equation could, and have a relation in them."""
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    starts = before is None or before.kind in (*_AROUND, "OPEN")
    ends = after is None or after.kind in (*_AROUND, "CLOSE")
    return starts and ends and any(token.kind == "RELATION" for token in tokens[first:last])


def _lists_conditions(tokens: list[Tok], first: int, last: int) -> bool:
    """Whether parentheses beside a line hold conditions in a row, `\\quad (a > 0, b > 0)`."""
    behind = tokens[last + 1].kind if last + 1 < len(tokens) else "SEPARATOR"
    beside = first > 0 and tokens[first - 1].kind == "SEPARATOR" and behind in ("SEPARATOR", "DOT")
    inner = tokens[first + 1 : last]
    parted = any(token.kind == "SEPARATOR" for token in inner)
    return beside and parted and any(token.kind == "RELATION" for token in inner)


def _stands_beside_words(tokens: list[Tok], first: int, last: int, apart: set[int]) -> bool:
    """Whether *and* or *or* stands right before or behind parentheses, as the word between equations."""
    beside = [tokens[k] for k in (first - 1, last + 1) if 0 <= k < len(tokens)]
    return _depth(tokens, 0, first, apart) == 0 and any(map(_joins, beside))


def nested(rows: tuple[Row, ...], joints: Joints) -> tuple[Row, ...]:
    """Rows with what parentheses and words between them say."""
    if not any(joints):
        return rows
    starts = [row.members[0].span.start for row in rows]
    ends = [row.members[-1].span.end for row in rows]
    opens = [next((k for k, start in enumerate(starts) if start > place), 0) for place in joints.opens]
    closes = [max((k for k, end in enumerate(ends) if end <= place), default=0) for place in joints.closes]
    ands = {next((k for k, start in enumerate(starts) if start > place), 0) for place in joints.ands}
    return tuple(
        replace(row, nesting=Nesting(opens.count(k), k in ands, closes.count(k)))
        for k, row in enumerate(rows)
    )


# Choices of signs


def by_sign(tokens: list[Tok], source: Source) -> tuple[list[Tok], ...]:
    """The tokens of a display, or with the upper signs and with the lower ones; raises `Unsupported` where
    nothing says that a choice of signs means two solutions, and not how exact a number is."""
    chosen = [token for token in tokens if token.kind == "CHOICE"]
    if not chosen:
        return (tokens,)
    told = any(t.kind == "ROOT" or (t.kind == "LEAD" and t.text in commands.ARROWS) for t in tokens)
    alone = (a.kind == "RELATION" for a, b in pairwise(tokens) if b.kind == "CHOICE")  # x = \\pm 2
    if not told and not all(alone) and not any(map(_is_label, tokens)):
        raise _refusal(chosen[0], source)
    return tuple([_signed(token, upper) for token in tokens] for upper in (True, False))


def _is_label(token: Tok) -> bool:
    """Whether a choice of signs is a part of a name: `E_\\pm` is two names."""
    return token.kind == "SYMBOL" and token.text in ("\\pm", "\\mp")


def _signed(token: Tok, upper: bool) -> Tok:
    if token.kind != "CHOICE" and not _is_label(token):
        return token
    sign = "+" if (token.text == "\\pm") is upper else "-"
    return Tok("SIGN" if token.kind == "CHOICE" else token.kind, sign, token.span)


def _refusal(token: Tok, source: Source) -> Unsupported:
    return Unsupported(f"a choice of signs, `{token.text}`, is out of scope", source, token.span)


def either(
    upper: tuple[Row, ...], lower: tuple[Row, ...], tokens: Sequence[Tok], source: Source
) -> tuple[Row, ...]:
    """The rows of two readings, joined by *or* where they differ; those that *and* joins may not choose."""
    choices = [token for token in tokens if token.kind == "CHOICE"]
    found: list[Row] = []
    chose = False
    for row, other in zip(upper, lower, strict=True):
        chose &= row.lead not in commands.ARROWS
        span = Span(row.members[0].span.start, row.members[-1].span.end)
        own = [t for t in choices if span.start <= t.span.start < span.end]
        if not own:
            found.append(row)
            continue
        if any(_is_label(t) and span.start <= t.span.start < span.end for t in tokens):
            found += [row, other]  # one line for each name
            continue
        apart = row.lead == commands.ALTERNATIVE
        if len(row.members) < 2 or (chose and not apart):
            raise _refusal(own[0], source)
        chose = True
        opens, conjoined, closes = row.nesting
        found.append(replace(row, nesting=Nesting(opens + 1, conjoined, 0)))
        found.append(replace(other, lead=commands.ALTERNATIVE, nesting=Nesting(closes=closes + 1)))
    return tuple(found)
