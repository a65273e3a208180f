r"""What a statement does: does it give a name its value, is it given, or does it claim something?

Takes a statement, what is known where it stands, and the statements around it;
gives its role and why. The first rule that applies decides (README, "What a line
does"); the first of all, that it is proved, is the auditor's to try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from derivation.audit.findings import Role
from derivation.late import regex
from derivation.reading.applied import OPERATORS, STATISTICS, base_of
from derivation.reading.cues import Cue
from derivation.reading.heads import names_on_the_left, symbols
from derivation.reading.meaning import DOTTED
from derivation.reading.notation import is_bold
from derivation.reading.statements import Derivation, Statement
from derivation.records import dataclass
from derivation.search.facts import unknown
from derivation.search.jets import DIFFERENTIAL
from derivation.search.recurrences import found_in, may_start
from derivation.terms.context import Context, Fact, Held, Origin
from derivation.terms.indices import differ_by_numbers, is_numeral
from derivation.terms.limits import Unsupported
from derivation.terms.setting import Claim, total_of
from derivation.terms.terms import (
    PI,
    Definition,
    Deriv,
    Fn,
    Mul,
    Ref,
    Sum,
    Term,
    Var,
    children,
    constant,
    range_letters,
    walk,
)
from derivation.text.commands import ARROWS, SUPPOSING
from derivation.text.printing import to_latex
from derivation.text.syntax import Apply, Symbol

EXAMPLES = frozenset(("example", "instance", "another"))
"""Words that say of a line only what it is beside others."""
POSING = (
    *("assum", "suppos", "let", "subject", "such", "impos", "requir", "postulat", "demand", "need", "must"),
    *("set", "put", "equat", "at", "in ", "initial", "solv", "given", "are given", "is given", "normali"),
    *("constrain", "want", "wish", "look", "seek", "is such", "to force", "choose", "pick", "fix", "take"),
    *("if", "iff", "provided", "exactly", "precisely", "just", "only", "minimi", "maximi", "condition"),
    *("equations", "conditions", "constraints", "system", "initially", "where", "when"),
)
"""How words begin that pose an equation, whatever it is about; any others may also tell what follows."""
GIVING = ("give", "giving", "gave", "yield", "lead", "result", "impl", "entail", "always")
"""How words begin by which something gives a line: a law, where nothing before speaks of that."""
DEFINES = regex(r":\s*=|\\(?:coloneqq?|triangleq)(?![A-Za-z])")
"""Signs of definitions."""
WORKED_OUT = ("\\lim", "\\int", "\\sum", "\\prod")
"""How a left side begins that is no name, and that a line may work out."""

BEST = regex(r"\^\{(?:\*|\\star|\\ast)\}")
"""How the best value of a name is marked."""
WORKED = frozenset(("consider", "find", "determine"))
"""Words behind which a chain works out what it begins with."""
MAX_AHEAD = 8
"""How many later statements are asked what this one was for."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A role, and why it is taken so."""

    role: Role
    because: str


@dataclass(frozen=True, slots=True)
class Around:
    """What a role is decided from: `context` is what is known before, `letters` are the names that were met
    there; `later` are the statements below in the same scope, `premise` says that an implication follows,
    and `implied` that one leads to it.
    `arrays` are the names over whose entries an index ran, `posed` those of which the rows above in the same
    display speak that define nothing; `chained` says that more links follow. Of a member of a chain that does
    not follow, `posing` says why it is given all the same."""

    derivation: Derivation
    context: Context
    letters: frozenset[str]
    later: tuple[Statement, ...]
    premise: bool
    after_given: bool
    posing: str = ""
    opaque: frozenset[str] = frozenset()
    alternative: bool = False
    arrays: frozenset[str] = frozenset()
    implied: bool = False
    posed: frozenset[str] = frozenset()
    chained: bool = False


def is_new(statement: Statement, around: Around) -> bool:
    """Whether a name alone on the left has no value yet, or may have another one here."""
    head = statement.head
    if head is None:
        return False
    if head.key not in around.context.definitions:
        facts = around.context.facts
        return not any(_poses(f, head.name, around.context) or _says(f, head.name, statement) for f in facts)
    if head.arguments and constant(statement.member.term) is not None:
        return False  # what a function is worth at a point is none of its definitions
    held = next(h for h in reversed(around.context.entries) if _defines(h, head.key))
    if _works_out(statement, around, held):
        return False
    anew = statement.governed.cue is Cue.ANEW
    scopes = around.derivation.scopes
    if scopes.end_of_facts(held.start) <= statement.place:
        return True  # the section that gave it a value is over
    apart = scopes.apart(held.start, statement.place)
    if not apart and constant(statement.member.term) is not None and _is_made_of_letters(held, around):
        return False  # `y = 0`, of what moves with others, says where that is so
    return anew or (apart and statement.governed.cue is not Cue.CLAIM)


