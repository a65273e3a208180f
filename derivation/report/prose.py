"""Sentences with mathematics in them, as data, for formats to set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from derivation.late import regex
from derivation.records import dataclass

_MATHEMATICAL = regex(r"[\\_^{}]")
_JOINING = regex(r"[A-Za-z]|[-+*/=<>≠≥≤]|\d+")


@dataclass(frozen=True, slots=True)
class Math:
    """LaTeX to be set within a line."""

    latex: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be set as it stands."""

    text: str


Piece: TypeAlias = str | Math | Code
Prose: TypeAlias = tuple[Piece, ...]


def with_math(text: str) -> Prose:
    r"""A message that holds LaTeX between words, `e^{x_i} i as SA_i`, with that set as mathematics."""
    pieces: list[Piece] = []
    for place, part in enumerate(text.split("`")):
        if place % 2:
            pieces.append(Code(part))
        else:
            pieces += _runs_of_math(part)
    return tuple(pieces)


def _runs_of_math(text: str) -> Iterator[Piece]:
    words = re.split(r"(\s+)", text)
    held: list[str] = []
    for word in words:
        core = word.strip(",;:.()")
        joins = bool(held) and (not word.strip() or _JOINING.fullmatch(word))
        if joins or (_MATHEMATICAL.search(core) and core == word.rstrip(",;:.")):
            held.append(word)
        else:
            yield from _flushed(held)
            held = []
            yield word
    yield from _flushed(held)


def _flushed(held: list[str]) -> Iterator[Piece]:
    """Held words as mathematics up to the last that is; the rest, and what ends a sentence, as text."""
    last = max((k for k, word in enumerate(held) if _MATHEMATICAL.search(word)), default=-1)
    if last < 0:
        yield from held
        return
    latex = "".join(held[: last + 1])
    core = latex.rstrip(",;:.")
    balanced = core.count("{") == core.count("}")
    yield Math(core) if balanced else Code(core)
    yield latex[len(core) :] + "".join(held[last + 1 :])


def unaligned(latex: str) -> str:
    """LaTeX of a display without what lines it up, to be set within a line."""
    if "\\begin" in latex:
        return latex
    return " ".join(re.sub(r"\\\\(?:\[[^\]]*\])?", " ", re.sub(r"(?<!\\)&", "", latex)).split())
