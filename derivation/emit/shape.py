"""What theorems are about: their vectors, scalars, size, and where indices start counting.

Takes theorems of one setting; gives a `Shape`, or refuses what does not lie
along one axis of arrays: matrices, two sizes, ranges that are not the whole axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivation.audit.theorem import Theorem, undifferentiated
from derivation.emit.errors import EmitError
from derivation.records import dataclass
from derivation.terms.indices import is_shifted
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    PI,
    Deriv,
    Index,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    free_indices,
    walk,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """`vectors` and `scalars` in the document's names; the first vector is the one that is shifted.

    `index` is the letter of the free index, "" where there is none.
    """

    size: str
    span: Range
    vectors: tuple[str, ...]
    scalars: tuple[str, ...]
    index: str

    @property
    def base(self) -> int:
        """Where indices start counting."""
        return self.span.low.offset


def opened(term: Term, setting: Setting, seen: set[tuple[str, int]] | None = None) -> Iterator[Term]:
    """All terms inside of a term and of the definitions that it uses, each once; functions stay closed."""
    seen = set() if seen is None else seen
    for part in walk(term):
        yield part
        key = (part.name, len(part.indices)) if isinstance(part, Ref) else None
        if key is not None and key not in seen and key in setting.definitions:
            seen.add(key)
            if not setting.definitions[key].variables:
                yield from opened(setting.definitions[key].body, setting, seen)


def free_index(theorem: Theorem) -> str:
    """The letter of a theorem's free index, "" where it has none."""
    letters = sorted(free_indices(theorem.subject) | free_indices(theorem.closed))
    if len(letters) > 1:
        raise EmitError(f"{theorem.latex} has more than one free index: {', '.join(letters)}")
    return letters[0] if letters else ""


def shape_of(theorems: Iterable[Theorem], vector: str = "") -> Shape:
    """The shape that theorems of one setting share; `vector` names the one that comes first."""
    theorems = tuple(theorems)
    setting = theorems[0].setting
    parts = [part for t in theorems for side in (t.closed, t.subject) for part in opened(side, setting)]
    index = next((letter for t in theorems if (letter := free_index(t))), "")
    span = _span(parts, index, setting)
    vectors = _vectors(parts)
    if not vectors:
        raise EmitError(f"{theorems[0].latex} is about no vector, so there is no axis to compute along")
    vector = vector or _differentiated(parts) or ("x" if "x" in vectors else vectors[0])
    ordered = (vector, *(name for name in vectors if name != vector))
    known = (span.high.base, PI.name)
    scalars = [p.name for p in parts if isinstance(p, Var) and not p.indices and p.name not in known]
    return Shape(span.high.base, span, ordered, tuple(dict.fromkeys(scalars)), index)


def _span(parts: list[Term], index: str, setting: Setting) -> Range:
    ranges = dict.fromkeys(part.range for part in parts if isinstance(part, Sum))
    if index:
        if index not in setting.hypotheses.ranges:
            raise EmitError(f"the free index {index} has no range")
        ranges[setting.hypotheses.ranges[index]] = None
    if not ranges:
        raise EmitError("a theorem with no index has no axis to compute along")
    for span in ranges:
        low, high = span
        if low.base or not high.base or high.base not in setting.hypotheses.sizes:
            raise EmitError(f"the range {_shown(span)} is not one of 1..n or 0..n-1")
        if high.offset - low.offset + 1 != 0:
            raise EmitError(f"the range {_shown(span)} is not the whole of an axis")
    if len(ranges) > 1:
        raise EmitError(f"ranges that differ: {' and '.join(map(_shown, ranges))}")
    return next(iter(ranges))


def _vectors(parts: list[Term]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for part in parts:
        if isinstance(part, Var) and len(part.indices) > 1:
            raise EmitError(f"{part.name} has {len(part.indices)} indices; only vectors are supported")
        if isinstance(part, Var | Ref) and any(map(is_shifted, part.indices)):
            raise EmitError(f"{part.name} at a shifted index, {part.indices[0]}, is not supported")
        if isinstance(part, Var) and part.indices:
            names[part.name] = None
    return tuple(names)


def _differentiated(parts: list[Term]) -> str:
    return next((p.wrt.name for p in parts if isinstance(p, Deriv) and p.wrt.indices), "")


def vectors_of(theorem: Theorem) -> tuple[str, ...]:
    """The vectors of a theorem in the order of parameters, which is that of the value.

    So a derivative has the order of what it differentiates, whatever it differentiates by.
    """
    value = undifferentiated(theorem)
    sides = (value.closed, value.subject, theorem.closed, theorem.subject)
    parts = [part for side in sides for part in opened(side, theorem.setting)]
    first = _differentiated([p for side in sides[:2] for p in opened(side, theorem.setting)]) or "x"
    return tuple(sorted(_vectors(parts), key=lambda name: name != first))


def derivatives_in(term: Term) -> int:
    """How many derivatives stand in a term."""
    return sum(isinstance(part, Deriv) for part in walk(term))


def carries_index_values(parts: Iterable[Term]) -> bool:
    """Whether an index is used as a number, so that it matters where counting starts."""
    return any(isinstance(part, Index) for part in parts)


def _shown(span: Range) -> str:
    ends = (f"{e.base}{e.offset:+d}" if e.base and e.offset else e.base or str(e.offset) for e in span)
    return "..".join(ends)
