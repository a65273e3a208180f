r"""What the words around a display say of it: that it follows, that it is given, that names begin anew.

Takes the sentences of a text; gives for the place of a display its `Cue`, and the
cases that are open there. The words that govern a display are those of the clause
that it completes, or else of the last clause since the display before that has no
formula of its own. The last word of a sort decides; a noun such as *law* only where
no verb does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from derivation.reading.sentences import RELATION, SIGNS, Sentence, relates
from derivation.text.scopes import Scopes
from derivation.text.source import Span


class Cue(Enum):
    """What words say of a display."""

    NONE = ""
    CLAIM = "claim"
    GIVEN = "given"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Governed:
    """What governs a display: the sort of its words, and the words that decided."""

    cue: Cue = Cue.NONE
    words: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A condition in prose under which lines stand, from a place of the text to another."""

    latex: str
    span: Span
    start: int
    end: int


FOLLOWS: Final = (
    r"hence|so|thus|then|therefore|thereby|consequently|accordingly|it\s+follows|follow(?:s|ing)\s+(?:from|that)"
    r"|(?:we|one|you|which|this|that|it|and|to|thereby|also|finally|again|\x02)\s+(?:\w+\s+)?(?:get|gets|obtain|obtains|find"
    r"|finds|found|have|has|see|sees|conclude|derive|deduce|arrive|recover|infer|know|compute|calculate|can\s+write|show)"
    r"|gives?|giving|gave|yields?|yielding|results?\s+in|implies|imply|implying|means\s+that|leads?\s+to|leading\s+to"
    r"|becomes?|reduces?\s+to|simplif\w+|amounts?\s+to|that\s+is|i\.\s?e|in\s+other\s+words|in\s+particular|equivalently"
    r"|(?:solv|add|subtract|divid|multiply|factor|plugg|putt|unroll|differentiat|integrat|substitut|insert|expand|rearrang"
    r"|collect|cancel|squar|tak|combin|eliminat|isolat|evaluat|comput|apply|us|writ|complet|equat|iterat|invert|summ|averag"
    r"|regroup|recall|split|compar|not|remember|carry|simplify)ing"
    r"|(?:we|one|you)\s+(?:add|subtract|divide|multiply|factor|plug|unroll|differentiate|integrate|substitute|insert|expand"
    r"|rearrange|collect|cancel|square|combine|eliminate|isolate|evaluate|apply|equate|iterate|invert|sum|average)"
    r"|prove\s+that|proves|shows?\s+that|as\s+a\s+(?:result|consequence)|by\s+(?:the\s+)?(?:chain|product|quotient|symmetry"
    r"|induction|definition|linearity|construction)|in\s+fact|indeed|clearly|obviously|always|identity|identities"
    r"|for\s+all|for\s+every|holds\s+for|gradient|derivative\s+(?:is|of)|in\s+contrast"
)
"""Words after which a line is said to follow."""

SUPPOSES: Final = (
    r"assum\w+|suppos\w+|let|lets|where|wherein|subject\s+to|such\s+that|satisf\w+|obey\w*|impos\w+|require\w*|postulat\w+"
    r"|at\s+the\s+(?:minimum|maximum|optimum|extremum|stationary\s+point|equilibrium|steady\s+state|boundary|start)"
    r"|at\s+(?:equilibrium|steady\s+state|rest|time)|(?:set|setting|put|putting|equating)\b[^.]*\bto\s+zero|(?:set|setting)"
    r"|initial\w*|boundary\s+condition\w*|solve|find|consider|determine|minimi[sz]e|maximi[sz]e|given|suppose|says|state[sd]?"
    r"|governed|choose|pick|fix|take|model(?:l?ed|led|s)?\s+(?:by|as|it)|describ\w+|normali[sz]\w+\s+so|constrain\w*"
    r"|follows?\s+the|want|wish|look\s+for|seek|is\s+such\s+that|known\s+that"
)
"""Words after which a line is given."""

NOUNS: Final = (
    r"laws?|model|equations?\s+of|the\s+equations?|system|hypothes[ei]s|assumption|condition|constraint|recurrence|recursion"
    r"|dynamics|principle|axiom|postulate|circle|line|curve|ellipse|plane"
)
"""Nouns that name what is given, where no verb says otherwise."""

NEW: Final = r"let|consider|another|example|instance|now\s+take|redefine\w*|denote\w*"
"""Words after which an old name may be defined anew."""

_KNOWN: Final = re.compile(
    r"\b(?:assum\w*|suppos\w*)\s+(?:that\s+)?(?:we|you|one)\s+(?:know|have|are)\b", re.IGNORECASE
)
"""What is supposed to be known is given, not found."""

_OBJECT: Final = re.compile(
    r"\b(?:solving|considering|satisfying)(?:\s+(?:for|the\s+\w+))?[\s:]*\Z", re.IGNORECASE
)
"""Participles of which the display is the object."""

