"""The pytest plugin: what is collected, what a failure says, baselines, xdist."""

from __future__ import annotations

import re

import pytest

from derivation.cli import main
from derivation.text.visible import visible

pytest_plugins = ["pytester"]

TEXT = "# T\n\n$$ y = x^2 \\tag{1} $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{2} $$\n"
OPEN = TEXT + "\n$$ \\int y = x \\tag{3} $$\n"


@pytest.fixture
def folder(pytester: pytest.Pytester) -> pytest.Pytester:
    (pytester.path / "square.md").write_text(TEXT)
    (pytester.path / "square.toml").write_text('title = "Square"\npositive = ["x"]\n')
    (pytester.path / "README.md").write_text("# A readme\n\n$$ 1 = 2 $$\n")
    return pytester


def run(folder: pytest.Pytester, *options: str) -> pytest.RunResult:
    """What pytest says; without the plugin of Hypothesis, which takes longer to begin than all the rest."""
    return folder.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:hypothesispytest", *options)


def test_a_test_an_equation(folder: pytest.Pytester) -> None:
    result = run(folder, "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*square.md::square-1 PASSED*", "*square.md::square-2 FAILED*"])
    result.stdout.fnmatch_lines(["*(2) * wrong *= 3 x*", "*an error enters here*", "*correct 2 x*"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*README*")


def test_one_equation_by_name(folder: pytest.Pytester) -> None:
    run(folder, "-k", "square and 1").assert_outcomes(passed=1, deselected=1)


def test_xdist(folder: pytest.Pytester) -> None:
    run(folder, "-n", "2").assert_outcomes(passed=1, failed=1)


def test_what_is_open_is_an_expected_failure(folder: pytest.Pytester) -> None:
    (folder.path / "square.md").write_text(OPEN)
    run(folder).assert_outcomes(passed=1, failed=1, xfailed=1)


def test_documents_of_a_project(folder: pytest.Pytester) -> None:
    (folder.path / "square.toml").unlink()
    run(folder).assert_outcomes()
    (folder.path / "pyproject.toml").write_text('[tool.derivation]\ndocuments = ["*.md"]\n')
    run(folder).assert_outcomes(passed=1, failed=2)


@pytest.mark.parametrize(
    ("reading", "collected"),
    [
        ('title = "Hugo"', False),
        ('title = "Hugo"\nsource = "content"\nbase = "/"\nnames = ["a"]', False),
        ('title = "Hugo"\nbaseURL = "/"\nsizes = [16, 32]', False),
        ("", False),
        ("base = 1", True),
        ('siezs = ["n"]', True),
        ('titel = "Square"', False),
        ("title = ", True),
        ('title = "Square"\npositive = ["x"]', True),
        ("[equations.2]\ncase = 'i = j'", True),
    ],
)
def test_a_reading_file_is_known_by_its_keys(folder: pytest.Pytester, reading: str, collected: bool) -> None:
    (folder.path / "square.toml").write_text(reading)
    assert bool(run(folder).parseoutcomes()) == collected


def test_a_baseline(folder: pytest.Pytester) -> None:
    (folder.path / "pyproject.toml").write_text('[tool.derivation]\nbaseline = "verdicts.toml"\n')
    (folder.path / "verdicts.toml").write_text(
        "[documents.\"square.md\"]\n\"1\" = ['definition', 'y = x^2']\n"
        "\"2\" = ['wrong', '\\frac{\\partial y}{\\partial x} = 3 x']\n"
    )
    run(folder).assert_outcomes(passed=3)
    (folder.path / "square.md").write_text(TEXT.replace("3 x", "2 x"))
    result = run(folder)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*(2) was wrong, and is right now, and was edited*"])
    (folder.path / "square.md").write_text(TEXT[: TEXT.index("$$ \\frac")])
    result = run(folder)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*(2) was wrong, and is gone*"])
    (folder.path / "square.md").unlink()
    result = run(folder)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["FAILED verdicts.toml::square.md - square.md: is on file, and is gone"])


def test_a_document_that_is_not_on_file_is_a_change(
    folder: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.path / "pyproject.toml").write_text(
        '[tool.derivation]\ndocuments = ["square.md"]\nbaseline = "verdicts.toml"\n'
    )
    (folder.path / "square.md").write_text(TEXT.replace("3 x", "2 x"))
    (folder.path / "verdicts.toml").write_text("")
    result = run(folder)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["square.md: (1) is new, and definition", "square.md: (2) is new, and right"])
    monkeypatch.chdir(folder.path)
    assert main(["check"]) == 1
    assert main(["check", "--update-baseline"]) == 0
    assert main(["check"]) == 0
    run(folder).assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.derivation]\ndocument = []\n", "has no 'document'; it has documents and baseline"),
        ('[tool.derivation]\ndocuments = ["x/*.md"]\n', "documents: nothing matches 'x/?.md'"),
        ('[tool.derivation]\nbaseline = "v.toml"\n', "v.toml: there is no baseline"),
    ],
)
def test_a_project_that_makes_no_sense(folder: pytest.Pytester, text: str, message: str) -> None:
    (folder.path / "pyproject.toml").write_text(text)
    run(folder).stderr.fnmatch_lines([f"*{message}*"])


def test_it_can_be_left_out(folder: pytest.Pytester) -> None:
    run(folder, "-p", "no:derivation").assert_outcomes()


def test_a_hostile_document_prints_no_command(folder: pytest.Pytester) -> None:
    text = TEXT + "\n$$\n::error file=a::b\n \\# \x1b[2J \u202e \\tag{::x \x1b[1m} $$\n"
    (folder.path / "square.md").write_text(text.replace("# T", "# ::error::T \x1b]0;t\x07 ##[group]"))
    (folder.path / "broken.md").write_text("text\n::error::x \x1b[2J\u202e $$ a = b")
    (folder.path / "broken.toml").write_text('positive = ["x"]\n')
    for options in ((), ("-v",), ("-q", "-rA")):
        shown = run(folder, *options).stdout.str()
        assert "is never closed" in shown
        assert visible(shown) == shown
        assert not re.search(r"^\s*::|##\w*\[", shown, re.MULTILINE)


def test_reading_files_of_any_shape_are_no_reason_to_stop(folder: pytest.Pytester) -> None:
    (folder.path / "README.toml").write_text(f"x = {'[' * 3000}{']' * 3000}")
    run(folder).assert_outcomes(passed=1, failed=2)


@pytest.mark.parametrize("reading", ["title = ", 'postive = ["x"]', "base = 1\nbase = 2"])
def test_a_broken_reading_file_is_an_error(folder: pytest.Pytester, reading: str) -> None:
    (folder.path / "README.toml").write_text("title = ")
    (folder.path / "README.md").write_text("# A readme\n")
    (folder.path / "square.toml").write_text(reading)
    result = run(folder)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*square.toml*"])
    result.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize("name", ["a\n::error::b", "a\x1b[31mb\u202e"])
@pytest.mark.parametrize("options", [[], ["-v", "-rA"]])
def test_a_name_of_a_file_does_nothing_in_the_log(
    folder: pytest.Pytester, name: str, options: list[str]
) -> None:
    for ending in ("md", "toml"):
        (folder.path / f"square.{ending}").rename(folder.path / f"{name}.{ending}")
    lines = run(folder, "--color=no", *options).stdout.str()
    assert visible(lines) == lines
    assert not any(line.lstrip().startswith("::") for line in lines.splitlines())
