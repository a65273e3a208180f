"""What the words around a display say of it: that it follows, that it is given, that names begin anew."""

from __future__ import annotations

import pytest

import derivation
from derivation.front.scopes import Scopes
from derivation.prose.sentences import sentences
from derivation.reading.cues import Case, Cue, Cues
from derivation.text.source import Span

CLAIM, GIVEN, ANEW, NONE = Cue.CLAIM, Cue.GIVEN, Cue.ANEW, Cue.NONE

CLAUSES: dict[str, Cue] = {
    # a participle or an imperative that opens a clause names a step, one inside of it does not
    "Dividing by $n$,": CLAIM,
    "Now apply the chain rule:": CLAIM,
    "Multiply the equation by $F$:": CLAIM,
    "Solve by hand using elimination": GIVEN,
    "It is common to expand this before differentiating:": NONE,
    "The probability is modelled in the last layer using a simple form:": NONE,
    "We would have needed to separate the terms:": NONE,
    # words that say the same again leave it to those before them
    "Suppose that the inflow equals the outflow, that is,": GIVEN,
    "We get a simple form, i.e.,": CLAIM,
    "Namely,": NONE,
    "We choose units so that": GIVEN,
    "The terms cancel so that": CLAIM,
    # what a given word is about
    "The variance is given by": NONE,
    "The loss is then given by": NONE,
    "We are given the equation": GIVEN,
    "The law states that": GIVEN,
    "In this state the numbers average to": NONE,
    "We set": GIVEN,
    "It belongs to a set of two:": NONE,
    "Then the expected value is defined as": ANEW,
    "There is a value $c$ such that": CLAIM,
    "Choose a value $c$ such that": GIVEN,
    "Evaluate this with the initial speed:": CLAIM,
    "It has the initial condition": GIVEN,
    "We can then solve for $x$:": CLAIM,
    "Solve for $x$:": GIVEN,
    "It can be written as": CLAIM,
    # equations as the object of a verb are posed
    "This leads to the equations": GIVEN,
    "It leads us to solve the following system of linear equations:": GIVEN,
    "The constraint equations become": GIVEN,
    "This yields the value": CLAIM,
    # an assumption that opens a sentence is not what its display says
    "Under the assumption of independence, the density is": NONE,
    "Assuming that $f$ is even, we see that": CLAIM,
    "Assume that": GIVEN,
    "Because the terms cancel, the ratio is": CLAIM,
    # a verb that speaks of what stands before, or is none
    "We can compute this from the expectation described above:": CLAIM,
    "Apply the rule required earlier and get": CLAIM,
    "The factor and the required integral are:": NONE,
    "It is required that": GIVEN,
    "There it is not given that": CLAIM,
    "Find out how far it is by calculating the ratio:": CLAIM,
    "Lets step back to the signal": NONE,
    "Plugging back in and solving for $c$:": CLAIM,
    "The wave at time $t$ is": NONE,
    "At time zero,": GIVEN,
    "The rules that solve the second problem are": CLAIM,
    "It is possible to convert them to one constraint": CLAIM,
    # a verb is one where it opens a clause, or has a subject
    "The data set and a fix:": NONE,
    "To fix this bias we compare": NONE,
    "We choose the point at": GIVEN,
    "Now pick a value": GIVEN,
    "It is set to": GIVEN,
    # what is to be done is not what the display says
    "To solve the difference equation, recall from above that": CLAIM,
    "In order to apply the condition, we need its slope": NONE,
    "We can use the rules to find the derivative of it:": CLAIM,
    "We can now find its derivative:": CLAIM,
    "This allows us to rewrite it as": CLAIM,
    "Solve the following equation:": GIVEN,
    # nouns, where no verb says otherwise
    "The general solution is:": CLAIM,
    "It starts from the initial position": NONE,
    "The model of the tank:": GIVEN,
    "The model has the solution": CLAIM,
}


def _cues(text: str) -> tuple[Cues, list[Span]]:
    displays = _displays(text)
    return Cues(sentences(text), displays, Scopes(len(text), ())), displays


def _displays(text: str) -> list[Span]:
    marks = [place for place in range(len(text)) if text.startswith("$$", place)]
    return [Span(start, end + 2) for start, end in zip(marks[::2], marks[1::2], strict=True)]


def _cases(text: str) -> list[list[str]]:
    cues, displays = _cues(text)
    opened: list[tuple[Case, ...]] = [cues.open_at(span.start) for span in displays]
    return [[case.latex for case in cases] for cases in opened]


@pytest.mark.parametrize("clause", CLAUSES)
def test_the_words_of_a_clause_say_what_its_display_is(clause: str) -> None:
    cues, displays = _cues(f"{clause}\n\n$$ a = b $$\n")
    assert cues.governing(displays[0].start).cue is CLAUSES[clause]


@pytest.mark.parametrize(
    ("word", "cue"), [("and", GIVEN), ("as well as", GIVEN), ("or", CLAIM), ("while", NONE)]
)
def test_a_display_that_is_joined_by_and_is_given_with_the_one_before(word: str, cue: Cue) -> None:
    cues, displays = _cues(f"Suppose that\n\n$$ x + y = 3 $$\n\n{word}\n\n$$ x - y = 1 $$\n")
    assert cues.governing(displays[1].start).cue is cue


def test_and_does_not_carry_on_that_something_follows() -> None:
    cues, displays = _cues("Thus\n\n$$ x = 3 $$\n\nand\n\n$$ y = 1 $$\n")
    assert cues.governing(displays[1].start).cue is NONE


def test_all_conditions_of_a_clause_open_a_case() -> None:
    assert _cases("If $y = 0$, then $L = 1$ and we have\n\n$$ a = b $$\n") == [["y = 0", "L = 1"]]
    assert _cases("If $x > 0$ and $x < 1$,\n\n$$ a = b $$\n") == [["x > 0", "x < 1"]]


def test_conditions_that_do_not_hold_at_once_open_none() -> None:
    assert _cases("If $y = 0$ or $L = 1$, we have\n\n$$ a = b $$\n") == [[]]


def test_a_system_that_words_lead_to_is_given_as_a_whole() -> None:
    text = "This leads to the equations\n\n$$ x + y = 3, \\quad x - y = 1. $$\n\nThus\n\n$$ x = 2 $$\n"
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == ["given", "given", "right"]


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


ENDED: dict[str, tuple[str, list[str]]] = {
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


@pytest.mark.parametrize("name", ENDED)
def test_a_case_holds_to_its_end(name: str) -> None:
    text, verdicts = ENDED[name]
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == verdicts
