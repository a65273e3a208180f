"""How the context grows: what prose says, what displays define and give, and what holds at a statement.

The auditor grows it line by line; who asks later about a statement of an audit
(its story, a theorem) gets the same from the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from derivation.audit.evidence import fails_by_little
from derivation.audit.findings import Finding, Role, Verdict
from derivation.audit.implications import Implications
from derivation.audit.known import Known, known_at, proves
from derivation.audit.roles import spoken
from derivation.reading.facts import fact
from derivation.reading.position import slopes
from derivation.reading.statements import Derivation, Ranges, Statement
from derivation.records import replace
from derivation.search.decide import judge
from derivation.search.facts import under
from derivation.terms.context import Anew, Context, Fact, Held, Origin, names_in
from derivation.terms.judgement import Refuted
from derivation.terms.limits import FAILURES, Exhausted, Unsupported, limits_met, meet_depth, time_limit
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import Definition, Deriv, Ref, Term, Var, constant, function_of, walk
from derivation.text.printing import to_latex


def said(held: Held, entries: Sequence[Held], derivation: Derivation) -> Held | None:
    """What prose says after some entries; `None` where that is known already.

    What gives another value to what has one, and begins nothing anew, is not understood.
    """
    before = Context(tuple(entries)).at(held.start)
    match held.entry:
        case Fact(firm=True, reason=True, equations=[_, *_]) as known:
            return replace(held, entry=replace(known, firm=not _is_mistaken(known, before, derivation)))
        case Fact(firm=firm, origin=origin) if firm or origin is not Origin.SAID:
            return held
        case Fact(told=True) as own if own.understood and _brings_all(own, held.start, before, derivation):
            return replace(held, entry=replace(own, names=names_in(own.claims), firm=True))
        case Definition(name, parameters) if (name, len(parameters)) in before.definitions:
            return _again(held, held.entry, before, derivation)
        case Definition(name, parameters, body, variables) if not held.anew and _is_posed(name, before):
            claim = Claim(Ref(name, parameters, tuple(map(Var, variables))), "=", body, held.latex)
            line = derivation.document.source.line_column(max(held.start, 0))[0]
            known = fact(held.latex, (claim,), derivation.notation, held.origin, held.start, line, False)
            return replace(held, entry=replace(known, names=frozenset((name,))))
        case Anew(name):
            values = [h for h in before.entries if isinstance(h.entry, Definition) and h.entry.name == name]
            apart = bool(values) and derivation.scopes.apart(values[-1].start, held.start)
            return held if apart else None
        case Fact() as doubt if doubt.understood:
            return _compared(held, doubt, before, derivation)
    return held


def _brings_all(own: Fact, place: int, before: Context, derivation: Derivation) -> bool:
    """Whether an equation that is told speaks of letters of which nothing is known, that no line defines, and
    of one at least that no line above speaks of: as a display that brings in letters, it is given."""
    sides = [side for claim in own.claims for side in (claim.left, claim.right)]
    if any(isinstance(t, Deriv) for side in sides for t in walk(side)):
        return False
    names = names_in(own.claims)
    numbers = any(constant(side) is not None for side in sides)
    valued = {name for name, _ in before.definitions}
    valued |= {s.head.name for s in derivation.statements if s.head is not None}
    told = (fact.names for fact in before.facts if fact.firm and fact.equations)
    if len(own.equations) < len(own.claims) or numbers or not names.isdisjoint(valued.union(*told)):
        return False
    above = (s for s in derivation.statements if s.place < place)
    met = (spoken(side.term) for s in above for side in (s.subject, s.member))
    return not names <= frozenset().union(*met)


def _again(held: Held, own: Definition, before: Context, derivation: Derivation) -> Held | None:
    """A definition of what has a value."""
    known = before.definitions[own.name, len(own.parameters)]
    start = next(h.start for h in reversed(before.entries) if h.entry is known)
    if known == own or (known.is_slope and not held.anew):
        return None
    if derivation.scopes.apart(start, held.start):
        return replace(held, end=min(held.end, derivation.scopes.end_of_facts(held.start)))
    if held.anew and start < held.start:
        return held
    claim = Claim(Ref(own.name, own.parameters, tuple(map(Var, own.variables))), "=", own.body, held.latex)
    line = derivation.document.source.line_column(max(held.start, 0))[0]
    doubt = fact(held.latex, (claim,), derivation.notation, held.origin, held.start, line, False)
    doubt = replace(doubt, words=held.words)
    return _compared(held, doubt, before, derivation)


def _compared(held: Held, doubt: Fact, before: Context, derivation: Derivation) -> Held | None:
    """What prose says without assuming it: nothing where it agrees with the values that names have.

    Where it does not, or nobody knows, what it says of these names is not understood.
    """
    sides = [side for claim in doubt.equations for side in (claim.left, claim.right)]
    valued = {t.name for t in sides if isinstance(t, Ref) and (t.name, len(t.indices)) in before.definitions}
    applied = {side.name for side in sides if isinstance(side, Ref) and side.arguments}
    if not valued | applied:
        return held
    if valued and all(_agrees(claim, before, derivation) for claim in doubt.claims):
        return None
    end = min(held.end, derivation.scopes.end_of_facts(max(held.start, 0)))
    return replace(held, entry=replace(doubt, claims=(), names=frozenset(valued | applied)), end=end)


def _is_mistaken(reason: Fact, before: Context, derivation: Derivation) -> bool:
    """Whether what a sentence gives as a reason fails for what has a value, or is nearly an identity, and
    none: to assume it would be to choose the letters so that a slip holds. What takes too long to ask is not
    assumed."""
    for claim in reason.equations:
        sides = (claim.left, claim.right)
        if any(constant(side) is not None for side in sides):
            continue  # where something is 0 may be what follows is about
        try:
            with limits_met() as met, time_limit(AGREEING):
                setting = known_at(derivation, replace(before, entries=_values(before)), sides).setting
                if isinstance(judge(*sides, setting), Refuted):
                    inner = (t for side in sides for t in walk(side) if isinstance(t, Ref))
                    if any(map(setting.opens, inner)) or fails_by_little(*sides, setting) is not False:
                        return True
        except Exhausted:
            return True
        except FAILURES as why:
            meet_depth(why)
            continue
        if met:
            return True
    return False


def _values(context: Context) -> tuple[Held, ...]:
    """The values of names, without what else is known of them."""
    return tuple(held for held in context.entries if not isinstance(held.entry, Fact))


def _agrees(claim: Claim, before: Context, derivation: Derivation) -> bool:
    """Whether what prose says follows from what is known."""
    if claim.relation != "=":
        return False
    try:
        with time_limit(AGREEING):
            known = known_at(derivation, before, (claim.left, claim.right))
            firm = tuple(
                known_fact for known_fact in known.facts if known_fact.firm and known_fact.understood
            )
            return proves(claim.left, claim.right, known, firm)
    except FAILURES as why:
        meet_depth(why)
        return False


AGREEING = 0.25
"""The seconds for the question whether a sentence agrees with what is known."""


def _is_posed(name: str, before: Context) -> bool:
    """Whether an equation that is given speaks of a name."""
    return any(known.firm and known.equations and name in known.names for known in before.facts)


def printed(
    finding: Finding, derivation: Derivation, implications: Implications, before: Context
) -> tuple[Held, ...]:
    """What a statement gives or defines, for the lines below it; `before` is what was known before it."""
    statement = finding.statement
    if not isinstance(statement, Statement):
        return ()
    if finding.supposes is not None and finding.verdict is Verdict.RIGHT:
        end = derivation.scopes.end_of_facts(statement.place)
        return (Held(finding.supposes, statement.place, end, "", finding.supposes.latex, Origin.SAID),)
    match finding.role:
        case Role.DEFINITION if statement.head is not None:
            return _defined(statement, derivation, before)
        case Role.DEFINITION | Role.GIVEN if not implications.premise(statement) or _is_stationary(statement):
            own = fact_of(statement, derivation, implications)
            end = derivation.scopes.end_of_facts(statement.place)
            begun = _forgotten(own, statement, derivation, before, end)
            return (*begun, *_solved(own, statement, before, end), _held(own, statement, end))
        case _:
            return ()


def _is_stationary(statement: Statement) -> bool:
    """Whether a derivative is put to 0: what follows is at that point, beyond its display, too."""
    return isinstance(statement.subject.term, Deriv) and constant(statement.member.term) == 0


def _forgotten(
    own: Fact, statement: Statement, derivation: Derivation, before: Context, end: int
) -> Iterator[Held]:
    """The names of a given that have values of sections which are over: they begin anew."""
    for held in before.entries:
        match held.entry:
            case Definition(name) if name in own.names and held.start >= 0:
                if derivation.scopes.end_of_facts(held.start) <= statement.place:
                    yield Held(Anew(name), statement.place, end, statement.label)


def _solved(own: Fact, statement: Statement, before: Context, end: int) -> Iterator[Held]:
    """The letters of an equation that words say is to be solved, where an equation that was solved before
    speaks of them: they begin anew."""
    governed = statement.governed
    if not governed.apart or not governed.words.lower().startswith(("solve", "find", "determine")):
        return
    facts, valued = before.facts, frozenset(name for name, _ in before.definitions)
    for held in before.entries:
        old = held.entry
        if isinstance(old, Fact) and old.posed and held.start < statement.place:
            for name in sorted((old.names & own.names) - valued if old in facts else ()):
                yield Held(Anew(name), statement.place, max(end, held.end), statement.label)


def _held(own: Fact, statement: Statement, end: int) -> Held:
    return Held(own, statement.place, end, statement.label, own.latex)


def _defined(statement: Statement, derivation: Derivation, before: Context) -> tuple[Held, ...]:
    head = statement.head
    if head is None:
        return ()
    first = statement.opens and not statement.continues
    value = statement.member.term if first else statement.previous.term
    sizes = derivation.notation.sizes
    definition = function_of(head.name, head.parameters, value, statement.variables, sizes)
    scopes = derivation.scopes
    # A number is what a name is worth in a section; and an old value is back when that ends.
    again = head.key in before.definitions or constant(value) is not None
    end = (scopes.end_of_facts if again else scopes.end_of_names)(statement.place)
    found = []
    for own in (definition, *slopes(definition, derivation.reader.partials)):
        known = derivation.definitions.get((own.name, len(own.parameters)))
        entry = known if known is not None and known == own else own
        found.append(Held(entry, statement.place, end, statement.label, statement.latex))
    if statement.conditions:
        place, line = statement.place, statement.line
        known_fact = fact(
            statement.case_text, statement.conditions, derivation.notation, Origin.PRINTED, place, line
        )
        found.append(_held(replace(known_fact, names=frozenset((head.name,))), statement, end))
    return tuple(found)


def fact_of(statement: Statement, derivation: Derivation, implications: Implications) -> Fact:
    """What a statement says, as a fact."""
    own = implications.claims(statement)
    claims = (*own, *statement.conditions) if own else ()
    latex = f"{to_latex(statement.subject.node)} {statement.relation} {to_latex(statement.member.node)}"
    place, line = statement.place, statement.line
    return fact(latex, claims, derivation.notation, Origin.PRINTED, place, line, label=statement.label)


def context_of(
    derivation: Derivation, findings: Iterable[Finding], statement: Statement | None = None
) -> Context:
    """What holds at a statement of an audit; without one, all that holds anywhere."""
    implications = Implications.of_derivation(derivation)
    place = len(derivation.document.source.text) + 1 if statement is None else statement.place
    pending = list(derivation.entries)
    entries: list[Held] = []
    before = [f for f in findings if f.statement is not statement and isinstance(f.statement, Statement)]
    for finding in before:
        own = finding.statement
        if not isinstance(own, Statement) or own.place > place:
            continue
        _take(pending, entries, own.place, derivation)
        entries += printed(finding, derivation, implications, Context(tuple(entries)).at(own.place))
    _take(pending, entries, place, derivation)
    if statement is not None:
        return Context(tuple(entries)).at(statement.place)
    return Context(tuple(replace(held, start=0, end=1) for held in entries))


def _take(pending: list[Held], entries: list[Held], place: int, derivation: Derivation) -> None:
    while pending and pending[0].start <= place:
        held = pending.pop(0)
        own = said(held, entries, derivation)
        entries += [own] if own is not None else []


def setting_of(derivation: Derivation, finding: Finding, findings: Iterable[Finding]) -> Setting:
    """What a claim was judged in, the facts that it used included."""
    statement = finding.statement
    if not isinstance(statement, Statement):
        return derivation.setting()
    context = context_of(derivation, findings, statement)
    terms = (statement.subject.term, statement.previous.term, statement.member.term)
    known = known_at(derivation, context, terms, statement.case, statement.ranges, statement.conditions)
    used = {(given.latex, given.label) for given in finding.givens}
    return _with(known, [f for f in known.facts if (f.latex, f.label) in used])


def known_for(
    derivation: Derivation, findings: Iterable[Finding], terms: Iterable[Term], ranges: Ranges = ()
) -> Known:
    """What is known of terms that stand nowhere in the document."""
    return known_at(derivation, context_of(derivation, findings), terms, None, ranges)


def setting_for(
    derivation: Derivation, findings: Iterable[Finding], terms: Iterable[Term], ranges: Ranges = ()
) -> Setting:
    """What terms are judged in that stand nowhere in the document: with what prose says anywhere."""
    known = known_for(derivation, findings, terms, ranges)
    said_facts = [f for f in known.facts if f.firm and f.understood and f.origin is not Origin.PRINTED]
    return _with(known, said_facts)


def _with(known: Known, facts: list[Fact]) -> Setting:
    """A setting under facts, those left out that have no form in it."""
    setting = known.setting
    for own in facts:
        try:
            setting = under(setting, own.claims, own.ranges).setting
        except Unsupported:
            continue
    return setting
