r"""What is well-formed and not understood, as one token: an integral, a limit, a norm, a matrix.

Takes the tokens of a display; gives them with each such stretch as one `OPAQUE` token, which holds the tokens
that it is printed with. How far a construct reaches is a row of `REACH`. Where it is open, the longest
reach is taken: what stands for itself may hold more than it has to, and never less. Raises `Unsupported` for
what is left and stands for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from derivation.late import regex
from derivation.text import commands
from derivation.text.lexer import Tok
from derivation.text.source import Source, Unsupported
from derivation.text.syntax import Sealed

_OPENS: Final = frozenset({"OPEN", "LBRACE", "BAR_OPEN", "DEGREE_OPEN"})
_CLOSES: Final = frozenset({"CLOSE", "RBRACE", "BAR_CLOSE", "DEGREE_CLOSE"})
_SCRIPTS: Final = frozenset({"SUBSCRIPT", "SUPERSCRIPT"})
_ENDS: Final = frozenset({"RELATION", "SEPARATOR", "WORDS", "LEAD", "COLUMN"})
_VALUE: Final = frozenset({"NUMBER", "SYMBOL", "CLOSE", "RBRACE", "BAR_CLOSE", "PRIME"})
_PAIRS: Final = {
    "\\langle": "\\rangle",
    "\\lVert": "\\rVert",
    "\\|": "\\|",
    "\\Vert": "\\Vert",
    "\\lfloor": "\\rfloor",
    "\\lceil": "\\rceil",
}
_HIDING: Final = frozenset({"\\langle", "\\nabla", "\\mid", "\\mathbb{E}", "\\mathbb{P}", "\\Pr", "\\left."})
"""What depends on more than it shows: a distribution, the point at which a gradient is taken."""

_CUSTOMARY: Final = frozenset({"f", "g", "h", "F", "G", "\\phi", "\\varphi", "\\psi", "\\Phi", "\\Psi"})
"""Names of functions by custom: without an argument, they hide what they depend on."""

_ARRAYS: Final = ("\\mathbf{", "\\vec{", "\\begin{")
_ARRAY_SIGNS: Final = frozenset(
    {"\\nabla", "\\diag", "\\top", "\\dagger", "\\intercal", "\\odot", "\\otimes"}
)
_NUMBERS: Final = frozenset(
    {
        *_PAIRS,
        "\\det",
        "\\tr",
        "\\Tr",
        "\\trace",
        "\\rank",
        "\\dim",
        "\\Pr",
        "\\mathbb{P}",
        "\\begin{vmatrix}",
    }
)
"""What is a number, whatever it holds."""

_EVENTFUL: Final = frozenset({"P", "p", "Pr", "Prob", "q", "Q", "\\mathbb{P}"})
"""Names before parentheses that may hold an equation: the probability of it."""

_WORD: Final = regex(r"[A-Za-z]{2,}")


class _Sealing:
    def __init__(self, tokens: Sequence[Tok], source: Source) -> None:
        self.tokens = tokens
        self.source = source
        self.closing = _closing(tokens)
        self.sealed: list[Tok] = []

    def kind(self, index: int) -> str:
        return self.tokens[index].kind if index < len(self.tokens) else "END"

    def text(self, index: int) -> str:
        return self.tokens[index].text if index < len(self.tokens) else ""

    def all(self) -> list[Tok]:
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        return self.sealed

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        start, end = len(self.sealed), index
        if token.kind == "OPEN" and self.text(self.closing.get(index, index)) == "\\right.":
            end = self.closing[index] + 1
        elif token.kind == "OPEN" and index in self.closing and self._is_conditional(index):
            start, end = self._named(), self.closing[index] + 1
        elif token.kind == "OPEN" and self._is_entry(index):
            end = self.scripts_end(self.closing[index] + 1)
        elif token.kind == "FUNCTION" and token.text in commands.EXTREMA and self.kind(index + 1) in _SCRIPTS:
            end = self._member_end(index)
        elif token.kind == "UNKNOWN":
            end = self.unknown_end(index)
        elif token.kind == "RAW":
            reach = REACH.get(token.text) or (_until if token.text.startswith("\\begin{") else None)
            end = reach(self, index) if reach else index
            if end <= index:
                raise refusal(token, self.source)
        if end <= index:
            self.sealed.append(token)
            return index + 1
        inside = (*(part for own in self.sealed[start:] for part in own.parts or (own,)),)
        self._seal(start, (*inside, *self.tokens[index:end]))
        return end

    def _seal(self, start: int, parts: tuple[Tok, ...]) -> None:
        chosen = next((part for part in parts if part.kind == "CHOICE"), None)
        if chosen is not None:
            raise Unsupported(
                f"a choice of signs, `{chosen.text}`, is out of scope", self.source, chosen.span
            )
        self.sealed[start:] = [Tok("OPAQUE", printed(parts), parts[0].span.to(parts[-1].span), parts)]

    def _is_entry(self, index: int) -> bool:
        """Whether parentheses that belong to no name have a subscript, `(A x)_i`."""
        last = self.sealed[-1].kind if self.sealed else ""
        applied = self._named() < len(self.sealed) or last == "FUNCTION"
        return index in self.closing and self.kind(self.closing[index] + 1) == "SUBSCRIPT" and not applied

    # How far something reaches

    def scripts_end(self, index: int) -> int:
        """Where the subscripts and superscripts from `index` on end."""
        while self.kind(index) in _SCRIPTS or self.kind(index) == "PRIME":
            index = index + 1 if self.kind(index) == "PRIME" else self.argument_end(index + 1)
        return index

    def argument_end(self, index: int) -> int:
        return self.closing.get(index, index) + 1

    def stretch_end(self, index: int, stops: frozenset[str]) -> int:
        """Where what begins at `index` ends: before one of some tokens, or what closes what is around it."""
        while index < len(self.tokens):
            if self.kind(index) in stops or self.kind(index) in _CLOSES or self.text(index) in _CLOSING:
                return index
            index = self.argument_end(index)
        return index

    def _member_end(self, index: int) -> int:
        start = self.scripts_end(index + 1)
        end = self.stretch_end(start, _ENDS)
        return end if end > start else index

    def term_end(self, index: int) -> int:
        start = self.scripts_end(index + 1)
        if self.kind(start) == "OPERATOR":
            start += 1
        end = self.stretch_end(start, _ENDS | {"SIGN"})
        return end if end > start else index

    def unknown_end(self, index: int) -> int:
        """The groups right behind a command that nobody knows, its scripts, and what it may be applied to."""
        place = index + 1
        while self.kind(place) == "LBRACE":
            place = self.argument_end(place)
        place = self.scripts_end(place)
        applied = self.kind(place) not in _ENDS | _CLOSES | {"SIGN", "OPERATOR", "END"}
        return self.stretch_end(place, _ENDS | {"SIGN"}) if applied else place

    def operand_end(self, index: int) -> int:
        """The parentheses right behind an operator, else the rest of the term."""
        start = self.scripts_end(index + 1)
        if self.kind(start) == "OPEN" and start in self.closing:
            return self.closing[start] + 1
        return self.term_end(index)

    def integral_end(self, index: int) -> int:
        """Behind as many differentials as there are integrals; else the rest of the member."""
        start = place = self.scripts_end(index + 1)
        wanted = _FOLDS.get(self.text(index), 1)
        end = self.stretch_end(start, _ENDS)
        while place < end:
            wanted += _FOLDS.get(self.text(place), 0)
            if self._is_differential(place):
                wanted -= 1
                place = self.differential_end(place)
                if not wanted and place <= end and start < place - 2:
                    return place
                continue
            place = self.argument_end(place)
        return end if end > start else index

    def _is_differential(self, index: int) -> bool:
        after = index + 1
        while self.kind(after) == "SUPERSCRIPT":
            after = self.argument_end(after + 1)
        scripted = self.kind(index - 1) in _SCRIPTS
        return self.text(index) == "d" and self.kind(after) in ("SYMBOL", "LBRACE") and not scripted

    def differential_end(self, index: int) -> int:
        after = self.scripts_end(index + 1)
        return self.scripts_end(self.argument_end(after))

    def pair_end(self, index: int) -> int:
        """Behind the sign that closes an inner product, a norm; with the subscript of a norm."""
        close = _PAIRS[self.text(index)]
        place = index + 1
        while place < len(self.tokens) and self.text(place) != close:
            if self.kind(place) in _ENDS - {"SEPARATOR"} or self.kind(place) in _CLOSES:
                return index
            nested = self.text(place) in _PAIRS and self.kind(place) == "RAW"
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

    def invisible_end(self, index: int) -> int:
        """Behind what closes `\\left.`, with its scripts: `\\left. x \\right|_{x=0}`."""
        close = self.closing.get(index, index)
        return self.scripts_end(close + 1) if close > index else index

    # Parentheses with a bar, or an equation, in them

    def _is_conditional(self, index: int) -> bool:
        close = self.closing[index]
        place, bars, signs, related = index + 1, 0, 0, False
        while place < close:
            if self.text(place) == "\\mid":
                return True
            signs += self.kind(place) == "BAR"
            bars += self.kind(place) == "BAR" and self.kind(place - 1) in _VALUE and place + 1 < close
            related |= self.kind(place) == "RELATION"
            place = self.argument_end(place)
        if bars and signs % 2:  # bars in pairs are absolute values
            return True
        start = self._named()
        named = start < len(self.sealed) and self.sealed[start].text in _EVENTFUL
        return related and named

    def _named(self) -> int:
        """Where the name begins that stands right before, with its scripts; the end where there is none."""
        place = len(self.sealed) - 1
        while place > 0:
            if self.sealed[place].kind == "PRIME":
                place -= 1
                continue
            first = place if self.sealed[place].kind != "RBRACE" else self._opened(place)
            if self.sealed[first - 1].kind not in _SCRIPTS:
                break
            place = first - 2
        named = place >= 0 and self.sealed[place].kind == "SYMBOL"
        return place if named else len(self.sealed)

    def _opened(self, place: int) -> int:
        depth = 0
        for first in range(place, 0, -1):
            depth += (self.sealed[first].kind == "RBRACE") - (self.sealed[first].kind == "LBRACE")
            if not depth:
                return first
        return place


def _until(sealing: _Sealing, index: int) -> int:
    return sealing.environment_end(index)


_Reach = Callable[[_Sealing, int], int]
_FOLDS: Final = {"\\int": 1, "\\oint": 1, "\\iint": 2, "\\iiint": 3}
_CLOSING: Final = frozenset({"\\right.", *(_PAIRS[k] for k in _PAIRS if _PAIRS[k] != k)})
REACH: Final[Mapping[str, _Reach]] = (
    dict.fromkeys(_FOLDS, _Sealing.integral_end)
    | dict.fromkeys(
        ("\\lim", "\\limsup", "\\liminf", "\\sup", "\\inf", "\\arg", "\\argmax", "\\argmin"),
        _Sealing._member_end,
    )
    | dict.fromkeys(
        (
            *("\\det", "\\tr", "\\Tr", "\\trace", "\\rank", "\\diag", "\\dim", "\\ker", "\\gcd"),
            *("\\Pr", "\\Re", "\\Im", "\\mathbb{E}", "\\mathbb{P}"),
        ),
        _Sealing.operand_end,
    )
    | {"\\nabla": _Sealing.term_end, "\\left.": _Sealing.invisible_end}
    | dict.fromkeys(_PAIRS, _Sealing.pair_end)
)
"""Where a construct ends, by the command that it begins with; all of a matrix, whatever it is called."""


def refusal(token: Tok, source: Source) -> Unsupported:
    """What a command that stands for nothing is, in words."""
    what = commands.UNSUPPORTED.get(token.text) or _ENVIRONMENTS.get(token.text) or "an empty delimiter"
    return Unsupported(f"{what}, `{token.text}`, is out of scope", source, token.span)


_ENVIRONMENTS: Final = {
    f"\\{side}{{{name}}}": what
    for name, what in commands.UNSUPPORTED_ENVIRONMENTS.items()
    for side in ("begin", "end")
}


def _closing(tokens: Sequence[Tok]) -> dict[int, int]:
    """For what opens, what closes it; `\\left.` and `\\right.` pair with anything."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind in _OPENS or token.text == "\\left.":
            opened.append(index)
        elif (token.kind in _CLOSES or token.text == "\\right.") and opened:
            found[opened.pop()] = index
    return found


