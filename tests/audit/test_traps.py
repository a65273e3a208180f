"""What looks true and is not, and what looks false and is not, for the way it is said."""

from __future__ import annotations

import pytest

import derivation

NOT_RIGHT = [
    "Let $y(x) = x^2 + 1$. It solves\n\n$$ y'(x) = x $$",
    "Let $f(x) = x^2 e^{-x}$. We may suppose that the reader knows\n\n$$ f'(x) = 2 x e^{-x} + x^2 e^{-x} $$",
    "Let $q = A p^{-s}$. The elasticity is\n\n$$ \\frac{d\\ln q}{d\\ln p} = s $$",
    "Let $x_0 = 1$ and\n\n$$ x_{n+1} = 2 x_n, \\quad n \\ge 1 $$\n\nThen\n\n$$ x_n = 2^n $$",
    "**Lemma 1.** Let $a+b=1$. Then\n\n$$ a^2+b^2 = 1-2ab $$\n\n**Lemma 2.** We have\n\n$$ (a+b)^3 = 1 $$",
    "Assume $a = b$. Then\n\n$$ a^2 = ab $$\n\nWithout this assumption,\n\n$$ (a-b)^2 = 0 $$",
    "For $f(x) = x^2$, where $x$ is real,\n\n$$ f'(x) = 3x $$",
    "Let $u=x+y$ and $v=xy$. We let the reader check that\n\n$$ x^2+y^2=u^2-v $$",
    "Let $f(x) = x^2 + 1$. Setting $f'(x) = 0$ gives\n\n$$ x = 0 $$\n\n"
    "The slope at any other point $x$ is\n\n$$ f'(x) = 0 $$",
    "Assume $A_{ij} = 0$ for $i \\neq j$.\n\n$$ A_{ii} = 0 $$",
    "Assume $x_i = 0$ for $i > 1$.\n\n$$ \\sum_i x_i = 0 $$",
    "Assume $x_i = 0$ for some $i$.\n\n$$ \\sum_i x_i = 0 $$",
    "Assume $x_i > 0$ for at least one $i$.\n\n$$ \\sum_i |x_i| = \\sum_i x_i $$",
    "Assume that there is an $i$ with $x_i > 0$.\n\n$$ \\sum_i |x_i| = \\sum_i x_i $$",
    "Assume $x > 0$ or $y > 0$.\n\n$$ |x| = x $$",
    "Let $y = 3x$. Since $y^2 = 6x^2$, we have\n\n$$ y^2 + 1 = 6x^2 + 1 $$",
    "Let $u = e^w$. Because $\\log u = 2w$,\n\n$$ 1 + \\log u = 1 + 2w $$",
    "Let $f = x + y$ and $g = x - y$. Using $fg = x^2 + y^2$,\n\n$$ 2fg = 2x^2 + 2y^2 $$",
    "Using $\\sin 2t = \\sin t \\cos t$,\n\n$$ 2\\sin 2t = 2\\sin t\\cos t $$",
    "Since $(k+m)^2 = k^2 + m^2$, we have\n\n$$ (k+m)^2 - k^2 = m^2 $$",
    "One.^[In the appendix, let $a = b$.]\n\n$$ a^2 = ab $$",
    "One[^1].\n\n[^1]: Let $a > 0$.\n\n$$ |a| = a $$",
    ":::{note}\nLet $a > 0$.\n:::\n\n$$ |a| = a $$",
    "!!! note\n    Let $a > 0$.\n\n$$ |a| = a $$",
    "Assume $a = b$. Then\n\n$$ a^2 = ab $$\n\nConversely,\n\n$$ a^2 = b^2 $$",
    "Let $H$ be the hypothesis $p = q$.\n\n$$ p^2 = pq $$",
    "Let $n = 3$. Then\n\n$$ n + 1 = 4 $$\n\nFor $n = 10$,\n\n$$ n + 1 = 4 $$",
    "```\nAssume $x > 0$.\n```\n\n$$ |x| = x $$",
    "~~Assume $x > 0$.~~\n\n$$ |x| = x $$",
    "`Assume $x > 0$.`\n\n$$ |x| = x $$",
    "> Assume $x > 0$, they say. We do without.\n\n$$ |x| = x $$",
    "Previous work let $q = p^2$; here $q$ is free.\n\n$$ q - p^2 = 0 $$",
    "$$ A_{ij} = 0 \\quad \\text{for } i < j $$\n\n$$ \\sum_i A_{ii} = 0 $$",
    "$$ A_{ij} = 0 \\quad \\text{for } i < j $$\n\n$$ A_{ij} = 0 $$",
    "$$ A_{kl} = 0 \\quad \\text{for } k < l $$\n\n$$ A_{kl} = 0 $$",
    "$$ v_k = 0 \\quad \\text{if } k > m $$\n\n$$ v_k = 0 $$",
    "$$ e^{\\mathbf{A} + \\mathbf{B}} = e^{\\mathbf{A}} e^{\\mathbf{B}} $$",
    "$$ e^{\\foo + \\baz} = e^{\\foo} e^{\\baz} $$",
    "For complex $z$,\n\n$$ \\sqrt{z^2} = |z| $$",
    "Here $i$ is the imaginary unit.\n\n$$ |z|^2 = z^2 $$",
    "Here $i$ is the imaginary unit.\n\n$$ e^{i \\pi} = -1 $$\n\n$$ \\sqrt{z^2} = |z| $$",
    "Let $w$ be a complex number.\n\n$$ \\sqrt{w^2 + 2 w + 1} = |w + 1| $$",
    "$$ \\D (a + b) = \\D a + \\D b $$",
    "$$ \\vect{F} \\vect{G} = \\vect{G} \\vect{F} $$",
    "$$ \\sq a^2 = a^2 \\sq $$",
    "$$ x \\op y = y \\op x $$",
    "$$ \\sum_{i \\text{ odd}} 1 = n^2 $$",
    "$$ \\sum_{i \\text{ even}} x_i = n\\sum_i x_i $$",
    "$$ \\vec a \\times \\vec b = \\vec b \\times \\vec a $$",
    "$$ y^2 = x^2 $$\n\n$$ y = -x $$\n\n$$ |y|=y $$",
    "$$ b_i = x_i \\quad \\text{if } x_i > 0 $$\n\n"
    "$$ b_i = 0 \\quad \\text{if } x_i \\le 0 $$\n\n$$ \\sum_i b_i = \\sum_i x_i $$",
    "$$ b_i = x_i, \\quad i \\ge 2 $$\n\n$$ b_1 = x_1 $$",
    "$$ r(a) = a \\quad (a > 0) $$\n\n$$ r(a) = a $$",
    "Let $A_{ij} = 1$ if $i = j$ and $A_{ij} = 0$ otherwise.\n\n$$ \\sum_{i,j}A_{ij}=0 $$",
    "Let $c_i = 1$ for the correct $i$ and $0$ otherwise.\n\n$$ \\sum_i c_i = n $$",
    "Suppose no $x_i > 0$.\n\n$$ \\sum_i|x_i|=\\sum_i x_i $$",
    "Suppose exactly one $x_i > 0$.\n\n$$ \\sum_i|x_i|=\\sum_i x_i $$",
    "Suppose not all $x_i > 0$.\n\n$$ \\sum_i|x_i|=\\sum_i x_i $$",
    "Assume $A_{ij} = A_{ji}$ except for $i = 1$.\n\n$$ A_{12} = A_{21} $$",
    "Let $x$ be a positive or negative number.\n\n$$ |x|=x $$",
    "Let $t$ be one-hot or soft labels.\n\n$$ \\sum_k t_k^2=1 $$",
    "Assume $\\sum_k t_k = 1$ for $n = 1$.\n\n$$ \\sum_k t_k = 1 $$",
    "Assume $\\sum_k t_k = 1$ approximately.\n\n$$ \\sum_k t_k = 1 $$",
    "Unlike [2], where $q = p^2$, we leave $q$ free.\n\n$$ q - p^2 = 0 $$",
    "For example, let $x = 2$.\n\n$$ x^2 - 4=0 $$",
    "Can we assume $x > 0$?\n\n$$ |x| = x $$",
    "\\begin{comment}\nAssume $x > 0$.\n\\end{comment}\n\n$$ |x| = x $$",
    "\\iffalse\nAssume $x > 0$.\n\\fi\n\n$$ |x| = x $$",
]

