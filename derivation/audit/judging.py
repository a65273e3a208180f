"""Judges every statement of a derivation, in order: does it follow, is it true, what explains it.

A *granted* claim is an earlier wrong one whose quantity is read with the value
that the document claimed for it. Right claims carry a granted value onward to
the quantities that they are about.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from derivation.audit.conditions import based, conditions, is_bound
from derivation.audit.correct import correct
from derivation.audit.equations import Posed, is_absurd, step
from derivation.audit.findings import Closed, Correction, Finding, Verdict
from derivation.audit.grants import Grants
from derivation.audit.lints import case_lints, lints
from derivation.reading.assumptions import Doubt
from derivation.reading.statements import Derivation, Kind, Statement, Unread
from derivation.reading.writing import Writer
from derivation.search.decide import judge, prove, refute
from derivation.search.fold import fold
from derivation.search.normal import Normalizer
from derivation.search.substitution import names_of
from derivation.search.suppose import true_if
from derivation.search.zero import is_zero
from derivation.terms.atoms import Poly, is_number
from derivation.terms.judgement import Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Unsupported, meet_depth, share, time_limit
from derivation.terms.setting import Case, Claim, Setting
from derivation.terms.terms import (
    ONE,
    PI,
    ZERO,
    Add,
    Deriv,
    Ref,
    Term,
    Var,
    constant,
    negated,
    quotient,
    range_letters,
    reached,
    walk,
)
from derivation.text.printing import to_latex
from derivation.text.source import ReadError

MAX_GRANTED = 3
MAX_SETS = 64
MAX_POSED = 8
"""Earlier equations that a line is tried to follow from, the nearest ones."""
SECONDS = 6.0
"""All that is done for a statement: its verdict, what is granted, its correction and what else is told."""
TRUTH = 0.6
"""The part of the time that is left which each question of a verdict may take: is it true, does it follow."""
DOCUMENT = 10
"""How many times as much a document has, whatever the number of its lines."""
BESIDE_SECONDS = 1.0
"""Each thing that is told beside a verdict: what would make a line true, its closed form, an earlier slip."""
MAX_TERMS = 200
"""Of a closed form that is told; nobody reads a longer one."""
LEAST_SECONDS = 0.25
"""What a statement has at least, when the time of the document is over."""

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Auditor:
    derivation: Derivation
    writer: Writer
    grants: Grants
    seconds: float = SECONDS
    findings: list[Finding] = field(default_factory=list)
    by_label: dict[str, Finding] = field(default_factory=dict)
    truths: dict[tuple[str, Case, str], Closed | None] = field(default_factory=dict)
    posed: list[Posed] = field(default_factory=list)
    settings: dict[str, Setting] = field(default_factory=dict)
    """Where statements are judged that hold at the solution of a posed equation, by their labels."""
    divisors: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    """What the equation before was divided by, by the labels of statements."""
    spent: float = 0.0

    def judge(self, statement: Statement) -> Finding:
        """What is found of a statement within its time, which is short when that of the document is over."""
        began = time.thread_time()
        left = max(LEAST_SECONDS, DOCUMENT * self.seconds - self.spent)
        seconds = min(self.seconds, left)
        why = "" if seconds == self.seconds else ", the document having taken its time"
        message = f"not decided within {seconds:.3g} s{why}: allow more seconds, or print a step in between"
        with time_limit(seconds, message):
            found = self._judged(statement)
        self.spent += time.thread_time() - began
        return found

    def _judged(self, statement: Statement) -> Finding:
        judged = self._definition if statement.kind is Kind.DEFINITION else self._claim
        try:
            own = judged(statement)
        except _FAILURES as failure:
            meet_depth(failure)
            reason = str(failure) or type(failure).__name__
            own = Finding(statement, Verdict.UNDECIDED, Verdict.UNDECIDED, explained_by=None, reason=reason)
        if statement.undefined is not None and not isinstance(own.true, Proved):
            return _unread(statement.undefined)
        if statement.reread is None:
            return own
        return replace(own, verdict=Verdict.ILL_FORMED, reason=statement.reread.reason)

    def _definition(self, statement: Statement) -> Finding:
        return Finding(
            statement,
            Verdict.DEFINITION,
            Verdict.DEFINITION,
            conditions=conditions((statement.member.term,), self._setting(statement), self.writer),
            lints=lints(statement, self.derivation),
        )

    def _claim(self, statement: Statement) -> Finding:
        setting = self._setting(statement)
        subject, member = statement.subject.term, statement.member.term
        with share(TRUTH):
            true = self._identity(statement, judge(subject, member, self._needed(statement)))
        setting = self._setting(statement)
        with share(TRUTH):
            follows, granted = self._follows(statement, true)
        verdict = _verdict(follows, true)
        finding = Finding(
            statement,
            verdict,
            verdict,
            follows,
            true,
            self._in_force(statement, verdict, granted),
            conditions=conditions(self._conditional(statement), setting, self.writer),
            lints=lints(statement, self.derivation),
            reason=_reason(follows, true) if verdict is Verdict.UNDECIDED else None,
            true_if=None if isinstance(true, Proved) else self._true_if(subject, member, setting),
        )
        if isinstance(true, Refuted):
            finding = self._falsehood(statement, finding, true)
        if verdict in (Verdict.RIGHT, Verdict.REPAIRED, Verdict.WRONG):
            self.grants.note(statement, right=verdict is not Verdict.WRONG)
        return finding

    def _true_if(self, subject: Term, member: Term, setting: Setting) -> str | None:
        with time_limit(BESIDE_SECONDS):
            return true_if(subject, member, setting)

    def _identity(self, statement: Statement, true: Judgement) -> Judgement:
        """The judgement, where the line claims an identity, and what it differentiates is told.

        An equation that an unknown is to satisfy is no identity. What is false without
        such an equation is judged where that holds, if it can be solved.
        """
        subject, member = statement.subject.term, statement.member.term
        hidden = next((h for side in (subject, member) for h in self._hidden(side)), None)
        if hidden is not None:
            return Undecided(f"what is differentiated is not written through {hidden}")
        lost = next((o for side in (subject, member) for o in self._lost(side, true)), None)
        if lost is not None:
            return Undecided(f"the definition of {lost} could not be read")
        if not isinstance(true, Refuted) or is_absurd(subject, member, self._setting(statement)):
            return true
        true = self._beyond_doubt(statement, true)
        if not isinstance(true, Refuted):
            return true
        asked = "" if self._constant(subject) else self._asked_for(subject, member)
        earlier = self._posed_for(statement, asked)
        if earlier:
            found = self._step(earlier, statement, asked)
            return true if isinstance(found, Refuted) and not asked else found
        if statement.supposed:
            self.posed.append(Posed(statement.label, asked, subject, member))
            return Undecided("a condition: it is not true everywhere, and the line does not say that it is")
        if not asked:
            return true
        self.posed.append(Posed(statement.label, asked, subject, member))
        return Undecided(f"this is an equation for the unknown {asked}, not an identity")

    def _posed_for(self, statement: Statement, asked: str) -> list[Posed]:
        """The earlier equations that a line may rest on, the one for the same unknown first."""
        subject, member = statement.subject.term, statement.member.term
        own = [posed for posed in reversed(self.posed) if posed.unknown == asked]
        if asked and not own and isinstance(subject, Deriv):
            return []
        spoken = self._reached(subject) | self._reached(member)
        others = [p for p in reversed(self.posed) if p.unknown in spoken or asked in self._reached(p.left)]
        return list(dict.fromkeys((*own, *others)))[:MAX_POSED]

    def _step(self, earlier: list[Posed], statement: Statement, asked: str) -> Judgement:
        """What a line is worth where earlier equations hold: the first of them, or all of them."""
        subject, member = statement.subject.term, statement.member.term
        setting = self._setting(statement)
        for count in range(1, len(earlier) + 1):
            found = step(earlier[:count], subject, member, asked, setting, statement.both)
            if isinstance(found.judgement, Proved):
                break
        if isinstance(found.judgement, Undecided):
            if asked:
                self.posed.append(Posed(statement.label, asked, subject, member))
            return found.judgement
        if isinstance(found.judgement, Refuted) and not asked:
            return found.judgement
        self.settings[statement.label] = found.setting
        self.divisors[statement.label] = found.divisors
        self._poses(earlier[0], statement.label)
        return found.judgement

    def _poses(self, posed: Posed, solved: str) -> None:
        """An equation that a later line takes up poses a question; it claims nothing."""
        for place, finding in enumerate(self.findings):
            if finding.label == posed.label and finding.verdict is Verdict.UNDECIDED:
                what = f"poses an equation for {posed.unknown}" if posed.unknown else "states a condition"
                self.findings[place] = replace(
                    finding,
                    verdict=Verdict.DEFINITION,
                    own_verdict=Verdict.DEFINITION,
                    reason=f"{what}, which {solved} takes up",
                    true_if=None,
                )

    def _asked_for(self, subject: Term, member: Term) -> str:
        """The unknown that an equation asks for or restricts, `x = 2` or `Σ_k t_k = 1`, or ""."""
        sizes = self.derivation.notation.sizes | {PI.name}
        known = sizes | {name for name, _ in self.derivation.definitions}
        left, right = self._reached(subject) - known, self._reached(member) - known
        if isinstance(subject, Var) and subject.name not in sizes:
            return subject.name
        if (
            isinstance(subject, Deriv)
            and constant(member) == 0
            and self._speaks_of(subject, subject.wrt.name)
        ):
            return subject.wrt.name
        if left and _plain(subject) and left.isdisjoint(right):
            return min(left)
        return min(right) if right and not left and _plain(member) else ""

    def _speaks_of(self, term: Term, name: str) -> bool:
        """Whether an unknown is left in the normal form of a term."""
        try:
            form = Normalizer(self.derivation.setting()).normal_form(term)
        except Unsupported:
            return True
        return any(name in names_of(atom) for mono in form for atom, _ in mono)

    def _constant(self, term: Term) -> bool:
        try:
            return is_number(Normalizer(self.derivation.setting()).normal_form(term))
        except Unsupported:
            return False

    def _lost(self, term: Term, true: Judgement) -> Iterator[str]:
        """Names without a readable definition that a refutation, or a derivative, rests on."""
        opaque = self.derivation.opaque
        if isinstance(true, Refuted):
            yield from sorted(opaque & self._reached(term))
        for inner in walk(term) if opaque else ():
            if isinstance(inner, Deriv) and inner.wrt.name not in opaque:
                yield from sorted(opaque & self._reached(inner.body))

    def _beyond_doubt(self, statement: Statement, true: Refuted) -> Judgement:
        """A refutation that holds whatever the text says of the unknowns without assuming it."""
        subject, member = statement.subject.term, statement.member.term
        doubts = self._doubts(subject, member)
        opaque = next((doubt for doubt in doubts if doubt.opaque), None)
        if opaque is not None:
            return Undecided(f"the text says {opaque.latex}, which is not understood here")
        if not doubts:
            return true
        setting = self._needed(statement)
        known = setting.hypotheses
        for doubt in doubts:
            known = replace(known, positive=known.positive | doubt.positive)
            setting = replace(
                setting,
                hypotheses=known,
                conditions=(*setting.conditions, *doubt.conditions),
                totals={**doubt.totals, **setting.totals},
                solved={**doubt.solved, **setting.solved},
            )
        found = refute(subject, member, setting)
        if isinstance(found, Refuted):
            return found
        said = ", ".join(dict.fromkeys(doubt.latex for doubt in doubts))
        return Undecided(
            f"no counterexample was found where {said}, which the text says, but does not assume"
        )

    def _doubts(self, *terms: Term) -> list[Doubt]:
        """What the text says of the names of some terms, and does not assume."""
        sizes = frozenset().union(*map(range_letters, self._opened(terms)))
        names = sizes.union(*map(self._reached, terms)) - self.derivation.notation.indices
        return [d for d in self.derivation.assumptions.doubts if not names.isdisjoint(d.names)]

    def _opened(self, terms: Iterable[Term]) -> Iterator[Term]:
        """Terms, and the bodies of the definitions that they lead to."""
        names = frozenset().union(*(self._reached(term) for term in terms))
        yield from terms
        yield from (d.body for (name, _), d in self.derivation.definitions.items() if name in names)

    def _hidden(self, term: Term) -> Iterator[str]:
        """Unknowns that a term differentiates by where they do not occur: they may hide in others."""
        for inner in walk(term):
            if isinstance(inner, Deriv) and inner.wrt.name not in self._reached(inner.body):
                yield inner.wrt.name

    def _reached(self, term: Term) -> frozenset[str]:
        return reached(term, self.derivation.definitions)

    def _opening(self, statement: Statement) -> tuple[Term, ...]:
        """What a chain opens with needs its conditions too; they are told at its first claim."""
        opens = statement.kind is Kind.CLAIM and statement.previous is statement.subject
        return (statement.subject.term,) if opens else ()

    def _conditional(self, statement: Statement) -> tuple[Term, ...]:
        """The terms whose conditions are told with a claim."""
        divided = (quotient(ONE, divisor) for divisor in self.divisors.get(statement.label, ()))
        return (*self._opening(statement), statement.member.term, *divided)

    def _setting(self, statement: Statement) -> Setting:
        return self.settings.get(statement.label) or self.derivation.setting_of(statement)

    def _needed(self, statement: Statement) -> Setting:
        """The setting, with the bases > 0 of powers with unknown exponents, as the line is said to need."""
        setting = self._setting(statement)
        bases = based((statement.subject.term, statement.member.term), setting)
        names = {base.name for base in bases if isinstance(base, Var)}
        bound = (base for base in bases if not isinstance(base, Var) and not is_bound(base))
        extra = tuple(Claim(base, ">", ZERO) for base in bound)
        if not names and not extra:
            return setting
        known = replace(setting.hypotheses, positive=setting.hypotheses.positive | names)
        return replace(setting, hypotheses=known, conditions=(*setting.conditions, *extra))

    # Following, and what is granted

    def _follows(self, statement: Statement, true: Judgement) -> tuple[Judgement, tuple[str, ...]]:
        """Whether the member equals the one before, and the fewest wrong claims granted for it."""
        if statement.previous is None:
            return Undecided("the line before could not be read"), ()
        plain = self._follows_plainly(statement, true)
        if not isinstance(plain, Refuted):
            return plain, ()
        open_sets = False
        for granted in self._sets(statement.previous.term, statement.member.term):
            readings = self.grants.readings(granted)
            found = judge(
                statement.previous.term,
                statement.member.term,
                replace(self._setting(statement), readings=readings),
            )
            if isinstance(found, Proved):
                return found, tuple(claim.label for claim in granted)
            open_sets |= isinstance(found, Undecided)
        return (Undecided("whether it follows from an earlier slip is open") if open_sets else plain), ()

    def _follows_plainly(self, statement: Statement, true: Judgement) -> Judgement:
        """Without granting anything; through the subject where that settles it."""
        before = self.by_label.get(statement.follows_label)
        previous = statement.previous
        if previous is None or previous is statement.subject or (before and isinstance(before.true, Proved)):
            return true
        return judge(previous.term, statement.member.term, self._needed(statement))

    def _in_force(self, statement: Statement, verdict: Verdict, granted: tuple[str, ...]) -> tuple[str, ...]:
        """What an inherited line rests on: its own grants, and those of the lines that it carries on."""
        if verdict is not Verdict.INHERITED:
            return ()
        before = self.by_label.get(statement.follows_label)
        carried = before.granted if before else ()
        order = [claim.label for claim in self.grants.wrong]
        return tuple(sorted({*carried, *granted}, key=order.index))

    def _sets(self, *terms: Term) -> Iterator[tuple[Statement, ...]]:
        """Sets of earlier wrong claims that some terms may rest on, the small ones first."""
        count = 0
        wrong = self.grants.wrong_for(*terms)
        for size in range(1, MAX_GRANTED + 1):
            for chosen in combinations(wrong, size):
                count += 1
                if count > MAX_SETS:
                    return
                yield chosen

    def _explained_by(self, statement: Statement) -> tuple[str, ...] | None:
        """The smallest set of earlier wrong claims that make the member a right value of its subject."""
        setting = self._setting(statement)
        subject, member = statement.subject.term, statement.member.term
        for granted in self._sets(subject, member):
            found = prove(subject, member, replace(setting, readings=self.grants.readings(granted)))
            if isinstance(found, Proved):
                return tuple(claim.label for claim in granted)
        return None

    # What a false member gets

    def _falsehood(self, statement: Statement, finding: Finding, true: Refuted) -> Finding:
        """A false claim's finding with what is told of it, as far as there is time to find that out."""
        finding = replace(finding, counterexample=true.counterexample, explained_by=None)
        try:
            with time_limit(BESIDE_SECONDS):
                finding = replace(finding, explained_by=self._explained_by(statement))
            with time_limit(BESIDE_SECONDS):
                truth, residual = self._closed(statement)
            finding = replace(finding, truth=truth, residual=residual)
            return replace(finding, correction=self._correction(statement, truth))
        except _FAILURES as failure:
            meet_depth(failure)
            return finding

    def _closed(self, statement: Statement) -> tuple[Closed | None, Closed | None]:
        """The subject's value and the member's error, in the document's names."""
        setting = self._setting(statement)
        subject, member = statement.subject.term, statement.member.term
        key = (repr(subject), statement.case, statement.label if statement.label in self.settings else "")
        if key not in self.truths:
            own = subject.name if isinstance(subject, Ref) else ""
            self.truths[key] = self.closed(subject, setting, own)
        return self.truths[key], self.closed(Add((member, negated(subject))), setting)

    def closed(self, term: Term, setting: Setting, but: str = "") -> Closed | None:
        """A term in the document's names, `but` one; positive where all of its normal form is."""
        normalizer = Normalizer(setting)
        algebra = normalizer.algebra
        try:
            poly = normalizer.normal_form(term)
            if len(poly) > MAX_TERMS:
                return None
            folded = fold(poly, setting, but)
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
            read = normalizer.normal_form(self.derivation.term(latex))
            return is_zero(algebra, algebra.add(read, algebra.scale(poly, -1)))
        except (ReadError, Unsupported):
            return False

    def _correction(self, statement: Statement, truth: Closed | None) -> Correction | None:
        found = correct(statement, self.derivation, self._setting(statement))
        if found is not None or truth is None:
            return found
        node = self.writer.node(truth.term)
        return Correction(node, truth.term, truth.latex, statement.member.node)


