"""Indices with a shift: what they are made of, and what renaming makes of them."""

from __future__ import annotations

import pytest

from derivation.terms.indices import (
    differ_by_numbers,
    distance,
    is_free,
    is_plain,
    is_shifted,
    letter_of,
    letters,
    parted,
    renamed,
    shifted,
)


@pytest.mark.parametrize(
    ("index", "base", "offset"),
    [
        ("t", "t", 0),
        ("t-1", "t", -1),
        ("t+12", "t", 12),
        ("3", "", 3),
        ("-3", "", -3),
        ("k.0+1", "k.0", 1),
        ("\\ell-1", "\\ell", -1),
        ("~3-2", "~3", -2),
        ("#0", "#0", 0),
        ("k'+1", "k'", 1),
    ],
)
def test_an_index_is_a_letter_and_a_number(index: str, base: str, offset: int) -> None:
    assert parted(index) == (base, offset)
    assert letter_of(index) == base
    assert shifted(base, offset) == index if base else str(offset) == index


@pytest.mark.parametrize(
    ("index", "by", "result"),
    [("t", 1, "t+1"), ("t-1", 1, "t"), ("t-1", -1, "t-2"), ("0", -1, "-1"), ("-1", 2, "1"), ("t", 0, "t")],
)
def test_shifts_add_up(index: str, by: int, result: str) -> None:
    assert shifted(index, by) == result


@pytest.mark.parametrize(
    ("index", "names", "result"),
    [
        ("t-1", {"t": "s"}, "s-1"),
        ("t-1", {"t": "3"}, "2"),
        ("t-1", {"t": "t+1"}, "t"),
        ("t-1", {"t": "s-2"}, "s-3"),
        ("t-1", {"s": "u"}, "t-1"),
        ("3", {"3": "k"}, "k"),
        ("t-1", {"t-1": "k"}, "k"),
    ],
)
def test_renaming_a_letter_keeps_the_shift(index: str, names: dict[str, str], result: str) -> None:
    assert renamed(index, names) == result


def test_how_far_indices_lie_apart() -> None:
    assert distance("t", "t-2") == 2
    assert distance("5", "3") == 2
    assert distance("t", "s") is None
    assert distance("t", "1") is None
    assert differ_by_numbers(("i", "t-1"), ("i", "t"))
    assert not differ_by_numbers(("i", "t"), ("i", "t"))
    assert not differ_by_numbers(("i", "t"), ("j", "t"))
    assert not differ_by_numbers(("t",), ("t", "t-1"))


def test_kinds_of_indices() -> None:
    assert [is_plain(i) for i in ("t", "t-1", "1")] == [True, False, False]
    assert [is_shifted(i) for i in ("t", "t-1", "1", "-1")] == [False, True, False, False]
    assert [is_free(i) for i in ("t-1", "k.0", "1")] == [True, False, False]
    assert letters(("t-1", "2", "s")) == {"t", "s"}
