r"""Derivatives of sequences by what they are made of: `∂h_ℓ/∂b_ℓ` of `h_ℓ = w_ℓ h_{ℓ-1} + b_ℓ`, `∂h_t/∂w`.

By an entry b_ℓ that stands beside h_ℓ in its recurrence, a derivative is that of what h_ℓ is, for earlier
entries are not made of b_ℓ. By a letter w that all entries are made of, it is a sequence of its own,

    D_t = ∂f/∂w + Σ_k ∂f/∂h_{t-k} D_{t-k}    where h_t = f(h_{t-1}, …, w).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivation.records import dataclass, replace
from derivation.search.normal import Normalizer
from derivation.search.recurrences import Found, Rules, found_in, put_in
from derivation.search.unfold import to_term
from derivation.terms.context import Fact
from derivation.terms.indices import distance, is_numeral, letter_of, parted, shifted
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim, Recurrence, Setting
from derivation.terms.terms import Add, Deriv, Mul, Ref, Term, Var, mapped, reached, walk

MAX_BACK = 4
"""How many entries are put in for a derivative by an entry of another array."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Terms whose derivatives of sequences are taken, the facts with those that are sequences themselves,
    and the facts that were used."""

    terms: tuple[Term, ...]
    facts: tuple[Fact, ...]
    used: tuple[Fact, ...] = ()


def take_slopes(
    terms: tuple[Term, ...], facts: tuple[Fact, ...], equations: Iterable[Claim], setting: Setting
) -> Taken:
    """Terms without derivatives of sequences, as far as these can be taken."""
    nothing = Taken(terms, facts)
    if not any(isinstance(t, Deriv) and isinstance(t.body, Var) for term in terms for t in walk(term)):
        return nothing
    own: dict[str, Fact] = {}
    used: list[Fact] = []

    def change(part: Term) -> Term | None:
        match part:
            case Deriv(Var(name, (index,)), Var(by, (place,))) if name != by and (name, 1) in rules:
                slope = _by_entry(rules[name, 1], index, by, place, setting)
                used.extend([_fact_of(rules[name, 1], found.facts)] if slope is not None else [])
                return slope
            case Deriv(Var(name, (index,)), Var(by, ()) as wrt) if (name, 1) in rules:
                rule = rules[name, 1]
                if by not in reached(rule.body, setting.definitions):
                    return None
                slope_name = f"\\frac{{\\partial {name}}}{{\\partial {by}}}"
                if slope_name not in own:
                    own[slope_name] = _derived(slope_name, rule, wrt, _fact_of(rule, found.facts), setting)
                    used.append(_fact_of(rule, found.facts))
                return Var(slope_name, (index,))
        return None

    try:
        found = found_in(facts, equations, setting, terms)
        rules = {
            key: rule
            for key, rule in found.rules.items()
            if _is_plain(rule, found.rules, setting) and _is_free(rule, facts, found, setting)
        }
        taken = tuple(mapped(term, change) for term in terms)
    except Unsupported:
        return nothing
    return Taken(taken, (*facts, *own.values()), tuple(dict.fromkeys(used)))


def _is_plain(rule: Recurrence, rules: Rules, setting: Setting) -> bool:
    """Whether a recurrence holds for all entries, and is made of no other sequence."""
    others = {name for name, _ in rules} - {rule.name}
    late = rule.begins and rule.first > setting.hypotheses.base and not rule.initial
    return not (rule.backward or late or len(rule.parameters) > 1) and others.isdisjoint(
        reached(rule.body, setting.definitions)
    )


def _is_free(rule: Recurrence, facts: Iterable[Fact], found: Found, setting: Setting) -> bool:
    """Whether no other equation ties what a sequence is made of, so that it might be made of one another."""
    names = reached(rule.body, setting.definitions) - setting.hypotheses.sizes
    others = [claim for fact in facts if fact not in found.facts for claim in fact.equations]
    others += [claim for claim in found.equations if claim.relation == "="]
    sides = (side for claim in others for side in (claim.left, claim.right))
    return all(names.isdisjoint(reached(side, setting.definitions)) for side in sides)


def _by_entry(rule: Recurrence, index: str, by: str, place: str, setting: Setting) -> Term | None:
    """The derivative of an entry by one of another array, b_ℓ; `None` where it can't be told."""
    offsets = set(_offsets(rule, by))
    if not offsets or None in offsets:
        return None
    latest = max(offset for offset in offsets if offset is not None)
    back = distance(shifted(index, latest), place)
    if back is None or not 0 <= back <= MAX_BACK:
        return None
    key = (rule.name, 1)
    base, offset = parted(shifted(place, -latest))
    body: Term = Var(rule.name, (index,))
    for _ in range(back + 1):
        body = put_in(body, {key: rule}, {(key, base): offset - rule.order})
    earliest = place if is_numeral(place) else str(rule.first + latest - back)
    if rule.name in reached(body, setting.definitions) and _start_from(rule, by, earliest, setting):
        return None
    return _slope(body, Var(by, (place,)), setting)


def _start_from(rule: Recurrence, by: str, earliest: str, setting: Setting) -> bool:
    """Whether the first values of a sequence may be made of entries of an array from a place on."""
    parts = [part for first in rule.initial.values() for part in walk(first)]
    made_of = (reached(part, setting.definitions) for part in parts if isinstance(part, Ref))
    indices = (index for part in parts if isinstance(part, Var) and part.name == by for index in part.indices)
    return any(by in names for names in made_of) or any(
        not is_numeral(index) or int(index) >= int(earliest) for index in indices
    )


def _slope(body: Term, wrt: Var, setting: Setting) -> Term:
    """The derivative of a term, taken; of an entry of a sequence it is 0 by anything else."""
    return to_term(Normalizer(setting).normal_form(Deriv(body, wrt)))


def _offsets(rule: Recurrence, by: str) -> Iterator[int | None]:
    """How far the entries of an array that a recurrence speaks of are from its own."""
    for part in walk(rule.body):
        if isinstance(part, Var) and part.name == by:
            plain = len(part.indices) == 1 and letter_of(part.indices[0]) == rule.letter
            yield distance(part.indices[0], rule.letter) if plain else None


def _fact_of(rule: Recurrence, facts: tuple[Fact, ...]) -> Fact:
    return next(fact for fact in facts if rule.name in fact.names)


def _derived(slope: str, rule: Recurrence, wrt: Var, fact: Fact, setting: Setting) -> Fact:
    """The recurrence of a derivative by a letter, with its first values."""
    body, entries = rule.body, {t for t in walk(rule.body) if isinstance(t, Var) and t.name == rule.name}
    terms = [_slope(body, wrt, setting)]
    terms += [Mul((_slope(body, own, setting), Var(slope, own.indices))) for own in sorted(entries, key=repr)]
    claims = [Claim(Var(slope, rule.parameters), "=", Add(tuple(terms)), fact.latex)]
    claims += [
        Claim(Var(slope, (str(place),)), "=", _slope(first, wrt, setting), fact.latex)
        for place, first in rule.initial.items()
    ]
    return replace(fact, claims=tuple(claims), names=fact.names | {slope})
