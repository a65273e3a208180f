"""pyproject.toml, reading files and baselines of any shape: told in a line with the path, and status 2."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from derivation import pool
from derivation.cli import main

Capture = pytest.CaptureFixture[str]
DEEP = f"x = {'[' * 3000}{']' * 3000}"
RIGHT = "$$ y = x^2, \\quad \\frac{\\partial y}{\\partial x} = 2 x $$\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(RIGHT)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (DEEP, "nested too deeply; the limit is 100 levels"),
        (f"{'.'.join('a' * 9999)} = 1", "a key has more than 100 parts"),
        (f"x = {'9' * 5000}", "not valid TOML"),
        ("tool = 3", "tool must be a table, as in [tool.derivation]"),
        ("[tool]\nderivation = 3", "derivation must be a table, as in [tool.derivation]"),
        ("[tool.derivation]\ndocuments = ['/etc/*.md']", "'/etc/*.md' is no pattern of files below it"),
        ("[tool.derivation]\ndocuments = ['']", "'' is no pattern of files below it"),
        ("[tool.derivation]\ndocuments = ['a**b']", "'a**b' is no pattern of files below it"),
        ('[tool.derivation]\ndocuments = ["\\u0000"]', "nothing matches"),
        ("[tool.derivation]\ndocuments = ['a.md']\nbaseline = 'loop'", "loop"),
        ('[tool.derivation]\ndocuments = ["a.md"]\nbaseline = "\\u0000"', "there is no baseline"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_a_project_file_of_any_shape(text: str, told: str, capsys: Capture) -> None:
    Path("loop").symlink_to("loop")
    Path("pyproject.toml").write_text(text)
    assert main(["check"]) == 2
    message = capsys.readouterr().err
    assert message.startswith("derivation: ")
    assert told in message


@pytest.mark.parametrize(
    "text",
    [
        DEEP,
        "x = ",
        "documents = 1",
        "[documents]\na = 1",
        "[documents.a]\nb = [[]]",
        "\udcff",
        "[documents]\na = {b = ['right']}",
    ],
)
def test_a_baseline_of_any_shape(text: str, capsys: Capture) -> None:
    for update in ([], ["--update-baseline"]):
        Path("b.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
        assert main(["check", "a.md", "--baseline", "b.toml", *update]) == 2
        assert capsys.readouterr().err.startswith("derivation: b.toml: ")
        assert Path("b.toml").read_bytes() == text.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("text", [DEEP, "x = ", "title = 1", "title = {", "\udcff", "title = '\u0001'"])
def test_a_reading_file_of_any_shape(text: str, capsys: Capture) -> None:
    Path("a.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    for command in (
        ["check", "a.md"],
        ["show", "a.md"],
        ["report", "a.md"],
        ["erratum", "a.md"],
        ["explain", "a.md", "1"],
    ):
        assert main(command) == 2
        assert capsys.readouterr().err.startswith("derivation: a.toml: ")


def test_a_document_that_vanishes_is_one_of_several(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    Path("b.md").write_text(RIGHT)
    found = pool.check_all

    def vanishing(paths: list[str], *others: object) -> object:
        Path("a.md").unlink()
        return found(paths, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(pool, "check_all", vanishing)
    assert main(["check", "."]) == 3
    printed = capsys.readouterr().out
    assert "a.md: no such file" in printed
    assert "✓ b.md" in printed
