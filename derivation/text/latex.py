r"""Display equations to trees: `read_display` and `read_expression`.

Takes a source and the span of one display's LaTeX; gives its rows. Every
refusal is a `ReadError` with the place. What the notation means is left to
`derivation.reading`; nothing here evaluates anything.
"""

from __future__ import annotations

import pkgutil
from functools import cache, lru_cache
from typing import Any, Final, cast

from derivation.records import fields, replace
from derivation.text.assembly import Assembler
from derivation.text.commands import BINOMIAL
from derivation.text.compositions import applied_in_turn
from derivation.text.lalr import END, Tables, Unexpected, parse, tables
from derivation.text.layout import lay_out
from derivation.text.lexer import Tok, tokenize
from derivation.text.logic import by_sign, either, nested, without_parentheses
from derivation.text.opaque import node_of
from derivation.text.pieces import Content, Delimited, Item, Piece, Script, Word
from derivation.text.scan import MAX_NESTING
from derivation.text.sealing import sealed, widened
from derivation.text.source import Open, ReadError, Source, Span, Unsupported
from derivation.text.syntax import (
    Absolute,
    Apply,
    Fraction,
    Group,
    Node,
    Number,
    Partial,
    Root,
    Row,
    Symbol,
    Terms,
)

MAX_OPEN: Final = 40
"""How much of a display may be open, and stand for itself."""

__all__ = ["Unsupported", "read_display", "read_expression"]


def read_display(
    source: Source,
    span: Span,
    names: frozenset[str] = frozenset(),
    functions: frozenset[str] = frozenset(),
) -> tuple[Row, ...]:
    """The rows of one display equation, whose LaTeX stands at `span` of the source.

    `names` are the names of several letters, `functions` the names that are
    applied where `(` follows them. Raises `ReadError`, and nothing else.
    """
    known = sealed(applied_in_turn(tokenize(source, span, _union(names, functions))), source)
    for _ in range(MAX_OPEN):
        try:
            return _readings(known, source, span, functions)
        except Open as found:
            known = widened(known, found, source)
    return _readings(known, source, span, functions)


def _readings(known: list[Tok], source: Source, span: Span, functions: frozenset[str]) -> tuple[Row, ...]:
    """The rows of a display, with either sign where it has a choice of signs."""
    tokens, joints = without_parentheses(known)
    readings = [
        nested(_rows(lay_out(own, source, span), source, functions), joints)
        for own in by_sign(tokens, source)
    ]
    return either(readings[0], readings[1], tokens, source) if len(readings) > 1 else readings[0]


def _rows(tokens: list[Tok], source: Source, functions: frozenset[str]) -> tuple[Row, ...]:
    try:
        rows: tuple[Row, ...] = parse(_tables(), tokens, _Builder(source, functions))
    except Unexpected as error:
        raise _syntax_error(error.place, tokens, source) from None
    for row in rows:
        _check_depth(row, source)
    return rows


@lru_cache(maxsize=4)
def _union(names: frozenset[str], functions: frozenset[str]) -> frozenset[str]:
    """All names: those of a document are the same for each of its displays."""
    return names | functions


def read_expression(
    text: str | tuple[Source, Span],
    names: frozenset[str] = frozenset(),
    functions: frozenset[str] = frozenset(),
) -> Node:
    """The one expression that a text, or a span of a source, holds."""
    source, span = (Source("<text>", text), Span(0, len(text))) if isinstance(text, str) else text
    rows = read_display(source, span, names, functions)
    if len(rows) > 1:
        raise ReadError("one expression is expected, and here another begins", source, rows[1].span)
    row = rows[0]
    if row.lead or row.relations != ("",):
        sign = row.lead or next(relation for relation in row.relations if relation)
        raise ReadError(f"one expression is expected, without `{sign}`", source, row.span)
    return row.members[0]


@cache
def _tables() -> Tables:
    found = pkgutil.get_data("derivation.text", "latex.json")  # importlib.resources takes 15 ms to import
    if found is None:
        raise RuntimeError("the package was installed without derivation/text/latex.json")
    return tables(found)


