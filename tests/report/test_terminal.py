"""What a terminal gets: lines no longer than it is wide, colour where it is wanted, nothing cut off."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

import derivation
from derivation.cli import main
from derivation.report import terminal
from derivation.report.terminal import TerminalReport, as_text

pty = pytest.importorskip("pty")

Capture = pytest.CaptureFixture[str]
ESCAPE = "\x1b["
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3|9)[0-7]m")
SETTINGS = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "TERM")
COMMANDS = (
    ["check", "softargmax"],
    ["show", "softargmax", "--equation", "4"],
    ["explain", "softargmax", "13"],
    ["check", "one.md", "two.md", "bad.md", "none.md"],
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name in ("one", "two"):
        parts = " = ".join(["y", "x^2", *(f"x^2 + {k} x - {k} x" for k in range(1, 9))])
        (tmp_path / f"{name}.md").write_text(f"$$ {parts} $$\n\n$$ \\int y = \\# $$\n\n$$ \\int y = 1 $$\n")
    (tmp_path / "bad.md").write_text("$$ a = b")
    return tmp_path


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("command", COMMANDS)
def test_lines_are_no_longer_than_the_terminal_is_wide(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, command: list[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    main(command)
    out = capsys.readouterr().out
    assert len(out.splitlines()) > 5
    assert max(map(cell_len, out.splitlines())) <= width
    assert "…" not in out
    assert ESCAPE not in out


@pytest.mark.parametrize("width", [1, 10, 20])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_terminal_that_is_far_too_narrow(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, command: list[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    main(command)
    assert capsys.readouterr().out


def test_a_long_word_is_broken_and_not_cut(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    main(["explain", "softargmax", "13"])
    assert "equations.md,line54" in re.sub(r"\s", "", capsys.readouterr().out)


@pytest.mark.parametrize("command", COMMANDS)
def test_colour_can_be_forced_into_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, command: list[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(command)
    assert COLOUR.search(capsys.readouterr().out)
    monkeypatch.setenv("NO_COLOR", "1")
    main(command)
    assert not COLOUR.search(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("settings", "colour", "escapes"),
    [
        ({"TERM": "xterm-256color"}, True, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, False, False),
    ],
)
@pytest.mark.parametrize("command", [["show", "log-sum-exp"], ["check", "one.md", "two.md"]])
def test_in_a_terminal(command: list[str], settings: dict[str, str], colour: bool, escapes: bool) -> None:
    out = in_a_terminal(command, settings)
    assert "right" in out
    assert bool(COLOUR.search(out)) == colour
    assert (ESCAPE in out) == escapes


def in_a_terminal(command: list[str], settings: dict[str, str]) -> str:
    """What a command prints in a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "derivation", *command],
        env={**os.environ, **settings},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    found = b""
    try:
        while part := os.read(ours, 65536):
            found += part
    except OSError:
        pass  # the terminal has gone with its last process
    os.close(ours)
    process.wait(60)
    return found.decode()


@pytest.mark.parametrize("width", [8, 20, 34, 60, 100, 101, 102, 103, 104, 105, 106, 107, 108, 400])
def test_lines_are_as_where_every_column_is_measured(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [derivation.check(name) for name in ("softargmax", "variance", "least-squares-sign")]
    reports += [
        derivation.check(derivation.loads(text)) for text in ("$$ a = b $$", "$$ x $$", "$$ \\int y = \\# $$")
    ]
    shown = [as_text(TerminalReport(report.audit), width) for report in reports]
    monkeypatch.setattr(terminal, "_fills", lambda part, width: False)
    assert shown == [as_text(TerminalReport(report.audit), width) for report in reports]
