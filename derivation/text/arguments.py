r"""The arguments of commands: their text, or the one name that they hold.

Takes a source's raw tokens; a run of letters or digits is cut where an
argument without braces takes only its first character.
"""

from __future__ import annotations

import re
from typing import Final

from derivation.text import commands
from derivation.text.scan import match_braces, scan
from derivation.text.source import ReadError, Source, Span

_MAX_ACCENTS: Final = 4


class Arguments:
    """The raw tokens of a span, and what stands at an index of them."""

    def __init__(self, source: Source, span: Span, names: frozenset[str]) -> None:
        self.source = source
        self.raws = scan(source, span)
        self.matches = match_braces(self.raws, source)
        self.names = names

    def text(self, index: int) -> str:
        return self.raws[index].text if index < len(self.raws) else ""

    def end(self, index: int) -> int:
        """Where the raw token before `index` ends."""
        return self.raws[index - 1].span.end

    def take(self, index: int) -> tuple[str, Span, int]:
        """The first character of a run, its span, and the index of what follows."""
        raw = self.raws[index]
        span = Span(raw.span.start, raw.span.start + 1)
        if len(raw.text) == 1:
            return raw.text, span, index + 1
        self.raws[index] = raw._replace(text=raw.text[1:], span=Span(span.end, raw.span.end))
        return raw.text[0], span, index

    def opens(self, index: int, *delimiters: str) -> bool:
        """Whether a delimiter stands at `index`, its size and spaces aside."""
        while self.text(index) in commands.SIZES or self.text(index) in commands.IGNORED:
            index += 1
        return self.text(index) in delimiters

    def argument(self, index: int) -> tuple[str, int]:
        """The printed text of the argument that starts at `index`, and the index after it."""
        if index >= len(self.raws):
            raise ReadError("the command has nothing after it", self.source, self.raws[index - 1].span)
        if self.raws[index].text != "{":
            if self.raws[index].kind == "command":
                return self.raws[index].text, index + 1
            character, _, after = self.take(index)
            return character, after
        close = self.matches[index]
        content = self.source.text[self.raws[index].span.end : self.raws[close].span.start]
        return content.strip(), close + 1

    def name(self, index: int, depth: int = 0) -> tuple[str, int] | None:
        """The one name that the argument at `index` is, fonts aside, and the index after it."""
        if index >= len(self.raws) or depth > _MAX_ACCENTS:
            return None
        if self.text(index) == "{":
            close = self.matches[index]
            if close == index + 2 and self.raws[index + 1].kind == "letters":
                run = self.text(index + 1)
                return (run, close + 1) if len(run) == 1 or run in self.names else None
            found = self.name(index + 1, depth + 1) if self.raws[index + 1].kind == "command" else None
            return (found[0], close + 1) if found and found[1] == close else None
        if self.raws[index].kind == "letters":
            character, _, after = self.take(index)
            return character, after
        return self.command_name(index, depth)

    def command_name(self, index: int, depth: int) -> tuple[str, int] | None:
        text = self.text(index)
        if text in commands.GREEK:
            return text, index + 1
        if text in commands.FONTS:
            return self.name(index + 1, depth + 1)
        if text in commands.ACCENTS:
            found = self.name(index + 1, depth + 1)
            return found and (f"{text}{{{found[0]}}}", found[1])
        if text in commands.TEXTS and self.text(index + 1) == "{":
            content, after = self.argument(index + 1)
            return (content, after) if re.fullmatch("[A-Za-z]+", content) else None
        return None

    def name_stop(self, index: int) -> int:
        """Where a name ends in the text, also where `_take` has cut the run at `index`."""
        cut = self.raws[index].span.start if index < len(self.raws) else None
        end = self.end(index)
        return cut if cut is not None and self.raws[index].kind == "letters" and cut == end + 1 else end
