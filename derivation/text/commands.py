r"""LaTeX's commands, as tables: what each one is to the reader.

Takes nothing; gives the tables that `lexer` looks commands up in. A command
that stands in none of them is unknown: it stands for itself, with what stands behind it.
"""

from __future__ import annotations

import difflib
import re
from typing import Final

from derivation.late import regex


def _words(text: str) -> list[str]:
    return text.split()


def _commands(text: str) -> frozenset[str]:
    return frozenset("\\" + word for word in _words(text))


GREEK: Final = _commands(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi"
    " pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega"
    " Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar"
)

DOTLESS: Final = _commands("imath jmath")
"""Letters that carry accents; alone they are the imaginary unit."""

FUNCTIONS: Final = _commands(
    "exp log ln lg sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan"
    " arsinh arcosh artanh max min"
)

INVERSES: Final = {
    "\\sin": "\\arcsin",
    "\\cos": "\\arccos",
    "\\tan": "\\arctan",
    "\\sinh": "\\arsinh",
    "\\cosh": "\\arcosh",
    "\\tanh": "\\artanh",
}
"""What `\\sin^{-1} x` is, by custom; a power has parentheses, `(\\sin x)^{-1}`."""

SPELLINGS: Final = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "arcsinh": "arsinh",
    "arccosh": "arcosh",
    "arctanh": "artanh",
    "asinh": "arsinh",
    "acosh": "arcosh",
    "atanh": "artanh",
}
"""Other names of functions, where they stand upright."""

FACTORIAL: Final = "!"
"""The sign of a factorial, which stands for a superscript in trees."""

DEGREE: Final = "\\circ"
"""The sign of degrees, where it is a superscript."""

EXTREMA: Final = _commands("max min")
"""Functions of several arguments."""

UPRIGHT_FUNCTIONS: Final = frozenset(
    _words("exp log ln sin cos tan sinh cosh tanh arcsin arccos arctan sqrt max min")
)
"""Runs of letters that are a function right before a parenthesis: `exp(x)`."""

BIG: Final = _commands("sum prod")

WRITTEN_BIG: Final = {"\\Pi": "\\prod", "\\Sigma": "\\sum"}
"""Capitals that are written for big operators."""

INDICATOR: Final = "\\mathbb{1}"

RELATIONS: Final = {
    "=": "=",
    ":=": ":=",
    "<": "<",
    ">": ">",
    "\\lt": "<",
    "\\gt": ">",
    "=:": "=",
    "\\eqqcolon": "=",
    "\\coloneqq": ":=",
    "\\coloneq": ":=",
    "\\triangleq": ":=",
    "\\equiv": "\\equiv",
    "\\approx": "\\approx",
    "\\simeq": "\\simeq",
    "\\doteq": "\\doteq",
    "\\sim": "\\sim",
    "\\propto": "\\propto",
    "\\le": "\\le",
    "\\leq": "\\le",
    "\\leqslant": "\\le",
    "\\ge": "\\ge",
    "\\geq": "\\ge",
    "\\geqslant": "\\ge",
    "\\ne": "\\neq",
    "\\neq": "\\neq",
    "\\in": "\\in",
    "\\to": "\\to",
    "\\rightarrow": "\\to",
    "\\longrightarrow": "\\to",
}

LEADS: Final = _commands(
    "therefore because Rightarrow implies iff Leftrightarrow Longrightarrow Longleftrightarrow"
)

OPERATORS: Final = {
    "*": "*",
    "/": "/",
    "\\cdot": "\\cdot",
    "\\times": "\\times",
    "\\ast": "\\ast",
    "\\div": "/",
}

OPENING: Final = {"(": "(", "[": "[", "\\{": "\\{", "\\lbrace": "\\{", "\\lbrack": "["}
CLOSING: Final = {")": ")", "]": "]", "\\}": "\\}", "\\rbrace": "\\}", "\\rbrack": "]"}
PARTNER: Final = {"(": ")", "[": "]", "\\{": "\\}", "{": "}"}

BREAKS: Final = frozenset({"\\\\", "\\cr", "\\newline"})
SEPARATORS: Final = frozenset({",", ";", "\\quad", "\\qquad"}) | BREAKS

