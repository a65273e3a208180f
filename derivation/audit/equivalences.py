r"""Whether what stands behind `\implies` or `\iff` follows, and of `\iff` whether the converse does.

    on_the_line(step)     Found | None    claims in one letter: at which points do both hold?
    in_each_way(step)     Found           what follows in each way in which the premise can hold
    converse(step, found) Found           whether the premise follows from what stands behind `⇔`

Two equivalent lines have the same solutions, whatever was done to the one to get the other; a line without
a solution is equivalent to any other. Nothing follows by `⇒` from what holds nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from derivation.audit.contexts import fact_of
from derivation.audit.implications import Group, Implications
from derivation.audit.known import Found, Known, judged, known_at, needed, partial_in, proves
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass, replace
from derivation.search.entailment import NEVER, impossible, product_of_differences
from derivation.search.facts import under
from derivation.search.line import Compared, compared, counterexample
from derivation.search.orders import is_plain, order_fails, same_order, with_order
from derivation.search.real_roots import Root
from derivation.terms.context import Context, Fact
from derivation.terms.formulas import Both, Either, Formula, Joined, claims_in, clauses, ways
from derivation.terms.judgement import Counterexample, Proved, Refuted, Undecided
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim
from derivation.terms.terms import ZERO, Term

MAX_WAYS = 8
MAX_ASKED = 24
SIGNS = Proved(("signs between the roots",))
EMPTY = Proved(("no solution on either side",))


@dataclass(frozen=True, slots=True)
class Step:
    """A statement that an implication leads to from `premises`, and what is known besides (`rest`)."""

    derivation: Derivation
    implications: Implications
    statement: Statement
    premises: Group
    both_ways: bool
    rest: Context

    @property
    def own(self) -> Formula:
        return self.implications.unit(self.statement).formula

    @property
    def premise(self) -> Formula:
        return self.implications.formula(self.premises)

    @property
    def behind(self) -> Formula:
        return self.implications.formula(self.implications.behind(self.statement))

    @property
    def together(self) -> tuple[Claim, ...]:
        """What stands behind the arrow as claims that all hold: of alternatives, a product is 0; () where it
        cannot be written so."""
        behind = self.implications.behind(self.statement)
        firsts = [s for s in behind if not self.implications.first_choice(s)]
        found = [self.implications.claims(s) for s in firsts]
        if not all(len(claims) == 1 for claims in found):
            return ()
        return tuple(claim for s in firsts for claim in (*self.implications.claims(s), *s.conditions))

    def fact(self, claims: Sequence[Claim]) -> Fact:
        """Some claims of the premise, as a fact."""
        known = fact_of(self.premises[0], self.derivation, self.implications)
        return replace(known, claims=tuple(claims))

    def known(self, formulas: Iterable[Formula], facts: Iterable[Fact] = ()) -> Known:
        statement = self.statement
        context = self.rest.starting_from(facts)
        terms = _terms(formulas)
        return known_at(
            self.derivation, context, terms, statement.case, statement.ranges, statement.conditions
        )


def _terms(formulas: Iterable[Formula]) -> tuple[Term, ...]:
    return tuple(side for f in formulas for claim in claims_in(f) for side in (claim.left, claim.right))


# In one letter


def on_the_line(step: Step) -> Found | None:
    """What is found of a step in one letter; `None` where that is not known, or not about one."""
    formulas = (step.premise, step.own, step.behind)
    known = step.known(formulas)
    said = tuple(fact for fact in known.facts if fact.understood)
    firm = tuple(fact for fact in said if fact.firm)
    found = None
    for facts in dict.fromkeys(((), firm)):
        found = _on_the_line(step, known, facts)
        if found is not None and isinstance(found.judgement, Proved):
            return _given(step, found)
    if said != firm:
        found = _on_the_line(step, known, said)
    refuted = found is not None and isinstance(found.judgement, Refuted) and len(said) == len(known.facts)
    return found if refuted else None


def _given(step: Step, found: Found) -> Found:
    """What is found, with what the implication starts from."""
    premises = [fact_of(premise, step.derivation, step.implications) for premise in step.premises]
    labels = {fact.label for fact in premises}
    others = (fact for fact in found.givens if fact.label not in labels)
    return replace(found, givens=(*others, *premises))


def _on_the_line(step: Step, known: Known, facts: tuple[Fact, ...]) -> Found | None:
    given = (*known.equations, *(claim for fact in facts for claim in fact.claims))
    forth = compared(given, step.premise, step.own, known.setting)
    if forth is None or not (step.both_ways or forth.somewhere):
        return None
    if forth.lost is not None:
        return _refuted(step.own, forth.lost, forth, known, facts)
    if step.both_ways:
        back = compared(given, step.premise, step.behind, known.setting)
        if back is None:
            return None
        if back.gained is not None:
            return _refuted(step.premise, back.gained, back, known, facts)
    return Found(SIGNS, known.setting, facts)


def _refuted(formula: Formula, point: Root, found: Compared, known: Known, facts: tuple[Fact, ...]) -> Found:
    """A formula that fails at a point: the first of its clauses that does so is shown."""
    failing = [c for c in clauses(formula) if all(claim in found.false for claim in c)] or clauses(formula)
    return Found(
        Refuted(_counterexample(failing[0], point, found, known)), known.setting, facts, unique=False
    )


def _counterexample(clause: tuple[Claim, ...], point: Root, found: Compared, known: Known) -> Counterexample:
    left, right = clause[0].left, clause[0].right
    if len(clause) > 1 and all(claim.relation == "=" for claim in clause):
        left, right = product_of_differences([(c.left, c.right) for c in clause]), ZERO
    shown = counterexample(point, found, left, right, known.setting)
    return with_order(shown, clause[0].relation)


# By equations


def in_each_way(step: Step) -> Found:
    """What follows from the premise, in each way in which it can hold."""
    found = _in_each_way(step, ways(step.premise), step.own, gained=False)
    return _given(step, found) if isinstance(found.judgement, Proved) else found


def several_ways(step: Step) -> bool:
    """Whether a premise, or a claim, is more than equations that hold together."""
    return len(ways(step.premise)) > 1 or len(ways(step.own)) > 1


def exists_in_all(step: Step, formula: Formula) -> bool:
    """Whether all members of a formula exist where one does: else its alternatives are no product."""
    setting = step.known((formula,)).setting
    return len({partial_in((claim.left, claim.right), setting) for claim in claims_in(formula)}) < 2


def by_ways_alone(step: Step) -> bool:
    """Whether a claim is an *or* of what is more than one equation each, or a line is one of what may not
    exist."""
    if len(clauses(step.own)) > 1:
        return True
    alternatives = (formula for formula in (step.premise, step.own) if len(ways(formula)) > 1)
    return not all(exists_in_all(step, formula) for formula in alternatives)


def converse(step: Step, found: Found) -> Found:
    """Whether what stands before `⇔` follows from what stands behind it."""
    behind = ways(step.behind)
    known = step.statement.conditions
    premise = Both(tuple(p for p in _parts(step.premise) if p not in known))
    together = step.together if exists_in_all(step, step.behind) else ()
    back = _in_each_way(step, (together,), premise, gained=True) if together else None
    if back is None or (isinstance(back.judgement, Undecided) and len(behind) > 1):
        back = _in_each_way(step, behind, premise, gained=True)
    match back.judgement:
        case Proved():
            return found
        case Undecided(reason):
            why = f"it follows, but whether the converse does is open: {reason}"
            return replace(found, judgement=Undecided(why))
        case Refuted():
            return back


def from_nothing(step: Step, found: Found) -> Found:
    """What is found of `⇔` behind a premise that holds nowhere: the other line may hold nowhere, too."""
    setting = found.setting
    if all(impossible([c for c in way if c.relation == "="], setting) for way in ways(step.behind)):
        return replace(found, judgement=EMPTY)
    back = converse(step, found)
    return back if isinstance(back.judgement, Refuted) else found


def _parts(formula: Formula) -> tuple[Formula, ...]:
    return formula.parts if isinstance(formula, Both) else (formula,)


def _in_each_way(step: Step, premises: Joined, asked: Formula, gained: bool) -> Found:
    """Whether a formula holds in each of some ways; ways that are impossible say nothing."""
    if len(premises) > MAX_WAYS or len(ways(asked)) > MAX_WAYS:
        raise Unsupported("more alternatives than are looked at")
    proof: Found | None = None
    never: Found | None = None
    open_: Found | None = None
    for way in premises:
        found = _in_one_way(step, way, asked, gained)
        match found.judgement:
            case Refuted():
                return found
            case Undecided(reason) if reason == NEVER:
                never = found
            case Undecided():
                open_ = open_ or found
            case Proved():
                proof = _joined(proof, found)
    result = open_ or proof or never
    if result is None:
        raise Unsupported("nothing is claimed")
    return result


def _in_one_way(step: Step, way: tuple[Claim, ...], asked: Formula, gained: bool) -> Found:
    """Whether a formula holds where all of some claims do: by one of its ways, or clause by clause."""
    options = ways(asked)
    for option in options if len(options) > 1 else ():
        if all(_combines(step, way, claim) for claim in option):
            return Found(Proved(("combination",)), step.known(option).setting, (step.fact(way),))
    for option in options if len(options) > 1 else ():
        found = _all_of(step, way, [(claim,) for claim in option], gained)
        if isinstance(found.judgement, Proved):
            return found
    if len(clauses(asked)) > MAX_ASKED:
        raise Unsupported("more alternatives than are looked at")
    return _all_of(step, way, clauses(asked), gained)


def _combines(step: Step, way: tuple[Claim, ...], claim: Claim) -> bool:
    """Whether an equation between terms that exist everywhere is a combination of a way's."""
    known = step.known((claim,), (step.fact(way),))
    plain = claim.relation == "=" and not partial_in((claim.left, claim.right), known.setting)
    return plain and proves(
        claim.left, claim.right, known, tuple(f for f in known.facts if f.firm and f.understood)
    )


