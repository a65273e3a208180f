r"""The scopes of a text: sections, environments, examples, list items, each within another.

Takes a text in Markdown or LaTeX and its format; gives a `Scopes`, which says of a
place how far what is said there reaches. A section ends with the next heading of its
level; `Example:` opens a scope that ends with the next of its kind, or with the section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from derivation.front.code import fenced
from derivation.front.displays import ENVIRONMENTS
from derivation.front.notes import find_notes
from derivation.late import regex
from derivation.records import dataclass, replace
from derivation.text import commands

LEADING: Final = frozenset(
    [
        *("a", "an", "the", "one", "another", "worked", "simple", "first", "second", "third", "numerical"),
        *("concrete", "small", "special", "further", "final", "quick", "motivating", "toy", "short", "last"),
    ]
)
"""What stands before the word that says what a section is: `A worked example`."""

LEVELS: Final = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}

ASIDE: Final = frozenset(
    [
        "example",
        "exercise",
        "problem",
        "question",
        "solution",
        "answer",
        "proof",
        "case",
        "remark",
        "claim",
        "counterexample",
        "illustration",
        "task",
        "quiz",
        "aside",
        "sketch",
    ]
)
"""What opens a scope of its own: what is said there does not reach beyond its end."""

SHARED: Final = frozenset(
    [
        "notation",
        "notations",
        "setup",
        "setting",
        "settings",
        "assumption",
        "assumptions",
        "preliminaries",
        "preliminary",
        "conventions",
        "convention",
        "definitions",
        "definition",
        "model",
        "background",
        "data",
        "problem",
        "introduction",
    ]
)
"""Sections of which what they say is meant for what stands around them."""

STATED: Final = frozenset(["definition", "assumption", "notation", "axiom"])
"""What is said for all that follows, though it is set off from the text."""

THEOREMS: Final = frozenset(["theorem", "lemma", "proposition", "corollary", "conjecture", "observation"])
"""What is stated, with what it supposes."""

SET_OFF: Final = THEOREMS | frozenset(
    [
        "itemize",
        "enumerate",
        "description",
        "frame",
        "block",
    ]
)
"""Environments with a scope of their own, beside those of `ASIDE` and those that `\\newtheorem` makes."""

ARGUED: Final = frozenset(["proof", "solution", "answer", "sketch"])
"""What argues for what stands right before it: what is supposed there holds in it, too."""

LAYOUT: Final = (
    ENVIRONMENTS
    | commands.ENVIRONMENTS
    | commands.UNSUPPORTED_ENVIRONMENTS.keys()
    | frozenset(
        [
            "document",
            "center",
            "flushleft",
            "flushright",
            "minipage",
            "multicols",
            "columns",
            "column",
            "spacing",
        ]
    )
)
"""Environments that only set out what is in them."""

_LASTING: Final = regex(r"assum|hypo|set|notat|def|axiom|model|data|conv|key|fram", re.IGNORECASE)
"""How environments are called of which what they say is meant for all that follows."""

_BETWEEN: Final = regex(r"(?:\s|\\(?:label|index)\{[^{}]*\}|%[^\n]*|\\(?:no|med|big|small)\w*)*")
"""What may stand between a theorem and its proof."""

_HEADING: Final = regex(
    r"^[ ]{0,3}(?P<marks>\#{1,6})[ \t]+(?P<title>[^\n]*)"
    r"|\\(?P<command>part|chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\]\n]*\])?\{(?P<name>[^{}\n]*)",
    re.MULTILINE,
)
_ENVIRONMENT: Final = regex(r"\\(?P<end>begin|end)\{(?P<name>[A-Za-z]+)\*?\}|\\(?P<item>item)(?![A-Za-z])")
_NEW: Final = regex(r"\\newtheorem\*?\{(?P<name>[A-Za-z]+)\*?\}(?:\[[^\]\n]*\])?\{(?P<title>[^{}\n]*)\}")
_BOTH: Final = regex(r"\b[Ii]n\s+(?:both|all|either|each|any)\s+(?:of\s+the(?:se)?\s+)?cases?\b")
"""Where cases end."""

_ORDINAL: Final = (
    "[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ll]ast|[Rr]emaining|[Oo]ther|[Gg]eneral|[Ss]pecial"
)
_LABELLED: Final = regex(
    r"^[ \t>]*(?:\\(?:noindent|indent|par)[ \t]+)?"
    r"(?P<marks>[*_]{0,3}|\\(?:emph|text(?:bf|it|sc|sl)|underline)\{)"
    rf"(?:(?:The[ \t]+)?(?:{_ORDINAL})[ \t]+(?P<counted>[a-z]+)"
    r"|(?P<word>[A-Z][a-z]+)(?:[ \t]+(?:[0-9][\w.]*|[A-Z]|[ivx]+))?)"
    r"(?:[ \t]*\([^()\n]*\))?[ \t]*(?P<close>[*_]{0,3}|\})[.:](?P<after>[*_]{0,3}|\})",
    re.MULTILINE,
)
_FOR_EXAMPLE: Final = regex(
    r"\b(?:as\s(?:an|a\ssimple)|for|another)\s(?:example|instance|illustration)\b", re.IGNORECASE
)
_DIV: Final = regex(r"^[ \t>]*(?P<fence>:{3,}|`{3,}|~{3,})[ \t]*(?P<info>\{[^{}\n]*\}|\S*)", re.MULTILINE)
_DIV_NAME: Final = regex(r"(?:prf:)?(?P<name>[a-z]+)(?P<edge>-(?:start|end))?(?![a-z:])")
_SHORT: Final = {"exm": "example", "exr": "exercise", "sol": "solution", "thm": "theorem", "lem": "lemma"} | {
    "prp": "proposition",
    "cor": "corollary",
    "cnj": "conjecture",
    "rem": "remark",
}
"""How Quarto calls what it numbers: `::: {#exm-two}`."""

_BESIDE: Final = frozenset(["margin", "sidebar", "dropdown", "footnote"])
"""Blocks that are set beside the text."""

_SETTING_OUT: Final = regex(
    r"columns?|cells?|row|grid|layout|content|panel|tab|incremental|fragment|center|card|fig|tbl|lst|list|code"
    r"|math|eq|align|gather|latex|tex|katex|raw|html"
)
"""How blocks are called that only set out what is in them; and those that are no text."""

_ADMONITION: Final = regex(
    r"^(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?)[ \t]+(?P<name>[a-z]+)[^\n]*\n", re.MULTILINE
)
_INSIDE: Final = regex(r"(?:(?P<indent>[ \t]*)\S[^\n]*|[ \t]*)(?:\n|\Z)")
_TAG: Final = regex(r"<(?P<end>/?)(?P<name>div|aside|details|blockquote)\b[^<>\n]*>", re.IGNORECASE)

_WINDOW: Final = 40
"""How far before an opening the end of the sentence before may stand."""

_ITEM: Final = regex(r"^(?P<indent>[ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_MARGIN: Final = regex(r"\n[ \t]*\n(?P<line>(?P<indent>[ \t]*)(?=[^ \t\n]))")
MAX_NESTED: Final = 64
_WORDS: Final = regex(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of a text. An `aside` keeps all that is said in it; a plain section keeps facts alone.

    A `box` may have been meant for what stands around it, too; a `case` is one of that.
    """

    start: int
    end: int
    aside: bool
    shared: bool = False
    box: bool = False
    case: bool = False


