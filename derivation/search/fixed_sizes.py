"""Claims under a case that says what a size is: with `n = 2`, a sum up to n has two terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from derivation.records import dataclass, replace
from derivation.terms.renaming import renamed_range, renamed_term
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import Definition, Index, Term, Var, constant

MAX_SIZE = 12
"""The largest number that a sum is written out to."""


def sizes_told(claims: Iterable[Claim], sizes: frozenset[str]) -> dict[str, str]:
    """The sizes that some claims say the value of, as `n = 2` does, each with its number."""
    return {name: number for claim in claims for name, number in _told(claim, sizes)}


def _told(claim: Claim, sizes: frozenset[str]) -> Iterator[tuple[str, str]]:
    if claim.relation != "=":
        return
    for left, right in ((claim.left, claim.right), (claim.right, claim.left)):
        if isinstance(left, Index) or (isinstance(left, Var) and not left.indices):
            value = constant(right)
            whole = value is not None and value.denominator == 1 and 1 <= value <= MAX_SIZE
            if left.name in sizes and value is not None and whole:
                yield left.name, str(int(value))


@dataclass(frozen=True, slots=True)
class AtSizes:
    """What replaces sizes by numbers: in terms, in claims, and in a setting with its definitions."""

    numbers: Mapping[str, str]
    setting: Setting

    def term(self, term: Term) -> Term:
        return renamed_term(term, self.numbers)

    def claim(self, claim: Claim) -> Claim:
        return replace(claim, left=self.term(claim.left), right=self.term(claim.right))

    @property
    def fixed(self) -> Setting:
        """The setting without these sizes."""
        known = self.setting.hypotheses
        ranges = {k: renamed_range(span, self.numbers) for k, span in known.ranges.items()}
        hypotheses = replace(known, ranges=ranges, sizes=known.sizes - self.numbers.keys())
        definitions = {key: self._definition(own) for key, own in self.setting.definitions.items()}
        conditions = tuple(map(self.claim, self.setting.conditions))
        return replace(self.setting, hypotheses=hypotheses, definitions=definitions, conditions=conditions)

    def _definition(self, own: Definition) -> Definition:
        """A definition; what it has as its own parameter or variable is no size in it."""
        hidden = {*own.parameters, *own.variables}
        numbers = {size: number for size, number in self.numbers.items() if size not in hidden}
        return replace(own, body=renamed_term(own.body, numbers))
