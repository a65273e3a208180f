"""What modules for all libraries have in common: helpers that are used, options, the last lines."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from derivation.emit.program import Program

MAIN = """if __name__ == "__main__":
    _self_test()
    print("all self-tests passed")"""


def helpers(source: str, texts: Iterable[str]) -> tuple[str, list[str]]:
    """What functions use of a prelude, in its order: the lines of constants, and definitions."""
    body = ast.parse(source).body
    owners = {_defines(node): node for node in body if _defines(node)}
    wanted: set[str] = set()
    open_ = [text for text in texts if text]
    while open_:
        used = {node.id for node in ast.walk(ast.parse(open_.pop())) if isinstance(node, ast.Name)}
        fresh = (used & owners.keys()) - wanted - {"Array"}
        wanted |= fresh
        open_ += [ast.get_source_segment(source, owners[helper]) or "" for helper in fresh]
    lines = source.splitlines()
    constants: list[str] = []
    definitions: list[str] = []
    for helper, node in owners.items():
        if helper not in wanted:
            continue
        text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        (constants if isinstance(node, ast.Assign) else definitions).append(text)
    return "\n".join(constants), definitions


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
