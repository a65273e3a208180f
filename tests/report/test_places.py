"""Lines and columns point at what is printed: through macros, rows, quotes, line ends and wide characters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import derivation
from derivation.audit.findings import Verdict
from derivation.report.lines import lines

MACROS = (
    r"\newcommand{\half}{\frac{1}{2}} \newcommand{\id}[1]{#1}",
    r"\newcommand{\twice}[1]{\id{#1 + #1}} \def\plus#1#2{#1 + #2}",
    r"\newcommand{\scaled}[2][2]{#1 \id{(#2)}} \DeclareMathOperator{\logit}{logit}",
    r"\newcommand{\both}[2]{#1 = #2}",
)


def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A formula within macros, or beside another."""
    return st.one_of(
        inner.map(lambda x: rf"\id{{{x}}}"),
        inner.map(lambda x: rf"\twice{{{x}}}"),
        inner.map(lambda x: rf"\scaled[3]{{ {x} }}"),
        inner.map(lambda x: rf"\scaled{{{x}}}"),
        st.tuples(inner, inner).map(lambda both: rf"\plus{{{both[0]}}}{{{both[1]}}}"),
        st.tuples(inner, inner).map(" + ".join),
        st.tuples(inner, inner).map("\n + ".join),
    )


FORMULAS = st.recursive(
    st.sampled_from(["x", "x^2", r"\half x", r"\half{} x", r"\plus x1", r"\id 2", r"\twice x", "7"]),
    around,
    max_leaves=5,
)
BEFORE = ("", "😀𝔸 é ", "\ttab ", "a word ", r"$\half x$ ")


@dataclass(frozen=True)
class Printed:
    """A document, and what each of its statements prints."""

    text: str
    statements: tuple[str, ...]


@st.composite
def documents(draw: st.DrawFn) -> Printed:
    blocks, statements = ["# Places\n", *MACROS, "$$ x = x $$"], ["x = x"]
    for name in draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True)):
        first, second, third = draw(FORMULAS), draw(FORMULAS), draw(FORMULAS)
        shape = draw(st.sampled_from(("one", "chain", "rows", "macro", "quoted", "listed")))
        before = draw(st.sampled_from(BEFORE))
        if shape == "chain":
            blocks.append(f"{before}$$ {name} = {first} = {second} = {third} $$")
            statements += [f"{name} = {first}", f"{first} = {second}", f"{second} = {third}"]
        elif shape == "rows":
            rows = f"{name} &= {first} \\\\\n  \t{name} + 1 &= {second}\\\\ {name} &= {third}"
            blocks.append(f"\\begin{{align}}\n{rows}\n\\end{{align}}")
            statements += [f"{name} &= {first}", f"{name} + 1 &= {second}", f"{name} &= {third}"]
        elif shape == "macro":
            blocks.append(rf"{before}$$ \both{{{name}}}{{{first}}} $$")
            statements.append(rf"\both{{{name}}}{{{first}}}")
        elif shape == "quoted":
            quoted = f"$$\n{name} = {first}\n$$".replace("\n", "\n> ")
            blocks.append(f"> {quoted}")
            statements.append(f"{name} = {first}".replace("\n", "\n> "))
        else:
            indent = "  " if shape == "listed" else ""
            body = f"{name} =\n{indent}{first}"
            blocks.append(f"{indent and '- item'}\n{indent}$$ {body} $$".lstrip("\n"))
            statements.append(body)
    return Printed("\n\n".join(blocks), tuple(statements))


def printed_at(text: str, place: dict[str, Any]) -> str:
    """What a file has between the line and column and the end line and column of a place."""
    rows = re.split("\r\n|\r|\n", text)[place["line"] - 1 : place["end_line"]]
    assert place["column"] <= len(rows[0])
    assert place["end_column"] <= len(rows[-1]) + 1
    rows[-1] = rows[-1][: place["end_column"] - 1]
    rows[0] = rows[0][place["column"] - 1 :]
    return "\n".join(rows)


