"""Documents with shifted indices: sequences, telescoping and geometric sums, recurrences, sums up to n."""

from __future__ import annotations

import pytest

import derivation

STATE = "With $h_0 = 0$ the states follow\n\n$$ h_t = w h_{t-1} + u x_t. $$\n\nUnrolling it gives\n\n"
FREE = "$$ h_t = w h_{t-1} + u x_t. $$\n\nUnrolling it gives\n\n"
DOUBLED = "Let $x_0 = 3$ and\n\n$$ x_{t+1} = 2 x_t + 1 $$\n\nThen\n\n"
MEAN = "$$ m_n = \\frac{1}{n} \\sum_{i=1}^n x_i $$\n\n"
FIBONACCI = "We have\n\n$$ F_n = F_{n-1} + F_{n-2} $$\n\nwith $F_0 = 0$ and $F_1 = 1$.\n\nTherefore\n\n"
MOMENTUM = (
    "$$ v_t = \\beta v_{t-1} + g_t $$\n\n$$ \\theta_t = \\theta_{t-1} - \\alpha v_t $$\n\nTherefore\n\n"
)
ADVANTAGE = "$$ d_t = r_t + \\gamma V_{t+1} - V_t $$\n\n"
BY_PARTS = r"$$ \sum_{k=1}^n a_k (b_k - b_{k-1}) = a_n b_n - a_1 b_0 - "
ROUGH = "$$ L = \\sum_{i=1}^{n-1} (x_{i+1} - x_i)^2 $$\n\n"
START = "With $y_0 = 5$ and\n\n$$ y_t = y_{t-1} + x_t, $$\n\nwe get\n\n"

LAYERS = r"$$ h_\ell = w_\ell h_{\ell-1} + b_\ell $$" + "\n\n"
RECURRENT = r"Let $$ s_t = \tanh(u x_t + v s_{t-1}) $$" + "\n\n"
SLOPE = r"$$ \frac{\partial s_t}{\partial v} = (1 - s_t^2) (s_{t-1} + "

