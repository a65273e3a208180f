"""What words around a display say of it: that it follows, that it is given, that names begin anew; and cases."""

from __future__ import annotations

import pytest

import derivation
from derivation.reading.cues import Cue

GOVERNED: dict[str, Cue] = {
    "Hence": Cue.CLAIM,
    "It follows that": Cue.CLAIM,
    "Adding both equations, we get": Cue.CLAIM,
    "Dividing by $x$ gives": Cue.CLAIM,
    "Assume that": Cue.GIVEN,
    "subject to": Cue.GIVEN,
    "The ideal gas law is": Cue.GIVEN,
    "At the minimum,": Cue.GIVEN,
    "Solve for $x$:": Cue.GIVEN,
    "Let": Cue.ANEW,
    "Now consider": Cue.ANEW,
    "Suppose that we solve this. Hence": Cue.CLAIM,
    "Hence we assume": Cue.GIVEN,
    "The picture shows a tree.": Cue.NONE,
    # a sentence that is complete governs nothing after it
    "Let $m = 3$.": Cue.NONE,
    "Let $x$ be a real number.": Cue.NONE,
    "Assume $n$ is even.": Cue.NONE,
    "": Cue.NONE,
}


@pytest.mark.parametrize("words", GOVERNED)
def test_words_govern_the_display_that_they_lead_to(words: str) -> None:
    read = derivation.loads(f"{words}\n\n$$ a + b = c $$")
    assert read.statements[0].governed.cue is GOVERNED[words]


def test_words_before_a_display_do_not_reach_the_next() -> None:
    read = derivation.loads("Assume that\n$$ a + b = c $$\n\n$$ a + d = e $$")
    assert [s.governed.cue for s in read.statements] == [Cue.GIVEN, Cue.NONE]


def test_words_of_another_section_govern_nothing() -> None:
    read = derivation.loads("# One\n\nAssume that\n\n# Two\n\n$$ a + b = c $$")
    assert read.statements[0].governed.cue is Cue.NONE


CASES: dict[str, tuple[str, list[str]]] = {
    "a case is for the display under it": ("If $x > 0$, then\n$$ |x| = x $$", ["right"]),
    "it ends with the next one": (
        "If $x > 0$, then\n$$ |x| = x $$\n\nIf $x < 0$, then\n$$ |x| = -x $$",
        ["right", "right"],
    ),
    "it ends where both are spoken of": (
        "Case 1: $x > 0$.\n$$ |x| = x $$\n\nIn both cases\n$$ |x| = x $$",
        ["right", "wrong"],
    ),
    "a case of indices": (
        "If $i \\neq j$, then\n$$ \\frac{\\partial x_i}{\\partial x_j} = 0 $$",
        ["right"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_holds_to_its_end(name: str) -> None:
    text, verdicts = CASES[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts
