"""What a program that reads reports wants of each line: its verdict, how grave it is, a sentence, a place.

Takes an audit; gives `Line`s, plain data that `sarif`, `junit` and `github` write down.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivation.audit.findings import Finding, Verdict
from derivation.audit.result import Audit
from derivation.reading.statements import Statement
from derivation.records import dataclass
from derivation.report import words
from derivation.report.plain import plain
from derivation.text.source import Region, Source

LEVELS = {
    Verdict.DEFINITION: "none",
    Verdict.GIVEN: "none",
    Verdict.RIGHT: "none",
    Verdict.REPAIRED: "warning",
    Verdict.INHERITED: "warning",
    Verdict.WRONG: "error",
    Verdict.ILL_FORMED: "error",
    Verdict.UNDECIDED: "note",
    Verdict.UNREAD: "warning",
}
"""How grave a verdict is. What is inherited is mended elsewhere, where the error enters."""

VERDICTS = frozenset(verdict.value for verdict in Verdict)
"""The rules of lines that are statements, and no remarks."""

PROGRAM = "derivation"
"""What programs that read reports know this one by."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement, or a remark on one (`rule` is then that of the lint).

    Lines and columns count from 1 in `file`, which is the `document` or a part of it; the end column is
    the one after the last character. Of a notebook they count in a `cell`, which is no place in the file;
    `told` says it in words.
    """

    label: str
    equation: str
    rule: str
    level: str
    message: str
    latex: str
    printed: str
    document: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int = 0

    @property
    def key(self) -> str:
        """What tells it from other lines: its document and its label."""
        return f"{self.document}#{self.label}"

    @property
    def place(self) -> str:
        """`paper.md:5:1`, and of a notebook `note.ipynb: cell 3, line 2`."""
        at = f" cell {self.cell}, line {self.line}" if self.cell else f"{self.line}:{self.column}"
        return f"{self.file}:{at}"

    @property
    def told(self) -> str:
        """The message, for those who see the file alone beside it: of a notebook with its place there."""
        return f"cell {self.cell}, line {self.line}: {self.message}" if self.cell else self.message


def lines(audit: Audit) -> tuple[Line, ...]:
    """The statements that a report shows, each followed by its remarks."""
    return tuple(line for finding in audit.shown for line in _of(finding, audit))


def _of(finding: Finding, audit: Audit) -> Iterator[Line]:
    statement = finding.statement
    if isinstance(statement, Statement):
        source, span = statement.source, statement.span
    else:
        source, span = statement.error.source, statement.error.span
    place = _place(source, source.region(span))
    printed = words.printed(finding)
    yield Line(
        finding.label,
        statement.equation,
        finding.verdict.value,
        LEVELS[finding.verdict],
        _message(finding, audit),
        statement.latex,
        printed,
        *place,
    )
    for lint in finding.lints:
        home = source.home(lint.line)
        at = _place(source, Region(home, lint.column, home.line, lint.column + 1))
        message = f"({finding.label}) {words.lint_text(lint)}"
        own = (finding.label, statement.equation, lint.rule, "note", message, statement.latex, printed)
        yield Line(*own, *at)


def _place(source: Source, region: Region) -> tuple[str, str, int, int, int, int, int]:
    """The last fields of a line; a display stands in one cell."""
    (name, cell, line), column, end_line, end_column = region
    return source.name, name, line, column, end_line, end_column, cell


def _message(finding: Finding, audit: Audit) -> str:
    """`(14) is wrong: an error enters here; …`, with what would be correct."""
    parts = [f"({finding.label}) is {words.verdict_and_reason(finding, audit)}"]
    if finding.correction is not None:
        parts.append(f"correct: {plain(finding.correction.latex)}")
    if finding.counterexample is not None:
        parts.append(f"e.g. {words.counterexample(finding.counterexample)}")
    if finding.true_if is not None:
        parts.append(f"true if {plain(finding.true_if)}")
    return ". ".join(part.rstrip(".") for part in parts) + "."
