"""What a document defines, told from its trees: heads of equations, and names given at their ends.

    SA(X) = Σ …            the first member is a new name: it is defined there
    h_i = Σ_k … = Σ        a new name alone at the end: another name for the member before
    y = a x … x = y / a    a definition of x would lead back to x: a claim
    σ² = Σ …               a square that is met first as a square: σ is its root

What stands on the left again may define it anew, in another scope; else it is a claim about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from derivation.late import regex
from derivation.reading.applied import OPERATORS, STATISTICS, base_of
from derivation.reading.declared import Declared
from derivation.reading.differentials import DIFFERENTIAL
from derivation.reading.notation import SQUARE, is_bold, is_letter
from derivation.reading.runs import recurring
from derivation.records import dataclass, replace
from derivation.text import trees
from derivation.text.commands import ARROWS, BINOMIAL, FUNCTIONS, INDICATOR
from derivation.text.syntax import Apply, Big, Fraction, Node, Number, Partial, Power, Row, Symbol

EQUALITIES = frozenset(("=", ":=", "\\equiv"))
APPROXIMATE = "\\approx"
NEARLY = frozenset((APPROXIMATE, "\\simeq", "\\doteq", "\\sim"))
"""Signs that compare numbers that are rounded; between other things they say something else."""
CONSTANTS = frozenset(("e", "\\pi"))
HEAD = regex(
    r"[\s&]*(?P<name>\\(?:operatorname|mathrm|text)\{[A-Za-z]+\}|\\math(?:cal|scr|frak|bb)\{[A-Za-z]\}"
    r"|[A-Za-z]_\{\\(?:mathrm|text|operatorname)\{[A-Za-z]+\}\}|[A-Za-z]+|\\[A-Za-z]+)"
    r"(?:\s|'|\\prime)*(?:[_=]|\((?P<arguments>[^()=]*\)\s*(?:&\s*)?:?=)?)"
)

PARTED = regex(r"[,;]|\\\\|\\q?quad")
"""What stands between equations in one display."""

LISTED = regex(r"(?:[A-Za-z\s,;|&]|\\[A-Za-z]+|\\[,;:!|]|[_^]\w|_?\{|\}|\)|:?=)*")
"""What a function is defined for: names, and no arithmetic; with what closes it in `HEAD`."""

LEFT = regex(
    r"(?:^|[,;]|\\\\|\\quad|\\qquad)\s*(?:&\s*)?(?P<name>\\\w+\{\w+\}|\\?[A-Za-z]+)"
    r"(?:_\w|_\{[^{}]*\})?(?:\([^()=]*\))?\s*(?:&\s*)?(?::?=|\\equiv|\\triangleq)"
)

SIMPLE = regex(r"\\?[A-Za-z]+(?:\{[A-Za-z]+\})?")
WORD = regex(
    r"(?<![A-Za-z\\])(?P<word>\\?[A-Za-z]+)(?=(?P<group>\{[A-Za-z]+\}(?![A-Za-z]))?\s*(?P<called>\()?)"
)

Key = tuple[str, int]

Partials = Mapping[str, tuple[str, tuple[str, ...]]]
"""Names of partial derivatives, `f_{xy}`: of which function, and by which of its variables, in turn."""


@dataclass(frozen=True, slots=True)
class Head:
    """The left side of a definition: a name, its index letters, what it is applied to.

    It is met `again` where another line before could define the name.
    """

    name: str
    parameters: tuple[str, ...]
    arguments: tuple[Node, ...] = ()
    again: bool = False

    @property
    def key(self) -> Key:
        return (self.name, len(self.parameters))


def infer_names(
    texts: Iterable[str], declared: Declared, around: str = ""
) -> tuple[frozenset[str], frozenset[str]]:
    """Names of several letters, and names that are applied, told from the heads of equations and from
    what recurs; `around` is the text around the displays."""
    texts = list(texts)
    names, functions = {*declared.names, *recurring(texts, around)}, set()
    words = Words(texts)
    for text in words.texts:
        for match in _printed_heads(text):
            name = re.sub(r"^\\(?:operatorname|mathrm|text)\{([A-Za-z]+)\}$", r"\1", match["name"])
            name = re.sub(r"_\{\\\w+\{(\w+)\}\}", r"_{\\text{\1}}", name)
            if "_" in name:
                functions |= {name} if match["arguments"] else set()
                continue
            letters = not name.startswith("\\")
            if letters and (
                (len(name) > 2 or (name.isupper() and len(name) == 2)) and not _is_product(name, words)
            ):
                names.add(name)
            known = not letters or len(name) == 1 or name in names
            if match["arguments"] and known and _is_applied(name, match["arguments"], words):
                functions.add(name)
    derived = {f"\\{dots}{{{name}}}" for name in functions for dots in ("dot", "ddot", "dddot")}
    return frozenset(names), frozenset(functions | derived)


def _printed_heads(text: str) -> Iterator[re.Match[str]]:
    """What stands on the left of equations in a text."""
    end = 0
    for start, after in [(0, 0), *(match.span() for match in PARTED.finditer(text))]:
        if start >= end and (head := HEAD.match(text, after)):
            end = head.end()
            yield head


class Words:
    """Names that stand in some texts as no part of a longer one; `uncalled` are those that stand
    elsewhere than before a `(`."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)
        self.known: set[str] = set()
        self.uncalled: set[str] = set()
        for match in (match for text in self.texts for match in WORD.finditer(text)):
            names = (match["word"], match["word"] + match["group"]) if match["group"] else (match["word"],)
            self.known.update(names)
            self.uncalled.update(names[:-1] if match["called"] else names)

    def __contains__(self, name: str) -> bool:
        plain = SIMPLE.fullmatch(name) is not None
        found = (re.search(_alone(name), text) for text in self.texts if not plain and name in text)
        return name in self.known or any(found)


