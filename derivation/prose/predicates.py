r"""What words say a name is like: positive, symmetric, a probability vector, one-hot, an integer.

    $x$ is positive      x > 0
    symmetric $A$        A_{ij} = A_{ji}
    the diagonal $D$     words that restrict D, and that nobody here understands

Each row of `PREDICATES` is words, and what they say in LaTeX with the name in the place of `@`, which
has an index only where it is printed with one; `#` is the name without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from derivation.late import regex
from derivation.prose.formulas import EVEN, ODD
from derivation.prose.patterns import FUNCTION_WORDS, WORD, compiled, pattern_of
from derivation.records import dataclass

HOT: Final = "one-hot"
"""What no formula says: 1 at one index, and 0 elsewhere."""

DARK: Final = "?"
"""What restricts a name in a way that nothing here understands."""

_THINGS: Final = (
    "real|number|numbers|reals|constant|constants|scalar|scalars|vector|vectors|matrix|matrices|entries|parameter|parameters"
    "|variable|variables|quantity|quantities|weights|values|function|random|and|finite"
)
TOTAL: Final = (r"\sum_{k} #_{k} = 1",)
_KINDS: Final = "discrete|target|output|categorical|valid|normalized|normalised"

PREDICATES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("symmetric positive-definite|positive|psd", (r"#_{ij} = #_{ji}", DARK)),
    ("positive|negative semi|semi-definite|definite|semidefinite|semi-|definiteness", (DARK,)),
    ("positive-definite|positive-semidefinite|negative-definite|psd|spd", (DARK,)),
    (
        "odd|even function|functions|polynomial|polynomials|symmetry|part|parts|extension|continuation"
        "|permutation|degree|order|power|powers|parity|state|states",
        (DARK,),
    ),
    ("positive odd", ("@ > 0", f"@ {ODD}")),
    ("positive even", ("@ > 0", f"@ {EVEN}")),
    ("odd", (f"@ {ODD}",)),
    ("even", (f"@ {EVEN}",)),
    ("positive integer|integers|whole|integral", ("@ > 0", r"@ \in \mathbb{Z}")),
    ("non-negative|nonnegative integer|integers|whole", (r"@ \ge 0", r"@ \in \mathbb{Z}")),
    ("negative integer|integers", ("@ < 0", r"@ \in \mathbb{Z}")),
    ("positive", ("@ > 0",)),
    ("negative", ("@ < 0",)),
    ("non-negative|nonnegative", (r"@ \ge 0",)),
    ("non-positive|nonpositive", (r"@ \le 0",)),
    ("non negative", (r"@ \ge 0",)),
    ("non positive", (r"@ \le 0",)),
    ("non-zero|nonzero|non-vanishing|nonvanishing", (r"@ \neq 0",)),
    ("one-hot", (HOT,)),
    (f"{_KINDS}* probability vector|vectors|distribution|distributions|mass|simplex", TOTAL),
    (f"{_KINDS}* probabilities|distribution|distributions", TOTAL),
    ("symmetric", (r"#_{ij} = #_{ji}",)),
    ("antisymmetric|anti-symmetric|skew-symmetric", (r"#_{ij} = -#_{ji}",)),
    ("binary", ("@ (1 - @) = 0",)),
    ("integer|integers|whole", (r"@ \in \mathbb{Z}",)),
    ("natural number|numbers", (r"@ \in \mathbb{N}",)),
    (
        "prime|primes|skew|orthogonal|orthonormal|unitary|invertible|diagonal|triangular|sorted|increasing"
        "|decreasing|distinct|zero-mean|centred|centered|idempotent|stochastic|whitened|irrational|rational|bounded"
        "|tridiagonal|nilpotent|normalised|normalized|standardised|standardized",
        (DARK,),
    ),
    ("unit vector|vectors|norm|length", (DARK,)),
    ("acute|obtuse|reflex", (DARK,)),
    ("zero mean", (DARK,)),
)
"""Words, the longer ones first, and what they say."""

_TURNS: Final = ((r"#_{ij} = #_{ji}",), (r"#_{ij} = -#_{ji}",))
"""What a matrix is when it is turned."""


def _has_both(tokens: str) -> bool:
    """Whether a sentence has both words for what a matrix is when it is turned."""
    words = set(tokens.split(" "))
    turned = ("antisymmetric", "anti-symmetric", "skew-symmetric")
    return "symmetric" in words and not words.isdisjoint(turned)


DOUBTED: Final = frozenset(("probabilities", "distribution", "distributions"))
"""Words that say for sure that a name adds up to 1 only where it *is* so, and not right before it."""

LIKELY: Final[dict[str, tuple[str, ...]]] = {"normalised": TOTAL, "normalized": TOTAL}
"""Words right before a name of which it is only likely what they say."""

_NOUNS: Final = (
    f"{_THINGS}|label|labels|target|targets|score|scores|weight|coefficient|coefficients|input|inputs|output|outputs"
    "|class|classes|feature|features|rate|rates|mass|masses|charge|probability|probabilities|term|terms|size|step|length"
    "|time|temperature|covariance|kernel|form|tensor|operator|distribution"
)
_IS: Final = "is|are|be|being|denotes|denote"
_BETWEEN: Final = (
    f"a|an|the|all|both|each|strictly|lower|upper|block|real|also|some|always|arbitrary|any|and|{_THINGS}*"
)
_SUMS: Final = "sums|sum|summing|adds|add|adding|total|totals up? to? one|unity|1"
_OF_WHAT: Final = (
    " of|in|for|over|on|at|across the|all|each|these|those|our|its|a|an|any* NAMES? THING? NAMES?"
)
"""Behind names, whose they are: `the shares $s_k$ of the $n$ firms`."""
_ASIDE: Final = " , on|in|by? the|this? other|second? hand|contrast|turn|however|moreover|again|too|also ,"
_OF_A_FORMULA: Final = (
    "let|where|with|denote|if {names:NAMES} be|is|are|denote|denotes|being ANY root|roots|solution|solutions"
    "|zero|zeros"
    "|eigenvalue|eigenvalues|eigenvector|eigenvectors|minimiser|minimizer|maximiser|maximizer|inverse|order|period"
    " of|to ANY FORMULA"
)
"""What a name is by a formula that does not show it."""

_ADDS_UP: Final = (
    "{names:NAMES} ,? that|which|all|must|should|both|always|together|to|are|normalised|normalized* " + _SUMS,
    "{names:NAMES}" + _OF_WHAT + " ,? that|which|all|must|should|both|always|together|to* " + _SUMS,
    "{names:NAMES} , that|which ANY ,? and? " + _SUMS,
    "{names:NAMES} that? is|are|be normalised|normalized to one|unity|1",
    "{names:NAMES} is|are|be|being|denote|denotes a|an|the|all? THING ,? that|which|and|all|must|both|also* "
    + _SUMS,
    "{names:NAMES} is|are|be|being|denote a|an|the|all? THING with|whose entries|components that|all* "
    + _SUMS,
)
_TO_ONE: Final = (
    "{names:NAMES} ANY NAMES? ANY to one|unity|1 .|,|;|:|)|and|over|for",
    "{names:NAMES} ANY NAMES? ANY to one|unity|1 $",
)
"""Names that words bring to 1 in another way."""


_WHOLE_ONE: Final = regex(
    r"(?:[.,;:)] |\Z|(?:and|so|then|hence|thus|because|since|where|which|as|for|but|by) )"
)
"""What may stand behind what adds up to one; `one half` and `one plus` are other numbers."""
_OTHER_SUM: Final = regex(
    r"(?<!entries )(?<!elements )(?<!components )(?<!coordinates )(?<![^ ])"
    r"(?:of (?:the |all |each |these |those )?(?:[^\W\d][\w-]* ){0,2}"
    r"|(?:first|last|other|remaining|squared|absolute|inverse|reciprocal|two|three|rows|columns) "
    r"(?:[^\W\d][\w-]* ){0,2})\Z"
)
"""Words before names by which something else adds up: `the squares of the`, `the first two weights`."""

_FIRST_WORDS: Final = frozenset(
    word
    for words, _ in PREDICATES
    for word in " ".join(words.split()[:2]).replace("*", "").replace(" ", "|").split("|")
) | {"one", "unity", "1"}
"""Words without which a sentence says nothing here."""


@dataclass(frozen=True, slots=True)
class Predicated:
    """Words at a place that say something of the names between two places of a text; `likely` ones may
    mean something else."""

    start: int
    end: int
    place: int
    says: tuple[str, ...]
    likely: bool = False


_SUPPOSED_TO_BE: Final = regex(
    rf"(?<![^ ])(?:let|suppose|assume|assuming|supposing|if) (?:that )?(?P<names>{pattern_of('NAMES')})"
    rf"(?:be|is|are) (?:both |all |mutually |pairwise |linearly |in )?(?P<said>{WORD} )"
    r"(?=[.,;:)] |\Z|(?:and|then|so) )"
)
"""`Let $a$ and $b$ be perpendicular`: names that are what one word says."""

_RELATED: Final = (
    "{names:NAMES} have|has|be|are|with of|the|a|an* same|opposite|equal|different sign|signs|parity|modulus"
    "|magnitude|length",
    "{names:NAMES} lie|lies|lying|be|is|are between|within FORMULA",
    "{names:NAMES} lie|lies|lying|be|is|are between|within 0|1|2|zero|one|minus|plus|-",
)
"""`Let $x$ and $y$ have the same sign`, `$x$ lies between $0$ and $1$`: what relates names in words."""

_HARMLESS: Final = frozenset(
    f"{_THINGS}|fixed|given|known|unknown|arbitrary|free|independent|continuous|differentiable|smooth|analytic"
    "|measurable|integrable|deterministic|observed|defined|real-valued|scalars|functions|statistics|iid|i.i.d"
    "|general|generic|positive|negative|nonnegative|non-negative|integers|integer|complex|independently".split(
        "|"
    )
)
"""Words that restrict nothing, or that other rows hear."""


def predicated(tokens: str) -> Iterator[Predicated]:
    """What a sentence's words say of its names."""
    words_here = set(tokens.split(" "))
    if " of " in tokens or " to " in tokens:
        for match in compiled(_OF_A_FORMULA).finditer(tokens):
            yield Predicated(*match.span("names"), match.start("names"), (DARK,))
    for match in _SUPPOSED_TO_BE.finditer(tokens):
        if match["said"].strip() not in _HARMLESS | _FIRST_WORDS:
            yield Predicated(*match.span("names"), match.start("said"), (DARK,))
    for match in (match for row in _RELATED for match in compiled(row).finditer(tokens)):
        yield Predicated(*match.span("names"), match.start("names"), (DARK,))
    if words_here.isdisjoint(_FIRST_WORDS):
        return
    sums = [match for row in _ADDS_UP for match in compiled(row).finditer(tokens)]
    for match in sums:
        plain = _WHOLE_ONE.match(tokens, match.end()) and not _OTHER_SUM.search(
            tokens[: match.start("names")]
        )
        alone = " and " not in match["names"]
        yield Predicated(*match.span("names"), match.start(), TOTAL if plain and alone else (DARK,))
    others = [match for row in _TO_ONE for match in compiled(row).finditer(tokens)] if not sums else []
    yield from (Predicated(*match.span("names"), match.start(), (DARK,)) for match in others)
    taken: set[int] = set()
    for words, says in PREDICATES:
        places = [match.span() for match in compiled(words).finditer(tokens)]
        own = [(start, end) for start, end in places if start not in taken]
        if own:
            yield from _said_of(words, says, tokens, {start for start, _ in own})
            yield from _said_of_all(words, says, tokens, {start for start, _ in own})
        taken |= {place for start, end in own for place in range(start, end)}


