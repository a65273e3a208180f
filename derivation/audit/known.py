"""What is known where a line stands, and whether the line follows from it.

Takes the context and the line's own conditions; gives a `Known`: the setting that the
line is judged in, and the facts that it is tied to. `judged` proves with the fewest
facts that do, and refutes only at points at which all of them hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from derivation.audit.conditions import based, is_bound, ranging
from derivation.audit.near import mattering, nearest_first
from derivation.reading.statements import Conditions, Derivation, Ranges
from derivation.records import dataclass, replace
from derivation.search.decide import judge, prove, refute, seen_at
from derivation.search.entailment import NEVER, NOWHERE, entails, holds_somewhere
from derivation.search.facts import Under, under
from derivation.search.fixed_sizes import AtSizes, sizes_told
from derivation.search.induction import steps
from derivation.search.isolation import isolated
from derivation.search.jets import (
    DIFFERENTIAL,
    Jets,
    dependences,
    dependences_said,
    differentiated_by,
    elaborated,
)
from derivation.search.recurrences import (
    NOTHING,
    Induction,
    Obligation,
    Rules,
    found_in,
    hold_from,
    inductions,
    partial_sums,
    starts_missing,
    unrolled,
)
from derivation.search.recurrences import Found as Sequences
from derivation.search.sequence_slopes import take_slopes
from derivation.terms.context import Context, Fact, Origin
from derivation.terms.indices import is_numeral
from derivation.terms.judgement import Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Exhausted, Unsupported, limits_met, share, time_left
from derivation.terms.setting import Case, Claim, Setting, both_integers, integers_of
from derivation.terms.terms import (
    ZERO,
    Add,
    Definitions,
    Delta,
    Deriv,
    Fn,
    Pow,
    Prod,
    Ref,
    Sum,
    Term,
    Var,
    constant,
    free_indices,
    has_derivative,
    mapped,
    reached,
    walk,
)

MAX_DROPPED = 8
"""How many facts are tried to be done without."""
NEAR = (4, 12)
"""Of more facts than the last, so many of the nearest are tried before all."""
HALF = 0.5
"""The part of it for a proof from a few facts, where there are many."""
TRUTH = 0.6
"""The part of the time that is left which each question of a verdict may take: is it true, does it follow."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: a `setting` without facts, the line's own `equations`, and the `facts` it is tied to."""

    setting: Setting
    equations: Conditions = ()
    facts: tuple[Fact, ...] = ()
    strictly: bool = False
    gained: bool = False
    proving: bool = False
    depends: bool = False
    ask: Callable[[Term, Term, Setting], Judgement] = judge

    def granting(self, setting: Setting) -> Known:
        return replace(self, setting=setting)


@dataclass(frozen=True, slots=True)
class Found:
    """A judgement, the setting that it holds in, the facts that it used, and what may not be 0 for it.

    Of a claim that is refuted, `possible` says that it holds at some points at which the facts do, and
    `unique` that these hold in one way only, so that there is one true value. A claim that is open for what
    the text says and is not assumed, or not understood, is `shielded`.
    """

    judgement: Judgement
    setting: Setting
    givens: tuple[Fact, ...] = ()
    divisors: tuple[Term, ...] = ()
    possible: bool = False
    unique: bool = True
    shielded: bool = False


def known_at(
    derivation: Derivation,
    context: Context,
    terms: Iterable[Term],
    case: Case | None = None,
    ranges: Ranges = (),
    conditions: Conditions = (),
) -> Known:
    """What is known of some terms in a context, under a case and conditions of their own."""
    terms = tuple(terms)
    orders = tuple(c for c in conditions if c.relation != "=")
    equations = tuple(c for c in conditions if c.relation == "=")
    sides = tuple(side for claim in conditions for side in (claim.left, claim.right))
    facts = context.relevant((*terms, *sides))
    chosen = {name for claim in equations if (name := valued_in(claim))}
    facts = tuple(f for f in facts if chosen.isdisjoint(map(valued_in, f.claims)))
    if len(facts) > NEAR[-1] or not all(fact.firm for fact in facts):
        notation = derivation.notation
        kept = mattering(facts, (*terms, *sides), context, notation.positive | notation.sizes)
        facts = tuple(f for f in facts if f in kept or (f.firm and len(facts) <= NEAR[-1]))
    if len(facts) > NEAR[-1]:
        facts = nearest_first(facts, (*terms, *sides), context)
    spoken = (*terms, *sides, *(s for f in facts for c in f.claims for s in (c.left, c.right)))
    definitions = _in_force(derivation, context, spoken)
    free: frozenset[str] = frozenset().union(*map(free_indices, terms)) if orders else frozenset()
    setting = derivation.setting(definitions, case, ranges, orders, free)
    claims = [claim for known_fact in facts for claim in known_fact.claims] + list(equations)
    return Known(setting, equations, facts, depends=differentiates(setting, spoken, claims))


