r"""What the words around a display say of it: that it follows, that it is given, that names begin anew.

Takes the sentences of a text; gives for the place of a display its `Cue`, and the
cases that are open there. The words that govern a display are those of the clause
that it completes, or else of the last clause since the display before that has no
formula of its own. The last word of a sort decides; a noun such as *law* only where
no verb does.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final, Self

from derivation.front.scopes import Scopes
from derivation.late import regex
from derivation.prose.formulas import BARE, EVEN, NAME, ODD, RELATION, SIGNS, VALUE, names_of, relates
from derivation.prose.reserves import reckons, refers_back, reserve, restricts, scene
from derivation.prose.sentences import Sentence, is_inner, sentences
from derivation.records import dataclass, replace
from derivation.text.source import Span


class Cue(Enum):
    """What words say of a display."""

    NONE = ""
    CLAIM = "claim"
    GIVEN = "given"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Governed:
    """What governs a display: the sort of its words, and the words that decided.

    A `noun` decides where no verb does; one that is only referred to, `by the binomial law`, is `weak`;
    `apart` is what words of whatever sort part from the display before; a `stationary` one is behind words
    that put a derivative to 0, one `at_best` behind words about where something is least or greatest. What
    says that it follows is `close` where few words stand between.
    """

    cue: Cue = Cue.NONE
    words: str = ""
    weak: bool = False
    noun: bool = False
    apart: bool = False
    stationary: bool = False
    at_best: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A condition in prose under which lines stand, from a place of the text to another."""

    latex: str
    span: Span
    start: int
    end: int


FOLLOWS: Final = (
    r"(?:and|to|then|can)\s+solve\s+for|one\s+has|left\s+with|hence|whence|from\s+which|so(?!\s+that\b)|thus|(?<!\bis\s)(?<!\bare\s)then|therefore|thereby|consequently|accordingly|it\s+follows"
    r"|follow(?:s|ing)\s+(?:from|that)"
    r"|(?:we|one|you|which|this|that|it|thereby|also|finally|again|\x02)\s+(?:\w+\s+)?(?:get|gets|obtain|obtains|find"
    r"|finds|found|have(?!\s+(?:\w+ed|to|been)\b)|see|sees|conclude|derive|deduce|arrive|recover|infer|know|compute|calculate|can\s+write|show)"
    r"|(?:(?:so|hence|thus|therefore|consequently),?\s+(?:we|one|you|it)|(?:we|one|you|it)\s+(?:therefore|thus|hence|then))"
    r"\s+(?:needs?|must\s+have|requires?)(?:\s+that)?"
    r"|(?:to|and)\s+(?:get|obtain|conclude|deduce|rewrite)|to\s+write|to\s+(?:find|see|show)(?=(?:\s+that)?[\s:,]*\Z)"
    r"|and\s+(?:find|have|see)|possible\s+to|(?:can|may)\s+(?:\w+\s+)?be\s+(?:re)?(?:written|expressed|cast|arranged|stated)|rewritten"
    r"|(?:note|notice|observe)\s+(?:\w+\s+)?that|gives?|giving|gave|yields?(?!-)|yielding|results?\s+in|implies|imply"
    r"|implying|means\s+that|(?:this|which|that|it)\s+means|leads?\s+to|leading\s+to|becomes?|reduces?\s+to|simplif(?:y|ies)|amounts?\s+to|in\s+particular"
    r"|equivalently|predicts?|entails?|\A\W*(?:or|since|because)\b"
    r"|(?:we|one|you)\s+(?:can\s+|could\s+|may\s+|now\s+|then\s+)*(?:add|subtract|divide|multiply|factor|plug|unroll"
    r"|differentiate|integrate|substitute|insert|expand|rearrange|collect|cancel|square|combine|eliminate|isolate|evaluate"
    r"|apply|equate|iterate|invert|sum|average|re-?write|convert)"
    r"|(?:can|could|may|lets?\s+us|allows?\s+us\s+to|helps?\s+us(?:\s+to)?)\s+(?:now\s+|then\s+|also\s+)?(?:find|solve|determine|write|re-?write)"
    r"|(?:us(?:e|ed|ing)|apply|applying|allows?|helps?|enables?)\b[^.;]*\bto\s+(?:find|determine|compute|calculate)|solving\s+for"
    r"|prove\s+that|proves|shows?\s+that|as\s+a\s+(?:result|consequence)|by\s+(?:the\s+)?(?:chain|product|quotient|symmetry"
    r"|induction|definition|linearity|construction)|by\s+(?:calculating|computing|dividing|adding|multiplying|integrating|differentiating|iterating)|there\s+(?:\w+\s+)?(?:exists?|is|are)\b[^.]*\bsuch\s+that|in\s+fact|indeed"
    r"|clearly|obviously|holds\s+for\s+(?:all|any|every|each)|in\s+contrast"
    r"|tak(?:e|ing)\s+(?:the\s+|its\s+)?(?:\w+\s+)?(?:derivative|log\w*|gradient|limit|square|sum|expectation|inverse|transpose)s?"
)
"""Words after which a line is said to follow."""

