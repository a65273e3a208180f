"""What is given of quantities that have values, what words pose, and the lines that rest on it."""

from __future__ import annotations

import pytest

import derivation

VERDICTS: dict[str, tuple[str, list[str]]] = {
    # an equation about what has a value says what its letters are worth
    "a value is put to 0": (
        r"$$y=x^2-1$$ Suppose that $$y=0.$$ Hence $$x^2=1$$ and $$x^2=2$$",
        ["definition", "given", "right", "wrong"],
    ),
    "two values are equal": (
        r"$$D=120-3p$$ $$S=2p-30$$ Equilibrium requires $$D=S.$$ Hence $$p=30$$ and $$p=31$$",
        ["definition", "definition", "given", "right", "wrong"],
    ),
    "in a sentence": (
        r"$$D=120-3p$$ $$S=2p-30$$ In equilibrium $D = S$, so $$5p=150$$ and $$p=31$$",
        ["definition", "definition", "right", "wrong"],
    ),
    "a value is a number": (
        r"$$y=2x+1$$ Assume that $y=7$. Then $$x=3$$ and $$x=4$$",
        ["definition", "right", "wrong"],
    ),
    # what is least, what happens when
    "at the minimum": (
        r"$$C=F+cq^2-bq$$ At the minimum we have $$\frac{dC}{dq}=0$$ and hence $$q=\frac b{2c}$$",
        ["definition", "given", "right"],
    ),
    "a condition of first order": (
        r"$$C=F+cq^2-bq$$ The first-order condition gives $$\frac{dC}{dq}=0$$ and hence $$q=\frac bc$$",
        ["definition", "given", "wrong"],
    ),
    "when": (
        r"$$y=h-\frac12gt^2$$ It hits the ground when $$y=0$$ Hence $$gt^2=2h$$ and hence $$gt^2=h$$",
        ["definition", "given", "right", "wrong"],
    ),
    # what a name is, and what is known of its parts
    "an equation and an order in one": (
        r"Let $D=b^2-4ac>0$ and $a\ne0$. Then $$b^2=D-4ac$$ and $$\sqrt{D^2} = D$$",
        ["wrong", "right"],
    ),
    "a prime of what is lost": (
        r"$$ h(x) = x, \quad x > 0 $$ $$ h(x) = -x, \quad x < 0 $$ $$ h'(x) = 5 $$",
        ["undecided", "undecided", "undecided"],
    ),
    "a letter that moves with another": (
        r"By assumption demand is isoelastic, $q = A p^{-e}$ with $A > 0$ and $p > 0$. Its slope is "
        r"$$ \frac{dq}{dp} = -e A p^{-e-1} $$ Revenue changes by $$ \frac{d}{dp}(p q) = (1-e) q. $$",
        ["right", "undecided"],
    ),
    # facts in passing
    "by a law": (
        r"By Pythagoras, $a^2+b^2=c^2$. $$(c-a)(c+a)=b^2$$ Hence $$c = a + b$$",
        ["right", "wrong"],
    ),
    "so that": (
        r"Let $u$ and $v$ be the roots of $x^2-sx+p=0$, so that $u+v=s$ and $uv=p$. Then "
        r"$$u^2+v^2=s^2-2p$$ and $$u^2+v^2=s^2-p$$",
        ["right", "undecided"],
    ),
    "what is recalled": (
        r"Recall that $F_0=0$, $F_1=1$ and $$F_{k+2}=F_{k+1}+F_k.$$ $$F_6=8$$ $$F_6=9$$",
        ["given", "right", "wrong"],
    ),
    "other entries of what nothing goes on": (
        r"Let $F_0=0$ and $F_1=1$. Then $$F_6=8$$",
        ["undecided"],
    ),
    # conditions behind a display
    "for some values": (
        r"$$ \sqrt{x^2} = x $$ if $x > 0$, and $$ \sqrt{x^2} = -x $$ if $x < 0$. $$ \sqrt{y^2} = y $$",
        ["right", "right", "wrong"],
    ),
    "on an interval": (r"$$ |t| = t $$ on the interval $[0,\infty)$.", ["undecided"]),
    "because of what a letter is": (r"Because $t$ is a length, $$ |t| = t $$", ["undecided"]),
    "for every number": (r"For every real $t$, $$ |t| = t $$", ["wrong"]),
    # remarks beside a line
    "a remark": (
        r"$$ \Pi = a q - c q \qquad \text{(units suppressed)} $$ Hence $$ \Pi + c q = 2 a q $$",
        ["definition", "wrong"],
    ),
    "a remark beside what fails": (r"$$ (a+b)^2 = a^2+b^2 \quad \text{(the naive way)} $$", ["undecided"]),
    "a unit is no remark": (r"$$ x = 1 \text{ km} $$ $$ x = 1 \text{ m} $$", ["definition", "given"]),
    "the end of a proof": (
        r"$$(a-b)(a+b)=a^2-b^2 \quad \blacksquare$$ $$(a-b)(a+b)=a^2+b^2 \quad \square$$",
        ["right", "wrong"],
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_verdicts(name: str) -> None:
    text, verdicts = VERDICTS[name]
    assert [
        r.verdict for r in derivation.check(derivation.loads(text.replace("$$", "\n\n$$\n\n")))
    ] == verdicts


SLIP = "$$ s = a + b $$\n\n{}\n\n$$ s - b = 2 a. $$"
POSING = ("Suppose that", "Let", "We require that", "The constraint is")
CLAIMING = (
    "Rewriting the equation,",
    "Our model predicts",
    "It is well known that",
    "Initially we are left with",
    "Under these assumptions,",
    "Assuming nothing else,",
    "Suppose not; still,",
    "Setting things up this way makes the difference",
    "One solves this for the remainder:",
    "Such that everything is consistent,",
    "The difference satisfies",
    "On the positive half-line,",
)


@pytest.mark.parametrize("words", CLAIMING)
def test_words_that_do_not_pose_a_line_give_none(words: str) -> None:
    assert derivation.check(derivation.loads(SLIP.format(words)))["2"].verdict == "wrong"


@pytest.mark.parametrize("words", POSING)
def test_words_that_pose_a_line_give_it(words: str) -> None:
    assert derivation.check(derivation.loads(SLIP.format(words)))["2"].verdict == "given"