IGNORED: Final = _commands(
    "displaystyle textstyle scriptstyle limits nolimits notag nonumber middle normalfont rm it bf"
    " allowbreak nobreak break noindent centering small strut thinspace medspace thickspace"
    " enspace hfill hline boxed displaylimits qty large Large normalsize footnotesize tiny relax mathstrut"
    " qedhere allowdisplaybreaks smallskip medskip bigskip pause mathord mathbin mathrel mathpunct"
    " mathinner bigstrut negthinspace negmedspace negthickspace xspace"
) | frozenset({"\\,", "\\;", "\\:", "\\!", "\\ ", "\\/", "\\>", "~", "\\\n", "\\\t", "\\\r"})

OLD_FONTS: Final = {"\\rm": "", "\\it": "", "\\sf": "", "\\bf": "\\mathbf", "\\cal": "\\mathcal"}
"""Fonts that hold to the end of a group, `{\\rm max}`; and the font they print, if it matters."""

SIZES: Final = _commands("big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm left right")
OPENING_SIZES: Final = _commands("left bigl Bigl biggl Biggl")
CLOSING_SIZES: Final = _commands("right bigr Bigr biggr Biggr")

WITH_ARGUMENT: Final = _commands(
    "label tag phantom hphantom vphantom hspace vspace color ref eqref cite mspace rule index footnote"
)
"""Ignored together with the group that follows."""
WITH_LENGTH: Final = _commands("kern mkern hskip mskip")
"""Ignored together with the length that follows, `\\hskip 1.25pt`."""
LENGTH: Final = regex(r"\s*[-+]?\s*(?:\d+\.?\d*|\.\d+)\s*(?:mu|pt|em|ex|mm|cm|in|pc|bp|dd|cc|sp)")

FONTS: Final = _commands(
    "mathbf boldsymbol bm mathcal mathbb mathbbm mathds mathfrak mathscr mathtt pmb symbf symbfit boldmath"
    " bold"
)
BOLD: Final = _commands("mathbf boldsymbol bm pmb symbf symbfit boldmath bold")
SCRIPT: Final = _commands("mathcal mathbb mathfrak mathscr")
DOUBLE_STRUCK: Final = _commands("mathbb mathbbm mathds")
TEXTS: Final = _commands(
    "operatorname mathrm text mathit mathsf textit textrm textbf textsf textnormal mbox hbox mathnormal"
    " mathop emph"
)
SIGNS_OF_THEIR_OWN: Final = frozenset(("\\$", "\\%"))
"""Signs that stand with what is behind them for something that is not known: a sum of money, a share."""

MEANS: Final = _commands("bar overline underline")
"""Accents that may say what is done with all entries: `\\bar{x_i}` need not be an entry of `\\bar{x}`."""

ACCENTS: Final = _commands(
    "hat bar tilde vec dot ddot overline widehat widetilde check breve acute grave mathring underline"
    " overrightarrow"
)
STACKED: Final = _commands("stackrel overset underset")

ENVIRONMENTS: Final = frozenset(
    name + star
    for name in _words(
        "equation align aligned alignat alignedat split gather gathered eqnarray multline flalign"
        " displaymath math subequations"
    )
    for star in ("", "*")
)
ENVIRONMENTS_WITH_ARGUMENT: Final = frozenset({"alignat", "alignat*", "alignedat"})
UNSUPPORTED_ENVIRONMENTS: Final = {
    name + star: sentence
    for sentence, names in (
        ("a matrix", "matrix pmatrix bmatrix vmatrix Vmatrix Bmatrix smallmatrix"),
        ("a definition by cases", "cases dcases rcases"),
        ("an array", "array tabular"),
        ("a diagram", "CD tikzcd"),
    )
    for name in names.split()
    for star in ("", "*")
}

