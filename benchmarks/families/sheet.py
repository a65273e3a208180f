"""What a family is made of: documents whose lines say what each of them is worth.

A line's tag opens with the letter of its truth, so that a report can be counted
without the document: `d` defines, `t` is true and must be right, `f` is false and
must not pass, `i` is false and follows from an earlier false line, `n` claims
nothing that is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count, product
from string import ascii_lowercase


class Truth(StrEnum):
    DEFINITION = "d"
    TRUE = "t"
    FALSE = "f"
    INHERITED = "i"
    NEITHER = "n"


@dataclass(frozen=True, slots=True)
class Line:
    """A display; a chain `a = b = c` makes several claims."""

    truth: Truth
    latex: str
    claims: int = 1


@dataclass(frozen=True, slots=True)
class Aligned:
    """Lines of one `align`."""

    lines: tuple[Line, ...]


Block = str | Line | Aligned
"""A string is prose, or any other source, and stands as it is."""


@dataclass(frozen=True, slots=True)
class Document:
    blocks: tuple[Block, ...]

    def text(self) -> str:
        numbers = count(1)
        return "\n\n".join(_printed(block, numbers) for block in self.blocks) + "\n"

    def claims(self) -> Counter[Truth]:
        """How many claims of each truth the document makes."""
        counted: Counter[Truth] = Counter()
        for line in chain.from_iterable(map(_lines, self.blocks)):
            counted[line.truth] += line.claims
        return counted


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that grow: `make` takes a size, which counts `unit`s."""

    name: str
    unit: str
    sizes: tuple[int, ...]
    make: Callable[[int], Document]


def document(*blocks: Block) -> Document:
    return Document(blocks)


def defined(latex: str) -> Line:
    return Line(Truth.DEFINITION, latex)


def true(latex: str, claims: int = 1) -> Line:
    return Line(Truth.TRUE, latex, claims)


def false(latex: str) -> Line:
    return Line(Truth.FALSE, latex)


def inherited(latex: str) -> Line:
    return Line(Truth.INHERITED, latex)


def neither(latex: str) -> Line:
    return Line(Truth.NEITHER, latex)


def slipped(made: Document) -> Document:
    """The same, with one added to the right side of the last true line, which is false then."""
    places = [k for k, block in enumerate(made.blocks) if _may_slip(block)]
    if not places:
        return made
    line = made.blocks[places[-1]]
    if not isinstance(line, Line):
        raise TypeError(f"{line}: not a line")
    left, _, right = line.latex.partition(" = ")
    changed = false(f"{left} = 1 + ({right})")
    return Document((*made.blocks[: places[-1]], changed, *made.blocks[places[-1] + 1 :]))


def _may_slip(block: Block) -> bool:
    return isinstance(block, Line) and block.truth is Truth.TRUE and block.claims == 1


def doubling(first: int, last: int) -> tuple[int, ...]:
    """first, 2 first, 4 first, … up to last."""
    sizes = []
    while first <= last:
        sizes.append(first)
        first *= 2
    return tuple(sizes)


_LATIN = tuple("abcfghpqrstuvwxyz")
_WORDS = "alpha beta gamma eta theta kappa lambda mu nu xi rho tau phi chi psi omega"
_GREEK = tuple(rf"\{word}" for word in _WORDS.split())
_INDICES = (*"ijklmpqrstuvw", *_GREEK)


def scalars(number: int) -> tuple[str, ...]:
    """Names of numbers, with a label where letters run out."""
    labels = (
        rf"{name}_{{\text{{v{x}{y}}}}}" for x, y in product(ascii_lowercase, repeat=2) for name in _LATIN
    )
    return tuple(name for name, _ in zip(chain(_LATIN, _GREEK, labels), range(number), strict=False))


def indices(number: int) -> tuple[str, ...]:
    """Letters for indices."""
    if number > len(_INDICES):
        raise ValueError(f"{number} indices, of {len(_INDICES)} letters")
    return _INDICES[:number]


def plus(terms: Iterable[object]) -> str:
    return " + ".join(map(str, terms))


def times(factors: Iterable[object]) -> str:
    return " ".join(map(str, factors))


def each(template: str, names: Iterable[str]) -> list[str]:
    """A template with each name in the place of `@`."""
    return [template.replace("@", name) for name in names]


def sums(letters: Iterable[str]) -> str:
    """A sum sign for each letter."""
    return times(each(r"\sum_{@}", letters))


def summed(letters: Iterable[str], body: str) -> str:
    return f"{sums(letters)} {body}"


def bracket(latex: str) -> str:
    return f"({latex})"


def _lines(block: Block) -> tuple[Line, ...]:
    match block:
        case str():
            return ()
        case Line():
            return (block,)
        case Aligned(lines):
            return lines


def _printed(block: Block, numbers: count[int]) -> str:
    match block:
        case str():
            return block
        case Line(truth, latex):
            return rf"$$ {latex} \tag{{{truth}{next(numbers)}}} $$"
        case Aligned(lines):
            rows = " \\\\\n".join(rf"{line.latex} \tag{{{line.truth}{next(numbers)}}}" for line in lines)
            return f"\\begin{{align}}\n{rows}\n\\end{{align}}"
