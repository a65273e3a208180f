r"""What the sentences of a text say of unknowns, each as a formula with its place.

    Assume $x_i > 0$, where $\beta > 0$ is …     what is assumed
    $p$ is a distribution, $x$ is positive        the same in words
    $y \in \{0, 1\}$, $p \in (0, 1)$          equations and orders
    for any constant $c$                          c may be anything

What other sentences say in passing is no assumption, but nothing is refuted where it fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from derivation.prose.sentences import OF_INDICES, WHOLE, Sentence, relates, sentences
from derivation.text.commands import GREEK
from derivation.text.source import Source, Span
from derivation.text.syntax import Number, Row, Symbol

INTERVAL = re.compile(
    r"(?P<name>.+?)\\in\s*(?:\\left)?(?P<open>[(\[])(?P<low>[^,()\[\]]+),(?P<high>[^,()\[\]]+?)(?:\\right)?(?P<close>[)\]])"
    r"(?P<power>\s*\^\s*(?:\{[^{}]*\}|\w))?\s*"
)
HALF_LINE = re.compile(
    r"(?P<name>.+?)\\in\s*\\mathbb\s*\{?R\}?(?:_\{?(?P<strict>>\s*0|\+\+)\}?|[_^]\{?(?:\\ge(?:q)?\s*0|\+)\}?)"
)
SIGNED = re.compile(
    r"(?P<name>.+?)\\in\s*(?:\\left)?\\\{\s*(?:-\s*1\s*,\s*\+?\s*1|\+?\s*1\s*,\s*-\s*1|\\pm\s*1)\s*(?:\\right)?\\\}"
)
BINARY = re.compile(r"(?P<name>.+?)\\in\s*(?:\\left)?\\\{\s*0\s*,\s*1\s*(?:\\right)?\\\}")
DISTRIBUTION = re.compile(
    r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$\s+(?:is|be|are|being)\s+(?:an?\s+|the\s+)*(?:\w+\s+)?"
    r"(?:probability\s+(?:vector|distribution|mass)|distribution|probabilities)\b"
)
REALS = re.compile(r"\\in\s*\\mathbb\s*\{?(?P<set>[A-Z])\}?")
ORDERED = re.compile(r"[<>]|\\(?:le|ge|leq|geq|leqslant|geqslant|ne|neq|in)(?![A-Za-z])")
TOTAL = re.compile(r"\s*\\sum[^=]*=\s*[\d.]+\s*\Z")
COMPOUND = re.compile(
    r"\\(?:implies|impliedby|[Rr]ightarrow|Longrightarrow|iff|Leftrightarrow|text|lor|vee|land|wedge|neg|lnot)\b"
    r"|,\s*[ijklm]\s*(?:[=<>]|\\(?:le|ge|leq|geq|ne|neq|in)\b)"
)
"""Formulas that say more than one thing, or say one thing for some indices."""

MEANS = re.compile(r"\\(?:mathbb|mathrm|operatorname|text)\s*\{?\s*(?:E|P|Var|Cov|Pr)\s*\}?")
"""Formulas about expectations, which say nothing of single values."""

CALLS = re.compile(r"\s*\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?\s*(?::?=|\\equiv)[^=]*[A-Za-z][^=]*\Z")
"""`Z = \\sum_k e^{x_k}`, by which a name may be meant for good."""

KIND = re.compile(
    r"(?P<names>[^=<>]*?)\\in\s*\\mathbb\s*\{?(?P<field>[RC])\}?\s*(?:\^(?P<power>.*))?", re.DOTALL
)
NAMED = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:_\w|_\{\w+\})?)\s*(?:\Z|\\in\b)")
LISTING = re.compile(r"[^=]+=\s*(?:\\left\s*)?(?:[(\[]|\\\{).*\\[lc]?dots.*", re.DOTALL)
"""`x = (x_1, \\dots, x_n)`, which only says how entries are called."""

SET = re.compile(
    r".*\\in\s*(?!\\mathbb\s*\{?[NZ]\b)(?:\\math(?:cal|bb|scr|frak)\s*\{?\w\}?|[A-Z])(?:\^.*)?", re.DOTALL
)
"""Membership in a set that has a name alone; not in the whole numbers, which are a restriction."""

IN_A_ROW = re.compile(
    r"(?P<name>\\?[A-Za-z]+)_\{?[01]\}?\s*,\s*(?:(?P=name)_\{?[12]\}?\s*,\s*)?\\[lc]?dots\s*,\s*"
    r"(?P=name)_\{?\w+\}?\s*(?P<rest>(?:[<>]|\\(?:le|ge|leq|geq|in)(?![A-Za-z])).*)"
)
LISTED = re.compile(
    r"(?P<names>\\?[A-Za-z]+(?:_\w|_\{\w+\})?(?:\s*,\s*\\?[A-Za-z]+(?:_\w|_\{\w+\})?)+)\s*(?P<rest>(?:[<>]|\\(?:le|ge|leq|geq|in)(?![A-Za-z])).*)"
)
ENTRIES = re.compile(
    r"(?P<name>\\?[A-Za-z]+|\\\w+\{\w+\})_(?:\w|\{\w+\})\s*,[^=]*?\\[lc]?dots\s*,\s*(?P=name)_"
)
ONE_HOT = re.compile(r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$\s+(?:is|be|are)\s+(?:a\s+)?one-hot")
CALLED_HOT = re.compile(r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$[^$.]{0,40}?\bone-hot\b")
ANEW = re.compile(r"\b(?:let|denot\w+|now)\b[^\x00]*\x02", re.IGNORECASE)
AGAIN = re.compile(
    r"\b(?:let|now|next|consider|another|instead|suppose|take|set|put|this\s+time|with)\b", re.IGNORECASE
)
"""Words after which a name that has a value may have another one."""

BARE = re.compile(r"\s*(?P<name>\\?[A-Za-z]+)(?:_\{?\w\}?)?\s*")
ARBITRARY = re.compile(r"\b(?:any|every|all|arbitrary|constants?)\b[^.$\n]{0,30}\$(?P<name>\\?[A-Za-z]+)\$")
THROUGHOUT = re.compile(
    r"\b(?:throughout|henceforth|hereafter|from (?:now|here) on|in what follows|always"
    r"|in this (?:work|paper|note|text|article|document|chapter))\b",
    re.IGNORECASE,
)
"""Words after which what is said holds to the end of the text."""

HOT = "*"
HOT_WORDS = " one-hot"
GREEK_NAMES = frozenset(name.removeprefix("\\") for name in GREEK)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of unknowns: as it is printed, and where mathematics that says it stands.

    What is `assumed` may prove something; of what is `firm`, nothing is refuted where it can't be read.
    `ends` are the sizes that it says indices run up to. It is said at a `place` of the text, and holds
    up to `until`, if it is taken back there; what holds `throughout` does so to the end of the text.
    What is `dark` is said in words that nothing here understands, of the name in `latex`.
    """

    latex: str
    source: Source
    span: Span
    assumed: bool = True
    firm: bool = True
    ends: frozenset[str] = frozenset()
    place: int = 0
    until: int | None = None
    throughout: bool = False
    dark: bool = False


