"""Answers from one run to the next: the same to the last byte, and never those to another question."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from derivation.cache import answers
from derivation.cache.answers import Question, answered, asked
from derivation.cache.folder import Folder, usual
from derivation.front.document import read_document
from derivation.terms import limits

TEXT = "$$ y = x^2 \\tag{1} $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{2} $$\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.delenv("DERIVATION_NO_CACHE", raising=False)
    monkeypatch.setenv("DERIVATION_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(answers, "engine", lambda: "this engine")
    monkeypatch.chdir(tmp_path)
    Path("q.md").write_text(TEXT)
    found = usual(answers.KIND)
    assert found is not None
    return found


def prints(text: str, status: int = 1) -> Callable[[], int]:
    def command() -> int:
        print(text)
        return status

    return command


def refused() -> int:
    raise AssertionError("this was run anew")


def ask(*arguments: str) -> Question:
    question = asked(arguments)
    assert question is not None
    return question


def test_a_second_run_prints_the_same_and_runs_nothing(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered(ask("check", "q.md"), prints("✗ wrong")) == 1
    first = capsys.readouterr().out
    assert answered(ask("check", "q.md"), refused) == 1
    assert capsys.readouterr().out == first == "✗ wrong\n"


def in_other(what: str, monkeypatch: pytest.MonkeyPatch) -> Question:
    """The question about `q.md`, where one thing is not as it was."""
    match what:
        case "text":
            Path("q.md").write_text(TEXT + " ")
        case "a reading file":
            Path("q.toml").write_text('positive = ["x"]')
        case "the reading file of a folder":
            Path("reading.toml").write_text('positive = ["x"]')
        case "a command":
            return ask("show", "q.md")
        case "a format":
            return ask("check", "q.md", "--format", "json")
        case "an equation":
            return ask("check", "q.md", "--equation=2")
        case "a path":
            return ask("check", "./q.md")
        case "a width":
            monkeypatch.setenv("COLUMNS", "40")
        case "colours":
            monkeypatch.setenv("FORCE_COLOR", "1")
        case "a terminal":
            monkeypatch.setattr(os, "get_terminal_size", lambda number: (90, 20))
        case "an encoding":
            monkeypatch.setattr(answers, "_terminal", lambda stream: "ascii")
        case "an engine":
            monkeypatch.setattr(answers, "engine", lambda: "another engine")
        case "a folder":
            Path("sub").mkdir()
            Path("sub", "q.md").write_text(TEXT)
            monkeypatch.chdir("sub")
    return ask("check", "q.md")


OTHER = (
    *("text", "a reading file", "the reading file of a folder", "a command", "a format", "an equation"),
    *("a path", "a width", "colours", "a terminal", "an encoding", "an engine", "a folder"),
)


@pytest.mark.parametrize("what", OTHER)
def test_another_question_has_another_answer(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    answered(ask("check", "q.md"), prints("the first"))
    other = in_other(what, monkeypatch)
    answered(other, prints("the second"))
    assert capsys.readouterr().out == "the first\nthe second\n"


def test_what_was_so_before_has_its_answer_still(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    answered(ask("check", "q.md"), prints("the first"))
    Path("q.md").write_text(TEXT + " ")
    answered(ask("check", "q.md"), prints("the second"))
    Path("q.md").write_text(TEXT)
    answered(ask("check", "q.md"), refused)
    assert capsys.readouterr().out == "the first\nthe second\nthe first\n"


def test_a_file_that_takes_the_name_of_a_bundled_document_is_another(folder: Folder) -> None:
    question = ask("check", "variance")
    answered(question, prints("the bundled one"))
    before = question.key()
    Path("variance").write_text(TEXT)
    assert question.key() != before


def test_the_reading_file_that_is_named_is_a_part_of_the_question(folder: Folder) -> None:
    Path("mine.toml").write_text("")
    keys = [
        ask("check", "q.md", *named).key() for named in (["--reading", "mine.toml"], ["--reading=mine.toml"])
    ]
    Path("mine.toml").write_text('positive = ["x"]')
    keys.append(ask("check", "q.md", "--reading", "mine.toml").key())
    assert len({*keys}) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["list"],
        ["report", "q.md"],
        ["explain", "q.md", "2"],
        ["check", "q.md", "p.md"],
        ["check", "q.md", "-o", "x"],
        ["check", "q.md", "--output=x"],
        ["check", "q.md", "--out", "x"],
        ["check", "q.md", "--baseline", "b.toml"],
        ["check", "q.md", "--no-cache"],
        ["check", "--", "q.md"],
        ["check", "--help"],
        ["check", "-h"],
        ["--version"],
    ],
)
def test_no_answers_are_kept_of_what_is_no_question_about_one_document(arguments: list[str]) -> None:
    assert asked(arguments) is None


@pytest.mark.parametrize("named", ["none.md", ".", "sub", ""])
def test_what_is_no_file_has_no_answer(folder: Folder, named: str) -> None:
    Path("sub").mkdir()
    answered(ask("check", named), prints("the first"))
    assert folder.used().entries == 0


@pytest.mark.parametrize("status", [2, 130])
def test_a_refusal_is_not_kept(folder: Folder, status: int) -> None:
    assert answered(ask("check", "q.md"), prints("", status)) == status
    assert folder.used().entries == 0


def test_what_ran_out_of_time_is_not_kept(folder: Folder) -> None:
    def late() -> int:
        limits.meet("5 s")
        return 3

    assert answered(ask("check", "q.md"), late) == 3
    assert folder.used().entries == 0


def test_a_verdict_that_ran_out_of_time_makes_no_answer(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from derivation import checking
    from derivation.cli import main

    original = checking.audit

    def late(*arguments: Any) -> Any:
        limits.meet("5 s")
        return original(*arguments)

    monkeypatch.setattr(checking, "audit", late)
    answered(ask("check", "q.md"), lambda: main(["check", "q.md"]))
    assert folder.used().entries == 0


def test_a_document_that_changes_meanwhile_makes_no_answer(folder: Folder) -> None:
    def slow() -> int:
        Path("q.md").write_text(TEXT + " ")
        return 1

    answered(ask("check", "q.md"), slow)
    assert folder.used().entries == 0


PAPER = "\\documentclass{article}\n\\begin{document}\n\\input{one}\n\\input{two}\n\\end{document}\n"


@pytest.mark.parametrize(
    "what", ["a part", "a part of a part", "a part that was missing", "macros", "a main file"]
)
def test_a_change_of_another_file_that_is_read_has_another_answer(
    folder: Folder, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    files = {
        "main.tex": PAPER.replace("\\begin{d", "\\usepackage{own}\\begin{d"),
        "one.tex": "\\[ y = x^2 \\]\n\\input{deep}\n",
        "deep.tex": "\\[ z = \\c x \\]\n",
        "own.sty": "\\newcommand{\\c}{3}\n",
        "chapter.tex": "\\[ z = \\d x \\]\n",
    }
    for name, text in files.items():
        Path(name).write_text(text)
    document = "chapter.tex" if what == "a main file" else "main.tex"

    def command() -> int:
        found = read_document(document)
        print(*(found.source.text[slice(*equation.span)] for equation in found.equations))
        return 1

    answered(ask("check", document), command)
    first = capsys.readouterr().out
    answered(ask("check", document), refused)
    assert capsys.readouterr().out == first
    changed, text = {
        "a part": ("one.tex", "\\[ y = x^3 \\]"),
        "a part of a part": ("deep.tex", "\\[ z = 4x \\]"),
        "a part that was missing": ("two.tex", "\\[ w = 1 \\]"),
        "macros": ("own.sty", "\\newcommand{\\c}{5}\n"),
        "a main file": (
            "book.tex",
            PAPER.replace("one", "chapter").replace("\n", "\\newcommand{\\d}{7}\n", 1),
        ),
    }[what]
    Path(changed).write_text(text)
    answered(ask("check", document), command)
    second = capsys.readouterr().out
    assert second != first
    answered(ask("check", document), refused)
    assert capsys.readouterr().out == second


def test_a_part_that_changes_meanwhile_makes_no_answer(folder: Folder) -> None:
    Path("main.tex").write_text(PAPER)
    Path("one.tex").write_text("\\[ y = x^2 \\]\n")

    def slow() -> int:
        read_document("main.tex")
        Path("one.tex").write_text("\\[ y = x^3 \\]\n")
        return 1

    answered(ask("check", "main.tex"), slow)
    assert folder.used().entries == 0


def test_an_engine_that_is_not_known_makes_no_answer(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "engine", lambda: None)
    assert answered(ask("check", "q.md"), prints("x")) == 1
    assert folder.used().entries == 0


def test_nothing_is_kept_where_the_environment_says_so(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DERIVATION_NO_CACHE", "1")
    answered(ask("check", "q.md"), prints("x"))
    assert folder.used().entries == 0


@pytest.mark.parametrize("harm", ["damage", "another shape", "writable by all"])
def test_harm_counts_as_nothing(folder: Folder, capsys: pytest.CaptureFixture[str], harm: str) -> None:
    answered(ask("check", "q.md"), prints("the first"))
    (path,) = folder.path.glob("*.json")
    match harm:
        case "damage":
            path.write_text(path.read_text().replace("first", "worst"))
        case "another shape":
            folder.write(path.stem, [1, "the worst", ["q.md"]])
        case "writable by all":
            folder.path.chmod(0o777)
    answered(ask("check", "q.md"), prints("the second"))
    assert capsys.readouterr().out == "the first\nthe second\n"


def test_what_cannot_be_printed_is_left_to_the_command(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    answered(ask("check", "q.md"), prints("x"))
    kept = answers._terminal(sys.stdout)
    monkeypatch.setattr(answers, "_terminal", lambda stream: kept)
    monkeypatch.setattr(sys, "stdout", Full())
    assert answered(ask("check", "q.md"), lambda: 2) == 2


def test_rich_looks_at_no_other_variables() -> None:
    import rich.console

    text = Path(rich.console.__file__).read_text()
    read = re.findall(r'environ(?:\.get\(|\[)\s*"(\w+)"', text)
    assert len(read) >= 8
    assert {*read} <= {*answers.TERMINAL}


RUN = """
import sys
from derivation.__main__ import main

