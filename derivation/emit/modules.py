"""What modules for all libraries have in common: helpers that are used, options, the last lines."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from derivation.emit.names import fresh, identifier
from derivation.emit.program import OWN, Program

PRELUDES = ("prelude.py", "prelude_array_api.py", "prelude_numba.py")
IMPORTED = frozenset(
    (
        *("Callable", "Sequence", "ThreadPoolExecutor", "NamedTuple", "array_namespace", "device"),
        *("ir", "njit", "types", "intrinsic", "overload"),
    )
)

MAIN = """if __name__ == "__main__":
    _self_test()
    print("all self-tests passed")"""


def function_name(latex: str, taken: Iterable[str] = ()) -> str:
    """A function's name for a LaTeX name, apart from those of other functions and of all preludes.

    So are those of its private functions.
    """
    others = {private for name in taken for private in private_names(name)} | _of_preludes() | OWN | IMPORTED
    name = identifier(latex, OWN)
    while not others.isdisjoint(private_names(name)):
        name = fresh(f"{name}_", OWN)
    return name


def private_names(function: str) -> tuple[str, ...]:
    """The names in a module that belong to a function."""
    parts = ("", "_sums", "_merged", "_program", "_loops", "_sums_loops")
    return (function, *(f"_{function}{part}" for part in parts))


@cache
def _of_preludes() -> frozenset[str]:
    """What the preludes define, at their top."""
    found: set[str] = set()
    for prelude in PRELUDES:
        text = files("derivation.emit").joinpath(prelude).read_text("utf-8")
        found |= {_defines(node) for node in ast.parse(text).body}
    return frozenset(found - {""})


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
