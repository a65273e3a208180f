"""Modules for numba: the programs of NumPy modules, whose halves are loops that numba compiles.

Checks, blocks, chunks, threads and the merge of chunks are those of NumPy modules
(prelude.py). The loops are made from the statements that were proved (loops.py).
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable
from importlib.resources import files

from derivation.emit import loops, prelude
from derivation.emit.functions import Function
from derivation.emit.halves import halves_of
from derivation.emit.layout import wrapped
from derivation.emit.loops import Loops
from derivation.emit.modules import IMPORTED
from derivation.emit.numpy import flags, merged, module, programs_of, text_of
from derivation.emit.pieces import Statements, name, names_in
from derivation.emit.program import OWN, Program, check
from derivation.emit.shape import free_index
from derivation.records import dataclass

IMPORTS = """import math
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]"""
SOURCE = inspect.getsource(prelude) + files("derivation.emit").joinpath("prelude_numba.py").read_text("utf-8")
DEFINED = {node.name for node in ast.parse(SOURCE).body if hasattr(node, "name")}
ASSIGNED = {"peak", "lost", "centre", "index", "beta", "n"}
TAKEN = OWN | IMPORTED | loops.OWN | DEFINED
COMPILED = '@_compiled(nogil=True, fastmath={"contract"}, error_model="numpy")'


@dataclass(frozen=True, slots=True)
class Output:
    """What loops find: a value, and the array that it is written to; with `entries`, one number an entry."""

    value: ast.expr
    array: str
    entries: bool


def emit(functions: tuple[Function, ...]) -> str:
    """The text of a module with these functions; raises `EmitError`."""
    return module(functions, programs_of(functions, TAKEN), _private, "numba", IMPORTS, SOURCE)


def _private(made: Program) -> Iterable[str]:
    """The loops and the functions around them: of a row, or of sums, their merge, and the rest."""
    results = [
        Output(value, f"out_{count}", bool(free_index(theorem)))
        for count, (value, theorem) in enumerate(zip(made.values, made.theorems, strict=True), 1)
    ]
    if made.chunks is None:
        check(made, ((), made.statements))
        half = _loops(made, made.statements)
        returned = f"({', '.join(output.array for output in results)},)"
        yield from _texts(made, f"_{made.name}", half, results, returned)
        return
    halves = halves_of(made)
    check(made, ((), halves.first), (halves.handed, halves.rest))
    kept = [Output(name(vector), f"{vector}_out", True) for vector in halves.kept]
    sums = [Output(name(number), f"{number}_out", False) for number in halves.sums]
    returned = f"({_tuple(o.array for o in kept)}, {_tuple(o.array for o in sums)})"
    yield from _texts(made, f"_{made.name}_sums", _loops(made, halves.first), [*kept, *sums], returned)
    yield text_of(merged(made, halves.sums, ["keep", *made.scalars, *flags(made)]))
    half = _loops(made, halves.rest, halves.kept, halves.sums)
    place = next((k for k, output in enumerate(results) if output.entries), None)
    if halves.kept and place is not None and not any(q.reduction for q in half.quantities.values()):
        results[place] = Output(results[place].value, halves.kept[0], True)
    returned = _tuple("kept[0]" if o.array in halves.kept else o.array for o in results)
    yield from _texts(made, f"_{made.name}", half, results, returned, halves.kept, halves.sums)


def _tuple(items: Iterable[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items).rstrip()})"


def _loops(
    made: Program, statements: Statements, kept: tuple[str, ...] = (), sums: tuple[str, ...] = ()
) -> Loops:
    """The quantities of a half; the second one is handed `kept` and `sums`."""
    found = Loops(set(TAKEN) - ASSIGNED)
    for vector in (made.vector, *made.others, *kept):
        found.argument(vector, f"{vector}[row, entry]")
    for number in sums:
        found.argument(number, f"{number}[row, 0]")
    for option in _options(made):
        found.argument(option, option)
    found.argument("index", "numbers[entry]")
    for statement in statements:
        found.run(statement)
    return found


def _options(made: Program) -> list[str]:
    """Numbers that are the same for all rows."""
    return [*made.scalars, *(["beta"] if made.beta else []), "n"]


def _texts(
    made: Program,
    function: str,
    half: Loops,
    outputs: list[Output],
    returned: str,
    kept: tuple[str, ...] = (),
    sums: tuple[str, ...] = (),
) -> Iterable[str]:
    """The text of a half's loops, and of the function that hands arrays to them."""
    stored: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for output in outputs:
        own = half.assign("result", output.value)
        if half.quantities[own].given or own in stored or own in numbers:
            own = half.assign("result", ast.UnaryOp(ast.UAdd(), output.value))
        along = half.quantities[own].along
        if output.entries and not along:
            own, along = half.spread(own), True
        (stored if along else numbers)[own] = f"{output.array}[row, {'entry' if along else '0'}]"
    lines = list(half.lines(stored, numbers))
    used = {n for line in lines for n in names_in(ast.parse(_statement(line)))}
    vectors = [v for v in (made.vector, *made.others) if v in used]
    options = [o for o in _options(made) if o in used]
    handed = [*(v for v in kept if v in used), *(s for s in sums if s in used)]
    flagged: list[str] = [flag for flag in ("accurate", "whole") if flag in used]
    inner = [*vectors, *handed, *(["numbers"] if "numbers" in used else []), *options, *flagged]
    new = [output.array for output in outputs if output.array not in kept]
    first = next((v for v in (*vectors, *kept) if v in inner), outputs[0].array)
    length = "len(numbers)" if "numbers" in inner else f"{first}.shape[1]"
    yield "\n".join(
        (
            COMPILED,
            wrapped(f"def {function}_loops(", [f"{p}: Any" for p in (*inner, *new)], ") -> None:"),
            f"    rows, length = len({first}), {length}",
            f"    number = {first}.dtype.type",
            "    for row in range(rows):",
            *(f"        {line}" for line in lines),
        )
    )
    entries = {output.array for output in outputs if f"{output.array}[row, entry]" in stored.values()}
    yield _around(
        made, function, kept, sums, (vectors, handed, options, flagged, inner), new, entries, returned
    )


