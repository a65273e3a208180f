r"""Functions that a line defines for some arguments alone, `f(x) = \sqrt{x}` for x > 0, at other arguments.

Takes a derivation; tells where a line rests on a value that the definition may not give.
"""

from __future__ import annotations

from collections.abc import Iterable

from derivation.audit.known import opened_in
from derivation.audit.nonzero import Known
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass
from derivation.terms.context import names_in
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import Add, Ref, Term, Var, mapped, negated, walk
from derivation.values.evaluate import Evaluator
from derivation.values.numbers import NotExact, Scalar, Undefined, surely


@dataclass(frozen=True, slots=True)
class Domains:
    """The lines that define functions for some arguments alone, by the names of these."""

    lines: dict[str, Statement]

    @classmethod
    def of_derivation(cls, derivation: Derivation) -> Domains:
        found = (s for s in derivation.statements if s.conditions and s.variables)
        heads = ((s.head, s) for s in found if s.head is not None and not s.head.again)
        return cls({head.name: line for head, line in heads if head.arguments})

    def left_by(self, sides: Iterable[Term], setting: Setting) -> Statement | None:
        """The line that gives a function its values of which sides need another."""
        if not self.lines:
            return None
        for term in (t for side in opened_in(setting, sides) for t in walk(side)):
            line = self.lines.get(term.name.rstrip("'")) if isinstance(term, Ref) else None
            if line is None or not isinstance(term, Ref):
                continue
            values = dict(zip(line.variables, term.arguments, strict=False))
            if all(_is_itself(name, value, setting) for name, value in values.items()):
                continue
            own = (claim for claim in line.conditions if not names_in((claim,)).isdisjoint(values))
            if not all(_holds(claim, values, setting) for claim in own):
                return line
        return None


def _is_itself(name: str, value: Term, setting: Setting) -> bool:
    """Whether a function stands at its own variable."""
    plain = isinstance(value, Var | Ref) and value.name == name and not value.indices
    return plain and (name, 0) not in setting.definitions


def _holds(claim: Claim, values: dict[str, Term], setting: Setting) -> bool:
    """Whether a condition surely holds where its letters are worth terms."""

    def put_in(term: Term) -> Term:
        return mapped(term, lambda t: values.get(t.name) if isinstance(t, Var) and not t.indices else None)

    left, right = put_in(claim.left), put_in(claim.right)
    evaluator = Evaluator({}, _unknown, setting, balls=True)
    try:
        return surely(evaluator.value(left, {}), claim.relation, evaluator.value(right, {}))
    except (Unsupported, NotExact, Undefined):
        return _follows(left, claim.relation, right, Known.of(setting))


def _follows(left: Term, relation: str, right: Term, known: Known) -> bool:
    """Whether an order follows from what is known of the signs of letters."""
    match relation:
        case ">" | "\\ge":
            difference = Add((left, negated(right)))
            return known.positive(difference) or (relation != ">" and known.not_negative(difference))
        case "<" | "\\le":
            return _follows(right, {"<": ">"}.get(relation, "\\ge"), left, known)
        case "\\neq":
            return known.nonzero(Add((left, negated(right))))
    return False


def _unknown(name: str, indices: tuple[int, ...]) -> Scalar:
    raise Unsupported(f"a value of {name}")
