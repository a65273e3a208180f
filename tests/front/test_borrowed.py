"""Macros that other files of a project define."""

from __future__ import annotations

from pathlib import Path

from derivation.front.document import read_document


def _lay(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def _written(root: Path, files: dict[str, str], document: str) -> str:
    (root / ".git").mkdir()
    _lay(root, files)
    found = read_document(root / document)
    (equation,) = found.equations
    return found.source.text[equation.span.start : equation.span.end].strip() + " | " + "".join(found.notes)


def test_the_macros_of_a_site_are_read_from_its_settings(tmp_path: Path) -> None:
    settings = 'tex:\n  macros:\n    "vv": ["\\\\mathbf{#1}", 1]\n'
    files = {"_config.yml": settings, "notes/one.md": "$$ \\vv{x} = 1 $$\n"}
    assert _written(tmp_path, files, "notes/one.md").startswith("\\mathbf{x} = 1 | macros of other files")


def test_a_chapter_has_the_macros_of_the_file_that_inputs_it(tmp_path: Path) -> None:
    files = {
        "book.tex": "\\documentclass{book}\n\\input{head}\n"
        "\\begin{document}\\include{text/one}\\end{document}\n",
        "head.tex": "\\newcommand{\\loss}{\\mathcal{L}}\n",
        "text/one.tex": "\\[ \\loss = 1 \\]\n",
    }
    assert _written(tmp_path, files, "text/one.tex").startswith("\\mathcal{L} = 1 | ")


def test_a_chapter_of_a_chapter_has_them_too_outside_of_a_repository(tmp_path: Path) -> None:
    files = {
        "book.tex": "\\documentclass{book}\n\\input{heads/head}\n"
        "\\begin{document}\\include{first}\\end{document}\n",
        "heads/head.tex": "\\newcommand{\\fp}{\\ensuremath{\\ifmmode f\\,'\\else x\\fi}}\n",
        "first.tex": "\\input{text/one}\n",
        "text/one.tex": "\\[ \\fp = 1 \\]\n",
        "text/two.tex": "\\[ \\fp = 1 \\]\n",
    }
    _lay(tmp_path, files)
    for name, read in (("one", "\\ensuremath{f\\,'} = 1"), ("two", "\\fp = 1")):
        found = read_document(tmp_path / "text" / f"{name}.tex")
        (equation,) = found.equations
        assert found.source.text[equation.span.start : equation.span.end].strip() == read


def test_a_document_s_own_definition_holds_over_those(tmp_path: Path) -> None:
    files = {
        "_config.yml": "tex:\n  macros:\n    x: 'y'\n",
        "one.md": "$\\newcommand{\\x}{z}$\n\n$$ \\x = 1 $$\n",
    }
    assert _written(tmp_path, files, "one.md") == "z = 1 | "


def test_nothing_outside_of_the_repository_is_read(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("tex:\n  macros:\n    x: 'y'\n")
    (tmp_path / "inner").mkdir()
    assert _written(tmp_path / "inner", {"one.md": "$$ \\x = 1 $$\n"}, "one.md").startswith("\\x = 1")
