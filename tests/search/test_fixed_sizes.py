"""Claims under a case that says what a size is: what it fixes, and what it leaves as it is."""

from __future__ import annotations

import pytest

import derivation

TOTAL = r"$$ S = \sum_{k=1}^n a_k $$" + "\n\n"
SUMS = r"$$ S_n = \sum_{k=1}^n a_k $$" + "\n\n"
LAST = {
    TOTAL + "Suppose that $n = 2$. Then\n\n$$ S = a_1 + a_2 $$": "right",
    TOTAL + "Suppose that $n = 2$. Then\n\n$$ S = a_1 $$": "wrong",
    TOTAL + "For $n = 2$ and $a_n > 0$,\n\n$$ |a_2| = a_2 $$": "right",
    # An order says no value
    TOTAL + "Suppose that $n > 2$. Then\n\n$$ S = a_1 + a_2 $$": "wrong",
    TOTAL + "For $n \\ge 2$,\n\n$$ S = a_1 + a_2 $$": "wrong",
    # No sum ends in the middle of two terms
    TOTAL + "For $n = 5/2$,\n\n$$ S = a_1 + a_2 $$": "undecided",
    # A size that the sum has for its own is another one
    SUMS + "For $n = 2$,\n\n$$ S_n = a_1 + a_2 $$": "right",
    SUMS + "For $n = 2$,\n\n$$ S_3 = a_1 + a_2 $$": "wrong",
    SUMS + "For $n = 2$,\n\n$$ S_{n+1} = a_1 + a_2 + a_3 $$": "right",
    # What is only said somewhere is not assumed here
    TOTAL + "Where $n = 2$, things are simple.\n\n$$ S = a_1 + a_2 $$": "undecided",
}


@pytest.mark.parametrize("text", LAST)
def test_the_last_line_is_judged(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict == LAST[text], last.reason