STEPS: Final = (
    r"(?!(?:assum|suppos|let|sett|choos|fix|pick|consider|requir|impos|demand|postulat|satisfy|defin|denot|call|follow|includ"
    r"|concern|regard|accord|depend|bear|ow|be|hav|model|describ|measur|work|start|begin|continu|dur|interest|want|wish|seek|look"
    r"|think|constrain|minimi[sz]|maximi[sz]|optimi[sz]|giv|noth|someth|anyth|everyth|morn|even|str|spr|k|th|br|r|w)ing\b)[a-z-]+ing"
    r"|apply|use|substitute|plug|insert|multiply|divide|add|subtract|integrate|differentiate|expand|simplify|rearrange|factor"
    r"|combine|collect|cancel|square|separate|isolate|eliminate|evaluate|rewrite"
)
"""Names of steps, which say that a line follows where they open a clause: `Dividing by n, …`, `apply …`."""

SUPPOSES: Final = (
    r"assum\w+|suppos\w+|(?<!\bwe\s)let(?!\s+(?:the|them|him|her|it|you)\b)|where|wherein|subject\s+to|such\s+that|satisf\w+|obey\w*|impos\w+"
    r"|requir(?:es?|ing)|required\s+(?:that|to)|postulat\w+|(?:we|one|must|to|I)\s+demand|demand(?:ed|ing|s\s+that)|needs?(?:\s+that)?(?=[\s:,]*\Z)|must\s+have"
    r"|(?:if\s+and\s+only\s+if|iff|provided(?:\s+that)?|(?:exactly|precisely|just|only)\s+(?:if|when))(?=[\s:,]*\Z)"
    r"|at\s+the\s+(?:minimum|maximum|optimum|extremum|stationary\s+point|equilibrium|steady\s+state|boundary|start)"
    r"|(?:at|in)\s+(?:equilibrium|steady\s+state|rest|resonance|coexistence|criticality)|(?:set|setting|put|putting|equating)\b[^.]*\bto(?:\s+zero\b|[\s:,]*\Z)|(?:is|are|be)\s+set|setting(?=[\s:,]*\Z)"
    r"|initially|solve|solves(?!\s+(?:this|that|it|these)\b)|given\s+that|(?:are|is)\s+given\s+(?!by\b|as\b|in\b)"
    r"|suppose|says|states(?=\s+that|[\s:,]*\Z)|asserts?|governed|model(?:l?ed|led|s)?\s+(?:by|as|it)|describ\w+"
    r"|normali[sz]\w+\s+so|constrain(?:s|ed|ing)?|follows?\s+the|want|wish|look\s+for|seek|is\s+such\s+that|known\s+that"
    r"|to\s+force|(?<!\bif\s)(?<!\bwell\s)(?<!\bwell-)(?<!\bis\sonly\s)defin(?:e|es|ed|ing)|equations?\s+(?:then\s+)?reads?"
    r"|(?:equations|conditions|constraints)\s+(?:then\s+)?(?:become|reduce\s+to|simplify\s+to)"
)
"""Words after which a line is given."""

POSES: Final = (
    r"at\s+time|find|consider|determine|minimi[sz]e|maximi[sz]e|choose|pick|fix|set"
    r"|take(?!\s+(?:the|its|an?)\s+(?:\w+\s+)?(?:derivative|log\w*|gradient|limit|square|sum|expectation|inverse|transpose"
    r"|difference|average|mean|product|ratio|trace|norm|integral|reciprocal|root|exponential|variance)s?\b)"
)
"""The same, where they open a clause or have a subject: `Consider …`, `we choose …`, but no `data set`."""

THROUGH: Final = r"that\s+is|i\.\s?e|in\s+other\s+words|namely"
"""Words that say the same again: what stands before them decides, if anything does."""

COMPLETES: Final = r"for\s+(?:all|every|any|each)|(?:so\s+)?that(?=[\s:,]*\Z)"
"""The same, after which a line follows where nothing else says otherwise."""

POSED: Final = (
    r"gives?|yields?|results?\s+in|leads?\s+(?:\w+\s+)?to|leading\s+(?:\w+\s+)?to|becomes?|means|solv\w+"
)
"""Verbs whose object may be what a line is posed as: `leads to the equations`."""

NOUNS: Final = (
    r"laws?|model|equations?\s+of|the\s+equations?(?!\s+of\b)|system|hypothes[ei]s|assumption|condition|constraint|recurrence|recursion"
    r"|dynamics|principle|axiom|postulate|ansatz|requirement|circle|line|curve|ellipse|plane|initial\s+(?:conditions?|values?|states?|data)"
)
"""Nouns that name what is given, where no verb says otherwise."""

