"""Macros are written out: every form of definition, where they are printed, and what never ends."""

from __future__ import annotations

import pytest

import derivation
from derivation.front import macros
from derivation.front.document import document_from_text
from derivation.text.source import Source, Span

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
    "the same again": (r"\newcommand{\a}{x}\renewcommand{\a}{x}", r"\a", "x"),
    "what is provided, and known": (r"\newcommand{\a}{x}\providecommand{\a}{y}", r"\a", "x"),
    "what is provided, and new": (r"\providecommand{\a}{y}", r"\a", "y"),
    "what is provided for TeX's own": (r"\providecommand{\log}{y}", r"\log", r"\log"),
    "a name after a command": (r"\newcommand{\v}{v}", r"\partial\v", r"\partial v"),
    "a comment in a body": ("\\newcommand{\\a}{x % the first\n + y}", r"\a z", "x + y z"),
    "a differential": (
        "",
        r"\dd x \d{x} \frac{\d{y}}{\d{x}}",
        r"\mathrm{d} x \mathrm{d}{x} \frac{\mathrm{d}{y}}{\mathrm{d}{x}}",
    ),
    "more than a differential": ("", r"\dd{}{y}{x} \d{y}{x}", r"\dd{}{y}{x} \d{y}{x}"),
    "a derivative": ("", r"\diff{y}{x} \diff x", r"\frac{d^{} y}{d x^{}} \mathrm{d} x"),
    "a differential of one's own": (r"\newcommand{\d}[1]{#1}", r"\d{x}", "x"),
    "what it is in formulas": (r"\newcommand{\p}{\ifmmode a\else b\fi\ifbool{mmode}{c}{d}}", r"\p", "ac"),
    "a letter after a command": (r"\newcommand{\a}{\alpha}", r"\a{}b \a b", r"\alpha{}b \alpha b"),
}


def written_out(text: str, comments: bool) -> str:
    return macros.written_out(Source("mine.md", text), comments)[0].text


@pytest.mark.parametrize(("definition", "use", "meant"), FORMS.values(), ids=FORMS)
def test_uses_are_replaced_and_definitions_blanked(definition: str, use: str, meant: str) -> None:
    blank = "".join(sign if sign == "\n" else " " for sign in definition)
    assert written_out(definition + use, comments=True) == blank + meant


@pytest.mark.parametrize(
    "again",
    [
        r"\renewcommand{\a}{y}",
        r"{\renewcommand{\a}{y}}",
        r"\def\a{y}",
        r"\let\a=y",
        r"\gdef\a{y}",
        r"\DeclareRobustCommand{\a}{y}",
        r"\RenewDocumentCommand{\a}{}{y}",
        r"\def\a#1.{y}",
    ],
)
def test_a_command_that_is_defined_in_two_ways_is_unknown(again: str) -> None:
    """Groups, conditions and comments may hide either of them."""
    known = r"\newcommand{\a}{b}\newcommand{\c}{\a}"
    text = rf"{known} $$ \a - b = 0 $$ {again} $$ \a - b = 0 $$ $$ \c - b = 0 $$"
    report = derivation.check(derivation.loads(text))
    assert [found.verdict for found in report] == ["right", "unread", "unread"]
    assert "is defined in two ways" in report["2"].reason


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (r"\let\th\theta \th + 1", r"\theta + 1"),
        (r"\let\th=\theta \th", r"\theta"),
        (r"\let\bs\boldsymbol \bs{x}", r"\boldsymbol{x}"),
        (r"\newcommand{\a}[1]{#1^2}\let\b\a \b{x}", "x^2"),
        (r"\newcommand{\a}{x}\let\b\a\renewcommand{\a}{y} \b", "x"),
    ],
)
def test_another_name_for_a_command(text: str, meant: str) -> None:
    assert written_out(text, comments=True).strip() == meant


@pytest.mark.parametrize(
    "text",
    [
        r"\let\old\phi \renewcommand{\phi}{\varphi} $$ \old = 1 $$",  # \old is not \varphi
        r"\newcommand{\a}{x}\let\a\theta $$ \a = 1 $$",
    ],
)
def test_another_name_for_what_changes_is_unknown(text: str) -> None:
    assert derivation.check(derivation.loads(text))["1"].verdict == "unread"


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


