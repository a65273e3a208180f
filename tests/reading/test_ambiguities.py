"""What could be read otherwise: both readings, and what to write for the other one.

What is told to be written is written, and does what it says.
"""

from __future__ import annotations

import pytest

import derivation
from derivation.reading.ambiguities import Ambiguity, ambiguities


def told(text: str, label: str = "1", reading: str = "") -> tuple[Ambiguity, ...]:
    found = derivation.loads(text, reading)
    statement = next(s for s in (*found.statements, *found.unread) if s.label == label)
    return ambiguities(found, statement)


TOLD = {
    "a product that may be an application": (
        "$$ D (1 + y) = D + D y $$",
        Ambiguity(
            "D (1 + y)",
            "$D$ times what stands in parentheses, since $D$ stands alone in line 1",
            'if `D` is a function, write `D = "function"` under [kinds]',
        ),
    ),
    "an application that may be a product": (
        "$$ f(t) = f(t) $$",
        Ambiguity(
            "f(t)",
            "$f$ applied to what stands in parentheses",
            'for a product write `f \\cdot (t)`, or `f = "number"` under [kinds]',
        ),
    ),
    "a power before an argument": (
        "$$ f(x) = x $$\n$$ f^2(x) = x $$",
        Ambiguity(
            "f^2(x)",
            "a quantity of its own: a power, a derivative or an iterate",
            "for the power write `f(x)^2`, for `f` applied twice `f(f(x))`",
        ),
    ),
    "a label that may be an index": (
        "$$ E_p = m v $$",
        Ambiguity(
            "E_{p}",
            "a name of its own: $p$ is a label, as it runs nowhere here",
            "if `E` has entries, say what `p` runs over (`for $p = 1, \\dots, n$`), "
            'or `E = "array"` under [kinds]',
        ),
    ),
    "an index that may be a label": (
        "$$ c_i = 2 x_i $$",
        Ambiguity(
            "c_i", "an entry of $c$: $i$ is an index", "for a label write `'c_i' = \"number\"` under [kinds]"
        ),
    ),
    "an index above": (
        "$$ c = a^{(l)} $$",
        Ambiguity(
            "a^{(l)}",
            "an entry of $a$: $l$ is an index",
            "for a label write `'a^{(l)}' = \"number\"` under [kinds], for a power `a^{l}`",
        ),
    ),
    "a prime": (
        "$$ y = x^2 $$\n$$ y' = 2 x $$",
        Ambiguity(
            "y'",
            "a derivative of $y$ by $x$",
            'if `y\'` is a name of its own, write `"y\'" = "number"` under [kinds]',
        ),
    ),
    "a prime that nothing tells": (
        "$$ v' = a $$",
        Ambiguity(
            "v'",
            "a derivative of $v$, by what nothing tells",
            'put prime = "x_j" in a reading file if its prime means ∂/∂x_j; '
            'if `v\'` is a name of its own, write `"v\'" = "number"` under [kinds]',
        ),
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_both_readings_are_told(name: str) -> None:
    text, expected = TOLD[name]
    assert expected in told(text, (text[:-3].count("$$\n") and "2") or "1")


PLAIN = {
    "a number that the document defines": ("$$ P = a b $$\n$$ P (1 + r) = P + P r $$", "2"),
    "a function that the document defines": ("$$ f(x) = x^2 $$\n$$ f(3) = 9 $$", "2"),
    "a size": ("$$ \\sum_{i=1}^n i = \\frac{n (n + 1)}{2} $$", "1"),
    "an index that a sum runs over": ("$$ \\sum_{i=1}^n x_i = 1 $$", "1"),
    "an index that a sum elsewhere runs over": ("$$ c_i = 2 x_i $$\n$$ \\sum_{i=1}^n x_i = 1 $$", "1"),
    "an index that the text gives a range": ("For $i = 1, \\dots, n$:\n$$ c_i = 2 $$", "1"),
    "numbers as labels": ("$$ E_1 = \\beta_0 $$", "1"),
    "a word as a label": ("$$ v_{max} = 2 $$", "1"),
    "the prime of a function": ("$$ f(x) = x^2 $$\n$$ f'(x) = 2 x $$", "2"),
    "a function of LaTeX": ("$$ \\sin^2(x) + \\cos^2(x) = 1 $$", "1"),
    "numbers": ("$$ 2 (a + b) = 2 a + 2 b $$", "1"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_has_one_reading_is_not_told(name: str) -> None:
    assert told(*PLAIN[name]) == ()


@pytest.mark.parametrize("name", [name for name, (_, own) in TOLD.items() if "[kinds]" in own.otherwise])
def test_what_is_told_settles_it(name: str) -> None:
    text, own = TOLD[name]
    entry = own.otherwise.split("` under [kinds]")[0].rpartition("`")[2]
    label = (text[:-3].count("$$\n") and "2") or "1"
    assert own not in told(text, label, f"[kinds]\n{entry}\n")


def test_the_reason_of_an_open_line_says_so() -> None:
    report = derivation.check(derivation.loads("$$ y = T(x) $$\n$$ T(x + z) = T(x) + T(z) $$"))
    assert report["2"].reason == (
        "this rests on the value of `T(x + z)`, which is not known; "
        'for a product write `T \\cdot (x + z)`, or `T = "number"` under [kinds] of the reading file'
    )


def test_a_command_that_nothing_defines_is_not_taken_for_a_power() -> None:
    report = derivation.check(derivation.loads(r"$$ \Vx^{(t)} = \Vy^{(2)}(t) $$"))
    assert "for the power" not in report["1"].reason


def test_what_is_to_be_written_shows_the_indices_as_printed() -> None:
    report = derivation.check(derivation.loads("$$ q = \\sum_j a_j $$\n$$ z_i = a_i $$\n$$ z_i = h(a_i) $$"))
    assert "write `h \\cdot (a_i)`" in report["3"].reason


def test_what_one_entry_settles_is_told_once() -> None:
    found = told("$$ f(T_h) - f(T_c) = f(T_h - T_c) $$")
    assert [own.latex for own in found] == ["f(T_{h})", "T_{h}"]
