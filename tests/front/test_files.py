"""Files: ordinary ones alone are read, within a limit, and one that is written is written whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from derivation.front.files import FileError, read_text, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="pipes, links and modes as POSIX has them")


def refused(path: Path) -> str:
    with pytest.raises(FileError) as told:
        read_text(path)
    return str(told.value).removeprefix(str(path))


def not_written(path: Path) -> str:
    with pytest.raises(FileError) as told:
        write_whole(path, b"x")
    return str(told.value).removeprefix(str(path))


@posix
def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    assert refused(tmp_path / "pipe") == ": this is no ordinary file"
    assert refused(Path("/dev/zero")) == ": this is no ordinary file"
    assert refused(tmp_path) == ": this is a directory; give a file"
    assert refused(tmp_path / "loop") == ": cannot be read: Too many levels of symbolic links"
    assert refused(tmp_path / "none") == refused(tmp_path / "a\0b") == ": there is no such file"
    assert refused(tmp_path / ("a" * 300)) == ": cannot be read: File name too long"


def test_what_is_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"ab\xff")
    assert refused(path) == ": not UTF-8 text (at byte 2); save it as UTF-8"
    path.write_bytes(b"a" * 2_000_001)
    assert refused(path) == ": the file has 2.0 MB; the limit is 2 MB"
    path.write_bytes(b"a" * 2_000_000)
    assert len(read_text(path)) == 2_000_000


@posix
def test_a_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "link"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to("a")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "link"]


@posix
def test_a_new_file_is_as_private_as_others_are(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        write_whole(tmp_path / "a", b"x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@posix
def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    assert not_written(tmp_path) == ": Is a directory"
    assert not_written(tmp_path / "none" / "a") == ": No such file or directory"
    assert not_written(tmp_path / "pipe") == ": nobody reads from this pipe"
    assert not_written(tmp_path / ("a" * 300)) == ": File name too long"
    assert not_written(tmp_path / "a\0b") == ": embedded null byte"
    assert "oop" in not_written(tmp_path / "loop") or "links" in not_written(tmp_path / "loop")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["loop", "pipe"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_told() -> None:
    assert not_written(Path("/dev/full")) == ": No space left on device"
    write_whole(Path("/dev/null"), b"x")


@posix
def test_a_pipe_with_a_reader_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(tmp_path / "pipe", b"found")
        assert os.read(reader, 10) == b"found"
    finally:
        os.close(reader)