def valued_in(claim: Claim) -> str:
    """The letter whose value a claim says, `n = 3`, and nothing else; or ""."""
    match claim:
        case Claim(Var(name, ()), "=", value) | Claim(value, "=", Var(name, ())) if (
            constant(value) is not None
        ):
            return name
        case _:
            return ""


def _in_force(derivation: Derivation, context: Context, terms: Iterable[Term]) -> Definitions:
    """The definitions that hold; those of the whole document where these say the same of all that is
    spoken of.

    Settings with the same definitions share what was found in them.
    """
    own = context.definitions
    whole = derivation.definitions
    names = reached(Add(tuple(terms)), whole)
    keys = {key for key in (*whole, *own) if key[0] in names}
    return whole if all(own.get(key) == whole.get(key) for key in keys) else own


def needed(known: Known, terms: tuple[Term, ...]) -> Known:
    """What is known with what a line is said to need: the bases > 0 of powers with unknown exponents, but
    those that facts call integers, and sizes for which no range of its sums would have to run backwards."""
    setting = known.setting
    told = integers_of(claim for fact in known.facts if fact.firm for claim in fact.claims)
    counted = replace(setting.hypotheses, integers=both_integers(setting.hypotheses.integers, told))
    bases = based(terms, replace(setting, hypotheses=counted))
    names = {base.name for base in bases if isinstance(base, Var)}
    bound = (base for base in bases if not isinstance(base, Var | Ref) and not is_bound(base))
    extra = (*(Claim(base, ">", ZERO) for base in bound), *ranging(opened_in(setting, terms), setting))
    if not names and not extra:
        return known
    positive = replace(setting.hypotheses, positive=setting.hypotheses.positive | names)
    return replace(
        known, setting=replace(setting, hypotheses=positive, conditions=(*setting.conditions, *extra))
    )


def told(known: Known) -> Setting:
    """The setting under the facts that may prove something: what these say is no condition of a line."""
    firm = tuple(fact for fact in known.facts if fact.firm and fact.understood)
    try:
        return _under(known, firm)[0] if firm else known.setting
    except Unsupported:
        return known.setting


def judged(
    left: Term,
    right: Term,
    known: Known,
    strictly: bool = False,
    gained: bool = False,
    refuting: bool = True,
) -> Found:
    """Whether a claim follows from what is known; with the facts that it needs, and no others.

    It holds `strictly` where no factor has to be told that must not be 0 for it. Where a root may be
    `gained`, a point on the facts at which a side does not exist refutes it. Without `refuting`, it is
    proved or open.
    """
    known = replace(known, strictly=strictly, gained=gained, ask=judge if refuting else prove)
    told = [claim for fact in known.facts if fact.firm for claim in fact.claims]
    if numbers := sizes_told((*known.equations, *told), known.setting.hypotheses.sizes):
        return _at_sizes(left, right, known, AtSizes(numbers, known.setting), refuting)
    return _judged(left, right, known, refuting)


def _at_sizes(left: Term, right: Term, known: Known, at: AtSizes, refuting: bool) -> Found:
    """`judged`, where some sizes are numbers."""
    used = tuple(fact for fact in known.facts if sizes_told(fact.claims, known.setting.hypotheses.sizes))
    facts = (
        replace(fact, claims=tuple(map(at.claim, fact.claims))) for fact in known.facts if fact not in used
    )
    equations = (c for c in known.equations if not sizes_told((c,), known.setting.hypotheses.sizes))
    fixed = replace(known, setting=at.fixed, facts=tuple(facts), equations=tuple(map(at.claim, equations)))
    found = _judged(at.term(left), at.term(right), fixed, refuting)
    givens = tuple(dict.fromkeys((*(fact for fact in used if fact.firm), *found.givens)))
    return replace(found, setting=known.setting, givens=givens)


