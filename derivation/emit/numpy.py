"""Modules and functions for NumPy, from theorems.

    emit(functions)          the text of a module that needs NumPy alone
    test(text)               runs the self-test of a module
    in_memory(text, name)    a function of a module that is in no file

Everything is made as a Python syntax tree; document text stands in docstrings
and comments alone, and names are made safe (names.py).
"""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

import numpy as np

from derivation.emit import prelude
from derivation.emit.errors import EmitError
from derivation.emit.functions import Function
from derivation.emit.halves import halves_of
from derivation.emit.in_place import in_place
from derivation.emit.layout import wrapped
from derivation.emit.modules import IMPORTED, MAIN, helpers, raw
from derivation.emit.pieces import Statements, name, names_in
from derivation.emit.program import OWN, Program, check, program
from derivation.emit.selftest import self_test
from derivation.emit.shape import free_index
from derivation.emit.shift import End
from derivation.emit.steps import loaded_names
from derivation.emit.wording import docstring, header, made_by, note_of

IMPORTS = """import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]"""
SOURCE = inspect.getsource(prelude)
TAKEN = OWN | IMPORTED | {node.name for node in ast.parse(SOURCE).body if hasattr(node, "name")}


def emit(functions: tuple[Function, ...]) -> str:
    """The text of a module with these functions; raises `EmitError`."""
    programs = programs_of(functions, TAKEN)
    return module(functions, programs, lambda made: map(text_of, _private(made)), "NumPy", IMPORTS, SOURCE)


def programs_of(functions: Iterable[Function], taken: Iterable[str]) -> dict[str, Program]:
    """The programs of functions, by their names."""
    return {f.name: program(f.name, f.theorems, taken, f.order) for f in functions if f.only is None}


def module(
    functions: tuple[Function, ...],
    programs: Mapping[str, Program],
    private: Callable[[Program], Iterable[str]],
    library: str,
    imports: str,
    source: str,
) -> str:
    """A module's text: what it uses of the prelude `source`, and the texts that `private` gives."""
    texts: list[str] = []
    for function in functions:
        made = programs[function.of or function.name]
        if function.only is None:
            texts += private(made)
        texts.append(_public(made, function))
    top = f"# Written by {made_by()}. To change it, change the document and emit it again.\n"
    top += raw(header(functions, library))
    public = wrapped("__all__ = [", [f'"{f.name}"' for f in functions], "]")
    tests = self_test(functions, programs)
    constants, used = helpers(source, [*texts, tests])
    text = "\n\n\n".join((f"{top}\n\n{imports}\n\n{public}\n\n{constants}", *used, *texts, tests, MAIN))
    compile(text, "emitted", "exec")
    return text + "\n"


def test(text: str) -> None:
    """Runs the self-test of a module's text; raises `EmitError` where it fails."""
    try:
        with np.errstate(all="ignore"):
            in_memory(text, "_self_test")()
    except Exception as error:
        raise EmitError(
            f"the code for this fails its self-test ({type(error).__name__}: {error}): floating point loses "
            "what terms much larger than the result have in common, and has no numbers beyond 1e308; "
            "write the formula without such terms"
        ) from None


def in_memory(text: str, function: str) -> Callable[..., Any]:
    """A function of a module's text."""
    file = f"<derivation {abs(hash(text)):x}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    space: dict[str, Any] = {"__name__": "derivation_lambdified"}
    exec(compile(text, file, "exec"), space)  # noqa: S102  our own tree; document text is in strings alone
    found: Callable[..., Any] = space[function]
    return found


# Functions