def _alone(name: str) -> str:
    """A pattern for a name that is no part of a longer one."""
    return rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])"


def _is_product(name: str, words: Words) -> bool:
    """Whether two capitals are two letters: they stand the other way round, or each by itself, too."""
    return name[::-1] in words or all(letter in words for letter in name)


def _is_applied(name: str, arguments: str, words: Words) -> bool:
    """Whether `p(1-p) = …` defines a function: not where p stands by itself too."""
    return bool(LISTED.fullmatch(arguments)) or name not in words.uncalled


def names_on_the_left(latex: str) -> frozenset[str]:
    """The names that an equation which can't be read seems to define."""
    printed = [match["name"] for match in LEFT.finditer(latex)]
    return frozenset((*printed, *(re.sub(r"^\\\w+\{(\w+)\}$", r"\1", name) for name in printed)))


def continues(row: Row) -> bool:
    """Whether a row carries on the chain before it."""
    return bool(row.relations[0]) or len(row.members) == 1


def defines(row: Row) -> bool:
    """Whether a row could define a name in passing: `x = 0` and `x = y` say what x is at one place."""
    if len(row.members) != 2 or row.relations[0] or row.relations[1] not in EQUALITIES:
        return False
    return not isinstance(row.members[1], Number | Symbol)


def head_of(node: Node, constants: frozenset[str] = CONSTANTS) -> Head | None:
    """What a left side would define: a name with different index letters, or an application."""
    match node:
        case Symbol(name) | Apply(Symbol(name)) if name.startswith(("\\dot{", "\\ddot{", "\\dddot{", "d ")):
            return None  # what a derivative is follows from what is differentiated
        case Apply(Symbol("d")) if "d" in constants:
            return None  # a differential
        case Symbol(name, subscripts, 0) if (name not in constants or subscripts) and not is_bold(name):
            plain = (s for s in subscripts if isinstance(s, Symbol) and not s.subscripts)
            letters = [s.name for s in plain if is_letter(s.name)]
            whole = len(letters) == len(subscripts) == len(set(letters))
            return Head(name, tuple(letters)) if whole else None
        case Power(Symbol(name, _, 0) as symbol, Number("2")) if name not in CONSTANTS:
            head = head_of(symbol)
            return head and Head(name + SQUARE, head.parameters)
        case Apply(Symbol(name, (), 0), arguments) if name not in FUNCTIONS | STATISTICS | {
            INDICATOR,
            BINOMIAL,
        }:
            return Head(name, (), arguments) if all(map(_is_argument, arguments)) else None
        case _:
            return None