def sealed(tokens: list[Tok], source: Source) -> list[Tok]:
    """The tokens of a display, each stretch that stands for itself as one."""
    entry = any(a.kind == "CLOSE" and b.kind == "SUBSCRIPT" for a, b in pairwise(tokens))
    if not entry and not any(
        t.kind in ("RAW", "BAR", "UNKNOWN") or t.text in commands.EXTREMA or t.text in _EVENTFUL
        for t in tokens
    ):
        return tokens
    return _Sealing(tokens, source).all()


def node_of(token: Tok) -> Sealed:
    """The syntax node of an `OPAQUE` token."""
    texts = [part.text for part in token.parts]
    unknown = any(part.kind == "UNKNOWN" for part in token.parts)
    hiding = unknown or not _HIDING.isdisjoint(texts) or any(part.kind == "BAR" for part in token.parts)
    for part, after in zip(token.parts, (*token.parts[1:], None), strict=True):
        applied = after is not None and after.text == "("
        hiding |= part.kind == "PRIME" or (part.text in _CUSTOMARY and not applied)
    array = texts[0] not in _NUMBERS and (
        unknown
        or not _ARRAY_SIGNS.isdisjoint(texts)
        or any(t.startswith(_ARRAYS) and not t.startswith(_BY_CASES) for t in texts)
        or any(a == "^" and b == "T" for a, b in pairwise(texts))
    )
    return Sealed(_pieces(token.parts), _letters(token.parts), array, not hiding, token.span)


