"""Errata: every derivation of the gallery that has errors is corrected, and right when checked again."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import derivation
from derivation.cli import main
from derivation.errata import erratum

SLIPS = [name for name in derivation.bundled() if derivation.check(name).exit_code == 1]
WRONG = "# Square\n\n$$ y = x^2 \\tag{1} $$\n\n$$ \\frac{\\partial y}{\\partial x} = 3 x \\tag{2} $$\n"
Capture = pytest.CaptureFixture[str]


def test_the_gallery_has_slips() -> None:
    assert "softargmax" in SLIPS
    assert len(SLIPS) >= 10


@pytest.mark.parametrize("suffix", [".md", ".tex"])
@pytest.mark.parametrize("name", SLIPS)
def test_an_erratum_is_right_throughout(name: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"erratum{suffix}"
    assert main(["erratum", name, "-o", str(path)]) == 0
    report = derivation.check(path)
    assert {result.verdict for result in report} <= {"right", "definition"}
    assert len(report) == len(derivation.check(name))


def test_what_it_says(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "square.md"
    path.write_text(WRONG)
    assert main(["erratum", str(path)]) == 0
    text = capsys.readouterr().out
    assert "One error enters, in (2)." in text
    assert "= 2 x \\tag{2}" in text
    assert "Printed: $\\frac{\\partial y}{\\partial x} = 3 x$" in text


def test_nothing_to_correct(capsys: Capture) -> None:
    assert main(["erratum", "log-sum-exp"]) == 0
    assert "nothing to correct" in capsys.readouterr().out
    assert erratum(derivation.check("log-sum-exp")) is None


def test_what_was_not_judged_is_told(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "open.md"
    path.write_text(WRONG + "\n$$ \\int y = x \\tag{3} $$\n")
    assert main(["erratum", str(path)]) == 3
    assert "(3)" in capsys.readouterr().err


def test_nothing_is_lost(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "square.md"
    path.write_text(WRONG)
    assert main(["erratum", str(path), "-o", str(path)]) == 2
    assert "is the document itself" in capsys.readouterr().err
    assert main(["erratum", str(path), "-o", str(path), "--force"]) == 2
    (tmp_path / "other.toml").write_text("base = 0\n")
    assert main(["erratum", str(path), "-o", str(tmp_path / "other.md")]) == 2
    assert "other.toml is there and is no reading file of an erratum" in capsys.readouterr().err
    assert main(["erratum", str(path), "-o", str(tmp_path / "e.pdf")]) == 2
    assert "its name should end in one of" in capsys.readouterr().err
    assert path.read_text() == WRONG


@pytest.mark.parametrize("suffix", [".md", ".tex"])
def test_only_an_erratum_is_written_over(tmp_path: Path, capsys: Capture, suffix: str) -> None:
    path, output = tmp_path / "square.md", tmp_path / f"e{suffix}"
    path.write_text(WRONG)
    output.write_text("\n")
    command = ["erratum", str(path), "-o", str(output)]
    assert main(command) == 0
    path.write_text(WRONG.replace("Square", "Again"))
    assert main(command) == 0
    written = output.read_text()
    assert "Again" in written
    for other in (b"# Mine\n\n$$ a = b $$\n", b"\xff"):
        output.write_bytes(other)
        assert main(command) == 2
        assert f"e{suffix} is there and is no erratum; name another file with -o" in capsys.readouterr().err
        assert output.read_bytes() == other
    assert main([*command, "--force"]) == 0
    assert output.read_text() == written


def test_the_reading_file_of_the_document_is_never_written_over(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "square.md"
    path.write_text(WRONG)
    (tmp_path / "square.toml").write_text("base = 0\n")
    assert main(["erratum", str(path), "-o", str(tmp_path / "square.tex"), "--force"]) == 2
    assert "is the document's reading file" in capsys.readouterr().err
    assert (tmp_path / "square.toml").read_text() == "base = 0\n"


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")
def test_it_compiles(tmp_path: Path) -> None:
    main(["erratum", "softargmax", "-o", str(tmp_path / "erratum.tex")])
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "erratum.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout


@pytest.mark.parametrize("text", ["$$ 2 = 2 $$", "$$ 1 + 1 = 3 $$"])
def test_an_unknown_format_is_a_mistake_of_the_caller(text: str) -> None:
    report = derivation.check(derivation.loads(text))
    with pytest.raises(ValueError, match=r"format is one of \['latex', 'markdown'\], not 'md'"):
        erratum(report, "md")


@pytest.mark.parametrize("suffix", [".md", ".tex"])
def test_what_is_assumed_without_spaces_is_said_again(tmp_path: Path, suffix: str) -> None:
    path, output = tmp_path / "a.md", tmp_path / f"e{suffix}"
    path.write_text("Assume $0<x$.\n\n$$ y = |x| $$\n\n$$ y = x $$\n\n$$ 2y = 3x $$\n")
    assert main(["erratum", str(path), "-o", str(output)]) == 0
    assert "Assume $0" in output.read_text()


HOSTILE = r"""# \write18{id} <script>alert(1)</script> ![x](http://e/x) `c` [z] &#x202e; $\input{p}$