def _is_argument(node: Node) -> bool:
    """A name, or the square of one, as in `\\ell(\\mu, \\sigma^2) = …`."""
    return isinstance(node.base if isinstance(node, Power) and node.exponent == Number("2") else node, Symbol)


def find_heads(rows: Iterable[Row], letters: Callable[[Row], frozenset[str]]) -> dict[int, Head]:
    """What rows and members define, by the `id` of the row, or of the member at its end.

    `letters` gives the indices and sizes where a row stands, which nothing defines.
    """
    rows = list(rows)
    solved = {id(row) for row, after in pairwise(rows) if after.lead in ARROWS}
    constants = CONSTANTS if _has_exponentials(rows) else CONSTANTS - {"e"}
    search = _Search(letters, solved, constants | ({"d"} if _has_differentials(rows) else set()))
    for row in rows:
        search.row(row)
    plain = {head.key for head in search.found.values()}
    return {
        place: head
        for place, head in search.found.items()
        if not head.name.endswith(SQUARE) or (head.name.removesuffix(SQUARE), head.key[1]) not in plain
    }


def _has_exponentials(rows: list[Row]) -> bool:
    """Whether a document writes `e^{x}`: its e is Euler's number, and no name of its own."""
    nodes = (node for row in rows for member in row.members for node in trees.walk(member))
    return any(
        isinstance(node, Power) and node.base == Symbol("e") and not isinstance(node.exponent, Number)
        for node in nodes
    )


def _has_differentials(rows: Iterable[Row]) -> bool:
    """Whether a document writes `dx`: its d is no name of a function, `d(x^2)`."""
    nodes = (node for row in rows for member in row.members for node in trees.walk(member))
    return any(isinstance(node, Symbol) and node.name.startswith(DIFFERENTIAL) for node in nodes)


def squares(rows: Iterable[Row], heads: Iterable[Head]) -> frozenset[Key]:
    """Names whose square is the quantity: it is defined, or differentiated by, as a whole."""
    heads = list(heads)
    found = {(h.name.removesuffix(SQUARE), len(h.parameters)) for h in heads if h.name.endswith(SQUARE)}
    plain = {h.key for h in heads}
    for row in rows:
        for name, count in differentiated(row):
            if name.endswith(SQUARE) and (name.removesuffix(SQUARE), count) not in plain:
                found.add((name.removesuffix(SQUARE), count))
    return frozenset(found)


class _Search:
    def __init__(
        self, letters: Callable[[Row], frozenset[str]], solved: set[int], constants: frozenset[str]
    ) -> None:
        self.letters = letters
        self.barred: frozenset[str] = frozenset()
        self.solved = solved
        self.constants = constants
        self.found: dict[int, Head] = {}
        self.below: dict[Key, set[Key]] = {}
        self.above: dict[Key, set[Key]] = {}
        self.seen: set[Key] = set()
        self.differentiated: set[Key] = set()
        self.applied: set[tuple[str, str]] = set()

    def row(self, row: Row) -> None:
        self.barred = self.letters(row)
        for place, member in enumerate(row.members):
            if place == 0 and not continues(row):
                self._first(row)
            elif place > 1 or continues(row):
                self._alias(member)
            self.seen |= _keys(member)
        self.differentiated |= set(differentiated(row))
        for member in row.members:
            applied = (n for n in trees.walk(member) if isinstance(n, Apply))
            self.applied |= {
                (n.function.name, a.name) for n in applied for a in n.arguments if isinstance(a, Symbol)
            }

    def _first(self, row: Row) -> None:
        head = head_of(row.members[0], self.constants)
        if head is None or row.relations[1] not in EQUALITIES:
            return
        if head.name.endswith(SQUARE) and (id(row) in self.solved or is_numeric(row.members[1])):
            return
        if row.lead in ARROWS and head.key in self.seen:
            return
        below = _keys(row.members[1])
        again = head.key in self.below
        if not self._barred(head) and head.key not in below and not self._leads_to(below, head.key):
            self.found[id(row)] = replace(head, again=again)
            if not again:
                self._put(head.key, below)

    def _alias(self, member: Node) -> None:
        head = head_of(member)
        if head is None or head.arguments or self._barred(head):
            return
        if head.key not in self.below and head.key not in self.seen:
            self._put(head.key, set())
            self.found[id(member)] = head

    def _put(self, key: Key, below: set[Key]) -> None:
        self.below[key] = below
        for name in below:
            self.above.setdefault(name, set()).add(key)

    def _barred(self, head: Head) -> bool:
        if head.name.endswith(SQUARE) and head.key in self.seen:
            return True
        if head.parameters and all((head.name, letter) in self.applied for letter in head.parameters):
            return True
        return not head.parameters and (head.name in self.barred or head.key in self.differentiated)

    def _leads_to(self, below: set[Key], key: Key) -> bool:
        """Whether names lead back to a name through the definitions so far.

        Looked for from both ends in turn, as one of them is mostly near.
        """
        down, up = _reached(below, self.below), _reached({key}, self.above)
        return any(lower == key or upper in below for lower, upper in zip(down, up, strict=False))