_QUALIFIED: Final = regex(
    r"(?:apart|up|under|about|except|modulo|respectively|only|on|in|for|over|if|when|unless) "
    r"|, (?:respectively|apart|except) "
)
"""Words behind what names are by which they are not quite that, or each is one thing."""


_PLACED: Final = compiled(
    "place|position|index|entry|component|coordinate|slot|class|label number? of? 1|2|3|4|5|6|7|8|9|FORMULA"
)
"""Where the 1 of a vector is said to be, which no fact says."""


def _said_of(words: str, says: tuple[str, ...], tokens: str, places: set[int]) -> Iterator[Predicated]:
    """The names that are what words say: `$x$ is …`, `the … number $x$`."""
    if " respectively " in tokens or (says in _TURNS and _has_both(tokens)):
        says = (DARK,)
    if says == (HOT,) and _PLACED.search(tokens):
        says = (HOT, DARK)
    for match in compiled(f"{{names:NAMES}} {_IS} not {_BETWEEN} {{said:{words}}}").finditer(tokens):
        if match.start("said") in places and says[0].startswith("@"):
            yield Predicated(*match.span("names"), match.start("said"), (DARK,))
    for whose in ("", _OF_WHAT, _ASIDE, " ANY and"):
        row = f"{{names:NAMES}}{whose} ,? that|which? {_IS} {_BETWEEN} {{said:{words}}}"
        for match in compiled(row).finditer(tokens):
            if match.start("said") in places:
                vague = _OF.search(tokens[: match.start("names")]) or (
                    says in _TURNS and _QUALIFIED.match(tokens, match.end("said"))
                )
                yield Predicated(*match.span("names"), match.start("said"), (DARK,) if vague else says)
    for match in compiled(f"{{names:NAMES}} be|is|are ANY with|of|for ANY {{said:{words}}}").finditer(tokens):
        if match.start("said") in places:
            yield Predicated(*match.span("names"), match.start("said"), (DARK,))
    for behind in (".|,|;|:|)|and", "$"):
        for match in compiled(f"{{names:NAMES}} {{said:{words}}} {behind}").finditer(tokens):
            if match.start("said") in places and DARK not in says:  # `with $n$ even and $m$ odd`
                own = (DARK,) if _OF.search(tokens[: match.start("names")]) else says
                yield Predicated(*match.span("names"), match.start("said"), own)
    nouns = "NOUN?" if DARK in says else f"{_NOUNS}*"
    for match in compiled(f"{{said:{words}}} {nouns} {{names:NAMES}}").finditer(tokens):
        apart = tokens.endswith(" and ", 0, match.start("names"))  # `$x$ is positive and $y$ …`
        if match.start("said") in places and not apart:
            first = match["said"].split()[-1]
            likely = first in DOUBTED or first in LIKELY
            yield Predicated(*match.span("names"), match.start("said"), LIKELY.get(first, says), likely)


