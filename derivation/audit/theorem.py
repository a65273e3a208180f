"""Theorems: closed forms, and identities, proved from a document's definitions alone.

The truth is derived without the document's claims: differentiate what is
defined, bring to normal form, fold back into the document's names, and prove
that what came out is equal to what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from derivation.audit.contexts import known_for, setting_for
from derivation.audit.findings import Finding, Verdict
from derivation.audit.known import judged, opened_in
from derivation.audit.names import unknown_name
from derivation.reading.statements import Derivation, Side, Statement, told_ranges
from derivation.reading.writing import Writer
from derivation.records import dataclass, replace
from derivation.search.decide import judge, prove
from derivation.search.fold import cost, fold, named
from derivation.search.normal import Normalizer
from derivation.search.unfold import to_term
from derivation.terms.atoms import Exponential
from derivation.terms.judgement import Proved, Refuted
from derivation.terms.limits import Unsupported, time_limit_if_none
from derivation.terms.setting import Case, Setting, Total
from derivation.terms.terms import (
    Delta,
    Deriv,
    Fn,
    Mul,
    Num,
    Pow,
    Range,
    Ref,
    Term,
    Var,
    children,
    free_indices,
    reached,
    walk,
)
from derivation.text.printing import to_latex
from derivation.text.source import ReadError, Source, Span

SECONDS = 30.0


class NotProved(Exception):
    """What was asked for is not proved; the message says whether it is false or open."""


@dataclass(frozen=True, slots=True, repr=False)
class Theorem:
    """`subject = closed`, proved in `setting` for all sizes, indices and reals where both exist.

    `latex` and `closed_latex` print the two sides in the document's names;
    `document` says where the definitions come from, and `corrects` which of its
    statements say something false of the subject.
    """

    latex: str
    closed_latex: str
    subject: Term
    closed: Term
    setting: Setting
    proof: Proved
    document: str
    source: str = ""
    corrects: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.latex} = {self.closed_latex}"

    def __repr__(self) -> str:
        return f"<Theorem {self}>"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self}$"

    def prove_again(self) -> Proved:
        """The proof made anew; raises `NotProved`. Nothing is emitted without it."""
        found = judge(self.subject, self.closed, replace(self.setting))
        if isinstance(found, Proved):
            return found
        raise NotProved(f"{self} is not proved")


def theorem(derivation: Derivation, latex: str, findings: Sequence[Finding] = ()) -> Theorem:
    """The proved closed form of an expression, or the proved identity `A = B`.

    Of an expression that is differentiated, the closed form is the last one that the document prints
    in a right statement of its `findings`; it is proved again. Raises `ReadError` for what can't be read and
    `NotProved` for what is false or open.
    """
    try:
        with time_limit_if_none(SECONDS):
            return _theorem(derivation, latex, findings)
    except Unsupported as why:
        raise NotProved(f"{latex} has no closed form here: {why}") from None


def _theorem(derivation: Derivation, latex: str, findings: Sequence[Finding]) -> Theorem:
    right = (f.statement for f in findings if f.verdict is Verdict.RIGHT)
    printed = [statement for statement in right if isinstance(statement, Statement)]
    rows = derivation.read(latex)
    source = Source("expression", latex)
    if len(rows) != 1 or len(rows[0].members) > 2 or rows[0].relations not in (("",), ("", "=")):
        raise ReadError("an expression, or one equation A = B, is wanted here", source, Span(0, len(latex)))
    reader = derivation.reader.of(source)
    subject = reader.term(rows[0].members[0])
    sides = [Side(rows[0].members[0], subject)]
    notation = derivation.notation
    told = dict(told_ranges(notation, sides, Case()))
    for letter in sorted(free_indices(subject) - told.keys() - notation.ranges.keys()):
        if (span := notation.range_in(letter, (rows[0].members[0],))) is not None:
            told[letter] = span
    sides_of = tuple(reader.term(member) for member in rows[0].members)
    # An identity may speak of a letter of its own, c of S_j (j - c), for it holds for any value of it.
    slopes = tuple(part for side in sides_of for part in walk(side) if isinstance(part, Deriv))
    if told_of_a_name := unknown_name(derivation, sides_of if len(sides_of) == 1 else slopes):
        raise NotProved(f"{latex} is no theorem of this document: {told_of_a_name}")
    setting = setting_for(derivation, findings, sides_of, tuple(told.items()))
    if (unknown := _slope_of_unknown(sides_of, setting)) is not None:
        name, by = unknown
        raise NotProved(f"{latex} is no theorem of this document: it does not say how {name} depends on {by}")
    one_hot = setting
    setting = _of_any_weights(setting)
    if len(rows[0].members) == 2:
        closed = reader.term(rows[0].members[1])
        shown = to_latex(rows[0].members[1])
    else:
        _refuse_unknown(subject, latex)
        closed = _closed(subject, setting, latex, printed)
        said = _told(closed, subject, setting)
        writer = derivation.writer()
        shown = to_latex(rows[0].members[0] if said is subject else writer.node(said))
    found = judge(subject, closed, setting)
    if not isinstance(found, Proved) and one_hot is not setting:
        setting, found = one_hot, judge(subject, closed, one_hot)
    if isinstance(found, Proved):
        own = to_latex(rows[0].members[0])
        return Theorem(
            own, shown, subject, closed, setting, found, derivation.title, derivation.declared.source
        )
    if isinstance(found, Refuted):
        known = known_for(derivation, findings, sides_of, tuple(told.items()))
        if known.facts and not isinstance(judged(subject, closed, known).judgement, Refuted):
            raise NotProved(
                f"{latex} is not proved: theorems rest on what is defined, and it fails where "
                "what is assumed does not hold"
            )
        c = found.counterexample
        given = (*c.sizes, *c.places, *((name, _shown(value)) for name, value in c.values))
        at = ", ".join(f"{name} = {value}" for name, value in given)
        raise NotProved(f"{latex} is false: at {at} the left side is {c.left}, the right side {c.right}")
    raise NotProved(f"{latex} is not proved: {found.reason}")


def _shown(value: object) -> str:
    """A value of a counterexample, or those of an array."""
    return f"({', '.join(map(_shown, value))})" if isinstance(value, tuple) else str(value)


def _of_any_weights(setting: Setting) -> Setting:
    """A setting where what is one-hot only adds up to 1: nothing is told through the place of the 1."""
    hot = {
        name: definition.body.right
        for (name, arity), definition in setting.solved.items()
        if arity == 1 and isinstance(definition.body, Delta)
    }
    if not hot:
        return setting
    ranges = setting.hypotheses.ranges
    totals = {name: Total(ranges[place], Fraction(1), 1) for name, place in hot.items()}
    solved = {key: known for key, known in setting.solved.items() if key[0] not in hot}
    return replace(setting, solved=solved, totals={**setting.totals, **totals})


def closed_form(subject: Term, known: Theorem, ranges: Mapping[str, Range]) -> Theorem:
    """The proved closed form of a term that is built on a theorem's; raises `NotProved`."""
    hypotheses = replace(known.setting.hypotheses, ranges={**known.setting.hypotheses.ranges, **ranges})
    setting = replace(known.setting, hypotheses=hypotheses)
    writer = Writer(frozenset(hypotheses.ranges))
    latex = to_latex(writer.node(subject))
    try:
        form = Normalizer(setting).normal_form(subject)
        closed = fold(form, setting)
        if _divides_by_an_entry(closed):
            closed = to_term(form)
    except Unsupported as why:
        raise NotProved(f"{latex} has no closed form here: {why}") from None
    found = judge(subject, closed, setting)
    if not isinstance(found, Proved):
        raise NotProved(f"{latex} is not proved to be {to_latex(writer.node(closed))}")
    return replace(
        known,
        latex=latex,
        closed_latex=to_latex(writer.node(closed)),
        subject=subject,
        closed=closed,
        setting=setting,
        proof=found,
        corrects=(),
    )