def _is_made_of_letters(held: Held, around: Around) -> bool:
    """Whether a value is made of letters that have none."""
    if not isinstance(held.entry, Definition):
        return False
    valued = {name for name, _ in around.context.definitions} | {PI.name}
    return not spoken(held.entry.body) <= valued | around.derivation.notation.sizes


def _works_out(statement: Statement, around: Around, held: Held) -> bool:
    """Whether a name is put equal to a number where all letters of its value are worth one:
    `L = l^2`, and for l = 8, `L = 64`."""
    if constant(statement.member.term) is None or not isinstance(held.entry, Definition):
        return False
    letters = spoken(held.entry.body) - around.derivation.notation.sizes
    told = (c for fact in around.context.facts for c in fact.equations)
    valued = {name for c in (*told, *statement.conditions) if (name := _valued_by(c))}
    numbers = {name for (name, _), d in around.context.definitions.items() if constant(d.body) is not None}
    return bool(letters) and letters <= valued | numbers


def _valued_by(claim: Claim) -> str:
    """The letter that a claim says is worth a number, or ""."""
    match claim:
        case Claim(Var(name) | Ref(name), "=", value) if constant(value) is not None:
            return name
        case _:
            return ""


def _is_heard(statement: Statement, around: Around) -> bool:
    """Whether a name alone on the left, or the one that it is the best value of, `w^*`, was met before."""
    name = statement.head.name if statement.head is not None else ""
    return not around.letters.isdisjoint((name, BEST.sub("", name)))


def _is_named_here(statement: Statement, around: Around) -> bool:
    """Whether a vector, a matrix or a function of these that nothing spoke of stands alone on the left."""
    subject, node = statement.subject.term, statement.subject.node
    if not isinstance(subject, Var) or subject.name not in around.derivation.reader.opaque:
        return False
    match node:
        case Symbol(name):
            plain = is_bold(name)
        case Apply(Symbol(name), arguments):
            functional = base_of(name) not in OPERATORS | STATISTICS
            plain = functional and all(isinstance(argument, Symbol) for argument in arguments)
        case _:
            return False
    heard = around.letters.union(
        spoken(statement.member.term), (s.name for s in symbols(statement.member.node))
    )
    return plain and heard.isdisjoint((subject.name, name))


def _is_posed_above(statement: Statement, around: Around) -> bool:
    """Whether a row above in the display, which defines nothing, speaks of the name alone on the left."""
    return statement.head is not None and statement.head.name in around.posed


def _moves(statement: Statement) -> bool:
    """Whether a side shows a derivative, of what may depend on more than is printed."""
    return any(isinstance(t, Deriv) for s in (statement.subject, statement.member) for t in walk(s.term))


def _valued(around: Around) -> frozenset[str]:
    """The names of quantities that have values, and those that run or are run up to."""
    notation = around.derivation.notation
    return frozenset(name for name, _ in around.context.definitions) | notation.sizes | notation.indices


def _defines(held: Held, key: tuple[str, int]) -> bool:
    entry = held.entry
    return isinstance(entry, Definition) and (entry.name, len(entry.parameters)) == key


def _poses(fact: Fact, name: str, context: Context) -> bool:
    """Whether a fact that may prove something is an equation about a name, perhaps through definitions."""
    if not fact.firm or not fact.equations:
        return False
    return name in fact.names or name in context.spoken_by(fact)


def _says(fact: Fact, name: str, statement: Statement) -> bool:
    """Whether prose says what a name alone on the left of an equation is, in a way that is not understood,
    and in other signs than a statement does."""
    left, sign, right = fact.latex.replace(" ", "").partition("=")
    if fact.understood or fact.origin is not Origin.SAID or not sign:
        return False
    if right.rstrip(".,;") == to_latex(statement.member.node).replace(" ", ""):
        return False
    return name in names_on_the_left(fact.latex) or left.startswith(f"{name}(")


