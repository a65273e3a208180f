"""New names behind an arrow: roots of what stands before it, or no roots."""

from __future__ import annotations

import pytest

import derivation

DOCUMENTS: dict[str, tuple[str, list[str]]] = {
    "a root with a number": (r"$$ 2 x - 6 = 0 \implies x_0 = 3 $$", ["given", "definition"]),
    "a root in letters": (r"$$ k - m u^2 = 0 \iff u_0 = \sqrt{k/m} $$", ["given", "definition"]),
    "one of two roots": (r"$$ x^2 - 5 x + 6 = 0 \Rightarrow x_1 = 2 $$", ["given", "definition"]),
    "either sign": (r"$$ x^2 = 4 \Rightarrow x_{1,2} = \pm 2 $$", ["given", "definition", "definition"]),
    "no root": (r"$$ x^2 - 5 x + 6 = 0 \Rightarrow x_1 = 4 $$", ["given", "wrong"]),
    "no root under a hat": (r"$$ 2 z - 6 = 0 \implies \hat z = 4 $$", ["given", "wrong"]),
    "no root under a star, in letters": (r"$$ a x = b \implies x^* = a b $$", ["given", "wrong"]),
    "a number of another sort": (r"$$ x = y + v \implies x_1 = 4 $$", ["definition", "definition"]),
    "the letter itself": (r"$$ 2 y - 6 = 0 \implies y = 4 $$", ["given", "wrong"]),
    "a name that was met": (r"$$ x_0 + 2 x = 6 \implies x_0 = 6 - 2 x $$", ["given", "right"]),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_new_name_behind_an_arrow_says(name: str) -> None:
    text, verdicts = DOCUMENTS[name]
    assert [result.verdict for result in derivation.check(derivation.loads(text))] == verdicts