_BY_CASES: Final = ("\\begin{cases", "\\begin{dcases", "\\begin{rcases")


_OVER: Final = frozenset(("\\lim", "\\limsup", "\\liminf", "\\sup", "\\inf", "\\argmax", "\\argmin"))
"""What a letter below runs over, which nothing outside knows."""


def _letters(parts: tuple[Tok, ...]) -> tuple[str, ...]:
    """The names that stand in a stretch, without those that it binds alone."""
    names = [part.text for part in parts if part.kind == "SYMBOL"]
    bound = {
        after.text
        for before, after in pairwise(parts)
        if before.text == "d" and after.kind == "SYMBOL" and parts[0].text in _FOLDS
    }
    if parts[0].text in commands.EXTREMA | _OVER:
        running = (part.text for part in parts[1 : _limits_end(parts)] if part.kind == "SYMBOL")
        over = next(running, "")
        names = [name for name in names if name != over]
    if parts[0].text in _FOLDS and parts[0].text != "\\oint":
        limits = {part.text for part in parts[1 : _limits_end(parts)]}
        names = [name for name in names if name not in bound - limits and name != "d"]
    return tuple(dict.fromkeys(names))


def _limits_end(parts: tuple[Tok, ...]) -> int:
    """Where the limits of an integral end."""
    place = 1
    while place < len(parts) and parts[place].kind in _SCRIPTS:
        depth = 0
        place += 1
        while place < len(parts):
            depth += (parts[place].kind == "LBRACE") - (parts[place].kind == "RBRACE")
            place += 1
            if not depth:
                break
    return place


def _pieces(parts: tuple[Tok, ...]) -> tuple[str, ...]:
    return tuple(_piece(part) for part in parts)


def _piece(part: Tok) -> str:
    if part.kind == "WORDS":
        return f"\\text{{{part.text}}}"
    return f"\\mathrm{{{part.text}}}" if _WORD.fullmatch(part.text) else part.text


def printed(parts: Sequence[Tok]) -> str:
    """The LaTeX of a stretch of tokens."""
    return Sealed(_pieces(tuple(parts))).latex
