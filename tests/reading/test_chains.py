"""From displays to statements: what holds where, what was lost, and what no line may claim."""

from __future__ import annotations

import pytest

import derivation

VERDICTS: dict[str, tuple[str, list[str]]] = {
    "what goes on from what is not understood is open": (
        r"$$ i + 1 $$ $$ = y $$",
        ["undecided", "undecided"],
    ),
    "what goes on from what has no meaning is unread": (
        r"$$ \frac{1}{0} $$ $$ = y $$",
        ["undecided", "unread"],
    ),
    "a size is given a value": (
        r"$$ S = \sum_{k=1}^n x_k $$ $$ n = 3 $$ $$ \sum_{i=1}^n i = 6 $$ $$ \sum_{i=1}^n i = 7 $$",
        ["definition", "given", "right", "wrong"],
    ),
    "what is defined for x > 0 is judged there": (
        r"$$ q = \sqrt{x^2} \quad (x > 0) $$ $$ q = x $$",
        ["definition", "right"],
    ),
    "what is defined for x < 0 is judged there": (
        r"$$ q = \sqrt{x^2} \quad (x < 0) $$ $$ q + y = -x + y $$",
        ["definition", "right"],
    ),
    "a premise need not hold everywhere": (
        r"$$ \sum_k t_k^2 = 2 + \sum_k t_k \implies 2 \sum_k t_k^2 = 4 + 2 \sum_k t_k $$",
        ["given", "right"],
    ),
    "what does not follow from it fails where it holds": (
        r"$$ \sum_k t_k^2 = 2 + \sum_k t_k \implies \prod_k t_k = 3 + \sum_k t_k $$",
        ["given", "wrong"],
    ),
    "what follows from a premise that is lost is open": (
        r"$$ \forall x = 0 \implies |a| + b = a + b $$",
        ["undecided", "undecided"],
    ),
    "so is what is said to be equivalent to it": (
        r"$$ a = 1 $$ $$ \forall x = 0 \iff b + a = a + b $$",
        ["definition", "undecided", "undecided"],
    ),
    "what is true goes without it": (
        r"$$ \forall x = 0 \implies b + a = a + b $$",
        ["undecided", "right"],
    ),
    "a letter that is defined nowhere": (
        r"$$ y = x^2 $$ $$ \frac{\partial y}{\partial x} = 2 x q $$",
        ["definition", "undecided"],
    ),
    "a letter that falls away again": (
        r"$$ y = x^2 $$ $$ \frac{\partial y}{\partial x} = 2 x + q - q $$",
        ["definition", "right"],
    ),
    "a sentence that lets a name be something else gives it that value": (
        "$$ q = x^2 $$\n\nLet $q = x^3$.\n\n$$ q + y = x^3 + y $$",
        ["definition", "right"],
    ),
    "what a name is said to be beside its definition is a doubt": (
        "$$ q = x^2 $$\n\nNote that $q = x^3$.\n\n$$ q + y = x^3 + y $$",
        ["definition", "undecided"],
    ),
    "the same said again is none": (
        "$$ q = x^2 $$\n\nLet $q = x x$.\n\n$$ q + y = x^3 + y $$",
        ["definition", "wrong"],
    ),
    "a sign for the entries of another array": (
        "$$ S = \\sum_{i=1}^n x_i, \\quad T = \\sum_{j=1}^m w_j $$\n\n"
        "Assume $x_i > 0$ for $i = 1, \\dots, m$.\n\n$$ \\sum_{i=1}^n |x_i| + y = \\sum_{i=1}^n x_i + y $$",
        ["definition", "definition", "undecided"],
    ),
    "a sign for its own": (
        "$$ S = \\sum_{i=1}^n x_i, \\quad T = \\sum_{j=1}^m w_j $$\n\n"
        "Assume $x_i > 0$ for $i = 1, \\dots, n$.\n\n$$ \\sum_{i=1}^n |x_i| + y = \\sum_{i=1}^n x_i + y $$",
        ["definition", "definition", "right"],
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_what_lines_say(name: str) -> None:
    text, verdicts = VERDICTS[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts


def test_a_member_after_one_that_is_lost_is_judged_by_the_last_that_is_read() -> None:
    text = r"$$ y = x^2 $$ $$ \frac{\partial y}{\partial x} = 3 x = \forall x = 3 x $$"
    report = [*derivation.check(derivation.loads(text))]
    assert [r.verdict for r in report] == ["definition", "wrong", "undecided", "inherited"]
    assert report[-1].explained_by == ("2.1",)


def test_another_relation_begins_anew() -> None:
    report = [*derivation.check(derivation.loads(r"$$ x + y \le 2 (x + y) = 2 x + 2 y $$"))]
    assert [r.verdict for r in report] == ["undecided", "right"]
