r"""Why a judgement is withheld: it rests on a name whose value is not known, on a line that is open, or on a
letter of which nothing is said.

Takes a statement, what is known there and what was found of it; gives that, or `Undecided` with the reason of
the first guard that has one. The guards are in the modules beside this one:

unusual_signs   signs that do not mean what they usually do
lost_names      names whose value could not be read
loose_letters   letters of which nothing is said
size_zero       lines that fail at n = 0, where the text has n from 0 on
unknown_slopes  derivatives of what has no value, or may move
open_lines      lines that are open, or below
"""

from __future__ import annotations

from collections.abc import Iterator

from derivation.audit import loose_letters, lost_names
from derivation.audit.course import Course
from derivation.audit.implications import Implications
from derivation.audit.known import Found, proves, undefined_in
from derivation.audit.loose_letters import UNSAID
from derivation.audit.lost_names import NOWHERE, changed, why_lost
from derivation.audit.open_lines import defined_below, follows_from_open, premise_lost, untied
from derivation.audit.rounding import may_be_rounded
from derivation.audit.size_zero import fails_at_zero
from derivation.audit.slips import Slips
from derivation.audit.unknown_slopes import (
    constant_if,
    kept_apart,
    open_beside,
    partial_equations,
    slope_of_unknown,
    tied_to,
)
from derivation.audit.unusual_signs import crosses, meant_otherwise
from derivation.prose.notations import Meant
from derivation.prose.said import functions_free
from derivation.reading.heads import names_on_the_left
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass, replace
from derivation.terms.context import Context, Fact, Origin, sides_of
from derivation.terms.indices import is_numeral
from derivation.terms.judgement import Judgement, Proved, Refuted, Undecided
from derivation.terms.terms import Definition, Deriv, Ref, Term, Var, constant, walk

ROUNDED = "both sides agree as far as their decimals are printed; write ≈ where one is rounded"