class _Builder:
    """One method a rule of the grammar."""

    def __init__(self, source: Source, functions: frozenset[str]) -> None:
        self.assembler = Assembler(source, functions)

    def display(self, children: list[Any]) -> tuple[Row, ...]:
        return tuple(child for child in children if isinstance(child, Row))

    def relation(self, children: list[Tok]) -> Tok:
        return children[0]

    def row(self, children: list[Any]) -> Row:
        tokens = [child for child in children if isinstance(child, Tok)]
        members = tuple(child for child in children if not isinstance(child, Tok))
        lead = tokens[0].text if tokens and tokens[0].kind == "LEAD" else ""
        relations = tuple(token.text for token in tokens if token.kind == "RELATION")
        if len(relations) < len(members):
            relations = ("", *relations)
        return Row(lead, relations, members, _whole(children))

    def content(self, children: list[Any]) -> Content:
        items = tuple(child for child in children if isinstance(child, Item))
        return Content(items, _whole(children))

    def item(self, children: list[Any]) -> Item:
        members = tuple(child for child in children if not isinstance(child, Tok))
        relations = tuple(child.text for child in children if isinstance(child, Tok))
        return Item(members, relations, _whole(children))

    def expression(self, children: list[Any]) -> Node:
        if len(children) == 1:
            return cast(Node, children[0])
        signs = [child.text for child in children if isinstance(child, Tok)]
        terms = tuple(child for child in children if not isinstance(child, Tok))
        if len(signs) < len(terms):
            signs.insert(0, "")
        return Terms(terms, tuple(signs), _whole(children))

    def term(self, children: list[Any]) -> Node:
        pieces: list[Piece] = []
        operators: list[tuple[str, Span]] = []
        pending: tuple[str, Span] | None = None
        for child in children:
            if isinstance(child, Tok):
                pending = (child.text, child.span)
                continue
            if pieces:
                operators.append(pending or ("", child.span))
            pieces.append(child)
            pending = None
        return self.assembler.term(pieces, operators)

    def piece(self, children: list[Any]) -> Piece:
        atom, *scripts = children
        return Piece(_atom(atom), tuple(scripts), _whole(children))

    def delimited(self, children: list[Any]) -> Delimited:
        left, content, right = children
        return Delimited(left.text, content, right.text, _whole(children))

    def braced(self, children: list[Any]) -> Node:
        body = self.assembler.only(children[1], "braces")
        whole = _whole(children)
        return Group("{", body, "}", whole) if isinstance(body, Terms) else replace(body, span=whole)

    def absolute(self, children: list[Any]) -> Node:
        return Absolute(self.assembler.only(children[1], "bars"), _whole(children))

    def fraction(self, children: list[Any]) -> Node:
        sign, above, below = children
        if sign.text == BINOMIAL:
            parts = (self.assembler.only(part, "a binomial coefficient") for part in (above, below))
            return Apply(Symbol(BINOMIAL, span=sign.span), tuple(parts), False, _whole(children))
        numerator = self.assembler.only(above, "a numerator")
        return Fraction(numerator, self.assembler.only(below, "a denominator"), _whole(children))

    def root(self, children: list[Any]) -> Node:
        degree = self.assembler.only(children[1], "a root's degree") if len(children) == 3 else None
        return Root(self.assembler.only(children[-1], "a root"), degree, _whole(children))

    def degree(self, children: list[Any]) -> Content:
        return cast(Content, children[1])

    def subscript(self, children: list[Any]) -> Script:
        return Script("subscript", children[1], _whole(children))

    def superscript(self, children: list[Any]) -> Script:
        return Script("superscript", children[1], _whole(children))

    def prime(self, children: list[Any]) -> Script:
        return Script("prime", None, _whole(children))

    def argument(self, children: list[Any]) -> Content:
        if len(children) == 3:
            return Content(children[1].items, _whole(children))
        node = _single(children[0])
        return Content((Item((node,), (), node.span),), node.span)


def _atom(child: Any) -> Any:
    if not isinstance(child, Tok):
        return child
    if child.kind == "NUMBER":
        return Number(child.text, child.span)
    if child.kind == "OPAQUE":
        return node_of(child)
    return Word(child.kind, child.text, child.span)


def _single(child: Any) -> Node:
    """An argument without braces."""
    if not isinstance(child, Tok):
        return cast(Node, child)
    if child.kind == "NUMBER":
        return Number(child.text, child.span)
    if child.kind == "PARTIAL":
        return Partial(child.text, span=child.span)
    return Symbol(child.text, span=child.span)


def _whole(children: list[Any]) -> Span:
    start: Span = children[0].span
    return start.to(children[-1].span)


def _check_depth(row: Row, source: Source) -> None:
    """Refuse a tree so deep that a function that walks it might run out of stack."""
    waiting: list[tuple[Any, int]] = [(row, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise ReadError(f"nested too deeply; the limit is {MAX_NESTING} levels", source, node.span)
        kind: type = type(node)
        for name in _parts_of(kind):
            value = getattr(node, name)
            parts = value if isinstance(value, tuple) else (value,)
            waiting += [(part, depth + 1) for part in parts if hasattr(part, "span")]


@cache
def _parts_of(kind: type) -> tuple[str, ...]:
    """The fields of a kind of node that may hold nodes."""
    return tuple(name for name in fields(kind) if name != "span")


_OPERAND_FIRST: Final = {
    "SIGN": "a sign right after `{before}`; put the signed term in parentheses",
    "RELATION": "`{found}` right after `{before}`; something should stand between them",
    "SUBSCRIPT": "this `_` has nothing before it to stand on",
    "SUPERSCRIPT": "this `^` has nothing before it to stand on",
    "PRIME": "this prime has nothing before it to stand on",
}
_OPENERS: Final = frozenset({"OPEN", "LBRACE", "BAR_OPEN", "DEGREE_OPEN"})
_CLOSERS: Final = frozenset({"CLOSE", "RBRACE", "BAR_CLOSE", "DEGREE_CLOSE"})
_ARGUMENT_TAKERS: Final = frozenset({"SUBSCRIPT", "SUPERSCRIPT", "FRACTION", "ROOT"})


def _syntax_error(place: int, tokens: list[Tok], source: Source) -> ReadError:
    """What the grammar did not take, the token at a place or the end, in words."""
    if not place:
        return ReadError(f"an equation cannot begin with `{tokens[0].text}`", source, tokens[0].span)
    before = tokens[place - 1]
    if place == len(tokens):
        found, text, where = END, "", before.span
    else:
        found, text, where = tokens[place][:3]
    if before.kind in _OPENERS and found in _CLOSERS:
        message = f"nothing stands between `{before.text}` and `{text}`"
        return ReadError(message, source, before.span.to(where))
    if before.kind in _ARGUMENT_TAKERS:
        message = f"`{before.text}` takes a single sign or an expression in braces"
        message += f", not `{text}`" if text else ""
        return ReadError(message, source, before.span.to(where))
    if found in _CLOSERS | {"COMMA", "SEPARATOR", END, "LEAD"}:
        return ReadError(f"`{before.text}` has nothing after it", source, before.span)
    message = _OPERAND_FIRST.get(found, "`{found}` cannot stand after `{before}`")
    return ReadError(message.format(found=text, before=before.text), source, where)
