r"""Sequences of which a given says how each entry follows from earlier ones, `h_t = w h_{t-1} + u x_t`.

    found_in(facts, setting, terms)      the recurrences that facts say, with their first values
    partial_sums(terms, setting)         quantities such as `H_n = \\sum_{k=1}^n 1/k` as recurrences
    unrolled(terms, rules)               the terms with their latest entries put in, down to the earliest
    inductions(left, right, rules)       what shows a closed form: its first values, and one step

An entry h_{t+s} is put in where all that its value speaks of is as late as the earliest entry
h_{t+r} of the claim: where this exists, the recurrence holds at t+s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from derivation.records import dataclass, replace
from derivation.search.facts import unknown
from derivation.terms.context import Fact
from derivation.terms.indices import distance, is_numeral, is_plain, letter_of, parted, shifted
from derivation.terms.limits import Unsupported, spend
from derivation.terms.renaming import renamed_term
from derivation.terms.setting import Claim, Recurrence, Setting
from derivation.terms.terms import (
    ZERO,
    Add,
    Bound,
    Definition,
    Deriv,
    Index,
    Mul,
    Num,
    Prod,
    Range,
    Ref,
    Sum,
    Term,
    Var,
    constant,
    free_indices,
    mapped,
    quotient,
    range_letters,
    reached,
    walk,
)

MAX_PUT_IN = 64
"""How many entries are put in for others."""
MAX_ORDER = 4

Rules = Mapping[tuple[str, int], Recurrence]
Entry = tuple[tuple[str, int], str]
"""A sequence, and the letter that its entries carry; "" for those with numbers."""


@dataclass(frozen=True, slots=True)
class Found:
    """Recurrences, the facts that say them and their first values, and the equations that do not."""

    rules: Rules
    facts: tuple[Fact, ...]
    equations: tuple[Claim, ...]


NOTHING = Found({}, (), ())


@dataclass(frozen=True, slots=True)
class Obligation:
    """A claim to be proved, where the letter of a sequence has a `range`."""

    left: Term
    right: Term
    range: tuple[str, Range] | None = None


@dataclass(frozen=True, slots=True)
class Induction:
    """What shows a closed form. `missing` is a first value that nobody gives, "" where all are given."""

    bases: tuple[Obligation, ...]
    step: Obligation
    missing: str = ""


# Which facts are recurrences


def found_in(
    facts: Iterable[Fact], equations: Iterable[Claim], setting: Setting, terms: Iterable[Term]
) -> Found:
    """The recurrences among facts that terms speak of, with their first values, which may be a line's own."""
    firm = [fact for fact in facts if fact.firm and fact.understood]
    equations = tuple(equations)
    rules: dict[tuple[str, int], Recurrence] = {}
    used: dict[tuple[str, int], list[Fact]] = {}
    positive = ((t, fact) for fact in firm for c in fact.claims for t in c.positive)
    signs = {t.name: fact for t, fact in positive if isinstance(t, Var) and not t.indices}
    for fact in firm:
        rule, divisors = _rule_of(fact, setting, setting.hypotheses.positive.union(signs))
        if rule is not None and (key := (rule.name, len(rule.parameters))) not in rules:
            told = (signs[name] for name in sorted(divisors) if name in signs)
            rules[key], used[key] = rule, [*dict.fromkeys((fact, *told))]
    rules = _spoken_of(rules, setting, terms)
    if not rules:
        return NOTHING
    own = (*equations, *(claim for fact in firm for claim in fact.claims))
    lowest, highest = _ends(setting, (*terms, *(side for c in own for side in (c.left, c.right))))
    put: list[Claim] = []
    for key, rule in rules.items():
        firsts = dict(_initials((claim for claim in equations), rule, setting))
        put += firsts.values()
        alike: list[tuple[int, int, Fact]] = []
        for fact in firm:
            given = dict(_initials(fact.claims, rule, setting))
            links = list(_links(fact.claims, rule, setting))
            if any(firsts[place].right != given[place].right for place in firsts.keys() & given.keys()):
                raise Unsupported(f"a sequence with two starts, {rule.name}")
            others = [c for c in fact.claims if not _is_idle(c, rule, (*given.values(),))]
            if fact in used[key] or len(given) + len(links) == len(others):
                firsts = {**given, **firsts}
                used[key] += [fact] if given and fact not in used[key] else []
                alike += [(*own, fact) for pair in links for own in (pair, pair[::-1])]
        initial = {place: _first_value(claim, rule, setting) for place, claim in firsts.items()}
        for place, other, fact in reversed(alike):
            if place not in initial and other in initial:
                initial[place] = initial[other]
                used[key] += [fact] if fact not in used[key] else []
        rules[key] = _begun(replace(rule, initial=initial), lowest, highest)
    rest = tuple(claim for claim in equations if claim not in put)
    return Found(rules, tuple(dict.fromkeys(fact for key in rules for fact in used[key])), rest)


