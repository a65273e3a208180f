r"""A document's own commands, `\newcommand{\loss}{\mathcal{L}}`, written out where they are used.

Takes a source; gives one whose text has every use replaced and every definition
blanked, and that knows where each character of it is printed. A definition that is not
understood stays as it is, and its command is then unknown, as it would be
without it. So does a use that would never end, or write out to too much: it
costs the display that it stands in, and no more. A command that is defined in two
ways is unknown from the second one on: which of them holds is TeX's to say, by
groups, conditions and comments that are not followed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_letters
from typing import Final, NamedTuple

from derivation.front.packages import DEFINITIONS, VARIED
from derivation.late import regex
from derivation.records import replace
from derivation.text import commands
from derivation.text.source import Run, Source, Span, Traced, joined

MAX_DEPTH: Final = 20
MAX_STEPS: Final = 10_000
MAX_LENGTH: Final = 200_000
"""What one use may take: how many uses within it, and how many characters on the way."""

ALL_STEPS: Final = 100_000
ALL_LENGTH: Final = 1_000_000
PER_CHARACTER: Final = 20
"""What the uses of one document may take together, besides so much for each of its characters."""

_SIGNS: Final = r"(?P<command>\\(?:[A-Za-z]+|.))|[{}]"
_TOKEN: Final = {
    True: re.compile(rf"(?P<comment>%[^\n]*)|{_SIGNS}", re.DOTALL),
    False: re.compile(_SIGNS, re.DOTALL),
}
"""What matters here, by whether `%` begins a comment."""

_ONE: Final = regex(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL)
_SPACES: Final = regex(r"\s*")
_NEW: Final = frozenset(("\\newcommand", "\\renewcommand", "\\providecommand"))
_OPERATOR: Final = "\\DeclareMathOperator"
_PROVIDE: Final = "\\providecommand"
_DEFINING: Final = _NEW | {_OPERATOR, "\\def"}
_OTHERWISE: Final = frozenset(
    (
        "\\let",
        "\\gdef",
        "\\edef",
        "\\xdef",
        "\\DeclareRobustCommand",
        "\\NewDocumentCommand",
        "\\RenewDocumentCommand",
        "\\ProvideDocumentCommand",
        "\\DeclareDocumentCommand",
    )
)
"""What defines a command in a way that is not read here."""

_BUILT_IN: Final = (
    commands.GREEK | commands.FUNCTIONS | commands.EXTREMA | commands.BIG | commands.RELATIONS.keys()
)
"""Commands that TeX has: what is provided for them changes nothing."""

_NAME: Final = regex(r"\*?\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))")
_LET: Final = regex(r"\s*(\\[A-Za-z]+)\s*=?\s*(\\[A-Za-z]+)")
_COUNT: Final = regex(r"\s*\[\s*([0-9])\s*\]")
_DEFAULT: Final = regex(r"\s*\[([^\[\]{}]*)\]")
_PARAMETERS: Final = regex(r"\s*((?:#[1-9])*)(?=\{)")
_SLOT: Final = regex(r"#([1-9])")
_COMMENT: Final = regex(r"(\\.)|%[^\n]*\n?", re.DOTALL)
_IN_MATH: Final = regex(
    r"\\ifmmode(?![A-Za-z])\s*(?P<mode>(?:(?!\\else|\\fi).)*?)(?:\\else(?:(?!\\fi).)*)?\\fi(?![A-Za-z])\s*"
    r"|\\ifbool\s*\{mmode\}\s*\{(?P<bool>[^{}]*)\}\s*\{[^{}]*\}"
)
"""What a macro does in formulas, and otherwise: what it does in text does not matter here."""


class Macro(NamedTuple):
    """The texts around the slots of a body, and the argument that goes into each slot, from 0.

    `arity` arguments, the first of them optional where it has a `default`. `size` is the length of
    the body, and `counts` say how often each argument stands in it.
    """

    texts: tuple[str, ...]
    slots: tuple[int, ...]
    arity: int
    default: str | None
    size: int
    counts: tuple[int, ...]

    def length(self, arguments: list[Traced]) -> int:
        """How long the body is with arguments in its slots."""
        return self.size + sum(n * len(a.text) for n, a in zip(self.counts, arguments, strict=True))


class _Use(NamedTuple):
    """Where the arguments of a use stand, `None` for a default, and where the use ends."""

    arguments: list[Span | None]
    end: int


class _TooMuch(Exception):
    """Why a macro can't be written out."""


