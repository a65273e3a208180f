r"""A `Declared` as the text of a reading file: the inverse of `declared.parse_reading`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from derivation.reading.declared import Declared
from derivation.records import fields

_SIMPLE = (
    "title",
    "source",
    "sizes",
    "base",
    "names",
    "positive",
    "prime",
    "definitions",
    "assume",
    "one_hot",
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n"}


def written(declared: Declared) -> str:
    """TOML that reads as what is declared; "" where nothing is."""
    head = [
        f"{key} = {_value(value)}" for key in _SIMPLE if (value := getattr(declared, key)) not in ("", ())
    ]
    lines = [line for line in head if not line.endswith("= None")]
    lines += _table("kinds", {name: str(kind) for name, kind in declared.kinds.items()})
    for name in ("vectors", "ranges"):
        lines += _table(name, getattr(declared, name))
    for tag, entry in declared.equations.items():
        lines += _table(
            f"equations.{_key(tag)}", {name: getattr(entry, name) for name in fields(type(entry))}
        )
    lines += _table("emit", {name: getattr(declared.emit, name) for name in fields(type(declared.emit))})
    return "\n".join(lines).lstrip("\n") + "\n" if lines else ""


def _table(name: str, values: Mapping[str, str]) -> Iterator[str]:
    told = {key: value for key, value in values.items() if value}
    if told:
        yield f"\n[{name}]"
        yield from (f"{_key(key)} = {_value(value)}" for key, value in told.items())


def _key(text: str) -> str:
    return text if text.isascii() and text.replace("-", "").replace("_", "").isalnum() else _value(text)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if not isinstance(value, str):
        return str(value)
    if "'" in value or "\n" in value:
        return '"' + "".join(_ESCAPES.get(letter, letter) for letter in value) + '"'
    return f"'{value}'" if "\\" in value else f'"{value}"' if '"' not in value else f"'{value}'"
