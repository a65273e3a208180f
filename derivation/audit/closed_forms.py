"""What is told of a false claim: what explains it, the true value, how far it is off, the correction."""

from __future__ import annotations

import math

from derivation.audit.course import Course
from derivation.audit.findings import Closed, Correction, Finding
from derivation.audit.following import Following
from derivation.audit.known import Found, Known, judged, undefined_in
from derivation.audit.slips import BESIDE_SECONDS, Slips
from derivation.reading.statements import Statement, Unread
from derivation.reading.writing import Writer
from derivation.records import dataclass, field, replace
from derivation.search.fold import fold
from derivation.search.normal import Normalizer
from derivation.search.zero import is_zero
from derivation.terms.atoms import Poly, freeze
from derivation.terms.judgement import Proved, Refuted
from derivation.terms.limits import FAILURES, Unsupported, meet_depth, time_limit
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    Add,
    Ref,
    Term,
    constant,
    negated,
)
from derivation.text.printing import to_latex
from derivation.text.source import ReadError

MAX_TERMS = 200
"""Of a closed form that is told; nobody reads a longer one."""


@dataclass(slots=True)
class ClosedForms:
    """Closed forms, each by the normal form and the `id` of the setting that it was found in."""

    course: Course
    writer: Writer
    slips: Slips
    following: Following
    found: dict[object, Closed | None] = field(default_factory=dict)

    def falsehood(
        self, statement: Statement, finding: Finding, true: Refuted, found: Found, known: Known
    ) -> Finding:
        """A false claim's finding with what is told of it, as far as there is time to find that out."""
        undefined = undefined_in(found.setting, (statement.subject.term, statement.member.term))
        point = None if undefined else true.counterexample  # which would not tell what the function is
        finding = replace(finding, counterexample=point, explained_by=None)
        if statement.relation != "=" or self.course.implications.premises_of(statement) or not found.unique:
            return finding
        try:
            with time_limit(BESIDE_SECONDS):
                finding = replace(finding, explained_by=self.following.explained_by(statement, found.setting))
            with time_limit(BESIDE_SECONDS):
                truth, residual = self._shortest(statement, found.setting, known.setting)
            if truth is not None and self._is_itself(truth, finding.statement):
                truth = None  # that a quantity is worth itself tells nobody anything
            finding = replace(finding, truth=truth, residual=residual)
            finding = replace(finding, correction=self._correction(statement, truth, found.setting))
            return _with_slopes(finding, statement, known) if known.depends else finding
        except FAILURES as failure:
            meet_depth(failure)
            return finding

    def _shortest(
        self, statement: Statement, setting: Setting, plain: Setting
    ) -> tuple[Closed | None, Closed | None]:
        """What `_closed` gives with the facts or without them, whichever is shorter."""
        found = self._closed(statement, setting)
        if setting is plain:
            return found
        other = self._closed(statement, plain)
        return min(found, other, key=lambda pair: tuple(len(c.latex) if c else math.inf for c in pair))

    def _closed(self, statement: Statement, setting: Setting) -> tuple[Closed | None, Closed | None]:
        """The subject's value and the member's error, in the document's names."""
        subject, member = statement.subject.term, statement.member.term
        own = subject.name if isinstance(subject, Ref) else ""
        return self.closed(subject, setting, own), self.closed(Add((member, negated(subject))), setting)

    def closed(self, term: Term, setting: Setting, but: str = "") -> Closed | None:
        """A term in the document's names, `but` one; positive where all of its normal form is."""
        normalizer = Normalizer(setting)
        try:
            poly = normalizer.normal_form(term)
        except Unsupported:
            return None
        if len(poly) > MAX_TERMS:
            return None
        key = (freeze(poly), id(setting), but)
        if key not in self.found:
            self.found[key] = self._folded(poly, normalizer, but)
        return self.found[key]

    def _folded(self, poly: Poly, normalizer: Normalizer, but: str) -> Closed | None:
        algebra = normalizer.algebra
        try:
            folded = fold(poly, normalizer.setting, but)
        except Unsupported:
            return None
        latex = to_latex(self.writer.node(folded))
        if not self._reads_back(latex, poly, normalizer):
            return None
        up, down = algebra.positive_poly(poly), algebra.positive_poly(algebra.scale(poly, -1))
        return Closed(folded, latex, up - down)

    def _reads_back(self, latex: str, poly: Poly, normalizer: Normalizer) -> bool:
        """Whether what is printed is read as what is meant."""
        algebra = normalizer.algebra
        try:
            read = normalizer.normal_form(self.course.derivation.term(latex, self.course.place))
            return is_zero(algebra, algebra.add(read, algebra.scale(poly, -1)))
        except (ReadError, Unsupported):
            return False

    def _is_itself(self, truth: Closed, statement: Statement | Unread) -> bool:
        """Whether the closed form of a quantity is the quantity, as it is printed."""
        if isinstance(statement, Unread):
            return False
        own = {truth.latex, to_latex(self.writer.node(truth.term))}
        if statement.previous is not statement.subject and to_latex(statement.previous.node) in own:
            return True
        named = constant(statement.subject.term) is None
        return named and (truth.term == statement.subject.term or to_latex(statement.subject.node) in own)

    def _correction(self, statement: Statement, truth: Closed | None, setting: Setting) -> Correction | None:
        found = self.slips.edit(statement, setting)
        if found is not None and not found.partial:
            return found
        if truth is None:
            return None
        node = self.writer.node(truth.term)
        return Correction(node, truth.term, truth.latex, statement.member.node)


def _with_slopes(finding: Finding, statement: Statement, known: Known) -> Finding:
    """What is told of a false claim, as far as it holds where letters depend on others."""
    subject = statement.subject.term
    error = Add((statement.member.term, negated(subject)))

    def holds(left: Term, own: Closed | Correction | None) -> bool:
        return own is not None and isinstance(judged(left, own.term, known).judgement, Proved)

    return replace(
        finding,
        truth=finding.truth if holds(subject, finding.truth) else None,
        residual=finding.residual if holds(error, finding.residual) else None,
        correction=finding.correction if holds(subject, finding.correction) else None,
    )
