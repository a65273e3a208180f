"""What a text says of its letters, in signs and words, as far as it changes what a line is worth."""

from __future__ import annotations

import pytest

import derivation

LAST: dict[str, tuple[str, str]] = {
    # orders in words
    "at least": (r"Suppose $a$ is at least $0$. Then $$\sqrt{a^2}=a$$", "right"),
    "exceeds": (r"Since $a$ exceeds zero we find $$\sqrt{a^2}=a$$", "right"),
    "exceeds another": (r"Suppose $b$ exceeds $c$. Then $$|b - c| = c - b$$", "wrong"),
    "not less": (r"Suppose $t$ is not less than $1$. Hence $$|t - 1| = t - 1$$", "right"),
    "one word that nobody knows": (
        r"Let $a$ and $b$ be perpendicular. $$a^2+2ab+b^2=a^2+b^2$$",
        "undecided",
    ),
    "a word that restricts nothing": (r"Let $u$ and $v$ be fixed. Then $$(u + v)^2 = u^2 + v^2$$", "wrong"),
    # relations that are no equations and no orders
    "a relation that nobody knows": (r"Let $a \perp b$. $$a^2+2ab+b^2=a^2+b^2$$", "undecided"),
    "what is proportional": (r"Let $a \propto b$. $$a^2+2ab+b^2=a^2+b^2$$", "undecided"),
    # orders that are not strict
    "two letters": (r"Let $a \ge b$. Then $$|a-b|=a-b$$", "right"),
    "the other way": (r"$$|u-v|=u-v,\quad u\le v$$", "wrong"),
    "on both sides": (r"For $0 \le t \le 1$, $$|t| + |1 - t| = 1$$", "right"),
    "two of them": (r"Let $r \ge s$ and $s \ge 0$. $$|r - s| + |s| = r$$", "right"),
    # facts that hold nowhere, or that are not assumed
    "a side that exists nowhere": (r"Let $x < 0$ and $x + y = 1$. $$2\log x+\log x=3\log x$$", "undecided"),
    "a root that exists nowhere": (r"Let $x < 0$ and $x p = 2$. $$\sqrt{x}/\sqrt{x}=1$$", "undecided"),
    "a reason that takes long": (
        r"Since $(a+b+c+d+f)^{20} + a = (a+b+c+d+f)^{20} - a$ we have "
        r"$$(a+b+c+d+f)^{20} + a + g = (a+b+c+d+f)^{20} - a + g$$",
        "undecided",
    ),
    "a value through which a fact speaks": (
        r"Suppose $x = 0$ and $|a b| \le x$. $$(a+b)^2 = a^2 + 3 a b + b^2$$",
        "undecided",
    ),
    "a slip that can't be granted": (
        r"Let $f=(x+1)^2$. $$\frac{df}{dx}=2(x+1)^{600}$$ $$\frac{d^2 f}{dx^2}=1200(x+1)^{599}$$",
        "undecided",
    ),
    # comments and code
    "a heading in code": (
        "## A\n\nSuppose $x > 0$.\n\n```python\n# a comment\n```\n\n$$\\sqrt{x^2}=x$$\n",
        "right",
    ),
    # decimals beside letters
    "a rounded factor": (r"$$\frac{x}{3} = 0.33 x$$", "undecided"),
    "a wrong factor": (r"$$\frac{x}{3} = 0.35 x$$", "wrong"),
    "one of two": (r"$$\frac{x + y}{4} = 0.25 x + 0.35 y$$", "wrong"),
    "a number behind a sum": (r"Suppose that $$ a + b = \frac13 \approx 0.555$$", "wrong"),
}


@pytest.mark.parametrize("name", LAST)
def test_the_last_line(name: str) -> None:
    text, verdict = LAST[name]
    assert list(derivation.check(derivation.loads(text)))[-1].verdict == verdict


def test_a_heading_in_a_comment_ends_nothing() -> None:
    text = (
        "\\section{A}\nSuppose $x > 0$.\n% \\section{old}\n\\begin{equation}\\sqrt{x^2} = x\\end{equation}\n"
    )
    report = derivation.check(derivation.loads(text, format="latex"))
    assert report["1"].verdict == "right"
