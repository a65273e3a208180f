r"""An erratum as a document: the corrected equations in order, and what was wrong, in Markdown or LaTeX.

Takes the audit of a document, its corrected equations, and where there is one
the audit of the corrected document. Prose of the document is not carried over;
what its sentences assume and define is said again, in the forms that are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from derivation.audit.amend import Amended, declared_for
from derivation.audit.findings import Finding
from derivation.audit.result import Audit
from derivation.late import regex
from derivation.prose.predicates import arbitrary
from derivation.reading.declared import Declared
from derivation.reading.facts import HOT_WORDS
from derivation.reading.statements import Derivation
from derivation.records import dataclass, replace
from derivation.report import tex
from derivation.report.mathematics import for_markdown, is_mathematics, settable
from derivation.report.notes import Note, note, opening
from derivation.report.prose import Code, Math, Piece, Prose
from derivation.terms.context import Fact, Origin
from derivation.terms.terms import Definition, Var, walk
from derivation.text.visible import visible

MARKS: Final = {
    "markdown": "<!-- An erratum, written by `derivation erratum`. -->",
    "latex": "% An erratum, written by `derivation erratum`.",
}
"""The first line of each, by its format: what may be written over."""

_ROWS: Final = regex(r"\\\\|(?<!\\)&")
_INNER: Final = regex(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)
_MARKDOWN: Final = regex(r"[\\*_|#~!]")
_LINKED: Final = regex(r"(\S*(?:://|www\.|@|mailto:|xmpp:)\S*)", re.IGNORECASE)
_ENTITIES: Final = {sign: f"&#{ord(sign)};" for sign in "`$[]"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""Not every reader of Markdown takes a backslash before these, and with one brackets open a display."""


@dataclass(frozen=True, slots=True)
class Section:
    """An equation, the case that a reading file puts it under, and the notes on its statements."""

    tag: str
    case: str
    latex: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that an erratum says, whatever its format."""

    title: str
    source: str
    opening: tuple[Prose, ...]
    assumptions: tuple[Prose, ...]
    notation: tuple[Prose, ...]
    sections: tuple[Section, ...]


def contents(audit: Audit, equations: Sequence[Amended], after: Audit | None = None) -> Contents:
    """What an erratum says; without `after`, nothing of how the corrected lines were judged."""
    judged = {finding.label: finding for finding in after.findings} if after else {}
    derivation = audit.derivation
    return Contents(
        derivation.title,
        derivation.declared.source,
        tuple(opening(audit, after)),
        tuple(_set(said, derivation) for said in _assumptions(derivation)),
        tuple(_set(said, derivation) for said in _notation(derivation.declared)),
        tuple(
            Section(
                equation.tag,
                declared_for(audit, equation.tag).case,
                settable(_lined_up(equation.latex), derivation.read),
                tuple(_notes(equation.findings, judged, audit)),
            )
            for equation in equations
        ),
    )


def _set(prose: Prose, derivation: Derivation) -> Prose:
    """Sentences whose mathematics may be set, as far as it can be read."""
    return tuple(Math(settable(p.latex, derivation.read)) if isinstance(p, Math) else p for p in prose)


def _notation(known: Declared) -> Iterator[Prose]:
    """What a reading file says of the document, but for the cases of equations."""
    if known.sizes:
        yield (*_maths(known.sizes), f" {'is an integer' if len(known.sizes) == 1 else 'are integers'} ≥ 1")
    if known.base is not None:
        yield (f"Indices start at {known.base}",)
    yield from ((Math(name), f" is {kind.words}") for name, kind in known.kinds.items())
    yield from ((Math(name), " is the whole of ", Math(of)) for name, of in known.vectors.items())
    if known.prime:
        yield ("A prime is the derivative by ", Math(known.prime))
    yield from ((Math(f"{name} > 0"),) for name in known.positive)
    yield from ((Math(name), " is one-hot") for name in known.one_hot)
    yield from ((Math(latex), " is assumed") for latex in known.assume)
    yield from ((Math(index), f" runs over {span}") for index, span in known.ranges.items())
    continued = {tag: entry.continues for tag, entry in known.equations.items() if entry.continues}
    yield from ((f"({tag}) continues ({before})",) for tag, before in continued.items())
    yield from ((Math(latex),) for latex in known.definitions)


def _maths(latex: Iterable[str]) -> Iterator[Piece]:
    for place, part in enumerate(latex):
        yield from ((", ", Math(part)) if place else (Math(part),))


def _cases(sections: Iterable[Section]) -> Iterator[tuple[Section, Prose]]:
    """Sections with what is said before them, where the case is another than before."""
    before = ""
    for section in sections:
        said: Prose = ("For ", Math(section.case), ":") if section.case else ("For any indices:",)
        yield section, said if section.case != before else ()
        before = section.case


def _notes(findings: Iterable[Finding], judged: dict[str, Finding], audit: Audit) -> Iterator[Note]:
    for finding in findings:
        found = note(finding, judged.get(finding.label), audit)
        if found is not None:
            printed = settable(found.printed, audit.derivation.read)
            yield replace(found, text=_set(found.text, audit.derivation), printed=printed)


def _lined_up(latex: str) -> str:
    """Rows of a display that stand in no environment of their own, in one."""
    if not _ROWS.search(_INNER.sub("", latex)):
        return latex
    latex = re.sub(r"(?:\s*\\\\)+$", "", latex)
    name = "aligned" if re.search(r"(?<!\\)&", latex) else "gathered"
    return f"\\begin{{{name}}} {latex} \\end{{{name}}}" if _ROWS.search(_INNER.sub("", latex)) else latex


def _assumptions(derivation: Derivation) -> Iterator[Prose]:
    """What sentences of the document assume or define, and its lines rest on."""
    text = derivation.document.source
    said = [held for held in derivation.entries if held.origin is Origin.SAID]
    for held in said:
        if isinstance(held.entry, Definition) and not held.entry.is_slope:
            yield ("Let ", Math(" ".join(held.latex.split())), ".")
    facts = [h.entry for h in said if isinstance(h.entry, Fact) and h.entry.firm and h.entry.understood]
    hot = {fact.latex.removesuffix(HOT_WORDS) for fact in facts if fact.latex.endswith(HOT_WORDS)}
    latexes = dict.fromkeys(fact.latex for fact in facts if not fact.latex.endswith(HOT_WORDS))
    yield from (("Assume ", Math(" ".join(latex.split())), ".") for latex in latexes)
    yield from (("Let ", Math(name), " be one-hot.") for name in sorted(hot))
    terms = (t for s in derivation.statements for t in walk(s.member.term))
    scalars = {t.name for t in terms if isinstance(t, Var) and not t.indices}
    for name in sorted(arbitrary(text.text) & scalars):
        yield ("The lines hold for any constant ", Math(name), ".")


# Markdown


def markdown(found: Contents) -> str:
    """The erratum in Markdown."""
    blocks = [MARKS["markdown"], f"# Erratum: {_titled(found.title)}"]
    blocks += [f"*{_escaped(found.source)}*"] if found.source else []
    blocks += [_prose(paragraph) for paragraph in found.opening]
    blocks += [_prose(said) for said in found.assumptions]
    if found.notation:
        blocks.append("Notation:\n\n" + "\n".join(f"- {_prose(said)}." for said in found.notation))
    for section, case in _cases(found.sections):
        blocks += [_prose(case)] if case else []
        blocks.append(_display(section))
        blocks += ["\n>\n".join(map(_quoted, section.notes))] if section.notes else []
    return "\n\n".join(blocks) + "\n"


def _quoted(found: Note) -> str:
    text = f"> **{_escaped(found.heading)}.** {_prose(found.text).strip()}"
    return f"{text}\n>\n> Printed: {_piece(Math(found.printed))}" if found.printed else text


def _prose(prose: Prose) -> str:
    return "".join(map(_piece, prose))


def _piece(piece: Piece) -> str:
    match piece:
        case Math(latex):
            return f"${for_markdown(latex.strip())}$" if is_mathematics(latex) else _code(latex)
        case Code(text):
            return _code(text)
        case str(text):
            return _escaped(text)


def _display(section: Section) -> str:
    """A numbered display; what can't be set stands as it is typed."""
    if not is_mathematics(section.latex):
        return f"({_escaped(section.tag)}) {_code(section.latex)}"
    return f"$$\n{for_markdown(section.latex)} \\tag{{{tex.tag(section.tag)}}}\n$$"