def _private(made: Program) -> Iterable[ast.FunctionDef]:
    """The functions that compute: of a row, or of sums, their merge, and the rest."""
    results = {variable for value in made.values for variable in names_in(value)}
    inputs = [made.vector, *made.others, *(["index"] if made.counted else [])]
    options = ["keep", *made.scalars, *flags(made)]
    full = (made.vector, *made.others)
    result = ast.Return(ast.Tuple(list(made.values), ast.Load()))
    if made.chunks is None:
        statements = in_place(made.statements, full, (), results)
        check(made, ((), statements))
        yield _function(f"_{made.name}", inputs, options, [*_kept(statements), result])
        return
    halves = halves_of(made)
    first = in_place(halves.first, full, (), halves.handed)
    rest = in_place(halves.rest, full, halves.kept, results)
    check(made, ((), first), (halves.handed, rest))
    returned = ast.Return(ast.Tuple([_tuple(halves.kept), _tuple(halves.sums)], ast.Load()))
    yield _function(f"_{made.name}_sums", inputs, options, [*_kept(first), returned])
    yield merged(made, halves.sums, options)
    opening = [_unpack(halves.kept, "kept")] if halves.kept else []
    opening.append(_unpack(halves.sums, "sums", {v for s in rest for v in loaded_names(s)} | results))
    yield _function(f"_{made.name}", inputs, ["kept", "sums", *options], [*opening, *_kept(rest), result])


def merged(made: Program, sums: Iterable[str], options: list[str]) -> ast.FunctionDef:
    """The sums of a row from the sums of its chunks, which lie along the axis."""
    chunks, sums = made.chunks, tuple(sums)
    if chunks is None:
        raise EmitError("there are no chunks")
    pick = "minimum" if made.end is End.MIN else "maximum"
    lines = [f"peak = np.{pick}.reduce(peaks, axis, keepdims=True)", "by = _shifted(peaks, peak)"]
    lines += ["if beta != 1:\n    by = by * beta"] if made.beta else []
    statements: Statements = [s for line in lines for s in ast.parse(line).body]
    statements += chunks.helpers
    totals = {f"{s}": f"{s}_of_all" for s in chunks.state}
    if made.centring:
        statements += ast.parse("gap = centres").body
        statements += _totals(chunks.state, chunks.contributions, totals)
        if chunks.mean is None:
            raise EmitError("there is no mean")
        mean = ast.unparse(_with_names(chunks.mean, totals))
        statements += ast.parse(f"centre = _near({mean}, centres, axis, whole)\ngap = centres - centre").body
    statements += _totals(chunks.state, chunks.contributions, totals)
    whole = _tuple(totals.get(s, s) for s in sums)
    factors = ast.Tuple(list(chunks.factors), ast.Load())
    arguments = [{"peak": "peaks", "centre": "centres"}.get(s, s) for s in sums]
    return _function(
        f"_{made.name}_merged",
        arguments,
        options,
        [*statements, ast.Return(ast.Tuple([whole, factors], ast.Load()))],
    )


def _totals(state: Iterable[str], contributions: Iterable[ast.expr], totals: dict[str, str]) -> Statements:
    lines = [
        f"{totals[s]} = np.add.reduce({ast.unparse(c)}, axis, keepdims=True)"
        for s, c in zip(state, contributions, strict=True)
    ]
    return [statement for line in lines for statement in ast.parse(line).body]


def _kept(statements: Statements) -> Statements:
    return [_Kept().visit(deepcopy(statement)) for statement in statements]


class _Kept(ast.NodeTransformer):
    """`keepdims=keep` in the place of `keepdims=True`: in a single row sums are numbers."""

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        self.generic_visit(node)
        return ast.keyword("keepdims", name("keep")) if node.arg == "keepdims" else node


def _function(function: str, arguments: list[str], options: list[str], body: Statements) -> ast.FunctionDef:
    """A private function; what it does not use of its keywords goes to `_`."""
    used = {variable for statement in body for variable in loaded_names(statement)}
    own = [option for option in ("n", "axis", *options) if option in used]
    typed = [f"{argument}: Any" for argument in arguments]
    signature = ", ".join([*typed, "*", *(f"{option}: Any" for option in own), "**_: Any"])
    if not own:
        signature = ", ".join([*typed, "**_: Any"])
    tree = ast.parse(f"def {function}({signature}) -> Any: pass").body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise EmitError("no function could be made")
    tree.body = body
    return ast.fix_missing_locations(tree)


