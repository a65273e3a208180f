"""Displays to trees: the paper's equations as printed, notation by notation, and every refusal."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivation.text import commands
from derivation.text.latex import Unsupported, read_display, read_expression
from derivation.text.source import ReadError, Source, Span
from derivation.text.syntax import (
    Absolute,
    Apply,
    Big,
    Fraction,
    Group,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Range,
    Root,
    Row,
    Symbol,
    Terms,
)
from derivation.text.trees import walk
from derivation.text.visible import visible

NAMES = frozenset({"SA"})
FUNCTIONS = frozenset({"SA", "f"})


def rows(latex: str) -> tuple[Row, ...]:
    return read_display(Source("paper.md", latex), Span(0, len(latex)), NAMES, FUNCTIONS)


def node(latex: str) -> Node:
    return read_expression(latex, NAMES, FUNCTIONS)


def refusal(latex: str) -> tuple[str, int, int]:
    with pytest.raises(ReadError) as caught:
        rows(latex)
    return caught.value.message, caught.value.line, caught.value.column


def sym(name: str, *subscripts: Node | str, primes: int = 0) -> Symbol:
    return Symbol(name, tuple(sym(s) if isinstance(s, str) else s for s in subscripts), primes)


def times(*factors: Node, by: str = "") -> Product:
    return Product(factors, (by,) * (len(factors) - 1))


def over(
    index: str, body: Node, relation: str = "", bound: Node | None = None, upper: Node | None = None
) -> Big:
    return Big("\\sum", Range((sym(index),), relation, bound, upper), body)


def d(body: Node) -> Partial:
    return Partial("\\partial", body=body)


def plus(*terms: Node) -> Terms:
    return Terms(terms, ("",) + ("+",) * (len(terms) - 1))


i, j, k, n, x, y, a, b, c = (sym(name) for name in "ijknxyabc")
one, two = Number("1"), Number("2")
e_xi, e_xj, e_xk = (Power(sym("e"), sym("x", index)) for index in "ijk")
SIGMA = sym("\\Sigma")
SA_X = Apply(sym("SA"), (sym("X"),))
SA_X_PRIME = Apply(sym("SA", primes=1), (sym("X"),))
SA_i, SA_j = sym("SA", "i"), sym("SA", "j")
SOFT = Fraction(e_xi, over("k", e_xk, "\\in", n))
SOFT_LATEX = r"\frac{e^{x_i}}{\sum_{k \in n} e^{x_k}} i"
i_plus_1 = Group("(", plus(i, one), ")")
QUOTIENT = Fraction(
    Terms(
        (
            times(sym("g", "i", primes=1), sym("h", "i"), by="*"),
            times(sym("g", "i"), sym("h", "i", primes=1), by="*"),
        ),
        ("", "-"),
    ),
    Power(sym("h", "i"), two),
)

PAPER = {
    "1": (
        rf"SA(X) = \sum_{{i \in n}} {SOFT_LATEX} \tag{{1}}",
        [Row("", ("", "="), (SA_X, over("i", times(SOFT, i), "\\in", n)))],
    ),
    "2": (
        rf"SA'(X) = \frac{{\partial SA}}{{\partial x_j}}"
        rf" = \frac{{\sum_{{i \in n}} {SOFT_LATEX}}}{{\partial x_j}}",
        [
            Row(
                "",
                ("", "=", "="),
                (
                    SA_X_PRIME,
                    Fraction(d(sym("SA")), d(sym("x", "j"))),
                    Fraction(over("i", times(SOFT, i), "\\in", n), d(sym("x", "j"))),
                ),
            )
        ],
    ),
    "3": (
        rf"\frac{{\partial \sum_{{i \in n}} {SOFT_LATEX}}}{{\partial x_j}}"
        rf" = \frac{{\sum_{{i \in n}} \partial {SOFT_LATEX}}}{{\partial x_j}}",
        [
            Row(
                "",
                ("", "="),
                (
                    Fraction(d(over("i", times(SOFT, i), "\\in", n)), d(sym("x", "j"))),
                    Fraction(over("i", d(times(SOFT, i)), "\\in", n), d(sym("x", "j"))),
                ),
            )
        ],
    ),
    "4": (
        r"SA_i = \frac{\sum_{k \in n}^{e^{x_i}} i}{x_j} \tag{4}",
        [Row("", ("", "="), (SA_i, Fraction(over("k", i, "\\in", n, e_xi), sym("x", "j"))))],
    ),
    "5": (
        r"g_i = i * e^{x_i}, \quad g_i \prime = (i+1) * e^{x_i}",
        [
            Row("", ("", "="), (sym("g", "i"), times(i, e_xi, by="*"))),
            Row("", ("", "="), (sym("g", "i", primes=1), times(i_plus_1, e_xi, by="*"))),
        ],
    ),
    "6": (
        r"h_i = \sum_{k \in n} e^{x_k} = \Sigma, \quad h_i \prime = e^{x_i} \tag{6}",
        [
            Row("", ("", "=", "="), (sym("h", "i"), over("k", e_xk, "\\in", n), SIGMA)),
            Row("", ("", "="), (sym("h", "i", primes=1), e_xi)),
        ],
    ),
    "7": (
        r"SA'_{i} = \frac{\partial \frac{e^{x_{i}}}{\sum_{k \in n} e^{x_{k}}} i}{\partial x_{j}}"
        r" = \frac{g'_{i} * h_{i} - g_{i} * h'_{i}}{h_{i}^{2}}",
        [
            Row(
                "",
                ("", "=", "="),
                (sym("SA", "i", primes=1), Fraction(d(times(SOFT, i)), d(sym("x", "j"))), QUOTIENT),
            )
        ],
    ),
    "8": (
        r"= \frac{(i+1) * e^{x_i} * \Sigma - i * e^{x_i} * e^{x_j}}{\Sigma^2}"
        r" = \frac{(i+1) * e^{x_i}}{\Sigma} - \frac{i * e^{x_i} * e^{x_j}}{\Sigma^2}",
        [
            Row(
                "",
                ("=", "="),
                (
                    Fraction(
                        Terms(
                            (times(i_plus_1, e_xi, SIGMA, by="*"), times(i, e_xi, e_xj, by="*")), ("", "-")
                        ),
                        Power(SIGMA, two),
                    ),
                    Terms(
                        (
                            Fraction(times(i_plus_1, e_xi, by="*"), SIGMA),
                            Fraction(times(i, e_xi, e_xj, by="*"), Power(SIGMA, two)),
                        ),
                        ("", "-"),
                    ),
                ),
            )
        ],
    ),
    "12": (
        r"= -\left(\frac{1}{i} * SA_i * SA_j\right) \tag{12}",
        [Row("", ("=",), (Terms((Group("(", times(Fraction(one, i), SA_i, SA_j, by="*"), ")"),), ("-",)),))],
    ),
    "13": (
        r"SA'(X) = -\sum_{i \neq j} \frac{SA_i * SA_j}{i} + SA_j (1 + \frac{1}{j} - \frac{SA_j}{j})",
        [
            Row(
                "",
                ("", "="),
                (
                    SA_X_PRIME,
                    Terms(
                        (
                            over("i", Fraction(times(SA_i, SA_j, by="*"), i), "\\neq", j),
                            times(
                                SA_j,
                                Group(
                                    "(",
                                    Terms((one, Fraction(one, j), Fraction(SA_j, j)), ("", "+", "-")),
                                    ")",
                                ),
                            ),
                        ),
                        ("-", "+"),
                    ),
                ),
            )
        ],
    ),
    "14": (
        r"\therefore -\sum_{i}^{n} \frac{SA_{i} * SA_{j}}{j} + SA_{j}(1 + \frac{1}{j})",
        [
            Row(
                "\\therefore",
                ("",),
                (
                    Terms(
                        (
                            over("i", Fraction(times(SA_i, SA_j, by="*"), j), upper=n),
                            times(SA_j, Group("(", plus(one, Fraction(one, j)), ")")),
                        ),
                        ("-", "+"),
                    ),
                ),
            )
        ],
    ),
    "16": (
        r"-S_j \sum_{i=1}^{n} SA_i + SA_j + S_j \tag{16}",
        [
            Row(
                "",
                ("",),
                (
                    Terms(
                        (times(sym("S", "j"), over("i", SA_i, "=", one, n)), SA_j, sym("S", "j")),
                        ("-", "+", "+"),
                    ),
                ),
            )
        ],
    ),
}


@pytest.mark.parametrize("tag", PAPER)
def test_paper_equation(tag: str) -> None:
    latex, expected = PAPER[tag]
    assert list(rows(latex)) == expected


f_x = Apply(sym("f"), (x,))
log, sin, exp = (sym("\\" + name) for name in ("log", "sin", "exp"))
EXPRESSIONS: list[tuple[str, Node]] = [
    # Names, fonts, accents, primes.
    ("SA", sym("SA")),
    ("xy", times(x, y)),
    (r"\operatorname{loss}_i", sym("loss", "i")),
    (r"\mathrm{SA} \text{ab}", times(sym("SA"), sym("ab"))),
    (r"\mathbf{x}_i", sym("x", "i")),
    (r"\mathbf x", sym("\\mathbf{x}")),
    (r"\boldsymbol{\theta}", sym("\\mathbf{\\theta}")),
    (r"\mathcal L", sym("\\mathcal{L}")),
    (r"\mathbf{x_i}^2", Power(sym("x", "i"), two)),
    (r"\hat{y}_k", sym("\\hat{y}", "k")),
    (r"\hat y x", times(sym("\\hat{y}"), x)),
    (r"\hat yx", times(sym("\\hat{y}"), x)),
    (r"\bar{\mathbf{x}}", sym("\\bar{x}")),
    (r"\widehat{SA}", sym("\\widehat{SA}")),
    (r"g_i\prime", sym("g", "i", primes=1)),
    (r"g^\prime_i", sym("g", "i", primes=1)),
    (r"g^{\prime\prime}", sym("g", primes=2)),
    ("g''", sym("g", primes=2)),
    ("g'^2", Power(sym("g", primes=1), two)),
    # Scripts.
    ("x_i^2", Power(sym("x", "i"), two)),
    ("x^2_i", Power(sym("x", "i"), two)),
    ("x^23", times(Power(x, two), Number("3"))),
    ("x_12", times(sym("x", one), two)),
    ("x_ij", times(sym("x", "i"), j)),
    ("x_{12}", sym("x", Number("12"))),
    ("A_{ij}", sym("A", "i", "j")),
    ("A_{i j}", sym("A", "i", "j")),
    ("A_{i,j}", sym("A", "i", "j")),
    ("x_{i+1}", sym("x", plus(i, one))),
    (r"\lambda_{\max}", sym("\\lambda_{\\max}")),
    ("x^{-1}", Power(x, Terms((one,), ("-",)))),
    ("{x}_i", sym("x", "i")),
    ("{a+b}", Group("{", plus(a, b), "}")),
    # Applications.
    ("SA'(X)", SA_X_PRIME),
    (r"SA \left( X \right)^2", Power(SA_X, two)),
    ("SA_j(1+x)", times(SA_j, Group("(", plus(one, x), ")"))),
    ("a(x)", times(a, Group("(", x, ")"))),
    ("f(a, b)", Apply(sym("f"), (a, b))),
    (r"\log x", Apply(log, (x,), True)),
    (r"\log x^2", Apply(log, (Power(x, two),), True)),
    (r"\log(x) y", times(Apply(log, (x,)), y)),
    (r"\log{(x)}", Apply(log, (x,))),
    (r"\log(x)^2", Power(Apply(log, (x,)), two)),
    (r"\exp\left[x\right]", Apply(exp, (x,))),
    (r"\sin^2 x", Power(Apply(sin, (x,), True), two)),
    (r"\sin^2(x)", Power(Apply(sin, (x,)), two)),
    (r"\sin 2x", Apply(sin, (times(two, x),), True)),
    (r"\sin x \sin y", times(Apply(sin, (x,), True), Apply(sin, (y,), True))),
    (r"\log x \cdot y", times(Apply(log, (x,), True), y, by="\\cdot")),
    (r"\log \log f(x)", Apply(log, (Apply(log, (f_x,), True),), True)),
    (r"\log \sum_k e^{x_k}", Apply(log, (over("k", e_xk),), True)),
    (r"\log_2 x", Apply(sym("\\log", two), (x,), True)),
    (r"\max(0, x)", Apply(sym("\\max"), (Number("0"), x))),
    ("exp(x)", Apply(exp, (x,))),
    ("sqrt(x)", Root(x)),
    ("max(x)", Apply(sym("\\max"), (x,))),
    ("exp x", times(sym("e"), x, sym("p"), x)),
    (r"\mathbb{1}[i = j]", Apply(sym("\\mathbb{1}"), (i, j))),
    (r"\mathbb 1_{i=j}", Apply(sym("\\mathbb{1}"), (i, j))),
    (r"\mathbf 1\{i=j\} x", times(Apply(sym("\\mathbb{1}"), (i, j)), x)),
    # Fractions, roots, bars.
    (r"\frac12", Fraction(one, two)),
    (r"\frac1n", Fraction(one, n)),
    (r"\tfrac{1}2 x", times(Fraction(one, two), x)),
    (r"\frac ab c", times(Fraction(a, b), c)),
    (r"\sqrt 2", Root(two)),
    (r"\sqrt[3]{x}", Root(x, Number("3"))),
    (r"\lvert x \rvert", Absolute(x)),
    (r"\left| x \right|", Absolute(x)),
    ("|x||y|", times(Absolute(x), Absolute(y))),
    ("|-|x||", Absolute(Terms((Absolute(x),), ("-",)))),
    # Operators.
    (r"a \times b \ast c", Product((a, b, c), ("\\times", "\\ast"))),
    ("a / b * c", Product((a, b, c), ("/", "*"))),
    ("1/2 x", Product((one, two, x), ("/", ""))),
    ("-a", Terms((a,), ("-",))),
    (r"a \, \; ~ \! b", times(a, b)),
    ("a % a comment\n b", times(a, b)),
    (r"a\phantom{xyz} b\label{eq:1} \notag", times(a, b)),
    # Big operators.
    (r"\sum x", Big("\\sum", Range(), x)),
    (r"\sum_i a + b", plus(over("i", a), b)),
    (r"\sum_{i,j} a", Big("\\sum", Range((i, j)), a)),
    (r"\sum_{ij} a", Big("\\sum", Range((i, j)), a)),
    (r"\sum\limits^n_{i=1} a", over("i", a, "=", one, n)),
    (r"\sum\nolimits_{k \leq b} a", over("k", a, "\\le", b)),
    (r"\sum_{k > b} a", over("k", a, ">", b)),
    (r"\prod_k a \sum_i b", Big("\\prod", Range((k,)), times(a, over("i", b)))),
    (r"(\sum_i a) b", times(Group("(", over("i", a), ")"), b)),
    # Derivatives.
    (r"\partial_{x_j} f", Partial("\\partial", subscript=sym("x", "j"), body=sym("f"))),
    (r"\frac{\partial}{\partial x} f", times(Fraction(Partial("\\partial"), d(x)), sym("f"))),
    (r"\partial f / \partial x", Fraction(d(sym("f")), d(x))),
    (r"2 \cdot \partial f / \partial x", times(two, Fraction(d(sym("f")), d(x)), by="\\cdot")),
    (
        r"\frac{\partial^2 f}{\partial x \partial y}",
        Fraction(Partial("\\partial", two, body=sym("f")), d(times(x, d(y)))),
    ),
    (r"\frac{d}{dx} y", times(Fraction(Partial("d"), Partial("d", body=x)), y)),
    (r"\frac{\mathrm{d}y}{\mathrm{d}x}", Fraction(Partial("d", body=y), Partial("d", body=x))),
    (r"\frac{\mathrm{d}{y}}{d{x}}", Fraction(Partial("d", body=y), Partial("d", body=x))),
    (
        r"\frac{\operatorname{d}\!y}{\operatorname{d}\! x}",
        Fraction(Partial("d", body=y), Partial("d", body=x)),
    ),
    (r"x\hskip1.25pt y\mkern 2muy\kern-.5emx", Product((x, y, y, x), ("", "", ""))),
    (r"\frac{d}{d+1}", Fraction(sym("d"), plus(sym("d"), one))),
    (r"\frac{d_1}{d_2}", Fraction(sym("d", one), sym("d", two))),
    ("d x", times(sym("d"), x)),
]


@pytest.mark.parametrize(("latex", "expected"), EXPRESSIONS, ids=[latex for latex, _ in EXPRESSIONS])
def test_expression(latex: str, expected: Node) -> None:
    assert node(latex) == expected


ROWS: list[tuple[str, list[tuple[str, tuple[str, ...]]]]] = [
    ("a = b.", [("", ("", "="))]),
    ("a = b, c = a;", [("", ("", "=")), ("", ("", "="))]),
    (r"a = b \qquad c = a", [("", ("", "=")), ("", ("", "="))]),
    (r"\begin{aligned} a &= b \\ &= c \end{aligned}", [("", ("", "=")), ("", ("=",))]),
    (r"a &= b \\ &\quad + c \\[2ex] &= c", [("", ("", "=")), ("", ("=",))]),
    (r"a = b \\ \cdot c", [("", ("", "="))]),
    (r"a = b + \\ c", [("", ("", "="))]),
    (r"a = b \implies c = b", [("", ("", "=")), ("\\implies", ("", "="))]),
    (r"\therefore\quad a \le b \geq c \ne a", [("\\therefore", ("", "\\le", "\\ge", "\\neq"))]),
    (r"a \stackrel{\text{def}}{=} b \overset{(i)}{=} c", [("", ("", ":=", "="))]),
    (r"a := b \coloneqq c \equiv a \not= b", [("", ("", ":=", ":=", "\\equiv", "\\neq"))]),
    (
        r"a = b \quad \text{where } c = a \text{ and } b = c",
        [("", ("", "=")), (r"\text{where}", ("", "=")), ("", ("", "="))],
    ),
    (r"a = b \quad \text{by the chain rule}", [("", ("", "="))]),
    (r"a = b, \quad \text{for } i = j", [("", ("", "=")), (r"\text{for}", ("", "="))]),
    (r"a = b \quad (i \neq j)", [("", ("", "=")), (r"\text{for}", ("", "\\neq"))]),
    (r"a_i = b, \quad i = 1, 2, \dots, n", [("", ("", "="))]),
    (r"a &= b & c &= d \\ &\quad {}+ e", [("", ("", "="))] * 2),
    (r"a = b \quad \text{for all k}", [("", ("", "="))]),
    (r"f(x; y) = a", [("", ("", "="))]),
]


@pytest.mark.parametrize(("latex", "expected"), ROWS, ids=[latex for latex, _ in ROWS])
def test_rows(latex: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(row.lead, row.relations) for row in rows(latex)] == expected


def test_a_sign_after_a_line_break_continues_the_term() -> None:
    (row,) = rows(r"a = b \\ + c")
    assert row.members == (a, plus(b, c))


def test_spans_are_places_in_the_whole_source() -> None:
    source = Source("p", "text $$ a = x_{i} + 1 $$")
    (row,) = read_display(source, Span(7, 22))
    total = row.members[1]
    assert source.text[slice(*row.span)] == "a = x_{i} + 1"
    assert source.text[slice(*total.span)] == "x_{i} + 1"
    assert isinstance(total, Terms)
    assert source.text[slice(*total.terms[0].span)] == "x_{i}"


@pytest.mark.parametrize("latex", [*(latex for latex, _ in EXPRESSIONS), r"\mathbf{\left(a\right)} b {c}"])
def test_what_stands_at_a_span_reads_as_its_node(latex: str) -> None:
    source = Source("p", "before " + latex + " after")
    for part in walk(read_expression((source, Span(7, 7 + len(latex))), NAMES, FUNCTIONS)):
        if not isinstance(part, Partial) or part.operator == "\\partial":
            with suppress(ReadError):
                again = read_expression((source, part.span), NAMES, FUNCTIONS)
                around = isinstance(again, Power) and again.base == part  # `\\sin^2 x` holds no `\\sin x`
                assert again == part or around or _has_differential(part), source.text[slice(*part.span)]


def _has_differential(node: Node) -> bool:
    return any(isinstance(part, Partial) for part in walk(node))


REFUSALS = [
    ("", "there is no mathematics here", 1, 1),
    ("a =", "`=` has nothing after it", 1, 3),
    ("a = \n = b", "`=` right after `=`; something should stand between them", 2, 2),
    ("* a", "an equation cannot begin with `*`", 1, 1),
    ("__import__('os')", "an equation cannot begin with `_`", 1, 1),
    ("a ** b", "`*` cannot stand after `*`", 1, 4),
    ("()", "nothing stands between `(` and `)`", 1, 1),
    ("x^", "`^` takes a single sign or an expression in braces", 1, 2),
    ("x_-1", "`_` takes a single sign or an expression in braces, not `-`", 1, 2),
    ("x^-1", "`^` takes a single sign or an expression in braces, not `-`", 1, 2),
    ("a - -b", "a sign right after `-`; put the signed term in parentheses", 1, 5),
    (r"\#", "unknown command `\\#`", 1, 1),
    ("a + (b", "this `(` is never closed", 1, 5),
    ("a + b)", "this `)` closes nothing", 1, 6),
    ("[a)", "this `[` is closed by `)`", 1, 3),
    ("{a", "this `{` has no `}` after it", 1, 1),
    ("a}", "this `}` has no `{` before it", 1, 2),
    ("(|x)", "this `|` has no `|` to close it", 1, 2),
    ("x_i_j", "a second subscript; write both in one, as `x_{i,j}`", 1, 4),
    ("x^2^3", "a second superscript; put what the first one stands on in parentheses", 1, 4),
    ("x^2'", "a prime after a superscript; write the prime first", 1, 4),
    ("{x^2}^3", "a power of a power; put the first one in parentheses", 1, 1),
    ("x^2.5", None, 1, 3),
    ("x^{.}", "`.` cannot stand within delimiters", 1, 4),
    ("(a, b)", "a comma in parentheses; one expression is expected", 1, 5),
    ("2 3", "two numerals side by side; write `\\cdot` between them", 1, 3),
    (r"\log{a + b}", "write `\\log(…)`: braces do not show in print", 1, 5),
    (r"\log", "`\\log` has nothing after it", 1, 1),
    (r"\log * x", "`*` cannot stand right after `\\log`", 1, 6),
    (r"\log(a, b)", "`\\log` takes one argument", 1, 9),
    (r"a + \sum_i", "`\\sum` has nothing after it", 1, 5),
    (r"\sum_{i+1} a", "an index is a name, as the i of `\\sum_{i=1}^{n}`", 1, 7),
    (r"\mathbb{1} x", "the indicator has no condition after it, as in `\\mathbb{1}[i = j]`", 1, 1),
    ("\\", "a backslash with no command after it", 1, 1),
    ("a # b", "`#` is no sign of mathematics that can be read here", 1, 3),
    ("90°", "the character `°` is not LaTeX; write `^\\circ`", 1, 3),
    ("a = 猫", "the character '猫' (U+732B) cannot be read; use LaTeX's commands", 1, 5),
    ("a . b", "a full stop within a row", 1, 3),
    (
        r"a = b \quad \text{if i = j}",
        "a condition in words, `if i = j`; write it in mathematics, `\\quad x > 0`",
        1,
        13,
    ),
    (r"\begin{foo} a \end{foo}", "unknown environment `foo`", 1, 1),
    (r"\left a", "`\\left` has no delimiter after it", 1, 1),
    (r"\sqrt[3", "this `[` has no `]` after it", 1, 6),
    ("x" * 20_001, "the display has 20,001 characters; the limit is 20,000", 1, 1),
    ("x" * 20_000, "the display has more than 5,000 signs; split it", 1, 5001),
    ("(" * 101 + ")" * 101, "nested too deeply; the limit is 100 levels", 1, 101),
    (r"\left[" * 101 + "x" + r"\right]" * 101, "nested too deeply; the limit is 100 levels", 1, 601),
    ("f(x) = " + "(" * 101 + "x", "nested too deeply; the limit is 100 levels", 1, 108),
    (r"\sum " * 200 + "x", "nested too deeply; the limit is 100 levels", 1, 501),
]


@pytest.mark.parametrize(("latex", "message", "line", "column"), REFUSALS, ids=[r[0][:30] for r in REFUSALS])
def test_refusal(latex: str, message: str | None, line: int, column: int) -> None:
    found, found_line, found_column = refusal(latex)
    assert (found_line, found_column) == (line, column)
    assert message is None or found == message


def test_a_refusal_says_how_to_write_it() -> None:
    assert "put the numeral in braces, `{2.5}`" in refusal("x^2.5")[0]


OUT_OF_SCOPE = [
    (r"a = \infty", "infinity, `\\infty`, is out of scope"),
    (r"a, \dots, b", "an omission, `\\dots`, is out of scope"),
    ("a + ... + b", "an omission, `...`, is out of scope"),
    ("!", "an exclamation mark that is no factorial, `!`, is out of scope"),
    (r"f : A \to B", "a colon, `:`, is out of scope"),
    ("a = ?", "a question mark, `?`, is out of scope"),
    (r"a = \text{?}", "a question mark, `?`, is out of scope"),
    (r"x | t \sim p", "a conditional bar, `|`, is out of scope"),
    ("a = 10,000", "`10,000` can be one number or two; write `10000` for one, and a space for two"),
    (
        r"a = b \text{ of the sea } c",
        "the words `of the sea` stand in the middle of a row and cannot be skipped",
    ),
    (r"E = \text{const.}", "`const.` need not be the same each time; give it a name"),
    (r"E = \mathrm{const}", "`const` need not be the same each time; give it a name"),
    (
        r"y = x + (\text{terms with } x^2)",
        "`terms with` need not be the same each time; give it a name",
    ),
    (
        r"\text{rank of } A = 2",
        "`rank of` can be a quantity, or words before one; say it in a sentence beside the display",
    ),
    (
        r"\text{total cost} - 3 = 4",
        "`total cost` can be a quantity, or words before one; say it in a sentence beside the display",
    ),
    (r"n \choose k", "a binomial coefficient, `\\choose`, is out of scope"),
    (r"\mathbf{1} x", "a vector of ones, `\\mathbf{1}`, is out of scope"),
]


@pytest.mark.parametrize(("latex", "message"), OUT_OF_SCOPE)
def test_out_of_scope_is_named(latex: str, message: str) -> None:
    with pytest.raises(Unsupported) as caught:
        rows(latex)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("a = b", "one expression is expected, without `=`"),
        (r"\therefore a", "one expression is expected, without `\\therefore`"),
        ("a, b", "one expression is expected, and here another begins"),
    ],
)
def test_read_expression_takes_one_expression(latex: str, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_expression(latex)
    assert caught.value.message == message


def test_what_looks_like_code_is_letters() -> None:
    assert isinstance(node("os(system)"), Product)
    assert isinstance(node("eval(x)"), Product)


HOSTILE = [
    "{" * 10_000,
    "(" * 4_999,
    r"\sum " * 3_000 + "x",
    r"\log " * 3_000 + "x",
    r"\sqrt[" * 2_000 + "]" * 2_000,
    r"\hat" * 4_900,
    r"\mathbf" * 2_500,
    "x^" * 2_500,
    r"\frac" * 3_900,
    "x" + "'" * 4_900,
    "|" * 4_999,
    "a," * 2_400,
    "a+" * 2_400 + "a",
    "a/" * 2_400 + "a",
    r"\partial " * 2_200,
]


@pytest.mark.parametrize("latex", HOSTILE, ids=[latex[:8] for latex in HOSTILE])
def test_hostile_text_is_answered(latex: str) -> None:
    with suppress(ReadError):
        assert rows(latex)


FRAGMENTS = [
    r"SA",
    r"f(",
    r"}{",
    r"{d",
    r"1.5",
    r"é",
    r"\frac{",
    r"\sum_{i=1}^n",
    r"\text{for}",
    r"\begin{aligned}",
    r"\frac{d}{dx}",
    r"\mathbb{1}",
]
SIGNS = "abdexSA0129+-*/=<>()[]{}{}{}_^_^'|,.;&~% \n$#!\\\0"
PIECES = st.sampled_from([*sorted(commands.KNOWN), *SIGNS, *FRAGMENTS])


def read_or_refused(latex: str) -> tuple[Row, ...] | ReadError:
    try:
        return rows(latex)
    except ReadError as error:
        return error


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_gives_rows_or_a_read_error(latex: str) -> None:
    answer = read_or_refused(latex)
    if isinstance(answer, ReadError):
        assert 0 <= answer.span.start <= answer.span.end <= len(latex)
        assert visible(answer.message) in str(answer)
    else:
        assert answer