def _judged(left: Term, right: Term, known: Known, refuting: bool) -> Found:
    """`judged`, where no size is a number."""
    left, right, known, undefined = _with_values_unknown(left, right, known)
    found = _in_letters(left, right, known, refuting)
    if undefined and isinstance(found.judgement, Refuted):
        return replace(found, judgement=Undecided(f"{undefined}, which is not defined"))
    return found


def _in_letters(left: Term, right: Term, known: Known, refuting: bool) -> Found:
    """`judged`, where all functions have values."""
    if known.facts or known.equations:
        left, right, known = _labelled(left, right, known)
    used: tuple[Fact, ...] = ()
    if known.depends:
        try:
            taken = take_slopes((left, right), known.facts, known.equations, known.setting)
            (first, second), used = taken.terms, taken.used
            left, right, known, hidden = _with_jets(first, second, replace(known, facts=taken.facts))
        except Unsupported:
            if any(
                isinstance(t, Deriv) for term in opened_in(known.setting, (left, right)) for t in walk(term)
            ):
                raise
            known = replace(known, facts=tuple(f for f in known.facts if not _slopes_in(f)), depends=False)
            hidden = ""
        if hidden:
            return Found(Undecided(f"what is differentiated is not written through {hidden}"), known.setting)
    found = _in_sequences(left, right, known, refuting)
    return replace(found, givens=tuple(dict.fromkeys((*used, *found.givens))))


def _slopes_in(fact: Fact) -> bool:
    """Whether a fact speaks of derivatives."""
    return any(has_derivative(side) for claim in fact.claims for side in (claim.left, claim.right))


def _in_sequences(left: Term, right: Term, known: Known, refuting: bool) -> Found:
    """`judged`, where all derivatives are unknowns, or are to be taken."""
    try:
        sequences = found_in(known.facts, known.equations, known.setting, (left, right))
    except Unsupported:
        sequences = NOTHING
    if sequences.rules:
        return _by_recurrences(left, right, known, sequences, refuting)
    found = _settled(left, right, known, refuting)
    if isinstance(found.judgement, Undecided) and (sums := partial_sums((left, right), known.setting)):
        setting = known.setting
        others = {key: own for key, own in setting.definitions.items() if key not in sums}
        opened = replace(known, setting=replace(setting, definitions=others))
        summed = _by_recurrences(left, right, opened, Sequences(sums, (), known.equations), refuting)
        return replace(summed, setting=setting) if not isinstance(summed.judgement, Undecided) else found
    return found


def _by_recurrences(left: Term, right: Term, known: Known, found: Sequences, refuting: bool) -> Found:
    """Whether a claim about sequences follows: unrolled, by induction, or as it is; refuted at points that
    obey the recurrences."""
    setting = replace(known.setting, recurrences=found.rules)
    rest = replace(
        known,
        setting=setting,
        facts=tuple(f for f in known.facts if f not in found.facts),
        equations=found.equations,
    )
    proving = replace(rest, ask=prove)
    try:
        first, second = unrolled((left, right), found.rules, setting)
        proof = _settled(first, second, proving, False)
        ways = inductions(left, right, found.rules, setting)
        if not ways and (alone := isolated(first, second, found.rules, setting)):
            ways = inductions(*alone, found.rules, setting)
    except Unsupported as why:
        return Found(Undecided(str(why)), known.setting)
    if not isinstance(proof.judgement, Proved):
        for each in steps(left, right, setting):
            low = each.range.low.offset
            if not hold_from(each.then, each.letter, low, found.rules, setting):
                continue
            parts = (Obligation(*each.first), Obligation(*each.then, (each.letter, each.range)))
            shown = [_obliged_in_turn(part, known, proving, found) for part in parts]
            if all(isinstance(part.judgement, Proved) for part in shown):
                givens = dict.fromkeys(fact for part in shown for fact in part.givens)
                proof = replace(shown[-1], judgement=Proved(("induction",)), givens=tuple(givens))
                break
    for way in ways if not isinstance(proof.judgement, Proved) else ():
        step = _obliged(way.step, proving)
        if isinstance(step.judgement, Proved) and way.missing:
            reason = f"nothing says what {way.missing} is; the line is right where it has the value for it"
            return Found(Undecided(reason), known.setting)
        bases = [_obliged(base, proving, found.rules) for base in way.bases]
        if all(isinstance(part.judgement, Proved) for part in (step, *bases)):
            givens = dict.fromkeys(fact for part in (step, *bases) for fact in part.givens)
            proof = replace(step, judgement=Proved(("induction",)), givens=tuple(givens))
            break
    if isinstance(proof.judgement, Proved):
        if not _hold_beside(left, right, rest, found):
            return Found(Undecided(NOWHERE), known.setting)
        return replace(proof, givens=tuple(dict.fromkeys((*found.facts, *proof.givens))))
    if not refuting:
        return proof
    refuted = _settled(left, right, replace(rest, ask=judge), True)
    if not isinstance(refuted.judgement, Refuted):
        return proof
    if unstarted := starts_missing((left, right), found.rules, setting):
        open_ = [way for way in ways if way.missing]
        if not any(isinstance(_refuted_step(way, rest), Refuted) for way in open_):
            return Found(Undecided(f"nothing says where {unstarted} starts"), known.setting)
    derived = any(isinstance(t, Deriv) for side in (left, right) for t in walk(side))
    used = tuple(dict.fromkeys((*found.facts, *refuted.givens)))
    return replace(refuted, givens=used, unique=refuted.unique and not derived)


