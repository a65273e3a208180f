r"""From trees as they are printed to trees in which a name is one symbol.

What has a declared kind is named by that (kinds.py); a shifted index above is one (samples.py);
a subscript that is a label goes into its name (labels.py), `\\Delta x` becomes one
name (differentials.py), `f_1(x)` an application (applied.py), and `S(n)` an entry
(counted.py). All that a document says goes through the same `Elaboration`, and so does
what is asked of it later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from derivation.reading.applied import Arguments, arguments_of, with_arguments
from derivation.reading.counted import counted, with_entries
from derivation.reading.differentials import joined, signs_of
from derivation.reading.kinds import DeclaredKinds
from derivation.reading.labels import Labels, find_labels, primed_indices, with_primes
from derivation.reading.samples import sampled, with_samples
from derivation.records import dataclass, field, replace
from derivation.text.syntax import Row


@dataclass(frozen=True, slots=True)
class Elaboration:
    """What the names of a document are made of."""

    samples: frozenset[str] = frozenset()
    kinds: DeclaredKinds = field(default_factory=DeclaredKinds)
    primes: frozenset[str] = frozenset()
    labels: Labels = field(default_factory=Labels)
    arguments: Arguments = field(default_factory=Arguments)
    counted: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()

    def row(self, row: Row, section: int | None = None) -> Row:
        """A row of a section, with one symbol for each name."""
        row = self.kinds.row(with_samples(row, self.samples))
        row = self.labels.named(with_primes(row, self.primes), section)
        row = with_entries(with_arguments(row, self.arguments), self.counted)
        return joined(row, self.signs) if self.signs else row

    def rows(self, rows: Iterable[Row], section: int | None = None) -> tuple[Row, ...]:
        """Rows of a section, with one symbol for each name."""
        return tuple(self.row(row, section) for row in rows)


def find_elaboration(
    displayed: Sequence[tuple[int, Row]],
    said: Iterable[tuple[int, Row]],
    running: frozenset[str],
    arrays: frozenset[str],
    kinds: DeclaredKinds,
    called: frozenset[str] = frozenset(),
    numbers: frozenset[str] = frozenset(),
) -> Elaboration:
    """What names are made of, from the rows of displays and of sentences, with their sections.

    `running` are letters that are known to be indices, `arrays` names that are known to have entries;
    what has a declared kind is what that says, and those that the text has `called` functions, or `numbers`,
    are such.
    """
    said = list(said)
    samples = sampled(row for _, row in (*displayed, *said))
    displayed = [(section, kinds.row(with_samples(row, samples))) for section, row in displayed]
    said = [(section, kinds.row(with_samples(row, samples))) for section, row in said]
    primes = primed_indices(row for _, row in displayed)
    own = [(section, with_primes(row, primes)) for section, row in displayed]
    labels = find_labels([*own, *said], running | kinds.indices, arrays | kinds.arrays, kinds.scalars)
    rows = [labels.named(row, section) for section, row in own]
    said_rows = [labels.named(row, section) for section, row in said]
    arguments = arguments_of([*rows, *said_rows], numbers - called)
    arguments = replace(arguments, names=(arguments.names | called | kinds.applied) - kinds.unapplied)
    applied = [with_arguments(row, arguments) for row in rows]
    whole = counted(applied, (with_arguments(row, arguments) for row in said_rows)) - kinds.applied
    applied = [with_entries(row, whole) for row in applied]
    return Elaboration(samples, kinds, primes, labels, arguments, whole, signs_of(applied))
