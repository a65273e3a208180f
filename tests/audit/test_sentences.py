"""What sentences assume and define, and what only looks as if they did: documents and their verdicts."""

from __future__ import annotations

import pytest

import derivation

ABSOLUTE = r"\[ |x| = x \]"
SUM = r"\[ \sum_{k=1}^n t_k = 1 \]"

DOCUMENTS: dict[str, tuple[str, list[str]]] = {
    "a sign": (rf"Assume $x > 0$. {ABSOLUTE}", ["right"]),
    "a sign that a sentence lets be": (rf"Let $x > 0$. {ABSOLUTE}", ["right"]),
    "a sign that may be zero": (rf"Assume $x \ge 0$. {ABSOLUTE}", ["right"]),
    "a sign of a name with a word for a label": (
        r"Let $v_{\text{max}} > 0$. \[ |v_{\text{max}}| = v_{\text{max}} \]",
        ["right"],
    ),
    "signs of names with words for labels": (
        r"Let $v_{\text{a}}, w_\text{b} > 0$. \[ |v_{\text{a}}| |w_\text{b}| = v_{\text{a}} w_\text{b} \]",
        ["right"],
    ),
    "a sign beside words": (r"Let $x > 0 \text{ or } y > 0$. \[ |x| = x \]", ["undecided"]),
    "a sign that is said twice": (rf"Let $x > 0$, let $x > 0$ and let $x > 0$. {ABSOLUTE}", ["right"]),
    "two names in one line": (
        r"\[ E_\pm = e \pm d \] Hence \[ E_+ + E_- = 2 e \] and \[ E_+ - E_- = d \]",
        ["definition", "definition", "right", "wrong"],
    ),
    "a rate that is described": (
        r"They arrive at rate $\lambda > 0$ and leave at rate $\mu > 0$. \[ |\lambda \mu| = \lambda \mu \]",
        ["right"],
    ),
    "a value for one case": (r"Let $p = 1/2$ for a fair coin. \[ p + p = 1 \]", ["undecided"]),
    "a value that is free again": (
        r"Let $a = 1$. \[ a^2 = 1 \] For arbitrary $a$ we have \[ a^2 + 1 = 2 \]",
        ["right", "undecided"],
    ),
    "an equation that is free again": (
        r"Suppose $a + b = 1$. \[ (a + b)^2 = 1 \] We return to general $a$ and $b$: \[ (a + b)^3 = 1 \]",
        ["right", "undecided"],
    ),
    "matrices, in words": (
        r"Let $A$ and $B$ be matrices. \[ (A + B)^2 = A^2 + 2 A B + B^2 \]",
        ["undecided"],
    ),
    "a list that ends before a size": (
        r"\[ a_n = 2 a_{n-1}, \quad n = 1, 2, \ldots, N - 1 \] \[ a_2 = 2 a_1 \]",
        ["given", "right"],
    ),
    "a list that ends nowhere": (
        r"\[ a_n = 2 a_{n-1}, \quad n = 1, 2, \ldots \] \[ a_2 = 2 a_1 \]",
        ["given", "right"],
    ),
    "a half-life": (r"\[ t_{1/2} = \frac{\ln 2}{k} \] \[ k t_{1/2} = \ln 2 \]", ["definition", "right"]),
    "what prose says, and nobody understands": (
        r"Let $h(z) = \max_t (1 - z t)$. \[ h(z) = \frac{1 - z - |1-z|}{2} \] \[ h(0) = 0 \]",
        ["undecided", "undecided"],
    ),
    "what a function is worth at a point": (
        "Consider the function $f(x) = x^3 - 3x$.\n\n1. At the origin\n\\[ f(x) = 0 \\]\n\\[ f'(x) = 0 \\]",
        ["undecided", "undecided"],
    ),
    "a sign that is denied": (rf"We do not assume $x > 0$. {ABSOLUTE}", ["wrong"]),
    "a sign in a comment": (rf"<!-- Assume $x > 0$ --> {ABSOLUTE}", ["wrong"]),
    "a sign that is refuted": (
        "Suppose $c = 0$; that leads to a contradiction.\n\\[ a c = 2 a c \\]",
        ["undecided"],
    ),
    "a sign of one entry": (r"Assume $x_1 > 0$. \[ \sum_{i=1}^n |x_i| = \sum_{i=1}^n x_i \]", ["wrong"]),
    "a sign of the last entry": (r"\[ \sum_{i=1}^n |x_i| = \sum_{i=1}^n x_i, \quad x_n > 0 \]", ["wrong"]),
    "a sign of one of two entries": (r"\[ |x_1||x_2| = x_1 x_2, \quad x_1 > 0 \]", ["wrong"]),
    "words that deny a condition": (r"\[ |x| = x \quad \text{not for } x > 0 \]", ["undecided"]),
    "an open interval": (r"Let $p \in (0, 1)$. \[ |p| = p \] \[ |p - 1| = 1 - p \]", ["right", "right"]),
    "a closed interval": (r"Let $p \in [0, 1]$. \[ |p| = p \]", ["right"]),
    "a half-line": (r"Let $x \in \mathbb{R}_{>0}$. \[ |x| = x \]", ["right"]),
    "all reals": (r"Let $x \in \mathbb{R}$. \[ |x| = x \]", ["wrong"]),
    "positive, in words": (r"Let $x$ be positive. \[ |x| = x \]", ["right"]),
    "positive, in words, if it is": (r"If $x$ is positive, all is well. \[ |x| = x \]", ["undecided"]),
    "a sign in passing": (r"\[ |x| = x \] where $x > 0$ is the rate.", ["right"]),
    "zero or one: a square is the number itself": (
        r"Let $y_i \in \{0, 1\}$. \[ y_i^2 = y_i \] \[ y_i^2 = 2 y_i \]",
        ["right", "wrong"],
    ),
    "a distribution": (
        r"Let $p$ be a probability vector. \[ \sum_i (p_i + c) = 1 + n c \] \[ \sum_i (p_i + c) = 1 + c \]",
        ["right", "wrong"],
    ),
    "an assumption that is called wrong": (rf"It is wrong to assume $\sum_k t_k = 1$. {SUM}", ["given"]),
    "an assumption that will be made later": (
        rf"Later we will assume $\sum_k t_k = 1$. {SUM}",
        ["undecided"],
    ),
    "a total that contradicts the one before": (
        rf"Assume $\sum_k t_k = 2$ and $\sum_k t_k = 1$. {SUM}",
        ["undecided"],
    ),
    "a square as an argument": (
        r"\[ f(\sigma^2) = \log \sigma^2 \] \[ \frac{\partial f}{\partial \sigma^2} = \frac{1}{\sigma^2} \]",
        ["definition", "right"],
    ),
    "a divergence": (
        r"\[ \mathrm{KL}(p \,\|\, q) = \sum_i p_i \log \frac{p_i}{q_i} \]"
        r"\[ \frac{\partial \mathrm{KL}(p \,\|\, q)}{\partial q_j} = -\frac{p_j}{q_j} \]",
        ["definition", "right"],
    ),
    "an index e beside exponentials": (
        r"\[ a_i = \frac{e^{s_i}}{\sum_l e^{s_l}} \] \[ \sum_i a_i = 1 \] \[ s_i = \sum_c q_c k_{ic} \]"
        r"\[ \frac{\partial s_i}{\partial q_e} = k_{ie} \]",
        ["definition", "right", "definition", "right"],
    ),
    "an order of two bounds": (
        r"Assume $0 < p < 1$. \[ \log\frac{p}{1-p} = \log p - \log(1-p) \]",
        ["right"],
    ),
    "one entry's value": (r"Assume $x_1 = 0$. \[ \sum_{i=1}^n x_i + y = y \]", ["wrong"]),
    "one-hot": (f"Let $t$ be one-hot. {SUM}", ["right"]),
    "one-hot only sometimes": (f"Only when $t$ is one-hot does this simplify. {SUM}", ["undecided"]),
    "a total": (rf"Assume $\sum_k t_k = 1$. {SUM}", ["right"]),
    "a total of the diagonal": (
        r"Assume $\sum_k a_{kk} = 1$. \[ F_i = \sum_{j=1}^n a_{ij} \] \[ F_i = 1 \]",
        ["definition", "wrong"],
    ),
    "a total of one row": (
        r"Assume $\sum_k a_{1k} = 1$. \[ F_i = \sum_{j=1}^n a_{ij} \] \[ F_i = 1 \]",
        ["definition", "undecided"],
    ),
    "symmetry": (
        r"Assume $A_{ij} = A_{ji}$. \[ \sum_i \sum_j x_i A_{ij} y_j = \sum_i \sum_j x_i A_{ji} y_j \]",
        ["right"],
    ),
    "symmetry of two entries": (
        r"Assume $A_{12} = A_{21}$. \[ \sum_i \sum_j x_i A_{ij} y_j = \sum_i \sum_j x_i A_{ji} y_j \]",
        ["undecided"],
    ),
    "symmetry of an array of another name": (
        r"Assume $A_{ij} = A_{ji}$. \[ \sum_i B_i A_{ijk} = \sum_i B_i A_{kij} \]",
        ["wrong"],
    ),
    "a definition": (
        r"Let $p_i = e^{x_i} / \sum_k e^{x_k}$."
        "\n"
        r"\[ \frac{\partial p_i}{\partial x_j} = p_i (\delta_{ij} - p_j) \] \[ \sum_i p_i = n \]",
        ["right", "wrong"],
    ),
    "a definition after where": (
        r"\[ \sum_i (x_i - \mu) = 0 \] where $\mu = \frac1n \sum_i x_i$.",
        ["right"],
    ),
    "a function": (
        r"Let $\sigma(z) = 1/(1 + e^{-z})$. \[ \frac{d}{dz} \sigma(z) = \sigma(z) (1 - \sigma(z)) \]",
        ["right"],
    ),
    "a display does not take a name over that a sentence defines": (
        r"Let $q = x + y$. \[ q = x \] \[ \frac{\partial q}{\partial y} = 1 \]",
        ["wrong", "right"],
    ),
    "a value at one place defines nothing": (
        r"Let $x = 0$ in \[ x + y = y \] \[ x + 2 y = y \]",
        ["right", "wrong"],
    ),
    "a name for another name defines nothing": (
        r"\[ f = x y \] where $x = y$ we have \[ f = y^2 \] \[ f = y^3 \]",
        ["definition", "right", "wrong"],
    ),
    "a total of squares": (
        r"Assume $\sum_k t_k^2 = 1$."
        r"\[ \sum_{k=1}^{n-1} t_k^2 = (1 - t_n)(1 + t_n) \] \[ 2 t_1^2 = 3 t_1^2 \]",
        ["right", "undecided"],
    ),
}


@pytest.mark.parametrize(("text", "verdicts"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_sentences_are_taken_for_what_they_say(text: str, verdicts: list[str]) -> None:
    report = derivation.check(derivation.loads(text))
    assert [result.verdict for result in report] == verdicts


def test_what_a_sentence_defines_is_told() -> None:
    report = derivation.check(
        derivation.loads(r"where $Z = \sum_k e^{x_k}$. \[ \log Z = \log \sum_i e^{x_i} \]")
    )
    assert r"defined in the text: Z = \sum_k e^{x_k}" in report.derivation.inferred


def test_what_a_text_says_of_a_labelled_name_stands_against_a_counterexample() -> None:
    """The point a_new = -2 breaks what the text says, so it refutes nothing."""
    for name in (r"a_{\text{new}}", r"\hat{a}", r"L_{\text{CE}}"):
        report = derivation.check(derivation.loads(f"Let ${name} > 0$.\n\n$$ \\sqrt{{{name}^2}} = {name} $$"))
        assert report["1"].verdict in ("right", "undecided"), name


def test_sizes_of_points_begin_where_the_text_says_that_they_do() -> None:
    text = r"""Assume $n > 16$.

$$ \sum_{k=1}^n x_k + n = n + \sum_{j=1}^n x_j $$

$$ \sum_{k=1}^n 1 = 2 n $$
"""
    report = derivation.check(derivation.loads(text))
    assert [found.verdict for found in report] == ["right", "wrong"]
    counterexample = report["2"].counterexample
    assert counterexample is not None
    assert dict(counterexample.sizes)["n"] > 16