def written_out(source: Source, comments: bool, around: Sequence[str] = ()) -> tuple[Source, frozenset[str]]:
    """A source without macros, and which of those it uses that are defined `around` it, in other files.

    `comments` says whether `%` begins a comment everywhere, as in LaTeX.
    """
    if "\\" not in source.text:
        return source, frozenset()
    expander = _Expander(source.text, comments)
    expander.borrow(around)
    found = expander.expand(Traced(source.text), 0)
    if found.text == source.text and not expander.refused:
        return source, frozenset()
    written = replace(source, text=found.text, printed=source.text, runs=found.runs, refused=expander.refused)
    return written, frozenset(expander.used)


class _Expander:
    """`refused` are the uses that are left as they are, by where they are printed, and why."""

    def __init__(self, text: str, comments: bool) -> None:
        self.token = _TOKEN[comments]
        self.macros: dict[str, Macro] = {}
        self.doubted: set[str] = set()
        self.aliases: dict[str, set[str]] = {}  # of a command, the names that `\\let` gave it
        self.provided: set[str] = set()  # what is defined elsewhere, until the document defines it
        self.borrowed: set[str] = set()
        self.used: set[str] = set()
        self.refused: dict[int, str] = {}
        self.steps = self.first_step = ALL_STEPS + PER_CHARACTER * len(text)
        self.length = self.first_length = ALL_LENGTH + PER_CHARACTER * len(text)

    def borrow(self, around: Sequence[str]) -> None:
        """Takes the definitions of other texts, each before those behind it, and of packages at last."""
        known: dict[str, Macro] = {}
        for text in (*around, DEFINITIONS):
            own = _Expander(text, comments=True)
            own.note(text)
            if text is not DEFINITIONS:
                self.borrowed |= own.macros.keys() - known.keys()
            known = own.macros | known
        self.macros = {name: macro for name, macro in known.items() if name not in _BUILT_IN}
        self.provided = set(self.macros)

    def note(self, text: str) -> None:
        """Takes the definitions of a text; the last one holds."""
        closing = self._closing(text)
        for match in self.token.finditer(text):
            if match[0] in _DEFINING and (name := _NAME.match(text, match.end())):
                found = _definition(match[0], text, name, closing)
                if found is not None:
                    self.macros[name[1] or name[2]] = found[0]

    def _varied(self, name: str, text: str, position: int, closing: dict[int, int]) -> Macro | None:
        """A command of a package that means one thing with one argument and another with more."""
        forms = VARIED.get(name)
        if forms is None or name in self.macros:
            return None
        optional = _DEFAULT.match(text, position)
        place, count = optional.end() if optional else position, 0
        while text[place : place + 1] == "{" and place in closing and count <= max(forms):
            if closing[place] == place + 1 and 0 in forms:
                return None  # `\dd{}{y}{x}` is another command, whose first argument is empty
            place, count = closing[place] + 1, count + 1
        own = _Expander(forms.get(count, ""), comments=False)
        own.note(forms.get(count, ""))
        return own.macros.get(name)

    def expand(self, source: Traced, depth: int) -> Traced:
        text = source.text
        closing = self._closing(text)
        parts: list[Traced] = []
        kept = position = 0
        while (match := self.token.search(text, position)) is not None:
            start, position = match.span()
            if match[0] in _DEFINING:
                end = self._define(match[0], text, position, closing)
                new = Traced(re.sub(r"[^\n]", " ", text[start:end]), source[Span(start, end)].runs)
            elif match[0] == "\\let" and (end := self._let(text, position)):
                new = Traced(re.sub(r"[^\n]", " ", text[start:end]), source[Span(start, end)].runs)
            elif match[0] in _OTHERWISE:
                if name := _NAME.match(text, position):
                    self._doubt(name[1] or name[2])
                continue
            elif match[0] in self.doubted:
                if depth:
                    raise _TooMuch(f"uses `{match[0]}`, which is defined in two ways")
                own = source.printed(Span(start, position)).start
                self.refused[own] = f"the macro `{match[0]}` is defined in two ways"
                continue
            elif (macro := self.macros.get(match[0]) or self._varied(match[0], text, position, closing)) and (
                use := _use(macro, text, position, closing)
            ):
                end = use.end
                if match[0] in self.borrowed and match[0] in self.provided:
                    self.used.add(match[0])
                new = self._written(match[0], macro, source, Span(start, end), use.arguments, depth)
            else:
                continue
            if end > start:
                parts += [source[Span(kept, start)], new]
                kept = position = end
        return _glued([*parts, source[Span(kept, len(text))]])

    def _closing(self, text: str) -> dict[int, int]:
        """For each `{`, where its `}` stands."""
        closing: dict[int, int] = {}
        opened: list[int] = []
        for match in self.token.finditer(text):
            if match[0] == "{":
                opened.append(match.start())
            elif match[0] == "}" and opened:
                closing[opened.pop()] = match.start()
        return closing

    def _written(
        self, name: str, macro: Macro, source: Traced, use: Span, arguments: list[Span | None], depth: int
    ) -> Traced:
        """What a use stands for; the use itself where that is too much."""
        if not depth:
            self.first_step, self.first_length = self.steps, self.length
        try:
            filled = self._filled(macro, source, use, arguments)
            if depth == MAX_DEPTH:
                raise _TooMuch(f"calls macros more than {MAX_DEPTH} deep; does it call itself?")
            return self.expand(filled, depth + 1)
        except _TooMuch as reason:
            if depth:
                raise
            self.refused[source.printed(use).start] = f"the macro `{name}` {reason}"
            return source[use]

    def _spend(self, length: int) -> None:
        """Counts a step; raises where a use, or all of a document, has taken too much."""
        self.steps -= 1
        self.length -= length
        if self.length < 0 or self.steps < 0:
            raise _TooMuch("is not expanded: all macros of the document together expand to too much")
        if self.first_length - self.length > MAX_LENGTH:
            raise _TooMuch(f"expands to more than {MAX_LENGTH:,} characters")
        if self.first_step - self.steps > MAX_STEPS:
            raise _TooMuch(f"expands in more than {MAX_STEPS:,} steps")

    def _filled(self, macro: Macro, source: Traced, use: Span, spans: list[Span | None]) -> Traced:
        """A body with its arguments put in. What is printed in the file stays where it is printed."""
        around = source.around(use)
        place = source.printed(use)
        own = around if len(around) % 2 else (*around, place)
        arguments = [
            Traced(macro.default or "", (Run(0, place.start, own),))
            if span is None
            else _within(source, span, own, around)
            for span in spans
        ]
        self._spend(macro.length(arguments))
        parts = [Traced(macro.texts[0], (Run(0, place.start, own),))]
        for slot, text in zip(macro.slots, macro.texts[1:], strict=True):
            parts += [arguments[slot], Traced(text, (Run(0, place.start, own),))]
        return _glued(parts)

    def _define(self, command: str, text: str, position: int, closing: dict[int, int]) -> int:
        """Where a definition that begins here ends, once it is noted; 0 where there is none."""
        name = _NAME.match(text, position)
        if name is None:
            return 0
        own = name[1] or name[2]
        found = _definition(command, text, name, closing)
        if found is None:
            self._doubt(own)
            return 0
        macro, end = found
        for alias in self.aliases.pop(own, ()):
            self._doubt(alias)
        if own in self.provided:
            self.provided.discard(own)
            del self.macros[own]
        before = self.macros.get(own)
        if command == _PROVIDE and (before is not None or own in _BUILT_IN):
            return end
        if own in self.doubted or before not in (None, macro):
            self._doubt(own)
        else:
            self.macros[own] = macro
        return end

    def _let(self, text: str, position: int) -> int:
        """Where `\\let\\new\\old` ends, once it is noted; 0 for a name that has a meaning, and for a sign."""
        found = _LET.match(text, position)
        if found is None:
            return 0
        own, meant = found.groups()
        if own in self.macros.keys() | self.doubted | commands.KNOWN or meant in self.doubted:
            return 0
        if meant not in self.macros:
            self.aliases.setdefault(meant, set()).add(own)
        self.macros[own] = self.macros.get(meant) or Macro((meant,), (), 0, None, len(meant), ())
        return found.end()

    def _doubt(self, name: str) -> None:
        """Takes a command for unknown from here on, if it was known."""
        if self.macros.pop(name, None) is not None:
            self.doubted.add(name)


