"""What a command writes is written over by it again; what others wrote is not, but with --force."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from derivation.cli import main
from derivation.commands.outputs import KNOWN, is_output

Capture = pytest.CaptureFixture[str]
DOCUMENT = "$$ y = x^2 $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x $$\n"
FOREIGN = {
    "a note": "My notes, of many years.\n",
    "another program's JSON": '{"schema": 1, "name": "mine"}\n',
    "a list": "[1, 2]",
    "another program's SARIF": json.dumps({"runs": [{"tool": {"driver": {"name": "ruff"}}}]}),
    "another program's XML": '<?xml version="1.0"?>\n<testsuites name="pytest"></testsuites>',
    "annotations with more": "::error file=a,title=b::c\nrm -rf\n",
    "a text that speaks of us": "(Written by `derivation check`.)\nAnd then I wrote on.\n",
    "no text": "\udcff",
    "deep JSON": '{"a":' * 10_000,
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(DOCUMENT)
    Path("broken.md").write_text("$$ a = b")


@pytest.mark.parametrize("document", ["a.md", "broken.md", "."])
@pytest.mark.parametrize("command", ["check", "show"])
def test_all_that_is_written_may_be_written_over(command: str, document: str, capsys: Capture) -> None:
    for format in KNOWN:
        main([command, document, "--format", format, "-o", "found"])
        text = Path("found").read_text(encoding="utf-8")
        assert [name for name, knows in KNOWN.items() if knows(text)] == [format]
    assert "is there" not in capsys.readouterr().err


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("command", ["check", "show"])
def test_what_is_not_ours_is_kept(command: str, text: str, capsys: Capture) -> None:
    found = Path("found")
    found.write_bytes(text.encode("utf-8", "surrogateescape"))
    for format in KNOWN:
        assert main([command, "a.md", "--format", format, "-o", "found"]) == 2
        hint = "found is there and is no output of this command; name another file with -o"
        assert hint in capsys.readouterr().err
    assert found.read_bytes() == text.encode("utf-8", "surrogateescape")
    main([command, "a.md", "--format", "json", "-o", "found", "--force"])
    assert is_output(found.read_text())


def test_what_is_read_is_never_written_over(capsys: Capture) -> None:
    Path("r.toml").write_text("base = 1\n")
    assert main(["check", "a.md", "--baseline", "b.toml", "--update-baseline"]) == 0
    for name in ("a.md", "r.toml", "b.toml"):
        before = Path(name).read_bytes()
        command = ["check", "a.md", "--reading", "r.toml", "--baseline", "b.toml", "--force", "-o", name]
        assert main(command) == 2
        assert "name another file" in capsys.readouterr().err
        assert Path(name).read_bytes() == before


def test_an_empty_file_and_a_device_are_written_to() -> None:
    Path("found").write_text(" \n")
    assert main(["check", "a.md", "--format", "json", "-o", "found"]) == 1
    assert main(["check", "a.md", "--format", "json", "-o", os.devnull]) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("format", KNOWN)
def test_what_cannot_be_written_ends_with_2(format: str, capsys: Capture) -> None:
    for target, told in (
        ("/dev/full", "No space left on device"),
        (".", "Is a directory"),
        ("no/x", "No such file"),
    ):
        assert main(["check", "a.md", "--format", format, "-o", target]) == 2
        assert f"derivation: {target}: {told}" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX's")
def test_a_pipe_that_nobody_reads_is_not_waited_for(capsys: Capture) -> None:
    os.mkfifo("pipe")
    for arguments in (
        ["check", "a.md", "-o", "pipe"],
        ["check", "pipe"],
        ["check", "a.md", "--reading", "pipe"],
        ["check", "a.md", "--baseline", "pipe"],
        ["report", "a.md", "-o", "pipe"],
        ["emit", "softargmax", "--theorem", "SA(X)", "--check", "pipe"],
    ):
        assert main(arguments) == 2, arguments
        assert "pipe" in capsys.readouterr().err