def _hold_beside(left: Term, right: Term, rest: Known, found: Sequences) -> bool:
    """Whether other facts about the sequences can hold where these obey their recurrences."""
    names = {name for name, _ in found.rules}
    others = tuple(f for f in rest.facts if f.firm and f.equations and not names.isdisjoint(f.names))
    return not others or hold_together(left, right, rest, others)


def _obliged_in_turn(part: Obligation, known: Known, proving: Known, found: Sequences) -> Found:
    """Whether a part of an induction is proved, of what has no sum by an induction of its own."""
    shown = _obliged(part, proving, found.rules)
    summed = any(isinstance(t, Sum | Prod) for side in (part.left, part.right) for t in walk(side))
    if summed or isinstance(shown.judgement, Proved):
        return shown
    return _by_recurrences(part.left, part.right, _ranging(part, known), found, refuting=False)


def _obliged(part: Obligation, known: Known, rules: Rules | None = None) -> Found:
    """Whether a part of an induction is proved."""
    sides = (part.left, part.right)
    left, right = unrolled(sides, rules, known.setting) if rules else sides
    return _settled(left, right, _ranging(part, known), False)


def _refuted_step(way: Induction, known: Known) -> Judgement:
    step = _settled(way.step.left, way.step.right, replace(_ranging(way.step, known), ask=judge), True)
    return step.judgement


def _ranging(part: Obligation, known: Known) -> Known:
    """What is known where the letter of an induction has its range."""
    if part.range is None:
        return known
    letter, span = part.range
    hypotheses = known.setting.hypotheses
    ranges = {**hypotheses.ranges, letter: span}
    return replace(known, setting=replace(known.setting, hypotheses=replace(hypotheses, ranges=ranges)))


def _settled(left: Term, right: Term, known: Known, refuting: bool) -> Found:
    """`judged`, where no recurrence helps any more."""
    base = known.setting
    facts = known.facts
    if not facts and not known.equations:
        found = known.ask(left, right, base)
        return Found(_closed(left, right, base, found) if isinstance(found, Undecided) else found, base)
    with share(TRUTH):
        plain = _follows(left, right, base, known.equations, known)
    firm = tuple(fact for fact in facts if fact.firm and fact.understood)
    if isinstance(plain.judgement, Undecided):
        plain = replace(plain, judgement=_closed(left, right, base, plain.judgement))
    if isinstance(plain.judgement, Proved):
        return plain if _is_met(left, right, known, firm) else Found(Undecided(NOWHERE), base)
    near = _from_near(left, right, known, firm)
    if near is not None:
        return near
    if not firm:
        return _refuted(left, right, known, plain) if refuting else plain
    with share(1.0 if len(firm) == len(facts) else TRUTH):
        proof = _with_facts(left, right, known, firm)
    if isinstance(proof.judgement, Proved):
        return _least(left, right, known, firm, proof)
    if not refuting or (isinstance(proof.judgement, Undecided) and proof.judgement.reason == NEVER):
        return proof
    return _refuted(left, right, known, proof)


