r"""Declared kinds: each reads a document otherwise than it would be, and proves nothing that is false."""

from __future__ import annotations

import pytest

import derivation
from derivation.errata import erratum
from derivation.reading.declared import parse_reading
from derivation.reading.written import written

VERDICTS = {
    "a function, which would be a product": (
        r"$$ D(1+y) + b = b + D + D y $$",
        "D = 'function'",
        "undecided",
    ),
    "a number, which would be applied": (
        r"$$ f(2) + 1 = 1 + 2 f $$ $$ f(x+1) = f x + f $$",
        "f = 'number'",
        "right right",
    ),
    "numbers, which would be matrices": (
        r"$$ A B = B A $$",
        "A = 'number'\nB = 'real'",
        "right",
    ),
    "matrices, which would be numbers": (
        r"$$ (A + B)^2 = A^2 + 2 A B + B^2 $$",
        "A = 'matrix'\nB = 'matrix'",
        "undecided",
    ),
    "a power, which would be a transpose": (
        r"$$ z = x^T y $$ $$ z^2 = x^{2T} y^2 $$ $$ z^2 = x^T y^2 $$",
        "T = 'number'\nx = 'number'",
        "definition right wrong",
    ),
    "entries, which would be names of their own": (
        r"$$ c_p = 2 b $$ $$ c_1 = 2 b $$ $$ c_1 = 3 b $$",
        "p = 'index'",
        "definition right wrong",
    ),
    "names of their own, which would be entries": (
        r"$$ E_i = m c_i $$ $$ E_j = 2 m c_j $$ $$ E_j = 3 m c_j $$",
        "E = 'number'\nc = 'number'",
        "definition definition wrong",
    ),
    "a label in two names": (
        r"$$ u_i = 2 v_i $$ $$ u_j = 3 v_i $$ $$ u_j = u_i $$",
        "i = 'label'\nj = 'label'",
        "definition definition wrong",
    ),
    "one name with a label beside entries": (
        r"$$ q = \sum_k x_k $$ $$ \frac{\partial q}{\partial x_s} = 1 $$",
        "x_s = 'number'",
        "definition undecided",
    ),
    "a prime that is part of a name": (
        r"$$ v' = a b $$ $$ 2 v' = 2 a b $$ $$ v' = 2 a b $$",
        "\"v'\" = 'number'",
        "definition right wrong",
    ),
    "a label above": (
        r"$$ a^{(l)} = 2 b $$ $$ a^{(m)} = 3 b $$ $$ a^{(m)} = 2 b $$",
        "a = 'number'",
        "definition definition wrong",
    ),
    "a size and a range": (
        r"$$ s = \sum_i y_i $$ $$ \sum_i (x_i + c) = m c + \sum_i x_i $$"
        r" $$ \sum_i (x_i + c) = c + \sum_i x_i $$",
        "x = 'vector over m'\nm = 'size'",
        "definition right wrong",
    ),
    "a range without a size": (
        r"$$ \sum_k x_k = x_0 + x_1 + x_2 $$ $$ \sum_k x_k = x_1 + x_2 $$",
        "k = 'index over 0..2'\nx = 'vector over 0..2'",
        "right wrong",
    ),
    "the axes of a matrix": (
        r"$$ \sum_i \sum_j A_{ij} = A_{1,1} + A_{1,2} $$ $$ \sum_i \sum_j A_{ij} = A_{1,1} + A_{2,1} $$",
        "A = 'matrix over 1..1, 1..2'",
        "right wrong",
    ),
    "an angle that is real": (
        r"$i$ is the imaginary unit. $$ \lvert e^{i\theta} \rvert = 1 $$",
        r"'\theta' = 'real'",
        "right",
    ),
}


def verdicts(text: str, kinds: str) -> list[str]:
    reading = f"[kinds]\n{kinds}" if kinds else ""
    return [result.verdict for result in derivation.check(derivation.loads(text, reading))]


