"""The command line: exit statuses, refusals with their messages, formats."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from derivation.cli import main

RIGHT = "$$ y = x^2, \\quad \\frac{\\partial y}{\\partial x} = 2 x $$\n"
WRONG = "$$ y = x^2 $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{g} $$\n"
OPEN = "$$ y = x^2 $$\n\n$$ \\int y = x $$\n"
UNREAD = "$$ y = \\# x $$\n\n$$ z = 1 $$\n"

Run = pytest.CaptureFixture[str]


def write(folder: Path, text: str, reading: str = "") -> str:
    path = folder / "mine.md"
    path.write_text(text, encoding="utf-8")
    if reading:
        (folder / "mine.toml").write_text(reading, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("text", "status"), [(RIGHT, 0), (WRONG, 1), (UNREAD, 3), (OPEN, 3)])
def test_check_ends_with_the_verdict(tmp_path: Path, capsys: Run, text: str, status: int) -> None:
    assert main(["check", write(tmp_path, text)]) == status
    assert capsys.readouterr().out


@pytest.mark.parametrize(("text", "status"), [(RIGHT, 0), (WRONG, 0), (UNREAD, 0), (OPEN, 0)])
def test_show_is_for_readers(tmp_path: Path, text: str, status: int) -> None:
    assert main(["show", write(tmp_path, text)]) == status


@pytest.mark.parametrize(
    ("texts", "status"),
    [
        ([RIGHT, UNREAD], 3),
        ([UNREAD, OPEN], 3),
        ([UNREAD, WRONG], 1),
        ([RIGHT, "no equations"], 3),
        ([OPEN, "$$ a = b"], 3),
        ([WRONG, "no equations"], 1),
        (["no equations", "$$ a = b"], 2),
    ],
)
def test_what_is_false_goes_before_what_is_open(
    tmp_path: Path, capsys: Run, texts: list[str], status: int
) -> None:
    paths = [str(tmp_path / f"{number}.md") for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        Path(path).write_text(text)
    assert main(["check", *paths]) == status
    assert main(["check", *paths, "--fail-on", "wrong"]) == (0 if status == 3 else status)
    assert main(["show", *paths]) == (2 if status == 2 else 0)
    capsys.readouterr()
    assert main(["check", *paths, "--format", "json", "--fail-on", "wrong"]) == (0 if status == 3 else status)
    assert json.loads(capsys.readouterr().out)["exit_code"] == status


@pytest.mark.parametrize(
    ("text", "status"), [(RIGHT, 0), (WRONG, 1), (UNREAD, 3), (OPEN, 3), ("no equations", 2)]
)
def test_what_is_open_need_not_fail(tmp_path: Path, text: str, status: int) -> None:
    path = write(tmp_path, text)
    assert main(["check", path, "--fail-on", "open"]) == status
    assert main(["check", path, "--fail-on=wrong"]) == (0 if status == 3 else status)


@pytest.mark.parametrize("file", ["action.yml", ".pre-commit-hooks.yaml"])
def test_the_action_and_the_hook_fail_on_what_is_wrong_alone(file: str) -> None:
    text = (Path(__file__).parent.parent / file).read_text()
    (command,) = re.findall(r"(?:run|entry): (derivation check.*)", text)
    assert "--fail-on wrong" in command
    assert "$CHECK_ARGUMENTS" not in command.partition("--fail-on wrong")[0]


@pytest.mark.parametrize("name", ["--baseline=b.md", "-onew.md", "--reading=r.md"])
def test_a_name_of_a_file_is_no_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, RIGHT)
    Path(name).write_text(WRONG)
    before = {*os.listdir()}
    assert main(["check", "--skip-empty", "--fail-on", "wrong", "mine.md", name]) == 2
    assert f"{name} is the name of a file, and would be read as an option" in capsys.readouterr().err
    assert {*os.listdir()} == before
    assert main(["check", "--fail-on", "wrong", f"./{name}"]) == 1
    assert main(["check", "--fail-on", "wrong", "--", name]) == 1


def test_an_option_that_is_no_file_is_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", write(tmp_path, RIGHT), "--format=json", "-onew.json"]) == 0
    assert main(["check", "--", write(tmp_path, RIGHT)]) == 0


@pytest.mark.parametrize("command", [["report", "-o", "-"], ["explain"]])
def test_a_line_that_cannot_be_read_is_told_as_any_other(
    tmp_path: Path, capsys: Run, command: list[str]
) -> None:
    name, *others = command
    label = ["1"] if name == "explain" else []
    assert main([name, write(tmp_path, UNREAD), *label, *others]) == 0
    assert "nknown command `\\#`" in capsys.readouterr().out


def test_what_is_unread_stops_nothing_else(tmp_path: Path, capsys: Run) -> None:
    assert main(["check", write(tmp_path, "$$ z = \\# x $$\n" + WRONG)]) == 1
    out = capsys.readouterr().out
    assert "mine.md:1:8: unknown command `\\#`" in out.replace("\n", "")
    assert "       ^^" in out
    assert "✗ wrong" in out


@pytest.mark.parametrize(
    ("text", "reading", "message"),
    [
        ("no equations", "", "has no display equations"),
        ("$$ a = b", "", "never closed"),
        (RIGHT, 'siezs = ["n"]', "unknown key 'siezs'; did you mean 'sizes'?"),
        (RIGHT, "sizes = [", "not valid TOML"),
        (RIGHT, 'sizes = "n"', "sizes must be a list of texts"),
        (RIGHT, "base = 2", "base is 0 or 1"),
        (RIGHT, "[equations.7]\ncase = 'i = j'", "equation 7 is not in"),
        (RIGHT, "[equations.1]\ncase = 'i < j'", "a case is i = j or i \\neq j"),
        (RIGHT, "[equations.1]\nread_as = 'y = x'", "read_as and reason go together"),
        (RIGHT, "[ranges]\ni = '1 to n'", "a range is written 1..n"),
        (RIGHT, "sizes = ['n']\n[ranges]\ni = '3..1'", "the range '3..1' is empty"),
        (RIGHT, "positive = ['xx']", "positive: 'xx' does not occur in"),
        ("$$ y = 1 $$\n$$ z = 2 $$", "[equations.1]\ncontinues = '2'", "1 can't continue 2"),
        (RIGHT, "definitions = ['q_i +']", "`+` has nothing after it"),
        (RIGHT, "prime = 'x + 1'", "prime names an unknown, such as x_j"),
    ],
)
def test_refusals(tmp_path: Path, capsys: Run, text: str, reading: str, message: str) -> None:
    assert main(["check", write(tmp_path, text, reading)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("derivation: ")
    assert message in err


def test_a_reading_file_does_not_turn_wrong_into_right(tmp_path: Path, capsys: Run) -> None:
    reading = "[equations.g]\nread_as = '\\frac{\\partial y}{\\partial x} = 2 x'\nreason = 'a slip'"
    assert main(["check", write(tmp_path, WRONG, reading)]) == 2
    assert "the equation is well-formed as printed" in capsys.readouterr().err


def test_no_such_file(capsys: Run) -> None:
    assert main(["check", "softargmx"]) == 2
    assert "did you mean 'softargmax'?" in capsys.readouterr().err


def test_a_directory_and_a_file_of_10_megabytes(tmp_path: Path, capsys: Run) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert "directory" in capsys.readouterr().err
    assert main(["check", write(tmp_path, RIGHT + "x" * 10_000_000)]) == 2
    assert "10.0 MB; the limit is 2 MB" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("{" * 10_000 + "1" + "}" * 10_000, "the limit is 20,000"),
        ("{" * 500 + "1" + "}" * 500, "nested too deeply"),
        ("9^{9^{9^{9}}}", "a number of more than 1000 digits"),
        ("__import__('os').system('true')", "a full stop within a row"),
        ("7" * 6000, "a number of more than 1000 digits"),
        ("\\frac{1}{2", "has no `}` after it"),
        ("\\frac{1}{0}", "a division by zero"),
    ],
)
def test_hostile_equations_are_errors_with_a_place(
    tmp_path: Path, capsys: Run, latex: str, message: str
) -> None:
    assert main(["check", write(tmp_path, f"$$ y = {latex} $$\n"), "--format", "json"]) == 3
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert message in error["message"]
    assert error["line"] == 1


def test_one_equation_alone(capsys: Run) -> None:
    assert main(["show", "softargmax", "--equation", "14", "--format", "json"]) == 0
    assert [s["label"] for s in json.loads(capsys.readouterr().out)["statements"]] == ["14"]
    assert main(["show", "softargmax", "--equation", "14"]) == 0
    assert "\n1 wrong" in capsys.readouterr().out
    assert main(["show", "softargmax", "--equation", "99"]) == 2
    assert "there is no equation 99" in capsys.readouterr().err


def test_unknown_commands_end_with_2(capsys: Run) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["frobnicate"])
    assert stopped.value.code == 2


def test_list_names_the_bundled_derivations(capsys: Run) -> None:
    assert main(["list"]) == 0
    assert "softargmax" in capsys.readouterr().out


def test_a_notebook_and_latex_are_documents_too(tmp_path: Path) -> None:
    tex = tmp_path / "mine.tex"
    tex.write_text(
        "\\begin{document}\\begin{align} y &= x^2 \\\\ \\frac{\\partial y}{\\partial x} &= 2x \\end{align}"
        "\\end{document}"
    )
    assert main(["check", str(tex)]) == 0
    cell = {"cell_type": "markdown", "metadata": {}, "source": WRONG}
    notebook = tmp_path / "mine.ipynb"
    notebook.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert main(["check", str(notebook)]) == 1


@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github"])
def test_half_a_character_is_no_text(tmp_path: Path, capsys: Run, format: str) -> None:
    notebook, found = tmp_path / "half.ipynb", tmp_path / "found"
    notebook.write_text(r'{"cells": [{"cell_type": "markdown", "source": "$$ a = b \ud800 $$"}]}')
    assert main(["check", str(notebook), "--format", format, "-o", str(found)]) == 3
    assert "is half of a character, and no text" in " ".join(capsys.readouterr().out.split())
    assert "(U+FFFD) cannot be read" in " ".join(found.read_text().split())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are texts")
@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github"])
def test_a_name_that_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"a\xff.md")
    Path(name).write_text(WRONG)
    assert main(["check", name, "--format", format, "-o", "found"]) == 1
    assert "wrong" in Path("found").read_text(encoding="utf-8")


def test_a_folder_is_judged_document_by_document(tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_text(r"$$ s = \sum_i x_i $$ $$ \frac{\partial s}{\partial x_j} = 1 $$")
    (tmp_path / "sub" / "b.md").write_text(r"$$ s = \sum_i x_i $$ $$ \frac{\partial s}{\partial x_j} = 2 $$")
    (tmp_path / "notes.md").write_text("no mathematics")
    assert main(["check", str(tmp_path)]) == 1
    alone = capsys.readouterr().out
    assert alone.index("a.md") < alone.index("b.md")
    assert "notes.md" not in alone
    assert main(["check", str(tmp_path), "--jobs", "2"]) == 1
    assert capsys.readouterr().out == alone
    assert main(["check", str(tmp_path), "--format", "json"]) == 1
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert [document["exit_code"] for document in documents] == [0, 1]
    assert main(["show", str(tmp_path)]) == 0
    assert main(["check", str(tmp_path / "sub"), "--equation", "1"]) == 2


PAPER = "\\documentclass{article}\n\\begin{document}\n%s\n\\end{document}\n"
PARTS = {
    "main.tex": PAPER % "\\input{one}\\include{text/two}",
    "one.tex": "\\[ s = x^2 \\]\n",
    "text/two.tex": "\\[ \\frac{\\partial s}{\\partial x} = 3x \\]\n",
}


def judged(capsys: Run, *arguments: str) -> list[tuple[str, str, int]]:
    """What is said to be wrong, by the documents that were judged, with its file and line."""
    main(["check", *arguments, "--format", "json"])
    whole = json.loads(capsys.readouterr().out)
    return [
        (document["path"], statement["file"], statement["line"])
        for document in whole.get("documents", [{"path": arguments[0], **whole}])
        for statement in document["statements"]
        if statement["verdict"] == "wrong"
    ]


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text").mkdir()
    for name, text in PARTS.items():
        Path(name).write_text(text)
    return tmp_path


def test_parts_of_a_document_in_a_folder_are_judged_with_it_and_told_once(parts: Path, capsys: Run) -> None:
    assert judged(capsys, ".") == [("main.tex", "text/two.tex", 1)]
    assert main(["check", "."]) == 1
    assert "one.tex" not in capsys.readouterr().out


def test_a_part_that_is_named_is_judged_by_itself_too(parts: Path, capsys: Run) -> None:
    main(["check", ".", "text/two.tex", "--format", "json"])
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert [document["path"] for document in documents] == ["main.tex", "text/two.tex"]


def test_parts_of_a_document_that_is_not_asked_for_are_judged_by_themselves(parts: Path, capsys: Run) -> None:
    main(["check", "text", "--format", "json"])
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert [document["path"] for document in documents] == ["text/two.tex"]


def test_of_files_that_input_each_other_one_is_judged(parts: Path, capsys: Run) -> None:
    Path("one.tex").write_text("\\[ a = 1 \\] \\input{text/two}\n")
    Path("text/two.tex").write_text("\\[ b = 1 \\] \\input{one}\n")
    Path("main.tex").unlink()
    main(["check", ".", "--format", "json"])
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert [document["path"] for document in documents] == ["one.tex"]


def test_a_project_s_patterns_leave_parts_out_and_its_names_do_not(parts: Path, capsys: Run) -> None:
    for documents, paths in (
        ('"**/*.tex"', ["main.tex"]),
        ('"*.tex", "text/two.tex"', ["main.tex", "text/two.tex"]),
    ):
        Path("pyproject.toml").write_text(f"[tool.derivation]\ndocuments = [{documents}]\n")
        main(["check", "--format", "json"])
        found = json.loads(capsys.readouterr().out)["documents"]
        assert [document["path"] for document in found] == paths


@pytest.mark.parametrize("command", ["check", "report", "emit", "erratum"])
def test_a_part_is_not_written_over(parts: Path, capsys: Run, command: str) -> None:
    assert main([command, "main.tex", "-o", "one.tex", "--force"]) == 2
    assert "one.tex is a part of main.tex; name another file" in capsys.readouterr().err
    assert Path("one.tex").read_text() == PARTS["one.tex"]


def test_a_changed_part_is_judged_anew(
    parts: Path, capsys: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DERIVATION_NO_CACHE", raising=False)
    monkeypatch.setenv("DERIVATION_CACHE_DIR", str(tmp_path / "cache"))
    assert main(["check", "main.tex"]) == 1
    Path("text/two.tex").write_text(PARTS["text/two.tex"].replace("3x", "2x"))
    assert main(["check", "main.tex"]) == 0


def test_fences_of_mathematics_are_found_in_a_folder(tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "fence.md").write_text(
        "```math\ny = x^2\n```\n\n```math\n\\frac{\\partial y}{\\partial x} = 3 x\n```\n"
    )
    (tmp_path / "code.md").write_text(
        "Written `$$ a = b $$`:\n\n```tex\n\\begin{align} a &= b \\end{align}\n```\n"
    )
    (tmp_path / "bad.md").write_bytes(b"$$ a = \xff $$")
    assert main(["check", str(tmp_path), "--format", "json"]) == 1
    found = {Path(d["path"]).name: d["exit_code"] for d in json.loads(capsys.readouterr().out)["documents"]}
    assert found == {"bad.md": 3, "fence.md": 1}


def test_what_is_empty_is_left_out_where_that_is_asked_for(tmp_path: Path, capsys: Run) -> None:
    empty = tmp_path / "README.md"
    empty.write_text("# Words\n")
    other = tmp_path / "picture.png"
    other.write_bytes(b"png")
    path = write(tmp_path, RIGHT)
    assert main(["check", path, str(empty)]) == 3
    assert main(["check", path, str(empty), "--skip-empty"]) == 0
    capsys.readouterr()
    assert main(["check", str(empty), "--skip-empty"]) == 0
    assert capsys.readouterr() == ("", "derivation: nothing to judge: no display equations\n")
    for format in ("json", "sarif", "junit", "github"):
        assert main(["check", str(empty), "--skip-empty", "--format", format]) == 0
    assert main(["check", write(tmp_path, WRONG), str(empty), "--skip-empty"]) == 1
    assert main(["check", str(tmp_path / "none.md"), "--skip-empty"]) == 2
    assert main(["check", str(other), "--skip-empty"]) == 2
    empty.write_text("$$ $$")
    assert main(["check", str(empty), "--skip-empty"]) == 2


def test_of_a_pattern_only_documents_are_taken(
    tmp_path: Path, capsys: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, RIGHT, "base = 1")
    (tmp_path / "README.md").write_text("# Words\n")
    project = tmp_path / "pyproject.toml"
    project.write_text('[tool.derivation]\ndocuments = ["m*"]\n')
    assert main(["check"]) == 0
    project.write_text('[tool.derivation]\ndocuments = ["R*", "mine.md"]\n')
    assert main(["check"]) == 0
    project.write_text('[tool.derivation]\ndocuments = ["R*"]\n')
    assert main(["check"]) == 2
    assert "none of the project's documents has display equations" in capsys.readouterr().err
    project.write_text('[tool.derivation]\ndocuments = ["README.md"]\n')
    assert main(["check"]) == 2


HOOK = """\
repos:
- repo: local
  hooks:
  - {id: derivation-check, name: check, language: system, files: ^docs/, entry: ENTRY, types_or: TYPES}
