"""The two halves of a program that works long rows in chunks: the sums, and what comes of them.

first(x, …)              -> kept exponentials, sums
rest(x, …, kept, sums)   -> results
"""

from __future__ import annotations

from derivation.emit.errors import EmitError
from derivation.emit.pieces import Statements, names_in
from derivation.emit.program import Program
from derivation.emit.steps import loaded_names, needed_by
from derivation.records import dataclass


@dataclass(frozen=True, slots=True)
class Halves:
    """Statements of both halves; `sums` and `kept` are what the first one hands over."""

    first: Statements
    rest: Statements
    sums: tuple[str, ...]
    kept: tuple[str, ...]
    state: tuple[str, ...]

    @property
    def handed(self) -> tuple[str, ...]:
        """What the second half is handed that statements of the first one assign."""
        return (*self.state, *self.kept)


def halves_of(made: Program) -> Halves:
    if made.chunks is None:
        raise EmitError("there are no chunks")
    state, kept = made.chunks.state, made.chunks.kept
    first = needed_by((*state, *kept), [*made.before, *made.centring, *made.recount, *made.after])
    results = {variable for value in made.values for variable in names_in(value)}
    rest = needed_by(results, [s for s in (*made.before, *made.after, *made.tail) if s not in first])
    used = {variable for s in rest for variable in loaded_names(s)} | results
    again = [*(made.shift if made.vector in used else []), *(made.recount if "index" in used else [])]
    sums = ("peak", *(["centre"] if made.centring else []), *state)
    return Halves([*made.peak, *made.shift, *first], [*again, *rest], sums, kept, state)
