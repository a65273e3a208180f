"""A reading file that does not fit its document is refused, with what the document has."""

from __future__ import annotations

import pytest

import derivation
from derivation.reading.declared import ReadingError

TEXT = "$$ alpha = 1 \\tag{1} $$ $$ z_k = 2 \\tag{2} $$"


@pytest.mark.parametrize(
    ("reading", "message"),
    [
        ("[equations.7]\ncase = 'i = j'", "equation 7 is not in .*, which has 1, 2"),
        ("[equations.2]\ncontinues = '8'", "equation 8 is not in"),
        ("[equations.1]\ncontinues = '2'", "equation 1 can't continue 2, which does not stand before it"),
        ("positive = ['alhpa']", "positive: 'alhpa' does not occur in .*; did you mean 'alpha'"),
        ("one_hot = ['q']", "one_hot: 'q' does not occur in"),
    ],
)
def test_slips_of_a_reading_file_are_told(reading: str, message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        derivation.loads(TEXT, reading)


def test_what_the_document_has_is_accepted() -> None:
    derivation.loads(TEXT, "positive = ['alpha']\n[equations.2]\ncontinues = '1'")
