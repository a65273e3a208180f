r"""What a document may take for granted: said in a reading file, or in the text as `Assume $…$`.

    \sum_k t_k = 1            what an array adds up to
    x_i > 0,  \beta > 0       signs
    A_{ij} = A_{ji}           symmetry
    t is one-hot              one entry is 1, all others 0
    for any constant c        c is defined nowhere, and may be anything
    c = 0                     the value of an unknown
    0 < p < 1                 an order; lines that speak of p are judged where it holds
    \sum_k t_k^2 = 1          any other equation: no counterexample is taken where it fails

Each is used where lines are judged, and shown with the report. What has none of
these forms is not used, and the report says so. What a sentence defines, `Let
$p_i = …$` or `where $Z = …$`, defines a name unless a display does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from derivation.reading.conditions import ORDERS, orders
from derivation.reading.meaning import Reader
from derivation.reading.notation import Notation
from derivation.reading.sentences import OF_INDICES, WHOLE, Sentence, relates, sentences
from derivation.terms.setting import Claim, Total, is_whole, total_of
from derivation.terms.terms import (
    ZERO,
    Add,
    Definition,
    Delta,
    Fn,
    Num,
    Pow,
    Range,
    Ref,
    Sum,
    Var,
    constant,
    free_indices,
    integer,
    negated,
    walk,
)
from derivation.text.commands import GREEK
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import Number, Row, Symbol

INTERVAL = re.compile(
    r"(?P<name>.+?)\\in\s*(?:\\left)?(?P<open>[(\[])(?P<low>[^,()\[\]]+),(?P<high>[^,()\[\]]+?)(?:\\right)?(?P<close>[)\]])"
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
ONE_HOT = re.compile(r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$\s+(?:is|be|are)\s+(?:a\s+)?one-hot")
CALLED_HOT = re.compile(r"\$(?P<name>\\?[A-Za-z]+)(?:_\{?\w+\}?)?\$[^$.]{0,40}?\bone-hot\b")
ARBITRARY = re.compile(r"\b(?:any|every|all|arbitrary|constants?)\b[^.$\n]{0,30}\$(?P<name>\\?[A-Za-z]+)\$")
HOT = "*"
GREEK_NAMES = frozenset(name.removeprefix("\\") for name in GREEK)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a text says of some names, and perhaps takes for granted: nothing is refuted where it fails.

    Of an `opaque` one it is not known where it holds, or what it makes of derivatives.
    """

    latex: str
    names: frozenset[str]
    opaque: bool = False
    conditions: tuple[Claim, ...] = ()
    positive: frozenset[str] = frozenset()
    totals: Mapping[str, Total] = field(default_factory=dict)
    solved: Mapping[tuple[str, int], Definition] = field(default_factory=dict)


