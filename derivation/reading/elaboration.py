r"""From trees as they are printed to trees in which a name is one symbol.

A subscript that is a label goes into its name (labels.py), `\\Delta x` becomes one
name (differentials.py), and `f_1(x)` an application (applied.py). All that a document
says goes through the same `Elaboration`, and so does what is asked of it later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from derivation.reading.applied import Arguments, arguments_of, with_arguments
from derivation.reading.differentials import joined, signs_of
from derivation.reading.labels import Labels, find_labels, primed_indices, with_primes
from derivation.records import dataclass, field
from derivation.text.syntax import Row


@dataclass(frozen=True, slots=True)
class Elaboration:
    """What the names of a document are made of."""

    primes: frozenset[str] = frozenset()
    labels: Labels = field(default_factory=Labels)
    arguments: Arguments = field(default_factory=Arguments)
    signs: frozenset[str] = frozenset()

    def row(self, row: Row, section: int | None = None) -> Row:
        """A row of a section, with one symbol for each name."""
        row = with_primes(row, self.primes) if self.primes else row
        row = self.labels.named(row, section)
        row = with_arguments(row, self.arguments)
        return joined(row, self.signs) if self.signs else row


def find_elaboration(
    displayed: Sequence[tuple[int, Row]],
    said: Iterable[tuple[int, Row]],
    running: frozenset[str],
    arrays: frozenset[str],
) -> Elaboration:
    """What names are made of, from the rows of displays and of sentences, with their sections.

    `running` are letters that are known to be indices, `arrays` names that are known to have entries.
    """
    said = list(said)
    primes = primed_indices(row for _, row in displayed)
    own = [(section, with_primes(row, primes)) for section, row in displayed]
    labels = find_labels([*own, *said], running, arrays)
    rows = [labels.named(row, section) for section, row in own]
    arguments = arguments_of(rows)
    applied = [with_arguments(row, arguments) for row in rows]
    return Elaboration(primes, labels, arguments, signs_of(applied))
