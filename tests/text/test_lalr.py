"""The parser by tables: the tables are those of the grammar, and what they take is what it takes."""

from __future__ import annotations

import json
import os
import pkgutil
import random
from collections import deque
from pathlib import Path
from typing import Any

import pytest
from lark import Lark, Token, Tree, UnexpectedInput
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

import derivation.text
from derivation.text.lalr import Unexpected, parse, tables
from derivation.text.lexer import Tok
from derivation.text.source import Span

GRAMMAR = Path(derivation.text.__path__[0], "latex.lark")
TABLES = GRAMMAR.with_suffix(".json")


class Given(Lexer):
    """Hands tokens that are already made to lark."""

    def __init__(self, _: object) -> None:
        pass

    def lex(self, data: Any) -> Any:  # type: ignore[override]
        return (Token(kind, kind) for kind in data)


@pytest.fixture(scope="module")
def lark() -> Lark:
    return Lark(GRAMMAR.read_text(), parser="lalr", lexer=Given, start="display")


def made(lark: Lark) -> str:
    """The tables of the grammar as JSON, a rule and a state a line; states are numbered from the start."""
    table = lark.parser.parser._parse_table
    rules: list[list[object]] = []
    order, states, waiting = {table.start_states["display"]: 0}, [], deque(table.start_states.values())
    while waiting:
        state = {}
        for symbol, (action, to) in sorted(table.states[waiting.popleft()].items()):
            if action is Shift:
                if to not in order:
                    order[to] = len(order)
                    waiting.append(to)
                state[symbol] = order[to]
            else:
                rule = [to.alias or to.origin.name, len(to.expansion), to.origin.name]
                rules += [] if rule in rules else [rule]
                state[symbol] = -rules.index(rule) - 1
        states.append(state)
    lines = {
        name: ",\n  ".join(map(json.dumps, rows)) for name, rows in (("rules", rules), ("states", states))
    }
    ends = f'"start": 0,\n "end": {order[table.end_states["display"]]}'
    return f'{{"rules": [\n  {lines["rules"]}],\n "states": [\n  {lines["states"]}],\n {ends}}}\n'


def test_the_tables_are_those_of_the_grammar(lark: Lark) -> None:
    text = made(lark)
    if os.environ.get("DERIVATION_UPDATE_GOLDEN"):
        TABLES.write_text(text)
    hint = "if the change is meant, run: DERIVATION_UPDATE_GOLDEN=1 pytest tests/text/test_lalr.py"
    assert TABLES.read_text() == text, hint


class Trees:
    """Makes of each rule a tuple of its name and its parts."""

    def __getattr__(self, name: str) -> Any:
        return lambda parts: (name, *(part.kind if isinstance(part, Tok) else part for part in parts))


def as_tuples(tree: Tree[Token] | Token) -> object:
    if isinstance(tree, Token):
        return tree.type
    return (str(tree.data), *map(as_tuples, tree.children))


def by_tables(kinds: list[str]) -> object:
    found = tables(pkgutil.get_data("derivation.text", TABLES.name) or b"")
    try:
        return parse(found, [Tok(kind, "", Span(0, 0)) for kind in kinds], Trees())
    except Unexpected as error:
        return error.place


def by_lark(lark: Lark, kinds: list[str]) -> object:
    taken = lark.parse_interactive(iter(()))  # type: ignore[arg-type]
    for place, kind in enumerate(kinds):
        try:
            taken.feed_token(Token(kind, kind))
        except UnexpectedInput:
            return place
    try:
        return as_tuples(taken.feed_eof())
    except UnexpectedInput:
        return len(kinds)


KINDS = (
    *("SYMBOL", "NUMBER", "SYMBOL", "SIGN", "OPERATOR", "RELATION", "OPEN", "CLOSE", "LBRACE", "RBRACE"),
    *("SUBSCRIPT", "SUPERSCRIPT", "FRACTION", "ROOT", "DEGREE_OPEN", "DEGREE_CLOSE", "COMMA", "PRIME"),
    *("BAR_OPEN", "BAR_CLOSE", "SEPARATOR", "LEAD", "BIG", "PARTIAL", "FUNCTION", "INDICATOR", "WORDS"),
)


@pytest.mark.slow
def test_what_the_tables_take_is_what_lark_takes(lark: Lark) -> None:
    draw = random.Random(12)
    taken = 0
    for _ in range(2000):
        kinds: list[str] = []
        while len(kinds) < 30:
            more = [*kinds, draw.choice(KINDS)]
            if by_tables(more) == len(more) - 1 and draw.random() < 0.97:
                continue
            kinds = more
            if draw.random() < 0.08:
                break
        found = by_tables(kinds)
        assert found == by_lark(lark, kinds), kinds
        taken += isinstance(found, tuple)
    assert taken > 200


@pytest.mark.parametrize(
    ("text", "place"),
    [("", 0), ("SIGN SIGN", 1), ("SYMBOL SUBSCRIPT", 2), ("OPEN SYMBOL COMMA CLOSE", 3), ("SYMBOL WORDS", 1)],
)
def test_what_no_rule_takes_is_told_by_its_place(text: str, place: int) -> None:
    assert by_tables(text.split()) == place


def test_depth_costs_no_stack() -> None:
    kinds = ["ROOT"] * 20_000 + ["SYMBOL"]
    assert isinstance(by_tables(kinds), tuple)


def test_rules_without_a_name_stand_in_the_rule_around_them() -> None:
    assert by_tables(["SYMBOL", "SIGN", "NUMBER"]) == (
        "display",
        ("row", ("expression", ("term", ("piece", "SYMBOL")), "SIGN", ("term", ("piece", "NUMBER")))),
    )
