"""Notation as people write it: each row is a document, and the verdicts that its statements must get."""

from __future__ import annotations

import pytest

import derivation

DEFINED, RIGHT, WRONG = "definition", "right", "wrong"

DOCUMENTS: dict[str, tuple[str, list[str]]] = {
    "a function is applied to anything": (
        r"$$ f(a) = a^2 + 1 $$ $$ f(3) = 10 $$ $$ f(x+y) = x^2 + 2xy + y^2 + 1 $$ $$ f(x_i) = x_i^2 $$",
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
        [RIGHT, RIGHT, WRONG, RIGHT, WRONG, WRONG, WRONG, RIGHT],
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
