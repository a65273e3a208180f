r"""What a formula in a sentence is: names, a relation, an index over its range.

    $x, y$   $x > 0$   $i = 1, \dots, n$      a name, a relation, a range
    $p \in (0, 1)$                            0 < p < 1
    $y \in \{0, 1\}$                          y (1 - y) = 0

Takes the LaTeX of one formula; what it means in the notation of a document is for `reading`.
"""

from __future__ import annotations

import re
from typing import Final

from derivation.front.marks import outside_braces
from derivation.late import regex
from derivation.text.commands import GREEK

RELATION, NAME, RANGE = "\x00", "\x02", "\x03"
SIGNS = frozenset((RELATION, NAME, RANGE))
"""What stands in a sentence for its formulas."""

COMPARES = regex(
    r"[=<>]|\\(?:lt|gt|le|ge|leq|geq|leqslant|geqslant|ne|neq|in|ll|gg|approx|equiv|subset\w*|coloneqq?"
    r"|perp|n?parallel|notin|propto|nmid|cong|prec\w*|succ\w*|supset\w*|models)(?![A-Za-z])"
)
WHOLE = regex(
    r"\s*[a-z]\s*(?:=|\\in\s*\\\{)\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots\s*,\s*[nNmMKdDpPTB]\s*(?:\\\})?\s*"
    r"|\s*1\s*\\le(?:q)?\s*[a-z]\s*\\le(?:q)?\s*[nNmMKdDpPTB]\s*"
)
"""An index over its whole range."""

OF_INDICES = regex(
    r"\s*[ijklm]\s*\\in(?![A-Za-z])(?!\s*\\mathbb\s*\{?[ZN]).*|\s*[ijklm]\s*=\s*[ijklm]\s*|[^=<>]*[ijklm]\s*=\s*\d.*\\[lc]?dots.*"
)
"""What indices are, or are to be."""

OF_AN_INDEX = regex(r"\s*(?P<letter>[ijklm])\s*(?:[<>]|\\(?:leq?|geq?|neq?)(?![A-Za-z])).*")
"""An order of a letter that may be an index."""

RANGES = regex(
    r"\s*(?P<letter>[a-z])\s*(?:=|\\in\s*(?:\\left)?\\\{)\s*(?P<low>\d+)\s*,\s*(?:\d+\s*,\s*)?\\[lc]?dots\s*,\s*"
    r"(?P<high>[A-Za-z])\s*(?P<offset>[+-]\s*\d+)?\s*(?:(?:\\right)?\\\})?\s*"
)
"""An index between its ends."""

INTERVAL = regex(
    r"(?P<name>.+?)\\in\s*(?:\\left)?(?P<open>[(\[])(?P<low>[^,()\[\]]+),(?P<high>[^,()\[\]]+?)(?:\\right)?(?P<close>[)\]])"
    r"(?P<power>\s*\^\s*(?:\{[^{}]*\}|\w))?\s*"
)
HALF_LINE = regex(
    r"(?P<name>.+?)\\in\s*\\mathbb\s*\{?R\}?(?:_\{?(?P<strict>>\s*0|\+\+)\}?|[_^]\{?(?:\\ge(?:q)?\s*0|\+)\}?)"
)
SIGNED = regex(
    r"(?P<name>.+?)\\in\s*(?:\\left)?\\\{\s*(?:-\s*1\s*,\s*\+?\s*1|\+?\s*1\s*,\s*-\s*1|\\pm\s*1)\s*(?:\\right)?\\\}"
)
BINARY = regex(r"(?P<name>.+?)\\in\s*(?:\\left)?\\\{\s*0\s*,\s*1\s*(?:\\right)?\\\}")
REALS = regex(r"\\in\s*\\mathbb\s*\{?(?P<set>[A-Z])\}?")
KIND = regex(r"(?P<names>[^=<>]*?)\\in\s*\\mathbb\s*\{?(?P<field>[RC])\}?\s*(?:\^(?P<power>.*))?", re.DOTALL)
SET = regex(
    r".*\\in\s*(?!\\mathbb\s*\{?[NZ]\b)(?:\\math(?:cal|bb|scr|frak)\s*\{?\w\}?|[A-Z])(?:\^.*)?", re.DOTALL
)
"""Membership in a set that has a name alone; not in the whole numbers, which are a restriction."""

