r"""What is well-formed and not understood, as one token: an integral, a limit, a norm, a matrix.

Takes the tokens of a display; gives them with each such stretch as one `OPAQUE` token, which holds the tokens
that it is printed with. How far a construct reaches is a row of `REACH`. Where it is open, the longest
reach is taken: what stands for itself may hold more than it has to, and never less. Raises `Unsupported` for
what is left and stands for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from derivation.text import commands
from derivation.text.lexer import Tok
from derivation.text.source import Open, Source, Unsupported
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

_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_PRIMED: Final = "a prime at parentheses differentiates, or transposes"
_ENTRY: Final = "it is an entry of what a function gives"
_ACCENT: Final = "the accent stands on more than a name"
_JOINING: Final = frozenset({"and", "or"})
_OPERATING: Final = frozenset({"RELATION", "SIGN", "OPERATOR", "OPEN", "LBRACE", "CLOSE", "RBRACE"})
_AHEAD: Final = frozenset({"START", "SEPARATOR", "COLUMN", "RELATION", "SIGN", "OPERATOR", "OPEN", "LBRACE"})
"""What stands right before words that are a quantity."""

_BEHIND: Final = frozenset(
    {"END", "SEPARATOR", "COLUMN", "RELATION", "SIGN", "OPERATOR", "CLOSE", "RBRACE", "DOT", *_SCRIPTS}
)
_PROSE: Final = (
    commands.CONNECTIVES
    | commands.CONDITIONS
    | {word for words in commands.SUPPOSING_WORDS for word in words.split()}
    | _JOINING
)


def _is_listed(script: Sequence[Tok]) -> bool:
    """Whether a superscript holds several things, or an equation, `V^{1,2}`: it is no power."""
    depth = 0
    for token in script[1:-1]:
        depth += (token.kind in _OPENS) - (token.kind in _CLOSES)
        if not depth and token.kind in ("SEPARATOR", "RELATION"):
            return token.text in (",", ";") or token.kind == "RELATION"
    return False


def _is_strange(script: Sequence[Tok]) -> bool:
    """Whether a subscript holds what is no index: a colon, a relation, words, nothing before a comma."""
    kinds = {token.kind for token in script}
    first = [token.kind for token in script[:2]]
    return bool(kinds & {"RELATION", "WORDS", "UNKNOWN", "RAW", "DOTS", "BAR"}) or first == [
        "LBRACE",
        "SEPARATOR",
    ]


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
        start, end, note = len(self.sealed), index, ""
        if token.kind == "OPEN" and self.text(self.closing.get(index, index)) == "\\right.":
            end = self.closing[index] + 1
        elif token.kind == "OPEN" and self._is_remark(index):
            return self._remark(index)
        elif token.kind == "OPEN" and self._is_star(index):
            return self.closing[index] + 1
        elif token.kind == "OPEN" and index in self.closing and self._is_conditional(index):
            start, end = self._named(), self.closing[index] + 1
            note = (
                "" if self._is_eventful(start, index) else "what stands in its parentheses is not understood"
            )
        elif token.kind == "OPEN" and self._is_entry(index):
            start, end = self._applied(), self._entry_end(self.closing[index] + 1)
            primed = any(t.kind == "PRIME" for t in self.tokens[self.closing[index] : end])
            note = _PRIMED if primed else _ENTRY if start < len(self.sealed) else ""
        elif token.kind in ("SYMBOL", "NUMBER") and self._is_scripted(index):
            end = self.scripts_end(index + 1)
            end = self.argument_end(end) if self._is_filled(index, end) else end
            note = "what stands below it is no index"
        elif token.kind == "BIG" and self._is_told(index):
            end, note = self.term_end(index), "what it runs over is not understood"
        elif token.kind == "BAR" and self._is_double(index):
            end = self._norm_end(index)
        elif token.kind in ("BAR", "BAR_CLOSE") and self._evaluates(index):
            start, end = self._member_start(), self.scripts_end(index + 1)
            note = "the bar says where it is evaluated, and not how far to the left it reaches"
        elif token.kind == "WORDS" and self._is_operand(index):
            end, note = index + 1, "it is said in words"
        elif token.kind == "FUNCTION" and self._is_extremum(index):
            end = self._member_end(index)
        elif token.kind == "UNKNOWN" and index and self.kind(index - 1) in _SCRIPTS:
            return self._as_script(index)
        elif token.kind == "UNKNOWN":
            end = self.unknown_end(index)
        elif token.kind == "RAW":
            reach = REACH.get(token.text) or (_until if token.text.startswith("\\begin{") else None)
            end = reach(self, index) if reach else index
            if end <= index:
                raise refusal(token, self.source)
            note = _ACCENT if token.text in commands.ACCENTS else ""
            if token.text in _PAIRS and self._is_number(end):
                return self._with_index(index, end)
        if end <= index:
            self.sealed.append(token)
            return index + 1
        inside = (*(part for own in self.sealed[start:] for part in own.parts or (own,)),)
        own = (*inside, *self.tokens[index:end])
        self._seal(start, _as_norm(own) if token.kind == "BAR" and start == len(self.sealed) else own, note)
        return end

    def _seal(self, start: int, parts: tuple[Tok, ...], note: str = "") -> None:
        chosen = next((part for part in parts if part.kind == "CHOICE"), None)
        if chosen is not None:
            raise Unsupported(
                f"a choice of signs, `{chosen.text}`, is out of scope", self.source, chosen.span
            )
        self.sealed[start:] = [Tok("OPAQUE", printed(parts), parts[0].span.to(parts[-1].span), parts, note)]

    def _is_extremum(self, index: int) -> bool:
        """Whether something is the largest over what stands below it; a label `x_\\max` is not."""
        below = index > 0 and self.kind(index - 1) in _SCRIPTS
        return self.text(index) in commands.EXTREMA and self.kind(index + 1) in _SCRIPTS and not below

    def _as_script(self, index: int) -> int:
        """An unknown command that is all of a script, `A^\\T`, in braces."""
        token = self.tokens[index]
        self.sealed.append(Tok("LBRACE", "{", token.span))
        self._seal(len(self.sealed), (token,))
        self.sealed.append(Tok("RBRACE", "}", token.span))
        return index + 1

    def _with_index(self, index: int, end: int) -> int:
        """`\\|x\\|^2_H` is `\\|x\\|_H^2`: the subscript is of the norm, and the power is one."""
        below = self.argument_end(end + 1)
        after = self.argument_end(below + 1) if self.kind(below) == "SUBSCRIPT" else below
        self._seal(len(self.sealed), (*self.tokens[index:end], *self.tokens[below:after]))
        self.sealed += self.tokens[end:below]
        return after

    def _is_entry(self, index: int) -> bool:
        """Whether parentheses have a subscript or a prime, `(A x)_i`, `(f g)'`."""
        if index not in self.closing:
            return False
        place = self.closing[index] + 1
        scripts = self.tokens[place : self.scripts_end(place)]
        return any(token.kind in ("SUBSCRIPT", "PRIME") for token in self._outermost(scripts))

    def _entry_end(self, index: int) -> int:
        """Where scripts end, but for a power that stands last: `(A x)_i^2` is the square of an entry."""
        end = self.scripts_end(index)
        place = last = index
        while place < end:
            last = place
            place = place + 1 if self.kind(place) == "PRIME" else self.argument_end(place + 1)
        return last if self._is_number(last) and last > index else end

    def _is_number(self, index: int) -> bool:
        """Whether a script is a power for sure: a number above."""
        kinds = [self.kind(k) for k in range(index, self.argument_end(index + 1))]
        return kinds in (["SUPERSCRIPT", "NUMBER"], ["SUPERSCRIPT", "LBRACE", "NUMBER", "RBRACE"])

    def _outermost(self, tokens: Sequence[Tok]) -> Iterator[Tok]:
        """The tokens that stand in no braces and no parentheses."""
        depth = 0
        for token in tokens:
            depth += token.kind in _OPENS
            if not depth:
                yield token
            depth -= token.kind in _CLOSES

    def _applied(self) -> int:
        """Where the name, or the function, begins that stands right before parentheses; else the end."""
        last = len(self.sealed) - 1
        return last if last >= 0 and self.sealed[last].kind == "FUNCTION" else self._named()

    def _is_scripted(self, index: int) -> bool:
        """Whether a subscript is neither an index nor a label: `S_{,q}`, `x_{1:d}`, `E_{z \\sim p}`, `1_A`."""
        if self.kind(index - 1) in _SCRIPTS and index:
            return False
        place = index + 1
        while self.kind(place) in _SCRIPTS or self.kind(place) == "PRIME":
            if self.kind(place) == "PRIME":
                place += 1
                continue
            end = self.argument_end(place + 1)
            own = self.tokens[place + 1 : end]
            strange = _is_strange(own) if self.kind(place) == "SUBSCRIPT" else _is_listed(own)
            if strange or (self.kind(index) == "NUMBER" and self.kind(place) == "SUBSCRIPT"):
                return True
            place = end
        return False

    def _is_told(self, index: int) -> bool:
        """Whether a sum runs over what a condition or words say, `\\sum_{x : p(x) > 0}`."""
        over = self.tokens[index + 1 : self.scripts_end(index + 1)]
        return any(t.kind == "WORDS" or (t.kind == "RAW" and t.text == ":") for t in over)

    def _is_filled(self, index: int, end: int) -> bool:
        """Whether what has such a subscript is applied to what stands in the parentheses behind it."""
        return self.kind(end) == "OPEN" and end in self.closing

    def _is_double(self, index: int) -> bool:
        """Whether `||` opens a norm, which another closes."""
        return self._joins_bar(index) and self._norm_end(index) > index

    def _joins_bar(self, index: int) -> bool:
        here = self.tokens[index : index + 2]
        return [t.kind for t in here] == ["BAR", "BAR"] and here[0].span.end == here[1].span.start

    def _norm_end(self, index: int) -> int:
        """Behind the `||` that closes a norm, and its subscript; the place itself where none does."""
        if self.sealed and self.sealed[-1].kind in _VALUE and self._is_enclosed(index):
            return index
        place = index + 2
        while place < len(self.tokens):
            if self._joins_bar(place) and place > index + 2:
                behind = place + 2
                return self.argument_end(behind + 1) if self.kind(behind) == "SUBSCRIPT" else behind
            if self.kind(place) in _ENDS - {"SEPARATOR"} or self.kind(place) in _CLOSES:
                return index
            place = self.argument_end(place)
        return index

    def _is_enclosed(self, index: int) -> bool:
        """Whether a place stands in parentheses that hold no other `||`: `D(p || q)`."""
        around = [o for o, c in self.closing.items() if o < index < c and self.kind(o) == "OPEN"]
        if not around:
            return False
        inner = range(max(around) + 1, self.closing[max(around)])
        return sum(self._joins_bar(k) for k in inner) == 1

    def _evaluates(self, index: int) -> bool:
        """Whether a bar has limits, `\\frac{x^2}{2} \\Big|_0^1`, and closes nothing."""
        ends = bool(self.sealed) and self.sealed[-1].kind in (*_VALUE, "OPAQUE")
        if self.kind(index + 1) not in _SCRIPTS or not ends or index in self.closing.values():
            return False
        own = self.sealed[self._member_start() :]
        bars = sum(t.kind in ("BAR", "BAR_OPEN") for t in own) - sum(t.kind == "BAR_CLOSE" for t in own)
        return not bars % 2 and bool(own)

    def _member_start(self) -> int:
        """Where the side, or what stands in the parentheses, begins that is being read."""
        depth = 0
        for place in range(len(self.sealed) - 1, -1, -1):
            kind = self.sealed[place].kind
            depth += (kind in _CLOSES) - (kind in _OPENS)
            if depth < 0 or (not depth and kind in _ENDS):
                return place + 1
        return 0

    def _is_operand(self, index: int) -> bool:
        """Whether words are a quantity: `\\frac{\\text{rise in height}}{\\text{run}}`."""
        before = self.kind(index - 1) if index else "START"
        after = self.kind(index + 1)
        words = set(re.findall("[a-z.]+", self.text(index).lower()))
        if words <= _PROSE or "$" in self.text(index) or not words.isdisjoint(commands.CONDITIONS):
            return False
        opens = before in ("START", "SEPARATOR", "COLUMN") and self.text(index + 1) == "-"
        inside = before in _AHEAD and after in _BEHIND and not opens
        return inside and (before in _OPERATING or after in _OPERATING)

    def _is_remark(self, index: int) -> bool:
        """Whether parentheses beside an equation hold words, and no equation: `(by symmetry)`."""
        if index not in self.closing or (self.sealed and self.sealed[-1].kind not in _ENDS):
            return False
        inner = self.tokens[index + 1 : self.closing[index]]
        beside = self.kind(self.closing[index] + 1) in ("END", "SEPARATOR", "DOT", "WORDS")
        words = any(token.kind == "WORDS" for token in inner)
        return (
            bool(self.sealed)
            and beside
            and words
            and not any(t.kind in ("RELATION", "CHOICE") for t in inner)
        )

    def _is_star(self, index: int) -> bool:
        """Whether `(*)` is the mark of an equation, which stands beside it."""
        if (
            index not in self.closing
            or not self.sealed
            or self.sealed[-1].kind not in ("SEPARATOR", "COLUMN")
        ):
            return False
        inner = [token.text for token in self.tokens[index + 1 : self.closing[index]]]
        ends = self.kind(self.closing[index] + 1) in ("END", "SEPARATOR", "DOT")
        return ends and bool(inner) and set(inner) <= commands.STARS

    def _remark(self, index: int) -> int:
        close = self.closing[index]
        span = self.tokens[index].span.to(self.tokens[close].span)
        self.sealed.append(Tok("WORDS", " ".join(t.text for t in self.tokens[index : close + 1]), span))
        return close + 1

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

    def applied_end(self, index: int, end: int) -> int:
        """Behind the parentheses that what ends at a place is applied to, and their scripts."""
        applied = self.kind(index) in ("SYMBOL", "FUNCTION", "INDICATOR") and self.kind(end) == "OPEN"
        return self.scripts_end(self.argument_end(end)) if applied else end

    def accent_end(self, index: int) -> int:
        """Behind what an accent stands on, and its scripts."""
        held = index + 1 < len(self.tokens) and self.kind(index + 1) not in _ENDS | _CLOSES
        return self.scripts_end(self.argument_end(index + 1)) if held else index

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
        if any(self._joins_bar(k) for k in range(index + 1, close)) and self._is_divergence(index):
            return True
        if any(self.kind(k) == "RAW" and self.text(k) == ":" for k in range(index + 1, close)):
            return True
        if self._is_worded(index) or [t.kind for t in self.tokens[index + 1 : close]] == ["OPERATOR"]:
            return True
        return related and self._named() < len(self.sealed)

    def _is_eventful(self, start: int, index: int) -> bool:
        """Whether a name is that of a probability, or there is none, and a bar or an equation stands behind it."""
        inner = self.tokens[index : self.closing[index]]
        if any(t.kind == "WORDS" or (t.kind == "RAW" and t.text == ":") for t in inner):
            return False
        return start >= len(self.sealed) or self.sealed[start].text in _EVENTFUL

    def _is_divergence(self, index: int) -> bool:
        """Whether `D(p || q)` stands here: one `||` between two things."""
        inner = [k for k in range(index + 1, self.closing[index]) if self._joins_bar(k)]
        return len(inner) == 1 and self.kind(inner[0] - 1) in _VALUE

    def _is_worded(self, index: int) -> bool:
        """Whether words stand in parentheses, besides signs and names: they say what these hold."""
        inner = range(index + 1, self.closing[index])
        named = self._named() < len(self.sealed)
        words = [k for k in inner if self.kind(k) == "WORDS" and (named or not self._is_operand(k))]
        joining = any(self.text(k).lower().strip(" ,.;:") in _JOINING for k in words)
        related = any(self.kind(k) in ("RELATION", "LEAD", "CHOICE") for k in inner)
        behind = self.sealed[-1].kind if self.sealed else "SEPARATOR"
        return bool(words) and not joining and not related and behind in (*_VALUE, *_OPERATING, "FUNCTION")

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


def _as_norm(parts: tuple[Tok, ...]) -> tuple[Tok, ...]:
    """`||x||_2` as the norm that it is."""
    kept: list[Tok] = []
    for part in parts:
        if part.kind == "BAR" and kept and kept[-1].kind == "BAR" and kept[-1].span.end == part.span.start:
            kept[-1] = Tok("RAW", "\\|", kept[-1].span.to(part.span))
        else:
            kept.append(part)
    return tuple(kept)


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
    | dict.fromkeys(commands.ACCENTS, _Sealing.accent_end)
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
    return (
        _Sealing(tokens, source).all()
        if any(map(_may_be_sealed, tokens, tokens[1:] + tokens[-1:]))
        else tokens
    )


def _may_be_sealed(token: Tok, after: Tok) -> bool:
    """Whether something may stand for itself that begins with a token, or ends with it."""
    if token.kind == "OPEN" or token.kind in ("RAW", "BAR", "BAR_CLOSE", "UNKNOWN", "WORDS"):
        return True
    scripted = token.kind in ("SYMBOL", "NUMBER", "SUPERSCRIPT") or token.kind in _CLOSES
    return token.text in commands.EXTREMA or (scripted and after.kind in _SCRIPTS)


def widened(tokens: list[Tok], found: Open, source: Source) -> list[Tok]:
    """The tokens with what is open sealed: from where it begins to the end of its term, or of its name."""
    place = next((k for k, token in enumerate(tokens) if token.span.start >= found.span.start), len(tokens))
    sealing = _Sealing(tokens, source)
    if found.term:
        end = sealing.stretch_end(place, _ENDS | {"SIGN", "DOT"})
    else:
        end = next((k for k, t in enumerate(tokens) if t.span.start >= found.span.end), len(tokens))
        end = sealing.applied_end(place, end)
    own = [part for token in tokens[place:end] for part in token.parts or (token,)]
    if not own or (end == place + 1 and tokens[place].kind == "OPAQUE"):
        raise found
    span = own[0].span.to(own[-1].span)
    return [*tokens[:place], Tok("OPAQUE", printed(own), span, tuple(own), found.message), *tokens[end:]]


def node_of(token: Tok) -> Sealed:
    """The syntax node of an `OPAQUE` token."""
    texts = [part.text for part in token.parts]
    unknown = any(part.kind == "UNKNOWN" for part in token.parts)
    hiding = (
        bool(token.note)
        or unknown
        or not _HIDING.isdisjoint(texts)
        or any(part.kind == "BAR" for part in token.parts)
    )
    for part, after in zip(token.parts, (*token.parts[1:], None), strict=True):
        applied = after is not None and after.text == "("
        hiding |= part.kind == "PRIME" or (part.text in _CUSTOMARY and not applied)
    array = texts[0] not in _NUMBERS and (
        unknown
        or not _ARRAY_SIGNS.isdisjoint(texts)
        or any(t.startswith(_ARRAYS) and not t.startswith(_BY_CASES) for t in texts)
        or any(a == "^" and b == "T" for a, b in pairwise(texts))
        or (":" in texts and token.parts[0].kind == "SYMBOL")
        or (token.parts[0].kind == "OPEN" and token.parts[-1].kind == "PRIME")
    )
    return Sealed(_pieces(token.parts), _letters(token.parts), array, not hiding, token.span, token.note)


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
    """What some tokens are printed with; a factorial is a superscript in trees alone."""
    after = (*(part.text for part in parts[1:]), "")
    return tuple(
        _piece(part)
        for part, sign in zip(parts, after, strict=True)
        if sign != commands.FACTORIAL or part.text != "^"
    )


def _piece(part: Tok) -> str:
    if part.kind == "WORDS":
        return f"\\text{{{part.text}}}"
    return f"\\mathrm{{{part.text}}}" if _WORD.fullmatch(part.text) else part.text


def printed(parts: Sequence[Tok]) -> str:
    """The LaTeX of a stretch of tokens."""
    return Sealed(_pieces(tuple(parts))).latex
