"""The formulas of an audit as HTML: as printed, with the wrong part marked; corrected, with the new one.

Takes findings; gives `Markup`. What can't be set as MathML is shown as its
LaTeX. Sentences of `words` come with mathematics and links in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from derivation.audit.findings import Correction, Finding
from derivation.late import regex
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass
from derivation.report import words
from derivation.report.mathml import mathml
from derivation.report.plain import plain
from derivation.text.changes import ALL, NONE, Places
from derivation.text.differences import differences, row_differences, within
from derivation.text.source import ReadError
from derivation.text.syntax import Row

MATH: Final = ("\ue000", "\ue001")
LABEL: Final = ("\ue002", "\ue003")
VOICE: Final = words.Voice(
    math=lambda latex: f"{MATH[0]}{latex}{MATH[1]}", label=lambda label: f"{LABEL[0]}{label}{LABEL[1]}"
)
"""Sentences with their mathematics and labels between signs that `Formulas.prose` looks for."""

_MARKED: Final = regex("\ue000(?P<math>[^\ue000-\ue003]*)\ue001|\ue002(?P<label>[^\ue000-\ue003]*)\ue003")


@dataclass(frozen=True, slots=True)
class Formulas:
    """Sets what a derivation holds; `anchors` are the places of its statements on the page."""

    derivation: Derivation
    anchors: Mapping[str, str]

    def inline(self, latex: str) -> Markup:
        """A formula within a line of text."""
        rows = self._rows(latex)
        if len(rows) != 1:
            return _code(latex)
        return Markup(mathml(rows[0], display=False, alt=plain(latex)))

    def printed(self, finding: Finding, before: Finding | None) -> Markup:
        """A statement as printed; of a chain that goes on from `before`, only what is new."""
        statement = finding.statement
        rows = self._rows(statement.latex)
        if not rows:
            return _code(words.printed(finding))
        *others, last = rows
        marks = self._wrong(finding, last)
        if others or not self.goes_on(finding, before) or len(last.members) != 2:
            return _joined(rows, marks, statement.latex)
        kept = Row("", last.relations[1:], last.members[1:])
        marks = frozenset((0, *place[1:]) for place in marks)
        return _joined((kept,), marks, statement.latex)

    @staticmethod
    def goes_on(finding: Finding, before: Finding | None) -> bool:
        """Whether a statement's left side is the right side of the one that stands above it."""
        here, above = finding.statement, before.statement if before else None
        if not isinstance(here, Statement) or above is None or above.equation != here.equation:
            return False
        return here.part > 1 and here.follows_label == above.label and here.reread is None

    def _wrong(self, finding: Finding, row: Row) -> Places:
        """The places of a printed row that a correction, or another reading, changes."""
        statement = finding.statement
        last = len(row.members) - 1
        if not isinstance(statement, Statement):
            return NONE
        if statement.reread is not None:
            return self._reread(statement, row)[0]
        if not finding.false:
            return NONE
        if finding.correction is None:
            return within(last, ALL)
        return within(last, differences(row.members[last], finding.correction.node).old)

    def _reread(self, statement: Statement, printed: Row) -> tuple[Places, Places]:
        """Where a printed row and the reading that was used differ, in each."""
        rows = self._rows(statement.reread.latex if statement.reread else "")
        if len(rows) != 1:
            return NONE, NONE
        (used,) = rows
        if len(used.members) == 1:
            last = len(printed.members) - 1
            found = differences(printed.members[last], used.members[0])
            return within(last, found.old), within(0, found.new)
        return row_differences(printed, used)

    def read_as(self, statement: Statement) -> Markup:
        """The reading that was used, with what it has otherwise than the print."""
        latex = statement.reread.latex if statement.reread else ""
        rows, printed = self._rows(latex), self._rows(statement.latex)
        marks = self._reread(statement, printed[0])[1] if len(printed) == 1 else NONE
        return _joined(rows, marks, latex) if rows else _code(latex)

    def corrected(self, statement: Statement, correction: Correction) -> Markup:
        """A correction, with what it puts in marked."""
        marks = differences(statement.member.node, correction.node).new
        latex = correction.latex
        return Markup(mathml(correction.node, marks, alt=plain(latex), tex=latex))

    def edits(self, statement: Statement, correction: Correction) -> Markup:
        """What to do to the print; nothing where the whole of it is another."""
        changes = differences(statement.member.node, correction.node).changes
        return self.prose(", ".join(change.told(VOICE.math) for change in changes))

    def link(self, label: str) -> Markup:
        """A label that leads to its statement."""
        if label not in self.anchors:
            return escape(label)
        return Markup('<a href="#{}">{}</a>').format(self.anchors[label], label)

    def links(self, labels: tuple[str, ...]) -> Markup:
        """`(5.2), (12)`, each of them a link."""
        return Markup(", ").join(map(self.link, labels))

    def prose(self, text: str) -> Markup:
        """A sentence of `VOICE`."""
        out, end = Markup(), 0
        for match in _MARKED.finditer(text):
            out += text[end : match.start()]
            out += self.inline(match["math"]) if match["math"] is not None else self.link(match["label"])
            end = match.end()
        return out + text[end:]

    def _rows(self, latex: str) -> tuple[Row, ...]:
        try:
            return self.derivation.read(latex)
        except ReadError:
            return ()


def _joined(rows: tuple[Row, ...], marks: Places, latex: str) -> Markup:
    """Rows one below the other; the marks are those of the last."""
    *others, last = rows
    set_rows = [mathml(row, alt=plain(latex)) for row in others]
    set_rows.append(mathml(last, marks, alt=plain(latex), tex=latex))
    return Markup("").join(map(Markup, set_rows))


def _code(latex: str) -> Markup:
    return Markup("<code>{}</code>").format(latex)