@dataclass(frozen=True)
class Scopes:
    """All scopes of a text of a length, in the order of their starts; those that begin together, widest
    first."""

    length: int
    scopes: tuple[Scope, ...]

    @cached_property
    def _ends_of_facts(self) -> dict[int, int]:
        """What `end_of_facts` found, which is asked of each place for each line."""
        return {}

    @cached_property
    def _parents(self) -> tuple[int, ...]:
        """The number of the nearest scope before each that holds its start; -1 where there is none."""
        found: list[int] = []
        opened: list[int] = []
        for number, scope in enumerate(self.scopes):
            while opened and (self.scopes[opened[-1]].end <= scope.start or len(opened) > MAX_NESTED):
                opened.pop()
            found.append(opened[-1] if opened else -1)
            opened.append(number)
        return tuple(found)

    def around(self, place: int) -> tuple[Scope, ...]:
        """The scopes that hold a place, widest first."""
        number = bisect_right(self.scopes, place, key=lambda scope: scope.start) - 1
        found: list[Scope] = []
        while number >= 0:
            if place < self.scopes[number].end:
                found.append(self.scopes[number])
            number = self._parents[number]
        return tuple(reversed(found))

    def section(self, place: int) -> int:
        """Where the widest scope begins that holds a place, and not all others as a title does; or -1."""
        around = [scope for scope in self.around(place) if scope != self._title]
        return around[0].start if around else -1

    @cached_property
    def _title(self) -> Scope | None:
        """The scope that holds all others, but for boxes before it, and ends with the text."""
        first = next((scope for scope in self.scopes if not scope.box), None)
        return first if first is not None and first.end == self.length else None

    def end_of_facts(self, place: int) -> int:
        """How far a fact reaches that is said at a place: to the end of the innermost scope."""
        if place not in self._ends_of_facts:
            inner = [scope.end for scope in self.around(place) if not scope.shared]
            self._ends_of_facts[place] = min(inner, default=self.length)
        return self._ends_of_facts[place]

    def end_of_doubts(self, place: int) -> int:
        """How far a fact may have been meant to reach that is said at a place: beyond the boxes that it
        stands in."""
        inner = [scope.end for scope in self.around(place) if not scope.shared and not scope.box]
        return min(inner, default=self.length)

    def end_of_names(self, place: int) -> int:
        """How far a name keeps its value: to the end of the innermost aside, else of the text."""
        inner = [scope.end for scope in self.around(place) if scope.aside]
        return min(inner, default=self.length)

    def apart(self, first: int, second: int) -> bool:
        """Whether a later place stands in a scope that an earlier one does not stand in."""
        return any(scope.start > first for scope in self.around(second))

    def elsewhere(self, first: int, second: int) -> bool:
        """Whether a later place stands in a scope, no case of one, that an earlier one does not stand in."""
        return any(scope.start > first and not scope.case for scope in self.around(second))


