r"""Scalar calculus as people write it: logarithms to a base, angles, inverses, roots, i, factorials.

Each row is a line, or a sentence with a line, and the verdict that it has; the wrong ones are as near to
the right ones as a slip of the pen.
"""

from __future__ import annotations

import pytest

import derivation

RIGHT = [
    # Logarithms to a base
    r"\log_2 8 = 3",
    r"\log_{10} (x y) = \log_{10} x + \log_{10} y",
    r"\log_b x = \frac{\ln x}{\ln b}",
    r"\log_a b \cdot \log_b a = 1",
    r"\frac{d}{dx} \log_a x = \frac{1}{x \ln a}",
    r"\ln x = \log_e x",
    r"\lg 1000 = 3",
    r"2^{\log_2 x} = x",
    r"10^{2 \log_{10} x} = x^2",
    r"a^{\log_a x} = x",
    # Inverse functions
    r"\frac{d}{dx} \arctan x = \frac{1}{1 + x^2}",
    r"\arcsin x + \arccos x = \frac{\pi}{2}",
    r"\sin^{-1} x + \cos^{-1} x = \frac{\pi}{2}",
    r"\frac{d}{dx} \arccos x = -\frac{1}{\sqrt{1 - x^2}}",
    r"\sin(\arccos x) = \sqrt{1 - x^2}",
    r"\tan(\arctan x) = x",
    r"\arctan(-x) = -\arctan x",
    r"\arcsin \frac{\sqrt{3}}{2} = \frac{\pi}{3}",
    r"\arccos(-1) = \pi",
    r"\frac{d}{dx} \operatorname{arsinh} x = \frac{1}{\sqrt{x^2 + 1}}",
    r"\sinh^{-1} x = \ln(x + \sqrt{x^2 + 1})",
    r"\operatorname{artanh} x = \frac{1}{2} \ln \frac{1 + x}{1 - x}",
    # Angles
    r"\cos \frac{\pi}{12} = \frac{\sqrt{6} + \sqrt{2}}{4}",
    r"\tan \frac{\pi}{8} = \sqrt{2} - 1",
    r"\cos \frac{\pi}{5} = \frac{1 + \sqrt{5}}{4}",
    r"\sin 150^\circ = \frac{1}{2}",
    r"\cos(60^{\circ} + x) = \frac{1}{2} \cos x - \frac{\sqrt{3}}{2} \sin x",
    r"180^\circ = \pi",
    r"\tan(\alpha + \beta) = \frac{\tan \alpha + \tan \beta}{1 - \tan \alpha \tan \beta}",
    r"\sin \alpha + \sin \beta = 2 \sin \frac{\alpha + \beta}{2} \cos \frac{\alpha - \beta}{2}",
    r"\sin^2 \frac{x}{2} = \frac{1 - \cos x}{2}",
    r"\tan \frac{x}{2} = \frac{\sin x}{1 + \cos x}",
    r"\operatorname{sech} x = \frac{2}{e^x + e^{-x}}",
    # Roots
    r"\sqrt[3]{x^3} = x",
    r"\sqrt[3]{-8} = -2",
    r"\sqrt[3]{x y} = \sqrt[3]{x} \sqrt[3]{y}",
    r"\sqrt[3]{x} = x^{1/3}",
    r"\frac{d}{dx} \sqrt[3]{x} = \frac{1}{3} x^{-2/3}",
    r"\frac{1}{\sqrt[3]{x}} = \frac{\sqrt[3]{x^2}}{x}",
    r"\sqrt{7 + 4 \sqrt{3}} = 2 + \sqrt{3}",
    r"\sqrt{2 + \sqrt{2}} \sqrt{2 - \sqrt{2}} = \sqrt{2}",
    r"|1 - \sqrt{2}| = \sqrt{2} - 1",
    # Factorials
    r"n! = n \, (n - 1)!",
    r"\binom{n}{k} = \frac{n!}{k! \, (n - k)!}",
    r"\binom{n}{k} = \binom{n-1}{k} + \binom{n-1}{k-1}",
    r"k \binom{n}{k} = n \binom{n-1}{k-1}",
    r"\binom{n}{k} = \binom{n}{n-k}",
    r"\binom{5}{2} = 10",
    r"\binom{3}{5} = 0",
    r"\frac{n!}{(n-2)!} = n (n - 1)",
]
WRONG = [
    r"\log_2 8 = 4",
    r"\log_{10} (x + y) = \log_{10} x + \log_{10} y",
    r"\log_b x = \frac{\ln b}{\ln x}",
    r"\frac{d}{dx} \log_a x = \frac{1}{x}",
    r"\lg 1000 = \ln 1000",
    r"4^{\log_2 x} = x",
    r"10^{\ln x} = x",
    r"\frac{d}{dx} \arctan x = \frac{1}{1 - x^2}",
    r"\arccos x = \pi - \arcsin x",
    r"\frac{d}{dx} \arccos x = \frac{1}{\sqrt{1 - x^2}}",
    r"\sin^{-1} x = \frac{1}{\sin x}",
    r"\arctan \frac{1}{x} = \frac{\pi}{2} - \arctan x",
    r"\arcsin(\sin x) = x",
    r"\arccos(-x) = -\arccos x",
    r"\arctan x = \frac{\arcsin x}{\arccos x}",
    r"\sin \frac{\pi}{3} = \frac{1}{2}",
    r"\cos 45^\circ = \frac{1}{2}",
    r"\sin 90^\circ = \sin 90",
    r"\cos \frac{x}{2} = \frac{\cos x}{2}",
    r"\sin 2x = 2 \sin x",
    r"\sin \alpha + \sin \beta = \sin(\alpha + \beta)",
    r"\sqrt[3]{x + y} = \sqrt[3]{x} + \sqrt[3]{y}",
    r"\sqrt[3]{-8} = 2",
    r"\sqrt[4]{x^4} = x",
    r"\sqrt{7 - 4 \sqrt{3}} = \sqrt{3} - 2",
    r"\sqrt{3 + 2 \sqrt{2}} = 1 + \sqrt{3}",
    r"(a^x)^y = a^{x + y}",
    r"n! = n^2 \, (n - 1)!",
    r"(2 n)! = 2 \, n!",
    r"k \binom{n}{k} = n \binom{n}{k-1}",
    r"\binom{n}{k} = \binom{n}{k-1}",
    r"4! = 25",
]
OPEN = [
    r"\log x = \log_{10} x",  # says what log is
    r"\log^{-1} x = e^x",
    r"T = 20^\circ C",
    r"\sin x^\circ = \sin x",
    r"e^{i \theta} = \cos \theta + i \sin \theta",  # nothing says what i is
    r"n!! = n",
]


