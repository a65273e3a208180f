"""The source of a document: prose, macros, brackets that do not close, long lines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from families.sheet import Block, Document, Family, document, doubling, neither, scalars, true

_CLAIM = true("(a + b)^2 = a^2 + 2 a b + b^2")


def _prose(count: int) -> Document:
    sentence = "We now turn to the next step of the argument, which is due to an earlier paper."
    return document(*([sentence] * count), _CLAIM)


def _one_paragraph(count: int) -> Document:
    sentence = "We write $x_i$ for the entries of $x$ and $f(x)$ for its value, as in (1). "
    return document(sentence * count, _CLAIM)


def _assumed(count: int) -> Document:
    """Sentences that assume something of a letter each."""
    return document(*(f"Assume ${name} > 0$." for name in scalars(count)), _CLAIM)


def _assumed_once(count: int) -> Document:
    """The same assumption again and again."""
    return document(*(["Let $a > 0$ be a constant."] * count), true(r"\sqrt{a^2} = a"))


def _assumed_between(count: int) -> Document:
    """A claim after each assumption."""
    blocks: list[Block] = []
    for name in scalars(count):
        blocks += [f"Let ${name} > 0$.", true(rf"\sqrt{{{name}^2}} = {name}")]
    return document(*blocks)


def _half_understood(count: int) -> Document:
    """Sentences that speak of unknowns and assume nothing."""
    return document(
        *(f"The rate ${name} > 0$ is never large if $n$ is even." for name in scalars(count)), _CLAIM
    )


def _defined_in_prose(count: int) -> Document:
    names = [name for name in scalars(count + 1) if name != "x"][:count]
    lines = [f"Let ${name} = {k} x$." for k, name in enumerate(names, 1)]
    return document(*lines, true(f"{names[-1]} + {names[-1]} = {2 * count} x"))


def _macros(count: int) -> Document:
    """Macros that each stand for a letter."""
    names = scalars(count)
    letters = [_roman(k) for k in range(count)]
    made = "\n".join(
        rf"\newcommand{{\my{word}}}{{{name}}}" for word, name in zip(letters, names, strict=True)
    )
    total = " + ".join(rf"\my{word}" for word in letters)
    back = " + ".join(rf"\my{word}" for word in reversed(letters))
    return document(made, true(f"{total} = {back}"))


def _macro_doubling(count: int, leaf: str = "x") -> Document:
    """Each macro uses the one before twice."""
    made = [rf"\newcommand{{\my{_roman(0)}}}{{{leaf}}}"]
    for k in range(1, count + 1):
        before = rf"\my{_roman(k - 1)}"
        join = " + " if leaf else " "
        made.append(rf"\newcommand{{\my{_roman(k)}}}{{{before}{join}{before}}}")
    claim = neither(rf"x \my{_roman(count)} = y" if not leaf else rf"\my{_roman(count)} = y")
    return document("\n".join(made), claim, _CLAIM)


def _macro_self(count: int) -> Document:
    """Macros that call each other in a ring."""
    made = [rf"\newcommand{{\my{_roman(k)}}}{{\my{_roman((k + 1) % count)} x}}" for k in range(count)]
    return document("\n".join(made), neither(rf"\my{_roman(0)} = y"), _CLAIM)


def _macro_arguments(count: int) -> Document:
    """A macro with an argument, nested in itself."""
    nested = "x"
    for _ in range(count):
        nested = rf"\twice{{{nested}}}"
    return document(r"\newcommand{\twice}[1]{(#1 + 1)}", true(f"{nested} = x + {count}"))


def _roman(number: int) -> str:
    """A number in letters, as names of macros have no digits."""
    word = ""
    while True:
        number, digit = divmod(number, 26)
        word = chr(ord("a") + digit) + word
        if not number:
            return word


def _repeated(piece: str, count: int) -> Document:
    """A piece of source, over and over, before a claim."""
    return document(piece * count, _CLAIM)


def _within(piece: str, count: int) -> Document:
    """A piece of LaTeX, over and over, within one display."""
    return document(neither(f"a = {piece * count}"), _CLAIM)


def _nested(opens: str, closes: str, count: int) -> Document:
    """Brackets within brackets."""
    return document(true(f"{opens * count} a {closes * count} = a"))


def _fences(count: int) -> Document:
    """A long block of code that holds dollars."""
    return document("```\n" + "price = $5 and $6\n" * count + "```", _CLAIM)


def _table(count: int) -> Document:
    """A Markdown table with formulas in its cells."""
    rows = "\n".join(f"| {k} | $x_{{{k}}}$ | ${k} + {k}$ |" for k in range(count))
    return document("| number | name | sum |\n|---|---|---|\n" + rows, _CLAIM)


def _long_name(count: int) -> Document:
    name = "a" * count
    return document(true(rf"\text{{{name}}} + 1 = 1 + \text{{{name}}}"))


_PIECES: dict[str, str] = {
    "inline formulas that stay open": r"\( x ",
    "displays that stay open": r"\[ x ",
    "double dollars": "$$ x ",
    "single dollars": "$ x ",
    "inline formulas": "$x$ ",
    "environments that stay open": "\\begin{align} x ",
    "environments that were not opened": "\\end{align} x ",
    "braces that stay open": "{ ",
    "braces that close": "} ",
    "comments that stay open": "<!-- ",
    "comments of LaTeX": "% ",
    "backquotes": "` ",
    "fences": "~~~\n",
    "headings": "# heading\n",
    "items of a list": "- item $x$\n",
    "quotes": "> ",
    "spaces": "    ",
    "blank lines": "\n",
    "backslashes": "\\",
    "macros without a name": "\\newcommand ",
    "macros without a body": "\\def\\a ",
    "tags that stay open": r"\tag{ ",
    "assumptions in one sentence": "Let $a > 0$ ",
    "verbs of assumption": "Assume that Let where for all ",
    "clauses with where": ", where $a$ is and $b$ ",
}
"""Source that is repeated, much of which does not close."""
_WITHIN: dict[str, str] = {
    "parentheses that stay open": "(",
    "parentheses that close": ")",
    "fractions without parts": r"\frac",
    "fences that stay open": r"\left(",
    "sums without a body": r"\sum_",
    "powers without a base": "^",
    "indices on indices": "x_",
    "primes": "'",
    "thin spaces": r"\,",
    "bars": "|",
    "terms": "+ a ",
    "members": "= a ",
    "equations in a row": r"\quad a = a ",
    "conditions": r"\text{ if } a > 0 ",
    "roots without a body": r"\sqrt",
    "letters": "a",
    "digits": "1",
    "labels": r"\label{x} ",
    "partial signs": r"\partial ",
    "commas": ", a",
}
"""LaTeX that is repeated within a display."""
_LENGTHS = (250, 1000, 4000, 16000)
_GROWING: dict[str, Callable[[int], Document]] = {
    "prose, paragraphs": _prose,
    "prose, one paragraph": _one_paragraph,
    "prose, assumptions": _assumed,
    "prose, the same assumption": _assumed_once,
    "prose, assumptions between claims": _assumed_between,
    "prose, half understood": _half_understood,
    "prose, definitions": _defined_in_prose,
    "macros": _macros,
    "macros in a ring": _macro_self,
    "code with dollars": _fences,
    "table of formulas": _table,
    "long names": _long_name,
}
FAMILIES = (
    *(Family(name, "of them", doubling(16, 256), make) for name, make in _GROWING.items()),
    Family("macros that double", "macros", doubling(2, 64), _macro_doubling),
    Family("macros that double nothing", "macros", doubling(2, 64), partial(_macro_doubling, leaf="")),
    Family("macro within macro", "depth", doubling(4, 128), _macro_arguments),
    Family("parentheses", "depth", doubling(8, 64), partial(_nested, "(", ")")),
    Family("braces", "depth", doubling(8, 64), partial(_nested, "{", "}")),
    Family("left and right", "depth", doubling(8, 64), partial(_nested, r"\left(", r"\right)")),
    *(
        Family(f"source: {name}", "times", _LENGTHS, partial(_repeated, piece))
        for name, piece in _PIECES.items()
    ),
    *(
        Family(f"display: {name}", "times", _LENGTHS[:3], partial(_within, piece))
        for name, piece in _WITHIN.items()
    ),
)
