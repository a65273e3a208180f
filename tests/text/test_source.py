"""Places, carets and the text of errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivation.text.source import Home, Part, ReadError, Source, Span, Unsupported


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (4, (3, 1)), (5, (3, 2)), (6, (3, 3))]
)
def test_line_and_column_count_from_one(offset: int, place: tuple[int, int]) -> None:
    assert Source("p", "ab\n\ncd").line_column(offset) == place


def test_line_text_has_no_line_end() -> None:
    source = Source("p", "ab\r\n\ncd")
    assert [source.line_text(line) for line in (1, 2, 3)] == ["ab", "", "cd"]


@given(st.text(alphabet="ab\n", max_size=30), st.data())
def test_line_and_column_lead_back_to_the_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = Source("p", text).line_column(offset)
    assert sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1 == offset


def test_caret_stands_under_the_span() -> None:
    assert Source("p", "x\na + b\n").caret(Span(4, 7)) == "a + b\n  ^^^"


def test_caret_of_a_long_line_is_cut_around_the_span() -> None:
    source = Source("p", "a" * 300 + "B" + "c" * 300)
    line, carets = source.caret(Span(300, 301)).split("\n")
    assert line[carets.index("^")] == "B"
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) == 98


def test_caret_of_a_span_over_several_lines_ends_with_the_first() -> None:
    assert Source("p", "ab\ncd").caret(Span(1, 5)) == "ab\n ^"


def test_error_prints_its_place_and_its_line() -> None:
    error = ReadError("what is this?", Source("paper.md", "a\nb # c"), Span(4, 5))
    assert (error.line, error.column) == (2, 3)
    assert str(error) == "paper.md:2:3: what is this?\nb # c\n  ^"


def test_unsupported_is_a_read_error() -> None:
    assert issubclass(Unsupported, ReadError)


def test_spans_join() -> None:
    assert Span(3, 5).to(Span(1, 2)) == Span(1, 5)


MAIN_AND_PART = Source(
    "m.tex",
    "ab\ncd\nef\ngh",
    parts=(Part(1, "m.tex", 1), Part(2, "p.tex", 1), Part(3, "p.tex", 7, "xy"), Part(4, "m.tex", 2, "xyz")),
)


def test_each_line_of_several_files_has_its_own_place() -> None:
    homes = [MAIN_AND_PART.home(line) for line in (1, 2, 3, 4)]
    assert homes == [Home("m.tex", 0, 1), Home("p.tex", 0, 1), Home("p.tex", 0, 7), Home("m.tex", 0, 2)]
    assert MAIN_AND_PART.where(3) == "line 7 of p.tex"
    assert MAIN_AND_PART.line_column(6) == (3, 3)
    assert MAIN_AND_PART.place(3, 3) == "p.tex:7:3"
    assert MAIN_AND_PART.line_text(4) == "xyzgh"
    assert MAIN_AND_PART.caret(Span(9, 10)) == "xyzgh\n   ^"


def test_a_stretch_that_ends_in_another_file_is_told_as_far_as_its_own_goes() -> None:
    assert MAIN_AND_PART.region(Span(3, 7)) == (Home("p.tex", 0, 1), 1, 7, 4)
    assert MAIN_AND_PART.region(Span(3, 11)) == (Home("p.tex", 0, 1), 1, 1, 3)
    assert MAIN_AND_PART.region(Span(0, 10)) == (Home("m.tex", 0, 1), 1, 2, 5)


def test_caret_stands_behind_what_is_shown_of_what_is_not_seen() -> None:
    for unseen, shown in (("\u200d", "⟨U+200D⟩"), ("\x1b", "␛")):
        line, carets = Source("p", f"x{unseen}y = 1").caret(Span(2, 3)).split("\n")
        assert line == f"x{shown}y = 1"
        assert carets.index("^") == line.index("y")
