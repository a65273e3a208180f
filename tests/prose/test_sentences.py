"""What of a text is prose, and where its sentences begin and end."""

from __future__ import annotations

import pytest

import derivation
from derivation.prose.sentences import sentences

SPOKEN = (
    "\\begin{example}[Chain]\\label{one} Suppose $x > 0$. \\end{example}",
    "\\begin{block}{A title} Suppose $x > 0$. \\end{block}",
    "\\begin{frame}{A title} \\begin{itemize} \\item Suppose $x > 0$. \\end{itemize} \\end{frame}",
    "\\begin{anything*} Suppose $x > 0$. \\end{anything*}",
    "\\begin{center} \\begin{minipage} Suppose $x > 0$. \\end{minipage} \\end{center}",
)
UNSPOKEN = (
    "\\begin{tikzpicture} Suppose $x > 0$. \\end{tikzpicture}",
    "\\begin{tabular} Suppose $x > 0$. \\end{tabular}",
    "\\begin{align*} Suppose $x > 0$. \\end{align*}",
    "\\begin{lstlisting} Suppose $x > 0$. \\end{lstlisting}",
)


@pytest.mark.parametrize("text", SPOKEN)
def test_what_stands_in_an_environment_of_text_is_said(text: str) -> None:
    (sentence,) = (s for s in sentences(text) if s.formulas)
    assert sentence.text.split()[-4:] == ["Suppose", "$x", ">", "0$"]


@pytest.mark.parametrize("text", UNSPOKEN)
def test_pictures_tables_code_and_displays_say_nothing(text: str) -> None:
    assert not any(sentence.formulas for sentence in sentences(text))


def test_a_matrix_in_a_formula_is_a_part_of_it() -> None:
    (sentence,) = sentences("Let $A = \\begin{bmatrix} 1 & 2 \\end{bmatrix}$ be given.")
    assert sentence.formulas[0][0] == "A = \\begin{bmatrix} 1 & 2 \\end{bmatrix}"


LETTERS = "\\begin{{example}} Suppose ${0} > 0$. Then \\[ |{0}| = {0} \\] \\end{{example}}"


@pytest.mark.parametrize("letter", ["x", "k", "m", "j"])
def test_an_order_of_any_letter_is_heard(letter: str) -> None:
    (result,) = derivation.check(derivation.loads(LETTERS.format(letter), format="latex"))
    assert result.verdict == "right"


def test_an_order_of_an_index_says_nothing_of_a_number() -> None:
    text = "For $k > 1$ we sum.\n\n$$ \\sum_k |x_k| = \\sum_k x_k $$"
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "wrong"
