r"""Whether a line that fails is a slip of its author, or may be one of its reader.

Whoever writes a derivation is mostly right. A line that fails by little, so that one small
change mends it or all but one of its terms agree, is a slip. One that fails altogether is
a slip, too, where all that it speaks of is understood: where none of its names stands in
a line above that is open, has its value from elsewhere, or has none at all. Else the
reader may have missed something, and the line is left open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from derivation.audit.findings import Finding, Role, Verdict
from derivation.audit.known import Known, hold_together, judged, opened_in
from derivation.audit.roles import below, is_plain, spoken, spoken_in
from derivation.late import regex
from derivation.prose.formulas import names_of
from derivation.reading.cues import Cue
from derivation.reading.heads import names_on_the_left, symbols
from derivation.reading.statements import Derivation, Lost, Statement
from derivation.records import dataclass, field, replace
from derivation.search.normal import Normalizer
from derivation.terms.atoms import Poly
from derivation.terms.context import Context, Fact, Origin
from derivation.terms.indices import is_numeral
from derivation.terms.judgement import Proved
from derivation.terms.limits import FAILURES, meet_depth, time_limit
from derivation.terms.setting import Claim, Setting
from derivation.terms.terms import (
    PI,
    Add,
    Definition,
    Deriv,
    Fn,
    Mul,
    Num,
    Pow,
    Ref,
    Term,
    Var,
    constant,
    mapped,
    reached,
    walk,
)
from derivation.text import trees
from derivation.text.printing import to_latex
from derivation.text.syntax import Apply, Big, Node, Number, Symbol

POINTS = (2, -3, 5, 7, -5)
"""Where what is given for all of a letter is looked at."""
MAX_OFF = 2
"""How many terms a side may have that the other one has not, or has otherwise, to fail by little."""
CONSTANT = regex(r"[cCkK](_\w|_\{\w+\})?")
"""What constants of integration are called by custom."""
LOGARITHM = regex(r"\\log(?![A-Za-z_])")
ALIGNED = regex(r"\s*&\s*=")
SECONDS = 1.0
"""For the question whether a line follows from what is given for all of a letter."""

Sides = tuple[Term, Term]


@dataclass(frozen=True, slots=True)
class Unclear:
    """What the text says from a place on that is not understood, or `read` and open, and the names that it
    shows."""

    names: frozenset[str]
    place: int
    line: int
    end: int
    read: bool = False


@dataclass(slots=True)
class Doubts:
    """What of a document is not understood, as far as it was judged; `reopened` names may have other values
    than those that are known."""

    derivation: Derivation
    unclear: list[Unclear] = field(default_factory=list)
    reopened: list[Lost] = field(default_factory=list)
    dark: bool | None = None

    @classmethod
    def of_derivation(cls, derivation: Derivation) -> Doubts:
        return cls(derivation, list(_unread(derivation)))

    @property
    def _mostly_dark(self) -> bool:
        """Whether more lines could not be read, or hold something that stands for itself, than others."""
        if self.dark is None:
            sealed = self.derivation.reader.opaque.keys()
            shut = sum(not sealed.isdisjoint(spoken_in(s)) for s in self.derivation.statements)
            count = len(self.derivation.statements) - shut
            self.dark = len(self.derivation.unread) + shut > count
        return self.dark

    def meant(self, statement: Statement, known: Known, sides: Sides) -> str:
        """How a line that fails may be meant, by what it is about; "" where nothing tells otherwise."""
        if found := _for_all(self.derivation, known, sides):
            letter, fact = found
            given = f"({fact.label})" if fact.label else fact.latex
            return f"it follows if {given} is given for all {letter}"
        if posed := _posed_for_all(statement, self.derivation, known, sides):
            return posed
        if _shows_two_logarithms(statement, self.derivation):
            return "\\log may be to another base than e, as \\ln is printed, too"
        if inner := self._primed_through(statement):
            return f"its prime may mean the derivative by {inner}"
        if letter := self._primed_apart(statement, known):
            return f"its prime may make another name, as {letter} is no part of what is without it"
        if _lacks_break(statement, self.derivation):
            return "a line break may be missing before the & of its sign of equality"
        nodes = (statement.previous.node, statement.member.node)
        indices = (_without_range(node, statement, self.derivation) for node in nodes)
        if letter := next(filter(None, indices), ""):
            return f"nothing says what {letter} runs over"
        if name := _constant(sides, self.derivation, known):
            return f"{name} may be a constant of integration, which takes up others"
        if letters := _of_a_sign(sides, self.derivation, known):
            return f"it holds where {', '.join(letters)} > 0; say of which sign they are"
        return ""

    def _primed_through(self, statement: Statement) -> str:
        """The quantity through which a name with a prime was given before, f = sin u; else ""."""
        sides = (statement.subject.node, statement.previous.node, statement.member.node)
        if self.derivation.declared.prime:
            return ""
        found = (n for side in sides for n in trees.walk(side) if isinstance(n, Symbol) and n.primes)
        primed = {n.name for n in found if not n.subscripts}
        end = self.derivation.scopes.end_of_facts
        for other in self.derivation.statements if primed else ():
            head = other.subject.node
            if other.place <= statement.place < end(other.place) and isinstance(head, Symbol):
                inner = (t for t in walk(other.member.term) if isinstance(t, Ref))
                through = [t.name for t in inner if not t.indices and not t.arguments]
                if head.name in primed and through:
                    return through[0]
        return ""

    def _primed_apart(self, statement: Statement, known: Known) -> str:
        """A letter on the right of `D' = 1/g`, where D is made of others; else ""."""
        node, right = statement.subject.node, statement.member.term
        if not isinstance(node, Symbol) or not node.primes or self.derivation.declared.prime:
            return ""
        made_of = reached(statement.subject.term, known.setting.definitions)
        valued = {name for name, _ in known.setting.definitions}
        return min(spoken(right) - made_of - valued - self.derivation.notation.sizes, default="")

    def about(self, statement: Statement, context: Context, sides: Sides) -> str:
        """What of a line that fails is not understood; "" where all is."""
        if name := self._given_anew(statement, context):
            return f"{name} has another value above; say “let” where it gets a new one"
        valued = frozenset(name for name, _ in context.definitions)
        told = frozenset().union(*(fact.names for fact in context.facts if fact.equations))
        left, right = map(spoken, sides)
        names = (left | right) & (valued | told) | (left ^ right) - self.derivation.notation.sizes
        if unclear := self.unclear_about(names, statement.place):
            why = "is open" if unclear.read else "could not be read"
            where = self.derivation.document.source.where(unclear.line)
            return f"{min(names & unclear.names)} stands in {where}, which {why}"
        if name := self._from_afar(names, statement.place, context):
            return f"{name} has its value from another section"
        lost = {own.name for own in self.derivation.opaque if own.start < statement.place} - valued
        if unread := (left | right) & lost:
            return f"{min(unread)} has a value in another section, which could not be read"
        if self._mostly_dark:
            return "most of this document was not understood"
        return ""

    def add(self, statement: Statement, verdict: Verdict, before: Finding | None) -> None:
        """Keeps in mind what a line leaves unclear: one that is open, or that goes wrong behind a given."""
        names = spoken_in(statement) if verdict is Verdict.UNDECIDED else frozenset()
        if verdict is Verdict.WRONG and before is not None and before.role is Role.GIVEN:
            names = spoken(statement.subject.term) | spoken(statement.previous.term)
        if names:
            end = self.derivation.scopes.end_of_facts(statement.place)
            self.unclear.append(Unclear(names, statement.place, statement.line, end, True))

    def note(self, statement: Statement, context: Context) -> None:
        """Keeps in mind that a line may have given a name another value."""
        if name := self._given_anew(statement, context):
            self.reopen(name, statement)

    def reopen(self, name: str, statement: Statement) -> None:
        """Keeps in mind that a name may have another value from a line on."""
        end = self.derivation.scopes.end_of_facts(statement.place)
        self.reopened.append(Lost(name, statement.place, end))

    def reopened_by(self, name: str, place: int) -> str:
        """Where the line stands by which a name may have another value at a place, `line 5`; or ""."""
        source = self.derivation.document.source
        starts = [o.start for o in self.reopened if o.name == name.rstrip("'") and o.start <= place < o.end]
        return source.where(source.line_column(max(starts))[0]) if starts else ""

    def reopened_at(self, place: int, context: Context) -> frozenset[str]:
        """The names that may have another value at a place than the one that is known."""
        since = _starts(context)
        here = (lost for lost in self.reopened if lost.start <= place < lost.end)
        names = [lost.name for lost in here if since.get(lost.name, -1) < lost.start]
        slopes = (own for own, (of, _) in self.derivation.reader.partials.items() if of in names)
        return frozenset((*slopes, *(name + primes for name in names for primes in ("", "'", "''"))))

    def _given_anew(self, statement: Statement, context: Context) -> str:
        """The name that a line may give another value: it stands alone on the left, and has one.

        A number, or a name, on the right is rather what comes of that; so is what speaks of the same letters.
        """
        if not statement.opens or statement.continues or statement.conditions:
            return ""  # what it is where something holds is no other value
        left = statement.subject.term
        if name := self._at_an_end(statement, context):
            return name
        if is_plain(statement.member.term):
            return ""
        quantity = left.base if isinstance(left, Pow) else left
        key = statement.head.key if statement.head is not None else None
        if key is None and isinstance(quantity, Ref) and quantity.indices:
            numbered = all(map(is_numeral, quantity.indices))
            key = (quantity.name, len(quantity.indices)) if numbered else None
        value = context.definitions.get(key) if key is not None else None
        if key is None or value is None or value.is_slope:
            return ""
        besides = self.derivation.notation.sizes.union(value.variables)
        before, now = (_names(t) - besides for t in (value.body, statement.member.term))
        if statement.governed.cue is Cue.CLAIM and statement.governed.close:
            made_of = reached(value.body, context.definitions)  # what follows brings in nothing else
            return "" if before and now <= made_of else key[0]
        return "" if before and before == now else key[0]

    def _at_an_end(self, statement: Statement, context: Context) -> str:
        """The name of an array with a value of which the last entry, at a size, is put equal to a number, and
        words do not claim it: `x_n = 0`."""
        left, sizes = statement.subject.term, self.derivation.notation.sizes
        if not isinstance(left, Ref) or constant(statement.member.term) is None or not left.indices:
            return ""
        valued = (left.name, len(left.indices)) in context.definitions
        claimed = statement.governed.cue is Cue.CLAIM
        return left.name if valued and not claimed and sizes.issuperset(left.indices) else ""

    def unclear_about(self, names: frozenset[str], place: int) -> Unclear | None:
        """The last of what is not understood above a place, and in force there, that shows one of some
        names."""
        found = [u for u in self.unclear if u.place <= place < u.end and not names.isdisjoint(u.names)]
        return max(found, key=lambda u: u.place, default=None)

    def _from_afar(self, names: frozenset[str], place: int, context: Context) -> str:
        """A name that has its value from another section, example or item than a place."""
        last = _starts(context)
        elsewhere = self.derivation.scopes.elsewhere
        return min((n for n in names & last.keys() if elsewhere(last[n], place)), default="")


def _starts(context: Context) -> dict[str, int]:
    """From where on the names have their values that have one."""
    return {held.entry.name: held.start for held in context.entries if isinstance(held.entry, Definition)}


def _unread(derivation: Derivation) -> Iterator[Unclear]:
    places = {equation.tag: equation.span.start for equation in derivation.document.equations}
    for unread in derivation.unread:
        place = places[unread.equation]
        end = derivation.scopes.end_of_facts(place)
        yield Unclear(names_of(unread.latex), place, unread.line, end)


def _posed_for_all(statement: Statement, derivation: Derivation, known: Known, sides: Sides) -> str:
    """A letter for all of which a line holds, with what lines below say that others are; or ""."""
    letters = frozenset().union(*map(_plain_letters, sides)) - {name for name, _ in known.setting.definitions}
    later = [
        (own, s)
        for s in below(statement, derivation.statements, derivation)
        if s.relation == "=" and not derivation.scopes.apart(statement.place, s.place)
        if (own := _plain_letters(Add((s.previous.term, s.member.term)))) and own <= letters
    ]
    for free in sorted(letters) if not known.depends else ():
        posed = [(own, s) for own, s in later if free not in own]
        chosen = frozenset().union(*(own for own, _ in posed))
        if not 0 < len(chosen) <= len(posed):
            continue
        facts = (
            Fact(s.latex, Origin.PRINTED, s.place, s.line, own, (_claim_of(s),), label=s.label)
            for own, s in posed
        )
        with time_limit(SECONDS):
            found = judged(*sides, replace(known, facts=(*known.facts, *facts)), refuting=False)
        if isinstance(found.judgement, Proved):
            others = ", ".join(sorted(chosen))
            return f"it may be posed for all {free}, as it holds where {others} are what lines below say"
    return ""


def _claim_of(statement: Statement) -> Claim:
    return Claim(statement.previous.term, "=", statement.member.term, statement.latex)


def _plain_letters(term: Term) -> frozenset[str]:
    """The letters of a term that is made of them by arithmetic; none of any other."""
    if not all(isinstance(t, Var | Ref | Num | Add | Mul | Pow | Fn) for t in walk(term)):
        return frozenset()
    letters = {t for t in walk(term) if isinstance(t, Var | Ref) and t != PI}
    return spoken(term) if all(map(is_numeral, (i for t in letters for i in t.indices))) else frozenset()


def _shows_two_logarithms(statement: Statement, derivation: Derivation) -> bool:
    """Whether a chain, or what it speaks of, shows `\\log` without a base, in a text that has `\\ln`, too."""
    if "\\ln" not in derivation.document.source.text:
        return False
    sides = (statement.subject, statement.previous, statement.member)
    names = frozenset().union(*(reached(side.term, derivation.definitions) for side in sides))
    nodes = [side.node for side in sides]
    nodes += [s.member.node for s in derivation.statements if s.head is not None and s.head.name in names]
    said = (held.latex for held in derivation.entries if isinstance(held.entry, Definition))
    spoken_of = (text for text in said if not names.isdisjoint(names_on_the_left(text)))
    applied = (n.function for node in nodes for n in trees.walk(node) if isinstance(n, Apply))
    return any(f.name == "\\log" and not f.subscripts for f in applied) or any(
        map(LOGARITHM.search, spoken_of)
    )


def _lacks_break(statement: Statement, derivation: Derivation) -> bool:
    """Whether a member before the `&` of a relation goes over the end of a line, as two rows would."""
    text = derivation.document.source.text
    spans = (statement.previous.node.span, statement.member.node.span)
    broken = (span for span in spans if "\n" in text[span.start : span.end].strip())
    return statement.source is derivation.document.source and any(ALIGNED.match(text, s.end) for s in broken)


def _without_range(side: Node, statement: Statement, derivation: Derivation) -> str:
    """The index of a sum without a range over what does not carry it, which is a number of times that, where
    that number stands nowhere in the section; or ""."""
    for node in trees.walk(side):
        if isinstance(node, Big) and len(node.range.indices) == 1 and not node.range.relation:
            (index,) = node.range.indices
            if node.range.upper is None and not any(inner == index for inner in trees.walk(node.body)):
                span = derivation.notation.ranges.get(to_latex(index))
                if to_latex(index) in derivation.readers.indices:
                    continue  # the text says what it runs over
                if span is None or not _is_printed(span.high.base, statement, derivation):
                    return to_latex(index)
    return ""


def _is_printed(name: str, statement: Statement, derivation: Derivation) -> bool:
    """Whether a size stands in a statement; or in its section, where it has no other letter for one."""
    own = {n.name for side in (statement.previous, statement.member) for n in symbols(side.node)}
    if name in own or own - derivation.notation.indices:
        return name in own
    section = derivation.scopes.section
    here = (s for s in derivation.statements if section(s.place) in (-1, section(statement.place)))
    return any(n.name == name for s in here for side in (s.subject, s.member) for n in symbols(side.node))


def _constant(sides: Sides, derivation: Derivation, known: Known) -> str:
    """A letter for a constant that a side of a line adds, in a text with integrals; or ""."""
    if "\\int" not in derivation.document.source.text:
        return ""
    summands = (part for side in sides for part in (side.terms if isinstance(side, Add) else (side,)))
    free = (p for p in summands if isinstance(p, Var | Ref) and (p.name, 0) not in known.setting.definitions)
    return next((p.name for p in free if CONSTANT.fullmatch(p.name)), "")


def _of_a_sign(sides: Sides, derivation: Derivation, known: Known) -> list[str]:
    """The letters that the text calls something without a word of their sign, and for positive values of
    which a line holds."""
    opened = [term for side in opened_in(known.setting, sides) for term in walk(side)]
    if not any(map(is_signed, opened)):
        return []
    given = known.setting.hypotheses
    letters = {t.name for t in opened if isinstance(t, Var | Ref) and t != PI} - given.positive - given.sizes
    letters &= derivation.unsigned - {name for name, _ in known.setting.definitions}
    if not letters:
        return []
    setting = replace(known.setting, hypotheses=replace(given, positive=given.positive | letters))
    with time_limit(SECONDS):
        found = judged(*sides, replace(known, setting=setting), refuting=False)
    return sorted(letters) if isinstance(found.judgement, Proved) else []


def is_signed(term: Term) -> bool:
    """Whether what a function or a power is worth goes by signs, or it exists for some numbers alone."""
    match term:
        case Fn(name):
            return name in ("abs", "sign", "log", "arcsin", "arccos")
        case Pow(_, exponent):
            value = constant(exponent)
            return value is not None and value.denominator > 1
    return False


def same_parts(first: Node, second: Node) -> bool:
    """Whether two trees have the same letters, numbers and functions, in whatever order."""
    return _parts(first) == _parts(second)


def _parts(tree: Node) -> Counter[str]:
    nodes = (n.function if isinstance(n, Apply) else n for n in trees.walk(tree))
    return Counter(to_latex(n) for n in nodes if isinstance(n, Symbol | Number))


def _names(term: Term) -> frozenset[str]:
    return frozenset(inner.name for inner in walk(term) if isinstance(inner, Var | Ref) and inner != PI)


def _for_all(derivation: Derivation, known: Known, sides: Sides) -> tuple[str, Fact] | None:
    """A letter that a line lacks, and a given equation from which it follows if that holds for all of it.

    As in partial fractions, where coefficients are compared, or found at chosen points.
    """
    if known.depends:
        return None  # letters that move have no values at which to look
    own = derivation.notation.sizes.union(*map(spoken, sides))
    own |= {name for name, _ in known.setting.definitions}
    for fact in known.facts:
        for letter in sorted(_letters(fact) - own):
            with time_limit(SECONDS):
                follows = _follows_at(sides, known, letter, POINTS)
                if follows and not _follows_at(sides, known, letter, POINTS[:1]):
                    return letter, fact
    return None


def _follows_at(sides: Sides, known: Known, letter: str, points: tuple[int, ...]) -> bool:
    """Whether a line follows from what is given at some values of a letter, which can be so."""
    facts = tuple(other for fact in known.facts for other in _everywhere(fact, letter, points))
    known = replace(known, facts=facts)
    found = judged(*sides, known, refuting=False)
    return isinstance(found.judgement, Proved) and hold_together(*sides, known, facts)


def _letters(fact: Fact) -> set[str]:
    """The letters without an index in the equations of a fact, but those by which it differentiates."""
    terms = [t for c in fact.equations for side in (c.left, c.right) for t in walk(side)]
    moving = {t.wrt.name for t in terms if isinstance(t, Deriv)}
    return {t.name for t in terms if isinstance(t, Var) and not t.indices and t != PI} - moving


def _everywhere(fact: Fact, letter: str, points: tuple[int, ...]) -> tuple[Fact, ...]:
    """A fact, and in its place what it says at some values of a letter that it speaks of."""
    if letter not in _letters(fact):
        return (fact,)
    return tuple(_at(fact, letter, Num(Fraction(value))) for value in points)


def _at(fact: Fact, letter: str, value: Term) -> Fact:
    def put(part: Term) -> Term | None:
        return value if isinstance(part, Var) and part.name == letter and not part.indices else None

    claims = (replace(c, left=mapped(c.left, put), right=mapped(c.right, put)) for c in fact.claims)
    return replace(fact, claims=tuple(claims))


def fails_by_little(left: Term, right: Term, setting: Setting) -> bool | None:
    """Whether most terms of two sides agree, or one is a number times the other; `None` where that is too
    much work to tell."""
    normalizer = Normalizer(setting)
    try:
        first, second = normalizer.normal_form(left), normalizer.normal_form(right)
    except FAILURES as why:
        meet_depth(why)
        return None
    return _share(first, second) or _is_multiple(first, second)


def _share(first: Poly, second: Poly) -> bool:
    """Whether two sums have terms in common and differ in few."""
    both = first.keys() | second.keys()
    off = [term for term in both if first.get(term) != second.get(term)]
    return len(off) <= MAX_OFF and len(off) < len(both)


def _is_multiple(first: Poly, second: Poly) -> bool:
    if first.keys() != second.keys() or not first:
        return False
    return len({first[term] / second[term] for term in first}) == 1
