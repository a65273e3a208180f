"""The front of the package: load a document, check it, ask what was found.

paper  = derivation.load("softargmax")
report = derivation.check(paper)
report["13"].verdict
report.theorem("SA'(X)")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from derivation.audit.findings import Closed, Correction, Finding, Given, Lint, Verdict
from derivation.audit.judging import SECONDS, audit
from derivation.audit.laws import Law, laws
from derivation.audit.result import Audit
from derivation.audit.theorem import Theorem, theorem
from derivation.cache.verdicts import remembered
from derivation.front.document import Document, DocumentError, document_from_text, read_document
from derivation.front.files import FileError, read_text
from derivation.places import bundled, document_at, readings_beside
from derivation.reading.declared import Declared, ReadingError, parse_reading
from derivation.reading.passes import read_derivation
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass, replace
from derivation.report import data, words
from derivation.terms.judgement import Counterexample, Judgement
from derivation.text.visible import harmless

if TYPE_CHECKING:
    import sympy
    from rich.console import Console, ConsoleOptions, RenderResult

    from derivation.report.blame_picture import BlamePicture
    from derivation.report.story import Explanation


def load(name: str | Path, reading: str | Path | None = None) -> Derivation:
    """Reads a bundled derivation's name, or a path to Markdown, LaTeX or a notebook.

    `reading` is the path of a TOML reading file; without it, `NAME.toml` or
    `reading.toml` beside the document is used where there is one. Raises
    `DocumentError` and `ReadingError`; what is unreadable inside of the
    document is kept for the report.
    """
    path = document_at(name)
    if path is None:
        close = get_close_matches(str(name), bundled(), n=1)
        hint = f"; did you mean {close[0]!r}?" if close else "; `derivation list` names those"
        raise DocumentError(f"{name}: no such file, and no bundled derivation of that name{hint}")
    return read_derivation(read_document(path), _declared(path, reading))


def loads(text: str, reading: str = "", name: str = "text", format: str = "markdown") -> Derivation:
    """Reads a derivation from a text, and a reading file's text."""
    declared = parse_reading(reading, "reading") if reading else Declared(path="reading")
    return read_derivation(document_from_text(text, name, format), declared)


def _declared(path: Path, reading: str | Path | None) -> Declared:
    beside = readings_beside(path)
    chosen = Path(reading) if reading is not None else next((p for p in beside if p.is_file()), None)
    if chosen is None:
        return Declared(path=str(beside[0]))
    try:
        return parse_reading(read_text(chosen), str(chosen))
    except FileError as error:
        raise ReadingError(str(error)) from None


def check(
    document: Derivation | str | Path,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    cache: bool = False,
    seconds: float = SECONDS,
) -> Report:
    """Judges every statement of a derivation; a name or a path is loaded first.

    `progress(label, done, total)` is called before each statement. With `cache` the report comes
    from the user's cache folder where the very same document was judged by the very same engine,
    and is kept there otherwise. A line is tried for so many seconds of computing before it is undecided.
    """
    derivation = document if isinstance(document, Derivation) else load(document)

    def judged() -> Audit:
        findings = audit(derivation, progress, seconds)
        return Audit(derivation, findings, laws(derivation, findings))

    return Report(remembered(derivation, judged) if cache else judged())


