"""The identity of a value: a hash of all that it holds, down to the last span.

Takes plain data: texts, numbers, tuples, sets, mappings and dataclasses of
them, trees and terms included. Two values with one hash are the same to
whoever judges them. Fields whose names open with `_` are memory, not content, and
what a text is called (`CALLED`) is for messages: it is kept nowhere, and nothing
turns on it.
What it does not know it refuses, so that nothing is left out of a hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import Enum
from fractions import Fraction
from functools import cache

from derivation.reading.declared import Declared
from derivation.records import fields, is_record
from derivation.text.source import ReadError, Source

_PLAIN = (str, int, Fraction)
CALLED = frozenset({(Source, "name"), (Declared, "path")})


class NoIdentity(Exception):
    """A value that is not plain data; the message names its type."""


def identity(value: object) -> bytes:
    """The hash of a value; raises `NoIdentity`."""
    return _Identities().of(value)


class _Identities:
    """Hashes of values, each part that is shared by many found once."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[object, bytes]] = {}

    def of(self, value: object) -> bytes:
        if value is None or isinstance(value, _PLAIN):
            return _hash(_named(value), [str(value).encode("utf-8", "surrogatepass")])
        if id(value) not in self.known:
            self.known[id(value)] = (value, self._compound(value))
        return self.known[id(value)][1]

    def _compound(self, value: object) -> bytes:
        match value:
            case Enum():
                return _hash(_named(value), [value.name.encode()])
            case tuple() | list():
                return _hash(_named(value), map(self.of, value))
            case frozenset() | set():
                return _hash(_named(value), sorted(map(self.of, value)))
            case Mapping():
                return _hash("mapping", sorted(self.of(key) + self.of(entry) for key, entry in value.items()))
            case ReadError():
                return _hash(_named(value), map(self.of, (value.message, value.source, value.span)))
        record: type = type(value)
        shape, names = _shape(record)
        return _hash(shape, [self.of(getattr(value, name)) for name in names])


@cache
def _shape(record: type) -> tuple[str, tuple[str, ...]]:
    """A dataclass in words, its fields included, and the names of those."""
    name = f"{record.__module__}.{record.__qualname__}"
    if not is_record(record):
        raise NoIdentity(f"{name} is no plain data")
    told = (field for field in fields(record) if not field.startswith("_"))
    names = tuple(field for field in told if (record, field) not in CALLED)
    return f"{name}({', '.join(names)})", names


def _named(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _hash(name: str, parts: Iterable[bytes]) -> bytes:
    """A hash of a type and its parts; the length of each part goes in, so that none runs into the next."""
    whole = (name.encode(), *parts)
    return hashlib.sha256(b"".join(b"%d:%b" % (len(part), part) for part in whole)).digest()
