r"""Parts of a LaTeX document: a preamble, text with mathematics in it, displays that keep to the line.

A display that is too wide is broken before relations and, where that is not
enough, before the signs of sums: places at which it reads as it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from derivation.late import regex
from derivation.report.mathematics import is_mathematics
from derivation.report.plain import SYMBOLS
from derivation.report.prose import Code, Math, Piece, Prose

WIDEST: Final = 62
"""How wide a display may be, in signs, beside its tag."""

_PREAMBLE: Final = r"""\documentclass[a4paper,11pt]{article}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=27mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt plus 2pt}
\setlength{\emergencystretch}{4em}
\relpenalty=0 \binoppenalty=0
\newenvironment{remark}{\list{}{\leftmargin=2em\rightmargin=2em}\item\relax\small\raggedright}{\endlist}"""

_STAND_INS: Final = {
    "bm": "\\boldsymbol",
    "mathbbm": "\\mathbb",
    "mathds": "\\mathbb",
    "coloneqq": "\\mathrel{:=}",
    "triangleq": "\\mathrel{:=}",
    "argmax": "\\operatorname*{arg\\,max}",
    "argmin": "\\operatorname*{arg\\,min}",
}
_COMMAND: Final = regex(r"\\([A-Za-z]+)")
_USUAL: Final = frozenset(
    _COMMAND.findall(
        r"\frac\tfrac\dfrac\sum\prod\partial\left\right\begin\end\quad\qquad\text\mathrm\mathbf\mathcal\mathbb"
        r"\operatorname\hat\bar\tilde\vec\sqrt\exp\log\ln\sin\cos\tan\sinh\cosh\tanh\cdot\times\neq\ne\le\ge"
        r"\leq\geq\in\prime\therefore\tag\iff\implies\Rightarrow\alpha\beta\gamma\delta\epsilon\theta\lambda\mu"
        r"\pi\sigma\Sigma\ell\lvert\rvert\zeta\eta\iota\kappa\nu\xi\rho\tau\upsilon\phi\chi\psi\omega\varepsilon"
        r"\vartheta\varphi\varrho\varsigma\Gamma\Delta\Theta\Lambda\Xi\Pi\Phi\Psi\Omega\infty\forall\to\mid"
    )
)
_SPECIAL: Final = {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    "|": "$|$",
    "“": "``",
    "”": "''",
    "’": "'",
    "–": "--",
    "—": "---",
    "…": "\\ldots{}",
    **{letter: f"\\{letter}" for letter in "#$%&_{}"},
}
_SIGNS: Final = {sign: name for name, sign in reversed(SYMBOLS.items()) if len(sign) == 1 and sign > "\x7f"}
_RELATION: Final = regex(r"\\(?:equiv|approx|iff|Rightarrow|implies|therefore)(?![A-Za-z])|(?<![:<>!])=|:=")
_FRACTION: Final = regex(r"\\[td]?frac\s*")
_UNSEEN: Final = regex(r"\\(?:tag|begin|end|mathrm|operatorname|text|left|right)(?![A-Za-z])")
_NOT_PLAIN: Final = regex(r"[^A-Za-z0-9 .,:;'()+*/=\-]")
_WORD: Final = regex(r"\\[A-Za-z]+|\\.|[^\s{}]")


def preamble(displays: Iterable[str]) -> str:
    """All before the title; commands that LaTeX may not know get a meaning there."""
    names = dict.fromkeys(name for latex in displays for name in _COMMAND.findall(latex))
    guards = [_guard(name) for name in sorted(names) if name not in _USUAL]
    return "\n".join([_PREAMBLE, *(["\\makeatletter", *guards, "\\makeatother"] if guards else [])])


def _guard(name: str) -> str:
    stands_in = _STAND_INS.get(name, f"\\mathtt{{\\backslash {name}}}")
    return f"\\@ifundefined{{{name}}}{{\\@namedef{{{name}}}{{{stands_in}}}}}{{}}"


def prose(pieces: Prose) -> str:
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    match piece:
        case Math(latex):
            return inline(latex, small=True)
        case Code(text):
            return f"\\texttt{{{escaped(text)}}}"
        case str(text):
            return escaped(text)


def inline(latex: str, small: bool = False) -> str:
    """Mathematics within a line, its fractions in full size unless it is to be `small` or is long."""
    if not can_be_set(latex):
        return f"\\texttt{{{escaped(latex)}}}"
    style = "" if small or width(latex) > WIDEST else "\\displaystyle "
    return f"${style}{signs(latex.strip())}$"


def escaped(text: str) -> str:
    """Text for LaTeX to set as it stands."""
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if letter in _SIGNS:
        return f"$\\{_SIGNS[letter]}$"
    if letter.isspace():
        return " "  # an empty line ends a paragraph, which not every command takes
    return letter if ord(letter) < 0x180 and letter.isprintable() else f"U+{ord(letter):04X}"


def titled(text: str) -> str:
    """A title, of which mathematics between dollars stays mathematics."""
    parts = text.split("$")
    if len(parts) % 2 == 0 or not all(map(can_be_set, parts[1::2])):
        return escaped(text)
    return "".join(f"${signs(part)}$" if k % 2 else escaped(part) for k, part in enumerate(parts))


def signs(latex: str) -> str:
    """Mathematics whose Greek letters and signs are commands."""
    return "".join(f"\\{_SIGNS[sign]} " if sign in _SIGNS else sign for sign in latex)


def tag(text: str) -> str:
    """A tag as it is printed in braces; what is neither mathematics nor plain text in it is a `?`."""
    if re.search(r"[\\_^]", text) and can_be_set(text):
        return f"${text}$"
    return _NOT_PLAIN.sub("?", text)


def display(latex: str, label: str) -> str:
    """A numbered display; what LaTeX can't set stands as it is typed."""
    if not can_be_set(latex):
        return f"({escaped(label)}) \\texttt{{{escaped(latex)}}}"
    return f"\\begin{{equation}}\n{broken(signs(latex))} \\tag{{{tag(label)}}}\n\\end{{equation}}"


