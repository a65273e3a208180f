r"""What the names of a line are, and why: a line of words for each.

    \sum_{i=1}^n x_i    i: an index, since Σ in line 12 runs over it
                        n: a size, the end of a sum in line 3
                        x: an array over i (x_i in line 5)

Takes a derivation and one of its statements; decides nothing, and tells what the reader
(meaning.py) made of each name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from derivation.prose.said import ranges
from derivation.reading.heads import CONSTANTS
from derivation.reading.meaning import Reader
from derivation.reading.notation import SQUARE, is_bold, range_text
from derivation.reading.sightings import Sightings
from derivation.reading.statements import Derivation, Statement, Unread
from derivation.records import dataclass
from derivation.terms.context import Origin
from derivation.terms.terms import Definition
from derivation.text import trees
from derivation.text.commands import FUNCTIONS, TRANSPOSES
from derivation.text.printing import to_latex
from derivation.text.syntax import SAMPLE, Apply, Big, Node, Sealed, Symbol

FIXED: Final = {"e": "Euler's number", "\\pi": "the number π"}
DECLARED: Final = "as the reading file says"


class Named(NamedTuple):
    """A name in LaTeX, what it is, and why; mathematics in it stands between dollar signs."""

    latex: str
    what: str


class Use(NamedTuple):
    """A symbol of a line; whether a sum of the line runs over it, and whether it is applied there."""

    symbol: Symbol
    bound: bool = False
    applied: bool = False


def roster(derivation: Derivation, statement: Statement | Unread) -> tuple[Named, ...]:
    """What each name of a statement is, in the order they are printed."""
    told = _Roster(derivation, statement)
    found: dict[str, str] = {}
    for node in members_of(derivation, statement):
        for use in _uses(node, frozenset()):
            if (what := told.what(use)) and (latex := told.latex(use)) not in found:
                found[latex] = what
        for sealed in (n for n in trees.walk(node) if isinstance(n, Sealed)):
            found.setdefault(sealed.latex, "not understood, stands for itself")
    return tuple(Named(latex, what) for latex, what in found.items())


def members_of(derivation: Derivation, statement: Statement | Unread) -> tuple[Node, ...]:
    """The trees of a statement; of one that could not be read, those of its equation that overlap it."""
    if isinstance(statement, Statement):
        return (statement.previous.node, statement.member.node)
    members = (m for p in derivation.rows if p.equation == statement.equation for m in p.row.members)
    start, end = statement.span.start, statement.span.end
    return tuple(m for m in members if m.span.start < end and start < m.span.end)


def _uses(node: Node, bound: frozenset[str]) -> Iterator[Use]:
    """The symbols of a tree in the order they are printed."""
    match node:
        case Symbol(name, subscripts):
            yield Use(node, not subscripts and name in bound)
        case Apply(function):
            yield Use(function, applied=True)
            for subscript in function.subscripts:
                yield from _uses(subscript, bound)
        case Big(_, span, _):
            bound |= {s.name for s in span.indices if isinstance(s, Symbol)}
    for child in trees.children(node):
        yield from _uses(child, bound)


@dataclass(frozen=True)
class _Roster:
    """Tells what the names of one statement are: the first of `RULES` that has something to say."""

    derivation: Derivation
    statement: Statement | Unread

    @cached_property
    def reader(self) -> Reader:
        return self.derivation.readers.at(self.statement.span.start)

    @cached_property
    def sightings(self) -> Sightings:
        return self.derivation.sightings

    @cached_property
    def said(self) -> frozenset[str]:
        """The letters that prose gives a range."""
        return frozenset(ranges(self.derivation.document.source.text))

    @cached_property
    def ends(self) -> frozenset[str]:
        """Where prose says that indices end."""
        told = ranges(self.derivation.document.source.text).values()
        return frozenset(high for ends in told for _, high in ends)

    def latex(self, use: Use) -> str:
        symbol = use.symbol
        plain = Symbol(symbol.name, (), 0 if self._is_function(symbol) else symbol.primes)
        return to_latex(symbol if symbol.name.endswith(SAMPLE) else plain)

    def what(self, use: Use) -> str:
        """What a name is; "" of those that LaTeX names."""
        if use.symbol.name in FUNCTIONS | TRANSPOSES or use.symbol.name.startswith("\\operatorname"):
            return ""
        return next((what for rule in RULES if (what := rule(self, use))), "")

    def where(self, line: int) -> str:
        return self.derivation.document.source.where(line)

    def _is_function(self, symbol: Symbol) -> bool:
        return symbol.name in self.reader.variables and not symbol.subscripts

    def _defined(self, name: str, count: int) -> str:
        """What defines a name, in words; "" where nothing does."""
        for statement in self.derivation.statements:
            if (
                statement.head is not None
                and statement.head.key == (name, count)
                and not statement.head.again
            ):
                own = statement.line == self.statement.line
                return "defined here" if own else f"{self.where(statement.line)} defines it"
        for held in self.derivation.entries:
            match held.entry:
                case Definition(other, parameters) if (other, len(parameters)) == (name, count):
                    return DECLARED if held.origin is Origin.DECLARED else "the text defines it"
        return ""

    def _met(self, name: str) -> str:
        return (
            f"first met in {self.where(self.sightings.met[name].line)}" if name in self.sightings.met else ""
        )

    # Rules

    def _bound(self, use: Use) -> str:
        if not use.bound:
            return ""
        binding = self.sightings.binding(use.symbol.name, self.statement.line)
        return (
            f"an index, since {binding.latex} in {self.where(binding.line)} runs over it" if binding else ""
        )

    def _declared(self, use: Use) -> str:
        own = self.derivation.elaboration.kinds.kinds.get(use.symbol.name)
        if own is None:
            return ""
        also = self._defined(use.symbol.name, len(use.symbol.subscripts))
        told = f"; {also}" if also and also != DECLARED else ""
        return f"{own.words}, {DECLARED}{told}"

    def _constant(self, use: Use) -> str:
        name = use.symbol.name
        if name in self.reader.units:
            return "the imaginary unit"
        known = name in CONSTANTS and not use.symbol.subscripts and (name, 0) not in self.reader.defined
        return FIXED[name] if known and not use.symbol.primes else ""

    def _size(self, use: Use) -> str:
        name = use.symbol.name
        if name not in self.reader.notation.sizes or use.symbol.subscripts:
            return ""
        if name in self.derivation.declared.sizes:
            return f"a size, {DECLARED}"
        if name in self.sightings.ends:
            end = self.sightings.ends[name]
            return f"a size, the end of a {end.latex} in {self.where(end.line)}"
        return "a size, as the text says" if name in self.ends else "a size, which indices run up to"

    def _index(self, use: Use) -> str:
        name, notation = use.symbol.name, self.reader.notation
        if name not in notation.indices or use.symbol.subscripts or use.symbol.primes:
            return ""
        told = dict(self.statement.ranges) if isinstance(self.statement, Statement) else {}
        what = f"an index over {range_text(told.get(name, notation.ranges[name]))}"
        if name in self.derivation.declared.ranges:
            return f"{what}, {DECLARED}"
        if name in self.said:
            return f"{what}, as the text says"
        if (binding := self.sightings.binding(name, self.statement.line)) is not None:
            return f"{what}, since {binding.latex} in {self.where(binding.line)} runs over it"
        carrier = self.sightings.carriers.get(name)
        return f"{what}, since ${carrier.latex}$ in {self.where(carrier.line)} has it" if carrier else what

    def _function(self, use: Use) -> str:
        if not self._is_function(use.symbol):
            return ""
        variables = ", ".join(f"${name}$" for name in self.reader.variables[use.symbol.name])
        defined = self._defined(use.symbol.name, 0)
        return f"a function of {variables}" + (f", {defined}" if defined else "")

    def _applied(self, use: Use) -> str:
        if not use.applied:
            return ""
        defined = self._defined(use.symbol.name, len(use.symbol.subscripts))
        if defined:
            return f"applied to what it depends on, {defined}"
        if use.symbol.name in self.reader.undefined:
            return "a function that nothing defines, differentiated by the chain rule"
        return "applied, stands for itself: nothing defines it"

    def _prime(self, use: Use) -> str:
        symbol, reader = use.symbol, self.reader
        if not symbol.primes or self._is_function(symbol) or use.applied:
            return ""
        letters = reader.through.get(symbol.name, ())
        by = self._prime_by() or next(iter(letters), "")
        name = to_latex(Symbol(symbol.name))
        return (
            f"the derivative of ${name}$ by ${by}$" if by else f"a derivative of ${name}$, stands for itself"
        )

    def _prime_by(self) -> str:
        """What the reading file says that a prime is the derivative by."""
        prime = self.reader.prime
        return to_latex(self.derivation.writer().node(prime)) if prime is not None else ""

    def _whole(self, use: Use) -> str:
        name, reader = use.symbol.name, self.reader
        array = name in reader.matrices | reader.transposed or is_bold(name)
        return (
            "a vector or a matrix as a whole, stands for itself"
            if array and not use.symbol.subscripts
            else ""
        )

    def _array(self, use: Use) -> str:
        symbol = use.symbol
        if not symbol.subscripts:
            return ""
        defined = self._defined(symbol.name, len(symbol.subscripts))
        first = self.sightings.carried.get(symbol.name)
        letters = [to_latex(s) for s in symbol.subscripts if isinstance(s, Symbol)]
        over = f" over {' and '.join(f'${letter}$' for letter in letters)}" if letters else ""
        shown = f" (${first.latex}$ in {self.where(first.line)})" if first is not None else ""
        return f"an array{over}, {defined}" if defined else f"an array{over}{shown}"

    def _bare(self, use: Use) -> str:
        """An array that stands without its index."""
        name, reader = use.symbol.name, self.reader
        hidden = any(name in own for own in reader.variables.values()) or name in reader.bare
        first = self.sightings.carried.get(name)
        if name not in reader.notation.arrays or hidden or first is None:
            return ""
        return f"an array (${first.latex}$ in {self.where(first.line)}), here without an index"

    def _number(self, use: Use) -> str:
        name = use.symbol.name
        label = " with a label" if "_{" in name else ""
        what = "a name" + label if label else "a number"
        if name in self.reader.complexes:
            what = "a complex number"
        if name in self.reader.notation.positive:
            what += f" > 0, {DECLARED}"
        if (name, 0) in self.reader.squares:
            what += ", known by its square"
        defined = self._defined(name, 0) or self._defined(name + SQUARE, 0) or self._met(name)
        return f"{what}, {defined}" if defined else what


Rule = Callable[[_Roster, Use], str]
RULES: Final[tuple[Rule, ...]] = (
    _Roster._bound,
    _Roster._prime,
    _Roster._declared,
    _Roster._constant,
    _Roster._size,
    _Roster._index,
    _Roster._function,
    _Roster._applied,
    _Roster._whole,
    _Roster._array,
    _Roster._bare,
    _Roster._number,
)
"""What a name can be, the first that holds."""
