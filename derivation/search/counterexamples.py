"""A point at which two terms differ, told to a reader: sizes, places and the entries that matter."""

from __future__ import annotations

from collections.abc import Iterator

from derivation.terms.judgement import Counterexample
from derivation.terms.limits import Unsupported
from derivation.terms.setting import ANY, Setting
from derivation.terms.terms import Term, Var, reached
from derivation.values.complexes import Complex
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, bits, is_exact, to_ball
from derivation.values.points import Point

MAX_SHOWN_BITS = 256
TINY = 1e-20
MAX_SHOWN = (16, 8, 6, 4, 3, 2)
"""How many entries along each axis are shown of an array with one axis, with two, and so on."""


def counterexample(
    sides: tuple[Term, Term], values: tuple[Scalar, Scalar], setting: Setting, point: Point
) -> Counterexample:
    stretched = _stretched(sides, setting, point)
    whole = (
        (n.removesuffix(ANY), arity) for n, arity in sorted(point.unknowns) if (n, arity) not in stretched
    )
    known = {name: [(name, _array(point, setting, name, arity, ()))] for name, arity in whole}
    known |= {name: entries for (name, _), entries in stretched.items()}
    known |= {name: [(name, value)] for name, value in solved_at(sides, setting, point)}
    left, right = map(shown, values)
    return Counterexample(
        tuple(sorted(point.sizes.items())),
        tuple(sorted(point.places.items())),
        tuple(value for name in sorted(known) for value in known[name]),
        left,
        right,
    )


def _stretched(
    sides: tuple[Term, Term], setting: Setting, point: Point
) -> dict[tuple[str, int], list[tuple[str, object]]]:
    """The arrays with entries that matter outside of 1..n, and the sequences: their entries, one by one."""
    used: dict[tuple[str, tuple[int, ...]], Scalar] = {}

    def unknown(name: str, indices: tuple[int, ...]) -> Scalar:
        used[name, indices] = value = point.value(name, indices)
        return value

    for balls in (False, True):
        evaluator = Evaluator(point.sizes, unknown, setting, balls)
        try:
            for side in sides:
                evaluator.value_here(side, point.places)
            break
        except (NotExact, Undefined, Unsupported):
            continue
    sequences = setting.recurrences.keys()
    used |= {key: v for key, v in evaluator.leaves.known.items() if (key[0], len(key[1])) in sequences}
    last = max(point.sizes.values(), default=1)
    found: dict[tuple[str, int], list[tuple[str, object]]] = {}
    for (name, at), value in sorted(used.items(), key=lambda item: item[0]):
        if at:
            found.setdefault((name, len(at)), []).append((f"{name}_{_subscript(at)}", shown(value)))
    outside = {(name, len(at)) for name, at in used if not all(1 <= place <= last for place in at)}
    return {key: entries for key, entries in found.items() if key in outside | sequences}


def _subscript(indices: tuple[int, ...]) -> str:
    text = ",".join(map(str, indices))
    return text if len(text) == 1 else f"{{{text}}}"


def solved_at(sides: tuple[Term, Term], setting: Setting, point: Point) -> Iterator[tuple[str, object]]:
    """The values at a point of the unknowns that have them by what is known."""
    given = (side for claim in setting.equations for side in (claim.left, claim.right))
    spoken = frozenset().union(*(reached(term, setting.definitions) for term in (*sides, *given)))
    for name in sorted(name for name, arity in setting.solved if not arity and name in spoken):
        for balls in (False, True):
            evaluator = Evaluator(point.sizes, point.value, setting, balls)
            try:
                yield name, shown(evaluator.value_here(Var(name), point.places))
                break
            except (NotExact, Undefined, Unsupported):
                continue


def shown(value: Scalar) -> str:
    """A number that can be read: exact, or the first digits of a ball or of a very long fraction."""
    if isinstance(value, Complex):
        real, imaginary = shown(value.real), shown(value.imaginary).removeprefix("≈ ")
        about = "≈ " if imaginary != shown(value.imaginary) and not real.startswith("≈") else ""
        return f"{about}{real} + {imaginary} i".replace("+ -", "- ").removeprefix("0 + ")
    if is_exact(value) and bits(value) <= MAX_SHOWN_BITS:
        return str(value)
    from mpmath.libmp import to_str  # of which nothing else here has need

    middle = to_ball(value).interval.mid
    return "≈ 0" if abs(middle) < TINY else f"≈ {to_str(middle._mpi_[0], 6)}"


def _array(point: Point, setting: Setting, name: str, arity: int, head: tuple[int, ...]) -> object:
    """The values of an unknown as text, nested by index, over the statement's ranges; of many, the first."""
    if arity == 0 and setting.restricts(name):
        own = Evaluator(point.sizes, point.value, setting, False)
        try:
            return shown(own.value_here(Var(name, tuple(map(str, head))), point.places))
        except (NotExact, Undefined, Unsupported):
            return str(point.value(name, head))
    if arity == 0:
        return str(point.value(name, head))
    whole = max(point.sizes.values(), default=1)
    length = min(whole, MAX_SHOWN[min(arity + len(head), len(MAX_SHOWN)) - 1])
    found = tuple(_array(point, setting, name, arity - 1, (*head, k)) for k in range(1, 1 + length))
    return found if length == whole else (*found, "…")
