r"""Display equations to trees: `read_display` and `read_expression`.

Takes a source and the span of one display's LaTeX; gives its rows. Every
refusal is a `ReadError` with the place. What the notation means is left to
`derivation.reading`; nothing here evaluates anything.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache, lru_cache
from typing import Any, Final, cast

from lark import Lark, Token, UnexpectedInput
from lark.exceptions import UnexpectedToken, VisitError
from lark.lexer import Lexer
from lark.visitors import Transformer_NonRecursive

from derivation.text.assembly import Assembler
from derivation.text.layout import lay_out
from derivation.text.lexer import Tok, tokenize
from derivation.text.pieces import Content, Delimited, Item, Piece, Script, Word
from derivation.text.scan import MAX_NESTING
from derivation.text.source import ReadError, Source, Span, Unsupported
from derivation.text.syntax import (
    Absolute,
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
    tokens = lay_out(tokenize(source, span, _union(names, functions)), source, span)
    try:
        tree = _parser().parse(cast(str, tuple(tokens)))
    except UnexpectedInput as error:
        raise _syntax_error(error, tokens, source) from None
    try:
        rows: tuple[Row, ...] = _Builder(source, functions).transform(tree)
    except VisitError as error:
        raise error.orig_exc from None
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


class _Tokens(Lexer):
    """Hands tokens that are already made to the parser."""

    def __init__(self, _: object) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        tokens: tuple[Tok, ...] = data
        for kind, text, span in tokens:
            yield Token(kind, text, start_pos=span.start, end_pos=span.end)


@cache
def _parser() -> Lark:
    grammar = pkgutil.get_data("derivation.text", "latex.lark")  # importlib.resources takes 15 ms to import
    if grammar is None:
        raise RuntimeError("the package was installed without its grammar, derivation/text/latex.lark")
    return Lark(grammar.decode("utf-8"), parser="lalr", lexer=_Tokens, start="display")


def _span(token: Token) -> Span:
    start, end = token.start_pos, token.end_pos
    return Span(start or 0, end or 0)


class _Builder(Transformer_NonRecursive[Token, Any]):
    """One method a rule of the grammar."""

    def __init__(self, source: Source, functions: frozenset[str]) -> None:
        super().__init__()
        self.assembler = Assembler(source, functions)

    def display(self, children: list[Any]) -> tuple[Row, ...]:
        return tuple(child for child in children if isinstance(child, Row))

    def relation(self, children: list[Token]) -> Token:
        return children[0]

    def row(self, children: list[Any]) -> Row:
        tokens = [child for child in children if isinstance(child, Token)]
        members = tuple(child for child in children if not isinstance(child, Token))
        lead = str(tokens[0]) if tokens and tokens[0].type == "LEAD" else ""
        relations = tuple(str(token) for token in tokens if token.type == "RELATION")
        if len(relations) < len(members):
            relations = ("", *relations)
        return Row(lead, relations, members, _whole(children))

    def content(self, children: list[Any]) -> Content:
        items = tuple(child for child in children if isinstance(child, Item))
        return Content(items, _whole(children))

    def item(self, children: list[Any]) -> Item:
        members = tuple(child for child in children if not isinstance(child, Token))
        relations = tuple(str(child) for child in children if isinstance(child, Token))
        return Item(members, relations, _whole(children))

    def expression(self, children: list[Any]) -> Node:
        if len(children) == 1:
            return cast(Node, children[0])
        signs = [str(child) for child in children if isinstance(child, Token)]
        terms = tuple(child for child in children if not isinstance(child, Token))
        if len(signs) < len(terms):
            signs.insert(0, "")
        return Terms(terms, tuple(signs), _whole(children))

    def term(self, children: list[Any]) -> Node:
        pieces: list[Piece] = []
        operators: list[tuple[str, Span]] = []
        pending: tuple[str, Span] | None = None
        for child in children:
            if isinstance(child, Token):
                pending = (str(child), _span(child))
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
        return Delimited(str(left), content, str(right), _whole(children))

    def braced(self, children: list[Any]) -> Node:
        body = self.assembler.only(children[1], "braces")
        whole = _whole(children)
        return Group("{", body, "}", whole) if isinstance(body, Terms) else replace(body, span=whole)

    def absolute(self, children: list[Any]) -> Node:
        return Absolute(self.assembler.only(children[1], "bars"), _whole(children))

    def fraction(self, children: list[Any]) -> Node:
        _, above, below = children
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
    if not isinstance(child, Token):
        return child
    if child.type == "NUMBER":
        return Number(str(child), _span(child))
    return Word(child.type, str(child), _span(child))


def _single(child: Any) -> Node:
    """An argument without braces."""
    if not isinstance(child, Token):
        return cast(Node, child)
    if child.type == "NUMBER":
        return Number(str(child), _span(child))
    if child.type == "PARTIAL":
        return Partial(str(child), span=_span(child))
    return Symbol(str(child), span=_span(child))


def _whole(children: list[Any]) -> Span:
    first, last = children[0], children[-1]
    start = _span(first) if isinstance(first, Token) else first.span
    return start.to(_span(last) if isinstance(last, Token) else last.span)


def _check_depth(row: Row, source: Source) -> None:
    """Refuse a tree so deep that a function that walks it might run out of stack."""
    waiting: list[tuple[Any, int]] = [(row, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise ReadError(f"nested too deeply; the limit is {MAX_NESTING} levels", source, node.span)
        for field in fields(node):
            value = getattr(node, field.name)
            parts = value if isinstance(value, tuple) and field.name != "span" else (value,)
            waiting += [(part, depth + 1) for part in parts if hasattr(part, "span")]


_OPERAND_FIRST: Final = {
    "SIGN": "a sign right after `{before}`; put the signed term in parentheses",
    "RELATION": "`{found}` right after `{before}`; something should stand between them",
    "SUBSCRIPT": "this `_` has nothing before it to stand on",
    "SUPERSCRIPT": "this `^` has nothing before it to stand on",
    "PRIME": "this prime has nothing before it to stand on",
}
_OPENERS: Final = frozenset({"OPEN", "LBRACE", "BAR_OPEN", "DEGREE_OPEN"})
_ARGUMENT_TAKERS: Final = frozenset({"SUBSCRIPT", "SUPERSCRIPT", "FRACTION", "ROOT"})


def _syntax_error(error: UnexpectedInput, tokens: list[Tok], source: Source) -> ReadError:
    """What the grammar did not take, in words."""
    found = error.token if isinstance(error, UnexpectedToken) else Token("$END", "")
    ends = found.type == "$END"
    index = len(tokens) if ends else _index(tokens, found)
    before = tokens[index - 1] if index else None
    if before is None:
        return ReadError(f"an equation cannot begin with `{found}`", source, _span(found))
    place = before.span if ends else _span(found)
    if before.kind in _OPENERS and found.type in ("CLOSE", "RBRACE", "BAR_CLOSE", "DEGREE_CLOSE"):
        return ReadError(
            f"nothing stands between `{before.text}` and `{found}`", source, before.span.to(place)
        )
    if before.kind in _ARGUMENT_TAKERS:
        wanted = "a single sign or an expression in braces"
        message = f"`{before.text}` takes {wanted}" + ("" if ends else f", not `{found}`")
        return ReadError(message, source, before.span.to(place))
    if found.type in ("CLOSE", "RBRACE", "BAR_CLOSE", "DEGREE_CLOSE", "COMMA", "SEPARATOR", "$END", "LEAD"):
        return ReadError(f"`{before.text}` has nothing after it", source, before.span)
    message = _OPERAND_FIRST.get(found.type, "`{found}` cannot stand after `{before}`")
    return ReadError(message.format(found=found, before=before.text), source, place)


def _index(tokens: list[Tok], found: Token) -> int:
    for index, token in enumerate(tokens):
        if token.span.start == found.start_pos and token.kind == found.type:
            return index
    return len(tokens)
