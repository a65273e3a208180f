r"""What letters are, from all rows of a document: numbers, arguments of functions, entries of arrays.

Takes rows, and the names that they define by `heads.py`; gives sets of letters for the reader that gives
the rows their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from derivation.front.scopes import Scopes
from derivation.late import regex
from derivation.reading.applied import OPERATORS, STATISTICS
from derivation.reading.conditions import ORDERS
from derivation.reading.heads import CONSTANTS, EQUALITIES, Head, symbols, variables_of
from derivation.reading.notation import Notation, is_bold, is_letter
from derivation.text import trees
from derivation.text.commands import FUNCTIONS
from derivation.text.printing import labelled
from derivation.text.source import Span
from derivation.text.syntax import Apply, Big, Node, Number, Row, Sealed, Symbol

Renamed = Mapping[str, tuple[tuple[Span, tuple[str, ...]], ...]]
"""The variables of functions, each with where it reaches from to."""

MAX_ORDER = 3
"""The highest derivative that subscripts show, `f_{xxy}`."""
MAX_VARIABLES = 4
"""The most variables of a function whose subscripts are looked at."""


def ordered_letters(rows: Iterable[Row]) -> frozenset[str]:
    """The letters that orders speak of, `i > 0`: they are no imaginary unit, which has none."""
    ordered = (row for row in rows if not ORDERS.isdisjoint(row.relations))
    return frozenset(m.name for row in ordered for m in row.members if isinstance(m, Symbol))


def redefined(rows: Iterable[Row]) -> frozenset[str]:
    """π, where a row gives it a value in letters, or 0: it is a name there, of a profit or a distribution."""
    for row in rows:
        match row.members, row.relations:
            case (Symbol("\\pi", (), 0), value, *_), ("", relation, *_) if relation in EQUALITIES:
                if any(isinstance(n, Symbol) for n in trees.walk(value)) or value == Number("0"):
                    return frozenset(("\\pi",))
    return frozenset()


def named_letters(rows: list[Row]) -> frozenset[str]:
    """Letters under sums that have a value elsewhere, `k = 2`, and are no subscript but under these."""
    alone = {
        row.members[0].name
        for row in rows
        if len(row.members) > 1
        and not row.relations[0]
        and row.relations[1] in EQUALITIES
        and isinstance(row.members[0], Symbol)
    }
    free = {name for row in rows for member in row.members for name in _subscripts(member, frozenset())}
    return frozenset(name for name in alone - free if is_letter(name))


def _subscripts(node: Node, bound: frozenset[str]) -> Iterator[str]:
    """The letters in subscripts of a tree that no sum around them binds."""
    if isinstance(node, Big):
        bound |= {s.name for s in node.range.indices if isinstance(s, Symbol)}
    if isinstance(node, Symbol):
        yield from (s.name for s in node.subscripts if isinstance(s, Symbol) and s.name not in bound)
    for child in trees.children(node):
        yield from _subscripts(child, bound)


def variables(
    heads: Mapping[int, Head], rows: Iterable[Row], notation: Notation, operators: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """The functions that are applied to scalars, with their variables; operators have none."""
    barred, counting = frozenset(notation.vectors), notation.indices | notation.sizes
    functions = [
        (heads[id(row)], row.members[1]) for row in rows if id(row) in heads and not heads[id(row)].again
    ]
    found = {
        head.name: variables_of(head, body, barred, counting) for head, body in functions if head.arguments
    }
    return {name: own for name, own in found.items() if own and name not in operators}


def renamed_in(
    placed: Iterable[tuple[Span, Row, bool]],
    heads: Mapping[int, Head],
    notation: Notation,
    scopes: Scopes,
) -> Renamed:
    """The variables of functions in parts of a document that define them anew, `f(x) = …` where another part
    has `f(r) = …`; none where the name is that of a number there, `f = …`.

    `placed` are the rows that may define, with where each definition reaches, and whether words say that it
    is a new one. Within a section `f = …` is what f is at its argument.
    """
    barred, counting = frozenset(notation.vectors), notation.indices | notation.sizes
    before: dict[str, tuple[Span, tuple[str, ...]]] = {}
    found: dict[str, tuple[tuple[Span, tuple[str, ...]], ...]] = {}
    for reach, row, anew in sorted(placed, key=lambda item: item[0].start):
        head = heads.get(id(row))
        if head is None or head.parameters:
            continue
        own = variables_of(head, row.members[1], barred, counting) if head.arguments else ()
        span, other = before.get(head.name, (reach, own))
        if own or head.arguments:
            new = anew or scopes.apart(span.start, reach.start) or reach.start >= span.end or not other
        else:
            new = anew or scopes.section(span.start) != scopes.section(reach.start)
        new = new and own != other and (bool(own) or not head.arguments)
        if new:
            found[head.name] = (*found.get(head.name, ()), (reach, own))
        before[head.name] = (reach, own if new else other)
    return found


def unknown_functions(rows: Iterable[Row], heads: Iterable[Head], called: frozenset[str]) -> frozenset[str]:
    """The functions of one number that nothing defines: the text has `called` them functions, or they are
    printed with a prime, and never without an argument."""
    functions, others = set(called), {head.name for head in heads} | FUNCTIONS | OPERATORS | STATISTICS
    bare: set[str] = set()
    for row in rows:
        for member in row.members:
            bare.update(_bare(member))
            for node in trees.walk(member):
                match node:
                    case Apply(Symbol(name, (), primes), (argument,)) if not _is_stood_for(argument):
                        functions |= {name} if primes else set()
                    case Apply(Symbol(name)):
                        others.add(name)
    return frozenset(functions - others - bare - {"O", "o", "\\mathcal{O}"})


def _bare(node: Node) -> Iterator[str]:
    """The names in a tree that stand without an argument."""
    if isinstance(node, Symbol):
        yield node.name
    for child in node.arguments if isinstance(node, Apply) else trees.children(node):
        yield from _bare(child)


def _is_stood_for(node: Node) -> bool:
    """Whether a part of an argument stands for itself, or is a vector or a matrix."""
    return any(isinstance(n, Sealed) or (isinstance(n, Symbol) and is_bold(n.name)) for n in trees.walk(node))


_DIFFERENTIATES: Final = regex(
    r"\bderivatives?\b|\bdifferentia\w+|\bpartials?\b|\bgradients?\b|\bhessian\b|\\partial|\\nabla"
    r"|\b(?:heat|wave|transport|diffusion|advection|laplace)\s+equation",
    re.IGNORECASE,
)
"""What a text shows that differentiates."""
_NAMES_PARTS: Final = regex(
    r"\bmarginals?\b|\bcomponents?\b|\babbreviat\w+|\bfor\s+short\b|\bshorthand\b|\balso\s+written\b",
    re.IGNORECASE,
)
"""Words of a text in which subscripts may call parts of something."""


def partials(
    heads: Mapping[int, Head],
    functions: Mapping[str, tuple[str, ...]],
    rows: Iterable[Row],
    said: Iterable[Row],
    text: str,
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """`f_{xy}`, of a function f(x, y) of several numbers that has a value which is one.

    It is applied to what f is applied to, or the text speaks of derivatives, and of no parts that have such
    names. None where the subscripts are met on what is applied to other than the function, `p_x(x)` is no
    derivative of p(x, y); nor where the text that is `said` gives the name a value.
    """
    told = {symbol.name for row in said for symbol in symbols(row.members[0])}
    spoken = _DIFFERENTIATES.search(text) is not None and _NAMES_PARTS.search(text) is None
    rows = list(rows)
    values = {heads[id(row)].name: row.members[1] for row in rows if id(row) in heads}
    met: dict[str, set[int]] = {}
    for node in (n for row in rows for member in row.members for n in trees.walk(member)):
        match node:
            case Apply(Symbol(name, (), 0), arguments):
                met.setdefault(name, set()).add(len(arguments))
            case Symbol(name, (), 0):
                met.setdefault(name, set())
    found = {}
    for function, own in functions.items():
        vector = any(isinstance(node, Sealed) for node in trees.walk(values[function]))
        if vector or not 1 < len(own) <= MAX_VARIABLES:
            continue
        for order in range(1, MAX_ORDER + 1):
            for letters in product(own, repeat=order):
                name = labelled(function, map(Symbol, letters))
                known = spoken or len(own) in met.get(name, ())
                if name in met and name not in told and known and met[name] <= {len(own)}:
                    found[name] = function, letters
    return found


def through(heads: Mapping[int, Head], rows: Iterable[Row], notation: Notation) -> dict[str, tuple[str, ...]]:
    """The letters that quantities without an index are given through, as printed."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        head = heads.get(id(row))
        if head is None or head.again or head.arguments or head.parameters or len(row.members) < 2:
            continue
        letters = (s.name for s in symbols(row.members[1]) if not s.subscripts and not s.primes)
        known = notation.sizes | notation.indices | CONSTANTS
        found[head.name] = tuple(dict.fromkeys(k for k in letters if k not in known and k not in FUNCTIONS))
    return found


def indices_of(rows: Iterable[Row], name: str) -> frozenset[str]:
    """The letters that stand at an array with one index."""
    found: set[str] = set()
    for node in (n for row in rows for member in row.members for n in trees.walk(member)):
        match node:
            case Symbol(other, (Symbol(index),)) if other == name:
                found.add(index)
    return frozenset(found)
