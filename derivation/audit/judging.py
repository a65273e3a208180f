"""Judges every statement of a derivation, in order: what it does, whether it follows and is true, what
explains it.

The context grows line by line: a definition gives a name its value from there on,
a given is a fact from there on. A *granted* claim is an earlier wrong one whose
quantity is read with the value that the document claimed for it. Right claims
carry a granted value onward to the quantities that they are about.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from derivation.audit.conditions import conditions
from derivation.audit.contexts import fact_of, printed, said
from derivation.audit.correct import correct
from derivation.audit.equivalences import (
    Step,
    by_ways_alone,
    converse,
    from_nothing,
    in_each_way,
    on_the_line,
    several_ways,
)
from derivation.audit.evidence import Doubts, fails_by_little, same_parts
from derivation.audit.findings import Closed, Correction, Finding, Given, Role, Verdict
from derivation.audit.grants import Grants
from derivation.audit.implications import Implications
from derivation.audit.known import TRUTH, Found, Known, judged, known_at, needed, proves, told
from derivation.audit.lints import case_lints, lints, unknown_commands
from derivation.audit.met import Met
from derivation.audit.near import mattering
from derivation.audit.roles import (
    Around,
    Decided,
    arrays_in,
    below,
    called,
    is_new,
    names_of,
    posed_by,
    role_of,
    spoken,
    spoken_in,
)
from derivation.audit.rounding import approximates, may_be_rounded, rounded
from derivation.reading.cues import Cue
from derivation.reading.heads import APPROXIMATE
from derivation.reading.statements import Derivation, Statement, Unread
from derivation.reading.writing import Writer
from derivation.search.decide import judge, prove
from derivation.search.entailment import NEVER, holds_somewhere, impossible, letters_in
from derivation.search.fold import fold
from derivation.search.jets import DIFFERENTIAL, Slope
from derivation.search.normal import Normalizer
from derivation.search.sequence_slopes import take_slopes
from derivation.search.suppose import true_if
from derivation.search.zero import is_zero
from derivation.terms.atoms import Poly, entry_names
from derivation.terms.context import Context, Fact, Held
from derivation.terms.indices import differ_by_numbers, is_free, is_plain
from derivation.terms.judgement import Counterexample, Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Exhausted, Unsupported, meet_depth, share, time_limit
from derivation.terms.setting import Case, Claim, Setting
from derivation.terms.terms import (
    ONE,
    PI,
    Add,
    Definition,
    Deriv,
    Mul,
    Num,
    Pow,
    Ref,
    Term,
    Var,
    constant,
    free_indices,
    mapped,
    negated,
    quotient,
    walk,
)
from derivation.text import trees
from derivation.text.commands import ARROWS
from derivation.text.printing import to_latex
from derivation.text.source import ReadError
from derivation.text.syntax import Node, Partial, Sealed, Symbol

MAX_GRANTED = 3
MAX_SETS = 64
MAX_BESIDE = 2
"""How many facts are put beside a granted claim, where a line follows from both."""
SECONDS = 6.0
"""All that is done for a statement: its verdict, what is granted, its correction and what else is told."""
DOCUMENT = 1.25
"""How many times as much a document has, whatever the number of its lines."""
OVER = 0.4
"""How many times as much it has besides, for lines that need a moment, when that is over."""
BESIDE_SECONDS = 1.0
"""Each thing that is told beside a verdict: what would make a line true, its closed form, an earlier slip."""
ROLE_SECONDS = 1.5
"""For the question whether a later line is right only where this one is given."""
MAX_TRIED = 5
"""How many later lines are asked what a line was for."""
MAX_TERMS = 200
"""Of a closed form that is told; nobody reads a longer one."""
LEAST_SECONDS = 0.25
"""What a statement has at least, when the time of the document is over."""
LAST_SECONDS = 0.02
"""What it has when the time besides is over, too."""

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Auditor:
    derivation: Derivation
    writer: Writer
    grants: Grants
    implications: Implications
    seconds: float = SECONDS
    findings: list[Finding] = field(default_factory=list)
    by_label: dict[str, Finding] = field(default_factory=dict)
    truths: dict[object, Closed | None] = field(default_factory=dict)
    entries: list[Held] = field(default_factory=list)
    """What is known so far: what prose says above, and what the displays before define and give."""
    pending: list[Held] = field(default_factory=list)
    """What prose says below."""
    met: Met = field(default_factory=Met)
    doubts: Doubts = field(kw_only=True)
    corrections: dict[tuple[str, bool], Correction | None] = field(default_factory=dict)
    wrong: list[Statement] = field(default_factory=list)
    spent: float = 0.0
    place: int = 0
    """Where the statement stands that is being judged."""
    seen: frozenset[str] = frozenset()
    """The letters that were met before it."""

    def judge(self, statement: Statement) -> Finding:
        """What is found of a statement within its time, which is short when that of the document is over."""
        began = time.thread_time()
        self.place = statement.place
        seconds = self._seconds()
        why = "" if seconds == self.seconds else ", the document having taken its time"
        message = f"not decided within {seconds:.3g} s{why}: allow more seconds, or print a step in between"
        with time_limit(seconds, message):
            found = self._judged(statement)
        self.spent += time.thread_time() - began
        end = self.derivation.scopes.end_of_facts(statement.place)
        self.met.add(statement, end)
        self.doubts.add(statement, found.verdict, self.by_label.get(statement.follows_label))
        return found

    def _seconds(self) -> float:
        """What the next statement may take."""
        over = self.spent > (DOCUMENT + OVER) * self.seconds
        least = min(LAST_SECONDS if over else LEAST_SECONDS, self.seconds)
        return max(least, min(self.seconds, DOCUMENT * self.seconds - self.spent))

    def _judged(self, statement: Statement) -> Finding:
        try:
            own = self._found(statement)
        except _FAILURES as failure:
            meet_depth(failure)
            reason = str(failure) or type(failure).__name__
            own = Finding(statement, Verdict.UNDECIDED, Verdict.UNDECIDED, explained_by=None, reason=reason)
        if statement.reread is None:
            return own
        return replace(own, verdict=Verdict.ILL_FORMED, reason=statement.reread.reason)

    # What is known, and what the statement does

    def context(self, statement: Statement) -> Context:
        """What is known where a statement stands."""
        while self.pending and self.pending[0].start <= statement.place:
            held = self.pending.pop(0)
            own = said(held, Context(tuple(self.entries)).at(held.start), self.derivation)
            self.entries += [own] if own is not None else []
        return Context(tuple(self.entries)).at(statement.place)

    def _rest(self, statement: Statement) -> Context:
        """What is known besides what a chain of implications went through."""
        chain = self.implications.labels_above(statement)
        return Context(tuple(held for held in self.context(statement).entries if held.label not in chain))

    def _premises(self, statement: Statement) -> tuple[Statement, ...]:
        """What an implication starts from: of `⇔` what stands right before it, of `⇒` what its display
        opens with."""
        both = self.implications.both_ways(statement)
        return self.implications.premises_of(statement) if both else self.implications.start_of(statement)

    def _local(self, statement: Statement) -> tuple[Fact, ...]:
        """The facts that an implication starts from; definitions hold without it, but for `⇔`."""
        both = self.implications.both_ways(statement)
        return tuple(
            self._fact(other) for other in self._premises(statement) if both or not self._is_definition(other)
        )

    def _is_definition(self, statement: Statement) -> bool:
        found = self.by_label.get(statement.label)
        return found is not None and found.role is Role.DEFINITION

    def _step(self, statement: Statement) -> Step | None:
        """A statement with what an implication leads to it from; `None` without one, or by `⇒` from a
        definition."""
        premises = self._premises(statement)
        both = self.implications.both_ways(statement)
        if not premises or (not both and any(map(self._is_definition, premises))):
            return None
        rest = self._rest(statement) if both else self.context(statement)
        return Step(self.derivation, self.implications, statement, premises, both, rest)

    def _known(self, statement: Statement, context: Context) -> Known:
        terms = (statement.subject.term, statement.previous.term, statement.member.term)
        found = known_at(
            self.derivation, context, terms, statement.case, statement.ranges, statement.conditions
        )
        self.grants.at(found.setting)
        return found

    def _found(self, statement: Statement) -> Finding:
        if statement.relation == APPROXIMATE:
            return self._approximation(statement)
        first = self.by_label.get(self.implications.first_choice(statement))
        if first is not None:
            return replace(first, statement=statement, lints=())
        context = self._rest(statement) if self.implications.both_ways(statement) else self.context(statement)
        context = context.starting_from(self._local(statement))
        known = self._known(statement, context)
        around = self._around(statement, context)
        self.seen = around.letters
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
            lambda solving: self._needed_below(statement, around, solving),
            lambda: self._can_hold(statement, known),
            lambda: self._slipped(statement, known.setting),
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
                if missing and not self._slipped(statement, known.setting):
                    reason = f"{missing} is used here and never defined; say what it is, or define it before"
                    claimed = replace(claimed, judgement=Undecided(reason))
                elif claimed.divisors and statement.opens and not self._follows_by_words(statement):
                    reason = "it holds only where what was divided by is not 0; say so, or that it is given"
                    claimed = replace(claimed, judgement=Undecided(reason))
                return self._claim(statement, context, known, claimed, decided)

    def _approximation(self, statement: Statement) -> Finding:
        """Whether a printed number is about what stands before it, and what its chain opens with."""
        setting = self._known(statement, self.context(statement)).setting
        reader = self.derivation.readers.at(statement.place)
        follows = approximates(statement.previous, statement.member, reader, setting)
        true, before = follows, self.by_label.get(statement.follows_label)
        if before is not None and isinstance(before.true, Refuted):
            true = approximates(statement.subject, statement.member, reader, setting, few=1)
        verdict = _verdict(follows, true)
        reason = _reason(follows, true) if verdict is Verdict.UNDECIDED else None
        found = Finding(statement, verdict, verdict, follows, true, reason=reason)
        if not isinstance(true, Refuted):
            return found
        own = (before.label,) if before is not None and before.verdict is Verdict.WRONG else ()
        explained = () if verdict is Verdict.WRONG else own or (before.explained_by if before else None)
        correction = rounded(statement.subject, statement.member, reader, setting)
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

    def _around(self, statement: Statement, context: Context) -> Around:
        scopes = self.derivation.scopes
        ends = scopes.end_of_facts
        letters = self.met.letters_at(statement.place, context, lambda start: ends(start) > statement.place)
        arrays = self.met.arrays_at(statement.place, context)
        last = self.findings[-1] if self.findings else None
        return Around(
            self.derivation,
            context,
            letters,
            below(statement, self.derivation.statements, self.derivation),
            self.implications.premise(statement),
            last is not None and last.role is Role.GIVEN and statement.governed.cue is Cue.NONE,
            opaque=self.derivation.opaque_at(statement.place),
            alternative=statement.label in self.implications.alternatives,
            implied=bool(self.implications.premises_of(statement)),
            arrays=arrays,
        )

    def _in_a_chain(self, statement: Statement) -> bool:
        """Whether a statement is one link of several: a chain of expressions claims that they are the
        same."""
        return any(s is not statement and s.subject is statement.subject for s in self.derivation.statements)

    def _follows_by_words(self, statement: Statement) -> bool:
        """Whether words, or a sign before it, say that a statement follows."""
        said = statement.governed.cue is Cue.CLAIM or statement.lead == "\\therefore" or statement.goes_on
        return said or bool(self.implications.premises_of(statement))

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

    def _needed_below(self, statement: Statement, around: Around, solving: bool) -> bool:
        """Whether a line below is right where this one is given, and not otherwise.

        The equations between, of which no words say that they follow, may be given, too.
        """
        apart = self.derivation.scopes.apart
        later = [s for s in around.later if not apart(statement.place, s.place) and s.relation == "="]
        beside: list[Held] = []
        own = Held(self._fact(statement), statement.place, statement.place + 1)
        with time_limit(ROLE_SECONDS):
            try:
                for other in later[:MAX_TRIED]:
                    solves = isinstance(
                        other.subject.term, Var | Ref
                    ) and other.subject.term.name in spoken_in(statement)
                    if (solves or not solving) and self._needs(other, around.context, own, beside):
                        return True
                    if other.governed.cue is Cue.NONE and not other.lead:
                        beside.append(Held(self._fact(other), statement.place, statement.place + 1))
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

    def _fact(self, statement: Statement) -> Fact:
        return fact_of(statement, self.derivation, self.implications)

    # Claims

    def _truth(self, statement: Statement, context: Context, known: Known, refuting: bool = True) -> Found:
        """Whether a claim is true where all holds that is known; without `refuting`, proved or open."""
        if self._is_torn(statement):
            reason = "what stands beside it, or before the arrow, could not be read as a whole"
            return Found(Undecided(reason), known.setting)
        step = self._step(statement)
        with share(TRUTH):
            found = on_the_line(step) if step is not None else None
            if found is None:
                found = self._by_equations(statement, known, step, refuting)
        return self._beyond(statement, context, found)

    def _by_equations(self, statement: Statement, known: Known, step: Step | None, refuting: bool) -> Found:
        """Whether a claim follows from equations, and of `⇔` whether the converse does."""
        order = self.implications.order_in(statement)
        if step is None and order:
            return Found(Undecided(f"the relation {order}"), known.setting)
        if step is not None and (order or by_ways_alone(step)):
            found = in_each_way(step)
        else:
            left, right = self.implications.sides(statement)
            known = known.granting(needed(known.setting, (left, right)))
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
        return any(s.label in self.implications.torn for s in (statement, *self._premises(statement)))

    def _undefined(self, statement: Statement, around: Around) -> str:
        """A letter on the right that nothing before speaks of: the line says nothing definite; else ""."""
        known = around.letters | spoken(statement.subject.term) | self.derivation.excused | around.opaque
        known |= self.derivation.notation.sizes | self.derivation.reader.opaque.keys()
        known |= frozenset().union(*(fact.names for fact in around.context.facts))
        known |= {
            name for claim in statement.conditions for s in (claim.left, claim.right) for name in spoken(s)
        }
        letters = {t for t in walk(statement.member.term) if isinstance(t, Var) and t != PI}
        unknown = {t.name for t in letters if known.isdisjoint((t.name, called(t)))}
        return next(iter(sorted(unknown)), "")

    def _beyond(self, statement: Statement, context: Context, found: Found) -> Found:
        """A judgement that rests on no name whose value is not known."""
        sides = self.implications.sides(statement)
        lost = next((o for side in sides for o in self._lost(side, context, found.judgement)), None)
        if lost is not None:
            sealed = self.derivation.reader.opaque.get(lost)
            reason = (
                f"this rests on the value of `{sealed.latex}`, which is not known{_telling(sealed.node)}"
                if sealed is not None
                else f"this line is judged without the definition of {lost}, which could not be read"
            )
            return replace(found, judgement=Undecided(reason))
        if isinstance(found.judgement, Proved) and (line := self._open_beside(sides, found)):
            reason = f"line {line}, which is open, may say how what is differentiated depends on others"
            return replace(found, judgement=Undecided(reason))
        if isinstance(found.judgement, Refuted) and self._follows_from_open(statement):
            return replace(found, judgement=Undecided("it follows from the line before, which is open"))
        if isinstance(found.judgement, Proved) and (changed := self._changed(statement, context)):
            name, shown = changed
            reason = f"{name} is defined anew, and {shown} may not be worth what it was before"
            return replace(found, judgement=Undecided(reason))
        open_ = isinstance(found.judgement, Refuted) or self.implications.both_ways(statement)
        if open_ and self._premise_lost(statement):
            reason = "what stands before the arrow could not be read; write it so that it can be"
            return replace(found, judgement=Undecided(reason))
        if isinstance(found.judgement, Refuted) and (unknown := self._slope_of_unknown(statement, context)):
            letter, by = unknown
            reason = f"nothing says how {letter} depends on {by}; define {letter} before it is differentiated"
            return replace(found, judgement=Undecided(reason))
        if not isinstance(found.judgement, Undecided) and (tied := self._tied(statement, context)):
            letter, by, known = tied
            reason = (
                f"{letter} may move with {by} by what is given ({known}), or stay: "
                f"put {letter} in through {by}, or write ∂ where it stays"
            )
            return replace(found, judgement=Undecided(reason))
        if isinstance(found.judgement, Refuted) and (later := self._defined_below(statement, context)):
            name, label = later
            reason = (
                f"{name} has no value here: it is defined below, in ({label}); define it before it is used"
            )
            return replace(found, judgement=Undecided(reason))
        if isinstance(found.judgement, Refuted) and (reason := self._untied(statement, context)):
            return replace(found, judgement=Undecided(reason))
        inner = statement.continues or not statement.opens
        loose = self._loose(statement, context) if isinstance(found.judgement, Refuted) and not inner else ""
        if loose and not self._slipped(statement, found.setting):
            return replace(found, judgement=Undecided(_UNSAID.format(loose)))
        if isinstance(found.judgement, Refuted) and may_be_rounded(
            statement, self.derivation.readers.at(statement.place), found.setting
        ):
            return replace(found, judgement=Undecided(_ROUNDED))
        return found

    def _open_beside(self, sides: tuple[Term, Term], found: Found) -> int:
        """The line above that is open and speaks of what a derivative was taken of by the facts; else 0."""
        if not found.givens or not any(isinstance(t, Deriv) for side in sides for t in walk(side)):
            return 0
        names = frozenset().union(*(fact.names for fact in found.givens))
        unclear = self.doubts.unclear_about(names, self.place)
        return unclear.line if unclear is not None and unclear.read else 0

    def _loose(self, statement: Statement, context: Context) -> str:
        """A letter without a value that one side alone has: it may have one with which the claim holds.
        What the right side lacks cancels out, where it has letters at all."""
        loose = self._free(statement, context)
        right = _named(self._own(statement)[1])
        everywhere = bool(right) and loose.isdisjoint(right)
        number = constant(self._own(statement)[1]) is not None
        fresh = number and self._follows_by_words(statement) and not loose <= self.seen
        return "" if everywhere or (fresh and not self._after_opaque()) else min(loose, default="")

    def _after_opaque(self) -> bool:
        """Whether the equation before shows what stands for itself: what follows from it is not known."""
        last = self.findings[-1].statement.equation if self.findings else ""
        before = (f.statement for f in self.findings[-MAX_LINKS:] if f.statement.equation == last)
        known = self.derivation.reader.opaque.keys()
        return any(isinstance(s, Statement) and not known.isdisjoint(spoken_in(s)) for s in before)

    def _own(self, statement: Statement) -> tuple[Term, Term]:
        """What a statement itself says is equal: of one inside of a chain, the last two members."""
        inner = statement.continues or not statement.opens
        own = (statement.previous.term, statement.member.term)
        return own if inner else self.implications.sides(statement)

    def _free(self, statement: Statement, context: Context) -> frozenset[str]:
        """The letters without a value that one side alone has, where no fact speaks of them."""
        premises = self._premises(statement)
        start = context.speaks_of(s for p in premises for s in self.implications.sides(p))
        if premises and spoken_in(statement) <= start:
            return frozenset()  # an arrow leads to it from what speaks of its letters
        sides = self._own(statement)
        left, right = map(_named, sides)
        single = left ^ right
        if not single:
            return frozenset()
        valued = {name for name, _ in context.definitions}
        here = {
            h.entry.name for h in context.entries if isinstance(h.entry, Definition) and h.start == self.place
        }
        spoken_of = (t for side in (statement.subject.term, *sides) for t in walk(side))
        quantities = [t for t in spoken_of if isinstance(t, Ref) and t.name in valued - here]
        facts = (f for f in context.facts if f.understood and f.label != (statement.follows_label or None))
        told = [side for f in facts for side in _sides(f.claims)]
        known = context.speaks_of((*quantities, *told)) | valued
        return single - known - self.derivation.notation.sizes - self.derivation.notation.ranges.keys()

    def _untied(self, statement: Statement, context: Context) -> str:
        """Why a sequence without a value may obey more than is known: nothing says how its entries follow
        from each other, or an open line speaks of it; else ""."""
        if statement.follows_label:
            return ""
        sides = self.implications.sides(statement)
        entries = {t for s in sides for t in walk(s) if isinstance(t, Var | Ref) and t.indices}
        valued = {name for name, _ in context.definitions}
        running = {t for t in entries if t.name not in valued and any(map(is_free, t.indices))}
        told = arrays_in(s for f in context.facts if f.firm for s in _sides(f.equations))
        for name in sorted({t.name for t in running}):
            indices = [t.indices for t in running if t.name == name]
            near = any(differ_by_numbers(one, other) for one, other in combinations(indices, 2))
            if near and name not in told and not valued & names_of([statement]):
                return f"nothing before says how the entries of {name} follow from each other"
            if (label := self._open_about(name, statement)) and (near or name in told):
                return f"line {label}, which is open, may say more of {name}"
        return ""

    def _open_about(self, name: str, statement: Statement) -> str:
        """The label of an equation before in the same scope that is open, and speaks of a name; else ""."""
        ends = self.derivation.scopes.end_of_facts
        for finding in reversed(self.findings):
            own = finding.statement
            if not isinstance(own, Statement) or own.label == statement.label or own.relation != "=":
                continue
            lasting = finding.verdict is Verdict.UNDECIDED and ends(own.place) > statement.place
            if lasting and name in names_of([own]):
                return own.label
        return ""

    def _tied(self, statement: Statement, context: Context) -> tuple[str, str, str] | None:
        """A letter beside what a `d` differentiates by that a given equation ties to it: it may move, too."""
        nodes = (node for side in (statement.subject, statement.member) for node in trees.walk(side.node))
        if not any(isinstance(node, Partial) and node.operator != "\\partial" for node in nodes):
            return None
        sides = self.implications.sides(statement)
        slopes = [t for side in sides for t in walk(side) if isinstance(t, Deriv)]
        moving = {t.body.name for t in slopes if isinstance(t.body, Var | Ref)}
        setting = known_at(self.derivation, context, sides).setting
        for slope in slopes:
            letters = letters_in(setting, (slope.body,))
            for known in context.facts:
                tied = letters & context.speaks_of(_sides(known.equations))
                others = sorted(tied - {slope.wrt.name} - moving - self.derivation.notation.sizes)
                plain = not any(isinstance(t, Deriv) for side in _sides(known.equations) for t in walk(side))
                if known.firm and plain and slope.wrt.name in tied and others:
                    return others[0], slope.wrt.name, known.label or known.latex
        return None

    def _premise_lost(self, statement: Statement) -> bool:
        """Whether what the implication of a statement starts from, in its display, could not be read."""
        implied = any(other.lead in ARROWS for other in self.implications.behind(statement))
        return implied and (
            not self.implications.premises_of(statement)
            or any(
                lost.equation == statement.equation and lost.part < statement.part
                for lost in self.derivation.unread
            )
        )

    def _slope_of_unknown(self, statement: Statement, context: Context) -> tuple[str, str] | None:
        """A letter without a value whose derivative is on the left of a claim, where no fact speaks of it."""
        for inner in walk(statement.subject.term):
            if isinstance(inner, Deriv) and isinstance(inner.body, Var | Ref):
                letter = inner.body
                valued = (letter.name, len(letter.indices)) in context.definitions
                told = any(letter.name in known.names and known.firm for known in context.facts)
                if not valued and not told and letter.name != inner.wrt.name:
                    return letter.name, inner.wrt.name
        return None

    def _lost(self, term: Term, context: Context, true: Judgement) -> Iterator[str]:
        """Names without a readable definition that a refutation, or a derivative, rests on."""
        opaque = self.derivation.opaque_at(self.place) - {name for name, _ in context.definitions}
        opaque |= self.doubts.reopened_at(self.place, context)
        if isinstance(true, Refuted):
            spoken_of = context.speaks_of((term,))
            yield from sorted(opaque & spoken_of)
            sealed = self.derivation.reader.opaque.keys() & spoken_of
            if sealed and not self._is_free_of(term, context):
                yield from sorted(sealed)
        for inner in walk(term) if opaque else ():
            if isinstance(inner, Deriv) and inner.wrt.name not in opaque:
                yield from sorted(opaque & context.speaks_of((inner.body,)))

    def _follows_from_open(self, statement: Statement) -> bool:
        """Whether words say that a line follows, and the equation before it, on the same letters, is open."""
        if not self.findings or not self._follows_by_words(statement) or statement.continues:
            return False
        last = self.findings[-1].statement.equation
        before = [f for f in self.findings[-MAX_LINKS:] if f.statement.equation == last != statement.equation]
        own = spoken_in(statement)
        return any(
            f.verdict is Verdict.UNDECIDED
            and isinstance(f.statement, Statement)
            and not own.isdisjoint(spoken_in(f.statement))
            for f in before
        )

    def _changed(self, statement: Statement, context: Context) -> tuple[str, str] | None:
        """A name that was defined twice before a line, and what stands for itself that shows it."""
        known = self.derivation.reader.opaque
        spoken_of = context.speaks_of(self.implications.sides(statement)) if known else frozenset()
        defined = Counter(
            other.head.name
            for other in self.derivation.statements
            if other.head is not None and other.place < statement.place
        )
        for sealed in sorted(known.keys() & spoken_of):
            for name in sorted(known[sealed].shown):
                if defined[name] > 1:
                    return name, known[sealed].latex
        return None

    def _is_free_of(self, term: Term, context: Context) -> bool:
        """Whether a derivative, `∂/∂s (‖x‖ + s²)`, is free of what stands for itself, and facts are."""
        sealed = self.derivation.reader.opaque.keys()
        sides = (
            side for fact in context.facts for claim in fact.claims for side in (claim.left, claim.right)
        )
        if not any(isinstance(t, Deriv) for t in walk(term)) or not sealed.isdisjoint(
            context.speaks_of(sides)
        ):
            return False
        try:
            poly = Normalizer(self.derivation.setting(context.definitions)).normal_form(term)
        except Unsupported:
            return False
        return all(sealed.isdisjoint(entry_names(mono)) for mono in poly)

    def _defined_below(self, statement: Statement, context: Context) -> tuple[str, str] | None:
        """A quantity of a line that a line below defines, and the label of that."""
        names = context.speaks_of(self.implications.sides(statement))
        for other in below(statement, self.derivation.statements, self.derivation):
            head = other.head
            if head is None or head.again or head.key in context.definitions or head.name not in names:
                continue
            if other.label in self.implications.alternatives:
                continue
            if constant(other.member.term) is None and head.name not in names_of([other]) - {head.name}:
                return head.name, other.label
        return None

    def _claim(
        self, statement: Statement, context: Context, known: Known, found: Found, decided: Decided
    ) -> Finding:
        true = found.judgement
        with share(TRUTH):
            follows, granted = self._follows(statement, context, known, found)
        if (
            isinstance(true, Undecided)
            and not isinstance(follows, Undecided)
            and not granted
            and self._subject_lost(statement, context)
        ):
            true = follows
        before = self.by_label.get(statement.follows_label)
        if before is not None and before.verdict is Verdict.UNDECIDED:
            if isinstance(follows, Proved) and isinstance(true, Refuted):
                true = Undecided("it follows from the line before, which is open")
            if isinstance(follows, Refuted) and isinstance(true, Proved):
                follows = Undecided("whether it follows from the line before, which is open, is not known")
        verdict = _verdict(follows, true)
        inner = statement.continues or not statement.opens
        free = self._loose(statement, context) if verdict is Verdict.WRONG and inner else ""
        if free and not self._slipped(statement, found.setting):
            verdict, follows = Verdict.UNDECIDED, Undecided(_UNSAID.format(free))
        reason = _reason(follows, true) if verdict is Verdict.UNDECIDED else None
        if verdict is Verdict.WRONG and self._may_be_given(statement, context, found, decided):
            verdict, reason = Verdict.UNDECIDED, _SOMEWHERE
        if verdict is Verdict.WRONG and (doubt := self._doubt(statement, context, known, found)):
            verdict, reason = Verdict.UNDECIDED, doubt
        open_ = verdict is Verdict.UNDECIDED
        slip = self._plain_slip(statement, context, known, isinstance(follows, Refuted)) if open_ else None
        if slip is not None:
            verdict, reason, true, follows = Verdict.WRONG, None, slip, slip
        left, right = self.implications.sides(statement)
        finding = Finding(
            statement,
            verdict,
            verdict,
            follows,
            true,
            self._in_force(statement, verdict, granted),
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
            own = self._with_slopes(statement, known)
            if slip is not None or self._subject_lost(statement, context):
                own = replace(own, subject=own.previous)
            finding = self._falsehood(own, finding, true, found, known)
        if verdict in (Verdict.RIGHT, Verdict.REPAIRED, Verdict.WRONG) and statement.relation == "=":
            self.grants.note(statement, right=verdict is not Verdict.WRONG)
            if verdict is Verdict.WRONG:
                self.wrong.append(statement)
        return finding

    def _subject_lost(self, statement: Statement, context: Context) -> bool:
        """Whether a chain begins with a name whose value could not be read: each of its links stands for
        itself."""
        return any(True for _ in self._lost(statement.subject.term, context, Refuted(_NOWHERE)))

    def _may_be_given(self, statement: Statement, context: Context, found: Found, decided: Decided) -> bool:
        """Whether a claim that does not follow could be meant as a further given."""
        if self._follows_by_words(statement):
            return False
        subject = statement.subject.term
        named = isinstance(subject, Var) or (isinstance(subject, Ref) and not subject.arguments)
        updated = named and isinstance(subject, Var | Ref) and subject.name in spoken(statement.member.term)
        if updated and isinstance(subject, Ref) and self._slipped(statement, found.setting):
            return False
        if updated and not (_is_quantity(subject, found.setting) and _is_shifted(statement)):
            return True  # an update, or an equation for it
        if statement.continues or not statement.opens:
            return constant(statement.member.term) is not None and self._can_be_met(statement, context, found)
        left, right = statement.subject.term, statement.member.term
        inner, outer = (letters_in(found.setting, (side,)) for side in (left, right))
        if isinstance(left, Deriv) and constant(right) is None and outer <= inner:
            return False  # it says what the derivative of a value is, and brings in nothing
        if found.possible:
            return True
        if self._in_a_chain(statement):
            return False
        letters = names_of([statement]) - self.derivation.notation.sizes
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
        statement = self._with_slopes(statement, known)
        own = self._own(statement)
        meant = self.doubts.meant(statement, known, own)
        doubt = meant or self.doubts.about(statement, context, own)
        inner = statement.continues or not statement.opens
        if not doubt and inner and (free := self._free(statement, context)):
            doubt = f"nothing says what {min(free)} is"
        if not doubt or (not meant and self._is_slip(statement, own, found.setting)):
            return ""
        self.doubts.note(statement, context)
        return f"it fails as it is read here, and by more than a slip, but it may be misread: {doubt}"

    def _plain_slip(
        self, statement: Statement, context: Context, known: Known, refuted: bool
    ) -> Refuted | None:
        """Why a line fails of which nothing but what it stands among is not understood.

        Numbers are what they are; and a link inside of a chain fails by itself where it is `refuted` under
        the facts, or none speaks of its own letters, and one change makes it an identity.
        """
        inner = statement.continues or not statement.opens
        left, right = (statement.previous.term, statement.member.term)
        arrow = statement.lead in ARROWS or bool(self.implications.premises_of(statement))
        if statement.relation != "=" or arrow or known.depends:
            return None
        if any(True for side in (left, right) for _ in self._lost(side, context, Refuted(_NOWHERE))):
            return None
        found = judge(left, right, known.setting)
        reader = self.derivation.readers.at(statement.place)
        if not isinstance(found, Refuted) or may_be_rounded(statement, reader, known.setting):
            return None
        names = spoken(left) | spoken(right) | free_indices(left) | free_indices(right)
        if not names:
            return found
        own = replace(statement, subject=statement.previous)
        alone = refuted or not context.relevant((left, right))
        if not inner or not alone or self.doubts.meant(own, known, (left, right)):
            return None
        return found if self._slipped(own, known.setting) else None

    def _with_slopes(self, statement: Statement, known: Known) -> Statement:
        """A statement whose sides are without the derivatives of sequences that can be taken."""
        sides = (statement.subject, statement.previous, statement.member)
        terms = tuple(side.term for side in sides)
        taken = take_slopes(terms, known.facts, known.equations, known.setting)
        if not known.depends or not taken.used:
            return statement
        subject, previous, member = (
            replace(side, term=term) for side, term in zip(sides, taken.terms, strict=True)
        )
        return replace(statement, subject=subject, previous=previous, member=member)

    def _is_slip(self, statement: Statement, sides: tuple[Term, Term], setting: Setting) -> bool:
        """Whether a line fails by little, or one edit mends it, which does more than repeat what it is."""
        if fails_by_little(*sides, setting):
            return True
        edit = None if self.implications.premises_of(statement) else self._edit(statement, setting)
        before = (statement.subject.node, statement.previous.node)
        return edit is not None and edit.single and not any(same_parts(edit.node, node) for node in before)

    def _slipped(self, statement: Statement, setting: Setting) -> bool:
        """Whether one change makes a line an identity, whatever the letters are that it brings in."""
        edit = self._edit(statement, setting)
        brought = spoken(statement.member.term) - spoken(statement.subject.term) - self.seen
        return edit is not None and edit.single and brought <= spoken(edit.term)

    def _edit(self, statement: Statement, setting: Setting) -> Correction | None:
        """The smallest edit that makes a line true, if there is a small one."""
        key = (statement.label, statement.subject is statement.previous)
        if key not in self.corrections:
            self.corrections[key] = None
            with time_limit(BESIDE_SECONDS):
                self.corrections[key] = correct(statement, self.derivation, setting)
        return self.corrections[key]

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

    # Following, and what is granted

    def _follows(
        self, statement: Statement, context: Context, known: Known, found: Found
    ) -> tuple[Judgement, tuple[str, ...]]:
        """Whether the member equals the one before, and the fewest wrong claims granted for it."""
        plain = self._follows_plainly(statement, context, known, found)
        if not isinstance(plain, Refuted) or self.implications.order_in(statement):
            return plain, ()
        open_sets = False
        left, right = statement.previous.term, statement.member.term
        for granted in self._sets(left, right, chain=self._chain(statement)):
            readings = self.grants.readings(granted)
            setting = replace(found.setting, readings=readings)
            judgement = judge(left, right, setting)
            if isinstance(judgement, Proved) and self._premises_hold(statement, setting):
                return judgement, tuple(claim.label for claim in granted)
            open_sets |= isinstance(judgement, Undecided)
        for label, judgement in self._from_slips(statement, context, known):
            if self._leads_back(statement, context, label):
                return judgement, (label,)
        return (Undecided("whether it follows from an earlier slip is open") if open_sets else plain), ()

    def _follows_plainly(
        self, statement: Statement, context: Context, known: Known, found: Found
    ) -> Judgement:
        """Without granting anything; through the subject where that settles it."""
        before = self.by_label.get(statement.follows_label)
        is_lost = bool(self.derivation.reader.opaque) and self._subject_lost(statement, context)
        if (
            statement.previous is statement.subject
            or (before is not None and isinstance(before.true, Proved) and not is_lost)
            or statement.follows_label == ""
        ):
            return found.judgement
        left, right = statement.previous.term, statement.member.term
        found = judged(left, right, known.granting(needed(known.setting, (left, right))))
        for lost in (name for side in (left, right) for name in self._lost(side, context, found.judgement)):
            return Undecided(f"whether it follows from the line before rests on {lost}, which is not known")
        reader = self.derivation.readers.at(statement.place)
        if isinstance(found.judgement, Refuted) and may_be_rounded(statement, reader, found.setting):
            return Undecided(_ROUNDED)
        return found.judgement

    def _premises_hold(self, statement: Statement, setting: Setting) -> bool:
        """Whether all that `⇔` starts from holds in a setting, if a statement stands behind one."""
        if not self.implications.both_ways(statement):
            return True
        sides = map(self.implications.sides, self.implications.premises_of(statement))
        return all(isinstance(prove(left, right, setting), Proved) for left, right in sides)

    def _leads_back(self, statement: Statement, context: Context, label: str) -> bool:
        """Whether what stands before `⇔` follows from what stands behind it and an earlier slip, too."""
        step = self._step(statement)
        if step is None or not step.both_ways:
            return True
        slip = next(claim for claim in self.wrong if claim.label == label)
        behind = tuple(map(self._fact, self.implications.behind(statement)))
        known = step.known((step.premise, step.behind), behind)
        known = known.granting(_redefining(slip, known.setting) or known.setting)
        premises = self.implications.premises_of(statement)
        if any(map(self.implications.order_in, premises)):
            return False
        sides = map(self.implications.sides, premises)
        return all(proves(*pair, known, (self._fact(slip), *behind)) for pair in sides)

    def _from_slips(
        self, statement: Statement, context: Context, known: Known
    ) -> Iterator[tuple[str, Judgement]]:
        """An earlier wrong claim from which a line follows: as another value of its quantity, or as an
        equation."""
        left, right = self.implications.sides(statement)
        if statement.previous is not statement.subject:
            left, right = statement.previous.term, statement.member.term
        chain = self._chain(statement)
        for slip in reversed(self.wrong):
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
            if _is_quantity(slip.subject.term, known.setting):
                continue  # it has a value: what is granted is another one, and no equation between letters
            own = self._fact(slip)
            facts = self._beside(statement, context, slip)
            for count in range(min(MAX_BESIDE, len(facts)) + 1):
                for beside in combinations(facts, count):
                    if proves(left, right, known, (own, *beside)):
                        yield slip.label, Proved(("granted equation",))

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
        return given or self._follows_by_words(statement) or statement.continues

    def _in_force(self, statement: Statement, verdict: Verdict, granted: tuple[str, ...]) -> tuple[str, ...]:
        """What an inherited line rests on: its own grants, and those of the lines that it carries on."""
        if verdict is not Verdict.INHERITED:
            return ()
        before = self.by_label.get(statement.follows_label)
        carried = before.granted if before else ()
        order = [claim.label for claim in self.wrong]
        return tuple(sorted({*carried, *granted}, key=order.index))

    def _chain(self, statement: Statement) -> frozenset[str]:
        """The labels of what a chain of `⇔` went through: it is judged against the line before it alone."""
        both = self.implications.both_ways(statement)
        return self.implications.labels_above(statement) if both else frozenset()

    def _sets(self, *terms: Term, chain: frozenset[str] = frozenset()) -> Iterator[tuple[Statement, ...]]:
        """Sets of earlier wrong claims that some terms may rest on, the small ones first."""
        count = 0
        wrong = [claim for claim in self.grants.wrong_for(*terms) if claim.label not in chain]
        for size in range(1, MAX_GRANTED + 1):
            for chosen in combinations(wrong, size):
                count += 1
                if count > MAX_SETS:
                    raise Exhausted(
                        f"whether it follows from earlier slips is open: they have more than {MAX_SETS} sets"
                    )
                yield chosen

    def _explained_by(self, statement: Statement, setting: Setting) -> tuple[str, ...] | None:
        """The smallest set of earlier wrong claims that make the member a right value of its subject."""
        subject, member = statement.subject.term, statement.member.term
        for granted in self._sets(subject, member):
            found = prove(subject, member, replace(setting, readings=self.grants.readings(granted)))
            if isinstance(found, Proved):
                return tuple(claim.label for claim in granted)
        return None

    # What a false member gets

    def _falsehood(
        self, statement: Statement, finding: Finding, true: Refuted, found: Found, known: Known
    ) -> Finding:
        """A false claim's finding with what is told of it, as far as there is time to find that out."""
        finding = replace(finding, counterexample=true.counterexample, explained_by=None)
        if statement.relation != "=" or self.implications.premises_of(statement) or not found.unique:
            return finding
        try:
            with time_limit(BESIDE_SECONDS):
                finding = replace(finding, explained_by=self._explained_by(statement, found.setting))
            with time_limit(BESIDE_SECONDS):
                truth, residual = self._shortest(statement, found.setting, known.setting)
            if truth is not None and self._is_itself(truth, finding.statement):
                truth = None  # that a quantity is worth itself tells nobody anything
            finding = replace(finding, truth=truth, residual=residual)
            return replace(finding, correction=self._correction(statement, truth, found.setting))
        except _FAILURES as failure:
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
        key = (subject, id(setting))
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
            read = normalizer.normal_form(self.derivation.term(latex, self.place))
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
        found = self._edit(statement, setting)
        if found is not None or truth is None:
            return found
        node = self.writer.node(truth.term)
        return Correction(node, truth.term, truth.latex, statement.member.node)