def _statement(line: str) -> str:
    """A line of a loop as a statement of its own."""
    text = line.strip()
    return f"{text}\n    pass" if text.endswith(":") else text


def _around(
    made: Program,
    function: str,
    kept: tuple[str, ...],
    sums: tuple[str, ...],
    used: tuple[list[str], list[str], list[str], list[str], list[str]],
    new: list[str],
    entries: set[str],
    returned: str,
) -> str:
    vectors, handed, options, flagged, inner = used
    x = made.vector
    arguments = [x, *made.others, *(["index"] if made.counted else [])]
    keywords = [*options, *flagged, *(["kept", "sums"] if kept or sums else [])]
    head = [*(f"{a}: Any" for a in arguments), *(["*", *(f"{k}: Any" for k in keywords)] if keywords else [])]
    lines = [f"{vector} = _rows({vector})" for vector in dict.fromkeys((x, *vectors))]
    lines += [f"{vector} = _rows(kept[{place}])" for place, vector in enumerate(kept) if vector in handed]
    lines += [f"{s} = sums[{place}]" for place, s in enumerate(sums) if s in handed]
    lines += [f"{a} = np.empty({f'{x}.shape' if a in entries else f'(len({x}), 1)'}, {x}.dtype)" for a in new]
    given = {
        "numbers": "index.reshape(-1)",
        "accurate": "accurate or None",
        **{option: f"{x}.dtype.type({option})" for option in options},
    }
    lines.append(wrapped(f"{function}_loops(", [*(given.get(p, p) for p in inner), *new], ")", "    "))
    lines.append(f"return {returned}")
    return "\n".join(
        (wrapped(f"def {function}(", [*head, "**_: Any"], ") -> Any:"), *(f"    {line}" for line in lines))
    )
