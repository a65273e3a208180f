r"""Words in a display by which a letter is odd or even, as the relation that they are.

    \text{if } n \text{ is odd}     n \in 2\mathbb{Z} + 1
    \text{for even } n              n \in 2\mathbb{Z}

Takes the tokens of a display; gives them with the relation's in the place of the words.
"""

from __future__ import annotations

from typing import Final

from derivation.late import regex
from derivation.text.lexer import PARITY, Tok

_FOR_ODD: Final = regex(
    r"\s*(?P<word>for|if|when|whenever)\s+(?:all\s+|every\s+|any\s+|each\s+)?(?P<parity>odd|even)"
    r"(?:\s+(?:integers?|numbers?))?\s*"
)
"""Words before a letter; `PARITY` are those behind one."""
_OPENS: Final = frozenset(("WORDS", "SEPARATOR", "OPEN", "LEAD"))
_CLOSES: Final = frozenset(("SEPARATOR", "DOT", "CLOSE", "COLUMN"))


def counted(tokens: list[Tok]) -> list[Tok]:
    """The tokens with what the words say."""
    kept: list[Tok] = []
    index = 0
    while index < len(tokens):
        token, after = tokens[index], tokens[index + 1 : index + 2]
        alone = not tokens[index + 2 : index + 3] or tokens[index + 2].kind in _CLOSES
        before = _FOR_ODD.fullmatch(token.text) if token.kind == "WORDS" else None
        if before is not None and after and after[0].kind == "SYMBOL" and alone:
            kept += [token._replace(text=before["word"]), after[0], *_multiple(before["parity"], token)]
            index += 2
            continue
        behind = PARITY.fullmatch(token.text) if token.kind in ("WORDS", "SYMBOL") else None
        said = kept[-1:] and kept[-1].kind == "SYMBOL" and (len(kept) == 1 or kept[-2].kind in _OPENS)
        if behind is not None and said and (not after or after[0].kind in _CLOSES):
            kept += _multiple(behind["parity"], token)
        else:
            kept.append(token)
        index += 1
    return kept


def _multiple(parity: str, token: Tok) -> list[Tok]:
    """`\\in 2\\mathbb{Z}`, or that and 1 more."""
    parts = [("RELATION", "\\in"), ("NUMBER", "2"), ("SYMBOL", "\\mathbb{Z}")]
    parts += [("SIGN", "+"), ("NUMBER", "1")] if parity == "odd" else []
    return [Tok(kind, text, token.span) for kind, text in parts]