RESULTS: Final = (
    r"identity|identities|theorem|gradient|derivative\s+(?:is|of)|always"
    r"|solutions?\b[^.;]*\b(?:is|are|reads?)(?=(?:\s+(?:given\s+by|of\s+the\s+form|now|then))?[\s:,]*\Z)"
    r"|(?:has|have)\s+(?:the\s+)?(?:\w+\s+)?solutions?(?=[\s:,]*\Z)"
)
"""Nouns that name what follows, where no verb says otherwise."""

NEW: Final = (
    r"let|consider|another|example|instance|now\s+take|redefine\w*|denote\w*|define[sd]?"
    r"|in\s+the\s+(?:second|third|other)(?:\s+(?:one|model|case|experiment|scenario|version|variant|problem))?(?=[\s:,]*\Z)"
)
"""Words after which an old name may be defined anew."""

_OPENING: Final = (
    r"(?:\A[\s*_>#\-–—\d.)]*(?:by\s+)?|[,;:(]\s*(?:by\s+|after\s+)?"
    r"|\b(?:and|then|now|first|next|finally|again|but|or|after|upon|when|simply|just)\s+)(?:\w+ly\s+)?"
)
"""What stands before the first word of a clause."""

_SUBJECT: Final = (
    r"\b(?:we|one|you|us|I|let['’]s|(?:need|needs|have|has|wish|try|trying|is|was|remains|goal|task)\s+to)\s+"
    r"(?:(?:\w+ly|now|then|first|also|again|will|must|shall|should)\s+)*"
)
"""What makes a word behind it a verb."""

_KNOWN: Final = regex(
    r"\b(?:assum\w*|suppos\w*)\s+(?:that\s+)?(?:we|you|one)\s+(?:know|have|are)\b", re.IGNORECASE
)
"""What is supposed to be known is given, not found."""

_OBJECT: Final = regex(
    r"\b(?:solving|considering|satisfying)(?:\s+the\s+\w+)?[\s:]*\Z"
    r"|\bsolve\s+(?:the|an?|this|these|following)\b[^.,;:]*\b(?:equations?|systems?|problems?|ODEs?)[\s:]*\Z",
    re.IGNORECASE,
)
"""Participles of which the display is the object."""

_DESCRIBED: Final = regex(
    r"\b(?:that|which)\s+(?:\w+\s+)?(?:solves?|satisf(?:y|ies)|minimi[sz]es?|maximi[sz]es?)\b[^.:]*"
    r"\b(?:is|are)(?:\s+then)?(?:\s+given\s+by)?[\s:,]*\Z",
    re.IGNORECASE,
)
"""What a display is that is found: `the value that minimises it is`."""

_USED: Final = regex(
    r"\b(?:use|using)(?:(?:\s+[\w'’-]+){1,6}\s+with)?[\s:]*\Z|\bapply(?:ing)?(?:\s+[\w'’-]+){1,6}\s+with[\s:]*\Z",
    re.IGNORECASE,
)
"""The same, where the display may say what a name stands for: `Use the chain rule with`."""

_BACKWARD: Final = r"\s+(?:above|earlier|before|previously|already)\b"
"""Words behind a verb by which it speaks of what stands before."""

_LET_US: Final = regex(r"\blet(?:\s+us|['’]?s)\b", re.IGNORECASE)
"""Words that only lead on."""

_WORDS: Final = regex(
    rf"(?P<through>\b(?:{THROUGH})(?!\w))|(?P<completes>\b(?:{COMPLETES})(?!\w))"
    rf"|(?P<claim>\b(?:{FOLLOWS})(?!\w))|(?P<given>\b(?<!\bnot\s)(?<!\bout\s)(?:{SUPPOSES})(?!\w)(?!{_BACKWARD}))|(?P<step>{_OPENING}(?:{STEPS})\b)"
    rf"|(?P<posed>(?:{_OPENING}|{_SUBJECT})(?P<verb>{POSES})\b(?!{_BACKWARD}))",
    re.IGNORECASE,
)
_POSED: Final = regex(
    rf"\b(?:{POSED})\b[^.]*\b(?:equations|conditions|constraints|systems?(?:\s+of\s+[\w\s-]*equations)?)"
    r"(?:\s+(?:for|in|of\s+the\s+form)\b[^.]{0,60})?[\s:,]*\Z",
    re.IGNORECASE,
)
_ASIDE: Final = regex(
    r"\A\W*(?:assuming|given|imposing|requiring|under\s+(?:the|this|these)\s+\w+|(?:now,?\s+|then,?\s+|in\s+order\s+)?to\s+\w+)\b[^,.:]*,(?=.*\w)",
    re.IGNORECASE | re.DOTALL,
)
"""`Assuming that …, the integral is`, `To solve …, recall that`: what the display does not say."""