def partial_sums(terms: Iterable[Term], setting: Setting) -> Rules:
    """The quantities under sums in some terms that are sums up to their own index, each as the one before and
    one term more."""
    found: dict[tuple[str, int], Recurrence] = {}
    inner = (part for term in terms for s in walk(term) if isinstance(s, Sum) for part in walk(s.body))
    for part in (p for p in inner if isinstance(p, Ref) and len(p.indices) == 1 and not p.arguments):
        match setting.definitions.get((part.name, 1)):
            case Definition(name, (own,), Sum(index, Range(low, high), body, ()), ()) if (
                high == Bound(own) and not low.base and own not in _letters_of(body)
            ):
                term = Add((Var(name, (shifted(own, -1),)), renamed_term(body, {index: own})))
                first, before = low.offset, {low.offset - 1: ZERO}
                found[name, 1] = Recurrence(name, (own,), 0, term, 1, first, True, initial=before)
            case _:
                pass
    return {key: rule for key, rule in found.items() if not _hides(rule.body, rule.name, setting)}


def _letters_of(term: Term) -> frozenset[str]:
    scalars = {part.name for part in walk(term) if isinstance(part, Var | Ref) and not part.indices}
    return free_indices(term) | range_letters(term) | scalars


def _rule_of(
    fact: Fact, setting: Setting, positive: frozenset[str]
) -> tuple[Recurrence | None, frozenset[str]]:
    """The recurrence that a fact says, and the letters that it is divided by; what else the fact says may be
    first values, and where its index begins."""
    for claim in fact.equations:
        sides = (unknown(claim.left, setting), unknown(claim.right, setting))
        ways = [(left, right, NO_NAMES) for left, right in (sides, sides[::-1])]
        ways += [_divided(left, right, positive) for left, right, _ in ways]
        found = ((_rule(left, right, setting), divisors) for left, right, divisors in ways)
        rule, divisors = next((own for own in found if own[0] is not None), (None, NO_NAMES))
        if rule is None:
            continue
        firsts = [first for _, first in _initials(fact.claims, rule, setting)]
        others = [other for other in fact.claims if other is not claim and other not in firsts]
        lows = [low for other in others if (low := _low(other)) is not None and low[0] == rule.letter]
        if len(lows) < len(others):
            return None, NO_NAMES
        begins = max((place for _, place in lows), default=None)
        if begins is None or rule.backward:
            return rule, divisors
        return replace(rule, first=begins + _latest(claim, rule), begins=True), divisors
    return None, NO_NAMES


def _latest(claim: Claim, rule: Recurrence) -> int:
    """How far behind the letter of a claim its latest entry is: 1 of `x_{n+1} = 2 x_n`."""
    entries = (t for side in (claim.left, claim.right) for t in walk(side) if isinstance(t, Var | Ref))
    return max(parted(t.indices[rule.slot])[1] for t in entries if t.name == rule.name and t.indices)


NO_NAMES: frozenset[str] = frozenset()


