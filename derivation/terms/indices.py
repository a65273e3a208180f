"""Indices: a letter, a number, or a letter and a whole number, `t-1`.

    index := letter | numeral | letter±number        "t"   "2"   "t-1"

An index is a string, so that tuples of indices have an order and a hash. What
is written of one goes through the functions of this module: nothing else may look inside.
Renaming t to s turns t-1 into s-1, and t to 3 turns it into 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from derivation.late import regex

_SLOT = regex(r"\\square_\{(\d+)\}")


class Shift(NamedTuple):
    """`base + offset`; `base` is a letter, or "" for a plain integer."""

    base: str
    offset: int


def is_numeral(index: str) -> bool:
    """Whether an index is a number, the 2 of `x_2`."""
    return index.removeprefix("-").isdecimal()


@lru_cache(maxsize=65536)
def parted(index: str) -> Shift:
    """The letter of an index, and what is added to it."""
    if is_numeral(index):
        return Shift("", int(index))
    cut = max(index.rfind("+"), index.rfind("-"))
    if cut > 0 and index[cut + 1 :].isdecimal():
        return Shift(index[:cut], int(index[cut:]))
    return Shift(index, 0)


@lru_cache(maxsize=65536)
def shifted(index: str, by: int) -> str:
    """An index and a whole number more."""
    base, offset = parted(index)
    total = offset + by
    if not base:
        return str(total)
    return f"{base}{total:+d}" if total else base


def letter_of(index: str) -> str:
    """The letter of an index; "" of a number."""
    return parted(index).base


def is_plain(index: str) -> bool:
    """Whether an index is a letter alone."""
    return bool(letter_of(index)) and not is_shifted(index)


def is_shifted(index: str) -> bool:
    """Whether an index is a letter and a number, `t-1`."""
    base, offset = parted(index)
    return bool(base) and offset != 0


@lru_cache(maxsize=4096)
def letters(indices: tuple[str, ...]) -> frozenset[str]:
    """The letters of indices; numbers have none."""
    return frozenset(base for base in map(letter_of, indices) if base)


def renamed(index: str, names: Mapping[str, str]) -> str:
    """An index with another in the place of its letter, or of the number that it is."""
    if index in names:
        return names[index]
    base, offset = parted(index)
    return shifted(names[base], offset) if offset and base in names else index


def all_renamed(indices: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple([renamed(index, names) for index in indices])


def distance(left: str, right: str) -> int | None:
    """`left - right` of two indices with one letter, or of two numbers; else `None`."""
    (base, offset), (other, behind) = parted(left), parted(right)
    return offset - behind if base == other else None


def differ_by_numbers(indices: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two entries of one array are not the same, and only shifted against each other."""
    if len(indices) != len(others) or indices == others:
        return False
    return all(distance(one, other) is not None for one, other in zip(indices, others, strict=True))


def is_free(index: str) -> bool:
    """Whether an index has a letter that no sum binds: bound ones have a dot in their names."""
    return "." not in index and not is_numeral(index)


def slot(place: int) -> str:
    """What stands in a name, which is a print, for an index that may be another."""
    return f"\\square_{{{place}}}"


def filled(name: str, letters: Sequence[str] = ()) -> str:
    """A name with letters in its slots; `\\cdot` in those that none is for."""
    return _SLOT.sub(lambda m: letters[int(m[1])] if int(m[1]) < len(letters) else "\\cdot", name)
