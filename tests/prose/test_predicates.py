"""What words say a name is like, and what they leave open."""

from __future__ import annotations

import pytest

from derivation.prose.patterns import compiled
from derivation.prose.predicates import DARK, HOT, PREDICATES, arbitrary, predicated
from derivation.prose.sentences import sentences

TOTAL = r"\sum_{k} #_{k} = 1"

SENTENCES: dict[str, list[str]] = {
    "The matrix $A$ is positive definite.": [DARK],
    "The PSD matrix $A$ is large.": [DARK],
    "Let $n$ be a positive even number.": ["@ > 0", r"@ \in 2\mathbb{Z}"],
    "Let $n$ be a positive odd number.": ["@ > 0", r"@ \in 2\mathbb{Z} + 1"],
    "Let $x$ be positive and $y$ be real.": ["@ > 0"],
    "Let $n$ be odd.": [r"@ \in 2\mathbb{Z} + 1"],
    "Let $n$ be even.": [r"@ \in 2\mathbb{Z}"],
    "Let $f$ be an even function.": [DARK],
    "Let $n$ be a positive integer.": ["@ > 0", r"@ \in \mathbb{Z}"],
    "Let $n$ be a non-negative integer.": [r"@ \ge 0", r"@ \in \mathbb{Z}"],
    "Let $n$ be a negative integer.": ["@ < 0", r"@ \in \mathbb{Z}"],
    "All of $x$, $y$ and $z$ are strictly positive.": ["@ > 0"],
    "The number $c$ is negative.": ["@ < 0"],
    "The weights $w$ are nonnegative.": [r"@ \ge 0"],
    "The number $x$ is non-positive.": [r"@ \le 0"],
    "The number $x$ is non negative.": [r"@ \ge 0"],
    "The number $x$ is non positive.": [r"@ \le 0"],
    "a nonzero constant $c$": [r"@ \neq 0"],
    "Let $y$ be a one-hot vector of length $K$.": [HOT],
    "Let $p$ be a probability vector of length $n$.": [TOTAL],
    "where $p$ is a distribution": [TOTAL],
    "The weights $w_k$ sum to one.": [TOTAL],
    "The weights $w_k$, which are many, add up to $1$.": [TOTAL],
    "The scores $q$ are normalised to unity.": [TOTAL, DARK],
    "the normalised scores $q_j$": [TOTAL],
    "a symmetric positive matrix $A$": [r"#_{ij} = #_{ji}", DARK],
    "The matrix $A$ is symmetric.": [r"#_{ij} = #_{ji}"],
    "The matrix $A$ is skew-symmetric.": [r"#_{ij} = -#_{ji}"],
    "The labels $y_i$ are binary.": ["@ (1 - @) = 0"],
    "Here $m$ is an integer.": [r"@ \in \mathbb{Z}"],
    "Here $m$ is a natural number.": [r"@ \in \mathbb{N}"],
    "the diagonal matrix $D$": [DARK],
    "a unit vector $u$": [DARK],
    "an acute angle $u$": [DARK],
    "the zero mean vector $u$": [DARK],
    # what says nothing of the name, or nothing at all
    "binary classification with a diagonal covariance, labels $y_j$": [],
    "the negative log-likelihood $L$": [],
    "The matrix $A$ is not symmetric.": [],
    "The number $x$ need not be positive.": [],
    "a positive amount of $x$": [],
    "the first is the positive": [],
    "Let $x$ be a real number.": [],
    "The samples $x_i$ are i.i.d.": [],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_words_say_what_a_name_is_like(text: str) -> None:
    (sentence,) = sentences(text)
    assert [says for own in predicated(sentence.tokens) for says in own.says] == SENTENCES[text]


@pytest.mark.parametrize("words", [words for words, _ in PREDICATES])
def test_each_row_is_met_by_a_sentence_above(words: str) -> None:
    tokens = [sentence.tokens for text in SENTENCES for sentence in sentences(text)]
    assert any(compiled(words).search(text) for text in tokens), words


def test_a_constant_that_may_be_anything_needs_no_value() -> None:
    assert arbitrary("for any constant $c$ and every $\\lambda$") == {"c", "\\lambda"}
    assert arbitrary("the constant of the law. Here $c$ is 3") == set()