"""


@pytest.mark.skipif(find_spec("pre_commit") is None, reason="there is no pre-commit")
def test_the_hook_takes_documents_of_a_folder_and_leaves_out_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = (Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text()
    entry, types = (re.search(rf"{key}: (.*)", hook)[1] for key in ("entry", "types_or"))
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "x.png").write_bytes(b"\x89PNG")
    (docs / "conf.py").write_text("x = 1\n")
    (docs / "index.md").write_text("# Words\n")
    write(docs, RIGHT, "base = 1\n")
    (tmp_path / "README.md").write_text(WRONG)
    entry = entry.replace("derivation", f"{sys.executable} -m derivation", 1)
    (tmp_path / ".pre-commit-config.yaml").write_text(HOOK.replace("ENTRY", entry).replace("TYPES", types))
    for command in (["git", "init", "-q"], ["git", "add", "."]):
        subprocess.run(command, cwd=tmp_path, check=True)
    run = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "kept")}
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "right" in done.stdout
    write(docs, WRONG)
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "an error enters here" in done.stdout


def test_a_pipe_without_unicode_is_no_failure() -> None:
    command = [sys.executable, "-m", "derivation", "check", "softargmax", "--equation", "3"]
    ended = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    assert "right" in ended.stdout


@pytest.mark.parametrize(
    "command", [["check"], ["show"], ["check", "--format", "json"], ["emit", "--theorem", "y"]]
)
def test_nothing_is_written_over_the_document(tmp_path: Path, capsys: Run, command: list[str]) -> None:
    path = write(tmp_path, RIGHT)
    assert main([*command, path, "-o", path]) == 2
    assert "mine.md is the document itself; name another file" in capsys.readouterr().err
    assert Path(path).read_text() == RIGHT


def test_emitted_files_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "grad.py"
    emitted = ["emit", "softargmax", "--theorem", "SA'(X)"]
    assert main([*emitted, "-o", str(file)]) == 0
    assert main([*emitted, "--check", str(file)]) == 0
    assert "SA'(X) corrects (13), (14), (15), (16)." in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace("index - centre", "index"), encoding="utf-8")
    capsys.readouterr()
    assert main([*emitted, "--check", str(file)]) == 1
    assert "+    index = index - centre" in capsys.readouterr().out
    assert main([*emitted, "--check", str(tmp_path / "none.py")]) == 2
    none = tmp_path / "none.py"
    assert capsys.readouterr().err == f"derivation: {none} is not there to be compared; -o {none} writes it\n"
    assert main([*emitted, "--check", str(file), "-o", str(none)]) == 2
    assert "--check writes nothing, and -o FILE is for what is written" in capsys.readouterr().err
    assert not none.exists()
    (tmp_path / "latin.py").write_bytes(b"\xe9")
    assert main([*emitted, "--check", str(tmp_path / "latin.py")]) == 2
    assert "latin.py: not UTF-8 text" in capsys.readouterr().err


def test_emitted_modules_are_written_over_their_own_files_alone(tmp_path: Path, capsys: Run) -> None:
    document = write(tmp_path, "$$ s = \\sum_{k=1}^n e^{x_k} $$\n")
    file = tmp_path / "s.py"
    emitted = ["emit", document, "--theorem", "s", "-o", str(file)]
    for text in (None, "", "# Written by derivation 0.0.1.\n"):
        if text is not None:
            file.write_text(text)
        assert main(emitted) == 0
        assert "def s(" in file.read_text(encoding="utf-8")
    file.write_text("mine = 1\n")
    capsys.readouterr()
    assert main(emitted) == 2
    assert "s.py is there and is no emitted module; name another file with -o" in capsys.readouterr().err
    assert file.read_text() == "mine = 1\n"
    assert main([*emitted, "--force"]) == 0
    assert "def s(" in file.read_text(encoding="utf-8")
    assert main(["emit", document, "--theorem", "s", "-o", document, "--force"]) == 2


def test_several_theorems_are_several_functions(tmp_path: Path, capsys: Run) -> None:
    file = tmp_path / "both.py"
    both = ["emit", "softargmax", "--theorem", "SA", "--theorem", "SA'(X)"]
    assert main([*both, "-o", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    assert "\ndef SA(" in text
    assert "\ndef SA_gradient(" in text
    assert subprocess.run([sys.executable, str(file)], check=False).returncode == 0
    capsys.readouterr()
    assert main([*both, "--theorem", "SA", "-o", str(file)]) == 2
    assert "SA and SA would both be the function SA" in capsys.readouterr().err


def test_an_equation_by_its_label(tmp_path: Path, capsys: Run) -> None:
    path = tmp_path / "mine.tex"
    path.write_text("\\begin{equation} y = x^2 \\label{eq:y} \\end{equation}", encoding="utf-8")
    assert main(["explain", str(path), "eq:y"]) == 0
    assert "(1) := definition" in capsys.readouterr().out


def test_a_line_gets_the_seconds_that_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("$$ (a+b)^{40} (c+d)^{40} = (b+a)^{40} (d+c)^{40} $$\n")
    assert main(["check", str(paper), "--no-cache", "--seconds", "0.01"]) == 3
    assert "allow more seconds, or print a step in between" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "nan", "inf"])
def test_seconds_are_a_number_above_zero(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "softargmax", f"--seconds={seconds}"])
    assert ended.value.code == 2
    assert f"{seconds!r} is no number of seconds above 0" in capsys.readouterr().err


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("command", [["check", "--format", "json"], ["emit", "--theorem", "y"], ["report"]])
def test_nothing_is_written_over_the_reading_file(
    tmp_path: Path, capsys: Run, command: list[str], named: bool
) -> None:
    path = write(tmp_path, RIGHT, "base = 1\n")
    reading = tmp_path / "mine.toml"
    if named:
        reading = reading.rename(tmp_path / "other.toml")
        command = [*command, "--reading", str(reading)]
    assert main([*command, path, "--force", "-o", str(reading)]) == 2
    assert "; name another file" in capsys.readouterr().err
    assert reading.read_text() == "base = 1\n"