def role_of(
    statement: Statement,
    around: Around,
    proved: bool,
    needed: Callable[[bool, bool], bool],
    can_hold: Callable[[], bool],
    slipped: Callable[[], bool],
    is_long: bool,
) -> Decided:
    """The role by the first rule that applies; `proved` is whether it follows from what is known.

    `needed` tells whether a later line is right only where this one is given (with `True`, one that solves it
    for a letter; with another `True`, one that other facts are needed for, too), `can_hold` whether it
    can hold together with what is given before, `slipped` whether one change makes it an identity in all
    that it speaks of; one that `is_long` comes so near to one by no chance.
    """
    cue, words = statement.governed.cue, statement.governed.words
    if statement.governed.weak and not (_brings_in(statement, around) or _moving(statement, around)):
        cue = Cue.NONE  # "by the binomial law" gives no law
    bare = isinstance(statement.subject.term, Var) and not statement.subject.term.indices
    if words.lower() == "when" and bare and not _is_valued(statement.subject.term, around):
        cue = Cue.NONE  # "it is least when x = 3" says where
    printed = (
        statement.span.start <= statement.subject.node.span.start
    )  # and no row that goes on from another
    alone = statement.opens and not statement.continues and not around.premise and printed
    if statement.relation == "=" and alone and not _shown(spoken_in(statement), around):
        return Decided(Role.CLAIM, "it is about numbers alone")
    if statement.relation != "=":
        if around.implied:
            return Decided(Role.CLAIM, "an implication leads to it")
        why = "an implication starts from it" if around.premise else "an order"
        return Decided(Role.GIVEN, why)
    if not statement.opens or statement.continues:
        if statement.head is not None and not statement.head.again and is_new(statement, around):
            return Decided(Role.DEFINITION, f"a new name, {statement.head.name}, for what stands before it")
        if around.posing:
            return Decided(Role.GIVEN, around.posing)
        if not proved and cue is not Cue.CLAIM and _starts(statement, around):
            return Decided(Role.GIVEN, "it says where a sequence starts")
        return Decided(Role.CLAIM, "a member of a chain")
    subject = statement.subject.term
    if isinstance(subject, Var | Ref) and subject.name in around.opaque:
        return Decided(Role.CLAIM, "its left side has a value, which could not be read")
    signed = DEFINES.search(statement.latex) is not None
    if statement.head is None and (signed or isinstance(subject, Var | Ref)) and _is_defining(statement):
        return Decided(
            Role.DEFINITION, "its sign, or words before it, say that it defines what is on the left"
        )
    if not proved and statement.governed.at_best and _puts_to_0(statement, around.context):
        return Decided(Role.GIVEN, "a derivative that is put to 0")
    new = is_new(statement, around) and not around.alternative
    concluded = cue is Cue.CLAIM and constant(statement.member.term) is not None
    unheard = new and not concluded and not _is_heard(statement, around)
    if proved and not unheard:
        return Decided(Role.CLAIM, "it follows from what is known before")
    concludes = cue is Cue.CLAIM and not statement.governed.noun and not words.lower().endswith("have")
    heard = isinstance(subject, Var | Ref) and subject.name in around.arrays
    if _goes_on(statement, around) and not (concludes and heard and spoken(subject) <= around.letters):
        return Decided(Role.GIVEN, "it says how each entry of a sequence follows from others")
    if statement.lead in ARROWS or statement.lead == "\\therefore":
        return Decided(Role.CLAIM, f"it opens with {statement.lead}")
    if statement.lead == SUPPOSING or around.premise:
        if new and not (around.premise and is_plain(statement.member.term)):
            return Decided(Role.DEFINITION, "a new name, alone on the left")
        why = "an implication starts from it" if around.premise else "words like “where” open it"
        return Decided(Role.GIVEN, why)
    met = around.letters | _valued(around)
    told = cue is Cue.CLAIM and not new and words.lower().startswith(GIVING)
    if (
        told
        and met.isdisjoint(spoken_in(statement))
        and (brought := _brings_in(statement, around))
        and not slipped()
    ):
        # Of what nothing before speaks, as in "Kirchhoff's law gives", nothing follows but an identity.
        return Decided(Role.GIVEN, f"it brings in {brought}; nothing before says what that is")
    if cue is Cue.CLAIM and not unheard:
        return Decided(Role.CLAIM, f"the words say that it follows: “{words}”")
    worked = False
    if cue is Cue.ANEW and words.lower() in EXAMPLES and not new:
        cue = Cue.NONE  # an example may be a claim or a given as any line
    if cue in (Cue.GIVEN, Cue.ANEW):
        if new and not words.lower().startswith("solv"):
            return Decided(Role.DEFINITION, f"a new name, alone on the left, after “{words}”")
        worked = around.chained and words.lower() in WORKED and isinstance(subject, Var | Ref | Deriv | Sum)
        primed = isinstance(subject, Ref) and around.context.is_slope(subject)
        computed = (isinstance(subject, Deriv) or primed) and constant(statement.member.term) is None
        by_left = primed or _is_claim_by_left(statement, around)
        taken = computed and spoken(statement.member.term) <= spoken(statement.subject.term)
        near = (is_long or _is_valued(subject, around)) and not _moves(statement)
        if not words.lower().startswith(POSING) and (
            (near and slipped()) or spoken_in(statement) <= _valued(around)
        ):
            return Decided(Role.CLAIM, f"“{words}” says it of what is known")
        claimed = worked or (taken and _is_explicit(statement))
        if _is_named_here(statement, around):
            return Decided(Role.DEFINITION, f"a new name, alone on the left, after “{words}”")
        if not claimed and (not by_left or (cue is Cue.GIVEN and not computed)):
            return Decided(Role.GIVEN, f"the words say that it is given: “{words}”")
    if new and _is_posed_above(statement, around):
        return Decided(Role.CLAIM, "a row above speaks of what stands alone on the left")
    if new:
        return Decided(Role.DEFINITION, "a new name, alone on the left")
    # What is not understood, or not assumed by the text, gives nothing without words: it may be claimed.
    doubted = around.derivation.reader.opaque.keys() | around.derivation.denied_at(statement.place)
    unheld = not doubted.isdisjoint(spoken_in(statement))
    if not unheld and _is_total(statement, around):
        return Decided(Role.GIVEN, "it says what entries add up to")
    if not unheld and _is_value(statement, around):
        return Decided(Role.GIVEN, "it says what a letter is worth")
    if not (unheld or proved) and _starts(statement, around):
        return Decided(Role.GIVEN, "it says where a sequence starts")
    if letter := _stationary(statement, around):
        return Decided(Role.GIVEN, f"a derivative that is put to 0, and solved for {letter} below")
    if _is_claim_by_left(statement, around):
        return Decided(Role.CLAIM, "it is about defined quantities")
    named = spoken(statement.member.term) <= spoken(subject)
    if _is_explicit(statement) and named and constant(statement.member.term) != 0:
        return Decided(Role.CLAIM, "it says what the derivative of what is printed is")
    if worked:
        return Decided(Role.CLAIM, "it begins a chain that is worked out")
    if not unheld and (name := _moving(statement, around)):
        return Decided(Role.GIVEN, f"it says how {name} changes; nothing before says what that is")
    if _is_named_here(statement, around):
        return Decided(Role.DEFINITION, "a new name, alone on the left")
    if not unheld and (brought := _brings_in(statement, around)):
        near = is_long and not _moves(statement)
        if (near or (isinstance(subject, Ref) and _in_force(subject, around))) and slipped():
            return Decided(Role.CLAIM, f"one change makes it an identity, whatever {brought} is")
        return Decided(Role.GIVEN, f"it brings in {brought}; nothing before says what that is")
    if letter := _fixed(statement, around):
        return Decided(Role.GIVEN, f"a value at a point, by which a line below finds {letter}")
    if isinstance(statement.subject.term, Ref) and _in_force(statement.subject.term, around):
        return Decided(Role.CLAIM, "its left side has a value")
    if (letter := _solved_below(statement, around)) and can_hold() and not (is_long and slipped()):
        return Decided(Role.GIVEN, f"an equation for {letter}, which a line below solves")
    brings = not spoken_in(statement) <= around.letters | around.derivation.notation.sizes
    further = around.after_given and not statement.governed.apart
    if (
        not unheld
        and (further or brings)
        and needed(not further, not brings)
        and can_hold()
        and not slipped()
    ):
        return Decided(Role.GIVEN, "a line below is right only where it holds")
    return Decided(Role.CLAIM, "it reads as an identity")


