"""Errata: a document's equations with what is false in them corrected, and judged again.

erratum = derivation.errata.erratum(derivation.check("softargmax"))
erratum.text            # Markdown, or LaTeX
erratum.reading         # the reading file that goes with it, or ""
erratum.exit_code       # 0: all of it is right
"""

from __future__ import annotations

from derivation.audit.amend import amended, is_to_correct
from derivation.audit.findings import Finding
from derivation.audit.result import OPEN
from derivation.checking import Report, check, loads
from derivation.front.document import DocumentError
from derivation.reading.declared import Declared, EquationDeclared, ReadingError
from derivation.reading.written import written
from derivation.records import dataclass, replace
from derivation.report.errata import FORMATS, contents
from derivation.report.notes import JUDGED
from derivation.status import Status
from derivation.text.source import ReadError

HEADER = "# The reading file of an erratum, written by `derivation erratum`."


@dataclass(frozen=True, slots=True)
class Erratum:
    """A corrected document, the reading file that it needs, and the report on it.

    `report` is `None` where the corrected document could not be read; `failure` says why.
    `original` is the report on the document that it corrects.
    """

    text: str
    reading: str
    original: Report
    report: Report | None
    failure: str = ""

    @property
    def not_right(self) -> tuple[str, ...]:
        """The labels of lines that are still not right; those not judged are not among them."""
        findings = self.report.audit.findings if self.report else ()
        return tuple(f.label for f in findings if not {f.verdict, f.own_verdict} <= JUDGED | OPEN)

    @property
    def not_judged(self) -> tuple[Finding, ...]:
        """What is open, or could not be read; that is not always a display of the erratum."""
        found = not_judged(self.report) if self.report else ()
        known = {f.label for f in self.report.audit.findings} if self.report else set()
        return (*found, *(f for f in not_judged(self.original) if f.label not in known))

    @property
    def exit_code(self) -> int:
        """0: every line is right; 1: one is not; 3: nothing is wrong, but something was not judged."""
        if self.report is None or self.not_right:
            return Status.FALSE
        return Status.OPEN if self.not_judged else Status.DONE


def not_judged(report: Report) -> tuple[Finding, ...]:
    return tuple(f for f in report.audit.findings if f.verdict in OPEN)


def erratum(report: Report, format: str = "markdown") -> Erratum | None:
    """The erratum to a document; `None` where there is nothing to correct.

    `format` is `markdown` or `latex`. The corrected document is judged before
    it is given, as it stands: what it says of its own lines is what was found.
    """
    if format not in FORMATS:
        raise ValueError(f"format is one of {sorted(FORMATS)}, not {format!r}")
    audit = report.audit
    if not is_to_correct(audit):
        return None
    equations = amended(audit)
    reading = _reading(report.derivation.declared)
    write = FORMATS[format]
    try:
        first = check(loads(write(contents(audit, equations)), reading, "erratum", format))
        text = write(contents(audit, equations, first.audit))
        return Erratum(text, reading, report, check(loads(text, reading, "erratum", format)))
    except (DocumentError, ReadingError, ReadError) as error:
        return Erratum(write(contents(audit, equations)), reading, report, None, str(error))


def _reading(declared: Declared) -> str:
    """What a reading file says of the corrected document: all but how to read what was ill-formed."""
    equations = {
        tag: replace(entry, read_as="", reason="")
        for tag, entry in declared.equations.items()
        if replace(entry, read_as="", reason="") != EquationDeclared()
    }
    text = written(replace(declared, title="", equations=equations))
    return f"{HEADER}\n\n{text}" if text else ""