@pytest.mark.parametrize("name", VERDICTS)
def test_what_is_declared_goes_before_what_is_inferred(name: str) -> None:
    text, kinds, declared = VERDICTS[name]
    assert verdicts(text, kinds) == declared.split()
    assert verdicts(text, "") != declared.split()


UNKNOWN = {
    "an opaque quantity has no value": (r"$$ y = W a $$ $$ 2 W = W + 3 $$", "W = 'opaque'"),
    "an opaque quantity may move": (r"$$ y = a $$ $$ \frac{\partial W}{\partial a} = 0 $$", "W = 'opaque'"),
    "an operator is not linear": (r"$$ y = D(x) $$ $$ D(2 x) = 2 D(x) $$", "D = 'operator'"),
    "an operator may depend on more than it shows": (
        r"$$ y = D(x) $$ $$ \frac{\partial D(x)}{\partial b} = 0 $$",
        "D = 'operator'",
    ),
    "a function of two arguments is not symmetric": (
        r"$$ z = x y $$ $$ d(x, y) = d(y, x) $$",
        "d = 'function'",
    ),
    "a whole vector moves with its entries": (
        r"$$ q = \sum_j x_j $$ $$ \frac{\partial x}{\partial x_j} = 0 $$",
        "x = 'vector'",
    ),
    "a complex number is not its modulus": (r"$$ w = 2 $$ $$ \lvert z \rvert^2 = z^2 $$", "z = 'complex'"),
    "matrices do not commute in a square": (
        r"$$ w = 2 $$ $$ (A+B)^2 = A^2 + 2AB + B^2 $$",
        "A = 'matrix'\nB = 'matrix'",
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_stands_for_itself_is_neither_proved_nor_refuted(name: str) -> None:
    text, kinds = UNKNOWN[name]
    assert verdicts(text, kinds)[-1] == "undecided"


ALGEBRA = {
    "opaque": (r"$$ 2 W = W + W $$", "W = 'opaque'"),
    "an operator": (r"$$ D(x) + D(x) = 2 D(x) $$", "D = 'operator'"),
    "matrices": (r"$$ A + B = B + A $$", "A = 'matrix'\nB = 'matrix'"),
    "a vector": (r"$$ v + v = 2 v $$", "v = 'vector'"),
}


@pytest.mark.parametrize("name", ALGEBRA)
def test_algebra_around_what_stands_for_itself_is_judged(name: str) -> None:
    text, kinds = ALGEBRA[name]
    assert verdicts(text, kinds) == ["right"]


def test_a_name_of_several_letters_can_have_a_kind() -> None:
    text = "$$ Gain = a - b $$ $$ 2 Gain = 2 a - 2 b $$ $$ Gain = a + b $$"
    assert verdicts(text, "Gain = 'number'") == ["definition", "right", "wrong"]


def test_the_report_says_what_is_declared() -> None:
    report = derivation.check(
        derivation.loads("$$ y_i = D(x_i) $$", "[kinds]\nD = 'operator'\ny = 'vector over n'\nn = 'size'")
    )
    assert report.derivation.declarations == ("D is an operator", "y is a vector over n", "n is a size")


def test_kinds_are_written_as_they_are_read() -> None:
    text = '[kinds]\nE_k = "number"\n\'\\beta\' = "vector over n"\n"v\'" = "real"\nn = "size"\n'
    declared = parse_reading(text, "r.toml")
    assert parse_reading(written(declared), "r.toml") == declared


def test_an_erratum_keeps_the_kinds() -> None:
    report = derivation.check(
        derivation.loads(r"$$ y = A B $$ $$ B A + a = 2 a + A B $$", "[kinds]\nA = 'number'\nB = 'number'")
    )
    assert [result.verdict for result in report] == ["definition", "wrong"]
    found = erratum(report)
    assert found is not None
    assert parse_reading(found.reading, "r.toml").kinds.keys() == {"A", "B"}