@dataclass(frozen=True, slots=True)
class Result:
    """What was found of one statement. Shows itself as mathematics in Jupyter."""

    finding: Finding
    audit: Audit

    @property
    def label(self) -> str:
        return self.finding.label

    @property
    def latex(self) -> str:
        """The statement as printed."""
        return self.finding.statement.latex

    @property
    def verdict(self) -> str:
        return self.finding.verdict.value

    @property
    def role(self) -> str | None:
        """What the statement does: `definition`, `given` or `claim`; `None` where it could not be read."""
        return self.finding.role.value if isinstance(self.finding.statement, Statement) else None

    @property
    def because(self) -> str:
        """Why the statement is taken to do that."""
        return self.finding.because

    @property
    def givens(self) -> tuple[Given, ...]:
        """The facts that the verdict used: as printed, with their lines and labels."""
        return self.finding.givens

    @property
    def follows(self) -> Judgement | None:
        return self.finding.follows

    @property
    def true(self) -> Judgement | None:
        return self.finding.true

    @property
    def granted(self) -> tuple[str, ...]:
        return self.finding.granted

    @property
    def explained_by(self) -> tuple[str, ...] | None:
        return self.finding.explained_by

    @property
    def residual(self) -> Closed | None:
        """Claimed minus true, in the document's names."""
        return self.finding.residual

    @property
    def truth(self) -> Closed | None:
        """The closed form of the subject, where the statement is false."""
        return self.finding.truth

    @property
    def counterexample(self) -> Counterexample | None:
        return self.finding.counterexample

    @property
    def correction(self) -> Correction | None:
        return self.finding.correction

    @property
    def conditions(self) -> tuple[str, ...]:
        return self.finding.conditions

    @property
    def lints(self) -> tuple[Lint, ...]:
        return self.finding.lints

    @property
    def read_as(self) -> str | None:
        """The LaTeX that was used where the print is ill-formed; its verdict is `own_verdict`."""
        statement = self.finding.statement
        reread = statement.reread if isinstance(statement, Statement) else None
        return reread.latex if reread else None

    @property
    def own_verdict(self) -> str:
        return self.finding.own_verdict.value

    @property
    def reason(self) -> str:
        """Why, in a sentence."""
        return words.reason(self.finding, self.audit)

    @property
    def left(self) -> sympy.Expr:
        """The left side in SymPy: the member before this one."""
        statement = self._statement()
        side = statement.previous or statement.subject
        return self._sympy(side.term)

    @property
    def right(self) -> sympy.Expr:
        """The right side in SymPy."""
        return self._sympy(self._statement().member.term)

    def _statement(self) -> Statement:
        if isinstance(self.finding.statement, Statement):
            return self.finding.statement
        raise ValueError(f"({self.label}) could not be read: {self.finding.reason}")

    def _sympy(self, term: Any) -> sympy.Expr:
        from derivation.search.sympy_view import to_sympy

        return to_sympy(term, self.audit.derivation.definitions)

    def explain(self) -> Explanation:
        """The statement's story in full: normal forms, what was granted, how it was decided."""
        from derivation.audit.story import story
        from derivation.report.story import Explanation

        return Explanation(story(self.audit, self.finding))

    def as_data(self) -> dict[str, Any]:
        """What the JSON report says of the statement."""
        return data.statement_data(self.finding, self.audit)

    def __repr__(self) -> str:
        return harmless(f"({self.label}) {words.verdict_and_reason(self.finding, self.audit)}")

    def _repr_html_(self) -> str:
        from derivation.report import html  # as other pictures of a report: where it is asked for

        return html.finding_html(self.finding, self.audit)

    def _repr_latex_(self) -> str | None:
        from derivation.report import html

        return html.math_latex(self.latex)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found of a document. Shows itself in a terminal (`print`, rich) and in Jupyter."""

    audit: Audit

    def __getitem__(self, label: str) -> Result:
        """A statement by its label, `"13"` or `"5.2"`, or its `\\label`; `"5"` is its worst one."""
        label = self.document.named(label)
        matching = [f for f in self.audit.findings if label in (f.label, f.statement.equation)]
        exact = [f for f in matching if f.label == label]
        if not matching:
            known = ", ".join(f.label for f in self.audit.findings)
            raise KeyError(f"no statement {label!r}; there are {known}")
        return Result(max(exact or matching, key=lambda f: _GRAVITY.index(f.verdict)), self.audit)

    def __iter__(self) -> Iterator[Result]:
        return (Result(finding, self.audit) for finding in self.audit.findings)

    def __len__(self) -> int:
        return len(self.audit.findings)

    @property
    def title(self) -> str:
        return self.audit.title

    @property
    def derivation(self) -> Derivation:
        return self.audit.derivation

    @property
    def document(self) -> Document:
        return self.audit.derivation.document

    @property
    def laws(self) -> tuple[Law, ...]:
        return self.audit.laws

    @property
    def counts(self) -> dict[str, int]:
        return words.alone(self.audit).counts()

    @property
    def exit_code(self) -> int:
        """What `derivation check` ends with: 0, 1 where something is false, 3 where something is open."""
        return self.audit.exit_code()

    @property
    def summary(self) -> str:
        return " ".join(words.summary(self.audit))

    def theorem(self, latex: str) -> Theorem:
        """The proved closed form of an expression such as `SA'(X)`, or a proved identity `A = B`.

        Raises `ReadError` for what can't be read, `NotProved` for what is false or open.
        """
        found = theorem(self.audit.derivation, latex, self.audit.findings)
        false = (f for f in self.audit.findings if f.verdict in (Verdict.WRONG, Verdict.INHERITED))
        corrects = tuple(
            f.label
            for f in false
            if isinstance(f.statement, Statement) and f.statement.subject.term == found.subject
        )
        return replace(found, corrects=corrects)

    def blame(self) -> BlamePicture:
        """Which line has its error from which, as a picture in Jupyter and as text in `print`."""
        from derivation.report.blame import blame
        from derivation.report.blame_picture import BlamePicture

        return BlamePicture(blame(self.audit))

    def as_data(self) -> dict[str, Any]:
        return data.as_data(self.audit)

    def as_json(self) -> str:
        return data.as_json(self.audit)

    def as_html(self) -> str:
        """The report as a page: one HTML file that needs nothing else."""
        from derivation.report.page import page

        return page(self.audit)

    def __repr__(self) -> str:
        return harmless(f"<Report on {self.title}: {self.summary}>")

    def __str__(self) -> str:
        """The report as the terminal shows it, 100 columns wide and without colour."""
        from derivation.report.terminal import TerminalReport, as_text

        return as_text(TerminalReport(self.audit))

    def _repr_html_(self) -> str:
        from derivation.report import html

        return html.report_html(self.audit)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from derivation.report.terminal import TerminalReport

        yield TerminalReport(self.audit)


_GRAVITY = (
    Verdict.DEFINITION,
    Verdict.GIVEN,
    Verdict.RIGHT,
    Verdict.REPAIRED,
    Verdict.UNDECIDED,
    Verdict.ILL_FORMED,
    Verdict.INHERITED,
    Verdict.WRONG,
    Verdict.UNREAD,
)
