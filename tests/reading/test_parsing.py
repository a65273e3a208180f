"""What a document and its reading file print, as rows."""

from __future__ import annotations

import pytest

import derivation
from derivation.reading.declared import ReadingError


def test_what_is_well_formed_is_not_read_otherwise() -> None:
    reading = '[equations.2]\nread_as = "y = x^2"\nreason = "a slip"'
    with pytest.raises(ReadingError, match="well-formed as printed"):
        derivation.loads(r"$$ y = x^2 \tag{1} $$ $$ y = x^3 \tag{2} $$", reading)


def test_what_is_ill_formed_is_read_as_the_reading_file_says() -> None:
    reading = '[equations.2]\nread_as = "z = y + 1"\nreason = "a slip"'
    text = r"$$ y = x^2 \tag{1} $$ $$ z = \frac{y + 1 \tag{2} $$"
    assert not derivation.loads(text, reading).unread
    assert [unread.equation for unread in derivation.loads(text).unread] == ["2"]


def test_what_cannot_be_read_of_a_reading_file_is_refused() -> None:
    with pytest.raises(ReadingError, match="definitions"):
        derivation.loads("$$ y = x^2 $$", "definitions = ['p = (3']")
