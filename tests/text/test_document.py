"""Documents: which displays there are, their tags and titles, and the files that are refused."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import derivation
from derivation.text.document import Document, DocumentError, Equation, document_from_text, read_document
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
    ("$$a\n\ntext\n$$", "this `$$` is not closed by `$$` before the blank line 2", 1, 1),
    ("\\[ a", "this `\\[` is never closed by `\\]`", 1, 1),
    (
        "\\begin{align} a \\end{align*}",
        "this `\\begin{align}` is never closed by `\\end{align}`",
        1,
        1,
    ),
    ("```math\na", "this ```math is never closed", 1, 1),
    (
        "$$a\\tag{1}$$\n\n$$b\\tag{1}$$",
        "the tag (1) is used twice: at line 1 and at line 3; tags must differ",
        3,
        3,
    ),
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
        "latin.md": b"$$ caf\xe9 $$",
        "big.md": b"a" * 10_000_000,
        "a.pdf": b"%PDF",
        "broken.ipynb": b"{",
        "list.ipynb": b"[" * 100_000,
        "odd.ipynb": b'{"cells": 3}',
        "half.ipynb": b'{"cells": [{"cell_type": "markdown", "source": "$$ a = \\\\text{\\ud83d} $$"}]}',
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert refused(tmp_path) == ": this is a directory; give a file"
    assert refused(tmp_path / "none.md") == ": there is no such file"
    assert refused(tmp_path / "none.md\0") == ": there is no such file"
    assert refused(tmp_path / "empty.md").startswith(" has no display equations; they stand in $$ … $$")
    assert refused(tmp_path / "latin.md") == ": not UTF-8 text (at byte 6); save it as UTF-8"
    assert refused(tmp_path / "big.md") == ": the file has 10.0 MB; the limit is 2 MB"
    assert "its name should end in" in refused(tmp_path / "a.pdf").lower()
    assert refused(tmp_path / "broken.ipynb") == ": this is no notebook: not valid JSON"
    assert refused(tmp_path / "list.ipynb") == ": this is no notebook: not valid JSON"
    assert refused(tmp_path / "odd.ipynb") == ": this is no notebook: it has no list of cells"
    assert refused(tmp_path / "half.ipynb") == ": \\ud83d is half of a character, and no text"


def test_places_in_a_notebook_are_those_of_its_cells() -> None:
    def told(*cells: str) -> str:
        text = json.dumps({"cells": [{"cell_type": "markdown", "source": cell} for cell in cells]})
        with pytest.raises(ReadError) as caught:
            document_from_text(text, "n.ipynb", "notebook")
        return str(caught.value).split("\n")[0]

    twice = "the tag (1) is used twice: at cell 1, line 1 and at cell 2, line 2; tags must differ"
    assert told("$$a \\tag{1}$$", "\r\n$$b \\tag{1}$$") == f"n.ipynb: cell 2, line 2: {twice}"
    open_one = "this `$$` is not closed by `$$` before a blank line, or its cell's end"
    assert told("x", "\r$$ a", "b$$") == f"n.ipynb: cell 2, line 2: {open_one}"


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
