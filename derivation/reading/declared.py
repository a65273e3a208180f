r"""Reading files: what the author of a document, or its reader, declares about its notation.

Takes the text of a TOML file, gives a `Declared`. Everything in it is optional;
what is not declared is inferred (`notation.py`). A reading never holds a
verdict, and it can re-read an equation only where that is ill-formed as printed.

    title = "SoftArgmax"                what the report is called
    source = "H. Park, 2022"            where the document comes from
    sizes = ["n"]                       letters for integers >= 1
    base = 1                            where indices start counting, 0 or 1
    names = ["SA"]                      names of several letters
    positive = ["\\beta"]               unknowns that are > 0
    prime = "x_j"                       f' is the derivative with respect to this
    definitions = ['S_j = …']           definitions that stand in prose
    assume = ['\sum_k t_k = 1']         what may be taken for granted (assumptions.py)
    one_hot = ["t"]                     arrays of which one entry is 1, all others 0
    [vectors]  X = "x"                  the whole of x is written X
    [ranges]   i = "1..n"               what an index letter runs over
    [equations.9]
        case = "i = j"                  or "i \\neq j"; several with commas
        continues = "8"                 the equation whose chain this one continues
        read_as = 'SA_i = …'            for an ill-formed equation, with the
        reason = "…"                    reason
    [emit]                              names in emitted code
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from derivation.reading.toml import TomlError, parse_toml
from derivation.records import dataclass, field


class ReadingError(Exception):
    """A reading file that cannot be used; the message names the file, the key and a way out."""


@dataclass(frozen=True, slots=True)
class EquationDeclared:
    case: str = ""
    continues: str = ""
    read_as: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EmitDeclared:
    """Names for emitted code: of the module's functions, and what they compute, in LaTeX."""

    value: str = ""
    gradient: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a reading file says; `path` is for messages."""

    path: str = ""
    title: str = ""
    source: str = ""
    sizes: tuple[str, ...] = ()
    base: int | None = None
    names: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    prime: str = ""
    definitions: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    one_hot: tuple[str, ...] = ()
    vectors: Mapping[str, str] = field(default_factory=dict)
    ranges: Mapping[str, str] = field(default_factory=dict)
    equations: Mapping[str, EquationDeclared] = field(default_factory=dict)
    emit: EmitDeclared = field(default_factory=EmitDeclared)


_CONTROL = re.compile(r"[\x07\x08\x0b\x0c\t]")

Kind = type | tuple[type, type]

TOP: dict[str, Kind] = {
    "title": str,
    "source": str,
    "sizes": (list, str),
    "base": int,
    "names": (list, str),
    "positive": (list, str),
    "prime": str,
    "definitions": (list, str),
    "assume": (list, str),
    "one_hot": (list, str),
    "vectors": (dict, str),
    "ranges": (dict, str),
    "equations": dict,
    "emit": dict,
}
EQUATION: dict[str, Kind] = {"case": str, "continues": str, "read_as": str, "reason": str}
EMIT: dict[str, Kind] = {"value": str, "gradient": str, "name": str}

WORDS = {
    str: "a text",
    int: "a whole number",
    dict: "a table",
    (list, str): "a list of texts",
    (dict, str): "a table of texts",
}


def parse_reading(text: str, path: str) -> Declared:
    """A reading file's text as data; raises `ReadingError`."""
    try:
        data = parse_toml(text)
    except TomlError as error:
        raise ReadingError(f"{path}: {error}") from None
    if hidden := next((key for key, value in data.items() if any(map(_CONTROL.search, _texts(value)))), None):
        hint = "write LaTeX in single quotes, 'S_j = \\frac{1}{2}', where a backslash stands for itself"
        raise ReadingError(f"{path}: {hidden} holds a control character; {hint}")
    values = _checked(data, TOP, path, "")
    equations = {
        str(tag): EquationDeclared(**_checked(_table(entry, path, tag), EQUATION, path, f"equations.{tag}."))
        for tag, entry in values.pop("equations", {}).items()
    }
    emit = EmitDeclared(**_checked(values.pop("emit", {}), EMIT, path, "emit."))
    for tag, entry in equations.items():
        if bool(entry.read_as) != bool(entry.reason):
            raise ReadingError(f"{path}: equations.{tag}: read_as and reason go together")
    if values.get("base", 1) not in (0, 1):
        raise ReadingError(f"{path}: base is 0 or 1, where indices start counting")
    lists: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return Declared(path=path, equations=equations, emit=emit, **lists)


def _texts(value: object) -> Iterator[str]:
    """All texts inside of a TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _table(entry: Any, path: str, tag: str) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise ReadingError(f'{path}: equations.{tag} is a table, as in [equations.{tag}] case = "i = j"')
    return entry


def _checked(data: dict[str, Any], known: dict[str, Kind], path: str, prefix: str) -> dict[str, Any]:
    for key, value in data.items():
        if key not in known:
            close = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(known)}"
            raise ReadingError(f"{path}: unknown key {prefix + key!r}; {hint}")
        if not _is_kind(value, known[key]):
            raise ReadingError(f"{path}: {prefix}{key} must be {WORDS[known[key]]}")
    return dict(data)


def _is_kind(value: object, kind: Kind) -> bool:
    if isinstance(kind, tuple):
        outer, inner = kind
        parts = value.values() if isinstance(value, dict) else value
        return isinstance(value, outer) and all(isinstance(part, inner) for part in parts)  # type: ignore[attr-defined]
    return isinstance(value, kind) and not isinstance(value, bool)