def _all_of(step: Step, way: tuple[Claim, ...], asked: Sequence[tuple[Claim, ...]], gained: bool) -> Found:
    """Whether one claim of each clause holds; the first that does not, else all proofs as one."""
    proof: Found | None = None
    for clause in asked:
        found = _asked(step, way, clause, gained)
        if not isinstance(found.judgement, Proved):
            return found
        proof = _joined(proof, found)
    if proof is None:
        raise Unsupported("nothing is claimed")
    return proof


def _joined(proof: Found | None, found: Found) -> Found:
    """Two proofs as one: what was divided by in either must not be 0."""
    if proof is None:
        return found
    givens = tuple(dict.fromkeys((*proof.givens, *found.givens)))
    return replace(proof, divisors=tuple(dict.fromkeys((*proof.divisors, *found.divisors))), givens=givens)


def _asked(step: Step, way: tuple[Claim, ...], clause: tuple[Claim, ...], gained: bool) -> Found:
    """Whether one of some claims holds where others do."""
    known = step.known(clause, (step.fact(way),))
    orders = [claim for claim in clause if claim.relation != "="]
    if orders:
        if step.both_ways and len(clause) == 1 and any(same_order(c, clause[0], known.setting) for c in way):
            return Found(Proved(("the same order",)), known.setting, (step.fact(way),))
        failing = _failing(step, way, clause)
        judgement = Refuted(failing) if failing else Undecided(f"the relation {orders[0].relation}")
        return Found(judgement, known.setting, unique=False)
    if len(clause) > 1:
        found = _else(step, way, clause, gained)
        if found is not None:
            return found
    left, right = clause[0].left, clause[0].right
    if len(clause) > 1:
        left, right = product_of_differences([(claim.left, claim.right) for claim in clause]), ZERO
    known = needed(known, (left, right))
    found = judged(left, right, known, strictly=True, gained=gained)
    if len(clause) > 1 and isinstance(found.judgement, Proved) and not exists_in_all(step, Either(clause)):
        return replace(found, judgement=Undecided("an alternative may not exist"))
    return found


def _else(step: Step, way: tuple[Claim, ...], clause: tuple[Claim, ...], gained: bool) -> Found | None:
    """A proof of one of several equations where others fail, as `x = b/a` of `x = b/a or a = 0`.

    Those others exist everywhere: where one fails its sides differ.
    """
    everywhere = [claim for claim in clause if is_plain(claim.left) and is_plain(claim.right)]
    for claim in clause:
        others = tuple(replace(o, relation="\\neq") for o in everywhere if o != claim)
        if not others:
            continue
        known = step.known(clause, (step.fact((*way, *others)),))
        found = judged(claim.left, claim.right, known, strictly=True, gained=gained)
        if isinstance(found.judgement, Proved):
            return found
    return None


def _failing(step: Step, way: tuple[Claim, ...], clause: tuple[Claim, ...]) -> Counterexample | None:
    """A point at which a premise of orders holds and an order fails; none is looked for beside other
    facts."""
    known = step.known(clause, (step.fact(way),))
    if len(clause) > 1 or len(known.facts) > 1 or known.equations:
        return None
    found = under(known.setting, way)
    return None if found.equations else order_fails(clause[0], found.setting)
