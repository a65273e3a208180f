"""What modules for all libraries have in common: helpers that are used, options, the last lines."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from derivation.emit.program import Program

MAIN = """if __name__ == "__main__":
    _self_test()
    print("all self-tests passed")"""


def helpers(source: str, texts: Iterable[str]) -> tuple[str, list[str]]:
    """What functions use of a prelude, in its order: the lines of constants, and definitions.

    A definition that is there twice is the last one. What is registered with a helper by a
    decorator that names it comes along.
    """
    body = ast.parse(source).body
    owners = {_defines(node): node for node in body if _defines(node)}
    lines = source.splitlines()
    written = {helper: _lines(node, lines) for helper, node in owners.items()}
    wanted: set[str] = set()
    open_ = [text for text in texts if text]
    while open_:
        used = {node.id for node in ast.walk(ast.parse(open_.pop())) if isinstance(node, ast.Name)}
        fresh = (used & owners.keys()) - wanted - {"Array"}
        wanted |= fresh
        fresh |= {
            h
            for h, node in owners.items()
            if h not in wanted and not _registered_with(node).isdisjoint(fresh)
        }
        wanted |= fresh
        open_ += [written[helper] for helper in fresh]
    constants = [written[h] for h, n in owners.items() if h in wanted and isinstance(n, ast.Assign)]
    definitions = [written[h] for h, n in owners.items() if h in wanted and not isinstance(n, ast.Assign)]
    return "\n".join(constants), definitions


def _lines(node: ast.stmt, lines: list[str]) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = min((decorator.lineno for decorator in decorators), default=node.lineno)
    return "\n".join(lines[first - 1 : node.end_lineno])


def _registered_with(node: ast.stmt) -> set[str]:
    """What the first arguments of a definition's decorators name."""
    calls = [d for d in getattr(node, "decorator_list", []) if isinstance(d, ast.Call)]
    return {d.args[0].id for d in calls if d.args and isinstance(d.args[0], ast.Name)}


def _defines(node: ast.stmt) -> str:
    match node:
        case (
            ast.FunctionDef(name=found) | ast.ClassDef(name=found) | ast.Assign(targets=[ast.Name(id=found)])
        ):
            return found
        case _:
            return ""


def arguments_of(made: Program, array: str) -> list[str]:
    """The options that change what is computed, with their types."""
    options = ["beta: float = 1.0"] if made.beta else []
    if made.coordinates:
        options += [f"index_base: int = {made.shape.base}", f"indices: {array} | None = None"]
    return options


def raw(text: str) -> str:
    return f'r"""{text}"""'