CHANCES = "Let $m > 0$. The chances satisfy\n\n$$ l p_n = m p_{n+1} $$\n\nHence\n\n"
UNEVEN = "The chances satisfy\n\n$$ (l + k) p_n = m p_{n+1} + m $$\n\nHence\n\n"
LAST = {
    # A rule that is to be solved for the latest entry
    CHANCES + r"$$ p_n = \left(\frac{l}{m}\right)^n p_0 $$": "right",
    CHANCES + r"$$ p_n = \left(\frac{l}{m}\right)^{n-1} p_1 $$": "right",
    CHANCES + r"$$ p_n = \left(\frac{m}{l}\right)^n p_0 $$": "wrong",
    CHANCES.replace("Let $m > 0$. ", "") + r"$$ p_n = \left(\frac{l}{m}\right)^n p_0 $$": "undecided",
    UNEVEN + r"$$ p_n = p_0 + n $$": "undecided",
    # Derivatives of sequences by what they are made of
    LAYERS + r"$$ \frac{\partial h_\ell}{\partial b_\ell} = 1 $$": "right",
    LAYERS + r"$$ \frac{\partial h_\ell}{\partial w_\ell} = h_{\ell-1} $$": "right",
    LAYERS + r"$$ \frac{\partial h_\ell}{\partial w_\ell} = h_\ell $$": "wrong",
    LAYERS + r"$$ \frac{\partial h_\ell}{\partial b_{\ell-1}} = w_\ell $$": "right",
    LAYERS + r"$$ \frac{\partial h_\ell}{\partial w_{\ell-1}} = w_\ell h_{\ell-2} $$": "right",
    LAYERS + r"$$ \frac{\partial h_\ell}{\partial w_{\ell-1}} = w_\ell h_{\ell-1} $$": "wrong",
    RECURRENT + r"$$ \frac{\partial s_t}{\partial x_t} = u (1 - s_t^2) $$": "right",
    RECURRENT + r"$$ \frac{\partial s_t}{\partial x_t} = u (1 - s_t)^2 $$": "wrong",
    RECURRENT + SLOPE + r"v \frac{\partial s_{t-1}}{\partial v}) $$": "right",
    RECURRENT + SLOPE + r"\frac{\partial s_{t-1}}{\partial v}) $$": "wrong",
    RECURRENT + r"$$ \frac{\partial s_t}{\partial v} = (1 - s_t^2) s_{t-1} $$": "wrong",
    # What else ties the quantities that a sequence is made of may hide a derivative
    r"$$ s_t = s_{t-1} + x_t y_t $$ $$ y_t = x_t^2 $$ Then "
    r"$$ \frac{\partial s_t}{\partial x_t} = y_t $$": "undecided",
    r"$$ u_t = a u_{t-1} + c_t $$ $$ c_t = b u_{t-1} $$ Then "
    r"$$ \frac{\partial u_t}{\partial a} = u_{t-1} + a \frac{\partial u_{t-1}}{\partial a} $$": "undecided",
    # Telescoping, re-indexed and peeled sums
    r"$$ \sum_{i=1}^n (x_i - x_{i-1}) = x_n - x_0 $$": "right",
    r"$$ \sum_{i=1}^n (x_i - x_{i-1}) = x_n - x_1 $$": "wrong",
    r"$$ \sum_{i=1}^n (x_{i+1} - x_i) = x_{n+1} - x_1 $$": "right",
    r"$$ \sum_{i=1}^n (x_{i+1} - x_{i-1}) = x_{n+1} + x_n - x_1 - x_0 $$": "right",
    r"$$ \sum_{i=1}^n (x_{i+1} - x_{i-1}) = x_{n+1} - x_0 $$": "wrong",
    r"$$ \sum_{k=0}^{n-1} a_{k+1} = \sum_{k=1}^n a_k $$": "right",
    r"$$ \sum_{k=0}^{n} a_{k+1} = \sum_{k=1}^n a_k $$": "wrong",
    r"$$ \sum_{k=1}^{n+1} a_k = a_{n+1} + \sum_{k=1}^n a_k $$": "right",
    r"$$ \sum_{k=1}^{n+1} a_k = a_n + \sum_{k=1}^n a_k $$": "wrong",
    r"$$ \sum_{k=0}^{n} a_k = a_0 + \sum_{k=0}^{n-1} a_{k+1} $$": "right",
    BY_PARTS + r"\sum_{k=1}^{n-1} b_k (a_{k+1} - a_k) $$": "right",
    BY_PARTS + r"\sum_{k=1}^n b_k (a_{k+1} - a_k) $$": "wrong",
    r"$$ \sum_{i=1}^n \sum_{j=1}^n A_{i,j+1} = \sum_{i=1}^n \sum_{j=2}^{n+1} A_{i,j} $$": "right",
    r"$$ \sum_{i=1}^n \sum_{j=1}^n A_{i,j+1} = \sum_{i=1}^n \sum_{j=1}^n A_{i,j} $$": "wrong",
    r"$$ \sum_{k=1}^n \left( \frac1k - \frac{1}{k+1} \right) = 1 - \frac{1}{n+1} $$": "right",
    r"$$ \sum_{k=1}^n \left( \frac1k - \frac{1}{k+1} \right) = 1 - \frac1n $$": "wrong",
    r"$$ \sum_{k=1}^n \frac{1}{k (k+1)} = \frac{n}{n+1} $$": "right",
    r"$$ \sum_{k=1}^n \frac{1}{k (k+1)} = \frac{1}{n+1} $$": "wrong",
    # Geometric sums
    "For $r \\neq 1$,\n\n$$ \\sum_{k=0}^{n-1} r^k = \\frac{1 - r^n}{1 - r} $$": "right",
    "For $r \\neq 1$,\n\n$$ \\sum_{k=0}^n r^k = \\frac{1 - r^n}{1 - r} $$": "wrong",
    "For $r \\neq 1$,\n\n$$ \\sum_{k=2}^{n+1} r^k = \\frac{r^2 - r^{n+2}}{1 - r} $$": "right",
    r"$$ \sum_{k=0}^{n-1} 2^k = 2^n - 1 $$": "right",
    r"$$ \sum_{k=1}^n 2^k = 2^n - 1 $$": "wrong",
    r"$$ (1 - r) \sum_{k=1}^n r^{n-k} = 1 - r^n $$": "right",
    r"$$ (1 - r) \sum_{k=1}^n r^{n-k} = r - r^n $$": "wrong",
    r"$$ \sum_{k=0}^{n-1} e^{k a} = \frac{1 - e^{n a}}{1 - e^a} $$": "right",
    r"$$ \sum_{k=1}^n k r^k = \frac{r (1 - (n+1) r^n + n r^{n+1})}{(1 - r)^2} $$": "right",
    r"$$ \sum_{k=1}^n k r^k = \frac{r (1 - n r^n + n r^{n+1})}{(1 - r)^2} $$": "wrong",
    # Definitions with shifted entries, and derivatives
    ADVANTAGE + r"$$ d_t + \gamma d_{t+1} = r_t + \gamma r_{t+1} + \gamma^2 V_{t+2} - V_t $$": "right",
    ADVANTAGE + r"$$ d_t + d_{t+1} = r_t + r_{t+1} + \gamma V_{t+2} - V_t $$": "wrong",
    ADVANTAGE + r"$$ \frac{\partial d_t}{\partial V_{t+1}} = \gamma $$": "right",
    ADVANTAGE + r"$$ \frac{\partial d_t}{\partial V_{t-1}} = 0 $$": "right",
    ADVANTAGE + r"$$ \frac{\partial d_{t-1}}{\partial V_t} = -1 $$": "wrong",
    ROUGH + r"$$ \frac{\partial L}{\partial x_j} = 2 x_j $$": "wrong",
    # At its ends the array has no entries that this speaks of
    "$$ L = \\sum_{i=1}^{n-1} x_{i+1} x_i $$\n\n"
    "$$ \\frac{\\partial L}{\\partial x_j} = x_{j-1} + x_{j+1} $$": "undecided",
    # Recurrences
    STATE + r"$$ h_t = \sum_{k=1}^t w^{t-k} u x_k $$": "right",
    STATE + r"$$ h_t = \sum_{k=1}^t w^k u x_k $$": "wrong",
    STATE + r"$$ h_t = w^2 h_{t-2} + w u x_{t-1} + u x_t $$": "right",
    STATE + r"$$ h_2 = w u x_1 + u x_2 $$": "right",
    STATE + r"$$ h_2 = w u x_1 + x_2 $$": "wrong",
    STATE + r"$$ h_3 = w^2 u x_1 + w u x_2 $$": "wrong",
    FREE + r"$$ h_t = \sum_{k=1}^t w^{t-k} u x_k $$": "undecided",
    FREE + r"$$ h_t = w^t h_0 + \sum_{k=1}^t w^{t-k} u x_k $$": "right",
    FREE + r"$$ h_t = w^2 h_{t-2} + w u x_{t-1} + u x_t $$": "right",
    FREE + r"$$ h_t = w^2 h_{t-2} + u x_{t-1} + u x_t $$": "wrong",
    FREE + r"$$ h_2 = w u x_1 + u x_2 $$": "undecided",
    FREE + r"$$ h_{t+1} - h_t = (w - 1) h_t + u x_{t+1} $$": "right",
    FREE + r"$$ \frac{\partial h_t}{\partial h_{t-1}} = w $$": "right",
    FREE + r"$$ \frac{\partial h_t}{\partial h_{t-2}} = w^2 $$": "right",
    FREE + r"$$ \frac{\partial h_t}{\partial h_{t-2}} = w $$": "wrong",
    DOUBLED + r"$$ x_t = 4 \cdot 2^t - 1 $$": "right",
    DOUBLED + r"$$ x_t = 4 \cdot 2^t + 1 $$": "wrong",
    DOUBLED + r"$$ x_2 = 15 $$": "right",
    DOUBLED + r"$$ x_{t+2} = 4 x_t + 3 $$": "right",
    FIBONACCI + r"$$ F_5 = 5 $$": "right",
    FIBONACCI + r"$$ F_6 = 7 $$": "wrong",
    FIBONACCI + r"$$ F_{n+1} = 2 F_{n-1} + F_{n-2} $$": "right",
    FIBONACCI + r"$$ F_{n+1} = 2 F_{n-1} - F_{n-2} $$": "wrong",
    MOMENTUM + r"$$ \theta_{t+1} - \theta_t = \beta (\theta_t - \theta_{t-1}) - \alpha g_{t+1} $$": "right",
    MOMENTUM + r"$$ \theta_{t+1} - \theta_t = \beta (\theta_t - \theta_{t-1}) + \alpha g_{t+1} $$": "wrong",
    START + r"$$ y_t = 5 + \sum_{k=1}^t x_k $$": "right",
    START + r"$$ y_t = 5 + \sum_{k=0}^t x_k $$": "wrong",
    # Quantities of a size
    MEAN + r"$$ m_n = m_{n-1} + \frac{x_n - m_{n-1}}{n} $$": "right",
    MEAN + r"$$ m_n = m_{n-1} + \frac{x_n - m_{n-1}}{n - 1} $$": "wrong",
    MEAN + r"$$ (n + 1) m_{n+1} = n m_n + x_{n+1} $$": "right",
    MEAN + r"$$ m_2 = \frac{x_1 + x_2}{2} $$": "right",
    MEAN + r"$$ m_2 = \frac{x_1 + x_2}{n} $$": "wrong",
    # What is given at the last entry says nothing of the others
    "$$ \\lambda_T = 0 $$\n\n$$ \\sum_{t=1}^T \\lambda_t = 0 $$": "undecided",
    "$$ V_T = r_T $$\n\n$$ \\sum_{t=1}^T V_t = \\sum_{t=1}^T r_t $$": "undecided",
    # A mean of n numbers goes with n
    "$$ \\bar x = \\frac1n \\sum_{i=1}^n x_i $$\n\n$$ Q_n = \\sum_{i=1}^n (x_i - \\bar x)^2 $$\n\n"
    "$$ Q_n = Q_{n-1} + (x_n - \\bar x)^2 $$": "undecided",
    # What is defined by a formula need not begin with it
    "$$ y_t = x_t + 1 $$\n\n$$ y_0 = 5 $$\n\nHence\n\n$$ y_t - y_{t-1} = x_t - x_{t-1} $$": "undecided",
    "$$ S_n = \\sum_{k=1}^n a_k $$\n\n$$ S_0 = 0 $$": "right",
    # Under a total, and where an array goes round
    r"Suppose that $\sum_{i=1}^n x_i = 1$. $$ \sum_{i=0}^{n-1} x_{i+1} = 1 $$": "right",
    r"Suppose that $\sum_{i=1}^n x_i = 1$. $$ \sum_{i=1}^n x_{i-1} = 1 $$": "undecided",
    r"Suppose that $x_{n+1} = x_1$. $$ \sum_{i=1}^n x_{i+1} = \sum_{i=1}^n x_i $$": "right",
    # A law between entries that nothing was said of is no false identity
    "In each period\n\n$$ B_t + m_{t+1} = R B_{t-1} + m_t $$": "undecided",
}


@pytest.mark.parametrize("text", LAST)
def test_the_last_line_is_judged(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict == LAST[text]


def test_what_follows_from_a_wrong_closed_form_is_inherited() -> None:
    text = STATE + "$$ h_t = \\sum_{k=1}^t w^k u x_k $$\n\nand so\n\n$$ h_1 = w u x_1 $$"
    assert [found.verdict for found in derivation.check(derivation.loads(text))] == [
        "given",
        "wrong",
        "inherited",
    ]


def test_a_proof_by_induction_names_the_recurrence_and_the_first_value() -> None:
    text = STATE + r"$$ h_t = \sum_{k=1}^t w^{t-k} u x_k $$"
    *_, last = derivation.check(derivation.loads(text))
    assert [given.latex for given in last.givens] == ["h_t = w h_{t-1} + u x_t", "h_0 = 0"]


def test_a_counterexample_obeys_the_recurrence_and_shows_the_first_entry() -> None:
    *_, last = derivation.check(derivation.loads(STATE + r"$$ h_t = \sum_{k=1}^t w^k u x_k $$"))
    values = dict(last.counterexample.values)
    assert values["h_0"] == "0"
    assert values["h_1"] == "1"
    assert (last.counterexample.left, last.counterexample.right) == ("1", "2")


def test_a_counterexample_shows_entries_before_the_first() -> None:
    text = r"$$ \sum_{i=1}^n (x_{i+1} - x_{i-1}) = x_{n+1} - x_0 $$"
    (only,) = derivation.check(derivation.loads(text))
    assert [name for name, _ in only.counterexample.values] == ["x_0", "x_1", "x_2", "x_3"]


def test_a_correction_is_written_with_shifts() -> None:
    *_, last = derivation.check(derivation.loads(MEAN + r"$$ m_n = m_{n-1} + \frac{x_n - m_{n-1}}{n + 1} $$"))
    assert last.verdict == "wrong"
    assert "n-1" in str(last.correction.latex)
