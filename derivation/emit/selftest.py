"""`_self_test()` of an emitted module: exact values at logarithms of integers, and what is proved of them.

It raises by itself, for `python -O` takes `assert` away; its own names begin with `_`, which those of
functions don't.

The values are found by the calculus's evaluator, which shares no rule with the
proofs and none with the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mpmath.libmp import round_nearest, to_float

from derivation.audit.theorem import Theorem
from derivation.emit.functions import Function
from derivation.emit.layout import wrapped
from derivation.emit.program import Program
from derivation.emit.shape import free_index
from derivation.emit.shift import Shift
from derivation.records import dataclass
from derivation.terms.limits import Exhausted, Unsupported
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, log_of, to_ball

POWERS = ((1,), (1, 2, 3), (5, 1, 1, 2))
"""Exponentials of the entries."""
PLAIN = (Fraction(1, 2), Fraction(2), Fraction(-3, 4), Fraction(5, 4))
"""Entries whose values are found in intervals, where a formula is none of exponentials."""
NEAR_ONE_HOT = ((10**17, 1), (1, 1, 10**17, 1, 1))
"""Where i less the mean of i cancels, which code that counts from a centre is made for: no error is
measured by 1 there, but by the largest entry."""


@dataclass(frozen=True, slots=True)
class Point:
    """A row to test at: its text, its entries, and whether terms cancel there that code must not lose."""

    text: str
    entries: list[Scalar]
    cancels: bool


def self_test(functions: tuple[Function, ...], programs: Mapping[str, Program], imports: str = "") -> str:
    """The text of the function `_self_test`."""
    lines: list[str] = []
    for function in functions:
        made = programs[function.of or function.name]
        lines += _exact_lines(function, made)
        lines += _shift_lines(function, made)
    if not lines:
        lines = ["    pass"]
    head = [
        "def _self_test() -> None:",
        '    """Exact values at logarithms of integers, near one-hot, too; shifts. Raises AssertionError."""',
        *((imports,) if imports else ()),
        "",
        "    def _close(found: Any, wanted: Any, least: float = 1.0) -> None:",
        "        most = np.finfo(float).max  # in the place of what is beyond the range of floats",
        "        found = np.clip(np.asarray(found, dtype=float), -most, most)",
        "        wanted = np.clip(np.asarray(wanted, dtype=float), -most, most)",
        "        error = np.max(np.abs(found - wanted), initial=0.0)",
        "        scale = max(least, np.max(np.abs(wanted)))",
        "        if not error <= 64 * np.finfo(float).eps * scale:",
        '            raise AssertionError(f"an error of {error}, beside {scale}")',
        "",
    ]
    return "\n".join([*head, *lines])


def _exact_lines(function: Function, made: Program) -> list[str]:
    points: list[Point] = [
        Point(
            f"np.log({[float(p) for p in powers]})",
            [log_of(Fraction(p)) for p in powers],
            powers in NEAR_ONE_HOT,
        )
        for powers in (*POWERS, *(NEAR_ONE_HOT if made.centre is not None else ()))
    ]
    points.append(Point(f"np.asarray({[float(p) for p in PLAIN]})", list(PLAIN), False))
    return [line for point in points for line in _lines_at(function, made, point)]


def _lines_at(function: Function, made: Program, point: Point) -> list[str]:
    theorems = made.theorems if function.only is None else (made.theorems[function.only],)
    others = [
        [Fraction(1 if o in function.columns else k % 3 + 1, 4) for k in range(len(point.entries))]
        for o in made.others
    ]
    others = [_assumed(made, place, given) for place, given in enumerate(others)]
    found = [_values(made, theorem, point, others) for theorem in theorems]
    wanted = [values for values in found if values is not None]
    if len(wanted) < len(found):
        return []
    texts = {made.vector: point.text} | {
        n: str(float(o[0]) if n in function.columns else [float(f) for f in o])
        for n, o in zip(made.others, others, strict=True)
    }
    arguments = [texts[vector] for vector in made.parameters]
    arguments += [f"{scalar}=2.0" for scalar in made.scalars]
    lines = [wrapped(f"    _found = {function.name}(", arguments, ")", "    ")]
    for place, (values, theorem) in enumerate(zip(wanted, theorems, strict=True)):
        part = f"[{place}]" if len(wanted) > 1 else ""
        least = ["least=0.0"] if point.cancels else []
        told = _told(values, bool(free_index(theorem))).split(", ")
        lines.append(wrapped("    _close(", [f"_found{part}", *told, *least], ")", "    "))
    return lines


def _assumed(made: Program, place: int, given: list[Fraction]) -> list[Fraction]:
    """The entries of another vector, in proportion: they add up to what is assumed of them."""
    total = made.theorems[0].setting.totals.get(made.shape.vectors[1 + place])
    return given if total is None else [value * total.value / sum(given) for value in given]


def _values(
    made: Program, theorem: Theorem, point: Point, others: list[list[Fraction]]
) -> list[float] | None:
    """A theorem's right side at a point, at each place, correctly rounded; None where it has no value.

    At logarithms it is None, too, where it is irrational.
    """
    shape, setting = made.shape, theorem.setting
    arrays: dict[str, list[Scalar]] = {shape.vectors[0]: point.entries}
    arrays |= {name: list(given) for name, given in zip(shape.vectors[1:], others, strict=True)}

    def unknown(name: str, indices: tuple[int, ...]) -> Scalar:
        return arrays[name][indices[0] - shape.base] if indices else Fraction(2)

    plain = all(isinstance(entry, Fraction) for entry in point.entries)
    evaluator = Evaluator({shape.size: len(point.entries)}, unknown, setting, balls=plain)
    index = free_index(theorem)
    places = range(shape.base, shape.base + len(point.entries)) if index else (0,)
    try:
        found = [evaluator.value(theorem.closed, {index: place} if index else {}) for place in places]
    except (NotExact, Undefined, Unsupported, Exhausted):
        return None
    if not plain and not all(isinstance(value, int | Fraction) for value in found):
        return None
    return [to_float(to_ball(value).interval.mid._mpi_[0], rnd=round_nearest) for value in found]


def _told(values: list[float], along: bool) -> str:
    numbers = [repr(value).replace("inf", "math.inf") for value in values]
    return f"[{', '.join(numbers)}]" if along else numbers[0]


def _shift_lines(function: Function, made: Program) -> list[str]:
    """What is proved of x less a number."""
    if not made.shifts or made.others or made.scalars:
        return []
    picked = range(len(made.theorems)) if function.only is None else (function.only,)
    lines = [
        f"    _found = {function.name}(np.asarray([0.0, 0.5, 3.0]))",
        f"    _there = {function.name}(np.asarray([-2.0, -1.5, 1.0]))",
    ]
    for place, own in enumerate(picked):
        part = f"[{place}]" if len(picked) > 1 else ""
        more = " - 2" if made.shifts[own] is Shift.FOLLOWS else ""
        lines.append(f"    _close(_there{part}, _found{part}{more})")
    return lines