def _divided(left: Term, right: Term, positive: frozenset[str]) -> tuple[Term, Term, frozenset[str]]:
    """`m p_{n+1} = l p_n` as `p_{n+1} = l p_n / m`, where m is known to be > 0; and the letters of m."""
    factors = left.factors if isinstance(left, Mul) else ()
    entries = [f for f in factors if isinstance(f, Var) and f.indices]
    rest = [f for f in factors if not (isinstance(f, Var) and f.indices)]
    letters = frozenset(f.name for f in rest if isinstance(f, Var))
    numbers = all((constant(f) or 0) > 0 for f in rest if not _is_letter(f))
    if len(entries) != 1 or not rest or not numbers or not letters <= positive:
        return left, right, NO_NAMES
    return entries[0], quotient(right, Mul(tuple(rest))), letters


def _is_letter(term: Term) -> bool:
    return isinstance(term, Var) and not term.indices


def _low(claim: Claim) -> tuple[str, int] | None:
    """`t ≥ 1` as the letter and the place where it begins."""
    match claim.left, claim.relation, claim.right:
        case ((Index(name) | Var(name, ())), "\\ge" | ">" as relation, Num(value)):
            return (name, int(value) + (relation == ">")) if value.denominator == 1 else None
    return None


def _rule(left: Term, right: Term, setting: Setting) -> Recurrence | None:
    """`x_{t+1} = f(x_t)` as a recurrence for x_t; `None` of all else."""
    if not isinstance(left, Var) or any(isinstance(part, Deriv) for part in walk(right)):
        return None
    own = list(_entries_of(left.name, len(left.indices), right))
    letters = [letter_of(index) for index in left.indices]
    if not own or "" in letters or len(set(letters)) < len(letters):
        return None
    slots = {k for indices in own for k, index in enumerate(indices) if index != left.indices[k]}
    if len(slots) != 1:
        return None
    (slot,) = slots
    back = [distance(left.indices[slot], indices[slot]) for indices in own]
    order = max((by for by in back if by is not None), default=0)
    if None in back:
        return None
    plain = _others(tuple(letters), slot) == _others(left.indices, slot)
    sign = 1 if order > 0 else -1
    order = max(abs(by) for by in back if by is not None)
    apart = all(by is not None and 0 < by * sign <= MAX_ORDER for by in back)
    if not plain or not apart or _hides(right, left.name, setting):
        return None
    body = renamed_term(right, {letters[slot]: shifted(letters[slot], -parted(left.indices[slot]).offset)})
    return Recurrence(left.name, tuple(letters), slot, body, order, 0, False, backward=sign < 0)


def _entries_of(name: str, count: int, term: Term) -> Iterator[tuple[str, ...]]:
    """The indices at which a name stands in a term."""
    for part in walk(term):
        if isinstance(part, Var | Ref) and part.name == name and len(part.indices) == count:
            yield part.indices


def _hides(term: Term, name: str, setting: Setting) -> bool:
    """Whether a quantity of a term is made of a sequence."""
    opened = [part for part in walk(term) if isinstance(part, Ref) and setting.opens(part)]
    return any(name in reached(part, setting.definitions) for part in opened)


def _spoken_of(rules: Rules, setting: Setting, terms: Iterable[Term]) -> dict[tuple[str, int], Recurrence]:
    """The rules that terms speak of, through each other or not."""
    names = reached(Add(tuple(terms)), setting.definitions)
    while True:
        chosen = {key: rule for key, rule in rules.items() if key[0] in names}
        more = names.union(*(reached(rule.body, setting.definitions) for rule in chosen.values()))
        if more == names:
            return chosen
        names = more


def _initials(claims: Iterable[Claim], rule: Recurrence, setting: Setting) -> Iterator[tuple[int, Claim]]:
    """The claims that give a first value, `h_0 = 0`, by its place."""
    for claim in claims:
        if claim.relation != "=" or rule.name in reached(claim.right, setting.definitions):
            continue
        place = _first_place(unknown(claim.left, setting), rule, setting)
        if place is not None:
            yield place, claim


def _is_idle(claim: Claim, rule: Recurrence, firsts: Iterable[Claim]) -> bool:
    """Whether a claim says where the letter of a sequence begins, which its first values do not speak of:
    the n >= 2 of `a_1 = 1, a_n = 2 a_{n-1}  (n >= 2)`."""
    low = _low(claim)
    spoken = frozenset().union(*(_letters_of(first.right) for first in firsts))
    return low is not None and low[0] == rule.letter and rule.letter not in spoken