_SUBORDINATE: Final = regex(
    r"(?:\A|[,;:(]|\b(?:and|but|then|now|so)\s)\s*(?:"
    r"(?:assum\w+|suppos\w+|such\s+that|wherever|where|provided|imposing|requiring)"
    r"\b(?!\s+(?:the\s+following|as\s+follows))(?=[^,;:]*\w)"
    r"|(?:under|with|by|from|given)\s+(?:\w+\s+){0,3}(?:assumptions?|hypothes[ei]s|conditions?|constraints?)\b)"
    r"[^,;:]*,\s*\Z",
    re.IGNORECASE,
)
"""`Assuming nothing else,`: a clause of its own right before the display, which is not what it supposes."""

_CLOSED: Final = regex(
    r"(?:,\s*|\b)where\s(?=[^,.:;\w]*+\w)[^,.:;]{0,400}+,(?=\s*(?:\w|\Z))"
    r"|\b(?:dropping|relaxing|without|lifting)\s+(?:the|this|that|our|any)\s+(?:\w+\s+)?(?:assumption|hypothesis|condition|constraint)s?\b",
    re.IGNORECASE,
)
"""What stands within a sentence, `where x is real,`, and what is taken back: neither is about the display."""

_NOUN: Final = regex(
    rf"(?P<given>\b(?:{NOUNS})\b)|(?P<claim>\b(?:{RESULTS})\b)|(?P<open>\bsolutions?\b)", re.IGNORECASE
)
_OF_NOUNS: Final = {"given": Cue.GIVEN, "claim": Cue.CLAIM, "open": Cue.NONE}
_ANEW: Final = regex(rf"\b(?:{NEW})\b", re.IGNORECASE)
_CASE: Final = regex(
    r"\A[\s,;:*_#>\-–—]*(?:\\(?:text\w\w|emph|underline|paragraph)\s*\{)?(?:(?:and|but|so|hence|thus|therefore|consequently|now|first|second|again|otherwise|or|finally|then|here|next|similarly|likewise|while|whereas)[\s,:]+)*"
    r"(?:(?:for|in|at)(?:\s+(?!\w+ing\b)[a-z-]+){1,8}\s*(?:,|\bwith\b|\bwhere\b)(?=\s*\x00)|(?:at|with)(?:\s+(?!\w+ing\b)[a-z-]+){1,4}(?=\s*\x00)|(?:if|when|whenever|for)\b[^\x00.;]{1,80}?(?:\bi\.\s?e\.?|\bthat\s+is|\bso\s+that)\s*,?(?=\s*\x00)|(?:if|when|whenever)(?:\s+[a-z'’-]+){2,8}\s*,(?=\s*\x00\s*,)|case\s+\w+\s*[:.,)]?\s*\}?\s*|(?:in\s+)?(?:the\s+)?(?:\w+\s+)?case\s+(?:of|that|where|when|in\s+which)?\s*|for|if|when|at|setting|putting|taking|with|whenever|provided\s+that|as\s+long\s+as"
    r"|on\s+the\s+(?:diagonal|off-diagonal)\s*,?)(?:\s*,\s*(?:on\s+the\s+other\s+hand|however|instead|moreover|say)\s*,)?(?:\s+(?:that|now|instead|we\s+have|all|any|every|each|real|both|the\s+case))*[\s:,(*_]*\x00",
    re.IGNORECASE,
)
"""`Case 1: …`, `If …,`, `For …`: what opens a case, up to its formula."""

_CASE_INSIDE: Final = regex(
    r"(?:[,;]|\b(?:and|but|so|hence|thus|then|moreover|similarly))\s+(?:if|when|whenever|as\s+long\s+as|provided\s+that)"
    r"(?:\s+|\s[^\x00.;]{1,80}?(?:\(|\b(?:is|are|equals|i\.\s?e\.,?)\s))(?P<whole>\x00)\)?\s*,[^\x00.;,]{0,40}\Z"
    r"|\b(?:if|when|whenever)\s+(?P<alone>\x00)\s*,\s*(?:and\s+)?then\b[^\x00.;,]{0,40}\Z"
    r"|[,(]\s*(?:i\.\s?e\.|that\s+is)\s*,?\s*(?:for|if|when|at|where)\s+(?P<meant>\x00)\s*[,)][^\x00.;,]{0,40}\Z",
    re.IGNORECASE,
)
"""`In particular, when both are equal ($a = b$), one has`, `It is least when $x = y$, and then`: a case at
the end of a sentence."""

_PARITY: Final = regex(
    r"\A[\s,;:*_#>\-–—]*(?:(?:and|but|so|hence|now|then|similarly|likewise|while|whereas)[\s,:]+)*(?:if|when|whenever|for)\s+"
    r"(?:(?:all|any|every|each)\s+)?(?:(?P<before>odd|even)\s+(?P<first>\x02)"
    r"|(?P<last>\x02)\s+is\s+(?:an\s+)?(?P<behind>odd|even)\b)(?![^\x00]*[\x00])",
    re.IGNORECASE,
)
"""`If $n$ is odd,`, `For even $n$`."""