def undifferentiated(known: Theorem) -> Theorem:
    """What a theorem differentiates, in the form that it is computed by; else the theorem itself."""
    subject = known.subject
    while isinstance(subject, Deriv):
        subject = subject.body
    if subject == known.subject:
        return known
    try:
        closed = _closed(subject, known.setting, known.latex, ())
    except NotProved:
        closed = subject
    return replace(known, subject=subject, closed=closed)


def _divides_by_an_entry(term: Term) -> bool:
    """Whether a term divides by what varies with a free index, e^{x_j}, which may round to 0."""
    return any(
        isinstance(part, Pow)
        and isinstance(part.exponent, Num)
        and part.exponent.value < 0
        and any(isinstance(inner, Fn) and inner.name == "exp" for inner in walk(part.base))
        and bool(free_indices(part.base) & free_indices(term))
        for part in walk(term)
    )


def _divides_by_what_vanishes(term: Term, setting: Setting) -> bool:
    """Whether a term divides by x_j, which may be 0, or by e^{x_j} where it has e^{x_i} elsewhere.

    What is divided by e^{x_j} alone is multiplied by e^{-x_j}, which is as good.
    """
    below = [part.base for part in walk(term) if isinstance(part, Pow) and _is_below(part)]
    entries = [inner for base in below for inner in (base.factors if isinstance(base, Mul) else (base,))]
    free = free_indices(term)
    if any(isinstance(e, Var) and set(e.indices) & free for e in entries):
        return True
    divisors = [e for e in entries if isinstance(e, Fn) and e.name == "exp" and free_indices(e) & free]
    bodies = [
        d.body for (name, _), d in setting.definitions.items() if name in reached(term, setting.definitions)
    ]
    above = [p for t in (term, *bodies) for p in walk(t) if isinstance(p, Fn) and p.name == "exp"]
    return any(_alike(d, other) for d in divisors for other in above if other != d)


