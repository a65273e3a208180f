"""Text of a document in an emitted module: it stays in docstrings, and does nothing where it is printed."""

from __future__ import annotations

import ast
import re

import pytest

import derivation
from derivation.emit import emit
from derivation.text.visible import visible

TITLES = [
    '""" + __import__("os").system("true") + r"""',
    'x"""\nimport os\nr"""',
    "ends in a backslash \\",
    'ends in a quote "',
    '\\"""',
    r"\N{DIGIT ONE} \x00 \u005c {x} %s",
    "\x1b[31m \u202e \r\nimport os",
    "\x0cimport os \x85 \u2028 import os",
    "##[group]x ##vso[y]",
    *(f"{'x' * n} ::error::x ::error::y {'y' * n}" for n in range(0, 90, 6)),
]
DOCUMENT = r"""# {title}

$$ Z = \sum_{{k=1}}^n e^{{x_k}}, \qquad p_i = \frac{{e^{{x_i}}}}{{Z}} $$
"""
READING = "title = {title}\nsource = {title}\n"


def _toml(text: str) -> str:
    return '"' + "".join(f"\\u{ord(c):04x}" for c in text) + '"'


@pytest.mark.parametrize("target", ["numpy", "array-api", "numba"])
@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_text_of_a_docstring(title: str, target: str) -> None:
    control = re.search(r"[\x07\x08\x0b\x0c\t]", title)
    reading = "" if control else READING.format(title=_toml(title))
    document = DOCUMENT.format(title=" ".join(title.split()))
    found = derivation.check(derivation.loads(document, reading)).theorem("p_i")
    text = emit(found, None, target)
    wanted = emit(derivation.check(derivation.loads(DOCUMENT.format(title="T"))).theorem("p_i"), None, target)
    assert _code(text) == _code(wanted)
    assert visible(text) == text
    assert not re.search(r"^\s*::|##\w*\[", text, re.MULTILINE)


def _code(text: str) -> str:
    """A module without its docstrings and comments."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
            and ast.get_docstring(node) is not None
        ):
            node.body.pop(0)
    return ast.unparse(tree)
