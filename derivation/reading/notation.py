"""What a document's notation means, as far as it can be told from the trees.

Takes all rows of a document and what is declared; gives a `Notation`. The rules
are few and regular: letters under a sum or as a subscript are indices; what
they run up to is a size; an index runs over what it runs over elsewhere, or
over the size of the array that it stands at. What was inferred is kept in
words, to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from derivation.reading.declared import Declared, ReadingError
from derivation.reading.kinds import NO_KINDS, DeclaredKinds
from derivation.reading.unions import Unions
from derivation.records import dataclass, field, replace
from derivation.terms.terms import Bound, Range
from derivation.text.commands import GREEK
from derivation.text.syntax import Big, Node, Number, Product, Row, Symbol, Terms
from derivation.text.syntax import Range as PrintedRange
from derivation.text.trees import children, walk

SQUARE = "^{2}"
"""What the name of a quantity ends in that is printed as a square, `\\sigma^2`."""

SIZES = ("n", "N", "m", "M", "L", "T")
"""What arrays are as long as of which nothing says it: the first that is no index itself."""

Slot = tuple[str, int, int]
Place = tuple[str, str, int | tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Notation:
    """`slots` gives the range of each place of each array, `ranges` that of a letter elsewhere.

    `indices` are all index letters; `arrays` the names that carry one; `swapped` pairs of capital
    letters that are printed in both orders, `AB` and `BA`, as matrices are; `elsewhere`
    letters that the text gives a range which is none of an array's; `beyond` arrays of which entries
    outside of the range of an index are printed, `starting` those of which one before the first is given.
    """

    sizes: frozenset[str] = frozenset()
    base: int = 1
    ranges: Mapping[str, Range] = field(default_factory=dict)
    vectors: Mapping[str, str] = field(default_factory=dict)
    positive: frozenset[str] = frozenset()
    inferred: tuple[str, ...] = ()
    default: Range | None = None
    arrays: frozenset[str] = frozenset()
    slots: Mapping[Slot, Range] = field(default_factory=dict)
    swapped: frozenset[frozenset[str]] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()
    starting: frozenset[str] = frozenset()

    @property
    def indices(self) -> frozenset[str]:
        return frozenset(self.ranges)

    def range_in(self, letter: str, nodes: Iterable[Node]) -> Range | None:
        """The range of a letter that is free in some trees: that of the arrays it stands at."""
        if letter in self.sizes:
            return None
        spans = (self._at(letter, node) for node in nodes)
        return next((span for span in spans if span is not None), self.ranges.get(letter))

    def _at(self, letter: str, node: Node) -> Range | None:
        """The range of the first array in a tree at which a letter stands that is free there."""
        waiting = [node]
        while waiting:
            inner = waiting.pop()
            if isinstance(inner, Big) and letter in _names(inner.range.indices):
                continue
            if isinstance(inner, Symbol):
                for place, subscript in enumerate(inner.subscripts):
                    slot = (inner.name, len(inner.subscripts), place)
                    if isinstance(subscript, Symbol) and subscript.name == letter and slot in self.slots:
                        return self.slots[slot]
            waiting += children(inner)[::-1]
        return None


def without(notation: Notation, letters: frozenset[str]) -> Notation:
    """A notation in which some letters are no indices, but where a sum binds them."""
    if letters.isdisjoint(notation.ranges):
        return notation
    return replace(notation, ranges={k: span for k, span in notation.ranges.items() if k not in letters})


def infer_notation(
    rows: Iterable[Row],
    declared: Declared,
    said: Mapping[str, set[tuple[str, str]]] | None = None,
    kinds: DeclaredKinds = NO_KINDS,
) -> Notation:
    """The notation of a document; `said` are ends of ranges that its text tells of index letters.

    What kinds say of sizes and of the ranges of indices is in `declared`, too.
    """
    rows = list(rows)
    nodes = [node for row in rows for member in row.members for node in walk(member)]
    printed = [node.range for node in nodes if isinstance(node, Big)]
    running = {letter for span in printed for letter in _names(span.indices)}
    running |= {letter for letter in _parameters(rows) if not (letter.isupper() or letter in "nm")}
    running |= declared.ranges.keys() | (said or {}).keys() | kinds.indices
    running |= {letter for span in printed if span.relation == "\\neq" for letter in _first_names(span.bound)}
    places = {letter for span in printed if span.relation == "=" for letter in _first_names(span.bound)}
    sizes = {*declared.sizes, *(set(_sizes(printed)) - running - places - set(kinds.kinds))}
    base = _base(printed, frozenset(sizes), declared)
    ends = _said_ends(said or {}, printed, declared, base)
    told = {
        letter: high for letter, (low, high) in ends.items() if (low, len(high)) == (str(base), 1) and base
    }
    sizes |= {high for _, high in ends.values() if len(high) == 1 and high.isalpha()} - running
    spans = {letter: full_range(high, base) for letter, high in told.items() if high in sizes}
    found = _Places(frozenset(sizes), base, declared, spans, kinds)
    for row in rows:
        found.row(row)
    if found.letters and not sizes:
        stepped = {*_parameters(rows), *_shifted(nodes)}
        sizes = {next(size for size in SIZES if size not in stepped)}
    default = _default(sizes, declared, base)
    slots, ranges = found.resolved(default)
    return Notation(
        frozenset(sizes),
        base,
        ranges,
        dict(declared.vectors),
        frozenset(declared.positive),
        tuple(_words(ranges, slots, declared, base)),
        default if sizes else None,
        frozenset(node.name for node in nodes if isinstance(node, Symbol) and node.subscripts),
        slots,
        _swapped(nodes),
        frozenset(ends) - spans.keys(),
        frozenset(
            name for row in rows for m in row.members for name in _beyond(m, {}, frozenset(sizes), base)
        ),
        frozenset(_starting(rows, base)),
    )


def _starting(rows: Iterable[Row], base: int) -> Iterator[str]:
    """The arrays whose entry before the first stands alone on the left of an equation, `y_0 = 5`."""
    for row in rows:
        match row.members:
            case (Symbol(name, (Number(text),)), _, *_) if text.isdigit() and int(text) < base:
                yield name


def _beyond(node: Node, bound: Mapping[str, Range], sizes: frozenset[str], base: int) -> Iterator[str]:
    """The arrays with entries before the first, x_0, or behind the last, x_{n+1}, also as a sum runs."""
    if isinstance(node, Big):
        span = read_range(node.range, sizes, base) or Range(Bound("", base), Bound("n", base - 1))
        bound = {**bound, **dict.fromkeys(_names(node.range.indices), span)}
    if isinstance(node, Symbol):
        spans = (_span_of(subscript, bound, sizes) for subscript in node.subscripts)
        yield from (node.name for span in spans if span is not None and _is_outside(span, base))
    for child in children(node):
        yield from _beyond(child, bound, sizes, base)


def _span_of(node: Node, bound: Mapping[str, Range], sizes: frozenset[str]) -> Range | None:
    """The places that a subscript has: a number, a size, or what a sum runs over, perhaps shifted."""
    match node:
        case Number(text) if text.isdigit():
            return Range(Bound("", int(text)), Bound("", int(text)))
        case Terms((Symbol() as letter, Number(text)), ("", sign)) if text.isdigit():
            whole = _span_of(letter, bound, sizes)
            by = int(sign + text)
            return whole and Range(*(end._replace(offset=end.offset + by) for end in whole))
        case Symbol(name, (), 0) if name in bound:
            return bound[name]
        case Symbol(name, (), 0) if name in sizes:
            return Range(Bound(name), Bound(name))
        case _:
            return None


def _is_outside(span: Range, base: int) -> bool:
    """Whether a range begins before arrays do, or ends behind them."""
    low, high = span
    return (not low.base and low.offset < base) or (bool(high.base) and high.offset > base - 1)


def _said_ends(
    said: Mapping[str, set[tuple[str, str]]], printed: Iterable[PrintedRange], declared: Declared, base: int
) -> dict[str, tuple[str, str]]:
    """Where index letters begin and end by the text alone: no sum prints it, and it is said in one way."""
    shown = {
        k for span in printed if span.upper or span.relation in ("=", "\\in") for k in _names(span.indices)
    }
    return {
        letter: next(iter(ends))
        for letter, ends in said.items()
        if len(ends) == 1 and letter not in shown and letter not in declared.ranges
    }


def _swapped(nodes: Iterable[Node]) -> frozenset[frozenset[str]]:
    pairs = {
        (left.name, right.name)
        for node in nodes
        if isinstance(node, Product)
        for left, right in pairwise(node.factors)
        if isinstance(left, Symbol) and isinstance(right, Symbol) and not left.subscripts + right.subscripts
    }
    capitals = {pair for pair in pairs if all(len(name) == 1 and name.isupper() for name in pair)}
    return frozenset(frozenset(pair) for pair in capitals if pair[::-1] in capitals and len(set(pair)) == 2)


class _Places:
    """Which letters and places of arrays share one range, and what is printed of it.

    A letter is one thing in a chain, and another in the next: what says that k
    runs over 1..3 in one sum says nothing of another sum over k, unless both
    run over the entries of one array.
    """

    def __init__(
        self,
        sizes: frozenset[str],
        base: int,
        declared: Declared,
        said: Mapping[str, Range],
        kinds: DeclaredKinds,
    ) -> None:
        self.sizes = sizes
        self.base = base
        self.unions: Unions[Place] = Unions()
        self.printed: dict[Place, list[Range]] = {}
        self.told: dict[Place, Range] = {}
        self.explicit: dict[str, set[Range]] = {}
        told = {k: parse_range(text, declared, base) for k, text in declared.ranges.items()}
        self.declared = {**said, **told}
        self.letters: dict[str, dict[Place, None]] = {k: {} for k in (*self.declared, *kinds.indices)}
        for (name, *where), text in kinds.axes.items():
            slot = ("slot", name, (where[0], where[1]))
            self.unions.add(slot)
            self.told[slot] = parse_range(text, declared, base)
        self.chain = 0
        self.sums = 0

    def row(self, row: Row) -> None:
        if not row.relations[0] and len(row.members) > 1:
            self.chain += 1
        for member in row.members:
            self._visit(member, {})

    def _join(self, left: Place, right: Place) -> None:
        """Says that two places have one range, unless two are told of them: the one met first stays."""
        left, right = self.unions.root(left), self.unions.root(right)
        self.unions.add(left)
        if left == right:
            return
        known, other = self.told.get(left), self.told.get(right)
        if known is not None and other is not None and known != other:
            return
        self.unions.join(left, right)
        if other is not None:
            self.told[left] = other

    def _letter(self, name: str, scope: Mapping[str, Place]) -> Place:
        place = scope.get(name, ("letter", name, self.chain))
        known = self.letters.setdefault(name, {})
        if place not in known:
            known[place] = None
            if name in self.declared:
                self.told.setdefault(self.unions.root(place), self.declared[name])
        return place

    def _visit(self, node: Node, scope: Mapping[str, Place]) -> None:
        match node:
            case Big(_, span, body):
                inner = dict(scope)
                for name in _names(span.indices):
                    inner[name] = self._sum(name, span)
                for end in (span.bound, span.upper):
                    if end is not None:
                        self._visit(end, scope)
                for name in _names(span.indices):
                    self._compare(span, inner[name], scope)
                return self._visit(body, inner)
            case Symbol("\\delta", (Symbol() as first, Symbol() as second)):
                left, right = self._subscript(first, scope), self._subscript(second, scope)
                if left and right:
                    self._join(left, right)
                return None
            case Symbol(name, subscripts):
                for place, subscript in enumerate(subscripts):
                    letter = self._subscript(subscript, scope)
                    if letter is not None:
                        self._join(("slot", name, (len(subscripts), place)), letter)
        for child in children(node):
            self._visit(child, scope)

    def _subscript(self, node: Node, scope: Mapping[str, Place]) -> Place | None:
        index = isinstance(node, Symbol) and not node.subscripts and is_letter(node.name)
        if not index or not isinstance(node, Symbol) or node.name in self.sizes:
            return None
        return self._letter(node.name, scope)

    def _sum(self, name: str, span: PrintedRange) -> Place:
        self.sums += 1
        place = ("sum", name, self.sums)
        self.letters.setdefault(name, {})[place] = None
        known = read_range(span, self.sizes, self.base)
        if known is not None:
            whole = _widened(known, self.base)
            self.printed.setdefault(place, []).append(whole)
            if self._is_whole(whole):
                self.explicit.setdefault(name, set()).add(whole)
                self.told[place] = whole
        return place

    def _compare(self, span: PrintedRange, place: Place, scope: Mapping[str, Place]) -> None:
        """`k \\neq j` and `k \\le b` say that both have one range."""
        if span.relation in ("\\neq", "\\le", "<", "\\ge", ">") and span.bound is not None:
            other = self._subscript(span.bound, scope)
            if other is not None:
                self._join(place, other)

    def resolved(self, default: Range) -> tuple[dict[Slot, Range], dict[str, Range]]:
        """The range of each place of each array, and of each letter where that is all one has."""
        printed: dict[Place, list[Range]] = {}
        for place, spans in self.printed.items():
            printed.setdefault(self.unions.root(place), []).extend(spans)
        for letter, span in self.declared.items():
            for place in self.letters[letter]:
                printed.setdefault(self.unions.root(place), []).insert(0, span)
        told = {place: self._chosen(spans) for place, spans in printed.items()} | {
            place: span for place, span in self.told.items() if self.unions.root(place) == place
        }
        names: dict[Place, set[str]] = {}
        for letter, places in self.letters.items():
            for place in places:
                names.setdefault(self.unions.root(place), set()).add(letter)
        for root, letters in names.items():
            single = [only for k in sorted(letters) if (only := self._only(k)) is not None]
            if root not in told and single:
                told[root] = single[0]
        slots = {
            (name, *where): told.get(self.unions.root(place), default)
            for place in self.unions
            for kind, name, where in [place]
            if kind == "slot" and isinstance(where, tuple)
        }
        ranges = {
            letter: self.declared.get(letter)
            or next(
                (told[r] for place in places if self._is_whole(told.get(r := self.unions.root(place)))),
                default,
            )
            for letter, places in sorted(self.letters.items())
        }
        return slots, ranges

    def _only(self, letter: str) -> Range | None:
        """The range of a letter, where all sums over it that print a whole one print the same."""
        spans = self.explicit.get(letter, set())
        return next(iter(spans)) if len(spans) == 1 else None

    def _is_whole(self, span: Range | None) -> bool:
        return span is not None and bool(span.high.base) and span == full_range(span.high.base, self.base)

    def _chosen(self, spans: list[Range]) -> Range:
        """Of several ranges that are printed, a whole one, then one with a size, then any."""
        whole = filter(self._is_whole, spans)
        return next(iter([*whole, *(span for span in spans if span.high.base), *spans]))


def _base(printed: Iterable[PrintedRange], sizes: frozenset[str], declared: Declared) -> int:
    """Where arrays start, as declared; else at 0 where a sum runs from 0 to n - 1, and none from 1 to n."""
    if declared.base is not None:
        return declared.base
    spans = [known for span in printed if (known := read_range(span, sizes, 1)) and known.high.base]
    ends = {(span.low.offset, span.high.offset) for span in spans if not span.low.base}
    return 0 if (0, -1) in ends and (1, 0) not in ends else 1


def is_letter(name: str) -> bool:
    """Whether a name can be an index: one letter, Latin or Greek, perhaps with a prime."""
    return len(name) == 1 or name.removesuffix("'") in GREEK or (len(name) == 2 and name[1] == "'")


def is_bold(name: str) -> bool:
    """Whether a name is that of a whole vector or matrix, `\\mathbf{x}`, `\\vec{x}`."""
    return name.startswith(("\\mathbf{", "\\vec{"))


def _names(nodes: Iterable[Node]) -> Iterator[str]:
    return (
        node.name
        for node in nodes
        if isinstance(node, Symbol) and not node.subscripts and is_letter(node.name)
    )


def _parameters(rows: Iterable[Row]) -> Iterator[str]:
    """Letters that a left side carries, as i in `c_i = …`: they are indices, whatever runs up to them."""
    for row in rows:
        first = row.members[0]
        if isinstance(first, Symbol) and len(row.members) > 1:
            yield from _names(first.subscripts)


def _shifted(nodes: Iterable[Node]) -> Iterator[str]:
    """Letters in subscripts beside a number, as n in `T_{n-1}`."""
    for node in nodes:
        match node:
            case Symbol(_, subscripts):
                for subscript in subscripts:
                    match subscript:
                        case Terms((Symbol(name), Number()) | (Number(), Symbol(name)), _):
                            yield name


def _widened(span: Range, base: int) -> Range:
    """The range of an array that a sum runs over a part of: all of 1..n where it is 2..n or 1..n-1."""
    full = full_range(span.high.base, base)
    inside = not span.low.base and span.low.offset >= base and span.high.offset <= full.high.offset
    return full if span.high.base and inside else span


def _sizes(printed: Iterable[PrintedRange]) -> Iterator[str]:
    """Letters that an index runs up to."""
    for span in printed:
        member = span.relation == "\\in" and isinstance(span.bound, Symbol) and span.bound.name.islower()
        yield from _first_names(span.upper or (span.bound if member else None))


def _first_names(end: Node | None) -> Iterator[str]:
    """The letter of an end, `n` of `n - 1`."""
    first = end.terms[0] if isinstance(end, Terms) else end
    if isinstance(first, Symbol) and not first.subscripts:
        yield first.name


def _default(sizes: set[str], declared: Declared, base: int) -> Range:
    size = next((s for s in declared.sizes), None) or ("n" if "n" in sizes else min(sizes, default="n"))
    return full_range(size, base)


def full_range(size: str, base: int) -> Range:
    """The range of an index of an array of a size: 1..n, or 0..n-1."""
    return Range(Bound("", base), Bound(size, base - 1))


def read_range(span: PrintedRange, sizes: frozenset[str], base: int) -> Range | None:
    """The range that is printed at a sum, `None` where none is."""
    if span.relation == "\\in":
        high = read_bound(span.bound, sizes)
        return None if high is None else Range(Bound("", base), Bound(high.base, high.offset + base - 1))
    if span.relation not in ("", "="):
        return None
    high = read_bound(span.upper, sizes)
    low = read_bound(span.bound, sizes) if span.relation == "=" else Bound("", base)
    return None if high is None or low is None else Range(low, high)


def read_bound(node: Node | None, sizes: frozenset[str]) -> Bound | None:
    """`n`, `3` or `n - 1` as an end of a range."""
    match node:
        case Number(text) if text.isdigit():
            return Bound("", int(text))
        case Symbol(name, (), 0) if name in sizes:
            return Bound(name, 0)
        case Terms((Symbol(name, (), 0), Number(text)), ("", sign)) if name in sizes and text.isdigit():
            return Bound(name, int(sign + text))
        case _:
            return None


def parse_range(text: str, declared: Declared, base: int) -> Range:
    """A declared range, `1..n` or `0..n-1`; `n` alone is all of an array of that size."""
    if text.strip() in declared.sizes:
        return full_range(text.strip(), base)
    match = re.fullmatch(r"\s*(-?\d+)\s*\.\.\s*(?:(-?\d+)|(\\?[A-Za-z]+)\s*([+-]\s*\d+)?)\s*", text)
    if re.fullmatch(r"\s*\\?[A-Za-z]+\s*", text):
        raise ReadingError(
            f"{declared.path}: {text.strip()!r}, which a range ends at, is not declared as a size"
        )
    if not match:
        raise ReadingError(f"{declared.path}: a range is written 1..n, not {text!r}")
    low, number, size, offset = match.groups()
    high = Bound("", int(number)) if number else Bound(size, int((offset or "0").replace(" ", "")))
    if size and size not in declared.sizes:
        raise ReadingError(f"{declared.path}: {size!r} in the range {text!r} is not in sizes")
    if number and int(number) < int(low):
        raise ReadingError(f"{declared.path}: the range {text!r} is empty")
    return Range(Bound("", int(low)), high)


def _words(
    ranges: Mapping[str, Range], slots: Mapping[Slot, Range], declared: Declared, base: int
) -> Iterator[str]:
    """What was inferred, by letters; where arrays have other ranges, by arrays too."""
    grouped: dict[Range, list[str]] = {}
    for letter, span in ranges.items():
        if letter not in declared.ranges:
            grouped.setdefault(span, []).append(letter)
    for span, letters in grouped.items():
        run = "run" if len(letters) > 1 else "runs"
        yield f"{', '.join(letters)} {run} over {range_text(span)}"
    if len({*slots.values(), *ranges.values()}) > 1:
        shaped: dict[str, list[Range]] = {}
        for (name, count, place), span in sorted(slots.items(), key=lambda item: item[0]):
            shaped.setdefault(f"{name}_{{{'ijlm'[:count]}}}" if count > 1 else name, []).insert(place, span)
        told: dict[str, list[str]] = {}
        for name, spans in shaped.items():
            told.setdefault(" × ".join(map(range_text, spans)), []).append(name)
        if told:
            yield "; ".join(f"{', '.join(names)} over {text}" for text, names in told.items())


def range_text(span: Range) -> str:
    return f"{_bound_text(span.low)}..{_bound_text(span.high)}"


def _bound_text(end: Bound) -> str:
    offset = f"{end.offset:+d}" if end.offset and end.base else str(end.offset) if not end.base else ""
    return end.base + offset