def spoken(term: Term) -> frozenset[str]:
    """The names in a term, definitions closed."""
    names = {called(inner) for inner in walk(term) if isinstance(inner, Var | Ref) and inner != PI}
    names |= {inner.unknown for inner in walk(term) if isinstance(inner, Fn) and inner.unknown}
    return frozenset(names | range_letters(term))


def named(term: Term) -> frozenset[str]:
    """The names of the unknowns in a term, a differential for what it is of."""
    unknowns = (t.name for t in walk(term) if isinstance(t, Var | Ref) and t != PI)
    return frozenset(name.removeprefix(DIFFERENTIAL) for name in unknowns)


def called(term: Var | Ref) -> str:
    """The name of an unknown; one with a number, `v_0`, is another than v."""
    if term.indices and all(map(is_numeral, term.indices)):
        return f"{term.name}_{','.join(term.indices)}"
    return term.name


def base_name(name: str) -> str:
    """The name without its primes and dots: that of what is differentiated."""
    dotted = DOTTED.match(name)
    return (dotted["name"] + name[dotted.end() :] if dotted else name).rstrip("'")


def arrays_in(terms: Iterable[Term]) -> frozenset[str]:
    """The names over whose entries an index runs in some terms."""
    entries = (inner for term in terms for inner in walk(term) if isinstance(inner, Var | Ref))
    return frozenset(entry.name for entry in entries if not all(map(is_numeral, entry.indices)))