def _alike(left: Term, right: Term) -> bool:
    """Whether two terms are the same but for their indices."""
    if isinstance(left, Var) and isinstance(right, Var):
        return left.name == right.name
    inner, others = children(left), children(right)
    if not inner or len(inner) != len(others) or type(left) is not type(right):
        return left == right
    return all(map(_alike, inner, others))


def _is_below(power: Pow) -> bool:
    return isinstance(power.exponent, Num) and power.exponent.value < 0


def _is_opened(term: Term, setting: Setting, seen: set[tuple[str, int]]) -> bool:
    """Whether a term, or a definition that it leads to, is no formula to compute by.

    That is a derivative, and the logarithm of a product with exponentials.
    """
    for part in walk(term):
        if isinstance(part, Deriv) or (
            isinstance(part, Fn) and part.name == "log" and _has_exponential(part.argument, setting)
        ):
            return True
        key = (part.name, len(part.indices)) if isinstance(part, Ref) else None
        if key is not None and key not in seen and key in setting.definitions:
            seen.add(key)
            if _is_opened(setting.definitions[key].body, setting, seen):
                return True
    return False


def _has_exponential(term: Term, setting: Setting) -> bool:
    """Whether a term is a product with an exponential, e^x / Z, of which the logarithm is x - log Z."""
    normalizer = Normalizer(setting)
    try:
        form = normalizer.normal(term, {letter: letter for letter in free_indices(term)})
    except Unsupported:
        return True
    return len(form) == 1 and any(isinstance(atom, Exponential) for mono in form for atom, _ in mono)


def _refuse_unknown(subject: Term, latex: str) -> None:
    if isinstance(subject, Var):
        raise NotProved(f"{latex} is an unknown, which the document defines nowhere")


def _slope_of_unknown(sides: Iterable[Term], setting: Setting) -> tuple[str, str] | None:
    """A letter without a value that is differentiated by another one: its derivative is unknown, not 0."""
    for term in opened_in(setting, sides):
        for slope in walk(term):
            if isinstance(slope, Deriv) and isinstance(slope.body, Var | Ref):
                key = (slope.body.name, len(slope.body.indices))
                valued = key in setting.definitions or key in setting.solved
                if not valued and slope.body.name != slope.wrt.name:
                    return slope.body.name, slope.wrt.name
    return None


def _told(closed: Term, subject: Term, setting: Setting) -> Term:
    """What is printed of a closed form: of a name that is its own, its definition."""
    if isinstance(subject, Ref) and closed == subject and not subject.arguments:
        found = setting.definitions.get((subject.name, len(subject.indices)))
        if found is not None and found.parameters == subject.indices:
            return found.body
    return closed


def _closed(subject: Term, setting: Setting, latex: str, printed: Iterable[Statement]) -> Term:
    """The name that the document has for it; else what is shorter, the subject or its normal form in names.

    What is printed is mostly better to compute by than a normal form, which multiplies out: of a
    derivative, what it is said to be comes first. Logarithms are another thing: the normal form of
    log e^x / Z, x - log Z, loses nothing.
    """
    opened = _is_opened(subject, setting, set())
    if isinstance(subject, Ref) and not opened:
        return subject
    try:
        form = Normalizer(setting).normal_form(subject)
        if (name := named(form, subject, setting)) and not _is_opened(name, setting, set()):
            return name
        folded = fold(form, setting)
        if _divides_by_what_vanishes(folded, setting):
            folded = to_term(form)
    except Unsupported as why:
        if opened and (said := _said(subject, setting, printed)) is None:
            raise NotProved(f"{latex} has no closed form here: {why}") from None
        return said if opened and said is not None else subject
    if not opened:
        return folded if cost(folded) < cost(subject) else subject
    return _said(subject, setting, printed) or folded


def _said(subject: Term, setting: Setting, printed: Iterable[Statement]) -> Term | None:
    """What the last right line that says something of a term says it is, if one can compute by that."""
    said = [s.member.term for s in printed if s.subject.term == subject and not s.case_text]
    for term in reversed(said):
        if not _is_opened(term, setting, set()) and isinstance(prove(subject, term, setting), Proved):
            return term
    return None
