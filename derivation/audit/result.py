"""The result of an audit, as data: what `report/` shows and `emit/` may build on."""

from __future__ import annotations

from collections import Counter

from derivation.audit.findings import Finding, Verdict
from derivation.audit.laws import Law
from derivation.reading.statements import Derivation, Statement, Unread
from derivation.records import dataclass
from derivation.status import Status
from derivation.text.source import ReadError

NO_CLAIMS = frozenset({Verdict.DEFINITION, Verdict.GIVEN, Verdict.UNREAD})
FALSE = frozenset({Verdict.WRONG, Verdict.INHERITED, Verdict.REPAIRED, Verdict.ILL_FORMED})
OPEN = frozenset({Verdict.UNDECIDED, Verdict.UNREAD})


@dataclass(frozen=True, slots=True)
class Audit:
    """All findings of a document, in its order, and the laws of its gradients."""

    derivation: Derivation
    findings: tuple[Finding, ...]
    laws: tuple[Law, ...] = ()
    only: str = ""

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings that a report lists: all, or those of the equation or statement `only`."""
        if not self.only:
            return self.findings
        return tuple(f for f in self.findings if self.only in (f.label, f.statement.equation))

    @property
    def title(self) -> str:
        return self.derivation.title

    @property
    def errors(self) -> tuple[ReadError, ...]:
        """What could not be read: of what is shown, and the document around it."""
        unread = [f.statement for f in self.shown if isinstance(f.statement, Unread)]
        found = tuple(u.error for u in unread if not u.scope and not u.ill_formed)
        return found if self.only else (*self.derivation.document.errors, *found)

    def counts(self) -> dict[str, int]:
        """How many statements have each verdict; every verdict has its row."""
        found = Counter(finding.verdict for finding in self.findings)
        return {verdict.value: found[verdict] for verdict in Verdict}

    def exit_code(self) -> int:
        """What `derivation check` ends with: of a document that was read, it is used."""
        verdicts = {v for finding in self.shown for v in (finding.verdict, finding.own_verdict)}
        if verdicts & FALSE:
            return Status.FALSE
        return Status.OPEN if self.errors or verdicts & OPEN else Status.DONE

    def entering(self) -> tuple[Finding, ...]:
        """The claims at which an error enters."""
        return tuple(f for f in self.findings if f.own_verdict is Verdict.WRONG)

    def claims(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.own_verdict not in NO_CLAIMS)

    def before(self, finding: Finding) -> Finding | None:
        """The finding whose member this statement's claim goes on from."""
        if not isinstance(finding.statement, Statement):
            return None
        label = finding.statement.follows_label
        return next((f for f in self.findings if f.label == label), None) if label else None