POSED_ANEW = [
    "We no longer assume $\\sum_k t_k = 1$.",
    "Rather than assume $\\sum_k t_k = 1$, we go on.",
    "Let us not assume $\\sum_k t_k = 1$.",
    "We don’t assume $\\sum_k t_k = 1$.",
    "Instead of assuming $\\sum_k t_k = 1$, go on.",
]

NOT_WRONG = [
    "Profits are\n\n$$ \\pi = (p - c) q $$\n\nIn the long run profit is driven to\n\n$$ \\pi = 0 $$",
    "Let $q = A p^{-s}$. The elasticity is\n\n$$ \\frac{d\\ln q}{d\\ln p} = -s $$",
    "Let $F_0 = 0$, $F_1 = 1$ and\n\n$$ F_{n+1} = F_n + F_{n-1}, \\quad n \\ge 1 $$\n\n"
    "Then\n\n$$ \\sum_{k=0}^n F_k = F_{n+2} - 1 $$",
    "The levels are\n\n$$ E_\\pm = e \\pm \\sqrt{d} $$\n\nHence\n\n$$ E_+ + E_- = 2e $$",
    "It is false that\n\n$$ (a + b)^2 = a^2 + b^2 $$",
    "Here $\\log$ denotes the logarithm to base 10.\n\n$$ \\log 100 = 2 $$",
    "The area of a circle is\n\n$$ A = \\pi r^2 $$\n\nThe area of a sphere is\n\n$$ A = 4 \\pi r^2 $$",
    "Its moment is\n\n$$ I = m L^2 / 12 $$\n\nAbout an end it is\n\n$$ I = m L^2 / 3 $$",
    "The wage is\n\n$$ W = 40 w $$\n\nWith ten more hours it is\n\n$$ W = 40 w + 15 w = 55 w $$",
    "In the linear regime\n\n$$ \\tan x = x $$",
    "Solve\n\n$$ \\frac{dy}{dx} = y $$\n\n# Two\n\nLet $y = x^2$.\n\n$$ \\frac{dy}{dx} = 2x $$",
    ":::{note}\nWe assume $a > 0$ in all that follows.\n:::\n\n$$ |a| = a $$",
    "Let $x > 0$.^[It is a rate.]\n\n$$ |x| = x $$",
    "Let $z = x^2 - 4$. Since $z = 0$, we have\n\n$$ z + 1 = 1 $$",
    "Using $p + q = 10$ we get\n\n$$ p = 10 - q $$",
    "Assume $n = 2$.\n\n$$ \\sum_{i=1}^n i = 3 $$",
    "Assume $n$ is even.\n\n$$ \\sum_{i=1}^n (-1)^i = 0 $$",
    "Assume $x, y > 0$.\n\n$$ |xy| = xy $$",
    "Assume $A_{ij} = -A_{ji}$.\n\n$$ \\sum_{i,j} A_{ij}x_i x_j = 0 $$",
    "Assume $x_i = x_i^2$.\n\n$$ \\sum_i x_i = \\sum_i x_i^2 $$",
    "$$ 2x = 0 \\iff x = 0 $$",
    "$$ x^2 = 0 \\iff x = 0 $$",
    "$$ e^x = 1 \\iff x = 0 $$",
    "$$ \\frac{\\partial}{\\partial\\mu}\\mu^2 = 0 \\iff \\mu = 0 $$",
    "$$ |x| = 0 \\iff x = 0 $$",
    "$$ x e^x = 0 \\iff x = 0 $$",
    "$$ \\sum_i x_i = 0 \\implies \\sum_i 2x_i = 0 $$",
    "$$ n = 5 $$\n\n$$ \\sum_{i=1}^n i = 15 $$",
    "$$ |x| = x, \\quad x \\in \\mathbb{N} $$",
    "$$ f(x) = x^2 + c $$\n\n$$ \\frac{\\partial f}{\\partial x}(c) = 2c $$",
    "$$ \\sum_{\\text{all } i} 1 = n $$",
    "$$ \\sum_{i\\neq j} 1 = n(n-1) $$",
    "$$ \\sum_{i<j} 1 = \\frac{n(n-1)}{2} $$",
    "$$ \\sum_{k=1}^{j} x_k + \\sum_{k=j+1}^n x_k = \\sum_k x_k $$",
    "$$ \\sum_{i=j}^n x_i = \\sum_{i=1}^n x_i - \\sum_{i=1}^{j-1} x_i $$",
    "Let $p_i \\ge 0$.\n\n$$ \\sum_i|p_i|=\\sum_i p_i $$",
    "Let $x, y$ be positive.\n\n$$ |xy|=xy $$",
    "Let $x$ and $y$ be positive.\n\n$$ |xy|=xy $$",
    "Let $A$ be symmetric.\n\n$$ A_{ij} = A_{ji} $$",
    "Let $x \\in (0, 1)^n$.\n\n$$ |x_i|=x_i $$",
    "Let $p_i \\ge 0$ and $\\sum_i p_i \\le 1$.\n\n$$ \\sum_i |p_i| = \\sum_i p_i $$",
    "Let $A_{ij} = 1$ if $i = j$ and $A_{ij} = 0$ otherwise.\n\n$$ \\sum_{i,j}A_{ij}=n $$",
    "$$ y = x^2 $$\n\nNow consider the integrand\n\n$$ x^3 $$",
    "Assume $x_i = x_i^2$.\n\n$$ \\sum_i x_i^3=\\sum_i x_i $$",
]

