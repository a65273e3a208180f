r"""Which character stands for what of LaTeX, as tables; names of symbols taken apart.

Takes names as `text.syntax` keeps them, `\hat{y}`, `\mathbf{x}`, `L_{\text{CE}}`;
gives text. For MathML; terminals have `plain`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from derivation.audit.findings import Verdict
from derivation.late import regex
from derivation.text.commands import UNICODE

MARKS: Final = {
    Verdict.RIGHT: "✓",
    Verdict.DEFINITION: "≔",
    Verdict.GIVEN: "•",
    Verdict.WRONG: "✗",
    Verdict.INHERITED: "↳",
    Verdict.REPAIRED: "↺",
    Verdict.ILL_FORMED: "!",
    Verdict.UNDECIDED: "?",
    Verdict.UNREAD: "!",
}
"""A verdict's sign, for those who see no colours."""

CARET: Final = "‸"
"""The proofreader's sign for something missing."""

PRIME: Final = "′"
INDICATOR: Final = "𝟙"

RELATIONS: Final = {
    ":=": "≔",
    "\\equiv": "≡",
    "\\approx": "≈",
    "\\simeq": "≃",
    "\\doteq": "≐",
    "\\sim": "∼",
    "\\propto": "∝",
    "\\le": "≤",
    "\\ge": "≥",
    "\\neq": "≠",
    "\\in": "∈",
    "\\to": "→",
}
LEADS: Final = {
    "\\therefore": "∴",
    "\\because": "∵",
    "\\Rightarrow": "⇒",
    "\\implies": "⟹",
    "\\Longrightarrow": "⟹",
    "\\iff": "⟺",
    "\\Leftrightarrow": "⇔",
}
OPERATORS: Final = {"*": "∗", "\\cdot": "⋅", "\\times": "×"}
SIGNS: Final = {"+": "+", "-": "−"}
PARTIALS: Final = {"\\partial": "∂"}
BIG: Final = {"\\sum": "∑", "\\prod": "∏", "\\int": "∫"}
DELIMITERS: Final = {"\\{": "{", "\\}": "}"}
ACCENTS: Final = {
    "hat": "ˆ",
    "widehat": "ˆ",
    "bar": "¯",
    "overline": "¯",
    "tilde": "˜",
    "widetilde": "˜",
    "vec": "→",
    "overrightarrow": "→",
    "dot": "˙",
    "ddot": "¨",
    "check": "ˇ",
    "breve": "˘",
    "acute": "´",
    "grave": "`",
    "mathring": "˚",
    "underline": "_",
}
WIDE: Final = frozenset(["widehat", "widetilde", "overline", "overrightarrow", "underline"])
UNDER: Final = frozenset(["underline"])
UPRIGHT: Final = frozenset("ΓΔΘΛΞΠΣΥΦΨΩ∞")
"""Letters that TeX sets upright; other single letters are italic."""

_VARIANTS: Final = {"\\epsilon": "ϵ", "\\varepsilon": "ε", "\\phi": "ϕ", "\\varphi": "φ"} | {
    "\\vartheta": "ϑ",
    "\\varpi": "ϖ",
    "\\varrho": "ϱ",
    "\\varsigma": "ς",
    "\\varkappa": "ϰ",
    "\\ell": "ℓ",
    "\\hbar": "ℏ",
}
LETTERS: Final = {command: sign for sign, command in UNICODE.items()} | _VARIANTS

_FONTS: Final = {
    "mathbf": ("MATHEMATICAL BOLD", "MATHEMATICAL BOLD"),
    "mathcal": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "mathscr": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "mathfrak": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "mathbb": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
}
"""What Unicode calls a font's letters; a few letters have an older name."""

_COMMAND: Final = regex(r"\\([A-Za-z]+)\{(.*)\}", re.DOTALL)
_LABELLED: Final = regex(
    r"(?P<name>.+)_\{(?:\\text\{(?P<text>[^{}]*)\}|(?P<word>\\[A-Za-z]+)|(?P<plain>[^{}\\]+))\}", re.DOTALL
)


def lead(name: str) -> str:
    """The sign or the words that open a row."""
    if name in LEADS:
        return LEADS[name]
    return name.removeprefix("\\text{").removesuffix("}").removeprefix("\\")


def operator(name: str) -> str:
    """The sign of a big operator, or its name."""
    return BIG.get(name, name.removeprefix("\\"))


def labelled(name: str) -> tuple[str, str]:
    """`L_{\\text{CE}}` is `L` with the label `CE`, `v_{0}` is v with 0."""
    found = _LABELLED.fullmatch(name)
    if found is None:
        return name, ""
    return found["name"], found["text"] or found["plain"] or plain(found["word"] or "")


def accented(name: str) -> tuple[str, str]:
    """`\\hat{y}` is a hat on y."""
    found = _COMMAND.fullmatch(name)
    return (found[1], found[2]) if found and found[1] in ACCENTS else ("", name)


def plain(name: str) -> str:
    """A name without accents as text: `β`, `𝐱`, `ℒ`, `SA`, `log`."""
    if name in LETTERS:
        return LETTERS[name]
    found = _COMMAND.fullmatch(name)
    if found and found[1] in _FONTS:
        return "".join(_styled(letter, *_FONTS[found[1]]) for letter in plain(found[2]))
    return found[2] if found else name.removeprefix("\\")


def _styled(letter: str, *prefixes: str) -> str:
    """A letter in a font, where Unicode has it."""
    name = unicodedata.name(letter, "").removeprefix("LATIN ").removeprefix("GREEK ").replace("LETTER ", "")
    for prefix in prefixes:
        try:
            return unicodedata.lookup(f"{prefix} {name}")
        except KeyError:
            continue
    return letter