def _closed(left: Term, right: Term, setting: Setting, found: Judgement) -> Judgement:
    """A judgement that is open; proved where the sides are the same whatever the quantities are worth."""
    shown = [t for side in (left, right) for t in walk(side) if isinstance(t, Ref)]
    if not shown or any(t.arguments for t in shown) or any(map(has_derivative, (left, right))):
        return found
    closed = prove(left, right, replace(setting, definitions={}))
    if not isinstance(closed, Proved) or any(map(_is_partial, (t for s in (left, right) for t in walk(s)))):
        return closed if isinstance(closed, Proved) and seen_at(left, right, setting) else found
    return closed


def _from_near(left: Term, right: Term, known: Known, firm: tuple[Fact, ...]) -> Found | None:
    """A proof from the nearest of many facts, which come first, where a point is known at which all hold."""
    for count in NEAR if len(firm) > NEAR[-1] else ():
        with share(HALF):
            proof = _with_facts(left, right, known, firm[:count])
        if isinstance(proof.judgement, Proved):
            if not hold_together(left, right, known, firm):
                return Found(Undecided(NOWHERE), known.setting)
            return _least(left, right, known, firm[:count][::-1], proof)
    return None


def hold_together(left: Term, right: Term, known: Known, facts: tuple[Fact, ...]) -> bool:
    """Whether a point is known at which facts hold, and a claim that follows from some of them."""
    try:
        setting, equations = _under(known, facts)
    except Unsupported:
        return False
    return holds_somewhere(left, right, equations, setting)


def _is_met(left: Term, right: Term, known: Known, facts: tuple[Fact, ...]) -> bool:
    """Whether a point is known at which both sides exist, which may not exist everywhere, and what facts say
    of the letters by orders and values holds; a point on equations would be hard to find, and one on what
    is said of functions that nothing defines can't be."""
    facts = tuple(fact for fact in facts if not _of_functions(fact))
    if not facts or not any(_is_partial(t) for side in (left, right) for t in walk(side)):
        return True
    try:
        return seen_at(left, right, _under(known, facts)[0])
    except Unsupported:
        return False


def _of_functions(fact: Fact) -> bool:
    """Whether a fact speaks of derivatives, or of functions that nothing defines."""
    sides = (side for claim in fact.claims for side in (claim.left, claim.right))
    return any(isinstance(t, Deriv) or (isinstance(t, Fn) and t.unknown) for s in sides for t in walk(s))


def partial_in(terms: Iterable[Term], setting: Setting) -> frozenset[Term]:
    """What may have no value in some terms though all of their letters do, definitions opened."""
    return frozenset(t for term in opened_in(setting, terms) for t in walk(term) if _is_partial(t))


def _is_partial(term: Term) -> bool:
    """Whether a function may not exist, or a power of what may be negative or 0."""
    match term:
        case Fn(name, argument):
            return name == "log" and (constant(argument) or 0) <= 0
        case Pow(base, exponent):
            if (constant(base) or 0) > 0:
                return False
            value = constant(exponent)
            return value is None or value < 0 or value.denominator != 1
        case _:
            return False


def proves(left: Term, right: Term, known: Known, facts: tuple[Fact, ...]) -> bool:
    """Whether some facts prove a claim; no counterexample is looked for."""
    known = replace(known, facts=facts, proving=True)
    left, right, known, _ = _with_values_unknown(left, right, known)
    left, right, known = _labelled(left, right, known)
    if known.depends:
        left, right, known, hidden = _with_jets(left, right, known)
        if hidden:
            return False
    return isinstance(_with_facts(left, right, known, known.facts).judgement, Proved)


