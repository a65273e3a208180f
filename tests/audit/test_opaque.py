r"""What is well-formed and not understood stands for itself: algebra around it is judged, its value never."""

from __future__ import annotations

import pytest

from derivation import check, emit, loads

LINES = {
    "an integral in a chain": (
        r"I = \int_0^1 2 x \, dx = 1^2 - 0^2 = 1",
        ("definition", "undecided", "right"),
    ),
    "an expectation": (r"\mathbb{E}[f] + a = a + \mathbb{E}[f]", ("right",)),
    "two norms": (r"\|a\|^2 - \|b\|^2 = (\|a\| - \|b\|)(\|a\| + \|b\|)", ("right",)),
    "the triangle is no equation": (r"\|a + b\|^2 = \|a\|^2 + \|b\|^2", ("undecided",)),
    "a sign is not known": (r"\sqrt{\mathbb{E}[X]^2} = \mathbb{E}[X]", ("undecided",)),
    "determinants": (r"\det(A) \det(B) = \det(B) \det(A)", ("right",)),
    "vectors do not commute": (r"x^\top y = y x^\top", ("undecided",)),
    "nor do matrices": (r"A^\top B^\top = B^\top A^\top", ("undecided",)),
    "a matrix and a vector": (r"A \mathbf{x} = \mathbf{x} A", ("undecided",)),
    "vectors are added": (r"x^\top y + y^\top x = y^\top x + x^\top y", ("right",)),
    "numbers beside them": (r"2 x^\top y + x^\top y = 3 x^\top y", ("right",)),
    "no division by a vector": (r"\frac{\mathbf{y}}{\mathbf{x}} \mathbf{x} = \mathbf{y}", ("undecided",)),
    "a condition": (r"P(A \mid B) = P(B \mid A)", ("undecided",)),
    "rounding": (r"\lfloor x + 1 \rfloor = \lfloor x \rfloor + 1", ("undecided",)),
}


@pytest.mark.parametrize(("latex", "verdicts"), LINES.values(), ids=LINES)
def test_algebra_around_it_is_judged_and_its_value_is_not(latex: str, verdicts: tuple[str, ...]) -> None:
    assert tuple(f.verdict for f in check(loads(f"$$ {latex} $$\n"))) == verdicts


DOCUMENTS = {
    "a letter that it does not show": (
        (r"J = \|\mathbf{x} - \mathbf{y}\|^2 + \lambda s^2", r"\frac{\partial J}{\partial s} = \lambda s"),
        "wrong",
    ),
    "a letter that it shows": ((r"G = \int_0^t k(s) \, ds + t^2", r"\frac{dG}{dt} = 2 t"), "undecided"),
    "a letter behind a definition": ((r"u = t^2", r"G = \|u\| + t", r"\frac{dG}{dt} = 1"), "undecided"),
    "a distribution hides letters": (
        (r"V = \mathbb{E}[X] + \mu", r"\frac{\partial V}{\partial \mu} = 1"),
        "undecided",
    ),
    "another argument": ((r"J = \int_0^x k(s) \, ds", r"F(x) = J + x", r"F(2) - F(1) = 1"), "undecided"),
    "matrices by their names": (
        (r"A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", r"B = C^\top", r"A B = B A"),
        "undecided",
    ),
    "a matrix and a letter": ((r"A = B^\top", r"A x = x A"), "undecided"),
    "a name for each index": (
        (r"S = \sum_{i=1}^n \|x_i\|^2", r"S = \sum_{j=1}^n \|x_j\|^2"),
        "right",
    ),
    "no one entry for all": ((r"S = \sum_{i=1}^n \|x_i\|^2", r"S = n \|x_1\|^2"), "undecided"),
}