ORDERED = regex(r"[<>]|\\(?:lt|gt|le|ge|leq|geq|leqslant|geqslant|ne|neq|in)(?![A-Za-z])")
COMPOUND = regex(
    r"(?<!_)\\(?:implies|impliedby|[Rr]ightarrow|Longrightarrow|iff|Leftrightarrow|text|lor|vee|land|wedge|neg|lnot)\b"
    r"|,\s*[ijklm]\s*(?:[=<>]|\\(?:le|ge|leq|geq|ne|neq|in)\b)"
)
"""Formulas that say more than one thing, or say one thing for some indices."""

MEANS = regex(
    r"\\(?:mathbb|mathrm|operatorname|text)\s*\{?\s*(?:E|P|Var|Cov|Pr)\s*\}?|\\Pr(?![A-Za-z])"
    r"|(?<![A-Za-z\\])(?:E\s*\[|(?:Var|Cov)\s*[\[(]|P\s*\([^()]*(?:[=|<>]|\\mid|\\vert|\\[lg]eq?(?![A-Za-z]))[^()]*\))"
)
"""Formulas about expectations, which say nothing of single values."""

LISTING = regex(r"[^=]+=\s*(?:\\left\s*)?(?:[(\[]|\\\{).*\\[lc]?dots.*", re.DOTALL)
"""`x = (x_1, \\dots, x_n)`, which only says how entries are called."""

_ENTRY: Final = r"\s*\\?[A-Za-z]+(?:[_^](?:\w|\{[^{}]*\}|\\[A-Za-z]+))*\s*"
OF_NAMES = regex(
    rf"{_ENTRY}(?:\{{{_ENTRY}\}}\s*)?=\s*(?:\\left\s*)?[(\[]{_ENTRY}(?:,{_ENTRY})+(?:\\right\s*)?[)\]]"
    r"\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal|\\mathsf\s*\{T\}|\\mathrm\s*\{T\})\s*\}?)?\s*"
)
"""`\\theta = (\\mu, \\sigma^2)^T`: the left side is no number; of the names on the right nothing is said."""

_WORD: Final = r"\\(?:text|textrm|textit|mathrm|mathit|rm)(?![A-Za-z])\s*\{?\s*\w+\s*\}?"
_INDEX: Final = rf"_(?:\w|{_WORD}|\{{\s*(?:\w+|{_WORD})\s*\}})"
"""One index, or a label in a word."""

_REST: Final = r"(?P<rest>(?:[<>]|\\(?:lt|gt|le|ge|leq|geq|ne|neq|in)(?![A-Za-z])).*)"
_ROW: Final = (
    r"(?P<name>\\?[A-Za-z]+)_\{?[01]\}?\s*,\s*(?:(?P=name)_\{?[12]\}?\s*,\s*)?\\[lc]?dots\s*,\s*"
    r"(?P=name)_\{?\w+\}?"
)
"""`x_1, x_2, \\dots, x_n`"""
IN_A_ROW = regex(rf"{_ROW}\s*{_REST}")
_ENTRIES_IN_A_ROW: Final = regex(
    r"(?:\\?[A-Za-z]+|\\[A-Za-z]+\s*\{\s*\\?\w+\s*\})\s*=\s*"
    rf"\\?(?:left)?[(\[]\s*{_ROW}\s*\\?(?:right)?[)\]]"
    rf"(?:\s*\^\s*\{{?\s*\\?\w+\s*\}}?)?|{_ROW.replace('name', 'alone')}"
)
_LETTER: Final = rf"\\?[A-Za-z]+(?:{_INDEX})?"
LISTED = regex(rf"(?P<names>{_LETTER}(?:\s*,\s*{_LETTER})+)\s*{_REST}")
ENTRIES = regex(r"(?P<name>\\?[A-Za-z]+|\\\w+\{\w+\})_(?:\w|\{\w+\})\s*,[^=]*?\\[lc]?dots\s*,\s*(?P=name)_")
NAMED = regex(rf"\s*(?P<name>{_LETTER})\s*(?:\Z|\\in\b)")
LABELLED = regex(
    r"\s*(?:\\(?:hat|tilde|bar|vec|mathbf|boldsymbol|bm|mathcal|mathbb|mathrm|mathsf|operatorname)\s*(?:\{\s*\\?\w+\s*\}|\w)"
    r"|\\?[A-Za-z]+)(?:[_^](?:\w|\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}))*\s*"
)
"""A name with an accent or a label."""