def spoken_in(statement: Statement) -> frozenset[str]:
    """The names in both sides of a statement."""
    return spoken(statement.subject.term) | spoken(statement.member.term)


def _is_defining(statement: Statement) -> bool:
    """Whether `:=`, or words such as *defined*, say that a line is a definition."""
    governed = statement.governed
    said = governed.cue in (Cue.GIVEN, Cue.ANEW) and governed.words.lower().startswith(("defin", "denot"))
    worked_out = to_latex(statement.subject.node).startswith(WORKED_OUT)
    return (said and not worked_out) or DEFINES.search(statement.latex) is not None


def _is_valued(term: Term, around: Around) -> bool:
    """Whether a term speaks of a quantity that has a value."""
    return any(isinstance(t, Ref) and _in_force(t, around) for t in walk(term))


def _in_force(term: Var | Ref, around: Around) -> bool:
    return (term.name, len(term.indices)) in around.context.definitions


def _goes_on(statement: Statement, around: Around) -> bool:
    """Whether an entry without a value is put equal to what holds others of its sequence, `h_t = w h_{t-1}`,
    and nothing before says how these go on."""
    left = statement.subject.term
    if not isinstance(left, Var | Ref) or not left.indices or all(map(is_numeral, left.indices)):
        return False
    if around.implied or (left.name, len(left.indices)) in around.context.definitions:
        return False
    known = (t for f in around.context.facts for c in f.equations for s in (c.left, c.right) for t in walk(s))
    entries = (t for t in walk(statement.member.term) if isinstance(t, Var | Ref))
    others = {t.indices for t in entries if t.name == left.name and len(t.indices) == len(left.indices)}
    near = any(differ_by_numbers(left.indices, indices) for indices in others)
    return near and left.name not in arrays_in(known)


def _is_claim_by_left(statement: Statement, around: Around) -> bool:
    """Whether the left side is a derivative, a sum or another expression of defined quantities."""
    left = statement.subject.term
    if isinstance(left, Ref):
        return False
    quantities = [t for t in walk(left) if isinstance(t, Ref) and _in_force(t, around)]
    if isinstance(left, Deriv):
        return bool(quantities)
    plain = isinstance(left, Sum) or (isinstance(left, Mul) and any(isinstance(f, Sum) for f in left.factors))
    return plain and bool(quantities)


def _brings_in(statement: Statement, around: Around) -> str:
    """The letters of one side that were not there before, where neither side speaks of the other's alone;
    else ""."""
    sizes, opaque = around.derivation.notation.sizes, around.opaque
    left, right = (_shown(spoken(s.term), around) for s in (statement.subject, statement.member))
    entries = (t for s in (statement.subject.term, statement.member.term) for t in walk(s))
    known = {
        called(t) for t in entries if isinstance(t, Var | Ref) and base_name(t.name) in around.arrays | opaque
    }
    brought = sorted((left ^ right) - _shown(around.letters, around) - sizes - opaque - known)
    one, other = left - sizes, right - sizes
    if not brought or (one and one <= other | opaque) or (other and other <= one):
        return ""
    return ", ".join(brought)