def _public(made: Program, function: Function) -> str:
    x = made.vector
    parameters = [*(f"{vector}: ArrayLike" for vector in made.parameters), "axis: int = -1", "*"]
    parameters += [f"{scalar}: float" for scalar in made.scalars]
    parameters += ["beta: float = 1.0"] if made.beta else []
    base = made.shape.base
    parameters += (
        [f"index_base: int = {base}", "indices: ArrayLike | None = None"] if made.coordinates else []
    )
    parameters += ["keepdims: bool = False"] if _reduces(made, function) else []
    parameters += ["out: Any = None", "workers: int | None = None"]
    parameters += ["accurate: bool = False"] if made.accurate else []
    arguments = [f"_{made.name}_program", x, "axis"]
    if made.others:
        given = [f"_column({o}, axis)" if o in function.columns else o for o in made.others]
        arguments.append("(" + ", ".join(given) + ",)")
    if made.coordinates:
        arguments.append("index=_index_of(index_base, indices)")
    elif made.counted:
        arguments.append(f"index={base}")
    arguments += ["keepdims=keepdims"] if _reduces(made, function) else []
    arguments += ["out=out", "workers=workers"]
    arguments += [f"only={function.only}"] if function.only is not None else []
    for scalar in made.scalars:
        check = "_positive" if made.is_positive(scalar) else "_scalar"
        value = f"{check}('{scalar}', {scalar})"
        arguments.append(f"{scalar}={value}")
    arguments += ["beta=_positive('beta', beta)"] if made.beta else []
    arguments += ["accurate=accurate"] if made.accurate else []
    if made.centring:
        arguments.append("whole=indices is None" if made.coordinates else "whole=True")
    theorems = function.theorems
    doc = textwrap.indent(
        raw(docstring(function, theorems, made, note_of(made))), "    ", lambda line: bool(line.strip())
    )
    lines = []
    if function.only is None:
        parts = [repr(tuple(bool(free_index(t)) for t in made.theorems)), f"_{made.name}"]
        parts += [f"_{made.name}_sums", f"_{made.name}_merged"] if made.chunks else []
        lines += [wrapped(f"_{made.name}_program = Program(", parts, ")"), "", ""]
    returned = _returned(theorems)
    lines += [wrapped(f"def {function.name}(", parameters, f") -> {returned}:")]
    lines += [doc, wrapped("    return _run(", arguments, ")", "    ")]
    return "\n".join(lines)


def _returned(theorems: Iterable[Any]) -> str:
    types = ["Array" if free_index(theorem) else "Any" for theorem in theorems]
    return types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]"


def _reduces(made: Program, function: Function) -> bool:
    theorems = made.theorems if function.only is None else (made.theorems[function.only],)
    return any(not free_index(theorem) for theorem in theorems)


def flags(made: Program) -> list[str]:
    flags = ["beta"] if made.beta else []
    flags += ["accurate"] if made.accurate else []
    return [*flags, "whole"] if made.centring else flags


# Statements


def _tuple(names: Iterable[str]) -> ast.Tuple:
    return ast.Tuple([name(variable) for variable in names], ast.Load())


def _unpack(names: Iterable[str], source: str, used: set[str] | None = None) -> ast.stmt:
    """`a, _, c = source`, with `_` for what is not used."""
    shown = [variable if used is None or variable in used else "_" for variable in names]
    targets = ast.Tuple([ast.Name(variable, ast.Store()) for variable in shown], ast.Store())
    return ast.Assign([targets], name(source), lineno=1)


def _with_names(expr: ast.expr, names: dict[str, str]) -> ast.expr:
    class Named(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            return ast.Name(names.get(node.id, node.id), node.ctx)

    return Named().visit(ast.parse(ast.unparse(expr), mode="eval").body)  # type: ignore[no-any-return]


def text_of(tree: ast.FunctionDef) -> str:
    _, _, body = ast.unparse(tree).partition("\n")
    arguments = tree.args
    own = [f"{a.arg}: Any" for a in arguments.args]
    own += ["*", *(f"{a.arg}: Any" for a in arguments.kwonlyargs)] if arguments.kwonlyargs else []
    return wrapped(f"def {tree.name}(", [*own, "**_: Any"], ") -> Any:") + "\n" + body