def _code(text: str) -> str:
    """Text as it is typed, between more backticks than it holds in a row."""
    line = " ".join(visible(text).split())
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"


def _titled(text: str) -> str:
    """A title, of which mathematics between dollars stays mathematics."""
    parts = " ".join(text.split()).split("$")
    if len(parts) % 2 == 0 or not all(map(is_mathematics, parts[1::2])):
        return _escaped("$".join(parts))
    return "".join(f"${for_markdown(part)}$" if k % 2 else _escaped(part) for k, part in enumerate(parts))


def _escaped(text: str) -> str:
    """Text for Markdown to set as it stands: HTML, links and images in it do nothing.

    What readers of Markdown make links of by themselves, addresses and names behind `@`, is code.
    """
    line = re.sub(r"\s", " ", visible(text))
    parts = _LINKED.split(line)
    return "".join(_code(part) if place % 2 else _literal(part) for place, part in enumerate(parts))


def _literal(line: str) -> str:
    escaped = _MARKDOWN.sub(lambda match: f"\\{match[0]}", line)
    return re.sub(r"[&<>`$\[\]]", lambda match: _ENTITIES[match[0]], escaped)


# LaTeX


def latex(found: Contents) -> str:
    """The erratum as a LaTeX document that is complete."""
    displays = filter(tex.can_be_set, (section.latex for section in found.sections))
    lines = [MARKS["latex"], tex.preamble(displays)]
    lines.append(f"\\title{{Erratum: {tex.titled(found.title)}}}")
    lines.append(f"\\author{{{tex.escaped(found.source)}}}")
    lines.append("\\date{}\n\n\\begin{document}\n\\maketitle\n")
    lines += [f"{tex.prose(paragraph)}\n" for paragraph in (*found.opening, *found.assumptions)]
    if found.notation:
        items = "\n".join(f"\\item {tex.prose(said)}." for said in found.notation)
        lines.append(f"Notation:\n\\begin{{itemize}}\\itemsep0pt\n{items}\n\\end{{itemize}}\n")
    for section, case in _cases(found.sections):
        lines += [f"{tex.prose(case)}\\nopagebreak"] if case else []
        lines.append(tex.display(section.latex, section.tag))
        lines += map(_remark, section.notes)
        lines.append("")
    lines.append("\\end{document}")
    return "\n".join(lines) + "\n"


def _remark(found: Note) -> str:
    text = f"\\textbf{{{tex.escaped(found.heading)}.}} {tex.prose(found.text).strip()}"
    printed = f"\n\nPrinted: {tex.inline(found.printed)}" if found.printed else ""
    return f"\\begin{{remark}}\n{text}{printed}\n\\end{{remark}}"


FORMATS: Final = {"markdown": markdown, "latex": latex}
