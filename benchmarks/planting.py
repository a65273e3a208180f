"""Slips in one printed equation: a sign, a factor, an exponent, a dropped term, an index.

Takes the LaTeX of a statement and what reads it; gives each slip that its last member can have, and
tells which of them change no value. Documents, and what is said of them, are left to `slips.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import oracle

from derivation.text import trees
from derivation.text.printing import as_base, to_latex
from derivation.text.source import ReadError
from derivation.text.syntax import Big, Fraction, Node, Number, Partial, Power, Product, Row, Symbol, Terms

Rule = Callable[[Node, Node], Iterator[tuple[Node, Node]]]
Read = Callable[[str], tuple[Row, ...]]

# Slips: each yields a node of the member and what stands in its place.


def _sign(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    sums = [node for node in _values(member) if isinstance(node, Terms)]
    for node in sums:
        for place, sign in enumerate(node.signs):
            other = "-" if sign != "-" else "+" if place else ""
            yield node, _sum(node.terms, (*node.signs[:place], other, *node.signs[place + 1 :]))
    if not isinstance(member, Terms):
        yield member, Terms((member,), ("-",))


def _factor(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    for node in _values(member):
        match node:
            case Product(factors, operators) if "/" not in operators and not any(map(_opens, factors)):
                for place in range(len(factors)):
                    rest = (*factors[:place], *factors[place + 1 :])
                    yield node, rest[0] if len(rest) == 1 else Product(rest, operators[1:])
            case Number(text) if text.isdigit() and int(text):
                yield node, Number(str(2 * int(text)))
            case Fraction(numerator, Number()):
                yield node, Fraction(numerator, Number("1"))


def _exponent(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    for node in _values(member):
        match node:
            case Power(base, Number(text)) if text.isdigit():
                yield node, Power(base, Number(str(int(text) + 1)))
            case Symbol(primes=0):
                yield node, Power(as_base(node), Number("2"))


def _term(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    for node in _values(member):
        if isinstance(node, Terms) and len(node.terms) > 1:
            for place in range(len(node.terms)):
                signs = node.signs[:place] + node.signs[place + 1 :]
                yield node, _sum(node.terms[:place] + node.terms[place + 1 :], signs)


def _index(member: Node, left: Node) -> Iterator[tuple[Node, Node]]:
    """Another index of the line in the place of one; of a name with numbered entries another number."""
    symbols = [node for side in (left, member) for node in trees.walk(side) if isinstance(node, Symbol)]
    printed = {s for symbol in symbols for s in symbol.subscripts if isinstance(s, Symbol | Number)}
    for node in _values(member):
        if isinstance(node, Symbol):
            for place, old in enumerate(node.subscripts):
                for new in sorted(printed, key=to_latex):
                    if new != old and type(new) is type(old):
                        subscripts = (*node.subscripts[:place], new, *node.subscripts[place + 1 :])
                        yield node, replace(node, subscripts=subscripts)


SLIPS: dict[str, Rule] = {
    "sign": _sign,
    "factor": _factor,
    "exponent": _exponent,
    "term": _term,
    "index": _index,
}


def _sum(terms: tuple[Node, ...], signs: tuple[str, ...]) -> Node:
    """Terms as they are printed: no plus sign before the first, and one alone without a sign is no sum."""
    first = "" if signs[0] == "+" else signs[0]
    return terms[0] if len(terms) == 1 and not first else Terms(terms, (first, *signs[1:]))


def _opens(node: Node) -> bool:
    """Whether a factor takes all that stands after it: a product with it cannot lose one alone."""
    if isinstance(node, Fraction):
        return isinstance(node.numerator, Partial)
    return isinstance(node, Big | Partial)


def _values(node: Node) -> Iterator[Node]:
    """The nodes of a tree that stand for values: no index, range, exponent, or what differentiates."""
    yield node
    match node:
        case Symbol() | Partial():
            return
        case Fraction(_, denominator) if any(isinstance(n, Partial) for n in trees.walk(denominator)):
            return
        case Big(body=body):
            yield from _values(body)
        case Power(base):
            yield from _values(base)
        case _:
            for child in trees.children(node):
                yield from _values(child)


# Planting.


def candidates(latex: str, read: Read, kind: str) -> Iterator[tuple[Node, Node, str]]:
    """Slips of a kind in the last member of a statement: the member before and after, and all as printed.

    The print is changed where the slip is and nowhere else, if that reads as it should; the member is
    printed anew if not.
    """
    row = single(latex, read)
    if row is None:
        return
    left, member = row.members[0], row.members[-1]
    for old, new in SLIPS[kind](member, left):
        changed = trees.substituted(member, old, new)
        wanted = replace(row, members=(*row.members[:-1], changed))
        for place, put in ((old.span, to_latex(new)), (member.span, to_latex(changed))):
            prints = (f"{latex[: place.start]}{room}{put}{room}{latex[place.end :]}" for room in ("", " "))
            text = next((text.strip() for text in prints if single(text, read) == wanted), None)
            if text is not None:
                yield member, changed, text
                break


def single(latex: str, read: Read) -> Row | None:
    """The one equation that is printed; `None` where there are others, another relation, or none to read."""
    try:
        rows = read(latex)
    except ReadError:
        return None
    relations = {relation for row in rows for relation in row.relations}
    return rows[0] if len(rows) == 1 and relations in ({"="}, {"", "="}) else None


def stays(printed: Node, changed: Node, definitions: list[Row]) -> bool:
    """Whether a slip changes no value; raises `oracle.Nothing` where no value can be told."""
    document = oracle.Document.of(definitions, oracle.Known())
    nodes = [n for side in (printed, changed) for n in trees.walk(side)]
    ranges = [n.range for n in nodes if isinstance(n, Big)]
    above = {r.upper.name for r in ranges if isinstance(r.upper, Symbol)}
    indices = {s.name for n in nodes if isinstance(n, Symbol) for s in n.subscripts if isinstance(s, Symbol)}
    indices |= {s.name for r in ranges for s in r.indices if isinstance(s, Symbol)}
    try:
        return oracle.equal(printed, changed, document, tuple(sorted({"n"} | above)), frozenset(indices))
    except RecursionError:
        raise oracle.Nothing("definitions in a circle") from None
