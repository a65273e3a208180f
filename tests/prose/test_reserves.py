"""What a text asks, denies, reports, or says nearly, is not called the author's error."""

from __future__ import annotations

import pytest

import derivation

FALSE = r"$$ (x + y)^2 = x^2 + y^2 \tag{1} $$"
NOT_CLAIMED = {
    "a question": f"When does the following hold?\n\n{FALSE}",
    "a question that is answered": f"Is it true that\n\n{FALSE}\n\nNo.",
    "what students write": f"Students often write\n\n{FALSE}",
    "what is shown to be wrong": f"One may guess\n\n{FALSE}\n\nWe show that this is incorrect.",
    "what is tempting": f"It is tempting to conclude\n\n{FALSE}\n\nBut this is wrong.",
    "a warning": f"Beware:\n\n{FALSE}",
    "a common mistake": f"A common mistake is\n\n{FALSE}",
    "a conjecture": f"The conjecture was\n\n{FALSE}\n\nIt is refuted by $x = 1$.",
    "what would follow": f"It would imply\n\n{FALSE}",
    "what fails": f"The identity\n\n{FALSE}\n\nfails for most numbers.",
    "true or false": f"True or false?\n\n{FALSE}",
    "a sign that asks": r"$$ (x + y)^2 \stackrel{?}{=} x^2 + y^2 \tag{1} $$",
    "a remark in the display": r"$$ \text{Wrong: } (x + y)^2 = x^2 + y^2 \tag{1} $$",
    "what is neglected": "Neglecting $h^2$, we get\n\n$$ (x + h)^2 = x^2 + 2 x h \\tag{1} $$",
    "what holds to first order": "To first order in $h$,\n\n$$ (x + h)^2 = x^2 + 2 x h \\tag{1} $$",
    "what holds for small letters": "For small $h$ we have\n\n$$ \\sin h = h \\tag{1} $$",
    "what holds up to a constant": "Up to a constant,\n\n$$ \\log (2 x) = \\log x \\tag{1} $$",
    "a condition behind it": (
        "We have\n\n$$ \\sqrt{x^2} = x \\tag{1} $$\n\nprovided that $x$ is not too small."
    ),
    "a condition for both": "We have\n\n$$ |x + y| = |x| + |y| \\tag{1} $$\n\nif and only if $x y \\ge 0$.",
    "another arithmetic": f"All arithmetic is modulo 2. We see that\n\n{FALSE}",
    "another characteristic": f"We work in characteristic 2.\n\nSome words.\n\n{FALSE}",
    "what leads to a contradiction": "Dividing, we get\n\n$$ 1 = 2 \\tag{1} $$\n\nwhich is absurd.",
}
CLAIMED = {
    "a plain line": f"We see that\n\n{FALSE}\n\nwhich gives the result.",
    "a condition of what is optimal": f"By the first order condition\n\n{FALSE}\n\nNow we go on.",
    "what is said of something else": f"It is wrong that $b = 0$. Now\n\n{FALSE}",
    "a question about something else": f"Is $b > 0$? We get\n\n{FALSE}",
    "a case that comes next": f"{FALSE}\n\nIf $x = 3$, then all is well.",
    "what is reckoned in another section": f"# One\n\nAll arithmetic is modulo 2.\n\n# Two\n\n{FALSE}",
    "false for all, by a sign of logic": r"$$ x = x \iff \text{false} \tag{1} $$",
}


@pytest.mark.parametrize("name", NOT_CLAIMED)
def test_what_is_not_claimed_is_not_called_false(name: str) -> None:
    report = derivation.check(derivation.loads(NOT_CLAIMED[name]))
    assert {result.verdict for result in report} <= {"undecided", "given", "definition"}
    assert report.exit_code != 1


@pytest.mark.parametrize("name", CLAIMED)
def test_what_is_claimed_is_called_false(name: str) -> None:
    assert "wrong" in {result.verdict for result in derivation.check(derivation.loads(CLAIMED[name]))}


def test_the_words_are_told() -> None:
    reason = derivation.check(derivation.loads(NOT_CLAIMED["a warning"]))["1"].reason
    assert reason == "it fails as it stands, but the text may not claim it so: “beware”"
