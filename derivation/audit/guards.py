"""Why a judgement is withheld: it rests on a name whose value is not known, on a line that is open, or on a
letter of which nothing is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from derivation.audit.course import Course
from derivation.audit.findings import Verdict
from derivation.audit.implications import Implications
from derivation.audit.known import Found, known_at
from derivation.audit.roles import (
    arrays_in,
    below,
    named,
    names_of,
    spoken_in,
)
from derivation.audit.rounding import may_be_rounded
from derivation.audit.slips import Slips
from derivation.prose.dependences import dependences
from derivation.prose.notations import RANGE, SUM, Meant, meant
from derivation.reading.ambiguities import otherwise
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass, replace
from derivation.search.decide import prove
from derivation.search.entailment import letters_in
from derivation.search.normal import Normalizer
from derivation.search.recurrences import found_in
from derivation.terms.atoms import entry_names
from derivation.terms.context import Context, Fact, Origin, names_in
from derivation.terms.indices import differ_by_numbers, is_free, is_numeral
from derivation.terms.judgement import Counterexample, Judgement, Proved, Refuted, Undecided
from derivation.terms.limits import Unsupported, time_limit
from derivation.terms.setting import Claim
from derivation.terms.terms import (
    ZERO,
    Definition,
    Deriv,
    Ref,
    Term,
    Var,
    constant,
    walk,
)
from derivation.text import trees
from derivation.text.commands import ARROWS
from derivation.text.syntax import (
    Absolute,
    Apply,
    Big,
    Fraction,
    Group,
    Node,
    Number,
    Partial,
    Product,
    Sealed,
    Symbol,
)

MAX_LINKS = 8
"""How many links of the chain before a line are looked at."""
NOWHERE = Counterexample((), (), (), "", "")
"""Of a refutation that is asked about, and not made."""
UNSAID = "nothing before says what {} is; define it, or say that the line is given"
ROUNDED = "both sides agree as far as their decimals are printed; write ≈ where one is rounded"


@dataclass(slots=True)
class Guards:
    course: Course
    slips: Slips

    @property
    def derivation(self) -> Derivation:
        return self.course.derivation

    @property
    def implications(self) -> Implications:
        return self.course.implications

    def withheld(self, statement: Statement, context: Context, found: Found) -> Found:
        """A judgement that rests on no name whose value is not known."""
        sides = self.implications.sides(statement)
        if not isinstance(found.judgement, Undecided) and (sign := self.meant_otherwise(statement)):
            reason = f"the text says what {sign.sign} means (“{sign.words}”), and that is not understood here"
            return replace(found, judgement=Undecided(reason))
        judgement = Refuted(NOWHERE) if found.shielded else found.judgement
        if isinstance(found.judgement, Refuted) and crosses(statement):
            reason = (
                "`\\times` between letters may be a product of vectors; for one of numbers write `\\cdot`"
            )
            return replace(found, judgement=Undecided(reason))
        lost = next((o for side in sides for o in self.lost(side, context, judgement)), None)
        if lost is not None:
            sealed = self.derivation.reader.opaque.get(lost)
            reason = f"this line is judged without the definition of {lost}, which could not be read"
            if sealed is not None:
                notes = (n.note for n in trees.walk(sealed.printed) if isinstance(n, Sealed) and n.note)
                note = next(notes, "")
                hint = f": {note}" if note else otherwise(self.derivation, statement.place, sealed.printed)
                reason = f"this rests on the value of `{sealed.latex}`, which is not known{hint}"
            return replace(found, judgement=Undecided(reason))
        if isinstance(found.judgement, Proved) and all(
            posed := self._holds_where_posed(statement, context, found)
        ):
            letter, known = posed
            reason = f"it holds only where {known} does, and reads as if it held for all {letter}"
            return replace(found, judgement=Undecided(reason))
        if isinstance(found.judgement, Proved) and (line := self._open_beside(sides, found)):
            where = self.derivation.document.source.where(line)
            reason = f"{where}, which is open, may say how what is differentiated depends on others"
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
        if isinstance(found.judgement, Refuted) and (by_two := self._partial_equations(statement, context)):
            one, other = by_two
            reason = f"equations in derivatives by {one} and by {other} of what has no value are not followed"
            return replace(found, judgement=Undecided(reason))
        if not isinstance(found.judgement, Undecided) and (
            apart := self._kept_apart(statement, context, found)
        ):
            function, letter = apart
            reason = (
                f"{letter} has a value, and ∂ may keep it apart as an argument of {function}: "
                "write d for the whole change, or give it another name"
            )
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
        loose = self.loose(statement, context) if isinstance(found.judgement, Refuted) and not inner else ""
        if loose and not self.slips.slipped(statement, found.setting, keeping=loose):
            return replace(found, judgement=Undecided(UNSAID.format(loose)))
        if isinstance(found.judgement, Refuted) and may_be_rounded(
            statement, self.derivation.readers.at(statement.place), found.setting
        ):
            return replace(found, judgement=Undecided(ROUNDED))
        return found

    def meant_otherwise(self, statement: Statement) -> Meant | None:
        """A sign of a statement that the text gives a meaning of its own."""
        own = [m for m in meant(self.derivation.document.source) if m.place <= statement.place]
        own = [m for m in own if not self.derivation.scopes.apart(m.place, statement.place)]
        sides = (statement.subject, statement.previous, statement.member)
        shown = {s for side in sides for n in trees.walk(side.node) for s in _signs(n)} if own else set()
        return next((m for m in own if m.sign in shown), None)

    def _holds_where_posed(self, statement: Statement, context: Context, found: Found) -> tuple[str, str]:
        """A letter for all of which a line is meant that was proved by an equation for that letter alone, and
        the equation: a derivative by it, a function of it, or what is one change away from an identity."""
        valued = frozenset(name for name, _ in context.definitions) | self.derivation.notation.sizes
        posed = [(context.spoken_by(f) - valued, f) for f in self._facts_of(found)]
        letter, fact = next(((min(own), f) for own, f in posed if len(own) == 1), ("", None))
        if fact is None or self.course.premises(statement) or constant(statement.member.term) is not None:
            return "", ""
        shown = f"({fact.label})" if fact.label else fact.latex
        inner = (t for t in walk(statement.previous.term) if isinstance(t, Deriv | Ref))
        if any(letter in self._moving(t, context) for t in inner):
            return letter, shown
        own = replace(statement, subject=statement.previous)
        plain = self.derivation.setting(context.definitions)
        return (letter, shown) if self.slips.is_long(own) and self.slips.slipped(own, plain) else ("", "")

    @staticmethod
    def _facts_of(found: Found) -> list[Fact]:
        """The printed equations that a proof used."""
        return [f for f in found.givens if f.origin is Origin.PRINTED and f.equations]

    @staticmethod
    def _moving(term: Deriv | Ref, context: Context) -> frozenset[str]:
        """The letters by which a term is differentiated, or of which it is a function."""
        if isinstance(term, Deriv):
            return frozenset((term.wrt.name,))
        definition = context.definitions.get((term.name, len(term.indices)))
        return frozenset(definition.variables) if definition is not None else frozenset()

    def lost(self, term: Term, context: Context, true: Judgement) -> Iterator[str]:
        """Names without a readable definition that a refutation, or a derivative, rests on."""
        opaque = self.derivation.opaque_at(self.course.place) - {name for name, _ in context.definitions}
        opaque |= self.course.doubts.reopened_at(self.course.place, context)
        if isinstance(true, Refuted):
            spoken_of = context.speaks_of((term,))
            yield from sorted(opaque & spoken_of)
            sealed = self.derivation.reader.opaque.keys() & spoken_of
            if sealed and not self._is_free_of(term, context):
                yield from sorted(sealed)
        for inner in walk(term) if opaque else ():
            if isinstance(inner, Deriv) and inner.wrt.name not in opaque:
                yield from sorted(opaque & context.speaks_of((inner.body,)))

    def subject_lost(self, statement: Statement, context: Context) -> bool:
        """Whether a chain begins with a name whose value could not be read: each of its links stands for
        itself."""
        return any(True for _ in self.lost(statement.subject.term, context, Refuted(NOWHERE)))

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

    def _open_beside(self, sides: tuple[Term, Term], found: Found) -> int:
        """The line above that is open and speaks of what a derivative was taken of by the facts; else 0."""
        if not found.givens or not any(isinstance(t, Deriv) for side in sides for t in walk(side)):
            return 0
        names = frozenset().union(*(fact.names for fact in found.givens))
        unclear = self.course.doubts.unclear_about(names, self.course.place)
        return unclear.line if unclear is not None and unclear.read else 0

    def loose(self, statement: Statement, context: Context) -> str:
        """A letter without a value that one side alone has: it may have one with which the claim holds.
        What the right side lacks cancels out, where it has letters at all, and words do not say that it is
        solved for something."""
        loose = self.free(statement, context)
        right = named(self.course.own(statement)[1])
        solved = "solv" in statement.governed.words.lower()
        everywhere = bool(right) and loose.isdisjoint(right) and not solved
        number = constant(self.course.own(statement)[1]) is not None
        fresh = number and self.course.follows_by_words(statement) and not loose <= self.course.seen
        return "" if everywhere or (fresh and not self._after_opaque()) else min(loose, default="")

    def free(self, statement: Statement, context: Context) -> frozenset[str]:
        """The letters without a value that one side alone has, where no fact speaks of them."""
        premises = self.course.premises(statement)
        start = context.speaks_of(s for p in premises for s in self.implications.sides(p))
        if premises and spoken_in(statement) <= start:
            return frozenset()  # an arrow leads to it from what speaks of its letters
        sides = self.course.own(statement)
        left, right = map(named, sides)
        single = left ^ right
        if not single:
            return frozenset()
        valued = {name for name, _ in context.definitions}
        here = {
            h.entry.name
            for h in context.entries
            if isinstance(h.entry, Definition) and h.start == self.course.place
        }
        spoken_of = (t for side in (statement.subject.term, *sides) for t in walk(side))
        quantities = [t for t in spoken_of if isinstance(t, Ref) and t.name in valued - here]
        facts = [f for f in context.facts if f.understood and f.label != (statement.follows_label or None)]
        if isinstance(sides[0], Var | Ref) and constant(sides[1]) is not None:
            facts = [f for f in facts if f.firm and f.equations]  # an order gives no letter another value
        binding = self._binding(tuple(facts), statement, context) if single else ()
        whole = (f for f in binding if names_in(f.claims) <= f.names)
        told = [side for f in whole for side in _sides(f.claims)]
        known = context.speaks_of((*quantities, *told)).union(valued, *(f.names for f in binding))
        return single - known - self.derivation.notation.sizes - self.derivation.notation.ranges.keys()

    def _binding(self, facts: tuple[Fact, ...], statement: Statement, context: Context) -> tuple[Fact, ...]:
        """The facts that may bind the letters in them: none that gives a value to a name without another, of
        which a line does not speak, where all that others say of that follows from it."""
        sides = self.course.own(statement)
        spoken_of = context.speaks_of(sides).union(name for name, _ in context.definitions)
        while True:
            for own in facts:
                name, _ = _named_alone(own)
                others = tuple(f for f in facts if f is not own and name in f.names)
                if name and name not in spoken_of and self._says_all(own, others, context):
                    facts = tuple(f for f in facts if f is not own and f not in others)
                    break
            else:
                return facts

    def _says_all(self, own: Fact, others: tuple[Fact, ...], context: Context) -> bool:
        """Whether what some facts say follows from another."""
        if not others:
            return True
        claims = [claim for other in others for claim in other.claims]
        name, value = _named_alone(own)
        valued = {**context.definitions, (name, 0): Definition(name, (), value)}
        if any(claim.relation != "=" for claim in claims):
            return False
        with time_limit(BINDING):
            try:
                setting = self.derivation.setting(valued)
                return all(isinstance(prove(c.left, c.right, setting), Proved) for c in claims)
            except Unsupported:
                return False

    def _after_opaque(self) -> bool:
        """Whether the equation before shows what stands for itself: what follows from it is not known."""
        last = self.course.findings[-1].statement.equation if self.course.findings else ""
        before = (f.statement for f in self.course.findings[-MAX_LINKS:] if f.statement.equation == last)
        known = self.derivation.reader.opaque.keys()
        return any(isinstance(s, Statement) and not known.isdisjoint(spoken_in(s)) for s in before)

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
            numbers = (t.indices[0] for t in entries if t.name == name and is_numeral(t.indices[0]))
            first = min(map(int, numbers), default=self.derivation.notation.base)
            if (
                name in told
                and first < self.derivation.notation.base
                and not self._goes_on(name, sides, context)
            ):
                return f"nothing says that what is given of {name} holds from {first} on"
            if (label := self._open_about(name, statement)) and (near or name in told):
                return f"line {label}, which is open, may say more of {name}"
        return ""

    def _goes_on(self, name: str, sides: tuple[Term, Term], context: Context) -> bool:
        """Whether a fact says how each entry of a sequence follows from those before."""
        setting = self.derivation.setting(context.definitions)
        return any(key[0] == name for key in found_in(context.facts, (), setting, sides).rules)

    def _open_about(self, name: str, statement: Statement) -> str:
        """The label of an equation before in the same scope that is open, and speaks of a name; else ""."""
        ends = self.derivation.scopes.end_of_facts
        for finding in reversed(self.course.findings):
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
            for said in dependences(self.derivation.document.source):
                here = said.place <= statement.place and not self._is_over(said.place, statement.place)
                shown = letters.union(*map(named, sides)) - moving
                if here and said.by == slope.wrt.name and said.name in shown:
                    return said.name, said.by, said.words
        return None

    def _is_over(self, place: int, other: int) -> bool:
        """Whether what is said at a place is over at another."""
        return self.derivation.scopes.end_of_facts(place) <= other

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

    def _partial_equations(self, statement: Statement, context: Context) -> tuple[str, ...]:
        """Two letters by which what has no value is differentiated in a line and in what is given."""
        sides = self.implications.sides(statement)
        told = (s for f in context.relevant(sides) if f.firm for s in _sides(f.equations))
        own = [t for side in sides for t in walk(side) if isinstance(t, Deriv)]
        slopes = [*own, *(t for side in told for t in walk(side) if isinstance(t, Deriv))] if own else []
        unknown = (t for t in slopes if self._is_unknown(t.body, context))
        letters = sorted({t.wrt.name for t in unknown})
        return tuple(letters[:2]) if len(letters) > 1 else ()

    @staticmethod
    def _is_unknown(term: Term, context: Context) -> bool:
        while isinstance(term, Deriv):
            term = term.body
        key = (term.name, len(term.indices)) if isinstance(term, Var | Ref) else None
        return key is not None and key not in context.definitions

    def _kept_apart(self, statement: Statement, context: Context, found: Found) -> tuple[str, str] | None:
        """A function of several letters that a line differentiates with ∂ by one of them, and another that
        has a value in which that stands."""
        nodes = (n for side in (statement.subject, statement.previous) for n in trees.walk(side.node))
        if not any(isinstance(n, Partial) and n.operator == "\\partial" for n in nodes):
            return None
        values = found.setting.definitions
        for term in (t for side in self.implications.sides(statement) for t in walk(side)):
            if isinstance(term, Deriv) and isinstance(term.body, Ref):
                own = values.get((term.body.name, len(term.body.indices)))
                for letter in own.variables if own is not None and term.wrt.name in own.variables else ():
                    valued = (letter, 0) in values and letter != term.wrt.name
                    if valued and term.wrt.name in context.speaks_of((values[letter, 0].body,)):
                        return term.body.name, letter
        return None

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

    def _follows_from_open(self, statement: Statement) -> bool:
        """Whether words say that a line follows, and the equation before it, on the same letters, is open."""
        if not self.course.findings or not self.course.follows_by_words(statement) or statement.continues:
            return False
        last = self.course.findings[-1].statement.equation
        before = [
            f for f in self.course.findings[-MAX_LINKS:] if f.statement.equation == last != statement.equation
        ]
        own = spoken_in(statement)
        return any(
            f.verdict is Verdict.UNDECIDED
            and isinstance(f.statement, Statement)
            and not self.derivation.scopes.apart(f.statement.place, statement.place)
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


def _signs(node: Node) -> Iterator[str]:
    """The signs of a node whose meaning a text may change."""
    match node:
        case Group(left):
            yield left
        case Absolute():
            yield "|"
        case Apply(Symbol(name)):
            yield name
        case Symbol(name, ()):
            yield name
        case Product(_, operators):
            yield from operators
        case Big():
            yield SUM
            if node.range.upper is None:
                yield RANGE
        case _:
            pass


def crosses(statement: Statement) -> bool:
    """Whether `\\times` stands between two factors without numbers, as between vectors."""
    sides = (statement.subject, statement.previous, statement.member)
    products = (n for side in sides for n in trees.walk(side.node) if isinstance(n, Product))
    pairs = (p for n in products for p in zip(n.operators, n.factors, n.factors[1:], strict=False))
    return any(sign == "\\times" and not {type(a), type(b)} & {Number, Fraction} for sign, a, b in pairs)


BINDING = 0.25
"""The seconds for the question whether facts say no more than one of them."""


def _named_alone(fact: Fact) -> tuple[str, Term]:
    """The name to which a fact gives a value, and says nothing else, and that value; or ""."""
    match fact.claims:
        case (Claim(Var(name, ()) | Ref(name, (), ()), "=", value),) if name not in named(value):
            return name, value
        case (Claim(value, "=", Var(name, ()) | Ref(name, (), ())),) if name not in named(value):
            return name, value
        case _:
            return "", ZERO


def _sides(claims: tuple[Claim, ...]) -> list[Term]:
    return [side for claim in claims for side in (claim.left, claim.right)]
