"""How far what is said at a place reaches: sections, examples, list items, proofs, each within another."""

from __future__ import annotations

import pytest

from derivation.front.scopes import Scopes, find_scopes


def scopes(text: str, format: str = "markdown") -> tuple[Scopes, int, int]:
    """The scopes of a text, and the places of its marks A and B."""
    return find_scopes(text, format), text.index("@A"), text.index("@B")


REACHES: dict[str, tuple[str, str, bool, bool]] = {
    "a fact ends with its section": ("# One\n@A\n\n# Two\n@B\n", "markdown", False, True),
    "a fact of a section holds in its subsections": ("# One\n@A\n\n## In it\n@B\n", "markdown", True, True),
    "a section on notation is for all": ("# Notation\n@A\n\n# Two\n@B\n", "markdown", True, True),
    "an example keeps its names": ("**Example 1.** @A\n\n**Example 2.** @B\n", "markdown", False, False),
    "a block of MyST keeps its names": ("::: {prf:example} One\n@A\n:::\n\n@B\n", "markdown", False, False),
    "a block of Quarto keeps its names": ("::: {#exm-one}\n@A\n:::\n\n@B\n", "markdown", False, False),
    "blocks that mark two ends are one": (
        ":::{solution-start} ex\n:::\n@A\n\n:::{solution-end}\n:::\n\n@B\n",
        "markdown",
        False,
        False,
    ),
    "a note ends with its facts": (":::{note}\n@A\n:::\n\n@B\n", "markdown", False, True),
    "a callout ends with its facts": ("::: {.callout-tip}\n@A\n:::\n\n@B\n", "markdown", False, True),
    "columns end nothing": ("::: {.column}\n@A\n:::\n\n@B\n", "markdown", True, True),
    "an admonition of MkDocs ends with its facts": ("!!! note\n\n    @A\n\n@B\n", "markdown", False, True),
    "an element of HTML ends with its facts": (
        "<div class=note>\n@A\n</div>\n\n@B\n",
        "markdown",
        False,
        True,
    ),
    "a footnote of LaTeX keeps its names": ("One.\\footnote{@A} @B\n", "latex", False, False),
    "a note in the margin keeps its names": ("One.\\marginpar{See {@A}.} @B\n", "latex", False, False),
    "a footnote of Markdown keeps its names": ("One.^[In all @A] @B\n", "markdown", False, False),
    "a footnote below keeps its names": ("One[^1].\n\n[^1]: @A\n\n@B\n", "markdown", False, False),
    "cases that are counted keep their names": (
        "\\emph{First case.} @A\n\n\\emph{Second case.} @B\n",
        "latex",
        False,
        False,
    ),
    "a block between backticks keeps its names": ("```{solution}\n@A\n```\n\n@B\n", "markdown", False, False),
    "code in a block does not end it": (
        "````{example}\n```python\nx = 1\n```\n@A\n````\n\n@B\n",
        "markdown",
        False,
        False,
    ),
    "code in a block stands in it": (
        "````{example}\n@A\n```{code-cell}\nx = 1\n```\n@B\n````\n",
        "markdown",
        True,
        True,
    ),
    "a margin keeps its names": ("::: {margin}\n@A\n:::\n\n@B\n", "markdown", False, False),
    "an assumption in a block is for its section": (
        "::: {prf:assumption}\n@A\n:::\n\n@B\n",
        "markdown",
        True,
        True,
    ),
    "an item keeps its names": ("- @A\n- @B\n", "markdown", False, False),
    "what stands before a list holds in it": ("@A\n\n- one\n- @B\n", "markdown", True, True),
    "a proof keeps its names": (
        "\\begin{proof} @A \\end{proof}\n\n@B\n",
        "latex",
        False,
        False,
    ),
    "an item of LaTeX keeps its names": (
        "\\begin{itemize} \\item @A \\item @B \\end{itemize}",
        "latex",
        False,
        False,
    ),
    "a theorem that the document makes": (
        "\\newtheorem{thm}{Theorem}\n\\begin{thm} @A \\end{thm}\n@B",
        "latex",
        False,
        False,
    ),
    "a definition is for all that follows": (
        "\\begin{definition} @A \\end{definition}\n@B",
        "latex",
        True,
        True,
    ),
    "a section of LaTeX": ("\\section{One} @A\n\\section{Two} @B", "latex", False, True),
    "a heading inside of no text": ("@A\n\n@B", "markdown", True, True),
}


@pytest.mark.parametrize("name", REACHES)
def test_how_far_facts_and_names_reach(name: str) -> None:
    text, format, facts, names = REACHES[name]
    found, first, second = scopes(text, format)
    assert (found.end_of_facts(first) > second) is facts
    assert (found.end_of_names(first) > second) is names


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("# One\n@A\n\n# Two\n@B\n", True),
        ("# One\n@A\n\n@B\n", False),
        ("**Example 1.** @A\n\n**Example 2.** @B\n", True),
        ("@A\n\n- @B\n", True),
    ],
)
def test_what_stands_in_a_scope_of_its_own_is_apart(text: str, apart: bool) -> None:
    found, first, second = scopes(text)
    assert found.apart(first, second) is apart


def test_scopes_of_deep_nesting_are_bounded() -> None:
    text = "\\begin{proof}" * 3000 + "@A" + "\\end{proof}" * 3000
    found = find_scopes(text, "latex")
    assert len(found.around(text.index("@A"))) <= 100