def _said_of_all(words: str, says: tuple[str, ...], tokens: str, places: set[int]) -> Iterator[Predicated]:
    """What words say of all names before them: `… $x$ and … $y$ (all of them positive)`."""
    row = f"(|, all|both of? them|these|which? are|is|being|assumed|taken|to|be|strictly* {{said:{words}}}"
    for match in compiled(f"{row} {_NOUNS}* .|,|;|:|)").finditer(tokens):
        if match.start("said") in places:
            yield Predicated(0, match.start(), match.start("said"), says)


_OF: Final = regex(
    r"(?<!all )(?<!each )(?<!both )(?<!any )(?<!entries )(?<!elements )(?<!components )(?<!coordinates )"
    rf"(?<![^ ])of (?:the |all |each |these |those |a |an )?(?:(?!{FUNCTION_WORDS} ){WORD} ){{0,2}}+\Z"
)
"""Before names of which something else is said: `the mean of the $x_i$ is positive`."""

ARBITRARY = regex(r"\b(?:any|every|all|arbitrary|constants?)\b[^.$\n]{0,30}\$(?P<name>\\?[A-Za-z]+)\$")


def arbitrary(text: str) -> frozenset[str]:
    """The letters that a text says a line holds for any value of: `for any constant $c$`."""
    return frozenset(match["name"] for match in ARBITRARY.finditer(text))