DEFINITIONS = r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}\newcommand{\id}[1]{#1}\def\half{\frac12}"
PRINTED = {
    "no macro": ("x + y", "x + y", "x + y"),
    "a body stands for its use": (r"x \half y", r"\frac", r"\half"),
    "an argument is printed by itself": (r"x \pd{L}{w_j}", "w_j", "w_j"),
    "a part of an argument": (r"x \pd{L}{w_j}", "j", "j"),
    "a body and an argument": (r"x \pd{L}{w_j}", r"\partial w_j", r"\pd{L}{w_j}"),
    "two arguments": (r"\newcommand{\two}[2]{#1#2}\two{u}{v}", "uv", r"\two{u}{v}"),
    "what stands beside a use": (r"x + \id{y}", "x + y", r"x + \id{y}"),
    "an argument of an argument": (r"\id{\id{y} + z} w", "y", "y"),
    "an argument within an argument": (r"\id{\id{y} + z} w", "y + z", r"\id{y} + z"),
    "a macro in a body": (r"\newcommand{\twice}[1]{\id{#1 + #1}}\twice{y}", "+", r"\twice{y}"),
    "its argument": (r"\newcommand{\twice}[1]{\id{#1 + z}}\twice{y}", "y", "y"),
    "a macro from two places": (r"\newcommand{\call}[1]{#1{y}}\call{\id}", "y", r"\call{\id}"),
    "a default": (r"\newcommand{\s}[2][i]{\sum_{#1} #2}\s{x}", "i", r"\s{x}"),
    "an optional argument": (r"\newcommand{\s}[2][i]{\sum_{#1} #2}\s[k]{x}", "k", "k"),
    "an argument without braces": (r"\pd\alpha w", r"\alpha", r"\alpha"),
}


@pytest.mark.parametrize(("text", "part", "printed"), PRINTED.values(), ids=PRINTED)
def test_each_part_is_printed_where_the_file_has_it(text: str, part: str, printed: str) -> None:
    source = macros.written_out(Source("mine.md", DEFINITIONS + text), comments=False)[0]
    start = source.text.rindex(part)
    place = source.place_of(Span(start, start + len(part)))
    assert (DEFINITIONS + text)[place.start : place.end] == printed


DOUBLED = "".join(
    rf"\def\n{b}{{\n{a}\n{a}}}" for a, b in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
)
ENDLESS = {
    "itself": (r"\newcommand{\a}{\a}", r"\a", "calls macros more than 20 deep; does it call itself?"),
    "itself twice": (r"\newcommand{\a}{\a\a}", r"\a", "calls macros more than 20 deep; does it call itself?"),
    "another that calls it": (
        r"\newcommand{\a}[1]{\b{#1}}\newcommand{\b}[1]{\a{#1}}",
        r"\a{x}",
        "calls macros more than 20 deep; does it call itself?",
    ),
    "a body in a body": (
        "".join(
            rf"\newcommand{{\{c}}}{{{d * 70}}}"
            for c, d in (("b", "x" * 50), ("c", r"\b"), ("d", r"\c"), ("a", r"\d"))
        ),
        r"\a",
        "expands to more than 200,000 characters",
    ),
    "an argument many times": (
        rf"\newcommand{{\a}}[1]{{{'#1' * 900}}}",
        rf"\a{{{'x' * 900}}}",
        "expands to more than 200,000 characters",
    ),
    "nothing, exponentially often": (rf"\def\na{{}}{DOUBLED}", r"\nq", "expands in more than 10,000 steps"),
}


@pytest.mark.parametrize(("definitions", "use", "why"), ENDLESS.values(), ids=ENDLESS)
def test_macros_that_never_end_cost_their_display_alone(definitions: str, use: str, why: str) -> None:
    report = derivation.check(
        derivation.loads(f"{definitions}\n\n$$ y = x $$\n\n$$ z = y + {use} $$\n\n$$ y = 2 x $$")
    )
    assert [finding.verdict for finding in report] == ["definition", "unread", "wrong"]
    (error,) = report.as_data()["errors"]
    name = use.partition("{")[0]
    assert (error["message"], error["line"], error["column"]) == (f"the macro `{name}` {why}", 5, 12)


def test_the_macros_of_a_document_have_a_bound_together() -> None:
    definitions = rf"\newcommand{{\a}}{{{'x' * 100_000}}}" "\n"
    source = macros.written_out(Source("mine.md", definitions + r"\a " * 5_000), comments=False)[0]
    whole = macros.ALL_LENGTH + macros.PER_CHARACTER * len(source.printed or "")
    assert whole // 2 < len(source.text) < whole + len(definitions + r"\a " * 5_000)
    assert set(source.refused.values()) == {
        r"the macro `\a` is not expanded: all macros of the document together expand to too much"
    }