FOR_POSITIVE_BASES = [
    "$$ \\sum_i |x_i|^p = \\sum_i x_i^p $$",
    "$$ \\frac{\\partial}{\\partial x}|x|^a = a x^{a-1} $$",
    "$$ |x^a|=x^a $$",
]


SENTENCES_THAT_ASSUME = [
    "Assume $x > 0$.",
    "Throughout, we assume that $x > 0$.",
    "In what follows, $x > 0$.",
    "Without loss of generality, assume $x > 0$.",
    "Let $x > 0$ be the rate.",
    "The loss is convex in $y$, where $x > 0$ is the temperature.",
    "Let $x, y > 0$.",
    "Suppose that $x$ and $y$ are positive.",
    "Let $x$ denote a positive number.",
    "Assumption: $x > 0$.",
    "Let $y \\ge 1$ with $x > 0$.",
    "Assume $y \\ge 1$ and $x > 0$ throughout.",
    "Case 1. Let $x > 0$.",
    "If $x > 0$, then",
    "The temperature $x > 0$ is low.",
]
SENTENCES_THAT_DO_NOT = [
    "Assume $x > 0$ with probability $1/2$.",
    "Where $x > 0$, the function is smooth.",
    "In Section 3 we assume $x > 0$.",
    "The standard proof assumes $x > 0$.",
    "Let us consider $x > 0$.",
    "Assume $y > 0 \\implies x > 0$.",
    "Assume $x > 0 \\text{ or } y > 0$.",
    "Let $y$ be a point with $x > 0$.",
    "Let $x$ be a number with positive parts.",
]
OF_ENTRIES = [
    "Assume $x_i > 0$ for $i = 2, \\dots, n$.",
    "Assume $x_i > 0, i \\ge 2$.",
    "ReLU passes entries where $x_i > 0$.",
    "The mean of the $x_i$ is positive.",
    "Assume $x_i > 0$ for even $i$.",
]
HARMLESS = [
    "Let $x_i$, $i = 1, \\dots, n$, be data.",
    "where $x_i$ ($i = 1, \\ldots, n$) are the logits.",
    "where $1 \\le i \\le n$.",
    "Let $\\mathbf{x} = (x_1, \\dots, x_n)$ be the logits.",
    "Here $r = \\sum_i x_i$ is the total.",
    "Let $x \\in \\mathcal{X}$.",
    "Let $x_i > 0$ and so on.",
]


