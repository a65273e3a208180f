r"""Derivatives of letters that depend on others in a way that nobody prints: `dx/dt`, `∂c/∂x`.

A letter that a document differentiates by another, and does not give through it, depends
on it. Its derivatives are unknowns of their own, its *jets*: x, ẋ, ẍ. What is made of
it is differentiated by the chain rule,

    d/dt f(x, ẋ, t) = ∂f/∂t + ∂f/∂x ẋ + ∂f/∂ẋ ẍ,

and so is an equation between such letters. Source: Olver, Applications of Lie Groups
to Differential Equations, chapter 2.3 (total derivatives).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from derivation.records import dataclass, field, replace
from derivation.terms.renaming import renamed_term
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import (
    Add,
    Definition,
    Deriv,
    Mul,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    children,
    constant,
    reached,
    walk,
    with_children,
)

DIFFERENTIAL = "d "
"""What the name of a differential begins with, `dx`."""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Jet:
    """The derivative of a letter by others, each as often as it stands in `by`, with the indices of the
    last."""

    base: str
    by: tuple[str, ...]


@dataclass(slots=True)
class Jets:
    """The letters that depend on others, as pairs, and the unknowns that stand for their derivatives."""

    setting: Setting
    depends: Mapping[str, frozenset[str]]
    by: Mapping[str, Var | Ref] = field(default_factory=dict)
    known: dict[str, Jet] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    definitions: dict[Key, Definition] = field(default_factory=dict)

    def term(self, term: Term) -> Term:
        """A term with jets in the place of what they stand for."""
        if not any(isinstance(inner, Deriv) for inner in walk(term)):
            return term
        if not isinstance(term, Deriv):
            parts = children(term)
            new = tuple(map(self.term, parts))
            return term if all(a is b for a, b in zip(parts, new, strict=True)) else with_children(term, new)
        return self.derivative(self.term(term.body), term.wrt)

    def derivative(self, body: Term, wrt: Var | Ref) -> Term:
        """The total derivative of a term that has jets already."""
        name = wrt.name
        letter = isinstance(body, Var | Ref) and not body.indices and not self.setting.opens(body)
        if letter and isinstance(body, Var | Ref) and self._depends(body.name, name):
            return self._jet(body.name, wrt)
        spoken = reached(body, self.definitions)
        through = sorted(own for own in spoken if self._depends(own, name))
        if not through:
            if name not in spoken and constant(body) is None and bool(spoken - self.setting.hypotheses.sizes):
                self.hidden.add(name)
            return Deriv(body, wrt)
        parts = [Mul((Deriv(body, Var(own)), self._jet(own, wrt))) for own in through]
        return Add((Deriv(body, wrt), *parts))

    def _depends(self, own: str, name: str) -> bool:
        base = self.known[own].base if own in self.known else own
        return name in self.depends.get(base, frozenset())

    def _jet(self, own: str, wrt: Var | Ref) -> Var:
        before = self.known.get(own, Jet(own, ()))
        jet = Jet(before.base, tuple(sorted((*before.by, wrt.name))))
        name = _printed(jet, len(self.depends.get(jet.base, ())))
        self.known[name] = jet
        return Var(name, wrt.indices)

    def claim(self, claim: Claim) -> Claim:
        return replace(claim, left=self.term(claim.left), right=self.term(claim.right))

    def differential(self, claim: Claim, spoken: frozenset[str]) -> Iterator[Claim]:
        """An equation whose letters have differentials `dx` in the line that is judged, as Σ ∂/∂x dx."""
        moving = {name.removeprefix(DIFFERENTIAL) for name in spoken if name.startswith(DIFFERENTIAL)}
        names = reached(claim.left, self.definitions) | reached(claim.right, self.definitions)
        plain = not any(isinstance(t, Deriv) for side in (claim.left, claim.right) for t in walk(side))
        letters = sorted(names - self.setting.hypotheses.sizes - self.setting.hypotheses.steady)
        if claim.relation == "=" and plain and len(moving & names) > 1:
            left, right = (
                Add(tuple(Mul((Deriv(side, Var(k)), Var(DIFFERENTIAL + k))) for k in letters))
                for side in (claim.left, claim.right)
            )
            yield Claim(left, "=", right, claim.latex)

    def derived(self, claim: Claim, spoken: frozenset[str]) -> Iterator[Claim]:
        """An equation between letters of which one depends on another, differentiated by that."""
        if claim.relation != "=" or any(
            isinstance(t, Deriv) for s in (claim.left, claim.right) for t in walk(s)
        ):
            return
        names = reached(claim.left, self.definitions) | reached(claim.right, self.definitions)
        for own in sorted(names & self.depends.keys()):
            for letter in sorted(self.depends[own] & (names | spoken | self.by.keys())):
                by = self.by.get(letter, Var(letter))
                left, right = (self.derivative(side, by) for side in (claim.left, claim.right))
                yield Claim(left, "=", right, claim.latex)


def dependences(terms: Iterable[Term], setting: Setting) -> dict[str, frozenset[str]]:
    """The letters that are differentiated by others which they do not show, each with these."""
    found: dict[str, set[str]] = {}
    for term in terms:
        for inner in walk(term):
            if not isinstance(inner, Deriv):
                continue
            body, wrts = inner.body, [inner.wrt.name]
            while isinstance(body, Deriv):
                wrts.append(body.wrt.name)
                body = body.body
            plain = isinstance(body, Var | Ref) and not body.indices and not setting.opens(body)
            if not plain or not isinstance(body, Var | Ref):
                continue
            if body.name not in wrts and body.name not in setting.hypotheses.sizes:
                found.setdefault(body.name, set()).update(wrts)
    return {name: frozenset(letters) for name, letters in found.items()}


def differentiated_by(terms: Iterable[Term]) -> dict[str, Var | Ref]:
    """What terms differentiate by, by its name."""
    return {t.wrt.name: t.wrt for term in terms for t in walk(term) if isinstance(t, Deriv)}


def dependences_said(
    claims: Iterable[Claim], by: Iterable[str], setting: Setting
) -> dict[str, frozenset[str]]:
    """The letters that equations give through others, `Z = Σ e^{x_k}`, or a text says to depend on them, each
    with those that are differentiated by."""
    told = setting.hypotheses.moving.items()
    found = {name: letters & set(by) for name, letters in told if letters & set(by)}
    for claim in claims:
        for left, right in ((claim.left, claim.right), (claim.right, claim.left)):
            plain = isinstance(left, Var | Ref) and not left.indices and not setting.opens(left)
            if claim.relation != "=" or not plain or not isinstance(left, Var | Ref):
                continue
            names = reached(right, setting.definitions)
            steady = setting.hypotheses.sizes | setting.hypotheses.steady
            if left.name not in names and names & set(by) and left.name not in steady:
                found[left.name] = found.get(left.name, frozenset()) | (names & set(by))
    return found


def elaborated(definitions: Mapping[Key, Definition], jets: Jets) -> dict[Key, Definition]:
    """Definitions with jets in their bodies, those that others speak through first."""
    done: dict[Key, Definition] = {}
    jets.definitions = dict(definitions)

    def visit(key: Key, above: frozenset[Key]) -> None:
        if key in done or key in above:
            return
        definition = definitions[key]
        for inner in walk(definition.body):
            if isinstance(inner, Ref) and (inner.name, len(inner.indices)) in definitions:
                visit((inner.name, len(inner.indices)), above | {key})
        body = jets.term(definition.body)
        done[key] = definition if body is definition.body else replace(definition, body=body)
        jets.definitions[key] = done[key]

    for key in definitions:
        visit(key, frozenset())
    return done


def _printed(jet: Jet, letters: int) -> str:
    """The LaTeX of a jet, which is its name."""
    sign = "d" if letters < 2 else "\\partial"
    order = f"^{len(jet.by)}" if len(jet.by) > 1 else ""
    below = "".join(
        f"{sign} {name}" + (f"^{jet.by.count(name)}" if jet.by.count(name) > 1 else "")
        for name in dict.fromkeys(jet.by)
    )
    return f"\\frac{{{sign}{order} {jet.base}}}{{{below}}}"


# A derivative that is granted


@dataclass(frozen=True, slots=True)
class Slope:
    """A claim `∂quantity/∂by = value`, granted; `spans` are the ranges of the indices of both."""

    quantity: Ref
    by: Var | Ref
    value: Term
    spans: Mapping[str, Range]

    def granted(self, setting: Setting) -> Setting:
        """A setting in which the quantity is an unknown of which only the derivative is known."""
        key = (self.quantity.name, len(self.quantity.indices))
        return replace(setting, definitions={k: d for k, d in setting.definitions.items() if k != key})

    def term(self, term: Term, setting: Setting) -> Term:
        """A term whose derivatives go through the quantity by the chain rule, with the granted value."""
        if not isinstance(term, Deriv):
            parts = children(term)
            new = tuple(self.term(part, setting) for part in parts)
            return term if all(a is b for a, b in zip(parts, new, strict=True)) else with_children(term, new)
        if isinstance(term.body, Ref) and term.body.name == self.quantity.name:
            return self._own(term.body.indices, term.wrt, setting) or term
        body = self.term(term.body, setting)
        explicit = Deriv(body, term.wrt)
        if self.quantity.name not in reached(body, setting.definitions):
            return explicit
        bound = tuple(f"{index}.g" for index in self.quantity.indices)
        slope = self._own(bound, term.wrt, setting)
        if slope is None:
            return explicit
        product: Term = Mul((Deriv(body, Var(self.quantity.name, bound)), slope))
        for name, index in zip(bound, self.quantity.indices, strict=True):
            product = Sum(name, self.spans[index], product)
        return Add((explicit, product))

    def _own(self, indices: tuple[str, ...], wrt: Var | Ref, setting: Setting) -> Term | None:
        """The derivative of the quantity at some indices by an unknown; `None` where that is not known."""
        names = dict(zip(self.quantity.indices, indices, strict=True))
        if wrt.name == self.by.name and len(wrt.indices) == len(self.by.indices):
            return renamed_term(self.value, names | dict(zip(self.by.indices, wrt.indices, strict=True)))
        if not isinstance(self.by, Ref) or wrt.name not in reached(self.by, setting.definitions):
            return None
        bound = tuple(f"{index}.h" for index in self.by.indices)
        names |= dict(zip(self.by.indices, bound, strict=True))
        product: Term = Mul((renamed_term(self.value, names), Deriv(Ref(self.by.name, bound), wrt)))
        for name, index in zip(bound, self.by.indices, strict=True):
            product = Sum(name, self.spans[index], product)
        return product