opened = []
sys.addaudithook(lambda event, details: opened.append(details) if event == "open" else None)
sys.argv = ["derivation", *sys.argv[1:]]
status = main()
sys.stdout.flush()
print("derivation.checking" in sys.modules, "re" in sys.modules, file=sys.stderr)
print(*{str(path) for path, mode, _ in opened if str(path).endswith((".md", ".toml"))}, file=sys.stderr)
raise SystemExit(status)
"""


def run(*arguments: str, **more: str) -> SimpleNamespace:
    environment = {name: value for name, value in os.environ.items() if name != "DERIVATION_NO_CACHE"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, env={**environment, **more}, check=False
    )
    heavy, opened = done.stderr.decode().splitlines()[-2:]
    return SimpleNamespace(
        status=done.returncode, out=done.stdout, heavy=heavy.startswith("True"), opened={*opened.split()}
    )


@pytest.mark.parametrize("form", [[], ["--format", "json"], ["--equation", "2"], ["--reading", "mine.toml"]])
def test_the_command_has_its_answer_without_what_is_heavy(folder: Folder, form: list[str]) -> None:
    Path("mine.toml").write_text('positive = ["x"]')
    first, again = (run("check", "q.md", *form) for _ in range(2))
    assert (first.heavy, again.heavy) == (True, False)
    assert (first.out, first.status) == (again.out, again.status)
    assert first.status == 1
    Path("q.md").write_text(TEXT.replace("3 x", "2 x"))
    changed = run("check", "q.md", *form)
    assert changed.heavy
    assert changed.status == 0


def test_signs_that_a_pipe_has_no_code_for_come_back_the_same(folder: Folder) -> None:
    first, again = (run("check", "q.md", PYTHONIOENCODING="ascii") for _ in range(2))
    assert again.out == first.out
    assert not again.heavy


@pytest.mark.parametrize("reading", ["q.toml", "reading.toml", ""])
def test_all_that_is_read_is_a_part_of_the_question(folder: Folder, reading: str) -> None:
    if reading:
        Path(reading).write_text('positive = ["x"]')
    read = run("check", "q.md", DERIVATION_NO_CACHE="1").opened
    assert read == {"q.md", reading} - {""}
    assert read <= {str(path) for path in ask("check", "q.md").files()}
