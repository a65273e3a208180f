"""What the quantities of a document are worth when wrong claims are granted.

A granted claim gives its quantity the claimed value. The document's right
claims carry that onward: where one says SA′_i = (g′h - gh′)/h² and g′ is
granted, SA′_i changes with it, and then what is said through SA′_i. Claims are
evaluated once each, those that others speak through first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations

from derivation.reading.statements import Statement
from derivation.records import dataclass, field, replace
from derivation.search.normal import Normalizer
from derivation.search.zero import is_zero
from derivation.terms.atoms import Frozen, Poly, freeze, mono_indices
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Case, Reading, Setting
from derivation.terms.terms import Deriv, Ref, Term, walk

Signature = tuple[str, int, Frozen]
MAX_INDICES = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged claim about a quantity; `mentions` are the quantities in its member."""

    statement: Statement
    right: bool
    quantity: Signature
    mentions: frozenset[Signature]
    body: Poly


@dataclass(frozen=True, slots=True)
class Granted:
    """How quantities are read when claims are granted; whether that is all of them, as far as they go."""

    readings: tuple[Reading, ...]
    whole: bool


@dataclass(slots=True)
class Grants:
    """Readings for sets of wrong claims. `note` takes the judged claims in order."""

    setting: Setting
    claims: list[Judged] = field(default_factory=list)
    _tables: dict[tuple[str, ...], Granted] = field(default_factory=dict)
    _values: dict[str, Poly] = field(default_factory=dict)
    _signatures: dict[Ref | Deriv, Signature | None] = field(default_factory=dict)

    def at(self, setting: Setting) -> None:
        """Goes on where other definitions may hold; where a name has another value now, all is forgotten."""
        known, own = self.setting.definitions, setting.definitions
        if known is own:
            return
        moved = (key for key, definition in known.items() if own.get(key, definition) is not definition)
        if any(own[key] != known[key] for key in moved):
            self.claims.clear()
        self._tables.clear()
        self._values.clear()
        self._signatures.clear()
        self.setting = replace(setting, case=Case(), conditions=())

    def wrong_for(self, *terms: Term) -> list[Statement]:
        """The wrong claims that can change the value of some terms, also through other claims."""
        found = set(self._mentions(terms))
        grown = True
        while grown:
            grown = False
            for claim in self.claims:
                if claim.quantity in found and not claim.mentions <= found:
                    found |= claim.mentions
                    grown = True
        return [claim.statement for claim in self.claims if not claim.right and claim.quantity in found]

    def _mentions(self, terms: Iterable[Term]) -> Iterator[Signature]:
        """The quantities that terms speak of, definitions opened."""
        pending = list(terms)
        opened: set[tuple[str, int]] = set()
        while pending:
            for inner in walk(pending.pop()):
                if isinstance(inner, Ref | Deriv) and (signature := self._known_signature(inner)) is not None:
                    yield signature
                if isinstance(inner, Ref) and (key := (inner.name, len(inner.indices))) not in opened:
                    opened.add(key)
                    found = self.setting.definitions.get(key)
                    pending += [found.body] if found else []

    def _known_signature(self, term: Ref | Deriv) -> Signature | None:
        if term not in self._signatures:
            try:
                self._signatures[term] = self._signature(term)
            except Unsupported:
                self._signatures[term] = None
        return self._signatures[term]

    def _surely_signed(self, term: Ref | Deriv) -> Signature:
        signature = self._known_signature(term)
        if signature is None:
            raise Unsupported("a quantity that no claim can be about")
        return signature

    def note(self, statement: Statement, right: bool) -> None:
        """Takes a claim, a right or a wrong one; what is about no quantity can't be granted."""
        subject = statement.subject.term
        if not isinstance(subject, Ref | Deriv):
            return
        try:
            quantity = self._surely_signed(subject)
            member = statement.member.term
            inner = [t for t in walk(member) if isinstance(t, Ref | Deriv)]
            mentions = frozenset({*map(self._surely_signed, inner), *self._mentions([member])})
            body = _differentiated(self.normalizer(statement), subject) if isinstance(subject, Deriv) else {}
        except Unsupported:
            return
        self.claims.append(Judged(statement, right, quantity, mentions, body))

    def granting(self, granted: tuple[Statement, ...]) -> Granted:
        """How quantities are read when these wrong claims are granted."""
        labels = {statement.label for statement in granted}
        used = list(self._affected([c for c in self.claims if c.statement.label in labels]))
        key = tuple(claim.statement.label for claim in used)
        if key not in self._tables:
            self._tables[key] = _Table(self, used, labels).granted_all()
        return self._tables[key]

    def _affected(self, granted: list[Judged]) -> Iterator[Judged]:
        """The granted claims, and the right ones that may carry them onward, in order."""
        touched = {claim.quantity for claim in granted}
        chosen = {claim.statement.label for claim in granted}
        grown = True
        while grown:
            grown = False
            for claim in self.claims:
                label = claim.statement.label
                tells = claim.right and claim.quantity not in claim.mentions and claim.mentions & touched
                if label not in chosen and tells:
                    chosen.add(label)
                    touched.add(claim.quantity)
                    grown = True
        return (claim for claim in self.claims if claim.statement.label in chosen)

    def normalizer(
        self, statement: Statement | None = None, readings: tuple[Reading, ...] = ()
    ) -> Normalizer:
        """Normal forms in no case, with the ranges of a statement's indices."""
        setting, known = self.setting.without_case(), self.setting.hypotheses
        if statement is not None and statement.ranges:
            own = {**known.ranges, **dict(statement.ranges)}
            setting = replace(setting, hypotheses=replace(known, ranges=own))
        return Normalizer(replace(setting, readings=readings) if readings else setting)

    def real(self, claim: Judged) -> Poly:
        """What the member of a claim is really worth."""
        label = claim.statement.label
        if label not in self._values:
            self._values[label] = self.normalizer(claim.statement).normal_form(claim.statement.member.term)
        return self._values[label]

    def _signature(self, term: Ref | Deriv) -> Signature:
        """The same for two quantities that differ in the names of their indices alone."""
        if isinstance(term, Ref):
            if term.arguments:
                raise Unsupported("a claim about a function at an argument")
            return (term.name, len(term.indices), ())
        normalizer = self.normalizer()
        body = _differentiated(normalizer, term)
        fixed = {index: f"?{place}" for place, index in enumerate(term.wrt.indices)}
        carried = frozenset().union(*map(mono_indices, body)) - self.setting.hypotheses.sizes
        others = sorted(carried - fixed.keys())
        if len(others) > MAX_INDICES:
            raise Unsupported("a quantity with many indices")
        forms = []
        for order in permutations(others):
            names = fixed | {index: f"?{len(fixed) + place}" for place, index in enumerate(order)}
            forms.append(freeze(normalizer.algebra.rename(body, names)))
        return ("∂" + term.wrt.name, len(fixed), min(forms))


