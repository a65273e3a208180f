r"""What stands for itself, as a node: its print, the names that it shows, whether it may be an array.

Takes an `OPAQUE` token; what is one is decided in `sealing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from derivation.late import regex
from derivation.text import commands
from derivation.text.lexer import Tok
from derivation.text.stretches import FOLDS, PAIRS, SCRIPTS
from derivation.text.syntax import Sealed

_HIDING: Final = frozenset({"\\langle", "\\nabla", "\\mid", "\\mathbb{E}", "\\mathbb{P}", "\\Pr", "\\left."})
"""What depends on more than it shows: a distribution, the point at which a gradient is taken."""

_CUSTOMARY: Final = frozenset({"f", "g", "h", "F", "G", "\\phi", "\\varphi", "\\psi", "\\Phi", "\\Psi"})
"""Names of functions by custom: without an argument, they hide what they depend on."""

_ARRAYS: Final = ("\\mathbf{", "\\vec{", "\\begin{")
_ARRAY_SIGNS: Final = frozenset(
    {"\\nabla", "\\diag", "\\top", "\\dagger", "\\intercal", "\\odot", "\\otimes"}
)
_NUMBERS: Final = frozenset(
    {
        *PAIRS,
        "\\det",
        "\\tr",
        "\\Tr",
        "\\trace",
        "\\rank",
        "\\dim",
        "\\Pr",
        "\\mathbb{P}",
        "\\begin{vmatrix}",
    }
)
"""What is a number, whatever it holds."""
_WORD: Final = regex(r"[A-Za-z]{2,}")


def node_of(token: Tok) -> Sealed:
    """The syntax node of an `OPAQUE` token."""
    texts = [part.text for part in token.parts]
    unknown = any(part.kind == "UNKNOWN" for part in token.parts)
    hiding = (
        bool(token.note)
        or unknown
        or not _HIDING.isdisjoint(texts)
        or any(part.kind == "BAR" for part in token.parts)
    )
    for part, after in zip(token.parts, (*token.parts[1:], None), strict=True):
        applied = after is not None and after.text == "("
        hiding |= part.kind == "PRIME" or (part.text in _CUSTOMARY and not applied)
    array = texts[0] not in _NUMBERS and (
        unknown
        or not _ARRAY_SIGNS.isdisjoint(texts)
        or any(t.startswith(_ARRAYS) and not t.startswith(_BY_CASES) for t in texts)
        or any(a == "^" and b == "T" for a, b in pairwise(texts))
        or (":" in texts and token.parts[0].kind == "SYMBOL")
        or (token.parts[0].kind == "OPEN" and token.parts[-1].kind == "PRIME")
    )
    return Sealed(_pieces(token.parts), _letters(token.parts), array, not hiding, token.span, token.note)


_BY_CASES: Final = ("\\begin{cases", "\\begin{dcases", "\\begin{rcases")


_OVER: Final = frozenset(("\\lim", "\\limsup", "\\liminf", "\\sup", "\\inf", "\\argmax", "\\argmin"))
"""What a letter below runs over, which nothing outside knows."""


def _letters(parts: tuple[Tok, ...]) -> tuple[str, ...]:
    """The names that stand in a stretch, without those that it binds alone."""
    names = [part.text for part in parts if part.kind == "SYMBOL"]
    bound = {
        after.text
        for before, after in pairwise(parts)
        if before.text == "d" and after.kind == "SYMBOL" and parts[0].text in FOLDS
    }
    if parts[0].text in commands.EXTREMA | _OVER:
        running = (part.text for part in parts[1 : _limits_end(parts)] if part.kind == "SYMBOL")
        over = next(running, "")
        names = [name for name in names if name != over]
    if parts[0].text in FOLDS and parts[0].text != "\\oint":
        limits = {part.text for part in parts[1 : _limits_end(parts)]}
        names = [name for name in names if name not in bound - limits and name != "d"]
    return tuple(dict.fromkeys(names))


def _limits_end(parts: tuple[Tok, ...]) -> int:
    """Where the limits of an integral end."""
    place = 1
    while place < len(parts) and parts[place].kind in SCRIPTS:
        depth = 0
        place += 1
        while place < len(parts):
            depth += (parts[place].kind == "LBRACE") - (parts[place].kind == "RBRACE")
            place += 1
            if not depth:
                break
    return place


def _pieces(parts: tuple[Tok, ...]) -> tuple[str, ...]:
    """What some tokens are printed with; a factorial is a superscript in trees alone."""
    after = (*(part.text for part in parts[1:]), "")
    return tuple(
        _piece(part)
        for part, sign in zip(parts, after, strict=True)
        if sign != commands.FACTORIAL or part.text != "^"
    )


def _piece(part: Tok) -> str:
    if part.kind == "WORDS":
        return f"\\text{{{part.text}}}"
    return f"\\mathrm{{{part.text}}}" if _WORD.fullmatch(part.text) else part.text


def printed(parts: Sequence[Tok]) -> str:
    """The LaTeX of a stretch of tokens."""
    return Sealed(_pieces(tuple(parts))).latex