def _with_values_unknown(left: Term, right: Term, known: Known) -> tuple[Term, Term, Known, str]:
    """The same with an unknown for each value of a function that has no definition here, as `y(0)` may be
    where y is still looked for; and such a function of which the claim itself speaks, or "".

    None where it is differentiated, or runs with an index: what it is there changes. One that stands at
    nothing but its variables, E(n) for E, is a letter.
    """
    definitions = known.setting.definitions
    claims = [claim for fact in known.facts for claim in fact.claims] + list(known.equations)
    sides = (left, right, *(side for claim in claims for side in (claim.left, claim.right)))
    spoken = reached(Add(sides), definitions)
    undefined: dict[str, set[tuple[Term, ...]]] = {}

    def unknown(part: Term) -> Term | None:
        if isinstance(part, Deriv):
            return part
        if not isinstance(part, Ref) or not part.arguments or part.indices or free_indices(part):
            return None
        if (part.name, 0) in definitions:
            return None
        undefined.setdefault(part.name, set()).add(part.arguments)
        return Var(f"{part.name}({', '.join(map(_shown, part.arguments))})")

    own = frozenset(t.name for t in (*walk(left), *walk(right)) if isinstance(t, Ref) and t.arguments)
    left, right = mapped(left, unknown), mapped(right, unknown)
    facts = tuple(replace(f, claims=tuple(_changed(c, unknown) for c in f.claims)) for f in known.facts)
    equations = tuple(_changed(claim, unknown) for claim in known.equations)
    opened = {
        key: replace(d, body=body)
        for key, d in definitions.items()
        if key[0] in spoken and not (d.variables or d.parameters)
        if (body := mapped(d.body, unknown)) is not d.body
    }
    if not undefined:
        return left, right, known, ""
    setting = replace(known.setting, definitions={**definitions, **opened}) if opened else known.setting
    moving = {
        name
        for name, places in undefined.items()
        if len(places) > 1 or not all(isinstance(t, Var) and not t.indices for own in places for t in own)
    }
    hidden = min(undefined if opened else moving & own, default="")
    return left, right, replace(known, setting=setting, facts=facts, equations=equations), hidden


def _changed(claim: Claim, change: Callable[[Term], Term | None]) -> Claim:
    return replace(claim, left=mapped(claim.left, change), right=mapped(claim.right, change))


def _shown(argument: Term) -> str:
    """What a function is applied to, as its value is named by that."""
    value = constant(argument)
    if value is not None:
        return str(value)
    return argument.name if isinstance(argument, Var | Ref) and not argument.indices else str(argument)


def _with_facts(left: Term, right: Term, known: Known, facts: tuple[Fact, ...]) -> Found:
    """Whether a claim is proved where facts hold."""
    try:
        setting, equations = _under(known, facts)
    except Unsupported as why:
        return Found(Undecided(str(why)), known.setting)
    return replace(_follows(left, right, setting, equations, known), givens=facts)


def _under(known: Known, facts: Iterable[Fact]) -> tuple[Setting, Conditions]:
    """The setting where facts hold, the same for all lines that are judged in one, and what it leaves."""
    facts = tuple(facts)
    memory = known.setting.memory
    if (_under, facts) not in memory:
        claims = tuple(claim for fact in facts for claim in fact.claims)
        ranges = tuple(span for fact in facts for span in fact.ranges)
        memory[_under, facts] = under(known.setting, claims, ranges)
    found: Under = memory[_under, facts]
    return found.setting, (*known.equations, *found.equations)


def _follows(left: Term, right: Term, setting: Setting, equations: Conditions, known: Known) -> Found:
    if not equations:
        return Found(prove(left, right, setting), setting)
    found = entails(
        left, right, equations, setting, known.strictly, known.gained, known.proving, ask=known.ask
    )
    if isinstance(found.judgement, Undecided) and any(
        isinstance(t, Sum | Prod) for side in (left, right) for t in walk(side)
    ):
        alone = prove(left, right, setting)  # by induction, whatever is given
        found = replace(found, judgement=alone) if isinstance(alone, Proved) else found
    return Found(found.judgement, found.setting, (), found.divisors, unique=found.unique)


def _least(left: Term, right: Term, known: Known, facts: tuple[Fact, ...], proof: Found) -> Found:
    """A proof with the fewest facts that a greedy search finds."""
    for fact in facts[:MAX_DROPPED]:
        if len(proof.givens) < 2 or time_left() < 0.1:
            break
        fewer = tuple(other for other in proof.givens if other is not fact)
        with share(TRUTH):
            found = _with_facts(left, right, known, fewer)
        if isinstance(found.judgement, Proved):
            proof = found
    return proof


