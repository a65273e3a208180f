"""An LALR(1) parser that goes by tables, so that no grammar is compiled when a document is read.

Takes tables, as `latex.json` holds them, and tokens; calls the method of a
builder that a rule names with what the rule's parts came to, and gives what the
first rule came to. What a rule whose name opens with `_` consists of stands in
the rule around it. `tests/text/test_lalr.py` makes the tables of `latex.lark`.

    rules     [name, number of parts, symbol]: what is called, and what it then counts as
    states    symbol -> n: go on in state n, or, where n < 0, apply rule -n - 1
    start, end    the states before and after all of the text
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from derivation.text.lexer import Tok

END = "$END"
"""The symbol after the last token."""


class Tables(NamedTuple):
    rules: Sequence[tuple[str, int, str]]
    states: Sequence[Mapping[str, int]]
    start: int
    end: int


class Unexpected(Exception):
    """A token that no rule takes, or the end of the text, where `place` is the number of tokens."""

    def __init__(self, place: int) -> None:
        super().__init__(f"token {place} fits no rule")
        self.place = place


def tables(text: str | bytes) -> Tables:
    """The tables that a JSON text holds."""
    return Tables(**json.loads(text))


def parse(found: Tables, tokens: Sequence[Tok], builder: object) -> Any:
    """What the builder makes of the tokens; raises `Unexpected`, and what the builder raises."""
    rules, states, end = found.rules, found.states, found.end
    state = found.start
    passed: list[int] = [state]
    made: list[Any] = []
    for place in range(len(tokens) + 1):
        symbol = tokens[place].kind if place < len(tokens) else END
        while state != end:
            action = states[state].get(symbol)
            if action is None:
                raise Unexpected(place)
            if action >= 0:
                state = action
                passed.append(state)
                made.append(tokens[place])
                break
            name, count, counts_as = rules[-action - 1]
            parts = _flat(made[-count:])
            del passed[-count:], made[-count:]
            state = states[passed[-1]][counts_as]
            passed.append(state)
            made.append(parts if name.startswith("_") else getattr(builder, name)(parts))
    return made[-1]


def _flat(parts: list[Any]) -> list[Any]:
    """Parts in a row, those of a rule without a name of its own among them."""
    if list not in map(type, parts):
        return parts
    flat: list[Any] = parts[0] if isinstance(parts[0], list) else parts[:1]
    for part in parts[1:]:
        if isinstance(part, list):
            flat += part
        else:
            flat.append(part)
    return flat