_OUT_OF_SCOPE: Final = (
    ("an integral", "int iint iiint oint"),
    ("a limit", "lim limsup liminf sup inf"),
    ("infinity", "infty"),
    ("an omission", "vdots ddots"),
    ("a gradient", "nabla"),
    ("a transpose", "top intercal"),
    ("an adjoint", "dagger"),
    ("a determinant", "det"),
    ("a norm", "Vert lVert rVert"),
    ("an inner product", "langle rangle"),
    ("rounding", "lfloor rfloor lceil rceil"),
    ("a conditional bar", "mid"),
    ("an element-wise or tensor product", "odot otimes circ bullet star"),
    ("a direct sum", "oplus"),
    ("a quantifier", "forall exists nexists"),
    ("a set operation", "cup cap setminus emptyset bigcup bigcap subset subseteq supset supseteq"),
    ("a logical sign", "neg lnot"),
    ("a binomial coefficient", "choose"),
    ("a remainder", "bmod pmod mod"),
    ("a probability", "Pr"),
    ("an argument of a maximum", "argmax argmin arg"),
    ("a brace with a note", "underbrace overbrace"),
    ("a crossed-out term", "cancel bcancel xcancel"),
    ("a matrix", "matrix pmatrix bmatrix"),
    ("a definition by cases", "cases"),
    ("a mapping", "mapsto colon longmapsto"),
    ("a relation of order", "ll gg prec succ preceq succeq"),
    ("a unit", "SI si unit SIrange"),
    (
        "a mapping",
        "leftarrow longleftarrow xrightarrow xleftarrow hookrightarrow leftrightarrow uparrow downarrow",
    ),
    ("an element-wise or tensor product", "circledast boxtimes bigotimes bigoplus"),
    ("an omission", "dotsm dotsi dotso"),
    ("an isomorphism", "cong perp parallel notin ni asymp"),
    ("a trace or rank", "tr Tr trace rank diag dim ker deg gcd hom"),
    ("a part of a complex number", "Re Im"),
    ("a macro definition", "def newcommand renewcommand let DeclareMathOperator"),
)
UNSUPPORTED: Final = {"\\" + name: what for what, names in _OUT_OF_SCOPE for name in names.split()} | {
    "\\|": "a norm",
    "!": "an exclamation mark that is no factorial",
    ":": "a colon",
    "?": "a question mark",
}

STAR: Final = "*"
STARS: Final = frozenset({"*", "\\ast", "\\star"})
"""Signs above a name that make another one of it, `x^*`."""

LABELS: Final = frozenset({"+", "-", "<", ">"}) | _commands(
    "pm mp times infty parallel perp odot oplus ominus otimes circ bullet diamond triangle square sharp"
    " flat natural heartsuit spadesuit clubsuit diamondsuit uparrow downarrow rightarrow leftarrow"
    " leftrightarrow % | #"
)
"""Signs below a name that make another one of it, `x_+`."""

TRANSPOSES: Final = _commands("top intercal dagger")

OPERATOR_NAMES: Final = frozenset(
    _words("tr Tr trace rank diag dim det ker gcd argmax argmin sup inf lim limsup liminf Pr Re Im")
)
"""Upright words that name operators: `\\operatorname{tr}` is `\\tr`."""

DOTS: Final = _commands("dots ldots cdots dotsc dotsb") | {"..."}

_GREEK_LETTERS: Final = _words(
    "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi"
    " π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi"
    " Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega"
)
UNICODE: Final = {
    letter: "\\" + name for letter, name in zip(_GREEK_LETTERS[::2], _GREEK_LETTERS[1::2], strict=True)
} | {
    "−": "-",
    "–": "-",
    "·": "\\cdot",
    "×": "\\times",
    "∑": "\\sum",
    "∏": "\\prod",
    "∂": "\\partial",
    "≤": "\\le",
    "≥": "\\ge",
    "≠": "\\neq",
    "≈": "\\approx",
    "≃": "\\simeq",
    "°": "^\\circ",
    "∈": "\\in",
    "∴": "\\therefore",
    "→": "\\to",
    "′": "'",
    "’": "'",
    "√": "\\sqrt",
    "∞": "\\infty",
    "…": "\\dots",
    "∫": "\\int",
}
"""Characters that are not LaTeX, and what to write for them."""

CONNECTIVES: Final = frozenset(
    _words(
        "where and with let so then hence thus therefore because since or also i.e. e.g. namely"
        " that is we have as follows by"
    )
)
"""Words that join two rows and change the meaning of neither."""

SUPPOSING: Final = "\\text{where}"
"""The lead of a row that words open which suppose it."""

ALTERNATIVE: Final = "\\text{or}"
"""The lead of a row of which one of it and the row before holds."""

LOGIC: Final = {"\\lor": "or", "\\vee": "or", "\\land": "and", "\\wedge": "and"}
"""Signs that stand for words between equations."""

ARROWS: Final = _commands("Rightarrow implies iff Leftrightarrow Longrightarrow Longleftrightarrow")
"""Leads of rows that follow from what stands before them."""

EQUIVALENCES: Final = _commands("iff Leftrightarrow Longleftrightarrow")
"""Those of them that lead back, too."""

SIGN_CHOICES: Final = _commands("pm mp")

RESTRICTING: Final = "\\text{for}"
"""The lead of a row that says when the row before it holds: `for i = j`, `(i \\neq j)`."""

