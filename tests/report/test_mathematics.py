"""What of a document's LaTeX may be set as it stands, and what is printed from its tree."""

from __future__ import annotations

import pytest

import derivation
from derivation.report.mathematics import is_mathematics, settable

READ = derivation.loads("$$ y = x $$").read
SET = [
    r"\frac{\partial y}{\partial x_i} = \sum_{k=1}^n e^{x_k} \delta_{ik}, \qquad i \neq j",
    r"\begin{aligned} a &= b \\[2pt] c &< d \end{aligned}",
    r"L_{\text{CE}} = -\log\left(\hat{y}_k\right) \text{ for all } k",
    r"p \in [0, 1], \quad f: x \mapsto \operatorname{softmax}(x)'",
    r"α_i ≤ β \;\{\,\}\% \_",
    r"\int_0^\infty f \, dx",
]
ACTS = [
    r"\write18{rm}",
    r"\immediate\openout1=x",
    r"\input{/etc/passwd}",
    r"\csname input\endcsname",
    r"\catcode`\@=11",
    r"x ^^5cinput{y}",
    r"x % y",
    r"a $ b",
    r"x \text{a \input{b}}",
    r"} \input{b} {",
    r"\begin{filecontents} a \end{filecontents}",
    r"\href{javascript:alert(1)}{x}",
    r"\style{color:red}{x}",
    r"x <img src=y>",
    r"a </script>",
    r"![x](y)",
    r"[x](y)",
    r"[x]: //y",
    "a `b` c",
    "x = \u202e 1",
    "x = \x1b 1",
    r"\def\x{y}",
    r"\label{a} x",
    r"x \phantom{\a}",
]


@pytest.mark.parametrize("latex", SET)
def test_mathematics_is_set_as_it_stands(latex: str) -> None:
    assert is_mathematics(latex)
    assert settable(latex, READ) == latex


@pytest.mark.parametrize("latex", ACTS)
def test_what_acts_is_no_mathematics(latex: str) -> None:
    assert not is_mathematics(latex)


@pytest.mark.parametrize("name", derivation.bundled())
def test_all_of_the_gallery_is_mathematics(name: str) -> None:
    assert all(is_mathematics(result.latex) for result in derivation.check(name))


@pytest.mark.parametrize(
    ("latex", "printed"),
    [
        (r"y = x \label{\write18{a}}", "y = x"),
        (r"y = x \phantom{\input{a}} 2, \quad y = z", r"y = x 2, \quad y = z"),
        (r"y = x \color{\csname}", "y = x"),
        (r"y <img = x", "y < i m g = x"),
        (r"[x](y) = 1", "[x] (y) = 1"),
        ("y = x % \\input{a}", "y = x"),
    ],
)
def test_what_is_read_is_printed_from_its_tree(latex: str, printed: str) -> None:
    assert settable(latex, READ) == printed


def test_what_cannot_be_read_is_left_to_be_escaped() -> None:
    assert settable(r"y = \write18{a}", READ) == r"y = \write18{a}"