def verdict(text: str) -> str:
    *_, result = derivation.check(derivation.loads(text))
    return str(result.verdict)


@pytest.mark.parametrize("line", RIGHT)
def test_right_lines(line: str) -> None:
    assert verdict(f"$$ {line} $$") == "right"


@pytest.mark.parametrize("line", WRONG)
def test_wrong_lines(line: str) -> None:
    assert verdict(f"$$ {line} $$") == "wrong"


@pytest.mark.parametrize("line", OPEN)
def test_open_lines(line: str) -> None:
    assert verdict(f"$$ {line} $$") in ("undecided", "unread")


UNIT = "Here $i$ is the imaginary unit, and $a$, $b$, $\\theta$ are real.\n\n"
COMPLEX = {
    r"(a + b i)(a - b i) = a^2 + b^2": "right",
    r"e^{i \theta} = \cos \theta + i \sin \theta": "right",
    r"\frac{1}{i} = -i": "right",
    r"\frac{1}{1 + i} = \frac{1 - i}{2}": "right",
    r"i^3 = -i": "right",
    r"e^{i \pi} = -1": "right",
    r"e^{i \pi / 3} = \frac{1 + i \sqrt{3}}{2}": "right",
    r"|a + b i| = \sqrt{a^2 + b^2}": "right",
    r"|e^{i \theta}| = 1": "right",
    r"(\cos \theta + i \sin \theta)^3 = \cos(3 \theta) + i \sin(3 \theta)": "right",
    r"\sin \theta = \frac{e^{i \theta} - e^{-i \theta}}{2 i}": "right",
    r"\frac{d}{d t} e^{i \omega t} = i \omega e^{i \omega t}": "right",
    r"\sqrt{-1} = i": "right",
    r"\cosh(i \theta) = \cos \theta": "right",
    r"(a + b i)^2 = a^2 + b^2 + 2 a b i": "wrong",
    r"\frac{1}{i} = i": "wrong",
    r"e^{i \theta} = \cos \theta - i \sin \theta": "wrong",
    r"\sin \theta = \frac{e^{i \theta} - e^{-i \theta}}{2}": "wrong",
    r"|a + b i| = a + b": "wrong",
    r"e^{i \theta} = e^{-i \theta}": "wrong",
    r"\frac{d}{d t} e^{i \omega t} = \omega e^{i \omega t}": "wrong",
    r"|z|^2 = z^2": "undecided",  # nobody says that z is real
    r"\sqrt{z^2} = |z|": "undecided",
    r"\log e^z = z": "undecided",
    r"\log e^a = a": "right",
    r"(e^z)^a = e^{z a}": "undecided",
    r"(e^z)^2 = e^{2 z}": "right",
    r"\sqrt{e^{2 z}} = e^z": "undecided",
    r"|e^z| = e^z": "undecided",
    r"\sqrt{i} = \frac{1 + i}{\sqrt{2}}": "undecided",
    r"\log i = \frac{i \pi}{2}": "undecided",
    r"\sqrt{-4} = 2": "undecided",
    r"\sqrt{a} \sqrt{b} = \sqrt{a b}": "undecided",
}


