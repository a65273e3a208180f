"""Documents: which displays there are, their tags and titles, and the files that are refused."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import derivation
from derivation.front.document import Document, DocumentError, Equation, document_from_text, read_document
from derivation.text.source import ReadError


def found(text: str, format: str = "markdown") -> list[tuple[str, str, int]]:
    document = document_from_text(text, "paper.md", format)
    return [(e.tag, document.source.text[slice(*e.span)], e.line) for e in document.equations]


PAPER = """# SoftArgmax

Some prose with $x = 1$ and `$$code$$`.

$$SA(X) = 1 \\tag{1}$$

$$b = c$$
 (2)

$$d = e$$

$$(7)$$

\\[ f = g \\]
"""


def test_tags_inside_after_and_alone() -> None:
    assert found(PAPER) == [
        ("1", "SA(X) = 1 \\tag{1}", 5),
        ("2", "b = c", 7),
        ("7", "d = e", 10),
        ("3", "f = g", 14),
    ]


def test_a_bundled_paper_has_its_sixteen_equations() -> None:
    path = Path(__file__).parents[2] / "derivation/papers/softargmax/equations.md"
    document = read_document(path)
    assert document.title == "SoftArgmax"
    assert [e.tag for e in document.equations] == [str(number) for number in range(1, 17)]


MARKDOWN: list[tuple[str, list[tuple[str, str, int]]]] = [
    ("$$a$$", [("1", "a", 1)]),
    ("$$\na = b\n$$", [("1", "a = b", 2)]),
    ("$$\r\na\r\n= b\r\n$$\r\n(4)", [("4", "a\n= b", 2)]),
    ("$$a$$ (2.1)\n", [("2.1", "a", 1)]),
    ("$$a$$\n(A1)\n", [("A1", "a", 1)]),
    ("$$a$$\n\n(3)\n", [("1", "a", 1)]),
    ("$$a$$\n(see the appendix)\n", [("1", "a", 1)]),
    ("$$a$$\n(2) and so on\n", [("1", "a", 1)]),
    ("$$a \\tag*{(5)}$$", [("5", "a \\tag*{(5)}", 1)]),
    ("$$a % \\tag{9}\n+ b$$", [("1", "a % \\tag{9}\n+ b", 1)]),
    ("$$a$$ $$b \\tag{1}$$ $$c$$", [("2", "a", 1), ("1", "b \\tag{1}", 1), ("3", "c", 1)]),
    ("```math\na = b\n```", [("1", "a = b", 2)]),
    ("~~~~math\na\n~~~~\n(2)", [("2", "a", 2)]),
    ("```\n$$a$$\n```\n$$b$$", [("1", "b", 4)]),
    ("`$$a$$` and ``$$`$$`` $$b$$", [("1", "b", 1)]),
    ("a ` b\n\n$$c$$ ` d", [("1", "c", 3)]),
    ("<!-- $$a$$ --> $$b$$", [("1", "b", 1)]),
    ("it costs \\$$5 or \\$\\$6; $$b$$", [("1", "b", 1)]),
    ("\\\\[2pt] $$b$$", [("1", "b", 1)]),
    ("$5 and $6, $$b$$", [("1", "b", 1)]),
    ("$x$ is \\$5: $$b + \\$$$", [("1", "b + \\$", 1)]),
    ("\\begin{equation}\na\\tag{3}\n\\end{equation}", [("3", "a\\tag{3}", 2)]),
    ("\\begin{align*} a &= b \\\\ &= c \\end{align*}", [("1", "a &= b \\\\ &= c", 1)]),
    (
        "\\begin{align}\na &= b \\\\\n&= c \\tag{1}\\\\\nd &= e \\tag{2} \\\\ f\n\\end{align}",
        [("1", "a &= b \\\\\n&= c \\tag{1}", 2), ("2", "d &= e \\tag{2}", 4), ("3", "f", 4)],
    ),
    ("\\begin{theorem} $$a$$ \\end{theorem}", [("1", "a", 1)]),
    ("$$\\begin{aligned} a \\end{aligned}$$", [("1", "\\begin{aligned} a \\end{aligned}", 1)]),
]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN, ids=[text[:24] for text, _ in MARKDOWN])
def test_markdown(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert found(text) == expected


LATEX = r"""\documentclass{article}
\newcommand{\eq}{\begin{equation}}
% \begin{equation} no \end{equation}
\title{On \emph{sums}\\ of things}
\begin{document}
It is 50\% sure. % $$ no $$
\begin{verbatim}
$$ no $$
\end{verbatim}
\verb|$$ no| and $x$.
\begin{equation}\label{eq:one}
a = b % the first
\end{equation}
\[ c = d \tag{A} \] and $$ e $$
\begin{gather*}
f \\ g
\end{gather*}
\end{document}
$$ after the end $$
"""


def test_latex() -> None:
    assert found(LATEX, "latex") == [
        ("1", "\\label{eq:one}\na = b % the first", 11),
        ("A", "c = d \\tag{A}", 14),
        ("u1", "e", 14),
        ("u2", "f \\\\ g", 16),
    ]
    assert document_from_text(LATEX, "paper.tex", "latex").title == "On \\emph{sums} of things"


def test_notebook(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# A notebook\n", "$$a = b$$"]},
        {"cell_type": "code", "source": ["x = '$$c$$'"]},
        {"cell_type": "markdown", "source": "$$d$$\n(7)"},
    ]
    path = tmp_path / "note.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}), "utf-8")
    document = read_document(path)
    assert document.source.name == str(path)
    assert document.title == "A notebook"
    assert [(e.tag, e.line) for e in document.equations] == [("1", 2), ("7", 4)]
    assert document.source.cells == ((1, 1), (4, 3))
    assert [document.source.where(line) for line in (2, 5)] == ["cell 1, line 2", "cell 3, line 2"]


def test_titles() -> None:
    assert document_from_text("```\n# no\n```\n## no\n# Yes #\n# No\n$$a$$", "p.md").title == "Yes"
    assert document_from_text("$$a$$", "some/paper.md").title == "paper"


def test_an_empty_display_is_reported_and_passed_over() -> None:
    document = document_from_text("$$ $$ and $$a$$", "p.md")
    assert [e.tag for e in document.equations] == ["1"]
    assert [(error.message, error.line) for error in document.errors] == [("this display is empty", 1)]


def test_documents_are_frozen_values() -> None:
    document = document_from_text("$$a$$", "p.md")
    assert document == document_from_text("$$a$$", "p.md")
    assert isinstance(document, Document)
    assert isinstance(document.equations[0], Equation)


ERRORS = [
    ("text\n$$ a = b", "this `$$` is never closed by `$$`", 2, 1),
    ("\\[ a", "this `\\[` is never closed by `\\]`", 1, 1),
    (
        "\\begin{align} a \\end{align*}",
        "this `\\begin{align}` is never closed by `\\end{align}`",
        1,
        1,
    ),
    ("```math\na", "this ```math is never closed", 1, 1),
]


@pytest.mark.parametrize(("text", "message", "line", "column"), ERRORS)
def test_errors_with_a_place(text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(ReadError) as caught:
        document_from_text(text, "p.md")
    assert (caught.value.message.replace("````math`", "```math"), caught.value.line) == (message, line)
    assert caught.value.column == column


def refused(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message.removeprefix(str(path))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    files: dict[str, bytes] = {
        "empty.md": b"",
        "big.md": b"a" * 10_000_000,
        "a.pdf": b"%PDF",
        "broken.ipynb": b"{",
        "list.ipynb": b"[" * 100_000,
        "odd.ipynb": b'{"cells": 3}',
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert refused(tmp_path) == ": this is a directory; give a file"
    assert refused(tmp_path / "none.md") == ": there is no such file"
    assert refused(tmp_path / "none.md\0") == ": there is no such file"
    assert refused(tmp_path / "empty.md").startswith(" has no display equations; they stand in $$ … $$")
    assert refused(tmp_path / "big.md") == ": the file has 10.0 MB; the limit is 2 MB"
    assert "its name should end in" in refused(tmp_path / "a.pdf").lower()
    assert refused(tmp_path / "broken.ipynb") == ": this is no notebook: not valid JSON"
    assert refused(tmp_path / "list.ipynb") == ": this is no notebook: not valid JSON"
    assert refused(tmp_path / "odd.ipynb") == ": this is no notebook: it has no list of cells"


def notebook_of(*cells: object) -> str:
    """A notebook of Markdown cells, or of cells as they are."""
    made = [{"cell_type": "markdown", "source": c} if isinstance(c, str) else c for c in cells]
    return json.dumps({"cells": made, "nbformat": 4})


def told(document: Document) -> list[str]:
    return [str(error).split("\n")[0] for error in document.errors]


def test_places_in_a_notebook_are_those_of_its_cells() -> None:
    text = notebook_of("$$a \\tag{1}$$", "\r\n$$b \\tag{1}$$", "\r$$ c", "d$$")
    document = document_from_text(text, "n.ipynb", "notebook")
    assert document.notes == (
        "the tag (1) is used twice, at cell 1, line 1 and at cell 2, line 2: the second is called (1′) here",
    )
    open_one = "this `$$` is not closed by `$$` before a blank line, or its cell's end"
    assert told(document) == [
        f"n.ipynb: cell 3, line 2: {open_one}",
        "n.ipynb: cell 4, line 1: this `$$` is never closed by `$$`",
    ]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "p.md"
    path.write_bytes(b"\xef\xbb\xbf# T\n$$a$$")
    assert read_document(path).title == "T"


def test_an_unknown_format_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="format is one of"):
        document_from_text("$$a$$", "p", "rst")


HOSTILE = [
    "$" * 500_000,
    "`" * 500_000,
    " ".join("`" * count for count in range(1, 1_000)),
    "$$a$$\n" * 80_000,
    "<!--" * 100_000,
    "$a " * 150_000,
    "\\" * 500_000,
    "\\[" * 200_000,
    "$$" + "\\tag{" * 100_000 + "$$",
    "```\n" * 100_000,
    "\n" * 500_000,
    "$$" + "\\" * 300_001,
    "$$a" + "\\$$" * 150_000,
    "\\begin{equation}" * 30_000,
    "".join("`" * (3 + k) + "\n" for k in range(900)),
    "\\title{" * 70_000,
    "\\title[" * 70_000,
    "$$a$$" + " " * 500_000 + "b",
    "$$a$$\n" + " " * 500_000 + "(" + "1" * 500_000,
    "\\verb|" * 80_000,
]


@pytest.mark.parametrize("format", ["markdown", "latex"])
@pytest.mark.parametrize("text", HOSTILE, ids=[text[:8] for text in HOSTILE])
def test_reading_takes_time_in_proportion(text: str, format: str) -> None:
    with suppress(ReadError, DocumentError):
        document_from_text(text, "p.md", format)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "$$",
                "$",
                "`",
                "```",
                "<!--",
                "-->",
                "\\[",
                "\\]",
                "(1)",
                "a",
                "\\",
                "\\tag{1}",
                "\\begin{align}",
                "\\end{align}",
                "%",
                "\\verb",
                "|",
                "{",
                "}",
                "\\\\",
                "\n",
                "\n\n",
                "```math\n",
                " ",
                "# T",
            ]
        ),
        max_size=30,
    ).map("".join),
    st.sampled_from(["markdown", "latex", "notebook"]),
)
def test_any_text_gives_a_document_or_an_error(text: str, format: str) -> None:
    with suppress(ReadError, DocumentError):
        document = document_from_text(text, "p.md", format)
        assert len({e.tag for e in document.equations}) == len(document.equations) > 0
        for equation in document.equations:
            assert 0 <= equation.span.start < equation.span.end <= len(text)


NUMBERED = r"""\begin{equation} a = b \label{eq:a} \end{equation}
\begin{align}
c &= d \\
e &= f \notag \\
&= g \\
h &= i \nonumber
\end{align}
\begin{gather} j = k \\ + l \\ m = n \tag{X} \end{gather}
\begin{equation} o = p \notag \end{equation}
\[ q = r \]
\begin{align*} s &= t \\ &= u \end{align*}
\begin{multline} v = w \\ + x \end{multline}
"""


def test_latex_numbers_equations_as_latex_does() -> None:
    tags = [(tag, latex.split(" \\label")[0]) for tag, latex, _ in found(NUMBERED, "latex")]
    assert tags == [
        ("1", "a = b"),
        ("2", "c &= d"),
        ("3", "e &= f \\notag \\\\\n&= g"),
        ("u1", "h &= i \\nonumber"),
        ("4", "j = k \\\\ + l"),
        ("X", "m = n \\tag{X}"),
        ("u2", "o = p \\notag"),
        ("u3", "q = r"),
        ("u4", "s &= t \\\\ &= u"),
        ("6", "v = w \\\\ + x"),
    ]


def test_latex_without_numbers_counts_displays() -> None:
    assert [tag for tag, *_ in found("\\[ a = b \\] \\[ c = d \\]", "latex")] == ["1", "2"]


QUOTED = {
    "a display": ("> $$\n> y = x\n> $$", "y = x"),
    "within a quote within a quote": ("> > $$\n>> y =\n> > x\n> > $$ (7)", "y = x"),
    "a relation that opens a line": ("$$\ny\n> x\n$$", "y > x"),
    "a line that is none of the quote": ("> $$\n> y = x\n+ 1 $$", "> y = x + 1"),
    "on one line": ("> $$ y = x $$", "y = x"),
}


@pytest.mark.parametrize(("text", "body"), QUOTED.values(), ids=QUOTED)
def test_a_display_in_a_quote_has_no_quote_marks(text: str, body: str) -> None:
    whole = f"before\n\n{text}\n\n$$ a = b $$"
    assert [" ".join(latex.split()) for _, latex, _ in found(whole)] == [body, "a = b"]
    assert document_from_text(whole, "mine.md").source.file == whole


def test_what_a_quote_says_beside_a_display_is_still_quoted() -> None:
    text = "> $$\n> y = x\n> $$\n> Assume $x > 0$.\n\n$$ |x| = x $$"
    assert derivation.check(derivation.loads(text))["2"].verdict == "wrong"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("$$ $$", [1]),
        ("\\newcommand{\\a}{x}\n$$ \\a = 1 $$\n\\[ \\]", [3]),
        ("$$ \\newcommand{\\a}{x} $$\n$$ y = \\a $$", []),
        ("\\newcommand{\\none}[1]{}$$\\none{x}$$", [1]),
        ("> $$\n> $$", [2]),
    ],
)
def test_a_display_without_anything_in_it_is_told(text: str, lines: list[int]) -> None:
    document = document_from_text(f"{text}\n\n$$ b = a $$", "mine.md")
    assert [(error.message, error.line) for error in document.errors] == [
        ("this display is empty", line) for line in lines
    ]


def notebook(tmp_path: Path, source: str, output: str) -> Path:
    cells = [
        {"cell_type": "markdown", "source": source},
        {"cell_type": "code", "source": "", "outputs": [{"output_type": "stream", "text": output}]},
    ]
    path = tmp_path / "large.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_a_notebook_may_have_large_outputs(tmp_path: Path) -> None:
    document = read_document(notebook(tmp_path, "$$ y = x $$", "x" * 10_000_000))
    assert [e.tag for e in document.equations] == ["1"]


@pytest.mark.parametrize(
    ("source", "output", "message"),
    [
        ("x" * 3_000_000, "", "the text in its cells has 3.0 MB; the limit is 2 MB"),
        ("$$ y = x $$", "x" * 51_000_000, "the file has 51.0 MB; the limit is 50 MB"),
    ],
)
def test_a_notebook_that_is_too_large_is_refused(
    tmp_path: Path, source: str, output: str, message: str
) -> None:
    with pytest.raises(DocumentError, match=message):
        read_document(notebook(tmp_path, source, output))


WRAPPED = [
    "$$\\begin{align}ROWS\\end{align}$$",
    "\\[\n\\begin{aligned}[t]ROWS\\end{aligned}.\n\\]",
    "$$\\begin{alignat*}{2}ROWS\\end{alignat*}$$ and so on",
    "> $$\n> \\begin{split}ROWS\\end{split}\n> $$",
    "```math\n\\begin{align*}ROWS\\end{align*}\n```",
    "\\begin{equation}\\begin{aligned}ROWS\\end{aligned}\\end{equation}",
]
ROWS = [
    "y &= x^2 \\tag{1} \\\\ z &= y \\tag{2} ",
    "y &= x^2 \\tag{1} \\\\[2pt] z &= y \\\\ &= x^2 \\tag{2} \\\\ &= x x",
    "y &= \\begin{cases} x^2 \\\\ x x \\end{cases} \\tag{7} \\\\ z &= {x \\\\ x} \\tag{a}",
]


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("wrapped", WRAPPED)
def test_rows_within_a_display_keep_their_tags(wrapped: str, rows: str) -> None:
    bare = found(f"\\begin{{align*}}{rows}\\end{{align*}}")
    assert len(bare) > 1
    assert [e[:2] for e in found(wrapped.replace("ROWS", rows))] == [e[:2] for e in bare]


def test_rows_within_a_display_are_judged_as_in_an_environment() -> None:
    rows = "y &= x^2 \\tag{1} \\\\ \\frac{\\partial y}{\\partial x} &= 2 x \\tag{2} \\\\ &= 3 x \\tag{3}"
    bare = derivation.check(derivation.loads(f"\\begin{{align}}{rows}\\end{{align}}"))
    inner = derivation.check(derivation.loads(f"$$\\begin{{align}}{rows}\\end{{align}}$$"))
    assert [(r.label, r.verdict) for r in inner] == [(r.label, r.verdict) for r in bare]
    assert inner["3"].verdict == "wrong"


@pytest.mark.parametrize(
    "text",
    [
        "$$\\begin{aligned} a &= b \\tag{1} \\end{aligned}$$",
        "$$\\begin{split} a &= b \\tag{1} \\end{split} \\quad \\begin{split} c &= d \\tag{2} \\end{split}$$",
        "$$\\begin{cases} a = b \\tag{1} \\\\ c = d \\tag{2} \\end{cases}$$",
    ],
)
def test_what_is_no_list_of_rows_stays_whole(text: str) -> None:
    assert found(text) == [("1", text[2:-2], 1)]


@pytest.mark.parametrize(
    ("text", "tags", "notes"),
    [
        (
            "$$a \\tag{3}$$ $$b \\tag{3}$$ $$c$$",
            ["3", "3′", "1"],
            ["1 and at line 1: the second is called (3′)"],
        ),
        ("$$a$$ (A1)\n\n$$b$$\n(A1)\n", ["A1", "A1′"], ["1 and at line 3: the second is called (A1′)"]),
        (
            "$$a \\tag{2}$$\n$$b \\tag{2}$$\n$$c \\tag{2}$$\n$$d \\tag{2′}$$",
            ["2", "2′2", "2′3", "2′"],
            ["1 and at line 2: the second is called (2′2)", "1 and at line 3: the second is called (2′3)"],
        ),
        (
            "$$\\begin{align} a \\tag{1} \\\\ b \\tag{1} \\end{align}$$",
            ["1", "1′"],
            ["the second is called (1′)"],
        ),
    ],
)
def test_a_tag_that_is_used_again_is_told_and_both_are_kept(
    text: str, tags: list[str], notes: list[str]
) -> None:
    document = document_from_text(text, "p.md")
    assert [e.tag for e in document.equations] == tags
    assert len(document.notes) == len(notes)
    assert all(part in note for part, note in zip(notes, document.notes, strict=True))


def test_of_many_tags_that_are_used_again_a_few_are_told() -> None:
    document = document_from_text("$$a \\tag{1}$$\n" * 3000, "p.md")
    assert [e.tag for e in document.equations][:4] == ["1", "1′", "1′2", "1′3"]
    assert document.equations[-1].tag == "1′2999"
    assert len(document.notes) == 11
    assert document.notes[-1] == "2989 more equations have a tag that is used before"


def test_latex_tags_that_are_used_again() -> None:
    text = "\\begin{align} a \\tag{X} \\\\ b &= 1 \\tag{X} \\\\ c &= 2 \\end{align}"
    assert [tag for tag, *_ in found(text, "latex")] == ["X", "X′", "1"]


def test_both_of_a_tag_are_found_by_name() -> None:
    report = derivation.check(
        derivation.loads("$$y = 1 \\tag{3}$$ $$z = 2, w = 3 \\tag{3}$$ $$u = 1 \\label{eq:u}$$")
    )
    assert report["3"].latex.startswith("y")
    assert report["3′.2"].latex.startswith("w")
    assert report["3'.2"] == report["3′.2"]
    assert report["eq:u"].label == "1"
    assert "note: the tag (3) is used twice" in " ".join(str(report).split())
    assert "the tag (3) is used twice" in report.as_html()
    assert "the tag (3) is used twice" in report._repr_html_()
    assert report.as_data()["notes"] == list(report.document.notes)
    assert report.exit_code == 0


STRAYS = {
    "an open one before others": (
        "$$ a = b\n\ntext\n\n$$ c = d $$\n\nmore\n\n$$ e = f $$",
        ["c = d", "e = f"],
        "p.md:1:1: this `$$` is not closed by `$$` before the blank line 2",
    ),
    "one between others": (
        "$$ a = b $$\n\ntext $$ and\n\n$$ c = d $$\n\nwords\n\n$$ e = f $$",
        ["a = b", "c = d", "e = f"],
        "p.md:3:6: this `$$` is not closed by `$$` before the blank line 4",
    ),
    "one at the end": (
        "$$ a = b $$\n\n$$ c = d",
        ["a = b"],
        "p.md:3:1: this `$$` is never closed by `$$`",
    ),
    "a bracket": (
        "\\[ a = b\n\n\\[ c \\\\[2pt] = d \\]",
        ["c \\\\[2pt] = d"],
        "p.md:1:1: this `\\[` is not closed by `\\]` before the blank line 2",
    ),
    "an environment": (
        "\\begin{align} a = b \\begin{align} c &= d \\end{align}",
        ["c &= d"],
        "p.md:1:1: this `\\begin{align}` is not closed by `\\end{align}` before the next `\\begin{align}`",
    ),
    "a fence": (
        "$$ a = b $$\n\n```math\nc = d\n\n$$ e = f $$",
        ["a = b", "e = f"],
        "p.md:3:1: this ````math` is never closed",
    ),
}


@pytest.mark.parametrize(("text", "bodies", "message"), STRAYS.values(), ids=STRAYS)
def test_what_opens_a_display_that_nothing_closes_costs_itself(
    text: str, bodies: list[str], message: str
) -> None:
    assert [latex for _, latex, _ in found(text)] == bodies
    document = document_from_text(text, "p.md")
    assert told(document) == [message]
    assert document.source.file == text


def test_prose_is_read_on_after_what_opens_nothing() -> None:
    text = "$$ a = b\n\nAssume $x > 0$.\n\n$$ |x| = x $$"
    report = derivation.check(derivation.loads(text))
    assert [(r.label, r.verdict) for r in report] == [("1", "right")]
    assert report.exit_code == 3


BLANKS = {
    "between dollars": ("$$\na = b\n\n+ c\n$$", 4),
    "between two displays": ("$$ y = x \n \t\n = x $$ and", 3),
    "between brackets": ("\\[ y = x % a comment  \n\n = x \\]", 3),
    "in an environment": ("\\begin{align*}\ny &= x \\\\\n\n&= x\n\\end{align*}", 4),
}


@pytest.mark.parametrize(("text", "line"), BLANKS.values(), ids=BLANKS)
@pytest.mark.parametrize("format", ["markdown", "latex"])
def test_a_blank_line_costs_its_display(text: str, line: int, format: str) -> None:
    whole = f"$$ z = 1 $$\n\n{text}\n\nFor all $n$.\n\n$$ z + z = 3 z $$"
    report = derivation.check(derivation.loads(whole, format=format))
    assert [(r.label, r.verdict) for r in report] == [("1", "definition"), ("2", "unread"), ("3", "wrong")]
    assert report["2"].reason == "a blank line ends a display, in LaTeX and in Markdown; take it out"
    assert report.audit.errors[0].line == line


@pytest.mark.parametrize(
    "text", ["$$\n\ny = x\n\n$$", "```math\ny = x\n\n= x\n```", "> $$\n> y = x\n>\n> = x\n> $$"]
)
def test_a_blank_line_that_ends_no_display(text: str) -> None:
    report = derivation.check(derivation.loads(f"{text}\n\n$$ y = x $$"))
    assert {r.verdict for r in report} <= {"definition", "right"}


@pytest.mark.parametrize(
    ("whole", "verdicts"),
    [
        (b"# Caf\xe9\n\n$$ y = x $$\n\n$$ y = 2 x $$", ["definition", "wrong"]),
        (b"$$ y = x $$\n\n$$ z = \xff x $$\n\n$$ y = x $$", ["definition", "unread", "right"]),
        (b"$$ y = x $$ % \x80\n\n$$ y = x $$ \xc3", ["definition", "right"]),
    ],
)
def test_a_byte_that_is_no_text_costs_its_display(tmp_path: Path, whole: bytes, verdicts: list[str]) -> None:
    path = tmp_path / "latin.md"
    path.write_bytes(whole)
    report = derivation.check(path)
    assert [r.verdict for r in report] == verdicts
    place = next(k for k, byte in enumerate(whole) if byte > 127)
    assert report.document.notes == (
        f"not UTF-8 text at byte {place}: it is shown as �; save the file as UTF-8",
    )


def test_half_a_character_costs_its_display() -> None:
    document = document_from_text(notebook_of("$$ a = \ud83d $$", "$$ b = 1 $$"), "n.ipynb", "notebook")
    assert document.notes == ("\\ud83d is half of a character, and no text: it is shown as �",)
    assert [document.source.text[slice(*e.span)] for e in document.equations] == ["a = �", "b = 1"]


def test_utf_16_is_known_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "wide.md"
    path.write_text("# T\n\n$$ y = x $$", encoding="utf-16")
    document = read_document(path)
    assert (document.title, document.notes) == ("T", ())


@pytest.mark.parametrize("word", ["für", "если", "où", "fu\u0308r"])
def test_words_are_those_of_any_language(word: str) -> None:
    text = f"$$ f(x) = \\sqrt{{x}}, \\quad \\text{{{word} }} x > 0 $$\n\n$$ f(4) = 2 $$\n"
    assert [f.verdict for f in derivation.check(derivation.loads(text))] == ["definition", "right"]
    names = f"$$ a = b_{{\\text{{{word}}}}} $$\n\n$$ 2 a = 2 b_{{\\text{{{word}}}}} $$\n"
    assert [f.verdict for f in derivation.check(derivation.loads(names))] == ["definition", "right"]
    assert [f.verdict for f in derivation.check(derivation.loads("$$ ü = 1 $$\n"))] == ["unread"]