def _refuted(left: Term, right: Term, known: Known, proof: Found) -> Found:
    """A refutation at a point that breaks no fact; else what stands in the way."""
    sealed = known.setting.hypotheses.opaque.keys()
    dark = tuple(fact for fact in known.facts if not fact.understood or sealed & fact.names)
    understood = tuple(fact for fact in known.facts if fact not in dark)
    try:
        setting, equations = _under(known, understood)
    except Unsupported as why:
        return Found(Undecided(str(why)), known.setting)
    unique = True
    if equations and proof.givens == understood:
        judgement, where, unique = proof.judgement, proof.setting, proof.unique
    elif equations:
        entailed = entails(left, right, equations, setting, known.strictly, known.gained, refuting=True)
        judgement, where, unique = entailed.judgement, entailed.setting, entailed.unique
    else:
        judgement, where = refute(left, right, setting), setting
    if not isinstance(judgement, Refuted):
        doubts = [fact for fact in understood if not fact.firm]
        somewhere = refute(left, right, known.setting) if doubts else None
        if not isinstance(somewhere, Refuted):
            return proof if isinstance(proof.judgement, Undecided) else Found(judgement, where)
        kept = tuple(fact for fact in understood if fact.firm or not is_open(fact))
        if equations or kept == understood or not _is_single_valued((left, right), known.setting):
            return Found(Undecided(_not_assumed(doubts)), known.setting, shielded=True)
        without = replace(known, facts=tuple(fact for fact in known.facts if fact in dark or fact in kept))
        return _refuted(left, right, without, proof)
    if dark:
        return Found(Undecided(_not_understood(dark[0])), known.setting, shielded=True)
    posed = any(fact.origin is Origin.PRINTED for fact in understood)
    possible = posed and bool(equations) and _may_hold(left, right, equations, setting)
    return Found(judgement, where, understood if equations else (), (), possible, unique)


def is_open(fact: Fact) -> bool:
    """Whether a fact restricts its letters to an open set: what differs as functions do differs in it."""
    return all(claim.relation in ("<", ">", "\\neq") for claim in fact.claims)


SINGLE_VALUED = frozenset(("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh"))
"""Functions that are analytic on all of the complex plane but single points."""


def _is_single_valued(terms: Iterable[Term], setting: Setting) -> bool:
    """Whether terms are analytic wherever they exist, in one piece: two that are the same on an open set are
    the same everywhere. Roots, logarithms and absolute values are not."""
    for inner in (inner for term in opened_in(setting, terms) for inner in walk(term)):
        match inner:
            case Fn(name) if name not in SINGLE_VALUED:
                return False
            case Pow(base, exponent):
                value = constant(exponent)
                if not _is_positive(base) and (value is None or value.denominator != 1):
                    return False
            case Delta():
                return False
            case _:
                pass
    return True


def _is_positive(term: Term) -> bool:
    return (constant(term) or 0) > 0


def _not_assumed(facts: Iterable[Fact]) -> str:
    """What a text says without assuming it, which stands in the way."""
    said = ", ".join(dict.fromkeys(fact.latex for fact in facts))
    return f"no counterexample was found where {said}, which the text says, but does not assume"


def _not_understood(fact: Fact) -> str:
    """What a sentence says that stands in the way."""
    told = f"the text says {fact.latex}"
    if fact.words and len(fact.words) > len(fact.latex) + 2:
        cut = fact.words if len(fact.words) <= LONG else f"{fact.words[:LONG]}…"
        told += f" (“{cut}”)"
    return f"{told}, and what that means for {', '.join(sorted(fact.names))} is not understood here"


LONG = 120
"""The length of a sentence that is told in full."""


def _may_hold(left: Term, right: Term, equations: Conditions, setting: Setting) -> bool:
    """Whether a claim holds somewhere on equations, or there is no time to find out."""
    with share(HALF), limits_met() as met:
        try:
            return holds_somewhere(left, right, equations, setting) or bool(met)
        except Exhausted:
            return True


# Letters that depend on others


def differentiates(setting: Setting, terms: Iterable[Term], claims: Iterable[Claim] = ()) -> bool:
    """Whether something is differentiated by a letter that it does not show, perhaps in a definition."""
    opened = opened_in(setting, terms)
    for inner in (inner for term in opened for inner in walk(term) if isinstance(inner, Deriv)):
        if inner.wrt.name not in reached(inner.body, setting.definitions):
            return True
    said = dependences_said(claims, differentiated_by(opened), setting)
    moving = any(
        isinstance(t, Var) and t.name.startswith(DIFFERENTIAL) for term in opened for t in walk(term)
    )
    return bool(dependences(opened, setting)) or bool(said) or moving