_WORDS: Final = re.compile(
    rf"(?P<claim>\b(?:{FOLLOWS})(?!\w))|(?P<given>\b(?:{SUPPOSES})(?!\w))", re.IGNORECASE
)
_NOUN: Final = re.compile(rf"\b(?:{NOUNS})\b", re.IGNORECASE)
_ANEW: Final = re.compile(rf"\b(?:{NEW})\b", re.IGNORECASE)
_CASE: Final = re.compile(
    r"\A[\s,;:*_#>\-–—]*(?:(?:and|but|so|hence|thus|therefore|consequently|now|first|second|again|otherwise|or|finally|then|here|next|similarly|likewise)[\s,:]+)*"
    r"(?:case\s+\w+\s*[:.,)]?\s*|(?:in\s+)?(?:the\s+)?(?:\w+\s+)?case\s+(?:of|that|where|when|in\s+which)?\s*|for|if|when|at|setting|putting|taking|with|whenever|provided\s+that|as\s+long\s+as"
    r"|on\s+the\s+(?:diagonal|off-diagonal)\s*,?)(?:\s+(?:that|now|instead|we\s+have|all|any|every|each|real|both|the\s+case))*[\s:,(*_]*\x00",
    re.IGNORECASE,
)
"""`Case 1: …`, `If …,`, `For …`: what opens a case, up to its formula."""

_NUMBERED: Final = re.compile(r"\A[\s*_#>\-]*case\b", re.IGNORECASE)


class Cues:
    """The words that govern displays: `sentences` in order, `displays` the places where these begin and end."""

    def __init__(self, sentences: Sequence[Sentence], displays: Sequence[Span], scopes: Scopes) -> None:
        self.sentences = sentences
        self.starts = [sentence.span.start for sentence in sentences]
        self.scopes = scopes
        self.ends = sorted(span.end for span in displays)
        self.cases = tuple(self._closed(list(self._opened(displays))))

    def governing(self, place: int) -> Governed:
        """What governs a display that begins at a place."""
        last = bisect_right(self.starts, place) - 1
        before = bisect_right(self.ends, place) - 1
        after = self.ends[before] if before >= 0 else 0
        for number in range(last, -1, -1):
            sentence = self.sentences[number]
            if sentence.span.start < after or self.scopes.apart(sentence.span.start, place):
                break
            if not sentence.masked.strip(" \n*_,;:()[]"):
                continue
            if sentence.ended and sentence.formulas:
                return Governed()
            return _governed(sentence.masked)
        return Governed()

    def open_at(self, place: int) -> tuple[Case, ...]:
        """The cases that a place stands under."""
        return tuple(case for case in self.cases if case.start <= place < case.end)

    def _opened(self, displays: Sequence[Span]) -> Iterator[tuple[Case, bool]]:
        """The cases that sentences open, each with whether it is numbered."""
        starts = sorted(span.start for span in displays)
        for number, sentence in enumerate(self.sentences):
            if sentence.denies:
                continue
            match = _CASE.match(sentence.masked)
            if match is None:
                continue
            numbered = bool(_NUMBERED.match(sentence.masked))
            following = bisect_right(starts, sentence.span.start)
            leads = not sentence.ended and following < len(starts)
            if leads and number + 1 < len(self.sentences):
                leads = self.starts[number + 1] > starts[following]
            related = [f for f in sentence.formulas if relates(f[0])]
            if related and (numbered or (leads and len(related) == 1)):
                latex, span = related[0]
                yield (
                    Case(latex, span, sentence.span.start, self.scopes.end_of_facts(sentence.span.start)),
                    numbered,
                )

    def _closed(self, opened: list[tuple[Case, bool]]) -> Iterator[Case]:
        """Cases, each up to the next one about the same letters, or to where others are spoken of.

        One that only `if` opens ends with any other.
        """
        over = [s.span.start for s in self.sentences if _BOTH.search(s.masked) or _OTHERWISE.match(s.masked)]
        for number, (case, numbered) in enumerate(opened):
            letters = _letters(case)
            after = (c.start for c, _ in opened[number + 1 :] if not numbered or letters & _letters(c))
            ends = [case.end, next(after, case.end), *(place for place in over if place > case.start)]
            yield Case(case.latex, case.span, case.start, min(ends))


def _letters(case: Case) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", case.latex))


_OTHERWISE: Final = re.compile(
    r"\A[\s,;:*_#>\-–—]*(?:otherwise|else|if\s+not|more\s+generally|generally|conversely|on\s+the\s+other\s+hand|finally"
    r"|for\s+(?:general|arbitrary|all|any|every|other)|now\s+(?:let|suppose|assume|consider|take)|without|in\s+contrast)\b",
    re.IGNORECASE,
)
"""What begins something else than a case."""

_BOTH: Final = re.compile(
    r"\b(?:both|all|either|each|any)\s+(?:of\s+the(?:se)?\s+)?cases?\b|\bin\s+general\b", re.IGNORECASE
)


def _governed(words: str) -> Governed:
    """What the words of a clause say of the display behind it.

    Those behind its last equation count first; of those before it, only that something follows,
    for what is supposed there is that equation.
    """
    before, sign, after = words.rpartition(RELATION)
    own = _said(after if sign else words)
    if own.cue is not Cue.NONE or not sign:
        return own
    earlier = _said(before)
    return earlier if earlier.cue is Cue.CLAIM else Governed()


def _said(words: str) -> Governed:
    """What some words say; formulas in them count for none."""
    plain = "".join(" " if sign in SIGNS else sign for sign in words)
    if given := _KNOWN.search(plain) or _OBJECT.search(plain):
        return Governed(Cue.GIVEN, " ".join(given[0].split()))
    found = list(_WORDS.finditer(plain))
    if found:
        last = found[-1]
        cue = Cue.CLAIM if last["claim"] else Cue.GIVEN
        said = " ".join(last[0].split())
        return Governed(Cue.ANEW if cue is Cue.GIVEN and _ANEW.search(plain) else cue, said)
    if noun := _NOUN.search(plain):
        return Governed(Cue.GIVEN, noun[0])
    if anew := _ANEW.search(plain):
        return Governed(Cue.ANEW, anew[0])
    return Governed()
