r"""What has to be done to one tree so that it becomes another: where, and in words.

A place is the path to a node, the numbers of the children that lead there. It
may end in a slot: `("sign", k)` of `Terms`, `("operator", k)` of a `Product`,
`("head",)` of a big operator with its range; `("before",)` and `("after",)` of
any node, where something is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from derivation.records import dataclass
from derivation.text.printing import head, to_latex
from derivation.text.syntax import Big, Node

Place: TypeAlias = tuple[int | str, ...]
Places: TypeAlias = frozenset[Place]

NONE: Final[Places] = frozenset()
ALL: Final[Places] = frozenset({()})


@dataclass(frozen=True, slots=True)
class Head:
    """A big operator with its range, without its body."""

    big: Big


Piece: TypeAlias = str | Node | Head
Words: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do: what of the old tree goes or gets company, what of the new one has come, and words.

    Words are those of a proofreader, `drop the term + 1/i`, `put j for i`; there are none where one
    whole tree is put for the other.
    """

    old: Places
    new: Places
    words: Words

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The words in pieces, each with whether it is LaTeX."""
        for piece in self.words:
            match piece:
                case str():
                    yield piece, False
                case Head(big):
                    yield head(big), True
                case node:
                    yield to_latex(node), True

    def told(self, math: Callable[[str], str] = str) -> str:
        """The words; `math` sets what is LaTeX in them."""
        return "".join(math(text) if is_latex else text for text, is_latex in self.parts())