_FAILURES = (Unsupported, ArithmeticError, ValueError, RecursionError)


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


def _telling(node: Node) -> str:
    """Why what stands for itself is not understood; how to say what a prime means, if a name has one."""
    if note := next((n.note for n in trees.walk(node) if isinstance(n, Sealed) and n.note), ""):
        return f": {note}"
    primed = isinstance(node, Symbol) and node.primes
    return '; put prime = "x_j" in a reading file if its prime means ∂/∂x_j' if primed else ""


_SOMEWHERE = (
    "it holds for some values only, and does not follow from what is given; "
    "if it is given, too, say so: “suppose that …”"
)
_UNSAID = "nothing before says what {} is; define it, or say that the line is given"
MAX_LINKS = 8
"""How many links of the chain before a line are looked at."""

_ROUNDED = "both sides agree as far as their decimals are printed; write ≈ where one is rounded"
_NOWHERE = Counterexample((), (), (), "", "")
"""Of a refutation that is asked about, and not made."""


def _given(known: Fact) -> Given:
    return Given(known.latex, known.line, known.label)


def _is_polynomial(term: Term) -> bool:
    """Whether a term is made of sums, products and whole powers."""
    return all(isinstance(t, Num | Var | Ref | Add | Mul | Pow) for t in walk(term)) and all(
        (value := constant(t.exponent)) is not None and value > 0 and value.denominator == 1
        for t in walk(term)
        if isinstance(t, Pow)
    )


