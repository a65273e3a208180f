"""Notation as people write it: each row is a document, and the verdicts that its statements must get."""

from __future__ import annotations

import pytest

import derivation

DEFINED, RIGHT, WRONG = "definition", "right", "wrong"

DOCUMENTS: dict[str, tuple[str, list[str]]] = {
    "a function is applied to anything": (
        r"$$ f(a) = a^2 + 1 $$ $$ f(3) = 10 $$ $$ f(u+v) = u^2 + 2uv + v^2 + 1 $$ $$ f(x_i) = x_i^2 $$",
        [DEFINED, RIGHT, RIGHT, WRONG],
    ),
    "a prime at a function of one variable": (
        r"""$$ \sigma(z) = \frac{1}{1+e^{-z}} $$ $$ \sigma'(z) = \sigma(z)(1-\sigma(z)) $$
        $$ \frac{d\sigma}{dz} = \sigma(z)\sigma(-z) $$ $$ \sigma'(2 w_k) = 2\sigma(2w_k)(1 - \sigma(2w_k)) $$
        $$ \sigma''(z) = \sigma'(z)(1 - 2\sigma(z)) $$""",
        [DEFINED, RIGHT, RIGHT, WRONG, RIGHT],
    ),
    "a function of a sum's index is not captured": (
        r"""$$ f(a) = \sum_k a x_k $$ $$ \sum_k f(x_k) = \left(\sum_k x_k\right)^2 $$
        $$ \sum_k f(x_k) = \sum_k x_k^2 $$""",
        [DEFINED, RIGHT, WRONG],
    ),
    "an inner derivative is no outer one": (
        r"$$ f(a) = a^3 $$ $$ \frac{d}{dx} f(2x) = 2 f'(2x) $$ $$ \frac{d}{dx} f(2x) = f'(2x) $$",
        [DEFINED, RIGHT, WRONG],
    ),
    "the derivative by a named intermediate": (
        r"""$$ o_i = \sum_j W_{ij} x_j $$ $$ L = \frac12 \sum_i (o_i - t_i)^2 $$
        $$ \frac{\partial L}{\partial o_i} = o_i - t_i $$
        $$ \frac{\partial L}{\partial W_{ij}} = \frac{\partial L}{\partial o_i} x_j $$
        $$ \frac{\partial L}{\partial x_j} = \sum_i \frac{\partial L}{\partial o_i} W_{ij} $$
        $$ \frac{\partial L}{\partial x_j} = \sum_i \frac{\partial L}{\partial o_i} W_{ji} $$""",
        [DEFINED, DEFINED, RIGHT, RIGHT, RIGHT, WRONG],
    ),
    "a second derivative by a named intermediate": (
        r"""$$ o_i = a x_i $$ $$ L = \log \sum_k e^{o_k} $$ $$ p_i = \frac{e^{o_i}}{\sum_k e^{o_k}} $$
        $$ \frac{\partial^2 L}{\partial o_i \partial o_j} = p_i (\delta_{ij} - p_j) $$
        $$ \frac{\partial^2 L}{\partial o_i \partial o_j} = - p_i p_j $$""",
        [DEFINED, DEFINED, DEFINED, RIGHT, WRONG],
    ),
    "what is held and what it is made of do not mix": (
        r"$$ o = x^2 $$ $$ L = o^2 x $$ $$ \frac{\partial^2 L}{\partial o \partial x} = 2 o $$",
        [DEFINED, DEFINED, "undecided"],
    ),
    "a quantity that is known by its square": (
        r"""$$ \mu = \frac1n \sum_i x_i, \quad \sigma^2 = \frac1n \sum_i (x_i-\mu)^2 $$
        $$ \sigma^2 = \frac1n \sum_i x_i^2 - \mu^2 $$
        $$ \frac{\partial \sigma}{\partial x_j} = \frac{x_j - \mu}{n \sigma} $$
        $$ \sigma^2 = \frac1n \sum_i x_i^2 - \mu $$""",
        [DEFINED, DEFINED, RIGHT, RIGHT, WRONG],
    ),
    "the derivative by a square": (
        r"""$$ \ell = -\frac{n}{2}\log(2\pi\sigma^2) - \frac{1}{2\sigma^2}\sum_i (x_i-\mu)^2 $$
        $$ \frac{\partial \ell}{\partial \sigma^2}
           = -\frac{n}{2\sigma^2} + \frac{1}{2\sigma^4}\sum_i (x_i-\mu)^2 $$
        $$ \frac{\partial \ell}{\partial \sigma^2}
           = -\frac{n}{\sigma} + \frac{1}{\sigma^3}\sum_i (x_i-\mu)^2 $$""",
        [DEFINED, RIGHT, WRONG],
    ),
    "a word below is a part of the name": (
        r"""$$ L_{\text{CE}} = -\sum_i t_i \log p_i $$
        $$ L_{\mathrm{total}} = 2 L_{\text{CE}} + \lambda \sum_d w_d^2 $$
        $$ \frac{\partial L_{\mathrm{total}}}{\partial w_d} = 2\lambda w_d $$
        $$ \frac{\partial L_{\mathrm{total}}}{\partial p_j} = -2 \frac{t_j}{p_j^2} $$""",
        [DEFINED, DEFINED, RIGHT, WRONG],
    ),
    "an index in parentheses above": (
        r"""$$ h(x) = \theta_0 + \theta_1 x $$
        $$ J = \frac{1}{2m} \sum_{i=1}^m \left(h(x^{(i)}) - y^{(i)}\right)^2 $$
        $$ \frac{\partial J}{\partial \theta_1} = \frac1m \sum_{i=1}^m (h(x^{(i)}) - y^{(i)}) x^{(i)} $$
        $$ \frac{\partial J}{\partial \theta_0} = \frac1m \sum_{i=1}^m (h(x^{(i)}) - y^{(i)}) x^{(i)} $$""",
        [DEFINED, DEFINED, RIGHT, WRONG],
    ),
    "what is positive because its log is printed": (
        r"""$$ D = \sum_i p_i \log \frac{p_i}{q_i} = \sum_i p_i \log p_i - \sum_i p_i \log q_i $$
        $$ \log \frac{a}{1-a} = \log a - \log(1-a) $$ $$ \log ((1-a)(1-b)) = \log(1-a) + \log(1-b) $$
        $$ D = \sum_i p_i \log p_i - \log q_i $$ $$ \log |x| = \log x $$ $$ \log |y| = \log (y + 1) $$""",
        [DEFINED, RIGHT, RIGHT, RIGHT, WRONG, RIGHT, WRONG],
    ),
    "a log of one entry says nothing of another": (
        r"""$$ \log x_i + |x_j| = \log x_i + x_j $$
        $$ \sum_{k \neq j} \log x_k + |x_j| = \sum_{k \neq j} \log x_k + x_j $$""",
        [WRONG, WRONG],
    ),
    "parts of a range": (
        r"""$$ \sum_{k \le b} x_k + \sum_{k > b} x_k = \sum_k x_k $$
        $$ \sum_{k < b} x_k = \sum_{k \le b} x_k - x_b $$ $$ \sum_{k \ge b} x_k = \sum_{k > b} x_k $$
        $$ \sum_{k=1}^{n} x_k = \sum_{k=1}^{n-1} x_k + x_n $$
        $$ \sum_{k=1}^{n} x_k = x_1 + \sum_{k=2}^{n-1} x_k + x_n $$
        $$ \sum_{k=2}^{n} \frac{1}{k-1} = \sum_{k=1}^{n} \frac{1}{k} $$
        $$ \frac{\partial}{\partial x_j} \sum_{k=2}^n x_k^2 = 2 x_j $$
        $$ \frac{\partial}{\partial x_n} \sum_{k=1}^{n-1} x_k^2 = 0 $$""",
        [RIGHT, RIGHT, WRONG, RIGHT, RIGHT, WRONG, WRONG, RIGHT],
    ),
    "an index that is printed with what it depends on": (
        r"""$$ S_i(x) = \frac{e^{x_i}}{\sum_k e^{x_k}}, \quad i = 1, \dots, n $$
        $$ \frac{\partial S_i(x)}{\partial x_j} = S_i(x) (1 - S_i(x)) \quad \text{for } i = j $$
        $$ \frac{\partial S_i}{\partial x_j} = S_i S_j \quad (i \neq j) $$ $$ \sum_i S_i(x) = 1 $$""",
        [DEFINED, RIGHT, WRONG, RIGHT],
    ),
    "a case for each of two rows": (
        r"""$$ S_i = \frac{e^{x_i}}{\sum_k e^{x_k}} $$
        $$ \frac{\partial S_i}{\partial x_j} = S_i (1 - S_i) \quad \text{if } i = j, \qquad
           \frac{\partial S_i}{\partial x_j} = - S_i S_j \quad \text{if } i \neq j $$
        $$ \frac{\partial S_i}{\partial x_j} = - S_i S_j \quad (a > b) $$""",
        [DEFINED, RIGHT, RIGHT, WRONG],
    ),
    "two arguments parted by bars": (
        r"""$$ D_{\mathrm{KL}}(p \| q) = \sum_i p_i \log \frac{p_i}{q_i} $$
        $$ \frac{\partial D_{\mathrm{KL}}(p \| q)}{\partial q_j} = -\frac{p_j}{q_j} $$""",
        [DEFINED, RIGHT],
    ),
    "a letter has the range of the array that it stands at": (
        r"""$$ a = \sum_{i=1}^m x_i $$ $$ p_i = \frac{e^{z_i}}{\sum_{k=1}^n e^{z_k}} $$ $$ \sum_i p_i = 1 $$
        $$ \frac{\partial a}{\partial x_j} = 1 $$
        $$ \frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j) $$ $$ \sum_i x_i = 1 $$""",
        [DEFINED, DEFINED, RIGHT, RIGHT, RIGHT, "given"],
    ),
    "one sum over a part says nothing of another": (
        r"""$$ \sum_{k=1}^3 k^2 = 14 $$ $$ g = \sum_{k=0}^n r^k $$ $$ \bar x = \frac1n \sum_k x_k $$
        $$ \sum_k (x_k - \bar x) = 0 $$ $$ \sum_k 1 = n $$ $$ \sum_k 1 = 3 $$""",
        [RIGHT, DEFINED, DEFINED, RIGHT, RIGHT, WRONG],
    ),
    "fonts are names apart, and bold ones are whole arrays": (
        r"""$$ L = \sum_i x_i $$ $$ \mathcal{L}(\mathbf{x}) = \sum_i \mathbf{x}_i^2 $$
        $$ \mathcal{L} - L = 0 $$
        $$ \frac{\partial \mathcal L}{\partial x_i} = 2x_i $$ $$ \mathbf{y} = \mathbf{W} \mathbf{x} $$""",
        [DEFINED, DEFINED, WRONG, RIGHT, DEFINED],
    ),
    "an array without its index is no scalar": (
        r"""$$ f(x) = \sum_k x_k^2 $$ $$ \frac{\partial f(x)}{\partial x} = 0 $$
        $$ g = \sum_{i} (w^T x_i - y_i)^2 $$ $$ \sum_{k \in S} k = \frac{S(S+1)}{2} $$""",
        [DEFINED, "undecided", DEFINED, "undecided"],
    ),
    "a function of x is applied to the entries of x": (
        r"""$$ f(x) = x^2 $$ $$ f'(x) = 2x $$ $$ s = \sum_i f(x_i) $$
        $$ \frac{\partial s}{\partial x_j} = f'(x_j) $$ $$ \frac{\partial s}{\partial x_j} = f(x_j) $$""",
        [DEFINED, RIGHT, DEFINED, RIGHT, WRONG],
    ),
    "multiples and sums of angles": (
        r"""$$ \sin 2x = 2 \sin x \cos x $$ $$ \cos(x+y) = \cos x \cos y - \sin x \sin y $$
        $$ \cos(x + \pi) = -\cos x $$ $$ \sin(\pi/2 - x) = \cos x $$ $$ \cos(3x) = 4\cos^3 x - 3 \cos x $$
        $$ \frac{d}{dx} \sin(3x) = 3 \cos(3x) $$ $$ \sin(x+y) = \sin x \cos y - \cos x \sin y $$""",
        [RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, WRONG],
    ),
    "a name whose definition can't be read stands for something": (
        r"""$$ m = \max_k x_k $$ $$ L = \log \sum_k e^{x_k} $$ $$ L = m + \log \sum_k e^{x_k - m} $$
        $$ L = m - \log \sum_k e^{x_k - m} $$ $$ \frac{\partial (m x_j)}{\partial x_j} = m $$
        $$ \sum_j \mathbf{1}_{\{i=j\}} a_j = a_i $$""",
        [DEFINED, DEFINED, RIGHT, "undecided", "undecided", RIGHT],
    ),
    "conditions beside an equation": (
        r"""$$ \frac{|x|}{x} = 1, \quad x > 0 $$ $$ |x| = x, \qquad x \ge 0 $$ $$ |x| = 2x, \qquad x \ge 0 $$
        $$ \sqrt{x^2} = x \text{ for all } x > 0 $$ $$ \sqrt{x^2} = x \text{ for all real } x $$
        $$ \sqrt{x^2} = x \text{ valid for positive arguments} $$
        $$ \sqrt{x^2} = x \text{ by the chain rule} $$
        $$ \sum_{i=1}^n i^2 = n^2, \quad n \ge 3 $$ $$ n^2 = 1, \quad n \le 1 $$
        $$ (x+y)^2 = x^2 + 2xy + y^2 \text{ for all } x, y. $$ $$ x^2 = x, \quad x \in \mathbb{R} $$""",
        [
            RIGHT,
            RIGHT,
            WRONG,
            RIGHT,
            WRONG,
            "undecided",
            WRONG,
            WRONG,
            "undecided",
            RIGHT,
            "undecided",
        ],
    ),
    "a condition at a definition comes with its name": (
        r"""$$ y = x^2 \qquad (x > 0) $$ $$ \sqrt{y} = x $$ $$ \sqrt{x^2} = x $$
        $$ y_i = 2 a_i, \quad i = 1 $$""",
        [DEFINED, RIGHT, WRONG, "undecided"],
    ),
    "a condition on an entry is about that entry": (
        r"""$$ |x_i| + \sum_k |x_k| = x_i + \sum_k x_k, \quad x_i > 0 $$ $$ |x_i| = x_i, \quad x_i > 0 $$
        $$ \sum_k |x_k| = \sum_k x_k, \quad x_i > 0 $$ $$ |1 - x_i| = 1 - x_i, \quad x_i < 1 $$
        $$ |x_i - x_j| = x_i - x_j, \quad x_i > x_j $$ $$ |x_i - x_j| = x_j - x_i, \quad x_i > x_j $$""",
        [WRONG, RIGHT, RIGHT, RIGHT, RIGHT, WRONG],
    ),
    "a condition on an index": (
        r"""$$ \frac{\partial x_i}{\partial x_j} = 0 \quad (i < j) $$
        $$ \text{For } i = j, \quad \frac{\partial x_i}{\partial x_j} = 1 $$
        $$ \sum_{k \neq 1} x_k = \sum_k x_k - x_i, \quad i = 1 $$
        $$ \sum_{k \neq 1} x_k = \sum_k x_k - x_i, \quad i = 2 $$""",
        [RIGHT, RIGHT, RIGHT, WRONG],
    ),
    "how far a derivative reaches": (
        r"""$$ \frac{d}{dx}(x^2)\cdot\frac{d}{dx}(x^3) = 6 x^3 $$ $$ \frac{d}{dx} (x^2) (x^3) = 5x^4 $$
        $$ \frac{d}{dx} (x^2) (a^3) = 2 x a^3 $$ $$ \frac{d}{dx} x^2 x^3 = 5x^4 $$
        $$ \left(\frac{d}{dx} x^2\right) \left(\frac{d}{dx} x^3\right) = 6 x^3 $$""",
        ["unread", "unread", RIGHT, RIGHT, RIGHT],
    ),
    "what may be a matrix, and the imaginary unit": (
        r"""$$ AB = BA $$ $$ e^{ix} = \cos x + i \sin x $$ $$ \max(a,b) = a $$ $$ p(1-p) = p - p^2 $$
        $$ \frac{\partial}{\partial \pi} \pi^2 = 2\pi $$ $$ \arctan 1 = \frac{\pi}{4} $$""",
        ["undecided", "undecided", "wrong", RIGHT, "unread", RIGHT],
    ),
    "sums over pairs": (
        r"""$$ \sum_{i<j} x_i x_j = \frac12 \left( (\sum_i x_i)^2 - \sum_i x_i^2 \right) $$
        $$ c_j = \sum_{i < j} x_i $$ $$ c_j x_j = \sum_{i<j} x_i x_j $$
        $$ \sum_{i\neq j} x_i x_j = (\sum_i x_i)^2 - \sum_i x_i^2 $$
        $$ \sum_{i \neq j} x_i + x_j = \sum_i x_i $$""",
        ["undecided", DEFINED, RIGHT, "undecided", RIGHT],
    ),
    "products": (
        r"""$$ \prod_{i=1}^n x_i = x_n \prod_{i=1}^{n-1} x_i $$
        $$ \frac{\partial}{\partial x_j} \prod_{i=1}^n x_i = \prod_{i \neq j} x_i $$
        $$ \frac{\partial}{\partial x_j} \prod_{i=1}^n x_i = \prod_{i} x_i $$
        $$ \prod_i (x_i z_i) = \prod_i x_i \prod_i z_i $$
        $$ \prod_i (x_i + z_i) = \prod_i x_i + \prod_i z_i $$
        $$ \prod_i a x_i = a^n \prod_i x_i $$ $$ \prod_i a x_i = a \prod_i x_i $$ $$ \prod_i x_i a = 1 $$
        $$ \log \prod_i x_i = \sum_i \log x_i $$ $$ \log \sum_i x_i = \sum_i \log x_i $$
        $$ \sqrt{\prod_i x_i^2} = \prod_i x_i $$ $$ \prod_{i=1}^3 x_i = x_1 x_2 x_3 $$""",
        [RIGHT, RIGHT, WRONG, RIGHT, WRONG, RIGHT, WRONG, "unread", RIGHT, WRONG, WRONG, RIGHT],
    ),
    "quotients of functions": (
        r"""$$ \frac{d}{dx} \tan x = 1 + \tan^2 x = \sec^2 x $$ $$ \cot x = \frac{\cos x}{\sin x} $$
        $$ \frac{d}{dx} \cot x = \csc^2 x $$""",
        [RIGHT, RIGHT, RIGHT, WRONG],
    ),
    "a sign right after a sum": (
        r"$$ s = \sum_i -2 x_i $$ $$ s = -2 \sum_i x_i $$ $$ s = 2 \sum_i x_i $$",
        [DEFINED, RIGHT, WRONG],
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_verdicts(name: str) -> None:
    text, verdicts = DOCUMENTS[name]
    report = derivation.check(derivation.loads(text))
    assert [result.verdict for result in report] == verdicts, str(report)


def test_an_unstated_assumption_is_named() -> None:
    report = derivation.check(
        derivation.loads(
            r"""$$ p_i = \frac{e^{o_i}}{\sum_k e^{o_k}}, \qquad L = -\sum_i t_i \log p_i $$
            $$ \frac{\partial L}{\partial o_j} = p_j - t_j $$ $$ \sqrt{a^2} = a $$
            $$ \sum_{i,j} A_{ij} x_i y_j = \sum_{i,j} A_{ij} x_j y_i $$"""
        )
    )
    assert [(r.verdict, r.finding.true_if) for r in report][2:] == [
        ("wrong", r"\sum_{k} t_k = 1"),
        ("wrong", "a > 0"),
        ("wrong", "A_{ij} = A_{ji}"),
    ]


ASSUMED: dict[str, tuple[str, str, list[str]]] = {
    "a total, in the text": (
        r"""Assume $\sum_k t_k = 1$.
        $$ p_i = \frac{e^{o_i}}{\sum_k e^{o_k}}, \quad L = -\sum_i t_i \log p_i $$
        $$ \frac{\partial L}{\partial o_j} = p_j - t_j $$
        $$ \frac{\partial L}{\partial o_j} = p_j - 2 t_j $$""",
        "",
        [DEFINED, DEFINED, RIGHT, WRONG],
    ),
    "a total, in the reading file": (
        r"$$ s = \sum_i (c + t_i) $$ $$ s = n c + 1 $$ $$ s = c + 1 $$",
        r"assume = ['\sum_k t_k = 1']",
        [DEFINED, RIGHT, WRONG],
    ),
    "one-hot": (
        r"Let $t$ be one-hot. $$ \sum_i t_i^2 = 1 $$ $$ t_i t_j = \delta_{ij} t_i $$ $$ t_i t_j = t_i $$",
        "",
        [RIGHT, RIGHT, WRONG],
    ),
    "symmetry": (
        r"""Suppose that $A_{ij} = A_{ji}$. $$ f = \sum_{i,j} A_{ij} x_i x_j $$
        $$ \frac{\partial f}{\partial x_k} = 2 \sum_j A_{kj} x_j $$
        $$ \frac{\partial f}{\partial x_k} = \sum_j A_{kj} x_j $$""",
        "",
        [DEFINED, RIGHT, WRONG],
    ),
    "a sign": (r"Assume $x > 0$. $$ \sqrt{x^2} = x $$ $$ \sqrt{y^2} = y $$", "", [RIGHT, WRONG]),
}


@pytest.mark.parametrize("name", ASSUMED)
def test_assumptions(name: str) -> None:
    text, reading, verdicts = ASSUMED[name]
    report = derivation.check(derivation.loads(text, reading))
    assert [result.verdict for result in report] == verdicts, str(report)


EQUATIONS: dict[str, tuple[str, list[str]]] = {
    "solved for the unknown": (
        r"$$ \sum_i (x_i - \mu) = 0 \Rightarrow n\mu = \sum_i x_i \Rightarrow \mu = \frac1n \sum_i x_i $$",
        ["given", RIGHT, RIGHT],
    ),
    "solved wrongly": (
        r"$$ \sum_i (x_i - \mu) = 0 \Rightarrow n\mu = \sum_i x_i \Rightarrow \mu = \sum_i x_i $$",
        ["given", RIGHT, WRONG],
    ),
    "a derivative set to zero": (
        r"""$$ \ell = -\frac{n}{2}\log(2\pi\sigma^2) - \frac{1}{2\sigma^2}\sum_i (x_i-\mu)^2 $$
        $$ \frac{\partial \ell}{\partial \mu} = 0 \iff \mu = \frac1n\sum_i x_i $$
        $$ \frac{\partial \ell}{\partial \sigma^2} = 0 \Rightarrow \sigma^2 = \frac1n \sum_i (x_i-\mu)^2 $$
        $$ \sigma^2 = \frac{1}{n-1} \sum_i (x_i-\mu)^2 $$ $$ \sigma^2 = \frac1n \sum_i x_i^2 - \mu^2 $$""",
        [DEFINED, "given", RIGHT, "given", RIGHT, WRONG, RIGHT],
    ),
    "an implication claims neither of its ends": (
        r"$$ s = \sum_k x_k $$ $$ s = 1 \implies s^2 = 1 $$ $$ s = \sum_j x_j \text{ where } s = 1 $$",
        [DEFINED, "given", RIGHT, "given", RIGHT],
    ),
    "a condition that is displayed": (
        r"""$$ p_i = \frac{e^{o_i}}{\sum_k e^{o_k}}, \qquad L = -\sum_i t_i \log p_i $$ $$ \sum_i t_i = 1 $$
        $$ \frac{\partial L}{\partial o_j} = p_j - t_j $$ $$ \frac{\partial L}{\partial o_j} = p_j $$""",
        [DEFINED, DEFINED, "given", RIGHT, WRONG],
    ),
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_equations(name: str) -> None:
    text, verdicts = EQUATIONS[name]
    report = derivation.check(derivation.loads(text))
    assert [result.verdict for result in report] == verdicts, str(report)


def test_a_step_that_divides_says_by_what() -> None:
    report = derivation.check(
        derivation.loads(
            "Suppose that\n$$ \\frac{\\partial}{\\partial w} (x w^2 - 2 x a w) = 0 $$\n"
            "Hence\n$$ x w = x a $$\nand thus\n$$ w = a $$"
        )
    )
    assert [result.verdict for result in report] == ["given", RIGHT, RIGHT]
    assert report["3"].conditions == ("x ≠ 0",)


def test_an_implication_divides_by_nothing_that_may_be_0() -> None:
    report = derivation.check(derivation.loads(r"$$ x w = x a \Rightarrow w = a $$"))
    assert [result.verdict for result in report] == ["given", WRONG]


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"\frac{d}{dy} \log{\left(y \right)}^{2} = \frac{2 \log y}{y}", "right"),
        (r"\sin{\left(x \right)}^{2} + \cos{\left(x \right)}^{2} = 1", "right"),
        (r"\sin{(x)}^2 = \sin(x^2)", "wrong"),
        (r"\log{(x)^2} = \log(x^2)", "right"),
    ],
)
def test_braces_around_the_parentheses_of_a_function_say_nothing(latex: str, verdict: str) -> None:
    (result,) = derivation.check(derivation.loads(f"$$ {latex} $$"))
    assert result.verdict == verdict
