"""Reading takes time that is linear in a document, and hostile documents are read like any other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

import derivation
from derivation.reading.statements import Derivation

OPENING = "$$ y = x $$\n\n"
CLOSING = "\n\n$$ z = 2 x $$\n"


def letters(number: int) -> str:
    """A name of a few letters for each number."""
    return "q" + "".join(chr(97 + int(digit)) for digit in str(number))


def name(number: int) -> str:
    return rf"\mathrm{{{letters(number)}}}"


def each(part: Callable[[int], str]) -> Callable[[int], str]:
    return lambda count: OPENING + "".join(map(part, range(count))) + CLOSING


def display(latex: str) -> str:
    return f"$$ {latex} $$\n\n"


FAMILIES: dict[str, Callable[[int], str]] = {
    "displays": each(lambda k: display(f"y_{{{k}}} = x")),
    "definitions on definitions": each(lambda k: display(f"{name(k + 1)} = {name(k)} + 1")),
    "definitions before those that they use": each(lambda k: display(f"{name(k)} = {name(k + 1)} + 1")),
    "definitions of names that one speaks of": lambda count: (
        display(f"w = {'+'.join(map(name, range(count)))}")
        + each(lambda k: display(f"{name(k + 1)} = {name(k)} + 1"))(count)
    ),
    "functions": each(lambda k: display(f"{letters(k)}(x) = x + {k}")),
    "functions or products": each(lambda k: display(f"{letters(k)}(x - 1) = x")),
    "names that nothing defines": each(lambda k: display(f"y = {name(k)}") + display(r"\int x = y")),
    "claims about a name": each(lambda k: display(f"y = x + {k}")),
    "steps of a chain": lambda count: display("y" + "= x" * count) + CLOSING,
    "steps of a chain that begins long": lambda count: (
        display("+".join(["x"] * count) + "= x" * count) + CLOSING
    ),
    "arrays over one range": each(lambda k: display(f"{name(k)}_i = {name(k + 1)}_i")),
    "sums": each(lambda k: display(rf"y = \sum_{{k=1}}^{{n}} x_k + {k}")),
    "indices of one array": lambda count: display(f"y = x_{{{'ijk' * count}}}") + CLOSING,
    "conditions": each(lambda k: display(rf"y = x, \quad x > {k}")),
    "assumptions": each(lambda k: f"Assume $x_{{{k}}} > 0$. "),
    "definitions in prose": each(lambda k: f"Let ${name(k)} = x + {k}$. "),
    "doubts": each(lambda k: f"If $x_{{{k}}} > 0$, it is odd. "),
    "formulas of one sentence": lambda count: f"{OPENING}Assume {', '.join(['$x > 0$'] * count)}.{CLOSING}",
    "ranges": each(lambda k: rf"for $k = 1, \dots, {chr(65 + k % 26)}$. "),
    "macros": each(lambda k: rf"\newcommand{{\{letters(k)}}}{{x + {k}}}" + display(rf"y = \{letters(k)}")),
    "macros in macros": each(lambda k: rf"\newcommand{{\{letters(k + 1)}}}[1]{{\{letters(k)}{{#1}}}} "),
    "arguments that never end": lambda count: rf"\newcommand{{\a}}[1]{{#1}}{OPENING}" + r"\a{" * count,
    "macros without end": lambda count: rf"\newcommand{{\a}}{{\a\a}}{OPENING}" + r"\a " * count,
    "displays in quotes": each(lambda k: f"> $$\n> y = x + {k}\n> $$\n\n"),
    "rows": lambda count: r"\begin{align} y " + r"&= x \\ " * count + r"\end{align}" + CLOSING,
}


def work(text: str) -> int:
    """How many calls reading a text takes."""
    count = 0

    def called(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        derivation.loads(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_twice_the_text_is_twice_the_work(family: Callable[[int], str]) -> None:
    derivation.loads(family(3))
    first, second, third = (work(family(count)) for count in (20, 40, 80))
    assert third - second <= 2.3 * (second - first) + 300


MANY = 16_000
HOSTILE = {
    "formulas that open": r"\( x " * MANY,
    "formulas that open and close": r"\( x \) " * MANY,
    "dollars": "$ x " * MANY,
    "dollars in lines": "$x\n" * MANY,
    "names in a row": ", ".join(["$x$"] * MANY) + " are called",
    "assumptions in a row": "Assume " + ", ".join(["$x > 0$"] * 2_000),
    "marks that open": "<del> <s><code>" * MANY,
    "environments that open": r"\begin{itemize} x " * MANY,
    "environments of many names": "".join(rf"\begin{{{letters(k)}}} x " for k in range(MANY)),
    "blank lines": "\n" * 10 * MANY,
    "lines of spaces": " \n" * 5 * MANY,
    "denials": "not " * MANY + "so",
    "what may be dropped": "We know. " + "this that " * MANY,
    "endings": "a " + ", where $x > 0$ is the rate" * 1_000 + " or so",
    "for all": "Assume $x > 0$" + " for all $i$" * 60 + " or so",
    "with": "Assume $x > 0$" + ", with $x > 0$" * 60 + " or so",
    "what is read in two ways": "Let " + ", ".join(["$x$ is the positive"] * 60) + " or so",
    "braces in braces": f"Assume ${'{' * MANY}x{'}' * MANY} > 0$",
    "spaces between equations": r"$$ w = 3 x \quad " + r"\quad " * 1_000 + "$$",
    "spaces after a comma": "$$ w = \\int x, " + " " * MANY + "( $$",
    "backslashes": "\\" * 100_000,
    "definitions that open": r"\newcommand{\a}{" * MANY,
    "one long word": "a" * 500_000,
    "comments": "% x $y$\n" * MANY,
    "quotes in quotes": "\n" + "> " * 5_000 + "x\n",
    "nothing, exponentially often": r"\def\na{}"
    + "".join(
        rf"\def\n{b}{{\n{a}\n{a}}}" for a, b in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
    )
    + r"\nq",
}


def claims(document: Derivation) -> list[str]:
    return [statement.latex for statement in document.statements if statement.latex in ("y = x", "z = 2 x")]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_read_like_anything_else(text: str) -> None:
    """These would take minutes, some of them years, in time that is not linear."""
    assert claims(derivation.loads(OPENING + text + ".\n")) == ["y = x"]
