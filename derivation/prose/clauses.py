r"""The clauses of a sentence, each in one mood.

Takes a sentence's tokens; gives its `Clause`s in order. Words of `moods` begin them, and marks end them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Final

from derivation.late import regex
from derivation.prose.formulas import NAME, RANGE, RELATION
from derivation.prose.moods import ROWS, THROUGH, Mood
from derivation.prose.patterns import any_of, compiled
from derivation.records import dataclass

HARD: Final = frozenset((";", "(", ")", "|", "—", "–"))
"""Marks that end a clause for good."""

LIMITS: Final = compiled(
    "or|either|neither|some|unless|if|when|whenever|except|otherwise|until|not|never|no|nor|without|isn't|aren't|false"
    "|wrong|fail|fails|violated|contrary|negation|opposite|would|could|might|rather|almost|nearly|approximately"
    "|possibly|perhaps|maybe|e.g"
    "|sometimes|often|usually|mistake|typo|myth|misconception|falsehood|unlike|uniformly"
)
"""Words by which a clause says less than its formulas do."""

OF_PARTS: Final = any_of(
    (
        ("ranked", "the|its|their|our|a|an|these first|last|next|half"),
        ("section", "a|an|the|that|one|another|each|next|last|first|other section|sections|example|chapter"),
        (
            "part",
            "least|most|there|exists|exist|exactly|only|certain|particular|set|region|interval|case"
            "|outside|plus|mixed|scaled|other|others|condition|inequality|idea|event|problem|question|error|claim|lies"
            "|lie|fact|point|points",
        ),
    )
)
"""Words by which a relation may be about something else, or about a part."""

UNDONE: Final = compiled("contradict~|absurd~|impossible")
"""Words by which what a sentence supposes cannot hold."""

ASSUMED: Final = frozenset((Mood.STATED, Mood.SUPPOSED))
STICKY: Final = frozenset((Mood.DOUBTFUL, Mood.REPORTED, Mood.DENIED))
"""Moods that last to the end of what is said, whatever words come."""

CONDITIONS: Final = ("if ", "iff ", "when ", "whenever ", "as long ", "until ", "unless ", "except ")
"""Words behind a clause by which it holds somewhere."""


_REASONS: Final = ("since ", "because ")
_REASON: Final = regex(rf"[^,]*[{NAME}{RELATION}{RANGE}][^,]*, (?![{NAME}{RELATION}{RANGE}]|and |or )")
"""A clause that gives a reason, up to the comma before what comes of it: `Since $x > 0$, only one root`."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence's tokens, between two places of the text that rows are matched with, its
    mood, and the words that began it.

    What it says is `limited` by a word, or may be said of `parts`; from what it says something `follows`
    in the same sentence.
    """

    start: int
    end: int
    mood: Mood
    words: str = ""
    limited: bool = False
    parts: bool = False
    follows: bool = False


@cache
def _pattern() -> re.Pattern[str]:
    hard = "|".join(re.escape(mark) for mark in sorted(HARD))
    rows = any_of((f"r{number}", row) for number, (row, _) in enumerate(ROWS))
    return re.compile(rf"{rows.pattern}|(?P<hard>{hard}) ")


def clauses(tokens: str) -> tuple[Clause, ...]:
    """The clauses of a sentence, which cover all of it."""
    undone = UNDONE.search(tokens) is not None
    found: list[Clause] = []
    end, conditional, follows = len(tokens), False, False
    for clause in reversed(list(_begun(tokens))):
        own = len(clause.words.rstrip("\x00\x02\x03 "))
        mood = clause.mood
        if mood in ASSUMED and (conditional or undone):
            mood = Mood.CONDITIONAL
        reach = end
        if clause.words.startswith(_REASONS) and (reason := _REASON.match(tokens, clause.start, end)):
            reach = reason.end()
        limited = LIMITS.search(tokens, clause.start + own, reach) is not None
        parts = OF_PARTS.search(tokens, clause.start, reach) is not None
        found.append(Clause(clause.start, end, mood, clause.words, limited, parts, follows))
        end = clause.start
        follows |= clause.mood is Mood.CONCLUDED
        if clause.words.startswith(CONDITIONS) and clause.mood in (Mood.CONDITIONAL, Mood.DOUBTFUL):
            conditional = True
        elif tokens.startswith(";", clause.start):
            conditional = False
    return tuple(reversed(found))


def _begun(tokens: str) -> Iterator[Clause]:
    """Where clauses begin, with their moods."""
    yield Clause(0, 0, Mood.STATED)
    mood, outside = Mood.STATED, [Mood.STATED]
    position = 0
    while (match := _pattern().search(tokens, position)) is not None:
        kind = match.lastgroup or ""
        position = max(match.end() - (2 if _ends_in_formula(match[0]) else 0), match.start() + 1)
        if kind == "hard":
            mood = _behind(match["hard"], mood, outside)
            yield Clause(match.start(), 0, mood)
        elif (new := ROWS[int(kind[1:])][1]) is not THROUGH and not (
            mood in STICKY and new is not Mood.STATED
        ):
            mood = new
            yield Clause(match.start(), 0, mood, match[0])


def _behind(mark: str, mood: Mood, outside: list[Mood]) -> Mood:
    """The mood behind a mark that ends a clause; behind a bracket, that of before it."""
    if mark == "(":
        outside.append(mood)
        return mood if mood in STICKY else Mood.STATED
    if mark == ")":
        return outside.pop() if len(outside) > 1 else mood
    return Mood.STATED


def _ends_in_formula(words: str) -> bool:
    return ord(words[-2]) < 32


def clause_at(found: tuple[Clause, ...], place: int) -> Clause:
    """The clause that a place stands in."""
    return found[bisect_right(found, place, key=lambda clause: clause.start) - 1]
