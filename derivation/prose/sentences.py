r"""The sentences of a text, with their formulas.

Takes a text; gives its `Sentence`s in order: what is commented out, quoted or code is left out, displays
stand between them. What a sentence says is for `said`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from derivation.front.code import fenced
from derivation.front.displays import ENVIRONMENTS
from derivation.front.marks import Marks
from derivation.front.notes import Note, find_notes
from derivation.front.scopes import ASIDE, SHARED
from derivation.front.scopes import SET_OFF as SET_APART
from derivation.late import regex
from derivation.prose.formulas import NAME, NUMBER, RANGE, RELATION, SIGNS, sign_of
from derivation.prose.patterns import spaced
from derivation.records import dataclass, replace
from derivation.text.source import Span

HIDDEN = regex(
    r"<!--.*?(?:-->|\Z)|\\iffalse\b.*?(?:\\fi\b|\Z)"
    r"|\\begin\{(?P<env>comment|verbatim\*?)\}.*?(?:\\end\{(?P=env)\}|\Z)|\\end\{document\}.*"
    r"|(?<![\\\d])%[^\n]*|(?<!`)`[^`'\n]+`(?!`)|~~[^~\n]+~~|<(?P<mark>del|s|code|pre)>|^[ \t]*>[^\n]*",
    re.DOTALL | re.MULTILINE,
)
"""What is no prose; a `mark` is hidden with all up to where it is closed, if it is."""

BOX = regex(r"^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)", re.DOTALL | re.MULTILINE)
ITEM = regex(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]")
INDENTED = regex(r"(?: {4}|\t)[ \t]*\S")
OF_PROSE = (ASIDE | SET_APART | SHARED).union(
    ("topic", "admonition", "note", "tip", "hint", "important", "warning", "caution", "attention", "seealso"),
    ("dropdown", "margin", "sidebar", "epigraph", "card"),
)
"""Blocks between fences that hold prose."""

DISPLAY = regex(r"(?P<plain>\$\$|\\\[)|\\begin\{(?P<name>\w+\*?)\}")
ENDING = regex(r"\\end\{(?P<name>\w+\*?)\}")
UNSPOKEN = ENVIRONMENTS | frozenset(
    name + star
    for name in (
        *("Verbatim", "lstlisting", "minted", "lyxcode", "codeinput", "codecell", "algorithm", "algorithmic"),
        *("tikzpicture", "picture", "tikzcd", "axis", "figure", "subfigure", "wrapfigure"),
        *("table", "tabular", "tabularx", "longtable", "array", "thebibliography", "math", "subequations"),
    )
    for star in ("", "*")
)
"""Environments that hold no sentences; any other is text."""

FORMULA = regex(r"(?<![\\$])\$(?!\$)|\\\(")
ABBREVIATED = "".join(
    rf"(?<!\b{word})" for word in (r"i\.e", r"e\.g", r"s\.t", "cf", "al", "resp", "Eq", "Eqs", r"w\.l\.o\.g")
)
END = regex(ABBREVIATED + r"[.!?](?=[\s)*_\"”']|\Z)|\n\s*\n|\x01+|\n\s*(?:[-*+#]|\d+[.)])\s")
DROPPED = regex(
    r"\A(?>.*?\b(?:this|that|it|the assumption)\b).*\b(?:drop|abandon|relax|lift|give\s+up)"
    r"|\A.*(?:\bscratch\s+that\b|\bdrop\s+this\b|\bcontradict|\babsurd\b|\bimpossible\b)|\A\W*otherwise\b"
    r"|\bwithout\s+(?:this|that|the|these|our)\s+(?:\w+\s+)?(?:assumption|restriction|condition|hypothesis)"
    r"|\A\W*(?:then|but|this|that)\b.*\b(?:which|this|that|it)\b.*\b(?:excluded|ruled\s+out|forbidden|not\s+possible)\b"
    r"|\A\W*(?:conversely|for\s+the\s+converse|(?:in|for)\s+the\s+(?:other|opposite|reverse|converse)\s+direction)\b"
    r"|\bfrom\s+now\s+on\s+we\s+do(?:n['’]t|\s+not)\b|\bassumed\b.*\bno\s+longer\b",
    re.IGNORECASE,
)
"""What a sentence says that takes the one before back."""

SET_OFF = regex(
    r"^[ ]{0,3}\#{1,6}[ \t](?![^\n]*\bcase\b)[^\n]*|^[ \t]*:{3,}[^\n]*"
    r"|\\(?:part|chapter|(?:sub){0,2}section|paragraph|title|author|date)\*?(?:\[[^\]\n]*\])?\{[^{}\n]*\}"
    r"|\\begin\{(?:frame|[a-z]*block)\}(?:<[^>\n]*>)?(?:\[[^\]\n]*\])?(?:\{[^{}\n]*\})?"
    r"|\\(?:begin|end)\{(?!(?:[a-zA-Z]?matrix|[dr]?cases|array|aligned|split|gathered)\*?\})[A-Za-z]+\*?\}(?:\[[^\]\n]*\])?"
    r"|\\(?:documentclass|usepackage)(?:\[[^\]\n]*\])?\{[^{}\n]*\}|\\(?:item|noindent|maketitle|par|medskip|bigskip|smallskip)(?![A-Za-z])",
    re.MULTILINE,
)
"""Headings and what sets words off: no part of a sentence."""

SUPPOSED = regex(r"\b(?:assum\w*|suppos\w*)\b", re.IGNORECASE)

FILLED = "\x04"
PLACE = "\x01"
CLEARED = dict.fromkeys(range(5), " ")
"""The signs, and what fills up their places, have no meaning in the text itself."""

TOKEN = regex(
    r"(?P<aside>\b(?:[Ww]ithout\s+(?:any\s+)?loss\s+of\s+generality|[Ff]or\s+simplicity|[Aa]s\s+usual|[Ww]\.?l\.?o\.?g\.?)(?!\w))|"
    rf"[{RELATION}{NAME}{RANGE}]|[^\W_](?:[\w'’.-]*[^\W_])?|(?P<dress>\\[A-Za-z]+\*?|[*_{{}}~\"“”`])|[^\w\s]"
)
"""A formula, a word or a mark; and how words are dressed, which says nothing."""

DENIES = regex(
    r"(?:\A|\x00)(?>[^\x00]*?\b(?:not|never|no\s+longer|\w+n['’]t|without|refrain\w*|avoid\w*|drop\w*"
    r"|instead\s+of|rather\s+than|stop|nobody|few|wrong)\b)[^\x00]*\b(?:assum|suppos|requir|impos|let\b)",
    re.IGNORECASE,
)
"""A denial, then a word for what is assumed, with no relation between them."""


ALONE = regex(
    rf"[\s*_>|-]*(?:\(?(?:\d{{1,2}}|[A-Za-z]|[ivx]{{1,4}})[.)][\s*_]*)?(?:(?:problem|exercise|example|part)\s*[\d.()a-z]*[\s*_.:]*)?"
    rf"[{RELATION}][\s*_.,;:|]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """A stretch of a text: its words, with a sign in the place of each formula; and the formulas, with
    their places in the text.

    A sentence that `asks` assumes nothing; what one assumes that is taken back holds up to `until`.
    It is `ended` by a full stop, or runs into a display. An `inner` one stands in a box or deep in a list.
    """

    masked: str
    formulas: tuple[tuple[str, Span], ...]
    span: Span
    asks: bool = False
    ended: bool = True
    until: int | None = None
    inner: bool = False

    @property
    def denies(self) -> bool:
        """Whether a sentence says that something is not assumed."""
        return bool(DENIES.search(self.masked))

    @property
    def text(self) -> str:
        """The words with the formulas, each as `$…$`."""
        own = iter(self.formulas)
        return "".join(f"${next(own)[0]}$" if sign in SIGNS else sign for sign in self.masked).strip()

    @cached_property
    def _spaced(self) -> tuple[str, tuple[int, ...]]:
        own = iter(self.formulas)
        tokens: list[str] = []
        places: list[int] = []
        length = 0
        for match in TOKEN.finditer(self.masked):
            token = match[0]
            if match["dress"] or match["aside"]:
                continue
            if token in SIGNS:
                latex = next(own)[0].strip()
                token = latex if NUMBER.fullmatch(latex) else token
                places.append(length)
            tokens.append(token)
            length += len(token) + 1
        return spaced(tokens), tuple(places)

    @property
    def tokens(self) -> str:
        """The words as rows of the grammar are matched with; a number stands for itself."""
        return self._spaced[0]

    @property
    def places(self) -> tuple[int, ...]:
        """Where the formulas stand among the tokens."""
        return self._spaced[1]

    @property
    def alone(self) -> bool:
        """Whether a sentence is one formula, perhaps with a label, `**(a)** $f(x) = x^2$`."""
        return len(self.formulas) == 1 and bool(ALONE.fullmatch(self.masked))


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, what is commented out, quoted or code left out, displays between them.

    What a note says is a sentence of its own, and no part of that in which the note stands.
    """
    visible = _visible(text.translate(CLEARED))
    notes = find_notes(visible)
    if not notes:
        return tuple(_sentences(visible, text))
    around, inside = _parted(visible, notes)
    told = [*_sentences(around, text), *(replace(s, inner=True) for s in _sentences(inside, text))]
    return tuple(sorted(told, key=lambda sentence: sentence.span))