BARE = regex(r"\s*(?P<name>\\?[A-Za-z]+)(?:_\{?\w\}?)?\s*")
EVEN: Final = r"\in 2\mathbb{Z}"
ODD: Final = r"\in 2\mathbb{Z} + 1"
"""What an even number is, and an odd one, behind its name."""

NUMBER = regex(r"\s*-?\d+(?:\.\d+)?\s*")
VALUE = regex(rf"\s*{_LETTER}\s*=(?:[-+\d.,/\s{{}}()]|\\(?:pi|[dt]?frac|sqrt)(?![A-Za-z]))+(?:\\[%,;!])?\s*")
"""A letter with a number."""

SEVERAL = regex(r"=\s*[-+]?[\d./]+\s*,\s+[-+]?\d")
"""A letter with several numbers, `k = 0, 1`."""

APPLIED = regex(r"\s*(?:\\displaystyle\s*)?\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*(?:\\left\s*)?\([^()=]*\)\s*:?=")
"""What gives a function its values, `f(x) = …`."""

GREEK_NAMES = frozenset(name.removeprefix("\\") for name in GREEK)


def relates(latex: str) -> bool:
    """Whether a formula has a relation, outside of braces."""
    return bool(COMPARES.search(outside_braces(latex)))


def sign_of(latex: str) -> str:
    """What stands in a sentence for a formula: a relation, names alone, or an index over its range."""
    if WHOLE.fullmatch(latex):
        return RANGE
    return RELATION if relates(latex) else NAME


def names_listed(latex: str) -> tuple[str, ...]:
    """The names of `x`, `x_i, y_i`, or of `A \\in \\mathbb{R}^{n}`, and x_k of `x_1, \\dots, x_n`; none of
    anything else."""
    if row := _ENTRIES_IN_A_ROW.fullmatch(latex.strip()):
        return (f"{row['name'] or row['alone']}_k",)
    parts = [NAMED.match(part) for part in latex.split(",")] if "=" not in latex else []
    return tuple(part["name"] for part in parts if part) if all(parts) else ()


def as_order(latex: str) -> str | None:
    """`0 < p < 1` of `p \\in (0, 1)`, `x > 0` of `x \\in \\mathbb{R}_{>0}`, and the equation
    y (1 - y) = 0 of `y \\in \\{0, 1\\}`; `None` of all else.
    """
    latex = latex.strip()
    if half := HALF_LINE.fullmatch(latex):
        return f"{half['name']} {'>' if half['strict'] else chr(92) + 'ge'} 0"
    if signed := SIGNED.fullmatch(latex):
        return f"1 - {signed['name']}^2 = 0"
    if binary := BINARY.fullmatch(latex):
        return f"{binary['name']} (1 - {binary['name']}) = 0"
    interval = INTERVAL.fullmatch(latex)
    if interval is None:
        return None
    name, low, high = (interval[key].strip() for key in ("name", "low", "high"))
    name = f"{name}_k" if interval["power"] and "_" not in name else name
    below = "" if "infty" in low else f"{low} {'<' if interval['open'] == '(' else chr(92) + 'le'} "
    above = "" if "infty" in high else f" {'<' if interval['close'] == ')' else chr(92) + 'le'} {high}"
    return f"{below}{name}{above}" if below or above else None


def names_of(latex: str) -> frozenset[str]:
    """The names that a formula may speak of: its letters, and letters in a row."""
    bare = re.sub(r"\\(?:text|mathrm|operatorname|mathbb)\s*\{[^{}]*\}", " ", latex)
    words = re.findall(r"\\[A-Za-z]+|[A-Za-z]+", bare)
    found = {word for word in words if not word.startswith("\\") or word[1:] in GREEK_NAMES}
    return frozenset(found | {letter for word in found if not word.startswith("\\") for letter in word})


_ARGUMENT = regex(r"(?<=[A-Za-z'}])\s*\((?:[A-Za-z0-9,\s]|\\[A-Za-z]+)*\)")


def told_of(latex: str) -> frozenset[str]:
    """The names that a formula says something of, and not the x of `f(x) \\neq 0`, to which f is applied."""
    return names_of(_ARGUMENT.sub(" ", latex)) or names_of(latex)
