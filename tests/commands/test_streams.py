"""Standard output and error: what is printed does nothing, and what cannot be printed ends with 2."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import TextIO, cast

import pytest

import derivation.__main__ as entry
from derivation.cli import main
from derivation.commands import judge, listing
from derivation.commands.common import progress
from derivation.commands.streams import Guarded, console, guarded

WRONG = "$$ y = x^2 $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x $$\n"
posix = pytest.mark.skipif(os.name != "posix", reason="streams and signals as POSIX has them")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "a.md").write_text(WRONG)
    return str(tmp_path / "a.md")


def run(
    *arguments: str, out: str | int = subprocess.PIPE, err: str | int = subprocess.PIPE, code: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "derivation", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": code}
    with ExitStack() as stack:
        streams = [stack.enter_context(open(s, "w")) if isinstance(s, str) else s for s in (out, err)]
        return subprocess.run(
            command,
            stdout=streams[0],
            stderr=streams[1],
            encoding=code,
            env=environment,
            check=False,
            timeout=60,
        )


@full
@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "--format", "json"], ["show"], ["explain"], ["report", "-o", "-"], ["erratum"]],
)
def test_a_full_disk_is_no_error_of_the_document(path: str, arguments: list[str]) -> None:
    command, *options = arguments
    label = ["2"] if command == "explain" else []
    done = run(command, path, *label, *options, out="/dev/full")
    assert (done.returncode, done.stderr) == (2, "derivation: standard output: No space left on device\n")


@full
def test_help_and_list_end_with_2_on_a_full_disk_and_nothing_else_is_said() -> None:
    for command in ("--help", "list"):
        done = run(command, out="/dev/full")
        assert (done.returncode, done.stderr) == (2, "derivation: standard output: No space left on device\n")
    assert run("check", "softargmax", out="/dev/full", err="/dev/full").returncode == 2
    assert run("check", "none.md", err="/dev/full").returncode == 2


@posix
def test_a_reader_that_left_is_not_told(path: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    for arguments in ([path], [path, path], [path, "--format", "json"]):
        done = run("check", *arguments, out=writer)
        assert (done.returncode, done.stderr) == (2, "")
    os.close(writer)


@posix
def test_closed_standard_output_cannot_be_written_and_closed_error_is_left_alone(path: str) -> None:
    told = "derivation: standard output: it is closed\n"
    for redirection, ended in ((">&-", (2, told)), ("2>&-", (1, "")), (">&- 2>&-", (2, ""))):
        command = f'"{sys.executable}" -m derivation check "{path}" {redirection}'
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == ended


@pytest.mark.parametrize("code", ["ascii", "latin-1", "cp1252"])
def test_a_sign_without_a_code_is_a_question_mark(path: str, code: str) -> None:
    done = run("check", path, code=code)
    assert done.returncode == 1
    assert done.stderr == ""
    assert "? wrong" in done.stdout


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_with_130_and_a_word(path: str, jobs: str) -> None:
    program = (
        "import signal, sys\nfrom derivation.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "print('ready', file=sys.stderr, flush=True)\n"
        f"sys.exit(main(['check', '--no-cache', '--jobs', {jobs!r}, *['softargmax', {path!r}] * 40]))"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "ready\n"
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr.read() == "derivation: interrupted\n"
        assert process.wait(timeout=60) == 130


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RecursionError(), "this is too large, or nested too deeply, for the memory that there is"),
        (MemoryError(), "this is too large, or nested too deeply, for the memory that there is"),
        (PermissionError(13, "Permission denied", "a\x1b.md"), "a␛.md: Permission denied"),
        (TypeError("::error::x"), "a fault of the program, TypeError (test_streams.py, line "),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_whatever_is_raised_ends_with_2_in_a_line(
    path: str,
    error: Exception,
    told: str,
    several: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("derivation.batch.load", failing)
    monkeypatch.setattr(judge, "report_on", failing)
    monkeypatch.setattr(listing, "bundled", failing)
    assert main(["check", *([path] * 2 if several else [path]), "--format", "text"]) == 2
    printed = capsys.readouterr()
    assert told in " ".join((printed.out + printed.err).split()) or told in printed.err
    assert main(["list"]) == 2
    assert capsys.readouterr().err.startswith(f"derivation: {told}")


def test_a_line_is_guarded_however_it_is_printed() -> None:
    for parts in (
        ("::", "x::"),
        (":", ":x::"),
        (" ", " ", "::x::"),
        ("a\n:", ":x::"),
        ("#", "#[x"),
        ("##vso", "["),
    ):
        own = StringIO()
        stream = Guarded(own, "standard output")
        for part in parts:
            stream.write(part)
        assert not re.search(r"^\s*::|##\w*\[", own.getvalue(), re.MULTILINE), parts
        assert own.getvalue().replace(" ", "") == "".join(parts).replace(" ", "")


def test_colours_pass_and_no_other_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    own = StringIO()
    monkeypatch.setattr(sys, "stdout", cast(TextIO, own))
    with guarded():
        console().print("[bold]a[/bold] \x1b]0;title\x07 \x1b[2J")
        print("\x1b[31mb")
    assert "\x1b[1ma\x1b[0m" in own.getvalue()
    assert re.sub(r"\x1b\[[\d;]*m", "", own.getvalue()).isprintable() is False
    assert set(re.findall(r"[\x00-\x09\x0b-\x1f]\S?\S?\S?", own.getvalue())) <= {"\x1b[1m", "\x1b[0m"}
    assert own.getvalue().endswith("␛[31mb\n")


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_labels_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    with guarded(), progress() as update:
        assert update is not None
        update("[/x] [red]\x1b]0;t\x07 \u202e", 0, 1)
    assert "[/x] [red]␛]0;t␇ ⟨U+202E⟩" in terminal.getvalue()


def test_progress_takes_nothing_of_what_is_printed(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = _Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["check", path, path, "--no-cache"]) == 1
    assert "wrong" in capsys.readouterr().out
    assert "One error enters" not in terminal.getvalue()


def test_an_interrupt_before_the_command_begins_is_told_the_same_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["derivation", "list"])
    monkeypatch.setattr(entry, "_command", interrupted)
    assert entry.main() == 130
    assert capsys.readouterr().err == "derivation: interrupted\n"


@pytest.mark.parametrize("command", ["check variance --no-cache", "check variance", "show variance", "list"])
def test_closed_standard_output_is_told(command: str) -> None:
    told = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        patch.setattr(sys, "stderr", told)
        assert main(command.split()) == 2
    assert told.getvalue() == "derivation: standard output: it is closed\n"


def test_who_watches_the_process_sees_its_end(path: str) -> None:
    watched = subprocess.run(
        [sys.executable, "-m", "cProfile", "-m", "derivation", "check", path],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "function calls" in watched.stdout
    assert run("check", path).returncode == 1