@pytest.mark.parametrize(("lines", "verdict"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_it_depends_on_what_it_shows(lines: tuple[str, ...], verdict: str) -> None:
    text = "\n\n".join(f"$$ {line} $$" for line in lines)
    assert list(check(loads(text + "\n")))[-1].verdict == verdict


def test_it_may_not_be_worth_the_same_where_a_name_is_defined_anew() -> None:
    text = "$$ x = 1 $$\n\n$$ J = \\|x\\| $$\n\nNow consider another x:\n\n"
    text += "$$ x = 5 $$\n\n$$ K = \\|x\\| $$\n\n$$ K = J $$\n"
    assert list(check(loads(text)))[-1].verdict == "undecided"


UNKNOWN = {
    r"$$ \vect{F} + \vect{G} = \vect{G} + \vect{F} $$": "right",
    r"$$ 2 \vect{F} - \vect{F} = \vect{F} $$": "right",
    r"$$ \slope{y}{x} = (x + 1)^2 = x^2 + 2 x + 1 $$": "right",
    r"$$ \slope{y}{x} = (x + 1)^2 = x^2 + 1 $$": "wrong",
    r"$$ 2 \vect{F} - \vect{F} = 3 \vect{F} $$": "undecided",
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_command_that_nothing_defines_stands_for_itself(text: str) -> None:
    *_, last = check(loads(text))
    assert last.verdict == UNKNOWN[text]


def test_a_command_that_nothing_defines_is_told_once_with_what_may_be_meant() -> None:
    report = check(loads("$$ a + b = \\lamda + 1 $$\n\n$$ a - b = 2 \\lamda $$"))
    first, second = ([lint.message for lint in result.lints if "lamda" in lint.message] for result in report)
    assert first == ["nothing defines the command `\\lamda`; did you mean `\\lambda`?"]
    assert second == []


STANDING = {
    r"$$ (x)_i (y)_j = (y)_j (x)_i $$": "right",
    r"$$ \sum_j [A]_{ij} = \sum_k [A]_{ik} $$": "right",
    r"$$ \sum_i [A]_{ij} = \sum_i [A]_{ji} $$": "undecided",
    r"$$ (A x)_i + y_i = y_i + (A x)_i $$": "right",
    r"$$ (A x)_i = (A y)_i $$": "undecided",
    r"$$ (A B)_{ij} = (B A)_{ij} $$": "undecided",
    "Let $F(x) = 1 - e^{-x}$.\n\n$$ F^{-1}(u) + 1 = 1 + F^{-1}(u) $$": "right",
    "Let $F(x) = 1 - e^{-x}$.\n\n$$ F^{-1}(u) = F^{-1}(v) $$": "undecided",
    r"$$ (y')^2 + 2 y' + 1 = (y' + 1)^2 $$": "right",
    r"$$ y' + 1 = y' + 2 y'' $$": "undecided",
    r"$$ X' Y = Y X' $$": "undecided",
}


@pytest.mark.parametrize("text", STANDING)
def test_entries_inverses_and_primes_stand_for_themselves(text: str) -> None:
    *_, last = check(loads(text))
    assert last.verdict == STANDING[text]


def test_a_prime_says_how_to_tell_what_it_means() -> None:
    *_, last = check(loads("$$ f_i = x_i $$\n\n$$ f_i' = 1 $$"))
    assert last.verdict == "undecided"
    assert 'put prime = "x_j" in a reading file' in last.reason


def test_characters_are_read_as_the_commands_that_they_stand_for() -> None:
    first, second = check(loads("$$ σ(θ) − 1 = −1 + σ(θ) $$\n\n$$ ∑_{k=1}^n 2 x_k = 3 ∑_{k=1}^n x_k $$"))
    assert (first.verdict, second.verdict) == ("right", "wrong")


@pytest.mark.parametrize(
    ("value", "slope", "by"),
    [
        (r"\sum_{k=1}^n \text{cost}_k^3", r"3\,\text{cost}_j^2", r"\text{cost}_j"),
        (r"\sum_{k=1}^n \mathrm{rate}_k", "1", r"\mathrm{rate}_j"),
        (r"3 \text{cost}", "3", r"\text{cost}"),
    ],
)
def test_a_word_that_is_differentiated_by_is_an_unknown(value: str, slope: str, by: str) -> None:
    report = check(loads(f"$$ S = {value} $$\n\n$$ \\frac{{\\partial S}}{{\\partial {by}}} = {slope} $$\n"))
    assert [f.verdict for f in report] == ["definition", "right"]
    assert "square" not in str(report)


def test_a_word_with_an_index_is_called_as_it_is_printed() -> None:
    theorem = check(loads("$$ S = \\sum_{k=1}^n \\text{cost}_k^3 $$\n")).theorem("S")
    text = emit(theorem)
    assert "cost: ArrayLike" in text
    assert r"\mathrm{cost}_{k}^3" in text
    assert "square_" not in text
