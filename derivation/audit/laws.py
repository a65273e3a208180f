"""Laws of a gradient, proved of the truth and tried on what the document claims.

If ∂F/∂x_j summed over j is a number, that is a law: 0 says that shifting all of
x by one amount leaves F as it is. A claimed gradient that breaks it is wrong,
and by how much is told without any algebra of the reader's.
"""

from __future__ import annotations

from collections.abc import Iterable

from derivation.audit.findings import Finding
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass
from derivation.search.normal import Normalizer
from derivation.terms.atoms import is_number, number_of
from derivation.terms.limits import Unsupported, time_limit
from derivation.terms.setting import Case
from derivation.terms.terms import Deriv, Sum, Term
from derivation.text.printing import to_latex

SECONDS = 0.5
"""For the laws of all gradients of a document."""


@dataclass(frozen=True, slots=True)
class Law:
    """`Σ_index subject = value`; `broken` are the statements whose claim sums to another number."""

    latex: str
    index: str
    subject: Term
    value: str
    broken: tuple[tuple[str, str], ...]


def laws(derivation: Derivation, findings: Iterable[Finding]) -> tuple[Law, ...]:
    """The laws of every gradient that the document makes false claims about."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        statement = finding.statement
        if finding.false and isinstance(statement, Statement) and statement.case == Case():
            grouped.setdefault(to_latex(statement.subject.node), []).append(finding)
    with time_limit(SECONDS):
        found = [_law(derivation, latex, group) for latex, group in grouped.items()]
    return tuple(law for law in found if law is not None)


def _law(derivation: Derivation, latex: str, group: list[Finding]) -> Law | None:
    first = group[0].statement
    if not isinstance(first, Statement) or not isinstance(first.subject.term, Deriv):
        return None
    subject = first.subject.term
    if len(subject.wrt.indices) != 1:
        return None
    (index,) = subject.wrt.indices
    value = _total(derivation, subject, index)
    if value is None:
        return None
    broken = []
    for finding in group:
        if isinstance(finding.statement, Statement):
            claimed = _total(derivation, finding.statement.member.term, index)
            if claimed is not None and claimed != value:
                broken.append((finding.label, claimed))
    body = derivation.writer().node(subject)
    return Law(f"\\sum_{{{index}}} {to_latex(body)}", index, subject, value, tuple(broken))


def _total(derivation: Derivation, term: Term, index: str) -> str | None:
    """The sum of a term over an index, where that is a number."""
    span = derivation.setting().hypotheses.ranges.get(index)
    if span is None:
        return None
    try:
        poly = Normalizer(derivation.setting()).normal_form(Sum(index, span, term))
    except Unsupported:
        return None
    return str(number_of(poly)) if is_number(poly) else None