_UNSEEN: Final = {
    "latex": regex(
        r"\\iffalse\b.*?(?:\\fi\b|\Z)"
        r"|\\begin\{(?P<env>comment|verbatim\*?|Verbatim|lstlisting|minted)\}.*?(?:\\end\{(?P=env)\}|\Z)"
        r"|(?<![\\\d])%[^\n]*",
        re.DOTALL,
    ),
    "markdown": regex(r"<!--.*?(?:-->|\Z)", re.DOTALL),
}
"""What is passed over."""
_VISIBLE: Final = regex(r"[^\n]")
_CODE: Final = frozenset(("code", "python", "r", "julia", "ipython", "sourcecode"))
"""Names of blocks that hold no prose."""


def _seen(text: str, format: str) -> str:
    """A text of the same length with spaces for comments and code, in which nothing opens or ends a scope."""
    if format != "latex":
        lines = fenced(text, lambda name: name not in _CODE)
        text = "\n".join(" " * len(line.text) if line.code else line.text for line in lines)
    unseen = _UNSEEN["latex" if format == "latex" else "markdown"]
    return unseen.sub(lambda match: _VISIBLE.sub(" ", match[0]), text)


def find_scopes(text: str, format: str) -> Scopes:
    """The scopes of a text; `format` is as of documents."""
    text = _seen(text, format)
    sections = list(_sections(text, format))
    named = [*_environments(text), *(_divs(text) if format != "latex" else ())]
    found = [*sections, *_with_proofs(text, named)]
    found += [Scope(note.whole.start, note.whole.end, True, box=True) for note in find_notes(text)]
    found += _labelled(text, _ordered(text, found))
    if format != "latex":
        found += _items(text, [scope.start for scope in sections])
        found += [*_admonitions(text), *_tagged(text)]
    return _ordered(text, found)