def _definition(
    command: str, text: str, name: re.Match[str], closing: dict[int, int]
) -> tuple[Macro, int] | None:
    """A macro by what stands behind its name, and where that ends; `None` for what is not read."""
    position, arity, default = name.end(), 0, None
    if command in _NEW:
        if found := _COUNT.match(text, position):
            position, arity = found.end(), int(found[1])
            if optional := _DEFAULT.match(text, position):
                position, default = optional.end(), optional[1]
    elif command == "\\def":
        parameters = _PARAMETERS.match(text, position)
        if parameters is None:
            return None
        position, arity = parameters.end(), len(parameters[1]) // 2
    argument = _argument(text, position, closing)
    if argument is None:
        return None
    place, end = argument
    body = text[place.start : place.end]
    if command == _OPERATOR:
        body = f"\\operatorname{'*' if name[0].startswith('*') else ''}{{{body}}}"
    macro = _macro(body, arity, default)
    return None if macro is None else (macro, end)


def _macro(body: str, arity: int, default: str | None) -> Macro | None:
    """A macro with a body, comments and line ends taken out; `None` where it has other slots."""
    plain = " ".join(_COMMENT.sub(lambda match: match[1] or "", body).split())
    plain = _IN_MATH.sub(lambda match: match["bool"] or match["mode"] or "", plain)
    texts = _SLOT.split(plain)
    slots = tuple(int(number) - 1 for number in texts[1::2])
    if any(slot >= arity for slot in slots):
        return None
    counts = tuple(slots.count(slot) for slot in range(arity))
    return Macro(tuple(texts[::2]), slots, arity, default, len(plain), counts)


