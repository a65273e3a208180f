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
from dataclasses import dataclass, field

from derivation.calculus.terms import Bound, Range
from derivation.reading.declared import Declared, ReadingError
from derivation.text.commands import GREEK
from derivation.text.syntax import Big, Node, Number, Row, Symbol, Terms
from derivation.text.syntax import Range as PrintedRange
from derivation.text.trees import walk

SQUARE = "^{2}"
"""What the name of a quantity ends in that is printed as a square, `\\sigma^2`."""

Slot = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Notation:
    """`ranges` gives every index letter its range; `indices` are those letters."""

    sizes: frozenset[str] = frozenset()
    base: int = 1
    ranges: Mapping[str, Range] = field(default_factory=dict)
    vectors: Mapping[str, str] = field(default_factory=dict)
    positive: frozenset[str] = frozenset()
    inferred: tuple[str, ...] = ()
    default: Range | None = None
    arrays: frozenset[str] = frozenset()

    @property
    def indices(self) -> frozenset[str]:
        return frozenset(self.ranges)


def infer_notation(rows: Iterable[Row], declared: Declared) -> Notation:
    """The notation of a document."""
    rows = list(rows)
    nodes = [node for row in rows for member in row.members for node in walk(member)]
    printed = [node.range for node in nodes if isinstance(node, Big)]
    running = {letter for span in printed for letter in _names(span.indices)} | set(_parameters(rows))
    sizes = {*declared.sizes, *(set(_sizes(printed)) - running)}
    slots = dict(_slots(nodes, sizes))
    slots |= {("", place, 0): found for place, found in enumerate(_compared(printed, sizes))}
    letters = {letter for span in printed for letter in _names(span.indices)}
    letters |= {letter for found in slots.values() for letter in found} - sizes
    if letters and not sizes:
        sizes = {"n"}
    explicit = {k: parse_range(text, declared) for k, text in declared.ranges.items()}
    for span in printed:
        known = read_range(span, frozenset(sizes), declared.base)
        for letter in _names(span.indices):
            if known is not None:
                explicit.setdefault(letter, _widened(known, declared.base))
    default = _default(sizes, declared)
    ranges = _propagate(letters | set(explicit), explicit, slots, default)
    return Notation(
        frozenset(sizes),
        declared.base,
        ranges,
        dict(declared.vectors),
        frozenset(declared.positive),
        tuple(_words(ranges, declared)),
        default if sizes else None,
        frozenset(node.name for node in nodes if isinstance(node, Symbol) and node.subscripts),
    )


def is_letter(name: str) -> bool:
    """Whether a name can be an index: one letter, Latin or Greek."""
    return len(name) == 1 or name in GREEK


def is_bold(name: str) -> bool:
    """Whether a name is that of a whole vector or matrix, `\\mathbf{x}`."""
    return name.startswith("\\mathbf{")


def _names(nodes: Iterable[Node]) -> Iterator[str]:
    return (node.name for node in nodes if isinstance(node, Symbol) and not node.subscripts)


def _parameters(rows: Iterable[Row]) -> Iterator[str]:
    """Letters that a left side carries, as i in `c_i = …`: they are indices, whatever runs up to them."""
    for row in rows:
        first = row.members[0]
        if isinstance(first, Symbol) and len(row.members) > 1:
            yield from _names(first.subscripts)


def _widened(span: Range, base: int) -> Range:
    """The range of an array that a sum runs over a part of: all of 1..n where it is 2..n or 1..n-1."""
    full = full_range(span.high.base, base)
    inside = not span.low.base and span.low.offset >= base and span.high.offset <= full.high.offset
    return full if span.high.base and inside else span


def _sizes(printed: Iterable[PrintedRange]) -> Iterator[str]:
    """Letters that an index runs up to."""
    for span in printed:
        member = span.relation == "\\in" and isinstance(span.bound, Symbol) and span.bound.name.islower()
        ends = [span.upper] if span.upper else [span.bound] if member else []
        for end in ends:
            first = end.terms[0] if isinstance(end, Terms) else end
            if isinstance(first, Symbol) and not first.subscripts:
                yield first.name


def _compared(printed: Iterable[PrintedRange], sizes: set[str]) -> Iterator[set[str]]:
    """Letters that an order compares, as `k \\le b`: they have one range."""
    for span in printed:
        if span.relation in ("\\le", "<", "\\ge", ">") and span.bound is not None:
            names = {*_names(span.indices), *_names([span.bound])}
            if len(names) == 2 and names.isdisjoint(sizes):
                yield names


def _slots(nodes: Iterable[Node], sizes: set[str]) -> Iterator[tuple[Slot, set[str]]]:
    """The letters that stand at each place of each array."""
    found: dict[Slot, set[str]] = {}
    for node in nodes:
        if isinstance(node, Symbol) and node.subscripts:
            for place, subscript in enumerate(node.subscripts):
                if isinstance(subscript, Symbol) and not subscript.subscripts and is_letter(subscript.name):
                    found.setdefault((node.name, len(node.subscripts), place), set()).add(subscript.name)
    return iter(found.items())


def _default(sizes: set[str], declared: Declared) -> Range:
    size = next((s for s in declared.sizes), None) or ("n" if "n" in sizes else min(sizes, default="n"))
    return full_range(size, declared.base)


def full_range(size: str, base: int) -> Range:
    """The range of an index of an array of a size: 1..n, or 0..n-1."""
    return Range(Bound("", base), Bound(size, base - 1))


def _propagate(
    letters: set[str], explicit: Mapping[str, Range], slots: Mapping[Slot, set[str]], default: Range
) -> dict[str, Range]:
    """Gives letters the ranges of the places that they share with letters whose range is known."""
    ranges = dict(explicit)
    for _ in range(len(letters) + 1):
        for found in slots.values():
            known = next((ranges[letter] for letter in sorted(found) if letter in ranges), None)
            for letter in found:
                if known is not None:
                    ranges.setdefault(letter, known)
    return {letter: ranges.get(letter, default) for letter in sorted(letters)}


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


def parse_range(text: str, declared: Declared) -> Range:
    """A declared range, `1..n` or `0..n-1`."""
    match = re.fullmatch(r"\s*(-?\d+)\s*\.\.\s*(?:(-?\d+)|(\\?[A-Za-z]+)\s*([+-]\s*\d+)?)\s*", text)
    if not match:
        raise ReadingError(f"{declared.path}: a range is written 1..n, not {text!r}")
    low, number, size, offset = match.groups()
    high = Bound("", int(number)) if number else Bound(size, int((offset or "0").replace(" ", "")))
    if size and size not in declared.sizes:
        raise ReadingError(f"{declared.path}: {size!r} in the range {text!r} is not in sizes")
    return Range(Bound("", int(low)), high)


def _words(ranges: Mapping[str, Range], declared: Declared) -> Iterator[str]:
    grouped: dict[Range, list[str]] = {}
    for letter, span in ranges.items():
        if letter not in declared.ranges:
            grouped.setdefault(span, []).append(letter)
    for span, letters in grouped.items():
        run = "run" if len(letters) > 1 else "runs"
        yield f"{', '.join(letters)} {run} over {range_text(span)}"


def range_text(span: Range) -> str:
    return f"{_bound_text(span.low)}..{_bound_text(span.high)}"


def _bound_text(end: Bound) -> str:
    offset = f"{end.offset:+d}" if end.offset and end.base else str(end.offset) if not end.base else ""
    return end.base + offset
