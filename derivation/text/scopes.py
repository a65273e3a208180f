r"""The scopes of a text: sections, environments, examples, list items, each within another.

Takes a text in Markdown or LaTeX and its format; gives a `Scopes`, which says of a
place how far what is said there reaches. A section ends with the next heading of its
level; `Example:` opens a scope that ends with the next of its kind, or with the section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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

SET_OFF: Final = frozenset(
    [
        "theorem",
        "lemma",
        "proposition",
        "corollary",
        "itemize",
        "enumerate",
        "description",
        "frame",
        "block",
        "conjecture",
        "observation",
    ]
)
"""Environments with a scope of their own, beside those of `ASIDE` and those that `\\newtheorem` makes."""

_HEADING: Final = re.compile(
    r"^[ ]{0,3}(?P<marks>\#{1,6})[ \t]+(?P<title>[^\n]*)"
    r"|\\(?P<command>part|chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\]\n]*\])?\{(?P<name>[^{}\n]*)",
    re.MULTILINE,
)
_ENVIRONMENT: Final = re.compile(
    r"\\(?P<end>begin|end)\{(?P<name>[A-Za-z]+)\*?\}|\\(?P<item>item)(?![A-Za-z])"
)
_NEW: Final = re.compile(r"\\newtheorem\*?\{(?P<name>[A-Za-z]+)\*?\}(?:\[[^\]\n]*\])?\{(?P<title>[^{}\n]*)\}")
_BOTH: Final = re.compile(r"\b[Ii]n\s+(?:both|all|either|each|any)\s+(?:of\s+the(?:se)?\s+)?cases?\b")
"""Where cases end."""

_LABELLED: Final = re.compile(
    r"^[ \t>]*(?P<marks>[*_]{0,3})(?P<word>[A-Z][a-z]+)(?:[ \t]+(?:[0-9][\w.]*|[A-Z]|[ivx]+))?"
    r"(?:[ \t]*\([^()\n]*\))?[ \t]*(?P<close>[*_]{0,3})[.:](?P<after>[*_]{0,3})",
    re.MULTILINE,
)
_FOR_EXAMPLE: Final = re.compile(
    r"(?:(?<=[.!?\n])|\A)[ \t\n]*(?:(?:as\s+(?:an|a\s+simple)|for|another)\s+(?:example|instance|illustration))\b",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"^(?P<indent>[ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_WORDS: Final = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of a text. An `aside` keeps all that is said in it; a plain section keeps facts alone."""

    start: int
    end: int
    aside: bool
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Scopes:
    """All scopes of a text of a length, in the order of their starts; those that begin together, widest first."""

    length: int
    scopes: tuple[Scope, ...]

    def around(self, place: int) -> tuple[Scope, ...]:
        """The scopes that hold a place, widest first."""
        last = bisect_right(self.scopes, place, key=lambda scope: scope.start)
        return tuple(scope for scope in self.scopes[:last] if place < scope.end)

    def end_of_facts(self, place: int) -> int:
        """How far a fact reaches that is said at a place: to the end of the innermost scope."""
        inner = [scope.end for scope in self.around(place) if not scope.shared]
        return min(inner, default=self.length)

    def end_of_names(self, place: int) -> int:
        """How far a name keeps its value: to the end of the innermost aside, else of the text."""
        inner = [scope.end for scope in self.around(place) if scope.aside]
        return min(inner, default=self.length)

    def apart(self, first: int, second: int) -> bool:
        """Whether a later place stands in a scope that an earlier one does not stand in."""
        return any(scope.start > first for scope in self.around(second))


def find_scopes(text: str, format: str) -> Scopes:
    """The scopes of a text; `format` is as of documents."""
    found = [*_sections(text, format), *_environments(text)]
    sections = sorted(scope.start for scope in found if not scope.aside or format != "latex")
    found += _labelled(text, found)
    if format != "latex":
        found += _items(text, sections)
    found.sort(key=lambda scope: (scope.start, -scope.end))
    return Scopes(len(text), tuple(found))


def _sections(text: str, format: str) -> Iterator[Scope]:
    headings: list[tuple[int, int, str]] = []
    for match in _HEADING.finditer(text):
        if match["marks"] and format != "latex":
            headings.append((match.start(), len(match["marks"]) + 1, match["title"]))
        elif match["command"]:
            headings.append((match.start(), LEVELS[match["command"]], match["name"]))
    for place, (start, level, title) in enumerate(headings):
        after = (other for other, above, _ in headings[place + 1 :] if above <= level)
        words = [word.lower() for word in _WORDS.findall(title)]
        first = words[0] if words else ""
        alone = place == 0 and not any(above <= level for _, above, _ in headings[1:])
        yield Scope(start, next(after, len(text)), first in ASIDE and not alone, bool(SHARED & set(words)))


def _environments(text: str) -> Iterator[Scope]:
    """Theorems, examples, proofs, lists and their items."""
    made = {m["name"].lower() for m in _NEW.finditer(text) if m["title"].lower() not in STATED}
    known = ((ASIDE | SET_OFF) - STATED) | made
    opened: list[tuple[str, int]] = []
    items: list[int | None] = []
    for match in _ENVIRONMENT.finditer(text):
        name = match["name"]
        if match["item"]:
            if items and items[-1] is not None:
                yield Scope(items[-1], match.start(), True)
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
                    yield Scope(item, match.start(), True)
                if own == name:
                    if name.lower() in known:
                        yield Scope(start, match.end(), True)
                    break


def _labelled(text: str, known: list[Scope]) -> Iterator[Scope]:
    """`**Example 2.** …` and `For example, …`: to the next such label, or the end of what is around."""
    labels = [
        (match.start("word"), match["word"].lower())
        for match in _LABELLED.finditer(text)
        if match["word"].lower() in ASIDE
    ]
    labels += [(match.end() - 1, "example") for match in _FOR_EXAMPLE.finditer(text)]
    labels += [(match.start(), "") for match in _BOTH.finditer(text)]
    labels.sort()
    starts = sorted(scope.start for scope in known)
    for place, (start, word) in enumerate(labels):
        if not word:
            continue
        around = [scope.end for scope in known if scope.start <= start < scope.end]
        end = min(around, default=len(text))
        heading = bisect_right(starts, start)
        if heading < len(starts):
            end = min(end, starts[heading])
        if place + 1 < len(labels):
            end = min(end, labels[place + 1][0])
        yield Scope(start, end, True)


def _items(text: str, sections: list[int]) -> Iterator[Scope]:
    """The items of Markdown lists: each to the next item, a line at the margin after a blank one, or a heading."""
    found = [(match.start(), len(match["indent"])) for match in _ITEM.finditer(text)]
    for place, (start, indent) in enumerate(found):
        after = next((other for other, deep in found[place + 1 :] if deep <= indent), len(text))
        margin = re.compile(rf"\n[ \t]*\n(?=[ \t]{{0,{indent}}}[^ \t\n])").search(text, start)
        section = bisect_right(sections, start)
        ends = [after, margin.end() if margin else len(text)]
        ends += [sections[section]] if section < len(sections) else []
        yield Scope(start, min(ends), True)
