r"""The equations of a document with its false lines corrected: what an erratum prints.

Takes an audit; gives every equation's LaTeX, the members that were refuted
replaced by their corrections, what is ill-formed by its reading, all else as
it is printed. Judges nothing: whether the whole is right now is for another check to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivation.audit.findings import Correction, Finding, Verdict
from derivation.audit.result import Audit
from derivation.front.document import Equation
from derivation.late import regex
from derivation.reading.declared import EquationDeclared
from derivation.reading.statements import Statement
from derivation.records import dataclass
from derivation.text.printing import to_latex
from derivation.text.source import Span
from derivation.text.syntax import Group

_MARKS = regex(r"\\(?:tag|label)\*?\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
_COMMENT = regex(r"(?<!\\)%[^\n]*")


@dataclass(frozen=True, slots=True)
class Amended:
    """An equation: its tag, its LaTeX as printed and as it should be, and what was found of it.

    `tag`s and `label`s are taken off both; `findings` are those of its statements, in order.
    """

    tag: str
    printed: str
    latex: str
    findings: tuple[Finding, ...]

    @property
    def changed(self) -> bool:
        return self.printed != self.latex


@dataclass(frozen=True, slots=True)
class _Edit:
    span: Span
    latex: str


def amended(audit: Audit) -> tuple[Amended, ...]:
    """The document's equations, corrected, in its order."""
    return tuple(_amended(equation, audit) for equation in audit.derivation.document.equations)


def is_to_correct(audit: Audit) -> bool:
    """Whether a line is false, or has no meaning as printed."""
    return any(needs_correction(finding) for finding in audit.findings)


def needs_correction(finding: Finding) -> bool:
    return finding.false or finding.verdict is Verdict.ILL_FORMED


def _amended(equation: Equation, audit: Audit) -> Amended:
    document = audit.derivation.document
    findings = tuple(f for f in audit.findings if f.statement.equation == equation.tag)
    printed = document.source.text[equation.span.start : equation.span.end]
    latex, offset = printed, equation.span.start
    if reread := declared_for(audit, equation.tag).read_as:
        latex, offset = reread, 0
    for edit in sorted(_edits(findings, whole=bool(reread)), key=lambda edit: edit.span, reverse=True):
        start, end = edit.span.start - offset, edit.span.end - offset
        if 0 <= start < end <= len(latex):
            latex = _put(latex[:start], edit.latex, latex[end:])
    return Amended(equation.tag, _bare(printed), _bare(latex), findings)


def declared_for(audit: Audit, tag: str) -> EquationDeclared:
    return audit.derivation.declared.equations.get(tag, EquationDeclared())


def _edits(findings: tuple[Finding, ...], whole: bool) -> Iterator[_Edit]:
    """What takes the place of members: the correction, or the reading of what is ill-formed.

    A reading of the `whole` equation is in its place already.
    """
    for finding in findings:
        match finding.statement:
            case Statement(member=member, reread=reread):
                if finding.false and finding.correction is not None:
                    yield _Edit(member.node.span, _unwrapped(finding.correction))
                elif reread is not None and not whole:
                    yield _Edit(member.node.span, reread.latex)


def _unwrapped(correction: Correction) -> str:
    """A correction without parentheses around the whole of it."""
    match correction.node:
        case Group("(", body, _):
            return to_latex(body)
    return correction.latex


def _put(before: str, latex: str, after: str) -> str:
    """A text between two others, parted from commands and letters that it would run into."""
    left = " " if before[-1:].isalnum() else ""
    right = " " if after[:1].isalnum() else ""
    return f"{before}{left}{latex}{right}{after}"


def _bare(latex: str) -> str:
    """LaTeX without comments, tags and labels, one space where there was any."""
    return " ".join(_MARKS.sub(" ", _COMMENT.sub("", latex)).split())
