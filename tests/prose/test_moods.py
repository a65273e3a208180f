"""How a clause says what it says: of each sentence, the moods of the clauses that its formulas stand in."""

from __future__ import annotations

import pytest

from derivation.prose.clauses import clause_at, clauses
from derivation.prose.moods import ROWS, Mood
from derivation.prose.patterns import compiled
from derivation.prose.sentences import sentences

STATED, SUPPOSED, POSED, CONCLUDED = Mood.STATED, Mood.SUPPOSED, Mood.POSED, Mood.CONCLUDED
CONDITIONAL, DOUBTFUL, REPORTED, DENIED = Mood.CONDITIONAL, Mood.DOUBTFUL, Mood.REPORTED, Mood.DENIED

SENTENCES: dict[str, list[Mood]] = {
    "In equilibrium $D = S$, so $p = 3$.": [SUPPOSED, CONCLUDED],
    "At the steady state $I = 0$.": [SUPPOSED],
    "Recall that $F_0 = 0$.": [SUPPOSED],
    "Throughout this section, $x > 0$.": [SUPPOSED],
    "For the rest of this chapter $x > 0$.": [SUPPOSED],
    "In this case, $x > 0$.": [CONDITIONAL],
    "In this section, $x > 0$.": [SUPPOSED],
    "By Pythagoras, $a^2 + b^2 = c^2$.": [SUPPOSED],
    "By the law of mass action, $K = h s / w$.": [SUPPOSED],
    "By assumption $q = A / p$.": [SUPPOSED],
    # denied
    "We do not assume $x > 0$.": [DENIED],
    "It is not necessary that $x > 0$.": [DENIED],
    "We avoid requiring $x > 0$.": [DENIED],
    "It is false that $x = 3$.": [DENIED],
    "It is wrong for us to suppose $x = 3$.": [DENIED],
    "Instead of $x = 3$ we take $y = 2$.": [DENIED, DENIED],
    "It is no longer $x = 3$.": [DENIED],
    "The value would be $x = 3$.": [DENIED],
    "Had we $x = 3$, it holds.": [DENIED],
    "We do not assume $x > 0$; let $y > 0$.": [DENIED, SUPPOSED],
    "We do not assume $x > 0$, but $y > 0$ holds.": [DENIED, STATED],
    "One might assume $a = b$.": [DENIED],
    "Beware of setting $a = b$.": [DENIED],
    "We dispense with the assumption that $a = b$.": [DENIED],
    # doubtful
    "Later we assume $x > 0$.": [DOUBTFUL],
    "Previous work differs, where $q = p^2$.": [DOUBTFUL],
    "This is false, where $q = p^2$.": [DOUBTFUL],
    "Suppose $x > 0$; that is absurd.": [CONDITIONAL],
    # reported
    "Some authors assume $b > 0$.": [REPORTED],
    "Others write $b = 2$.": [REPORTED],
    "One often assumes $b > 0$.": [REPORTED],
    "We usually let $b > 0$.": [REPORTED],
    "It is common to set $b = 1$.": [REPORTED],
    "The constants are often $b = 1$.": [REPORTED],
    # what leaves the mood as it is
    "Assume $x > 0$ unless stated otherwise.": [SUPPOSED],
    "Let $s$ be the sum, that is $s = a + b$.": [SUPPOSED, SUPPOSED],
    "Let $s$ be the sum, i.e. $s = a + b$.": [SUPPOSED, SUPPOSED],
    "Assume units so that $c = 1$.": [SUPPOSED],
    "Assume, in other words, $c = 1$.": [SUPPOSED],
    "The loss is given by $L = a + b$.": [STATED],
    "Let $y = 3 x$, so that $y^2 = 9 x^2$.": [SUPPOSED, SUPPOSED],
    # conditional
    "We find where $x = 3$.": [CONDITIONAL],
    "The points where $x = 3$ are flat.": [CONDITIONAL],
    "For odd $n$ the sum is large.": [CONDITIONAL],
    "It holds if and only if $x = 3$.": [CONDITIONAL],
    "When $x = 3$ it is flat.": [CONDITIONAL],
    "It grows as long as $x > 3$.": [CONDITIONAL],
    "It holds for all $x > 3$.": [CONDITIONAL],
    "The slope at the point $x = 3$ is large.": [CONDITIONAL],
    "Substitute for $x = 3$.": [CONDITIONAL],
    "The number $x$ is positive if $y > 0$.": [CONDITIONAL, CONDITIONAL],
    "Assume $x > 0$ unless $y = 0$.": [CONDITIONAL, DOUBTFUL],
    "If $x > 0$ then $y = 1$.": [CONDITIONAL, CONCLUDED],
    # supposed
    "Suppose we have $x = 3$.": [SUPPOSED],
    "Provided that $x > 0$, all is well.": [SUPPOSED],
    "Since $x > 0$, we get $y = 1$.": [SUPPOSED, CONCLUDED],
    "Now consider $f(x) = x^2$.": [SUPPOSED],
    "Let $x$ be such that $x > 0$.": [SUPPOSED, SUPPOSED],
    "For targets $t_i$ with $a = 1$ the loss is $L = b$, where $p = c$.": [STATED, *[SUPPOSED] * 3],
    "The sum is subject to $a = 1$.": [SUPPOSED],
    "It is finite given $a = 1$.": [SUPPOSED],
    "It is finite, given that $a = 1$.": [SUPPOSED],
    "It is finite for $a = 1$ given $b = 2$.": [CONDITIONAL, SUPPOSED],
    "Throughout, $x > 2$.": [SUPPOSED],
    "The numbers are determined by $x = 2 y$.": [SUPPOSED],
    "In what follows $x > 2$.": [SUPPOSED],
    "From now on $x > 2$.": [SUPPOSED],
    "It is easy using $a = 1$.": [SUPPOSED],
    "We now put $c = a + b$.": [SUPPOSED],
    "To that end, define $c = a + b$.": [SUPPOSED],
    "Here $k = 2$.": [SUPPOSED],
    "So $p$ is even, say $p = 2k$, and we get $q = k$.": [CONCLUDED, SUPPOSED, CONCLUDED],
    # concluded
    "Note that $x = 3$.": [CONCLUDED],
    "We prove $x = 3$.": [CONCLUDED],
    "Hence $x = 3$.": [CONCLUDED],
    "It follows $x = 3$.": [CONCLUDED],
    "We now get $x = 3$.": [CONCLUDED],
    "Adding them gives $x = 3$.": [CONCLUDED],
    "This leads to $x = 3$.": [CONCLUDED],
    # posed
    "Find the derivative of $f(x) = x^2$.": [POSED],
    "The trick is differentiating $f(x) = x^2$.": [POSED],
    # stated
    "Hence it is small, whereas $y = 2$.": [STATED],
    "The loss is $L = a + b$.": [STATED],
    "We get $a = 1$ ($b = 2$ is the rate).": [CONCLUDED, STATED],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_a_formula_is_said_in_the_mood_of_its_clause(text: str) -> None:
    (sentence,) = sentences(text)
    found = clauses(sentence.tokens)
    assert [clause_at(found, place).mood for place in sentence.places] == SENTENCES[text]


@pytest.mark.parametrize(("row", "mood"), ROWS)
def test_each_row_is_met_by_a_sentence_above(row: str, mood: Mood | None) -> None:
    tokens = [sentence.tokens for text in SENTENCES for sentence in sentences(text)]
    assert any(compiled(row).search(text) for text in tokens), row


def test_clauses_cover_a_sentence() -> None:
    for text in SENTENCES:
        for sentence in sentences(text):
            found = clauses(sentence.tokens)
            joined = "".join(sentence.tokens[clause.start : clause.end] for clause in found)
            assert joined == sentence.tokens
