r"""How far something reaches among the tokens of a display: an integral, a limit, a norm, a term.

Takes tokens; gives the index behind a stretch, or the index itself where there is none. Where a stretch is
open, the longest reach is taken. What is sealed is decided in `sealing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from derivation.text import commands
from derivation.text.lexer import Tok

OPENS: Final = frozenset({"OPEN", "LBRACE", "BAR_OPEN", "DEGREE_OPEN"})
CLOSES: Final = frozenset({"CLOSE", "RBRACE", "BAR_CLOSE", "DEGREE_CLOSE"})
SCRIPTS: Final = frozenset({"SUBSCRIPT", "SUPERSCRIPT"})
ENDS: Final = frozenset({"RELATION", "SEPARATOR", "WORDS", "LEAD", "COLUMN"})
PAIRS: Final = {
    "\\langle": "\\rangle",
    "\\lVert": "\\rVert",
    "\\|": "\\|",
    "\\Vert": "\\Vert",
    "\\lfloor": "\\rfloor",
    "\\lceil": "\\rceil",
}
FOLDS: Final = {"\\int": 1, "\\oint": 1, "\\iint": 2, "\\iiint": 3}
_CLOSING: Final = frozenset({"\\right.", *(PAIRS[k] for k in PAIRS if PAIRS[k] != k)})


class Stretches:
    """Tokens, and how far what begins at one of them reaches."""

    def __init__(self, tokens: Sequence[Tok]) -> None:
        self.tokens = tokens
        self.closing = _closing(tokens)

    def kind(self, index: int) -> str:
        return self.tokens[index].kind if index < len(self.tokens) else "END"

    def text(self, index: int) -> str:
        return self.tokens[index].text if index < len(self.tokens) else ""

    def scripts_end(self, index: int) -> int:
        """Where the subscripts and superscripts from `index` on end."""
        while self.kind(index) in SCRIPTS or self.kind(index) == "PRIME":
            index = index + 1 if self.kind(index) == "PRIME" else self.argument_end(index + 1)
        return index

    def argument_end(self, index: int) -> int:
        return self.closing.get(index, index) + 1

    def stretch_end(self, index: int, stops: frozenset[str]) -> int:
        """Where what begins at `index` ends: before one of some tokens, or what closes what is around it."""
        while index < len(self.tokens):
            if self.kind(index) in stops or self.kind(index) in CLOSES or self.text(index) in _CLOSING:
                return index
            index = self.argument_end(index)
        return index

    def member_end(self, index: int) -> int:
        start = self.scripts_end(index + 1)
        end = self.stretch_end(start, ENDS)
        return end if end > start else index

    def term_end(self, index: int) -> int:
        start = self.scripts_end(index + 1)
        if self.kind(start) == "OPERATOR":
            start += 1
        end = self.stretch_end(start, ENDS | {"SIGN"})
        return end if end > start else index

    def unknown_end(self, index: int) -> int:
        """The groups right behind a command that nobody knows, its scripts, and what it may be applied to."""
        place = index + 1
        while self.kind(place) == "LBRACE":
            place = self.argument_end(place)
        place = self.scripts_end(place)
        applied = self.kind(place) not in ENDS | CLOSES | {"SIGN", "OPERATOR", "END"}
        return self.stretch_end(place, ENDS | {"SIGN"}) if applied else place

    def operand_end(self, index: int) -> int:
        """The parentheses right behind an operator, else the rest of the term."""
        start = self.scripts_end(index + 1)
        if self.kind(start) == "OPEN" and start in self.closing:
            return self.closing[start] + 1
        return self.term_end(index)

    def integral_end(self, index: int) -> int:
        """Behind as many differentials as there are integrals; else the rest of the member."""
        start = place = self.scripts_end(index + 1)
        wanted = FOLDS.get(self.text(index), 1)
        end = self.stretch_end(start, ENDS)
        while place < end:
            wanted += FOLDS.get(self.text(place), 0)
            if self.is_differential(place):
                wanted -= 1
                place = self.differential_end(place)
                if not wanted and place <= end and start < place - 2:
                    return place
                continue
            place = self.argument_end(place)
        return end if end > start else index

    def is_differential(self, index: int) -> bool:
        after = index + 1
        while self.kind(after) == "SUPERSCRIPT":
            after = self.argument_end(after + 1)
        scripted = self.kind(index - 1) in SCRIPTS
        return self.text(index) == "d" and self.kind(after) in ("SYMBOL", "LBRACE") and not scripted

    def differential_end(self, index: int) -> int:
        after = self.scripts_end(index + 1)
        return self.scripts_end(self.argument_end(after))

    def pair_end(self, index: int) -> int:
        """Behind the sign that closes an inner product, a norm; with the subscript of a norm."""
        close = PAIRS[self.text(index)]
        place = index + 1
        while place < len(self.tokens) and self.text(place) != close:
            if self.kind(place) in ENDS - {"SEPARATOR"} or self.kind(place) in CLOSES:
                return index
            nested = self.text(place) in PAIRS and self.kind(place) == "RAW"
            place = (
                self.pair_end(place) if nested and self.pair_end(place) > place else self.argument_end(place)
            )
        if place >= len(self.tokens) or place == index + 1:
            return index
        return self.argument_end(place + 2) if self.kind(place + 1) == "SUBSCRIPT" else place + 1

    def environment_end(self, index: int) -> int:
        name = self.text(index)
        depth = 0
        for place in range(index, len(self.tokens)):
            depth += self.text(place) == name
            depth -= self.text(place) == name.replace("\\begin", "\\end")
            if not depth:
                return place + 1
        return index

    def applied_end(self, index: int, end: int) -> int:
        """Behind the parentheses that what ends at a place is applied to, and their scripts."""
        applied = self.kind(index) in ("SYMBOL", "FUNCTION", "INDICATOR") and self.kind(end) == "OPEN"
        return self.scripts_end(self.argument_end(end)) if applied else end

    def accent_end(self, index: int) -> int:
        """Behind what an accent stands on, and its scripts."""
        held = index + 1 < len(self.tokens) and self.kind(index + 1) not in ENDS | CLOSES
        return self.scripts_end(self.argument_end(index + 1)) if held else index

    def invisible_end(self, index: int) -> int:
        """Behind what closes `\\left.`, with its scripts: `\\left. x \\right|_{x=0}`."""
        close = self.closing.get(index, index)
        return self.scripts_end(close + 1) if close > index else index


_Reach = Callable[[Stretches, int], int]
REACH: Final[Mapping[str, _Reach]] = (
    dict.fromkeys(FOLDS, Stretches.integral_end)
    | dict.fromkeys(
        ("\\lim", "\\limsup", "\\liminf", "\\sup", "\\inf", "\\arg", "\\argmax", "\\argmin"),
        Stretches.member_end,
    )
    | dict.fromkeys(
        (
            *("\\det", "\\tr", "\\Tr", "\\trace", "\\rank", "\\diag", "\\dim", "\\ker", "\\gcd"),
            *("\\Pr", "\\Re", "\\Im", "\\mathbb{E}", "\\mathbb{P}"),
        ),
        Stretches.operand_end,
    )
    | dict.fromkeys(commands.ACCENTS, Stretches.accent_end)
    | {"\\nabla": Stretches.term_end, "\\left.": Stretches.invisible_end}
    | dict.fromkeys(PAIRS, Stretches.pair_end)
)
"""Where a construct ends, by the command that it begins with; all of a matrix, whatever it is called."""


def _closing(tokens: Sequence[Tok]) -> dict[int, int]:
    """For what opens, what closes it; `\\left.` and `\\right.` pair with anything."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind in OPENS or token.text == "\\left.":
            opened.append(index)
        elif (token.kind in CLOSES or token.text == "\\right.") and opened:
            found[opened.pop()] = index
    return found
