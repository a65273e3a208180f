"""Files that a run looks at: each is noted once, as it was before it was read, there or not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from derivation import seen
from derivation.seen import files_seen, note, state


def test_a_file_is_noted_as_it_was_when_it_was_first_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.tex"
    path.write_text("one")
    with files_seen() as found:
        note(path)
        path.write_text("two")
        note(str(path))
    assert found != {str(path): state(path)}
    path.write_text("one")
    assert found == {str(path): state(path)}


def test_nothing_is_noted_where_nobody_asks(tmp_path: Path) -> None:
    note(tmp_path / "a.tex")
    with files_seen() as found:
        pass
    note(tmp_path / "a.tex")
    assert found == {}


@pytest.mark.parametrize("change", ["it appears", "it becomes a folder", "it is a link to another"])
def test_what_is_not_there_has_a_state_that_changes(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.tex"
    before = state(path)
    match change:
        case "it appears":
            path.write_text("")
        case "it becomes a folder":
            path.mkdir()
        case _:
            (tmp_path / "b.tex").write_text("b")
            os.symlink("b.tex", path)
    assert state(path) != before


def test_a_pattern_is_what_it_finds_in_its_folder(tmp_path: Path) -> None:
    before = state(tmp_path / "*.tex")
    (tmp_path / "a.md").write_text("")
    assert state(tmp_path / "*.tex") == before
    (tmp_path / "a.tex").write_text("")
    assert state(tmp_path / "*.tex") != before
    assert state(tmp_path / "none" / "*.tex") == "nothing that can be read"


def test_a_large_file_is_known_by_its_size_and_its_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "MAX_BYTES", 3)
    path = tmp_path / "a.tex"
    path.write_text("four")
    before = state(path)
    os.utime(path, ns=(0, 1))
    assert state(path) not in (before, "nothing")


@pytest.mark.parametrize("name", ["a\0b", "n" * 5000])
def test_a_name_that_no_file_can_have_has_a_state(tmp_path: Path, name: str) -> None:
    assert state(tmp_path / name).startswith("nothing")
