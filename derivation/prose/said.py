r"""What the sentences of a text say of unknowns, each as a formula with its place.

    Assume $x_i > 0$, where $\beta > 0$ is …     what is assumed
    The loss is $L = …$, with the mean $m = …$   what is defined
    $p$ is a distribution, $x$ is positive        the same in words
    for any constant $c$                          c may be anything

Takes a text; gives `Said`s, in order. What is only concluded, or holds somewhere, is no assumption,
but nothing is refuted where it fails; what is denied, reported or asked says nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from derivation.front.marks import outside_braces
from derivation.late import regex
from derivation.prose.clauses import ASSUMED, LIMITS, Clause, clause_at, clauses
from derivation.prose.formulas import (
    APPLIED,
    BARE,
    COMPOUND,
    ENTRIES,
    IN_A_ROW,
    KIND,
    LABELLED,
    LISTED,
    LISTING,
    MEANS,
    NAME,
    OF_INDICES,
    OF_NAMES,
    ORDERED,
    RANGES,
    RELATION,
    SEVERAL,
    VALUE,
    WHOLE,
    as_order,
    names_listed,
    names_of,
    relates,
)
from derivation.prose.moods import Mood
from derivation.prose.patterns import any_of, compiled
from derivation.prose.predicates import DARK, HOT, TOTAL, predicated
from derivation.prose.sentences import Sentence, sentences
from derivation.records import dataclass, replace
from derivation.text.source import Source, Span

AGAIN: Final = regex(
    r"(?<![^ ])(?:let|now|next|consider|another|instead|suppose|take|set|put|this time|with|given) ",
    re.IGNORECASE,
)
"""Words after which a name that has a value may have another one."""

THROUGHOUT: Final = regex(
    r"\b(?:throughout(?!\s+th(?:is|e)\s+(?:sub)?(?:section|example|exercise|proof|problem|part|paragraph)\b)"
    r"|henceforth|hereafter|from (?:now|here) on|in what follows|always"
    r"|in this (?:work|paper|note|text|article|document|chapter))\b",
    re.IGNORECASE,
)
"""Words after which what is said holds to the end of the text."""

NUMBERED: Final = regex(r"_\{?\d+\}?\Z")
"""What ends the name of an entry with a number."""

NOWHERE: Final = Span(0, 0)
"""In place of the spans of formulas that are compared."""

SILENT: Final = frozenset((Mood.DENIED, Mood.REPORTED))
LOCAL: Final = compiled("with|let|put|set|take")
"""Words that say what a letter is worth in this sentence alone, where something follows from it there."""

IN_PASSING: Final = compiled("setting|putting|taking|using|letting|choosing")
"""Words that say what a letter is worth for one step."""

CALLED_BEFORE: Final = (
    "is|are|be|was|reads|equals|by|as|namely|simply|just|: $",
    "that is ,? $",
    "i.e ,? $",
    "the|a|an|its|their|our|with|and|of|, NOUN $",
    "is|are|be|being NOUN , $",
)
"""What stands before an equation that says what something is."""

CALLED_AFTER: Final = "is|are|denotes|denote|be|for the|a|an|its|our|called|half|twice|minus|just|simply"
"""What stands behind one."""

GOING_ON: Final = (
    *("so ", "hence ", "thus ", "therefore ", "and ", "then ", "which ", "giving ", "or "),
    *("it follows ", "this gives ", "we get ", "consequently ", "this means ", "that gives "),
)
"""How a sentence begins that goes on with what was said."""

REASONS: Final = ("where", "since", "because", "using", "with", "given", "here", "recall", "by ")
"""What begins a clause that gives a reason: what it says is known, and nothing that is chosen."""

_IS: Final = "is|are|be|being|stays|remains|stay|remain"
_NO: Final = "not|no|never"
COMPARED: Final = (
    (r"\ge", f"{{name:NAME}} {_IS} at least VALUE"),
    (r"\ge", f"{{name:NAME}} {_IS} {_NO} less|smaller|lower than VALUE"),
    (r"\ge", f"{{name:NAME}} {_IS} greater|larger|bigger than or equal to VALUE"),
    (r"\le", f"{{name:NAME}} {_IS} at most VALUE"),
    (r"\le", f"{{name:NAME}} {_IS} {_NO} more|greater|larger|bigger|higher than VALUE"),
    (r"\le", f"{{name:NAME}} {_IS} less|smaller than or equal to VALUE"),
    (r"\le", "{name:NAME} does|do not exceed VALUE"),
    (">", f"{{name:NAME}} {_IS} strictly? greater|larger|bigger|more|higher than VALUE"),
    (">", f"{{name:NAME}} {_IS} strictly? above|beyond VALUE"),
    (">", "{name:NAME} strictly? exceeds|exceed|exceeding VALUE"),
    ("<", f"{{name:NAME}} {_IS} strictly? less|smaller|lower than VALUE"),
    ("<", f"{{name:NAME}} {_IS} strictly? below VALUE"),
)
"""Orders in words: `$a$ is at least $b$`, `$x$ exceeds zero`."""

NUMERALS: Final = {"zero": "0", "0": "0", "one": "1", "unity": "1", "1": "1", "two": "2"}
"""Numbers in words."""

INTRODUCED: Final = (
    "denot~|write|call by {name:NAME} DET NOUN {value:NAME}",
    "let {name:NAME} be|denote|equal DET NOUN {value:NAME}",
    "write|use {name:NAME} for DET NOUN {value:NAME}",
    "denot~|write|call DET? NOUN? {value:NAME} by|as {name:NAME}",
)
"""What gives a name a value without a sign of equality."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of unknowns: as it is printed, and where mathematics that says it stands.

    What is `assumed` may prove something; of what is `firm`, nothing is refuted where it can't be read.
    What `defines` may give a name its value; its words may begin something `anew`.
    `ends` are the sizes that it says indices run up to. It is said at a `place` of the text, and holds
    up to `until`, if it is taken back there; what holds `throughout` does so to the end of the text.
    What is a `reason` is said to be known already. What is `dark` is said in words that nothing here
    understands, of the name in `latex`; a `hot` name is one-hot. `words` are those of the sentence.
    What is `told` is said in passing, as if it were known; what is `local` holds in a state alone.
    """

    latex: str
    source: Source
    span: Span
    assumed: bool = True
    firm: bool = True
    defines: bool = False
    anew: bool = False
    ends: frozenset[str] = frozenset()
    place: int = 0
    until: int | None = None
    throughout: bool = False
    reason: bool = False
    dark: bool = False
    hot: bool = False
    words: str = ""
    told: bool = False
    local: bool = False


@lru_cache(maxsize=8)
def spoken(source: Source) -> tuple[Said, ...]:
    """What sentences of a text say of unknowns."""
    found = sentences(source.text)
    said = tuple(said for sentence in found for said in _said(sentence, source))
    return _released(tuple(_in_its_place(own, found) for own in said), found)


def _in_its_place(said: Said, found: tuple[Sentence, ...]) -> Said:
    """The same; what holds in a state alone, `in equilibrium`, to where something else begins."""
    if not said.local or said.until is not None:
        return said
    first = bisect_right(found, said.place, key=lambda sentence: sentence.span.start)
    later = (s for s in found[first:] if s.masked.strip(" \n.,;:") and not s.tokens.startswith(GOING_ON))
    return replace(said, until=next((s.span.start for s in later), None))


def _released(said: tuple[Said, ...], found: tuple[Sentence, ...]) -> tuple[Said, ...]:
    """The same, what is said of names up to where a text speaks of them in general again."""
    freed, unbound, replaced, turned = (
        _places(found, way) for way in (_freed, _unbound, _given_instead, _turned)
    )
    if not (freed or unbound or replaced or turned):
        return said
    again = (_up_to(own, freed if _is_equation(own.latex) else unbound) for own in said)
    again = (_until(own, turned.get(own.latex.replace(" ", ""), ())) for own in again)
    return tuple(own if own.dark else _replaced(new, replaced) for own, new in zip(said, again, strict=True))


def _places(found: tuple[Sentence, ...], way: Callable[[Sentence], Iterable[str]]) -> dict[str, list[int]]:
    """Where sentences free names in some way, by the names; "" is all of them."""
    places: dict[str, list[int]] = {}
    for sentence in found:
        for name in way(sentence):
            places.setdefault(name, []).append(sentence.span.start)
    return places


def _freed(sentence: Sentence) -> Iterator[str]:
    """The names whose equations a sentence takes back."""
    if FOR_GENERAL.search(sentence.tokens) or (IN_GENERAL.search(sentence.tokens) and not sentence.ended):
        yield ""
    if DROPPED.search(sentence.tokens):
        yield ""
    yield from _met(sentence, RELEASED)


def _unbound(sentence: Sentence) -> Iterator[str]:
    """The names that may be any real number from a sentence on."""
    if DROPPED.search(sentence.tokens) or GENERALLY.search(sentence.tokens):
        yield ""
    led = FREELY.search(sentence.tokens) is not None
    for latex, _ in sentence.formulas if led else ():
        if (match := KIND.fullmatch(latex.strip())) and not match["power"]:
            yield from names_of(match["names"])
    yield from _met(sentence, ANY_NUMBER)


def _given_instead(sentence: Sentence) -> Iterator[str]:
    """The names to which a sentence gives another value `instead`."""
    for latex, _ in sentence.formulas if INSTEAD.search(sentence.tokens) else ():
        if "=" in latex and (bare := BARE.fullmatch(latex.partition("=")[0])):
            yield bare["name"]


def _turned(sentence: Sentence) -> Iterator[str]:
    """The orders that cannot hold with one that a sentence supposes `now`, after another case, or that comes
    of them."""
    for latex in _met_formulas(sentence, (*SUPPOSED_NOW, *CONCLUDED_NOW)):
        if own := ORDERS.fullmatch(latex.strip()):
            for sign in CONTRARY.get(own["sign"], ()):
                yield "".join((own["left"], sign, own["right"])).replace(" ", "")


def _met(sentence: Sentence, rows: Iterable[str]) -> Iterator[str]:
    """The names in the place of `names` where rows match."""
    for latex in _met_formulas(sentence, rows):
        yield from names_of(latex)


def _met_formulas(sentence: Sentence, rows: Iterable[str]) -> Iterator[str]:
    """The formulas in the place of `names` where rows match."""
    for match in (match for row in rows for match in compiled(row).finditer(sentence.tokens)):
        start, end = match.span("names")
        for (latex, _), place in zip(sentence.formulas, sentence.places, strict=True):
            if start <= place < end:
                yield latex


def _replaced(said: Said, replaced: dict[str, list[int]]) -> Said:
    """What is said of a name in an equation, up to where another value stands `instead`."""
    name = BARE.fullmatch(said.latex.partition("=")[0]) if _is_equation(said.latex) else None
    return said if name is None else _until(said, replaced.get(name["name"], ()))


def _until(said: Said, places: Iterable[int]) -> Said:
    """What is said, up to the first of some places behind it."""
    later = [place for place in places if place > said.place]
    return replace(said, until=min(later + ([] if said.until is None else [said.until]))) if later else said


def _up_to(said: Said, freed: dict[str, list[int]]) -> Said:
    """What is said of names, up to where one of them is free again."""
    if said.until is not None or not (_is_equation(said.latex) or ORDERED.search(outside_braces(said.latex))):
        return said
    name, _, _ = said.latex.partition("=")
    named = LABELLED.fullmatch(name) or APPLIED.match(said.latex)
    if _is_equation(said.latex) and named and not VALUE.fullmatch(said.latex):
        return said  # what something is does not depend on what it is made of
    names = names_of(said.latex) | {""}
    later = [place for name in names for place in freed.get(name, ()) if place > said.place]
    return replace(said, until=min(later)) if later else said


def _said(sentence: Sentence, source: Source) -> Iterator[Said]:
    if sentence.asks or not sentence.formulas or DROPPED.search(sentence.tokens):
        return
    if ERRORS.search(sentence.tokens):
        return  # what somebody gets wrong
    found = clauses(sentence.tokens)
    throughout = bool(THROUGHOUT.search(sentence.masked))
    words = sentence.text
    heard: set[tuple[str, Said]] = set()
    for said in (*_in_formulas(sentence, found, source), *_in_words(sentence, found, source)):
        alike = said.source.text[said.span.start : said.span.end], replace(said, source=source, span=NOWHERE)
        if alike in heard:
            continue  # what a sentence says twice, it says
        heard.add(alike)
        yield replace(
            said,
            place=sentence.span.start,
            until=sentence.until,
            throughout=throughout,
            words=words,
        )


# What formulas say


def _in_formulas(sentence: Sentence, found: tuple[Clause, ...], source: Source) -> Iterator[Said]:
    """What the formulas of a sentence say that have a relation."""
    ranges_here = [latex for latex, _ in sentence.formulas if WHOLE.fullmatch(latex)]
    ends = frozenset(re.findall(r"[A-Za-z](?![A-Za-z])", latex)[-1] for latex in ranges_here)
    alone = sentence.alone
    again = bool(AGAIN.search(sentence.tokens))
    aimed = AIMED_AT.search(sentence.tokens)
    parts = (
        (*part, place)
        for formula, place in zip(sentence.formulas, sentence.places, strict=True)
        for part in _parted(*formula)
    )
    domain = _on_a_domain(sentence, found, source)
    for latex, span, place in parts:
        clause = clause_at(found, place)
        if place in domain:
            mood = Mood.STATED if _is_equation(latex) else Mood.SUPPOSED
            clause = replace(clause, mood=mood, words="")
        mood = clause.mood
        if not relates(latex) or MEANS.search(latex) or _is_silent(sentence, place, clause):
            continue
        called = _is_called(sentence.tokens, place)
        bounded = _is_bounded(sentence.tokens, place, clause, _is_equation(latex))
        if sentence.ended and VALUE.fullmatch(latex) and _is_case(sentence.tokens, place, clause, bounded):
            continue  # what the sentence alone is about
        equation = _is_equation(latex)
        held = equation and mood is Mood.SUPPOSED and _is_held(sentence.tokens, place, latex)
        plainly = not (clause.limited or bounded or held or clause.words.startswith(("assum", ", say ")))
        defining = equation and plainly
        defining &= alone or mood in DEFINING or (mood is Mood.STATED and called) or _is_posing(latex, mood)
        anew = alone or again or mood is Mood.POSED
        firm = mood is Mood.SUPPOSED or (mood is Mood.STATED and called)
        starts = _is_start(sentence, place, latex, clause)
        starts = starts or _is_new_value(sentence, place, latex, clause, source)
        follows_itself = called and mood is Mood.STATED and _FOLLOWS_ITSELF.match(latex) is not None
        follows_itself &= not (clause.limited or clause.parts)
        assumed = not bounded and (_is_assumed(latex, clause, called) or starts or follows_itself)
        assumed &= not held
        told = equation and mood in TELLING and not (clause.limited or clause.parts or bounded or held)
        local = clause.words.startswith(("in ", "at ")) and " this " not in clause.words
        local &= equation and not starts
        told &= not (several(latex) or VALUE.fullmatch(latex) or (aimed and aimed.end() <= place))
        reason = clause.words.startswith(REASONS)
        for said in _each(latex, source, span, assumed, firm):
            own = defining and said.span == span
            yield replace(said, ends=ends, defines=own, anew=anew, reason=reason, told=told, local=local)


_FOLLOWS_ITSELF: Final = regex(
    r"\s*(?P<name>\\?[A-Za-z]+)\s*(?:_\s*(?:\w|\{[^{}=]*\})|\([^()=]*\))\s*=(?:.*[^A-Za-z\\])?(?P=name)\s*[_(]"
)
"""How each entry of a sequence follows from others: `a_n = 2 a_{n-1} + 1`."""
_SIGN: Final = regex(r"\s*(?P<name>\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*(?:<|>|\\(?:lt|gt|leq?|geq?)\b)\s*\d+\s*")


def _on_a_domain(sentence: Sentence, found: tuple[Clause, ...], source: Source) -> tuple[int, ...]:
    """The places of an order and of an equation that gives a name a value there, `For $b > 0$ the energy is
    $E = b x$`, where the text has that letter in no other order, which would be of another case."""
    clause = clause_at(found, 0)
    if clause.mood is not Mood.CONDITIONAL or not clause.words.startswith(("for ", "at ")):
        return ()
    here = zip(sentence.formulas, sentence.places, strict=True)
    own = [(latex, place) for (latex, _), place in here if clause_at(found, place) is clause]
    own = own[:1] + [(latex, place) for latex, place in own[1:] if relates(latex)]
    if len(own) != 2 or clause.limited or clause.parts or not (sign := _SIGN.fullmatch(own[0][0])):
        return ()
    name, equal, _ = own[1][0].partition("=")
    if not equal or not BARE.fullmatch(name) or name.strip() == sign["name"]:
        return ()
    orders = (_SIGN.fullmatch(latex) for other in sentences(source.text) for latex, _ in other.formulas)
    alone = sum(match is not None and match["name"] == sign["name"] for match in orders) == 1
    return tuple(place for _, place in own) if alone and _is_called(sentence.tokens, own[1][1]) else ()


def _parted(latex: str, span: Span) -> Iterator[tuple[str, Span]]:
    """A formula; of `D = b^2 - 4 a c > 0` the equation and the order."""
    outside = _outside(latex)
    equal, order = outside.find("="), _ORDER.search(outside)
    alone = outside.count("=") == 1 and order is not None and len(_ORDER.findall(outside)) == 1
    if order is None or not alone or not 0 < equal < order.start() or _NOT_ONE.search(outside):
        yield latex, span
        return
    first = latex[: order.start()].rstrip()
    yield first, Span(span.start, span.start + len(first))
    yield latex[equal + 1 :], Span(span.start + equal + 1, span.end)


def _outside(latex: str) -> str:
    """A formula of the same length with spaces for what stands in brackets."""
    depth, kept = 0, []
    for sign in latex:
        depth -= sign in ")]}"
        kept.append(sign if depth == 0 else " ")
        depth += sign in "([{"
    return "".join(kept)


_ORDER: Final = regex(r"(?<!:)[<>]|\\(?:lt|gt|leq?|geq?|leqslant|geqslant|neq?)(?![A-Za-z])")
_NOT_ONE: Final = regex(r",|\\(?:text|quad|qquad|[lc]?dots|sum|prod|in)(?![A-Za-z])|\\;")


def _is_silent(sentence: Sentence, place: int, clause: Clause) -> bool:
    """Whether what a formula at a place says is denied, or what somebody else says."""
    tokens = sentence.tokens
    one_of_several = A_ROOT.search(tokens[max(0, place - WINDOW) : place]) and OF_A_ROOT.match(
        tokens, place + 2
    )
    return clause.mood in SILENT or _is_undone(tokens, place) or bool(one_of_several)


A_ROOT: Final = compiled("solution|solutions|root|roots $")
OF_A_ROOT: Final = compiled(
    "is|are|was|corresponds|means|must|cannot|can|has|makes|leads|gives|lies|belongs|describes|being"
)
"""What stands before and behind a formula that is one of several values: `The solution $t = 0$ is of no use`.
"""


def denied(source: Source) -> Iterator[tuple[frozenset[str], int]]:
    """The names of formulas that a text supposes and denies, or only reports, and where."""
    for sentence in sentences(source.text):
        found = clauses(sentence.tokens) if sentence.formulas else ()
        for (latex, _), place in zip(sentence.formulas, sentence.places, strict=True):
            reported = relates(latex) and clause_at(found, place).mood is Mood.REPORTED
            if reported or (relates(latex) and _is_undone(sentence.tokens, place)):
                yield names_of(latex), sentence.span.start


AIMED_AT: Final = compiled(
    "prove|proves|proving|show|shows|showing|verify|check|derive|deduce|infer|claim|claims|conjecture|guess"
    "|want|wish|goal|aim|expect|hope|test|ask|question|exercise|try|attempt|seek|know|whether|find|obtain|get"
)
"""Words before an equation that is to be shown, or that comes of something."""


def _is_start(sentence: Sentence, place: int, latex: str, clause: Clause) -> bool:
    """Whether a number is given to the first entry of a sequence, `($b_0 = 0$)`, or to the one behind an
    entry of which the same sentence tells: `They start with $F_1 = 1$, $F_2 = 1$`."""
    starting = STARTS_AT.search(sentence.tokens[max(0, place - WINDOW) : place])
    entry = (ENTRY_START if starting else ENTRY_VALUE).fullmatch(latex.strip())
    if entry is None or clause.limited or clause.parts or clause.words.startswith("if "):
        return False
    if clause.mood is not Mood.STATED and not starting:
        return False
    number = int(entry["number"])
    before = (ENTRY_VALUE.fullmatch(other.strip()) for other, _ in sentence.formulas)
    return number < 2 or any(
        o and o["name"] == entry["name"] and int(o["number"]) == number - 1 for o in before
    )


def _is_new_value(sentence: Sentence, place: int, latex: str, clause: Clause, source: Source) -> bool:
    """Whether words give a name its number that stands nowhere before: `The stiffness is $k = 4$`."""
    named = VALUE.fullmatch(latex) and clause.mood is Mood.STATED and not (clause.limited or clause.parts)
    before = sentence.tokens[max(0, place - WINDOW) : place]
    if not named or not IS_WORTH.search(before) or A_CASE.search(before):
        return False
    name = latex.partition("=")[0].strip()
    mentioned = rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])"
    return re.search(mentioned, source.text[: sentence.span.start]) is None


ENTRY_VALUE: Final = regex(r"(?P<name>\\?[A-Za-z]+)_\{?(?P<number>\d)\}?\s*=\s*-?[\d.]+")
"""An entry of a sequence, which a number is given."""
ENTRY_START: Final = regex(r"(?P<name>\\?[A-Za-z]+)_\{?(?P<number>\d)\}?\s*=[^=<>]+")
"""The same, or another value."""

STARTS_AT: Final = compiled(
    "starts|start|started|begins|begin|starting|beginning|initialised|initialized|initially at|with|from|as $"
)
_WORTH: Final = "is|was|equals|are|be $"
IS_WORTH: Final = compiled(f"the|a|an|our|its|their|this|your|whose NOUN {_WORTH}")
A_CASE: Final = compiled(f"case|cases|example|instance|term|choice|index|solution|root|answer {_WORTH}")
"""What stands before a value that a name has in one place alone, or that comes of something."""

TELLING: Final = frozenset((Mood.STATED, Mood.CONCLUDED))
"""Moods in which an equation is said as if it were known."""

DEFINING: Final = frozenset((Mood.SUPPOSED, Mood.POSED))
"""Moods in which an equation may give a name its value, whatever stands beside it."""


def _is_posing(latex: str, mood: Mood) -> bool:
    """Whether a case says what a function is: `If $f(x) = u(x) v(x)$, then`."""
    return mood is Mood.CONDITIONAL and APPLIED.match(latex) is not None


def _is_equation(latex: str) -> bool:
    return "=" in latex and not ORDERED.search(outside_braces(latex))


def several(latex: str) -> bool:
    """Whether a formula says more than one thing."""
    compound = COMPOUND.search(outside_braces(latex)) and not LISTED.fullmatch(latex.strip())
    return bool(compound or SEVERAL.search(latex))


def _is_assumed(latex: str, clause: Clause, called: bool) -> bool:
    """Whether a formula in a clause is assumed."""
    if clause.limited or clause.parts or several(latex):
        return False
    match clause.mood:
        case Mood.SUPPOSED:
            return not (VALUE.fullmatch(latex) and _is_local(clause))
        case Mood.POSED:
            return clause.words.rstrip().endswith("solve") and _is_equation(latex)
        case Mood.STATED:
            return called and not _is_equation(latex)
        case Mood.CONDITIONAL:  # `arrive at rate $r > 0$` describes r
            return clause.words.startswith("at ") and clause.start > 0 and not _is_equation(latex)
        case Mood.CONCLUDED | Mood.DOUBTFUL | Mood.REPORTED | Mood.DENIED:
            return False


def _is_held(tokens: str, place: int, latex: str) -> bool:
    """Whether words behind an equation that is supposed say more: `is too strong`, `in the example`."""
    if any(compiled(row).match(tokens, place + 2) for row in (*FOR_GOOD, GOES_ON[-1])):
        return False
    if VALUE.fullmatch(latex) and FOR_A_PART.match(tokens, place + 2):
        return True
    return compiled(NOT_AT_ALL).match(tokens, place + 2) is not None


def _is_local(clause: Clause) -> bool:
    """Whether a value holds for a step alone: `Setting $x = 0$ gives …`."""
    return bool(IN_PASSING.search(clause.words) or (clause.follows and LOCAL.search(clause.words)))


def _is_case(tokens: str, place: int, clause: Clause, bounded: bool) -> bool:
    """Whether a clause opens with a special case, that of a formula: `For $n = 2$ this is …`."""
    first = not set(tokens[clause.start : place]) & {NAME, RELATION}
    opened = clause.words.startswith("with ") if bounded else clause.mood is Mood.CONDITIONAL
    return first and opened and CASE.match(clause.words) is not None


CASE: Final = compiled("for|at|if|when|in|whenever|case|with")


def _is_called(tokens: str, place: int) -> bool:
    """Whether words around a formula at a place call it something."""
    if _called_before().search(tokens[max(0, place - WINDOW) : place]):
        return True
    return compiled(CALLED_AFTER).match(tokens, place + 2) is not None


@cache
def _called_before() -> re.Pattern[str]:
    return any_of((f"r{number}", row) for number, row in enumerate(CALLED_BEFORE))


WINDOW: Final = 80
"""How far before a formula the words stand that call it something."""

UNDONE: Final = (
    "is|was|are NOT ANY needed|assumed|required|necessary|true|imposed|used",
    "does|do|need NOT|not ANY hold|need|be",
    "is|was|are|were excluded|ruled|forbidden|trivial|degenerate|special|exceptional|unrealistic|too",
    "is|are|denotes|means the|a|an? trivial|degenerate|special|limiting|extreme|exceptional case|one",
    "is|was|are wrong|false|incorrect|impossible|absurd|unnecessary|superfluous",
    "need NOT",
    "fails|doesn't|isn't|don't",
)
"""Words behind a formula that deny it."""


def _is_undone(tokens: str, place: int) -> bool:
    return any(compiled(row).match(tokens, place + 2) for row in UNDONE)


BOUNDED: Final = (
    "for all|any|every|each* even|odd|large|small|most|some|certain|almost|sufficiently",
    "for RELATION",
    "and|or|,* RELATION at|in|on|near FORMULA",
    "for the|a|an|our|its|their? NOUN FORMULA",
    "during|until|inside|outside|within|below|above|beyond|before|after|up|only",
    "if|when|whenever|unless NAME is|are",
    ",? but RELATION",
    "with period",
    "with probability|high|positive",
    "in expectation|probability|mean|distribution|law|average|practice|particular",
    "on average",
    "almost|approximately|nearly|fails|ANY otherwise",
)
"""Words behind a formula by which it says less, or something for a part alone."""

GOES_ON: Final = (
    ",|;|.|:? $",
    ",? FORMULA",
    ",? and|with|where|while|so|then|hence|thus|which|for|as|that|because|since|throughout|(",
    ",? we|one|you have|get|obtain|find|see",
    "is|are|denotes|denote|be|being the|a|an|our|its|called",
)
"""What may stand behind a formula that `where` begins; else it restricts what stands before it."""

FOR_GOOD: Final = (
    "for|in|throughout|until the? rest|sake|remainder|whole|following|sequel|remaining|end",
    "for|in|throughout this|the|our NOUN? paper|text|section|chapter|proof|note|notes|article|appendix",
    "for simplicity|convenience|brevity|definiteness|concreteness|all|each|every|any|some",
    "in|into|throughout $",
    "in what follows",
)
"""What may stand behind an equation that is supposed, and says how long."""

FOR_A_PART: Final = compiled("for|in|at a|an|the|this|that|our|now|once")
"""What says that a value is supposed for a part."""

NOT_AT_ALL: Final = (
    "is|are|were|was|would|does|seems|fails|makes|only|when|if|up|modulo|mod|at|on|in|near|inside|outside"
    "|within|along|initially|finally|there"
)
"""What says that an equation is rather spoken about than supposed, or that it holds somewhere."""

RELEASED: Final = (
    "for|let|with|of|when|to|at arbitrary|general|generic|any|every|all|each|whatever|unknown|variable|other"
    " other? NOUN? {names:NAMES}",
    "for|let|with independent|unrelated|free {names:NAMES}",
    "{names:NAMES} is|are|be|being again|now|still* arbitrary|general|generic|free|variable|any",
    "general|arbitrary|generic {names:NAMES}",
)
"""Words that take back the value of a name that was chosen before."""

IN_GENERAL: Final = compiled("in general|generality")
FOR_GENERAL: Final = compiled("^ for|in a|an? general|arbitrary NOUN")
"""Words that take back the values of all names."""
INSTEAD: Final = compiled("instead")
GENERALLY: Final = compiled("more generally")
ERRORS: Final = any_of(
    (
        (
            "word",
            "misconception|fallacy|erroneous|erroneously|mistakenly|freshman's|tempted|tempting|beware|pitfall",
        ),
        ("kind", "common|typical|popular|frequent|usual|widespread|classic error|mistake|slip|trap"),
        (
            "do",
            "error|mistake|slip|trap|wrong|incorrect to write|say|set|take|think|believe|claim|assume",
        ),
        ("avoid", "avoid|avoids|avoiding the|this|a trap|mistake|error|slip|formula"),
        ("who", "student|students|beginner|beginners|pupil|pupils ANY wrote|writes|write|claimed|claims"),
    )
)
"""Words by which a formula is one that somebody gets wrong."""
_DROPS: Final = "dropping|drop|drops|lifting|lift|relaxing|relax|abandon|abandoning|remove|removing|removed"
DROPPED: Final = any_of(
    (
        ("what", f"{_DROPS}|without this|that|the|these|our"),
        ("formula", f"{_DROPS} RELATION"),
    )
)
"""Words that take back what is supposed of all letters."""
FREELY: Final = compiled("let|for|now|take|consider|from|all|any|every")
"""Words by which a letter is any number again."""
ANY_NUMBER: Final = (
    "for|all|any|every|arbitrary|let|replacing* real|negative number|numbers|value|values? {names:NAMES}",
    "{names:NAMES} be|is any|arbitrary|every a? real? number|value?",
    "{names:NAMES} may|can|could now? be negative|zero|anything|arbitrary|any|complex",
    "{names:NAMES} may|can now? have|take either|any sign|value",
    "allow|allows|allowing {names:NAMES}",
    "restriction|condition|assumption on {names:NAMES} is|was not|no|never|un-needed",
    "back|return|returning to general|arbitrary|any {names:NAMES}",
    "^ for any|every|all|arbitrary {names:NAMES} ,|:",
)
"""Words by which a letter may be any number again."""

SUPPOSED_NOW: Final = (
    "suppose|assume|let|consider|take now|next|instead|finally|second|then that? {names:NAMES}",
    "now|next|instead|finally|second|similarly ,? suppose|assume|let|consider|take that? {names:NAMES}",
)
"""Words by which another case begins."""
CONCLUDED_NOW: Final = (
    "^ and|but? so|hence|thus|therefore|consequently|accordingly ,?"
    " we|it|this? have|follows|shows|means? that? ,? {names:NAMES}",
)
"""Words by which what was supposed has turned out not to hold: `So $q \\neq 0$`."""
ORDERS: Final = regex(
    r"(?P<left>[^<>=\\]+?)\s*(?P<sign>[<>=]|\\(?:lt|gt|leq?|geq?|neq?)(?![A-Za-z]))\s*(?P<right>[^<>=\\]+)"
)
CONTRARY: Final = {
    **dict.fromkeys(("<", "\\lt"), (">", "\\gt", "=", "\\ge", "\\geq")),
    **dict.fromkeys((">", "\\gt"), ("<", "\\lt", "=", "\\le", "\\leq")),
    **dict.fromkeys(("=",), ("<", ">", "\\lt", "\\gt", "\\ne", "\\neq")),
    **dict.fromkeys(("\\le", "\\leq"), (">", "\\gt")),
    **dict.fromkeys(("\\ge", "\\geq"), ("<", "\\lt")),
    **dict.fromkeys(("\\ne", "\\neq"), ("=",)),
}
"""Orders, and the others between the same that cannot hold with them."""

OF_WHAT_IS_SAID: Final = (
    "hypothesis|conjecture|claim|proposition|assertion|predicate|event|question|statement|rule that? $"
)
"""What a formula behind these words is, and not what holds: `Let $H$ be the hypothesis $p = q$`."""

_HERE: Final = regex(r"(?<![^ ])(?:this|the present) \Z")
ASIDE: Final = compiled("example|instance|section|chapter|figure|table|there|exists|exist")
"""Words before a clause by which it is about a part of a text, or some of the things that it names."""


def _is_bounded(tokens: str, place: int, clause: Clause, equation: bool) -> bool:
    """Whether words around a formula at a place say that it holds for some things, or somewhere, alone.

    `With $x = 3$, we get` is a value for a step; `With $x > 0$, we get` is how x is in what follows.
    """
    if any(compiled(row).match(tokens, place + 2) for row in BOUNDED):
        return True
    words = clause.words
    if compiled(OF_WHAT_IS_SAID).search(tokens, clause.start, place):
        return True
    if _is_aside(tokens, clause) or compiled("assumes|supposes|requires|imposes|demands").match(words):
        return True
    if not words.startswith(("where", "with", "consider")):
        return False
    before = tokens[: clause.start]
    if words.startswith("consider"):
        return RELATION not in before and " let us " in f" {before}"
    joined = before.rstrip() == "" or before.rstrip()[-1] in f"{NAME}{RELATION},;:()"
    if words.startswith("with"):
        if not equation and (not before.strip() or before.rstrip()[-1] in ",;:("):
            return False
        return not joined or compiled(",? we|one|you|this|it|that").match(tokens, place + 2) is not None
    return not joined or not any(compiled(row).match(tokens, place + 2) for row in GOES_ON)


def _is_aside(tokens: str, clause: Clause) -> bool:
    """Whether words before a clause make it one about a part of a text."""
    found = _first_aside(tokens)
    return found is not None and found <= clause.start


@lru_cache(maxsize=8)
def _first_aside(tokens: str) -> int | None:
    """Where the first word ends that makes what follows in a sentence be about a part of a text."""
    found = next((m for m in ASIDE.finditer(tokens) if not _HERE.search(tokens, 0, m.start())), None)
    return found.end() if found else None


def _each(latex: str, source: Source, span: Span, assumed: bool, firm: bool) -> Iterator[Said]:
    r"""One formula; each of `x, y > 0` by itself, and `x_1, \dots, x_n > 0` as x_k > 0."""
    if any(pattern.fullmatch(latex) for pattern in (WHOLE, OF_INDICES, LISTING)):
        return
    if OF_NAMES.fullmatch(latex):
        whole = latex.partition("=")[0].strip()
        yield replace(_made(whole, whole, source, False), dark=True)
        return
    if row := IN_A_ROW.fullmatch(latex.strip()):
        latex = f"{row['name']}_k {row['rest']}"
        yield _made(latex, as_order(latex) or latex, source, assumed, firm)
        return
    listed = LISTED.fullmatch(latex.strip())
    names = listed["names"].split(",") if listed else []
    for own_latex in [f"{name.strip()} {listed['rest']}" for name in names] if listed else [latex]:
        meant = as_order(own_latex)
        if meant is None and not listed:
            yield Said(latex, source, span, assumed, firm)
        else:
            yield _made(own_latex, own_latex if meant is None else meant, source, assumed, firm)


def _made(latex: str, meant: str, source: Source, assumed: bool, firm: bool = True) -> Said:
    """What is said in other words than in those of the text."""
    return Said(latex, Source(source.name, meant), Span(0, len(meant)), assumed, firm)


# What words say

_ZERO: Final = regex(
    r"(?<![\d.])0\s*,\s*(?:1\s*,\s*)?(?:2\s*,\s*)?\\[lc]?dots|\bfrom\s+(?:zero|\$0\$|0)\b|\b(?:class|state)\s+\$?0\b"
)
"""What says that something counts from 0."""


def _may_count_from_zero(name: str, source: Source) -> bool:
    """Whether a text counts from 0, or has an entry of a name at 0."""
    own = re.escape(re.sub(r"_(?:\w|\{\w+\})\Z", "", name))
    return bool(_ZERO.search(source.text) or re.search(rf"(?<![A-Za-z\\]){own}_(?:0|\{{0\}})", source.text))


FROM_ZERO: Final = regex(
    r"\s*(?P<name>\\?[A-Za-z]+)_\{?0\}?\s*,[^=]*?\\[lc]?dots\s*,\s*(?P=name)_\{?(?P<last>[^{},]+?)\}?\s*"
)
"""`P_0, \\dots, P_N`: entries that count from 0."""


def _in_words(sentence: Sentence, found: tuple[Clause, ...], source: Source) -> Iterator[Said]:
    """`$x$ is positive`, `$p$ is a distribution`, `denote by $S$ the sum $…$`."""
    for own in predicated(sentence.tokens):
        clause = clause_at(found, own.place)
        if clause.mood in SILENT:
            continue
        assumed = clause.mood in ASSUMED and not clause.limited and not own.likely
        here = zip(sentence.formulas, sentence.places, strict=True)
        formulas = [latex for (latex, _), place in here if own.start <= place < own.end]
        called = {latex: _names_listed(latex) for latex in formulas}
        names = [name for latex in formulas for name in called[latex]]
        if own.says == TOTAL:
            named = (latex.partition("=") for latex in formulas if not called[latex])
            unnamed = ("".join(parts) for parts in named if parts[1] and BARE.fullmatch(parts[0]))
            yield from (replace(_made(latex, latex, source, False), dark=True) for latex in unnamed)
        if own.says == TOTAL and len(names) > 1 and all(map(NUMBERED.search, names)):
            yield _made(total := f"{' + '.join(names)} = 1", total, source, assumed)
            continue
        ranged = [match for latex in formulas if (match := FROM_ZERO.fullmatch(latex))]
        if ranged and own.says == TOTAL:
            rows = (f"\\sum_{{k=0}}^{{{m['last']}}} {m['name']}_{{k}} = 1" for m in ranged)
            yield from (_made(total, total, source, assumed) for total in rows)
            continue
        for name in (*names, *_expressions(formulas, own.says)):
            unsure = own.says in (TOTAL, (HOT,)) and _may_count_from_zero(name, source)
            for says in (DARK,) if unsure else own.says:
                yield _about(name, says, sentence, source, assumed)
    yield from _compared(sentence, found, source)
    yield from _introduced(sentence, found, source)


def _expressions(formulas: list[str], says: tuple[str, ...]) -> Iterator[str]:
    """What an order says something of that is no name, the x y of `the product $x y$ is positive`, or a name
    with its value, the s of `$s = x + y$`."""
    if not all(_SIGN.fullmatch(row.replace("@", "x")) for row in says):
        return
    for latex in formulas:
        left, equal, _ = latex.partition("=")
        if not relates(latex) and not _names_listed(latex):
            if "," not in latex and "dots" not in latex:
                yield f"({latex.strip()})"
        elif equal and BARE.fullmatch(left):
            yield left.strip()


def _names_listed(latex: str) -> tuple[str, ...]:
    """The names that a formula lists, one with a label among them."""
    return names_listed(latex) or ((latex.strip(),) if LABELLED.fullmatch(latex) else ())


def _compared(sentence: Sentence, found: tuple[Clause, ...], source: Source) -> Iterator[Said]:
    """`$a$ is at least $b$`: assumed where it is supposed."""
    formulas = dict(zip(sentence.places, sentence.formulas, strict=True))
    numerals = "|".join(NUMERALS)
    for sign, row in COMPARED:
        for value in ("{value:NAME}", f"{{value:{numerals}}}"):
            for match in compiled(row.replace("VALUE", value)).finditer(sentence.tokens):
                clause = clause_at(found, match.start("name"))
                if clause.mood in SILENT:
                    continue
                other = formulas.get(match.start("value"))
                right = other[0] if other is not None else NUMERALS[match["value"].strip()]
                left = formulas[match.start("name")][0]
                besides = (clause.start + len(clause.words), match.start()), (match.end(), clause.end)
                limited = any(LIMITS.search(sentence.tokens, *part) for part in besides)
                assumed = clause.mood is Mood.SUPPOSED and not limited
                made = _made(latex := f"{left} {sign} {right}", latex, source, assumed)
                yield replace(made, reason=clause.words.startswith(REASONS))


def _about(name: str, says: str, sentence: Sentence, source: Source, assumed: bool) -> Said:
    """What words say of one name."""
    if says == DARK:
        return replace(_made(name, name, source, False), dark=True)
    bare = re.sub(r"_(?:\w|\{\w+\})\Z", "", name)
    if says == HOT:
        return replace(_made(bare, bare, source, assumed), hot=True)
    return _made(said := says.replace("@", name).replace("#", bare), said, source, assumed)


def _introduced(sentence: Sentence, found: tuple[Clause, ...], source: Source) -> Iterator[Said]:
    """`denote by $S$ the sum $\\sum_k x_k$`."""
    formulas = dict(zip(sentence.places, sentence.formulas, strict=True))
    for row in INTRODUCED:
        for match in compiled(row.replace("DET", "the|a|an|their|its|our?")).finditer(sentence.tokens):
            name, value = (formulas[match.start(group)][0] for group in ("name", "value"))
            mood = clause_at(found, match.start("name")).mood
            if BARE.fullmatch(name) and not BARE.fullmatch(value) and mood not in SILENT:
                made = _made(latex := f"{name} = {value}", latex, source, True)
                yield replace(made, defines=True, anew=True)


def definitions(source: Source) -> Iterator[Said]:
    """What sentences say that may give a name its value."""
    return (said for said in spoken(source) if said.defines)


def kinds(source: Source) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a text calls matrices, `A \\in \\mathbb{R}^{n \\times m}`, and complex numbers."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    noun = _A_COMPLEX.search(source.text) is not None
    for sentence in sentences(source.text):
        called = list(_called_matrices(sentence.tokens))
        for (latex, _), place in zip(sentence.formulas, sentence.places, strict=True):
            if any(start <= place < end for start, end in called):
                found[True] |= {re.sub(r"_.*", "", name) for name in _names_called(latex)}
            if _is_called_complex(sentence.tokens, place) and not noun:
                found[False] |= {re.sub(r"_.*", "", name) for name in names_listed(latex) or (latex.strip(),)}
            if match := KIND.fullmatch(latex):
                names = {name.strip() for name in match["names"].split(",")}
                if match["field"] == "C" or "times" in (match["power"] or ""):
                    found[match["field"] != "C"] |= {re.sub(r"_.*", "", name) for name in names}
    return frozenset(found[True]), frozenset(found[False])


_MATRICES: Final = (
    "matrix|matrices|operator|operators|quaternion|quaternions|permutation|permutations|automorphism|automorphisms"
    "|endomorphism|endomorphisms|projection|projections|projector|projectors|spinors|tensor|tensors|words|strings|languages|subgroup|subgroups|ideals|intervals"
)
"""What things are called that do not commute, or that are no numbers in another way."""

_CALLED_MATRICES: Final = (
    "let|for {names:NAMES} be|denote|denotes|being NOUN? FORMULA? NOUN? " + _MATRICES,
    "{names:NAMES} is|are|be|denotes|denote a|an|the|two|both|all|some|invertible|square|linear|unitary*"
    " FORMULA? NOUN? " + _MATRICES,
    "let|for|two|the|a|an|linear|any|all* " + _MATRICES + " {names:NAMES}",
)


def _called_matrices(tokens: str) -> Iterator[tuple[int, int]]:
    """Where the names stand that words call matrices, or the like: `Let $A$ and $B$ be square matrices`."""
    if compiled(_MATRICES).search(tokens):
        for row in _CALLED_MATRICES:
            yield from (match.span("names") for match in compiled(row).finditer(tokens))


_FUNCTIONS: Final = "function|functions|map|mapping|polynomial|polynomials"
_CALLED_FUNCTIONS: Final = (
    "let|for {names:NAMES} be|denote|denotes|being NOUN? " + _FUNCTIONS,
    "{names:NAMES} is|are|be a|an|the|any|some|smooth|differentiable|continuous|arbitrary|given"
    "|real* THING? " + _FUNCTIONS,
    "function|functions {names:NAMES}",
)


_ANY: Final = (
    "a|an|the|any|some|every|each|two|arbitrary|smooth|differentiable|continuous|continuously|twice|infinitely"
    "|analytic|given|real|real-valued|scalar|unknown|general*"
)
_ANY_FUNCTION: Final = (
    f"let|for|suppose|assume that? {{names:NAMES}} be|is|are|denote|denotes|being? {_ANY} function|functions",
    f"let|for|take|consider|suppose|with|given {_ANY} function|functions {{names:NAMES}}",
)
_RESTRICTED: Final = compiled(",? with|such|that|which|satisfying|whose|having|where|on|from")
"""What stands behind a function that is not any."""


@lru_cache(maxsize=8)
def functions_free(source: Source) -> frozenset[str]:
    """The functions that may be any: `Let $g$ be a differentiable function.`, where no other sentence speaks
    of g as a whole, as `By oddness of $g$,` does."""
    spoken = Counter(latex.strip() for s in sentences(source.text) for latex, _ in s.formulas)
    free = _called(source, _FUNCTIONS, _ANY_FUNCTION, unless=_RESTRICTED)
    return frozenset(name for name in free if spoken[name] < 2)


@lru_cache(maxsize=8)
def functions_called(source: Source) -> frozenset[str]:
    """The names that a text calls functions."""
    return _called(source, _FUNCTIONS, _CALLED_FUNCTIONS, unless=_OF_ITS_ARGUMENT)


_OF_ITS_ARGUMENT: Final = compiled("of FORMULA")
"""`$s$ is a function of $t$` calls s a quantity."""


_NUMBERS: Final = (
    "constant|constants|number|numbers|coefficient|coefficients|parameter|parameters|scalar|scalars"
)
_CALLED_NUMBERS: Final = (
    f"{_NUMBERS} {{names:NAMES}}",
    "{names:NAMES} is|are|be|being|denote|denotes"
    f" a|an|the|our|some|any|all|real|positive|fixed|given|known* THING? {_NUMBERS}",
)


@lru_cache(maxsize=8)
def numbers_called(source: Source) -> frozenset[str]:
    """The names that a text calls constants, coefficients, or the like."""
    return _called(source, _NUMBERS, _CALLED_NUMBERS)


def _called(
    source: Source, words: str, rows: Iterable[str], unless: re.Pattern[str] | None = None
) -> frozenset[str]:
    """The names in the place of `names` where rows match in sentences with one of the words, but right
    before what `unless` matches."""
    found: set[str] = set()
    for sentence in sentences(source.text):
        if not sentence.formulas or not compiled(words).search(sentence.tokens):
            continue
        met = (m for row in rows for m in compiled(row).finditer(sentence.tokens))
        spans = [m.span("names") for m in met if unless is None or not unless.match(m.string, m.end())]
        for (latex, _), place in zip(sentence.formulas, sentence.places, strict=True):
            if any(start <= place < end for start, end in spans):
                found |= {name for name in _names_called(latex) if "_" not in name}
    return frozenset(found)


def _names_called(latex: str) -> tuple[str, ...]:
    if names := names_listed(latex):
        return names
    return (_ACCENTED.sub(r"\1{\2}", latex.strip()),) if LABELLED.fullmatch(latex) else ()


_ACCENTED: Final = regex(r"(\\(?:hat|tilde|bar|vec|check|breve|mathbf|mathcal|boldsymbol|bm))\s*(\w)")
_COMPLEX_BEFORE: Final = regex(
    r"\bcomplex(?:[- ](?:valued|number|variable|value|scalar|parameter|coefficient|constant)s?)*\s*\Z"
)
_A_COMPLEX: Final = regex(
    r"\b(?:the|a|this|that|each|per)\s+complex(?:es)?\s*"
    r"(?:[.,;:)]|\b(?:is|are|was|were|forms?|of|in|with|and|to|at|has|can|breaks|decays|dissociates)\b)",
    re.IGNORECASE,
)
"""A text in which a complex is a thing, and no kind of number."""

_COMPLEX_AFTER: Final = regex(r"\S*\s*(?:is|are|be|being)\s+(?:\w+\s+){0,3}complex\b")


def _is_called_complex(tokens: str, place: int) -> bool:
    """Whether words around a formula call it complex: `for complex $z$`, `$z$ is a complex number`."""
    before = tokens[max(0, place - WINDOW) : place]
    return bool(_COMPLEX_BEFORE.search(before) or _COMPLEX_AFTER.match(tokens, place))


ANEW: Final = regex(r"\b(?:let|denot\w+|now)\b", re.IGNORECASE)
"""Words that introduce a name behind them."""


def anew(text: str) -> Iterator[tuple[str, int]]:
    """The names that sentences introduce without a value, `Let $m$ be the slope`, and where."""
    for sentence in sentences(text):
        if any(ANEW.search(part, 0, max(0, part.rfind(NAME))) for part in sentence.masked.split(RELATION)):
            for latex, _ in sentence.formulas:
                if name := BARE.fullmatch(latex):
                    yield name["name"], sentence.span.start


def listed(text: str) -> frozenset[str]:
    """The names whose entries a text lists, `$x_1, \\dots, x_n$`."""
    formulas = (latex for sentence in sentences(text) for latex, _ in sentence.formulas)
    return frozenset(match["name"] for latex in formulas for match in ENTRIES.finditer(latex))


def ranges(text: str, displays: Iterable[str] = ()) -> dict[str, set[tuple[str, str]]]:
    """Where a text says that index letters begin and end, `$k = 1, \\dots, K$`, in its sentences and beside
    the lines of its displays: each as it says it."""
    found: dict[str, set[tuple[str, str]]] = {}
    said = (latex for sentence in sentences(text) for latex, _ in sentence.formulas)
    beside = (piece.strip(" \n,.;()&") for latex in displays for piece in BESIDE.split(latex)[1:])
    for match in filter(None, map(RANGES.fullmatch, (*said, *beside))):
        high = match["high"] + (match["offset"] or "").replace(" ", "")
        found.setdefault(match["letter"], set()).add((match["low"], high))
    return found


BESIDE: Final = regex(r"\\(?:q?quad|tag)(?![A-Za-z])|\\(?:text|mbox)\s*\{[^{}]*\}|\\\\")
"""What parts a line of a display from what stands beside it."""
