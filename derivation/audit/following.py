"""Whether a member of a chain follows from the one before, and from which earlier slips it is inherited."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from derivation.audit.course import Course
from derivation.audit.findings import Verdict
from derivation.audit.guards import ROUNDED, Guards
from derivation.audit.implications import Implications
from derivation.audit.known import Found, Known, judged, needed, proves
from derivation.audit.near import mattering
from derivation.audit.rounding import may_be_rounded
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass, replace
from derivation.search.decide import judge, prove
from derivation.search.jets import Slope
from derivation.search.recurrences import found_in, unrolled
from derivation.terms.context import Context, Fact
from derivation.terms.indices import is_numeral, is_plain
from derivation.terms.judgement import Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Exhausted, Unsupported
from derivation.terms.setting import Case, Setting
from derivation.terms.terms import (
    Definition,
    Deriv,
    Ref,
    Term,
    Var,
    mapped,
    walk,
)

MAX_GRANTED = 3
MAX_SETS = 64
MAX_BESIDE = 2
"""How many facts are put beside a granted claim, where a line follows from both."""


@dataclass(slots=True)
class Following:
    course: Course
    guards: Guards

    @property
    def derivation(self) -> Derivation:
        return self.course.derivation

    @property
    def implications(self) -> Implications:
        return self.course.implications

    def follows(
        self, statement: Statement, context: Context, known: Known, found: Found
    ) -> tuple[Judgement, tuple[str, ...]]:
        """Whether the member equals the one before, and the fewest wrong claims granted for it."""
        plain = self._follows_plainly(statement, context, known, found)
        if not isinstance(plain, Refuted) or self.implications.order_in(statement):
            return plain, ()
        open_sets = False
        left, right = statement.previous.term, statement.member.term
        for granted in self._sets(left, right, chain=self._chain(statement)):
            granting = self.course.grants.granting(granted)
            setting = found.setting.granting(granting.readings)
            judgement = judge(left, right, setting)
            if isinstance(judgement, Proved) and self._premises_hold(statement, setting):
                return judgement, tuple(claim.label for claim in granted)
            open_sets |= isinstance(judgement, Undecided) or not granting.whole
        for label, judgement in self._from_slips(statement, context, known):
            if self._leads_back(statement, context, label):
                return judgement, (label,)
        return (Undecided("whether it follows from an earlier slip is open") if open_sets else plain), ()

    def _follows_plainly(
        self, statement: Statement, context: Context, known: Known, found: Found
    ) -> Judgement:
        """Without granting anything; through the subject where that settles it."""
        before = self.course.by_label.get(statement.follows_label)
        alone = self.course.is_open_above(statement)
        is_lost = bool(self.derivation.reader.opaque) and self.guards.subject_lost(statement, context)
        if (
            statement.previous is statement.subject
            or (before is not None and isinstance(before.true, Proved) and not (is_lost or alone))
            or statement.follows_label == ""
        ):
            return found.judgement
        left, right = statement.previous.term, statement.member.term
        found = judged(left, right, needed(known, (left, right)))
        for lost in (
            name for side in (left, right) for name in self.guards.lost(side, context, found.judgement)
        ):
            return Undecided(f"whether it follows from the line before rests on {lost}, which is not known")
        reader = self.derivation.readers.at(statement.place)
        if isinstance(found.judgement, Refuted) and may_be_rounded(statement, reader, found.setting):
            return Undecided(ROUNDED)
        return found.judgement

    def _premises_hold(self, statement: Statement, setting: Setting) -> bool:
        """Whether all that `⇔` starts from holds in a setting, if a statement stands behind one."""
        if not self.implications.both_ways(statement):
            return True
        sides = map(self.implications.sides, self.implications.premises_of(statement))
        return all(isinstance(prove(left, right, setting), Proved) for left, right in sides)

    def _leads_back(self, statement: Statement, context: Context, label: str) -> bool:
        """Whether what stands before `⇔` follows from what stands behind it and an earlier slip, too."""
        step = self.course.step(statement)
        if step is None or not step.both_ways:
            return True
        slip = next(claim for claim in self.course.wrong if claim.label == label)
        behind = tuple(map(self.course.fact, self.implications.behind(statement)))
        known = step.known((step.premise, step.behind), behind)
        known = known.granting(_redefining(slip, known.setting) or known.setting)
        premises = self.implications.premises_of(statement)
        if any(map(self.implications.order_in, premises)):
            return False
        sides = map(self.implications.sides, premises)
        return all(proves(*pair, known, (self.course.fact(slip), *behind)) for pair in sides)

    def _from_slips(
        self, statement: Statement, context: Context, known: Known
    ) -> Iterator[tuple[str, Judgement]]:
        """An earlier wrong claim from which a line follows: as another value of its quantity, or as an
        equation."""
        left, right = self.implications.sides(statement)
        if statement.previous is not statement.subject:
            left, right = statement.previous.term, statement.member.term
        chain = self._chain(statement)
        for slip in reversed(self.course.wrong):
            if slip.label in chain:
                continue
            gone = self.derivation.scopes.end_of_facts(slip.place) <= statement.place
            if gone or slip.subject is statement.subject:  # of its own chain, it would give back what it took
                continue
            if not self._may_rest_on(statement, context, slip):
                continue
            first, second = _put_in(left, slip), _put_in(right, slip)
            changed = first is not left or second is not right
            if changed and isinstance(found := prove(first, second, known.setting), Proved):
                yield slip.label, found
            redefined = _redefining(slip, known.setting)
            if redefined is not None and isinstance(found := prove(left, right, redefined), Proved):
                yield slip.label, found
            slope = _slope(slip, known.setting)
            if slope is not None:
                setting = slope.granted(known.setting)
                sides = (slope.term(left, setting), slope.term(right, setting))
                if isinstance(found := prove(*sides, setting), Proved):
                    yield slip.label, found
            anew = self._restarted(slip, known, (left, right))
            if anew != (left, right) and isinstance(found := prove(*anew, known.setting), Proved):
                yield slip.label, found
            if is_quantity(slip.subject.term, known.setting):
                continue  # it has a value: what is granted is another one, and no equation between letters
            for key in _spoken_by_both((left, right), slip, known.setting):
                others = {own: value for own, value in known.setting.definitions.items() if own != key}
                forgotten = known.granting(replace(known.setting, definitions=others))
                if proves(left, right, forgotten, (self.course.fact(slip),)):
                    yield slip.label, Proved(("granted equation",))
            if self.guards.slips.slipped(slip, known.setting):
                continue  # where a slip in an identity holds, much else does that nobody means
            own = self.course.fact(slip)
            facts = self._beside(statement, context, slip)
            for count in range(min(MAX_BESIDE, len(facts)) + 1):
                for beside in combinations(facts, count):
                    if proves(left, right, known, (own, *beside)):
                        yield slip.label, Proved(("granted equation",))

    def _restarted(self, slip: Statement, known: Known, sides: tuple[Term, Term]) -> tuple[Term, Term]:
        """Two sides where a sequence starts anew at the entry that a wrong claim is about, and at the known
        ones before it that the next entry comes of; as they are, of no such entry."""
        name, place = _entry(slip.subject.term)
        try:
            rules = found_in(known.facts, known.equations, known.setting, sides).rules
            rule = rules.get((name, 1))
            if rule is None or rule.backward:
                return sides
            told = {_entry(claim.left): claim.right for fact in known.facts for claim in fact.claims}
            told |= {
                _entry(own.subject.term): own.member.term
                for finding in self.course.findings
                if isinstance(own := finding.statement, Statement) and finding.verdict is Verdict.RIGHT
            }
            before = {k: told[name, k] for k in range(place - rule.order + 1, place) if (name, k) in told}
            initial = {**before, place: slip.member.term}
            if len(initial) < rule.order:
                return sides
            anew = replace(rule, initial=initial, first=place + 1, begins=True)
            return unrolled(sides, {**rules, (name, 1): anew}, known.setting)
        except Unsupported:
            return sides

    def _beside(self, statement: Statement, context: Context, slip: Statement) -> tuple[Fact, ...]:
        """The facts from which a line may follow together with an earlier wrong claim."""
        terms = (*self.implications.sides(statement), statement.previous.term)
        sides = (slip.subject.term, slip.member.term)
        notation = self.derivation.notation
        facts = context.relevant((*terms, *sides))
        facts = mattering(facts, (*terms, *sides), context, notation.positive | notation.sizes)
        return tuple(f for f in facts if f.firm and f.understood and f.label != statement.label)

    def _may_rest_on(self, statement: Statement, context: Context, slip: Statement) -> bool:
        """Whether a line speaks of what an earlier slip is about; of a slip between free letters, words
        say so."""
        valued = {name for name, _ in context.definitions}
        sides = (slip.subject.term, slip.member.term)
        own = valued & context.speaks_of(sides)
        if own:
            return bool(own & context.speaks_of((statement.subject.term, statement.member.term)))
        given = any(fact.firm and fact.equations for fact in context.relevant(sides))
        return given or self.course.follows_by_words(statement) or statement.continues

    def in_force(self, statement: Statement, verdict: Verdict, granted: tuple[str, ...]) -> tuple[str, ...]:
        """What an inherited line rests on: its own grants, and those of the lines that it carries on."""
        if verdict is not Verdict.INHERITED:
            return ()
        before = self.course.by_label.get(statement.follows_label)
        carried = before.granted if before else ()
        order = [claim.label for claim in self.course.wrong]
        return tuple(sorted({*carried, *granted}, key=order.index))

    def _chain(self, statement: Statement) -> frozenset[str]:
        """The labels of what a chain of `⇔` went through: it is judged against the line before it alone."""
        both = self.implications.both_ways(statement)
        return self.implications.labels_above(statement) if both else frozenset()

    def _sets(self, *terms: Term, chain: frozenset[str] = frozenset()) -> Iterator[tuple[Statement, ...]]:
        """Sets of earlier wrong claims that some terms may rest on, the small ones first."""
        count = 0
        wrong = [claim for claim in self.course.grants.wrong_for(*terms) if claim.label not in chain]
        for size in range(1, MAX_GRANTED + 1):
            for chosen in combinations(wrong, size):
                count += 1
                if count > MAX_SETS:
                    raise Exhausted(
                        f"whether it follows from earlier slips is open: they have more than {MAX_SETS} sets"
                    )
                yield chosen

    def explained_by(self, statement: Statement, setting: Setting) -> tuple[str, ...] | None:
        """The smallest set of earlier wrong claims that make the member a right value of its subject."""
        subject, member = statement.subject.term, statement.member.term
        for granted in self._sets(subject, member):
            found = prove(subject, member, setting.granting(self.course.grants.granting(granted).readings))
            if isinstance(found, Proved):
                return tuple(claim.label for claim in granted)
        return None


def _put_in(term: Term, slip: Statement) -> Term:
    """A term in which the quantity of a wrong claim, as it is printed, has the value that is claimed; what is
    differentiated by it stays, as it moves there."""
    quantity = slip.subject.term
    if not isinstance(quantity, Ref | Var):
        return term

    def change(part: Term) -> Term | None:
        if isinstance(part, Deriv) and part.wrt == quantity:
            return part
        return slip.member.term if part == quantity else None

    return mapped(term, change)


def _entry(term: Term) -> tuple[str, int]:
    """The name and the place of an entry of a sequence; "" of what is none."""
    match term:
        case Ref(name, (place,)) | Var(name, (place,)) if is_numeral(place):
            return name, int(place)
    return "", 0


def _spoken_by_both(sides: tuple[Term, Term], slip: Statement, setting: Setting) -> list[tuple[str, int]]:
    """The quantities with a value of which both a line and an earlier wrong claim speak."""
    own, other = (
        {(t.name, len(t.indices)) for term in terms for t in walk(term) if isinstance(t, Ref)}
        for terms in (sides, (slip.subject.term, slip.member.term))
    )
    return sorted(key for key in own & other if key in setting.definitions)


def _redefining(slip: Statement, setting: Setting) -> Setting | None:
    """A setting in which the quantity of a wrong claim has the value that is claimed; `None` of no
    quantity."""
    quantity = slip.subject.term
    if not isinstance(quantity, Ref) or any(
        isinstance(t, Ref) and t.name == quantity.name for t in walk(slip.member.term)
    ):
        return None
    key = (quantity.name, len(quantity.indices))
    known = setting.definitions.get(key)
    variables = () if known is None else known.variables
    if (known is None and not quantity.indices) or quantity.arguments != tuple(map(Var, variables)):
        return None  # a letter without a value; an entry of a sequence gets one
    if len(set(quantity.indices)) < len(quantity.indices) or not all(map(is_plain, quantity.indices)):
        return None
    own = Definition(quantity.name, quantity.indices, slip.member.term, variables)
    return replace(setting, definitions={**setting.definitions, key: own})


def _slope(slip: Statement, setting: Setting) -> Slope | None:
    """The derivative that a wrong claim is about, as granted; `None` of no derivative of a quantity."""
    match slip.subject.term:
        case Deriv(Ref(_, _, ()) as quantity, by) if setting.opens(quantity) and slip.case == Case():
            letters = (*quantity.indices, *by.indices)
            spans = {**setting.hypotheses.ranges, **dict(slip.ranges)}
            whole = len(set(letters)) == len(letters) and all(letter in spans for letter in letters)
            return Slope(quantity, by, slip.member.term, spans) if whole else None
    return None


def is_quantity(term: Term, setting: Setting) -> bool:
    """Whether a term is a name that has a value, or a derivative."""
    return isinstance(term, Deriv) or (isinstance(term, Ref) and setting.opens(term))