def _use(macro: Macro, text: str, position: int, closing: dict[int, int]) -> _Use | None:
    """The arguments of a use; `None` where some are missing."""
    arguments: list[Span | None] = []
    if macro.default is not None:
        given = _DEFAULT.match(text, position)
        arguments.append(Span(*given.span(1)) if given else None)
        position = given.end() if given else position
    while len(arguments) < macro.arity:
        found = _argument(text, position, closing)
        if found is None:
            return None
        arguments.append(found[0])
        position = found[1]
    return _Use(arguments, position)


def _within(source: Traced, span: Span, own: tuple[Span, ...], around: tuple[Span, ...]) -> Traced:
    """An argument, which now stands in the use `own` of a macro that is `around` itself."""
    argument = source[span]
    if own == around or not argument.text:
        return argument
    deeper = (*own, source.printed(span))
    runs = (run._replace(around=deeper + run.around[len(around) :]) for run in argument.runs)
    return Traced(argument.text, tuple(runs))


def _argument(text: str, position: int, closing: dict[int, int]) -> tuple[Span, int] | None:
    """Where the argument at a place stands, in braces or one sign, and where what it takes ends."""
    spaces = _SPACES.match(text, position)
    position = spaces.end() if spaces else position
    if text[position : position + 1] in ("", "}"):
        return None
    if text[position] == "{":
        end = closing.get(position)
        return None if end is None else (Span(position + 1, end), end + 1)
    one = _ONE.match(text, position)
    return None if one is None else (Span(*one.span()), one.end())


def _glued(parts: list[Traced]) -> Traced:
    """Texts in a row, none of them grown together with a command before it."""
    kept: list[Traced] = []
    for part in filter(_is_some, parts):
        if kept and part.text[0] in ascii_letters and _ends_in_command(kept[-1].text):
            kept.append(Traced(" ", part[Span(0, 1)].runs))
        kept.append(part)
    return joined(kept)


def _is_some(part: Traced) -> bool:
    return bool(part.text)


def _ends_in_command(text: str) -> bool:
    rest = text.rstrip(ascii_letters)
    return len(rest) < len(text) and rest.endswith("\\")