def _differentiated(normalizer: Normalizer, term: Deriv) -> Poly:
    """What a derivative differentiates; found once where it is by an unknown."""
    if normalizer.setting.opens(term.wrt):
        return normalizer.differentiated(term, {})
    return normalizer.normal_form(term.body)


class _Table:
    """Evaluates the claims of one set, each after those that it speaks through."""

    def __init__(self, grants: Grants, claims: list[Judged], granted: set[str]) -> None:
        self.grants = grants
        self.claims = claims
        self.granted = granted
        self.whole = True
        self.visited: set[str] = set()
        self.front: list[Reading] = []
        self.carried: list[tuple[Signature, Reading]] = []

    def granted_all(self) -> Granted:
        for claim in self.claims:
            self._visit(claim)
        return Granted(self._known(), self.whole)

    def _known(self) -> tuple[Reading, ...]:
        return (*self.front, *(reading for _, reading in self.carried))

    def _visit(self, claim: Judged) -> None:
        if claim.statement.label in self.visited:
            return
        self.visited.add(claim.statement.label)
        for other in self.claims:
            if other.quantity in claim.mentions and other.quantity != claim.quantity:
                self._visit(other)
        if claim.statement.label in self.granted:
            self._grant(claim)
        elif not any(s == claim.quantity and r.case == claim.statement.case for s, r in self.carried):
            self._carry(claim)

    def _grant(self, claim: Judged) -> None:
        try:
            self.front.append(self._reading(claim, self._value(claim)[0]))
        except Unsupported:
            self.whole = False

    def _carry(self, claim: Judged) -> None:
        try:
            value, normalizer = self._value(claim)
            algebra = normalizer.algebra
            change = algebra.add(value, algebra.scale(self.grants.real(claim), -1))
            holds = normalizer.indicator(claim.statement.case, {})
            if change and not is_zero(algebra, algebra.mul(holds, change)):
                self.carried.append((claim.quantity, self._reading(claim, value)))
        except Unsupported:
            self.whole = False

    def _value(self, claim: Judged) -> tuple[Poly, Normalizer]:
        normalizer = self.grants.normalizer(claim.statement, self._known())
        return normalizer.normal(claim.statement.member.term, {}), normalizer

    def _reading(self, claim: Judged, value: Poly) -> Reading:
        statement = claim.statement
        return Reading(statement.subject.term, value, statement.case, claim.body)