def _links(claims: Iterable[Claim], rule: Recurrence, setting: Setting) -> Iterator[tuple[int, int]]:
    """The places of first entries that claims put equal, `F_1 = F_2`."""
    for claim in claims:
        sides = [unknown(side, setting) for side in (claim.left, claim.right)]
        left, right = (_first_place(side, rule, setting) for side in sides)
        others = [_others(side.indices, rule.slot) for side in sides if isinstance(side, Var)]
        if left is not None and right is not None and claim.relation == "=" and others[0] == others[1]:
            yield left, right


def _first_place(term: Term, rule: Recurrence, setting: Setting) -> int | None:
    """The place of one of the first entries of a sequence, 1 of `F_1`; `None` of all else."""
    if rule.backward or not isinstance(term, Var) or term.name != rule.name:
        return None
    if len(term.indices) != len(rule.parameters):
        return None
    start = rule.first if rule.begins else setting.hypotheses.base
    place, others = term.indices[rule.slot], _others(term.indices, rule.slot)
    plain = all(map(is_plain, others)) and len(set(others)) == len(others)
    near = plain and is_numeral(place) and start - rule.order <= int(place) < start + rule.order
    return int(place) if near else None


def may_start(entry: Term, value: Term, rules: Rules, setting: Setting) -> bool:
    """Whether a value may be that of one of the first entries of a sequence, or another one of these: no
    first values that are known say already what it is."""
    rule = rules.get((entry.name, len(entry.indices))) if isinstance(entry, Var) else None
    if rule is None:
        return False
    link = isinstance(value, Var) and value.name == rule.name
    if not link and rule.name in reached(value, setting.definitions):
        return False
    places = {_first_place(side, rule, setting) for side in ((entry, value) if link else (entry,))}
    known = {place for place in (*places, *rule.initial) if place is not None}
    return None not in places and not places <= rule.initial.keys() and max(known) - min(known) < rule.order


def _first_value(claim: Claim, rule: Recurrence, setting: Setting) -> Term:
    """What a claim says that a first entry is, at the parameters of its rule."""
    left = unknown(claim.left, setting)
    indices = left.indices if isinstance(left, Var) else ()
    names = dict(zip(_others(indices, rule.slot), _others(rule.parameters, rule.slot), strict=True))
    return renamed_term(unknown(claim.right, setting), names)


def _others(indices: tuple[str, ...], slot: int) -> tuple[str, ...]:
    return (*indices[:slot], *indices[slot + 1 :])


def _begun(rule: Recurrence, lowest: int, highest: int) -> Recurrence:
    """A rule with the place from which it applies: behind its first values, or all that is spoken of."""
    if rule.begins:
        return rule
    if rule.backward:
        return replace(rule, first=highest)
    if rule.initial:
        return replace(rule, first=min(rule.initial) + rule.order, begins=True)
    return replace(rule, first=lowest + rule.order, begins=False)


def _ends(setting: Setting, terms: Iterable[Term]) -> tuple[int, int]:
    """A place before which no entry is spoken of, and how far behind the largest size some may be."""
    base = setting.hypotheses.base
    parts = [part for term in terms for part in walk(term)]
    indices = [parted(i) for part in parts if isinstance(part, Var | Ref) for i in part.indices]
    ends = [end.offset for part in parts if isinstance(part, Sum | Prod) for end in part.range]
    places = [offset + base if letter else offset for letter, offset in indices]
    return min([base, *places]) + min([0, *ends]), max([0, *places]) + max([0, *ends])


# Entries that are put in


def unrolled(sides: tuple[Term, Term], rules: Rules, setting: Setting) -> tuple[Term, Term]:
    """Two terms in which entries are put in by their recurrences, down to the earliest that they speak of."""
    left, right = (_opened(side, rules, setting) for side in sides)
    for _ in range(MAX_PUT_IN):
        floors = _floors((left, right), rules)
        before, left, right = (left, right), put_in(left, rules, floors), put_in(right, rules, floors)
        if before == (left, right):
            break
    return left, right


