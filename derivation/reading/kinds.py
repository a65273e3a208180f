r"""What a reading file declares of names: a kind for each, whatever the document looks like.

    [kinds]
    m = "size"                an integer >= 1, which indices run up to
    k = "index over m"        runs, over 1..m where arrays count from 1; also "index over 0..3"
    c = "number"              no index, no array and no function: its subscripts are labels
    E_k = "number"            a name with a label
    "v'" = "number"           the prime is a part of the name
    x = "vector over n"       has entries; "array" of any number of indices, "matrix" of two
    g = "function"            applied to what stands in parentheses behind it
    D = "operator"            so, too; its value may depend on more than it shows
    W = "opaque"              stands for itself: nothing that depends on its value is refuted
    s = "label"               as a subscript a part of a name

Takes what `declared.py` read; gives the names as the elaboration writes them (labels.py),
by kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from derivation.reading.declared import Declared, Kind, KindDeclared, ReadingError
from derivation.records import dataclass, field, replace
from derivation.text import trees
from derivation.text.latex import read_display
from derivation.text.printing import labelled, to_latex
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import SAMPLE, Apply, Node, Row, Symbol

NUMBERS = frozenset((Kind.NUMBER, Kind.REAL, Kind.COMPLEX))
SCALARS = NUMBERS | {Kind.SIZE}
"""What carries no index: subscripts of these are labels."""

ARRAYS = frozenset((Kind.ARRAY, Kind.VECTOR, Kind.MATRIX))
APPLIED = frozenset((Kind.FUNCTION, Kind.OPERATOR))

IN_KINDS = "under [kinds]"

PRIME = "\\prime"


@dataclass(frozen=True)
class DeclaredKinds:
    """The kinds of names; `own` are the symbols with subscripts or primes that are one name each."""

    kinds: Mapping[str, KindDeclared] = field(default_factory=dict)
    own: Mapping[Symbol, str] = field(default_factory=dict)

    @classmethod
    def of(cls, declared: Declared, names: frozenset[str], functions: frozenset[str]) -> DeclaredKinds:
        """The kinds of a reading file; `names` and `functions` are what the grammar knows."""
        words = {key for key in declared.kinds if len(key) > 1 and key.isalpha()}
        known = names | words
        symbols = {key: _symbol(key, declared, known, functions) for key in declared.kinds}
        own = {
            symbol: _name(symbol, declared.kinds[key].kind)
            for key, symbol in symbols.items()
            if symbol.subscripts or symbol.primes
        }
        return cls(
            {own.get(symbol, symbol.name): declared.kinds[key] for key, symbol in symbols.items()}, own
        )

    def named(self, *kinds: Kind) -> frozenset[str]:
        """The names of some kinds."""
        return frozenset(name for name, declared in self.kinds.items() if declared.kind in kinds)

    @cached_property
    def indices(self) -> frozenset[str]:
        return self.named(Kind.INDEX)

    @cached_property
    def scalars(self) -> frozenset[str]:
        return self.named(*SCALARS)

    @cached_property
    def arrays(self) -> frozenset[str]:
        return self.named(*ARRAYS)

    @cached_property
    def applied(self) -> frozenset[str]:
        return self.named(*APPLIED)

    @cached_property
    def unapplied(self) -> frozenset[str]:
        """The names that are no functions."""
        return frozenset(self.kinds) - self.applied

    @property
    def words(self) -> frozenset[str]:
        """The names of several letters."""
        return frozenset(name for name in self.kinds if len(name) > 1 and name.isalpha())

    @property
    def unindexed(self) -> frozenset[str]:
        """The letters that are no indices, but where a sum binds them."""
        return frozenset(self.kinds) - self.indices

    @property
    def axes(self) -> Mapping[tuple[str, int, int], str]:
        """What the places of arrays run over."""
        return {
            (name, len(own.over), place): span
            for name, own in self.kinds.items()
            if own.kind in ARRAYS
            for place, span in enumerate(own.over)
        }

    def with_ranges(self, declared: Declared) -> Declared:
        """The sizes and ranges of a reading file with those that kinds tell."""
        over = {name: own.over[0] for name, own in self.kinds.items() if own.kind is Kind.INDEX and own.over}
        sizes = (*declared.sizes, *(own for own in self.kinds if self.kinds[own].kind is Kind.SIZE))
        return replace(declared, sizes=tuple(dict.fromkeys(sizes)), ranges={**declared.ranges, **over})

    def row(self, row: Row) -> Row:
        """The row with one symbol for each name that is declared with its subscripts or primes."""
        if not self.kinds:
            return row
        return replace(row, members=tuple(map(self._named, row.members)))

    def _named(self, node: Node) -> Node:
        node = trees.rebuilt(node, self._named)
        if isinstance(node, Apply):
            function = self._named(node.function)
            return replace(node, function=function) if isinstance(function, Symbol) else node
        if not isinstance(node, Symbol):
            return node
        if node in self.own:
            return replace(node, name=self.own[node], subscripts=(), primes=0)
        if node.name.endswith(SAMPLE) and node.name.removesuffix(SAMPLE) in self.scalars:
            return replace(node, name=to_latex(replace(node, primes=0)), subscripts=())
        labels = [s for s in node.subscripts if isinstance(s, Symbol) and s.name in self._labels]
        if not labels:
            return node
        rest = tuple(s for s in node.subscripts if s not in labels)
        return replace(node, name=labelled(node.name, labels), subscripts=rest)

    @cached_property
    def _labels(self) -> frozenset[str]:
        return self.named(Kind.LABEL)


NO_KINDS = DeclaredKinds()


def kind_of(name: str, kind: str) -> str:
    """What a reading file says of a name, `x = "number"` under [kinds]."""
    plain = name.isalnum() and name.isascii()
    key = name if plain else f'"{name}"' if "'" in name else f"'{name}'"
    return f'`{key} = "{kind}"` {IN_KINDS}'


def _symbol(key: str, declared: Declared, names: frozenset[str], functions: frozenset[str]) -> Symbol:
    source = Source(f"{declared.path} kinds", key)
    try:
        rows = read_display(source, Span(0, len(key)), names, functions)
    except ReadError as error:
        raise ReadingError(str(error)) from None
    match rows:
        case (Row(members=(Symbol() as symbol,)),):
            return symbol
    raise ReadingError(f"{declared.path}: kinds: {key!r} is no name; write one, such as x, 'x_0' or '\\beta'")


def _name(symbol: Symbol, kind: Kind) -> str:
    """The name of a symbol with all that is printed at it."""
    if kind is Kind.INDEX and symbol.primes == 1 and not symbol.subscripts:
        return f"{symbol.name}'"
    if symbol.name.endswith(SAMPLE):
        plain = to_latex(replace(symbol, primes=0))
    else:
        plain = labelled(symbol.name, symbol.subscripts) if symbol.subscripts else symbol.name
    return plain + f"^{{{PRIME * symbol.primes}}}" if symbol.primes else plain