def _sides(claims: tuple[Claim, ...]) -> list[Term]:
    return [side for claim in claims for side in (claim.left, claim.right)]


def _named(term: Term) -> frozenset[str]:
    """The names of the unknowns in a term, a differential for what it is of."""
    unknowns = (t.name for t in walk(term) if isinstance(t, Var | Ref) and t != PI)
    return frozenset(name.removeprefix(DIFFERENTIAL) for name in unknowns)


def _is_quantity(term: Term, setting: Setting) -> bool:
    """Whether a term is a name that has a value, or a derivative."""
    return isinstance(term, Deriv) or (isinstance(term, Ref) and setting.opens(term))


def _is_shifted(statement: Statement) -> bool:
    """Whether the entry on the left stands on the right with shifts alone, `m_n = m_{n-1} + …`."""
    subject = statement.subject.term
    entries = (t for t in walk(statement.member.term) if isinstance(t, Var | Ref))
    indices = [t.indices for t in entries if isinstance(subject, Var | Ref) and t.name == subject.name]
    return isinstance(subject, Var | Ref) and all(differ_by_numbers(subject.indices, i) for i in indices)


def _put_in(term: Term, slip: Statement) -> Term:
    """A term in which the quantity of a wrong claim, as it is printed, has the value that is claimed."""
    quantity = slip.subject.term
    if not isinstance(quantity, Ref):
        return term
    return mapped(term, lambda part: slip.member.term if part == quantity else None)


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


