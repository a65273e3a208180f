r"""Raw tokens to the grammar's tokens: names, functions, fonts, accents, texts.

Takes a source, a span and the names of several letters; gives tokens whose
kinds are the terminals of `latex.lark`, besides three that `layout` resolves:
`BAR`, `DOT` and `WORDS`. An argument without braces is one character, as in
TeX: `x^23` is x², then 3. Leaves rows, bars and differentials to `layout`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from derivation.late import regex
from derivation.text import commands
from derivation.text.arguments import Arguments
from derivation.text.scan import MAX_TOKENS
from derivation.text.source import ReadError, Source, Span, Unsupported


class Tok(NamedTuple):
    """A token: `kind` is a terminal of the grammar, `text` its canonical print."""

    kind: str
    text: str
    span: Span
    parts: tuple[Tok, ...] = ()
    """What an `OPAQUE` token is printed with."""

    note: str = ""
    """Why it is not understood, where that can be said."""


BOLD_NAME: Final = "\\mathbf"

_KINDS: Final[dict[str, tuple[str, str]]] = (
    {text: ("SYMBOL", text) for text in (*commands.GREEK, *commands.DOTLESS)}
    | {text: ("FUNCTION", text) for text in commands.FUNCTIONS}
    | {text: ("BIG", text) for text in commands.BIG}
    | {text: ("RELATION", canonical) for text, canonical in commands.RELATIONS.items()}
    | {text: ("LEAD", text) for text in commands.LEADS}
    | {text: ("OPERATOR", canonical) for text, canonical in commands.OPERATORS.items()}
    | {text: ("OPEN", canonical) for text, canonical in commands.OPENING.items()}
    | {text: ("CLOSE", canonical) for text, canonical in commands.CLOSING.items()}
    | {text: ("SEPARATOR", text) for text in commands.SEPARATORS}
    | {text: ("FRACTION", text) for text in commands.FRACTIONS}
    | dict.fromkeys(commands.BINOMIALS, ("FRACTION", commands.BINOMIAL))
    | dict.fromkeys(("|", "\\vert"), ("BAR", "|"))
    | {"\\lvert": ("BAR_OPEN", "|"), "\\rvert": ("BAR_CLOSE", "|"), "\\partial": ("PARTIAL", "\\partial")}
    | {"{": ("LBRACE", "{"), "}": ("RBRACE", "}"), "+": ("SIGN", "+"), "-": ("SIGN", "-"), ".": ("DOT", ".")}
    | {"&": ("COLUMN", "&")}
    | {text: ("DOTS", text) for text in commands.DOTS}
    | {"_": ("SUBSCRIPT", "_"), "^": ("SUPERSCRIPT", "^"), "'": ("PRIME", "'"), "\\prime": ("PRIME", "'")}
)
_BEFORE_MOD: Final = frozenset({"NUMBER", "SYMBOL", "CLOSE", "RBRACE", "OPEN", "SEPARATOR"})
_ARGUMENTS: Final = {"SUBSCRIPT": 1, "SUPERSCRIPT": 1, "FRACTION": 2}
PARITY: Final = regex(
    r"\s*(?:is\s+|are\s+)?(?:an\s+)?(?P<parity>odd|even)(?:\s+(?:integers?|numbers?))?\s*[.,]?\s*"
)
"""Words by which a letter before them is odd or even."""
_UPRIGHT_NAME: Final = regex(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_MATH_IN_TEXT: Final = regex(r"[\\_^{}$]")
_LABEL: Final = regex(r"[A-Za-z][A-Za-z0-9-]*(?:[ .][A-Za-z0-9-]+)*\.?")
"""What a subscript in words is: `critical damping`, `Rot.`."""

_PROSE: Final = (
    commands.CONNECTIVES
    | commands.CONDITIONS
    | {word for words in commands.SUPPOSING_WORDS for word in words.split()}
    | {"or"}
)


@lru_cache(maxsize=4)
def _longest(names: frozenset[str]) -> int:
    return max(map(len, names), default=1)


class _Resolver(Arguments):
    """Walks the raw tokens once; each step consumes one or more and emits none or more tokens."""

    def __init__(self, source: Source, span: Span, names: frozenset[str]) -> None:
        super().__init__(source, span, names)
        self.longest = _longest(names)
        self.single: dict[int, int] = {}  # raw index -> how many one-character arguments start there
        self.starts: dict[int, int] = {}  # raw index -> where the command that it belongs to begins
        self.begun: dict[int, int] = {}  # how many tokens there are, and where the next of them is to begin
        self.degree_closes: set[int] = set()
        self.dropped: set[int] = set()
        self.overs: set[int] = set()
        self.boxes: set[int] = set()  # the braces of a box around an equation
        self.below: set[int] = set()  # where a subscript in braces closes
        self.noted: dict[int, str] = {}  # where a brace with a note closes, and the script that the note is
        self.tokens: list[Tok] = []

    def resolve(self) -> list[Tok]:
        index = 0
        while index < len(self.raws):
            index = self._step(index)
        return self.tokens

    def _is_nothing(self, index: int) -> bool:
        """Whether an empty group begins here, `={}`, that no command and no script takes."""
        if self.text(index) != "{" or self.text(index + 1) != "}" or index in self.single:
            return False
        return not (self.tokens and self.tokens[-1].text in ("^", "_"))

    def _emit(self, kind: str, text: str, span: Span) -> None:
        if len(self.tokens) == MAX_TOKENS:
            raise ReadError(f"the display has more than {MAX_TOKENS:,} signs; split it", self.source, span)
        start = self.begun.pop(len(self.tokens), span.start)
        self.tokens.append(Tok(kind, text, Span(start, span.end)))

    def _step(self, index: int) -> int:
        raw = self.raws[index]
        if raw.kind == "letters":
            return self._letters(index)
        if raw.kind == "digits":
            return self._digits(index)
        if index in self.degree_closes:
            self._emit("DEGREE_CLOSE", "]", raw.span)
            return index + 1
        if self._is_nothing(index):
            return index + 2
        more = self.single.pop(index, 1) - 1
        if more > 0:
            after = self.matches.get(index, index) + 1
            self.single[after] = more
        if index in self.noted and self.text(index + 1) == self.noted[index]:
            after = self.argument(index + 2)[1]
            self._emit("RBRACE", "}", Span(raw.span.start, self.end(after)))
            return after
        if index in self.dropped:
            return index + 1
        if raw.text == "{" and self._is_moved(index):
            self.dropped.add(self.matches[index])
            return index + 1
        if raw.text == "{" and (over := self._over(index)):
            self.overs |= {over, self.matches[index]}
            for kind, text in (("LBRACE", "{"), ("FRACTION", "\\frac"), ("LBRACE", "{")):
                self._emit(kind, text, raw.span)
            return index + 1
        if index in self.overs:
            second = "{" if raw.text == "\\over" else "}"
            self._emit("RBRACE", "}", raw.span)
            self._emit("LBRACE" if second == "{" else "RBRACE", second, raw.span)
            return index + 1
        if raw.text in ("^", "_") and self._is_empty(index + 1):
            return index + 3
        if raw.text in commands.STARS and self._is_script(index, "^", "_"):
            self._emit("SYMBOL", commands.STAR, raw.span)
            return index + 1
        if raw.text in commands.LABELS and self._is_script(index, "_") and not self._is_signed(index):
            self._emit("SYMBOL", raw.text, raw.span)
            return index + 1
        if raw.text == "." and index + 1 in self.below:  # `E_{Rot.}`
            return index + 1
        if raw.text == "\\ensuremath" and self.text(index + 1) == "{":
            if index not in self.single and self.tokens[-1:] and self.tokens[-1].kind in _ARGUMENTS:
                return index + 1
            self.dropped |= {index + 1, self.matches[index + 1]}
            self.begun.setdefault(len(self.tokens), raw.span.start)
            return index + 1
        if raw.text == "\\boxed" and self.text(index + 1) == "{":
            own = range(index + 1, self.matches[index + 1])
            if any(self.text(k) in commands.RELATIONS for k in own):
                self.boxes |= {index + 1, self.matches[index + 1]}
            return index + 1
        if index in self.boxes:
            self._edge(index)
            return index + 1
        if raw.text in commands.WRITTEN_BIG and self._is_range(index):
            self._emit("BIG", commands.WRITTEN_BIG[raw.text], raw.span)
            return index + 1
        if raw.text in _KINDS:
            kind, text = _KINDS[raw.text]
            if kind in _ARGUMENTS:
                self.single[index + 1] = _ARGUMENTS[kind]
            if kind == "SUBSCRIPT" and self.text(index + 1) == "{":
                self.below.add(self.matches[index + 1])
            if kind == "FUNCTION" and self._is_parenthesized(index + 1):
                self.dropped |= {index + 1, self.matches[index + 1]}
            start = self.starts.pop(index, raw.span.start)
            self._emit(kind, text, Span(start, raw.span.end))
            return index + 1
        if raw.text == commands.FACTORIAL and self._is_factorial(index):
            self._emit("SUPERSCRIPT", "^", raw.span)
            self._emit("SYMBOL", commands.FACTORIAL, raw.span)
            return index + 1
        if raw.text == commands.DEGREE and self._is_raised():
            self._emit("SYMBOL", commands.DEGREE, raw.span)
            return index + 1
        if raw.text == "\\degree":
            self._emit("SUPERSCRIPT", "^", raw.span)
            self._emit("SYMBOL", commands.DEGREE, raw.span)
            return index + 1
        if raw.text in commands.OLD_FONTS and (behind := self._old_font(index)) is not None:
            return behind
        if raw.text in commands.IGNORED:
            return index + 1
        if raw.text in commands.LOGIC:
            self._emit("WORDS", commands.LOGIC[raw.text], raw.span)
            return index + 1
        if raw.text in commands.SIGN_CHOICES:
            self._emit("CHOICE", raw.text, raw.span)
            return index + 1
        if raw.text in ("\\|", "\\parallel") and self._parts_arguments():
            self._emit("SEPARATOR", ",", raw.span)
            return index + 1
        if raw.text in _HANDLERS:
            return _HANDLERS[raw.text](self, index)
        if raw.text in commands.UNSUPPORTED:
            self._emit("SYMBOL" if self._is_transpose(index) else "RAW", raw.text, raw.span)
            return index + 1
        if raw.text in commands.SIGNS_OF_THEIR_OWN or (raw.text[0] == "\\" and raw.text[1:].isalpha()):
            self._emit("UNKNOWN", raw.text, raw.span)
            return index + 1
        raise self._refusal(index)

    def _edge(self, index: int) -> None:
        """A box around an equation parts it from what stands beside it, but for a relation."""
        opens = self.text(index) == "{"
        beside = self.tokens[-1].kind if opens and self.tokens else _KINDS.get(self.text(index + 1), ("",))[0]
        if beside in ("NUMBER", "SYMBOL", "CLOSE", "RBRACE") or (not opens and beside != "RELATION"):
            self._emit("SEPARATOR", "\\quad", self.raws[index].span)

    def _is_range(self, index: int) -> bool:
        """Whether `_{i=1}` stands behind a capital: `\\Pi_{i=1}^n` is a product."""
        own = [self.text(k) for k in range(index + 1, index + 5)]
        if own[:2] != ["_", "{"] or own[3:] != ["="]:
            return False
        above = self.matches[index + 2] + 1
        upper = self.text(above + 1) if self.text(above + 1) != "{" else self.text(above + 2)
        return self.text(above) == "^" and (upper == "\\infty" or (upper.isalpha() and upper != "T"))

    def _is_transpose(self, index: int) -> bool:
        """Whether a transpose stands where one does, `A^\\top`, `A^{-\\top}`."""
        before = [token.text for token in self.tokens[-3:]]
        raised = before[-1:] == ["^"] or before[-2:] == ["^", "{"] or before == ["^", "{", "-"]
        return raised and self.text(index) in commands.TRANSPOSES

    def _is_moved(self, index: int) -> bool:
        """Whether braces around one sign stand behind a `d`, `\\mathrm{d}{x}`, and say nothing."""
        before = self.tokens[-1] if self.tokens else None
        alone = self.matches[index] == index + 2 and index not in self.single
        return alone and before is not None and (before.text == "d" or before.kind == "PARTIAL")

    def _over(self, index: int) -> int:
        """Where the `\\over` of a group stands, `{a \\over b}`; 0 where it has none."""
        place = index + 1
        while place < self.matches[index]:
            if self.text(place) == "\\over":
                return place
            place = self.matches.get(place, place) + 1
        return 0

    def _is_signed(self, index: int) -> bool:
        """Whether a sign has a numeral right behind it: who writes `x_-1` means `x_{-1}`."""
        after = self.raws[index + 1] if index + 1 < len(self.raws) else None
        return after is not None and after.kind == "digits" and after.span.start == self.raws[index].span.end

    def _is_script(self, index: int, *signs: str) -> bool:
        """Whether a sign is all of a script, `x^*`, `x^{*}`."""
        before = [token.text for token in self.tokens[-2:]]
        braced = before[1:] == ["{"] and self.text(index + 1) == "}"
        return before[-1:] in [[s] for s in signs] or (braced and before[0] in signs)

    def _is_parenthesized(self, index: int) -> bool:
        """Whether a group is one pair of parentheses, `\\log{\\left(y \\right)}^{2}`."""
        last = self.matches.get(index, 0) if self.text(index) == "{" else 0
        texts = [self.text(place) for place in range(index + 1, last)]
        plain = [text for text in texts if text not in commands.SIZES]
        if plain[:1] != ["("] or plain[-1:] != [")"]:
            return False
        depths = list(accumulate((text == "(") - (text == ")") for text in plain))
        return 0 not in depths[:-1]

    def _is_empty(self, index: int) -> bool:
        return self.text(index) == "{" and self.text(index + 1) == "}"

    def _parts_arguments(self) -> bool:
        """Whether `\\|` stands between two arguments, as in `D(p \\| q)`."""
        kinds = [token.kind for token in self.tokens[-3:]]
        return kinds[1:] == ["OPEN", "SYMBOL"] and kinds[0] in ("SYMBOL", "RBRACE")

    def _refusal(self, index: int) -> ReadError:
        text, span = self.raws[index].text, self.raws[index].span
        if text in commands.UNSUPPORTED:
            return Unsupported(f"{commands.UNSUPPORTED[text]}, `{text}`, is out of scope", self.source, span)
        if not text.startswith("\\"):
            return ReadError(f"`{text}` is no sign of mathematics that can be read here", self.source, span)
        return ReadError(f"unknown command `{text}`{commands.meant_by(text)}", self.source, span)

    # Letters and digits.

    def _single(self, index: int, kind: str) -> int:
        """Emit an argument without braces: one character."""
        more = self.single.pop(index) - 1
        character, span, after = self.take(index)
        self._emit(kind, character, span)
        if more:
            self.single[after] = more
        return after

    def _letters(self, index: int) -> int:
        if index in self.single:
            return self._single(index, "SYMBOL")
        raw = self.raws[index]
        if raw.text in commands.UPRIGHT_FUNCTIONS and self.opens(index + 1, "("):
            self._emit("FUNCTION", "\\" + raw.text, raw.span)
            return index + 1
        start = 0
        while start < len(raw.text):
            whole = self._is_numbered(index, raw.text[start:])
            end = len(raw.text) if whole else self._name_end(raw.text, start)
            name = raw.text[start:end]
            if whole:
                numbered = self.raws[index + 1]
                self._emit("SYMBOL", name + numbered.text, Span(raw.span.start + start, numbered.span.end))
                return index + 2
            self._emit("SYMBOL", name, Span(raw.span.start + start, raw.span.start + end))
            start = end
        return index + 1

    def _is_numbered(self, index: int, name: str) -> bool:
        """Whether a name and the digits right after it are one, as in `Q1`."""
        after = self.raws[index + 1] if index + 1 < len(self.raws) else None
        if after is None or after.kind != "digits" or after.span.start != self.raws[index].span.end:
            return False
        return name + after.text in self.names

    def _name_end(self, run: str, start: int) -> int:
        """Where the longest known name from `start` ends; one letter is always a name."""
        for end in range(min(len(run), start + self.longest), start + 1, -1):
            if run[start:end] in self.names:
                return end
        return start + 1

    def _digits(self, index: int) -> int:
        raw = self.raws[index]
        if self._is_grouped(index):
            found = f"{raw.text},{self.text(index + 2)}"
            plain = found.replace(",", "")
            message = f"`{found}` can be one number or two; write `{plain}` for one, and a space for two"
            raise Unsupported(message, self.source, self.raws[index + 1].span)
        if index in self.single:
            if "." in raw.text:
                message = f"put the numeral in braces, `{{{raw.text}}}`: without them it is cut at the point"
                raise ReadError(message, self.source, raw.span)
            return self._single(index, "NUMBER")
        self._emit("NUMBER", raw.text, raw.span)
        return index + 1

    def _is_grouped(self, index: int) -> bool:
        """Whether digits stand right before a comma and three more, as in `10,000`."""
        if index + 2 >= len(self.raws):
            return False
        here, comma, after = self.raws[index : index + 3]
        joined = here.span.end == comma.span.start and comma.span.end == after.span.start
        return joined and comma.text == "," and bool(re.match(r"[0-9]{3}(?![0-9])", after.text))

    def _accent(self, index: int) -> int:
        start = self.raws[index].span
        found = self.command_name(index, 0)
        if found is None and (inner := self._scripted(index)) is not None:
            self._emit("SYMBOL", f"{self.text(index)}{{{inner[0]}}}", start.to(self.raws[inner[1] - 1].span))
            return inner[1]
        if found is None:
            self._emit("RAW", self.text(index), start)
            return index + 1
        self._emit("SYMBOL", found[0], Span(start.start, self.name_stop(found[1])))
        return found[1]

    def _scripted(self, index: int) -> tuple[str, int] | None:
        """Of `\\hat{x_i}` the name x and where its subscript begins: it is `\\hat{x}_i`."""
        if self.text(index) in commands.MEANS or self.text(index + 1) != "{":
            return None
        close, inner = self.matches[index + 1], self.raws[index + 2]
        if inner.kind == "letters":
            found = (inner.text, index + 3) if len(inner.text) == 1 or inner.text in self.names else None
        else:
            found = self.command_name(index + 2, 0) if self.text(index + 3) in ("{", "_") else None
        if found is None or self.text(found[1]) != "_":
            return None
        if self.matches.get(found[1] + 1, found[1] + 1) != close - 1:
            return None
        self.dropped.add(close)
        return found

    def _font(self, index: int) -> int:
        if (after := self._indicator(index)) is not None:
            return after
        raw = self.raws[index]
        found = self.name(index + 1)
        if found is None:
            self.single.setdefault(index + 1, 1)
            self.starts[index + 1] = self.starts.pop(index, raw.span.start)
            return index + 1
        name = found[0]
        if raw.text in commands.SCRIPT or raw.text in commands.BOLD:
            name = f"{raw.text if raw.text in commands.SCRIPT else BOLD_NAME}{{{name}}}"
        self._emit("SYMBOL", name, Span(raw.span.start, self.name_stop(found[1])))
        return found[1]

    def _old_font(self, index: int) -> int | None:
        """`{\\rm max}`, which is one name; None for any other use."""
        run = self.raws[index + 1] if index + 1 < len(self.raws) else None
        grouped = self.text(index - 1) == "{" and self.text(index + 2) == "}" if index else False
        if run is None or run.kind != "letters" or not grouped:
            return None
        font = commands.OLD_FONTS[self.text(index)]
        if font and len(run.text) > 1:
            return None
        name = "\\" + run.text if "\\" + run.text in commands.FUNCTIONS and not font else run.text
        kind = "FUNCTION" if name.startswith("\\") else "SYMBOL"
        span = Span(self.raws[index].span.start, run.span.end)
        bare = kind == "FUNCTION" and not (self.tokens[-2:-1] and self.tokens[-2].kind in _ARGUMENTS)
        if bare:
            self.tokens.pop()  # a function takes what stands behind its braces
        self._emit(kind, f"{font}{{{name}}}" if font else name, span)
        return index + 2 + bare

    def _indicator(self, index: int) -> int | None:
        """`\\mathbb{1}` and its like; None where the font is on something else."""
        raw, double = self.raws[index], self.text(index) in commands.DOUBLE_STRUCK
        braced = self.text(index + 1) == "{"
        after = (self.matches[index + 1] if braced else index + 1) + 1
        content = "".join(self.text(k) for k in range(index + 1 + braced, min(after - braced, index + 4)))
        span = Span(raw.span.start, self.end(min(after, len(self.raws))))
        if double and (letter := content if braced else content[:1]) in ("E", "P"):
            if not braced and len(self.text(index + 1)) > 1:
                _, span, after = self.take(index + 1)
            self._emit("RAW", f"\\mathbb{{{letter}}}", raw.span.to(span))
            return after
        if content != "1" and not (double and content == "I"):
            return None
        if not (double and content == "1") and not self.opens(after, "[", "(", "\\{", "_"):
            what = "a vector of ones" if content == "1" else "an identity"
            raise Unsupported(f"{what}, `{raw.text}{{{content}}}`, is out of scope", self.source, span)
        self._emit("INDICATOR", "\\mathbb{1}", span)
        return after

    def _upright(self, index: int) -> int:
        """`\\text{…}` and its like: a name, a function, or words."""
        raw = self.raws[index]
        first = index + 2 if self.text(index + 1) == "*" else index + 1
        content, after = self.argument(first)
        span = Span(raw.span.start, max(raw.span.end, self.end(after)))
        if content in ("mod", "bmod", "pmod") and self.tokens and self.tokens[-1].kind in _BEFORE_MOD:
            raise Unsupported(f"a remainder, `{content}`, is out of scope", self.source, span)
        indefinite = content.lower().rstrip(".") in commands.INDEFINITE and content not in self.names
        if indefinite and not self._below():
            self._emit("WORDS", content, span)
        elif _UPRIGHT_NAME.fullmatch(content) and (self._below() or not self._is_prose(content, first)):
            function = "\\" + commands.SPELLINGS.get(content, content)
            kind = "FUNCTION" if function in commands.FUNCTIONS else "SYMBOL"
            kind = "RAW" if content in commands.OPERATOR_NAMES and not self._below() else kind
            self._emit(kind, content if kind == "SYMBOL" else function, span)
        elif re.fullmatch("[0-9]+", content):
            self._emit("NUMBER", content, span)
        elif re.fullmatch(r"arg\s*(\\[,;!]|\s)\s*(max|min)", content):
            self._emit("RAW", "\\arg" + content[-3:], span)
        elif content in (",", ";", "."):
            self._emit("DOT" if content == "." else "SEPARATOR", content, span)
        elif content and not content.strip("?"):
            self._emit("RAW", "?", span)
        elif content in _KINDS or (raw.text.startswith("\\math") and _MATH_IN_TEXT.search(content)):
            self.starts[first] = raw.span.start
            return first
        elif self._below() and _LABEL.fullmatch(content):
            self._emit("SYMBOL", content.rstrip("."), span)
        elif "$" in content:
            self._mixed(first, span)
        elif content:
            self._emit("WORDS", content, span)
        return after

    def _mixed(self, index: int, span: Span) -> None:
        """`\\text{for $n \\ge 1$.}` is `\\text{for } n \\ge 1`; others with formulas are words."""
        close = self.matches.get(index, index)
        signs = [k for k in range(index, close) if self.text(k) == "$"]
        content = self.source.text[self.raws[index].span.end : self.raws[close].span.start]
        words, _, behind = content.partition("$")
        behind = behind.rpartition("$")[2]
        told = PARITY.fullmatch(behind)
        if len(signs) == 2 and (told or behind.strip() in ("", ".", ",")) and "\\" not in words:
            if words.strip():
                self._emit("WORDS", words.strip(), span)
            place = signs[0] + 1
            while place < signs[1]:
                place = self._step(place)
            if told:
                self._emit("WORDS", behind.strip(), span)
            return
        self._emit("WORDS", " ".join(content.split()), span)

    def _is_prose(self, content: str, first: int) -> bool:
        """Whether a word joins or restricts, or stands behind an operand: `0 \\text{ at } x`."""
        if content.lower() in _PROSE:
            return True
        behind = bool(self.tokens) and self.tokens[-1].kind in ("NUMBER", "SYMBOL", "CLOSE", "RBRACE")
        start, end = self.raws[first].span.end, self.end(self.argument(first)[1])
        whole = self.source.text[start : end - 1]
        spaced = content.islower() and whole[:1].isspace() and whole[-1:].isspace()
        return behind and (content.lower() in commands.PREPOSITIONS or spaced)

    def _is_factorial(self, index: int) -> bool:
        """Whether `!` stands right behind an operand; behind a gap at the end it is of the sentence."""
        before = self.tokens[-1].kind if self.tokens else ""
        ends = index + 1 == len(self.raws) and self.raws[index - 1].span.end < self.raws[index].span.start
        return before in ("NUMBER", "SYMBOL", "CLOSE", "RBRACE") and not ends

    def _is_raised(self) -> bool:
        """Whether what comes is a superscript, or begins one."""
        kinds = [token.kind for token in self.tokens[-2:]]
        return kinds[-1:] == ["SUPERSCRIPT"] or kinds == ["SUPERSCRIPT", "LBRACE"]

    def _below(self) -> bool:
        """Whether what comes is all of a subscript, or begins one: no word there joins or restricts."""
        before = [token.text for token in self.tokens[-2:]]
        return before[-1:] == ["_"] or before == ["_", "{"]

    # Commands that shape what follows.

    def _skip(self, index: int) -> int:
        first = index + 2 if self.text(index + 1) == "*" else index + 1
        return self.argument(first)[1]

    def _length(self, index: int) -> int:
        """`\\hskip 1.25pt` is nothing; TeX's length may end within letters, `1ptx`."""
        found = commands.LENGTH.match(self.source.text, self.raws[index].span.end)
        index += 1
        while found and index < len(self.raws) and (raw := self.raws[index]).span.end <= found.end():
            index += 1
        if found and index < len(self.raws) and (raw := self.raws[index]).span.start < found.end():
            cut = found.end() - raw.span.start
            self.raws[index] = raw._replace(text=raw.text[cut:], span=Span(found.end(), raw.span.end))
        return index

    def _brace(self, index: int) -> int:
        """`\\underbrace{x}_{y}` is x, which is called y; refused where the note claims something."""
        script = "_" if self.text(index) == "\\underbrace" else "^"
        if self.text(index + 1) != "{":
            raise self._refusal(index)
        close = self.matches[index + 1]
        if self.text(close + 1) == script:
            note = self.raws[close + 2 : self.matches.get(close + 2, close + 2) + 1]
            if any(raw.text in commands.RELATIONS or "times" in raw.text for raw in note):
                raise self._refusal(index)
            self.noted[close] = script
        return index + 1

    def _size(self, index: int) -> int:
        raw, after = self.raws[index], self.text(index + 1)
        if after == ".":
            place = raw.span.to(self.raws[index + 1].span)
            self._emit("RAW", "\\left." if raw.text in commands.OPENING_SIZES else "\\right.", place)
            return index + 2
        if after in ("|", "\\vert") and raw.text in commands.OPENING_SIZES | commands.CLOSING_SIZES:
            kind = "BAR_OPEN" if raw.text in commands.OPENING_SIZES else "BAR_CLOSE"
            self._emit(kind, "|", raw.span.to(self.raws[index + 1].span))
            return index + 2
        if _KINDS.get(after, ("", ""))[0] in ("OPEN", "CLOSE", "BAR", "BAR_OPEN", "BAR_CLOSE", "OPERATOR"):
            self.starts[index + 1] = raw.span.start
            return index + 1
        if after in commands.UNSUPPORTED:
            return index + 1
        raise ReadError(f"`{raw.text}` has no delimiter after it", self.source, raw.span)

    def _root(self, index: int) -> int:
        self._emit("ROOT", "\\sqrt", self.raws[index].span)
        if self.text(index + 1) != "[":
            self.single[index + 1] = 1
            return index + 1
        close = index + 2
        while self.text(close) not in ("]", "}", ""):
            close = self.matches.get(close, close) + 1
        if self.text(close) != "]":
            raise ReadError("this `[` has no `]` after it", self.source, self.raws[index + 1].span)
        self._emit("DEGREE_OPEN", "[", self.raws[index + 1].span)
        self.degree_closes.add(close)
        self.single[close + 1] = 1
        return index + 2

    def _environment(self, index: int) -> int:
        raw = self.raws[index]
        if self.text(index + 1) != "{":
            raise ReadError(f"`{raw.text}` has no environment after it", self.source, raw.span)
        name, after = self.argument(index + 1)
        span = Span(raw.span.start, self.end(after))
        if name in commands.UNSUPPORTED_ENVIRONMENTS:
            self._emit("RAW", f"{raw.text}{{{name}}}", span)
            return after
        if name not in commands.ENVIRONMENTS:
            raise ReadError(f"unknown environment `{name}`", self.source, span)
        if raw.text == "\\begin" and name in commands.ENVIRONMENTS_WITH_ARGUMENT and self.text(after) == "{":
            return self.matches[after] + 1
        return after

    def _stacked(self, index: int) -> int:
        """`\\stackrel{def}{=}`: the relation, `:=` where the note says that it defines."""
        raw = self.raws[index]
        note, second = self.argument(index + 1)
        sign, after = self.argument(second)
        span = Span(raw.span.start, self.end(after))
        if sign not in commands.RELATIONS:
            raise Unsupported(f"a sign with a note, `{raw.text}`, is out of scope", self.source, span)
        defines = sign == "=" and ("def" in note or "\\tri" in note or note in ("\\Delta", "\\vartriangle"))
        self._emit("RELATION", ":=" if defines else commands.RELATIONS[sign], span)
        return after

    def _not(self, index: int) -> int:
        raw = self.raws[index]
        if self.text(index + 1) != "=":
            raise Unsupported("a negated sign, `\\not`, is out of scope", self.source, raw.span)
        self._emit("RELATION", "\\neq", raw.span.to(self.raws[index + 1].span))
        return index + 2


_Handler = Callable[[_Resolver, int], int]
_HANDLERS: Final[Mapping[str, _Handler]] = (
    dict.fromkeys(commands.ACCENTS, _Resolver._accent)
    | dict.fromkeys(commands.FONTS, _Resolver._font)
    | dict.fromkeys(commands.TEXTS, _Resolver._upright)
    | dict.fromkeys(commands.WITH_ARGUMENT, _Resolver._skip)
    | dict.fromkeys(commands.WITH_LENGTH, _Resolver._length)
    | dict.fromkeys(commands.SIZES, _Resolver._size)
    | dict.fromkeys(commands.STACKED, _Resolver._stacked)
    | dict.fromkeys(("\\begin", "\\end"), _Resolver._environment)
    | dict.fromkeys(("\\underbrace", "\\overbrace"), _Resolver._brace)
    | {"\\sqrt": _Resolver._root, "\\not": _Resolver._not}
)


def tokenize(source: Source, span: Span, names: frozenset[str]) -> list[Tok]:
    """The tokens of a span of the source, not yet laid out in rows."""
    return _Resolver(source, span, names).resolve()