def _moving(statement: Statement, around: Around) -> str:
    """A new name without a value, of which a line speaks beside its derivative; else ""."""
    sides = (statement.subject.term, statement.member.term)
    slopes = (t.body for side in sides for t in walk(side) if isinstance(t, Deriv))
    names = {
        t.name for t in slopes if isinstance(t, Var | Ref) and not t.indices and not _in_force(t, around)
    }
    beside = {name for side in sides for name in _undifferentiated(side)}
    return next(iter(sorted((names & beside) - around.letters)), "")


def _undifferentiated(term: Term) -> Iterator[str]:
    """The names of a term outside of derivatives."""
    if isinstance(term, Var | Ref):
        yield term.name
    if not isinstance(term, Deriv):
        yield from (name for inner in children(term) for name in _undifferentiated(inner))


def _shown(names: frozenset[str], around: Around) -> frozenset[str]:
    """Names, and in the place of what is not understood those that it shows."""
    known = around.derivation.reader.opaque
    return frozenset().union(*(known[name].shown if name in known else (name,) for name in names))


def _stationary(statement: Statement, around: Around) -> str:
    """The letter of `∂Q/∂c = 0` that a later line gives a value; else ""."""
    left = statement.subject.term
    if not isinstance(left, Deriv) or constant(statement.member.term) != 0:
        return ""
    name = left.wrt.name
    return name if any(_is_letter(s.subject.term, name) for s in around.later) else ""


def _starts(statement: Statement, around: Around) -> bool:
    """Whether one of the first entries of a sequence gets a value, `F_1 = 1`, and nothing says yet what it
    is; or two of them do by a chain, `F_1 = F_2 = 1`, which may stand above the line by which they go on."""
    setting = around.derivation.setting(around.context.definitions)
    inner = statement.continues or not statement.opens
    entry = unknown((statement.previous if inner else statement.subject).term, setting)
    value = unknown(statement.member.term, setting)
    below = (s for s in around.derivation.statements if inner and s.place >= statement.place)
    goes_on = [_as_fact(s) for s in below if arrays_in((s.subject.term,))]
    try:
        rules = found_in((*around.context.facts, *goes_on), (), setting, (entry, value)).rules
    except Unsupported:
        return False
    return may_start(entry, value, rules, setting)


def _as_fact(statement: Statement) -> Fact:
    """What a statement says, as if it were given."""
    claim = Claim(statement.subject.term, statement.relation, statement.member.term)
    return Fact(statement.latex, Origin.PRINTED, statement.place, statement.line, frozenset(), (claim,))


def _fixed(statement: Statement, around: Around) -> str:
    """The constant of a function, free so far, that a later line gives a value where this one gives the
    function's at a point: A of `y(0) = 1`, where y(t) = A e^{kt}; else ""."""
    left = statement.subject.term
    if not isinstance(left, Ref) or not left.arguments or not all(map(is_plain, left.arguments)):
        return ""
    own = around.context.definitions.get((left.name, len(left.indices)))
    if own is None or own.variables == tuple(getattr(a, "name", "") for a in left.arguments):
        return ""
    valued = {name for name, _ in around.context.definitions}
    free = spoken(own.body) - {*own.variables, *own.parameters, *valued, *around.derivation.notation.sizes}
    free -= spoken(statement.member.term)
    concluded = [s.subject.term for s in around.later if s.governed.cue is Cue.CLAIM or s.lead in ARROWS]
    return next((name for name in sorted(free) if any(_is_letter(t, name) for t in concluded)), "")


def _solved_below(statement: Statement, around: Around) -> str:
    """The one letter of an equation that a later line gives a value; else "".

    What holds under a condition is no such equation; what another one of a display leads to solves that.
    """
    if statement.conditions:
        return ""
    sizes = around.derivation.notation.sizes
    valued = {name for name, _ in around.context.definitions}
    letters = sorted(spoken_in(statement) - sizes - valued)
    if len(letters) != 1:
        return ""
    name = letters[0]
    sides = (statement.subject.term, statement.member.term)
    if any(_is_letter(a, name) and name not in spoken(b) for a, b in (sides, sides[::-1])):
        return ""  # it is solved as it stands
    elsewhere = {s.equation for s in around.later if not s.lead} - {statement.equation}
    later = (s for s in around.later if not (s.lead and s.equation in elsewhere))
    solving = (s for s in later if _is_letter(s.subject.term, name))
    return name if any(name not in spoken(s.member.term) for s in solving) else ""


