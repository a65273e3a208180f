r"""What is well-formed and not understood, as one token: an integral, a limit, a norm, a matrix.

Takes the tokens of a display; gives them with each such stretch as one `OPAQUE` token, which holds the
tokens that it is printed with. What is one is a row of `_RULES`, and how far it reaches stands in
`stretches`. Where it is open, the longest reach is taken: what stands for itself may hold more than it has
to, and never less. Raises `Unsupported` for what is left and stands for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from derivation.text import commands
from derivation.text.lexer import Tok
from derivation.text.opaque import printed
from derivation.text.scan import MAX_NESTING
from derivation.text.source import Open, ReadError, Source, Unsupported
from derivation.text.stretches import CLOSES, ENDS, OPENS, PAIRS, REACH, SCRIPTS, Stretches

_VALUE: Final = frozenset({"NUMBER", "SYMBOL", "CLOSE", "RBRACE", "BAR_CLOSE", "PRIME"})
_EVENTFUL: Final = frozenset({"P", "p", "Pr", "Prob", "q", "Q", "\\mathbb{P}"})
"""Names before parentheses that may hold an equation: the probability of it."""

_PRIMED: Final = "a prime at parentheses differentiates, or transposes"
_ENTRY: Final = "it is an entry of what a function gives"
_ACCENT: Final = "the accent stands on more than a name"
_INSIDE: Final = "what stands in its parentheses is not understood"
_BELOW: Final = "what stands below it is no index"
_OVER: Final = "what it runs over is not understood"
_EVALUATED: Final = "the bar says where it is evaluated, and not how far to the left it reaches"
_SAID: Final = "it is said in words"
MAX_EVALUATED: Final = 500
"""How many signs may stand before a bar with limits, which are sealed with it."""

_JOINING: Final = frozenset({"and", "or"})
_OPERATING: Final = frozenset({"RELATION", "SIGN", "OPERATOR", "OPEN", "LBRACE", "CLOSE", "RBRACE"})
_AHEAD: Final = frozenset({"START", "SEPARATOR", "COLUMN", "RELATION", "SIGN", "OPERATOR", "OPEN", "LBRACE"})
"""What stands right before words that are a quantity."""

_BEHIND: Final = frozenset(
    {"END", "SEPARATOR", "COLUMN", "RELATION", "SIGN", "OPERATOR", "CLOSE", "RBRACE", "DOT", *SCRIPTS}
)
_PROSE: Final = (
    commands.CONNECTIVES
    | commands.CONDITIONS
    | {word for words in commands.SUPPOSING_WORDS for word in words.split()}
    | _JOINING
)


class _Sealing(Stretches):
    def __init__(self, tokens: Sequence[Tok], source: Source) -> None:
        super().__init__(tokens)
        self.source = source
        self.sealed: list[Tok] = []

    def all(self) -> list[Tok]:
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        return self.sealed

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        for rule in _RULES.get(token.kind, ()):
            if (behind := rule(self, index)) is not None:
                return behind
        self.sealed.append(token)
        return index + 1

    def _seal(self, index: int, end: int, note: str = "", start: int | None = None) -> int | None:
        """Seals the tokens from a place to another, and what was read from `start` on before them."""
        if end <= index:
            return None
        first = len(self.sealed) if start is None else start
        inside = (part for own in self.sealed[first:] for part in own.parts or (own,))
        self._put(first, (*inside, *self.tokens[index:end]), note)
        return end

    def _put(self, start: int, parts: tuple[Tok, ...], note: str = "") -> None:
        chosen = next((part for part in parts if part.kind == "CHOICE"), None)
        if chosen is not None:
            raise Unsupported(
                f"a choice of signs, `{chosen.text}`, is out of scope", self.source, chosen.span
            )
        if note in (_SAID, _INSIDE):
            self._refuse_indefinite(parts)
        self.sealed[start:] = [Tok("OPAQUE", printed(parts), parts[0].span.to(parts[-1].span), parts, note)]

    def _refuse_indefinite(self, parts: Sequence[Tok]) -> None:
        """A constant, or other terms, need not be the same wherever these words stand."""
        for token in (part for part in parts if part.kind == "WORDS"):
            if not commands.INDEFINITE.isdisjoint(re.findall("[a-z.]*[a-z]", token.text.lower())):
                message = f"`{token.text}` need not be the same each time; give it a name"
                raise Unsupported(message, self.source, token.span)

    # Parentheses

    def _half_open(self, index: int) -> int | None:
        """`( … \\right.`, whose other side is not printed."""
        close = self.closing.get(index, index)
        return self._seal(index, close + 1) if self.text(close) == "\\right." else None

    def _remark(self, index: int) -> int | None:
        """Words in parentheses beside an equation are words."""
        if not self._is_remark(index):
            return None
        close = self.closing[index]
        span = self.tokens[index].span.to(self.tokens[close].span)
        self.sealed.append(Tok("WORDS", " ".join(t.text for t in self.tokens[index : close + 1]), span))
        return close + 1

    def _mark(self, index: int) -> int | None:
        """`(*)` beside an equation says nothing."""
        return self.closing[index] + 1 if self._is_star(index) else None

    def _conditional(self, index: int) -> int | None:
        if index not in self.closing or not self._is_conditional(index):
            return None
        start = self._named()
        note = "" if self._is_eventful(start, index) else _INSIDE
        return self._seal(index, self.closing[index] + 1, note, start)

    def _entry(self, index: int) -> int | None:
        if not self._is_entry(index):
            return None
        start, end = self._applied(), self._entry_end(self.closing[index] + 1)
        primed = any(t.kind == "PRIME" for t in self.tokens[self.closing[index] : end])
        return self._seal(
            index, end, _PRIMED if primed else _ENTRY if start < len(self.sealed) else "", start
        )

    def _is_remark(self, index: int) -> bool:
        """Whether parentheses beside an equation hold words, and no equation: `(by symmetry)`."""
        if index not in self.closing or (self.sealed and self.sealed[-1].kind not in ENDS):
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
        """Whether a bar or an equation stands behind a name of a probability, or behind none."""
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
        operand = behind in (*_VALUE, *_OPERATING, "FUNCTION")
        operand |= self.kind(self.closing[index] + 1) in ("SIGN", "OPERATOR", "RELATION")
        return bool(words) and not joining and not related and operand

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
            depth += token.kind in OPENS
            if not depth:
                yield token
            depth -= token.kind in CLOSES

    # Scripts

    def _scripted(self, index: int) -> int | None:
        if not self._is_scripted(index):
            return None
        end = self.scripts_end(index + 1)
        applied = self.kind(end) == "OPEN" and end in self.closing
        return self._seal(index, self.argument_end(end) if applied else end, _BELOW)

    def _told(self, index: int) -> int | None:
        return self._seal(index, self.term_end(index), _OVER) if self._is_told(index) else None

    def _extremum(self, index: int) -> int | None:
        return self._seal(index, self.member_end(index)) if self._is_extremum(index) else None

    def _unknown(self, index: int) -> int | None:
        """A command that nobody knows; one that is all of a script, `A^\\T`, in braces."""
        if not index or self.kind(index - 1) not in SCRIPTS:
            return self._seal(index, self.unknown_end(index))
        token = self.tokens[index]
        self.sealed.append(Tok("LBRACE", "{", token.span))
        self._put(len(self.sealed), (token,))
        self.sealed.append(Tok("RBRACE", "}", token.span))
        return index + 1

    def _raw(self, index: int) -> int | None:
        """What a command begins that is known, and not understood."""
        token = self.tokens[index]
        by_name = Stretches.environment_end if token.text.startswith("\\begin{") else None
        reach = REACH.get(token.text) or by_name
        end = reach(self, index) if reach else index
        if end <= index:
            raise refusal(token, self.source)
        if token.text in PAIRS and self._is_number(end):
            return self._with_index(index, end)
        return self._seal(index, end, _ACCENT if token.text in commands.ACCENTS else "")

    def _is_scripted(self, index: int) -> bool:
        """Whether a subscript is neither an index nor a label: `S_{,q}`, `x_{1:d}`, `1_A`."""
        if self.kind(index - 1) in SCRIPTS and index:
            return False
        place = index + 1
        while self.kind(place) in SCRIPTS or self.kind(place) == "PRIME":
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

    def _is_extremum(self, index: int) -> bool:
        """Whether something is the largest over what stands below it; a label `x_\\max` is not."""
        below = index > 0 and self.kind(index - 1) in SCRIPTS
        return self.text(index) in commands.EXTREMA and self.kind(index + 1) in SCRIPTS and not below

    def _with_index(self, index: int, end: int) -> int:
        """`\\|x\\|^2_H` is `\\|x\\|_H^2`: the subscript is of the norm, and the power is one."""
        below = self.argument_end(end + 1)
        after = self.argument_end(below + 1) if self.kind(below) == "SUBSCRIPT" else below
        self._put(len(self.sealed), (*self.tokens[index:end], *self.tokens[below:after]))
        self.sealed += self.tokens[end:below]
        return after

    # Bars and words

    def _norm(self, index: int) -> int | None:
        """`||x||_2` as the norm that it is."""
        end = self._norm_end(index) if self._joins_bar(index) else index
        if end > index:
            self._put(len(self.sealed), _as_norm(self.tokens[index:end]))
        return end if end > index else None

    def _evaluated(self, index: int) -> int | None:
        if not self._evaluates(index):
            return None
        return self._seal(index, self.scripts_end(index + 1), _EVALUATED, self._member_start())

    def _words(self, index: int) -> int | None:
        return self._seal(index, index + 1, _SAID) if self._is_operand(index) else None

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
            if self.kind(place) in ENDS - {"SEPARATOR"} or self.kind(place) in CLOSES:
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
        if self.kind(index + 1) not in SCRIPTS or not ends or index in self.closing.values():
            return False
        own = self.sealed[self._member_start() :]
        bars = sum(t.kind in ("BAR", "BAR_OPEN") for t in own) - sum(t.kind == "BAR_CLOSE" for t in own)
        size = sum(len(token.parts) or 1 for token in own)
        return not bars % 2 and 0 < size <= MAX_EVALUATED

    def _member_start(self) -> int:
        """Where the side, or what stands in the parentheses, begins that is being read."""
        depth = 0
        for place in range(len(self.sealed) - 1, -1, -1):
            kind = self.sealed[place].kind
            depth += (kind in CLOSES) - (kind in OPENS)
            if depth < 0 or (not depth and kind in ENDS):
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

    # What stands right before

    def _applied(self) -> int:
        """Where the name, or the function, begins that stands right before parentheses; else the end."""
        last = len(self.sealed) - 1
        return last if last >= 0 and self.sealed[last].kind == "FUNCTION" else self._named()

    def _named(self) -> int:
        """Where the name begins that stands right before, with its scripts; the end where there is none."""
        place = len(self.sealed) - 1
        while place > 0:
            if self.sealed[place].kind == "PRIME":
                place -= 1
                continue
            first = place if self.sealed[place].kind != "RBRACE" else self._opened(place)
            if self.sealed[first - 1].kind not in SCRIPTS:
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


_Rule = Callable[[_Sealing, int], int | None]
_RULES: Final[dict[str, tuple[_Rule, ...]]] = {
    "OPEN": (
        *(_Sealing._half_open, _Sealing._remark, _Sealing._mark),
        *(_Sealing._conditional, _Sealing._entry),
    ),
    "SYMBOL": (_Sealing._scripted,),
    "NUMBER": (_Sealing._scripted,),
    "BIG": (_Sealing._told,),
    "FUNCTION": (_Sealing._extremum,),
    "UNKNOWN": (_Sealing._unknown,),
    "RAW": (_Sealing._raw,),
    "BAR": (_Sealing._norm, _Sealing._evaluated),
    "BAR_CLOSE": (_Sealing._evaluated,),
    "WORDS": (_Sealing._words,),
}
"""What may begin at a token, by its kind: each gives the index behind it, where it is one."""


def _as_norm(parts: Sequence[Tok]) -> tuple[Tok, ...]:
    """`||x||_2` as the norm that it is."""
    kept: list[Tok] = []
    for part in parts:
        if part.kind == "BAR" and kept and kept[-1].kind == "BAR" and kept[-1].span.end == part.span.start:
            kept[-1] = Tok("RAW", "\\|", kept[-1].span.to(part.span))
        else:
            kept.append(part)
    return tuple(kept)


def _is_listed(script: Sequence[Tok]) -> bool:
    """Whether a superscript holds several things, or an equation, `V^{1,2}`: it is no power."""
    depth = 0
    for token in script[1:-1]:
        depth += (token.kind in OPENS) - (token.kind in CLOSES)
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


def refusal(token: Tok, source: Source) -> Unsupported:
    """What a command that stands for nothing is, in words."""
    what = commands.UNSUPPORTED.get(token.text) or _ENVIRONMENTS.get(token.text) or "an empty delimiter"
    return Unsupported(f"{what}, `{token.text}`, is out of scope", source, token.span)


_ENVIRONMENTS: Final = {
    f"\\{side}{{{name}}}": what
    for name, what in commands.UNSUPPORTED_ENVIRONMENTS.items()
    for side in ("begin", "end")
}


def sealed(tokens: list[Tok], source: Source) -> list[Tok]:
    """The tokens of a display, each stretch that stands for itself as one."""
    _refuse_nesting(tokens, source)
    return (
        _Sealing(tokens, source).all()
        if any(map(_may_be_sealed, tokens, tokens[1:] + tokens[-1:]))
        else tokens
    )


def _refuse_nesting(tokens: Sequence[Tok], source: Source) -> None:
    """Refuses what is nested too deeply before each level is looked at in full."""
    depth = 0
    for token in tokens:
        depth = max(0, depth + (token.kind in OPENS) - (token.kind in CLOSES))
        if depth > MAX_NESTING:
            raise ReadError(f"nested too deeply; the limit is {MAX_NESTING} levels", source, token.span)


def _may_be_sealed(token: Tok, after: Tok) -> bool:
    """Whether something may stand for itself that begins with a token, or ends with it."""
    if token.kind == "OPEN" or token.kind in ("RAW", "BAR", "BAR_CLOSE", "UNKNOWN", "WORDS"):
        return True
    scripted = token.kind in ("SYMBOL", "NUMBER", "SUPERSCRIPT") or token.kind in CLOSES
    return token.text in commands.EXTREMA or (scripted and after.kind in SCRIPTS)


def widened(tokens: list[Tok], found: Open, source: Source) -> list[Tok]:
    """The tokens with what is open sealed: from where it begins to the end of its term, or of its name."""
    place = next((k for k, token in enumerate(tokens) if token.span.start >= found.span.start), len(tokens))
    sealing = _Sealing(tokens, source)
    if found.term:
        end = sealing.stretch_end(place, ENDS | {"SIGN", "DOT"})
    else:
        end = next((k for k, t in enumerate(tokens) if t.span.start >= found.span.end), len(tokens))
        end = sealing.applied_end(place, end)
    own = [part for token in tokens[place:end] for part in token.parts or (token,)]
    if not own or (end == place + 1 and tokens[place].kind == "OPAQUE"):
        raise found
    span = own[0].span.to(own[-1].span)
    return [*tokens[:place], Tok("OPAQUE", printed(own), span, tuple(own), found.message), *tokens[end:]]