@dataclass(slots=True)
class Guards:
    """What keeps judgements back in the course of an audit."""

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
        reason = next(self._reasons(statement, context, found), None)
        return found if reason is None else replace(found, judgement=Undecided(reason))

    def meant_otherwise(self, statement: Statement) -> Meant | None:
        """A sign of a statement that the text gives a meaning of its own."""
        return meant_otherwise(self.derivation, statement)

    def lost(self, term: Term, context: Context, true: Judgement) -> Iterator[str]:
        """Names without a readable definition that a refutation, or a derivative, rests on."""
        return lost_names.lost(self.course, term, context, true)

    def subject_lost(self, statement: Statement, context: Context) -> bool:
        """Whether a chain begins with a name whose value could not be read."""
        return lost_names.subject_lost(self.course, statement, context)

    def loose(self, statement: Statement, context: Context) -> str:
        """A letter without a value that one side alone has, and with which the claim may hold."""
        return loose_letters.loose(self.course, statement, context)

    def is_tied(self, statement: Statement, context: Context) -> bool:
        """Whether a letter may move with what a line differentiates by."""
        return tied_to(self.course, statement, context) is not None

    def free(self, statement: Statement, context: Context) -> frozenset[str]:
        """The letters without a value that one side alone has, where no fact speaks of them."""
        return loose_letters.free(self.course, statement, context)

    def _reasons(self, statement: Statement, context: Context, found: Found) -> Iterator[str]:
        """The reasons to withhold a judgement, in the order in which they are asked for."""
        proved, refuted = isinstance(found.judgement, Proved), isinstance(found.judgement, Refuted)
        if (proved or refuted) and (sign := self.meant_otherwise(statement)):
            yield f"the text says what {sign.sign} means (“{sign.words}”), and that is not understood here"
        if (proved or refuted) and (back := self._defined_before(statement, context)):
            name, words = back
            yield f"{name} is defined more than once, and “{words}” may speak of an earlier one"
        line = self.course.domains.left_by(self.implications.sides(statement), found.setting)
        if (proved or refuted) and line is not None and line.head is not None:
            yield f"({line.label}) says what {line.head.name} is for {line.case_text} alone"
        if refuted and (name := self.is_applied_too(statement)):
            yield f"{name} is a function here, and may be meant with its subscripts for arguments"
        if refuted and (name := self._of_an_unknown_function(statement, found)):
            yield f"this rests on the function {name}, of which nothing is known here"
        if refuted and crosses(statement):
            yield "`\\times` between letters may be a product of vectors; for one of numbers write `\\cdot`"
        judgement = Refuted(NOWHERE) if found.shielded else found.judgement
        for side in self.implications.sides(statement):
            for name in self.lost(side, context, judgement):
                yield why_lost(self.course, statement, name)
        if proved:
            yield from self._of_a_proof(statement, context, found)
        if refuted and follows_from_open(self.course, statement):
            yield "it follows from the line before, which is open"
        if proved and (by_name := changed(self.course, statement, context)):
            name, shown = by_name
            yield f"{name} is defined anew, and {shown} may not be worth what it was before"
        open_ = refuted or self.implications.both_ways(statement)
        if open_ and premise_lost(self.course, statement):
            yield "what stands before the arrow could not be read; write it so that it can be"
        yield from self._of_derivatives(statement, context, found)
        if refuted:
            yield from self._of_a_refutation(statement, context, found)

    def _defined_before(self, statement: Statement, context: Context) -> tuple[str, str] | None:
        """A name with other values above than its last one, which it has here, and the words before a line by
        which one of them may be meant."""
        spoken = context.speaks_of(self.implications.sides(statement))
        starts: dict[str, set[int]] = {}
        for held in self.course.entries:
            if isinstance(held.entry, Definition) and held.start <= statement.place:
                starts.setdefault(held.entry.name, set()).add(held.start)
        own = ((h.entry.name, h.start) for h in context.entries if isinstance(h.entry, Definition))
        last = {name for name, start in own if start == max(starts.get(name, {start}))}
        several = sorted(name for name in spoken & last if len(starts[name]) > 1)
        if not several or not (words := self.derivation.refers_back(statement)):
            return None
        return several[0], words

    def _of_an_unknown_function(self, statement: Statement, found: Found) -> str:
        """A function of which a line speaks and that nothing defines, unless the text says that it may be
        any; or ""."""
        free = functions_free(self.derivation.document.source)
        return min(undefined_in(found.setting, self.implications.sides(statement)) - free, default="")

    def is_applied_too(self, statement: Statement) -> str:
        """A name with an index in a line that is a function elsewhere, `u_{ij}` for u(i, j); or ""."""
        sides = (statement.subject.term, statement.previous.term, statement.member.term)
        entries = (t for side in sides for t in walk(side) if isinstance(t, Var) and t.indices)
        return next((t.name for t in entries if t.name in self.derivation.reader.variables), "")

    def _of_a_proof(self, statement: Statement, context: Context, found: Found) -> Iterator[str]:
        """Why what was proved may not hold as it is meant."""
        if other := self._supposed_instead(statement, context, found.givens):
            used, since = other
            yield f"it follows from {used}, and the text says {since} since, which may hold instead"
        if size := fails_at_zero(self.course, statement, context, found):
            yield f"it fails at {size} = 0, where the text has {size} from 0 on; say from where it holds"
        if one := _at_one_place(found.givens):
            fact, letter = one
            shown = f"({fact.label})" if fact.label else fact.latex
            yield f"{shown} may hold for one {letter} alone; say for which it does, with another letter"
        if all(posed := self._holds_where_posed(statement, context, found)):
            letter, known = posed
            yield f"it holds only where {known} does, and reads as if it held for all {letter}"
        if line := open_beside(self.course, self.implications.sides(statement), found):
            where = self.derivation.document.source.where(line)
            yield f"{where}, which is open, may say how what is differentiated depends on others"

    def _supposed_instead(
        self, statement: Statement, context: Context, givens: tuple[Fact, ...]
    ) -> tuple[str, str] | None:
        """An equation of prose that a proof used, and another one of its letters that is said behind it, and
        is not assumed, or behind lines that it led to: `suppose $x = y$`, then `suppose $x = 2 y$`."""
        lines = [other.place for other in self.derivation.statements if other.place < statement.place]
        for used in (fact for fact in givens if fact.origin is Origin.SAID and fact.equations):
            led = [place for place in lines if place > used.place]
            for held in context.entries:
                entry, after = held.entry, bool(led) and held.start > min(led)
                if isinstance(entry, Definition) and after and entry.name in used.names:
                    return used.latex, held.latex
                if not isinstance(entry, Fact) or entry in givens or entry.place <= used.place:
                    continue
                same_left = names_on_the_left(entry.latex) & names_on_the_left(used.latex)
                apart = any(claim.relation == "\\neq" for claim in entry.claims) or "\\ne" in entry.latex
                within = entry.names <= used.names and (apart or bool(same_left))
                alike, told = entry.names == used.names or within, entry.equations or apart
                if alike and told and (after or not entry.firm) and entry.latex != used.latex:
                    known = self.course.known(statement, context)
                    if not all(proves(c.left, c.right, known, (used,)) for c in entry.equations):
                        return used.latex, entry.latex
        return None

    def _of_derivatives(self, statement: Statement, context: Context, found: Found) -> Iterator[str]:
        """Why a derivative may be worth something else."""
        refuted = isinstance(found.judgement, Refuted)
        if refuted and (unknown := slope_of_unknown(statement, context)):
            letter, by = unknown
            yield f"nothing says how {letter} depends on {by}; define {letter} before it is differentiated"
        if refuted and (by_two := partial_equations(self.course, statement, context)):
            one, other = by_two
            yield f"equations in derivatives by {one} and by {other} of what has no value are not followed"
        if refuted and (letters := constant_if(self.course, statement, found)):
            yield f"it holds if {', '.join(letters)} {'is' if len(letters) == 1 else 'are'} constant; say so"
        if isinstance(found.judgement, Undecided):
            return
        if apart := kept_apart(self.course, statement, context, found):
            function, letter = apart
            yield (
                f"{letter} has a value, and ∂ may keep it apart as an argument of {function}: "
                "write d for the whole change, or give it another name"
            )
        if tied := tied_to(self.course, statement, context):
            letter, by, known = tied
            yield (
                f"{letter} may move with {by} by what is given ({known}), or stay: "
                f"put {letter} in through {by}, or write ∂ where it stays"
            )

    def _of_a_refutation(self, statement: Statement, context: Context, found: Found) -> Iterator[str]:
        """Why what was refuted may hold for all that."""
        if later := defined_below(self.course, statement, context):
            name, label = later
            yield f"{name} has no value here: it is defined below, in ({label}); define it before it is used"
        if reason := untied(self.course, statement, context):
            yield reason
        inner = statement.continues or not statement.opens
        loose = "" if inner else self.loose(statement, context)
        if loose and not self.slips.slipped(statement, found.setting, keeping=loose):
            yield UNSAID.format(loose)
        if may_be_rounded(statement, self.derivation.readers.at(statement.place), found.setting):
            yield ROUNDED

    def _holds_where_posed(self, statement: Statement, context: Context, found: Found) -> tuple[str, str]:
        """A letter for all of which a line is meant that was proved by an equation for that letter alone, and
        the equation: a derivative by it, a function of it, or what is one change away from an identity."""
        valued = frozenset(name for name, _ in context.definitions) | self.derivation.notation.sizes
        printed = (f for f in found.givens if f.origin is Origin.PRINTED and f.equations)
        posed = [(context.spoken_by(f) - valued, f) for f in printed]
        letter, fact = next(((min(own), f) for own, f in posed if len(own) == 1), ("", None))
        if fact is None or self.course.premises(statement) or constant(statement.member.term) is not None:
            return "", ""
        shown = f"({fact.label})" if fact.label else fact.latex
        inner = (t for t in walk(statement.previous.term) if isinstance(t, Deriv | Ref))
        if any(letter in _moving(t, context) for t in inner):
            return letter, shown
        own = replace(statement, subject=statement.previous)
        plain = self.derivation.setting(context.definitions)
        return (letter, shown) if self.slips.is_long(own) and self.slips.slipped(own, plain) else ("", "")


def _at_one_place(givens: tuple[Fact, ...]) -> tuple[Fact, str] | None:
    """A given such as `B_N = 0`, and its N, beside another that says how entries of B follow each other."""
    for fact in givens:
        for claim in fact.equations:
            left = claim.left
            entry = isinstance(left, Var | Ref) and len(left.indices) == 1 and not is_numeral(left.indices[0])
            if not entry or constant(claim.right) is None or not isinstance(left, Var | Ref):
                continue
            others = (side for other in givens if other is not fact for side in sides_of(other.claims))
            entries = (t for side in others for t in walk(side) if isinstance(t, Var | Ref))
            if any(t.name == left.name and t.indices and not is_numeral(t.indices[0]) for t in entries):
                return fact, left.indices[0]
    return None


def _moving(term: Deriv | Ref, context: Context) -> frozenset[str]:
    """The letters by which a term is differentiated, or of which it is a function."""
    if isinstance(term, Deriv):
        return frozenset((term.wrt.name,))
    definition = context.definitions.get((term.name, len(term.indices)))
    return frozenset(definition.variables) if definition is not None else frozenset()
