r"""Rows of the grammar: tokens in a row, written as words, each compiled when it is first needed.

    let|put          one of these words
    assum~           a word that begins so
    that?  all|the*  what may be missing, what may come again
    NAME RELATION RANGE FORMULA    a formula: one without a relation, one with it, an index over its range
    NAMES            formulas in a list
    NOUN             one to four words that call a thing something: no verb, no preposition
    THING            such words, as few as will do
    ANY              up to six words of any sort
    NOT              a word that denies
    ^  $  BEHIND     where a clause begins, where the text ends, where a formula stands before

A text to be matched is one of `spaced`: small letters, a space behind each token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from derivation.late import regex
from derivation.prose.formulas import NAME, RANGE, RELATION

FUNCTION_WORDS: Final = (
    r"(?:a|an|the|this|that|these|those|its|their|our|his|her|and|or|but|nor|of|in|on|at|to|by|for|from|with|as|into|than"
    r"|over|under|between|through|is|are|be|being|been|was|were|has|have|had|do|does|did|will|shall|can|may|must|should"
    r"|would|could|might|let|where|when|if|then|so|thus|hence|since|because|while|which|who|whose|what|it|we|one|you|they"
    r"|not|never|no|without|some|any|each|every|all|both|either|neither|here|there|such|only|also|now|whether|until|unless"
    r"|denotes?|equals?|gives?|yields?|satisf\w+|assum\w+|suppos\w+|consider\w*|call\w*|writ\w+|defin\w+)"
)
"""Words that no name of a thing has."""

WORD: Final = r"[^\W\d][\w'’.-]*+"
_CONTENT: Final = rf"(?!{FUNCTION_WORDS} ){WORD} "
_NOT_LATER: Final = "".join(rf"(?<![{NAME}{RELATION}] {joined})" for joined in (", ", "and ", ", and "))
_CLASSES: Final = {
    "NAME": f"{NAME} ",
    "RELATION": f"{RELATION} ",
    "RANGE": f"{RANGE} ",
    "FORMULA": f"[{NAME}{RELATION}] ",
    "NAMES": rf"{_NOT_LATER}[{NAME}{RELATION}] (?:(?:, and |, |and )[{NAME}{RELATION}] )*+",
    "NOUN": rf"(?:{_CONTENT}){{1,4}}+",
    "THING": rf"(?:{_CONTENT}){{1,4}}?",
    "ANY": rf"(?:{WORD} ){{0,6}}?",
    "NOT": r"(?:not|never|nor|no|nobody|without|cannot|hardly|few|\w+n['’]t) ",
    "^": r"(?:\A|(?<=[,;:(|] ))",
    "$": r"\Z",
    "BEHIND": f"(?<=[{NAME}{RELATION}] )",
}
_MARKS: Final = {"?": "?", "*": "*+"}


START: Final = r"(?<![^ ])"
"""Where a token begins, and a row with it."""


def _element(element: str) -> str:
    """One token of a row, as a regular expression."""
    mark = _MARKS.get(element[-1], "") if len(element) > 1 else ""
    plain = element[:-1] if mark else element
    words = (
        re.escape(word[:-1]) + r"[\w'’-]*" if word[-1] == "~" else re.escape(word)
        for word in plain.split("|")
    )
    pattern = _CLASSES.get(plain) or f"(?:{'|'.join(words)}) "
    return f"(?:{pattern}){mark}" if mark else pattern


def pattern_of(row: str) -> str:
    """The regular expression of a row."""
    return "".join(map(_element, row.split()))


@cache
def compiled(row: str) -> re.Pattern[str]:
    """A row, compiled; parts of it stand in groups `(?P<…>…)` where they are written as `{name:ELEMENT}`."""
    parts = re.split(r"\{(\w+):([^{}]*)\}", row)
    found = START + pattern_of(parts[0])
    for name, inner, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        found += f"(?P<{name}>{pattern_of(inner)}){pattern_of(after)}"
    return regex(found)


def any_of(rows: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    """One pattern for rows, each with a name of its own; the first that matches at a place counts."""
    return regex(START + "(?:" + "|".join(f"(?P<{name}>{pattern_of(row)})" for name, row in rows) + ")")


def spaced(tokens: Iterable[str]) -> str:
    """Tokens as the text that rows are matched with."""
    return "".join(f"{token.lower()} " for token in tokens)