def spoken(source: Source) -> Iterator[Said]:
    """What sentences of a text say of unknowns."""
    for sentence in sentences(source.text):
        states = sentence.states
        if states or not sentence.denies:
            throughout = bool(THROUGHOUT.search(sentence.masked))
            for said in (*_in_formulas(sentence, source, states), *_in_words(sentence, source, states)):
                yield replace(said, place=sentence.span.start, until=sentence.until, throughout=throughout)


def _in_formulas(sentence: Sentence, source: Source, states: bool) -> Iterator[Said]:
    """What the formulas of a sentence say, and what it says of those that are names."""
    supposes = sentence.supposes
    firm = supposes and sentence.firm
    qualified = sentence.qualified() if states or supposes else frozenset()
    signs = sentence.signs and not (states and any(True for _ in sentence.positive()))
    calls, ends = not sentence.special, sentence.ends()
    for number, (latex, span) in enumerate(sentence.formulas):
        if relates(latex) and not MEANS.search(latex):
            domain = bool(ORDERED.search(latex) or TOTAL.match(latex) or (calls and CALLS.match(latex)))
            if states or domain or firm:
                assumed = states and not COMPOUND.search(latex)
                for said in _each(latex, source, span, assumed, supposes):
                    yield replace(said, ends=ends)
        elif number in qualified:
            yield Said(latex, source, span, False, dark=True)
        if signs and (name := NAMED.match(latex)) is not None:
            own = Source(source.name, f"{name['name']} > 0")
            yield Said(own.text, own, Span(0, len(own.text)), False)


def _each(latex: str, source: Source, span: Span, assumed: bool, firm: bool) -> Iterator[Said]:
    r"""One formula; each of `x, y > 0` by itself, and `x_1, \dots, x_n > 0` as x_k > 0."""
    if any(pattern.fullmatch(latex) for pattern in (WHOLE, OF_INDICES, LISTING)):
        return
    if row := IN_A_ROW.fullmatch(latex.strip()):
        latex = f"{row['name']}_k {row['rest']}"
        own = Source(source.name, as_order(latex) or latex)
        yield Said(latex, own, Span(0, len(own.text)), assumed, firm)
        return
    listed = LISTED.fullmatch(latex.strip())
    names = listed["names"].split(",") if listed else []
    for own_latex in [f"{name.strip()} {listed['rest']}" for name in names] if listed else [latex]:
        meant = as_order(own_latex)
        if meant is None and not listed:
            yield Said(latex, source, span, assumed, firm)
        else:
            other = Source(source.name, own_latex if meant is None else meant)
            yield Said(own_latex, other, Span(0, len(other.text)), assumed, firm)