def _with_proofs(text: str, named: list[tuple[str, Scope]]) -> Iterator[Scope]:
    """Scopes; a theorem's, an exercise's reaches to the end of the proof, the solution right behind it."""
    argued = {scope.start: scope for name, scope in named if name in ARGUED}
    for name, scope in named:
        gap = _BETWEEN.match(text, scope.end)
        proof = argued.get(gap.end() if gap else scope.end) if name not in ARGUED else None
        yield scope if proof is None else replace(scope, end=proof.end)


def _ordered(text: str, found: list[Scope]) -> Scopes:
    return Scopes(len(text), tuple(sorted(found, key=lambda scope: (scope.start, -scope.end))))


def _sections(text: str, format: str) -> Iterator[Scope]:
    headings: list[tuple[int, int, str]] = []
    for match in _HEADING.finditer(text):
        if match["marks"] and format != "latex":
            headings.append((match.start(), len(match["marks"]) + 1, match["title"]))
        elif match["command"]:
            headings.append((match.start(), LEVELS[match["command"]], match["name"]))
    ends = [len(text)] * len(headings)
    opened: list[int] = []
    for number, (start, level, _) in enumerate(headings):
        while opened and headings[opened[-1]][1] >= level:
            ends[opened.pop()] = start
        opened.append(number)
    least = min((level for _, level, _ in headings[1:]), default=9)
    for number, (start, level, title) in enumerate(headings):
        words = [word.lower() for word in _WORDS.findall(title)]
        first = next((word for word in words if word not in LEADING), "")
        whole = number == 0 and least > level
        aside, shared = first in ASIDE and not whole, bool(SHARED & set(words))
        yield Scope(start, ends[number], aside, shared, case=first == "case")


def _environments(text: str) -> Iterator[tuple[str, Scope]]:
    """Theorems, examples, proofs, lists and their items, with their names; of what has any other name, facts
    end with it."""
    made = {m["name"].lower() for m in _NEW.finditer(text) if m["title"].lower() not in STATED}
    known = ((ASIDE | SET_OFF) - STATED) | made
    opened: list[tuple[str, int]] = []
    items: list[int | None] = []
    for match in _ENVIRONMENT.finditer(text):
        name = match["name"]
        if match["item"]:
            if items and (before := items[-1]) is not None:
                yield "item", Scope(before, match.start(), True)
            if items:
                items[-1] = match.start()
        elif match["end"] == "begin":
            opened.append((name, match.start()))
            items.append(None)
        else:
            while opened:
                own, start = opened.pop()
                item = items.pop()
                if item is not None:
                    yield "item", Scope(item, match.start(), True)
                if own == name:
                    if name.lower() in known:
                        yield name.lower(), Scope(start, match.end(), True)
                    elif name not in LAYOUT and not _LASTING.match(name):
                        yield name.lower(), Scope(start, match.end(), False)
                    break


def _divs(text: str) -> Iterator[tuple[str, Scope]]:
    """`::: {example}`, and between backticks, of MyST, Quarto and Pandoc: to where they are closed."""
    opened: list[tuple[str, str, int]] = []
    parts: dict[str, int] = {}
    for match in _DIV.finditer(text):
        fence = match["fence"]
        if match["info"]:
            name, edge = _div(match["info"])
            opened.append((fence, "" if edge else name, match.start()))
            if edge == "-start":
                parts[name] = match.start()
            elif edge and name in parts and name in ASIDE | SET_OFF:
                yield name, Scope(parts.pop(name), match.end(), True)
        elif opened and _closes(fence, opened[-1][0]):
            _, name, start = opened.pop()
            if name in (ASIDE | SET_OFF | _BESIDE) - STATED:
                yield name, Scope(start, match.end(), True)
            elif name and not _LASTING.match(name) and not _SETTING_OUT.match(name):
                yield name, Scope(start, match.end(), False, box=True)


