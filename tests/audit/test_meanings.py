"""What small documents mean: each kind of sentence, name or display in one, with all verdicts."""

from __future__ import annotations

import pytest

import derivation

G, R, W, D, INHERITED, U = "given", "right", "wrong", "definition", "inherited", "undecided"

DOCUMENTS = {
    "what follows with whence": (
        "The balance is\n\n$$ k (E - C) = m C, \\tag{1} $$\n\nwhence\n\n"
        r"$$ C = \frac{k E}{m - k}. \tag{2} $$",
        {"1": G, "2": W},
    ),
    "a law that gives a line": (
        r"Kirchhoff's law gives $$ R I + \frac{Q}{C} = V. \tag{1} $$",
        {"1": G},
    ),
    "constants in an implicit derivative": (
        "$$ p V^a = K \\tag{1} $$\n\nwith constants $a$ and $K$. Differentiating with respect to $V > 0$,\n\n"
        r"$$ \frac{dp}{dV} V^a + a p V^{a-1} = 0. \tag{2} $$"
        "\n\nThis means\n\n"
        r"$$ \frac{dp}{dV} = -\frac{p}{a V}. \tag{3} $$",
        {"1": G, "2": R, "3": W},
    ),
    "logarithms that are raised": (
        r"Solve $$ \ln (y+1) + \ln (y-1) = \ln 3. \tag{1} $$"
        "\n\nExponentiating,\n\n"
        r"$$ y^2 - 1 = 3 \tag{2} $$",
        {"1": G, "2": R},
    ),
    "a root beside a sine": (
        "Let $g \\neq 0$ and $t \\neq 0$.\n\n"
        r"$$ y = v t \sin\theta - \tfrac12 g t^2 \tag{1} $$"
        "\n\nIt lands when\n\n$$ y = 0. \\tag{2} $$\n\nWe are left with\n\n"
        r"$$ t = \frac{2 v \sin\theta}{g}. \tag{3} $$",
        {"1": D, "2": G, "3": R},
    ),
    "a function of a size": (
        r"Let $$ T(n) = 3 n + 5. \tag{1} $$"
        "\n\nThen\n\n"
        r"$$ T(2 n) = 2 T(n) - 5, \quad T(T(n)) = 9 n + 20, \quad T(n+1) = T(n) + 4 \tag{2} $$"
        "\n\nand\n\n"
        r"$$ \sum_{i=1}^n T(i) = \frac{3 n (n + 1)}{2} + 5 n. \tag{3} $$",
        {"2.1": R, "2.2": R, "2.3": W, "3": R},
    ),
    "a function that is a sequence": (
        r"The cost is $$ c(m) = \sum_{i=1}^m i. \tag{1} $$"
        "\n\nHence\n\n"
        r"$$ c(m+1) = c(m) + m + 1, \quad c(4) = 11. \tag{2} $$",
        {"1": D, "2.1": R, "2.2": W},
    ),
    "a function that follows itself": (
        "The steps obey $T(1) = 1$ and\n\n$$ T(n) = 2 T(n-1) + 1 \\tag{1} $$\n\nfor $n \\ge 2$. Hence\n\n"
        "$$ T(n) = 2^n - 1, \\quad T(4) = 16 \\tag{2} $$",
        {"1": G, "2.1": R, "2.2": W},
    ),
    "a number and the letter of a sum": (
        r"The stiffness is $k = 4$. Put $$ A = \sum_{k=1}^N a_k. \tag{1} $$ So $$ \frac{A}{k} ="
        r" \frac{A}{4} \tag{2} $$"
        r" $$ \frac{A}{k} = \frac{A}{3} \tag{3} $$",
        {"1": D, "2": R, "3": W},
    ),
    "a number of which a sentence speaks, and the letter of a product": (
        r"It is in column $j = 2$. Put $$ G = \prod_{j=1}^n g_j. \tag{1} $$ $$ \frac{G}{j} = \frac{G}{2}"
        r" \tag{2} $$",
        {"1": D, "2": U},
    ),
    "entries in a row that are positive": (
        r"Let $q_1, \dots, q_K$ be positive numbers that sum to one. $$ \sum_{k=1}^K q_k \ln (K q_k) "
        r"= \ln K + \sum_{k=1}^K q_k \ln q_k \tag{1} $$ $$ \sum_{k=1}^K (q_k - 1)^2 = \sum_{k=1}^K q_k^2"
        r" - 2 \tag{2} $$",
        {"1": R, "2": W},
    ),
    "starting values in a row": (
        "The numbers start with $F_1 = 1$, $F_2 = 1$ and continue with\n\n$$ F_{n+2} = F_{n+1} + F_n."
        " \\tag{1} $$\n\n"
        r"$$ F_6 = 8, \quad F_7 = 12 \tag{2} $$",
        {"1": G, "2.1": R, "2.2": W},
    ),
    "where a sequence starts": (
        "It starts at $m_0 = 0$ and is updated by\n\n$$ m_t = b m_{t-1} + (1 - b) g_t. \\tag{1} $$\n\nSo\n\n"
        "$$ m_1 = (1 - b) g_1 \\tag{2} $$ $$ m_2 = (1 - b) (g_1 + b g_2) \\tag{3} $$",
        {"1": G, "2": R, "3": W},
    ),
    "cases at the end of sentences, and all of them positive": (
        "Call the acid $u$, the base $w$ and the rest $h$ (all of them positive numbers).\n\n"
        r"$$ p = \ln h, \quad h w = K u \tag{1} $$"
        "\n\nIn particular, when both are equal ($w = u$), one has\n\n$$ p = \\ln K, \\tag{2} $$\n\n"
        "and when there is more of one ($w = 2 u$), then\n\n$$ p = \\ln K + \\ln 2. \\tag{3} $$",
        {"1.1": D, "1.2": G, "2": R, "3": W},
    ),
    "what moves with": (
        "$$ M = a + b \\tag{1} $$\n\n$$ w = \\frac{a u + b v}{M} \\tag{2} $$\n\nThe body moves with\n\n"
        r"$$ u - w = \frac{a}{M} (u - v). \tag{3} $$",
        {"1": D, "2": D, "3": W},
    ),
    "a condition beside a line": (
        r"$$ \sqrt{x^2} = x \quad \text{for } x \ge 0 \tag{1} $$"
        "\n\n$$ |x| = x \\tag{2} $$\n\n"
        r"$$ x^2 = 4 \iff x = 2 \text{ or } x = -2 \tag{3} $$",
        {"1": R, "2": W, "3.1": G, "3.2": R, "3.3": R},
    ),
    "when something holds": (
        "$$ B_0 = D \\tag{1} $$\n\n$$ B_t = (1 + r) B_{t-1} - A \\tag{2} $$\n\nIt is repaid when\n\n"
        "$$ B_N = 0. \\tag{3} $$",
        {"1": G, "2": G, "3": G},
    ),
    "a rule that words come to": (
        "$$ T(1) = 1 \\tag{1} $$\n\nWe move all but one twice and one once, so\n\n"
        "$$ T(n) = 2 T(n - 1) + 1. \\tag{2} $$\n\nBy induction,\n\n$$ T(n) = 2^n - 1. \\tag{3} $$",
        {"1": G, "2": G, "3": R},
    ),
    "a value in an apposition": (
        "Let $f \\neq 0$ and $u \\neq f$.\n\n"
        r"$$ v = \frac{u f}{u - f} \tag{1} $$"
        "\n\nFor a body at twice the focal length, $u = 2 f$, this gives\n\n"
        r"$$ v = 2 f, \quad v = 3 f. \tag{2} $$",
        {"1": D, "2.1": R, "2.2": W},
    ),
    "a function whose body has a value at some places alone": (
        r"Let $a \neq 1$. $$ u(c) = \frac{c^{1 - a} - 1}{1 - a} \tag{1} $$"
        "\n\n$$ u(1) = 0, \\quad u(4) = 1 \\tag{2} $$",
        {"1": D, "2.1": R, "2.2": W},
    ),
    "a letter of a function that a later line solves for": (
        "Let $k > 0$.\n\n$$ J(w) = \\frac{1}{2} (w x - y)^2 + k w^2 \\tag{1} $$\n\nDifferentiating,\n\n"
        "$$ J'(w) = (w x - y) x + k w. \\tag{2} $$\n\nAt the minimum\n\n$$ J'(w) = 0, \\tag{3}"
        " $$\n\nhence\n\n"
        r"$$ w = \frac{x y}{x^2 + 2 k}. \tag{4} $$",
        {"1": D, "2": W, "3": G, "4": R},
    ),
    "labels that are signs, functions and numbers": (
        r"$$ R_{\parallel} = \frac{a b}{a + b}, \quad S_{\mathrm{exp}} = a^2 \tag{1} $$"
        "\n\n"
        r"$$ \frac{1}{R_{\parallel}} = \frac{1}{a} + \frac{1}{b}, \quad S_{\mathrm{exp}} - b^2 = (a -"
        r" b)^2 \tag{2} $$"
        "\n\n"
        r"$$ K = \frac{k_{-1} + k_2}{k_1} \tag{3} $$ $$ k_1 K - k_2 = k_{-1}, \quad k_1 K = k_2 - k_{-1}"
        r" \tag{4} $$",
        {"1.1": D, "1.2": D, "2.1": R, "2.2": W, "3": D, "4.1": R, "4.2": W},
    ),
    "labels of one name that stands alone, too": (
        r"Let $p_0 > 0$ and $p > 0$. $$ p_n = p_0 + n p \tag{1} $$"
        "\n\n"
        r"$$ m = \frac{1}{n} \sum_{i=1}^n x_i \tag{2} $$ $$ p_n - p_0 = n p, \quad p_n + p_0 = n p"
        r" \tag{3} $$",
        {"1": D, "2": D, "3.1": R, "3.2": W},
    ),
    "a differential that is no function": (
        "$$ A = l w \\tag{1} $$\n\n$$ dA = l \\, dw + w \\, dl \\tag{2} $$\n\n$$ d(A^2) = 2 \\, dA"
        " \\tag{3} $$",
        {"1": D, "2": R, "3": U},
    ),
    "a complex that is no number": (
        "The enzyme $E$ and the complex $C$ always add up to the total, as the complex is formed of it:\n\n"
        "$$ E + C = E_T \\tag{1} $$\n\n$$ E_T - C = E \\tag{2} $$",
        {"1": G, "2": R},
    ),
    "for all real numbers": (
        "$$ g(x) = |x - 2| + x \\tag{1} $$\n\nFor all real $x$ it follows that\n\n"
        r"$$ \frac{g(x) + 2}{2} = x. \tag{2} $$",
        {"1": D, "2": W},
    ),
    "a transpose beside a function of its name": (
        "$$ T(y) = y^2 \\tag{1} $$\n\n"
        r"$$ (x - m)^T S (x - m) = x^T S x - 2 m^T S x + m^T S m, \quad (x - m)^T S = S (x - m)^T \tag{2} $$",
        {"1": D, "2.1": U, "2.2": U},
    ),
    "space between rows": (
        r"$$ \begin{aligned} (x+1)^2 &= x^2 + 2 x + 1 \\[-.3\baselineskip] &= x (x + 2) + 1 \\[2\jot] "
        r"&= x (x + 3) + 1 \end{aligned} \tag{1} $$",
        {"1.1": R, "1.2": R, "1.3": W},
    ),
    "a value that comes of something": (
        "The solution is $q = 1$.\n\n$$ A = q a \\tag{1} $$\n\n$$ A = a \\tag{2} $$",
        {"1": D, "2": U},
    ),
    "compositions": (
        "Let\n\n$$ f(x) = 2 x + 1, \\quad g(x) = x^2. \\tag{1} $$\n\nThen\n\n"
        r"$$ (f \circ g)(x) = 2 x^2 + 1, \quad \left(f \circ g \circ f\right)(0) = 3, \quad"
        r" (g \circ f)(x) = 4 x^2 + 1. \tag{2} $$",
        {"2.1": R, "2.2": R, "2.3": W},
    ),
    "sums of partial sums": (
        r"For $n \geq 1$ let $$ H_n = \sum_{k=1}^n \frac1k. \tag{1} $$"
        "\n\nThen\n\n"
        r"$$ \sum_{k=1}^n H_k = (n+1) H_n - n, \quad \sum_{k=1}^n k H_k = \frac{n(n+1)}{2} H_n. \tag{2} $$",
        {"2.1": R, "2.2": W},
    ),
    "sums over a recurrence": (
        "Recall that $F_0 = 0$, $F_1 = 1$ and\n\n$$ F_{n+2} = F_{n+1} + F_n. \\tag{1} $$\n\nThen\n\n"
        r"$$ \sum_{k=1}^n F_k = F_{n+2} - 1, \quad \sum_{k=1}^n F_k^2 = F_n F_{n+1}. \tag{2} $$",
        {"1": G, "2.1": R, "2.2": R},
    ),
    "first values that a recurrence does not reach": (
        "Let $F_1 = 1$, $F_2 = 1$, $F_3 = 5$, $F_4 = 7$ and, for $n \\ge 5$,\n\n"
        "$$ F_n = F_{n-1} + F_{n-2}. \\tag{1} $$\n\nThen\n\n"
        r"$$ \sum_{k=1}^n F_k = F_{n+2} - 1. \tag{2} $$",
        {"1": G, "2": U},
    ),
    "an initial condition in a display": (
        "We have\n\n$$ x_{n+1} = \\frac{x_n}{2} + 1 \\tag{1} $$\n\nwith the initial condition\n\n"
        "$$ x_0 = 0. \\tag{2} $$\n\nIt follows that\n\n$$ x_n = 2 - 2^{1-n}. \\tag{3} $$",
        {"1": G, "2": G, "3": R},
    ),
    "any function": (
        "Suppose that $g$ is a differentiable function.\n\n"
        r"$$ \frac{d}{dx} g(x^2) = 2 x\, g'(x^2) \tag{1} $$"
        "\n\n"
        r"$$ \frac{d}{dx} g(3 x) = g'(3 x) \tag{2} $$",
        {"1": R, "2": W},
    ),
    "a slip that is put in beside a derivative": (
        "Let $D = p - q$ and $M = p + q$. Then\n\n$$ p = M - D. \\tag{1} $$\n\nHence\n\n"
        r"$$ \frac{d}{dp} (p^2 + D) = 2 M - 2 D + 2. \tag{2} $$",
        {"1": W, "2": W},
    ),
    "a function of which another sentence speaks": (
        "Let $f$ be a differentiable function. By oddness of $f$,\n\n$$ f(-x) = -f(x). \\tag{1} $$",
        {"1": U},
    ),
    "a function of which something is said": (
        "Let $h$ be an even function. Then\n\n$$ h(x) + h(-x) = 2 h(x). \\tag{1} $$",
        {"1": U},
    ),
    "a function that nothing defines": (
        "With the inverse demand function $p(q)$ revenue is\n\n$$ R(q) = q\\, p(q). \\tag{1} $$\n\nThus\n\n"
        "$$ R'(q) = p(q) + q\\, p'(q), \\quad R'(q) = p(q) - q\\, p'(q). \\tag{2} $$",
        {"1": D, "2.1": R, "2.2": U},
    ),
    "a solution with its initial value": (
        "Solve\n\n$$ y' - y = t, \\qquad y(0) = 0. \\tag{1} $$\n\nThe general solution is\n\n"
        "$$ y(t) = c e^t - t - 1. \\tag{2} $$\n\nUse the initial condition:\n\n"
        "$$ y(0) = c - 1 = 0 \\tag{3} $$\n\nso\n\n$$ c = 1. \\tag{4} $$",
        {"1.1": G, "1.2": G, "2": D, "3.1": R, "3.2": R, "4": R},
    ),
    "nodes up to a size": (
        "The nodes are\n\n$$ x_i = i h, \\qquad i = 0, 1, \\dots, N, \\tag{1} $$\n\nwhere $h = 1/N$. Then\n\n"
        "$$ x_{i+1} - x_i = h, \\quad x_N = 1, \\quad x_{i+1}^2 - x_i^2 = h^2. \\tag{2} $$",
        {"1": D, "2.1": R, "2.2": R, "2.3": W},
    ),
    "one case, then another": (
        "Suppose first that $x > 0$. Then\n\n$$ \\frac{|x|}{x} = 1. \\tag{1} $$\n\n"
        "Suppose now that $x < 0$. Then\n\n$$ \\frac{|x|}{x} = 1. \\tag{2} $$",
        {"1": R, "2": W},
    ),
    "a case with words before its formula": (
        "$$ s = a + b \\tag{1} $$\n\nFor two equal parts, $a = b$, we get\n\n$$ s = 3 b. \\tag{2} $$",
        {"1": D, "2": W},
    ),
    "while, and a case": (
        r"$$ p_i = \frac{w_i}{\sum_{k=1}^n w_k} \tag{1} $$"
        "\n\nwhile for $i \\neq j$\n\n"
        r"$$ \frac{\partial p_i}{\partial w_j} = -\frac{w_i}{(\sum_{k=1}^n w_k)^2} \tag{2} $$",
        {"1": D, "2": R},
    ),
    "a fraction upside down": (
        "Assume $u, v > 0$.\n\n"
        r"$$ \beta = \frac{c}{u^2}, \quad \rho = \frac{c}{u v} \tag{1} $$"
        "\n\nComparing the two,\n\n"
        r"$$ \beta = \rho \frac{u}{v}. \tag{2} $$",
        {"2": W},
    ),
    "an error that is carried on by what it says": (
        "Let $u = x - 1$. Expanding,\n\n$$ u^2 = x^2 - 2 x - 1, \\tag{1} $$\n\nhence\n\n"
        "$$ u^2 + 2 x = x^2 - 1. \\tag{2} $$",
        {"1": W, "2": INHERITED},
    ),
    "a function on its domain, elsewhere": (
        "With $\\sigma > 0$, and for distances $r > 0$,\n\n"
        r"$$ U(r) = \frac{\sigma^2}{r^2} - \frac{\sigma}{r}. \tag{1} $$"
        "\n\nThen\n\n$$ U(\\sigma) = 0, \\quad U(2 \\sigma) = \\frac14. \\tag{2} $$",
        {"1": D, "2.1": R, "2.2": W},
    ),
    "a given that is joined to another": (
        "The numbers $x$ and $y$ are determined by $x - y = 4$ and\n\n$$ 3 x + y = 8. \\tag{1} $$\n\n"
        "Adding both, we get\n\n$$ 4 x = 12. \\tag{2} $$",
        {"1": G, "2": R},
    ),
    "the value of an example": (
        "$$ q(x) = a x^2 + b x + c \\tag{1} $$\n\n### A worked example\n\nLet\n\n$$ b = -4 a. \\tag{2} $$\n\n"
        "### Symmetry\n\nFor arbitrary coefficients we find\n\n$$ q(2 + s) = q(2 - s). \\tag{3} $$",
        {"1": D, "2": D, "3": W},
    ),
    "where a quantity is 0": (
        "Let $v, g > 0$.\n\n$$ y = v t - g t^2 \\tag{1} $$\n\nConsider the instants where\n\n"
        "$$ y = 0. \\tag{2} $$\n\nHence\n\n$$ v t = g t^2. \\tag{3} $$",
        {"1": D, "2": G, "3": R},
    ),
    "a prime that is a label": (
        "The power of a lens is\n\n$$ D = \\frac1f \\tag{1} $$\n\nand that of a neighbour\n\n"
        "$$ D' = \\frac1g \\quad (f, g \\neq 0). \\tag{2} $$",
        {"1": D, "2": U},
    ),
    "weights that are listed": (
        "The weights $p_1$, $p_2$ sum to one.\n\n$$ p_1 t + p_2 t = t \\tag{1} $$",
        {"1": R},
    ),
    "what is needed for what follows": (
        "$$ C = r + s \\tag{1} $$\n\nFor $r = s$ we therefore need\n\n$$ C = 3 s. \\tag{2} $$",
        {"1": D, "2": W},
    ),
    "a name that is given again in its section": (
        "Let $s = a + b + c$.\n\n# Two\n\nIn this section $s = a + b$ is half of the perimeter.\n\n"
        "$$ s - a = b \\tag{1} $$",
        {"1": R},
    ),
    "an entry that is 0 at one place": (
        "With $B_0 = L$ the balance develops as\n\n$$ B_{n+1} = (1 + r) B_n - P. \\tag{1} $$\n\n"
        "It is paid off after $N$ months, which is the condition\n\n$$ B_N = 0. \\tag{2} $$\n\n"
        "Altogether this costs\n\n$$ N P = L (7 + r N). \\tag{3} $$",
        {"1": G, "2": G, "3": U},
    ),
    "what holds throughout a section": (
        "# One\n\nThroughout this section we assume $g^2 = 4 k$. Then\n\n"
        r"$$ x^2 + g x + k = \left( x + \frac{g}{2} \right)^2. \tag{1} $$"
        "\n\n# Two\n\nHence\n\n"
        r"$$ x^2 + g x + k = \left( x + \frac{g}{2} \right)^2. \tag{2} $$",
        {"1": R, "2": W},
    ),
    "what is assumed behind its display": (
        "This amounts to\n\n$$ r^2 = r + 1, \\tag{1} $$\n\nwhich we assume. Multiplying by $r$,\n\n"
        "$$ r^3 = 2 r + 1. \\tag{2} $$",
        {"1": G, "2": R},
    ),
    "a word with a label before parentheses": (
        r"$$ \operatorname{Li}_2(s^2) = \operatorname{Li}_2(s)^2 \tag{1} $$",
        {"1": U},
    ),
    "the sign of a cosine": (
        r"For $\pi/2 < b < \pi$ we have $$ \sqrt{1 - \sin^2 b} = -\cos b. \tag{1} $$"
        "\n\nand also\n\n"
        r"$$ |\cos b| = \cos b. \tag{2} $$",
        {"1": R, "2": W},
    ),
    "what depends on what": (
        "For a particle with velocity $v$ depending on time $t$ let\n\n$$ p = m v. \\tag{1} $$\n\nThen\n\n"
        r"$$ \frac{dp}{dt} = m \frac{dv}{dt} \tag{2} $$",
        {"2": R},
    ),
    "conditions beside a line": (
        r"$$ \log (a b) = \log a + \log b \quad (a, b > 0) \tag{1} $$"
        "\n\n"
        r"$$ y p + (1 - y) (1 - p) = p \quad \text{if } y = 1 \tag{2} $$",
        {"1": R, "2": R},
    ),
    "a rate": (
        "A deposit earns interest at rate $i$. We own\n\n$$ B = K (1 + i)^2. \\tag{1} $$\n\nExpanding,\n\n"
        "$$ B = K + K i + K i^2. \\tag{2} $$",
        {"1": D, "2": W},
    ),
    "words that say nothing of a line": (
        r"$$ (\sqrt3 - \sqrt2)^2 = 5 - \sqrt6 \quad \text{for the same reason} \tag{1} $$",
        {"1": W},
    ),
    "an inverse is applied": (
        "$$ F^{-1}(x^2) = x F^{-1}(x) \\tag{1} $$\n\n$$ k^{-1} (a + b) = a / k + b / k \\tag{2} $$",
        {"1": U, "2": R},
    ),
    "an entry with two numbers": (
        "Let $A_{ij} = -A_{ji}$.\n\n$$ A_{12} + A_{21} = 0 \\tag{1} $$\n\n$$ A_{12} = 3 \\tag{2} $$",
        {"1": R, "2": G},
    ),
    "a matrix that is antisymmetric": (
        "The payoff matrix $A$ is skew-symmetric.\n\n"
        r"$$ \sum_{i=1}^n \sum_{j=1}^n A_{ij} x_i x_j = 0 \tag{1} $$"
        "\n\n"
        r"$$ \sum_{i=1}^n \sum_{j=1}^n A_{ij} x_i y_j = \sum_{i=1}^n \sum_{j=1}^n A_{ij} y_i x_j \tag{2} $$",
        {"1": R, "2": W},
    ),
    "whose shares add up": (
        "The shares $w_k$ of the $K$ parts add up to one.\n\n"
        r"$$ m = \sum_{k=1}^K w_k c_k \tag{1} $$"
        "\n\n"
        r"$$ \sum_{k=1}^K w_k (c_k - m) = 0 \tag{2} $$",
        {"1": D, "2": R},
    ),
    "words that bring something to one": (
        "The shares $w_k$ come to unity.\n\n"
        r"$$ m = \sum_{k=1}^K w_k c_k \tag{1} $$"
        "\n\n"
        r"$$ \sum_{k=1}^K w_k (c_k - m) = 0 \tag{2} $$",
        {"2": U},
    ),
    "a value at the start that fixes a constant": (
        r"$$ c(t) = A e^{-k t} + \frac{r}{k} \tag{1} $$"
        "\n\nand at first\n\n$$ c(0) = 0. \\tag{2} $$\n\nHence\n\n"
        r"$$ A = \frac{r}{k}. \tag{3} $$",
        {"1": D, "2": G, "3": W},
    ),
    "a case behind other words": (
        "Let $u$ be real. If the diode conducts, $u \\ge 0$, then\n\n$$ |u| + u = 2 u. \\tag{1} $$\n\n"
        "If it blocks, $u < 0$, then\n\n$$ |u| + u = 2 u. \\tag{2} $$",
        {"1": R, "2": W},
    ),
    "what follows brings in nothing new": (
        r"$$ I = \frac{dQ}{dt} \tag{1} $$ $$ U = L \frac{dI}{dt} \tag{2} $$"
        "\n\nand therefore\n\n$$ U = L I^2. \\tag{3} $$",
        {"1": D, "2": D, "3": W},
    ),
    "a step of a sequence in words": (
        "It grows:\n\n$$ N_{t+1} = a N_t - h_t \\tag{1} $$\n\nPutting (1) into itself, after two years\n\n"
        "$$ N_{t+2} = a^2 N_t - h_t - h_{t+1}. \\tag{2} $$",
        {"1": G, "2": W},
    ),
    "a constant before parentheses": (
        "With the constant $\\sigma$ it loses\n\n$$ P = \\sigma(T^4 - b^4). \\tag{1} $$\n\n"
        "$$ P = \\sigma(T^2 - b^2)(T^2 + b^2) \\tag{2} $$\n\n$$ P = \\sigma(T^2 - b^2)^2 \\tag{3} $$",
        {"1": D, "2": R, "3": W},
    ),
    "a derivative that brings in a letter from above": (
        r"$$ g(s) = s e^{-s} \tag{1} $$ $$ s = \frac{r}{a} \tag{2} $$"
        r"$$ \frac{d}{dr} g(r) = \frac{1 - r}{a} e^{-r} \tag{3} $$",
        {"3": W},
    ),
    "labels beside indices": (
        r"$$ R_p = w_0 R_f + \sum_{i=1}^n w_i R_i \tag{1} $$"
        r"$$ \frac{\partial R_p}{\partial w_0} = R_f \tag{2} $$"
        r"$$ \frac{\partial R_p}{\partial w_j} = R_f \tag{3} $$",
        {"1": D, "2": R, "3": W},
    ),
    "words for names": (
        r"$$ Leverage = \frac{Assets}{Equity} \tag{1} $$"
        r"$$ \frac{Assets}{Leverage} = Equity \tag{2} $$",
        {"1": D, "2": R},
    ),
    "the larger of two numbers": (
        r"$$ \max(S - K, 0) = S - K, \quad S > K \tag{1} $$ "
        r"$$ \max(a, b) + \min(a, b) = a + b \tag{2} $$ $$ \max(a, b) = \frac{|a - b|}{2} \tag{3} $$",
        {"1": R, "2": R, "3": W},
    ),
    "a definition where a letter is positive": (
        "At rate $b > 0$ the system has the value $Z = \\sum_{i=1}^N e^{-b u_i}$.\n\n"
        r"$$ \frac{\partial Z}{\partial u_j} = -b e^{-b u_j} \tag{1} $$"
        r"$$ \frac{\partial Z}{\partial u_j} = b e^{-b u_j} \tag{2} $$",
        {"1": R, "2": W},
    ),
    "two cases in one sentence": (
        "For $x > 0$ the energy is $Z = 2 x$, and for $x < 0$ it is $Z = 3 x$.\n\n$$ Z - 2 x = 0 \\tag{1} $$",
        {"1": U},
    ),
    "a total from 0": (
        r"$$ \sum_{n=0}^N P_n = 1 \tag{1} $$ $$ \sum_{n=0}^N (n + 1) P_n = 1 + \sum_{n=1}^N n P_n \tag{2} $$"
        r"$$ \sum_{n=1}^N P_n = 1 \tag{3} $$",
        {"1": G, "2": R, "3": W},
    ),
    "the ends of a chain of orders": (
        "Let $0 \\le v < c$.\n\n$$ \\sqrt{c^2} = c \\tag{1} $$\n\n$$ \\sqrt{(v - c)^2} = v - c \\tag{2} $$",
        {"1": R, "2": W},
    ),
    "a reason up to its comma": (
        "Let $K > 0$ and\n\n$$ x^2 = K. \\tag{1} $$\n\nSince $x > 0$, only the upper sign is possible:\n\n"
        r"$$ x = \sqrt{K} \tag{2} $$",
        {"2": R},
    ),
    "a sum that ends before the size": (
        "Let $A_0 = 0$ and\n\n$$ A_n = q A_{n-1} + D. \\tag{1} $$\n\nUnrolling this we find\n\n"
        r"$$ A_n = D \sum_{k=0}^{n-1} q^k. \tag{2} $$",
        {"1": G, "2": R},
    ),
    "a root whose sign is not known": (
        r"$$ \frac{\sqrt{a^2 - a^2 y}}{\sqrt{1-y}} = a \tag{1} $$ "
        r"$$ \frac{\sqrt{a^2 - a^2 y}}{\sqrt{1-y}} = |a| \tag{2} $$ "
        r"$$ \frac{\sqrt{1 - v^2/c^2}}{\sqrt{c^2 - v^2}} = \frac{1}{c} \tag{3} $$",
        {"1": U, "2": R, "3": U},
    ),
    "one adjective for one name": (
        "Let $x$ be positive and $y$ be real.\n\n$$ |x| = x \\tag{1} $$\n\n$$ |y| + 1 = y + 1 \\tag{2} $$",
        {"1": R, "2": W},
    ),
    "one of each": (
        "The matrices $A$ and $B$ are symmetric and antisymmetric, respectively.\n\n"
        "$$ B_{12} + b = b - B_{21} \\tag{1} $$",
        {"1": G},
    ),
    "what sums to another number than one": (
        "The weights $w_k$ sum to one half.\n\n$$ \\sum_{k=1}^K w_k + y = 1 + y \\tag{1} $$",
        {"1": U},
    ),
    "squares that sum to one": (
        "The squares of the amplitudes $a_k$ sum to one.\n\n$$ \\sum_{k=1}^K a_k + y = 1 + y \\tag{1} $$",
        {"1": U},
    ),
    "the same sign": (
        "Let $x$ and $y$ have the same sign.\n\n$$ |x y| + 1 = x y + 1 \\tag{1} $$",
        {"1": U},
    ),
    "the sign of an expression": (
        "The product $x y$ is positive.\n\n$$ |x y| = x y \\tag{1} $$",
        {"1": U},
    ),
    "a mean with a label": (
        r"$$ x_m = \frac{1}{n} \sum_{i=1}^n x_i \tag{1} $$ $$ \sum_{i=1}^n (x_i - x_m) = 0 \tag{2} $$",
        {"1": D, "2": R},
    ),
    "equal first entries": (
        "$$ F_n = F_{n-1} + F_{n-2}, \\qquad F_1 = F_2 = 1 \\tag{1} $$\n\n"
        "$$ F_4 = 3 \\tag{2} $$\n\n$$ F_5 = 6 \\tag{3} $$",
        {"1.1": G, "1.2": G, "1.3": G, "2": R, "3": W},
    ),
    "a start below its recurrence": (
        "$$ a_n = 2 a_{n-1} \\tag{1} $$\n\n$$ a_0 = 3 \\tag{2} $$\n\n"
        "$$ a_n = 3 \\cdot 2^n \\tag{3} $$\n\n$$ a_n = 2^n \\tag{4} $$",
        {"1": G, "2": G, "3": R, "4": W},
    ),
    "a recurrence from a second entry": (
        "$$ T_1 = 1, \\qquad T_n = 2 T_{n-1} + 1 \\quad (n \\ge 2) \\tag{1} $$\n\n"
        "$$ T_n = 2^n - 1 \\tag{2} $$",
        {"2": R},
    ),
    "a second value": (
        "Let $x = 1$ and $y = x + 1$.\n\n$$ y = 2 \\tag{1} $$\n\n"
        "The second choice is\n\n$$ x = 3 \\tag{2} $$\n\n$$ y = 4 \\tag{3} $$",
        {"1": R, "2": U, "3": U},
    ),
    "a length": (
        "Let $r$ be the radius. Let $x$ be a number.\n\n$$ \\sqrt{r^2} = r \\tag{1} $$\n\n"
        "$$ \\sqrt{x^2} = x \\tag{2} $$\n\n$$ \\sqrt{r^2} = 2 r \\tag{3} $$",
        {"1": U, "2": W, "3": W},
    ),
    "a radius of any sign": (
        "Let $r$ be the signed radius, which may be negative.\n\n$$ \\sqrt{r^2} = r \\tag{1} $$",
        {"1": W},
    ),
    "entries of another sequence": (
        "Let $S_n = 1 - 1/2^n$.\n\n$$ S_1 = 1/2 \\tag{0} $$\n\n"
        "The partial sums $S_n$ of the other series are\n\n"
        "$$\\begin{align} S_1 &= 1 \\tag{1}\\\\ S_2 &= 0 \\tag{2}\\\\ S_3 &= 1 \\tag{3} \\end{align}$$\n\n"
        "$$ S_5 = 1 \\tag{4} $$",
        {"0": R, "2": U, "3": U, "4": U},
    ),
    "entries that come of a wrong one": (
        "Let $a_1 = 1$ and $a_{n+1} = 2 a_n + 1$. Then\n\n"
        "$$\\begin{align} a_2 &= 4 \\tag{1}\\\\ a_3 &= 9 \\tag{2}\\\\ a_4 &= 19 \\tag{3}\\\\"
        " a_5 &= 40 \\tag{4} \\end{align}$$",
        {"1": W, "2": INHERITED, "3": INHERITED, "4": W},
    ),
    "a total from zero": (
        "The numbers $P_0, \\ldots, P_N$ sum to one.\n\n$$ \\sum_{k=0}^N P_k = 1 \\tag{1} $$\n\n"
        "$$ \\sum_{k=1}^N P_k = 1 \\tag{2} $$\n\n$$ \\sum_{k=1}^N P_k = 1 - P_0 \\tag{3} $$",
        {"1": R, "2": W, "3": R},
    ),
    "what is dropped": (
        "Assume that $x > 0$.\n\n$$ \\sqrt{x^2} = x \\tag{1} $$\n\nDropping $x > 0$, we get\n\n"
        "$$ \\sqrt{x^2} = |x| \\tag{2} $$\n\n$$ \\sqrt{x^2} = x \\tag{3} $$",
        {"1": R, "2": R, "3": W},
    ),
    "what an earlier example had": (
        "Example 1. Let $y = x^2$. Then\n\n$$ y' = 2x \\tag{1} $$\n\nExample 2. Let $y = x^3$. Then\n\n"
        "$$ y' = 3x^2 \\tag{2} $$\n\nFor the curve of Example 1,\n\n$$ y'' = 6x \\tag{3} $$",
        {"1": R, "2": R, "3": U},
    ),
    "the function of the former part": (
        "(a) Let $f(x) = \\sin x$. Then\n\n$$ f'(0) = 1 \\tag{1} $$\n\n(b) Let $f(x) = \\cos x$. Then\n\n"
        "$$ f'(0) = 0 \\tag{2} $$\n\nWith $f$ as in part (a),\n\n$$ f(\\pi/2) = 0 \\tag{3} $$",
        {"1": R, "2": R, "3": U},
    ),
    "a second supposition": (
        "Suppose $x = y$. Then\n\n$$ x^2 - y^2 = 0 \\tag{1} $$\n\nNow suppose $x = -2y$. Then\n\n"
        "$$ x^2 - y^2 = 0 \\tag{2} $$",
        {"1": R, "2": U},
    ),
    "what is supposed on the contrary": (
        "Suppose $a + b = 1$. Then\n\n$$ a^2 + a b = a \\tag{1} $$\n\n"
        "Suppose on the other hand that $a + b = 2$. Then"
        "\n\n$$ a^2 + a b = a \\tag{2} $$",
        {"1": R, "2": U},
    ),
    "two suppositions at once": (
        "Suppose that $x + y = 3$ and $x - y = 1$. Then\n\n$$ 2 x + 2 y = 6 \\tag{1} $$\n\n"
        "$$ 2 x = 4 \\tag{2} $$",
        {"1": R, "2": R},
    ),
    "a common error": (
        "A common error is to write $(a + b)^2 = a^2 + b^2$. It holds that\n\n"
        "$$ (a + b)^2 = a^2 + b^2 \\tag{1} $$\n\n$$ (a + b)^2 = a^2 + 2 a b + b^2 \\tag{2} $$",
        {"1": W, "2": R},
    ),
    "a function of a part": (
        "The velocity is $v(t) = 2 t$ during the first seconds and constant afterwards.\n\n"
        "$$ v(10) = 20 \\tag{1} $$",
        {"1": U},
    ),
    "a function with another value": (
        "Let $g(x) = x^2$ but $g(0) = 5$.\n\n$$ g(0) = 0 \\tag{1} $$",
        {"1": U},
    ),
    "an equation that holds for some values": (
        "The equation\n\n$$ x^2 - 3x + 2 = 0 \\tag{1} $$\n\nholds for\n\n$$ x = 1 \\tag{2} $$",
        {"1": G, "2": U},
    ),
    "the radius of a circle": (
        "A circle of radius $R$ is drawn.\n\n$$ \\sqrt{R^2} = R \\tag{1} $$",
        {"1": U},
    ),
    "where the one is": (
        "Let $y$ be a one-hot vector of dimension 5 with the one at place 2.\n\n"
        "$$ \\sum_{k=1}^5 k y_k = 2 \\tag{1} $$\n\n$$ \\sum_{k=1}^5 y_k = 1 \\tag{2} $$",
        {"1": U, "2": R},
    ),
    "an acute angle": (
        "Let $\\theta$ be an acute angle.\n\n$$ \\sqrt{\\cos^2 \\theta} = \\cos \\theta \\tag{1} $$",
        {"1": U},
    ),
    "a function of another letter, in another section": (
        "## One\n\nLet $f(r) = m g r$.\n\n$$ f(1) = m g \\tag{1} $$\n\n"
        "## Two\n\nMinimize $f(x) = (x - 1)^2$.\n\n"
        "$$ f(-2) = 9 \\tag{2} $$\n\n$$ f' = 2 x - 2 \\tag{3} $$\n\n$$ f(2) = 2 \\tag{4} $$\n\n## Three\n\n"
        "$$ f(u, v) = u v \\tag{5} $$\n\n$$ f(2, 3) = 6 \\tag{6} $$\n\n$$ f(2, 3) = 5 \\tag{7} $$",
        {"1": R, "2": R, "3": R, "4": W, "5": D, "6": R, "7": W},
    ),
    "a function of another letter, anew": (
        "Let $f(r) = m g r$.\n\n$$ f(1) = m g \\tag{1} $$\n\nNow let $f(x) = (x - 1)^2$.\n\n"
        "$$ f(-2) = 9 \\tag{2} $$\n\n$$ f(2) = 2 \\tag{3} $$",
        {"1": R, "2": R, "3": W},
    ),
    "a function at another letter": (
        "$$ f(x) = x^2 \\tag{1} $$\n\n$$ f(a) = a^2 \\tag{2} $$\n\n$$ f' = 2 x \\tag{3} $$\n\n"
        "$$ f(b) = b^3 \\tag{4} $$",
        {"1": D, "2": R, "3": R, "4": W},
    ),
    "a function behind an example": (
        "**Example 1.** Let $f(t) = 3 t$.\n\n$$ f(2) = 6 \\tag{1} $$\n\n**Example 2.** Let $f(u) = 5 u$.\n\n"
        "$$ f(2) = 10 \\tag{2} $$\n\n$$ f(2) = 6 \\tag{3} $$",
        {"1": R, "2": R, "3": W},
    ),
    "a number that is a function elsewhere": (
        "## One\n\n$$ f(x) = x^2 \\tag{1} $$\n\n$$ f(3) = 9 \\tag{2} $$\n\n"
        "## Two\n\n$$ f = 3 y \\tag{3} $$\n\n"
        "$$ 2 f = 6 y \\tag{4} $$\n\n$$ \\frac{df}{dy} = 2 \\tag{5} $$",
        {"2": R, "3": D, "4": R, "5": W},
    ),
    "a function that is a number elsewhere": (
        "## One\n\n$$ y = x^2 \\tag{1} $$\n\n$$ \\frac{dy}{dx} = 2 x \\tag{2} $$\n\n## Two\n\n"
        "$$ y(t) = t^3 \\tag{3} $$\n\n$$ y(2) = 8 \\tag{4} $$\n\n$$ y(2) = 4 \\tag{5} $$",
        {"2": R, "3": D, "4": R, "5": W},
    ),
    "entries that come of two": (
        "Let $F_1 = F_2 = 1$ and $F_n = F_{n-1} + F_{n-2}$.\n\n"
        "$$ F_3 = 2 \\tag{1} $$\n\n$$ F_4 = 4 \\tag{2} $$\n\n"
        "$$ F_5 = 6 \\tag{3} $$\n\n$$ F_6 = 10 \\tag{4} $$\n\n$$ F_6 = 8 \\tag{5} $$",
        {"1": R, "2": W, "3": INHERITED, "4": INHERITED, "5": R},
    ),
    "vectors and the letters of numbers": (
        "$$ \\vec p = m \\vec v \\tag{1} $$\n\n$$ L = \\frac{m}{2} \\vec v^2 - V(\\vec r) \\tag{2} $$\n\n"
        "$$ K = \\frac{m q^2}{2} \\tag{3} $$\n\n$$ 2 K / m = q^2 \\tag{4} $$",
        {"4": R},
    ),
    "one wrong entry": (
        "Let $S_n = 1 - 1/2^n$. Then\n\n"
        "$$\\begin{align} S_1 &= 1/2 \\tag{1}\\\\ S_2 &= 1/4 \\tag{2}\\\\ S_3 &= 7/8 \\tag{3} \\end{align}$$",
        {"1": R, "2": W, "3": R},
    ),
    "a value for a part": (
        "Let $y = x^2$. At $x = \\pi/2$ we have\n\n$$ \\frac{dy}{dx} = \\pi \\tag{1} $$\n\n# Next\n\n"
        "$$ \\frac{dy}{dx} = \\pi \\tag{2} $$",
        {"1": R, "2": U},
    ),
    "a slope at a place": (
        "Let $y = x^2$.\n\n$$ y'(\\pi/2) = \\pi \\tag{1} $$\n\n$$ y' \\cdot (\\pi/2) = \\pi x \\tag{2} $$",
        {"1": U, "2": R},
    ),
    "where the argument of a function ends": (
        "Let $x = \\cos \\theta$, where $\\theta$ depends on $t$.\n\n"
        "$$ \\dot x = - \\sin \\theta \\dot \\theta \\tag{1} $$\n\n"
        "$$ \\frac{dx}{dt} = - \\sin \\theta \\frac{d\\theta}{dt} \\tag{2} $$\n\n"
        "$$ \\sin t (- \\sin t) = - \\sin^2 t \\tag{3} $$\n\n"
        "$$ \\sin t (- \\sin t) = - \\sin t^2 \\tag{4} $$\n\n"
        "$$ \\sin t (1 - t) = \\sin (t - t^2) \\tag{5} $$",
        {"1": R, "2": R, "3": R, "4": W, "5": U},
    ),
    "what is said of functions": (
        "Note that $\\frac{d}{dx}(f(x) g(x)) \\neq f'(x) g'(x)$.\n\n$$ 1 + \\ln x - 1 = \\ln x \\tag{1} $$",
        {"1": R},
    ),
    "equal first entries in words": (
        "Let $a_1 = a_2 = 1$.\n\n"
        r"$$ a_{n+2} = a_{n+1} + 2 a_n \tag{1} $$ $$ a_3 = 3 \tag{2} $$ $$ a_4 = 3 \tag{3} $$",
        {"1": G, "2": R, "3": W},
    ),
    "two starts": (
        "Let $a_0 = 1$.\n\n$$ a_n = 3 a_{n-1} \\tag{1} $$\n\n$$ a_n = 3^n \\tag{2} $$\n\n"
        "Next, let $a_0 = 2$.\n\n$$ a_n = 3^n \\tag{3} $$",
        {"2": R, "3": U},
    ),
    "either sign again": (
        "Let $x > 0$.\n\n$$ |x| = x \\tag{1} $$\n\nNow $x$ may have either sign.\n\n"
        "$$ |x| + 1 = x + 1 \\tag{2} $$",
        {"1": R, "2": W},
    ),
    "the end of a proof": (
        "*Proof.* Let $x > 0$. Then\n\n$$ |x| = x \\tag{1} $$\n\nThis completes the proof.\n\n"
        "$$ |x| + 1 = x + 1 \\tag{2} $$",
        {"1": R, "2": W},
    ),
    "a mass that varies": (
        r"The mass $m$ is not constant. $$ p = m v \tag{1} $$ "
        r"$$ \frac{dp}{dt} = m \frac{dv}{dt} \tag{2} $$ "
        r"$$ \frac{dp}{dt} = m \frac{dv}{dt} + v \frac{dm}{dt} \tag{3} $$",
        {"2": W, "3": R},
    ),
    "a mass that may vary": (
        r"If the mass $m$ varies, all changes. $$ p = m v \tag{1} $$ "
        r"$$ \frac{dp}{dt} = m \frac{dv}{dt} \tag{2} $$",
        {"2": R},
    ),
    "sizes from 0": (
        "For all integers $n \\ge 0$,\n\n"
        r"$$ \sum_{k=0}^n (-1)^k \binom{n}{k} = 0 \tag{1} $$ "
        r"$$ \sum_{k=0}^n \binom{n}{k} = 2^n \tag{2} $$",
        {"1": U, "2": R},
    ),
    "an integer that gets a value": (
        "Let $k$ be a positive integer with $k = 4$.\n\n$$ k + x = 4 + x \\tag{1} $$",
        {"1": R},
    ),
    "odd and even": (
        "Let $n$ be even and $m$ odd.\n\n$$ (-1)^{m + n} = -1 \\tag{1} $$\n\n$$ (-x)^n = x^n \\tag{2} $$\n\n"
        "$$ 2 (-1)^m = 2 \\tag{3} $$",
        {"1": R, "2": R, "3": W},
    ),
    "integers, of which one is even": (
        "Let $n$ be even. Let $m$ and $n$ be integers.\n\n$$ (-1)^{2 m + n} = 1 \\tag{1} $$",
        {"1": R},
    ),
    "cases of a parity": (
        "If $n$ is odd,\n\n$$ \\sum_{k=1}^n (-1)^k = -1 \\tag{1} $$\n\nand for even $n$\n\n"
        "$$ \\sum_{k=1}^n (-1)^k = -1 \\tag{2} $$",
        {"1": R, "2": U},
    ),
    "constants in differentials": (
        "The capacity $C$ is constant and $T > 0$.\n\n$$ S = C \\ln T \\tag{1} $$\n\n"
        "$$ dS = \\frac{C}{T} \\, dT \\tag{2} $$\n\n$$ dS = C T \\, dT \\tag{3} $$",
        {"1": D, "2": R, "3": W},
    ),
    "throughout a section": (
        "Throughout this section, $0 < b < 1$.\n\n$$ |b^2 - 1| = 1 - b^2 \\tag{1} $$\n\n"
        "$$ |2 b - 1| = 2 b - 1 \\tag{2} $$",
        {"1": R, "2": W},
    ),
    "what turns out not to be": (
        "Suppose that $q = 0$. Then there is a root at 0. So $q \\neq 0$. Hence\n\n"
        "$$ q w + w = w \\tag{1} $$",
        {"1": W},
    ),
    "a vector in parentheses": (
        "Let $p = (p_1, \\dots, p_M)$ be a probability vector.\n\n"
        r"$$ \sum_{l=1}^M (1 - p_l) = M - 1 \tag{1} $$",
        {"1": R},
    ),
    "a vector of a given length": (
        "A base is coded by a one-hot vector $b$ of length $4$.\n\n"
        r"$$ \sum_{k=1}^4 b_k^3 = 1 \tag{1} $$ $$ \sum_{k=1}^4 b_k = 4 \tag{2} $$",
        {"1": R, "2": W},
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_means_what_its_author_means(name: str) -> None:
    text, expected = DOCUMENTS[name]
    report = derivation.check(derivation.loads(text))
    assert {label: str(report[label].verdict) for label in expected} == expected
