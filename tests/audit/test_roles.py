"""What a line does, and why it is taken so."""

from __future__ import annotations

import pytest

import derivation

ROLES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a law": (
        "$$ P V = n R T $$",
        [("given", "it brings in P, R, T, V, n; nothing before says what that is")],
    ),
    "a new name": ("$$ y = x^2 $$", [("definition", "a new name, alone on the left")]),
    "an identity between free letters": (
        "$$ (a + b)^2 = a^2 + b^2 $$",
        [("claim", "it reads as an identity")],
    ),
    "what words say of a quantity that has a value": (
        "$$ S_n = \\sum_{k=1}^n k $$\n\nNote that it satisfies\n\n$$ S_n = n^2 $$",
        [("definition", "a new name, alone on the left"), ("claim", "“satisfies” says it of what is known")],
    ),
    "what words say of letters that is nearly an identity": (
        "Consider the identity\n\n$$ (a - b)^2 = a^2 - 2 a b - b^2 $$",
        [("claim", "“Consider” says it of what is known")],
    ),
    "what is demanded, though it is nearly an identity": (
        "The rates agree if and only if\n\n$$ (a + b)^2 = 4 a b $$",
        [("given", "the words say that it is given: “if and only if”")],
    ),
    "a result that rows above hold": (
        "$$ y = a b $$\n\n$$\\begin{align} 19 a + 30 &= 8 b \\\\ b &= 7 a \\end{align}$$",
        [
            ("definition", "a new name, alone on the left"),
            ("claim", "it reads as an identity"),
            ("claim", "a row above speaks of what stands alone on the left"),
        ],
    ),
    "a link whose chain begins with what can't be read": (
        "$$ R = \\sum^{i}} x = \\frac{a}{1 - U} = 3 V $$",
        [
            ("claim", ""),
            ("claim", "its left side has a value, which could not be read"),
            ("claim", "a member of a chain"),
        ],
    ),
    "a sequence that is worked out": (
        "$$ \\sum_t k_t = c $$\n\nCombining them yields\n\n$$ k_{t+1} = c k_t $$",
        [
            ("given", "it brings in c, k; nothing before says what that is"),
            ("claim", "the words say that it follows: “yields”"),
        ],
    ),
    "the best value of what was met": (
        "$$ L = a w^2 $$\n\nThus the best one is\n\n$$ w^* = a $$",
        [
            ("definition", "a new name, alone on the left"),
            ("claim", "the words say that it follows: “Thus”"),
        ],
    ),
    "what follows from what is known": (
        "$$ y = x^2 $$\n\n$$ y + x = x^2 + x $$",
        [
            ("definition", "a new name, alone on the left"),
            ("claim", "it follows from what is known before"),
        ],
    ),
    "words that say that it follows": (
        "$$ y = x^2 $$\n\nHence\n$$ y = x^3 $$",
        [
            ("definition", "a new name, alone on the left"),
            ("claim", "the words say that it follows: “Hence”"),
        ],
    ),
    "words that say that it is given": (
        "Suppose that\n$$ a b = c $$",
        [("given", "the words say that it is given: “Suppose”")],
    ),
    "a defined name": (
        "$$ y = x^2 $$\n\n$$ y = x^3 $$",
        [("definition", "a new name, alone on the left"), ("claim", "its left side has a value")],
    ),
    "a derivative of a quantity": (
        "$$ y = x^2 $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x $$",
        [("definition", "a new name, alone on the left"), ("claim", "it is about defined quantities")],
    ),
    "a stationary point": (
        "$$ L = (x - c)^2 $$\n\n$$ \\frac{\\partial L}{\\partial c} = 0 $$\n\n$$ c = x $$",
        [
            ("definition", "a new name, alone on the left"),
            ("given", "a derivative that is put to 0, and solved for c below"),
            ("claim", "it follows from what is known before"),
        ],
    ),
    "where an implication starts": (
        "$$ x + y = 2 \\implies y = 2 - x $$",
        [("given", "an implication starts from it"), ("claim", "it follows from what is known before")],
    ),
    "a total of entries of which nothing is known": (
        "$$ L = \\sum_k t_k x_k $$\n\n$$ \\sum_k t_k = 1 $$",
        [("definition", "a new name, alone on the left"), ("given", "it says what entries add up to")],
    ),
    "an entry of an array that is there is nothing new": (
        "$$ s = \\sum_i x_i $$\n\n$$ s = 2 x_1 $$",
        [("definition", "a new name, alone on the left"), ("claim", "its left side has a value")],
    ),
    "a letter on both sides is not brought in": (
        "$$ q = x^2 $$\n\n$$ q + y = x^3 + y $$",
        [("definition", "a new name, alone on the left"), ("claim", "it reads as an identity")],
    ),
    "an old name in a new example": (
        "**Example 1.** \n$$ y = x^2 $$\n\n**Example 2.** \n$$ y = x^3 $$",
        [("definition", "a new name, alone on the left, after “Example”")] * 2,
    ),
    "an equation for a letter keeps it from a value": (
        "$$ 2 x + 1 = 7 $$\n\n$$ x = 4 $$",
        [
            ("given", "it brings in x; nothing before says what that is"),
            ("claim", "it reads as an identity"),
        ],
    ),
    "a sequence goes on in one way": (
        "$$ x_t = x_{t-1} + 1 $$\n\n$$ x_t = x_{t-1} + 2 $$",
        [
            ("given", "it says how each entry of a sequence follows from others"),
            ("claim", "it reads as an identity"),
        ],
    ),
    "a derivative that is put to 3 is no stationary point": (
        "$$ Q = (x - c)^2 $$\n\n$$ \\frac{\\partial Q}{\\partial c} = 3 $$\n\n$$ c = x $$",
        [
            ("definition", "a new name, alone on the left"),
            ("claim", "it is about defined quantities"),
            ("claim", "it reads as an identity"),
        ],
    ),
    "a second total is a claim": (
        "Suppose that $\\sum_i t_i = 1$.\n\n$$ \\sum_i t_i = 2 $$",
        [("claim", "it reads as an identity")],
    ),
    "what a side has besides all letters of the other is not brought in": (
        "$$ \\frac{\\partial}{\\partial a} (a M) = a $$",
        [("claim", "it says what the derivative of what is printed is")],
    ),
    "a law that is only referred to gives nothing": (
        "By the binomial law\n$$ (a + b)^2 = a^2 + b^2 $$",
        [("claim", "it reads as an identity")],
    ),
}


@pytest.mark.parametrize("name", ROLES)
def test_what_lines_do_and_why(name: str) -> None:
    text, roles = ROLES[name]
    report = derivation.check(derivation.loads(text))
    assert [(str(r.finding.role), r.finding.because) for r in report] == roles
