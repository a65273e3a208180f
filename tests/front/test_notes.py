"""Where notes stand: footnotes, and what is printed in the margin."""

from __future__ import annotations

import pytest

from derivation.front.notes import MAX_LENGTH, find_notes

FOUND = {
    r"One.\footnote{See {this}.} Two.": ["See {this}."],
    r"One.\footnotetext[2]{This \} one.} Two.": [r"This \} one."],
    r"One\marginpar[left]{Here}, two\thanks{There}.": ["Here", "There"],
    "One.^[In short, $[0, 1]$ and so on.] Two.": ["In short, $[0, 1]$ and so on."],
    "One[^a].\n\n[^a]: First.\n    More.\n\n    Still more.\n\nTwo.": [
        " First.\n    More.\n\n    Still more."
    ],
    "$W^[L + 1] = 2$ and $a^[l]$.": [],
    r"One.\footnote{It is open": [],
    r"\footnotesize{One}": [],
    "One \\^[In short] two.": [],
}


@pytest.mark.parametrize("text", FOUND)
def test_notes_are_found(text: str) -> None:
    assert [text[note.words.start : note.words.end] for note in find_notes(text)] == FOUND[text]


def test_what_is_too_long_is_no_note() -> None:
    text = "\\footnote{" + "a" * (MAX_LENGTH + 1) + "}"
    assert not find_notes(text)


def test_brackets_that_stay_open_take_no_longer_than_they_are() -> None:
    assert not find_notes("\\footnote{ " * 4000)