RESTRICTING_WORDS: Final = frozenset(["for", "if", "when", "whenever", "provided", "provided that"])

SUPPOSING_WORDS: Final = frozenset(
    (
        *(
            "where",
            "with",
            "such that",
            "s.t",
            "subject to",
            "since",
            "because",
            "given that",
            "using",
            "as",
            "by",
        ),
        *("noting that", "recalling that", "using that", "as well as", "by using", "because of"),
    )
)

PREPOSITIONS: Final = frozenset(_words("at on in of from to per as near vs versus between within about"))
"""Words that belong to what stands around them: behind an operand they are no factor."""

GOVERNING: Final = frozenset(_words("of in at on per between within about"))
"""Those that what stands behind them belongs to: `\\text{rank of } A = 2` says nothing of A alone."""

INDEFINITE: Final = frozenset(
    _words(
        "const constant constants term terms something anything some any other others rest remainder error"
        " errors noise stuff h.o.t hot"
    )
)
"""Words for what need not be the same each time that it is said."""

CONDITIONS: Final = frozenset(_words("if when unless otherwise for only provided whenever assuming given"))
"""Words that restrict a row: they cannot be skipped without changing what it says."""

LIMITING: Final = CONDITIONS - {"for"} | frozenset(
    _words(
        "except valid at near under until positive negative nonnegative non-negative nonzero non-zero"
        " large small approximately roughly almost most some"
    )
)
"""Words that restrict a row wherever they stand in a remark on it."""

REASONS: Final = frozenset(
    _words(
        "by using from since because as see via due thanks definition definitions rule rules law laws"
        " identity identities theorem lemma proposition corollary formula property linearity assumption"
        " hypothesis symmetry substitution substituting step equation eq expanding rearranging simplifying"
        " dividing multiplying adding subtracting integrating differentiating factoring collecting completing"
        " qed q.e.d required desired claimed"
    )
)
"""Words of a remark that says why a row holds: it changes nothing of what the row says."""

CHANGING: Final = LIMITING | frozenset(
    _words(
        "mod modulo percent per cent order approx about nearly up degrees not no never wrong false"
        " incorrect times or and respectively otherwise else where which in to of"
    )
)
"""Words of a remark by which a row may say something else than it shows."""

ENDS_OF_PROOFS: Final = (["\\blacksquare"], ["\\square"], ["\\Box"], ["\\qed"], ["\\qedsymbol"])
"""What ends a proof, alone behind a row."""

FOR_ALL: Final = frozenset(["all", "any", "each", "every"])
KINDS: Final = frozenset(
    _words("real integer integers index indices entries rows columns reals numbers number")
)
"""What may follow: `for every real`; arrays and unknowns are real, indices integers."""

KNOWN: Final = (
    GREEK
    | DOTLESS
    | FUNCTIONS
    | BIG
    | frozenset(RELATIONS)
    | LEADS
    | frozenset(OPERATORS)
    | frozenset(OPENING)
    | frozenset(CLOSING)
    | SEPARATORS
    | IGNORED
    | SIZES
    | frozenset(LOGIC)
    | SIGN_CHOICES
    | WITH_ARGUMENT
    | WITH_LENGTH
    | FONTS
    | TEXTS
    | ACCENTS
    | STACKED
    | DOTS
    | frozenset(UNSUPPORTED)
    | frozenset(
        _words(
            "\\binom \\dbinom \\tbinom \\degree \\frac \\tfrac \\dfrac \\cfrac \\sqrt \\partial \\prime"
            " \\begin \\end"
            " \\lvert \\rvert \\vert"
        )
    )
)
FRACTIONS: Final = frozenset(["\\frac", "\\tfrac", "\\dfrac", "\\cfrac"])
BINOMIALS: Final = _commands("binom dbinom tbinom")
BINOMIAL: Final = "\\binom"


def unknown_in(latex: str) -> str:
    """The first command in some LaTeX that is in none of the tables; else ""."""
    found = re.findall(r"\\[A-Za-z]+", latex)
    return next((name for name in found if name not in KNOWN and name not in UNSUPPORTED), "")


def meant_by(command: str) -> str:
    """A question for what may be meant by a command that is unknown; "" where none is close."""
    names = [known[1:] for known in sorted(KNOWN) if known[1:].isalpha()]
    close = difflib.get_close_matches(command[1:], names, n=1, cutoff=0.7)
    return f"; did you mean `\\{close[0]}`?" if close else ""
