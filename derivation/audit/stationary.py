r"""Lines that words say follow where a derivative is put to 0.

    Let $L = n \log a - a S$. Setting the derivative to zero gives
    \[ \frac{n}{a} - S = 0 \]     it says that ∂L/∂a = 0
    \[ a = \frac{n}{S} \]         it follows from that
    \[ \frac{n}{a} + S = 0 \]     nearly ∂L/∂a: a sign is wrong
    \[ \hat a = \frac{S}{n} \]   no place where ∂L/∂a = 0

Words do not say of what the derivative is taken, and by which letter: of the latest quantity with a value
for which the line follows. One that is only nearly a derivative is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from derivation.audit.evidence import fails_by_little
from derivation.audit.known import Known, judged, known_at
from derivation.audit.roles import spoken_in
from derivation.late import regex
from derivation.reading.cues import Cue
from derivation.reading.statements import Derivation, Statement
from derivation.reading.writing import Writer
from derivation.records import dataclass, replace
from derivation.search.decide import judge
from derivation.terms.context import Context, Fact, Origin, names_in
from derivation.terms.judgement import Proved, Refuted
from derivation.terms.limits import FAILURES, meet_depth
from derivation.terms.setting import Claim
from derivation.terms.terms import ZERO, Add, Deriv, Ref, Term, Var, constant, negated
from derivation.text.printing import to_latex

_BEST = regex(
    r"\\(?:wide)?hat\{?(?P<hat>\\?[A-Za-z]+)\}?(?:_\{?\\?[A-Za-z{}]+\}*)?"
    r"|(?P<name>\\?[A-Za-z]+)(?:\^\{(?:\*|\\star|\\ast)\}|_\{?\\?(?:text|mathrm)?\{?(?:MLE?|mle?|opt|best)\}*)"
)
"""The name of the best value of a letter."""
MAX_SLOPES = 6
"""How many derivatives a line is compared with."""


@dataclass(frozen=True, slots=True)
class Mistaken:
    """The derivative that a line nearly puts to 0, or says to be 0 where it is not; what refutes that, and in
    what it was judged."""

    slope: Deriv
    refuted: Refuted
    known: Known
    elsewhere: bool = False


def put_to_zero(
    statement: Statement, context: Context, derivation: Derivation, writer: Writer
) -> Fact | Mistaken | None:
    """What words before a line suppose, that a derivative is 0, if the line says or uses it; or the
    derivative that it nearly is."""
    left, right = statement.subject.term, statement.member.term
    opens = statement.opens and not statement.continues and statement.relation == "="
    if not statement.governed.stationary or not opens or isinstance(left, Deriv):
        return None
    fixed = derivation.notation.sizes | derivation.notation.indices
    solved = isinstance(left, Var) and not left.indices
    letters = [left.name] if isinstance(left, Var) else sorted(spoken_in(statement))
    slopes = list(islice(_slopes(letters, context, fixed), MAX_SLOPES))
    near: Mistaken | None = None
    for slope in slopes:
        try:
            known = known_at(derivation, context, (slope, left, right))
            zero = replace(known, equations=(*known.equations, Claim(slope, "=", ZERO)))
            if isinstance(judged(left, right, zero, refuting=False).judgement, Proved):
                posed = statement.governed.cue is Cue.GIVEN and not solved
                return None if posed else _fact(slope, statement, writer)
            if not solved and not _brings_in((left, right), slope, context):
                near = near or _nearly(left, right, slope, known)
        except FAILURES as why:
            meet_depth(why)
            continue
    if solved and len(slopes) == 1 and not _brings_in((right,), slopes[0], context):
        return _fact(slopes[0], statement, writer)
    return near


def placed(
    statement: Statement, context: Context, derivation: Derivation, writer: Writer
) -> Fact | Mistaken | None:
    """What words say of a new name for the best value of a letter, `\\hat a = …` or `a^* = …`: that a
    derivative is 0 there. A fact where it is; where it is not, the derivative."""
    found = _BEST.fullmatch(statement.head.name) if statement.head is not None else None
    opens = statement.opens and not statement.continues and statement.relation == "="
    follows = statement.governed.stationary or statement.governed.cue is Cue.CLAIM
    if found is None or not opens or not follows:
        return None
    letter, right = Var(found["hat"] or found["name"]), statement.member.term
    claims = (c for f in context.facts if f.firm for c in f.equations if constant(c.right) == 0)
    slopes = [c.left for c in claims if isinstance(c.left, Deriv) and c.left.wrt == letter]
    if not slopes and statement.governed.stationary:
        fixed = derivation.notation.sizes | derivation.notation.indices
        slopes = list(_slopes([letter.name], context, fixed))[::-1]
    for slope in slopes[-1:]:
        known = known_at(derivation, context, (slope, letter, right))
        zero = replace(known, equations=(*known.equations, Claim(slope, "=", ZERO)))
        try:
            place = judged(letter, right, zero)
        except FAILURES as why:
            meet_depth(why)
            return None
        if isinstance(place.judgement, Proved):
            return _fact(slope, statement, writer)
        brings_in = _brings_in((right,), slope, context)
        if isinstance(place.judgement, Refuted) and not place.possible and not brings_in:
            return Mistaken(slope, place.judgement, known, elsewhere=True)
    return None


def bare(term: Var | Ref) -> str:
    """The letter that a name is one for: x of x_0, of \\hat x and of x^*; the name itself of all else."""
    found = _BEST.fullmatch(term.name)
    return (found["hat"] or found["name"]) if found is not None else term.name


def _slopes(letters: list[str], context: Context, fixed: frozenset[str]) -> Iterator[Deriv]:
    """The derivatives of quantities with values by letters, the latest quantity first; those of a function by
    what it is applied to."""
    free = [own for own in letters if own not in fixed and (own, 0) not in context.definitions]
    for (name, arity), definition in reversed(tuple(context.definitions.items())):
        if arity or definition.is_slope or constant(definition.body) is not None:
            continue
        depends = definition.variables or context.speaks_of((definition.body,))
        quantity = Ref(name, (), tuple(map(Var, definition.variables)))
        yield from (Deriv(quantity, Var(own)) for own in free if own in depends)


def _brings_in(sides: Iterable[Term], slope: Deriv, context: Context) -> bool:
    """Whether terms speak of what the quantity that is differentiated does not: it may be another one."""
    return not context.speaks_of(sides) <= context.speaks_of((slope, slope.wrt))


def _nearly(left: Term, right: Term, slope: Deriv, known: Known) -> Mistaken | None:
    """Whether a line puts to 0 what differs from a derivative, or its opposite, by little."""
    difference = left if constant(right) == 0 else Add((left, negated(right)))
    for other in (difference, negated(difference)):
        if fails_by_little(other, slope, known.setting):
            found = judge(other, slope, known.setting)
            if isinstance(found, Refuted):
                return Mistaken(slope, found, known)
    return None


def _fact(slope: Deriv, statement: Statement, writer: Writer) -> Fact:
    claim = Claim(slope, "=", ZERO)
    latex = f"{to_latex(writer.node(slope))} = 0"
    return Fact(latex, Origin.SAID, statement.place, statement.line, names_in((claim,)), (claim,))
