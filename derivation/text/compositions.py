r"""Compositions of functions, applied: `(f \circ g)(x)` is f(g(x)).

Takes the tokens of a display; gives them with each such stretch as one function in another. A `\circ`
between anything else is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from derivation.text.lexer import Tok

CIRCLE = "\\circ"


def applied_in_turn(tokens: Sequence[Tok]) -> list[Tok]:
    """The tokens of a display, compositions applied in turn."""
    if not any(token.text == CIRCLE for token in tokens):
        return list(tokens)
    found: list[Tok] = []
    closing: dict[int, int] = {}
    """How many parentheses close behind a place besides its own."""
    depth, index = 0, 0
    while index < len(tokens):
        functions = _composed(tokens, index)
        if functions:
            first, *inner = functions
            found.append(first)
            for function in inner:
                found += [tokens[index], function]
            index += 2 * len(functions) + 1
            closing[depth + 1] = len(inner)
            continue
        token = tokens[index]
        depth += token.kind == "OPEN"
        found.append(token)
        if token.kind == "CLOSE":
            found += [token] * closing.pop(depth, 0)
            depth -= 1
        index += 1
    return found


def _composed(tokens: Sequence[Tok], index: int) -> list[Tok]:
    r"""The functions of `(f \circ g)(`, where one begins; else none."""
    if tokens[index].text != "(":
        return []
    functions: list[Tok] = []
    place = index + 1
    while place + 1 < len(tokens) and tokens[place].kind == "SYMBOL":
        functions.append(tokens[place])
        if tokens[place + 1].text != CIRCLE:
            break
        place += 2
    else:
        return []
    ends = tokens[place + 1].text == ")" and [t.text for t in tokens[place + 2 : place + 3]] == ["("]
    return functions if ends and len(functions) > 1 else []
