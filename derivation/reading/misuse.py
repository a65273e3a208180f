r"""Declared kinds against the document: what a name is said to be, and how it is used.

Takes the kinds of a reading file and the trees of a document as they are printed; refuses a
kind that the document contradicts, with the line and a way out.

    c = "number",  \sum_k c_k      c has an index that runs
    n = "number",  \sum_{i=1}^n    n is the end of a sum
    g = "number",  g(0) = 1        nobody multiplies by 0 in parentheses
    x = "vector",  x_{ij}          a vector has one index
    g = "function", g = 2 a        it is defined without an argument
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final, NamedTuple

from derivation.reading.declared import RUNNING, Declared, Kind, KindDeclared, ReadingError
from derivation.reading.heads import EQUALITIES
from derivation.reading.kinds import APPLIED, ARRAYS, NUMBERS, SCALARS, DeclaredKinds
from derivation.records import dataclass, field
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.syntax import (
    SAMPLE,
    Apply,
    Big,
    Group,
    Node,
    Number,
    Power,
    Product,
    Row,
    Sealed,
    Symbol,
    Terms,
)


class Use(NamedTuple):
    """Where a name is used in some way, how that is printed, and the letter that it is about."""

    where: str
    latex: str = ""
    letter: str = ""


class Clash(NamedTuple):
    """A way of use that kinds do not have, unless the document has another way, too; what is said then."""

    kinds: frozenset[Kind]
    use: str
    unless: str
    found: str
    advice: str


_UNBOUND: Final = frozenset((Kind.SIZE, Kind.LABEL, Kind.OPAQUE)) | ARRAYS | APPLIED
_CLASHES: Final = (
    Clash(
        SCALARS,
        "carries",
        "",
        "`{latex}` in {where} has the index {letter}, which runs",
        "declare it an array, or give one of the two another name",
    ),
    Clash(NUMBERS, "ends", "", "a sum ends at it in {where}", "declare it a size"),
    Clash(SCALARS, "at zero", "", "`{latex}` in {where} is its value at 0", "declare it a function"),
    Clash(
        SCALARS,
        "defined at",
        "",
        "{where} defines it at an argument, `{latex}`",
        "declare it a function",
    ),
    Clash(NUMBERS, "runs", "stands", "all that it does is run, in {where}", "declare it an index"),
    Clash(
        _UNBOUND,
        "runs",
        "",
        "a sum runs over it in {where}",
        "declare it an index, or give one of the two another name",
    ),
    Clash(
        frozenset((Kind.INDEX,)),
        "has subscripts",
        "",
        "it has an index itself in {where}, `{latex}`",
        "declare it an array, or give one of the two another name",
    ),
    Clash(
        APPLIED,
        "defined",
        "applied",
        "{where} defines it without an argument",
        "print its argument, or declare it a number",
    ),
)


def refuse_misuse(
    kinds: DeclaredKinds,
    declared: Declared,
    rows: Iterable[tuple[str, Row]],
    running: frozenset[str],
    document: str,
) -> None:
    """Refuses kinds that rows contradict, and kinds of names that do not occur.

    Each row comes with where it stands, in words; `running` are letters that are known to be indices.
    """
    uses = _Uses(kinds, running)
    for where, row in rows:
        uses.row(row, where)
    for name, own in kinds.kinds.items():
        told = f"{declared.path}: kinds: {name}"
        if name not in uses.names and own.kind is not Kind.SIZE:
            close = get_close_matches(name, uses.names, n=1, cutoff=0.5)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise ReadingError(f"{told} does not occur in {document}{hint}")
        for found, advice in uses.clashes(name, own):
            raise ReadingError(f"{told} is declared as {own.words}, but {found}; {advice}")


@dataclass(slots=True)
class _Uses:
    """The first use of each name in each way."""

    kinds: DeclaredKinds
    running: frozenset[str]
    found: dict[tuple[str, str], Use] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    where: str = ""

    def clashes(self, name: str, own: KindDeclared) -> Iterable[tuple[str, str]]:
        """What contradicts a kind of a name, and what to do."""
        for kinds, way, unless, said, advice in _CLASHES:
            use = self.found.get((name, way))
            if own.kind in kinds and use is not None and (name, unless) not in self.found:
                yield said.format(**use._asdict()), advice
        axes = len(own.over) or RUNNING.get(own.kind, 0)
        counted = (
            (use, int(way)) for (other, way), use in self.found.items() if other == name and way.isdigit()
        )
        for use, count in counted if own.kind in ARRAYS and axes else ():
            if count != axes:
                found = f"`{use.latex}` in {use.where} has {count} {'index' if count == 1 else 'indices'}"
                yield found, f"declare it an {Kind.ARRAY}, with a range for each index or none"

    def row(self, row: Row, where: str) -> None:
        self.where = where
        first = row.members[0]
        if isinstance(first, Symbol) and len(row.members) > 1 and row.relations[1] in EQUALITIES:
            self._note(self._name(first)[0], "defined")
        self._defined_at(row)
        for member in row.members:
            self._visit(member, self.running)

    def _defined_at(self, row: Row) -> None:
        """`p(x) = x^2` says what p is at x: its right side speaks of x, and not of p."""
        match row.members:
            case (Product((Symbol(name, (), 0), Group("(", Symbol(letter))), ("",)) as first, second, *_):
                spoken = {n.name for n in trees.walk(second) if isinstance(n, Symbol)}
                if letter in spoken and name not in spoken:
                    self._note(name, "defined at", to_latex(first))

    def _note(self, name: str, way: str, latex: str = "", letter: str = "") -> None:
        self.names.add(name)
        self.found.setdefault((name, way), Use(self.where, latex, letter))

    def _name(self, symbol: Symbol) -> tuple[str, tuple[Node, ...]]:
        """The name of a symbol, and its subscripts."""
        if symbol in self.kinds.own:
            return self.kinds.own[symbol], ()
        base = symbol.name.removesuffix(SAMPLE)
        return (base if base in self.kinds.kinds else symbol.name), symbol.subscripts

    def _visit(self, node: Node, running: frozenset[str]) -> None:
        match node:
            case Big(_, span, body):
                letters = frozenset(s.name for s in span.indices if isinstance(s, Symbol))
                for letter in letters:
                    self._note(letter, "runs")
                if isinstance(span.upper, Symbol):
                    self._note(span.upper.name, "ends")
                for end in (span.bound, span.upper):
                    if end is not None:
                        self._visit(end, running)
                self._visit(body, running | letters)
                return
            case Symbol():
                self._symbol(node, running)
                return
            case Apply(function, arguments):
                self._applied(function, arguments, node)
                self._symbol(function, running)
            case Sealed(letters=letters):
                for letter in letters:
                    self._note(letter, "stands")
                    self._note(letter, "applied")
            case Product(factors, operators):
                for before, after, operator in zip(factors, factors[1:], operators, strict=False):
                    base = before.base if isinstance(before, Power) else before
                    if isinstance(base, Symbol) and isinstance(after, Group) and operator == "":
                        self._applied(base, (after.body,), Product((before, after), ("",)))
        for child in trees.children(node):
            self._visit(child, running)

    def _applied(self, function: Symbol, arguments: tuple[Node, ...], node: Node) -> None:
        name, _ = self._name(function)
        self._note(name, "applied")
        if arguments == (Number("0"),):
            self._note(name, "at zero", to_latex(node))

    def _symbol(self, symbol: Symbol, running: frozenset[str]) -> None:
        name, subscripts = self._name(symbol)
        self.names.add(name)
        if name not in running or name in self.running:
            self._note(name, "stands")
        if subscripts:
            self._note(name, "has subscripts", to_latex(symbol))
            self._note(name, str(len(subscripts)), to_latex(symbol))
        for subscript in subscripts:
            letter, is_shifted = _letter(subscript)
            if letter in running or is_shifted:
                self._note(name, "carries", to_latex(symbol), letter)
            self._visit(subscript, running)


def _letter(subscript: Node) -> tuple[str, bool]:
    """The letter of a subscript, and whether it has a shift, `t - 1`."""
    match subscript:
        case Symbol(name, ()):
            return name, False
        case Terms((Symbol(name, ()), Number()), _):
            return name, True
    return "", False
