r"""Names that recur as a run of letters, `IQR`, `TP`, `Precision`, or as capitals with a digit, `Q1`.

Takes the formulas of a document and its prose; gives the runs that are one name each. A run is one
where prose has it as a word, where it looks like one, a capital before small letters, or where it
recurs and shares no letter with another run; none whose letters also stand alone is: `PV = nRT` beside a
`P` is a product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from derivation.late import regex

_UPRIGHT: Final = regex(r"\\(?:text\w*|math(?:rm|it|sf)|operatorname\*?|mbox|hbox)\s*\{(?P<words>[^{}]*)\}")
_NO_NAME: Final = regex(
    r"\\(?:begin|end|label|tag|ref|eqref|hspace|vspace|color)\*?\s*\{[^{}]*\}|\\[A-Za-z]+"
)
_RUN: Final = regex(r"[A-Za-z]+")
_NUMBERED: Final = regex(r"(?<![A-Za-z_^])(?P<letter>[A-Z]{1,6})(?P<digit>[0-9](?![0-9.]))?(?![A-Za-z])")
_INLINE: Final = regex(r"(?<![\\$])\$(?!\$)[^$\n]+\$")
_WORD: Final = regex(r"(?<![A-Za-z\\])[A-Za-z]{2,}")
_LIKE_A_WORD: Final = regex(r"[A-Z](?=[a-z]*[aeiouy])[a-z]{3,}")


def recurring(formulas: Iterable[str], text: str) -> frozenset[str]:
    """The names that formulas have as runs; `text` is the document's, its displays blank."""
    inline = [match[0] for match in _INLINE.finditer(text)]
    latex = [*formulas, *inline]
    words = set(_WORD.findall(_INLINE.sub(" ", text)))
    words |= {
        word for own in latex for said in _UPRIGHT.finditer(own) for word in _WORD.findall(said["words"])
    }
    plain = [_NO_NAME.sub(" ", _UPRIGHT.sub(" ", own)) for own in latex]
    return frozenset((*_runs(plain, words), *_numbered(plain)))


def _runs(plain: list[str], words: set[str]) -> Iterator[str]:
    counts = Counter(run for own in plain for run in _RUN.findall(own))
    alone = {run for run in counts if len(run) == 1}
    holders = Counter(letter for run in counts for letter in set(run))
    for run, count in counts.items():
        if len(run) == 1 or run == run.lower() or not alone.isdisjoint(run):
            continue
        said = run in words and (len(run) > 2 or run[0].isupper())
        apart = all(holders[letter] == 1 for letter in run)
        if said or _LIKE_A_WORD.fullmatch(run) or (count > 1 and len(run) > 2 and run[0].isupper() and apart):
            yield run


def _numbered(plain: list[str]) -> Iterator[str]:
    """`Q1` and `Q3`, where Q stands with a digit alone, and more than once."""
    found = [(m["letter"], m["digit"]) for own in plain for m in _NUMBERED.finditer(own)]
    bare = {letter for letter, digit in found if digit is None}
    counts = Counter(letter for letter, _ in found)
    yield from {f"{letter}{digit}" for letter, digit in found if counts[letter] > 1 and letter not in bare}