def _closes(fence: str, opening: str) -> bool:
    """Whether a fence ends what another one opens: of colons any, of backticks and tildes one as long."""
    return fence[0] == opening[0] and (fence[0] == ":" or len(fence) >= len(opening))


def _div(info: str) -> tuple[str, str]:
    """What a block is called, `{prf:example}`, `{.example}`, `{#exm-two}`; and which end of one it is."""
    names = [(_SHORT.get(m["name"], m["name"]), m["edge"] or "") for m in _DIV_NAME.finditer(info)]
    known = (own for own in names if own[0] in ASIDE | SET_OFF | _BESIDE)
    return next(known, names[0] if names else ("", ""))


def _admonitions(text: str) -> Iterator[Scope]:
    """`!!! note`, and what is indented below it."""
    for match in _ADMONITION.finditer(text):
        end, position = match.end(), match.end()
        while position < len(text) and (line := _INSIDE.match(text, position)) is not None:
            if line["indent"] is not None:
                if len(line["indent"]) <= len(match["indent"]):
                    break
                end = line.end()
            position = line.end()
        aside = match["name"] in ASIDE | SET_OFF
        if aside or not _LASTING.match(match["name"]):
            yield Scope(match.start(), end, aside, box=not aside)


def _tagged(text: str) -> Iterator[Scope]:
    """`<div class="note">`, `<details>` and the like, to where they are closed."""
    opened: list[tuple[str, int]] = []
    for match in _TAG.finditer(text):
        name = match["name"].lower()
        if not match["end"]:
            opened.append((name, match.start()))
        elif opened and opened[-1][0] == name:
            yield Scope(opened.pop()[1], match.end(), False, box=True)


_PROVED: Final = regex(
    r"∎|□|■|\\(?:qed|square|blacksquare|Box)(?![A-Za-z])|\bQ\.?\s?E\.?\s?D\b|\b(?:completes|ends|concludes)\s+the\s+proof\b",
    re.IGNORECASE,
)
"""What stands where a proof ends."""


def _labelled(text: str, known: Scopes) -> Iterator[Scope]:
    """`**Example 2.** …` and `For example, …`: to the next such label, or the end of what is around."""
    labels = [
        (match.start("marks"), word)
        for match in _LABELLED.finditer(text)
        if (word := (match["word"] or match["counted"]).lower()) in ASIDE | THEOREMS
    ]
    for match in _FOR_EXAMPLE.finditer(text):
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        if not before.strip() or before.rstrip(" \t").endswith((".", "!", "?", "\n")):
            labels.append((match.start(), "example"))
    labels += [(match.start(), "") for match in _BOTH.finditer(text)]
    labels.sort()
    starts = [scope.start for scope in known.scopes]
    for place, (start, word) in enumerate(labels):
        if not word:
            continue
        ends = [len(text), *(scope.end for scope in known.around(start))]
        heading = bisect_right(starts, start)
        ends += starts[heading : heading + 1]
        ends += [labels[place + 1][0]] if place + 1 < len(labels) else []
        if word == "proof" and (closed := _PROVED.search(text, start, min(ends))):
            ends.append(closed.end())
        yield Scope(start, min(ends), True, case=word == "case")


def _items(text: str, sections: list[int]) -> Iterator[Scope]:
    """The items of Markdown lists: each to the next item, a line at the margin after a blank one, or a
    heading."""
    events = [(match.start(), len(match["indent"]), True) for match in _ITEM.finditer(text)]
    begun = {start for start, _, _ in events}
    margins = ((match.start("line"), len(match["indent"]), False) for match in _MARGIN.finditer(text))
    events += (event for event in margins if event[0] not in begun)
    events += ((start, -1, False) for start in sections)
    opened: list[tuple[int, int]] = []
    for start, indent, is_item in sorted(events):
        while opened and opened[-1][1] >= indent:
            yield Scope(opened.pop()[0], start, True)
        if is_item:
            opened.append((start, indent))
    yield from (Scope(start, len(text), True) for start, _ in opened)
