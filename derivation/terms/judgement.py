"""What is found of a claim: proved, refuted by a point, or neither."""

from __future__ import annotations

from derivation.records import dataclass


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point where two terms differ, and their values there.

    `values` holds scalars and nested tuples for arrays, in text: "0", "log(2)".
    """

    sizes: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, object], ...]
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Proved:
    """Equal for all sizes, indices and reals at which both sides exist."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refuted:
    counterexample: Counterexample


@dataclass(frozen=True, slots=True)
class Undecided:
    reason: str


Judgement = Proved | Refuted | Undecided
