"""How one statement was judged, told again: the normal forms of its sides, and the rules that gave them.

Takes an audit and a finding, gives a `Story`. It judges nothing: the verdict is the
finding's, and what is shown beside it is computed anew from the same terms.
"""

from __future__ import annotations

from itertools import islice

from derivation.audit.contexts import setting_of
from derivation.audit.findings import Finding, Verdict
from derivation.audit.grants import Grants
from derivation.audit.result import NO_CLAIMS, Audit
from derivation.reading.notation import range_text
from derivation.reading.statements import Side, Statement
from derivation.reading.writing import Writer
from derivation.records import dataclass, replace
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.search.zero import is_zero
from derivation.terms.limits import Unsupported, meet_depth, share, time_limit
from derivation.terms.setting import Setting
from derivation.terms.terms import Term, free_indices, walk
from derivation.text.printing import to_latex

MAX_TERMS = 200
MAX_PARTS = 4000
SECONDS = 1.0
"""For a story."""
COMPARING, STEP = 0.7, 0.5
"""The parts of the time that is left for comparing two sides, before they are written, and for a step."""


@dataclass(frozen=True, slots=True)
class Form:
    """A side of a statement: as it was read, and its normal form; `None` and why, where it has none.

    All in LaTeX, but `why`.
    """

    read: str
    normal: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides in normal form, and whether these agree. `rules` is the trace of both."""

    left: Form
    right: Form
    agree: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What `truth` compares is the subject and the member, `step` the line before and the member.

    `step` is `None` where it says the same; where claims are granted, the forms are what the sides say then.
    `ranges` are those of the free indices, in words; `onward` are the statements that rest on this one.
    """

    finding: Finding
    audit: Audit
    truth: Comparison | None = None
    step: Comparison | None = None
    before: Finding | None = None
    ranges: tuple[tuple[str, str], ...] = ()
    onward: tuple[str, ...] = ()


def story(audit: Audit, finding: Finding) -> Story:
    """The story of a finding of an audit."""
    with time_limit(SECONDS):
        return _story(audit, finding)


def _story(audit: Audit, finding: Finding) -> Story:
    statement = finding.statement
    if not isinstance(statement, Statement) or finding.own_verdict in NO_CLAIMS:
        return Story(finding, audit)
    derivation = audit.derivation
    writer = derivation.writer()
    setting = setting_of(derivation, finding, audit.findings)
    step = None
    if statement.previous is not None and (finding.granted or statement.previous is not statement.subject):
        granted = _grants(audit, finding).granting(_granted(audit, finding))
        granting = replace(setting, readings=granted.readings)
        with share(STEP):
            step = _comparison(statement.previous, statement.member, granting, writer)
    return Story(
        finding,
        audit,
        _comparison(statement.subject, statement.member, setting, writer),
        step,
        audit.before(finding),
        _ranges(statement, setting),
        _onward(audit, finding),
    )


def _ranges(statement: Statement, setting: Setting) -> tuple[tuple[str, str], ...]:
    free = free_indices(statement.subject.term) | free_indices(statement.member.term)
    known = setting.hypotheses
    return tuple((i, range_text(known.ranges[i])) for i in sorted(free - known.sizes) if i in known.ranges)


def _granted(audit: Audit, finding: Finding) -> tuple[Statement, ...]:
    found = (f.statement for f in audit.findings if f.label in finding.granted)
    return tuple(s for s in found if isinstance(s, Statement))


def _grants(audit: Audit, finding: Finding) -> Grants:
    """The claims that were known before a statement, as the audit noted them."""
    grants = Grants(audit.derivation.setting())
    noted = (Verdict.RIGHT, Verdict.REPAIRED, Verdict.WRONG)
    judged = {f.label: f for f in audit.findings}
    for statement in audit.derivation.statements if finding.granted else ():
        if statement.label == finding.label:
            break
        verdict = judged[statement.label].own_verdict
        if verdict in noted:
            grants.note(statement, right=verdict is not Verdict.WRONG)
    return grants


def _onward(audit: Audit, finding: Finding) -> tuple[str, ...]:
    """The statements that rest on this one: they go on from it, grant it, or are explained by it."""
    label = finding.label

    def rests(other: Finding) -> bool:
        goes_on = isinstance(other.statement, Statement) and other.statement.follows_label == label
        return goes_on or label in other.granted or label in (other.explained_by or ())

    return tuple(other.label for other in audit.findings if rests(other))


def _comparison(first: Side, second: Side, setting: Setting, writer: Writer) -> Comparison:
    normalizer = Normalizer(setting)
    algebra = normalizer.algebra
    agree = False
    try:
        with share(COMPARING):
            normalizer.suppose_stated()
            left, right = normalizer.normal_form(first.term), normalizer.normal_form(second.term)
            agree = is_zero(algebra, algebra.add(left, algebra.scale(right, -1)))
    except (Unsupported, RecursionError) as failure:
        meet_depth(failure)
    before, after = (_form(side.term, normalizer, writer) for side in (first, second))
    return Comparison(before, after, agree, tuple(dict.fromkeys(algebra.rules)))


def _form(term: Term, normalizer: Normalizer, writer: Writer) -> Form:
    read = to_latex(writer.node(term))
    try:
        form = normalizer.normal_form(term)
        if len(form) > MAX_TERMS:
            return Form(read, None, f"a sum of {len(form):,} terms, too long to show")
        shown = to_term(form)
        if next(islice(walk(shown), MAX_PARTS, None), None) is not None:
            return Form(read, None, f"it has more than {MAX_PARTS:,} parts, too long to show")
        return Form(read, to_latex(writer.node(shown)))
    except (Unsupported, RecursionError) as failure:
        meet_depth(failure)
        return Form(read, None, str(failure) or type(failure).__name__)