@pytest.mark.parametrize("sentence", SENTENCES_THAT_ASSUME)
def test_sentences_that_assume(sentence: str) -> None:
    (result,) = derivation.check(derivation.loads(f"{sentence}\n\n$$ |x| = x $$"))
    assert result.verdict == "right"


@pytest.mark.parametrize("sentence", SENTENCES_THAT_DO_NOT)
def test_sentences_that_assume_nothing_refute_nothing(sentence: str) -> None:
    (result,) = derivation.check(derivation.loads(f"{sentence}\n\n$$ |x| = x $$"))
    assert result.verdict == "undecided"


@pytest.mark.parametrize("sentence", OF_ENTRIES)
def test_sentences_of_some_entries(sentence: str) -> None:
    text = f"{sentence}\n\n$$ \\sum_i |x_i| = \\sum_i x_i $$"
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "undecided"


@pytest.mark.parametrize("sentence", HARMLESS)
def test_a_slip_is_found_whatever_else_is_said(sentence: str) -> None:
    text = "$$ f = \\sum_i x_i^2 $$\n\n$$ \\frac{\\partial f}{\\partial x_j} = x_j $$"
    *_, last = derivation.check(derivation.loads(f"{sentence}\n\n{text}"))
    assert last.verdict == "wrong"


@pytest.mark.parametrize("text", NOT_RIGHT)
def test_what_is_said_is_not_taken_for_more(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict in ("undecided", "wrong")


DENIED = [
    "Assume that $\\sum_k t_k = 1$ does not hold.\n\n$$ 2\\sum_k t_k = 2 $$",
    "Assume that $\\sum_k t_k = 1$ is false.\n\n$$ 2\\sum_k t_k = 2 $$",
    "Many authors assume $\\sum_k t_k = 1$. We do not.\n\n$$ \\sum_k t_k = 1 $$",
    "Here $y = x^2$ fails.\n\n$$ y - x^2 = 0 $$",
]


@pytest.mark.parametrize("text", DENIED)
def test_what_is_denied_proves_nothing(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict in ("undecided", "wrong")


@pytest.mark.parametrize("sentence", POSED_ANEW)
def test_what_is_not_assumed_proves_nothing(sentence: str) -> None:
    (result,) = derivation.check(derivation.loads(f"{sentence}\n\n$$ y \\sum_k t_k = y $$"))
    assert result.verdict == "wrong"


def test_what_is_taken_back_refutes_again() -> None:
    text = "Assume $x > 0$. We drop this now.\n\n$$ |x| = x $$"
    assert [r.verdict for r in derivation.check(derivation.loads(text))] == ["wrong"]


@pytest.mark.parametrize("text", NOT_WRONG)
def test_what_is_not_understood_refutes_nothing(text: str) -> None:
    assert all(result.verdict != "wrong" for result in derivation.check(derivation.loads(text)))


@pytest.mark.parametrize("text", FOR_POSITIVE_BASES)
def test_a_power_with_any_exponent_says_that_its_base_is_positive(text: str) -> None:
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "right"
    assert any(condition in ("x > 0", "x_i > 0") for condition in result.conditions)


def test_a_chain_goes_on_behind_an_order() -> None:
    _, second = derivation.check(derivation.loads(r"$$ x^2 + 1 \ge 1 = 2 - 1 $$"))
    assert second.verdict == "right"


def test_an_expression_alone_claims_nothing() -> None:
    report = derivation.check(derivation.loads("$$ y = x^2 $$\n\nConsider\n\n$$ x^3 $$\n\n$$ = x^2 x $$"))
    assert [result.verdict for result in report] == ["definition", "undecided", "right"]


def test_a_root_that_is_taken_for_positive_is_told() -> None:
    found = derivation.loads(r"$$ \sigma^2 = \sum_k x_k^2 $$ $$ |\sigma| = \sigma $$")
    assert r"\sigma ≥ 0, known by the square" in found.inferred


def test_a_theorem_holds_under_what_is_assumed() -> None:
    text = "Assume $\\sum_k x_k^2 = 1$.\n\n$$ y = \\sum_k x_k^2 $$"
    with pytest.raises(derivation.NotProved, match="not proved"):
        derivation.check(derivation.loads(text)).theorem("y = 1")


def test_a_difference_the_wrong_way_round() -> None:
    text = r"$$ L = \sum_k (\log(1 + e^{x_k}) - t_k x_k), \quad s_j = \frac{1}{1 + e^{-x_j}} $$"
    slip = r"$$ \frac{\partial L}{\partial x_j} = t_j - s_j \tag{2} $$"
    correction = derivation.check(derivation.loads(f"{text}\n\n{slip}"))["2"].correction
    assert correction is not None
    assert (correction.latex, correction.edits) == ("s_j - t_j", ("change all signs of t_j - s_j",))


def test_a_counterexample_keeps_to_what_a_line_needs() -> None:
    (power,) = derivation.check(derivation.loads("$$ (x^a)^{1/a} = x $$"))
    assert power.verdict == "right"
    assert power.conditions == ("x > 0", "a ≠ 0")
    (root,) = derivation.check(derivation.loads(r"$$ \sqrt{x^a} = x^{a/2} $$"))
    assert root.verdict == "right"
    assert root.conditions == ("x > 0",)
    (wrong,) = derivation.check(derivation.loads("$$ x^a = 2 x^a $$"))
    assert wrong.counterexample is not None
    assert dict(wrong.counterexample.values)["x"] == "1"


DEFINE_NOTHING = [
    "The curve, where $y = x^2$, is smooth.",
    "Let us prove $y = x^2$.",
    "where $y = x^2$ in expectation.",
    "In Figure 2 we show the fit with $y = x^2$.",
]


@pytest.mark.parametrize("sentence", DEFINE_NOTHING)
def test_sentences_that_define_nothing(sentence: str) -> None:
    (result,) = derivation.check(derivation.loads(f"{sentence}\n\n$$ y - x^2 = 0 $$"))
    assert result.verdict == "undecided"


def test_rows_of_latex_that_go_on() -> None:
    text = r"\begin{align} a &= x \\ &{}+ y \\ b &= 2 a \\ &= 2 x \\ & \quad + 2 y \end{align}"
    found = [(r.label, r.verdict) for r in derivation.check(derivation.loads(text, format="latex"))]
    assert found == [("1", "definition"), ("3", "definition"), ("4", "right")]


def test_a_range_that_is_not_all_of_an_array() -> None:
    claim = "$$ \\sum_{i=1}^n |x_i| = \\sum_{i=1}^n x_i $$"
    verdicts = {
        end: derivation.check(derivation.loads(f"Let $x_i > 0$ for all $i = 1, \\dots, {end}$.\n\n{claim}"))[
            "1"
        ]
        for end in ("n", "m")
    }
    assert verdicts["n"].verdict == "right"
    assert verdicts["m"].verdict == "undecided"


def test_a_name_whose_definition_is_lost_gets_no_other() -> None:
    for lost, verdict in (("\\#", "unread"), ("\\foo{x}", "undecided")):
        report = derivation.check(derivation.loads(f"$$ a = {lost} $$\n\n$$ a = x $$\n\n$$ a = 2 x $$"))
        assert [result.verdict for result in report] == [verdict, "undecided", "undecided"]


def test_spacing_between_rows_is_no_factor() -> None:
    text = r"\begin{align} u &= x \\[2pt] \frac{\partial u}{\partial x} &= 1 \\* 2 u &= 2 x \end{align}"
    report = derivation.check(derivation.loads(text, format="latex"))
    assert [result.verdict for result in report] == ["definition", "right", "right"]


OUT_OF_REACH = [
    "$$ \\phi_k(u) = e^{w_k u} $$\n\n$$ f_i = \\sum_k c_k \\phi_k(x_i) $$",
    "$$ h_i(t) = e^{-\\lambda_i t} $$\n\n$$ h_i(0) = 1 $$",
    "$$ J = \\sum_i (y_i - \\theta x_i)^2 $$\n\n$$ J(0) = \\sum_i y_i^2 $$",
    "$$ q_i = x_i, \\quad i = 2, \\dots, n $$\n\n$$ q_1 = x_1 $$",
    "Let $A, B \\in \\mathbb{R}^{n \\times n}$.\n\n$$ (A + B)^2 = A^2 + 2 A B + B^2 $$",
    "Let $x \\in \\mathbb{C}$.\n\n$$ |x|^2 = x^2 $$",
    "$$ \\lambda_T = 0 $$\n\n$$ \\sum_{t=1}^T \\lambda_t = 0 $$",
]


@pytest.mark.parametrize("text", OUT_OF_REACH)
def test_what_is_out_of_reach_is_undecided(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict == "undecided"


SPECIAL_CASES = [
    "For $\\tau = 1$ this is the ordinary softmax.",
    "With $\\tau = 1$ we recover the softmax.",
    "where $x_i$ are the logits and $\\tau > 0$ is the temperature.",
    "for a dataset $\\{(x_i, y_i)\\}_{i=1}^n$.",
]


@pytest.mark.parametrize("sentence", SPECIAL_CASES)
def test_a_missing_factor_is_found_whatever_special_case_is_named(sentence: str) -> None:
    text = (
        "$$ p_i = \\frac{e^{x_i/\\tau}}{\\sum_k e^{x_k/\\tau}} $$\n\n"
        f"{sentence}\n\n"
        "$$ \\frac{\\partial p_i}{\\partial x_j} = p_i (\\delta_{ij} - p_j) $$"
    )
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict == "wrong"


def test_ranges_that_the_text_gives() -> None:
    text = "where $i = 1, \\dots, n$ and $a = 1, \\dots, d$."
    claims = "$$ \\sum_i \\sum_a 1 = n^2 $$\n\n$$ \\sum_i \\sum_a 1 = n d $$"
    report = derivation.check(derivation.loads(f"{text}\n\n{claims}"))
    assert [result.verdict for result in report] == ["wrong", "right"]
    assert report.derivation.inferred == ("a runs over 1..d", "i runs over 1..n")
    (other,) = derivation.check(
        derivation.loads("where $k \\in \\{0, \\dots, n-1\\}$.\n\n$$ \\sum_k k = n $$")
    )
    assert other.verdict == "undecided"
    printed = "where $k = 1, \\dots, d$.\n\n$$ \\sum_{k=1}^n 1 = n $$"
    (explicit,) = derivation.check(derivation.loads(printed))
    assert explicit.verdict == "right"


def test_derivatives_with_a_slash() -> None:
    text = (
        r"$$ L = \sum_k x_k^2 $$ $$ \partial L/\partial x_j = 2 x_j $$ $$ \partial L/\partial x_j = 3 x_j $$"
    )
    report = derivation.check(derivation.loads(text))
    assert [result.verdict for result in report] == ["definition", "right", "wrong"]


def test_a_counterexample_keeps_to_what_a_line_needs_in_doubt_too() -> None:
    (power,) = derivation.check(derivation.loads("The number $x < 0$ is small.\n\n$$ x^a = 2 x^a $$"))
    assert power.verdict == "wrong"
    assert power.counterexample is not None
    assert dict(power.counterexample.values) == {"x": "-1", "a": "0"}


UNBOUND = [
    # a coefficient that the method of a section leaves free until it is found
    "Take\n\n$$ y_p = k e^{2 x} $$\n\nCombine and solve for $k$:\n\n$$ 12 k = 30 $$",
    "Suppose\n\n$$ y = m x + b $$\n\nThen we get\n\n$$ 2 m = 6 $$",
    "Suppose\n\n$$ q = a r $$\n\n$$ q = a r $$\n\nHence\n\n$$ a = 4 $$",
    # of which only an order is told
    "Suppose $s > 1$.\n\n$$ w = s + t $$\n\nWe must find the side:\n\n$$ s = 5 $$",
    # an edit that drops what is sought shows no slip
    "Substitute $x = 0$ and $y = 1$ to find $c$ in $y = c e^x$:\n\n$$ 1 = c e^0 = c $$",
    # what an equation is solved for
    "$$ y = k x $$\n\nNow solve for $k$:\n\n$$ 4 k e^x + 6 k e^x = 30 e^x $$",
]


@pytest.mark.parametrize("text", UNBOUND)
def test_a_letter_that_nothing_binds_refutes_nothing(text: str) -> None:
    assert "wrong" not in [result.verdict for result in derivation.check(derivation.loads(text))]


BOUND = [
    "Suppose\n\n$$ q = 3 a $$\n\nSuppose\n\n$$ q = 6 $$\n\nHence\n\n$$ a = 4 $$",
    "Suppose\n\n$$ x^2 = 2 x $$\n\nHence\n\n$$ x = 2 $$",
    "Suppose\n\n$$ 2 m = 6 $$\n\nThen we get\n\n$$ m = 4 $$",
]


@pytest.mark.parametrize("text", BOUND)
def test_a_letter_that_facts_bind_is_told(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict == "wrong"


def test_a_link_is_right_by_itself_behind_one_that_is_open() -> None:
    text = "$$ \\int_0^1 2 x\\,dx = g(3) = 2^3 - 1 = 7 = 8 $$"
    verdicts = [result.verdict for result in derivation.check(derivation.loads(text))]
    assert verdicts == ["undecided", "undecided", "right", "wrong"]


ORDERED = [
    "c > x > 0",
    "0 < x < c",
    "x > 0$ and $c > x",
    "z < y < x < c$ and $z > 0",
    "0 \\le x \\le c \\le 1",
]


@pytest.mark.parametrize("order", ORDERED)
def test_points_are_made_from_orders_between_letters(order: str) -> None:
    text = (
        f"Let ${order}$.\n\n$$ \\frac{{x^2}}{{c - x}} = \\frac{{x^2}}{{c - x}} $$\n\n"
        "$$ \\frac{x^2}{c - x} = \\frac{x}{c - x} $$\n\n$$ c - x > 0 \\implies |c - x| = c - x $$"
    )
    verdicts = [result.verdict for result in derivation.check(derivation.loads(text))]
    assert verdicts[:2] == ["right", "wrong"]
    assert verdicts[-1] == "right"


@pytest.mark.parametrize("words", ["The theorem says", "Suppose", "We have"])
def test_numbers_alone_are_never_given(words: str) -> None:
    (result,) = derivation.check(derivation.loads(f"{words}\n\n$$ 2 = 3 $$"))
    assert result.verdict == "wrong"


def test_a_letter_that_is_ordered_is_no_imaginary_unit() -> None:
    text = "Let $i > 0$ be the rate.\n\n$$ (1 + i)^2 = 1 + 2 i + i^2 $$"
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "right"


PROVED_BESIDE = {
    "latex": "\\begin{{lemma}}\\label{{l}}\nSuppose $b = 2a$.\n\\end{{lemma}}\n\n\\begin{{{0}}}\n"
    "\\[ a + b = 3 a \\]\n\\end{{{0}}}\n\n\\[ b - a = a \\]",
    "markdown": "```{{prf:lemma}} One\nSuppose $b = 2a$.\n```\n\n```{{prf:{0}}}\n\n"
    "$$ a + b = 3 a $$\n\n```\n\n$$ b - a = a $$",
}


@pytest.mark.parametrize("format", PROVED_BESIDE)
@pytest.mark.parametrize(("name", "first"), [("proof", "right"), ("remark", "wrong")])
def test_what_a_theorem_supposes_holds_in_its_proof_and_no_further(
    format: str, name: str, first: str
) -> None:
    text = PROVED_BESIDE[format].format(name)
    verdicts = [result.verdict for result in derivation.check(derivation.loads(text, format=format))]
    assert verdicts == [first, "wrong"]


@pytest.mark.parametrize("name", ["exampleblock", "tcolorbox", "mycase", "quotation"])
def test_what_a_box_supposes_ends_with_it(name: str) -> None:
    text = f"\\begin{{{name}}}\nLet $q = 1$.\n\\end{{{name}}}\n\nHence \\[ (p + q)^2 = p^2 + 2 p + 1 \\]"
    (result,) = derivation.check(derivation.loads(text, format="latex"))
    assert result.verdict == "wrong"


SAME_AGAIN = [
    "Kirchhoff's law reads\n\n$$ U - R I - r I = 0 $$\n\n$$ U = (R - r) I $$\n\n$$ I = \\frac{U}{R - r} $$",
    "$$ m g h = \\frac12 m v^2 $$\n\n$$ 2 g h = v $$\n\n$$ v = 2 g h $$",
]


@pytest.mark.parametrize("text", SAME_AGAIN)
def test_a_line_is_not_given_for_one_that_only_says_it_again(text: str) -> None:
    _, *later = derivation.check(derivation.loads(text))
    assert not {"right", "given"} & {result.verdict for result in later}


def test_a_second_equation_of_a_system_is_given_where_both_are_needed() -> None:
    text = "$$ x + y = 3 $$\n\n$$ x - y = 1 $$\n\n$$ x = 2 $$"
    verdicts = [result.verdict for result in derivation.check(derivation.loads(text))]
    assert verdicts == ["given", "given", "right"]


SLOPES = {
    "Let $f(x) = x^2 - 4 x$. We compute\n\n$$ f'(x) = 2 x - 4 = 0 $$": ["right", "given"],
    "The score is\n\n$$ \\frac{d}{dt}(n \\log t - t s) = \\frac{n}{t} - s = 0 $$": ["right", "given"],
    "$$ \\frac{d}{dx} x^2 = 2 x + 1 = 0 $$": ["wrong", "given"],
    "$$ \\frac{d}{dx} (x - x) = 1 - 1 = 0 $$": ["right", "right"],
}


@pytest.mark.parametrize("text", SLOPES)
def test_a_derivative_that_a_chain_puts_to_0_is_given(text: str) -> None:
    assert [result.verdict for result in derivation.check(derivation.loads(text))] == SLOPES[text]


def test_the_summary_speaks_of_no_open_line_as_of_a_false_one() -> None:
    text = "$$ \\int_0^1 y\\,dy = y^2 + \\mathcal{O}(y) = y^3 $$"
    report = derivation.check(derivation.loads(text))
    assert "undecided" in [result.verdict for result in report]
    assert "the truth is" not in str(report.summary)


NEITHER = [
    # a product of vectors
    "$$ a \\times (b \\times c) = b (a \\cdot c) - c (a \\cdot b) $$",
    "The force is along $v \\times B$.\n\n$$ v \\times B = - B \\times v $$",
    # remainders
    "$$ 7 \\cdot 8 - 50 = 1 \\pmod 5 $$",
    # what has a value at which a side does not exist
    "Let $x = -2$.\n\n$$ \\log x^2 = 2 \\log x $$",
    # a projection is no number
    "Let $P$ be a projection.\n\n$$ (1 - P)^2 = 1 - P $$",
]


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_about_something_else_is_neither_right_nor_wrong(text: str) -> None:
    *_, last = derivation.check(derivation.loads(text))
    assert last.verdict == "undecided"


def test_a_product_of_numbers_with_a_cross_is_one() -> None:
    text = "$$ a^2 - 2 \\times 3 a = a^2 - 5 a $$"
    (result,) = derivation.check(derivation.loads(text))
    assert result.verdict == "wrong"


def test_a_number_for_what_can_be_worked_out_is_a_claim_in_a_new_section_too() -> None:
    text = (
        "$$ L = l^2 $$\n\n### One\n\nFor $l = 8$,\n\n$$ L = 65 $$\n\n"
        "### Two\n\nLet $l = 3$.\n\n$$ L = 9 $$\n\n### Three\n\nThe luminosity is\n\n$$ L = 7 $$"
    )
    verdicts = [result.verdict for result in derivation.check(derivation.loads(text))]
    assert verdicts == ["definition", "wrong", "right", "definition"]


def test_a_sentence_that_begins_with_with_says_nothing_of_the_display_before() -> None:
    text = (
        "Let $n = 3$.\n\n$$ \\sum_{k=1}^n k = 6 $$\n\nWith a larger sample, $n = 10$,\n\n"
        "$$ \\sum_{k=1}^n k = 55 $$"
    )
    verdicts = [result.verdict for result in derivation.check(derivation.loads(text))]
    assert verdicts == ["right", "right"]
