"""Whether a document has the names that an expression speaks of, with as many indices.

Takes a document that was read, and terms; gives a sentence on the first name that the
document does not have, "" where it has them all. A theorem about any other name would be
true and say nothing: the derivative by it is 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivation.reading.statements import Derivation
from derivation.terms.context import Fact
from derivation.terms.terms import PI, Deriv, Prod, Ref, Sum, Term, Var, reached, walk

MOST = 12
"""Names that a message lists."""
COUNTS = {0: "no index", 1: "one index"}


def unknown_name(derivation: Derivation, terms: Iterable[Term]) -> str:
    """What is wrong with a name in the terms, and what to do about it."""
    terms, known = tuple(terms), _arities(derivation)
    for name in {name for term in terms for name in _handed(term)} & _variables(derivation):
        known.setdefault(name, set()).add(0)
    return next((told for term in terms for told in _objections(derivation, term, known)), "")


def _objections(derivation: Derivation, term: Term, known: dict[str, set[int]]) -> Iterator[str]:
    for part in walk(term):
        match part:
            case Deriv(body, wrt):
                yield from _of_slope(derivation, body, wrt, known)
            case Var(name, indices) | Ref(name, indices):
                if len(indices) not in known.get(name, ()):
                    yield _missing(derivation, name, len(indices), known)


def _of_slope(
    derivation: Derivation, body: Term, wrt: Var | Ref, known: dict[str, set[int]]
) -> Iterator[str]:
    if wrt.name in derivation.notation.sizes:
        yield f"{wrt.name} is a size, a whole number, and nothing is differentiated by it"
    if isinstance(wrt, Ref) and wrt.name not in reached(body, derivation.definitions):
        through = reached(body, derivation.definitions) - derivation.notation.sizes
        yield (
            f"what is differentiated is not written through {wrt.name}, so that the derivative would be 0; "
            f"it is written through {_listed(through)}"
        )


def _missing(derivation: Derivation, name: str, count: int, known: dict[str, set[int]]) -> str:
    here = COUNTS.get(count, f"{count} indices")
    if name in known:
        there = " or ".join(COUNTS.get(arity, f"{arity} indices") for arity in sorted(known[name]))
        return f"{name} has {here} here, and {there} in the document; write it as the document does"
    names = _listed(known)
    if name in _bound(derivation):
        return f"{name} is an index or an argument there, and no name of its own; it has the names {names}"
    return f"there is no {name} in it; it has the names {names}"


def _listed(names: Iterable[str]) -> str:
    shown = sorted(name for name in names if name != PI.name and "'" not in name)
    return ", ".join([*shown[:MOST], *(["…"] if len(shown) > MOST else [])]) or "of nothing"


def _handed(term: Term) -> Iterator[str]:
    """The names of unknowns that a term hands to functions, z of f(z)."""
    for part in walk(term):
        if isinstance(part, Ref):
            yield from (a.name for a in part.arguments if isinstance(a, Var) and not a.indices)


def _variables(derivation: Derivation) -> frozenset[str]:
    return frozenset(v for definition in derivation.definitions.values() for v in definition.variables)


def _terms(derivation: Derivation) -> Iterator[tuple[Term, ...]]:
    """All that a document says: the bodies of definitions, statements, what is assumed."""
    for definition in derivation.definitions.values():
        handed = tuple(map(Var, definition.variables))
        yield (Ref(definition.name, definition.parameters, handed), definition.body)
    for statement in derivation.statements:
        sides = (statement.subject, statement.previous, statement.member)
        yield tuple(side.term for side in sides if side is not None)
    facts = (held.entry for held in derivation.entries if isinstance(held.entry, Fact))
    yield from ((claim.left, claim.right) for fact in facts for claim in fact.claims)


def _arities(derivation: Derivation) -> dict[str, set[int]]:
    """The names of a document, with the numbers of indices that they have; arguments of functions aside."""
    found: dict[str, set[int]] = {PI.name: {0}}
    for name, arity in derivation.definitions:
        found.setdefault(name, set()).add(arity)
    for size in derivation.notation.sizes:
        found.setdefault(size, set()).add(0)
    for terms in _terms(derivation):
        own = {name for term in terms for name in _handed(term)} & _variables(derivation)
        for part in (part for term in terms for part in walk(term)):
            if isinstance(part, Var | Ref) and part.name not in own:
                found.setdefault(part.name, set()).add(len(part.indices))
    for name in derivation.notation.positive:
        found.setdefault(name, {0, 1})
    return found


def _bound(derivation: Derivation) -> frozenset[str]:
    """The letters that a document sums over, counts with, or hands to a function."""
    found = set(derivation.notation.ranges)
    for definition in derivation.definitions.values():
        found |= {*definition.parameters, *definition.variables}
    for terms in _terms(derivation):
        found |= {p.index for term in terms for p in walk(term) if isinstance(p, Sum | Prod)}
    return frozenset(name.split(".")[0] for name in found)
