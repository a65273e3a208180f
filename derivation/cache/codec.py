"""Values as JSON and back, by the types that their classes declare.

    text, whole number, truth, None      themselves
    Fraction                             "3/4"
    Enum                                 its value
    tuple[X, ...], tuple[X, Y]           a list
    dataclass or NamedTuple              [its name, field, field, …]
    A | B                                as the one that it is
    object                               a text, or lists of texts within lists

Both ways go by the declared type: what is not of its type is refused, in a value
as in what was read. So the only classes that a file can bring into being are
those that the type at hand leads to, and nothing in a file is ever run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

import derivation.records as records

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
Kind: TypeAlias = Any
"""A type, or what an annotation says: `tuple[str, ...]`, `Proved | Refuted`."""

T = TypeVar("T")


class Misfit(Exception):
    """A value, or what stands in its place in a file, that is not of its declared type."""


def encode(kind: Kind, value: object) -> Json:
    """A value of a type as JSON; raises `Misfit`."""
    arm = _arm_of(kind, value)
    if is_record(arm):
        hints = declared(arm)
        return [arm.__name__, *(encode(hint, getattr(value, name)) for name, hint in hints.items())]
    match value:
        case tuple() if arm is object:
            return [encode(object, part) for part in value]
        case tuple():
            return [encode(inner, part) for inner, part in _parts(arm, value)]
        case Enum() if arm is not object:
            return encode(str | int, value.value)
        case str() | Fraction():
            return str(value)
        case None | int():
            return value
    raise Misfit(f"{type(value).__name__} has no form in JSON")


def decode(kind: Kind, found: Json) -> Any:
    """The value that JSON stands for; raises `Misfit`."""
    arm = _arm_in(kind, found)
    if is_record(arm) and isinstance(found, list):
        hints = declared(arm)
        if len(found) != 1 + len(hints):
            raise Misfit(f"{arm.__name__} has {len(hints)} fields")
        return arm(*(decode(hint, part) for hint, part in zip(hints.values(), found[1:], strict=True)))
    if isinstance(found, list):
        parts = [(object, part) for part in found] if arm is object else _parts(arm, found)
        return tuple(decode(inner, part) for inner, part in parts)
    return _made(arm, found) if arm is Fraction or issubclass(arm, Enum) else found


@cache
def is_record(kind: Kind) -> bool:
    """Whether a type is a dataclass or a NamedTuple, whose fields are named."""
    return isinstance(kind, type) and (records.is_record(kind) or hasattr(kind, "_fields"))


@cache
def declared(record: type) -> Mapping[str, Kind]:
    """The fields of a record, in order, with their types."""
    hints = get_type_hints(record)
    if not records.is_record(record):
        return hints
    if not all(field.init for field in records.fields(record).values()):
        raise Misfit(f"{record.__name__} has a field that its constructor does not take")
    return {name: hints[name] for name in records.fields(record)}


@cache
def _arms(kind: Kind) -> tuple[Kind, ...]:
    return get_args(kind) if _origin(kind) in (Union, UnionType) else (kind,)


@cache
def _origin(kind: Kind) -> Kind:
    return get_origin(kind)


def _arm_of(kind: Kind, value: object) -> Kind:
    """Which of its types a value is of."""
    return _chosen(kind, lambda arm: _is(arm, value), f"{type(value).__name__} is none of")


def _arm_in(kind: Kind, found: Json) -> Kind:
    """Which of its types JSON stands for."""
    return _chosen(kind, lambda arm: _stands_for(arm, found), f"{type(found).__name__} stands for none of")


def _chosen(kind: Kind, fits: Callable[[Kind], bool], message: str) -> Kind:
    for arm in _arms(kind):
        if fits(arm):
            return arm
    raise Misfit(f"{message} {kind}")


def _is(arm: Kind, value: object) -> bool:
    if _origin(arm) is tuple:
        return type(value) is tuple
    if arm is object:
        return type(value) is tuple or isinstance(value, str)
    return type(value) is arm or (arm is str and isinstance(value, str))


def _stands_for(arm: Kind, found: Json) -> bool:
    if is_record(arm):
        return isinstance(found, list) and found[:1] == [arm.__name__]
    if _origin(arm) is tuple:
        return isinstance(found, list)
    if arm is object:
        return isinstance(found, str | list)
    if arm in (str, int, bool, NoneType):
        return type(found) is arm
    return isinstance(arm, type) and issubclass(arm, Fraction | Enum) and isinstance(found, str)


def _parts(kind: Kind, parts: list[T] | tuple[T, ...]) -> list[tuple[Kind, T]]:
    """The parts of a tuple with their types."""
    inner = get_args(kind)
    if inner[1:] == (Ellipsis,):
        return [(inner[0], part) for part in parts]
    if len(inner) != len(parts):
        raise Misfit(f"{len(parts)} parts where {kind} is declared")
    return list(zip(inner, parts, strict=True))


def _made(kind: Kind, found: Json) -> object:
    try:
        return kind(found)
    except (ValueError, ArithmeticError) as error:
        raise Misfit(str(error)) from None
