r"""Documents of several files: which text is read, where it is printed, what is left out and told."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import derivation
from derivation.front.document import Document, NoEquations, read_document
from derivation.front.files import MEGABYTE
from derivation.front.parts import MAX_DEPTH, MAX_PARTS
from derivation.text.source import Span

PAPER = "\\documentclass{article}\n\\begin{document}\n%s\n\\end{document}\n"


def written(root: Path, files: Mapping[str, str | bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode() if isinstance(text, str) else text)
    monkeypatch.chdir(root)


def paper(body: str) -> str:
    return PAPER % body


def printed(document: Document) -> list[str]:
    """The equations, each with the place where it is printed."""
    source = document.source
    found = []
    for equation in document.equations:
        line, column = source.line_column(equation.span.start)
        found.append(f"{source.place(line, column)} {source.text[slice(*equation.span)]}")
    return found


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(tmp_path, monkeypatch)


class Reads:
    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.monkeypatch = root, monkeypatch

    def __call__(self, body: str, files: Mapping[str, str | bytes] | None = None, **more: str) -> Document:
        given = {"main.tex": paper(body), **(files or {}), **{f"{k}.tex": v for k, v in more.items()}}
        written(self.root, given, self.monkeypatch)
        return read_document("main.tex")


@pytest.mark.parametrize(
    "command", ["\\input{one}", "\\include{one}", "\\subfile{one}", "\\input one", "\\input{one.tex}"]
)
def test_a_part_is_read_in_place_and_each_place_is_that_in_its_own_file(read: Reads, command: str) -> None:
    document = read(f"\\[ a = 1 \\]\n{command}\n\n\\[ c = 3 \\]", one="One.\n\n  \\[ b = 2 \\]\n")
    assert printed(document) == ["main.tex:3:4 a = 1", "one.tex:3:6 b = 2", "main.tex:6:4 c = 3"]
    assert document.files == ("one.tex",)
    assert document.notes == ()


def test_what_stands_around_a_part_on_its_line_keeps_its_column(read: Reads) -> None:
    document = read("\\[ a = 1 \\] \\input{one} \\[ c = 3 \\]", one="\\[ b = 2 \\]")
    assert printed(document) == ["main.tex:3:4 a = 1", "one.tex:1:4 b = 2", "main.tex:3:28 c = 3"]
    last = document.equations[-1].span
    assert document.source.caret(last) == "\\[ a = 1 \\] \\input{one} \\[ c = 3 \\]\n" + " " * 27 + "^" * 5


def test_parts_stand_in_the_folder_of_the_main_file_or_beside_the_file_that_inputs_them(read: Reads) -> None:
    files = {
        "text/one.tex": "\\input{text/two}\\input{three}",
        "text/two.tex": "\\[ b = 2 \\]",
        "text/three.tex": "\\[ c = 3 \\]",
    }
    document = read("\\input{text/one}", files)
    assert printed(document) == ["text/two.tex:1:4 b = 2", "text/three.tex:1:4 c = 3"]


def test_a_chapter_by_itself_names_parts_from_a_folder_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"text/one.tex": "\\input{text/two}", "text/two.tex": "\\[ b = 2 \\]", ".git/HEAD": ""}
    written(tmp_path, files, monkeypatch)
    assert printed(read_document("text/one.tex")) == ["text/two.tex:1:4 b = 2"]


def test_import_names_a_folder_and_a_file(read: Reads) -> None:
    document = read("\\import{text/}{one}", {"text/one.tex": "\\[ b = 2 \\]"})
    assert printed(document) == ["text/one.tex:1:4 b = 2"]


def test_paths_are_as_the_document_s_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"paper/main.tex": paper("\\input{./text/one}"), "paper/text/one.tex": "\\[ b = 2 \\]"}
    written(tmp_path, files, monkeypatch)
    assert printed(read_document("paper/main.tex")) == ["paper/text/one.tex:1:4 b = 2"]
    assert read_document(tmp_path / "paper/main.tex").files == (str(tmp_path / "paper/text/one.tex"),)


@pytest.mark.parametrize(
    "hidden",
    [
        "% \\input{one}",
        "a % b \\include{one}",
        "\\verb|\\input{one}|",
        "\\begin{verbatim}\n\\input{one}\n\\end{verbatim}",
        "\\begin{comment}\n\\input{one}\n\\end{comment}",
        "\\begin{lstlisting}[language=TeX]\n\\input{one}\n\\end{lstlisting}",
        "\\iffalse\n\\input{one}\n\\fi",
        "\\\\input{one}",
        "\\inputs{one}",
        "\\newcommand{\\part}[1]{\\input{#1}}",
    ],
)
def test_what_is_no_input_brings_nothing_in(read: Reads, hidden: str) -> None:
    document = read(f"{hidden}\n\\[ a = 1 \\]\n", one="\\[ b = 2 \\]")
    assert [line.split(" ", 1)[1] for line in printed(document)] == ["a = 1"]
    assert document.files == ()
    assert document.notes == ()


def test_an_escaped_percent_sign_hides_nothing(read: Reads) -> None:
    assert printed(read("5\\% \\input{one}", one="\\[ b = 2 \\]")) == ["one.tex:1:4 b = 2"]


def test_includeonly_leaves_out_what_it_does_not_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "\\include{one}\n\\include{two}\n\\input{three}"
    files = {name: f"\\[ {name[0]} = 1 \\]" for name in ("one.tex", "two.tex", "three.tex")}
    written(tmp_path, {"main.tex": "\\includeonly{ two }\n" + paper(body), **files}, monkeypatch)
    document = read_document("main.tex")
    assert document.files == ("two.tex", "three.tex")
    assert document.notes == (
        "left out of this document: \\include{one} (`\\includeonly` does not name it; main.tex:4)",
    )


@pytest.mark.parametrize(
    "end", ["\\endinput\n\\[ x = 9 \\]", "\\end{document}\n\\[ x = 9 \\]", "\\endinput", "% \\endinput"]
)
def test_a_part_ends_where_it_says_so(read: Reads, end: str) -> None:
    document = read("\\input{one}\n\\[ c = 3 \\]", one=f"\\[ b = 2 \\]\n{end}\n")
    assert printed(document) == ["one.tex:1:4 b = 2", "main.tex:4:4 c = 3"]


def test_endinput_ends_a_part_after_its_line(read: Reads) -> None:
    document = read("\\input{one}", one="\\endinput \\[ b = 2 \\]\n\\[ x = 9 \\]\n")
    assert printed(document) == ["one.tex:1:14 b = 2"]


def test_of_a_part_with_a_preamble_the_body_is_read(read: Reads) -> None:
    preamble = "\\documentclass[main]{subfiles}\n\\title{Not this}\n"
    one = f"{preamble}\\begin{{document}} \\[ b = 2 \\]\n\\end{{document}}\n"
    document = read("\\title{This}\n\\subfile{one}\n\\[ c = 3 \\]", one=one)
    assert printed(document) == ["one.tex:3:21 b = 2", "main.tex:5:4 c = 3"]
    assert document.title == "This"


def test_a_part_may_open_the_body_of_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = "\\documentclass{article}\n\\input{head}\n\\[ \\a = 1 \\]\n\\end{document}\n\\[ x = 9 \\]\n"
    head = "\\newcommand{\\a}{b}\n\\begin{document}\n"
    written(tmp_path, {"main.tex": main, "head.tex": head}, monkeypatch)
    assert printed(read_document("main.tex")) == ["main.tex:3:4 b = 1"]


def test_equations_are_numbered_through_the_parts(read: Reads) -> None:
    equation = "\\begin{equation} %s \\end{equation}\n"
    document = read(
        equation % "a = 1" + "\\input{one}\n" + equation % "c = 3",
        one=equation % "b = 2" + equation % "d = 4",
    )
    assert [e.tag for e in document.equations] == ["1", "2", "3", "4"]


def test_a_tag_that_two_parts_have_is_told_with_both_places(read: Reads) -> None:
    tagged = "\\[ %s = 1 \\tag{7} \\]\n"
    document = read("\\input{one}\n\\input{two}\n", one=tagged % "a", two="\n" + tagged % "b")
    assert [e.tag for e in document.equations] == ["7", "7′"]
    places = "at line 1 of one.tex and at line 2 of two.tex"
    assert document.notes == (f"the tag (7) is used twice, {places}: the second is called (7′) here",)


def test_a_macro_of_one_part_is_written_out_in_the_next_and_a_place_in_it_is_that_of_the_use(
    read: Reads,
) -> None:
    document = read(
        "\\input{one}\n\\input{two}\n\\[ \\third = c \\]",
        one="\\newcommand{\\third}{\\frac{1}{3}}\n",
        two="\n\\[ b = \\third \\]\n",
    )
    assert printed(document) == ["two.tex:2:4 b = \\frac{1}{3}", "main.tex:5:4 \\frac{1}{3} = c"]
    end = document.equations[0].span.end
    assert document.source.caret(Span(end - 5, end - 2)) == "\\[ b = \\third \\]\n       ^^^^^^"


def test_a_part_may_stand_within_a_display_and_open_or_close_one(read: Reads) -> None:
    document = read(
        "\\begin{align}\n\\input{rows}\n\\end{align}\n\\[ x = \\input{side} + 1 \\]\n\\input{open}\nc \\]",
        rows="a &= 1 \\\\\n b &= 2\n",
        side="y",
        open="\n\\[ c =\n",
    )
    _, _, side, opened = document.equations
    assert printed(document)[:2] == ["rows.tex:1:1 a &= 1", "rows.tex:2:2 b &= 2"]
    region = document.source.region(side.span)
    assert (region.home.name, region.home.line, region.end_line, region.end_column) == ("main.tex", 6, 6, 24)
    region = document.source.region(opened.span)
    assert (region.home.name, region.home.line, region.end_line, region.end_column) == ("open.tex", 2, 2, 7)
    assert document.errors == ()


def test_a_display_that_a_part_never_closes_is_told_where_it_opens(read: Reads) -> None:
    document = read("\\input{one}\n\\[ c = 3 \\]", one="Now\n  \\begin{equation} b = 2\n")
    (error,) = document.errors
    assert str(error).splitlines()[0].startswith("one.tex:2:3: this `\\begin{equation}` is never closed")
    assert printed(document) == ["main.tex:4:4 c = 3"]


def test_a_part_that_is_input_twice_is_read_twice(read: Reads) -> None:
    document = read("\\input{one}\n\\input{one}", one="\\[ b = 2 \\]")
    assert printed(document) == ["one.tex:1:4 b = 2"] * 2
    assert document.files == ("one.tex",)


def test_paragraphs_begin_and_end_where_they_do_in_latex(read: Reads) -> None:
    document = read("before\n  \\input{one}  \nbehind\n\n\\input{empty}\n\\[ a = 1 \\]", one="in", empty="")
    body = document.source.text.split("\\begin{document}\n")[1]
    assert body.startswith("before\nin\nbehind\n\n\\[")


# What is left out


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("\\input{gone}", "\\input{gone} (there is no such file; main.tex:3)"),
        ("\\input{folder}", "\\input{folder} (there is no such file; main.tex:3)"),
        ("\\input{../other}", "\\input{../other} (it is outside of the folder of this document; main.tex:3)"),
        ("\\input{link}", "\\input{link} (it is outside of the folder of this document; main.tex:3)"),
        ("\\input{main}", "\\input{main} (it inputs itself; main.tex:3)"),
        ("\\input{binary}", "\\input{binary} (it holds no text; main.tex:3)"),
        ("\\input{\\folder/one}", "\\input{\\folder/one} (this is no name of a file; main.tex:3)"),
        ("\\input{|ls}", "\\input{|ls} (this is no name of a file; main.tex:3)"),
        ("\\input{}", "\\input{} (this is no name of a file; main.tex:3)"),
        ("\\input{loop}", "\\input{loop} (there is no such file; main.tex:3)"),
        ("\\input{pipe}", "\\input{pipe} (there is no such file; main.tex:3)"),
        ("\\input{large}", "\\input{large} (all parts together have more than 2 MB; main.tex:3)"),
        (f"\\input{{{'n' * 5000}}}", f"\\input{{{'n' * 53} (File name too long; main.tex:3)"),
    ],
)
def test_a_part_that_cannot_be_read_costs_itself_and_is_told_in_one_line(
    read: Reads, command: str, told: str
) -> None:
    (read.root / "other.tex").write_text("\\[ x = 9 \\]")
    read.root = read.root / "paper"
    (read.root / "folder").mkdir(parents=True)
    os.symlink("../other.tex", read.root / "link.tex")
    os.symlink("loop.tex", read.root / "loop.tex")
    os.mkfifo(read.root / "pipe.tex")
    files = {"binary.tex": b"\x89PNG\0\0\\[ x = 9 \\]", "large.tex": b"x" * (2 * MEGABYTE)}
    document = read(f"{command}\n\\[ a = 1 \\]", files)
    assert [line.split(" ", 1)[1] for line in printed(document)] == ["a = 1"]
    assert document.notes == (f"left out of this document: {told}",)
    assert document.files == ()


def test_parts_in_a_circle_are_read_once_each(read: Reads) -> None:
    document = read("\\input{one}", one="\\[ a = 1 \\]\n\\input{two}", two="\\[ b = 2 \\]\n\\input{one}")
    assert printed(document) == ["one.tex:1:4 a = 1", "two.tex:1:4 b = 2"]
    assert document.notes == ("left out of this document: \\input{one} (it inputs itself; two.tex:2)",)


def test_a_part_in_another_encoding_is_read_as_far_as_it_can_be(read: Reads) -> None:
    files = {
        "latin.tex": "été \\[ a = 1 \\]".encode("latin-1"),
        "wide.tex": "é \\[ b = 2 \\]".encode("utf-16"),
    }
    document = read("\\input{latin}\\input{wide}", files)
    assert printed(document) == ["latin.tex:1:8 a = 1", "wide.tex:1:6 b = 2"]
    (said,) = document.notes
    assert said.startswith("latin.tex: not UTF-8 text at byte 0")


def test_a_part_with_line_ends_of_windows_is_read(read: Reads) -> None:
    document = read("\\input{one}", {"one.tex": b"\xef\xbb\xbfOne\r\n\r\n\\[ b\r\n = 2 \\]\r\n"})
    assert printed(document) == ["one.tex:3:4 b\n = 2"]


def test_ten_thousand_inputs_are_told_in_one_line(read: Reads) -> None:
    document = read("\\input{gone}\n" * 10_000 + "\\[ a = 1 \\]")
    (said,) = document.notes
    assert said.endswith("\\input{gone} (there is no such file; main.tex:7); and 9,995 more")


def test_no_more_parts_are_read_than_a_document_may_have(read: Reads) -> None:
    document = read("\\input{one}\n" * (MAX_PARTS + 2) + "\\[ a = 1 \\]", one="One.\n")
    (said,) = document.notes
    assert said.count(f"input{{one}} (there are more than {MAX_PARTS:,} parts;") == 2
    assert document.source.text.count("One.") == MAX_PARTS


def test_parts_that_double_and_double_end(read: Reads) -> None:
    deep = {f"p{k}": f"\\input{{p{k + 1}}}\\input{{p{k + 1}}}" for k in range(30)}
    document = read("\\input{p0}\n\\[ a = 1 \\]", **deep)
    assert len(printed(document)) == 1
    assert f"more than {MAX_DEPTH} deep" in document.notes[0]


def test_a_document_whose_parts_have_no_displays_has_none(read: Reads) -> None:
    with pytest.raises(NoEquations):
        read("\\input{one}", one="One.")


def test_pictures_and_lists_of_books_are_no_parts(read: Reads) -> None:
    files = {"plot.tikz": "\\[ x = 9 \\]", "main.bbl": "\\[ y = 9 \\]"}
    document = read("\\input{plot.tikz}\\input{main.bbl}\\[ a = 1 \\]", files)
    assert (len(document.equations), document.files, document.notes) == (1, (), ())


def test_what_a_preamble_inputs_is_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = "\\documentclass{article}\\input{macros}\\begin{document}\\[ a = \\half \\]\\end{document}"
    macros = "\\newcommand{\\half}{\\frac{1}{2}}"
    written(tmp_path, {"main.tex": main, "macros.tex": macros}, monkeypatch)
    document = read_document("main.tex")
    assert document.files == ()
    assert printed(document)[0].endswith("a = \\frac{1}{2}")


# What is judged, and what is printed of it


def test_what_a_part_defines_holds_in_the_next_one_and_verdicts_name_the_part(read: Reads) -> None:
    read("\\input{one}\n\\input{two}", one="\\[ f(x) = x^2 \\]\n", two="Hence\n\\[ f'(x) = 3x \\]\n")
    report = derivation.check("main.tex")
    assert [found.verdict for found in report] == ["definition", "wrong"]
    wrong = report.as_data()["statements"][1]
    assert (wrong["file"], wrong["line"], wrong["column"], wrong["end_column"]) == ("two.tex", 2, 4, 14)
    assert "line 2 of two.tex" in str(report["2"].explain())
    assert "line 1 of one.tex defines it" in str(report["2"].explain())


def test_a_line_that_cannot_be_read_points_into_its_part(read: Reads) -> None:
    read("\\[ a = 1 \\]\n\\input{one}", one="\n  \\[ b = 2 + \\]\n")
    error = derivation.check("main.tex").as_data()["errors"][0]
    assert (error["file"], error["line"]) == ("one.tex", 2)
    assert "one.tex:2:" in str(derivation.check("main.tex"))
    assert "b = 2 +" in str(derivation.check("main.tex"))


def test_a_document_of_one_file_names_it_once(read: Reads) -> None:
    read("\\[ a = 1 \\]")
    assert "file" not in derivation.check("main.tex").as_data()["statements"][0]


NAMES = ("main", "p0", "p1", "p2", "q/p3")
PIECES = (
    "Words. ",
    "\n",
    "  ",
    "\n\n",
    "% \\input{p0}\n",
    "\\[ x_{%d} = 1 \\]",
    "\\h{}",
    "\\iffalse \\[ y \\] \\fi",
)
CALLS = (*(f"\\input{{{name}}}" for name in NAMES[1:]), "\\include{gone}", "\\endinput")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_every_equation_stands_where_its_place_says(data: st.DataObject) -> None:
    count = itertools.count()
    pieces = st.lists(st.sampled_from((*PIECES, *CALLS)), max_size=8)
    files = {
        f"{name}.tex": "".join(p % next(count) if "%d" in p else p for p in data.draw(pieces))
        for name in NAMES
    }
    files["main.tex"] = "\\newcommand{\\h}{text}\n\\begin{document}" + files["main.tex"] + "\\[ z = 1 \\]"
    with TemporaryDirectory() as folder:
        (Path(folder) / "q").mkdir()
        for name, text in files.items():
            (Path(folder) / name).write_text(text)
        try:
            document = read_document(Path(folder) / "main.tex")
        except NoEquations:  # it ends before them
            return
        for equation in document.equations:
            region = document.source.region(equation.span)
            text = document.source.text[slice(*equation.span)]
            line = files[os.path.relpath(region.home.name, folder)].split("\n")[region.home.line - 1]
            assert line[region.column - 1 : region.end_column - 1] == text
