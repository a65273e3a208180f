"""A line that fails altogether is no slip where the text around it was not understood."""

from __future__ import annotations

import pytest

import derivation

VERDICTS: dict[str, tuple[str, dict[str, str]]] = {
    "numbers in a chain that begins with what is not known": (
        r"""$$ I = \lim_{h \to 0} f(h) = 5 + 0 = -5 \tag{1} $$""",
        {"1.2": "undecided", "1.3": "wrong"},
    ),
    "numbers behind an arrow from what could not be read": (
        r"""$$ x \# 1 \tag{1} $$

$$ \iff 0 = 1 \tag{2} $$
""",
        {"2": "undecided"},
    ),
    "an identity in such a chain": (
        r"""$$ I = \lim_{h \to 0} f(h) = a + a = 3 a \tag{1} $$""",
        {"1.3": "wrong"},
    ),
    "what differs by a number, whatever its letters are": (
        r"""$$ P = \lim_{h \to 0} f(h) = \frac{k}{k} = -1 \tag{1} $$""",
        {"1.3": "wrong"},
    ),
    "what has no value in the numbers, and may be an equation": (
        r"""$$ \det(A - \lambda I) = \lambda^2 + 1 = 0 \tag{1} $$""",
        {"1.2": "undecided"},
    ),
    "a letter that cancels": (
        r"""$$ P = \lim_{h \to 0} f(h) = (a-2) p + a (1 - 2p) + (a + 2) p = a^2 \tag{1} $$""",
        {"1.3": "wrong"},
    ),
    "a value that is said elsewhere": (
        r"""We expand about the point $x=0$ here.

$$ g = \lim_{h \to 0} f(h) \tag{1} $$

Then

$$ g = \lim_{h \to 0} f(h) = 1 - \frac{(4x)^2}{2} = 1 + 8 x^2 \tag{2} $$
""",
        {"2.3": "wrong"},
    ),
    "a value that is said right before": (
        r"""$$ g = \lim_{h \to 0} f(h) \tag{1} $$

With $x = 0$ in mind,

$$ g = \lim_{h \to 0} f(h) = 1 - \frac{(4x)^2}{2} = 1 + 8 x^2 \tag{2} $$
""",
        {"2.3": "right"},
    ),
    "an edit with another divisor": (
        r"""The equation $x^2 - 1 = (x - 1)(x + 1)$ is known.

$$ g = \lim_{h \to 0} f(h) = \frac{1}{x^2 - 1} = \frac{1/2}{x - 2} - \frac{1/2}{x + 1} \tag{1} $$
""",
        {"1.3": "wrong"},
    ),
    "an equation for what one side alone has": (
        r"""The words $c(0) = 1$ say how it begins, and $\ln c = - k t + B$.

$$ \ln 1 = - k \cdot 0 + B \tag{1} $$
""",
        {"1": "undecided"},
    ),
    "one of which letters something is said": (
        r"""Some say $a^2 = a$ here.

$$ I = \lim_{h \to 0} f(h) = a + a = a^2 + a \tag{1} $$""",
        {"1.3": "undecided"},
    ),
    "a slip in an identity, beside what is said of other letters": (
        r"""With $u = g(x)$ we can write the chain rule as $f'(x) \neq -\sin 2 x$ in general. And

$$ 3 (1 - x)^2 \cdot (-1) = -3 (2 - x)^2 \tag{1} $$
""",
        {"1": "wrong"},
    ),
    "one that restates what it stands beside": (
        r"""Let $x_1, \dots, x_n$ be numbers, and $y_1, \dots, y_n$. Here $h \circ y = k$.

$$ s = \sum_{i=1}^n x_i y_i \tag{1} $$

$$ x_i y_i = x_i y_n \tag{2} $$
""",
        {"2": "undecided"},
    ),
    "one in the very letters that a sentence speaks of": (
        r"""Some say $a b = 0$ here.

$$ (a + b)^2 = a^2 + b^2 \tag{1} $$
""",
        {"1": "undecided"},
    ),
    "an identity that fails, where what is not assumed holds on an open set": (
        r"""Some have $x^{10} > 1000$ and $0 < x < 2$ in mind.

$$ (x + c)^2 = x^2 + c^2 \tag{1} $$
""",
        {"1": "wrong"},
    ),
    "one with roots, where that decides": (
        r"""Some have $x^{10} > 1000$ and $0 < x < 2$ in mind.

$$ \sqrt{(x - 3)^2} = x - 3 \tag{1} $$
""",
        {"1": "undecided"},
    ),
    "one where what is not assumed leaves one value": (
        r"""Some say that $a \le b$ and $a \ge b$ here.

$$ (a + 1) (b + 2) = (b + 1) (a + 2) \tag{1} $$
""",
        {"1": "undecided"},
    ),
    "a slip in numbers and a letter whose sign is said": (
        r"""If $0 < |x - c| < d$, then $|f(x) - L| < \frac{h}{2}$, where $h > 0$. So

$$ |f(x) - L| \le \frac{h}{2} + \frac{h}{2} = h^2 \tag{1} $$
""",
        {"1.2": "wrong"},
    ),
    "a derivative beside another one that is only mentioned": (
        r"""We know that $\frac{d}{dx} (a x^2) = 2 a x = (a + a) x$. Now

$$ \frac{d}{dv} (x - u v)^2 = -2 (x + u v) u \tag{1} $$
""",
        {"1": "wrong"},
    ),
    "a derivative beside the place where something starts": (
        r"""Start at $x_0 = \pi/2$ with $f(x) = \cos x - x$. Then

$$ f'(x) = -\sin x^2 - 1 \tag{1} $$
""",
        {"1": "wrong"},
    ),
    "an identity in a letter whose value could not be read": (
        r"""$$ x \# 3 = \boxplus x \tag{1} $$

$$ \ln(x^3) = -3 \ln x \tag{2} $$
""",
        {"2": "wrong"},
    ),
    "a derivative that words introduce": (
        r"""For instance, consider

$$ \frac{d}{dx} \log(1 + x^2) = \frac{2}{1 + x^2} \tag{1} $$""",
        {"1": "wrong"},
    ),
    "coefficients that lines below find": (
        r"""Guess

$$ y = k_2 x^2 + k_0 \tag{1} $$

So

$$ y'' + y = 2 k_2 + k_2 x^2 + k_0 = 3 x^2 \tag{2} $$

Equating coefficients of like powers gives the system

$$ k_2 = 3 \tag{3} $$

$$ 2 k_2 + k_0 = 0 \tag{4} $$
""",
        {"2.1": "right", "2.2": "undecided"},
    ),
    "a letter that an example below gives a value": (
        r"""$$ (a + b)^2 = a^2 + b^2 \tag{1} $$

Example: take

$$ a = 0. \tag{2} $$
""",
        {"1": "wrong"},
    ),
    "a logarithm to another base": (
        r"""Let $f(x) = \log x$ and $g(x) = \ln x$.

$$ f'(x) = \frac{1}{x \ln 10} \tag{1} $$

$$ g'(x) = \frac{2}{x} \tag{2} $$
""",
        {"1": "undecided", "2": "wrong"},
    ),
    "a break that is missing": (
        r"""\begin{align}
(a + 1)^2 &= a^2 + 2 a + 1
(b - 1)^2 &= b^2 - 2 b + 1 \\
\end{align}
""",
        {"1.1": "undecided"},
    ),
    "a prime of what is given through another quantity": (
        r"""$$ u = x^2 \tag{1} $$

$$ f = \sin u \tag{2} $$

Therefore

$$ f' = \cos u \tag{3} $$

$$ u' = 3 x \tag{4} $$
""",
        {"3": "undecided", "4": "wrong"},
    ),
    "values that are used": (
        r"""Let $f(x) = e^{\cos^2 x}$.

$$ u = \cos^2 x \tag{1} $$

Use the chain rule again with

$$ u = \cos x \tag{2} $$

$$ u' = -\sin x \tag{3} $$
""",
        {"1": "definition", "2": "definition", "3": "right"},
    ),
    "a conclusion about what nothing before speaks of": (
        r"""$$ \frac{m v}{t} = q e \tag{1} $$

$$ \therefore b = \frac{q t}{m} \tag{2} $$
""",
        {"2": "undecided"},
    ),
    "what is put to 0 after a derivative by a letter is not given for all of it": (
        r"""$$ f = -\frac n2 \log s - \frac{1}{2 s} \sum_i (x_i - m)^2 \tag{1} $$

$$ \frac{\partial f}{\partial m} = 0 \implies m = \frac1n \sum_i x_i \tag{2} $$

$$ \frac{\partial f}{\partial s} = 0 \implies s = \frac1n \sum_i x_i^2 \tag{3} $$
""",
        {"2.2": "right", "3.2": "wrong"},
    ),
    "a slip in an identity of a letter that is new is wrong": (
        r"""$$ \ell_i = x_i - \log \sum_k e^{x_k} \tag{1} $$

$$ \ell_i = x_i - c - \log \sum_k e^{x_k - c} \tag{2} $$

$$ \ell_i = x_i + b - \log \sum_k e^{x_k - b} \tag{3} $$
""",
        {"2": "right", "3": "wrong"},
    ),
    "a value with a factor that is new is no slip": (
        r"""$$ y = x^2 \tag{1} $$

$$ y = a x^2 \tag{2} $$
""",
        {"2": "given"},
    ),
    "a derivative of a value is claimed under facts that hold for some values only": (
        r"""$$ f = -\frac n2 \log s - \frac{1}{2 s} \sum_i (x_i - m)^2 \tag{1} $$

$$ \frac{\partial f}{\partial m} = 0 \implies m = \frac1n \sum_i x_i \tag{2} $$

$$ \frac{\partial f}{\partial s} = -\frac{n}{2 s} + \frac{1}{2 s} \sum_i (x_i - m)^2 \tag{3} $$
""",
        {"3": "wrong"},
    ),
    "a line that fails altogether is wrong where all is understood": (
        r"""Let $a$ and $b$ be real.

$$ (a + b)^4 = a - b \tag{1} $$
""",
        {"1": "wrong"},
    ),
    "it is open where its name stands in a line that could not be read": (
        r"""$$ f(x) = x^2 \tag{1} $$

$$ f(x) \rightsquigarrow \star \tag{2} $$

$$ f(2) = e^5 \tag{3} $$
""",
        {"3": "undecided"},
    ),
    "a slip is wrong there, too": (
        r"""$$ f(x) = x^3 + x \tag{1} $$

$$ f(x) \rightsquigarrow \star \tag{2} $$

$$ f'(x) = 3 x^2 - 1 \tag{3} $$
""",
        {"3": "wrong"},
    ),
    "sides with the same powers and other numbers are no slip there": (
        r"""$$ f(x) = x^2 + x \tag{1} $$

$$ f(x) \rightsquigarrow \star \tag{2} $$

$$ f(2 x) = 7 x^2 + 11 x \tag{3} $$
""",
        {"3": "undecided"},
    ),
    "sides that differ in most terms are no slip there": (
        r"""$$ f(x) = x^4 + x^3 + x^2 + x \tag{1} $$

$$ f(x) \rightsquigarrow \star \tag{2} $$

$$ f(2 x) = 16 x^4 + 5 x^3 + 7 x^2 + 11 x \tag{3} $$

$$ f(2 x) = 16 x^4 + 8 x^3 + 7 x^2 + 11 x \tag{4} $$
""",
        {"3": "undecided", "4": "wrong"},
    ),
    "what was open in one section stands in nobody's way in another": (
        r"""# One

$$ f(x) = x^2 \tag{1} $$

$$ f(x) \rightsquigarrow \star \tag{2} $$

# Two

$$ f(x) = x^2 \tag{3} $$

$$ f(2) = e^5 \tag{4} $$
""",
        {"4": "wrong"},
    ),
    "a logarithm that is the only one": (
        r"""$$ f(x) = \log x \tag{1} $$

$$ f'(x) = \frac{2}{x} \tag{2} $$
""",
        {"2": "wrong"},
    ),
    "what could not be read about other names stands in nobody's way": (
        r"""$$ f(x) = x^2 \tag{1} $$

$$ g \# h \tag{2} $$

$$ f(2) = e^5 \tag{3} $$
""",
        {"3": "wrong"},
    ),
    "a name that stands alone before something quite different may have a new value": (
        r"""$$ f(x) = \sin x \tag{1} $$

Now use the chain rule:

$$ f(x) = e^{x^2} \tag{2} $$

$$ f'(x) = 2 x e^{x^2} \tag{3} $$
""",
        {"2": "undecided", "3": "undecided"},
    ),
    "one that is nearly what it was is wrong": (
        r"""$$ f(x) = (2 x + 1)^2 \tag{1} $$

$$ f(x) = 4 x^2 + 1 \tag{2} $$
""",
        {"2": "wrong"},
    ),
    "what is posed for all of a letter is not refuted at one of its values": (
        r"""Suppose that

$$ 3 x + 11 = a (x + 2) + b (x - 3) \tag{1} $$

so

$$ a + b = 3 \tag{2} $$

$$ 2 a - 3 b = 11 \tag{3} $$
""",
        {"2": "undecided", "3": "undecided"},
    ),
    "what does not follow for all of it is wrong": (
        r"""Suppose that

$$ 3 x + 11 = a (x + 2) + b (x - 3) \tag{1} $$

so

$$ a + b = 4 \tag{2} $$
""",
        {"2": "wrong"},
    ),
    "a constant of integration takes up others": (
        r"""Since $\int \cos x \, dx = \sin x + C$,

$$ 5 (\sin x + C) = 5 \sin x + C \tag{1} $$
""",
        {"1": "undecided"},
    ),
    "elsewhere a letter takes up nothing": (
        r"""Let $C$ be any number.

$$ 5 (\sin x + C) = 5 \sin x + C \tag{1} $$
""",
        {"1": "wrong"},
    ),
    "a sum over nobody knows how many terms is not refuted": (
        r"""Let $x_1, \dots, x_n$ be data, with $k$ states.

$$ m = \sum_i x_i \tag{1} $$

$$ \sum_i \frac{1}{k} = \frac{k}{k} \tag{2} $$
""",
        {"2": "undecided"},
    ),
    "a value from another section may not be meant": (
        r"""# One

$$ k = a^2 + 1 \tag{1} $$

# Two

$$ 3 k + a = \sin a \tag{2} $$
""",
        {"2": "undecided"},
    ),
    "a number put in for a letter of which nothing is said is no slip": (
        r"""$$ p = m v = 2 m \tag{1} $$
""",
        {"1.2": "undecided"},
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_what_speaks_for_a_misreading(name: str) -> None:
    text, expected = VERDICTS[name]
    report = derivation.check(derivation.loads(text))
    assert {label: report[label].verdict for label in expected} == expected


def test_a_doubt_is_told_with_its_reason() -> None:
    text, _ = VERDICTS["it is open where its name stands in a line that could not be read"]
    reason = derivation.check(derivation.loads(text))["3"].reason
    assert reason is not None
    assert "may be misread" in reason
    assert "f stands in line 3, which is open" in reason
