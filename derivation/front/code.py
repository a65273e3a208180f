"""Blocks between fences, of backticks or tildes: what is code, and what holds prose.

    ```python          code
    ```{solution}      prose, if its name is one of such blocks

Takes the lines of a text in Markdown; gives each with what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from derivation.late import regex

FENCE: Final = regex(r"[ \t]*(?P<marks>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)")
DIRECTIVE: Final = regex(r"\{(?:\w+:)?(?P<name>[a-z]+)(?:-(?:start|end))?\}")


class Line(NamedTuple):
    """A line of a text; a `fence` opens or closes a block, and `code` stands in one that holds no prose, or
    opens or closes it; what stands `inside` has a block around it still."""

    text: str
    fence: bool
    code: bool
    inside: bool


def fenced(text: str, holds_prose: Callable[[str], bool]) -> Iterator[Line]:
    """The lines of a text; of a block with a name, `holds_prose` tells whether it does."""
    opened: list[tuple[str, bool]] = []
    for line in text.split("\n"):
        fence = FENCE.fullmatch(line)
        code = bool(opened) and opened[-1][1]
        if fence and opened and not fence["info"].strip() and fence["marks"].startswith(opened[-1][0]):
            _, code = opened.pop()
            yield Line(line, True, code, bool(opened))
        elif fence and not code:
            directive = DIRECTIVE.match(fence["info"])
            code = directive is None or not holds_prose(directive["name"])
            opened.append((fence["marks"], code))
            yield Line(line, True, code, True)
        else:
            yield Line(line, False, code, bool(opened))