def can_be_set(latex: str) -> bool:
    """Whether LaTeX can set it, and runs nothing in it."""
    paired = len(re.findall(r"\\left(?![A-Za-z])", latex)) == len(re.findall(r"\\right(?![A-Za-z])", latex))
    opened, closed = (sorted(re.findall(rf"\\{word}\{{(\w+\*?)\}}", latex)) for word in ("begin", "end"))
    return is_mathematics(latex) and paired and opened == closed


def broken(latex: str) -> str:
    """A display, in rows where one would be too wide."""
    if "\\begin" in latex or width(latex) <= WIDEST:
        return latex
    rows = [part for piece in _split(latex, _relations(latex)) for part in _narrowed(piece)]
    if len(rows) == 1:
        return latex
    first, *others = rows
    inner = " \\\\\n".join(_opened(row) for row in others)
    return f"\\begin{{aligned}}\n{_aligned(first)} \\\\\n{inner}\n\\end{{aligned}}"


def _narrowed(row: str) -> list[str]:
    """A row, parted before signs where it is too wide; each part as full as may be."""
    rows: list[str] = []
    for part in _split(row, _added(row)) if width(row) > WIDEST else [row]:
        joins = bool(rows) and width(rows[-1] + part) <= WIDEST
        rows[-1:] = [f"{rows[-1]} {part}"] if joins else [*rows[-1:], part]
    return rows


def _aligned(row: str) -> str:
    places = list(_relations(row, first=True))
    return f"{row[: places[0]]}&{row[places[0] :]}" if places else f"& {row}"


def _opened(row: str) -> str:
    return f"&{row}" if _RELATION.match(row) else f"&\\quad {row}"


def _split(text: str, places: Iterable[int]) -> list[str]:
    ends = [0, *places, len(text)]
    return [part for a, b in pairwise(ends) if (part := text[a:b].strip())]


def _relations(latex: str, first: bool = False) -> list[int]:
    """Where relations stand that are in no braces; but for the first of each row, or all."""
    found = [m.start() for m in _RELATION.finditer(latex) if _depth(latex, m.start()) == 0]
    return found if first else found[1:]


def _added(latex: str) -> Iterator[int]:
    """Where signs stand between terms that are in no braces."""
    for match in re.finditer(r"(?<=[\w})\]]) [-+] ", latex):
        if _depth(latex, match.start()) == 0:
            yield match.start() + 1


def _depth(latex: str, place: int) -> int:
    before = re.sub(r"\\[{}]", "", latex[:place])
    return sum(map(before.count, "{([")) - sum(map(before.count, "})]"))


def width(latex: str) -> int:
    """About how many signs wide mathematics is; a fraction is as wide as its wider part."""
    total, place = 0, 0
    while place < len(latex):
        if match := _FRACTION.match(latex, place):
            above, place = _argument(latex, match.end())
            below, place = _argument(latex, place)
            total += max(width(above), width(below)) + 1
        elif match := _UNSEEN.match(latex, place):
            place = match.end()
        elif match := _WORD.match(latex, place):
            total += {"\\quad": 2, "\\qquad": 4, "\\sum": 3, "\\prod": 3}.get(match[0], match[0] not in "_^")
            place = match.end()
        else:
            place += 1
    return total


def _argument(latex: str, place: int) -> tuple[str, int]:
    """A command's argument, in braces or a single sign, and the place after it."""
    if latex[place : place + 1] != "{":
        match = _WORD.match(latex, place)
        return (match[0], match.end()) if match else ("", place + 1)
    depth = 0
    for end in range(place, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[end], 0)
        if not depth:
            return latex[place + 1 : end], end + 1
    return latex[place + 1 :], len(latex)
