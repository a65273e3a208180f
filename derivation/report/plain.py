r"""LaTeX as a line of text for terminals: `\frac{SA_i^2}{i}` is `SA_i²/i`."""

from __future__ import annotations

import re
import unicodedata

from derivation.late import regex
from derivation.text.commands import FUNCTIONS, IGNORED, KNOWN, LENGTH, OLD_FONTS, WITH_LENGTH

_NAMES = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
_LETTERS = "αβγδεεζηθικλμνξπρστυφφχψωΓΔΘΛΞΠΣΦΨΩ"
GREEK = dict(zip(_NAMES.split(), _LETTERS, strict=True))
SYMBOLS = {
    **GREEK,
    "ell": "ℓ",
    "triangleq": "≜",
    "coloneqq": ":=",
    "equiv": "≡",
    "approx": "≈",
    "simeq": "≃",
    "doteq": "≐",
    "implies": "⇒",
    "Leftrightarrow": "⇔",
    "vert": "|",
    "mid": "|",
    "top": "ᵀ",
    "partial": "∂",
    "sum": "Σ",
    "prod": "∏",
    "cdot": "·",
    "times": "×",
    "pm": "±",
    "mp": "∓",
    "neq": "≠",
    "ne": "≠",
    **dict.fromkeys(("le", "leq", "leqslant"), "≤"),
    **dict.fromkeys(("ge", "geq", "geqslant"), "≥"),
    "lt": "<",
    "gt": ">",
    "ll": "≪",
    "gg": "≫",
    "in": "∈",
    "notin": "∉",
    "sim": "~",
    "propto": "∝",
    "nabla": "∇",
    "forall": "∀",
    "exists": "∃",
    "cup": "∪",
    "cap": "∩",
    "subset": "⊂",
    "subseteq": "⊆",
    "setminus": "∖",
    "emptyset": "∅",
    "circ": "∘",
    "odot": "⊙",
    "otimes": "⊗",
    "oplus": "⊕",
    "star": "⋆",
    "dagger": "†",
    "langle": "⟨",
    "rangle": "⟩",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    **dict.fromkeys(("Vert", "lVert", "rVert"), "‖"),
    "leftarrow": "←",
    "mapsto": "↦",
    "hbar": "ℏ",
    "oint": "∮",
    "cdots": "⋯",
    "vdots": "⋮",
    "ddots": "⋱",
    "therefore": "∴",
    "prime": "′",
    "iff": "⇔",
    "Rightarrow": "⇒",
    "quad": " ",
    "ldots": "…",
    "dots": "…",
    "int": "∫",
    "to": "→",
    "infty": "∞",
}
_SIZES = regex(r"\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])\s*|\\(?:label|tag)\{[^{}]*\}|(?<!\\)&")
ACCENTS = {
    **dict.fromkeys(("hat", "widehat"), "\u0302"),
    **dict.fromkeys(("bar", "overline"), "\u0304"),
    **dict.fromkeys(("tilde", "widetilde"), "\u0303"),
    **dict.fromkeys(("vec", "overrightarrow"), "\u20d7"),
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
}
"""What is set on a letter; on more than a word it stands behind parentheses."""

FENCES = {"matrix": "()", "smallmatrix": "()", "pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}"} | {
    "vmatrix": "||",
    "Vmatrix": "‖‖",
    "cases": "{ ",
    "dcases": "{ ",
    "rcases": " }",
    "array": "()",
}
"""What stands around the rows of an environment; those of any other stand as they are."""

_ENVIRONMENT = regex(r"\\(?P<edge>begin|end)\{(?P<name>\w+)\*?\}(?:(?<=\{array\})\{[^{}]*\})?")
_NOTHING = regex(r"[_^]?\{\s*\}")
_BARS = regex(r"\\lvert(?![A-Za-z])\s*|\s*\\rvert(?![A-Za-z])")
_MARKS = r"[′\u0300-\u036f⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ]*"
_ALONE = rf"\d+|(?:[^\W\d]|[∂∞]){_MARKS}(?:_\w+|_\([^()]*\))?{_MARKS}|[√|]?\([^()]*\)|\|[^|]*\|"
"""A number, a letter with what belongs to it, a root, or what stands in parentheses."""

SCRIPT_A = 0x1D4D0
RAISED = dict(zip("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", strict=True))


def plain(latex: str) -> str:
    """LaTeX as text; what is already text stays as it is."""
    if not re.search(r"[\\{}_^'&]", latex):
        return latex
    matrix = any(match["name"] in FENCES for match in _ENVIRONMENT.finditer(latex))
    latex = _ENVIRONMENT.sub(_fence, latex).replace("\\\\", "; " if matrix else " ")
    latex = _NOTHING.sub("", _SIZES.sub(" " if matrix else "", latex))
    text, _ = _until(_BARS.sub("|", latex), 0, "")
    text = re.sub(r"([(\[])\s+", r"\1", re.sub(r"\s+([)\];])", r"\1", text))
    text = re.sub(r"(?<=\|) (?=\w+ \|)|(?<=\w) (?=\|)", "", text)
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())


