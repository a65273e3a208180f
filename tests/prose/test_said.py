"""What a text assumes, and what it says without assuming it: of one entry, of other names, of two things."""

from __future__ import annotations

import pytest

import derivation

SIGNS = r"\sum_k |x_k| + y = \sum_k x_k + y"
SIGN = "|x| + y = x + y"
VERDICTS: dict[str, tuple[str, str, str]] = {
    # one entry is not all
    "the value of one entry": ("Assume $x_1 = 0$.", r"\sum_k x_k + y = y", "wrong"),
    "the value of all": ("Assume $x_i = 0$.", r"\sum_k x_k + y = y", "right"),
    "the sign of one entry": ("Assume $x_1 > 0$.", SIGNS, "wrong"),
    "the sign of all": ("Assume $x_i > 0$.", SIGNS, "right"),
    "signs of the diagonal": (
        "Assume $A_{ii} > 0$.",
        r"\sum_k \sum_l |A_{kl}| + y = \sum_k \sum_l A_{kl} + y",
        "wrong",
    ),
    "two arrays are no symmetric one": ("Assume $A_{ij} = B_{ji}$.", "A_{ij} + y = A_{ji} + y", "wrong"),
    "one that is": ("Assume $A_{ij} = A_{ji}$.", "A_{ij} + y = A_{ji} + y", "right"),
    # more than one thing
    "this or that": (r"Assume $x > 0 \text{ or } y > 0$.", SIGN, "undecided"),
    "this or that, in signs": (r"Assume $x > 0 \lor y > 0$.", SIGN, "undecided"),
    "two totals": (
        "Assume $\\sum_k t_k = 1$.\n\nAssume $\\sum_k t_k = 2$.",
        r"y \sum_k t_k = 2 y",
        "undecided",
    ),
    "an expectation is no value": (r"Assume $\mathbb{E}[x] = 0$.", "x + y = y", "wrong"),
    "a size with a value": ("Assume $n = 2$.", r"\sum_{i=1}^n i = 3", "right"),
    "an order of entries": ("Assume $x_i > y_i$.", "|x_i - y_i| = x_i - y_i", "undecided"),
    "a word for a sign": ("Let $x_i$ be positive.", SIGNS, "right"),
    "a word for what may be 0": ("Let $x_i$ be non-negative.", SIGNS, "undecided"),
    "an interval": (r"Let $p \in (0, 1)$.", "|p| = p", "right"),
    "a closed interval above 0": (r"Let $p \in [2, 3]$.", "|p| = p", "right"),
    "a half line": (r"Let $x \in \mathbb{R}_{>0}$.", SIGN, "right"),
    "what nobody reads": (r"Assume $\lfloor x \rfloor = x$.", r"\sin(\pi x) + y = y", "undecided"),
    "a whole number": (r"Let $x \in \mathbb{Z}$.", r"\sin(\pi x) + y = y", "right"),
    "a natural number": (r"Let $p \in \mathbb{N}$.", r"\sin(\pi p) + y = y", "right"),
    "a real number": (r"Let $x \in \mathbb{R}$.", r"\sin(\pi x) + y = y", "wrong"),
    "a set that has a name alone": (r"Let $x \in \mathcal{X}$.", r"\sin(\pi x) + y = y", "wrong"),
    # what is no assumption
    "a denial": ("We do not assume $x > 0$.", SIGN, "wrong"),
    "a comment": ("% Assume $x > 0$.", SIGN, "wrong"),
    "a question": ("Can we assume $x > 0$?", SIGN, "wrong"),
    "what is taken back": ("Assume $x > 0$. We drop this.", SIGN, "wrong"),
    "a case": ("**Case 1.** Assume $x > 0$.", SIGN, "right"),
    "a conclusion": ("Hence $x$ is positive.", SIGN, "undecided"),
    "what is only mentioned": ("Everything hinges upon $x > 0$ and more.", SIGN, "undecided"),
    "what is to be computed": ("Compute $x + z = y$.", "x + z + 1 = y + 1", "undecided"),
    "a denial behind": ("Here $x > 0$ is not assumed.", SIGN, "wrong"),
    "a denial behind what is supposed": ("Suppose that the number $x > 0$ is not needed.", SIGN, "wrong"),
    "what is supposed and called wrong": ("Assume $x > 0$ is wrong.", SIGN, "wrong"),
    "a word that may mean something else": (
        "The normalised scores $q$ are stored.",
        r"y + \sum_{k=1}^n q_k = 1 + y",
        "undecided",
    ),
    "a value for one step": ("Setting $x = 0$ gives the constant term.", "x + y = y", "undecided"),
    "a value for one step, and what we get": (
        "Taking $x = 0$, we get the constant term.",
        "x + y = y",
        "undecided",
    ),
    "a typo": ("where $x > 0$ is a typo.", SIGN, "undecided"),
    "what stands before `where`": (
        "This is false unless otherwise told, where $x > 0$ is the rate.",
        SIGN,
        "undecided",
    ),
    "what a letter is": ("Let $x$ be a real number.", "(x + y)^2 = x^2 + y^2", "wrong"),
    "what others define": ("Previous work differs, where $q = p^2$.", "q + y = p^2 + y", "undecided"),
    "what is wrong": ("This is wrong, where $q = p^2 + 1$.", "q + y = p^2 + 1 + y", "undecided"),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_what_a_text_says_is_taken_for_that_much(name: str) -> None:
    text, latex, verdict = VERDICTS[name]
    results = [*derivation.check(derivation.loads(f"{text}\n\n$$ {latex} $$"))]
    assert [r.verdict for r in results] == [verdict]