def _reached(start: set[Key], ways: Mapping[Key, set[Key]]) -> Iterator[Key]:
    """Names that ways lead to from some, each once."""
    pending, seen = list(start), set(start)
    while pending:
        name = pending.pop()
        yield name
        new = ways.get(name, set()) - seen
        seen |= new
        pending.extend(new)


def is_numeric(node: Node) -> bool:
    """Whether a tree speaks of no name: `x^2 = 4` asks for x, and defines no square."""
    return not any(True for _ in symbols(node))


def variables_of(
    head: Head, body: Node, barred: frozenset[str], indices: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """The variables of a function `f(a, b)`; none where its body speaks of their entries, or of indices.

    None either where the body does not speak of them: `E[X] = \\mu` says nothing of E[Y]; nor where an
    operator is applied to a capital letter. `barred` are the letters that are no scalar unknowns; one of
    `indices` is one where it is only a number, as in `f(k) = 3 k + 5`.
    """
    spoken = {s.name for s in symbols(body)}
    arrays = {s.name for s in symbols(body) if s.subscripts}
    plain = [a.name for a in head.arguments if isinstance(a, Symbol) and not a.subscripts and not a.primes]
    scalar = len(plain) == len(set(plain)) == len(head.arguments) and not arrays.intersection(plain)
    scalar = scalar and not any(map(is_bold, plain)) and not spoken.isdisjoint(plain)
    operator = base_of(head.name) in OPERATORS and any(name.isupper() for name in plain)
    barred |= indices & {s.name for s in _counting(body)}
    return tuple(plain) if scalar and not operator and barred.isdisjoint(plain) else ()


def _counting(body: Node) -> Iterator[Symbol]:
    """The symbols in subscripts of a tree, and in the ranges of its sums."""
    for node in trees.walk(body):
        match node:
            case Symbol(_, subscripts):
                yield from (s for subscript in subscripts for s in symbols(subscript))
            case Big(_, span):
                ends = (*span.indices, *(end for end in (span.bound, span.upper) if end is not None))
                yield from (s for end in ends for s in symbols(end))


def _keys(node: Node) -> set[Key]:
    """The names of a tree; each may hide in its square."""
    found = {(s.name, len(s.subscripts)) for s in symbols(node)}
    return found | {(name + SQUARE, count) for name, count in found}


def symbols(node: Node) -> Iterator[Symbol]:
    """All symbols of a tree, those that are applied included."""
    for inner in trees.walk(node):
        if isinstance(inner, Symbol):
            yield inner
        elif isinstance(inner, Apply):
            yield inner.function


def differentiated(row: Row) -> Iterator[Key]:
    """What a row differentiates by, `∂/∂σ²` included: unknowns, unless they are defined before."""
    for member in row.members:
        for node in trees.walk(member):
            if not isinstance(node, Fraction):
                continue
            match node.denominator:
                case Partial(body=Power(Symbol(name, subscripts), Number("2"))) if is_first_order(node):
                    yield name + SQUARE, len(subscripts)
                case denominator if any(isinstance(inner, Partial) for inner in trees.walk(denominator)):
                    yield from ((s.name, len(s.subscripts)) for s in symbols(denominator))


def is_first_order(node: Fraction) -> bool:
    """Whether the ∂ above a fraction's bar has no order, so that `∂σ²` below is one ∂."""
    return not any(isinstance(i, Partial) and i.order is not None for i in trees.walk(node.numerator))
