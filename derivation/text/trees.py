"""Walking and rebuilding syntax trees, whatever their kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import assert_never

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
    Symbol,
    Terms,
)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside of a node, in the order they are printed."""
    match node:
        case Number():
            return ()
        case Symbol(subscripts=subscripts):
            return subscripts
        case Apply(_, arguments):
            return arguments
        case Power(base, exponent):
            return (base, exponent)
        case Group(_, body, _) | Absolute(body):
            return (body,)
        case Fraction(numerator, denominator):
            return (numerator, denominator)
        case Root(body, degree):
            return (body,) if degree is None else (body, degree)
        case Big(_, span, body):
            return (*_range_children(span), body)
        case Partial(_, order, subscript, body):
            return tuple(part for part in (order, subscript, body) if part is not None)
        case Product(factors):
            return factors
        case Terms(terms):
            return terms
        case _:
            assert_never(node)


def _range_children(span: Range) -> tuple[Node, ...]:
    ends = tuple(end for end in (span.bound, span.upper) if end is not None)
    return (*span.indices, *ends)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of its children changed; the same object where none is."""
    old = children(node)
    new = tuple(change(child) for child in old)
    if all(a is b for a, b in zip(old, new, strict=True)):
        return node
    return with_children(node, new)


def with_children(node: Node, new: tuple[Node, ...]) -> Node:
    """The same kind of node around other children, as many as `children` gives."""
    match node:
        case Number():
            return node
        case Symbol():
            return replace(node, subscripts=new)
        case Apply():
            return replace(node, arguments=new)
        case Power():
            return replace(node, base=new[0], exponent=new[1])
        case Group() | Absolute():
            return replace(node, body=new[0])
        case Fraction():
            return replace(node, numerator=new[0], denominator=new[1])
        case Root(_, degree):
            return replace(node, body=new[0], degree=degree and new[1])
        case Big(_, span):
            return replace(node, range=_with_range(span, new[:-1]), body=new[-1])
        case Partial(_, order, subscript, body):
            rest = iter(new)
            parts = [part and next(rest) for part in (order, subscript, body)]
            return replace(node, order=parts[0], subscript=parts[1], body=parts[2])
        case Product():
            return replace(node, factors=new)
        case Terms():
            return replace(node, terms=new)
        case _:
            assert_never(node)


def _with_range(span: Range, new: tuple[Node, ...]) -> Range:
    count = len(span.indices)
    rest = iter(new[count:])
    bound, upper = (end and next(rest) for end in (span.bound, span.upper))
    return replace(span, indices=new[:count], bound=bound, upper=upper)


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes inside of it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


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
        inner = tuple(new if child is old else child for child in children(outer))
        old, new = outer, with_children(outer, inner)
    return new