_FAILURES = (Unsupported, ArithmeticError, ValueError, RecursionError)


def _plain(term: Term) -> bool:
    """Whether a term speaks of no defined name and no derivative."""
    return not any(isinstance(inner, Ref | Deriv) for inner in walk(term))


def _verdict(follows: Judgement, true: Judgement) -> Verdict:
    match follows, true:
        case Proved(), Proved():
            return Verdict.RIGHT
        case Proved(), Refuted():
            return Verdict.INHERITED
        case Refuted(), Proved():
            return Verdict.REPAIRED
        case Refuted(), Refuted():
            return Verdict.WRONG
        case _:
            return Verdict.UNDECIDED


def _reason(follows: Judgement, true: Judgement) -> str:
    reasons = [j.reason for j in (true, follows) if isinstance(j, Undecided)]
    return reasons[0] if reasons else ""


def audit(
    derivation: Derivation, progress: Progress | None = None, seconds: float = SECONDS
) -> tuple[Finding, ...]:
    """Judges all statements of a derivation, in the order of the document, each for some seconds at most."""
    writer, grants = Writer(derivation.notation.indices), Grants(derivation.setting())
    auditor = Auditor(derivation, writer, grants, seconds)
    total = len(derivation.statements)
    for count, statement in enumerate(derivation.statements):
        if progress is not None:
            progress(statement.label, count, total)
        finding = auditor.judge(statement)
        auditor.findings.append(finding)
        auditor.by_label[statement.label] = finding
    found = [*case_lints(auditor.findings), *map(_unread, derivation.unread)]
    order = {equation.tag: place for place, equation in enumerate(derivation.document.equations)}
    return tuple(sorted(found, key=lambda f: (order.get(f.statement.equation, 0), f.statement.part)))


def _unread(unread: Unread) -> Finding:
    verdict = Verdict.UNREAD
    if unread.ill_formed:
        verdict = Verdict.ILL_FORMED
    elif unread.scope:
        verdict = Verdict.UNDECIDED
    return Finding(unread, verdict, verdict, explained_by=None, reason=unread.error.message)
