"""Documents whose theorems are emitted."""

from collections.abc import Callable
from pathlib import Path

import pytest

import derivation
from derivation.audit.theorem import Theorem
from derivation.front.document import document_from_text, read_document
from derivation.reading.declared import Declared, parse_reading
from derivation.reading.passes import read_derivation
from derivation.reading.statements import Derivation

PAPER = Path(derivation.__file__).parent / "papers" / "softargmax"

SMALL = r"""# Small
$$ L = \frac{1}{\beta}\log \sum_{k=1}^n e^{\beta x_k} \tag{1} $$
$$ \hat{y}_j = \frac{e^{\beta x_j}}{\sum_{k=1}^n e^{\beta x_k}} \tag{2} $$
$$ M = \frac{1}{n}\sum_{k=1}^n x_k^2 \tag{3} $$
$$ V = \sum_{k=1}^n (x_k - \mu)^2,\quad \mu = \frac{1}{n}\sum_k x_k \tag{4} $$
$$ H = -\sum_k t_k \log \hat{y}_k \tag{5} $$
$$ D_j = \sum_i (x_i - x_j)^2 \tag{6} $$
$$ lambda = \sum_i i x_i \tag{7} $$
$$ W = \frac{\sum_i i e^{-x_i}}{\sum_k e^{-x_k}} \tag{8} $$
$$ A = \sum_{i=1}^n \sum_{k=1}^n |x_i - x_k| \tag{9} $$
$$ B = \sum_{i=2}^n x_i \tag{10} $$
$$ C = \sum_{i=1}^n e^{x_i} \sin^2 x_i \tag{11} $$
$$ U_j = \frac{1}{3} x_j \tag{12} $$
"""


@pytest.fixture(scope="session")
def paper() -> Derivation:
    path = PAPER / "reading.toml"
    return read_derivation(read_document(PAPER / "equations.md"), parse_reading(path.read_text(), str(path)))


@pytest.fixture(scope="session")
def prove_small() -> Callable[[str], Theorem]:
    """A theorem of the small document, by its LaTeX."""
    declared = Declared(title="Small", positive=("\\beta",), names=("lambda",))
    read = read_derivation(document_from_text(SMALL, "small.md"), declared)
    assert read.unread == ()
    return derivation.check(read).theorem