def opened_in(setting: Setting, terms: Iterable[Term]) -> list[Term]:
    """Terms, and the bodies of the definitions that they lead to."""
    terms = list(terms)
    names = reached(Add(tuple(terms)), setting.definitions)
    return [*terms, *(d.body for (name, _), d in setting.definitions.items() if name in names)]


def undefined_in(setting: Setting, terms: Iterable[Term]) -> frozenset[str]:
    """The functions of which nothing is known in some terms, definitions opened."""
    inner = (t for term in opened_in(setting, terms) for t in walk(term) if isinstance(t, Fn))
    return frozenset(t.unknown for t in inner if t.unknown)


def _with_jets(left: Term, right: Term, known: Known) -> tuple[Term, Term, Known, str]:
    """The same with derivatives of letters as unknowns, and a letter that hides from a derivative, or ""."""
    setting = known.setting
    sides = [side for fact in known.facts for claim in fact.claims for side in (claim.left, claim.right)]
    opened = opened_in(setting, (left, right, *sides))
    by = differentiated_by(opened)
    claims = [claim for fact in known.facts for claim in fact.claims] + list(known.equations)
    own_letters = dependences(opened, setting)
    for name, letters in dependences_said(claims, by, setting).items():
        own_letters[name] = own_letters.get(name, frozenset()) | letters
    jets = Jets(setting, own_letters, by)
    own = elaborated({k: d for k, d in setting.definitions.items() if "'" not in k[0]}, jets)
    jets.hidden.clear()
    left, right = jets.term(left), jets.term(right)
    hidden = next(iter(sorted(jets.hidden)), "")
    spoken = reached(left, own) | reached(right, own)
    facts = tuple(_fact_with_jets(fact, jets, spoken) for fact in known.facts)
    setting = replace(setting, definitions={**setting.definitions, **own})
    equations = tuple(map(jets.claim, known.equations))
    return left, right, replace(known, setting=setting, facts=facts, equations=equations), hidden


def _fact_with_jets(fact: Fact, jets: Jets, spoken: frozenset[str]) -> Fact:
    claims = tuple(map(jets.claim, fact.claims))
    derived = [claim for own in claims for claim in jets.derived(own, spoken)]
    derived += [claim for own in claims for claim in jets.differential(own, spoken)]
    return replace(fact, claims=(*claims, *derived))


# Entries of an array that a line and its facts speak of by their numbers alone


def _labelled(left: Term, right: Term, known: Known) -> tuple[Term, Term, Known]:
    """The same with `v_0` and `n_1` as unknowns of their own, where no index runs over their arrays."""
    claims = [claim for fact in known.facts for claim in fact.claims] + list(known.equations)
    terms = [left, right, *(side for claim in claims for side in (claim.left, claim.right))]
    names = reached(Add(tuple(terms)), known.setting.definitions)
    terms += [d.body for (name, _), d in known.setting.definitions.items() if name in names]
    entries = [t for term in terms for t in walk(term) if isinstance(t, Var | Ref) and t.indices]
    run = {t.name for t in entries if not all(map(is_numeral, t.indices)) or known.setting.opens(t)}
    labels = {t.name for t in entries} - run
    if not labels:
        return left, right, known

    def change(part: Term) -> Term | None:
        if isinstance(part, Var | Ref) and part.indices and part.name in labels:
            return Var(f"{part.name}_{','.join(part.indices)}")
        return None

    def changed(claim: Claim) -> Claim:
        return replace(claim, left=mapped(claim.left, change), right=mapped(claim.right, change))

    facts = tuple(replace(f, claims=tuple(map(changed, f.claims))) for f in known.facts)
    definitions = {
        key: replace(d, body=mapped(d.body, change)) if key[0] in names else d
        for key, d in known.setting.definitions.items()
    }
    setting = replace(
        known.setting, definitions=definitions, conditions=tuple(map(changed, known.setting.conditions))
    )
    own = replace(known, setting=setting, facts=facts, equations=tuple(map(changed, known.equations)))
    return mapped(left, change), mapped(right, change), own
