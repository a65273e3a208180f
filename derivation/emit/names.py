r"""Python names for the names of a document: `Sigma` for `\Sigma`, `y_hat` for `\hat{y}`."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable

from derivation.late import regex
from derivation.terms.indices import filled

ACCENT = regex(r"\\([A-Za-z]+)\s*\{([^{}]*)\}")
PLAIN_TEXT = frozenset(("mathrm", "operatorname", "text", "mathbf", "mathit", "mathcal", "boldsymbol"))
TAKEN = frozenset((*keyword.kwlist, *keyword.softkwlist, *dir(builtins)))


GENERATED = regex(r"(out|part)_\d+|.*_(part|key|rest|stored|out|sum|sums|middle|loops|of_all|program)")
"""Names that code makes of other names; a variable of a document that has one gets `_` behind it."""


def identifier(latex: str, taken: Iterable[str] = ()) -> str:
    """A Python identifier for a LaTeX name: no keyword, no builtin, none of `taken`."""
    spoken = (
        re.sub(r"_\{\\cdot\}|\\cdot", "", filled(latex)).replace("'", " prime ").replace("\\prime", " prime ")
    )
    spoken = ACCENT.sub(_spoken, spoken)
    letters = "".join(c if c.isalnum() else "_" for c in unicodedata.normalize("NFKC", spoken))
    name = re.sub(r"_+", "_", letters).strip("_") or "quantity"
    if not name.isidentifier():
        name = f"v_{name}" if f"v_{name}".isidentifier() else "quantity"
    return fresh(name, taken)


def fresh(name: str, taken: Iterable[str]) -> str:
    """The name with as many `_` behind it as keep it apart from all others."""
    while name in TAKEN or name in taken:
        name += "_"
    return name


def variable(latex: str, taken: Iterable[str] = ()) -> str:
    """An identifier for a variable, apart from all names that code makes of those of others."""
    name = identifier(latex, taken)
    return fresh(f"{name}_", taken) if GENERATED.fullmatch(name) else name


def _spoken(match: re.Match[str]) -> str:
    command, body = match.groups()
    return str(body) if command in PLAIN_TEXT else f"{body}_{command}"