def posed_by(statement: Statement, around: Around) -> str:
    """Why the last member of a chain, a number, poses an equation: `f'(w) = 260 w - 12 w^2 = 0`; else ""."""
    if constant(statement.member.term) is None:
        return ""
    if around.premise:
        return "an implication starts from it"
    if statement.governed.cue is Cue.GIVEN:
        return f"the words say that it is given: “{statement.governed.words}”"
    if _puts_to_0(statement, around.context):
        return "a derivative that is put to 0"
    valued = {name for name, _ in around.context.definitions}
    letters = (spoken(statement.previous.term) | spoken(statement.subject.term)) - valued
    solved = sorted(
        name
        for name in letters - around.derivation.notation.sizes
        if any(_is_letter(s.subject.term, name) for s in around.later)
    )
    return f"an equation for {solved[0]}, which a line below solves" if solved else ""


def _puts_to_0(statement: Statement, context: Context) -> bool:
    """Whether a derivative stands on the left, and 0 on the right."""
    return constant(statement.member.term) == 0 and _is_slope(statement.subject.term, context)


def _is_slope(term: Term, context: Context) -> bool:
    """Whether a term is a derivative, or is named as one."""
    return isinstance(term, Deriv) or (isinstance(term, Ref) and context.is_slope(term))


def _is_total(statement: Statement, around: Around) -> bool:
    """Whether the entries of an unknown, of which nothing is known, are said to add up to a number."""
    left, right = statement.subject.term, statement.member.term
    totals = total_of(left, right, around.derivation.notation.sizes)
    return bool(totals) and all(fact.names.isdisjoint(totals) for fact in around.context.facts)


def _is_value(statement: Statement, around: Around) -> bool:
    """Whether a letter without a value, of which no equation is given, is put equal to a number; or an entry
    of an array of which no more is given than what its entries add up to, or a symmetry."""
    left = statement.subject.term
    if not isinstance(left, Var) or constant(statement.member.term) is None:
        return False
    facts = around.context.facts
    if not left.indices:
        return not any(_poses(known, left.name, around.context) for known in facts)
    if not all(map(is_numeral, left.indices)):
        return False
    sizes = around.derivation.notation.sizes
    return all(_leaves_entries(claim, left, sizes) for known in facts for claim in known.claims)


def _leaves_entries(claim: Claim, entry: Var, sizes: frozenset[str]) -> bool:
    """Whether a claim is no equation for the entries of an array, or one in which an entry, alone of those
    with its indices, may have any value."""
    inner = (t for side in (claim.left, claim.right) for t in walk(side))
    own = [t.indices for t in inner if isinstance(t, Var | Ref) and t.name == entry.name]
    if claim.relation != "=" or not own:
        return True
    if all(map(is_numeral, (index for indices in own for index in indices))):
        return all(sorted(indices) != sorted(entry.indices) for indices in own)
    turned = len(own) == 2 and own[0] == own[1][::-1] and len(set(entry.indices)) == len(entry.indices)
    return turned or bool(total_of(claim.left, claim.right, sizes))


def is_plain(term: Term) -> bool:
    """Whether a term is a number or a name: what is set equal to it is no quantity of its own."""
    return isinstance(term, Var | Ref) or constant(term) is not None


def _is_explicit(statement: Statement) -> bool:
    """Whether what is differentiated on the left is printed out, and no name alone."""
    left = statement.subject.term
    return isinstance(left, Deriv) and not is_plain(left.body)


def _is_letter(term: Term, name: str) -> bool:
    return isinstance(term, Var | Ref) and term.name == name and not getattr(term, "arguments", ())


def below(
    statement: Statement, statements: Sequence[Statement], derivation: Derivation
) -> tuple[Statement, ...]:
    """The statements after one, in its scope, the nearest."""
    end = derivation.scopes.end_of_facts(statement.place)
    place = next(k for k, s in enumerate(statements) if s.label == statement.label)
    after = statements[place + 1 : place + 1 + MAX_AHEAD]
    return tuple(s for s in after if s.place < end and (s.equation != statement.equation or s.lead in ARROWS))


def names_of(statements: Iterable[Statement]) -> frozenset[str]:
    """The names in some statements."""
    return frozenset().union(*map(spoken_in, statements))