@pytest.mark.parametrize("line", COMPLEX)
def test_lines_with_the_imaginary_unit(line: str) -> None:
    assert verdict(f"{UNIT}$$ {line} $$") == COMPLEX[line]


def test_what_is_given_of_a_letter_beside_i_is_not_solved_as_if_it_were_real() -> None:
    text = "$$ z^3 = 1 $$\n\nHence\n\n$$ z = 1 $$"
    assert verdict(text) == "right"
    assert verdict(f"{UNIT}{text}") != "right"
    assert verdict(f"{UNIT}$$ w^2 + 1 = 0 $$\n\nHence\n\n$$ w = 5 $$") != "right"


def test_a_letter_is_an_index_or_the_imaginary_unit() -> None:
    text = f"{UNIT}$$ s = \\sum_{{i=1}}^n x_i $$\n\n$$ i^2 = -1 $$"
    assert verdict(text) == "undecided"


CONDITIONS = {
    r"\log_b x^3 = 3 \log_b x": ("x^3 > 0", "b ≠ 1", "b > 0", "x > 0"),
    r"\arcsin x = \frac{\pi}{2} - \arccos x": ("-1 ≤ x ≤ 1",),
    r"n! = n \, (n - 1)!": (r"n ∈ \{0, 1, 2, …\}", r"n - 1 ∈ \{0, 1, 2, …\}"),
    r"\sqrt[3]{x^3} = x": (),
    r"\arctan x = -\arctan(-x)": (),
}


@pytest.mark.parametrize("line", CONDITIONS)
def test_conditions_are_told(line: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {line} $$"))
    assert result.verdict == "right"
    assert result.conditions == CONDITIONS[line]


def test_an_arc_tangent_of_a_reciprocal_is_known_of_positive_numbers() -> None:
    line = r"$$ \arctan \frac{1}{x} = \frac{\pi}{2} - \arctan x $$"
    assert verdict(f"Let $x > 0$.\n\n{line}") == "right"
    assert verdict(f"Let $x < 0$.\n\n{line}") == "wrong"


def test_the_angle_of_a_point_is_not_refuted_in_another_quadrant() -> None:
    text = r"$$ \theta = \tan^{-1} \frac{y}{x} $$ $$ r = \sqrt{x^2 + y^2} $$ $$ \cos \theta = \frac{x}{r} $$"
    assert verdict(text) == "undecided"


def test_corrections_are_written_as_people_write() -> None:
    (root,) = derivation.check(derivation.loads(r"$$ x \sqrt[3]{x} = \sqrt[3]{x^2} $$"))
    assert root.truth is not None
    assert root.truth.latex == r"\sqrt[3]{x} x"
    (count,) = derivation.check(derivation.loads(r"$$ n \, (n - 1)! = 2 \, n! $$"))
    assert count.truth is not None
    assert count.truth.latex == "n!"
