"""Walking and rebuilding syntax trees, whatever their kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter, is_
from typing import Any, Final, assert_never

from derivation.records import replace
from derivation.text.commands import unknown_in
from derivation.text.syntax import (
    Absolute,
    Apply,
    Big,
    Fraction,
    Group,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Range,
    Root,
    Row,
    Sealed,
    Symbol,
    Terms,
)


def _no_parts(node: Node) -> tuple[Node, ...]:
    return ()


def _body(node: Group | Absolute) -> tuple[Node, ...]:
    return (node.body,)


def _of_root(node: Root) -> tuple[Node, ...]:
    return (node.body,) if node.degree is None else (node.body, node.degree)


def _of_big(node: Big) -> tuple[Node, ...]:
    span = node.range
    ends = tuple(end for end in (span.bound, span.upper) if end is not None)
    return (*span.indices, *ends, node.body)


def _of_partial(node: Partial) -> tuple[Node, ...]:
    return tuple(part for part in (node.order, node.subscript, node.body) if part is not None)


CHILDREN: Final[dict[type, Callable[[Any], tuple[Node, ...]]]] = {
    Number: _no_parts,
    Sealed: _no_parts,
    Symbol: attrgetter("subscripts"),
    Apply: attrgetter("arguments"),
    Power: attrgetter("base", "exponent"),
    Group: _body,
    Absolute: _body,
    Fraction: attrgetter("numerator", "denominator"),
    Root: _of_root,
    Big: _of_big,
    Partial: _of_partial,
    Product: attrgetter("factors"),
    Terms: attrgetter("terms"),
}
"""The nodes directly inside of each kind of node. A table, as nothing is asked more often."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside of a node, in the order they are printed."""
    return CHILDREN[type(node)](node)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of its children changed; the same object where none is."""
    old = children(node)
    new = tuple(map(change, old))
    return node if all(map(is_, old, new)) else with_children(node, new)


def with_children(node: Node, new: tuple[Node, ...]) -> Node:
    """The same kind of node around other children, as many as `children` gives.

    By the constructors, and not by `dataclasses.replace`, which takes three times as long.
    """
    match node:  # the frequent ones first
        case Product():
            return Product(new, node.operators, node.span)
        case Terms():
            return Terms(new, node.signs, node.span)
        case Group(left, _, right, place):
            return Group(left, new[0], right, place)
        case Fraction():
            return Fraction(new[0], new[1], node.span)
        case Symbol(name, _, primes, place):
            return Symbol(name, new, primes, place)
        case Number() | Sealed():
            return node
        case Apply(function, _, bare, place):
            return Apply(function, new, bare, place)
        case Power():
            return Power(new[0], new[1], node.span)
        case Absolute():
            return Absolute(new[0], node.span)
        case Root(_, degree):
            return Root(new[0], degree and new[1], node.span)
        case Big(operator, span):
            return Big(operator, _with_range(span, new[:-1]), new[-1], node.span)
        case Partial(operator, order, subscript, body):
            rest = iter(new)
            above, below, inside = (part and next(rest) for part in (order, subscript, body))
            return Partial(operator, above, below, inside, node.span)
        case _:
            assert_never(node)


def _with_range(span: Range, new: tuple[Node, ...]) -> Range:
    count = len(span.indices)
    rest = iter(new[count:])
    bound, upper = (end and next(rest) for end in (span.bound, span.upper))
    return Range(new[:count], span.relation, bound, upper, span.span)


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes inside of it, outermost first."""
    found, waiting = [], [node]
    while waiting:
        inner = waiting.pop()
        found.append(inner)
        parts = CHILDREN[type(inner)](inner)
        if parts:
            waiting += parts[::-1]
    return iter(found)


def rewritten(row: Row, rule: Callable[[Node], Node]) -> Row:
    """A row in which a rule has been applied to each node, after what is inside of it."""

    def change(node: Node) -> Node:
        return rule(rebuilt(node, change))

    return replace(row, members=tuple(map(change, row.members)))


def substituted(node: Node, old: Node, new: Node) -> Node:
    """The tree with one node (that very object) in the place of another."""
    return new if node is old else rebuilt(node, lambda child: substituted(child, old, new))


def parents(root: Node) -> dict[int, Node]:
    """The node around each node of a tree, by the `id` of the inner one."""
    return {id(child): node for node in walk(root) for child in children(node)}


def replaced(root: Node, old: Node, new: Node, around: dict[int, Node]) -> Node:
    """Like `substituted`, along the path to the root alone; `around` is `parents(root)`."""
    while old is not root:
        outer = around[id(old)]
        inner = tuple([new if child is old else child for child in children(outer)])
        old, new = outer, with_children(outer, inner)
    return new


def undefined(node: Node) -> Iterator[Sealed]:
    """What stands for itself in a tree since it holds a command that nothing defines."""
    return (inner for inner in walk(node) if isinstance(inner, Sealed) and unknown_in(inner.latex))