def starts_missing(sides: tuple[Term, Term], rules: Rules, setting: Setting) -> str:
    """A sequence that is spoken of at one place alone, where nobody says how it starts; else ""."""
    places: dict[Entry, set[int]] = {}
    for side in sides:
        for rule, index in _entries(_opened(side, rules, setting), rules):
            base, offset = parted(index)
            if not rule.begins:
                places.setdefault(((rule.name, len(rule.parameters)), base), set()).add(offset)
    run = {entry for entry, base in places if base}
    started = {entry for entry, base in places if not base and entry in run}  # p_0 beside p_n is what it is
    missing = (e for (e, _), offsets in places.items() if len(offsets) < 2 and e not in started)
    return next((name for name, _ in missing), "")


def _opened(term: Term, rules: Rules, setting: Setting) -> Term:
    """A term without quantities that are made of sequences: their values stand in their places."""
    names = {name for name, _ in rules}

    def change(part: Term) -> Term | None:
        if not isinstance(part, Ref) or not setting.opens(part):
            return None
        if names.isdisjoint(reached(part, setting.definitions)):
            return part
        definition = setting.definitions.get((part.name, len(part.indices)))
        if definition is None or definition.variables or any("." in index for index in part.indices):
            raise Unsupported(f"{part.name}, which is made of a sequence, under a sum or a function")
        spend(1)
        inner = renamed_term(definition.body, dict(zip(definition.parameters, part.indices, strict=True)))
        return _opened(inner, rules, setting)

    return mapped(unknown(term, setting), change)


def _entries(term: Term, rules: Rules) -> Iterator[tuple[Recurrence, str]]:
    """The entries of sequences in a term, with the index that runs; those that a sum runs over left out."""
    for part in walk(term):
        if isinstance(part, Var | Ref) and (rule := rules.get((part.name, len(part.indices)))) is not None:
            index = part.indices[rule.slot]
            if "." not in index:
                yield rule, index


def _floors(terms: Iterable[Term], rules: Rules) -> dict[Entry, int]:
    """The earliest entry of each sequence: what is added to its letter, or its number.

    Of one that goes backward it is the latest, with the other sign.
    """
    floors: dict[Entry, int] = {}
    for term in terms:
        for rule, index in _entries(term, rules):
            base, offset = parted(index)
            key = ((rule.name, len(rule.parameters)), base)
            offset = -offset if rule.backward else offset
            floors[key] = min(offset, floors.get(key, offset))
    for own, rule in rules.items():
        if rule.begins:
            floors[own, ""] = rule.first - rule.order
    return floors


def put_in(term: Term, rules: Rules, floors: Mapping[Entry, int]) -> Term:
    """A term in which entries are put in, where their values go no further back than some floors."""

    def change(part: Term) -> Term | None:
        match part:
            case Deriv(body, wrt):
                return Deriv(put_in(body, rules, _held(wrt, body, rules)), wrt)
            case Var(name, indices) if (rule := rules.get((name, len(indices)))) is not None:
                return _value(rule, indices, floors)
            case _:
                return None

    return mapped(term, change)


def _held(wrt: Var | Ref, body: Term, rules: Rules) -> Mapping[Entry, int]:
    """Floors that keep the entry which is differentiated by, and all before it."""
    key = (wrt.name, len(wrt.indices))
    entries = [p for p in walk(body) if isinstance(p, Var) and (p.name, len(p.indices)) in rules]
    if not entries:
        return {}
    letters = {parted(index).base for _, index in _entries(body, rules)}
    running = any("." in index for p in entries for index in p.indices)
    if key not in rules or running or {p.name for p in entries} != {wrt.name} or len(letters) > 1:
        raise Unsupported("a derivative of a sequence by what it is made of; put its entries in first")
    rule = rules[key]
    base, offset = parted(wrt.indices[rule.slot])
    if letters - {base}:
        raise Unsupported("a derivative of a sequence by an entry of another index")
    return {(key, base): (-offset if rule.backward else offset) + 1 - rule.order}


