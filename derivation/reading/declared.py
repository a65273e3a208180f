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
    [kinds]    c = "number"             what a name is (kinds.py)
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

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final

from derivation.late import regex
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


class Kind(StrEnum):
    """What a name can be."""

    SIZE = "size"
    INDEX = "index"
    NUMBER = "number"
    REAL = "real"
    COMPLEX = "complex"
    ARRAY = "array"
    VECTOR = "vector"
    MATRIX = "matrix"
    FUNCTION = "function"
    OPERATOR = "operator"
    OPAQUE = "opaque"
    LABEL = "label"


RUNNING: Final = {Kind.INDEX: 1, Kind.ARRAY: 0, Kind.VECTOR: 1, Kind.MATRIX: 2}
"""The kinds that run over ranges, and over how many; 0 is any number."""


_CALLED: Final = {
    Kind.SIZE: "a size",
    Kind.INDEX: "an index",
    Kind.NUMBER: "a number",
    Kind.REAL: "a real number",
    Kind.COMPLEX: "a complex number",
    Kind.ARRAY: "an array",
    Kind.VECTOR: "a vector",
    Kind.MATRIX: "a matrix",
    Kind.FUNCTION: "a function",
    Kind.OPERATOR: "an operator",
    Kind.OPAQUE: "opaque",
    Kind.LABEL: "a label",
}


@dataclass(frozen=True, slots=True)
class KindDeclared:
    """The kind of a name, and what it runs over: sizes, or ranges such as 0..n."""

    kind: Kind
    over: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As it is told: `a vector over n`."""
        return f"{_CALLED[self.kind]} over {' and '.join(self.over)}" if self.over else _CALLED[self.kind]

    def __str__(self) -> str:
        """As a reading file writes it."""
        return f"{self.kind} over {', '.join(self.over)}" if self.over else str(self.kind)


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
    kinds: Mapping[str, KindDeclared] = field(default_factory=dict)
    vectors: Mapping[str, str] = field(default_factory=dict)
    ranges: Mapping[str, str] = field(default_factory=dict)
    equations: Mapping[str, EquationDeclared] = field(default_factory=dict)
    emit: EmitDeclared = field(default_factory=EmitDeclared)


_CONTROL = regex(r"[\x07\x08\x0b\x0c\t]")

Form = type | tuple[type, type]

TOP: dict[str, Form] = {
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
    "kinds": (dict, str),
    "vectors": (dict, str),
    "ranges": (dict, str),
    "equations": dict,
    "emit": dict,
}
EQUATION: dict[str, Form] = {"case": str, "continues": str, "read_as": str, "reason": str}
EMIT: dict[str, Form] = {"value": str, "gradient": str, "name": str}

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
    kinds = {name: _kind(text, path, name) for name, text in values.pop("kinds", {}).items()}
    emit = EmitDeclared(**_checked(values.pop("emit", {}), EMIT, path, "emit."))
    for tag, entry in equations.items():
        if bool(entry.read_as) != bool(entry.reason):
            raise ReadingError(f"{path}: equations.{tag}: read_as and reason go together")
    if values.get("base", 1) not in (0, 1):
        raise ReadingError(f"{path}: base is 0 or 1, where indices start counting")
    lists: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    found = Declared(path=path, equations=equations, emit=emit, kinds=kinds, **lists)
    _refuse_twice(found)
    return found


def _kind(text: str, path: str, name: str) -> KindDeclared:
    """`vector over n` as data."""
    word, _, over = (part.strip() for part in text.partition(" over "))
    if word not in list(Kind):
        close = get_close_matches(word, map(str, Kind), n=1, cutoff=0.5)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise ReadingError(
            f"{path}: kinds: {name}: unknown kind {word!r}; {hint}known kinds: {', '.join(Kind)}"
        )
    found = KindDeclared(Kind(word), tuple(part.strip() for part in over.split(",")) if over else ())
    wanted = RUNNING.get(found.kind)
    if found.over and wanted is None:
        raise ReadingError(f"{path}: kinds: {name}: {text!r}; what runs over a range is {', '.join(RUNNING)}")
    if found.over and wanted and len(found.over) != wanted:
        ranges = "1 range" if wanted == 1 else f"{wanted} ranges"
        raise ReadingError(f"{path}: kinds: {name}: {text!r}; {word} goes with {ranges}")
    return found


def _refuse_twice(declared: Declared) -> None:
    """A name that one key says to be what another says that it is not."""
    arrays = (Kind.ARRAY, Kind.VECTOR)
    elsewhere = (
        ("sizes", declared.sizes, (Kind.SIZE,)),
        ("ranges", tuple(declared.ranges), (Kind.INDEX,)),
        ("one_hot", declared.one_hot, arrays),
        ("vectors", tuple(declared.vectors.values()), arrays),
    )
    for key, names, kinds in elsewhere:
        for name in names:
            if name in declared.kinds and declared.kinds[name].kind not in kinds:
                told = f"{name} is declared as {declared.kinds[name]}, and stands in {key}, too"
                raise ReadingError(f"{declared.path}: kinds: {told}; leave out one of the two")


def _texts(value: object) -> Iterator[str]:
    """All texts inside of a TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            yield from _texts(part)


def _table(entry: Any, path: str, tag: str) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise ReadingError(f'{path}: equations.{tag} is a table, as in [equations.{tag}] case = "i = j"')
    return entry


def _checked(data: dict[str, Any], known: dict[str, Form], path: str, prefix: str) -> dict[str, Any]:
    for key, value in data.items():
        if key not in known:
            close = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(known)}"
            raise ReadingError(f"{path}: unknown key {prefix + key!r}; {hint}")
        if not _has_form(value, known[key]):
            raise ReadingError(f"{path}: {prefix}{key} must be {WORDS[known[key]]}")
    return dict(data)


def _has_form(value: object, form: Form) -> bool:
    if isinstance(form, tuple):
        outer, inner = form
        parts = value.values() if isinstance(value, dict) else value
        return isinstance(value, outer) and all(isinstance(part, inner) for part in parts)  # type: ignore[attr-defined]
    return isinstance(value, form) and not isinstance(value, bool)