def audit(
    derivation: Derivation, progress: Progress | None = None, seconds: float = SECONDS
) -> tuple[Finding, ...]:
    """Judges all statements of a derivation, in the order of the document, each for some seconds at most."""
    writer = derivation.writer()
    grants = Grants(derivation.setting())
    implications = Implications.of_derivation(derivation)
    auditor = Auditor(
        derivation,
        writer,
        grants,
        implications,
        seconds,
        pending=list(derivation.entries),
        doubts=Doubts.of_derivation(derivation),
    )
    total = len(derivation.statements)
    for count, statement in enumerate(derivation.statements):
        if progress is not None:
            progress(statement.label, count, total)
        finding = auditor.judge(statement)
        auditor.findings.append(finding)
        before = Context(tuple(auditor.entries)).at(statement.place)
        auditor.entries += printed(finding, derivation, implications, before)
        auditor.by_label[statement.label] = finding
    found = [*unknown_commands(case_lints(auditor.findings)), *map(_unread, derivation.unread)]
    order = {equation.tag: place for place, equation in enumerate(derivation.document.equations)}
    return tuple(sorted(found, key=lambda f: (order.get(f.statement.equation, 0), f.statement.part)))


def _unread(unread: Unread) -> Finding:
    verdict = Verdict.UNREAD
    if unread.ill_formed:
        verdict = Verdict.ILL_FORMED
    elif unread.scope:
        verdict = Verdict.UNDECIDED
    return Finding(unread, verdict, verdict, explained_by=None, reason=unread.error.message)
