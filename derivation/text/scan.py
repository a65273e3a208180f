r"""Characters to raw tokens: commands, runs of letters, numerals and signs, with their spans.

Takes a source and a span; gives the raw tokens, without spaces and comments,
and for each `{` where its `}` stands. Leaves to `lexer` what a command means.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from unicodedata import category

from derivation.late import regex
from derivation.text.commands import TEXTS, UNICODE
from derivation.text.source import ReadError, Source, Span

MAX_CHARACTERS: Final = 20_000
MAX_TOKENS: Final = 5_000
MAX_NESTING: Final = 100

_RAW: Final = regex(
    r"""(?P<skip>\s+|%[^\n]*)
      | (?P<command>\\(?:[A-Za-z]+|.))
      | (?P<digits>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
      | (?P<letters>[A-Za-z]+)
      | (?P<sign>:=|=:|\.\.\.|.)""",
    re.VERBOSE | re.DOTALL,
)
BLANK_LINE: Final = regex(r"\n[ \t]*\n")
_BREAK_LENGTH: Final = regex(
    r"\*?\s*\[\s*-?[0-9.]*\s*(?:pt|em|ex|mm|cm|in|mu|sp|pc|dd|cc|\\(?:\w*skip|\w*height|\w*width|jot))\s*\]|\*"
)


class Raw(NamedTuple):
    """A raw token: `kind` is `command`, `digits`, `letters` or `sign`."""

    kind: str
    text: str
    span: Span


def scan(source: Source, span: Span) -> list[Raw]:
    """The raw tokens of a span of the source; in words, letters of any language are letters."""
    if span.end - span.start > MAX_CHARACTERS:
        found = f"the display has {span.end - span.start:,} characters; the limit is {MAX_CHARACTERS:,}"
        raise ReadError(found, source, Span(span.start, span.start))
    tokens: list[Raw] = []
    words = 0
    position = span.start
    while position < span.end:
        match = _RAW.match(source.text, position, span.end)
        if match is None or match.lastgroup is None:
            raise ReadError("this cannot be read", source, Span(position, position + 1))
        place = Span(*match.span())
        position = place.end
        if match.lastgroup == "skip":
            _refuse_blank_line(place, source)
            continue
        if len(tokens) == MAX_TOKENS:
            raise ReadError(f"the display has more than {MAX_TOKENS:,} signs; split it", source, place)
        raw = Raw(match.lastgroup, match.group(), place)
        if raw.kind == "command" and (message := source.refusal(place)) is not None:
            raise ReadError(message, source, place)
        if raw.text == "\\" and source.text[position : position + 1].isspace():
            continue  # a space, `\\ `, at the end
        if raw.text == "\\":
            raise ReadError("a backslash with no command after it", source, place)
        if raw.text == "\\\\" and (length := _BREAK_LENGTH.match(source.text, position, span.end)):
            position = length.end()
        if raw.text == "{" and (words or (tokens and tokens[-1].text in TEXTS)):
            words += 1
        elif raw.text == "}" and words:
            words -= 1
        spoken = words and raw.text not in UNICODE and category(raw.text[0])[0] in "LM"
        tokens.append(
            raw._replace(kind="letters") if spoken and raw.kind == "sign" else _as_latex(raw, source)
        )
    return tokens


def _refuse_blank_line(skipped: Span, source: Source) -> None:
    """A blank line where that ends a display: not in a fence, where it is a space as any other."""
    blank = BLANK_LINE.search(source.text, *skipped)
    if blank and (message := source.refusal(Span(*blank.span()))) is not None:
        raise ReadError(message, source, Span(*blank.span()))


def _as_latex(raw: Raw, source: Source) -> Raw:
    """A raw token with LaTeX's command, or sign, for a character such as `β` or `−`."""
    character = raw.text[-1]
    if raw.kind != "sign" or character.isascii():
        return raw
    text = UNICODE.get(character, "")
    if text.startswith("^"):
        raise ReadError(f"the character `{character}` is not LaTeX; write `{text}`", source, raw.span)
    if text:
        return Raw("command" if text.startswith("\\") else "sign", text, raw.span)
    message = f"the character {character!r} (U+{ord(character):04X}) cannot be read; use LaTeX's commands"
    raise ReadError(message, source, raw.span)


def match_braces(tokens: list[Raw], source: Source) -> dict[int, int]:
    """For the index of each `{`, the index of its `}`."""
    matches: dict[int, int] = {}
    open_at: list[int] = []
    for index, raw in enumerate(tokens):
        if raw.text == "{":
            open_at.append(index)
            if len(open_at) > MAX_NESTING:
                raise ReadError(f"nested too deeply; the limit is {MAX_NESTING} levels", source, raw.span)
        elif raw.text == "}":
            if not open_at:
                raise ReadError("this `}` has no `{` before it", source, raw.span)
            matches[open_at.pop()] = index
    if open_at:
        raise ReadError("this `{` has no `}` after it", source, tokens[open_at[-1]].span)
    return matches
