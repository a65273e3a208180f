"""Verdicts on file: any change is told, in either direction, and nothing else fails."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from derivation.cli import main

TEXT = "# T\n\n$$ y = x^2 \\tag{1} $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{2} $$\n"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.md").write_text(TEXT)
    assert main(["check", "paper.md", "--baseline", "v.toml", "--update-baseline"]) == 0
    return tmp_path


def compared(capsys: Capture, *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["check", *(arguments or ("paper.md",)), "--baseline", "v.toml"])
    return code, capsys.readouterr().err


def test_the_file_is_for_people(folder: Path) -> None:
    assert (folder / "v.toml").read_text().splitlines()[1:] == [
        "",
        '[documents."paper.md"]',
        '"1" = ["definition", "y = x^2"]',
        '"2" = ["wrong", \'\\frac{\\partial y}{\\partial x} = 3 x\']',
    ]


def test_known_errors_pass(capsys: Capture) -> None:
    assert main(["check", "paper.md"]) == 1
    assert compared(capsys) == (0, "derivation: every verdict is as v.toml has it\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TEXT.replace("3 x", "2 x"), "(2) was wrong, and is right now, and was edited"),
        (TEXT.replace("3 x", "4 x"), "(2) was edited; it is wrong as before"),
        (TEXT + "\n$$ y = x x \\tag{3} $$\n", "(3) is new, and right"),
        (TEXT.replace("\\tag{2}", "\\tag{4}"), "(2) was wrong, and is gone"),
        (TEXT.replace("x^2", "\\frac{3}{2} x^2"), "(2) was wrong, and is right now\n"),
    ],
)
def test_changes_are_told(folder: Path, capsys: Capture, text: str, message: str) -> None:
    (folder / "paper.md").write_text(text)
    code, told = compared(capsys)
    assert code == 1
    assert f"derivation: paper.md: {message}" in told


def test_a_folder_and_what_it_keeps(folder: Path, capsys: Capture) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "other.md").write_text(TEXT)
    assert main(["check", "sub", "--baseline", "v.toml", "--update-baseline"]) == 0
    text = (folder / "v.toml").read_text()
    assert '[documents."paper.md"]' in text
    assert '[documents."sub/other.md"]' in text
    assert compared(capsys, ".")[0] == 0
    (folder / "paper.md").unlink()
    assert main(["check", "sub", "--baseline", "v.toml", "--update-baseline"]) == 0
    assert '[documents."paper.md"]' in (folder / "v.toml").read_text()
    assert main(["check", ".", "--baseline", "v.toml", "--update-baseline"]) == 0
    assert "paper.md" not in (folder / "v.toml").read_text()


@pytest.fixture
def three(folder: Path) -> Path:
    """Three documents on file, two of them in a folder."""
    (folder / "docs").mkdir()
    (folder / "docs" / "a.md").write_text(TEXT)
    (folder / "docs" / "b.md").write_text(TEXT)
    assert main(["check", ".", "--baseline", "v.toml", "--update-baseline"]) == 0
    return folder


@pytest.mark.parametrize("asked", ["docs", "."])
def test_a_document_that_is_gone_is_told(three: Path, capsys: Capture, asked: str) -> None:
    (three / "docs" / "a.md").unlink()
    assert compared(capsys, asked) == (1, "derivation: docs/a.md: is on file, and is gone\n")
    assert compared(capsys, "docs/b.md")[0] == 0
    assert compared(capsys, "paper.md")[0] == 0
    assert main(["check", asked, "--baseline", "v.toml", "--update-baseline"]) == 0
    assert "docs/a.md" not in (three / "v.toml").read_text()
    assert compared(capsys, ".")[0] == 0


def test_a_document_without_equations_is_told(three: Path, capsys: Capture) -> None:
    (three / "docs" / "a.md").write_text("# Nothing\n")
    told = "derivation: docs/a.md: is on file, and has no display equations now\n"
    assert compared(capsys, "docs") == (1, told)
    assert compared(capsys, "docs/a.md", "docs/b.md", "--skip-empty") == (1, told)
    (three / "pyproject.toml").write_text('[tool.derivation]\ndocuments = ["docs/*"]\nbaseline = "v.toml"\n')
    capsys.readouterr()
    assert main(["check"]) == 1
    assert capsys.readouterr().err == told


def test_what_is_asked_for_from_another_folder(
    three: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (three / "docs" / "a.md").unlink()
    monkeypatch.chdir(three / "docs")
    capsys.readouterr()
    assert main(["check", ".", "--baseline", "../v.toml"]) == 1
    assert capsys.readouterr().err == "derivation: a.md: is on file, and is gone\n"


def test_bundled_derivations_are_never_gone(folder: Path, capsys: Capture) -> None:
    assert main(["check", "log-sum-exp", "--baseline", "v.toml", "--update-baseline"]) == 0
    assert compared(capsys, ".")[0] == 0
    assert main(["check", ".", "--baseline", "v.toml", "--update-baseline"]) == 0
    assert "log-sum-exp" in (folder / "v.toml").read_text()


def test_a_document_of_the_project_that_is_gone(three: Path, capsys: Capture) -> None:
    (three / "pyproject.toml").write_text(
        '[tool.derivation]\ndocuments = ["docs/*.md"]\nbaseline = "v.toml"\n'
    )
    (three / "docs" / "a.md").unlink()
    capsys.readouterr()
    assert main(["check"]) == 1
    assert capsys.readouterr().err == "derivation: docs/a.md: is on file, and is gone\n"
    assert main(["check", "--update-baseline"]) == 0
    text = (three / "v.toml").read_text()
    assert "docs/a.md" not in text
    assert "paper.md" in text
    assert main(["check"]) == 0


def test_what_is_unreadable_is_not_written(three: Path, capsys: Capture) -> None:
    before = (three / "v.toml").read_text()
    (three / "docs" / "a.md").write_text("$$ a = b")
    capsys.readouterr()
    assert main(["check", "docs", "--baseline", "v.toml", "--update-baseline"]) == 2
    assert "v.toml was not written: not every document could be read" in capsys.readouterr().err
    assert (three / "v.toml").read_text() == before


def test_states_in_sarif(folder: Path, capsys: Capture) -> None:
    (folder / "paper.md").write_text(TEXT + "\n$$ y = x^4 \\tag{3} $$\n")
    capsys.readouterr()
    assert main(["check", "paper.md", "--baseline", "v.toml", "--format", "sarif"]) == 1
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert [result["baselineState"] for result in results] == ["unchanged", "new"]


@pytest.mark.parametrize("sign", ["\U000f0000", "\u0085", "\t", "é", "'", "\\'"])
def test_every_sign_comes_back(folder: Path, capsys: Capture, sign: str) -> None:
    (folder / "paper.md").write_text(TEXT.replace("y = x^2", f"y = \\text{{a{sign}b}}"), encoding="utf-8")
    assert main(["check", "paper.md", "--baseline", "v.toml", "--update-baseline"]) == 0
    assert compared(capsys)[0] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are texts")
def test_a_name_that_is_no_text_is_refused(folder: Path, capsys: Capture) -> None:
    before = (folder / "v.toml").read_text()
    name = os.fsdecode(b"a\xff.md")
    Path(name).write_text(TEXT)
    assert main(["check", name, "--baseline", "v.toml", "--update-baseline"]) == 2
    assert "v.toml: the name of a document is no UTF-8 text; rename it" in capsys.readouterr().err
    assert (folder / "v.toml").read_text() == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


needs_links = pytest.mark.skipif(os.name != "posix", reason="links and modes are those of POSIX")


@needs_links
def test_documents_are_the_same_by_a_linked_folder(three: Path, capsys: Capture) -> None:
    link = three.parent / f"{three.name}-link"
    link.symlink_to(three)
    for document in (link / "paper.md", three / "paper.md", Path("paper.md"), link):
        for baseline in (link / "v.toml", three / "v.toml", Path("v.toml")):
            assert main(["check", str(document), "--baseline", str(baseline)]) == 0, (document, baseline)
    (three / "docs" / "a.md").unlink()
    capsys.readouterr()
    assert main(["check", str(link / "docs"), "--baseline", "v.toml"]) == 1
    assert capsys.readouterr().err == "derivation: docs/a.md: is on file, and is gone\n"


@needs_links
def test_a_baseline_keeps_its_mode_and_its_link(folder: Path, capsys: Capture) -> None:
    (folder / "real").mkdir()
    real = (folder / "v.toml").rename(folder / "real" / "v.toml")
    real.write_text("")
    real.chmod(0o660)
    (folder / "v.toml").symlink_to(real)
    assert main(["check", "paper.md", "--baseline", "v.toml", "--update-baseline"]) == 0
    assert (folder / "v.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o660
    assert compared(capsys)[0] == 0


def test_a_failed_write_leaves_all_as_it_was(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(folder.iterdir()), (folder / "v.toml").read_text()
    monkeypatch.setattr(os, "replace", full)
    assert main(["check", "paper.md", "--baseline", "v.toml", "--update-baseline"]) == 2
    assert "v.toml: No space left on device" in capsys.readouterr().err
    assert (sorted(folder.iterdir()), (folder / "v.toml").read_text()) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "v.toml: there is no baseline; --update-baseline writes one"),
        ("[documents", "v.toml: not valid TOML"),
        ("x = 1", "v.toml: no baseline; it holds a table [documents] alone"),
        (
            '[documents."p"]\n"1" = ["fine", "x"]',
            "v.toml: p (1) must be a verdict and LaTeX, not ['fine', 'x']",
        ),
        ("documents = {p = 1}", "v.toml: documents.'p' must be a table"),
    ],
)
def test_bad_files(folder: Path, capsys: Capture, text: str | None, message: str) -> None:
    (folder / "v.toml").unlink() if text is None else (folder / "v.toml").write_text(text)
    code, told = compared(capsys)
    assert code == 2
    assert told.startswith(f"derivation: {message}")


def test_unreadable_documents(folder: Path, capsys: Capture) -> None:
    (folder / "paper.md").write_text("$$ a = b")
    assert compared(capsys)[0] == 2
    assert compared(capsys, ".")[0] == 2


def test_one_that_cannot_be_read_among_several(folder: Path, capsys: Capture) -> None:
    Path("other.md").write_text("$$ a = b")
    code, told = compared(capsys, ".")
    assert (code, told) == (3, "")
    assert compared(capsys, ".", "--fail-on", "wrong")[0] == 0
    Path("paper.md").write_text("$$ a = b")
    Path("other.md").write_text(TEXT)
    assert main(["check", "other.md", "--baseline", "v.toml", "--update-baseline"]) == 0
    code, told = compared(capsys, ".")
    assert (code, told) == (1, "derivation: paper.md: is on file, and could not be read\n")


def test_a_project_names_its_documents(folder: Path, capsys: Capture) -> None:
    (folder / "pyproject.toml").write_text('[tool.derivation]\ndocuments = ["*.md"]\nbaseline = "v.toml"\n')
    capsys.readouterr()
    assert main(["check"]) == 0
    assert "every verdict is as v.toml has it" in capsys.readouterr().err
    (folder / "pyproject.toml").unlink()
    assert main(["check"]) == 2
    assert "name a document" in capsys.readouterr().err
    assert main(["check", "paper.md", "--update-baseline"]) == 2
    assert "--update-baseline needs --baseline FILE" in capsys.readouterr().err
    (folder / "pyproject.toml").write_text('[tool.derivation]\ndocuments = ["*.md"]\n')
    assert main(["check", "--update-baseline"]) == 2
    assert "--update-baseline needs --baseline FILE" in capsys.readouterr().err


def test_several_documents(folder: Path, capsys: Capture) -> None:
    assert main(["check", "paper.md", "log-sum-exp"]) == 1
    assert "✓ log-sum-exp: 1 definition · 4 right" in capsys.readouterr().out
    assert main(["check", "paper.md", "log-sum-exp", "--equation", "2"]) == 2
    assert "are for one document, and here are several" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["github", "junit"])
def test_formats_tell_changes_alone(folder: Path, capsys: Capture, format: str) -> None:
    def told() -> str:
        capsys.readouterr()
        main(["check", "paper.md", "--baseline", "v.toml", "--format", format])
        return capsys.readouterr().out

    assert "::error" not in (quiet := told())
    assert "<failure" not in quiet
    (folder / "paper.md").write_text(TEXT.replace("3 x", "2 x"))
    changed = told()
    assert "This is not as on file." in changed
    assert ("::error" in changed) or ("<failure" in changed)
