"""Rows of the grammar, matched with tokens."""

from __future__ import annotations

import pytest

from derivation.prose.patterns import compiled, spaced
from derivation.prose.sentences import sentences

ROWS: dict[str, tuple[str, str | None]] = {
    "let|put": ("We let it be.", "let "),
    "assum~": ("We are assuming it.", "assuming "),
    "we? let": ("Then let it.", "let "),
    "now|then* let": ("Now then let it.", "now then let "),
    "NAME": ("Let $x$ and $y > 0$ be.", "\x02 "),
    "RELATION": ("Let $x$ and $y > 0$ be.", "\x00 "),
    "NAMES": ("Let $x$, $y$, and $z$ be.", "\x02 , \x02 , and \x02 "),
    "the NOUN RELATION": ("Of the squared loss $L = a$.", "the squared loss \x00 "),
    "the NOUN is RELATION": ("But the loss of a net is $L = a$.", None),
    "NOT ANY need~": ("We don't really need it.", "don't really need "),
    "^ here": ("It is fine, here it is.", "here "),
    "^ is": ("It is fine.", None),
    "fine . $": ("It is fine, fine.", None),
    "BEHIND with": ("A with $x$ with.", "with "),
    "put": ("An input is put.", "put "),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_matched_with_whole_tokens(row: str) -> None:
    text, wanted = ROWS[row]
    (sentence,) = sentences(text)
    match = compiled(row).search(sentence.tokens)
    assert (match[0] if match else None) == wanted


def test_tokens_are_small_letters_with_a_space_behind_each() -> None:
    assert spaced(["Let", "X", ","]) == "let x , "


def test_a_part_of_a_row_has_a_name() -> None:
    match = compiled("the {thing:NOUN} is").search("the big loss is ")
    assert match is not None
    assert match["thing"] == "big loss "
