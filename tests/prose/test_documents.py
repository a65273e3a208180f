"""What prose says to a document: definitions, facts, other values, and what stands in the way of nothing."""

from __future__ import annotations

import pytest

import derivation

DOCUMENTS: dict[str, tuple[str, list[str]]] = {
    "a definition that is stated": (
        r"The excess is $v = x^2 + m$ with the mean $m = 2 x$. Then"
        r" $$ v = x^2 + 2 x $$ $$ v = x^2 - 2 x $$",
        ["right", "wrong"],
    ),
    "a name that is written for a sum": (
        r"Denote by $S$ the sum $x + y$. $$ S = y + x $$ $$ S = y $$",
        ["right", "wrong"],
    ),
    "a list item that defines a function anew": (
        "1. $f(x) = x^2$\n\n   $$ f'(x) = 2 x $$\n\n"
        "2. $f(x) = x^3$\n\n   $$ f'(x) = 3 x^2 $$\n   $$ f'(x) = 2 x $$\n",
        ["right", "right", "wrong"],
    ),
    "what is posed": ("Find the derivative of $f(x) = x^2$. $$ f'(x) = 2 x $$", ["right"]),
    "another value that nobody understood": (
        "Let $f(x) = x^2$. $$ f'(x) = 2 x $$ It was $f(x) = x^3$ once. $$ f'(x) = 3 x^2 $$",
        ["right", "undecided"],
    ),
    "other names are not touched by it": (
        "Let $f(x) = x^2$. Recall $f(x) = x^3$. $$ |y| = y $$",
        ["wrong"],
    ),
    "the same value again": ("Let $f(x) = x^2$. Recall that $f(x) = x x$. $$ f'(x) = 3 x $$", ["wrong"]),
    "what is denied": ("Let $f(x) = x^2$. It is not true that $f(x) = x^3$. $$ f'(x) = 3 x^2 $$", ["wrong"]),
    "what others say": ("Some authors assume $b > 0$; that is not needed here. $$ |b| = b $$", ["wrong"]),
    "what is asked": ("Is $b > 0$? $$ |b| = b $$", ["wrong"]),
    "what is concluded proves nothing": ("Hence $b > 0$. $$ |b| = b $$", ["undecided"]),
    "a reason": ("Since $b > 0$, all is well. $$ |b| = b $$", ["right"]),
    "a kind that nobody understands": ("The orthogonal number $b$ is here. $$ |b| = b $$", ["undecided"]),
    "a kind of something else": ("Consider an orthogonal system, a number $b$. $$ |b| = b $$", ["wrong"]),
    "a value for one step": ("Setting $b = 1$ gives a case. $$ b^2 = b + c $$", ["undecided"]),
    "a sign in words": ("The number $c$ is negative. $$ |c| + c = 0 $$", ["right"]),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_prose_is_taken_for_what_it_says(name: str) -> None:
    text, verdicts = DOCUMENTS[name]
    report = derivation.check(derivation.loads(text))
    assert [result.verdict for result in report] == verdicts


def test_the_sentence_that_stands_in_the_way_is_told() -> None:
    text = "Let $f(x) = x^2$. Recall $f(x) = x^3$. $$ f'(x) = 3 x^2 $$"
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "undecided"
    assert "Recall $f(x) = x^3$" in (result.reason or "")