@settings(max_examples=60, deadline=None)
@given(documents(), st.sampled_from(("\n", "\r\n", "\r")))
def test_a_statement_is_where_its_line_and_columns_say(printed: Printed, newline: str) -> None:
    text = printed.text.replace("\n", newline)
    report = derivation.check(derivation.loads(text))
    data = report.as_data()
    assert not data["errors"]
    assert [printed_at(text, statement) for statement in data["statements"]] == list(printed.statements)
    places = [(s["line"], s["column"], s["end_line"], s["end_column"]) for s in data["statements"]]
    own = [line for line in lines(report.audit) if not line.message.startswith("(remark")]
    assert places == [
        (line.line, line.column, line.end_line, line.end_column) for line in own if line.rule in VERDICTS
    ]


VERDICTS = {verdict.value for verdict in Verdict}


@settings(max_examples=20, deadline=None)
@given(documents())
def test_places_in_a_notebook_count_in_the_cell(printed: Printed) -> None:
    texts = printed.text.split("\n\n")
    cells = [{"cell_type": "markdown", "source": text.splitlines(keepends=True)} for text in texts]
    data = derivation.check(derivation.loads(json.dumps({"cells": cells}), format="notebook")).as_data()
    found = [printed_at(texts[place["cell"] - 1], place) for place in data["statements"]]
    assert found == list(printed.statements)


ERRORS = {
    "in an argument": (r"$$ y = \twice{x + \#} $$", r"\#"),
    "in an argument of an argument": (r"$$ y = \twice{\id{x} + \id{\#}} $$", r"\#"),
    "in a body": (r"\def\bad{x + \#} $$ y = \twice{x} + \bad $$", r"\bad"),
    "in the body of a body": (
        r"\def\bad{\#}\def\worse{x \bad} $$ y = \twice{x} + \worse $$",
        r"\worse",
    ),
    "after macros": (r"$$ y = \half\half\half x \# $$", r"\#"),
    "after a longer print": (
        r"\newcommand{\much}[1]{} $$ y = \much{and so on and so on} x \# $$",
        r"\#",
    ),
    "after wide characters": ("😀𝔸\t$$ y = \\half \\# $$", r"\#"),
    "in a later row": ("\\begin{align} y &= \\half x \\\\\n &= \\id{x}\\# \\end{align}", r"\#"),
    "a display that is never closed": (r"\half \half $$ y = x", "$$ y"),
}


@pytest.mark.parametrize(("text", "there"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_where_its_line_and_column_say(text: str, there: str) -> None:
    whole = "\n".join((*MACROS, "", text))
    try:
        (error,) = derivation.check(derivation.loads(whole)).as_data()["errors"]
        line, column = error["line"], error["column"]
    except derivation.ReadError as refusal:
        line, column = refusal.line, refusal.column
    assert whole.split("\n")[line - 1][column - 1 :].startswith(there)


def test_carets_stand_under_what_is_printed() -> None:
    text = "\n".join((*MACROS, "", r"全部 $$ y = \half x + \twice{\#} $$"))
    (error,) = derivation.check(derivation.loads(text)).audit.errors
    line, carets = error.source.caret(error.span).split("\n")
    assert line == r"全部 $$ y = \half x + \twice{\#} $$"
    assert carets == " " * (line.index(r"\#") + 2) + "^" * len(r"\#")


def test_a_remark_is_where_its_line_and_column_say() -> None:
    shown = (
        r"$$ y = \half\half x $$",
        "",
        r"$$ h_i = \half\half\sum_k e^{x_k} $$",
        "",
        r"$$ q = \sum_i h_i $$",
    )
    text = "\n".join((*MACROS, "", *shown))
    data = derivation.check(derivation.loads(text)).as_data()
    (lint,) = [lint for statement in data["statements"] for lint in statement["lints"]]
    assert text.split("\n")[lint["line"] - 1][lint["column"] - 1 :].startswith("h_i")
