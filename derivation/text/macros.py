r"""A document's own commands, `\newcommand{\loss}{\mathcal{L}}`, written out where they are used.

Takes a text; gives the same text with every use replaced and every definition
blanked. Lines stay where they are. A definition that is not understood stays
as it is, and its command is then unknown, as it would be without it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MAX_DEPTH: Final = 20
MAX_LENGTH: Final = 4_000_000

_TOKEN: Final = re.compile(r"(?P<comment>(?<!\\)%[^\n]*)|(?P<command>\\(?:[A-Za-z]+|.))", re.DOTALL)
_NEW: Final = ("\\newcommand", "\\renewcommand", "\\providecommand")
_OPERATOR: Final = "\\DeclareMathOperator"
_NAME: Final = re.compile(r"\*?\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))")
_COUNT: Final = re.compile(r"\s*\[\s*([0-9])\s*\]")
_DEFAULT: Final = re.compile(r"\s*\[([^\[\]{}]*)\]")
_PARAMETERS: Final = re.compile(r"\s*((?:#[1-9])*)(?=\{)")
_SLOT: Final = re.compile(r"#([1-9])")


class Macro(NamedTuple):
    """`arity` arguments, the first of them optional where it has a `default`."""

    body: str
    arity: int = 0
    default: str | None = None


class TooLong(Exception):
    """Macros that never end, or write out to more than a document may have."""


def written_out(text: str, comments: bool) -> str:
    """A text without macros; `comments` says whether `%` begins a comment everywhere, as in LaTeX."""
    if not any(word in text for word in (*_NEW, _OPERATOR, "\\def\\")):
        return text
    return _Expander(comments).expand(text)


class _Expander:
    def __init__(self, comments: bool) -> None:
        self.comments = comments
        self.macros: dict[str, Macro] = {}

    def expand(self, text: str, depth: int = 0) -> str:
        if depth > MAX_DEPTH:
            raise TooLong
        parts: list[str] = []
        length = position = 0
        while (match := _TOKEN.search(text, position)) is not None:
            parts.append(text[position : match.start()])
            position = match.end()
            new = match[0] if not match["comment"] or self.comments else "%"
            if match["comment"] and not self.comments:
                position = match.start() + 1
            elif match["command"] and (end := self._define(match[0], text, position)):
                new, position = re.sub(r"[^\n]", " ", text[match.start() : end]), end
            elif match[0] in self.macros and (use := self._use(self.macros[match[0]], text, position)):
                new = self.expand(use[0], depth + 1)
                position = use[1]
                if re.search(r"\\[A-Za-z]+\Z", new) and text[position : position + 1].isalpha():
                    new += " "
            parts.append(new)
            length += len(parts[-1]) + len(parts[-2])
            if length > MAX_LENGTH:
                raise TooLong
        return "".join((*parts, text[position:]))

    def _define(self, command: str, text: str, position: int) -> int:
        """Where a definition that begins here ends, once it is noted; 0 where there is none."""
        if command not in (*_NEW, _OPERATOR, "\\def"):
            return 0
        starred = text[position : position + 1] == "*"
        name = _NAME.match(text, position)
        if name is None:
            return 0
        position, count, default = name.end(), 0, None
        if command in _NEW:
            if found := _COUNT.match(text, position):
                position, count = found.end(), int(found[1])
                if optional := _DEFAULT.match(text, position):
                    position, default = optional.end(), optional[1]
        elif command == "\\def":
            parameters = _PARAMETERS.match(text, position)
            if parameters is None:
                return 0
            position, count = parameters.end(), len(parameters[1]) // 2
        argument = _argument(text, position)
        if argument is None:
            return 0
        body, end = argument
        if command == _OPERATOR:
            body = f"\\operatorname{'*' if starred else ''}{{{body}}}"
        if all(int(slot) <= count for slot in _SLOT.findall(body)):
            self.macros[name[1] or name[2]] = Macro(" ".join(body.split()), count, default)
            return end
        return 0

    def _use(self, macro: Macro, text: str, position: int) -> tuple[str, int] | None:
        """What one use of a macro stands for, and where it ends; `None` where arguments are missing."""
        arguments: list[str] = []
        if macro.default is not None:
            given = _DEFAULT.match(text, position)
            arguments.append(given[1] if given else macro.default)
            position = given.end() if given else position
        while len(arguments) < macro.arity:
            found = _argument(text, position)
            if found is None:
                return None
            arguments.append(found[0])
            position = found[1]
        return _filled(macro.body, arguments), position


def _filled(body: str, arguments: list[str]) -> str:
    """A body with its arguments put in, none of them grown together with a command before it."""
    parts: list[str] = []
    position = 0
    for slot in _SLOT.finditer(body):
        parts.append(body[position : slot.start()])
        argument = arguments[int(slot[1]) - 1]
        joins = re.search(r"\\[A-Za-z]+\Z", "".join(parts)) and argument[:1].isalpha()
        parts.append(f" {argument}" if joins else argument)
        position = slot.end()
    return "".join((*parts, body[position:]))


def _argument(text: str, position: int) -> tuple[str, int] | None:
    """The argument at a place, in braces or one sign, and where it ends."""
    while position < len(text) and text[position].isspace():
        position += 1
    if position == len(text) or text[position] == "}":
        return None
    if text[position] != "{":
        command = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL).match(text, position)
        return (command[0], command.end()) if command else None
    depth = 0
    for sign in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, position):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if not depth:
            return text[position + 1 : sign.start()], sign.end()
    return None
