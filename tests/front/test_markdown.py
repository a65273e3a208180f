"""What MyST, Quarto, R Markdown and kramdown write in ways of their own: displays, labels, places."""

from __future__ import annotations

import pytest

from derivation.front.document import Document, document_from_text
from derivation.front.markdown import is_kramdown, plain
from derivation.text.source import ReadError, Source


def read(text: str) -> Document:
    return document_from_text(text, "note.md")


def bodies(text: str) -> list[str]:
    document = read(text)
    return [" ".join(document.source.text[slice(*e.span)].split()) for e in document.equations]


BLOCKS = {
    "backticks": "```{math}\ny = x\n```",
    "tildes": "~~~{math}\ny = x\n~~~",
    "colons": ":::{math}\ny = x\n:::",
    "a blank line within": "```{math}\ny\n\n= x\n```",
    "options": "```{math}\n:label: eq:one\n:nowrap:\n\ny = x\n```",
    "options as YAML": "```{math}\n---\nlabel: eq:one\n---\ny = x\n```",
    "the first line": "```{math} y = x\n```",
    "in a quote": "> ```{math}\n> y = x\n> ```",
    "in a list item": "- so\n\n    ```{math}\n    y = x\n    ```",
    "in a note": "````{note}\n```{math}\ny = x\n```\n````",
    "in an example of the theorem kind": "```{prf:example} One\n:label: ex\n\n$$ y = x $$\n```",
    "in an exercise within a note": ":::::{note}\n::::{exercise}\n:class: dropdown\n$$ y = x $$\n::::\n:::::",
}


@pytest.mark.parametrize("text", BLOCKS.values(), ids=BLOCKS)
def test_a_display_in_a_directive_is_read_and_nothing_else_of_the_directive(text: str) -> None:
    whole = f"Before.\n\n{text}\n\n$$ b = a $$\n"
    assert bodies(whole) == ["y = x", "b = a"]
    document = read(whole)
    assert document.source.file == whole
    assert len(document.source.text) == len(whole)
    assert document.errors == ()


CODE = {
    "a cell": "```{code-cell} python\nx = '$$ y = x $$'\n```",
    "R": "```{r echo=FALSE}\n# $$ y = x $$\n```",
    "a figure": "```{figure} pic.png\n$$ y = x $$\n```",
    "a block that is shown": "````md\n```{math}\ny = x\n```\n````",
}


@pytest.mark.parametrize("text", CODE.values(), ids=CODE)
def test_code_and_pictures_have_no_displays(text: str) -> None:
    assert bodies(f"{text}\n\n$$ b = a $$\n") == ["b = a"]


LABELS = {
    "an option": ("```{math}\n:label: eq:one\ny = x\n```", "eq:one"),
    "an option of YAML": ("```{math}\n---\nlabel: one\n---\ny = x\n```", "one"),
    "Quarto": ("$$\ny = x\n$$ {#eq-line}", "eq-line"),
    "behind dollars": ("$$ y = x $$ (eq:line)", "eq:line"),
    "behind dollars, one word": ("$$ y = x $$ (line)\n\nBy {eq}`line` so.", "line"),
    "bookdown": ("\\begin{equation}\ny = x (\\#eq:line)\n\\end{equation}", "eq:line"),
}


@pytest.mark.parametrize(("text", "label"), LABELS.values(), ids=LABELS)
def test_a_display_has_the_label_that_stands_beside_it(text: str, label: str) -> None:
    (equation,) = read(text).equations
    assert equation.labels == (label,)
    assert bodies(text) == ["y = x"]
    assert label not in read(text).source.text.replace(f"{{eq}}`{label}`", "")


@pytest.mark.parametrize("text", ["$$ y = x $$ (see)", "$$ y = x $$ (A1)", "$$ y = x $$ (as said)"])
def test_a_remark_in_parentheses_is_no_label(text: str) -> None:
    (equation,) = read(text).equations
    assert equation.labels == ()


KRAMDOWN = """The space $$\\Omega$$ is the set of outcomes.

For $$k = 2$$ events this is the definition. Two variables $$X, Y$$ have it.

$$ y = x $$

- $$ b = a $$
- $$ c = 1 $$ holds

| $$a$$ | $$b = 2$$ |

$$
d = a
$$ (4)
"""


def test_double_dollars_within_a_line_are_inline_where_no_single_ones_are() -> None:
    assert bodies(KRAMDOWN) == ["y = x", "b = a", "d = a"]
    assert " $k = 2$ events" in read(KRAMDOWN).source.text


def test_double_dollars_within_a_line_are_a_display_beside_single_ones() -> None:
    assert bodies("With $x$ we have $$ y = x $$ so that $$ b = a $$ holds.") == ["y = x", "b = a"]
    assert bodies("Hence: $$ y = x $$\n\nThen $$ b = a $$.") == ["y = x", "b = a"]
    assert bodies("### $$ y = x $$\n\nA $$\nb = a\n$$\n\n<p>$$ c = 1 $$</p>") == ["y = x", "b = a", "c = 1"]


def test_a_document_is_kramdown_by_what_stands_between_words() -> None:
    assert is_kramdown("where $$a$$ is")
    assert not is_kramdown("where $a$ is, and $$b$$ too")
    assert not is_kramdown("$$a$$ and\n$$b$$")
    assert not is_kramdown("$$ |a| = 1 $$ $$ b = 2 $$ $$ |c| = 3 $$")


def test_a_role_is_inline_mathematics() -> None:
    text = "Let {math}`x > 0` be so.\n\n$$ |x| = x $$"
    assert " $x > 0$ be" in read(text).source.text
    assert bodies(text) == ["|x| = x"]


ESCAPED = {
    "an interval": "On \\[0, 1) it holds.",
    "an interval in an item": "- from \\[0, 1) on",
    "a closed one": "On \\[0, 1\\] it holds.",
    "a reference": "It is known \\[1\\], see \\[2, p. 3\\].",
}


@pytest.mark.parametrize("text", ESCAPED.values(), ids=ESCAPED)
def test_an_escaped_bracket_is_no_display(text: str) -> None:
    document = read(f"{text}\n\n$$ y = x $$\n\n\\[ b = a \\]")
    assert document.errors == ()
    assert bodies(f"{text}\n\n$$ y = x $$\n\n\\[ b = a \\]") == ["y = x", "b = a"]


@pytest.mark.parametrize("text", ["So \\[ y = x \\] holds.", "\\[ y = x \\]", "So \\[\ny = x\n\\] holds."])
def test_brackets_around_an_equation_are_a_display(text: str) -> None:
    assert bodies(text) == ["y = x"]


def test_a_bracket_that_nothing_closes_is_still_told() -> None:
    with pytest.raises(ReadError, match="never closed"):
        read("\\[\ny = x\n")


def test_what_is_plain_stays_as_it_is() -> None:
    source = Source("note.md", "# A\n\n$$ y = x $$ where $x$ is.\n\n```python\nx\n```\n")
    assert plain(source) == (source, {})