@dataclass(slots=True)
class Assumptions:
    """`used` and `unused` are in LaTeX, as they were said.

    `doubts` are what is said, and is no assumption.
    """

    positive: set[str] = field(default_factory=set)
    symmetric: set[str] = field(default_factory=set)
    totals: dict[str, Total] = field(default_factory=dict)
    solved: dict[tuple[str, int], Definition] = field(default_factory=dict)
    conditions: list[Claim] = field(default_factory=list)
    introduced: list[str] = field(default_factory=list)
    ranges: dict[str, Range] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of unknowns: as it is printed, and where mathematics that says it stands.

    What is not `assumed` is a doubt; of a `firm` one, nothing is refuted where it can't be read.
    `ends` are the sizes that it says indices run up to.
    """

    latex: str
    source: Source
    span: Span
    assumed: bool = True
    firm: bool = True
    ends: frozenset[str] = frozenset()


def spoken(source: Source) -> Iterator[Said]:
    """What sentences of a text say of unknowns."""
    for sentence in sentences(source.text):
        states = sentence.states
        if states or not sentence.denies:
            yield from _in_formulas(sentence, source, states)
            yield from _in_words(sentence, source, states)


def _in_formulas(sentence: Sentence, source: Source, states: bool) -> Iterator[Said]:
    """What the formulas of a sentence say, and what it says of those that are names."""
    supposes = sentence.supposes
    firm, qualifies = supposes and sentence.firm, supposes and sentence.qualifies
    signs = sentence.signs and not (states and any(True for _ in sentence.positive()))
    calls, ends = not sentence.special, sentence.ends()
    for latex, span in sentence.formulas:
        if relates(latex) and not MEANS.search(latex):
            domain = bool(ORDERED.search(latex) or TOTAL.match(latex) or (calls and CALLS.match(latex)))
            if states or domain or firm:
                assumed = states and not COMPOUND.search(latex)
                for said in _each(latex, source, span, assumed, supposes):
                    yield replace(said, ends=ends)
        elif qualifies and not states:
            yield Said(latex, source, span, False)
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


def _in_words(sentence: Sentence, source: Source, assumed: bool) -> Iterator[Said]:
    """`$x$ is positive`, `$p$ is a distribution`."""
    for match in DISTRIBUTION.finditer(sentence.text):
        own = Source(source.name, f"\\sum_{{k}} {match['name']}_{{k}} = 1")
        yield Said(match[0].replace("$", ""), own, Span(0, len(own.text)), assumed)
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
    """`0 < p < 1` of `p \\in (0, 1)`, `x > 0` of `x \\in \\mathbb{R}_{>0}`; `None` of all else.

    `y \\in \\{0, 1\\}` is y (1 - y) = 0, of which the square is an order.
    """
    latex = latex.strip()
    if half := HALF_LINE.fullmatch(latex):
        return f"{half['name']} {'>' if half['strict'] else chr(92) + 'ge'} 0"
    if signed := SIGNED.fullmatch(latex):
        return f"(1 - {signed['name']}^2)^2 \\le 0"
    if binary := BINARY.fullmatch(latex):
        return f"({binary['name']} (1 - {binary['name']}))^2 \\le 0"
    interval = INTERVAL.fullmatch(latex)
    if interval is None:
        return None
    name, low, high = (interval[key].strip() for key in ("name", "low", "high"))
    below = "" if "infty" in low else f"{low} {'<' if interval['open'] == '(' else chr(92) + 'le'} "
    above = "" if "infty" in high else f" {'<' if interval['close'] == ')' else chr(92) + 'le'} {high}"
    return f"{below}{name}{above}" if below or above else None


def introduced(text: str) -> Iterator[tuple[str, Span]]:
    """The mathematics of sentences that introduce names, and where it stands."""
    for sentence in sentences(text):
        yield from sentence.definitions()


def defines(row: Row) -> bool:
    """Whether a row could define a name in passing: `x = 0` and `x = y` say what x is at one place."""
    if len(row.members) != 2 or row.relations[0] or row.relations[1] not in ("=", ":=", "\\equiv"):
        return False
    return not isinstance(row.members[1], Number | Symbol)


def arbitrary(text: str) -> frozenset[str]:
    """The letters that a text says a line holds for any value of: `for any constant $c$`."""
    return frozenset(match["name"] for match in ARBITRARY.finditer(text))


def one_hot(text: str) -> frozenset[str]:
    """The arrays that a text calls one-hot."""
    found = (s for s in sentences(text) if s.states)
    return frozenset(match["name"] for s in found for match in ONE_HOT.finditer(s.text))


def doubted_one_hot(text: str) -> frozenset[str]:
    """The arrays that a text speaks of as one-hot, and not as an assumption."""
    found = (s for s in sentences(text) if not s.states and not s.denies)
    return frozenset(match["name"] for s in found for match in CALLED_HOT.finditer(s.text))


def names_of(latex: str) -> frozenset[str]:
    """The names that a formula may speak of: its letters, and letters in a row."""
    bare = re.sub(r"\\(?:text|mathrm|operatorname|mathbb)\s*\{[^{}]*\}", " ", latex)
    words = re.findall(r"\\[A-Za-z]+|[A-Za-z]+", bare)
    found = {word for word in words if not word.startswith("\\") or word[1:] in GREEK_NAMES}
    return frozenset(found | {letter for word in found if not word.startswith("\\") for letter in word})


def take(found: Assumptions, row: Row, reader: Reader, latex: str) -> None:
    """Uses what one row assumes; what it has no use for, it notes."""
    try:
        if len(row.members) == 1 or is_domain(latex, reader.notation):
            return
        used = _taken(found, row, reader)
    except ReadError:
        used = False
    (found.used if used else found.unused).append(latex)
    if not used and (doubt := doubt_of(row, reader, latex)) is not None:
        found.doubts.append(doubt)


def doubt_of(row: Row, reader: Reader, latex: str) -> Doubt | None:
    """What a row says, as a doubt; `None` where that restricts nothing."""
    if is_domain(latex, reader.notation) or SET.fullmatch(latex):
        return None
    known = Doubt(latex, names_of(latex) - reader.notation.indices)
    try:
        if len(row.members) > 1 and all(relation in ORDERS for relation in row.relations[1:]):
            return _ordered_doubt(known, row, reader)
        if len(row.members) == 2 and row.relations[1] in ("=", ":=", "\\equiv"):
            return _equal_doubt(known, row, reader)
    except ReadError:
        pass
    return replace(known, opaque=True)


def _ordered_doubt(known: Doubt, row: Row, reader: Reader) -> Doubt:
    positive: set[str] = set()
    conditions: list[Claim] = []
    for condition in orders(row, reader):
        large, small = condition.left, condition.right
        if condition.relation in ("<", "\\le"):
            large, small = small, large
        bound = constant(small)
        if isinstance(large, Var) and bound is not None and bound >= 0 and condition.relation != "\\neq":
            positive.add(large.name)
        if not free_indices(large) | free_indices(small):
            conditions.append(condition)
        elif condition.relation != "\\neq":
            gap = Fn("sign", Add((large, negated(small))))
            below = Pow(Add((gap, negated(integer(1)))), integer(2))
            conditions.append(_summed(Claim(below, "\\le", ZERO, known.latex), reader))
        else:
            return replace(known, opaque=True)
    sides = [side for condition in orders(row, reader) for side in (condition.left, condition.right)]
    spoken = {inner.name for side in sides for inner in walk(side) if isinstance(inner, Var | Ref)}
    names = known.names | spoken
    return replace(known, names=names, positive=frozenset(positive), conditions=tuple(conditions))


def _equal_doubt(known: Doubt, row: Row, reader: Reader) -> Doubt:
    left, right = (reader.term(member) for member in row.members)
    sizes = reader.notation.sizes
    if totals := total_of(left, right, sizes):
        return replace(known, totals=totals)
    spoken = {inner.name for inner in walk(right) if isinstance(inner, Var)} | sizes
    if isinstance(left, Var) and not left.indices and left.name not in spoken:
        own = Definition(left.name, (), right)
        known = replace(known, names=frozenset((left.name,)))
        if constant(right) is None:
            return replace(known, opaque=True)
        return replace(known, solved={(left.name, 0): own})
    vanishing = Claim(Pow(Add((left, negated(right))), Num(Fraction(2))), "\\le", ZERO, known.latex)
    return replace(known, conditions=(_summed(vanishing, reader),))


def _summed(condition: Claim, reader: Reader) -> Claim:
    """A condition `a \\le 0`, with a nowhere negative, for all indices at once: the sum over them."""
    left = condition.left
    for letter in sorted(free_indices(left)):
        span = reader.notation.ranges.get(letter)
        if span is None:
            raise ReadError("an index without a range", reader.source, Span(0, 0))
        left = Sum(letter, span, left)
    return replace(condition, left=left)


def is_domain(latex: str, notation: Notation) -> bool:
    """Whether a formula only says that unknowns are real, or indices whole: `x \\in \\mathbb{R}^n`."""
    match = REALS.search(latex)
    if match is None or as_order(latex) is not None:
        return False
    return match["set"] == "R" or names_of(latex[: match.start()]) <= notation.indices | notation.sizes


def take_one_hot(found: Assumptions, name: str, ranges: Mapping[str, Range], letters: set[str]) -> None:
    """`t_k = 1` at one k, and 0 elsewhere: t_k = δ of k and an index of its own."""
    span = next((ranges[letter] for letter in sorted(letters) if letter in ranges), None)
    if span is None:
        found.unused.append(f"{name} one-hot")
        return
    hot = f"{name}{HOT}"
    found.ranges[hot] = span
    found.solved[name, 1] = Definition(name, ("k",), Delta("k", hot))
    found.used.append(f"{name} one-hot")


def _taken(found: Assumptions, row: Row, reader: Reader) -> bool:
    if all(relation in ORDERS for relation in row.relations[1:]):
        return _ordered(found, row, reader)
    if len(row.members) != 2 or row.relations[1] != "=":
        return False
    left, right = (reader.term(member) for member in row.members)
    sizes = reader.notation.sizes
    if totals := total_of(left, right, sizes):
        agrees = all(found.totals.get(name, total) == total for name, total in totals.items())
        found.totals |= totals if agrees else {}
        if agrees:
            return True
    match left, right:
        case Var(name, (i, j)), Var(other, (k, m)) if (name, i, j) == (other, m, k) and is_whole(
            (i, j), sizes
        ):
            found.symmetric.add(name)
            return True
        case Var(name, ()), _ if name in sizes:
            return False
        case Var(name, indices), _ if constant(right) is not None and is_whole(indices, sizes):
            found.solved[name, len(indices)] = Definition(name, indices, right)
            return True
    vanishing = Pow(Add((left, negated(right))), Num(Fraction(2)))
    latex = f"{to_latex(row.members[0])} = {to_latex(row.members[1])}"
    found.conditions.append(_for_all(Claim(vanishing, "\\le", ZERO, latex), reader))
    return True


def _for_all(condition: Claim, reader: Reader) -> Claim:
    """`(y_i (1 - y_i))^2 \\le 0` for all i: the sum over i."""
    left = condition.left
    letters = sorted(free_indices(left))
    if not isinstance(left, Pow) or condition.relation != "\\le" or condition.right != ZERO:
        return condition
    for letter in letters:
        span = reader.notation.ranges.get(letter)
        if span is None:
            return condition
        left = Sum(letter, span, left)
    return replace(condition, left=left)


def _ordered(found: Assumptions, row: Row, reader: Reader) -> bool:
    """Signs are taken for all entries of arrays; other orders, where they speak of no index."""
    taken = True
    for condition in orders(row, reader):
        condition = _for_all(condition, reader)
        for term in condition.positive:
            if isinstance(term, Var) and is_whole(term.indices, reader.notation.sizes):
                found.positive.add(term.name)
        if free_indices(condition.left) | free_indices(condition.right):
            spoken = condition.positive
            taken &= len(spoken) == 1 and isinstance(spoken[0], Var) and spoken[0].name in found.positive
        else:
            found.conditions.append(condition)
    return taken
