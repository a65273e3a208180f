r"""What a row is restricted to: by what is printed beside it, by prose around it, and by the reading file.

Takes the cases that prose opens, and the conditions beside a row; gives its `Case`, equal and
unequal indices, and the conditions that it stands under besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derivation.reading.conditions import case_of, others, pair
from derivation.reading.cues import Cues
from derivation.reading.declared import ReadingError
from derivation.reading.elaboration import Elaboration
from derivation.reading.facts import claims_of
from derivation.reading.meaning import Reader
from derivation.reading.parsed import Printed
from derivation.reading.parsing import Parser
from derivation.records import dataclass, field
from derivation.terms.setting import Case, Claim
from derivation.terms.terms import Ref
from derivation.text.syntax import Row


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a document: `opened` are the rows of those that prose opens, by their LaTeX, and
    `declared` those of the reading file that were met, by theirs."""

    parser: Parser
    elaboration: Elaboration
    cues: Cues
    opened: Mapping[str, tuple[Row, ...]]
    declared: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    def of(self, printed: Printed, beside: Iterable[Row], reader: Reader) -> tuple[Case, tuple[Claim, ...]]:
        """The case of a row of a display with conditions beside it, and the other conditions; raises
        `ReadError`."""
        beside, indices = list(beside), reader.notation.indices
        declared = self._declared(printed, indices)
        opened = self.cues.open_at(printed.span.start)
        rows = [known for case in opened for known in self.opened[case.latex]]
        conditions = others(beside, reader.of(printed.source))
        for known in rows:
            if not pair(known, indices):
                found = claims_of(known, reader) or ()
                conditions += tuple(claim for claim in found if not _gives_a_function(claim))
        return case_of([*rows, *beside, *declared], indices), conditions

    def _declared(self, printed: Printed, indices: frozenset[str]) -> tuple[Row, ...]:
        """What the reading file says of a display."""
        text = printed.declared.case
        source = self.parser.source(f"equations.{printed.tag}.case", text)
        if text and text not in self.declared:
            self.declared[text] = self.elaboration.rows(self.parser.rows(source))
        declared = self.declared.get(text, ())
        if not all(pair(known, indices) for known in declared):
            raise ReadingError(f"{source.name}: a case is i = j or i \\neq j, not {text!r}")
        return declared


def _gives_a_function(claim: Claim) -> bool:
    """Whether a case says what function f is, `for f(x) = x^2`: that says nothing of x."""
    return claim.relation == "=" and isinstance(claim.left, Ref) and bool(claim.left.arguments)