def _parted(text: str, notes: Sequence[Note]) -> tuple[str, str]:
    """A text with spaces for its notes, and one that has their words alone, with displays between them."""
    around, inside, last, behind = [], [], 0, 0
    for (start, end), (begin, stop) in notes:
        around += [text[last:start], _blank(text[start:end])]
        inside += [PLACE * (begin - behind), text[begin:stop]]
        last, behind = end, stop
    return "".join((*around, text[last:])), "".join((*inside, PLACE * (len(text) - behind)))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _sentences(visible: str, text: str) -> list[Sentence]:
    displayed = _without_displays(visible)
    displayed = SET_OFF.sub(lambda match: "\n" * len(match[0]), displayed)
    masked, formulas = _signed(displayed, visible)
    starts = [span.start for _, span in formulas]
    found: list[Sentence] = []
    start = 0
    for stop, after in (*(match.span() for match in END.finditer(masked)), (len(masked), len(masked))):
        words = re.sub(r"\s+", " ", masked[start:stop].replace(FILLED, ""))
        if words.strip():
            begin = start + len(masked[start:stop]) - len(masked[start:stop].lstrip())
            if DROPPED.search(words):
                _take_back(found, begin)
            own = formulas[bisect_left(starts, start) : bisect_left(starts, stop)]
            sign = masked[stop:after].strip()
            ended = sign[:1] in (".", "!", "?")
            asks = sign.startswith("?")
            found.append(
                Sentence(words, tuple(own), Span(begin, stop), asks, ended, inner=is_inner(text, begin))
            )
        start = after
    return found