def _fence(match: re.Match[str]) -> str:
    around = FENCES.get(match["name"], "")
    return around and around[match["edge"] == "end"].strip().replace("{", "\\{").replace("}", "\\}")


def _until(text: str, place: int, end: str) -> tuple[str, int]:
    """The text from a place to a closing brace, and the place after it."""
    out: list[str] = []
    while place < len(text) and text[place] != end:
        piece, place = _piece(text, place)
        out.append(piece)
    return "".join(out), place + 1


def _piece(text: str, place: int) -> tuple[str, int]:
    letter = text[place]
    if letter == "\\":
        return _command(text, place + 1)
    if letter == "{":
        return _until(text, place + 1, "}")
    if letter == "'":
        return "′", place + 1
    if letter in "_^":
        inner, after = _argument(text, place + 1)
        inner = "*" if inner.strip() == "·" and text[place + 1 : after].strip(" {}") == "*" else inner
        return (_raised(inner) if letter == "^" else _lowered(inner)), after
    return ("·" if letter == "*" else letter), place + 1


def _argument(text: str, place: int) -> tuple[str, int]:
    while place < len(text) and text[place] == " ":
        place += 1
    if place < len(text) and text[place] == "{":
        return _until(text, place + 1, "}")
    return _piece(text, place) if place < len(text) else ("", place)


def _raised(inner: str) -> str:
    if inner == "circ" or set(inner) == {"′"}:
        return "°" if inner == "circ" else inner
    if all(letter in RAISED for letter in inner):
        return "".join(RAISED[letter] for letter in inner)
    if re.fullmatch(r"\w+|\*|\([^()]*\)", inner):
        return "" if inner == "()" else f"^{inner}"
    return f"^({inner})"


def _lowered(inner: str) -> str:
    inner = inner.strip()
    return f"_{inner}" if re.fullmatch(r"\w+|\*", inner) else f"_({inner})"


def _command(text: str, place: int) -> tuple[str, int]:
    match = re.match(r"[A-Za-z]+", text[place:])
    if not match:
        return (" " if text[place : place + 1] in ",;:! " else text[place : place + 1]), place + 1
    name, place = match.group(), place + match.end()
    if name in ("frac", "tfrac", "dfrac"):
        before = text[: place - len(name) - 1].rstrip()
        above, place = _argument(text, place)
        below, place = _argument(text, place)
        shown = f"{_wrapped(above)}/{_wrapped(below, below=True)}"
        number = re.search(r"(?<![_^\w])\d[\d.]*$", before)
        between = "·" if number else " " if before[-1:].isdigit() else ""
        return f"{between}{shown}" if shown[0].isdigit() else shown, place
    if name in ("binom", "dbinom", "tbinom"):
        above, place = _argument(text, place)
        below, place = _argument(text, place)
        return f"binom({above}, {below})", place
    if name == "sqrt":
        degree = ""
        if text[place : place + 1] == "[":
            degree, place = _until(text, place + 1, "]")
        inner, place = _argument(text, place)
        return f"{''.join(RAISED.get(letter, letter) for letter in degree)}√({inner})", place
    if name in ACCENTS:
        inner, place = _argument(text, place)
        return (inner if re.fullmatch(r"\w*", inner) else f"({inner})") + ACCENTS[name], place
    if name in ("mathcal", "mathscr", "mathfrak"):
        inner, place = _argument(text, place)
        return "".join(chr(SCRIPT_A + ord(c) - ord("A")) if "A" <= c <= "Z" else c for c in inner), place
    if name in ("mathrm", "operatorname", "text", "mathbf", "mathbb", "boldsymbol", "bm", "ensuremath"):
        return _argument(text, place)
    if "\\" + name in IGNORED or "\\" + name in OLD_FONTS:
        return "", place
    if "\\" + name in WITH_LENGTH:
        length = LENGTH.match(text, place)
        return "", length.end() if length else place
    if "\\" + name not in KNOWN and name not in SYMBOLS:
        return _unknown(name, text, place)
    shown = SYMBOLS.get(name, name)
    return (f"{shown} " if "\\" + name in FUNCTIONS and text[place : place + 1] == "{" else shown), place


def _unknown(name: str, text: str, place: int) -> tuple[str, int]:
    """A command that nobody knows, and the groups behind it, as they are written."""
    shown = f"\\{name}"
    while text[place : place + 1] == "{":
        inner, place = _until(text, place + 1, "}")
        shown += f"{{{inner}}}"
    return shown, place


def _wrapped(text: str, below: bool = False) -> str:
    """A numerator or denominator in parentheses, where it needs them: below the bar, any product does."""
    text = text.strip()
    alone = _ALONE if below else r"[^\s+\-/]+(\([^()]*\))?"
    return text if re.fullmatch(alone, text) else f"({text})"