def _value(rule: Recurrence, indices: tuple[str, ...], floors: Mapping[Entry, int]) -> Term | None:
    """The value of an entry, where all that it speaks of is as late as the earliest; else `None`."""
    key = (rule.name, len(rule.parameters))
    base, offset = parted(indices[rule.slot])
    if "." in base or any("." in index for index in indices):
        return None
    names = dict(zip(rule.parameters, indices, strict=True))
    if not base and rule.begins and offset in rule.initial:
        return renamed_term(rule.initial[offset], names)
    if not base and rule.begins and offset < rule.first:
        return None
    offset = -offset if rule.backward else offset
    if offset - rule.order < floors.get((key, base), offset):
        return None
    spend(1)
    return renamed_term(rule.body, names)


# Closed forms


def hold_from(sides: tuple[Term, Term], letter: str, low: int, rules: Rules, setting: Setting) -> bool:
    """Whether recurrences hold wherever terms speak of entries, where a letter is `low` or more."""
    for rule, index in (own for side in sides for own in _entries(_opened(side, rules, setting), rules)):
        base, offset = parted(index)
        place = offset + low if base == letter else offset if not base else None
        if rule.backward or place is None or (rule.begins and place < rule.first - rule.order):
            return False
    return True


def inductions(left: Term, right: Term, rules: Rules, setting: Setting) -> tuple[Induction, ...]:
    """What shows, each by itself, that h_t is a value that speaks of no entry of h but numbered ones."""
    left, right = unknown(left, setting), unknown(right, setting)
    for entry, value in ((left, right), (right, left)):
        if isinstance(entry, Var) and (rule := rules.get((entry.name, len(entry.indices)))) is not None:
            found = tuple(_closed_forms(entry, value, rule, setting))
            if found:
                return found
    return ()


def _closed_forms(entry: Var, value: Term, rule: Recurrence, setting: Setting) -> Iterator[Induction]:
    base, offset = parted(entry.indices[rule.slot])
    others = _others(entry.indices, rule.slot)
    spoken = list(_entries_of(rule.name, len(rule.parameters), value))
    numbered = [int(place) for indices in spoken if is_numeral(place := indices[rule.slot])]
    own = _others(rule.parameters, rule.slot)
    if not base or len(spoken) > len(numbered) or others != own or "." in base or rule.backward:
        return
    fresh = f"{base}*"
    span = setting.hypotheses.ranges.get(base, Range(Bound("", 1), Bound(base)))
    span = Range(*(end._replace(offset=end.offset + offset) for end in span))
    value = renamed_term(value, {base: shifted(fresh, -offset)})
    low = span.low.offset if not span.low.base else rule.first
    for start in _starts(rule, numbered, low):
        yield _from(start, value, fresh, span, rule, numbered)


def _starts(rule: Recurrence, numbered: list[int], low: int) -> tuple[int, ...]:
    """Where an induction may start: no later than the claim does, or than the sequence does."""
    if rule.begins:
        first = rule.first - rule.order
        return (first, low) if first < low else (first,)
    return (min((place for place in numbered if place <= low), default=low - rule.order),)


def _from(
    start: int, value: Term, letter: str, span: Range, rule: Recurrence, numbered: list[int]
) -> Induction:
    """What shows that all entries from a place on have a value, told through a fresh letter."""
    bases, missing = [], ""
    for place in range(start, start + rule.order):
        indices = (*rule.parameters[: rule.slot], str(place), *rule.parameters[rule.slot + 1 :])
        known = place in rule.initial or place in numbered or (rule.begins and place >= rule.first)
        missing = missing or ("" if known else f"{rule.name}_{{{place}}}")
        bases.append(Obligation(Var(rule.name, indices), renamed_term(value, {letter: str(place)})))

    def back(part: Term) -> Term | None:
        if not isinstance(part, Var) or (part.name, len(part.indices)) != (rule.name, len(rule.parameters)):
            return None
        by = distance(part.indices[rule.slot], letter)
        return None if by is None else renamed_term(value, {letter: shifted(letter, by)})

    body = mapped(renamed_term(rule.body, {rule.letter: letter}), back)
    later = Range(Bound("", start + rule.order), span.high)
    return Induction(tuple(bases), Obligation(value, body, (letter, later)), missing)