def is_inner(text: str, place: int) -> bool:
    """Whether a place stands in a box, or on a line that is indented as code is."""
    boxes = _boxes(text)
    number = bisect_left(boxes, (place + 1, 0))
    boxed = number > 0 and place < boxes[number - 1][1]
    return boxed or INDENTED.match(text, text.rfind("\n", 0, place) + 1) is not None


@lru_cache(maxsize=8)
def _boxes(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in BOX.finditer(text))


def _take_back(found: list[Sentence], place: int) -> None:
    """Ends at a place what the last sentence that supposes something says, or else the last one."""
    supposing = (number for number in reversed(range(len(found))) if SUPPOSED.search(found[number].masked))
    number = next(supposing, len(found) - 1)
    if found and found[number].until is None:
        found[number] = replace(found[number], until=place)


def _changed(
    text: str, opening: re.Pattern[str], end: Callable[[re.Match[str]], int], sign: Callable[[str], str]
) -> str:
    """A text with other signs for all that goes from an opening to its end; one without an end stays."""
    parts: list[str] = []
    kept = position = 0
    while (match := opening.search(text, position)) is not None:
        position = match.end()
        if (stop := end(match)) >= 0:
            parts += [text[kept : match.start()], sign(text[match.start() : stop])]
            kept = position = stop
    return "".join((*parts, text[kept:]))


def _without_code(text: str) -> str:
    """A text with spaces for blocks of code: between fences, and indented ones that no list holds.

    A block that holds prose, `{solution}`, loses its fences alone.
    """
    lines: list[str] = []
    listed, blank, indented = False, True, False
    for line, fence, code, inside in fenced(text, OF_PROSE.__contains__):
        indented = bool(INDENTED.match(line)) and not listed and not inside and (blank or indented)
        if line.strip():
            listed = bool(ITEM.match(line)) or (listed and (line[0] in " \t" or not blank))
        blank = not line.strip()
        lines.append(" " * len(line) if fence or code or indented else line)
    return "\n".join(lines)


def _visible(text: str) -> str:
    """A text with spaces for what is commented out, quoted or code."""
    text = _without_code(text)
    marks = Marks(text)

    def end(match: re.Match[str]) -> int:
        if not match["mark"]:
            return match.end()
        close = f"</{match['mark']}>"
        found = marks.next(close, match.end())
        return found + len(close) if found >= 0 else -1

    return _changed(text, HIDDEN, end, _blank)


def _without_displays(text: str) -> str:
    """A text with `PLACE`s for displays, which end sentences; an environment of prose is text."""
    marks = Marks(text)
    ends: dict[str, list[int]] = {}
    for match in ENDING.finditer(text):
        ends.setdefault(match["name"], []).append(match.end())

    def end(match: re.Match[str]) -> int:
        if match["plain"]:
            found = marks.next({"$$": "$$", "\\[": "\\]"}[match["plain"]], match.end())
            return found + 2 if found >= 0 else -1
        known = ends.get(match["name"], [])
        place = bisect_left(known, match.end())
        return known[place] if place < len(known) and match["name"] in UNSPOKEN else -1

    return _changed(text, DISPLAY, end, lambda display: PLACE * len(display))


def _signed(masked: str, visible: str) -> tuple[str, list[tuple[str, Span]]]:
    """A text with signs for its formulas; and these, with their places."""
    marks = Marks(masked)
    formulas: list[tuple[str, Span]] = []

    def end(match: re.Match[str]) -> int:
        mark = "$" if match[0] == "$" else "\\)"
        stop = marks.next(mark, match.end() + (mark == "\\)"))
        display = marks.next(PLACE, match.end())
        if stop < 0 or 0 <= display < stop or masked[stop : stop + 2] == "$$":
            return -1
        formulas.append((visible[match.end() : stop], Span(match.end(), stop)))
        return stop + len(mark)

    signed = _changed(
        masked, FORMULA, end, lambda formula: sign_of(formulas[-1][0]) + FILLED * (len(formula) - 1)
    )
    return signed, formulas