_CONDITION: Final = regex(
    r"[\s,;]*(?:and\s+|but\s+|which\s+holds\s+|valid\s+|true\s+)?(?:for|if|when|whenever|provided(?:\s+that)?|assuming(?:\s+that)?"
    r"|(?:as|so)\s+long\s+as|because|since|by\s+virtue\s+of|on\s+account\s+of)(?:\s+(?:all|any|every|each|real))*\s*\x00"
)
"""What a condition behind a display begins with, up to its formula."""
_ONLY: Final = regex(r"\s*(?:[.,;]|\Z)")
"""What may stand behind the formula of a condition."""

_NUMBERED: Final = regex(
    r"\A[\s*_#>\-]*(?:\\(?:text\w\w|emph|underline|paragraph)\s*\{)?case\b", re.IGNORECASE
)


class Cues:
    """The words that govern displays: `sentences` in order, `displays` where these begin and end.

    A display in a box or deep in a list, of which `is_inner` tells, hears what is said there, too.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        displays: Sequence[Span],
        scopes: Scopes,
        is_inner: Callable[[int], bool] = lambda place: False,
    ) -> None:
        self.sentences = [sentence for sentence in sentences if not sentence.inner]
        self.all_sentences = list(sentences)
        self.is_inner = is_inner
        self.scopes = scopes
        self.displays = sorted(displays, key=lambda span: span.end)
        self.ends = [span.end for span in self.displays]
        self.beginning = {span.start: span for span in self.displays}
        behind = dict(self._behind())
        self.conditioned = frozenset(case.start for case in behind.values() if case.end > case.start)
        opened = list(self._opened(displays, behind))
        self.cases = (*self._closed(opened), *behind.values())
        self.taken_back = dict(_taken_back([case for case, _ in opened]))

    def governing(self, place: int) -> Governed:
        """What governs a display that begins at a place."""
        return replace(self._governing(place), apart=self._is_apart(place))

    @classmethod
    def of(cls, text: str, displays: Sequence[Span], scopes: Scopes) -> Self:
        """The cues of a text."""
        return cls(sentences(text), displays, scopes, lambda place: is_inner(text, place))

    def _heard(self, place: int) -> Sequence[Sentence]:
        """The sentences that a display at a place can hear."""
        return self.all_sentences if self.is_inner(place) else self.sentences

    def _is_apart(self, place: int) -> bool:
        """Whether words part a display from the one before, and do not join them."""
        heard = self._heard(place)
        before = bisect_right(self.ends, place) - 1
        first = bisect_right(heard, self.ends[before], key=_start) if before >= 0 else 0
        between = heard[max(0, first - 1) : bisect_right(heard, place, key=_start)]
        words = "".join(s.masked for s in between if before < 0 or s.span.end > self.ends[before])
        return bool(_LETTER.search(words)) and not _JOINS.fullmatch(words)

    def _governing(self, place: int) -> Governed:
        heard = self._heard(place)
        own = self.beginning.get(place)
        behind = bisect_right(heard, own.end - 1, key=_start) if own is not None else len(heard)
        if behind < len(heard) and (assumed := _ASSUMED_BEHIND.match(heard[behind].masked)):
            return Governed(Cue.GIVEN, assumed["word"])
        before = bisect_right(self.ends, place) - 1
        after = self.ends[before] if before >= 0 else 0
        for sentence in reversed(heard[: bisect_right(heard, place, key=_start)]):
            if sentence.span.start < after or self.scopes.apart(sentence.span.start, place):
                break
            if not sentence.masked.strip(" \n*_,;:()[]"):
                continue
            if _JOINS.fullmatch(sentence.masked) and before >= 0:
                joined = self.governing(self.displays[before].start)
                return joined if joined.cue in (Cue.GIVEN, Cue.ANEW) else Governed()
            if sentence.ended and sentence.formulas:
                return Governed()
            return _governed(sentence.masked)
        return Governed()

    def reserved(self, display: Span, latex: str, row: str) -> str:
        """The words by which a row of a display may not be claimed as it stands, or ""."""
        heard = self._heard(display.start)
        above, behind = self._beside(display)
        behind = behind[1:] if display.start in self.conditioned else behind
        if found := reserve(above[-2:], behind[:2], latex, row):
            return found
        section = self.scopes.section(display.start)
        own = (s for s in heard if s.span.start < display.start)
        own = (s for s in own if self.scopes.section(s.span.start) in (-1, section))
        return next(filter(None, map(reckons, own)), "")

    def restricted(self, display: Span, names: frozenset[str]) -> str:
        """The words by which a display may be meant for some values of names alone, or ""."""
        return "" if display.start in self.conditioned else restricts(*self._beside(display), names)

    def _beside(self, display: Span) -> tuple[list[Sentence], list[Sentence]]:
        """The sentences between a display and those before and behind it."""
        before = bisect_right(self.ends, display.start) - 1
        after = bisect_right(self.ends, display.end)
        start = self.ends[before] if before >= 0 else 0
        stop = self.displays[after].start if after < len(self.displays) else math.inf
        here = [s for s in self._heard(display.start) if not self.scopes.apart(s.span.start, display.start)]
        above = [s for s in here if start <= s.span.start < display.start]
        return above, [s for s in here if display.end <= s.span.start < stop]

    def refers_back(self, display: Span) -> str:
        """The words before a display by which it may be about an earlier example, or ""."""
        return refers_back(self._beside(display)[0])

    def scene(self, display: Span, name: str) -> str:
        """The words by which a display that gives a name a value may be about another case than those before,
        or ""; none where they speak of what that name makes: `so $T_n + 1$ doubles and`."""
        before = bisect_right(self.ends, display.start) - 1
        start = self.ends[before] if before >= 0 else 0
        heard = [s for s in self._heard(display.start) if start <= s.span.start < display.start]
        told = {case.start for case in self.cases}
        spoken = (latex for s in heard[-1:] for latex, _ in s.formulas if not BARE.fullmatch(latex))
        if heard and (heard[-1].span.start in told or any(name in names_of(latex) for latex in spoken)):
            return ""
        return scene(heard)

    def open_at(self, place: int) -> tuple[Case, ...]:
        """The cases that a place stands under."""
        return tuple(case for case in self.cases if case.start <= place < case.end)

    def _of_parity(
        self, sentence: Sentence, match: re.Match[str], starts: Sequence[int]
    ) -> Iterator[tuple[Case, bool]]:
        """The case that a letter is odd, or even, up to the end of what facts hold in."""
        place = match.start("first" if match["before"] else "last")
        latex, span = sentence.formulas[sum(sign in SIGNS for sign in sentence.masked[:place])]
        odd = (match["before"] or match["behind"]).lower() == "odd"
        leads = not sentence.ended and bisect_right(starts, sentence.span.start) < len(starts)
        if leads:
            said = f"{latex.strip()} {ODD if odd else EVEN}"
            start = sentence.span.start
            yield Case(said, span, start, self.scopes.end_of_facts(start)), False

    def _opened(self, displays: Sequence[Span], behind: Mapping[int, Case]) -> Iterator[tuple[Case, bool]]:
        """The cases that sentences open, each with whether it is numbered; none those `behind` a display."""
        starts = sorted(span.start for span in displays)
        for number, sentence in enumerate(self.sentences):
            if sentence.denies or sentence.span.start in behind or _WOULD.search(sentence.masked):
                continue
            if parity := _PARITY.match(sentence.masked):
                yield from self._of_parity(sentence, parity, starts)
                continue
            match = _CASE.match(sentence.masked)
            inside = None if match else _CASE_INSIDE.search(sentence.masked)
            if match is None and inside is None:
                continue
            numbered = bool(_NUMBERED.match(sentence.masked))
            following = bisect_right(starts, sentence.span.start)
            leads = not sentence.ended and following < len(starts)
            if leads and number + 1 < len(self.sentences):
                leads = _start(self.sentences[number + 1]) > starts[following]
            formulas = sentence.formulas
            if inside:
                before = sentence.masked.count("\0", 0, inside.start(inside.lastgroup or 0))
                formulas = formulas[before : before + 1]
            related = [f for f in formulas if relates(f[0])]
            alone = len(related) == 1 or not _EITHER.search(sentence.masked)
            end = self.scopes.end_of_facts(sentence.span.start)
            for latex, span in related[:1] if numbered else related if leads and alone else ():
                yield Case(latex, span, sentence.span.start, end), numbered

    def _behind(self) -> Iterator[tuple[int, Case]]:
        """The conditions of displays that stand right behind them, by where they are told."""
        for number, display in enumerate(self.displays):
            heard = self._heard(display.start)
            after = bisect_right(heard, display.end - 1, key=_start)
            if after == len(heard):
                continue
            sentence = heard[after]
            later = self.displays[number + 1].start if number + 1 < len(self.displays) else math.inf
            match = _CONDITION.match(sentence.masked)
            if match is None or sentence.span.start >= later or sentence.denies or not sentence.formulas:
                continue
            latex, span = sentence.formulas[0]
            only = _ONLY.match(sentence.masked, match.end()) and len(sentence.formulas) == 1
            if only or match[0].lstrip(" ,;\n")[:1].islower():
                end = display.end if only else display.start  # what goes on is not understood
                yield sentence.span.start, Case(latex, span, display.start, end)

    def _closed(self, opened: list[tuple[Case, bool]]) -> Iterator[Case]:
        """Cases, each up to the next one about the same letters, or to where others are spoken of.

        One that only `if` opens ends with any other.
        """
        over = [s.span.start for s in self.sentences if _BOTH.search(s.masked) or _OTHERWISE.match(s.masked)]
        for number, (case, numbered) in enumerate(opened):
            letters = _letters(case)
            until = self._passing(case) if not numbered and VALUE.fullmatch(case.latex) else case.end
            later = (c for c, _ in opened[number + 1 :] if c.start > case.start)
            after = (c.start for c in later if not numbered or letters & _letters(c))
            ends = [case.end, until, next(after, case.end), *(place for place in over if place > case.start)]
            yield Case(case.latex, case.span, case.start, min(ends))

    def _passing(self, case: Case) -> int:
        """Where a case ends that a value opens, `At $x = 1$ the slope is`: at the next sentence behind its
        display that does not follow, or where another part of the text begins."""
        display = next((d for d in self.displays if d.start > case.start), None)
        if display is None:
            return case.end
        later = self.sentences[bisect_right(self.sentences, display.end - 1, key=_start) :]
        begun = (s for s in later if _LETTER.search(s.masked) and not _JOINS.fullmatch(s.masked))
        over = next((s.span.start for s in begun if _said(s.masked).cue is not Cue.CLAIM), case.end)
        apart = (d.start for d in self.displays if self.scopes.elsewhere(case.start, d.start))
        return min(over, next((place for place in apart if place > case.start), case.end))


def _taken_back(cases: Sequence[Case]) -> Iterator[tuple[Span, int]]:
    """Where another case about the same letters begins, by the span of the formula that opens one."""
    for number, case in enumerate(cases):
        letters = _letters(case)
        later = (c.start for c in cases[number + 1 :] if c.start > case.start and letters & _letters(c))
        if (end := next(later, None)) is not None:
            yield case.span, end


def _start(sentence: Sentence) -> int:
    return sentence.span.start


def _letters(case: Case) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", case.latex))


_OTHERWISE: Final = regex(
    r"\A[\s,;:*_#>\-–—]*(?:otherwise|else|if\s+not|more\s+generally|generally|conversely|on\s+the\s+other\s+hand|finally"
    r"|for\s+(?:an?\s+)?(?:general|arbitrary|all|any|every|other)|now\s+(?:let|suppose|assume|consider|take)|without|in\s+contrast)\b",
    re.IGNORECASE,
)
"""What begins something else than a case."""

_JOINS: Final = regex(r"\W*(?:and|as\s+well\s+as|together\s+with)(?:\s+(?:that|also))?\W*", re.IGNORECASE)
"""Words by which a display is given where the one before it is."""

_LETTER: Final = regex(r"[^\W\d_]")
_WOULD: Final = regex(r"\bwould\b", re.IGNORECASE)
_EITHER: Final = regex(r"\b(?:or|unless|but|else|otherwise)\b", re.IGNORECASE)
"""Words between conditions that do not hold at once."""

_BOTH: Final = regex(
    r"\b(?:both|all|either|each|any)\s+(?:of\s+the(?:se)?\s+)?cases?\b|\bin\s+general\b", re.IGNORECASE
)


def _governed(words: str) -> Governed:
    """What the words of a clause say of the display behind it.

    Those behind its last equation count first; of those before it, only that something follows,
    for what is supposed there is that equation.
    """
    if _WHERE_AT.search(words):
        return Governed()
    before, sign, after = words.rpartition(RELATION)
    own = _said(after if sign else words)
    if sign and (own.cue is Cue.NONE or own.noun):
        earlier = _said(before)
        if (
            _JOINS.fullmatch(after)
            and earlier.cue is Cue.NONE
            and not earlier.words
            and _LETTER.search(before)
        ):
            return Governed(Cue.GIVEN, "and")  # as the formula that it is joined to
        completed = _COMPLETED.fullmatch(earlier.words)  # by the formula behind it
        own = earlier if earlier.cue is Cue.CLAIM and not completed else own
    made_of = _MADE_OF.search(words)
    if made_of is not None and own.cue in (Cue.NONE, Cue.CLAIM) and not _LEFT_WITH.search(words):
        told = made_of["word"].lower() == "with" and made_of["verb"] is not None  # `it moves with` what is so
        own = Governed(Cue.GIVEN, made_of["word"], told)
    stationary = all(pattern.search(words) for pattern in _STATIONARY)
    return replace(own, stationary=stationary, at_best=bool(_AT_BEST.search(words)))


_WHERE_AT: Final = regex(rf"\bat\s*(?:the\s+\w+\s+|\w+\s+)?{RELATION}[\s,]*where[\s:,]*\Z", re.IGNORECASE)
"""`It is highest at $t = v/g$, where`: the display says what holds there."""

_COMPLETED: Final = regex(r"(?:so\s+)?that", re.IGNORECASE)
"""What a formula completes that stands behind it."""

_ASSUMED_BEHIND: Final = regex(
    r"[\s,;]*(?:which|and\s+this|an?\s+\w+\s+that)\s+(?:we|I)\s+(?:\w+ly\s+|now\s+|shall\s+|will\s+)?"
    r"(?P<word>assume|suppose|take|require|impose|postulate)\b",
    re.IGNORECASE,
)
"""What says behind a display that it is given: `which we assume from now on`."""

_MADE_OF: Final = regex(
    r"(?:(?P<verb>[a-z]\s)\s*|\b)(?<!only\s)(?P<word>with|if|when)[\s:,]*\Z", re.IGNORECASE
)
"""Words right before a display, with no formula between: `We have $x = A e^{r t}$ with`."""

_LEFT_WITH: Final = regex(
    r"\b(?:left|end(?:s|ed)?(?:\s+up)?|leaves?(?:\s+\w+){0,2}|leaving(?:\s+\w+){0,2})\s+with[\s:,]*\Z",
    re.IGNORECASE,
)
"""`We are left with`: what comes out."""

_AT_BEST: Final = regex(
    r"\b(?:minim\w+|maxim\w+|optim\w+|extrem\w+|stationar\w+|critical\s+points?|turning\s+points?"
    r"|peaks?|equilibri\w+|first[- ]order\s+conditions?|lowest|highest|smallest|largest|least|greatest|best"
    r"|cheapest|shortest|longest)\b",
    re.IGNORECASE,
)
"""Words about where something is least or greatest."""

_STATIONARY: Final = tuple(
    regex(row, re.IGNORECASE)
    for row in (
        r"\b(?:sets?|setting|equat\w+|puts?|putting|requir\w+)\b",
        r"\b(?:derivatives?|gradients?|slopes?|differentiat\w+)\b",
        rf"\bzero\b|(?<![\d.])0(?![\d.])|\b(?:to|with)\s*{NAME}",
    )
)
"""What is done, to what, and what it is put to."""

_BY: Final = regex(
    r"\b(?:by|from|using|with|in|on|for|under|at)\s+(?:the\s+|an?\s+|th(?:is|at|ese|ose)\s+|our\s+)?"
    r"(?:[\w-]+\s+){0,2}\Z",
    re.IGNORECASE,
)
"""What makes a law the reason of a line, and not the line."""


_WITH: Final = regex(r"\b(?:with|under|for)\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)
"""What makes a condition right before a display that display: `with the initial condition`."""

_WEAK: Final = regex(r"(?:well\s+)?known\s+that|initially|lines?|model", re.IGNORECASE)
"""Words that give what brings in something; of what was there before they say that it holds."""


CLOSE: Final = 3
"""How many words stand at most between what says that a display follows and that, `Hence the speed is`."""


def _said(words: str) -> Governed:
    """What some words say; formulas in them count for none."""
    plain = _LET_US.sub(" ", "".join(" " if sign in SIGNS else sign for sign in words))
    plain = _SUBORDINATE.sub(" ", _CLOSED.sub(" ", _ASIDE.sub("", plain)))
    plain = plain.rpartition(";")[2] if _LETTER.search(plain.rpartition(";")[2]) else plain
    if given := _KNOWN.search(plain) or _OBJECT.search(plain) or _POSED.search(plain):
        return Governed(Cue.GIVEN, " ".join(given[0].split()))
    if described := _DESCRIBED.search(plain):
        return Governed(Cue.CLAIM, " ".join(described[0].split()), noun=True)
    if used := _USED.search(plain):
        return Governed(Cue.ANEW, used[0].strip(" :\n"))
    noun = next(reversed(list(_NOUN.finditer(plain))), None)
    found = _deciding(plain)
    if found is not None and found.lastgroup == "completes" and noun is not None:
        found = None  # "the law for each of them reads"
    if found is not None and found.lastgroup not in ("given", "posed"):
        close = len(plain[found.end() :].split()) <= CLOSE
        return Governed(Cue.CLAIM, _words_of(found), close=close)
    anew = _ANEW.search(plain)
    if found is not None:
        weak = bool(_WEAK.fullmatch(_words_of(found)))
        return Governed(Cue.ANEW if anew else Cue.GIVEN, _words_of(found), weak)
    if noun is not None:
        beside = _WITH.search(plain[: noun.start()]) and not plain[noun.end() :].strip(" :,\n")
        referred = (_BY.search(plain[: noun.start()]) and not beside) or _WEAK.fullmatch(noun[0])
        weak = noun["given"] is not None and referred is not None
        return Governed(_OF_NOUNS[noun.lastgroup or "open"], " ".join(noun[0].split()), weak, noun=True)
    return Governed(Cue.ANEW, anew[0]) if anew else Governed()


def _deciding(plain: str) -> re.Match[str] | None:
    """The last word that decides; one that only repeats or completes leaves it to those before it."""
    found = [match for match in _WORDS.finditer(plain) if match.lastgroup != "through"]
    own = [match for match in found if match.lastgroup != "completes"]
    return own[-1] if own else found[-1] if found else None


def _words_of(match: re.Match[str]) -> str:
    return " ".join((match["verb"] or match[0]).strip(" ,;:(").split())
