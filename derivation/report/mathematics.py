r"""LaTeX of a document that TeX, MathJax and Markdown may be given: mathematics, and nothing that acts.

TeX runs commands of its input, `\write18`, `\input`, characters spelled `^^5c`; MathJax follows
`\href`; a reader of Markdown that knows no mathematics takes `<img …>` in it for HTML. What is
handed on is made of listed commands and signs alone. All else is printed anew from the
tree that was read of it, or is text, to be escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from derivation.late import regex
from derivation.text import commands
from derivation.text.printing import to_latex
from derivation.text.source import ReadError
from derivation.text.syntax import Row

_NOT_SET: Final = commands.WITH_ARGUMENT | frozenset(
    ("\\def", "\\newcommand", "\\renewcommand", "\\let", "\\DeclareMathOperator", "\\mbox", "\\hbox")
)
_LAYOUT: Final = frozenset(("\\infty", "\\forall", "\\not", "\\mathrel", "\\mathbin", "\\mathord"))
_COMMANDS: Final = {
    name for name in commands.KNOWN if re.fullmatch(r"\\[A-Za-z]+", name)
} - _NOT_SET | _LAYOUT
_ENVIRONMENTS: Final = commands.ENVIRONMENTS | frozenset(commands.UNSUPPORTED_ENVIRONMENTS) - {"CD", "tikzcd"}

_PART: Final = regex(
    r"\\(?:begin|end)\{(?P<environment>[A-Za-z]+\*?)\}|(?P<command>\\[A-Za-z]+)|\\[{}|,;:!>/ %&#_\\\s]"
    r"|\^(?!\^)|[A-Za-z0-9\s{}_&()\[\]|+\-*/=<>:;,.!'?~]"
    f"|[{''.join(map(re.escape, commands.UNICODE))}]"
)
_MARKUP: Final = regex(r"<(?=[A-Za-z/!?])|\](?=[(\[:])|!(?=\[)|/(?=/)")
_BRACES: Final = regex(r"\\.|[{}]", re.DOTALL)


def is_mathematics(latex: str) -> bool:
    """Whether LaTeX consists of mathematics that may be set as it stands; its braces match."""
    place = 0
    while place < len(latex):
        part = _PART.match(latex, place)
        if part is None or not _is_listed(part):
            return False
        place = part.end()
    return _is_balanced(latex)


def _is_listed(part: re.Match[str]) -> bool:
    command, environment = part["command"], part["environment"]
    return (command is None or command in _COMMANDS) and (environment is None or environment in _ENVIRONMENTS)


def _is_balanced(latex: str) -> bool:
    depth = 0
    for match in _BRACES.finditer(latex):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return False
    return not depth


def for_markdown(latex: str) -> str:
    """Mathematics with a space where Markdown would see an element, a link or an image."""
    return _MARKUP.sub(r"\g<0> ", latex)


def settable(latex: str, read: Callable[[str], tuple[Row, ...]]) -> str:
    """LaTeX that may be set: as it stands, or from its tree; of what can't be read, the LaTeX itself."""
    if is_mathematics(latex):
        return latex
    try:
        printed = ", \\quad ".join(map(to_latex, read(latex)))
    except ReadError:
        return latex
    return printed if is_mathematics(printed) else latex
