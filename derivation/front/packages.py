r"""Commands of LaTeX's packages, as macros: `physics`, `mathtools`, `braket`, and TeX's own shorthand.

Takes nothing; gives definitions that hold where a document has none of its own. What has one meaning with
one argument and another with two stands in `VARIED`, by the number of arguments in braces.
"""

from __future__ import annotations

from typing import Final

DEFINITIONS: Final = r"""
\newcommand{\abs}[1]{\left\lvert #1 \right\rvert}
\newcommand{\norm}[1]{\left\| #1 \right\|}
\newcommand{\vb}[1]{\mathbf{#1}}
\newcommand{\va}[1]{\vec{\mathbf{#1}}}
\newcommand{\vu}[1]{\hat{\mathbf{#1}}}
\newcommand{\grad}{\nabla}
\newcommand{\divergence}{\nabla\cdot}
\newcommand{\curl}{\nabla\times}
\newcommand{\laplacian}{\nabla^2}
\newcommand{\ket}[1]{\left. | #1 \right\rangle}
\newcommand{\bra}[1]{\left\langle #1 | \right.}
\newcommand{\braket}[1]{\langle #1 \rangle}
\newcommand{\Braket}[1]{\langle #1 \rangle}
\newcommand{\expval}[1]{\langle #1 \rangle}
\newcommand{\ev}[1]{\langle #1 \rangle}
\newcommand{\order}[1]{\mathcal{O}(#1)}
\newcommand{\num}[1]{#1}
\newcommand{\mathclap}[1]{#1}
\newcommand{\mathllap}[1]{#1}
\newcommand{\mathrlap}[1]{#1}
\newcommand{\textcolor}[2]{#2}
\newcommand{\colorbox}[2]{#2}
\newcommand{\fbox}[1]{#1}
\newcommand{\mathcolor}[2]{#2}
\newcommand{\Aboxed}[1]{#1}
\newcommand{\operatornamewithlimits}[1]{\operatorname*{#1}}
\newcommand{\intertext}[1]{\text{#1}\quad}
\newcommand{\shortintertext}[1]{\text{#1}\quad}
\newcommand{\tfrac}[2]{\frac{#1}{#2}}
\newcommand{\sfrac}[2]{#1/#2}
\newcommand{\ds}{\displaystyle}
\newcommand{\vv}[1]{\vec{#1}}
\newcommand{\vect}[1]{\vec{#1}}
\newcommand{\nicefrac}[2]{#1/#2}
"""

_D: Final = (r"\newcommand{\NAME}{\mathrm{d}}", r"\newcommand{\NAME}[1]{\mathrm{d}{#1}}")
VARIED: Final = {
    **{f"\\{name}": {k: row.replace("NAME", name) for k, row in enumerate(_D)} for name in ("d", "dd")},
    "\\dv": {
        1: r"\newcommand{\dv}[2][]{\frac{d^{#1}}{d #2^{#1}}}",
        2: r"\newcommand{\dv}[3][]{\frac{d^{#1} #2}{d #3^{#1}}}",
    },
    "\\diff": {
        0: r"\newcommand{\diff}{\mathrm{d}}",
        1: r"\newcommand{\diff}[1]{\mathrm{d}{#1}}",
        2: r"\newcommand{\diff}[3][]{\frac{d^{#1} #2}{d #3^{#1}}}",
    },
    "\\pdiff": {
        2: r"\newcommand{\pdiff}[3][]{\frac{\partial^{#1} #2}{\partial #3^{#1}}}",
    },
    "\\pdv": {
        1: r"\newcommand{\pdv}[2][]{\frac{\partial^{#1}}{\partial #2^{#1}}}",
        2: r"\newcommand{\pdv}[3][]{\frac{\partial^{#1} #2}{\partial #3^{#1}}}",
        3: r"\newcommand{\pdv}[3]{\frac{\partial^2 #1}{\partial #2 \partial #3}}",
    },
}
"""Derivatives, with and without what they differentiate, and differentials."""
