"""What `check` prints of a long document first, and how much it prints of any."""

from __future__ import annotations

from pathlib import Path

import pytest

import derivation
from derivation.cli import main
from derivation.report.overview import heading, reasons

Capture = pytest.CaptureFixture[str]

TRUE = "\n\n".join(f"$$ (x + {k})^2 = x^2 + {2 * k} x + {k * k} $$" for k in range(1, 34))
MATRICES = "$$ \\begin{pmatrix} z \\end{pmatrix} = z $$\n\n$$ \\begin{bmatrix} z \\end{bmatrix} = z $$"
OPEN = f"{MATRICES}\n\n$$ \\int z = z $$"
FALSE = "$$ 1 + 1 = 3 $$"
LONG = f"# Squares\n\n{TRUE}\n\n{OPEN}\n\n{FALSE}\n"
SHORT = f"# Squares\n\n$$ y = x^2 $$\n\n{OPEN}\n\n{FALSE}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "long.md").write_text(LONG)
    (tmp_path / "short.md").write_text(SHORT)
    (tmp_path / "true.md").write_text(f"# Squares\n\n{TRUE}\n")
    return tmp_path


def printed(capsys: Capture, *arguments: str) -> str:
    main(list(arguments))
    return capsys.readouterr().out


def test_the_heading_counts_displays_lines_and_claims() -> None:
    told = heading(derivation.check(derivation.loads(LONG)).audit)
    assert told == "37 displays with 37 lines: 37 claims, 34 of them judged."
    told = heading(derivation.check(derivation.loads("$$ y = x $$\n\n$$ a = \\# $$")).audit)
    assert (
        told
        == "2 displays with 2 lines: 0 claims, 0 of them judged; a definition; a line that can't be read."
    )


def test_reasons_are_told_the_most_common_first() -> None:
    found = reasons(derivation.check(derivation.loads(LONG)).audit)
    assert [len(reason.labels) for reason in found] == [2, 1]
    assert found[0].text == "this rests on the value of …, which is not known"


def test_a_long_document_is_summed_up_and_what_is_false_is_shown(capsys: Capture) -> None:
    out = printed(capsys, "check", "long.md")
    lines = out.splitlines()
    assert "37 displays" in lines[1]
    assert "2  this rests on the value of …" in out
    assert "35, 36" in out
    assert "(37)" in out
    assert "(1)" not in out
    assert "--verbose" in lines[-1]


def test_a_long_document_is_shown_whole_where_that_is_asked_for(capsys: Capture) -> None:
    for out in (printed(capsys, "check", "long.md", "--verbose"), printed(capsys, "show", "long.md")):
        assert "(1)" in out
        assert "(37)" in out
        assert "--verbose" not in out


def test_a_short_document_is_shown_whole(capsys: Capture) -> None:
    out = printed(capsys, "check", "short.md")
    assert "(1)" in out
    assert "--verbose" not in out


def test_quiet_prints_what_is_false_alone(capsys: Capture) -> None:
    out = printed(capsys, "check", "-q", "short.md")
    assert "(5)" in out
    assert "(1)" not in out
    assert printed(capsys, "check", "--quiet", "true.md") == ""


def test_quiet_names_the_documents_in_which_something_is_false(capsys: Capture) -> None:
    out = printed(capsys, "check", "-q", "true.md", "short.md")
    assert out.startswith("short.md\n")
    assert "true.md" not in out


def test_what_cannot_be_read_is_told_once(capsys: Capture) -> None:
    Path("bad.md").write_text("$$ y = x $$\n\n$$ a = \\# $$\n")
    assert printed(capsys, "check", "bad.md").count("unknown command") == 1


def test_one_may_not_ask_for_both(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["check", "-q", "--verbose", "short.md"])
    assert "not allowed with" in capsys.readouterr().err
