"""Judges every statement of a derivation, in order: what it does, whether it follows and is true, what
explains it.

The context grows line by line: a definition gives a name its value from there on,
a given is a fact from there on. A *granted* claim is an earlier wrong one whose
quantity is read with the value that the document claimed for it. Right claims
carry a granted value onward to the quantities that they are about.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from derivation.audit.closed_forms import ClosedForms
from derivation.audit.conditions import conditions
from derivation.audit.contexts import printed
from derivation.audit.course import FAULTY, Course
from derivation.audit.domains import Domains
from derivation.audit.equivalences import (
    Step,
    by_ways_alone,
    converse,
    from_nothing,
    in_each_way,
    on_the_line,
    several_ways,
)
from derivation.audit.evidence import Doubts, is_signed
from derivation.audit.findings import Finding, Given, Role, Verdict
from derivation.audit.following import Following, is_quantity
from derivation.audit.grants import Grants
from derivation.audit.guards import Guards
from derivation.audit.implications import Implications
from derivation.audit.known import (
    TRUTH,
    Found,
    Known,
    differentiates,
    judged,
    known_at,
    needed,
    opened_in,
    told,
)
from derivation.audit.lints import case_lints, lints, unknown_commands
from derivation.audit.loose_letters import UNSAID
from derivation.audit.lost_names import NOWHERE
from derivation.audit.roles import (
    Around,
    Decided,
    arrays_in,
    called,
    is_new,
    names_of,
    posed_by,
    role_of,
    spoken,
    spoken_in,
)
from derivation.audit.roots import Root, named_root
from derivation.audit.rounding import approximates, may_be_rounded, rounded
from derivation.audit.slips import BESIDE_SECONDS, Slips
from derivation.audit.solutions import Solution, solution
from derivation.audit.stationary import Mistaken, placed, put_to_zero
from derivation.audit.unusual_signs import crosses
from derivation.late import regex
from derivation.reading.cues import Cue
from derivation.reading.heads import APPROXIMATE
from derivation.reading.statements import Derivation, Statement, Unread
from derivation.reading.writing import Writer
from derivation.records import dataclass, replace
from derivation.search.decide import TOO_DEEP, judge
from derivation.search.entailment import NEVER, holds_somewhere, impossible, letters_in
from derivation.search.normal import Normalizer
from derivation.search.suppose import true_if
from derivation.search.unfold import to_term
from derivation.terms.context import Context, Fact, Held
from derivation.terms.indices import differ_by_numbers, is_numeral, parted
from derivation.terms.judgement import Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import FAILURES, Unsupported, meet_depth, share, time_limit
from derivation.terms.setting import Setting
from derivation.terms.terms import (
    ONE,
    PI,
    Add,
    Deriv,
    Mul,
    Num,
    Pow,
    Ref,
    Term,
    Var,
    constant,
    free_indices,
    negated,
    quotient,
    walk,
)
from derivation.text.commands import ARROWS
from derivation.text.printing import to_latex

SECONDS = 6.0
"""All that is done for a statement: its verdict, what is granted, its correction and what else is told."""
DOCUMENT = 1.15
"""How many times as much a document has, whatever the number of its lines."""
OVER = 0.2
"""How many times as much it has besides, for lines that need a moment, when that is over."""
ROLE_SECONDS = 1.5
"""For the question whether a later line is right only where this one is given."""
MAX_TRIED = 5
"""How many later lines are asked what a line was for."""
LEAST_SECONDS = 0.25
"""What a statement has at least, when the time of the document is over."""
LAST_SECONDS = 0.02
"""What it has when the time besides is over, too."""

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Auditor:
    course: Course
    writer: Writer
    slips: Slips
    guards: Guards
    following: Following
    closed_forms: ClosedForms
    seconds: float = SECONDS
    spent: float = 0.0

    @property
    def derivation(self) -> Derivation:
        return self.course.derivation

    @property
    def implications(self) -> Implications:
        return self.course.implications

    @classmethod
    def of_derivation(cls, derivation: Derivation, seconds: float = SECONDS) -> Auditor:
        course = Course(
            derivation,
            Implications.of_derivation(derivation),
            Grants(derivation.setting()),
            Doubts.of_derivation(derivation),
            Domains.of_derivation(derivation),
            pending=list(derivation.entries),
        )
        writer = derivation.writer()
        slips = Slips(course)
        guards = Guards(course, slips)
        following = Following(course, guards)
        return cls(
            course, writer, slips, guards, following, ClosedForms(course, writer, slips, following), seconds
        )

    def judge(self, statement: Statement) -> Finding:
        """What is found of a statement within its time, which is short when that of the document is over."""
        began = time.thread_time()
        self.course.place = statement.place
        seconds = self._seconds()
        why = "" if seconds == self.seconds else ", the document having taken its time"
        message = f"not decided within {seconds:.3g} s{why}: allow more seconds, or print a step in between"
        with time_limit(seconds, message):
            found = self._judged(statement)
        self.spent += time.thread_time() - began
        end = self.derivation.scopes.end_of_facts(statement.place)
        self.course.met.add(statement, end)
        self.course.doubts.add(statement, found.verdict, self.course.by_label.get(statement.follows_label))
        return found

    def _seconds(self) -> float:
        """What the next statement may take."""
        over = self.spent > (DOCUMENT + OVER) * self.seconds
        least = min(LAST_SECONDS if over else LEAST_SECONDS, self.seconds)
        return max(least, min(self.seconds, DOCUMENT * self.seconds - self.spent))

    def _judged(self, statement: Statement) -> Finding:
        try:
            own = self._found(statement)
        except FAILURES as failure:
            meet_depth(failure)
            deep = isinstance(failure, RecursionError)  # its own words are about the program
            reason = TOO_DEEP if deep else str(failure) or type(failure).__name__
            own = Finding(statement, Verdict.UNDECIDED, Verdict.UNDECIDED, explained_by=None, reason=reason)
        if statement.reread is None:
            return own
        return replace(own, verdict=Verdict.ILL_FORMED, reason=statement.reread.reason)

    def _found(self, statement: Statement) -> Finding:
        if statement.relation == APPROXIMATE:
            return self._approximation(statement)
        first = self.course.by_label.get(self.implications.first_choice(statement))
        if first is not None:
            return replace(first, statement=statement, lints=())
        context = (
            self.course.rest(statement)
            if self.implications.both_ways(statement)
            else self.course.context(statement)
        )
        context = context.starting_from(self.course.local(statement))
        with time_limit(ROLE_SECONDS):
            root = named_root(statement, context, self.course)
            solves = solution(statement, context, self.course) if root is None else None
        if root is not None:
            return self._root(statement, context, root)
        if solves is not None and (solves.refuted is None or not self.derivation.reserved(statement)):
            return self._solution(statement, context, solves)
        with time_limit(ROLE_SECONDS):
            zero = put_to_zero(statement, context, self.derivation, self.writer)
            place = placed(statement, context, self.derivation, self.writer) if zero is None else None
        if isinstance(mistaken := zero or place, Mistaken):
            return self._mistaken(statement, context, mistaken)
        if isinstance(place, Fact):
            decided = Decided(Role.DEFINITION, f"a new name for where {place.latex}, as it is")
            return self._definition(statement, self.course.known(statement, context), decided)
        if isinstance(zero, Fact):
            context = context.starting_from((*context.local, zero))
            return replace(self._by_role(statement, context), supposes=zero)
        found = self._by_role(statement, context)
        opens = statement.opens and not statement.continues and not isinstance(statement.subject.term, Deriv)
        if found.verdict is not Verdict.WRONG or not statement.governed.stationary or not opens:
            return found
        unknown = Undecided(_OF_WHAT)
        return Finding(
            statement,
            Verdict.UNDECIDED,
            Verdict.UNDECIDED,
            unknown,
            unknown,
            reason=_OF_WHAT,
            role=found.role,
        )

    def _by_role(self, statement: Statement, context: Context) -> Finding:
        """What is found of a statement by what it does where a context holds."""
        known = self.course.known(statement, context)
        around = self.course.around(statement, context)
        self.course.seen = around.letters
        plainly = statement.opens and not statement.continues and is_new(statement, around)
        supposed = statement.opens and statement.governed.cue in (Cue.GIVEN, Cue.ANEW)
        found: Found | None = None
        if statement.relation == "=" and not (plainly and not self._spoken_of(statement, context)):
            found = self._truth(statement, context, known, refuting=not supposed)
        proved = found is not None and isinstance(found.judgement, Proved) and not found.divisors
        if found is not None and isinstance(found.judgement, Refuted) and not statement.opens:
            left, right = statement.previous.term, statement.member.term
            posing = posed_by(statement, around)
            if posing and not isinstance(judged(left, right, known).judgement, Proved):
                around = replace(around, posing=posing)
        decided = role_of(
            statement,
            around,
            proved,
            lambda solving, jointly: self._needed_below(statement, around, solving, jointly),
            lambda: self._can_hold(statement, known),
            lambda: self.slips.slipped(statement, known.setting),
            self.slips.is_long(statement),
        )
        match decided.role:
            case Role.DEFINITION:
                return self._definition(statement, known, decided)
            case Role.GIVEN:
                return self._given(statement, known, decided)
            case Role.CLAIM:
                if found is None or (supposed and not proved):
                    found = self._truth(statement, context, known)
                claimed = found
                if self._concludes_unheard(statement, around) and not isinstance(claimed.judgement, Proved):
                    reason = "what this follows from is not known here: nothing before speaks of it"
                    claimed = replace(claimed, judgement=Undecided(reason))
                missing = "" if isinstance(claimed.judgement, Proved) else self._undefined(statement, around)
                if missing and not self.slips.slipped(statement, known.setting):
                    reason = f"{missing} is used here and never defined; say what it is, or define it before"
                    claimed = replace(claimed, judgement=Undecided(reason))
                elif claimed.divisors and statement.opens and not self.course.follows_by_words(statement):
                    reason = "it holds only where what was divided by is not 0; say so, or that it is given"
                    claimed = replace(claimed, judgement=Undecided(reason))
                return self._claim(statement, context, known, claimed, decided)

    def _approximation(self, statement: Statement) -> Finding:
        """Whether a printed number is about what stands before it, and what its chain opens with."""
        setting = self.course.known(statement, self.course.context(statement)).setting
        reader = self.derivation.readers.at(statement.place)
        follows = approximates(statement.previous, statement.member, reader, setting)
        compared = statement.previous
        true, before = follows, self.course.by_label.get(statement.follows_label)
        if before is not None and isinstance(before.true, Refuted):
            compared = statement.subject
            true = approximates(compared, statement.member, reader, setting, few=1)
        verdict = _verdict(follows, true)
        reason = _reason(follows, true) if verdict is Verdict.UNDECIDED else None
        found = Finding(statement, verdict, verdict, follows, true, reason=reason)
        if not isinstance(true, Refuted):
            return found
        own = (before.label,) if before is not None and before.verdict is Verdict.WRONG else ()
        explained = () if verdict is Verdict.WRONG else own or (before.explained_by if before else None)
        correction = rounded(compared, statement.member, reader, setting)
        return replace(
            found, counterexample=true.counterexample, explained_by=explained, correction=correction
        )

    def _concludes_unheard(self, statement: Statement, around: Around) -> bool:
        """Whether words say that a letter is worth a number of which nothing before speaks, or a sign says
        what it is worth."""
        left, right = statement.subject.term, statement.member.term
        heard = around.letters
        unheard = isinstance(left, Var | Ref) and called(left) not in heard and left.name not in heard
        concluded = constant(right) is not None and statement.governed.cue is Cue.CLAIM
        return unheard and (concluded or statement.lead == "\\therefore")

    def _spoken_of(self, statement: Statement, context: Context) -> bool:
        """Whether the name that a line could define has a value already, or facts about it."""
        head = statement.head
        if head is None:
            return True
        return head.key in context.definitions or any(
            head.name in f.names and f.understood for f in context.facts
        )

    def _can_hold(self, statement: Statement, known: Known) -> bool:
        """Whether a statement can hold together with the equations that are given."""
        facts = [f for f in known.facts if f.firm and f.equations]
        if not facts:
            return not impossible(self.implications.claims(statement), known.setting)
        equations = (*(c for f in facts for c in f.equations), *known.equations)
        left, right = statement.subject.term, statement.member.term
        with time_limit(ROLE_SECONDS):
            try:
                return holds_somewhere(left, right, equations, known.setting)
            except Unsupported:
                return True

    def _needed_below(self, statement: Statement, around: Around, solving: bool, jointly: bool) -> bool:
        """Whether a line below is right where this one is given, and not otherwise; `jointly` with other
        facts: what only says in other words what this one says shows nothing, as both may be a slip.

        The equations between, of which no words say that they follow, may be given, too.
        """
        apart = self.derivation.scopes.apart
        later = [s for s in around.later if not apart(statement.place, s.place) and s.relation == "="]
        beside: list[Held] = []
        own = Held(self.course.fact(statement), statement.place, statement.place + 1)
        with time_limit(ROLE_SECONDS):
            try:
                for other in later[:MAX_TRIED]:
                    solves = isinstance(
                        other.subject.term, Var | Ref
                    ) and other.subject.term.name in spoken_in(statement)
                    if (solves or not solving) and self._needs(other, around.context, own, beside):
                        bare = Context(
                            tuple(h for h in around.context.entries if not isinstance(h.entry, Fact))
                        )
                        return not jointly or not self._needs(other, bare, own, [])
                    if other.governed.cue is Cue.NONE and not other.lead:
                        beside.append(Held(self.course.fact(other), statement.place, statement.place + 1))
            except Unsupported:
                return False
        return False

    def _needs(self, other: Statement, context: Context, own: Held, beside: list[Held]) -> bool:
        """Whether a statement follows from what is known and some equations, and not without one of them."""
        terms = (other.subject.term, other.member.term)

        def proved(more: list[Held]) -> bool:
            known = known_at(
                self.derivation, context.and_(more), terms, other.case, other.ranges, other.conditions
            )
            return isinstance(judged(*terms, known).judgement, Proved)

        return proved([own, *beside]) and not proved(beside)

    # Definitions and givens

    def _definition(self, statement: Statement, known: Known, decided: Decided) -> Finding:
        return Finding(
            statement,
            Verdict.DEFINITION,
            Verdict.DEFINITION,
            conditions=conditions((statement.member.term,), told(known), self.writer),
            lints=lints(statement, self.derivation, Role.DEFINITION),
            role=Role.DEFINITION,
            because=decided.because,
        )

    def _given(self, statement: Statement, known: Known, decided: Decided) -> Finding:
        return Finding(
            statement,
            Verdict.GIVEN,
            Verdict.GIVEN,
            conditions=conditions((statement.subject.term, statement.member.term), told(known), self.writer),
            lints=lints(statement, self.derivation, Role.GIVEN),
            role=Role.GIVEN,
            because=decided.because,
        )

    def _mistaken(self, statement: Statement, context: Context, found: Mistaken) -> Finding:
        """A line that words say is a derivative put to 0, and is nearly one; or a place where it is not 0."""
        truth = None if found.elsewhere else self.closed_forms.closed(found.slope, found.known.setting)
        if truth is not None and not spoken(truth.term) <= context.speaks_of((found.slope,)):
            truth = None
        slope = to_latex(self.writer.node(found.slope))
        return Finding(
            statement,
            Verdict.WRONG,
            Verdict.WRONG,
            found.refuted,
            found.refuted,
            counterexample=found.refuted.counterexample,
            truth=truth,
            role=Role.CLAIM,
            because=f"{slope} is not 0 there"
            if found.elsewhere
            else f"the words say that a derivative is put to 0, and it is not {slope}",
        )

    def _root(self, statement: Statement, context: Context, root: Root) -> Finding:
        """A line behind an arrow that names a root."""
        if root.refuted is None:
            why = f"a new name for a root of ({root.label})" if root.proved else "a new name behind an arrow"
            known = self.course.known(statement, context)
            return self._definition(statement, known, Decided(Role.DEFINITION, why))
        return Finding(
            statement,
            Verdict.WRONG,
            Verdict.WRONG,
            root.refuted,
            root.refuted,
            counterexample=root.refuted.counterexample,
            role=Role.CLAIM,
            because=f"in place of {root.letter}, it is no root of ({root.label})",
        )

    def _solution(self, statement: Statement, context: Context, solves: Solution) -> Finding:
        """A line that says what solves a differential equation."""
        where = f"({solves.fact.label})" if solves.fact.label else solves.fact.latex
        if solves.refuted is None:
            decided = Decided(Role.DEFINITION, f"a new name, for what solves {where}")
            return self._definition(statement, self.course.known(statement, context), decided)
        return Finding(
            statement,
            Verdict.WRONG,
            Verdict.WRONG,
            solves.refuted,
            solves.refuted,
            counterexample=solves.refuted.counterexample,
            role=Role.CLAIM,
            because=f"put into {where}, it does not solve it",
        )

    # Claims

    def _truth(self, statement: Statement, context: Context, known: Known, refuting: bool = True) -> Found:
        """Whether a claim is true where all holds that is known; without `refuting`, proved or open."""
        if self._is_torn(statement):
            reason = "what stands beside it, or before the arrow, could not be read as a whole"
            return Found(Undecided(reason), known.setting)
        step = self.course.step(statement)
        with share(TRUTH):
            found = on_the_line(step) if step is not None else None
            if found is None:
                found = self._by_equations(statement, known, step, refuting)
        return self.guards.withheld(statement, context, found)

    def _by_equations(self, statement: Statement, known: Known, step: Step | None, refuting: bool) -> Found:
        """Whether a claim follows from equations, and of `⇔` whether the converse does."""
        order = self.implications.order_in(statement)
        if step is None and order:
            return Found(Undecided(f"the relation {order}"), known.setting)
        if step is not None and (order or by_ways_alone(step)):
            found = in_each_way(step)
        else:
            left, right = self.implications.sides(statement)
            known = needed(known, (left, right))
            strictly = bool(self.implications.premises_of(statement))
            found = judged(left, right, known, strictly, refuting=refuting)
        if step is None:
            return found
        if isinstance(found.judgement, Undecided) and several_ways(step):
            found = in_each_way(step)
        if not step.both_ways:
            return found
        if isinstance(found.judgement, Proved):
            return converse(step, found)
        never = isinstance(found.judgement, Undecided) and found.judgement.reason == NEVER
        return from_nothing(step, found) if never else found

    def _is_torn(self, statement: Statement) -> bool:
        """Whether a statement, or what it starts from, has alternatives that could not be read as a whole."""
        return any(s.label in self.implications.torn for s in (statement, *self.course.premises(statement)))

    def _undefined(self, statement: Statement, around: Around) -> str:
        """A letter on the right that nothing before speaks of: the line says nothing definite; else ""."""
        known = around.letters | spoken(statement.subject.term) | self.derivation.excused | around.opaque
        known |= self.derivation.notation.sizes | self.derivation.reader.opaque.keys()
        known |= frozenset().union(*(fact.names for fact in around.context.facts))
        known |= frozenset().union(*(spoken(own.body) for own in around.context.definitions.values()))
        known |= {
            name for claim in statement.conditions for s in (claim.left, claim.right) for name in spoken(s)
        }
        letters = {t for t in walk(statement.member.term) if isinstance(t, Var) and t != PI}
        unknown = {t.name for t in letters if known.isdisjoint((t.name, called(t)))}
        return next(iter(sorted(unknown)), "")

    def _claim(
        self, statement: Statement, context: Context, known: Known, found: Found, decided: Decided
    ) -> Finding:
        true = found.judgement
        with share(TRUTH):
            follows, granted = self.following.follows(statement, context, known, found)
        before = self.course.by_label.get(statement.follows_label)
        if isinstance(true, Undecided) and not isinstance(follows, Undecided) and not granted:
            sound = isinstance(follows, Proved) and (before is None or before.verdict not in FAULTY)
            if self.guards.subject_lost(statement, context) or sound:
                true = follows  # a link by itself
        if isinstance(follows, Proved) and isinstance(true, Refuted) and self.course.is_open_above(statement):
            true = follows  # the error, if it is one, entered before
        open_before = before is not None and before.verdict is Verdict.UNDECIDED
        if open_before and isinstance(follows, Refuted) and isinstance(true, Proved):
            follows = Undecided("whether it follows from the line before, which is open, is not known")
        verdict = _verdict(follows, true)
        inner = statement.continues or not statement.opens
        free = self.guards.loose(statement, context) if verdict is Verdict.WRONG and inner else ""
        if free and not self.slips.slipped(statement, found.setting, keeping=free):
            verdict, follows = Verdict.UNDECIDED, Undecided(UNSAID.format(free))
        reason = _reason(follows, true) if verdict is Verdict.UNDECIDED else None
        if verdict is Verdict.WRONG and self._may_be_given(statement, context, found, decided):
            verdict, reason = Verdict.UNDECIDED, _SOMEWHERE
        if verdict is Verdict.WRONG and (doubt := self._doubt(statement, context, known, found)):
            verdict, reason = Verdict.UNDECIDED, doubt
        open_ = verdict is Verdict.UNDECIDED
        slip = self._plain_slip(statement, context, known, isinstance(follows, Refuted)) if open_ else None
        if slip is not None:
            verdict, reason, true, follows = Verdict.WRONG, None, slip, slip
        if verdict is Verdict.WRONG and (words := self._reserved(statement, known)):
            verdict, reason, slip = Verdict.UNDECIDED, _RESERVED.format(words), None
            true = follows = Undecided(reason)
        name = statement.subject.term
        if (
            verdict is Verdict.WRONG
            and isinstance(name, Var | Ref)
            and (why := self._anew(statement, context, known))
        ):
            verdict, reason, slip = Verdict.UNDECIDED, why, None
            true = follows = Undecided(reason)
            self.course.doubts.reopen(name.name, statement)
        left, right = self.implications.sides(statement)
        finding = Finding(
            statement,
            verdict,
            verdict,
            follows,
            true,
            self.following.in_force(statement, verdict, granted),
            conditions=conditions(
                self._conditional(statement, found),
                told(known),
                self.writer,
                roots=self.implications.both_ways(statement),
            ),
            lints=lints(statement, self.derivation, Role.CLAIM),
            reason=reason,
            true_if=None
            if isinstance(true, Proved) or self.implications.order_in(statement)
            else self._true_if(left, right, known.setting),
            role=Role.CLAIM,
            because=decided.because,
            givens=tuple(dict.fromkeys(map(_given, found.givens))) if isinstance(true, Proved) else (),
        )
        if isinstance(true, Refuted):
            if slip is not None:
                found = replace(found, setting=known.setting)  # whatever else is given, it fails by itself
            own = self.slips.with_slopes(statement, known)
            if slip is not None or self.guards.subject_lost(statement, context):
                own = replace(own, subject=own.previous)
            finding = self.closed_forms.falsehood(own, finding, true, found, known)
        if verdict in (Verdict.RIGHT, Verdict.REPAIRED, Verdict.WRONG) and statement.relation == "=":
            self.course.grants.note(statement, right=verdict is not Verdict.WRONG)
            if verdict is Verdict.WRONG:
                self.course.wrong.append(statement)
        return finding

    def _reserved(self, statement: Statement, known: Known) -> str:
        """The words around a statement by which it may not be claimed as it stands, or not for all values of
        its letters where these make it hold for some, or ""."""
        sides = (statement.previous.term, statement.member.term)
        if words := self.derivation.reserved(statement):
            return words
        if not any(is_signed(t) for side in opened_in(known.setting, sides) for t in walk(side)):
            return ""
        return self.derivation.restricted(statement, spoken_in(statement))

    def _anew(self, statement: Statement, context: Context, known: Known) -> str:
        """Why the name on the left may have another value here than above: words before it tell of another
        case, a line above gives it another one, or other entries beside it fail, too; or ""."""
        name = statement.subject.term
        # `After two years` says no more than the index of N_{t+2} does.
        placed = isinstance(name, Var | Ref) and any(is_numeral(i) or parted(i).offset for i in name.indices)
        applied = placed or (isinstance(name, Ref) and bool(name.arguments))
        inner = statement.continues or not statement.opens
        alone = isinstance(name, Var | Ref) and not (applied or context.is_slope(name) or inner)
        if alone and (words := self.derivation.scene(statement)):
            return _ANOTHER_CASE.format(words)
        if label := self._other_value(statement):
            return _ANOTHER.format(label)
        beside = self._other_entry(statement, known) if placed and not inner else ""
        return _ANOTHER_SEQUENCE.format(beside) if beside else ""

    def _other_entry(self, statement: Statement, known: Known) -> str:
        """The label of another row of the same display that fails for another entry of the same name, as
        `S_1 = 1, S_2 = 0` do where S is still what it was before; or "". Of entries that come of those before
        them, each fails behind a slip."""
        left = statement.subject.term
        sides = [(spoken(c.left), spoken(c.right)) for fact in known.facts for c in fact.claims]
        if isinstance(left, Var | Ref) and any(left.name in a & b for a, b in sides):
            return ""
        for other in self.derivation.statements:
            term = other.subject.term
            beside = other.opens and other.relation == "=" and self._share_display(statement, other)
            if not beside or not isinstance(left, Var | Ref) or not isinstance(term, Var | Ref):
                continue
            if term.name == left.name and term.indices != left.indices and all(map(is_numeral, term.indices)):
                with time_limit(ROLE_SECONDS):
                    found = judged(term, other.member.term, known)
                if isinstance(found.judgement, Refuted):
                    return other.label
        return ""

    def _share_display(self, first: Statement, second: Statement) -> bool:
        """Whether two statements stand in one display, each with a tag of its own or not."""
        if first.equation == second.equation or first.source is not second.source:
            return first.equation == second.equation
        start, end = sorted((first.place, second.place))
        return not _ENDS.search(self.derivation.document.source.text, start, end)

    def _other_value(self, statement: Statement) -> str:
        """The label of a line that gives the letter on the left, or the entry with a number, another value
        that is a number, and claims nothing; or ""."""
        left = statement.subject.term
        if not isinstance(left, Var | Ref) or not all(map(is_numeral, left.indices)):
            return ""
        if constant(statement.member.term) is None:
            return ""
        for finding in reversed(self.course.findings if statement.opens else ()):
            own = finding.statement
            if isinstance(own, Statement) and finding.role in (Role.GIVEN, Role.DEFINITION):
                term = own.subject.term
                same = isinstance(term, Var | Ref) and term.name == left.name and term.indices == left.indices
                value = constant(own.member.term)
                if same and value is not None and value != constant(statement.member.term):
                    return own.label
        return ""

    def _may_be_given(self, statement: Statement, context: Context, found: Found, decided: Decided) -> bool:
        """Whether a claim that does not follow could be meant as a further given."""
        if self.course.follows_by_words(statement):
            return False
        subject = statement.subject.term
        named = isinstance(subject, Var) or (isinstance(subject, Ref) and not subject.arguments)
        updated = named and isinstance(subject, Var | Ref) and subject.name in spoken(statement.member.term)
        if updated and isinstance(subject, Ref) and self.slips.slipped(statement, found.setting):
            return False
        if updated and not (is_quantity(subject, found.setting) and _is_shifted(statement)):
            return True  # an update, or an equation for it
        if statement.continues or not statement.opens:
            return constant(statement.member.term) is not None and self._can_be_met(statement, context, found)
        left, right = statement.subject.term, statement.member.term
        if isinstance(left, Deriv) and constant(right) is None:
            with time_limit(ROLE_SECONDS):
                outer, inner = (letters_in(found.setting, (side,)) for side in (right, left))
            if outer <= inner:
                return False  # it says what the derivative of a value is, and brings in nothing
        if found.possible:
            return True
        if self.course.chained(statement):
            return False
        reduced = [_reduced(side, self.derivation.setting()) for side in (left, right)]
        cancelled = (spoken(left) | spoken(right)) - spoken(reduced[0]) - spoken(reduced[1])
        letters = names_of([statement]) - self.derivation.notation.sizes - cancelled
        left, right = (
            own if constant(own) is not None else side
            for own, side in zip(reduced, (left, right), strict=True)
        )
        valued = {name for name, _ in context.definitions}
        alone = len(letters) == 1 and not valued & context.speaks_of((left, right))
        if isinstance(left, Deriv) and constant(right) == 0:
            return left.wrt.name in letters_in(found.setting, (left,)) and holds_somewhere(
                left, right, (), found.setting
            )
        if not alone or arrays_in((left, right)) or not _is_polynomial(left) or not _is_polynomial(right):
            return False
        return holds_somewhere(left, right, (), found.setting)

    def _doubt(self, statement: Statement, context: Context, known: Known, found: Found) -> str:
        """Why a line that fails may have been misread; "" where it is a slip."""
        statement = self.slips.with_slopes(statement, known)
        own = self.course.own(statement)
        meant = self.course.doubts.meant(statement, known, own)
        doubt = meant or self.course.doubts.about(statement, context, own)
        inner = statement.continues or not statement.opens
        if not doubt and inner and (free := self.guards.free(statement, context)):
            doubt = f"nothing says what {min(free)} is"
        told = not meant and not found.possible  # one that may hold besides what is given is no slip
        if not doubt or (told and self.slips.is_slip(statement, own, found.setting)):
            return ""
        self.course.doubts.note(statement, context)
        return f"it fails as it is read here, and by more than a slip, but it may be misread: {doubt}"

    def _plain_slip(
        self, statement: Statement, context: Context, known: Known, refuted: bool
    ) -> Refuted | None:
        """Why a line fails of which nothing but what it stands among is not understood.

        Numbers are what they are. A link inside of a chain fails by itself where it is `refuted` under
        the facts, or none speaks of its own letters, and one change makes it an identity; and so does a line
        of which enough agrees with that identity, whatever is said of its letters and others.
        """
        inner = statement.continues or not statement.opens
        left, right = (statement.previous.term, statement.member.term)
        arrow = statement.lead in ARROWS or bool(self.implications.premises_of(statement))
        if statement.relation != "=" or arrow or self.guards.meant_otherwise(statement) or crosses(statement):
            return None
        if self.course.domains.left_by((left, right), known.setting) or self.guards.is_applied_too(statement):
            return None
        if differentiates(known.setting, (left, right)) or self.guards.is_tied(statement, context):
            return None
        lost = {name for side in (left, right) for name in self.guards.lost(side, context, Refuted(NOWHERE))}
        if not lost.isdisjoint(self.derivation.reader.opaque):
            return None
        found = judge(left, right, known.setting)
        reader = self.derivation.readers.at(statement.place)
        if not isinstance(found, Refuted) or may_be_rounded(statement, reader, known.setting):
            return None
        names = spoken(left) | spoken(right) | free_indices(left) | free_indices(right)
        if not names or (inner and _apart_by_a_number(left, right, known.setting)):
            return found
        own = replace(statement, subject=statement.previous)
        setting = known.setting
        if not (inner and not lost and (refuted or not context.relevant((left, right)))):
            telling = self.slips.telling(own, context, known)
            if telling is None:
                return None
            found, setting = telling
        if self.course.doubts.meant(own, known, (left, right)):
            return None
        free = self.guards.loose(statement, context)
        return found if self.slips.slipped(own, setting, keeping=free) else None

    def _can_be_met(self, statement: Statement, context: Context, found: Found) -> bool:
        """Whether letters without a value can be such that the last member of a chain, a number, is right."""
        previous, member = statement.previous.term, statement.member.term
        letters = letters_in(found.setting, (previous,)) - self.derivation.notation.sizes
        if not letters or arrays_in((previous,)):
            return found.possible
        return found.possible or holds_somewhere(previous, member, (), found.setting)

    def _conditional(self, statement: Statement, found: Found) -> tuple[Term, ...]:
        """The terms whose conditions are told with a claim: what a chain opens with at its first claim."""
        opening = (statement.subject.term,) if statement.previous is statement.subject else ()
        divided = (quotient(ONE, divisor) for divisor in found.divisors)
        return (*opening, statement.member.term, *divided)

    def _true_if(self, subject: Term, member: Term, setting: Setting) -> str | None:
        with time_limit(BESIDE_SECONDS):
            return true_if(subject, member, setting)


def _reduced(side: Term, setting: Setting) -> Term:
    """A side as its normal form prints it where names stand for themselves; as it is where it has none, or
    differentiates what may depend on others."""
    if any(isinstance(t, Deriv) for t in walk(side)):
        return side
    try:
        return to_term(Normalizer(replace(setting, definitions={})).normal_form(side))
    except FAILURES as failure:
        meet_depth(failure)
        return side


def _apart_by_a_number(left: Term, right: Term, setting: Setting) -> bool:
    """Whether two sides differ by a number other than 0, whatever their letters are worth."""
    try:
        form = Normalizer(setting).normal_form(Add((left, negated(right))))
    except FAILURES as failure:
        meet_depth(failure)
        return False
    return bool(form) and not any(form)


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


_RESERVED = "it fails as it stands, but the text may not claim it so: “{}”"
_ANOTHER = "({}) gives another value; if both are meant, say where each holds"
_ENDS = regex(
    r"\$\$|\\\]|\\end\{(?:align|gather|equation|eqnarray|multline|flalign|alignat)|^[ \t]*`{3,}", re.MULTILINE
)
"""What a display ends with."""
_ANOTHER_SEQUENCE = (
    "({}) fails for another entry, so that another sequence may be meant; say “let” where it begins"
)
_OF_WHAT = "the words put a derivative to 0, and of what is not known here: define what is differentiated"
_ANOTHER_CASE = (
    "the words before it, “{}”, may speak of another case than the lines above: "
    "say with a formula what holds there, or “let” where a name gets another value"
)
_SOMEWHERE = (
    "it holds for some values only, and does not follow from what is given; "
    "if it is given, too, say so: “suppose that …”"
)


def _given(known: Fact) -> Given:
    return Given(known.latex, known.line, known.label)


def _is_polynomial(term: Term) -> bool:
    """Whether a term is made of sums, products and whole powers."""
    return all(isinstance(t, Num | Var | Ref | Add | Mul | Pow) for t in walk(term)) and all(
        (value := constant(t.exponent)) is not None and value > 0 and value.denominator == 1
        for t in walk(term)
        if isinstance(t, Pow)
    )


def _is_shifted(statement: Statement) -> bool:
    """Whether the entry on the left stands on the right with shifts alone, `m_n = m_{n-1} + …`."""
    subject = statement.subject.term
    entries = (t for t in walk(statement.member.term) if isinstance(t, Var | Ref))
    indices = [t.indices for t in entries if isinstance(subject, Var | Ref) and t.name == subject.name]
    return isinstance(subject, Var | Ref) and all(differ_by_numbers(subject.indices, i) for i in indices)


def audit(
    derivation: Derivation, progress: Progress | None = None, seconds: float = SECONDS
) -> tuple[Finding, ...]:
    """Judges all statements of a derivation, in the order of the document, each for some seconds at most."""
    auditor = Auditor.of_derivation(derivation, seconds)
    course = auditor.course
    total = len(derivation.statements)
    for count, statement in enumerate(derivation.statements):
        if progress is not None:
            progress(statement.label, count, total)
        finding = auditor.judge(statement)
        course.findings.append(finding)
        before = Context(tuple(course.entries)).at(statement.place)
        course.entries += printed(finding, derivation, course.implications, before)
        course.by_label[statement.label] = finding
    found = [*unknown_commands(case_lints(course.findings)), *map(_unread, derivation.unread)]
    order = {equation.tag: place for place, equation in enumerate(derivation.document.equations)}
    return tuple(sorted(found, key=lambda f: (order.get(f.statement.equation, 0), f.statement.part)))


def _unread(unread: Unread) -> Finding:
    verdict = Verdict.UNREAD
    if unread.ill_formed:
        verdict = Verdict.ILL_FORMED
    elif unread.scope:
        verdict = Verdict.UNDECIDED
    return Finding(unread, verdict, verdict, explained_by=None, reason=unread.error.message)