$$ y = x^2 \tag{<script>alert(2)</script>} $$

$$ \frac{\partial y}{\partial x} = 3 x \text{ \immediate\write18{ls}} \label{a\write18{b}} $$

$$ z = \write18{ls} y $$

$$ \frac{\partial y}{\partial x} = 4 x ^^5cwrite18 $$

$$ \frac{\partial y}{\partial x} = 5 x % $ \input{x}
 $$

$$ \frac{\partial y}{\partial x} = 6 \phantom{\openout1=x} x \tag{\csname x\endcsname} $$

$$ L_{\text{\write18{a}}} = 2 x \tag{7} $$

$$ y = x + \operatorname{a\end{equation}\end{verbatim}\input{b}} \tag{8} $$

$$ y = x^2 + x <img src=x onerror=alert(1)> 2 \tag{9} $$

$$ \frac{\partial y}{\partial x} = ![x](http://e/y.png) 3 x \tag{10} $$
"""
SOURCE = r"""source = '''A \write18{x} <b> ``` [x] ![y](z)

\input{y}
# heading %'''
title = '''\write18{id} <script>alert(1)</script> $\input{p}$ `c` ^^5c
%'''
"""
LISTED = """
documentclass usepackage setlength parindent parskip emergencystretch relpenalty binoppenalty
newenvironment list leftmargin rightmargin item relax small raggedright endlist makeatletter makeatother
title author date begin end maketitle textbf texttt textbackslash textasciicircum textasciitilde
tag frac partial displaystyle nopagebreak ldots quad
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    (tmp_path / "evil.md").write_text(HOSTILE)
    (tmp_path / "evil.toml").write_text(SOURCE)
    return tmp_path / "evil.md"


@pytest.mark.parametrize("with_reading", [True, False])
def test_a_document_runs_nothing_in_latex(hostile: Path, with_reading: bool) -> None:
    if not with_reading:
        hostile.with_suffix(".toml").unlink()
    output = hostile.with_name("e.tex")
    assert main(["erratum", str(hostile), "-o", str(output)]) in (1, 3)
    text = output.read_text()
    assert "One error" in text or "errors enter" in text
    shown = re.sub(r"\\(?:[%#&_${}\\,;]|textbackslash\{\}\w*)", "", text.partition("\n")[2])
    assert set(re.findall(r"\\([A-Za-z]+)", shown)) <= set(LISTED.split())
    assert "^^" not in text
    assert "%" not in shown
    assert set(re.findall(r"\\(?:begin|end)\{(\w+)\}", text)) <= {"document", "equation", "remark", "itemize"}
    assert "\n\n" not in text[text.index("\\title") : text.index("\\date")]


@pytest.mark.parametrize("with_reading", [True, False])
def test_a_document_is_no_html_in_markdown(hostile: Path, with_reading: bool) -> None:
    if not with_reading:
        hostile.with_suffix(".toml").unlink()
    output = hostile.with_name("e.md")
    assert main(["erratum", str(hostile), "-o", str(output)]) in (1, 3)
    text = output.read_text().partition("\n")[2]
    prose = re.sub(r"(`+).*?\1", "", text)
    assert not re.search(r"<[A-Za-z/!?]", prose)
    assert not re.search(r"://|@|www\.|\][(\[:]|!\[|\\\[|&(?!(?:lt|gt|amp|#96|#36|#91|#93);)", prose)
    assert not re.search(r"\\(?:write|input|immediate|openout|csname)", re.sub(r"\\\\", "", prose))
    tags = [equation.tag for equation in derivation.load(output).document.equations]
    assert tags == ["?script?alert(2)?/script?", "4", "?csname x?endcsname", "9", "10"]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")
def test_a_hostile_document_compiles(hostile: Path) -> None:
    main(["erratum", str(hostile), "-o", str(hostile.with_name("e.tex"))])
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-shell-escape", "e.tex"]
    done = subprocess.run(command, cwd=hostile.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize(
    "linked", ["https://evil.example/x", "www.evil.example", "@octocat", "a@b.example", "mailto:a"]
)
def test_what_markdown_makes_a_link_of_is_code_in_an_erratum(tmp_path: Path, linked: str) -> None:
    path, output = tmp_path / "a.md", tmp_path / "e.md"
    path.write_text(f"# See {linked} (and $x$ {linked})\n\n$$ y = x^2 $$\n\n$$ 1 + 1 = 3 $$\n")
    assert main(["erratum", str(path), "-o", str(output)]) in (0, 1)
    assert f"# Erratum: See `{linked}` (and $x$ `{linked})`" in output.read_text()
