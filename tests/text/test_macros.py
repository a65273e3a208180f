"""Macros are written out: every form of definition, arguments, and what never ends."""

from __future__ import annotations

import pytest

from derivation.text.document import DocumentError, document_from_text
from derivation.text.macros import written_out

FORMS = {
    "a name": (r"\newcommand{\loss}{\mathcal{L}}", r"\loss", r"\mathcal{L}"),
    "without braces": (r"\newcommand\loss{L}", r"\loss + 1", "L + 1"),
    "arguments": (
        r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}",
        r"\pd{L}{x_j}",
        r"\frac{\partial L}{\partial x_j}",
    ),
    "arguments without braces": (
        r"\newcommand{\pd}[2]{\partial#1/\partial#2}",
        r"\pd\alpha w",
        r"\partial\alpha/\partial w",
    ),
    "an optional argument": (
        r"\newcommand{\s}[2][i]{\sum_{#1} #2}",
        r"\s{x} \s[k]{y}",
        r"\sum_{i} x \sum_{k} y",
    ),
    "def": (r"\def\half{\frac12}", r"\half x", r"\frac12 x"),
    "def with an argument": (r"\def\b#1{\mathbf{#1}}", r"\b{x}", r"\mathbf{x}"),
    "an operator": (r"\DeclareMathOperator{\softmax}{softmax}", r"\softmax(x)", r"\operatorname{softmax}(x)"),
    "one in another": (r"\newcommand{\a}{x}\newcommand{\b}{\a_i}", r"\b", "x_i"),
    "the later of two": (r"\newcommand{\a}{x}\renewcommand{\a}{y}", r"\a", "y"),
    "a letter after a command": (r"\newcommand{\a}{\alpha}", r"\a{}b \a b", r"\alpha{}b \alpha b"),
}


@pytest.mark.parametrize(("definition", "use", "meant"), FORMS.values(), ids=FORMS)
def test_uses_are_replaced_and_definitions_blanked(definition: str, use: str, meant: str) -> None:
    assert written_out(definition + use, comments=True) == " " * len(definition) + meant


def test_lines_stay_where_they_are() -> None:
    text = "\\newcommand{\\a}{x\n  + y}\n\\[ \\a = 1 \\]\n"
    found = document_from_text(text, "mine.md")
    assert found.equations[0].line == 3
    assert written_out(text, comments=False).splitlines()[2] == r"\[ x + y = 1 \]"


def test_a_comment_defines_nothing_in_latex() -> None:
    text = "% \\newcommand{\\a}{x}\n\\a"
    assert written_out(text, comments=True) == text


@pytest.mark.parametrize(
    "text", [r"\newcommand{\a}{\a}", r"\newcommand{\a}[1]", r"\def\a", r"\newcommand{\a}{#1}"]
)
def test_a_definition_that_is_not_understood_stays(text: str) -> None:
    assert written_out(text, comments=True) == (" " * len(text) if "{\\a}{\\a}" in text else text)


@pytest.mark.parametrize(
    "definitions",
    [
        r"\newcommand{\a}{\a\a}",
        "".join(
            rf"\newcommand{{\{c}}}{{{d * 60}}}"
            for c, d in (("b", "x" * 50), ("c", r"\b"), ("d", r"\c"), ("e", r"\d"))
        ),
    ],
)
def test_macros_that_never_end_are_refused(definitions: str) -> None:
    with pytest.raises(DocumentError, match="macros never end"):
        document_from_text(rf"{definitions}\[ \a = \e \]", "mine.md")