SUMS = re.compile(
    r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$\s+(?:all\s+|must\s+|should\s+)?(?:sums?|adds?\s+up|are\s+normali[sz]ed)"
    r"\s+(?:up\s+)?to\s+(?:one|unity|\$?1\$?)\b"
)
SYMMETRIC = re.compile(
    r"\$(?P<name>\\?[A-Za-z]+)(?:_\{\w+\})?\$\s+(?:is|be|being)\s+(?:an?\s+|the\s+)?(?:real\s+)?symmetric\b"
    r"|\bsymmetric\s+(?:matrix\s+|matrices\s+)?\$(?P<other>\\?[A-Za-z]+)\$"
)


def _in_words(sentence: Sentence, source: Source, assumed: bool) -> Iterator[Said]:
    """`$x$ is positive`, `$p$ is a distribution`."""
    for match in DISTRIBUTION.finditer(sentence.text):
        own = Source(source.name, f"\\sum_{{k}} {match['name']}_{{k}} = 1")
        yield Said(match[0].replace("$", ""), own, Span(0, len(own.text)), assumed)
    for match in SUMS.finditer(sentence.text):
        own = Source(source.name, f"\\sum_{{k}} {match['name']}_{{k}} = 1")
        yield Said(match[0].replace("$", ""), own, Span(0, len(own.text)), not sentence.denies)
    for match in SYMMETRIC.finditer(sentence.text):
        name = match["name"] or match["other"]
        own = Source(source.name, f"{name}_{{ij}} = {name}_{{ji}}")
        yield Said(match[0].replace("$", ""), own, Span(0, len(own.text)), not sentence.denies)
    for name, sign in sentence.positive():
        own = Source(source.name, f"{name} {'>' if sign == 'positive' else chr(92) + 'ge'} 0")
        yield Said(own.text, own, Span(0, len(own.text)), assumed)


def kinds(source: Source) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a text calls matrices, `A \\in \\mathbb{R}^{n \\times m}`, and complex numbers."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for sentence in sentences(source.text):
        for latex, _ in sentence.formulas:
            if match := KIND.fullmatch(latex):
                names = {name.strip() for name in match["names"].split(",")}
                if match["field"] == "C" or "times" in (match["power"] or ""):
                    found[match["field"] != "C"] |= {re.sub(r"_.*", "", name) for name in names}
    return frozenset(found[True]), frozenset(found[False])


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


@dataclass(frozen=True, slots=True)
class Introduced:
    """The mathematics of a sentence that introduces a name: where it stands, and from where it may hold.

    Its words may begin something `anew`.
    """

    latex: str
    span: Span
    place: int
    until: int | None
    anew: bool = False


def introduced(text: str) -> Iterator[Introduced]:
    """The mathematics of sentences that introduce names."""
    for sentence in sentences(text):
        for latex, span in sentence.definitions():
            again = bool(AGAIN.search(sentence.masked))
            yield Introduced(latex, span, sentence.span.start, sentence.until, again)


def anew(text: str) -> Iterator[tuple[str, int]]:
    """The names that sentences introduce without a value, `Let $m$ be the slope`, and where."""
    for sentence in sentences(text):
        if ANEW.search(sentence.masked):
            for latex, _ in sentence.formulas:
                if name := BARE.fullmatch(latex):
                    yield name["name"], sentence.span.start


def defines(row: Row) -> bool:
    """Whether a row could define a name in passing: `x = 0` and `x = y` say what x is at one place."""
    if len(row.members) != 2 or row.relations[0] or row.relations[1] not in ("=", ":=", "\\equiv"):
        return False
    return not isinstance(row.members[1], Number | Symbol)


def arbitrary(text: str) -> frozenset[str]:
    """The letters that a text says a line holds for any value of: `for any constant $c$`."""
    return frozenset(match["name"] for match in ARBITRARY.finditer(text))


def listed(text: str) -> frozenset[str]:
    """The names whose entries a text lists, `$x_1, \\dots, x_n$`."""
    formulas = (latex for sentence in sentences(text) for latex, _ in sentence.formulas)
    return frozenset(match["name"] for latex in formulas for match in ENTRIES.finditer(latex))


def one_hot(text: str) -> Iterator[tuple[str, int, bool]]:
    """The arrays that a text calls one-hot, where, and that it assumes so."""
    for sentence in sentences(text):
        if sentence.states:
            for match in ONE_HOT.finditer(sentence.text):
                yield match["name"], sentence.span.start, True


def doubted_one_hot(text: str) -> Iterator[tuple[str, int, bool]]:
    """The arrays that a text speaks of as one-hot, and not as an assumption."""
    for sentence in sentences(text):
        if not sentence.states and not sentence.denies:
            for match in CALLED_HOT.finditer(sentence.text):
                yield match["name"], sentence.span.start, False


def names_of(latex: str) -> frozenset[str]:
    """The names that a formula may speak of: its letters, and letters in a row."""
    bare = re.sub(r"\\(?:text|mathrm|operatorname|mathbb)\s*\{[^{}]*\}", " ", latex)
    words = re.findall(r"\\[A-Za-z]+|[A-Za-z]+", bare)
    found = {word for word in words if not word.startswith("\\") or word[1:] in GREEK_NAMES}
    return frozenset(found | {letter for word in found if not word.startswith("\\") for letter in word})
